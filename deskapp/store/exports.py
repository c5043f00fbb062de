"""Who lets a table leave the store in clear, and why: the journal has it before the first row. (domain 1.9)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.rules.decisions import No, Role, no
from deskapp.rules.text import checked
from deskapp.store.export_tables import TABLES
from deskapp.store.posting import Posting
from deskapp.store.registry import operation


@dataclass(frozen=True)
class Unmasked:
    """A table that may leave in clear now."""

    table: str
    start: date | None
    end: date | None


@operation("exports.unmask", by=Role.MANAGER, refuses=("table_unknown", "reason_needed", "too_long", "span_backwards"))
def unmask(
    post: Posting, *, table: str, reason: str, start: date | None = None, end: date | None = None
) -> Unmasked | No:
    """Record that a table is exported with phones, IDs, addresses and birthdays in clear, and for what reason."""
    if table not in TABLES:
        return no("table_unknown", field="table", table=table[:40])
    why = checked(reason, field="reason")
    if isinstance(why, No):
        return why
    if not why:
        return no("reason_needed", field="reason")
    if start and end and end < start:
        return no("span_backwards", field="end", start=start, end=end)
    facts = {"table": table, "start": start, "end": end, "reason": why}
    return post.done(Unmasked(table, start, end), subject=table, facts=facts)

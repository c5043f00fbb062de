"""The report of a business date, sealed once and numbered: what it says never changes, whatever comes in later.

The content is kept in its one spelling with its hash; the journal names number, date and hash. (domain 15)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from deskapp.rules import reports as rules
from deskapp.rules.decisions import No, Role
from deskapp.rules.journal import canonical
from deskapp.rules.shifts import may_tell
from deskapp.store import duty, reports, tallies
from deskapp.store.journal import JOURNAL
from deskapp.store.people import STAFF
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading
from deskapp.store.report_parts import Report, Sealed
from deskapp.store.tallies import SEAL

_INSERT = sa.insert(SEAL)


@dataclass(frozen=True)
class SealedReport:
    """The report that is sealed now."""

    number: int
    date: date
    first: int
    last: int
    entries: int
    hash: str


@operation(tallies.SEALING, by=(Role.LEAD, Role.FINANCE), refuses=("report_early", "report_sealed", "drawer_uncounted"))
def seal(post: Posting, *, date: date | None = None) -> SealedReport | No:
    """Seal the report of a business date (else today's) and give it the next number. What is posted for that date
    afterwards is in the next report, marked as late."""
    day = date or post.business_date
    before = post.conn.execute(sa.select(SEAL.c.number).where(SEAL.c.date == day)).scalar_one_or_none()
    if refused := post.refused(rules.may_seal(day=day, today=post.business_date, sealed=before)):
        return refused
    if refused := post.refused(may_tell(uncounted=duty.uncounted(post.conn, day), policy=post.policy.shifts)):
        return refused
    number = int(post.conn.execute(sa.select(sa.func.coalesce(sa.func.max(SEAL.c.number), 0))).scalar_one()) + 1
    report = reports.made(post, rules.of("daily", day), sealing=day)
    content = canonical(report)
    digest = fingerprint(number, content)
    row = {"number": number, "date": day, "content": content, "hash": digest}
    post.conn.execute(_INSERT, row | {"at": post.at, "by": post.actor.number, "entry": post.entry})
    facts = {"number": number, "of": day, "sha256": digest, "head": post.head.hash, "entries": report.entries}
    result = SealedReport(number, day, report.first, report.last, report.entries, digest)
    return post.done(result, subject=str(number), facts=facts)


def fingerprint(number: int, content: str) -> str:
    """The hash of a sealed report: over its number and its content in the one spelling."""
    return hashlib.sha256(f"{number}\n{content}".encode()).hexdigest()


def report_of(conn: sa.Connection, day: date) -> Report | None:
    """The report of a date as it was sealed, or None."""
    name = sa.func.coalesce(STAFF.c.name, "").label("name")
    wanted = sa.select(SEAL, name).outerjoin(STAFF, STAFF.c.number == SEAL.c.by).where(SEAL.c.date == day)
    row = conn.execute(wanted).one_or_none()
    if row is None:
        return None
    report: Report = reports.daily.result.validate_json(row.content)
    return replace(report, sealed=Sealed(row.number, row.at, row.by, row.name, row.hash))


@dataclass(frozen=True)
class SealRow:
    """A sealed report as a list shows it."""

    number: int
    date: date
    at: datetime
    by: str
    hash: str


@reading("reports.sealed", by=reports.READERS)
def sealed(look: Look, *, start: date | None = None, end: date | None = None, limit: int = 200) -> list[SealRow]:
    """The sealed reports, newest date first; `start` and `end` narrow to some dates."""
    wanted = sa.select(SEAL.c.number, SEAL.c.date, SEAL.c.at, SEAL.c.by, SEAL.c.hash)
    wanted = wanted.where(SEAL.c.date >= start) if start else wanted
    wanted = wanted.where(SEAL.c.date <= end) if end else wanted
    return [SealRow(*row) for row in look.conn.execute(wanted.order_by(SEAL.c.date.desc()).limit(limit))]


AS_OF = ("open", "compliance", "unsigned", "listed", "complaints", "causes", "levels", "store", "name",
         "names")  # fmt: skip
"""What a report tells of the moment it was made, names among it; the rest is counted again at any time."""


def flaws(look: Look) -> Iterator[tuple[str, str]]:
    """Where a sealed report is not what was sealed, or its figures are not those of the journal."""
    told = _told(look.conn)
    last = 0
    for row in look.conn.execute(sa.select(SEAL).order_by(SEAL.c.number)).all():
        place = f"report {row.number}"
        if row.number != last + 1:
            yield place, f"the one before is {last}"
        last = row.number
        if fingerprint(row.number, row.content) != row.hash or told.pop(row.entry, None) != (row.date, row.hash):
            yield place, "its content is not what the journal saw sealed"
            continue
        then, now = _figures(row.content), _figures(canonical(reports.made(look, rules.of("daily", row.date))))
        if changed := [name for name in then if then[name] != now.get(name)]:
            yield place, f"counted again, {', '.join(changed)} differ"
    for entry in told:
        yield f"entry {entry}", "its sealed report is gone"


def _figures(content: str) -> dict[str, Any]:
    """What can be counted again of a report's content."""
    kept: dict[str, Any] = json.loads(content, object_hook=lambda o: {k: v for k, v in o.items() if k not in AS_OF})
    return kept


def _told(conn: sa.Connection) -> dict[int, tuple[date, str]]:
    """What the journal says was sealed: entry to date and hash."""
    wanted = sa.select(JOURNAL.c.number, JOURNAL.c.payload)
    rows = conn.execute(wanted.where(JOURNAL.c.operation == tallies.SEALING, JOURNAL.c.kind == "done"))
    facts: dict[int, Any] = {row.number: json.loads(row.payload)["facts"] for row in rows}
    return {entry: (date.fromisoformat(told["of"]), told["sha256"]) for entry, told in facts.items()}

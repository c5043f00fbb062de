"""Takes an entry back: a new entry that reverses it and names it; nothing is changed or deleted. (domain 1.1)"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from deskapp.rules.decisions import No, no
from deskapp.rules.journal import may_void
from deskapp.store import drawer, ledger, lots, receipts, slips, stock
from deskapp.store.journal import JOURNAL
from deskapp.store.posting import Posting
from deskapp.store.registry import operation


@dataclass(frozen=True)
class Voided:
    """The entry that was taken back and what it was about."""

    entry: int
    operation: str
    subject: str


@operation(
    "journal.void",
    refuses=("entry_unknown", "already_voided", "not_voidable", "void_day", "lot_spent", "reason_needed", "shift_over"),
)
def void(post: Posting, *, entry: int, reason: str) -> Voided | No:
    """Reverse an entry: balances, lots, stock and receipts stand as before it. Who may, and until when, is policy."""
    row = post.conn.execute(sa.select(JOURNAL).where(JOURNAL.c.number == entry)).one_or_none()
    if row is None or row.kind != "done":
        return no("entry_unknown", field="entry", entry=entry)
    if not reason.strip():
        return no("reason_needed", field="reason")
    if row.operation in drawer.OURS and row.shift != post.shift:
        return no("shift_over", field="entry", shift=row.shift)
    decision = may_void(
        operation=row.operation, entry_day=row.business_date, today=post.business_date, role=post.actor.role,
        voided_by=_voided_by(post, entry), rule=post.policy.voids.get(row.operation),
    )  # fmt: skip
    if refused := post.refused(decision):
        return refused
    if refused := _take_back(post, entry):
        return refused
    result = Voided(entry, row.operation, row.subject)
    return post.done(result, subject=row.subject, member=row.member_id, voids=entry, facts={"reason": reason})


def _voided_by(post: Posting, entry: int) -> int | None:
    by = sa.select(JOURNAL.c.number).where(JOURNAL.c.voids == entry)
    found: int | None = post.conn.execute(by).scalar_one_or_none()
    return found


def _take_back(post: Posting, entry: int) -> No | None:
    if refused := lots.restore(post.conn, post.entry, entry):
        return refused
    if refused := ledger.reverse(post.conn, post.entry, entry):
        return refused
    receipts.release(post.conn, post.entry, entry)
    slips.void(post.conn, entry)
    stock.unsettle(post.conn, entry)
    return None

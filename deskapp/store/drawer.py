"""What goes in and out of a counter's drawer within a shift: cash, cards, numbered things; and what was typed wrong in
a shift that is over. (domain 14)
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules import shifts as rules
from deskapp.rules.decisions import No, no
from deskapp.rules.money import MOST
from deskapp.rules.shifts import CARD
from deskapp.rules.text import checked
from deskapp.store import duty, ledger, shift_counts
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import CUSTOMERS, FINANCE, VARIANCE, WASTE, drawer
from deskapp.store.posting import Posting
from deskapp.store.registry import Money, operation
from deskapp.store.shift_counts import IN_SHIFT
from deskapp.store.tables import Key, owned_by_entry, table

CashWay = Literal["pay_in", "pay_out", "fee", "refund"]
PieceWay = Literal["received", "returned", "used", "spoiled"]
_CASH = {"pay_in": (FINANCE, True), "pay_out": (FINANCE, False), "fee": (CUSTOMERS, True), "refund": (CUSTOMERS, False)}
_PIECES = {
    "received": (FINANCE, True), "returned": (FINANCE, False), "used": (CUSTOMERS, False), "spoiled": (WASTE, False),
}  # fmt: skip
"""Each way: the other side, and whether it goes into the drawer."""
OURS = ("shifts.cash", "shifts.supply")


class ShiftCorrection(SQLModel, table=True):
    """What an amount of a closed shift should have been. The entry it corrects stands as it was posted."""

    __tablename__ = "shift_correction"
    entry: int = Field(sa_column=owned_by_entry(primary_key=True))
    of_entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))
    shift: str = Field(foreign_key="shift.number", index=True)
    was: int = Field(sa_type=Key)
    amount: int = Field(sa_type=Key)
    reason: str = Field(sa_type=sa.Text)
    by: str


CORRECTION = table(ShiftCorrection)


@dataclass(frozen=True)
class CashMoved:
    """Cash that went in or out. What the drawer holds now is not told: it is counted blind."""

    shift: str
    way: str
    amount_money: int


@operation("shifts.cash", refuses=(*IN_SHIFT, "amount_bad", "reason_needed", "too_long"))
def cash(post: Posting, *, way: CashWay, amount: Money, reason: str) -> CashMoved | No:
    """Record cash of the drawer: `pay_in` from finance, `pay_out` to it, a `fee` from a customer, a `refund` to one,
    each with its reason. (seed: 至财务处领取备用金)"""
    shift = shift_counts.mine(post)
    if isinstance(shift, No):
        return shift
    said = checked(reason, field="reason")
    if isinstance(said, No):
        return said
    if not 1 <= amount <= MOST:
        return no("amount_bad", field="amount")
    if not said:
        return no("reason_needed", field="reason")
    _move(post, post.currency, *_CASH[way], amount)
    facts = {"thing": rules.CASH, "way": way, "amount_money": amount, "reason": said}
    return post.done(CashMoved(shift.number, way, amount), subject=shift.number, facts=facts)


@dataclass(frozen=True)
class Supplied:
    """Pieces of a numbered thing or blank cards that went in or out of the drawer."""

    shift: str
    thing: str
    way: str
    quantity: int


@operation("shifts.supply", refuses=(*IN_SHIFT, "thing_unknown", "amount_bad", "reason_needed", "too_long"))
def supply(
    post: Posting, *, thing: str, way: PieceWay, quantity: int, reason: str = "", following: str = ""
) -> Supplied | No:
    """Record cards or numbered things of the drawer: `received` from finance, `returned` to it, `used`, or `spoiled`
    with a reason; `following` is the next number of what came in. (seed: 核对发票号)"""
    shift = shift_counts.mine(post)
    if isinstance(shift, No):
        return shift
    said, number = checked(reason, field="reason"), checked(following, field="code")
    for typed in (said, number):
        if isinstance(typed, No):
            return typed
    if not shift_counts.is_piece(post, thing):
        return no("thing_unknown", field="thing", thing=thing[:40])
    if not 1 <= quantity <= MOST:
        return no("amount_bad", field="quantity")
    if way == "spoiled" and not said:
        return no("reason_needed", field="reason")
    _move(post, thing, *_PIECES[way], quantity)
    facts = {"thing": thing, "way": way, "quantity": quantity, "reason": said, "following": number}
    return post.done(Supplied(shift.number, thing, way, quantity), subject=shift.number, facts=facts)


def _move(post: Posting, unit: str, other: str, goes_in: bool, amount: int) -> None:
    own = drawer(post.desk.counter)
    post.move(unit, *((other, own) if goes_in else (own, other)), amount)


def card_given(post: Posting, kind: str) -> None:
    """A card that is given out leaves the stock of the counter, where one is kept."""
    own = drawer(post.desk.counter)
    if ledger.balance(post.conn, CARD + kind, own) > 0:
        post.move(CARD + kind, own, CUSTOMERS, 1)


@dataclass(frozen=True)
class Corrected:
    """What an entry of a closed shift said, and what it should have said. `shift` is the closed one."""

    entry: int
    shift: str
    was: int
    amount: int


@operation(
    "shifts.correct",
    refuses=(
        "shift_none", "entry_unknown", "already_voided", "not_correctable", "shift_still_open", "amount_bad",
        "no_change", "reason_needed", "approval_needed", "too_long",
    ),
)  # fmt: skip
def correct(post: Posting, *, entry: int, amount: int, reason: str) -> Corrected | No:
    """Say what an amount (minor units or pieces) of a shift that is over should have been: a new entry in the open
    shift that names the old one. The drawer was counted since, so what was found to vary takes the difference."""
    if not post.shift:
        return no("shift_none", counter=post.desk.counter)
    row = _correctable(post, entry)
    if isinstance(row, No):
        return row
    said = checked(reason, field="reason")
    if isinstance(said, No):
        return said
    facts = json.loads(row.payload)["facts"]
    was = _stands_at(post.conn, entry, facts.get("amount_money", facts.get("quantity", 0)))
    decision = rules.may_correct(was=was, amount=amount, reason=said, policy=post.policy.shifts)
    if refused := post.refused(decision):
        return refused
    unit = post.currency if facts["thing"] == rules.CASH else facts["thing"]
    other, goes_in = (_CASH | _PIECES)[facts["way"]]
    more = decision.value if goes_in else -decision.value
    post.move(unit, *((other, VARIANCE) if more > 0 else (VARIANCE, other)), abs(more))
    kept: dict[str, Any] = {"entry": post.entry, "of_entry": entry, "shift": row.shift, "was": was, "amount": amount}
    post.conn.execute(sa.insert(CORRECTION), kept | {"reason": said, "by": post.actor.number})
    told = {"corrects": entry, "shift": row.shift, "was": was, "amount": amount, "reason": said}
    return post.done(Corrected(entry, row.shift, was, amount), subject=row.shift, facts=told)


def _correctable(post: Posting, entry: int) -> Any:
    """The journal row of an amount that can be corrected, or why it cannot."""
    row = post.conn.execute(sa.select(JOURNAL).where(JOURNAL.c.number == entry)).one_or_none()
    if row is None or row.kind != "done":
        return no("entry_unknown", field="entry", entry=entry)
    if row.operation not in OURS:
        return no("not_correctable", field="entry", operation=row.operation)
    voided = sa.select(JOURNAL.c.number).where(JOURNAL.c.voids == entry)
    if by := post.conn.execute(voided).scalar():
        return no("already_voided", field="entry", by_entry=by)
    shift = duty.known(post.conn, row.shift)
    if shift.state == rules.OPEN:
        return no("shift_still_open", field="entry", shift=shift.number)
    return row


def _stands_at(conn: sa.Connection, entry: int, typed: int) -> int:
    """The amount as last corrected, else as typed."""
    last = sa.select(CORRECTION.c.amount).where(CORRECTION.c.of_entry == entry).order_by(CORRECTION.c.entry.desc())
    found = conn.execute(last.limit(1)).scalar()
    return typed if found is None else int(found)

"""Goods come in, move between stockroom and desk, are counted blind and written off; never below zero. (domain 5)"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, no
from deskapp.rules.stock import may_count, may_settle, may_take, may_write_off
from deskapp.store import duty, items, ledger, numbers
from deskapp.store.ledger import ON_DESK, PLACES, STOCKROOM, SUPPLIER, VARIANCE, WASTE, goods
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading
from deskapp.store.tables import Key, owned_by_entry, table

REFUSALS = ("item_unknown", "place_unknown", "amount_bad", "stock_short", "desk_short")


class StockCount(SQLModel, table=True):
    """A blind count, kept as it was typed. `settled_by` names the entry that moved its variance."""

    __tablename__ = "stock_count"
    number: str = Field(primary_key=True)
    item: str
    place: str
    counted: int = Field(sa_type=Key)
    expected: int = Field(sa_type=Key)
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    settled_by: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


COUNT = table(StockCount)


@dataclass(frozen=True)
class Moved:
    """What moved, and what now lies at the place that it concerns: None while that is still to be counted blind."""

    item: str
    quantity: int
    place: str
    on_hand: int | None


@operation("stock.receive", refuses=REFUSALS)
def receive(post: Posting, *, item: str, quantity: int, place: str = STOCKROOM, note: str = "") -> Moved | No:
    """Take goods in from the supplier or finance."""
    if place not in PLACES:
        return _no_place("place")
    return _move(post, item, quantity, SUPPLIER, place, note=note)


@operation("stock.move", refuses=(*REFUSALS, "same_place"))
def move(post: Posting, *, item: str, quantity: int, source: str, target: str) -> Moved | No:
    """Carry goods from one place to another, such as from the stockroom to the desk."""
    for field, place in (("source", source), ("target", target)):
        if place not in PLACES:
            return _no_place(field)
    if source == target:
        return no("same_place", field="target", place=target)
    return _move(post, item, quantity, source, target)


@operation("stock.write_off", refuses=(*REFUSALS, "approval_needed", "reason_needed"))
def write_off(post: Posting, *, item: str, quantity: int, reason: str, place: str = STOCKROOM) -> Moved | No:
    """Take broken or spoiled goods off the books, with a reason and the approval that policy asks."""
    if place not in PLACES:
        return _no_place("place")
    if refused := post.refused(may_write_off(quantity=quantity, reason=reason, policy=post.policy.stock)):
        return refused
    return _move(post, item, quantity, place, WASTE, reason=reason)


def _told(view: Look | Posting, unit: str, place: str, pieces: int) -> int | None:
    return duty.untold(view)(unit, pieces) if place == ON_DESK else pieces


def _no_place(field: str) -> No:
    return no("place_unknown", field=field, places=", ".join(PLACES))


def _move(post: Posting, item: str, quantity: int, source: str, target: str, **facts: str) -> Moved | No:
    known = items.known(post.conn, item)
    if isinstance(known, No):
        return known
    place, unit = (target if target in PLACES else source), goods(known.code)
    on_hand = ledger.balance(post.conn, unit, source) if source in PLACES else quantity
    if refused := post.refused(
        may_take(quantity=quantity, on_hand=on_hand, place=source, told=_told(post, unit, source, on_hand))
    ):
        return refused
    post.move(unit, source, target, quantity)
    now = ledger.balance(post.conn, unit, place)
    result = Moved(known.code, quantity, place, _told(post, unit, place, now))
    return post.done(
        result, subject=known.code, facts={**facts, "quantity": quantity, "source": source, "target": target}
    )


@dataclass(frozen=True)
class Counted:
    """A count as saved, with what was expected: shown only now that it cannot be changed any more."""

    count: str
    item: str
    place: str
    counted: int
    expected: int
    variance: int


@operation("stock.count", refuses=("item_unknown", "place_unknown", "amount_bad"))
def count(post: Posting, *, item: str, place: str, counted: int) -> Counted | No:
    """Save a blind count: what is expected is told after it is saved, and the count stands as typed."""
    known = items.known(post.conn, item)
    if isinstance(known, No):
        return known
    if place not in PLACES:
        return _no_place("place")
    if refused := post.refused(may_count(counted=counted)):
        return refused
    expected = ledger.balance(post.conn, goods(known.code), place)
    number = post.number(numbers.COUNT)
    row = {"number": number, "item": known.code, "place": place, "counted": counted, "expected": expected}
    post.conn.execute(sa.insert(COUNT), {**row, "entry": post.entry})
    result = Counted(number, known.code, place, counted, expected, counted - expected)
    return post.done(result, subject=number, facts={key: row[key] for key in ("item", "place", "counted", "expected")})


@dataclass(frozen=True)
class Settled:
    """A count whose variance is on the books now."""

    count: str
    item: str
    place: str
    variance: int
    on_hand: int


@operation(
    "stock.settle",
    refuses=("count_unknown", "count_settled", "count_stale", "no_change", "approval_needed", "reason_needed"),
)
def settle(post: Posting, *, count: str, reason: str) -> Settled | No:
    """Put the variance of a count on the books, with its reason; above the limit with the supervisor."""
    row = post.conn.execute(sa.select(COUNT).where(COUNT.c.number == count)).one_or_none()
    if row is None:
        return no("count_unknown", field="count", count=count)
    if row.settled_by is not None:
        return no("count_settled", field="count", count=count, by_entry=row.settled_by)
    unit = goods(row.item)
    variance, now = row.counted - row.expected, ledger.balance(post.conn, unit, row.place)
    if now + variance < 0 or ledger.settled_since(post.conn, unit, row.place, row.entry):
        return no("count_stale", field="count", count=count, expected=row.expected, has=now)
    if refused := post.refused(may_settle(variance=variance, reason=reason, policy=post.policy.stock)):
        return refused
    source, target = (VARIANCE, row.place) if variance > 0 else (row.place, VARIANCE)
    post.move(unit, source, target, abs(variance))
    post.conn.execute(sa.update(COUNT).where(COUNT.c.number == count).values(settled_by=post.entry))
    result = Settled(count, row.item, row.place, variance, now + variance)
    facts = {"item": row.item, "place": row.place, "variance": variance, "reason": reason}
    return post.done(result, subject=count, facts=facts)


@dataclass(frozen=True)
class OpenCount:
    """A count with a variance that nobody has settled yet."""

    count: str
    item: str
    place: str
    counted: int
    expected: int
    by: str
    at: datetime
    names: dict[str, str]
    approver: str
    """The role that must agree to settle it, or nothing within the limit."""


@reading("stock.open_counts")
def open_counts(look: Look) -> list[OpenCount]:
    """Counts whose variance still needs its reason, newest first."""
    from deskapp.store.journal import JOURNAL

    wanted = (
        sa.select(COUNT.c.number, COUNT.c.item, COUNT.c.place, COUNT.c.counted, COUNT.c.expected)
        .add_columns(JOURNAL.c.actor, JOURNAL.c.at, items.ITEM.c.names)
        .join(JOURNAL, JOURNAL.c.number == COUNT.c.entry)
        .join(items.ITEM, items.ITEM.c.code == COUNT.c.item)
        .where(COUNT.c.settled_by.is_(None), COUNT.c.counted != COUNT.c.expected)
        .order_by(COUNT.c.number.desc())
    )
    return [_open_count(look, row) for row in look.conn.execute(wanted)]


def _open_count(look: Look, row: Any) -> OpenCount:
    decision = may_settle(variance=row.counted - row.expected, reason="-", policy=look.policy.stock)
    return OpenCount(
        row.number, row.item, row.place, row.counted, row.expected, row.actor, row.at, json.loads(row.names),
        decision.approver or "",
    )  # fmt: skip


@dataclass(frozen=True)
class WriteOffPreview:
    """What would be left at the place (None while it is still to be counted blind), and the role that must agree, if
    any."""

    item: str
    names: dict[str, str]
    left: int | None
    approver: str


@reading("stock.preview_write_off")
def preview_write_off(look: Look, *, item: str, quantity: int, place: str = STOCKROOM) -> WriteOffPreview | No:
    """What `stock.write_off` would do or refuse, and whose approval it needs; nothing moves."""
    known = items.known(look.conn, item)
    if isinstance(known, No):
        return known
    unit = goods(known.code)
    there = ledger.balance(look.conn, unit, place)
    told = _told(look, unit, place, there)
    decision = may_write_off(quantity=quantity, reason="-", policy=look.policy.stock)
    final = (*may_take(quantity=quantity, on_hand=there, place=place, told=told).objections, *decision.objections)
    if final and final[0].approver is None:
        return final[0]
    left = None if told is None else there - quantity
    return WriteOffPreview(known.code, known.names, left, decision.approver or "")


def unsettle(conn: sa.Connection, of_entry: int) -> None:
    """Leave a count open again whose settling was voided."""
    conn.execute(sa.update(COUNT).where(COUNT.c.settled_by == of_entry).values(settled_by=None))

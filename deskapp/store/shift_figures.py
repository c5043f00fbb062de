"""What a handover says: who, when, what was counted and found to differ, the shift's figures, what is open. (domain 14)

It is written once, when it is sealed, and read back from that; before, it is made anew each time it is looked at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from deskapp.rules.shifts import CASH
from deskapp.store import movements, shift_counts
from deskapp.store.drawer import OURS
from deskapp.store.duty import CLERK
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import ACCOUNT, TRANSFER, balance, drawer
from deskapp.store.movements import MEMBER, Flow
from deskapp.store.people import STAFF
from deskapp.store.posting import Look, Posting
from deskapp.store.report_parts import Work
from deskapp.store.reports import item_names
from deskapp.store.shift_counts import Count
from deskapp.store.shift_items import OpenItem, by_kind, gather
from deskapp.store.tallies import SIGN_IN

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True)
class Clerk:
    """Somebody who posted in the shift, and how often."""

    staff: str
    name: str
    done: int


@dataclass(frozen=True)
class InOut:
    """One thing that went in or out of the drawer by hand: cash in minor units, or pieces. `voided` when it was taken
    back."""

    entry: int
    at: datetime
    by: str
    thing: str
    way: str
    amount: int
    reason: str
    voided: bool


@dataclass(frozen=True)
class Figures:
    """What was done in the shift, from journal entry `first` to `last`. Money and what went in and out of the drawer
    stay empty until the cash is counted."""

    first: int
    last: int
    done: int
    refused: int
    work: list[Work]
    clerks: list[Clerk]
    points: movements.PointsMoved
    gifts: list[movements.GiftsGiven]
    stock: list[movements.StockMoved]
    money: list[movements.MoneyMoved]
    in_and_out: list[InOut]


@dataclass(frozen=True)
class Content:
    """What is sealed. `drawer_money` is what the next shift finds in the drawer: nothing is told before a count."""

    handover: str
    way: str
    shift: str
    counter: str
    kind: str
    business_date: date
    currency: str
    opened_at: datetime
    opened_by: str
    follows: str
    clerks: list[str]
    handed_by: str
    handed_at: datetime
    taken_by: str
    reason: str
    counts: list[Count]
    drawer_money: int | None
    items: list[OpenItem]
    open: dict[str, int]
    figures: Figures


@cache
def reader() -> TypeAdapter[Content]:
    """Reads a sealed content back."""
    from pydantic import TypeAdapter

    return TypeAdapter(Content)


def content(
    view: Look | Posting, shift: Any, *, handover: str, way: str, by: str, parked: int, taken_by: str = "",
    reason: str = "",
) -> Content:  # fmt: skip
    """Everything that a handover of this shift says at this moment."""
    items = gather(view, shift.counter)
    counts = shift_counts.of_shift(view.conn, shift.number)
    counted = any(one.thing == CASH and one.moment == "shift" for one in counts)
    currency = view.policy.store.currency
    left = balance(view.conn, currency, drawer(shift.counter)) if counted else None
    clerks = sa.select(CLERK.c.staff).where(CLERK.c.shift == shift.number).order_by(CLERK.c.id)
    return Content(
        handover, way, shift.number, shift.counter, shift.kind, shift.business_date, currency, shift.opened_at,
        shift.opened_by, shift.follows, list(dict.fromkeys(view.conn.execute(clerks).scalars())), by, view.at,
        taken_by, reason, counts, left, items, by_kind(items, parked), _figures(view, shift.number, currency, counted),
    )  # fmt: skip


def _figures(view: Look | Posting, shift: str, currency: str, counted: bool) -> Figures:
    here = sa.and_(JOURNAL.c.shift == shift, JOURNAL.c.operation != SIGN_IN)
    moved = movements.moved(_flows(view.conn, shift), _paid(view.conn, shift), currency, item_names(view.conn))
    span = sa.select(sa.func.min(JOURNAL.c.number), sa.func.max(JOURNAL.c.number)).where(JOURNAL.c.shift == shift)
    first, last = view.conn.execute(span).one()
    work = _work(view.conn, here)
    return Figures(
        first or 0, last or 0, sum(one.done for one in work), sum(one.refused for one in work), work,
        _clerks(view.conn, here), moved.points, moved.gifts, moved.stock, moved.money if counted else [],
        in_and_out(view.conn, shift) if counted else [],
    )  # fmt: skip


def _flows(conn: sa.Connection, shift: str) -> list[Flow]:
    """What the entries of a shift moved, members taken together."""
    source, target = ACCOUNT.alias("s"), ACCOUNT.alias("t")
    parts = (
        JOURNAL.c.operation, source.c.unit, _sort(source.c.holder), _sort(target.c.holder),
        TRANSFER.c.reverses.is_not(None),
    )  # fmt: skip
    wanted = (
        sa.select(*(part.label(f"part_{place}") for place, part in enumerate(parts)), TRANSFER.c.amount)
        .join(JOURNAL, JOURNAL.c.number == TRANSFER.c.entry)
        .join(source, source.c.id == TRANSFER.c.source)
        .join(target, target.c.id == TRANSFER.c.target)
        .where(JOURNAL.c.shift == shift)
        .subquery()
    )
    by = list(wanted.c)[:-1]
    rows = conn.execute(sa.select(*by, sa.func.sum(wanted.c.amount)).group_by(*by))
    return [Flow(row[0], row[1], row[2], row[3], bool(row[4]), int(row[5])) for row in rows]


def _sort(holder: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return sa.case((holder.like("member:%"), MEMBER), else_=holder)


def _paid(conn: sa.Connection, shift: str) -> movements.Paid:
    """Points and money for each item handed out, less what voids of this shift gave back."""
    first = JOURNAL.alias("first")
    given = JOURNAL.c.shift == shift, JOURNAL.c.kind == "done", JOURNAL.c.operation == "gifts.redeem"
    back = JOURNAL.c.shift == shift, first.c.operation == "gifts.redeem"
    wanted = sa.union_all(
        sa.select(JOURNAL.c.payload, sa.literal(1).label("sign")).where(*given),
        sa.select(first.c.payload, sa.literal(-1)).join(JOURNAL, JOURNAL.c.voids == first.c.number).where(*back),
    )
    found: movements.Paid = {}
    for row in conn.execute(wanted):
        facts = json.loads(row.payload)["facts"]
        points, cash = found.get(facts["item"], (0, 0))
        found[facts["item"]] = (points + row.sign * facts["points"], cash + row.sign * facts.get("cash_money", 0))
    return found


def _work(conn: sa.Connection, which: sa.ColumnElement[bool]) -> list[Work]:
    done = sa.func.sum(sa.case((JOURNAL.c.kind == "done", 1), else_=0))
    refused = sa.func.sum(sa.case((JOURNAL.c.kind == "refused", 1), else_=0))
    wanted = sa.select(JOURNAL.c.operation, done, refused).where(which).group_by(JOURNAL.c.operation)
    return sorted((Work(name, int(n), int(m)) for name, n, m in conn.execute(wanted)), key=lambda one: one.operation)


def _clerks(conn: sa.Connection, which: sa.ColumnElement[bool]) -> list[Clerk]:
    name = sa.func.coalesce(STAFF.c.name, "").label("name")
    wanted = (
        sa.select(JOURNAL.c.actor, name, sa.func.count())
        .outerjoin(STAFF, STAFF.c.number == JOURNAL.c.actor)
        .where(which, JOURNAL.c.kind == "done")
        .group_by(JOURNAL.c.actor, STAFF.c.name)
    )
    return sorted((Clerk(*row) for row in conn.execute(wanted)), key=lambda one: one.staff)


def in_and_out(conn: sa.Connection, shift: str) -> list[InOut]:
    """What went in and out of the drawer by hand in a shift, in order."""
    back = JOURNAL.alias("back")
    wanted = (
        sa.select(JOURNAL, back.c.number.label("voided_by"))
        .outerjoin(back, back.c.voids == JOURNAL.c.number)
        .where(JOURNAL.c.shift == shift, JOURNAL.c.operation.in_(OURS), JOURNAL.c.kind == "done")
        .order_by(JOURNAL.c.number)
    )
    return [_in_out(row, json.loads(row.payload)["facts"]) for row in conn.execute(wanted)]


def _in_out(row: Any, facts: dict[str, Any]) -> InOut:
    amount = facts.get("amount_money", facts.get("quantity", 0))
    return InOut(
        row.number, row.at, row.actor, facts["thing"], facts["way"], amount, facts["reason"], row.voided_by is not None
    )

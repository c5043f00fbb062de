"""What stands open at a moment, and which dates have their report: what reports tell beside figures. (domain 15)"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from deskapp.rules.reports import Compliance, compliance
from deskapp.rules.stock import to_reorder
from deskapp.store.callbacks import CALLBACK, IS_LIVE
from deskapp.store.complaints import CASE
from deskapp.store.duty import Untold
from deskapp.store.duty import untold as untold_of
from deskapp.store.items import ITEM
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import ACCOUNT, ON_DESK, PLACES, goods
from deskapp.store.posting import Look, Posting
from deskapp.store.slips import SLIP, TO_SIGN
from deskapp.store.stock import COUNT
from deskapp.store.tallies import SEAL, TALLY_DAY

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OpenSlip:
    """A slip of these days that nobody has confirmed as signed."""

    slip: str
    kind: str
    made_at: datetime
    by: str


@dataclass(frozen=True)
class Open:
    """How much is open at this moment, and how much of it is late. Counts are those whose difference nobody settled."""

    at: datetime
    complaints: int
    complaints_late: int
    callbacks: int
    callbacks_late: int
    slips: int
    counts: int


@dataclass(frozen=True)
class Cases:
    """Complaints of one category that were registered in these days; without one they are not yet classified."""

    category: str
    registered: int


@dataclass(frozen=True)
class Causes:
    """Founded complaints with one cause, of those that were registered in these days."""

    cause: str
    complaints: int


@dataclass(frozen=True)
class Level:
    """What is on hand of an item that has a reorder level, at the desk and in the stockroom together; None while what
    lies on the desk is still to be counted blind."""

    item: str
    names: dict[str, str]
    on_hand: int | None
    reorder: int
    low: bool


def unsigned(
    view: Look | Posting, start: date, end: date, limit: int, *posted: sa.ColumnElement[bool]
) -> list[OpenSlip]:
    """The slips made in these days, by entries for which all of `posted` holds, that are still to sign; the first."""
    zone = view.policy.calendar
    made = (zone.instant(start - _DAY, time()), zone.instant(end + 2 * _DAY, time()))
    wanted = (
        sa.select(SLIP.c.number, SLIP.c.kind, SLIP.c.made_at, JOURNAL.c.actor)
        .join(JOURNAL, JOURNAL.c.number == SLIP.c.entry)
        .where(SLIP.c.state == TO_SIGN, SLIP.c.made_at.between(*made), JOURNAL.c.business_date.between(start, end))
        .where(*posted)
    )
    return [OpenSlip(*row) for row in view.conn.execute(wanted.order_by(SLIP.c.made_at, SLIP.c.number).limit(limit))]


def now_open(view: Look | Posting) -> Open:
    """What is open now in the whole store."""
    cases = _times(view.conn, CASE, CASE.c.due_at.is_not(None), CASE.c.due_at < view.at)
    late = sa.and_(CALLBACK.c.appointed.is_(None), CALLBACK.c.latest < view.at)
    callbacks = _times(view.conn, CALLBACK, IS_LIVE, late)
    slips, _late = _times(view.conn, SLIP, SLIP.c.state == TO_SIGN, sa.false())
    differ = sa.and_(COUNT.c.settled_by.is_(None), COUNT.c.counted != COUNT.c.expected)
    counts, _late = _times(view.conn, COUNT, differ, sa.false())
    return Open(view.at, *cases, *callbacks, slips, counts)


def _times(conn: sa.Connection, rows: sa.Table, open_: Any, late: Any) -> tuple[int, int]:
    wanted = sa.select(sa.func.count(), sa.func.sum(sa.case((late, 1), else_=0))).select_from(rows).where(open_)
    found = conn.execute(wanted).one()
    return int(found[0]), int(found[1] or 0)


def cases(
    conn: sa.Connection, start: date, end: date, *posted: sa.ColumnElement[bool]
) -> tuple[list[Cases], list[Causes]]:
    """The complaints registered in these days, by category, and the founded ones by cause; those of one counter or
    shift were begun there: `posted` says so of the journal."""
    wanted = sa.select(CASE.c.category, CASE.c.cause, CASE.c.founded, sa.func.count())
    wanted = wanted.where(CASE.c.registered_on.between(start, end))
    if posted:
        wanted = wanted.join(JOURNAL, JOURNAL.c.number == CASE.c.entry).where(*posted)
    categories: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    for category, cause, founded, times in conn.execute(wanted.group_by(*wanted.selected_columns[:3])):
        categories[category] += times
        causes[cause] += times if founded and cause else 0
    return [Cases(*one) for one in _by_times(categories)], [Causes(*one) for one in _by_times(causes)]


def _by_times(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(((name, times) for name, times in counted.items() if times), key=lambda one: (-one[1], one[0]))


def levels(view: Look | Posting) -> list[Level]:
    """What is on hand now of each item on the list that has a reorder level."""
    lying = sa.select(ACCOUNT.c.unit, ACCOUNT.c.holder, ACCOUNT.c.balance).where(ACCOUNT.c.holder.in_(PLACES))
    there: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(PLACES, 0))
    for unit, place, balance in view.conn.execute(lying):
        there[unit][place] = balance
    untold = untold_of(view)
    wanted = sa.select(ITEM).where(ITEM.c.reorder > 0, ITEM.c.withdrawn.is_(False)).order_by(ITEM.c.code)
    return [_level(row, there[goods(row.code)], untold) for row in view.conn.execute(wanted)]


def _level(row: Any, here: dict[str, int], untold: Untold) -> Level:
    whole = sum(here.values())
    told = whole if untold(goods(row.code), here[ON_DESK]) is not None else None
    low = to_reorder(on_hand=whole, reorder_level=row.reorder)
    return Level(row.code, json.loads(row.names), told, row.reorder, low)


def reporting(view: Look | Posting, start: date, end: date, sealing: date | None = None) -> Compliance:
    """Whether the dates of a span have their sealed report; `sealing` is about to get its own. Nothing is owed before
    the first entry, for today, or for what is still to come."""
    seals = sa.select(SEAL.c.date, JOURNAL.c.business_date).join(JOURNAL, JOURNAL.c.number == SEAL.c.entry)
    sealed = {row[0]: row[1] for row in view.conn.execute(seals.where(SEAL.c.date.between(start, end)))}
    sealed |= {sealing: _today(view)} if sealing and start <= sealing <= end else {}
    worked = sa.select(TALLY_DAY.c.day).where(TALLY_DAY.c.day.between(start, end)).distinct()
    began = view.conn.execute(sa.select(sa.func.min(TALLY_DAY.c.day))).scalar_one() or _today(view)
    last = max([_today(view) - _DAY, *sealed])
    begins, ends = max(start, began), min(end, last)
    days = [day for day in view.conn.execute(worked).scalars() if day <= ends]
    policies = view.desk.store.policies
    found = compliance(
        begins, ends, opens=lambda day: policies.on(day).calendar.opens_on(day), worked=set(days), sealed=sealed
    )
    return Compliance(start, end, found.owed, found.sealed, found.in_time, found.missing)


def _today(view: Look | Posting) -> date:
    return view.business_date if isinstance(view, Posting) else view.today

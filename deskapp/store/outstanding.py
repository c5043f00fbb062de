"""What stands open at a moment, and which dates have their report: what reports tell beside figures. (domain 15)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from deskapp.rules.reports import Compliance, compliance
from deskapp.store.callbacks import CALLBACK, IS_LIVE
from deskapp.store.complaints import CASE
from deskapp.store.journal import JOURNAL
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


def unsigned(view: Look | Posting, start: date, end: date, counter: str, limit: int) -> list[OpenSlip]:
    """The slips made in these days that are still to sign, the first of them."""
    zone = view.policy.calendar
    made = (zone.instant(start - _DAY, time()), zone.instant(end + 2 * _DAY, time()))
    wanted = (
        sa.select(SLIP.c.number, SLIP.c.kind, SLIP.c.made_at, JOURNAL.c.actor)
        .join(JOURNAL, JOURNAL.c.number == SLIP.c.entry)
        .where(SLIP.c.state == TO_SIGN, SLIP.c.made_at.between(*made), JOURNAL.c.business_date.between(start, end))
    )
    if counter:
        wanted = wanted.where(JOURNAL.c.counter == counter)
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


def cases(conn: sa.Connection, start: date, end: date) -> list[Cases]:
    """The complaints registered in these days, by category."""
    wanted = sa.select(CASE.c.category, sa.func.count()).where(CASE.c.registered_on.between(start, end))
    rows = conn.execute(wanted.group_by(CASE.c.category))
    return [Cases(row[0], row[1]) for row in sorted(rows, key=lambda row: (-row[1], row[0]))]


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

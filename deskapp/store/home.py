"""What waits at the desk now and what was done today: the figures beside the search line, each with its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from deskapp.rules import calling
from deskapp.rules.decisions import Role, satisfies
from deskapp.store import (
    approvals,
    complaint_lists,
    feedback,
    items,
    occasions,
    outstanding,
    queue,
    seals,
    shift_items,
    shifts,
)
from deskapp.store.callbacks import CALLBACK, IS_LIVE
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import ACCOUNT, POINTS, TRANSFER
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.slips import SLIP, TO_SIGN
from deskapp.store.stock import COUNT
from deskapp.store.tables import Instant

LOOKED_BACK = timedelta(days=31)
"""How far back a day without a report is asked for: what lies before is told by the reports of its month."""


@dataclass(frozen=True)
class DueNow:
    """Figures of this moment. Lists behind them: `slips.list`, `members.birthdays`, `members.upgrades`,
    `stock.reorder`, `stock.open_counts`, `feedback.list`, `journal.day`, `callbacks.queue`. What was voided does not
    count."""

    unsigned_slips: int
    birthdays_today: int
    upgrades_due: int
    to_reorder: int
    open_counts: int
    unanswered_feedback: int
    receipts_today: int
    points_today: int
    points_spent_today: int
    redemptions_today: int
    enrolled_today: int
    postings_today: int
    complaints_open: int = 0
    complaints_overdue: int = 0
    approvals: int | None = None
    """None for those who approve nothing."""
    callbacks_late: int = 0
    callbacks_due: int = 0
    from_last_shift: int | None = None
    """What was handed on to this counter and is still open; None where nothing was ever handed over."""
    complaints_escalated: int | None = None
    """Open ones that were escalated to who is signed in, or to those below; None for those to whom nobody escalates."""
    shift_alerts: int | None = None
    """Shifts that somebody must see to (`shifts.alerts`); None for those who lead nobody."""
    days_without_report: list[date] | None = None
    """The business dates before today, of the last so many, that owe a report and have none sealed, the first first;
    None for those who seal none."""


@reading("home.due")
def due(look: Look) -> DueNow:
    """Everything that is due, and the day so far, as figures."""
    done = {row.operation: row.times for row in look.conn.execute(_DONE, {"today": look.today})}
    given, spent = _points(look)
    late, to_call = _callbacks(look)
    handed = shift_items.carried.function(look)
    return DueNow(
        unsigned_slips=look.conn.execute(_UNSIGNED).scalar_one(),
        birthdays_today=sum(1 for _ in occasions.kept_on(look, look.today)),
        upgrades_due=look.conn.execute(occasions.due(look, sa.func.count())).scalar_one(),
        to_reorder=len(items.reorder.function(look)),
        open_counts=look.conn.execute(_OPEN_COUNTS).scalar_one(),
        unanswered_feedback=feedback.unanswered(look),
        receipts_today=done.get("points.earn", 0),
        points_today=given,
        points_spent_today=spent,
        redemptions_today=done.get("gifts.redeem", 0),
        enrolled_today=done.get("members.enrol", 0),
        postings_today=sum(times for operation, times in done.items() if not operation.startswith("people.")),
        complaints_open=look.conn.execute(complaint_lists.OPEN).scalar_one(),
        complaints_overdue=look.conn.execute(complaint_lists.LATE, {"now": look.at}).scalar_one(),
        complaints_escalated=_escalated(look),
        approvals=len(approvals.approvals.function(look)) if _is(look, Role.SUPERVISOR) else None,
        callbacks_late=late,
        callbacks_due=to_call,
        from_last_shift=None if handed is None else len(handed.items),
        shift_alerts=len(shifts.alerts.function(look)) if _is(look, Role.LEAD) else None,
        days_without_report=_unsealed(look),
    )


def _escalated(look: Look) -> int | None:
    levels = complaint_lists.levels(look)
    wanted = complaint_lists.OPEN.where(complaint_lists.ESCALATED)
    return look.conn.execute(wanted, {"levels": levels}).scalar_one() if levels else None


def _unsealed(look: Look) -> list[date] | None:
    staff = look.desk.staff
    if staff is None or not seals.seal.may(Role(staff.role)):
        return None
    return outstanding.reporting(look, look.today - LOOKED_BACK, look.today - timedelta(days=1)).missing


def _callbacks(look: Look) -> tuple[int, int]:
    """Callbacks that are late, and those that must be made today, late ones among them. One that could still be made
    tomorrow, by the shop's hours, is not due today."""
    row = look.conn.execute(_CALLBACKS, {"now": look.at, "tonight": queue.tonight(look), "soon": _soon(look)}).one()
    return int(row.late or 0), int(row.due or 0)


def _soon(look: Look) -> datetime:
    """Until when a callback that is put off until tomorrow cannot be in time: that leaves no time for a call."""
    calendar, tonight = look.policy.calendar, queue.tonight(look)
    needed = timedelta(minutes=look.policy.callbacks.call_minutes)
    for piece in calling.pieces(calendar, tonight, tonight + calling.LATE_VIEW):
        if needed <= piece.end - piece.start:
            return piece.start + needed
        needed -= piece.end - piece.start
    return tonight + calling.LATE_VIEW


def _is(look: Look, role: Role) -> bool:
    staff = look.desk.staff
    return staff is not None and satisfies(Role(staff.role), role)


def _points(look: Look) -> tuple[int, int]:
    """Points earned by receipts and points spent on gifts today."""
    moved = {row.operation: row.points for row in look.conn.execute(_POINTS, {"today": look.today})}
    return int(moved.get("points.earn", 0)), int(moved.get("gifts.redeem", 0))


_LATE = sa.and_(CALLBACK.c.appointed.is_(None), CALLBACK.c.latest < sa.bindparam("now", type_=Instant))
_TODAYS = sa.or_(
    sa.and_(CALLBACK.c.appointed.is_(None), CALLBACK.c.latest < sa.bindparam("soon", type_=Instant)),
    CALLBACK.c.appointed <= sa.bindparam("tonight", type_=Instant),
)
_CALLBACKS = sa.select(
    sa.func.sum(sa.case((_LATE, 1), else_=0)).label("late"),
    sa.func.sum(sa.case((_TODAYS, 1), else_=0)).label("due"),
).where(IS_LIVE)
_UNSIGNED = sa.select(sa.func.count()).where(SLIP.c.state == TO_SIGN).select_from(SLIP)
_OPEN_COUNTS = (
    sa.select(sa.func.count())
    .select_from(COUNT)
    .where(COUNT.c.settled_by.is_(None), COUNT.c.counted != COUNT.c.expected)
)
_VOIDING = JOURNAL.alias("voiding")
_TODAY = sa.and_(
    JOURNAL.c.business_date == sa.bindparam("today"),
    JOURNAL.c.kind == "done",
    ~sa.exists().where(_VOIDING.c.voids == JOURNAL.c.number),
)
_DONE = sa.select(JOURNAL.c.operation, sa.func.count().label("times")).where(_TODAY).group_by(JOURNAL.c.operation)
_POINTS = (
    sa.select(JOURNAL.c.operation, sa.func.sum(TRANSFER.c.amount).label("points"))
    .join(TRANSFER, TRANSFER.c.entry == JOURNAL.c.number)
    .join(ACCOUNT, ACCOUNT.c.id == TRANSFER.c.source)
    .where(_TODAY, JOURNAL.c.operation.in_(("points.earn", "gifts.redeem")), ACCOUNT.c.unit == POINTS)
    .group_by(JOURNAL.c.operation)
)

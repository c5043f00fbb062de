"""Points: what a receipt earns, which lots are spent first, and when they are gone.

One point per so many minor units, floor per receipt, remainders not carried. Lots are used soonest expiry first,
then oldest, those that never expire last; a lot is valid through its expiry day. (seed: 会员卡的积分)
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from deskapp.rules.decisions import Decision, No, decide, no
from deskapp.rules.money import MOST

if TYPE_CHECKING:
    from deskapp.rules.policy_model import Expiry, PointsPolicy


@dataclass(frozen=True)
class Use:
    """That a receipt was used for this benefit before: by which clerk (number and name), when, where, on which slip."""

    by: str
    name: str
    at: datetime
    counter: str
    benefit: str
    slip: str


@dataclass(frozen=True)
class Lot:
    """Points that came together and go together. `left` in points; dates are business dates."""

    id: int
    left: int
    earned_on: date
    expires: date | None = None
    available_from: date | None = None


def earned(amount: int, excluded: int = 0, paid_by_points: int = 0, *, rate: int) -> int:
    """Points of one receipt; amounts and `rate` (per point) in minor units. 19.99 at one per 10.00 is 1."""
    return max(0, amount - excluded - paid_by_points) // rate


def _amount_objection(amount: int, excluded: int, paid_by_points: int, most: int) -> No | None:
    if not 0 < amount <= most:
        return no("amount_bad", field="amount", limit_money=most)
    if excluded < 0:
        return no("amount_bad", field="excluded")
    if paid_by_points < 0:
        return no("amount_bad", field="paid_by_points")
    if excluded + paid_by_points > amount:
        field = "excluded" if excluded else "paid_by_points"
        out = excluded + paid_by_points
        return no("excluded_more_than_amount", field=field, excluded_money=out, amount_money=amount)
    return None


def _day_objections(receipt_day: date, today: date, joined: date, policy: PointsPolicy) -> list[No]:
    if receipt_day > today:
        return [no("receipt_future", field="date", date=receipt_day, today=today)]
    found = []
    if receipt_day < joined and not policy.before_joining:
        found.append(no("receipt_before_joining", field="date", date=receipt_day, joined=joined, matters=True))
    days = (today - receipt_day).days
    if days > policy.late_days:
        by, rule = policy.late_approver, policy.clause
        late = no(
            "receipt_late", field="date", approver=by, clause=rule, days=days, limit=policy.late_days, matters=True
        )
        found.append(late)
    return found


def may_earn(
    *,
    amount: int,
    excluded: int = 0,
    paid_by_points: int = 0,
    receipt_day: date,
    today: date,
    joined: date,
    tier: str | None,
    policy: PointsPolicy,
    used: Use | None = None,
    recorded_amount: int | None = None,
) -> Decision[int]:
    """Points for a receipt. Money in minor units, days are business dates, `policy` is the one of the receipt's day.

    `used` is the earlier use of this receipt for points; `recorded_amount` what the receipt was registered with
    when another benefit was given on it. The value is the points it earns, which may be 0."""
    amounts = _amount_objection(amount, excluded, paid_by_points, policy.largest_receipt or MOST)
    value = 0 if amounts else earned(amount, excluded, paid_by_points, rate=policy.rate(tier))
    objections: list[No | None] = [amounts]
    if used is not None:
        objections.append(used_again(used))
    if recorded_amount is not None and recorded_amount != amount:
        objections.append(
            no("receipt_differs", field="amount", amount_money=amount, recorded_money=recorded_amount, matters=True)
        )
    objections.extend(_day_objections(receipt_day, today, joined, policy))
    return decide(value, objections)


def used_again(used: Use) -> No:
    """A receipt buys each benefit once: who has had it, when, where, and the slip that proves it."""
    return no(
        "receipt_used",
        field="receipt",
        matters=True,
        by=used.by,
        name=used.name,
        at=used.at,
        counter=used.counter,
        benefit=used.benefit,
        slip=used.slip,
    )


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last day of a shorter month: 31 January + 1 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def expiry(day: date, policy: Expiry) -> date | None:
    """The last day on which points earned on `day` are good, or None if they never expire."""
    if policy.months is None:
        return None
    last = months_later(day, policy.months)
    if policy.end == "month":
        return last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return last.replace(month=12, day=31) if policy.end == "year" else last


def available_from(day: date, policy: PointsPolicy) -> date | None:
    """First day on which the points of `day` can be spent, or None if at once."""
    return day + timedelta(days=policy.pending_days) if policy.pending_days else None


def expired(lot: Lot, today: date) -> bool:
    """Gone the day after its expiry day."""
    return lot.expires is not None and lot.expires < today


def pending(lot: Lot, today: date) -> bool:
    """Still inside the return window."""
    return lot.available_from is not None and lot.available_from > today


def usable(lots: Iterable[Lot], today: date) -> list[Lot]:
    """Lots that can be spent today, in the order in which they are spent."""
    good = [lot for lot in lots if lot.left > 0 and not expired(lot, today) and not pending(lot, today)]
    return sorted(good, key=lambda lot: (lot.expires is None, lot.expires or date.max, lot.earned_on, lot.id))


def balance(lots: Iterable[Lot], today: date) -> int:
    """Points that can be spent today."""
    return sum(lot.left for lot in usable(lots, today))


def spend(lots: Iterable[Lot], n: int, today: date) -> list[tuple[int, int]]:
    """Which lots pay `n` points today: (lot id, points), in order. Ask `balance` first: to come short is a bug."""
    taken, missing = [], n
    for lot in usable(lots, today):
        if missing <= 0:
            break
        part = min(lot.left, missing)
        taken.append((lot.id, part))
        missing -= part
    if missing > 0 or n < 0:
        raise ValueError(f"{n} points asked of lots that hold {n - missing}")
    return taken


def may_adjust(*, points: int, balance: int, reason: str, policy: PointsPolicy) -> Decision[int]:
    """Points given or taken by hand: a reason, and the approval policy names. `balance` in points spendable today."""
    by = policy.adjust_approver
    return decide(
        points,
        [
            no("no_change", field="points") if points == 0 else None,
            no("amount_bad", field="points") if abs(points) > MOST else None,
            no("reason_needed", field="reason") if not reason.strip() else None,
            no("points_short", field="points", needs=-points, has=balance) if -points > balance else None,
            no("approval_needed", approver=by, clause=policy.clause, role=by.value),
        ],
    )

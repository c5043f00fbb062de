"""What receipts earn, which lots are spent, when points are gone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import points
from deskapp.rules.decisions import Decision, Role
from deskapp.rules.points import Lot, Use
from deskapp.rules.policy_model import Expiry, PointsPolicy

TODAY = date(2026, 11, 22)
POLICY = PointsPolicy.model_validate({"rates": {"base": 10, "gold": 8}})


def codes(decision: Decision[int] | Decision[None]) -> list[str]:
    return [objection.code for objection in decision.objections]


def earning(**changes: object) -> Decision[int]:
    facts = {
        "amount": 10000, "receipt_day": TODAY, "today": TODAY, "joined": date(2020, 1, 1), "tier": None,
        "policy": POLICY,
    }  # fmt: skip
    return points.may_earn(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(("amount", "expected"), [(990, 0), (1000, 1), (1999, 1), (2500, 2)])
def test_one_point_per_ten_is_floored_per_receipt(amount: int, expected: int) -> None:
    assert earning(amount=amount) == Decision(expected)


def test_excluded_amounts_and_what_points_paid_earn_nothing() -> None:
    assert earning(amount=50000, excluded=30000).value == 20
    assert earning(amount=50000, excluded=30000, paid_by_points=10000).value == 10


def test_a_tier_earns_by_its_own_rate_and_an_unknown_one_by_the_base() -> None:
    assert earning(amount=10000, tier="gold").value == 12
    assert earning(amount=10000, tier="silver").value == earning(amount=10000, tier="").value == 10


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.integers(1, 10**6))
def test_remainders_are_not_carried_between_receipts(amounts: list[int], rate: int) -> None:
    assert sum(points.earned(amount, rate=rate) for amount in amounts) <= points.earned(sum(amounts), rate=rate)


@pytest.mark.parametrize("amount", [0, -100, 10**13])
def test_an_amount_that_is_none_is_refused_beside_its_field(amount: int) -> None:
    first = earning(amount=amount).first
    assert first is not None
    assert (first.code, first.field) == ("amount_bad", "amount")


def test_an_amount_above_the_largest_receipt_is_a_slip_of_the_finger() -> None:
    policy = PointsPolicy.model_validate({"rates": {"base": 10}, "largest_receipt": 1000})
    assert earning(amount=100000, policy=policy).allowed
    first = earning(amount=100001, policy=policy).first
    assert first is not None
    assert (first.code, first.figures) == ("amount_bad", {"limit_money": 100000})


def test_more_excluded_than_bought_is_refused_with_both_figures() -> None:
    first = earning(amount=500, excluded=300, paid_by_points=201).first
    assert first is not None
    assert first.code == "excluded_more_than_amount"
    assert first.figures == {"excluded_money": 501, "amount_money": 500}


def test_a_receipt_used_before_names_who_when_where_and_the_slip() -> None:
    used = Use("1001", "陈静", datetime(2026, 11, 22, 3, 4, tzinfo=UTC), "B", "points", "S261122-0003K")
    first = earning(used=used).first
    assert first is not None
    assert first.code == "receipt_used"
    assert first.matters
    assert first.approver is None
    assert set(first.figures) == {"by", "name", "at", "counter", "benefit", "slip"}


def test_a_late_receipt_needs_a_supervisor_and_says_how_late() -> None:
    decision = earning(receipt_day=TODAY - timedelta(days=3))
    assert codes(decision) == ["receipt_late"]
    assert decision.approver is Role.SUPERVISOR
    assert decision.objections[0].figures == {"days": 3, "limit": 0}


def test_a_receipt_from_the_future_or_from_before_joining_earns_nothing() -> None:
    assert codes(earning(receipt_day=TODAY + timedelta(days=1))) == ["receipt_future"]
    before = earning(receipt_day=TODAY, joined=TODAY + timedelta(days=1))
    assert codes(before) == ["receipt_before_joining"]
    assert before.approver is None


def test_another_amount_than_the_receipt_was_registered_with_is_refused() -> None:
    assert codes(earning(recorded_amount=9999)) == ["receipt_differs"]
    assert earning(recorded_amount=10000).allowed


@pytest.mark.parametrize(
    ("months", "end", "expires"),
    [
        (None, "day", None),
        (3, "day", date(2027, 2, 22)),
        (24, "month", date(2028, 11, 30)),
        (12, "year", date(2027, 12, 31)),
        (15, "month", date(2028, 2, 29)),
    ],
)
def test_points_expire_at_the_end_that_policy_names(months: int | None, end: str, expires: date | None) -> None:
    assert points.expiry(TODAY, Expiry.model_validate({"months": months, "end": end})) == expires


def test_the_31st_falls_on_the_last_day_of_a_shorter_month() -> None:
    assert points.months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert points.months_later(date(2027, 12, 31), 2) == date(2028, 2, 29)


LOTS = (
    Lot(1, 30, date(2026, 1, 5), date(2027, 3, 1)),
    Lot(2, 50, date(2026, 1, 1)),
    Lot(3, 20, date(2026, 2, 1), date(2027, 2, 1)),
)


def test_lots_are_spent_soonest_expiry_first_and_those_that_never_expire_last() -> None:
    assert points.spend(LOTS, 40, TODAY) == [(3, 20), (1, 20)]
    assert points.spend(LOTS, 100, TODAY) == [(3, 20), (1, 30), (2, 50)]


def test_after_forty_of_a_hundred_ten_and_fifty_are_left() -> None:
    spent = dict(points.spend(LOTS, 40, TODAY))
    left = {lot.id: lot.left - spent.get(lot.id, 0) for lot in LOTS}
    assert left == {1: 10, 2: 50, 3: 0}


def test_points_are_valid_through_the_expiry_day_and_gone_the_day_after() -> None:
    assert points.balance(LOTS, date(2027, 2, 1)) == 100
    assert points.balance(LOTS, date(2027, 2, 2)) == 80
    assert points.balance(LOTS, date(2027, 3, 2)) == 50


def test_pending_points_wait_for_their_day() -> None:
    lot = Lot(1, 30, TODAY, available_from=TODAY + timedelta(days=7))
    assert points.balance([lot], TODAY + timedelta(days=6)) == 0
    assert points.balance([lot], TODAY + timedelta(days=7)) == 30


def test_of_two_lots_with_one_expiry_the_older_goes_first() -> None:
    lots = [Lot(2, 5, date(2026, 5, 1), TODAY), Lot(1, 5, date(2026, 6, 1), TODAY), Lot(3, 5, date(2026, 5, 1), TODAY)]
    assert points.spend(lots, 12, TODAY) == [(2, 5), (3, 5), (1, 2)]


def test_spending_more_than_the_lots_hold_is_a_bug_and_not_a_clamp() -> None:
    with pytest.raises(ValueError, match="101 points asked of lots that hold 100"):
        points.spend(LOTS, 101, TODAY)


days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
lots = st.lists(
    st.builds(
        Lot,
        id=st.integers(1, 10**6),
        left=st.integers(0, 500),
        earned_on=days,
        expires=st.none() | days,
        available_from=st.none() | days,
    ),
    max_size=12,
    unique_by=lambda lot: lot.id,
)


@given(lots, days, st.data())
def test_whatever_is_spent_adds_up_and_no_lot_gives_more_than_it_holds(
    held: list[Lot], today: date, data: st.DataObject
) -> None:
    wanted = data.draw(st.integers(0, points.balance(held, today)))
    taken = points.spend(held, wanted, today)
    by_id = {lot.id: lot for lot in held}
    assert sum(part for _, part in taken) == wanted
    assert all(0 < part <= by_id[lot].left for lot, part in taken)
    assert not any(points.expired(by_id[lot], today) or points.pending(by_id[lot], today) for lot, _ in taken)
    ends = [by_id[lot].expires or date.max for lot, _ in taken]
    assert ends == sorted(ends)
    assert all(part == by_id[lot].left for lot, part in taken[:-1])


@given(lots, days, st.integers(0, 400), st.integers(0, 400))
def test_spending_twice_is_spending_the_sum(held: list[Lot], today: date, first: int, second: int) -> None:
    if first + second > points.balance(held, today):
        return
    taken = dict(points.spend(held, first, today))
    rest = [
        Lot(lot.id, lot.left - taken.get(lot.id, 0), lot.earned_on, lot.expires, lot.available_from) for lot in held
    ]
    for lot, part in points.spend(rest, second, today):
        taken[lot] = taken.get(lot, 0) + part
    assert taken == dict(points.spend(held, first + second, today))


def test_an_adjustment_wants_a_reason_a_change_and_somebody_to_approve() -> None:
    def adjust(n: int, balance: int, reason: str) -> list[str]:
        return codes(points.may_adjust(points=n, balance=balance, reason=reason, policy=POLICY))

    assert adjust(50, 0, "goodwill") == ["approval_needed"]
    assert adjust(0, 0, " ") == ["no_change", "reason_needed", "approval_needed"]
    assert adjust(-51, 50, "wrong member") == ["points_short", "approval_needed"]

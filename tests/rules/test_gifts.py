"""Gifts for points: windows, limits, prices, and the order of what stands against a redemption."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import gifts
from deskapp.rules.decisions import Decision, Role
from deskapp.rules.gifts import Offer
from deskapp.rules.policy_model import GiftPolicy

POLICY = GiftPolicy.model_validate({"windows": ["01-01..01-31", "07-01..07-31"], "clause": "积分换礼"})
OFFER = Offer("G001", {"": 500, "gold": 450})
IN_JANUARY = date(2027, 1, 15)


def redemption(**changes: object) -> Decision[int]:
    facts = {
        "offer": OFFER, "tier": None, "points": 1000, "quantity": 1, "on_desk": 5, "taken": 0, "today": IN_JANUARY,
        "policy": POLICY,
    }  # fmt: skip
    facts |= changes
    return gifts.may_redeem(**({"told": facts["on_desk"]} | facts))  # type: ignore[arg-type]


def test_what_is_still_to_be_counted_blind_is_not_told_by_a_refusal() -> None:
    first = redemption(quantity=6, points=10_000, told=None).first
    assert first is not None
    assert (first.code, first.figures) == ("desk_short", {"needs": 6})
    assert redemption(quantity=2, told=None).allowed


def codes(decision: Decision[int]) -> list[str]:
    return [objection.code for objection in decision.objections]


def test_the_cost_is_the_tiers_price_times_the_pieces() -> None:
    assert redemption() == Decision(500)
    assert redemption(tier="gold", quantity=2) == Decision(900)
    assert redemption(tier="diamond") == Decision(500)


def test_short_points_say_what_is_needed_and_what_is_there() -> None:
    first = redemption(points=320).first
    assert first is not None
    assert (first.code, first.figures) == ("points_short", {"needs": 500, "has": 320})


def test_exactly_enough_points_are_enough() -> None:
    assert redemption(points=500).allowed


def test_short_stock_says_where() -> None:
    first = redemption(on_desk=0).first
    assert first is not None
    assert (first.code, first.figures) == ("stock_short", {"needs": 1, "has": 0, "place": "desk"})
    assert first.matters


def test_outside_the_window_names_the_windows_and_a_supervisor_may_overrule() -> None:
    decision = redemption(today=date(2026, 11, 22))
    assert codes(decision) == ["outside_window"]
    assert decision.approver is Role.SUPERVISOR
    first = decision.objections[0]
    assert first.figures == {"windows": "01-01..01-31, 07-01..07-31", "next_open": date(2027, 1, 1)}
    assert first.clause == "积分换礼"


def test_what_no_supervisor_can_help_comes_before_what_one_can() -> None:
    decision = redemption(today=date(2026, 11, 22), points=0, on_desk=0)
    assert codes(decision) == ["points_short", "stock_short", "outside_window"]
    assert decision.approver is None


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 12, 31), False), (date(2027, 1, 1), True), (date(2027, 1, 31), True), (date(2027, 2, 1), False),
        (date(2027, 6, 30), False), (date(2027, 7, 1), True), (date(2027, 7, 31), True), (date(2027, 8, 1), False),
    ],
)  # fmt: skip
def test_both_ends_of_a_window_belong_to_it(day: date, open_: bool) -> None:
    assert redemption(today=day).allowed is open_


def test_a_window_may_pass_new_year_and_a_campaign_has_its_year() -> None:
    policy = GiftPolicy.model_validate({"windows": ["12-20..01-05", "2027-03-08..2027-03-08"]})
    days = [date(2026, 12, 20), date(2027, 1, 5), date(2027, 3, 8)]
    assert all(gifts.open_on(policy.windows, day) for day in days)
    assert not any(gifts.open_on(policy.windows, day) for day in (date(2027, 1, 6), date(2028, 3, 8)))
    assert gifts.closes(policy.windows, date(2026, 12, 25)) == date(2027, 1, 5)
    assert gifts.next_open(policy.windows, date(2027, 1, 6)) == date(2027, 3, 8)
    assert gifts.windows_text(policy.windows) == "12-20..01-05, 2027-03-08..2027-03-08"


def test_the_end_of_february_is_in_the_window_in_every_year() -> None:
    policy = GiftPolicy.model_validate({"windows": ["02-01..02-29"]})
    assert gifts.open_on(policy.windows, date(2027, 2, 28))
    assert gifts.open_on(policy.windows, date(2028, 2, 29))
    assert not gifts.open_on(policy.windows, date(2027, 3, 1))


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_the_next_opening_is_open_and_nothing_before_it_is(day: date) -> None:
    found = gifts.next_open(POLICY.windows, day)
    assert found is not None
    assert found >= day
    assert gifts.open_on(POLICY.windows, found)
    assert found == day or not gifts.open_on(POLICY.windows, day)
    assert (found == day) or found.day == 1


def test_without_windows_gifts_are_given_all_year() -> None:
    assert redemption(policy=GiftPolicy(), today=date(2026, 11, 22)).allowed


def test_a_withdrawn_gift_is_not_offered() -> None:
    gone = replace(OFFER, active_until=date(2027, 1, 14))
    first = redemption(offer=gone).first
    assert first is not None
    assert (first.code, first.figures) == ("item_withdrawn", {"item": "G001", "until": date(2027, 1, 14)})
    assert codes(redemption(offer=replace(OFFER, withdrawn=True))) == ["item_withdrawn"]
    assert codes(redemption(offer=replace(OFFER, active_from=date(2027, 2, 1)))) == ["item_withdrawn"]
    assert codes(redemption(offer=replace(OFFER, prices={"gold": 450}))) == ["item_withdrawn"]
    assert redemption(offer=replace(OFFER, active_until=IN_JANUARY)).allowed


def test_limits_per_request_and_per_member_are_said_with_what_was_taken() -> None:
    limited = replace(OFFER, per_request=1, per_member=2)
    assert codes(redemption(offer=limited, quantity=2)) == ["limit_request"]
    first = redemption(offer=limited, taken=2).first
    assert first is not None
    assert (first.code, first.figures) == ("limit_member", {"limit": 2, "taken": 2})
    assert redemption(offer=limited, taken=1).allowed


@pytest.mark.parametrize("quantity", [0, -1])
def test_no_pieces_are_no_redemption(quantity: int) -> None:
    assert codes(redemption(quantity=quantity)) == ["amount_bad"]


def test_whoever_owes_points_redeems_nothing_and_hears_how_many() -> None:
    first = redemption(debt=30).first
    assert first is not None
    assert (first.code, first.figures) == ("points_debt", {"debt": 30, "has": 1000})

"""Stock leaves, is counted and written off only so far as it is there and somebody answers for it."""

from __future__ import annotations

from deskapp.rules import stock
from deskapp.rules.decisions import Decision, Role
from deskapp.rules.policy_model import StockPolicy

POLICY = StockPolicy(variance_limit=2, variance_approver=Role.SUPERVISOR, write_off_approver=Role.MANAGER)


def codes(decision: Decision[int]) -> list[str]:
    return [objection.code for objection in decision.objections]


def test_more_than_there_is_never_leaves_a_place() -> None:
    assert stock.may_take(quantity=5, on_hand=5, place="desk", told=5).allowed
    decision = stock.may_take(quantity=6, on_hand=5, place="desk", told=5)
    assert codes(decision) == ["stock_short"]
    assert decision.objections[0].figures == {"needs": 6, "has": 5, "place": "desk"}
    assert codes(stock.may_take(quantity=0, on_hand=5, place="desk", told=5)) == ["amount_bad"]


def test_a_variance_within_the_limit_needs_a_reason_and_beyond_it_a_supervisor() -> None:
    assert codes(stock.may_settle(variance=-2, reason="", policy=POLICY)) == ["reason_needed"]
    assert stock.may_settle(variance=-2, reason="broken in the box", policy=POLICY).allowed
    decision = stock.may_settle(variance=3, reason="found behind the shelf", policy=POLICY)
    assert codes(decision) == ["approval_needed"]
    assert decision.approver is Role.SUPERVISOR
    assert codes(stock.may_settle(variance=0, reason="", policy=POLICY)) == ["no_change"]


def test_a_count_of_zero_is_a_count() -> None:
    assert stock.may_count(counted=0).allowed
    assert codes(stock.may_count(counted=-1)) == ["amount_bad"]


def test_writing_off_needs_whom_policy_names() -> None:
    assert stock.may_write_off(quantity=1, reason="wet", policy=POLICY).approver is Role.MANAGER
    assert stock.may_write_off(quantity=1, reason="wet", policy=StockPolicy(write_off_approver=None)).allowed
    assert codes(stock.may_write_off(quantity=0, reason="", policy=POLICY))[:2] == ["amount_bad", "reason_needed"]


def test_the_reorder_list_begins_at_the_level() -> None:
    assert [stock.to_reorder(on_hand=n, reorder_level=3) for n in (4, 3, 0)] == [False, True, True]
    assert not stock.to_reorder(on_hand=0, reorder_level=0)

"""Shifts by the rules: whose posting is whose, when a kind works, what is counted, explained, blocked and carried."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import shifts as rules
from deskapp.rules.decisions import Decision, No, Role
from deskapp.rules.policy import Policies, read
from deskapp.rules.policy_shifts import Gates, Segment, ShiftKind, ShiftPolicy
from deskapp.rules.shifts import Here

_read = read((Path(__file__).parents[2] / "data" / "policy.toml").read_text(encoding="utf-8"))
assert isinstance(_read, Policies)
SHIPPED = _read.on(date(2026, 7, 15))
RULES = ShiftPolicy.model_validate(
    {"variance_limit": "5.00", "denominations": [100, 5, "0.5"]}, context={"exponent": 2}
)
WHEN = datetime(2026, 7, 15, 9, tzinfo=UTC)
OPEN, SEALED = Here("D1", "open"), Here("D1", "sealed", "1001", WHEN)
TAKEN = Here("D0", "closed", "3001", WHEN)


def codes(decision: Decision[Any]) -> list[str]:
    return [one.code for one in decision.objections]


@pytest.mark.parametrize(
    ("here", "left", "role", "required", "shift", "refusals"),
    [
        (None, None, Role.CLERK, False, "", []),
        (None, None, Role.CLERK, True, "", ["shift_needed"]),
        (None, None, Role.LEAD, True, "", ["shift_needed"]),
        (None, None, Role.SUPERVISOR, True, "", []),
        (None, None, Role.FINANCE, True, "", []),
        (OPEN, None, Role.CLERK, True, "D1", []),
        (SEALED, None, Role.CLERK, False, "", ["handover_waiting"]),
        (SEALED, None, Role.MANAGER, False, "", ["handover_waiting"]),
        (None, TAKEN, Role.CLERK, False, "", ["shift_closed"]),
        (OPEN, TAKEN, Role.CLERK, True, "D1", ["shift_closed"]),
        (SEALED, TAKEN, Role.CLERK, True, "", ["shift_closed", "handover_waiting"]),
    ],
)
def test_a_posting_is_of_the_open_shift_of_its_counter(
    here: Here | None, left: Here | None, role: Role, required: bool, shift: str, refusals: list[str]
) -> None:
    policy = ShiftPolicy(required=required)
    decision = rules.may_post(operation="points.earn", role=role, here=here, left=left, policy=policy)
    assert (decision.value, codes(decision)) == (shift, refusals)
    for free in (
        "shifts.open",
        "handover.accept",
        "people.unlock",
        "policy.adopt",
        "slips.print",
        "reports.seal",
        "callbacks.gather",
    ):
        freely = rules.may_post(operation=free, role=role, here=here, left=left, policy=policy)
        assert (freely.value, freely.objections) == (shift, ())


def test_a_posting_to_a_closed_shift_is_told_who_closed_it_and_when() -> None:
    told = rules.may_post(operation="x.y", role=Role.CLERK, here=None, left=TAKEN, policy=RULES).first
    assert told is not None
    assert (dict(told.figures), told.matters) == ({"shift": "D0", "by": "3001", "at": WHEN}, True)


def spans(code: str, day: date = date(2026, 7, 15)) -> list[tuple[str, str]]:
    kind = SHIPPED.shifts.kind(code)
    assert kind is not None
    calendar = SHIPPED.calendar
    found = rules.segments_on(kind, calendar, day)
    return [(f"{calendar.local(a):%d %H:%M}", f"{calendar.local(b):%d %H:%M}") for a, b in found]


def test_a_kind_works_in_its_segments_and_to_closing() -> None:
    assert spans("early") == [("15 08:30", "15 17:00")]
    assert spans("late") == [("15 12:30", "15 21:30")]
    assert spans("late", date(2026, 7, 17)) == [("17 12:30", "17 22:00")]
    assert spans("announcer") == [("15 08:30", "15 12:00"), ("15 14:00", "15 21:30")]


@pytest.mark.parametrize(
    ("segment", "found"),
    [
        ("22:00-06:00", [("15 22:00", "16 06:00")]),
        ("open-12:00", [("15 09:00", "15 12:00")]),
        ("open-close", [("15 09:00", "15 21:30")]),
        ("18:00-24:00", [("15 18:00", "16 00:00")]),
        ("22:00-close", []),
    ],
)
def test_a_segment_may_pass_midnight_or_follow_the_store(segment: str, found: list[tuple[str, str]]) -> None:
    kind = ShiftKind(code="k", name={"en": "K"}, segments=[Segment.model_validate(segment)])
    local = SHIPPED.calendar.local
    spans = rules.segments_on(kind, SHIPPED.calendar, date(2026, 7, 15))
    assert [(f"{local(a):%d %H:%M}", f"{local(b):%d %H:%M}") for a, b in spans] == found


def test_a_segment_to_closing_is_none_on_a_day_that_is_shut() -> None:
    import dataclasses

    shut = dataclasses.replace(SHIPPED.calendar, closed=frozenset({date(2026, 7, 15)}))
    late, early = SHIPPED.shifts.kind("late"), SHIPPED.shifts.kind("early")
    assert late is not None
    assert early is not None
    assert rules.segments_on(late, shut, date(2026, 7, 15)) == []
    assert len(rules.segments_on(early, shut, date(2026, 7, 15))) == 1


def test_two_shifts_overlap_where_both_are_at_the_desk() -> None:
    def at(hour: int) -> datetime:
        return WHEN.replace(hour=hour)

    assert rules.overlap([(at(1), at(5)), (at(8), at(9))], [(at(4), at(10))]) == timedelta(hours=2)
    assert rules.overlap([(at(1), at(4))], [(at(4), at(5))]) == timedelta()


@pytest.mark.parametrize(
    ("pieces", "total"),
    [
        ({"100": 1, "5": 2, "0.5": 3}, 11_150),
        ({"100.00": 1}, 10_000),
        ({}, 0),
        ({"１００": 1}, 10_000),
        ({"3": 1}, "denomination_unknown"),
        ({"-5": 1}, "denomination_unknown"),
        ({"0": 1}, "denomination_unknown"),
        ({"five": 1}, "denomination_unknown"),
        ({"5": -1}, "amount_bad"),
        ({"100": 10**9}, "amount_bad"),
    ],
)
def test_cash_is_counted_by_the_denominations_of_the_house(pieces: dict[str, int], total: int | str) -> None:
    answer = rules.cash_sum(pieces, policy=RULES, currency="CNY")
    assert (answer.code if isinstance(answer, No) else answer) == total


def test_of_a_currency_without_a_list_any_denomination_is_taken() -> None:
    assert rules.cash_sum({"3": 2}, policy=ShiftPolicy(), currency="JPY") == 6


@pytest.mark.parametrize(("currency", "total"), [("CNY", 10_050), ("TWD", None), ("KRW", None)])
def test_without_a_list_of_its_own_a_house_counts_by_the_currency(currency: str, total: int | None) -> None:
    answer = rules.cash_sum({"100": 1, "0.5": 1}, policy=ShiftPolicy(), currency=currency)
    assert (None if isinstance(answer, No) else answer) == total
    assert rules.cash_sum({"50000": 1, "500": 2}, policy=ShiftPolicy(), currency="KRW") == 51_000


@pytest.mark.parametrize(
    ("thing", "variance", "reason", "refusals"),
    [
        ("cash", 0, "", ["no_change"]),
        ("cash", -500, "", ["reason_needed"]),
        ("cash", -500, "找错零", []),
        ("cash", 501, "多收", ["approval_needed"]),
        ("cash", -501, " ", ["reason_needed", "approval_needed"]),
        ("card:member", 1, "多一张", ["approval_needed"]),
    ],
)
def test_a_difference_needs_its_reason_and_beyond_the_limit_somebody_else(
    thing: str, variance: int, reason: str, refusals: list[str]
) -> None:
    decision = rules.may_settle(thing=thing, variance=variance, reason=reason, policy=RULES)
    assert codes(decision) == refusals
    if refusals == ["approval_needed"]:
        assert decision.approver is Role.SUPERVISOR


def test_who_closes_a_shift_without_its_clerks_says_why() -> None:
    assert codes(rules.may_close(role=Role.SUPERVISOR, reason="x", policy=RULES)) == []
    assert codes(rules.may_close(role=Role.CLERK, reason="", policy=RULES)) == ["reason_needed", "approval_needed"]
    assert rules.may_close(role=Role.LEAD, reason="x", policy=RULES).approver is Role.SUPERVISOR


@pytest.mark.parametrize(
    ("was", "amount", "reason", "refusals"),
    [
        (400, 40, "x", ["approval_needed"]),
        (400, 400, "x", ["no_change", "approval_needed"]),
        (400, -1, "", ["amount_bad", "reason_needed", "approval_needed"]),
    ],
)
def test_a_correction_says_what_it_should_have_been(was: int, amount: int, reason: str, refusals: list[str]) -> None:
    decision = rules.may_correct(was=was, amount=amount, reason=reason, policy=RULES)
    assert (decision.value, codes(decision)) == (amount - was, refusals)
    alone = rules.may_correct(was=1, amount=2, reason="x", policy=ShiftPolicy(correction_approver=None))
    assert alone.allowed


def test_nobody_takes_over_from_themselves_alone() -> None:
    assert rules.may_take(taker="1002", giver="1001", policy=RULES).allowed
    assert rules.may_take(taker="1001", giver="1001", policy=RULES).approver is Role.LEAD


def test_the_first_kind_that_blocks_is_named_and_the_others_are_carried() -> None:
    policy = ShiftPolicy(gates=Gates(slip="block", parked="block"))
    assert rules.blocking({"complaint": 3, "parked": 2, "slip": 1}, policy) == ("slip", 1)
    assert rules.blocking({"complaint": 3, "slip": 0}, policy) is None
    assert rules.blocking({"note": 1}, ShiftPolicy()) is None


counters = st.sampled_from("ABCD")


@given(home=counters, live=st.sets(counters, min_size=1))
def test_what_is_open_is_in_exactly_one_next_handover(home: str, live: set[str]) -> None:
    at_work = sorted(live)
    carrying = [counter for counter in at_work if rules.custodian(home, at_work) == counter]
    assert len(carrying) == 1
    assert carrying == [home] or home not in live


def test_each_handing_on_counts_one_hop() -> None:
    assert [rules.hops(before) for before in (None, 1, 7)] == [1, 2, 8]


def test_a_seal_is_of_every_letter_and_an_acceptance_of_who_and_when() -> None:
    assert rules.seal("{}") != rules.seal("{ }")
    first = rules.acceptance("s", {"by": "1001", "at": WHEN})
    assert first == rules.acceptance("s", {"at": WHEN, "by": "1001"})
    assert first != rules.acceptance("s", {"by": "1002", "at": WHEN})


@pytest.mark.parametrize("text", ["8-17", "08:30", "08:30-25:00", "12:61-close", "close-open", "never"])
def test_a_slip_in_a_segment_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"segment is written|no such time"):
        Segment.model_validate(text)


def test_kinds_and_denominations_stand_once() -> None:
    kind = {"code": "early", "name": {"en": "E"}, "segments": ["08:30-17:00"]}
    with pytest.raises(ValueError, match="early stands twice"):
        ShiftPolicy.model_validate({"kinds": [kind, kind]})
    with pytest.raises(ValueError, match="denomination stands twice"):
        ShiftPolicy.model_validate({"denominations": [5, 5]}, context={"exponent": 2})
    with pytest.raises(ValueError, match="block"):
        ShiftPolicy.model_validate({"gates": {"slip": "maybe"}})


def test_the_shipped_policy_asks_no_shift_of_anybody_until_the_owner_wants_one() -> None:
    assert not SHIPPED.shifts.required
    assert [one.code for one in SHIPPED.shifts.kinds] == ["early", "late", "announcer"]
    assert SHIPPED.shifts.variance_limit == 500


def test_the_kind_that_began_last_is_begun_now_and_one_an_hour_early() -> None:
    def at(hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 11, 22, hour, minute, tzinfo=UTC)

    spans = {
        "early": [(at(8, 30), at(17))],
        "late": [(at(12, 30), at(22))],
        "announcer": [(at(8, 30), at(12)), (at(14), at(22))],
        "shut": [],
    }
    told = {hour: rules.likely(spans, at(*hour)) for hour in ((7, 0), (7, 30), (11, 0), (11, 30), (21, 59), (22, 0))}
    assert told == {(7, 0): "", (7, 30): "early", (11, 0): "early", (11, 30): "late", (21, 59): "late", (22, 0): ""}

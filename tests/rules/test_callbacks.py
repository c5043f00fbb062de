"""Callbacks: every cell of the table of moves, what an answer leads to, who may claim and when one may be appointed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from deskapp.rules import callbacks
from deskapp.rules.callbacks import LIVE, MOVES, Outcome, State, Step
from deskapp.rules.decisions import Decision, No
from deskapp.rules.policy_callbacks import CallbackPolicy

POLICY = CallbackPolicy()
NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
ONE, TWO = date(2026, 7, 15), date(2026, 7, 16)
CLAIMED_ONLY = {Step.LET_GO: "open", Step.REACH: "done", Step.TRY: "open", Step.EXHAUST: "exhausted"}
FROM_LIVE = {Step.CLAIM: "claimed", Step.REFUSE: "refused", Step.APPOINT: "appointment", Step.CANCEL: "cancelled"}


def codes(decision: Decision[Any]) -> list[str]:
    return [objection.code for objection in decision.objections]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_each_cell_of_the_table(state: State, step: Step) -> None:
    expected = None
    if state in LIVE:
        expected = FROM_LIVE.get(step) or (CLAIMED_ONLY.get(step) if state is State.CLAIMED else None)
    answer = callbacks.after(state, step)
    if expected is None:
        assert isinstance(answer, No)
        assert (answer.code, answer.figures) == ("callback_closed", {"state": state})
    else:
        assert answer == expected


def test_what_is_ended_stays_ended() -> None:
    assert not [pair for pair in MOVES if pair[0] not in LIVE]


def test_letting_go_of_an_appointment_keeps_the_appointment() -> None:
    assert callbacks.after("claimed", Step.LET_GO, appointed=True) is State.APPOINTMENT
    assert callbacks.after("claimed", Step.TRY, appointed=True) is State.OPEN


@pytest.mark.parametrize(
    ("outcome", "days", "step"),
    [
        *((outcome, [], Step.REACH) for outcome in callbacks.REACHED),
        (Outcome.NO_ANSWER, [ONE], Step.TRY),
        (Outcome.BUSY, [ONE, TWO], Step.TRY),
        (Outcome.NO_ANSWER, [ONE, ONE, TWO], Step.EXHAUST),
        (Outcome.NO_ANSWER, [ONE, ONE, ONE], Step.TRY),
        (Outcome.NO_ANSWER, [ONE, ONE, ONE, TWO], Step.EXHAUST),
        (Outcome.WRONG_NUMBER, [], Step.EXHAUST),
        (Outcome.REFUSED, [], Step.REFUSE),
        (Outcome.APPOINTMENT, [ONE], Step.APPOINT),
    ],
)
def test_an_outcome_moves_the_callback(outcome: Outcome, days: list[date], step: Step) -> None:
    assert callbacks.step_of(outcome, days, POLICY) is step


def claim(**given: Any) -> list[str]:
    facts = {"state": "open", "claimed_by": "", "claimed_until": None, "actor": "1001", "now": NOW, "phone": "1"}
    facts |= {"no_calls": False, "next_at": NOW, "incoming": False}
    return codes(callbacks.may_claim(**{**facts, **given}))


LATER = NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"state": "appointment"}, []),
        ({"state": "claimed", "claimed_by": "1001", "claimed_until": LATER}, []),
        ({"state": "claimed", "claimed_by": "1002", "claimed_until": LATER}, ["callback_claimed"]),
        ({"state": "claimed", "claimed_by": "1002", "claimed_until": NOW}, []),
        ({"state": "claimed", "claimed_by": "1002", "claimed_until": LATER, "incoming": True}, ["callback_claimed"]),
        ({"state": "done"}, ["callback_closed"]),
        ({"next_at": LATER}, ["callback_rests"]),
        ({"next_at": None}, ["callback_rests"]),
        ({"next_at": LATER, "incoming": True}, []),
        ({"phone": "", "next_at": None}, ["no_phone"]),
        ({"phone": "", "next_at": None, "incoming": True}, []),
        ({"no_calls": True, "next_at": None}, ["no_calls", "callback_rests"]),
    ],
)
def test_who_may_claim(given: dict[str, Any], expected: list[str]) -> None:
    assert claim(**given) == expected


@pytest.mark.parametrize(
    ("state", "by", "expected"),
    [
        ("claimed", "1001", []),
        ("claimed", "1002", ["callback_not_yours"]),
        ("open", "", ["callback_not_yours"]),
        ("done", "1001", ["callback_closed"]),
    ],
)
def test_only_who_claimed_says_what_came_of_it(state: str, by: str, expected: list[str]) -> None:
    assert codes(callbacks.may_attempt(state=state, claimed_by=by, actor="1001")) == expected


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "next_at", "expected"),
    [
        (NOW + HOUR, NOW + HOUR, []),
        (None, None, ["empty"]),
        (NOW - HOUR, NOW, ["appointment_past"]),
        (NOW + 50 * HOUR, NOW + 50 * HOUR, ["appointment_far"]),
        (NOW + HOUR, NOW + 2 * HOUR, ["appointment_rest"]),
        (NOW + HOUR, None, ["appointment_rest"]),
    ],
)
def test_when_a_customer_may_be_appointed(at: datetime | None, next_at: datetime | None, expected: list[str]) -> None:
    decision = callbacks.may_appoint(at, now=NOW, furthest=NOW + 48 * HOUR, next_at=next_at)
    assert codes(decision) == expected

"""Whose turn it is, what the day holds, and that the work is dealt fairly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import dealing
from deskapp.rules.calling import Outlook, Piece, Standing
from deskapp.rules.dealing import Customer, Forecast, Waiting
from deskapp.rules.policy_callbacks import CallbackPolicy

NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
TONIGHT = NOW + timedelta(hours=10)
POLICY = CallbackPolicy(call_minutes=5)


def waiting(number: str, left: int = 100, *, tomorrow: int = 0, **given: Any) -> Waiting:
    standing = given.pop("standing", Standing.DUE)
    late, short = given.pop("late", False), given.pop("short", False)
    spans = [Piece(NOW, NOW + timedelta(minutes=left - tomorrow), NOW.date(), 0)]
    if tomorrow:
        noon = TONIGHT + timedelta(hours=12)
        spans.append(Piece(noon, noon + timedelta(minutes=tomorrow), noon.date(), 1))
    return Waiting(number, Outlook(standing, NOW, 0 if late else left, late, short, spans), **given)


def numbers(found: list[Waiting]) -> list[str]:
    return [one.number for one in found]


def test_appointments_due_come_first_then_the_least_time_left_then_the_dissatisfied() -> None:
    found = dealing.in_order([
        waiting("calm", 60), waiting("upset", 60, upset=True), waiting("short", 10),
        waiting("booked", 500, appointed=NOW), waiting("earlier", 500, appointed=NOW - timedelta(hours=1)),
        waiting("tomorrow", 400, appointed=NOW + timedelta(days=1), standing=Standing.WAITING),
    ])  # fmt: skip
    assert numbers(found) == ["earlier", "booked", "short", "upset", "calm", "tomorrow"]


def test_a_clerk_is_offered_their_own_before_those_of_others_and_none_that_rest() -> None:
    queue = [
        waiting("theirs", 5, assignee="1002"), waiting("mine", 90, assignee="1001"), waiting("nobodys", 50),
        waiting("resting", 1, standing=Standing.RESTING),
    ]  # fmt: skip
    assert numbers(dealing.offered(queue, "1001")) == ["nobodys", "mine", "theirs"]
    assert numbers(dealing.offered(queue, "1002")) == ["theirs", "nobodys", "mine"]


def day(queue: list[Waiting], clerks: int = 1) -> Forecast:
    return dealing.forecast(queue, tonight=TONIGHT, left_today=140, policy=POLICY, clerks=clerks)


def test_the_day_holds_what_cannot_wait_until_tomorrow() -> None:
    queue = [waiting("today"), waiting("later", 100, tomorrow=50), waiting("hardly", 100, tomorrow=4)]
    queue += [waiting("late", late=True), waiting("booked", 400, tomorrow=300, appointed=NOW)]
    assert day(queue) == Forecast(due=4, minutes=140, will_be_late=0, late=1)


@pytest.mark.parametrize(("clerks", "late"), [(1, 2), (2, 0)])
def test_what_one_clerk_cannot_reach_in_time_two_can(clerks: int, late: int) -> None:
    queue = [waiting(str(which), 10) for which in range(4)]
    assert day(queue, clerks).will_be_late == late


def test_who_cannot_be_reached_any_more_takes_nobodys_time() -> None:
    assert day([waiting("gone", 2, short=True), waiting("one", 5)]).will_be_late == 1


PEOPLE = st.lists(st.integers(0, 60).map(str), unique=True, max_size=50)
SKILLS = st.dictionaries(st.sampled_from(["1001", "1002", "1003", "1004"]), st.integers(1, 5), min_size=1)


@given(people=PEOPLE, skills=SKILLS)
def test_the_work_is_even_by_skill_when_nobody_is_known(people: list[str], skills: dict[str, int]) -> None:
    dealt = dealing.deal([Customer(person) for person in people], skills=skills)
    assert set(dealt) == set(people)
    loads = {clerk: list(dealt.values()).count(clerk) for clerk in skills}
    for one in skills:
        for other in skills:
            assert loads[one] * skills[other] <= (loads[other] + 1) * skills[one]


@given(people=PEOPLE, skills=SKILLS, known=st.sampled_from(["1001", "1002", "gone"]))
def test_a_customer_stays_with_their_clerk(people: list[str], skills: dict[str, int], known: str) -> None:
    customers = [Customer(person, known if int(person) % 3 == 0 else "") for person in people]
    dealt = dealing.deal(customers, skills=skills)
    for one in customers:
        assert dealt[one.person] == known if one.clerk in skills else dealt[one.person] in skills


def test_what_a_clerk_has_already_counts() -> None:
    customers = [Customer(str(which)) for which in range(4)]
    dealt = dealing.deal(customers, skills={"1001": 1, "1002": 1}, load={"1001": 4})
    assert set(dealt.values()) == {"1002"}
    assert dealing.deal(customers, skills={}) == {}

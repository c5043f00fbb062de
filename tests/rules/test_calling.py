"""Nobody's phone rings at lunch: when a customer may be called, and what is left before their latest instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import callbacks, calling
from deskapp.rules.calling import Facts, Outlook, Standing
from deskapp.rules.clock import Calendar
from deskapp.rules.decisions import No
from deskapp.rules.policy_callbacks import CallbackPolicy

DAILY = ((time(9), time(21, 30)),)
REST = ((time(12), time(14)), (time(20, 30), time(9)))
SHOP = Calendar("Asia/Shanghai", (DAILY,) * 7, rest=REST, closed=frozenset({date(2026, 7, 17)}))
POLICY = CallbackPolicy()
DAY = timedelta(days=1)


def at(text: str, day: int = 15) -> datetime:
    return SHOP.instant(date(2026, 7, day), time.fromisoformat(text))


def look(facts: Facts, now: datetime, calendar: Calendar = SHOP, policy: CallbackPolicy = POLICY) -> Outlook:
    shop = calling.pieces(calendar, now, calling.horizon(facts, now) + DAY)
    return calling.outlook(facts, shop=shop, calendar=calendar, policy=policy, now=now)


def facts(**given: Any) -> Facts:
    return replace(Facts(earliest=at("10:00"), latest=at("10:00", 18)), **given)


def walls(outlook: Outlook) -> list[str]:
    shown = [(SHOP.local(each.start), SHOP.local(each.end)) for each in outlook.spans]
    return [f"{a:%d %H:%M}-{b:%H:%M}" for a, b in shown]


def test_the_shop_calls_between_opening_and_closing_but_not_at_rest_nor_on_closed_days() -> None:
    assert walls(look(facts(), at("10:00"))) == [
        "15 10:00-12:00", "15 14:00-18:00", "15 18:00-20:30",
        "16 09:00-12:00", "16 14:00-18:00", "16 18:00-20:30",
        "18 09:00-10:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "standing", "next_at"),
    [
        ("09:30", Standing.WAITING, "10:00"),
        ("10:00", Standing.DUE, "10:00"),
        ("11:59", Standing.DUE, "11:59"),
        ("12:00", Standing.RESTING, "14:00"),
        ("13:59", Standing.RESTING, "14:00"),
        ("14:00", Standing.DUE, "14:00"),
    ],
)
def test_how_a_callback_stands_through_the_day(now: str, standing: Standing, next_at: str) -> None:
    outlook = look(facts(), at(now))
    assert (outlook.standing, outlook.next_at) == (standing, at(next_at))


def test_it_is_called_in_the_hours_that_both_the_shop_and_the_person_have() -> None:
    own = facts(hours=((time(11), time(15)),))
    assert walls(look(own, at("10:00")))[:3] == ["15 11:00-12:00", "15 14:00-15:00", "16 11:00-12:00"]
    night = facts(hours=((time(20), time(9, 30)),))
    assert walls(look(night, at("10:00")))[:2] == ["15 20:00-20:30", "16 09:00-09:30"]


def test_who_cannot_be_reached_is_never_due() -> None:
    outlook = look(facts(reachable=False), at("10:00"))
    assert (outlook.standing, outlook.next_at, outlook.left) == (Standing.RESTING, None, 0)
    assert outlook.will_be_late


def test_tries_come_two_hours_apart_in_other_parts_of_the_day_and_the_last_on_another_day() -> None:
    once = facts(tries=(at("11:50"),))
    assert walls(look(once, at("11:55")))[0] == "15 14:00-18:00"
    assert walls(look(facts(tries=(at("17:00"),)), at("17:05")))[0] == "15 19:00-20:30"
    twice = facts(tries=(at("11:50"), at("14:00")))
    assert walls(look(twice, at("14:05"))) == ["16 18:00-20:30"]
    assert walls(look(facts(tries=(at("11:50"), at("14:00"), at("18:00"))), at("18:05")))[0] == "16 09:00-12:00"


def test_where_only_one_part_of_the_day_is_open_the_next_try_is_on_another_day() -> None:
    mornings = facts(earliest=at("09:00"), hours=((time(9), time(12)),), tries=(at("09:00"),))
    assert walls(look(mornings, at("09:05")))[0] == "16 09:00-12:00"


def test_a_call_about_something_else_keeps_the_person_undisturbed_as_well() -> None:
    assert walls(look(facts(last_call=at("10:00")), at("10:05")))[0] == "15 14:00-18:00"
    assert walls(look(facts(last_call=at("09:00")), at("10:05")))[0] == "15 11:00-12:00"


def test_an_appointment_may_pass_the_latest_instant_and_stands_above_the_tries() -> None:
    booked = facts(appointed=at("15:00", 20), tries=(at("14:00", 20),))
    early, due = look(booked, at("10:00", 19)), look(booked, at("15:00", 20))
    assert (early.standing, early.next_at) == (Standing.WAITING, at("15:00", 20))
    assert (due.standing, due.late, due.will_be_late) == (Standing.DUE, False, False)


def test_what_is_left_counts_callable_minutes_only() -> None:
    assert look(facts(latest=at("14:30")), at("11:30")).left == 60
    short = look(facts(latest=at("14:04")), at("12:00"))
    assert (short.left, short.will_be_late, short.late) == (4, True, False)
    late = look(facts(latest=at("14:04")), at("14:05"))
    assert (late.left, late.late, late.standing) == (0, True, Standing.DUE)


OWN = st.lists(
    st.tuples(st.integers(0, 23), st.integers(0, 23)).map(lambda pair: (time(pair[0]), time(pair[1], 30))),
    max_size=2,
)  # fmt: skip


@given(own=OWN, start=st.integers(0, 24 * 60), step=st.integers(3, 90))
def test_whoever_never_answers_is_tried_at_decent_hours_far_enough_apart_and_on_two_days(
    own: list[tuple[time, time]], start: int, step: int
) -> None:
    """From any minute on, the customer is dialled as soon as the desk offers them, until three tries are made."""
    now = at("00:00") + timedelta(minutes=start)
    person = Facts(earliest=now, latest=now + 3 * DAY, hours=tuple(own))
    shop = calling.pieces(SHOP, now, now + 12 * DAY)
    tries: list[datetime] = []
    while now < person.earliest + 8 * DAY:
        person = replace(person, tries=tuple(tries))
        seen = calling.outlook(person, shop=shop, calendar=SHOP, policy=POLICY, now=now)
        if seen.standing is Standing.DUE:
            tries.append(now)
            wall = SHOP.local(now)
            assert not SHOP.in_rest(now)
            assert SHOP.is_open(now)
            assert not own or any(
                a <= wall.time() < b if a < b else wall.time() >= a or wall.time() < b for a, b in own
            )
        days = [SHOP.local(each).date() for each in tries]
        if callbacks.exhausted(days, POLICY):
            break
        now += timedelta(minutes=step)
    assert len(tries) <= POLICY.tries
    assert all(b - a >= timedelta(hours=2) for a, b in pairwise(tries))
    if len(tries) == POLICY.tries:
        assert len({SHOP.local(each).date() for each in tries}) >= 2


@given(start=st.integers(0, 7 * 24 * 60), length=st.integers(0, 4 * 24 * 60))
def test_the_shops_pieces_are_exactly_its_open_minutes_without_rest(start: int, length: int) -> None:
    begins = at("00:00") + timedelta(minutes=start)
    ends = begins + timedelta(minutes=length)
    found = calling.pieces(SHOP, begins, ends)
    counted = sum(
        SHOP.is_open(minute) and not SHOP.in_rest(minute)
        for minute in (begins + timedelta(minutes=n) for n in range(length))
    )
    assert sum(((piece.end - piece.start) // timedelta(minutes=1) for piece in found), 0) == counted
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("10-12", "10:00-12:00"),
        ("９：３０-１２：００，15-24", "09:30-12:00,15:00-00:00"),
        ("20:00-9:30", "20:00-09:30"),
        ("morning", None),
        ("25-26", None),
        ("10-24:30", None),
        ("10", None),
        ("1-2 " * 7, None),
    ],
)
def test_a_persons_own_hours_as_they_say_them(typed: str, kept: str | None) -> None:
    answer = calling.own_hours(typed)
    assert answer == kept if kept is not None else isinstance(answer, No)


def test_a_time_as_it_is_typed_is_the_shops_own() -> None:
    assert calling.moment("2026-07-16 15:00", "at", SHOP) == at("15:00", 16)
    assert calling.moment("2026-07-16T15:00+09:00", "at", SHOP) == at("14:00", 16)
    assert calling.moment(" ", "at", SHOP) is None
    assert isinstance(calling.moment("tomorrow", "at", SHOP), No)

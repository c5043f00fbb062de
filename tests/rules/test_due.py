"""When a step is due on the business clock, and the reasons that are given for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.clock import Calendar
from deskapp.rules.decisions import No
from deskapp.rules.due import Due, Hold, Party, Target, due, earliest, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")
TWO = (time(8, 30), time(12)), (time(14), time(22))
STORE = Calendar("Asia/Shanghai", (TWO,) * 7, country="CN")
OFFICE = Calendar("Asia/Shanghai", (*(TWO,) * 5, (), ()), country="CN", closed_on_holidays=True)
SHUT = Calendar("Asia/Shanghai", (TWO,) * 7, closed=frozenset({date(2026, 11, 24)}))
KTV = Calendar("Asia/Shanghai", (((time(14), time(2)),),) * 7)
AROUND = Calendar("Asia/Shanghai", (((time(0), time(0)),),) * 7)
NEW_YORK = Calendar("America/New_York", (((time(0), time(4)), (time(9), time(17))),) * 7)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def made(text: str) -> Target:
    answer = parse(text)
    assert isinstance(answer, Target), answer
    return answer


def said(answer: Due) -> list[tuple[str, str, int, int]]:
    return [(step.what, step.why, step.day.day, step.minutes) for step in answer.steps]


@pytest.mark.parametrize(
    ("calendar", "start", "target", "end"),
    [
        (STORE, at(22, 11), "4h", at(22, 17)),
        (STORE, at(22, 18), "4h", at(22, 22)),  # exactly at closing
        (STORE, at(22, 11), "1h", at(22, 12)),  # exactly at the noon closing
        (STORE, at(22, 18), "241m", at(23, 8, 31)),
        (STORE, at(22, 13), "30m", at(22, 14, 30)),
        (STORE, at(22, 23), "0h", at(23, 8, 30)),
        (STORE, at(22, 10), "0h", at(22, 10)),
        (SHUT, at(23, 21), "2h", at(25, 9, 30)),
        (SHUT, at(23, 23), "day", at(25, 22)),
        (SHUT, at(23, 10), "1d", at(23, 22)),  # would be the closed day: cut to the closing before
        (KTV, at(22, 23), "4h", at(23, 15)),
        (AROUND, at(22, 20), "30h", at(24, 2)),
        (KTV, at(23, 1), "day", at(23, 2)),  # still the evening before
        (KTV, at(23, 2), "day", at(24, 2)),
        (KTV, at(22, 15), "day", at(23, 2)),
        (STORE, at(22, 15), "3d", at(25, 15)),
        (STORE, at(22, 13), "3d", at(25, 12)),
        (STORE, at(22, 23, 30), "3d", at(25, 22)),
        (STORE, at(22, 7), "0d", at(22, 8, 30)),  # never before it came in
        (OFFICE, at(20, 15), "1wd", at(23, 15)),
        (OFFICE, at(21, 15), "1wd", at(23, 22)),  # came in on a Saturday
        (OFFICE, at(30, 10, month=9), "1wd", at(8, 10, month=10)),  # the holidays of October
        (OFFICE, at(30, 10, month=9), "3wd", at(9, 22, month=10)),  # 10 October makes up, but nobody is there
        (OFFICE, at(30, 21, month=9), "2h", at(8, 9, 30, month=10)),
    ],
)
def test_a_target_ends_when_the_desk_can_meet_it(
    calendar: Calendar, start: datetime, target: str, end: datetime
) -> None:
    assert due(start, made(target), calendar).at == end


def test_a_make_up_working_day_counts_and_is_said() -> None:
    open_then = Calendar(
        "Asia/Shanghai", OFFICE.hours, country="CN", closed_on_holidays=True, extra_open={date(2026, 10, 10): TWO}
    )
    answer = due(at(9, 15, month=10), made("1wd"), open_then)
    assert answer.at == at(10, 15, month=10)
    assert said(answer) == [("counted", "make_up_day", 10, 0)]
    hours = due(at(9, 21, month=10), made("2h"), open_then)
    assert hours.at == at(10, 9, 30, month=10)
    assert said(hours) == [("counted", "open", 9, 60), ("counted", "extra_open", 10, 60)]


def test_the_reason_names_spans_closed_days_and_holidays() -> None:
    assert said(due(at(22, 11), made("4h"), STORE)) == [("counted", "open", 22, 60), ("counted", "open", 22, 180)]
    assert said(due(at(23, 21), made("2h"), SHUT)) == [
        ("counted", "open", 23, 60), ("skipped", "closed", 24, 0), ("counted", "open", 25, 60),
    ]  # fmt: skip
    october = said(due(at(30, 21, month=9), made("2h"), OFFICE))
    assert october[0] == ("counted", "open", 30, 60)
    assert {step[1] for step in october[1:-1]} == {"holiday", "weekly"}
    weekend = said(due(at(20, 21), made("2h"), OFFICE))
    assert [step[:3] for step in weekend[1:3]] == [("skipped", "weekly", 21), ("skipped", "weekly", 22)]
    cut = said(due(at(22, 13), made("3d"), STORE))
    assert cut[-1][:2] == ("cut", "closed")


def test_past_midnight_the_evening_before_is_named_and_a_changed_night_counts_its_own_minutes() -> None:
    assert said(due(at(22, 23), made("4h"), KTV)) == [("counted", "open", 22, 180), ("counted", "open", 23, 60)]
    exactly = due(at(22, 18), made("4h"), STORE)
    assert [(step.day.day, step.minutes, step.end) for step in exactly.steps] == [(22, 240, at(22, 22))]
    zone = ZoneInfo("America/New_York")
    night = due(datetime(2026, 3, 7, 16, tzinfo=zone), made("5h"), NEW_YORK)
    assert said(night) == [("counted", "open", 7, 60), ("counted", "open", 8, 180), ("counted", "open", 8, 60)]


def test_a_change_of_clock_neither_gives_nor_takes_opening_time() -> None:
    zone = ZoneInfo("America/New_York")
    spring = datetime(2026, 3, 7, 16, tzinfo=zone)  # the clocks go forward on the 8th at 2:00
    assert due(spring, made("4h"), NEW_YORK).at == datetime(2026, 3, 8, 4, tzinfo=zone)
    assert due(spring, made("5h"), NEW_YORK).at == datetime(2026, 3, 8, 10, tzinfo=zone)
    autumn = datetime(2026, 10, 31, 16, tzinfo=zone)  # and back on 1 November: five hours until 4:00
    assert due(autumn, made("6h"), NEW_YORK).at == datetime(2026, 11, 1, 4, tzinfo=zone)
    assert due(datetime(2026, 3, 7, 15, tzinfo=zone), made("1d"), NEW_YORK).at == datetime(2026, 3, 8, 15, tzinfo=zone)


def test_a_hold_moves_the_target_by_its_opening_time_alone() -> None:
    hold = Hold(Party.CUSTOMER, at(22, 11, 30), at(22, 13))  # 90 minutes, 30 of them before noon closing
    answer = due(at(22, 11), made("4h"), STORE, holds=[hold])
    assert answer.at == at(22, 17, 30)
    assert (answer.held_minutes, answer.waits_for) == (30, "")
    assert said(answer) == [
        ("counted", "open", 22, 30), ("held", "customer", 22, 30), ("counted", "open", 22, 210),
    ]  # fmt: skip
    days = due(at(22, 11), made("3d"), STORE, holds=[hold])
    assert days.at == at(25, 11, 30)
    assert ("moved", "open", 25, 30) in said(days)


def test_holds_of_two_parties_at_once_count_once_and_both_are_named() -> None:
    holds = [Hold(Party.CUSTOMER, at(22, 9), at(22, 10)), Hold(Party.OUTSIDE, at(22, 9, 30), at(22, 10, 30))]
    answer = due(at(22, 8, 30), made("1h"), STORE, holds=holds)
    assert answer.at == at(22, 11)
    assert ("held", "customer, outside", 22, 90) in said(answer)


def test_while_a_hold_lasts_the_clock_stands_still() -> None:
    hold = Hold(Party.DEPARTMENT, at(22, 11))
    for now in (at(22, 11, 30), at(22, 13), at(23, 9)):
        answer = due(at(22, 10), made("2h"), STORE, holds=[hold], now=now)
        assert answer.waits_for == "department"
        assert answer.at == due(now, made("1h"), STORE).at


def test_a_hold_that_begins_when_all_is_over_moves_nothing() -> None:
    late = Hold(Party.CUSTOMER, at(22, 17), at(22, 20))
    assert due(at(22, 11), made("4h"), STORE, holds=[late]).at == at(22, 17)


@pytest.mark.parametrize("text", ["", "4", "h", "4x", "-1h", "999999h", "1.5h", "4h4h", "٣h"])
def test_what_is_no_target_is_refused(text: str) -> None:
    answer = parse(text)
    assert isinstance(answer, No)
    assert answer.code == "target_bad"


@pytest.mark.parametrize("text", ["4h", "90m", "3d", "2wd", "day", "0m"])
def test_a_target_is_written_as_it_is_read(text: str) -> None:
    assert str(made(text.upper())) == text


def test_the_earliest_of_none_is_none() -> None:
    assert earliest(None, None) is None
    assert earliest(None, at(22, 9), at(22, 8)) == at(22, 8)


def test_a_store_that_never_opens_says_so() -> None:
    never = Calendar("UTC", ((),) * 7)
    for target in ("1h", "day", "1d"):
        with pytest.raises(ValueError, match="never opens"):
            due(at(22, 9), made(target), never)


# Laws

minutes = st.integers(0, 60 * 24 * 20)
calendars = st.sampled_from([STORE, OFFICE, SHUT, KTV, NEW_YORK])
steady = st.sampled_from([STORE, OFFICE, SHUT, KTV])
"""Where no hour of the wall is told twice: there days are in the order of their instants."""
targets = st.one_of(
    st.integers(0, 3000).map(lambda many: Target(made("1m").unit, many)),
    st.integers(0, 8).map(lambda many: Target(made("1d").unit, many)),
    st.integers(0, 8).map(lambda many: Target(made("1wd").unit, many)),
    st.just(made("day")),
)
START = datetime(2026, 9, 25, tzinfo=UTC)
holds = st.lists(
    st.tuples(st.sampled_from(list(Party)), minutes, st.integers(0, 3000)).map(
        lambda hold: Hold(hold[0], START + timedelta(minutes=hold[1]), START + timedelta(minutes=hold[1] + hold[2]))
    ),
    max_size=4,
)


@given(calendars, minutes, targets, holds)
def test_nothing_is_due_before_it_began(calendar: Calendar, start: int, target: Target, held: list[Hold]) -> None:
    begun = START + timedelta(minutes=start)
    answer = due(begun, target, calendar, holds=held)
    assert answer.at >= begun
    assert answer.at == calendar.cut_to_closing(answer.at)


@given(steady, minutes, minutes, targets)
def test_what_comes_later_is_never_due_earlier(calendar: Calendar, start: int, later: int, target: Target) -> None:
    first, second = (START + timedelta(minutes=each) for each in sorted((start, later)))
    assert due(first, target, calendar).at <= due(second, target, calendar).at


@given(calendars, minutes, targets, holds, holds)
def test_one_more_hold_never_makes_it_earlier(
    calendar: Calendar, start: int, target: Target, held: list[Hold], more: list[Hold]
) -> None:
    begun = START + timedelta(minutes=start)
    assert due(begun, target, calendar, holds=held).at <= due(begun, target, calendar, holds=held + more).at


@given(calendars, minutes, st.integers(0, 3000), holds)
def test_what_was_counted_is_the_target_and_what_was_held_is_the_rest(
    calendar: Calendar, start: int, length: int, held: list[Hold]
) -> None:
    begun = START + timedelta(minutes=start)
    answer = due(begun, Target(made("1m").unit, length), calendar, holds=held)
    assert sum(step.minutes for step in answer.steps if step.what == "counted") == length
    assert sum(step.minutes for step in answer.steps if step.what == "held") == answer.held_minutes
    assert calendar.open_time(begun, answer.at) == timedelta(minutes=length + answer.held_minutes)

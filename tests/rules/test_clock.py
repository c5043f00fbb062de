"""Business dates, opening hours, due times, holidays and rest hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.clock import Calendar, FrozenClock, Span, SystemClock
from deskapp.rules.due import Target, Unit, due

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = (time(9), time(21, 30))
EVERY_DAY = ((DAY,),) * 7
STORE = Calendar("Asia/Shanghai", EVERY_DAY, country="CN", rest=((time(12), time(14)), (time(20, 30), time(9))))
TWO_SPANS = Calendar("Asia/Shanghai", ((((time(9), time(12)), (time(14), time(18)))),) * 7)
KTV = Calendar("Asia/Shanghai", ((((time(14), time(2))),),) * 7, closed=frozenset({date(2026, 11, 24)}))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("instant", "business"),
    [
        (at(22, 14), date(2026, 11, 22)), (at(22, 23, 59), date(2026, 11, 22)), (at(23, 3, 59), date(2026, 11, 22)),
        (at(23, 4), date(2026, 11, 23)),
    ],
)  # fmt: skip
def test_the_business_date_turns_at_the_cut_off(instant: datetime, business: date) -> None:
    assert STORE.business_date(instant) == business
    assert STORE.business_date(instant.astimezone(UTC)) == business


def test_opening_time_is_open_and_closing_time_is_closed() -> None:
    assert STORE.is_open(at(22, 9))
    assert STORE.is_open(at(22, 21, 29))
    assert not STORE.is_open(at(22, 21, 30))
    assert not STORE.is_open(at(22, 8, 59))


def test_a_day_may_have_two_spans_with_a_break_between() -> None:
    assert [TWO_SPANS.is_open(at(22, hour)) for hour in (10, 12, 13, 14, 17, 18)] == [
        True,
        False,
        False,
        True,
        True,
        False,
    ]
    assert len(TWO_SPANS.spans(date(2026, 11, 22))) == 2


def test_hours_past_midnight_belong_to_the_evening_before() -> None:
    assert KTV.is_open(at(23, 1, 59))
    assert not KTV.is_open(at(23, 2))
    assert KTV.is_open(at(24, 1))  # the night of the 23rd
    assert not KTV.is_open(at(24, 15))  # the 24th is closed
    assert not KTV.is_open(at(25, 1))
    assert KTV.closing(date(2026, 11, 23)) == at(24, 2)


def test_closed_and_extra_open_dates_overrule_the_week() -> None:
    calendar = Calendar(
        "Asia/Shanghai",
        (*((DAY,),) * 6, ()),
        closed=frozenset({date(2026, 11, 23)}),
        extra_open={date(2026, 11, 29): ((time(10), time(16)),)},
    )
    assert not calendar.opens_on(date(2026, 11, 22))  # a Sunday
    assert not calendar.opens_on(date(2026, 11, 23))
    assert calendar.spans(date(2026, 11, 29)) == [(at(29, 10), at(29, 16))]


def test_a_due_time_outside_opening_hours_is_cut_to_the_closing_before() -> None:
    assert STORE.cut_to_closing(at(22, 15)) == at(22, 15)
    assert STORE.cut_to_closing(at(22, 23)) == at(22, 21, 30)
    assert STORE.cut_to_closing(at(23, 3)) == at(22, 21, 30)


def test_a_store_that_never_opens_says_so_instead_of_searching_for_ever() -> None:
    shut = Calendar("UTC", ((),) * 7)
    assert shut.open_time(at(22, 9), at(23, 9)) == timedelta()
    with pytest.raises(ValueError, match="never opens"):
        shut.cut_to_closing(at(22, 9))


@pytest.mark.parametrize(
    ("hour", "minute", "rests"),
    [(11, 59, False), (12, 0, True), (13, 59, True), (14, 0, False), (20, 29, False), (20, 30, True),
     (3, 0, True), (9, 0, False)],
)  # fmt: skip
def test_nobody_is_phoned_in_rest_hours(hour: int, minute: int, rests: bool) -> None:
    assert STORE.in_rest(at(22, hour, minute)) is rests


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("CN", date(2026, 2, 14), True),  # a Saturday that makes up for Spring Festival
        ("CN", date(2026, 2, 17), False),
        ("CN", date(2026, 2, 20), False),
        ("CN", date(2026, 10, 10), True),
        ("CN", date(2026, 10, 11), False),
        ("CN", date(2027, 2, 8), False),
        ("KR", date(2027, 2, 9), False),  # 대체공휴일
        ("KR", date(2026, 9, 25), False),
        ("TW", date(2025, 2, 8), True),  # 補班日
        ("TW", date(2025, 1, 27), False),
        ("", date(2026, 1, 1), True),
    ],
)
def test_holidays_and_make_up_days_are_the_countrys(country: str, day: date, works: bool) -> None:
    assert Calendar("Asia/Seoul", EVERY_DAY, country=country).is_working_day(day) is works


def test_policy_overrules_the_countrys_calendar() -> None:
    calendar = Calendar(
        "Asia/Shanghai",
        EVERY_DAY,
        country="CN",
        working=frozenset({date(2026, 10, 1)}),
        not_working=frozenset({date(2026, 11, 23)}),
        closed_on_holidays=True,
    )
    assert calendar.is_working_day(date(2026, 10, 1))
    assert calendar.opens_on(date(2026, 10, 1))
    assert not calendar.is_working_day(date(2026, 11, 23))
    assert not calendar.opens_on(date(2026, 11, 23))
    assert not calendar.opens_on(date(2026, 10, 2))


def test_a_day_is_a_day_on_the_wall_though_the_clocks_change() -> None:
    berlin = Calendar("Europe/Berlin", ((((time(1), time(4))),),) * 7)
    before = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert berlin.add_days(before, 1) - before == timedelta(hours=23)
    opens, closes = berlin.spans(date(2026, 3, 29))[0]
    assert closes - opens == timedelta(hours=2)
    opens, closes = berlin.spans(date(2026, 10, 25))[0]
    assert closes - opens == timedelta(hours=4)
    assert berlin.instant(date(2026, 3, 29), time(2, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_span_that_the_clocks_swallow_whole_is_no_span() -> None:
    calendar = Calendar("Europe/Berlin", ((((time(2), time(3))),),) * 7)
    assert calendar.spans(date(2026, 3, 29)) == []


ZONES = ["Asia/Shanghai", "Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
minutes = st.integers(0, 24 * 60 - 1).map(lambda total: time(total // 60, total % 60))
spans: st.SearchStrategy[tuple[Span, ...]] = st.lists(st.tuples(minutes, minutes), max_size=2).map(tuple)
calendars = st.builds(
    Calendar,
    time_zone=st.sampled_from(ZONES),
    hours=st.tuples(*[spans] * 6, spans.filter(lambda day: any(a < b for a, b in day))),
    rest=spans,
)
instants = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(calendars, instants, st.integers(1, 20_000))
def test_open_hours_added_are_the_open_time_between(calendar: Calendar, start: datetime, length: int) -> None:
    duration = timedelta(minutes=length)
    end = due(start, Target(Unit.MINUTES, length), calendar).at
    assert end > start
    assert calendar.open_time(start, end) == duration


@given(calendars, instants)
def test_a_closing_is_never_later_than_what_it_cuts(calendar: Calendar, instant: datetime) -> None:
    cut = calendar.cut_to_closing(instant)
    assert cut <= instant
    assert (cut == instant) or not calendar.is_open(instant)


def test_a_frozen_clock_moves_only_when_told() -> None:
    clock = FrozenClock(at(22, 14, 32))
    assert clock.now() == clock.now() == datetime(2026, 11, 22, 6, 32, tzinfo=UTC)
    clock.advance(timedelta(minutes=3))
    assert clock.now().minute == 35
    clock.set(at(23, 0))
    assert clock.now() == at(23, 0)
    assert SystemClock().now().tzinfo is UTC

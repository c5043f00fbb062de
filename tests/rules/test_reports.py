"""Which days a report is about, and what is owed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.rules import reports
from deskapp.rules.decisions import No


@pytest.mark.parametrize(
    ("kind", "day", "start", "end"),
    [
        ("daily", date(2026, 11, 22), date(2026, 11, 22), date(2026, 11, 22)),
        ("weekly", date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 22)),
        ("weekly", date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 29)),
        ("monthly", date(2026, 2, 14), date(2026, 2, 1), date(2026, 2, 28)),
        ("monthly", date(2012, 2, 14), date(2012, 2, 1), date(2012, 2, 29)),
    ],
)
def test_the_days_of_a_report(kind: reports.Kind, day: date, start: date, end: date) -> None:
    assert reports.of(kind, day) == reports.Span(kind, start, end)


def test_the_month_before_march_2012_has_29_days() -> None:
    before = reports.of("monthly", date(2012, 3, 1)).before()
    assert (before.start, before.end) == (date(2012, 2, 1), date(2012, 2, 29))


def test_the_week_before_new_year_begins_in_the_old_one() -> None:
    assert reports.of("weekly", date(2027, 1, 1)).before().start == date(2026, 12, 21)


def test_a_range_ends_where_it_begins_or_later() -> None:
    day = date(2026, 11, 22)
    assert reports.between(day, day) == reports.Span("range", day, day)
    refused = reports.between(day, day - timedelta(days=1))
    assert isinstance(refused, No)
    assert refused.field == "end"


def test_only_a_date_that_has_begun_and_has_no_report_is_sealed() -> None:
    day = date(2026, 11, 22)
    assert reports.may_seal(day=day, today=day, sealed=None).allowed
    assert [each.code for each in reports.may_seal(day=day, today=day, sealed=7).objections] == ["report_sealed"]
    early = reports.may_seal(day=day, today=day - timedelta(days=1), sealed=None)
    assert [each.code for each in early.objections] == ["report_early"]


def test_every_open_date_owes_a_report_and_so_does_a_closed_one_on_which_something_was_done() -> None:
    monday = date(2026, 11, 16)
    days = [monday + timedelta(days=place) for place in range(7)]
    told = reports.compliance(
        days[0], days[6], opens=lambda day: day.weekday() < 5, worked={days[6]},
        sealed={days[0]: days[0], days[1]: days[2], days[2]: days[5]},
    )  # fmt: skip
    assert (told.owed, told.sealed, told.in_time) == (6, 3, 2)
    assert told.missing == [days[3], days[4], days[6]]


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        (date(2026, 11, 5), date(2026, 11, 5), "daily"),
        (date(2026, 11, 22), date(2026, 11, 22), "daily"),
        (date(2026, 11, 16), date(2026, 11, 22), "weekly"),
        (date(2026, 10, 1), date(2026, 10, 31), "monthly"),
        (date(2026, 11, 1), date(2026, 11, 30), "monthly"),
        (date(2026, 11, 1), date(2026, 11, 22), "monthly"),
        (date(2026, 11, 1), date(2026, 11, 21), "range"),
        (date(2026, 11, 17), date(2026, 11, 23), "range"),
    ],
)
def test_days_are_known_as_a_day_a_week_or_a_month_whole_or_up_to_today(start: date, end: date, kind: str) -> None:
    span = reports.around(start, end, today=date(2026, 11, 22))
    assert (span.kind, span.start) == (kind, start)


def test_what_comes_before_and_after_other_days_is_as_long() -> None:
    span = reports.Span("range", date(2026, 11, 5), date(2026, 11, 11))
    assert (span.before().start, span.before().end) == (date(2026, 10, 29), date(2026, 11, 4))
    assert span.before().after() == span
    assert reports.of("monthly", date(2026, 11, 5)).after() == reports.of("monthly", date(2026, 12, 1))

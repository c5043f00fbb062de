"""Birthdays by the sun and by the moon."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.rules import birthdays
from deskapp.rules.birthdays import Birthday
from deskapp.rules.decisions import No


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1990-05-01", "1990-05-01"), ("1990.5.1", "1990-05-01"), ("19900501", "1990-05-01"),
        ("１９９０年５月１日", "1990-05-01"), ("1990년 5월 1일", "1990-05-01"), ("5/1", "--05-01"), ("0501", "--05-01"),
        ("5月1日", "--05-01"), ("--05-01", "--05-01"), ("2-29", "--02-29"), ("2000-02-29", "2000-02-29"),
        ("农历5-30", "L--05-30"), ("음력 1990-05-01", "L1990-05-01"), ("農曆閏5月1日", "LL--05-01"),
        ("L1990-05-01", "L1990-05-01"),
    ],
)  # fmt: skip
def test_a_birthday_is_read_as_people_write_it(typed: str, stored: str) -> None:
    read = birthdays.parse(typed)
    assert isinstance(read, Birthday)
    assert str(read) == stored
    assert birthdays.parse(stored) == read


@pytest.mark.parametrize(
    "typed", ["", "x", "1999-02-29", "13-01", "0230", "4-31", "农历5-31", "0000-01-01", "1700-01-01", "99-1-1-1"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    refused = birthdays.parse(typed)
    assert isinstance(refused, No)
    assert refused.code == "birthday_bad"


def test_nobody_is_born_tomorrow() -> None:
    assert isinstance(birthdays.parse("2026-11-23", today=date(2026, 11, 22)), No)
    assert isinstance(birthdays.parse("2026-11-22", today=date(2026, 11, 22)), Birthday)


def falls(birthday: Birthday, year: int, country: str = "CN", leap_day: str = "02-28") -> list[str]:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return [
        f"{day:%m-%d}"
        for day in days
        if day.year == year and birthdays.falls_on(birthday, day, country=country, leap_day=leap_day)
    ]


def test_the_29th_of_february_is_kept_as_policy_says_and_in_leap_years_on_its_day() -> None:
    leapling = Birthday(2, 29)
    assert falls(leapling, 2027) == ["02-28"]
    assert falls(leapling, 2027, leap_day="03-01") == ["03-01"]
    assert falls(leapling, 2028) == falls(leapling, 2028, leap_day="03-01") == ["02-29"]


def test_new_year_by_the_moon_is_the_countrys_own() -> None:
    new_year = Birthday(1, 1, lunar=True)
    assert falls(new_year, 2027, "CN") == falls(new_year, 2027, "TW") == ["02-06"]
    assert falls(new_year, 2027, "KR") == ["02-07"]
    assert falls(new_year, 2026, "CN") == ["02-17"]


def test_a_plain_birthday_is_kept_once_in_a_year_with_a_leap_month() -> None:
    assert falls(Birthday(6, 2, lunar=True), 2025) == ["06-26"]


def test_a_leap_birthday_is_kept_in_the_leap_month_or_else_in_the_plain_one() -> None:
    leapling = Birthday(6, 2, lunar=True, leap=True)
    assert falls(leapling, 2025) == ["07-26"]
    assert falls(leapling, 2026) == falls(Birthday(6, 2, lunar=True), 2026)


@pytest.mark.parametrize("country", ["CN", "KR"])
def test_the_30th_of_a_short_moon_falls_on_its_29th(country: str) -> None:
    for day in (date(2027, 1, 1) + timedelta(days=number) for number in range(365)):
        at = birthdays.moon(day, country)
        kept = birthdays.falls_on(Birthday(at.month, 30, lunar=True), day, country=country)
        assert kept is (birthdays.moon(day + timedelta(days=1), country).day == 1)


def test_the_months_list_finds_the_day_in_the_month() -> None:
    assert birthdays.of_month(Birthday(5, 1), date(2027, 5, 1), country="CN") == date(2027, 5, 1)
    assert birthdays.of_month(Birthday(5, 1), date(2027, 6, 1), country="CN") is None

"""The days that a report covers, as clerks type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import ranges
from deskapp.rules.decisions import No
from deskapp.rules.ranges import Days

TODAY = date(2026, 3, 15)
TYPED = [
    ("", "2026-03-01", "2026-03-15"),
    ("-1", "2026-02-01", "2026-02-28"),
    ("-3", "2025-12-01", "2025-12-31"),
    ("-0", "2026-03-01", "2026-03-15"),
    ("2026", "2026-01-01", "2026-03-15"),
    ("2025", "2025-01-01", "2025-12-31"),
    ("2024-2", "2024-02-01", "2024-02-29"),
    ("2026-03", "2026-03-01", "2026-03-15"),
    ("2026-04", "2026-04-01", "2026-04-30"),
    ("2026-03-05", "2026-03-05", "2026-03-05"),
    ("2026-03-05 2026-03-09", "2026-03-05", "2026-03-09"),
    ("2026-3-5..2026-12-9", "2026-03-05", "2026-12-09"),
    ("２０２６－０３－０５～２０２６－０３－０９", "2026-03-05", "2026-03-09"),
    ("2026-03-05 – 2026-03-09", "2026-03-05", "2026-03-09"),
]


@pytest.mark.parametrize(("text", "start", "end"), TYPED)
def test_days_are_read_as_they_are_typed(text: str, start: str, end: str) -> None:
    assert ranges.typed(text, TODAY) == Days(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("text", ["x", "26", "2026-13", "2026-02-30", "2026-03-05 2026-13-01", "0000", "-9999", "1/2"])
def test_what_is_no_days_is_refused(text: str) -> None:
    answer = ranges.typed(text, TODAY)
    assert isinstance(answer, No)
    assert (answer.code, answer.field) == ("days_bad", "days")


def test_an_end_before_the_start_is_an_error_with_both_days() -> None:
    answer = ranges.typed("2026-03-09 2026-03-05", TODAY)
    assert isinstance(answer, No)
    assert (answer.code, answer.figures) == ("span_backwards", {"start": date(2026, 3, 9), "end": date(2026, 3, 5)})


@given(st.dates(date(1971, 1, 1), date(2100, 12, 31)), st.integers(0, 500))
def test_months_follow_one_another_without_a_gap(today: date, back: int) -> None:
    this, before = ranges.month(today, back), ranges.month(today, back + 1)
    assert before.end + timedelta(days=1) == this.start
    assert this.start.day == 1
    assert this.start <= this.end <= today or back == 0

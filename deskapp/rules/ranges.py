"""The days that a report covers: a month, a year, or from one day to another; none ends before it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from deskapp.rules.decisions import No, no
from deskapp.rules.text import code

_DAY = r"(\d{4})-(\d\d?)-(\d\d?)"
_BETWEEN = r"(?:\.\.|~|/|-)?"


@dataclass(frozen=True)
class Days:
    """From one day to another, both included."""

    start: date
    end: date


def backwards(start: date, end: date) -> No | None:
    """Why these days are none: they would end before they begin."""
    return no("span_backwards", field="end", start=start, end=end) if end < start else None


def month(today: date, back: int = 0) -> Days:
    """The month of today up to today, or the whole of one so many months before."""
    count = today.year * 12 + today.month - 1 - back
    first = date(count // 12, count % 12 + 1, 1)
    return _up_to(today, first, _month_after(first))


def year(today: date, back: int = 0) -> Days:
    """The year of today up to today, or the whole of one so many years before."""
    return _up_to(today, date(today.year - back, 1, 1), date(today.year - back + 1, 1, 1))


def _up_to(today: date, first: date, next_one: date) -> Days:
    last = next_one - timedelta(days=1)
    return Days(first, today if first <= today <= last else last)


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def typed(text: str, today: date, field: str = "days") -> Days | No:
    """Days as clerks type them: 2026, 2026-10, -1 for last month, 2026-10-05, 2026-10-05 2026-10-20; nothing for this
    month."""
    try:
        read = _read(code(text), today)
    except (ValueError, OverflowError):
        return no("days_bad", field=field)
    return read or no("days_bad", field=field)


def _read(folded: str, today: date) -> Days | No | None:
    """The days; why they are none; None for what is no days at all. Raises ValueError where there is no such day."""
    if not folded:
        return month(today)
    if found := re.fullmatch(r"-(\d{1,3})", folded):
        return month(today, int(found[1]))
    if found := re.fullmatch(r"\d{4}", folded):
        return year(today, today.year - int(folded))
    if found := re.fullmatch(r"(\d{4})-(\d\d?)", folded):
        first = date(int(found[1]), int(found[2]), 1)
        return _up_to(today, first, _month_after(first))
    if found := re.fullmatch(f"{_DAY}(?:{_BETWEEN}{_DAY})?", folded):
        figures = [int(part) for part in found.groups() if part]
        start, end = date(*figures[:3]), date(*figures[-3:])
        return backwards(start, end) or Days(start, end)
    return None

"""A day with its time as clerks type one: 15:30, 22 15:30, 11-22 15:30, +2h, -1 15:30; the last such, or the next."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from deskapp import words
from deskapp.rules import text
from deskapp.rules.decisions import No, no

_PASSED = re.compile(r"([+-])(\d{1,4})(m|h|d)", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):?(\d{2})", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def moment(typed: str, now: datetime, name: str, *, ahead: bool = False) -> datetime | No:
    """The instant meant, by the store's clock. What names no day or no year is the last such, `ahead` the next."""
    folded = text.code(typed.replace("T", " ")).lower()
    if folded in ("0", "now"):
        return words.local(now).replace(second=0, microsecond=0)
    if (passed := _PASSED.fullmatch(folded)) and (passed[3] != "d" or len(folded) > 2):
        span = timedelta(**{_UNITS[passed[3]]: int(passed[2])})
        at = now + span if passed[1] == "+" else now - span
        return words.local(at).replace(second=0, microsecond=0)
    named, clock = _parts(text.clean(typed.replace("T", " ")))
    if clock is None:
        return no("moment_typed", field=name)
    try:
        return _on_day(named, clock, words.local(now), ahead=ahead)
    except (ValueError, OverflowError):
        return no("moment_typed", field=name)


def spelled(at: datetime) -> str:
    """An instant as it stands in its field."""
    return f"{words.local(at):%Y-%m-%d %H:%M}"


def _parts(typed: str) -> tuple[str, time | None]:
    """What names the day, and the time of day."""
    named, _space, last = typed.strip().rpartition(" ")
    found = _CLOCK.fullmatch(text.code(last))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return named, None
    return text.code(named), time(int(found[1]), int(found[2]))


def _on_day(named: str, clock: time, here: datetime, *, ahead: bool) -> datetime:
    today = here.date()
    figures = [int(part) for part in re.split(r"[-/.]", named)] if named and named[0] not in "+-" else []
    match figures:
        case [] if named:
            return _at(today + timedelta(days=int(named)), clock, here)
        case []:
            at = _at(today, clock, here)
            other = _at(today + timedelta(days=1 if ahead else -1), clock, here)
            return other if (at < here if ahead else at > here) else at
        case [whole] if whole > 999_999:
            return _at(date(whole // 10_000, whole // 100 % 100, whole % 100), clock, here)
        case [whole] if whole > 99:
            return _yearless(whole // 100, whole % 100, clock, here, ahead=ahead)
        case [day]:
            return _monthless(day, clock, here, ahead=ahead)
        case [month, day]:
            return _yearless(month, day, clock, here, ahead=ahead)
        case [year, month, day]:
            return _at(date(year, month, day), clock, here)
    raise ValueError(named)


def _at(day: date, clock: time, here: datetime) -> datetime:
    return datetime.combine(day, clock, here.tzinfo)


def _yearless(month: int, day: int, clock: time, here: datetime, *, ahead: bool) -> datetime:
    at = _at(date(here.year, month, day), clock, here)
    if ahead and at < here:
        return _at(date(here.year + 1, month, day), clock, here)
    return _at(date(here.year - 1, month, day), clock, here) if not ahead and at > here else at


def _monthless(day: int, clock: time, here: datetime, *, ahead: bool) -> datetime:
    """The nearest month that has this day."""
    for passed in range(3):
        months = here.year * 12 + here.month - 1 + (passed if ahead else -passed)
        try:
            at = _at(date(months // 12, months % 12 + 1, day), clock, here)
        except ValueError:
            continue  # this month is too short for it
        if (at >= here) if ahead else (at <= here):
            return at
    raise ValueError(day)

"""When something is due on the business clock, and why at that instant: what counted, what was skipped and for what
reason, what a hold moved. (domain 1.6, 6)

A target is written `4h`, `90m` (time of opening), `3d` (calendar days), `2wd` (working days) or `day` (the same day:
its closing). What falls outside opening hours is cut to the closing before; what ends exactly at closing falls there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Final

from deskapp.rules.clock import Calendar, Instants
from deskapp.rules.decisions import No, no

_DAY: Final = timedelta(days=1)
_FURTHEST: Final = 3 * 366
LONGEST: Final = {"m": 60 * 24 * 366, "h": 24 * 366, "d": 366, "wd": 366}
"""The largest target of each unit."""


class Unit(StrEnum):
    """What a target is counted in."""

    MINUTES = "m"
    HOURS = "h"
    DAYS = "d"
    WORKING_DAYS = "wd"
    SAME_DAY = "day"


class Party(StrEnum):
    """For whom a case waits while it is on hold."""

    CUSTOMER = "customer"
    DEPARTMENT = "department"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Target:
    """How much time there is: so many units."""

    unit: Unit
    amount: int = 0

    def __str__(self) -> str:
        return "day" if self.unit is Unit.SAME_DAY else f"{self.amount}{self.unit.value}"


@dataclass(frozen=True)
class Hold:
    """A time in which somebody else is waited for; `end` is None while it lasts."""

    party: Party
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One line of the explanation. `what` is counted, skipped, held, moved or cut; `why` says for what reason (open,
    extra_open, make_up_day, working_day, calendar_day; closed, weekly, holiday, weekend; or who is waited for);
    `minutes` are minutes of opening."""

    what: str
    why: str
    day: date
    start: datetime
    end: datetime
    minutes: int = 0


@dataclass(frozen=True)
class Due:
    """An instant, and how it came about. `held_minutes` is the opening time that holds took, `waits_for` whom an open
    hold waits for: the clock stands still, and `at` is what would hold if it went on now."""

    at: datetime
    start: datetime
    target: str
    held_minutes: int
    waits_for: str
    steps: tuple[Step, ...]


def parse(text: str) -> Target | No:
    """A target as policy and people write it; else `target_bad`."""
    typed = "".join(text.split()).lower()
    if typed == "day":
        return Target(Unit.SAME_DAY)
    found = re.fullmatch(r"(\d{1,6})(m|h|wd|d)", typed, re.ASCII)
    if not found or int(found[1]) > LONGEST[found[2]]:
        return no("target_bad", field="target", target=text[:20])
    return Target(Unit(found[2]), int(found[1]))


def due(
    start: datetime, target: Target, calendar: Calendar, *, holds: Iterable[Hold] = (), now: datetime | None = None
) -> Due:
    """When a target that begins at `start` ends. A hold moves it by the opening time it covers and by nothing else;
    one that still lasts counts until `now`."""
    start, standing = start.astimezone(UTC), list(holds)
    held = _united((hold.start, hold.end or now or hold.start) for hold in standing)
    waits_for = next((hold.party.value for hold in standing if hold.end is None), "")
    steps: list[Step] = []
    if target.unit in (Unit.MINUTES, Unit.HOURS):
        length = timedelta(minutes=target.amount * (60 if target.unit is Unit.HOURS else 1))
        at, lost = _walk(start, length, calendar, held, steps)
    else:
        base = _BY_DAYS[target.unit](start, target.amount, calendar, steps)
        lost = _covered(start, base, held, calendar, steps)
        at = base
        if lost:
            at, more = _walk(base, lost, calendar, held, steps, what="moved")
            lost += more
    return Due(at, start, str(target), _minutes(lost), waits_for, _named(tuple(steps), standing, now))


# Opening time


def _walk(
    start: datetime,
    length: timedelta,
    calendar: Calendar,
    held: list[Instants],
    steps: list[Step],
    what: str = "counted",
) -> tuple[datetime, timedelta]:
    """When so much opening time outside the holds has passed, and how much of it the holds took on the way."""
    left, lost = length, timedelta()
    for day, opens, closes in _openings(calendar, start, steps):
        cursor, why = opens, _why_open(calendar, day)
        for begins, ends in _parts(opens, closes, held):
            if begins > cursor and left <= begins - cursor:
                break
            left -= max(begins - cursor, timedelta())
            _note(steps, what, why, day, cursor, begins)
            _note(steps, "held", "", day, begins, ends)
            lost += ends - begins
            cursor = ends
        if left <= closes - cursor:
            _note(steps, what, why, day, cursor, cursor + left)
            return cursor + left, lost
        _note(steps, what, why, day, cursor, closes)
        left -= closes - cursor
    raise ValueError("this store never opens")


def _openings(calendar: Calendar, start: datetime, steps: list[Step]) -> Iterator[tuple[date, datetime, datetime]]:
    """Opening spans from an instant on, each once; the days without any are noted with the reason."""
    for day, spans in calendar.openings(start):
        begins, ends = _whole(calendar, day)
        if not calendar.opens_on(day) and ends > start:
            steps.append(Step("skipped", _why_shut(calendar, day), day, begins, ends))
        for opens, closes in spans:
            yield day, opens, closes


def _why_shut(calendar: Calendar, day: date) -> str:
    if day in calendar.closed or (day in calendar.extra_open and not calendar.extra_open[day]):
        return "closed"
    return "holiday" if calendar.closed_on_holidays and calendar.is_holiday(day) else "weekly"


def _why_open(calendar: Calendar, day: date) -> str:
    if day in calendar.extra_open:
        return "extra_open"
    return "make_up_day" if day.weekday() >= 5 and calendar.is_working_day(day) else "open"


def _parts(opens: datetime, closes: datetime, held: list[Instants]) -> list[Instants]:
    """What the holds take of one opening span."""
    return [(max(a, opens), min(b, closes)) for a, b in held if a < closes and b > opens]


def _covered(start: datetime, end: datetime, held: list[Instants], calendar: Calendar, steps: list[Step]) -> timedelta:
    """How much opening time between two instants the holds take."""
    total = timedelta()
    for a, b in held:
        a, b = max(a, start), min(b, end)
        if a < b and (taken := calendar.open_time(a, b)):
            steps.append(Step("held", "", calendar.local(a).date(), a, b, _minutes(taken)))
            total += taken
    return total


def _united(spans: Iterable[Instants]) -> list[Instants]:
    """Holds that overlap are one: nobody is waited for twice at once."""
    found: list[Instants] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _note(steps: list[Step], what: str, why: str, day: date, start: datetime, end: datetime) -> None:
    if end > start:
        steps.append(Step(what, why, day, start, end, _minutes(end - start)))


def _minutes(time: timedelta) -> int:
    return int(time.total_seconds() // 60)


def _named(steps: tuple[Step, ...], holds: list[Hold], now: datetime | None) -> tuple[Step, ...]:
    """Each held span with whom it waited for."""
    return tuple(replace(one, why=_parties(one, holds, now)) if one.what == "held" else one for one in steps)


def _parties(step: Step, holds: list[Hold], now: datetime | None) -> str:
    here = (hold for hold in holds if hold.start < step.end and (hold.end or now or hold.start) > step.start)
    return ", ".join(dict.fromkeys(hold.party.value for hold in here))


# Days


def _same_day(start: datetime, _amount: int, calendar: Calendar, steps: list[Step]) -> datetime:
    """The closing of the day that has begun; once closed, that of the next day of opening."""
    return _closing_after(start, calendar, steps)


def _days(start: datetime, amount: int, calendar: Calendar, steps: list[Step]) -> datetime:
    at = calendar.add_days(start, amount)
    today = calendar.local(start).date()
    for passed in range(1, amount + 1):
        day = today + passed * _DAY
        steps.append(Step("counted", "calendar_day", day, *_whole(calendar, day)))
    return _cut(start, at, calendar, steps)


def _working_days(start: datetime, amount: int, calendar: Calendar, steps: list[Step]) -> datetime:
    """The same time so many working days later. What comes in on a day off is taken as come at the end of the working
    day before, so that who comes later is never served earlier."""
    wall = calendar.local(start)
    day, at = wall.date(), wall.time()
    off = not calendar.is_working_day(day)
    left = max(amount, 1) if off else amount
    for _ in range(_FURTHEST):
        if not left:
            break
        day += _DAY
        works = calendar.is_working_day(day)
        left -= works
        steps.append(Step("counted" if works else "skipped", _kind(calendar, day), day, *_whole(calendar, day)))
    else:
        raise ValueError("there is no working day within three years")
    ends = calendar.instant(day + _DAY, calendar.cutoff) if off else calendar.instant(day, at)
    return _cut(start, ends, calendar, steps)


def _kind(calendar: Calendar, day: date) -> str:
    if calendar.is_working_day(day):
        return "make_up_day" if day.weekday() >= 5 else "working_day"
    return "holiday" if calendar.is_holiday(day) else "weekend"


def _whole(calendar: Calendar, day: date) -> Instants:
    return calendar.instant(day, calendar.cutoff), calendar.instant(day + _DAY, calendar.cutoff)


def _cut(start: datetime, at: datetime, calendar: Calendar, steps: list[Step]) -> datetime:
    """The instant itself while the store is open, else the closing before it; if that lies before the start, when the
    store opens next."""
    if calendar.is_open(at):
        return at
    cut = calendar.cut_to_closing(at)
    if cut < start:
        return _walk(start, timedelta(), calendar, [], [])[0]
    if cut < at:
        steps.append(Step("cut", "closed", calendar.local(cut).date(), cut, at))
    return cut


def _closing_after(start: datetime, calendar: Calendar, steps: list[Step]) -> datetime:
    first = calendar.local(start).date() - _DAY
    for passed in range(_FURTHEST):
        day = first + passed * _DAY
        closes = calendar.closing(day)
        if closes is not None and closes > start:
            steps.append(Step("counted", "open", day, start, closes, _minutes(calendar.open_time(start, closes))))
            return closes
        if closes is None and calendar.instant(day + _DAY, calendar.cutoff) > start:
            steps.append(Step("skipped", _why_shut(calendar, day), day, *_whole(calendar, day)))
    raise ValueError("this store never opens")


_BY_DAYS = {Unit.SAME_DAY: _same_day, Unit.DAYS: _days, Unit.WORKING_DAYS: _working_days}


def earliest(*instants: datetime | None) -> datetime | None:
    """The first of several due times, of which some may not be set."""
    return min(chain(filter(None, instants)), default=None)

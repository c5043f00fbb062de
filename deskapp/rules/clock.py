"""The one clock that decides dates everywhere, and the calendar of the store.

The business date turns at a cut-off, since some stores work past midnight. Opening hours, closed days, public
holidays with their make-up working days and rest hours are the calendar's; it knows no present time of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holidays import HolidayBase

Span = tuple[time, time]
Instants = tuple[datetime, datetime]
_DAY = timedelta(days=1)
_FURTHEST = 3 * 366


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FrozenClock:
    """A clock that stands still until it is set: for tests and for demonstration stores."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        self._at += by


@lru_cache(maxsize=16)
def _public(country: str) -> HolidayBase:
    import holidays

    return holidays.country_holidays(country)


def _in(spans: tuple[Span, ...], at: time) -> bool:
    """Whether a time of day lies in one of the spans, from included, until not; a span may pass midnight."""
    return any(start <= at < end if start < end else at >= start or at < end for start, end in spans)


@dataclass(frozen=True)
class Calendar:
    """The store's days and hours. `hours` holds the spans of Monday to Sunday, in local time of day; a span that
    ends at or before its beginning ends the next day. Every instant given and returned is aware; returned in UTC."""

    time_zone: str
    hours: tuple[tuple[Span, ...], ...]
    cutoff: time = time(4)
    closed: frozenset[date] = frozenset()
    extra_open: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    country: str = ""
    closed_on_holidays: bool = False
    working: frozenset[date] = frozenset()
    not_working: frozenset[date] = frozenset()
    rest: tuple[Span, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def local(self, at: datetime) -> datetime:
        """The instant as the clock on the wall shows it."""
        return at.astimezone(self.zone)

    def instant(self, day: date, at: time) -> datetime:
        """A local date and time of day as an instant; a time that the clocks skip is taken after the skip."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def business_date(self, at: datetime) -> date:
        """The date the work belongs to: before the cut-off it is still yesterday's."""
        wall = self.local(at)
        return wall.date() - _DAY if wall.time() < self.cutoff else wall.date()

    # Opening hours

    def spans(self, day: date) -> list[Instants]:
        """When the store is open on a date, in order; the last may pass midnight. Empty on a closed day."""
        times = self._times(day)
        opened = ((self.instant(day, a), self.instant(day if a < b else day + _DAY, b)) for a, b in times)
        return sorted(span for span in opened if span[0] < span[1])

    def _times(self, day: date) -> tuple[Span, ...]:
        if day in self.extra_open:
            return self.extra_open[day]
        if day in self.closed or (self.closed_on_holidays and self.is_holiday(day)):
            return ()
        return self.hours[day.weekday()]

    def is_open(self, at: datetime) -> bool:
        """Whether the store is open; closing time is already closed."""
        today = self.local(at).date()
        return any(a <= at < b for day in (today - _DAY, today) for a, b in self.spans(day))

    def opens_on(self, day: date) -> bool:
        """Whether there are opening hours on that date."""
        return bool(self._times(day))

    def closing(self, day: date) -> datetime | None:
        """When the store closes for the last time on that date's hours; None if it does not open."""
        return max((end for _, end in self.spans(day)), default=None)

    def cut_to_closing(self, at: datetime) -> datetime:
        """The instant itself while the store is open, else the closing before it."""
        if self.is_open(at):
            return at.astimezone(UTC)
        day = self.local(at).date()
        for _ in range(_FURTHEST):
            ends = [end for _, end in self.spans(day) if end <= at]
            if ends:
                return max(ends)
            day -= _DAY
        raise ValueError("this store never opens")

    # Working days and holidays of the country

    def is_holiday(self, day: date) -> bool:
        """A public holiday, or declared a day off; not a plain weekend."""
        if day in self.not_working:
            return True
        return day not in self.working and bool(self.country) and day in _public(self.country)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday without holidays, and the weekend days that make up for them."""
        if day in self.working or day in self.not_working:
            return day in self.working
        if self.is_holiday(day):
            return False
        made_up = bool(self.country) and day in _public(self.country).weekend_workdays
        return made_up or day.weekday() < 5

    # Due times

    def add_days(self, at: datetime, days: int) -> datetime:
        """The same time on the wall so many calendar days later."""
        wall = self.local(at)
        return self.instant(wall.date() + timedelta(days=days), wall.time())

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """How much opening time lies between two instants."""
        total = timedelta()
        for _, spans in self.openings(start):
            for opens, closes in spans:
                if opens >= end:
                    return total
                total += min(closes, end) - opens
        return total

    def openings(self, at: datetime) -> Iterator[tuple[date, list[Instants]]]:
        """Each date in order with the opening time that it adds from an instant on: where two spans overlap, the later
        one is what it adds. Ends when there was none for three years."""
        day, reached, empty = self.local(at).date() - _DAY, at.astimezone(UTC), 0
        while empty < _FURTHEST:
            added = []
            for opens, closes in self.spans(day):
                if closes > reached:
                    added.append((max(opens, reached), closes))
                    reached = closes
            empty = 0 if added else empty + 1
            yield day, added
            day += _DAY

    # Rest hours

    def in_rest(self, at: datetime) -> bool:
        """Whether nobody is to be phoned at that instant."""
        return _in(self.rest, self.local(at).time())

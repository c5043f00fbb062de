"""Which days a report is about, which date may be sealed, and which dates owe a report. (domain 15)"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from deskapp.rules.decisions import Decision, No, decide, no

Kind = Literal["daily", "weekly", "monthly", "range"]
_DAY = timedelta(days=1)
OF_A_DAY: tuple[Kind, ...] = ("daily", "weekly", "monthly")
"""What a day lies in, the shortest first."""


@dataclass(frozen=True)
class Span:
    """Business dates from `start` to `end`, both included."""

    kind: Kind
    start: date
    end: date

    def before(self) -> Span:
        """The day, week or month before this one; of other days as many."""
        return self._moved(-1, self.start - _DAY)

    def after(self) -> Span:
        """The one after."""
        return self._moved(1, self.end + _DAY)

    def _moved(self, way: int, day: date) -> Span:
        if self.kind != "range":
            return of(self.kind, day)
        long = way * (self.end - self.start + _DAY)
        return Span("range", self.start + long, self.end + long)


def of(kind: Kind, day: date) -> Span:
    """The day itself, its week from Monday to Sunday, or its month."""
    match kind:
        case "weekly":
            monday = day - timedelta(days=day.weekday())
            return Span(kind, monday, monday + timedelta(days=6))
        case "monthly":
            return Span(kind, day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    return Span(kind, day, day)


def between(start: date, end: date) -> Span | No:
    """Any range of days. An end before the start is a mistake, not a report of noughts."""
    return no("span_backwards", field="end", start=start, end=end) if end < start else Span("range", start, end)


def around(start: date, end: date, today: date) -> Span:
    """What a report of these days is: of a day, of a week or a month whole or up to today, else of a range."""
    for kind in OF_A_DAY:
        span = of(kind, start)
        if span.start == start and (span.end == end or start <= end == today < span.end):
            return span
    return Span("range", start, end)


def may_seal(*, day: date, today: date, sealed: int | None, clause: str | None = None) -> Decision[None]:
    """Seal the report of a business date that has begun; `sealed` is the number of the report it already has."""
    return decide(
        None,
        [
            no("report_early", field="date", clause=clause, date=day, today=today) if day > today else None,
            no("report_sealed", field="date", number=sealed, date=day) if sealed is not None else None,
        ],
    )


@dataclass(frozen=True)
class Compliance:
    """How many dates of a span owe a report, have a sealed one, and had it by the end of the next date; and those
    without."""

    start: date
    end: date
    owed: int
    sealed: int
    in_time: int
    missing: list[date]


def compliance(
    start: date, end: date, *, opens: Callable[[date], bool], worked: Collection[date], sealed: dict[date, date]
) -> Compliance:
    """What a span owes: every date on which the store opens or anything was done. `sealed` names, for each date with a
    sealed report, the business date on which that was done."""
    days = [start + timedelta(days=place) for place in range((end - start).days + 1)]
    owed = [day for day in days if day in worked or day in sealed or opens(day)]
    there = [day for day in owed if day in sealed]
    in_time = sum(sealed[day] <= day + _DAY for day in there)
    return Compliance(start, end, len(owed), len(there), in_time, [day for day in owed if day not in sealed])

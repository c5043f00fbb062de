"""When a customer may be called: the shop's hours without its rest hours, the person's own, and the tries so far.

Tries lie apart, in other parts of the day and on more than one day; an appointment is kept whatever the tries were.
Nothing here knows the present time. (domain 7; seed: 避免在客户休息时打扰客户)
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from deskapp.rules.clock import Calendar, Instants, Span
from deskapp.rules.decisions import No, no
from deskapp.rules.text import clean

if TYPE_CHECKING:
    from deskapp.rules.policy_callbacks import CallbackPolicy

PARTS: Final = (time(0), time(12), time(18))
"""When morning, afternoon and evening begin, on the clock on the wall."""
LATE_VIEW: Final = timedelta(days=3)
"""How far ahead is looked for callable time once the latest instant has passed."""
MOST_HOURS: Final = 6
"""Spans of hours that one person may name."""
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)


class Piece(NamedTuple):
    """A stretch of time in which the shop may call, within one part of one day."""

    start: datetime
    end: datetime
    day: date
    part: int


_START, _END = attrgetter("start"), attrgetter("end")


def pieces(calendar: Calendar, start: datetime, end: datetime) -> list[Piece]:
    """Every stretch between two instants in which the shop is open and not at rest, in order."""
    found: list[Piece] = []
    last = calendar.local(end).date()
    for day, spans in calendar.openings(start):
        if day > last:
            break
        for opens, closes in spans:
            for a, b in pairwise(_cuts(calendar, opens, min(closes, end))):
                if not calendar.in_rest(a):
                    wall = calendar.local(a)
                    part = sum(wall.time() >= begins for begins in PARTS) - 1
                    found.append(Piece(a, b, wall.date(), part))
    return found


def _cuts(calendar: Calendar, opens: datetime, closes: datetime) -> list[datetime]:
    """The ends of a span and each instant in it at which rest begins or ends or the part of the day changes."""
    marks = {*PARTS, *(at for span in calendar.rest for at in span)}
    day, last = calendar.local(opens).date(), calendar.local(closes).date()
    within: set[datetime] = {opens, closes}
    while day <= last:
        within |= {at for mark in marks if opens < (at := calendar.instant(day, mark)) < closes}
        day += _DAY
    return sorted(within) if opens < closes else []


@dataclass(frozen=True)
class Facts:
    """What decides when a person may be called about one thing. `tries` are the calls that reached nobody since they
    were last spoken to, `last_call` the last one of any kind; `hours` are their own, none for any time."""

    earliest: datetime
    latest: datetime
    appointed: datetime | None = None
    tries: tuple[datetime, ...] = ()
    last_call: datetime | None = None
    hours: tuple[Span, ...] = ()
    reachable: bool = True


class Standing(StrEnum):
    """How a live callback stands at an instant."""

    WAITING = "waiting"
    RESTING = "resting"
    DUE = "due"


@dataclass(frozen=True)
class Outlook:
    """How a callback stands, when it may be called next, how many callable minutes are left before its latest
    instant, and whether it is or will be late. An appointment is never late: the customer chose it."""

    standing: Standing
    next_at: datetime | None
    left: int
    late: bool
    will_be_late: bool
    spans: Sequence[Piece] = field(default=(), repr=False)


def horizon(facts: Facts, now: datetime) -> datetime:
    """Until when callable time is looked for."""
    until = facts.latest if facts.latest > now else now + LATE_VIEW
    return max(until, facts.appointed + _DAY) if facts.appointed else until


def outlook(
    facts: Facts, *, shop: Sequence[Piece], calendar: Calendar, policy: CallbackPolicy, now: datetime
) -> Outlook:
    """How a callback stands now. `shop` holds the pieces from now (or before) until its horizon (or beyond)."""
    spans = _callable(facts, shop, calendar, policy, now)
    late = now > facts.latest and facts.appointed is None
    left = 0 if late else minutes(spans, now, facts.latest) if facts.appointed else _total(spans)
    next_at = spans[0].start if spans else None
    due = next_at is not None and next_at <= now
    waiting = now < (facts.appointed or facts.earliest)
    standing = Standing.DUE if due else Standing.WAITING if waiting else Standing.RESTING
    short = facts.appointed is None and not late and left < policy.call_minutes
    return Outlook(standing, next_at, left, late, short, spans)


def _total(spans: Sequence[Piece]) -> int:
    """Whole minutes of these spans."""
    return sum([end - start for start, end, _, _ in spans], timedelta()) // _MINUTE


def minutes(spans: Sequence[Piece], start: datetime, end: datetime) -> int:
    """Whole minutes of these spans between two instants."""
    within = (min(each.end, end) - max(each.start, start) for each in spans)
    return sum((each for each in within if each > timedelta()), timedelta()) // _MINUTE


def _callable(
    facts: Facts, shop: Sequence[Piece], calendar: Calendar, policy: CallbackPolicy, now: datetime
) -> Sequence[Piece]:
    if not facts.reachable:
        return ()
    until = horizon(facts, now)
    begins = max(now, _begins(facts, policy))
    ahead = list(shop[bisect_right(shop, begins, key=_END) : bisect_left(shop, until, key=_START)])
    if facts.hours:
        ahead = [Piece(a, b, each.day, each.part) for each in ahead for a, b in _own(each, facts.hours, calendar)]
        ahead = [piece for piece in ahead if piece.start < piece.end and piece.end > begins and piece.start < until]
    if facts.tries and not facts.appointed:
        parts = _other_parts(facts, ahead, calendar)
        ahead = [piece for piece in ahead if piece.part in parts and _other_day(piece, facts, calendar, policy)]
    if ahead and ahead[0].start < begins:
        ahead[0] = ahead[0]._replace(start=begins)
    if ahead and ahead[-1].end > until:
        ahead[-1] = ahead[-1]._replace(end=until)
    return ahead


def _begins(facts: Facts, policy: CallbackPolicy) -> datetime:
    """From when on, by the last call and the earliest instant; a time that the customer chose stands above both."""
    if facts.appointed:
        return facts.appointed
    calls = [call for call in (facts.last_call, *facts.tries[-1:]) if call]
    gap = timedelta(minutes=policy.gap_minutes)
    return max(facts.earliest, *(call + gap for call in calls)) if calls else facts.earliest


def _own(piece: Piece, hours: Sequence[Span], calendar: Calendar) -> list[Instants]:
    """The parts of a piece that lie in the person's own hours; hours may pass midnight."""
    if not hours:
        return [(piece.start, piece.end)]
    found = []
    for day in (piece.day - _DAY, piece.day):
        for a, b in hours:
            start, end = calendar.instant(day, a), calendar.instant(day if a < b else day + _DAY, b)
            found.append((max(piece.start, start), min(piece.end, end)))
    return sorted(found)


def _other_parts(facts: Facts, open_to: Sequence[Piece], calendar: Calendar) -> set[int]:
    """The parts of the day not tried yet, as far as there are any; else any but the last; else what there is."""
    usable = {piece.part for piece in open_to}
    tried = [_part(calendar, at) for at in facts.tries]
    return usable - set(tried) or usable - set(tried[-1:]) or usable


def _other_day(piece: Piece, facts: Facts, calendar: Calendar, policy: CallbackPolicy) -> bool:
    """Whether a try then leaves enough tries for other days, and is not the second in one part of one day."""
    days = {calendar.local(at).date() for at in facts.tries}
    later = max(0, policy.tries - len(facts.tries) - 1)
    again = any((calendar.local(at).date(), _part(calendar, at)) == (piece.day, piece.part) for at in facts.tries)
    return not again and len(days | {piece.day}) + later >= policy.try_days


def _part(calendar: Calendar, at: datetime) -> int:
    return sum(calendar.local(at).time() >= begins for begins in PARTS) - 1


def moment(text: str, field: str, calendar: Calendar) -> datetime | No | None:
    """An instant as typed (`2026-07-16 15:00`, by the store's clock unless it names a zone); nothing is None."""
    tidy = clean(text)
    try:
        at = datetime.fromisoformat(tidy) if tidy else None
    except ValueError:
        return no("moment_bad", field=field)
    return calendar.instant(at.date(), at.time()) if at and at.tzinfo is None else at


def own_hours(text: str) -> str | No:
    """A person's own hours as typed (`10-12, 15:00-18:00`) and as kept (`10:00-12:00,15:00-18:00`); empty for any."""
    kept = []
    for part in filter(None, re.split(r"[,;\s]+", unicodedata.normalize("NFKC", clean(text)))):
        found = re.fullmatch(r"(\d\d?)(?::(\d\d))?[-~](\d\d?)(?::(\d\d))?", part)
        hours = [int(one or 0) for one in found.groups()] if found else []
        if not hours or hours[0] > 23 or hours[2] > 24 or hours[1] > 59 or hours[3] > 59 or (hours[2:] > [24, 0]):
            return no("hours_bad", field="hours")
        kept.append(f"{hours[0]:02}:{hours[1]:02}-{hours[2] % 24:02}:{hours[3]:02}")
    return ",".join(kept) if len(kept) <= MOST_HOURS else no("hours_bad", field="hours")

"""What is to happen at the demonstration desk at a set time, before its present: complaints and calls that go on for
days, beside each day's own work."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from deskapp.demo import DAYS
from deskapp.rules import calling

if TYPE_CHECKING:
    from deskapp.rules.clock import Calendar, FrozenClock

Act = Callable[[], None]
AHEAD = 7
"""So many days ahead customers choose their time at most."""


class Agenda:
    """Acts in the order of their times. Times are counted in hours in which customers may be phoned, so that the
    demonstration looks alike at whatever hour it is made."""

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        self.calendar, self.now = calendar, now
        self._past = calling.pieces(calendar, now - timedelta(days=DAYS), now)[::-1]
        self._ahead = calling.pieces(calendar, now, now + timedelta(days=AHEAD))
        self._waiting: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def at(self, moment: datetime, act: Act) -> None:
        """Something is to happen; what would come after the present does not."""
        if moment <= self.now:
            heapq.heappush(self._waiting, (moment, next(self._order), act))

    def before(self, hours: float) -> datetime:
        """The instant so many hours of calling before the present; after it where they are negative."""
        left = timedelta(hours=abs(hours))
        for piece in self._past if hours >= 0 else self._ahead:
            if left <= (length := piece.end - piece.start):
                return piece.end - left if hours >= 0 else piece.start + left
            left -= length
        raise ValueError(f"the demonstration does not reach {hours} hours from its present")

    def until(self, moment: datetime, clock: FrozenClock) -> None:
        """Let everything happen that is to happen up to a moment, and set the clock to it."""
        while self._waiting and self._waiting[0][0] <= moment:
            at, _order, act = heapq.heappop(self._waiting)
            clock.set(max(at, clock.now()))
            act()
        clock.set(moment)

"""Takes times turn by turn, so that whatever else the machine does falls on everybody alike, and compares them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Literal

Seconds = float
Contender = Callable[[int], Seconds]
"""Does the work once, for the run of this number, and says how long it took."""


@dataclass(frozen=True)
class Taken:
    """What all the runs of one contender come to: the soonest, which no other program has delayed, and the median."""

    low: Seconds
    p50: Seconds


@dataclass(frozen=True)
class Measure:
    """One line of the table: what the desk takes, what the least takes, and how many times that is."""

    group: str
    what: str
    against: str
    desk: Taken
    least: Taken
    by: Literal["low", "p50"] = "low"
    target: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times the least."""
        if self.by == "low":
            return self.desk.low / self.least.low
        return self.desk.p50 / self.least.p50

    @property
    def missed(self) -> bool:
        """Whether there is a target and it is not reached."""
        return self.target is not None and self.ratio > self.target


def took(work: Callable[[], object]) -> Seconds:
    """How long it takes once."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def in_turn(runs: int, contenders: Mapping[str, Contender]) -> dict[str, Taken]:
    """The times of each contender; in every run each has its turn, in an order that changes."""
    times: dict[str, list[Seconds]] = {name: [] for name in contenders}
    names = list(contenders)
    gc.collect()
    for run in range(runs):
        for name in names if run % 2 else reversed(names):
            times[name].append(contenders[name](run))
    return {name: Taken(min(taken), median(taken)) for name, taken in times.items()}

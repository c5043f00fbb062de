"""Figures of a report by name, from what was kept or counted of entries. (domain 15)"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from deskapp.store import movements
from deskapp.store.duty import SHIFT
from deskapp.store.movements import Flow
from deskapp.store.report_parts import Answers, Clerk, Hour, Punctual, Refusal, Service, ShiftWork, Work

_SHIFTS = sa.select(SHIFT.c.number, SHIFT.c.counter, SHIFT.c.kind)


class Kept:
    """Figures by name, and what each is of."""

    def __init__(self, figures: Iterable[tuple[str, str, int]]) -> None:
        self._found: dict[str, list[tuple[list[Any], int]]] = defaultdict(list)
        for figure, of, amount in figures:
            self._found[figure].append((json.loads(of), int(amount)))

    def flows(self) -> list[Flow]:
        return [Flow.of(of, amount) for of, amount in self._found["flow"]]

    def paid(self) -> movements.Paid:
        cash = self._single("paid_cash")
        return {item: (points, cash[item]) for item, points in self._single("paid_points").items()}

    def service(self) -> Service:
        times = self._single("service")
        return Service(times["enrolled"], times["activated"], times["reissued"], times["reveals"])

    def work(self) -> list[Work]:
        times = self._table("work")
        return [Work(name, each["done"], each["refused"]) for name, each in sorted(times.items())]

    def clerks(self, names: dict[str, str]) -> list[Clerk]:
        return [
            Clerk(staff, names.get(staff, ""), did["done"], did["refused"], did["override"], did["approval"])
            for staff, did in sorted(self._table("person").items())
        ]

    def hours(self) -> list[Hour]:
        return [Hour(hour, done) for hour, done in sorted(self._single("hour").items())]

    def answers(self) -> list[Answers]:
        return [Answers(outcome, times) for outcome, times in sorted(self._single("answer").items()) if times]

    def refusals(self) -> list[Refusal]:
        found = [Refusal(code, operation, times) for (code, operation), times in self._found["refusal"]]
        return sorted(found, key=lambda each: (-each.times, each.code, each.operation))

    def punctual(self) -> Punctual:
        times = self._single("punctual")
        return Punctual(times["in_time"], times["late"])

    def shifts(self, conn: sa.Connection, *, one_by_one: bool) -> list[ShiftWork]:
        """What each shift did, or all of one kind at a counter together."""
        did = self._table("shift")
        known = {row.number: row for row in conn.execute(_SHIFTS.where(SHIFT.c.number.in_(did)))} if did else {}
        together: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        for number, times in did.items():
            shift = known[number]
            together[number if one_by_one else "", shift.counter, shift.kind].update({**times, "shifts": 1})
        return [_shift_work(*key, times) for key, times in sorted(together.items())]

    def _single(self, figure: str) -> Counter[Any]:
        return Counter({of[0]: amount for of, amount in self._found[figure]})

    def _table(self, figure: str) -> dict[str, Counter[str]]:
        table: dict[str, Counter[str]] = defaultdict(Counter)
        for (row, column), amount in self._found[figure]:
            table[row][column] += amount
        return table


def _shift_work(shift: str, counter: str, kind: str, times: Counter[str]) -> ShiftWork:
    return ShiftWork(
        shift, counter, kind, times["shifts"], times["done"], times["refused"], times["enrolled"], times["given"],
        times["redeemed"], times["gifts"], times["received"], times["variance"],
    )  # fmt: skip

"""顾客投诉分类统计表: how many complaints of which kind, how many founded, how soon answered, how many came back, how
content the customers were. (domain 6)

Counted are the cases registered in the range; a duplicate that was joined with another is counted there alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from deskapp.rules import ranges
from deskapp.rules.complaint_table import Feedback, State
from deskapp.rules.decisions import No
from deskapp.store.complaints import CASE
from deskapp.store.posting import Look
from deskapp.store.registry import reading

DIMENSIONS = ("category", "department", "cause", "channel")


@dataclass(frozen=True)
class Figures:
    """What was counted of some cases. Sums, so that a table adds up: the mean time to answer is `answer_minutes` by
    `answered`, the founded rate `founded` by `judged`, the reopen rate `reopened` by `implemented`, satisfaction
    `satisfied` by `heard`."""

    total: int = 0
    judged: int = 0
    founded: int = 0
    answered: int = 0
    answer_minutes: int = 0
    implemented: int = 0
    reopened: int = 0
    heard: int = 0
    satisfied: int = 0
    fair: int = 0
    unreachable: int = 0
    closed: int = 0
    withdrawn: int = 0
    cost_money: int = 0


@dataclass(frozen=True)
class Row:
    """The figures of one category, department, cause or channel; an empty code is what was not classified."""

    code: str
    figures: Figures


@dataclass(frozen=True)
class Statistics:
    """The table of a range of days, both included. `merged` were duplicates, and are in none of the figures."""

    start: date
    end: date
    whole: Figures
    merged: int
    rows: dict[str, list[Row]]


@reading("complaints.statistics")
def statistics(look: Look, *, start: date, end: date) -> Statistics | No:
    """The complaints registered from `start` to `end`, whole and by category, department, cause and channel."""
    if refused := ranges.backwards(start, end):
        return refused
    cells = _cells(look.conn, start, end)
    merged = sum(cell.figures[0] for cell in cells if cell.merged)
    counted = [cell for cell in cells if not cell.merged]
    rows = {name: _by(place, counted) for place, name in enumerate(DIMENSIONS)}
    return Statistics(start, end, _added(counted), merged, rows)


@dataclass(frozen=True)
class _Cell:
    """What was counted of the cases that have all their codes in common, in the order of DIMENSIONS."""

    merged: bool
    codes: tuple[str, ...]
    figures: tuple[int, ...]


def _cells(conn: sa.Connection, start: date, end: date) -> list[_Cell]:
    """Every case is read once, however many tables are made of it: a year has many."""
    keys = [(CASE.c.state == State.MERGED).label("is_merged"), *(CASE.c[name] for name in DIMENSIONS)]
    wanted = sa.select(*keys, *_sums()).where(CASE.c.registered_on.between(start, end)).group_by(*keys)
    many = len(keys)
    return [_Cell(bool(row[0]), tuple(row[1:many]), tuple(map(int, row[many:]))) for row in conn.execute(wanted)]


def _added(cells: list[_Cell]) -> Figures:
    return Figures(*(sum(column) for column in zip(*(cell.figures for cell in cells), strict=True)))


def _by(place: int, cells: list[_Cell]) -> list[Row]:
    """The most frequent code first."""
    codes = {cell.codes[place] for cell in cells}
    rows = [Row(code, _added([cell for cell in cells if cell.codes[place] == code])) for code in codes]
    return sorted(rows, key=lambda row: (-row.figures.total, row.code))


def _sums() -> tuple[Any, ...]:
    """The columns of Figures, in order."""
    heard = CASE.c.feedback.in_((Feedback.SATISFIED, Feedback.FAIR, Feedback.DISSATISFIED))
    return (
        sa.func.count(), _times(CASE.c.founded.is_not(None)), _times(CASE.c.founded.is_(True)),
        _times(CASE.c.answered_at.is_not(None)), sa.func.coalesce(sa.func.sum(CASE.c.answer_minutes), 0),
        _times(CASE.c.implemented_at.is_not(None)), _times(CASE.c.run > 1), _times(heard),
        _times(CASE.c.feedback == Feedback.SATISFIED), _times(CASE.c.feedback == Feedback.FAIR),
        _times(CASE.c.feedback == Feedback.UNREACHABLE), _times(CASE.c.state == State.CLOSED),
        _times(CASE.c.state == State.WITHDRAWN), sa.func.coalesce(sa.func.sum(CASE.c.cost), 0),
    )  # fmt: skip


def _times(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

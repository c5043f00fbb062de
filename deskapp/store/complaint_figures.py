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
    within = (CASE.c.registered_on >= start, CASE.c.registered_on <= end)
    counted = (*within, CASE.c.state != State.MERGED)
    whole = look.conn.execute(sa.select(*_sums()).where(*counted)).one()
    merged = sa.select(sa.func.count()).select_from(CASE).where(*within, CASE.c.state == State.MERGED)
    rows = {name: _by(look.conn, CASE.c[name], counted) for name in DIMENSIONS}
    return Statistics(start, end, Figures(*map(int, whole)), look.conn.execute(merged).scalar_one(), rows)


def _by(conn: sa.Connection, column: Any, counted: tuple[Any, ...]) -> list[Row]:
    wanted = sa.select(column, *_sums()).where(*counted).group_by(column).order_by(sa.func.count().desc(), column)
    return [Row(row[0], Figures(*map(int, row[1:]))) for row in conn.execute(wanted)]


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

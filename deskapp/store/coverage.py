"""Proves that whoever was served was called, and sums up what came of it (回访总结报告). (domain 7)

Figures are counted from the records each time; nobody keeps a tally. (seed: 必须保证会员客户的100%的回访)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from deskapp.rules import ranges
from deskapp.rules.callbacks import JUDGED, REACHED, Bucket, Outcome, bucket, percent
from deskapp.rules.decisions import No
from deskapp.store.callbacks import ATTEMPT, CALLBACK, EVENT
from deskapp.store.journal import JOURNAL
from deskapp.store.posting import Look
from deskapp.store.registry import reading

CARE = "member_care"


@dataclass(frozen=True)
class Coverage:
    """Callbacks owed for events of some days, each counted once: the buckets add up to `owed`. `by_appointment` of the
    reached were called after their days, at the time they chose. With member care on, `members` were served in these
    days and `without` of them have no callback for it, which is 0 once the day was gathered."""

    start: date
    end: date
    owed: int
    reached: int
    refused: int
    exhausted: int
    late: int
    not_yet_due: int
    cancelled: int
    by_appointment: int
    members: int
    without: int


@reading("callbacks.coverage")
def coverage(look: Look, *, start: date, end: date, purpose: str = "") -> Coverage | No:
    """How everybody who is owed a callback for these days stands: reached, refused, exhausted, late, not yet due."""
    if refused := ranges.backwards(start, end):
        return refused
    within = sa.select(EVENT.c.callback).where(EVENT.c.day.between(start, end))
    wanted = sa.select(CALLBACK).where(CALLBACK.c.number.in_(within))
    rows = look.conn.execute(wanted.where(CALLBACK.c.purpose == purpose) if purpose else wanted).all()
    counted = Counter(_bucket(look, row) for row in rows)
    chosen = sum(row.state == "done" and row.appointed is not None and row.settled_at > row.latest for row in rows)
    members = served(look.conn, look.policy.callbacks.care_after, start, end) if look.policy.callbacks.care else set()
    cared = sa.select(CALLBACK.c.member_id).join(EVENT, EVENT.c.callback == CALLBACK.c.number)
    cared = cared.where(EVENT.c.purpose == CARE, EVENT.c.day.between(start, end), CALLBACK.c.member_id.is_not(None))
    without = members - set(look.conn.execute(cared).scalars()) if members else members
    buckets = {str(each): counted[each] for each in Bucket}
    return Coverage(start, end, len(rows), **buckets, by_appointment=chosen, members=len(members), without=len(without))


def _bucket(look: Look, row: Any) -> Bucket:
    return bucket(
        state=row.state, latest=row.latest, appointed=row.appointed, settled_at=row.settled_at, now=look.at
    )  # fmt: skip


def served(conn: sa.Connection, operations: Sequence[str], start: date, end: date) -> set[int]:
    """The members for whom one of these was done, and not voided, in some days."""
    voiding = JOURNAL.alias("voiding")
    wanted = (
        sa.select(JOURNAL.c.member_id)
        .outerjoin(voiding, voiding.c.voids == JOURNAL.c.number)
        .where(JOURNAL.c.business_date.between(start, end), JOURNAL.c.operation.in_(operations))
        .where(JOURNAL.c.kind == "done", JOURNAL.c.member_id.is_not(None), voiding.c.number.is_(None))
    )
    return set(conn.execute(wanted).scalars())


@dataclass(frozen=True)
class Summary:
    """What the calls of some days brought. Rates are whole percents, nothing where there was none: `reach_rate` of
    calls, `on_time_rate` of callbacks done, `satisfied_rate` of those who judged."""

    start: date
    end: date
    calls: int
    reached: int
    reach_rate: int | None
    done: int
    on_time: int
    on_time_rate: int | None
    satisfied_rate: int | None
    outcomes: dict[str, int]
    reasons: dict[str, int]
    by_clerk: dict[str, int]
    to_complaints: int
    to_departments: int


@reading("callbacks.summary")
def summary(look: Look, *, start: date, end: date, purpose: str = "") -> Summary | No:
    """The calls of some days: how many were reached, in time, content; the reasons; what went where."""
    if refused := ranges.backwards(start, end):
        return refused
    attempts = (
        sa.select(ATTEMPT, CALLBACK.c.latest, CALLBACK.c.appointed)
        .join(CALLBACK, CALLBACK.c.number == ATTEMPT.c.callback)
        .where(ATTEMPT.c.day.between(start, end))
    )
    rows = look.conn.execute(attempts.where(CALLBACK.c.purpose == purpose) if purpose else attempts).all()
    calls = {row.entry: row for row in rows}.values()
    done = [row for row in rows if row.outcome in REACHED]
    on_time = sum(row.appointed is not None or row.at <= row.latest for row in done)
    outcomes = Counter(row.outcome for row in calls)
    reached = sum(outcomes[each] for each in (*REACHED, Outcome.APPOINTMENT, Outcome.REFUSED))
    judged = sum(outcomes[each] for each in JUDGED)
    led_to = {row.led_to for row in rows if row.led_to}
    return Summary(
        start, end, len(calls), reached, percent(reached, len(calls)), len(done), on_time, percent(on_time, len(done)),
        percent(outcomes[Outcome.SATISFIED], judged), dict(sorted(outcomes.items())),
        dict(sorted(Counter(row.reason for row in calls if row.reason).items())),
        dict(sorted(Counter(row.by for row in calls).items())),
        sum(number.startswith("C") for number in led_to), sum(number.startswith("F") for number in led_to),
    )  # fmt: skip

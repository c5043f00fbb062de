"""The desk's reports: a day, a week, a month, any range; from the figures that were kept as entries were posted.

Nobody tallies by hand, and nothing is counted anew: the journal proves the figures (`deskapp verify`). (domain 15)
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from deskapp.rules import reports as rules
from deskapp.rules.decisions import No, Role
from deskapp.rules.reports import Span
from deskapp.store import duty, movements, outstanding, tallies
from deskapp.store.items import ITEM
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import ISSUED, POINTS
from deskapp.store.movements import MEMBER, Flow
from deskapp.store.people import STAFF
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import reading
from deskapp.store.report_parts import (
    Answers,
    Clerk,
    DayLine,
    Hour,
    Late,
    Listed,
    Override,
    Refusal,
    Report,
    Service,
    Work,
)  # fmt: skip
from deskapp.store.tallies import NOTE, OVERRIDE, TALLY, TALLY_DAY

READERS = (Role.LEAD, Role.FINANCE, Role.AUDITOR)
LISTED = 200
"""So many are named one by one; `listed` says how many there are."""


@reading("reports.daily", by=READERS)
def daily(look: Look, *, date: date | None = None, counter: str = "") -> Report:
    """The figures of a business date; today's as far as it has come. Once it is sealed, the report that was sealed."""
    from deskapp.store import seals

    day = date or look.today
    sealed = None if counter else seals.report_of(look.conn, day)
    return sealed or _shown(look, rules.of("daily", day), counter)


@reading("reports.weekly", by=READERS)
def weekly(look: Look, *, date: date | None = None, counter: str = "") -> Report:
    """The figures of the week, Monday to Sunday, in which this business date lies."""
    return _shown(look, rules.of("weekly", date or look.today), counter)


@reading("reports.monthly", by=READERS)
def monthly(look: Look, *, date: date | None = None, counter: str = "") -> Report:
    """The figures of the month in which this business date lies."""
    return _shown(look, rules.of("monthly", date or look.today), counter)


@reading("reports.range", by=READERS)
def range_(look: Look, *, start: date, end: date, counter: str = "") -> Report | No:
    """The figures of any business dates, from `start` to `end`."""
    span = rules.between(start, end)
    return span if isinstance(span, No) else _shown(look, span, counter)


def _shown(look: Look, span: Span, counter: str) -> Report:
    """The report as it may be read now: a drawer that is still to be counted blind is left out."""
    whole, hidden = made(look, span, counter), duty.hidden_counters(look, since=span.end)
    return replace(whole, money=[one for one in whole.money if one.drawer not in hidden])


def made(view: Look | Posting, span: Span, counter: str = "", sealing: date | None = None) -> Report:
    """The report of these days from the figures that were kept. `sealing` is the date that gets its seal with it."""
    conn, shop = view.conn, view.policy.store
    kept = _Kept(conn, span, counter)
    moved = movements.moved(kept.flows(), kept.paid(), shop.currency, item_names(conn))
    overrides, late = _overrides(conn, span, counter), _late(conn, span, counter)
    unsigned = outstanding.unsigned(view, span.start, span.end, counter, LISTED)
    month = rules.of("monthly", span.start)
    owing = (month.start, span.end) if span.kind == "daily" else (span.start, span.end)
    return Report(
        span.kind, span.start, span.end, counter, {str(code): name for code, name in shop.name.items()}, shop.currency,
        *_entries(conn, span, counter), kept.service(), moved.points, kept.work(), kept.clerks(_staff_names(conn)),
        kept.hours(), _days(conn, span, counter), moved.gifts, moved.stock, moved.money,
        outstanding.cases(conn, span.start, span.end), kept.answers(), kept.refusals(), overrides, unsigned, late,
        _listed(conn, span, counter, len(unsigned)), outstanding.now_open(view),
        outstanding.reporting(view, *owing, sealing=sealing),
    )  # fmt: skip


class _Kept:
    """The figures of a span as they were kept, by name."""

    def __init__(self, conn: sa.Connection, span: Span, counter: str) -> None:
        total = sa.func.sum(TALLY.c.amount)
        wanted = sa.select(TALLY.c.figure, TALLY.c.of, total).where(*_within(TALLY, span, counter))
        self._found: dict[str, list[tuple[list[Any], int]]] = defaultdict(list)
        for figure, of, amount in conn.execute(wanted.group_by(TALLY.c.figure, TALLY.c.of)):
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

    def _single(self, figure: str) -> Counter[Any]:
        return Counter({of[0]: amount for of, amount in self._found[figure]})

    def _table(self, figure: str) -> dict[str, Counter[str]]:
        table: dict[str, Counter[str]] = defaultdict(Counter)
        for (row, column), amount in self._found[figure]:
            table[row][column] += amount
        return table


def _within(rows: sa.Table, span: Span, counter: str) -> list[sa.ColumnElement[bool]]:
    within: list[sa.ColumnElement[bool]] = [rows.c.day.between(span.start, span.end)]
    return [*within, rows.c.counter == counter] if counter else within


def _entries(conn: sa.Connection, span: Span, counter: str) -> tuple[int, int, int]:
    of = (sa.func.min(TALLY_DAY.c.first), sa.func.max(TALLY_DAY.c.last), sa.func.sum(TALLY_DAY.c.entries))
    row = conn.execute(sa.select(*of).where(*_within(TALLY_DAY, span, counter))).one()
    return int(row[0] or 0), int(row[1] or 0), int(row[2] or 0)


def _days(conn: sa.Connection, span: Span, counter: str) -> list[DayLine]:
    """Each date with entries, in order."""
    total = sa.func.sum(TALLY.c.amount)
    points = sa.and_(TALLY.c.figure == "flow", TALLY.c.of.like(f'%"{POINTS}"%'))
    which = sa.or_(TALLY.c.figure.in_(("hour", "service")), points)
    wanted = sa.select(TALLY.c.day, TALLY.c.figure, TALLY.c.of, total).where(*_within(TALLY, span, counter), which)
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for day, figure, of, amount in conn.execute(wanted.group_by(TALLY.c.day, TALLY.c.figure, TALLY.c.of)):
        found[day][_of_day(figure, json.loads(of))] += int(amount)
    entries = sa.select(TALLY_DAY.c.day, sa.func.sum(TALLY_DAY.c.entries)).where(*_within(TALLY_DAY, span, counter))
    return [
        DayLine(
            day, int(count), found[day]["done"], found[day]["enrolled"], found[day]["given"], found[day]["redeemed"]
        )
        for day, count in conn.execute(entries.group_by(TALLY_DAY.c.day).order_by(TALLY_DAY.c.day))
    ]


def _of_day(figure: str, of: list[Any]) -> str:
    if figure == "hour":
        return "done"
    if figure == "service":
        return str(of[0])
    flow = Flow.of(of, 0)
    if flow.back or flow.unit != POINTS:
        return ""
    if (flow.source, flow.target) == (ISSUED, MEMBER) and flow.operation != movements.TAKEN_OVER:
        return "given"
    return "redeemed" if (flow.source, flow.target) == (MEMBER, ISSUED) else ""


def _noted(span: Span, counter: str, kinds: Iterable[str]) -> sa.Select[Any]:
    return (
        sa.select(NOTE.c.entry, NOTE.c.kind, NOTE.c.code, NOTE.c.of, JOURNAL)
        .join(JOURNAL, JOURNAL.c.number == NOTE.c.entry)
        .where(*_within(NOTE, span, counter), NOTE.c.kind.in_(kinds))
        .order_by(NOTE.c.entry, NOTE.c.id)
        .limit(LISTED)
    )


def _overrides(conn: sa.Connection, span: Span, counter: str) -> list[Override]:
    return [_override(row) for row in conn.execute(_noted(span, counter, (OVERRIDE,)))]


def _override(row: Any) -> Override:
    payload = json.loads(row.payload)
    reason = payload.get("reason") or payload.get("facts", {}).get("reason", "")
    return Override(row.entry, row.at, row.operation, row.code, row.actor, row.approver or "", reason)


_LATE = (tallies.AFTER_SEAL, tallies.RECEIPT_LATE, tallies.CLOCK_BEHIND)


def _late(conn: sa.Connection, span: Span, counter: str) -> list[Late]:
    rows = conn.execute(_noted(span, counter, _LATE))
    return [Late(row.entry, row.operation, row.subject, row.kind, row.of) for row in rows]


def _listed(conn: sa.Connection, span: Span, counter: str, unsigned: int) -> Listed:
    wanted = sa.select(NOTE.c.kind, sa.func.count()).where(*_within(NOTE, span, counter)).group_by(NOTE.c.kind)
    times = Counter({row[0]: int(row[1]) for row in conn.execute(wanted)})
    return Listed(times.pop(OVERRIDE, 0), times.total(), unsigned)


def item_names(conn: sa.Connection) -> dict[str, dict[str, str]]:
    rows = conn.execute(sa.select(ITEM.c.code, ITEM.c.names))
    return {row.code: json.loads(row.names) for row in rows}


def _staff_names(conn: sa.Connection) -> dict[str, str]:
    return {row.number: row.name for row in conn.execute(sa.select(STAFF.c.number, STAFF.c.name))}

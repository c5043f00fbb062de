"""The desk's reports: a day, a week, a month, any range; from the figures that were kept as entries were posted.

Nobody tallies by hand, and nothing is counted anew: the journal proves the figures (`deskapp verify`). (domain 15)
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from deskapp.rules import reports as rules
from deskapp.rules.decisions import No, Role, no
from deskapp.rules.reports import Span
from deskapp.store import duty, movements, outstanding, tallies
from deskapp.store.items import ITEM
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import POINTS
from deskapp.store.movements import Flow
from deskapp.store.people import STAFF
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import reading
from deskapp.store.report_figures import Kept
from deskapp.store.report_parts import DayLine, Late, Listed, Override, Report, ShiftWork
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


@reading("reports.shift", by=READERS)
def shift(look: Look, *, shift: str) -> Report | No:
    """The figures of one shift, counted from its own entries; what is open is that of the whole store now."""
    row = duty.known(look.conn, shift)
    if row is None:
        return no("shift_unknown", field="shift", shift=shift[:40])
    return _shown(look, rules.of("daily", row.business_date), row.counter, row.number)


def _shown(look: Look, span: Span, counter: str, shift: str = "") -> Report:
    """The report as it may be read now: a drawer that is still to be counted blind is left out."""
    whole, hidden = made(look, span, counter, shift), duty.hidden_counters(look, since=span.end)
    blind = {row.number for row in duty.live(look.conn) if row.counter in hidden}
    shifts = [_blind(one) if one.shift in blind else one for one in whole.shifts]
    return replace(whole, money=[one for one in whole.money if one.drawer not in hidden], shifts=shifts)


def _blind(one: ShiftWork) -> ShiftWork:
    return replace(one, received_money=None)


@dataclass(frozen=True)
class Which:
    """What a report is of: days, at one counter if one is named; or one shift."""

    span: Span
    counter: str
    shift: str

    def within(self, rows: sa.Table) -> list[sa.ColumnElement[bool]]:
        """The figures of these days."""
        days: list[sa.ColumnElement[bool]] = [rows.c.day.between(self.span.start, self.span.end)]
        return [*days, rows.c.counter == self.counter] if self.counter else days

    @property
    def posted(self) -> list[sa.ColumnElement[bool]]:
        """The entries of this counter or shift."""
        if self.shift:
            return [JOURNAL.c.shift == self.shift]
        return [JOURNAL.c.counter == self.counter] if self.counter else []

    @property
    def noted(self) -> list[sa.ColumnElement[bool]]:
        """The entries that a report names by themselves."""
        if self.shift:
            return [NOTE.c.entry.in_(sa.select(JOURNAL.c.number).where(*self.posted))]
        return self.within(NOTE)


def made(view: Look | Posting, span: Span, counter: str = "", shift: str = "", sealing: date | None = None) -> Report:
    """The report of these days from the figures that were kept; of a shift from its entries. `sealing` is the date that
    gets its seal with it: then nothing is told of what an open shift counts blind."""
    conn, store = view.conn, view.policy.store
    which = Which(span, counter, shift)
    kept = Kept(_counted(view, shift) if shift else _kept(conn, which))
    moved = movements.moved(kept.flows(), kept.paid(), store.currency, item_names(conn))
    unsigned = outstanding.unsigned(view, span.start, span.end, LISTED, *which.posted)
    month = rules.of("monthly", span.start)
    owing = (month.start, span.end) if span.kind == "daily" else (span.start, span.end)
    categories, causes = outstanding.cases(conn, span.start, span.end, *which.posted)
    return Report(
        span.kind, span.start, span.end, counter, {str(code): name for code, name in store.name.items()},
        store.currency, *_entries(conn, which), kept.service(), moved.points, kept.work(),
        kept.clerks(_staff_names(conn)), kept.hours(), [] if shift else _days(conn, which), moved.gifts, moved.stock,
        moved.money, categories, kept.answers(), kept.refusals(), _overrides(conn, which), unsigned,
        _late(conn, which), _listed(conn, which, len(unsigned)), outstanding.now_open(view),
        outstanding.reporting(view, *owing, sealing=sealing), shift=shift,
        shifts=kept.shifts(conn, one_by_one=span.kind == "daily"), punctual=kept.punctual(), causes=causes,
        levels=[] if sealing and duty.live(conn) else outstanding.levels(view),
    )  # fmt: skip


def _kept(conn: sa.Connection, which: Which) -> Iterator[tuple[str, str, int]]:
    """The figures of some days as they were kept."""
    total = sa.func.sum(TALLY.c.amount)
    wanted = sa.select(TALLY.c.figure, TALLY.c.of, total).where(*which.within(TALLY))
    for row in conn.execute(wanted.group_by(TALLY.c.figure, TALLY.c.of)):
        yield row[0], row[1], row[2]


def _counted(view: Look | Posting, shift: str) -> Iterator[tuple[str, str, int]]:
    """The figures of a shift, counted entry by entry as they were when it was posted."""
    for (figure, of), amount in tallies.of_shift(view.conn, view.desk.store.policies, shift).items():
        yield figure, of, amount


def _entries(conn: sa.Connection, which: Which) -> tuple[int, int, int]:
    number, days = JOURNAL.c.number, TALLY_DAY.c
    wanted = sa.select(sa.func.min(days.first), sa.func.max(days.last), sa.func.sum(days.entries))
    wanted = wanted.where(*which.within(TALLY_DAY))
    if which.shift:
        wanted = sa.select(sa.func.min(number), sa.func.max(number), sa.func.count()).where(*which.posted)
    row = conn.execute(wanted).one()
    return int(row[0] or 0), int(row[1] or 0), int(row[2] or 0)


def _days(conn: sa.Connection, which: Which) -> list[DayLine]:
    """Each date with entries, in order."""
    total = sa.func.sum(TALLY.c.amount)
    points = sa.and_(TALLY.c.figure == "flow", TALLY.c.of.like(f'%"{POINTS}"%'))
    shown = sa.or_(TALLY.c.figure.in_(("hour", "service", "punctual")), points)
    wanted = sa.select(TALLY.c.day, TALLY.c.figure, TALLY.c.of, total).where(*which.within(TALLY), shown)
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for day, figure, of, amount in conn.execute(wanted.group_by(TALLY.c.day, TALLY.c.figure, TALLY.c.of)):
        found[day][_of_day(figure, json.loads(of))] += int(amount)
    entries = sa.select(TALLY_DAY.c.day, sa.func.sum(TALLY_DAY.c.entries)).where(*which.within(TALLY_DAY))
    return [
        DayLine(
            day,
            int(count),
            found[day]["done"],
            found[day]["enrolled"],
            found[day]["given"],
            found[day]["redeemed"],
            found[day]["in_time"],
            found[day]["late"],
        )
        for day, count in conn.execute(entries.group_by(TALLY_DAY.c.day).order_by(TALLY_DAY.c.day))
    ]


def _of_day(figure: str, of: list[Any]) -> str:
    if figure == "hour":
        return "done"
    if figure in ("service", "punctual"):
        return str(of[0])
    brief = movements.brief(Flow.of(of, 0))
    return brief[0] if brief else ""


def _noted(which: Which, kinds: Iterable[str]) -> sa.Select[Any]:
    return (
        sa.select(NOTE.c.entry, NOTE.c.kind, NOTE.c.code, NOTE.c.of, JOURNAL)
        .join(JOURNAL, JOURNAL.c.number == NOTE.c.entry)
        .where(*which.noted, NOTE.c.kind.in_(kinds))
        .order_by(NOTE.c.entry, NOTE.c.id)
        .limit(LISTED)
    )


def _overrides(conn: sa.Connection, which: Which) -> list[Override]:
    return [_override(row) for row in conn.execute(_noted(which, (OVERRIDE,)))]


def _override(row: Any) -> Override:
    payload = json.loads(row.payload)
    reason = payload.get("reason") or payload.get("facts", {}).get("reason", "")
    return Override(row.entry, row.at, row.operation, row.code, row.actor, row.approver or "", reason)


_LATE = (tallies.AFTER_SEAL, tallies.RECEIPT_LATE, tallies.CLOCK_BEHIND)


def _late(conn: sa.Connection, which: Which) -> list[Late]:
    rows = conn.execute(_noted(which, _LATE))
    return [Late(row.entry, row.operation, row.subject, row.kind, row.of) for row in rows]


def _listed(conn: sa.Connection, which: Which, unsigned: int) -> Listed:
    wanted = sa.select(NOTE.c.kind, sa.func.count()).where(*which.noted).group_by(NOTE.c.kind)
    times = Counter({row[0]: int(row[1]) for row in conn.execute(wanted)})
    return Listed(times.pop(OVERRIDE, 0), times.total(), unsigned)


def item_names(conn: sa.Connection) -> dict[str, dict[str, str]]:
    rows = conn.execute(sa.select(ITEM.c.code, ITEM.c.names))
    return {row.code: json.loads(row.names) for row in rows}


def _staff_names(conn: sa.Connection) -> dict[str, str]:
    return {row.number: row.name for row in conn.execute(sa.select(STAFF.c.number, STAFF.c.name))}

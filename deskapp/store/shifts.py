"""Shifts at the counters: opened with a counted float, joined and left, and what stands of them. (domain 14)"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from deskapp.rules import shifts as rules
from deskapp.rules.decisions import No, Role, no
from deskapp.rules.shifts import CASH, OPEN
from deskapp.store import duty, shift_counts, taking
from deskapp.store.drawer import CORRECTION
from deskapp.store.duty import CLERK, SHIFT
from deskapp.store.handover_views import names_of
from deskapp.store.ledger import FINANCE, drawer
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading
from deskapp.store.shift_counts import Count
from deskapp.store.shift_figures import InOut, in_and_out
from deskapp.store.shift_items import HANDOVER


@dataclass(frozen=True)
class Opened:
    """The shift that was opened, and the float that was counted."""

    shift: str
    count: str
    float_money: int


@operation(
    "shifts.open",
    refuses=("shift_open", "handover_waiting", "kind_unknown", "in_other_shift", "denomination_unknown", "amount_bad"),
)
def open_shift(post: Posting, *, cash: dict[str, int], kind: str = "") -> Opened | No:
    """Open the first shift of this counter with its float counted by denominations: `{"100": 1, "0.5": 4}`; each later
    one begins with a handover. The float is finance's, and so is what lay in the drawer before. (seed: 领取备用金)"""
    counter = post.desk.counter
    if here := post.duty.here:
        code = "shift_open" if here.state == OPEN else "handover_waiting"
        opened = duty.known(post.conn, here.number)
        by, at = (opened.opened_by, opened.opened_at) if here.state == OPEN else (here.by, here.at)
        return no(code, shift=here.number, by=by, at=at)
    if unfit := taking.fit(post, post.actor.number, counter, kind):
        return unfit
    counted = shift_counts.money(post, cash)
    if isinstance(counted, No):
        return counted
    brought = counted - shift_counts.expected(post, CASH, counter)
    if brought:
        own = drawer(counter)
        post.move(post.currency, *((FINANCE, own) if brought > 0 else (own, FINANCE)), abs(brought))
    number = taking.begin(post, counter, post.actor.number, kind)
    count = shift_counts.save(post, number, CASH, counted, counted, moment="open", pieces=cash)
    post.shift = number
    told = {"kind": kind, "brought_money": brought, "counts": {count: [CASH, counted, counted]}}
    return post.done(Opened(number, count, counted), subject=number, facts=told)


@dataclass(frozen=True)
class OnDuty:
    """A shift and everybody who is in it now."""

    shift: str
    clerks: list[str]


@operation("shifts.join", refuses=("shift_none", "in_shift", "in_other_shift"))
def join(post: Posting) -> OnDuty | No:
    """Join the open shift of this counter, for oneself only; nobody signs another in."""
    shift = post.duty.shift
    if not shift:
        return no("shift_none", counter=post.desk.counter)
    if post.actor.number in duty.on_duty(post.conn, shift):
        return no("in_shift", shift=shift)
    if unfit := taking.elsewhere(post, post.actor.number, post.desk.counter):
        return unfit
    taking.join(post, shift, post.actor.number)
    return post.done(OnDuty(shift, duty.on_duty(post.conn, shift)), subject=shift)


@operation("shifts.leave", refuses=("not_in_shift", "last_in_shift"))
def leave(post: Posting) -> OnDuty | No:
    """Leave the shift of this counter, or hear that it was closed. Who is the last in it hands it over."""
    left, here = post.duty.left, post.duty.shift
    shift = left.number if left else here
    clerks = duty.on_duty(post.conn, shift) if shift else []
    if post.actor.number not in clerks:
        return no("not_in_shift", shift=shift)
    if not left and len(clerks) == 1:
        return no("last_in_shift", shift=shift)
    mine = (CLERK.c.shift == shift, CLERK.c.staff == post.actor.number, CLERK.c.left_at.is_(None))
    post.conn.execute(sa.update(CLERK).where(*mine).values(left_at=post.at, left_entry=post.entry))
    return post.done(OnDuty(shift, [one for one in clerks if one != post.actor.number]), subject=shift)


@dataclass(frozen=True)
class KindToday:
    """A kind of shift on a date: its names, its stretches as pairs of instants, and with which others it overlaps for
    how many minutes."""

    code: str
    names: dict[str, str]
    segments: list[tuple[datetime, datetime]]
    overlaps: dict[str, int]


@reading("shifts.kinds")
def kinds(look: Look, *, day: date | None = None) -> list[KindToday]:
    """The kinds of shifts on a business date, with when they work; a shift is handed over where two overlap."""
    calendar, on = look.policy.calendar, day or look.today
    known = look.desk.store.policies.on(on).shifts.kinds
    spans = {one.code: rules.segments_on(one, calendar, on) for one in known}
    return [
        KindToday(
            one.code,
            {str(language): name for language, name in one.name.items()},
            spans[one.code],
            {
                other: int(shared.total_seconds() // 60)
                for other in spans
                if other != one.code and (shared := rules.overlap(spans[one.code], spans[other]))
            },
        )
        for one in known
    ]


@dataclass(frozen=True)
class ShiftLine:
    """A shift as lists show it. `clerks` are those in it now, or at its end; `overdue` when its planned end has passed;
    `handover` the one that stands for it, with its state."""

    shift: str
    counter: str
    kind: str
    state: str
    business_date: date
    opened_at: datetime
    opened_by: str
    planned_end: datetime | None
    closed_at: datetime | None
    closed_by: str
    clerks: list[str]
    overdue: bool
    relief_absent_at: datetime | None
    handover: str
    handover_state: str
    handover_way: str


def _lines(look: Look, *which: sa.ColumnElement[bool]) -> list[ShiftLine]:
    wanted = (
        sa.select(SHIFT, HANDOVER.c.number.label("handover"), HANDOVER.c.state.label("stands"), HANDOVER.c.way)
        .outerjoin(HANDOVER, sa.and_(HANDOVER.c.shift == SHIFT.c.number, HANDOVER.c.state != "refused"))
        .where(*which)
        .order_by(SHIFT.c.entry.desc())
    )
    return [_line(look, row) for row in look.conn.execute(wanted)]


def _line(look: Look, row: Any) -> ShiftLine:
    late = row.state == OPEN and row.planned_end is not None and row.planned_end < look.at
    inside = sa.select(CLERK.c.staff).where(CLERK.c.shift == row.number).order_by(CLERK.c.id)
    if row.state == OPEN:
        inside = inside.where(CLERK.c.left_at.is_(None))
    return ShiftLine(
        row.number, row.counter, row.kind, row.state, row.business_date, row.opened_at, row.opened_by, row.planned_end,
        row.closed_at, row.closed_by, list(dict.fromkeys(look.conn.execute(inside).scalars())), late,
        row.relief_absent_at, row.handover or "", row.stands or "", row.way or "",
    )  # fmt: skip


@dataclass(frozen=True)
class Current:
    """How a counter stands: its shift, open or waiting to be taken over (None: there is none), whether a shift is
    required to post, and the asker's own that somebody else has closed, with who and when; the notes and coins that are
    counted, and the kind of a shift that would be begun now; `given_back` is its handover that was refused last."""

    counter: str
    required: bool
    shift: ShiftLine | None
    closed_over_you: str
    closed_by: str
    closed_at: datetime | None
    denominations_money: list[int]
    likely_kind: str
    given_back: str = ""


@reading("shifts.current")
def current(look: Look, *, counter: str = "") -> Current:
    """The shift at this or another counter now."""
    where = counter or look.desk.counter
    staff = look.desk.staff.number if look.desk.staff else ""
    left = duty.at_counter(look.conn, where, staff).left
    found = _lines(look, SHIFT.c.counter == where, SHIFT.c.state != rules.CLOSED)
    back = _given_back(look.conn, found[0].shift) if found and found[0].state == OPEN else None
    house = look.policy.shifts
    spans = {one.code: rules.segments_on(one, look.policy.calendar, look.today) for one in house.kinds}
    return Current(
        where, house.required, found[0] if found else None, left.number if left else "",
        left.by if left else "", left.at if left else None, list(house.notes_and_coins(look.policy.store.currency)),
        rules.likely(spans, look.at), back.number if back else "",
    )  # fmt: skip


@reading("shifts.list")
def listed(
    look: Look, *, start: date | None = None, end: date | None = None, counter: str = "", limit: int = 200
) -> list[ShiftLine] | No:
    """The shifts of business dates from `start` to `end` (default today), newest first; `counter` narrows to one."""
    since, until = start or end or look.today, end or max(start or look.today, look.today)
    if until < since:
        return no("span_backwards", field="end", start=since, end=until)
    which: list[sa.ColumnElement[bool]] = [SHIFT.c.business_date.between(since, until)]
    if counter:
        which.append(SHIFT.c.counter == counter)
    return _lines(look, *which)[: max(0, limit)]


@dataclass(frozen=True)
class Correction:
    """What an entry of this shift should have said, by a later entry."""

    entry: int
    of_entry: int
    was: int
    amount: int
    reason: str
    by: str


@dataclass(frozen=True)
class ShiftView:
    """One shift with its counts, and once its cash is counted, what went in and out of the drawer; `corrections` came
    after it was closed, `given_back` is its handover that was refused last."""

    line: ShiftLine
    follows: str
    counts: list[Count]
    in_and_out: list[InOut]
    corrections: list[Correction]
    given_back: str = ""
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """Those of the gifts that were counted, in each language."""


@reading("shifts.show")
def show(look: Look, *, shift: str) -> ShiftView | No:
    """One shift by its number."""
    lines = _lines(look, SHIFT.c.number == shift)
    if not lines:
        return no("shift_unknown", field="shift", shift=shift[:40])
    line = lines[0]
    counts = shift_counts.of_shift(look.conn, shift)
    counted = line.state == rules.CLOSED or any(one.thing == CASH and one.moment == "shift" for one in counts)
    back = _given_back(look.conn, shift)
    columns = (CORRECTION.c.entry, CORRECTION.c.of_entry, CORRECTION.c.was, CORRECTION.c.amount, CORRECTION.c.reason)
    later = sa.select(*columns, CORRECTION.c.by).where(CORRECTION.c.shift == shift).order_by(CORRECTION.c.entry)
    return ShiftView(
        line, duty.known(look.conn, shift).follows, counts, in_and_out(look.conn, shift) if counted else [],
        [Correction(*row) for row in look.conn.execute(later)], back.number if back else "",
        names_of(look.conn, {one.thing for one in counts}),
    )  # fmt: skip


@dataclass(frozen=True)
class Alert:
    """A shift that somebody must see to, and why: `relief_absent`, `overdue`, `untaken` (handed over, accepted by
    nobody), or `refused` (given back)."""

    why: str
    since: datetime
    shift: ShiftLine
    told: str


@reading("shifts.alerts", by=(Role.LEAD, Role.AUDITOR))
def alerts(look: Look) -> list[Alert]:
    """What the supervisor must know of the shifts now: nobody came, time over, nobody took over, given back."""
    found = []
    for line in _lines(look, SHIFT.c.state != rules.CLOSED):
        back = _given_back(look.conn, line.shift)
        if line.state == rules.SEALED and line.closed_at:
            found.append(Alert("untaken", line.closed_at, line, ""))
        elif line.relief_absent_at:
            found.append(Alert("relief_absent", line.relief_absent_at, line, ""))
        elif back:
            found.append(Alert("refused", back.taken_at, line, back.reason))
        elif line.overdue and line.planned_end:
            found.append(Alert("overdue", line.planned_end, line, ""))
    return sorted(found, key=lambda one: one.since)


def _given_back(conn: sa.Connection, shift: str) -> Any:
    back = sa.select(HANDOVER).where(HANDOVER.c.shift == shift, HANDOVER.c.state == "refused")
    return conn.execute(back.order_by(HANDOVER.c.seal_entry.desc()).limit(1)).one_or_none()

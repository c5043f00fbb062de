"""Lists of complaints: the open ones by countdown, and one customer's, so that a repeat caller is met with what was
before. (domain 6)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from deskapp.rules import complaints as rules
from deskapp.rules import members as people
from deskapp.rules.complaint_table import ENDED, State
from deskapp.rules.decisions import No, Role, no
from deskapp.rules.members import mask_phone
from deskapp.store import complaint_finding, complaints, members
from deskapp.store.complaint_views import is_overdue
from deskapp.store.complaints import CASE
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.tables import Instant

MOST = 200


@dataclass(frozen=True)
class Line:
    """A case in a list. `minutes_left` until it is due (below zero: overdue); None while the clock stands still or all
    is over."""

    number: str
    version: int
    state: str
    severity: str
    category: str
    department: str
    channel: str
    name: str
    phone: str
    subject: str
    opened_at: datetime
    due_at: datetime | None
    due_step: str
    minutes_left: int | None
    overdue: bool
    held_by: str
    level: str
    reopened: int
    assignee: str


@dataclass(frozen=True)
class Page:
    """One page of a list; `after` asks for the next, and is empty when there is none."""

    rows: list[Line]
    total: int
    overdue: int
    after: str


TITLE = sa.func.coalesce(sa.func.nullif(CASE.c.subject, ""), sa.func.substr(CASE.c.what, 1, 80)).label("subject")
"""What a case is called in lists: in the clerk's word for it, else by how what happened begins."""
LINE = (
    CASE.c.id, CASE.c.number, CASE.c.version, CASE.c.state, CASE.c.severity, CASE.c.category, CASE.c.department,
    CASE.c.channel, CASE.c.name, CASE.c.phone, TITLE, CASE.c.opened_at, CASE.c.due_at, CASE.c.due_step,
    CASE.c.held_by, CASE.c.held_since, CASE.c.level, CASE.c.run, CASE.c.assignee,
)  # fmt: skip


def line(row: Any, look: Look) -> Line:
    """A case as lists show it, from a row of `LINE`."""
    (
        _, number, version, state, severity, category, department, channel, name, phone, subject, opened_at, due_at,
        due_step, held_by, held_since, level, run, assignee,
    ) = row  # fmt: skip
    left = None if due_at is None or held_by else int((due_at - look.at).total_seconds() // 60)
    return Line(
        number, version, state, severity, category, department, channel, name,
        mask_phone(phone, look.policy.store.region) if phone else "", subject, opened_at, due_at, due_step, left,
        is_overdue(due_at, held_since, look.at), held_by, level, run - 1, assignee,
    )  # fmt: skip


@reading("complaints.list")
def listed(
    look: Look,
    *,
    state: str = "",
    overdue: bool = False,
    mine: bool = False,
    escalated: bool = False,
    department: str = "",
    severity: str = "",
    text: str = "",
    after: str = "",
    limit: int = 50,
) -> Page | No:
    """The open cases by countdown, or those in one state (what is over: the newest first), with the total; `escalated`
    to who asks, or to those below them. `after` is what the page before gave. With a `text`, whatever it finds, as
    `complaints.find` does, in any state."""
    if state and state not in tuple(State):
        return no("choose_one", field="state")
    if text.strip():
        return _found(look, text, max(1, min(limit, MOST)))
    at, last = None, 0
    if after:
        place = _place(after, over=state in ENDED)
        if isinstance(place, No):
            return place
        at, last = place
    mine_is = look.desk.staff.number if mine and look.desk.staff is not None else ""
    given = {"state": state, "department": department, "severity": severity, "assignee": mine_is}
    narrow = tuple(name for name, value in given.items() if value)
    asked = _asked(narrow, state in ENDED, overdue, escalated)
    most = max(1, min(limit, MOST))
    bound = {**given, "now": look.at, "levels": levels(look)}
    total, late = look.conn.execute(asked.counts, bound).one()
    wanted = asked.further if after else asked.first
    rows = look.conn.execute(wanted, {**bound, "at": at, "last": last, "most": most + 1}).all()
    cursor = _cursor(rows[most - 1]) if len(rows) > most else ""
    return Page([line(row, look) for row in rows[:most]], total, late, cursor)


def _found(look: Look, text: str, most: int) -> Page:
    """What a text finds, in the order of the search."""
    numbers = [each.key for each in complaint_finding.find.function(look, text=text, limit=most)]
    rows = {row.number: row for row in look.conn.execute(sa.select(*LINE).where(CASE.c.number.in_(numbers)))}
    lines = [line(rows[number], look) for number in numbers]
    return Page(lines, len(lines), sum(one.overdue for one in lines), "")


def _late(now: Any) -> tuple[Any, ...]:
    """Overdue now, or before the hold began."""
    held = sa.or_(CASE.c.held_since.is_(None), CASE.c.due_at < CASE.c.held_since)
    return CASE.c.due_at < now, held


_NOW = sa.bindparam("now", type_=Instant())
OPEN = sa.select(sa.func.count()).select_from(CASE).where(CASE.c.due_at.is_not(None))
"""How many cases are open."""
LATE = OPEN.where(*_late(_NOW))
"""How many of them are overdue `now`."""
ESCALATED = CASE.c.level.in_(sa.bindparam("levels", expanding=True))
"""Those that were escalated to one of these `levels`."""


def levels(look: Look) -> list[str]:
    """The levels of escalation that concern who asks."""
    staff = look.desk.staff
    return [level.value for level in rules.called_on(Role(staff.role))] if staff is not None else []


@dataclass(frozen=True)
class Asked:
    """The queries of one list: how many and how many of them are late, the first page, the page behind a place."""

    counts: sa.Select[Any]
    first: sa.Select[Any]
    further: sa.Select[Any]


@cache
def _asked(narrow: tuple[str, ...], over: bool, overdue: bool, escalated: bool = False) -> Asked:
    """Made once for each way to narrow the list: making them costs more than asking them. The next place is looked up,
    nothing is counted off."""
    where: list[Any] = [CASE.c[name] == sa.bindparam(name) for name in narrow]
    where += [] if over else [CASE.c.due_at.is_not(None)]
    where += _late(_NOW) if overdue else ()
    where += [ESCALATED] if escalated else []
    count = sa.select(sa.func.count()).select_from(CASE).where(*where)
    late = count.where(*_late(_NOW))
    first = sa.select(*LINE).where(*where).limit(sa.bindparam("most", type_=sa.Integer()))
    order: tuple[Any, ...] = (CASE.c.id.desc(),) if over else (CASE.c.due_at, CASE.c.id)
    behind = CASE.c.id < sa.bindparam("last")
    if not over:
        place = sa.tuple_(sa.bindparam("at", type_=Instant()), sa.bindparam("last"))
        behind = sa.tuple_(CASE.c.due_at, CASE.c.id) > place
    counts = sa.select(count.scalar_subquery(), late.scalar_subquery())
    return Asked(counts, first.order_by(*order), first.where(behind).order_by(*order))


def _place(after: str, *, over: bool) -> tuple[datetime | None, int] | No:
    """The due time and the id behind which a page begins."""
    at, _, last = after.partition("|")
    if not last.isdigit():
        return no("choose_one", field="after")
    try:
        return (None if over else datetime.fromisoformat(at)), int(last)
    except ValueError:
        return no("choose_one", field="after")


def _cursor(row: Any) -> str:
    return f"{row.due_at.isoformat() if row.due_at else ''}|{row.id}"


@dataclass(frozen=True)
class Caller:
    """One customer's cases, the newest first. `calls`: `first` (ask everything), `second` (greet by name, refer to the
    last one), `many` (read the history first, then call back)."""

    calls: str
    open: int
    total: int
    rows: list[Line]


@reading("complaints.of")
def of(look: Look, *, member: str = "", phone: str = "", complaint: str = "", limit: int = 50) -> Caller | No:
    """Everything one customer complained of, by membership or phone, whichever of both each case has. A `complaint` is
    left out; alone, it says whose the others are."""
    this = complaints.of_number(look.conn, complaint) if complaint.strip() else None
    if isinstance(this, No):
        return this
    alone = this is not None and not member.strip() and not phone.strip()
    keys = list(_keys_of(this)) if alone else _keys(look, member, phone)
    if isinstance(keys, No):
        return keys
    same = sa.union(*(sa.select(CASE.c.id).where(key) for key in keys or [sa.false()])).subquery()
    mine = sa.and_(CASE.c.id.in_(sa.select(same.c.id)), CASE.c.id != (this.id if this is not None else 0))
    whole = sa.select(
        sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((CASE.c.due_at.is_not(None), 1), else_=0)), 0)
    ).where(mine, CASE.c.state != State.MERGED)
    total, open_ = look.conn.execute(whole).one()
    rows = look.conn.execute(sa.select(*LINE).where(mine).order_by(CASE.c.id.desc()).limit(max(1, min(limit, MOST))))
    calls = ("first", "second", "many")[min(total, 2)]
    return Caller(calls, open_, total, [line(row, look) for row in rows])


def _keys_of(case: Any) -> Any:
    """What a case has in common with others of the same customer."""
    if case.member_id is not None:
        yield CASE.c.member_id == case.member_id
    if case.phone:
        yield CASE.c.phone == case.phone


def _keys(look: Look, member: str, phone: str) -> list[Any] | No:
    keys: list[Any] = []
    if member.strip():
        holder = members.found(look.conn, member)
        if holder is None:
            return no("member_unknown", field="member", member=member.strip()[:40])
        keys.append(CASE.c.member_id == holder.id)
        known = sa.select(members.MEMBER.c.phone).where(members.MEMBER.c.id == holder.id)
        if own := look.conn.execute(known).scalar():
            keys.append(CASE.c.phone == own)
    if phone.strip():
        dialled = people.phone(phone, look.policy.store.region)
        if isinstance(dialled, No):
            return dialled
        keys.append(CASE.c.phone == dialled)
        theirs = sa.select(members.MEMBER.c.id).where(members.MEMBER.c.phone == dialled)
        keys.append(CASE.c.member_id.in_(theirs))
    return keys or no("complainant_needed", field="phone")

"""Who is on duty where: shifts and their clerks, and which shift a posting belongs to. (domain 14)

A counter has one shift at a time; the database itself refuses a second one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import Role
from deskapp.rules.shifts import CASH, OPEN, WORKS_THE_DESK, Here
from deskapp.store.tables import Instant, Key, owned_by_entry, table

if TYPE_CHECKING:
    from deskapp.store.posting import Look, Posting

_LIVE = "state <> 'closed'"
_ON = "left_at is null"


class Shift(SQLModel, table=True):
    """One shift at a counter. `business_date` is that of its opening, `planned_end` what its kind says; `follows` the
    handover it began with. `closed_by` and `closed_at` are of whoever sealed it, from whatever counter."""

    __tablename__ = "shift"
    __table_args__ = (
        sa.CheckConstraint("state in ('open', 'sealed', 'closed')", name="state"),
        sa.CheckConstraint("(state = 'open') = (closed_at is null)", name="ended"),
        sa.Index(
            "uq_shift_live",
            "counter",
            unique=True,
            sqlite_where=sa.text(_LIVE),
            postgresql_where=sa.text(_LIVE),
        ),
        sa.Index("ix_shift_day", "business_date", "counter"),
    )
    number: str = Field(primary_key=True)
    counter: str
    kind: str = ""
    state: str = OPEN
    business_date: date
    opened_at: datetime = Field(sa_type=Instant)
    opened_by: str
    planned_end: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    follows: str = ""
    relief_absent_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    closed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    closed_by: str = ""
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))


class ShiftClerk(SQLModel, table=True):
    """Somebody in a shift, until `left_at`. Whose shift was closed by another stays in it until they have heard."""

    __tablename__ = "shift_clerk"
    __table_args__ = (
        sa.Index(
            "uq_shift_clerk_on",
            "staff",
            "shift",
            unique=True,
            sqlite_where=sa.text(_ON),
            postgresql_where=sa.text(_ON),
        ),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    shift: str = Field(foreign_key="shift.number", index=True)
    staff: str
    joined_at: datetime = Field(sa_type=Instant)
    left_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    left_entry: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


class ShiftCount(SQLModel, table=True):
    """A blind count, never changed: what was counted and what the books expected when it was saved. `moment` is `open`
    for a float taken, `shift` for a count within the shift; `pieces` the denominations as JSON, `following` the next
    number of what is numbered."""

    __tablename__ = "shift_count"
    __table_args__ = (
        sa.CheckConstraint("moment in ('open', 'shift')", name="moment"),
        sa.CheckConstraint("counted >= 0", name="counted"),
        sa.Index("ix_shift_count_shift", "shift", "thing", "entry"),
    )
    number: str = Field(primary_key=True)
    shift: str = Field(foreign_key="shift.number")
    thing: str
    moment: str
    counted: int = Field(sa_type=Key)
    expected: int = Field(sa_type=Key)
    pieces: str = Field(default="{}", sa_type=sa.Text)
    following: str = ""
    at: datetime = Field(sa_type=Instant)
    by: str
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))


SHIFT = table(Shift)
CLERK = table(ShiftClerk)
COUNT = table(ShiftCount)


@dataclass(frozen=True)
class Duty:
    """What a posting meets at its counter: the shift there, and the person's own that another has closed."""

    here: Here | None = None
    left: Here | None = None

    @property
    def shift(self) -> str:
        """The open shift of this counter, or nothing."""
        return self.here.number if self.here and self.here.state == OPEN else ""


_STANDING = sa.text(
    "select number, state, closed_by, closed_at, 1 as here from shift where counter = :counter and state <> 'closed'"
    " union all select s.number, s.state, s.closed_by, s.closed_at, 0 from shift_clerk c join shift s"
    " on s.number = c.shift where c.staff = :staff and c.left_at is null and s.state <> 'open'"
    " and s.counter = :counter"
).columns(*map(sa.column, ("number", "state", "closed_by")), sa.column("closed_at", Instant()), sa.column("here"))


def at_counter(conn: sa.Connection, counter: str, staff: str) -> Duty:
    """The shift of a counter, and the one that was closed over this person's head."""
    here, left = None, None
    for row in conn.execute(_STANDING, {"counter": counter, "staff": staff}):
        found = Here(row.number, row.state, row.closed_by, row.closed_at)
        here, left = (found, left) if row.here else (here, found)
    return Duty(here, left)


def known(conn: sa.Connection, number: str) -> Any:
    """The row of a shift, or None."""
    return conn.execute(sa.select(SHIFT).where(SHIFT.c.number == number)).one_or_none()


def live(conn: sa.Connection) -> list[Any]:
    """The shift of each counter that has one, by counter."""
    return list(conn.execute(sa.select(SHIFT).where(SHIFT.c.state != "closed").order_by(SHIFT.c.counter)))


def on_duty(conn: sa.Connection, shift: str) -> list[str]:
    """Who is in a shift now, in the order they came."""
    mine = (CLERK.c.shift == shift, CLERK.c.left_at.is_(None))
    return list(conn.execute(sa.select(CLERK.c.staff).where(*mine).order_by(CLERK.c.id)).scalars())


def hidden_counters(look: Look, since: date | None = None) -> set[str]:
    """The counters whose cash nobody is shown, since it is still to be counted blind: where shifts are kept, until the
    count of the present one is saved. Finance and auditors, who count nothing, see it. With a date: where the present
    shift began on it or before."""
    staff = look.desk.staff
    if staff and staff.role in (Role.FINANCE, Role.AUDITOR):
        return set()
    if since is not None:
        return uncounted(look.conn, since)
    counted = sa.select(SHIFT.c.counter).where(SHIFT.c.state != "closed", _COUNTED)
    return set(look.conn.execute(sa.select(SHIFT.c.counter).where(SHIFT.c.counter.not_in(counted))).scalars())


def uncounted(conn: sa.Connection, day: date) -> set[str]:
    """The counters with a shift, begun on this date or before, whose cash is still to be counted."""
    wanted = sa.select(SHIFT.c.counter).where(SHIFT.c.state != "closed", SHIFT.c.business_date <= day, ~_COUNTED)
    return set(conn.execute(wanted).scalars())


Untold = Callable[[str, int], int | None]
"""What is told of so many pieces of a unit on the desk."""


def untold(view: Look | Posting) -> Untold:
    """What is told of so many pieces of a gift on the desk: None while whoever asks is still to count it blind. So are
    clerks and leads, and whoever is in a shift, until each open shift has counted it; that there are none is told."""
    shifts = [row.number for row in view.conn.execute(_OPEN_NOW)] if "item" in view.policy.shifts.counted else []
    staff = view.desk.staff
    asks = staff is None or staff.role in WORKS_THE_DESK
    if not shifts or not (asks or any(staff and staff.number in on_duty(view.conn, shift) for shift in shifts)):
        return lambda _unit, pieces: pieces
    times = sa.func.count(COUNT.c.shift.distinct())
    by_shift = sa.select(COUNT.c.thing).where(COUNT.c.shift.in_(shifts), COUNT.c.moment == "shift")
    counted = set(view.conn.execute(by_shift.group_by(COUNT.c.thing).having(times == len(shifts))).scalars())
    return lambda unit, pieces: pieces if unit in counted or not pieces else None


_OPEN_NOW = sa.select(SHIFT.c.number).where(sa.text(_LIVE), SHIFT.c.state == OPEN)
_COUNTED = sa.exists().where(COUNT.c.shift == SHIFT.c.number, COUNT.c.thing == CASH, COUNT.c.moment == "shift")

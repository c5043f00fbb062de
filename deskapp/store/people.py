"""Who works at the desk: staff numbers, PINs (argon2id), and the lockout that survives a restart. (domain 1.8)"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, Role, no
from deskapp.rules.people import may_try, pin_fault, wrong_pin
from deskapp.store import engine as engines
from deskapp.store import posting
from deskapp.store.desk import Act, Desk, Staff
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import Secret, operation, reading
from deskapp.store.tables import Instant, table

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES = ", ".join(f"'{role.value}'" for role in Role)


class StaffMember(SQLModel, table=True):
    """A person with a staff number. `failed` counts wrong PINs in a row, `locks` how often that locked them."""

    __tablename__ = "staff"
    __table_args__ = (sa.CheckConstraint(f"role in ({ROLES})", name="role"),)
    number: str = Field(primary_key=True)
    name: str
    role: str
    language: str = "zh_Hans"
    pin_hash: str
    active: bool = True
    failed: int = 0
    locks: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


STAFF = table(StaffMember)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(pin: str) -> str:
    """The argon2id hash of a PIN, as it is stored."""
    return _hasher().hash(pin)


def _right(pin_hash: str, pin: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(pin_hash, pin)
    except VerifyMismatchError:
        return False


@cache
def _nobodys_hash() -> str:
    return hashed("no such person")


def check_pin(desk: Desk, number: str, pin: str, *, as_approver: bool = False) -> Staff | No:
    """The person of this number if the PIN is theirs; else `staff_unknown`, `pin_wrong` with the tries left, or
    `locked` with until when. Wrong tries are journalled and counted in the database."""
    with desk.store.engine.connect() as conn:
        row = conn.execute(sa.select(STAFF).where(STAFF.c.number == number, STAFF.c.active)).one_or_none()
    who, what = ("approver", "approver_pin") if as_approver else ("number", "pin")
    if row is None:
        _right(_nobodys_hash(), pin)
        return no("staff_unknown", field=who, staff=number)
    if told := may_try(staff=number, locked_until=row.locked_until, now=desk.store.clock.now()):
        return dataclasses.replace(told, field=what)
    if not _right(row.pin_hash, pin):
        return _wrong(desk, number, what)
    if told := _locked_meanwhile(desk, number):
        return dataclasses.replace(told, field=what)
    return Staff(row.number, row.name, Role(row.role), row.language)


def _locked_meanwhile(desk: Desk, number: str) -> No | None:
    """A right PIN wipes out the wrong tries before it, unless others locked the number while this one was checked."""
    with desk.store.engine.connect() as conn:
        row = _find(conn, number)
    if told := may_try(staff=number, locked_until=row.locked_until, now=desk.store.clock.now()):
        return told
    if row.failed or row.locks:
        with engines.writing(desk.store.engine) as conn:
            conn.execute(sa.update(STAFF).where(STAFF.c.number == number).values(failed=0, locks=0, locked_until=None))
    return None


def _wrong(desk: Desk, number: str, field: str) -> No:
    with engines.writing(desk.store.engine) as conn:
        post = posting.begin(conn, desk, "people.sign_in")
        before = _find(conn, number)
        if told := may_try(staff=number, locked_until=before.locked_until, now=post.at):
            return dataclasses.replace(told, field=field)
        theirs = sa.update(STAFF).where(STAFF.c.number == number)
        one_more = theirs.values(failed=STAFF.c.failed + 1).returning(STAFF.c.failed, STAFF.c.locks)
        row = conn.execute(one_more).one()
        told = wrong_pin(staff=number, failures=row.failed, locks=row.locks, at=post.at, policy=post.policy.people)
        if told.code == "locked":
            conn.execute(theirs.values(failed=0, locks=row.locks + 1, locked_until=told.figures["until"]))
        posting.record_refusal(post, told, subject=number)
    return dataclasses.replace(told, field=field, matters=False)  # it stands in the journal already


def sign_in(desk: Desk, number: str, pin: str) -> Desk | No:
    """The desk with this person at it; the sign-in is journalled."""
    staff = check_pin(desk, number, pin)
    if isinstance(staff, No):
        return staff
    at_desk = desk.signed_in(staff)
    with engines.writing(desk.store.engine) as conn:
        post = posting.begin(conn, at_desk, "people.sign_in")
        post.done(staff.number, subject=staff.number)
        posting.record(post, None, "")
    return at_desk


@dataclass(frozen=True)
class Unlocked:
    """The person who may try again."""

    staff: str


@operation("people.unlock", by=Role.LEAD, refuses=("staff_unknown", "not_locked"))
def unlock(post: Posting, *, staff: str) -> Unlocked | No:
    """Let a person who typed a wrong PIN too often try again at once."""
    row = _find(post.conn, staff)
    if row is None:
        return no("staff_unknown", field="staff", staff=staff)
    if row.locked_until is None or row.locked_until <= post.at:
        return no("not_locked", field="staff", staff=staff)
    post.conn.execute(sa.update(STAFF).where(STAFF.c.number == staff).values(failed=0, locks=0, locked_until=None))
    return post.done(Unlocked(staff), subject=staff)


@dataclass(frozen=True)
class Added:
    """The new person's number."""

    staff: str


@operation("people.add", by=Role.MANAGER, refuses=("staff_taken", "pin_weak", "empty"))
def add(post: Posting, *, number: str, name: str, role: Role, pin: Secret, language: str = "zh_Hans") -> Added | No:
    """Give a person a staff number, a role and a first PIN."""
    if not (number.strip() and name.strip()):
        return no("empty", field="name" if number.strip() else "number")
    if weak := _weak(post, pin, number, "pin"):
        return weak
    if _find(post.conn, number) is not None:
        return no("staff_taken", field="number", staff=number)
    put(post.conn, Staff(number, name, role, language), pin)
    return post.done(Added(number), subject=number, facts={"role": role})


def _weak(post: Posting, pin: str, staff: str, field: str) -> No | None:
    rules = post.policy.people
    fault = pin_fault(pin, minimum=rules.pin_min, maximum=rules.pin_max, staff=staff)
    return dataclasses.replace(fault, field=field) if fault else None


def put(conn: sa.Connection, staff: Staff, pin: str, *, pin_hash: str = "") -> None:
    """Write a new person's row; with `pin_hash`, the hash that was made before."""
    row = {"number": staff.number, "name": staff.name, "role": staff.role.value, "language": staff.language}
    blank = {"active": True, "failed": 0, "locks": 0, "locked_until": None}
    conn.execute(sa.insert(STAFF), {**row, **blank, "pin_hash": pin_hash or hashed(pin)})


@dataclass(frozen=True)
class PinChanged:
    """The person whose PIN is a new one."""

    staff: str


def _own_pin(act: Act, arguments: Mapping[str, Any]) -> No | None:
    """The old PIN, checked and counted like any other try."""
    number = act.desk.staff.number if act.desk.staff else ""
    checked = check_pin(act.desk, number, arguments["old"])
    return dataclasses.replace(checked, field="old") if isinstance(checked, No) else None


@operation("people.change_pin", by=tuple(Role), refuses=("pin_wrong", "pin_weak", "locked"), first=_own_pin)
def change_pin(post: Posting, *, old: Secret, new: Secret) -> PinChanged | No:
    """Change one's own PIN; `old` was checked first."""
    if weak := _weak(post, new, post.actor.number, "new"):
        return weak
    changed = sa.update(STAFF).where(STAFF.c.number == post.actor.number)
    post.conn.execute(changed.values(pin_hash=hashed(new)))
    return post.done(PinChanged(post.actor.number), subject=post.actor.number)


def known(conn: sa.Connection, number: str) -> bool:
    """Whether somebody who works here has this number."""
    row = _find(conn, number)
    return row is not None and bool(row.active)


def role_of(conn: sa.Connection, number: str) -> Role | None:
    """The role of somebody who works here, or None."""
    row = _find(conn, number)
    return Role(row.role) if row is not None and row.active else None


def _find(conn: sa.Connection, number: str) -> Any:
    return conn.execute(sa.select(STAFF).where(STAFF.c.number == number)).one_or_none()


@dataclass(frozen=True)
class Person:
    """One person as the list shows them."""

    number: str
    name: str
    role: str
    active: bool
    locked_until: datetime | None


@reading("people.list", by=(Role.LEAD, Role.FINANCE, Role.AUDITOR))
def listed(look: Look) -> list[Person]:
    """Everybody with a staff number."""
    wanted = sa.select(STAFF.c.number, STAFF.c.name, STAFF.c.role, STAFF.c.active, STAFF.c.locked_until)
    return [Person(*row) for row in look.conn.execute(wanted.order_by(STAFF.c.number))]

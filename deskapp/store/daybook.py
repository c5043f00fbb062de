"""The journal as people read it: a day, one's own latest, one entry, and what every holder has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from deskapp.store import duty
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import ACCOUNT, COUNTER_PARTIES, ON_DESK, drawer
from deskapp.store.members import MEMBER
from deskapp.store.people import STAFF
from deskapp.store.posting import Look
from deskapp.store.registry import reading

LISTED = 200


@dataclass(frozen=True)
class Line:
    """One journal entry as lists show it. `facts` are its figures, or those of the refusal."""

    entry: int
    at: datetime
    business_date: date
    counter: str
    actor: str
    actor_name: str
    approver: str | None
    operation: str
    kind: str
    subject: str
    member: str
    facts: dict[str, Any]
    voids: int | None
    voided_by: int | None
    policy_version: str
    shift: str = ""


_VOIDING = JOURNAL.alias("voiding")
_LINES = (
    sa.select(
        JOURNAL.c.number, JOURNAL.c.at, JOURNAL.c.business_date, JOURNAL.c.counter, JOURNAL.c.actor,
        sa.func.coalesce(STAFF.c.name, "").label("actor_name"), JOURNAL.c.approver, JOURNAL.c.operation,
        JOURNAL.c.kind, JOURNAL.c.subject, sa.func.coalesce(MEMBER.c.name, "").label("member"), JOURNAL.c.payload,
        JOURNAL.c.voids, _VOIDING.c.number.label("voided_by"), JOURNAL.c.policy_version,
        JOURNAL.c.shift,
    )
    .outerjoin(_VOIDING, _VOIDING.c.voids == JOURNAL.c.number)
    .outerjoin(STAFF, STAFF.c.number == JOURNAL.c.actor)
    .outerjoin(MEMBER, MEMBER.c.id == JOURNAL.c.member_id)
)  # fmt: skip


def _line(row: Any) -> Line:
    payload = json.loads(row.payload)
    facts = payload.get("facts", {k: v for k, v in payload.items() if k in ("refused", "figures", "approver")})
    if "reason" in payload:
        facts = {**facts, "approval_reason": payload["reason"]}
    return Line(
        row.number, row.at, row.business_date, row.counter, row.actor, row.actor_name, row.approver, row.operation,
        row.kind, row.subject, row.member, facts, row.voids, row.voided_by, row.policy_version,
        row.shift,
    )  # fmt: skip


@reading("journal.day")
def day(look: Look, *, day: date | None = None, counter: str = "", limit: int = LISTED) -> list[Line]:
    """The entries of a business date, newest first; `counter` narrows to one counter."""
    wanted = _LINES.where(JOURNAL.c.business_date == (day or look.today))
    if counter:
        wanted = wanted.where(JOURNAL.c.counter == counter)
    return [_line(row) for row in look.conn.execute(wanted.order_by(JOURNAL.c.number.desc()).limit(limit))]


@reading("journal.mine")
def mine(look: Look, *, limit: int = 20) -> list[Line]:
    """What the person signed in did last."""
    staff = look.desk.staff.number if look.desk.staff else ""
    wanted = _LINES.where(JOURNAL.c.actor == staff, JOURNAL.c.kind == "done", JOURNAL.c.operation != "people.sign_in")
    return [_line(row) for row in look.conn.execute(wanted.order_by(JOURNAL.c.number.desc()).limit(limit))]


@reading("journal.show")
def show(look: Look, *, entry: int) -> Line | None:
    """One entry by its number."""
    row = look.conn.execute(_LINES.where(JOURNAL.c.number == entry)).one_or_none()
    return _line(row) if row else None


@dataclass(frozen=True)
class Balance:
    """What one holder has of one unit: points, minor units of money, or pieces."""

    unit: str
    holder: str
    balance: int


@reading("ledger.balances")
def balances(look: Look, *, unit: str = "", holder: str = "", limit: int = 1000) -> list[Balance]:
    """What holders have, by unit; counter-parties show what went out as less than zero. What a drawer or the desk
    holds, and what would give it away, is not shown while it is still to be counted blind."""
    wanted = sa.select(ACCOUNT.c.unit, ACCOUNT.c.holder, ACCOUNT.c.balance).order_by(ACCOUNT.c.unit, ACCOUNT.c.holder)
    if unit:
        wanted = wanted.where(ACCOUNT.c.unit == unit)
    if holder:
        wanted = wanted.where(ACCOUNT.c.holder == holder)
    hidden = [drawer(counter) for counter in duty.hidden_counters(look)]
    if hidden:
        kept = sa.select(ACCOUNT.c.unit).where(ACCOUNT.c.holder.in_(hidden))
        told = sa.and_(ACCOUNT.c.holder.in_(COUNTER_PARTIES), ACCOUNT.c.unit.in_(kept))
        wanted = wanted.where(ACCOUNT.c.holder.not_in(hidden), sa.not_(told))
    untold = duty.untold(look)
    on_desk = look.conn.execute(sa.select(ACCOUNT.c.unit, ACCOUNT.c.balance).where(ACCOUNT.c.holder == ON_DESK))
    blind = {row.unit for row in on_desk if untold(row.unit, row.balance) is None}
    found = (Balance(*row) for row in look.conn.execute(wanted.limit(limit)))
    return [one for one in found if one.unit not in blind or one.holder not in {ON_DESK, *COUNTER_PARTIES}]

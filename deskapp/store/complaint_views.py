"""One complaint as the screen shows it: what is known, its history, why it is due when it is, and what can be done
next. (domain 6)"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from deskapp.rules import complaints as rules
from deskapp.rules.allowances import Allowed, still_allowed
from deskapp.rules.complaints import Option, Who
from deskapp.rules.decisions import No, Role
from deskapp.rules.due import Due
from deskapp.rules.members import mask_phone
from deskapp.store import complaints, deadlines, evidence, receipts, remedies
from deskapp.store.calls import CALL
from deskapp.store.complaints import CASE, CHANGE
from deskapp.store.journal import JOURNAL
from deskapp.store.members import MEMBER
from deskapp.store.people import STAFF
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.slips import SLIP

HIDDEN = frozenset({"phone"})
"""Fields whose values the history does not show; they are revealed like any other."""
SHOWN = (
    "number", "version", "state", "run", "opened_at", "registered_at", "channel", "severity", "category", "department",
    "name", "addressed", "language", "subject", "what", "happened_at", "place", "asked", "staff", "receipt", "invoice",
    "hotline", "assignee", "founded", "answer", "promised_at", "cause", "product", "responsible", "slip", "conduct",
    "feedback", "measure", "held_by", "held_since", "level", "body", "reference", "due_at", "due_step", "answered_at",
    "implemented_at", "closed_at",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One entry of the history: who did what and when, and what was set or said with it."""

    entry: int
    at: datetime
    by: str
    by_name: str
    operation: str
    version: int
    told: dict[str, str]


@dataclass(frozen=True)
class Run:
    """One run of a step: late when it ended, or stands now, after its time."""

    step: str
    run: int
    target: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    late: bool


@dataclass(frozen=True)
class Offer:
    """One remedy of the latest proposals."""

    option: int
    kind: str
    detail: str
    cost_money: int
    approved: bool
    done: bool
    paper: str


@dataclass(frozen=True)
class File:
    """A file of evidence, as it is listed."""

    name: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Paper:
    """A slip that was made for the case: what the customer took away, signed, or did not sign."""

    number: str
    kind: str
    state: str
    made_at: datetime


@dataclass(frozen=True)
class CaseView:
    """A case whole. `fields` are its columns, `member` the member's number, `why` the reason for `due_at`, `calls_for`
    who should know by now."""

    fields: dict[str, Any]
    phone: str
    member: str
    cost_money: int
    reopened: int
    overdue: bool
    calls_for: str
    merged_into: str
    earlier: str
    merged: list[str]
    later: list[str]
    offers: list[Offer]
    files: list[File]
    papers: list[Paper]
    runs: list[Run]
    why: Due | None
    history: list[Event]
    next: list[Option]
    clerk_up_to: int = 0
    """Up to which cost a clerk ends a case without a supervisor."""
    bought: date | None = None
    allowed: list[Allowed] = field(default_factory=list)
    """What law and house still allow for what was bought on the day of the receipt, where that is known."""
    calls: list[str] = field(default_factory=list)
    """The calls in which it was spoken of."""


@reading("complaints.show")
def show(look: Look, *, complaint: str) -> CaseView | No:
    """A case with its history, the moves that are legal next for who asks, and why it is due when it is."""
    row = complaints.of_number(look.conn, complaint)
    if isinstance(row, No):
        return row
    runs = deadlines.runs(look.conn, row.id)
    nearest = _nearest(runs, row)
    region = look.policy.store.region
    links = _links(look.conn, row)
    bought = receipts.date_of(look.conn, row.receipt)
    return CaseView(
        fields={name: getattr(row, name) for name in SHOWN},
        phone=mask_phone(row.phone, region) if row.phone else "",
        member=_member(look.conn, row.member_id), cost_money=row.cost, reopened=row.run - 1,
        overdue=is_overdue(row.due_at, row.held_since, look.at), calls_for=_calls_for(look, row, nearest),
        merged_into=links["into"], earlier=links["earlier"], merged=links["merged"], later=links["later"],
        offers=_offers(look.conn, row.id),
        files=[File(each.name, each.kind, each.size, each.sha256) for each in evidence.files(look.conn, row.id)],
        papers=_papers(look.conn, row.id),
        runs=[_run(each, row, look.at) for each in runs],
        why=deadlines.explained(look.conn, look.policy, nearest, look.at) if nearest is not None else None,
        history=_history(look.conn, row.id),
        next=rules.options(complaints.standing(row), who_looks(look), look.policy.complaints, today=look.today),
        clerk_up_to=look.policy.complaints.clerk_closes_up_to,
        calls=list(look.conn.execute(_CALLS, {"number": row.number}).scalars()),
        bought=bought, allowed=_allowed(look, bought, row.category) if bought else [],
    )  # fmt: skip


_CALLS = sa.select(CALL.c.number).where(CALL.c.complaint == sa.bindparam("number")).order_by(CALL.c.number)


def _allowed(look: Look, bought: date, category: str) -> list[Allowed]:
    """By the rules of the day on which it was bought."""
    rules_then = look.desk.store.policies.on(bought).allowances
    return list(still_allowed(rules_then, bought=bought, today=look.today, category=category))


def who_looks(look: Look) -> Who:
    """Who would make a move, by number and name."""
    staff = look.desk.staff
    if staff is None:
        return Who(Role.CLERK)
    return Who(Role(staff.role), frozenset(name for name in (staff.number, staff.name) if name))


def is_overdue(due_at: datetime | None, held_since: datetime | None, now: datetime) -> bool:
    """Whether the next deadline has passed; while somebody else is waited for, whether it had before."""
    return due_at is not None and due_at < (held_since or now)


def _nearest(runs: list[Any], row: Any) -> Any:
    """The open run that is due first."""
    open_ = [each for each in runs if each.ended_at is None]
    return min(open_, key=lambda each: each.due_at, default=None) if row.due_at is not None else None


def _run(each: Any, row: Any, now: datetime) -> Run:
    until = each.ended_at or row.held_since or now
    return Run(each.step, each.run, each.target, each.started_at, each.due_at, each.ended_at, each.due_at < until)


def _calls_for(look: Look, row: Any, nearest: Any) -> str:
    if nearest is None or row.held_by:
        return ""
    level = rules.called_for(nearest.started_at, row.due_at, look.at, look.policy.complaints)
    return level.value if level else ""


def _member(conn: sa.Connection, member_id: int | None) -> str:
    number = sa.select(MEMBER.c.number).where(MEMBER.c.id == member_id)
    return str(conn.execute(number).scalar() or "") if member_id is not None else ""


def _links(conn: sa.Connection, row: Any) -> dict[str, Any]:
    """Numbers of the cases that this one hangs together with."""

    def numbers(*where: Any) -> list[str]:
        return list(conn.execute(sa.select(CASE.c.number).where(*where).order_by(CASE.c.id)).scalars())

    into = numbers(CASE.c.id == row.merged_into) if row.merged_into else []
    earlier = numbers(CASE.c.id == row.earlier_id) if row.earlier_id else []
    return {
        "into": "".join(into), "earlier": "".join(earlier),
        "merged": numbers(CASE.c.merged_into == row.id), "later": numbers(CASE.c.earlier_id == row.id),
    }  # fmt: skip


def _offers(conn: sa.Connection, case_id: int) -> list[Offer]:
    found = remedies.of_round(conn, case_id, remedies.latest_round(conn, case_id))
    return [
        Offer(
            each.option, each.kind, each.detail, each.cost, each.approved_by is not None, each.done_by is not None,
            each.paper,
        )
        for each in found
    ]  # fmt: skip


def _papers(conn: sa.Connection, case_id: int) -> list[Paper]:
    mine = sa.select(CHANGE.c.entry).where(CHANGE.c.complaint_id == case_id)
    wanted = sa.select(SLIP.c.number, SLIP.c.kind, SLIP.c.state, SLIP.c.made_at).where(SLIP.c.entry.in_(mine))
    return [Paper(*row) for row in conn.execute(wanted.order_by(SLIP.c.made_at, SLIP.c.number))]


def _history(conn: sa.Connection, case_id: int) -> list[Event]:
    wanted = (
        sa.select(CHANGE.c.entry, CHANGE.c.version, CHANGE.c.field, CHANGE.c.value)
        .add_columns(JOURNAL.c.at, JOURNAL.c.actor, JOURNAL.c.operation, STAFF.c.name)
        .join(JOURNAL, JOURNAL.c.number == CHANGE.c.entry)
        .outerjoin(STAFF, STAFF.c.number == JOURNAL.c.actor)
        .where(CHANGE.c.complaint_id == case_id)
        .order_by(CHANGE.c.id)
    )
    found: dict[tuple[int, int], Event] = {}
    for row in conn.execute(wanted):
        event = found.setdefault(
            (row.entry, row.version),
            Event(row.entry, row.at, row.actor, row.name or "", row.operation, row.version, {}),
        )
        event.told[row.field] = "" if row.field in HIDDEN else row.value
    return list(found.values())

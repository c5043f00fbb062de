"""Due times of a case: a row for each run of each step, the first kept when it is reopened, and holds. (domain 6)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules import due
from deskapp.rules.complaint_table import ENDED, Move, State
from deskapp.rules.decisions import No
from deskapp.rules.due import Hold, Party, Target
from deskapp.rules.policy import Policy
from deskapp.store.posting import Look, Posting
from deskapp.store.tables import Instant, Key, owned_by_entry, table

ANSWER: Final = "answer"
"""The whole way from the registration, or the reopening, to the customer's answer."""
PROMISE: Final = "promise"
"""What the customer was promised, where it is sooner than every step."""
STEP: Final = {
    State.DRAFT: "acknowledge", State.REGISTERED: "judge", State.INVESTIGATING: "investigate",
    State.PROPOSING: "propose", State.AWAITING_APPROVAL: "approve", State.AWAITING_CUSTOMER: "offer",
    State.IMPLEMENTING: "implement", State.AWAITING_FEEDBACK: "feedback", State.REFERRED: "follow_up",
}  # fmt: skip
"""What is to be done while a case stands in a state."""
UNANSWERED: Final = (State.REGISTERED, State.INVESTIGATING, State.PROPOSING, State.AWAITING_APPROVAL)


class ComplaintRun(SQLModel, table=True):
    """One run of a step: from when, how long it may take, until when; open until `ended_at`."""

    __tablename__ = "complaint_run"
    __table_args__ = (
        sa.Index(
            "uq_complaint_run_open",
            "complaint_id",
            "step",
            unique=True,
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        ),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    complaint_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("complaint.id"), nullable=False, index=True))
    run: int
    step: str
    target: str
    started_at: datetime = Field(sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    ended_by: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


class ComplaintHold(SQLModel, table=True):
    """A time in which somebody else was waited for; one at a time."""

    __tablename__ = "complaint_hold"
    __table_args__ = (
        sa.CheckConstraint("party in ('customer', 'department', 'outside')", name="party"),
        sa.Index(
            "uq_complaint_hold_open",
            "complaint_id",
            unique=True,
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        ),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    complaint_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("complaint.id"), nullable=False, index=True))
    party: str
    reason: str
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    ended_by: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


RUN = table(ComplaintRun)
HOLD = table(ComplaintHold)


def target_of(policy: Policy, severity: str, step: str) -> Target:
    """How long a step may take."""
    found: Target = getattr(policy.complaints.times(severity), step)
    return found


def begin(post: Posting, case_id: int, severity: str, run: int, steps: Iterable[str]) -> None:
    """Start steps from now on."""
    for step in steps:
        target = target_of(post.policy, severity, step)
        at = due.due(post.at, target, post.policy.calendar).at
        row = {"complaint_id": case_id, "run": run, "step": step, "target": str(target), "started_at": post.at}
        post.conn.execute(sa.insert(RUN), {**row, "due_at": at, "ended_at": None, "entry": post.entry})


def follow(post: Posting, row: Any, what: Move, target: State, new: Mapping[str, Any]) -> dict[str, Any]:
    """End the steps that a move ends, start those it starts, and answer with the columns of the case that follow."""
    before = State(row.state)
    severity = new.get("severity", row.severity)
    anew = what in (Move.REOPEN, Move.DISSATISFIED)
    values: dict[str, Any] = {"run": row.run + 1, "promised_at": None} if anew else {}
    ended = _ended(before, what, target)
    if ended:
        _end(post, row.id, ended)
    begun = _begun(before, what, target)
    begin(post, row.id, severity, values.get("run", row.run), begun)
    if severity != row.severity:
        _measure_anew(post, row.id, severity)
    values |= _answered(post, row, target)
    promised = {"promised_at": row.promised_at, **new, **values}["promised_at"]
    return values | next_due(post.conn, row.id, promised)


def _ended(before: State, what: Move, target: State) -> tuple[str, ...]:
    if target in ENDED:
        return (*STEP.values(), ANSWER)
    if what is Move.NOTE and target is State.REFERRED:
        return (STEP[State.REFERRED],)
    if target is before:
        return ()
    left = (STEP[before],) if before in STEP else ()
    return (*left, ANSWER) if target is State.AWAITING_CUSTOMER else left


def _begun(before: State, what: Move, target: State) -> tuple[str, ...]:
    again = what is Move.NOTE and target is State.REFERRED
    if target in ENDED or (target is before and not again):
        return ()
    whole = what in (Move.REGISTER, Move.REOPEN, Move.DISSATISFIED)
    back = what in (Move.RESTORE, Move.UNMERGE) and target in UNANSWERED
    return (STEP[target], ANSWER) if whole or back else (STEP[target],)


def _end(post: Posting, case_id: int, steps: tuple[str, ...]) -> None:
    open_ = (RUN.c.complaint_id == case_id, RUN.c.step.in_(steps), RUN.c.ended_at.is_(None))
    post.conn.execute(sa.update(RUN).where(*open_).values(ended_at=post.at, ended_by=post.entry))


def _answered(post: Posting, row: Any, target: State) -> dict[str, Any]:
    """The first answer is what the statistics count."""
    if target not in (State.AWAITING_CUSTOMER, State.ANSWERED_UNFOUNDED) or row.answered_at is not None:
        return {}
    minutes = int((post.at - row.registered_at) / timedelta(minutes=1)) if row.registered_at else None
    return {"answered_at": post.at, "answer_minutes": minutes}


def next_due(conn: sa.Connection, case_id: int, promised: datetime | None = None) -> dict[str, Any]:
    """The columns that say what is due next: the earliest open step, or before it what the customer was promised."""
    open_ = sa.select(RUN.c.step, RUN.c.due_at).where(RUN.c.complaint_id == case_id, RUN.c.ended_at.is_(None))
    steps = [(row.due_at, row.step) for row in conn.execute(open_)]
    if promised is not None and any(step == ANSWER for _, step in steps):
        steps.append((promised, PROMISE))
    at, step = min(steps, default=(None, ""))
    return {"due_at": at, "due_step": step}


# Before it is done


@dataclass(frozen=True)
class Foreseen:
    """What would be due next after a move, until when, and why then; no instant when nothing would be."""

    step: str = ""
    at: datetime | None = None
    why: due.Due | None = None


def foreseen(
    look: Look, row: Any, what: Move, target: State, *, severity: str = "", promised_at: datetime | None = None
) -> Foreseen:
    """What `follow` would write, told before anything is written."""
    severity, ended = severity or row.severity, _ended(State(row.state), what, target)
    anew = what in (Move.REOPEN, Move.DISSATISFIED)
    promised = None if anew else promised_at or row.promised_at
    held = [] if target in ENDED else holds(look.conn, row.id)
    if what is Move.RELEASE:
        held = [replace(each, end=each.end or look.at) for each in held]
    found = []
    for run in runs(look.conn, row.id):
        if run.ended_at is None and run.step not in ended:
            length = target_of(look.policy, severity, run.step) if severity != row.severity else due.parse(run.target)
            assert isinstance(length, due.Target), run.target
            why = due.due(run.started_at, length, look.policy.calendar, holds=held, now=look.at)
            moved = severity != row.severity or what is Move.RELEASE
            found.append(Foreseen(run.step, why.at if moved else run.due_at, why))
    for step in _begun(State(row.state), what, target):
        why = due.due(look.at, target_of(look.policy, severity, step), look.policy.calendar)
        found.append(Foreseen(step, why.at, why))
    if promised is not None and any(each.step == ANSWER for each in found):
        found.append(Foreseen(PROMISE, promised))
    return min(found, key=lambda each: (each.at or look.at, each.step), default=Foreseen())


# Holds


def hold(post: Posting, row: Any, party: Party, reason: str) -> None:
    """Stop the clock while somebody else is waited for."""
    values = {"complaint_id": row.id, "party": party.value, "reason": reason, "started_at": post.at}
    post.conn.execute(sa.insert(HOLD), {**values, "ended_at": None, "entry": post.entry})


def release(post: Posting, row: Any) -> None:
    """Let the clock go on: what was due moves by the opening time of the hold."""
    open_ = (HOLD.c.complaint_id == row.id, HOLD.c.ended_at.is_(None))
    post.conn.execute(sa.update(HOLD).where(*open_).values(ended_at=post.at, ended_by=post.entry))
    _measure_anew(post, row.id, row.severity)


def _measure_anew(post: Posting, case_id: int, severity: str) -> None:
    held = holds(post.conn, case_id)
    open_ = sa.select(RUN).where(RUN.c.complaint_id == case_id, RUN.c.ended_at.is_(None))
    for run in post.conn.execute(open_).all():
        target = target_of(post.policy, severity, run.step)
        at = due.due(run.started_at, target, post.policy.calendar, holds=held, now=post.at).at
        post.conn.execute(sa.update(RUN).where(RUN.c.id == run.id).values(due_at=at, target=str(target)))


def holds(conn: sa.Connection, case_id: int) -> list[Hold]:
    """Every time that a case waited for somebody."""
    wanted = sa.select(HOLD).where(HOLD.c.complaint_id == case_id).order_by(HOLD.c.id)
    return [Hold(Party(row.party), row.started_at, row.ended_at) for row in conn.execute(wanted)]


def runs(conn: sa.Connection, case_id: int) -> list[Any]:
    """Every run of every step, in order."""
    return list(conn.execute(sa.select(RUN).where(RUN.c.complaint_id == case_id).order_by(RUN.c.id)))


def explained(conn: sa.Connection, policy: Policy, run: Any, now: datetime) -> due.Due:
    """Why a step is due when it is."""
    target = due.parse(run.target)
    assert not isinstance(target, No), run.target
    return due.due(run.started_at, target, policy.calendar, holds=holds(conn, run.complaint_id), now=now)

"""Complaints as they are kept: the cases, every change of one, and how a posting takes a case and moves it. (domain 6)

Each move is one version of the case and one journal entry; a form that saw an older version is told what changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules import complaints as rules
from deskapp.rules.complaint_table import ENDED, Move, State
from deskapp.rules.complaints import Standing, Who
from deskapp.rules.decisions import Decision, No, Role, no
from deskapp.rules.text import checked, code
from deskapp.store import deadlines
from deskapp.store.journal import JOURNAL
from deskapp.store.posting import Posting
from deskapp.store.tables import Bytewise, Instant, Key, owned_by_entry, table

_STATES = ", ".join(f"'{state.value}'" for state in State)
_OPEN = "due_at is not null"
_LISTED = ("due_at", "id", "held_since", "state", "assignee", "department", "severity", "level")
"""The order of the open list, and whatever it is counted and filtered by: the counts never touch a row."""
LONGEST = 1000
"""Of what is said with a move."""
MOVE_REFUSALS = (
    "complaint_unknown", "stale", "complaint_state", "complaint_names_you", "complaint_on_hold", "role_needed", "empty",
)  # fmt: skip
"""What every move of a case may answer."""


class Complaint(SQLModel, table=True):
    """One case as it stands. `before` is the state that a withdrawn or merged one came from, `run` counts its rounds
    from 1, `due_at` is the next deadline of an open case, `search` every key it is found under in one text."""

    __tablename__ = "complaint"
    __table_args__ = (
        sa.CheckConstraint(f"state in ({_STATES})", name="state"),
        sa.CheckConstraint("held_by in ('', 'customer', 'department', 'outside')", name="held_by"),
        sa.CheckConstraint("(state = 'merged') = (merged_into is not null)", name="merged"),
        sa.CheckConstraint("merged_into is null or merged_into <> id", name="not_into_itself"),
        sa.CheckConstraint(
            "(due_at is null) = (state in ('closed', 'answered_unfounded', 'withdrawn', 'merged'))", name="due"
        ),
        sa.Index("ix_complaint_open", *_LISTED, sqlite_where=sa.text(_OPEN), postgresql_where=sa.text(_OPEN)),
        sa.Index("ix_complaint_state", "state", "id"),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    number: str = Field(unique=True)
    version: int = 1
    state: str = State.DRAFT.value
    before: str | None = None
    run: int = 1
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    last_entry: int = Field(sa_column=owned_by_entry(nullable=False))
    opened_at: datetime = Field(sa_type=Instant)
    registered_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    registered_on: date | None = Field(default=None, index=True)
    channel: str = ""
    severity: str = "ordinary"
    category: str = ""
    department: str = ""
    member_id: int | None = Field(
        sa_column=sa.Column(Key, sa.ForeignKey("member.id"), nullable=True, index=True), default=None
    )
    name: str = ""
    addressed: str = ""
    phone: str = Field(default="", sa_type=Bytewise, index=True)
    language: str = "zh_Hans"
    subject: str = ""
    what: str = Field(default="", sa_type=sa.Text)
    happened_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    place: str = ""
    asked: str = Field(default="", sa_type=sa.Text)
    staff: str = ""
    receipt: str = ""
    invoice: str = ""
    hotline: str = ""
    assignee: str = ""
    founded: bool | None = None
    answer: str = Field(default="", sa_type=sa.Text)
    promised_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    cause: str = ""
    product: str = ""
    responsible: str = ""
    cost: int = Field(default=0, sa_type=Key)
    slip: str = ""
    conduct: str = ""
    feedback: str = ""
    measure: str = Field(default="", sa_type=sa.Text)
    held_by: str = ""
    held_since: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    level: str = ""
    merged_into: int | None = Field(
        sa_column=sa.Column(Key, sa.ForeignKey("complaint.id"), nullable=True, index=True), default=None
    )
    earlier_id: int | None = Field(
        sa_column=sa.Column(Key, sa.ForeignKey("complaint.id"), nullable=True, index=True), default=None
    )
    body: str = ""
    reference: str = ""
    due_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    due_step: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    answer_minutes: int | None = Field(default=None, sa_type=Key, nullable=True)
    implemented_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    closed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    closed_on: date | None = None
    search: str = Field(default="", sa_type=sa.Text)


class ComplaintChange(SQLModel, table=True):
    """A field that an entry set, and the version that came of it; also words said at a move (`reason`, `note`). Kept
    apart from the journal so that a person can be erased."""

    __tablename__ = "complaint_change"
    __table_args__ = (sa.Index("ix_complaint_change_case", "complaint_id", "version"),)
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    complaint_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("complaint.id"), nullable=False))
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))
    version: int
    field: str
    value: str = Field(sa_type=sa.Text)


CASE = table(Complaint)
CHANGE = table(ComplaintChange)
TOLD = (
    "state", "version", "run", "severity", "category", "department", "founded", "cause", "cost", "feedback", "conduct",
    "held_by", "level", "assignee", "slip",
)  # fmt: skip
"""What the journal tells of a case at each move: codes and figures, nothing personal."""


@dataclass(frozen=True)
class Moved:
    """A case after a move: its state and version, the step that is due next and until when, and the slip if one was
    made."""

    complaint: str
    state: str
    version: int
    due_step: str
    due_at: datetime | None
    slip: str = ""


def of_number(conn: sa.Connection, typed: str, *, field: str = "complaint") -> Any:
    """The row of a complaint's number, or `complaint_unknown`."""
    row = conn.execute(_BY_NUMBER, {"number": code(typed)}).one_or_none()
    return row if row is not None else no("complaint_unknown", field=field, complaint=typed[:40])


def joined(conn: sa.Connection, row: Any) -> Any:
    """The case itself, or the one that goes on in its place after it was joined with another."""
    while row.merged_into is not None:
        row = conn.execute(sa.select(CASE).where(CASE.c.id == row.merged_into)).one()
    return row


_BY_NUMBER = sa.select(CASE).where(CASE.c.number == sa.bindparam("number"))


def take(post: Posting, complaint: str, version: int) -> Any:
    """The case as the caller saw it; else `complaint_unknown`, or `stale` with what changed since, by whom and when."""
    row = of_number(post.conn, complaint)
    if isinstance(row, No) or row.version == version:
        return row
    since = (
        sa.select(CHANGE.c.field, JOURNAL.c.actor, JOURNAL.c.at)
        .join(JOURNAL, JOURNAL.c.number == CHANGE.c.entry)
        .where(CHANGE.c.complaint_id == row.id, CHANGE.c.version > version)
        .order_by(CHANGE.c.id)
    )
    found = post.conn.execute(since).all()
    by, at = (found[-1].actor, found[-1].at) if found else ("", None)
    changed = ", ".join(sorted({each.field for each in found}))
    return no(
        "stale", field="version", matters=True, complaint=row.number, changed=changed, version=row.version,
        state=row.state, by=by, at=at,
    )  # fmt: skip


def begun(post: Posting, complaint: str, version: int, **typed: str) -> tuple[Any, dict[str, str]] | No:
    """What every move begins with: the case as the caller saw it and the words typed with the move, clean; or why
    neither can be had."""
    row = take(post, complaint, version)
    if isinstance(row, No):
        return row
    words: dict[str, str] = {}
    for name, text in typed.items():
        tidy = checked(text, field=name, limit=LONGEST, multiline=True)
        if isinstance(tidy, No):
            return tidy
        words[name] = tidy
    return row, words


def no_class(field: str, given: str, known: Iterable[Any], row: Any) -> No | None:
    """`kind_bad` for a class that the house does not choose from, unless the case has it from before."""
    kinds = [one.code for one in known]
    fits = given in ("", *kinds, getattr(row, field))
    return None if fits else no("kind_bad", field=field, kinds=", ".join(kinds))


def since(conn: sa.Connection, case_id: int) -> int:
    """The entry that brought a case to the state in which it stands."""
    moves = sa.select(sa.func.max(CHANGE.c.entry)).where(CHANGE.c.complaint_id == case_id, CHANGE.c.field == "state")
    return int(conn.execute(moves).scalar() or 0)


def standing(row: Any) -> Standing:
    """What of a case decides."""
    return Standing(
        State(row.state), State(row.before) if row.before else None, named(row.staff, row.responsible),
        row.held_by, row.level, row.cost, row.feedback, row.closed_on,
    )  # fmt: skip


def named(staff: str, responsible: str) -> str:
    """Whom a case names, as the rules look for them."""
    return f"{staff}, {responsible}"


def kept_named(post: Posting, row: Any, what: Move, **fields: str) -> No | None:
    """Whether somebody whom a case names would no longer be named in it by their own hand."""
    after = {"staff": row.staff, "responsible": row.responsible, **fields}
    return rules.takes_oneself_off(what, standing(row), who(post), named(**after))


def who(post: Posting) -> Who:
    """Who acts, with the one who approves: a case may name neither where it must be judged by others."""
    both = [each for each in (post.actor, post.approver) if each is not None]
    return Who(Role(post.actor.role), frozenset(name for each in both for name in (each.number, each.name) if name))


def refused(post: Posting, row: Any, decision: Decision[Any]) -> No | None:
    """What stands against a move and is not lifted by the approval given, with the case's number among the figures."""
    refusal = post.refused(decision)
    return replace(refusal, figures={**refusal.figures, "complaint": row.number}) if refusal else None


def move(
    post: Posting,
    row: Any,
    what: Move,
    target: State,
    values: Mapping[str, Any] | None = None,
    *,
    said: Mapping[str, str] | None = None,
) -> Any:
    """Write a move: the case's new state and `values`, what was `said` with it, its due times, and its trace for the
    journal. Answers with the case as it stands now."""
    new = {name: value for name, value in (values or {}).items() if getattr(row, name) != value}
    if target.value != row.state:
        new["state"] = target.value
        new["before"] = row.state if target in (State.WITHDRAWN, State.MERGED) else None
        if target in ENDED and row.held_by:
            deadlines.release(post, row)
            new |= {"held_by": "", "held_since": None}
    new |= deadlines.follow(post, row, what, target, new)
    version = row.version + 1
    wanted = sa.update(CASE).where(CASE.c.id == row.id).values(**new, version=version, last_entry=post.entry)
    after = post.conn.execute(wanted.returning(CASE)).one()
    told = {name: _text(value) for name, value in new.items() if name not in _SILENT}
    note_changes(post, row.id, version, {**told, **{name: text for name, text in (said or {}).items() if text}}, what)
    trace(post, after)
    return after


_SILENT = frozenset(
    {
        "due_at", "due_step", "search", "before", "answer_minutes", "registered_at", "registered_on", "answered_at",
        "implemented_at", "closed_at", "closed_on", "held_since",
    }
)  # fmt: skip
"""What follows from the rest, and is no change that anybody made."""


def note_changes(post: Posting, case_id: int, version: int, told: Mapping[str, str], what: Move) -> None:
    """Keep what a move set and what was said with it; a move that sets nothing is kept by its name."""
    rows = [
        {"complaint_id": case_id, "entry": post.entry, "version": version, "field": name, "value": value}
        for name, value in (told or {what.value: ""}).items()
    ]
    post.conn.execute(sa.insert(CHANGE), rows)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return "" if value is None else str(value)


def trace(post: Posting, row: Any) -> None:
    """What the journal will say of this case, whatever operation moved it."""
    post.cases[row.number] = told_of(row)


def told_of(row: Any) -> dict[str, Any]:
    """The traced columns of a case."""
    return {name: getattr(row, name) for name in TOLD}


def done(
    post: Posting, row: Any, what: Move, before: str | None, *, slip: str = "", facts: Mapping[str, Any] | None = None
) -> Moved:
    """Say what was done with a case: the last line of its operations."""
    result = moved(row, slip)
    told = {"move": what.value, "from": before, "to": row.state, **(facts or {})}
    return post.done(result, subject=row.number, member=row.member_id, facts=told)


def moved(row: Any, slip: str = "") -> Moved:
    """A case as its operations answer."""
    return Moved(row.number, row.state, row.version, row.due_step, row.due_at, slip)

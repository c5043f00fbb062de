"""What customers say about a department, sent to it and answered by it within the days of the policy. (domain 8)

(seed: 对于顾客对公司各部门提出的意见…及时向相关部门反馈,拿出改进方案)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, no
from deskapp.rules.text import checked, code
from deskapp.store import numbers
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading
from deskapp.store.tables import Instant, owned_by_entry, table

LONGEST = 2000
LISTED = 200
UNANSWERED, OVERDUE, ANSWERED = "unanswered", "overdue", "answered"


class Feedback(SQLModel, table=True):
    """One suggestion or reproach to a department. `subject` names what it came from, such as a callback."""

    __tablename__ = "feedback"
    __table_args__ = (sa.Index("ix_feedback_unanswered", "answered_at", "due"),)
    number: str = Field(primary_key=True)
    department: str
    subject: str = Field(default="", index=True)
    text: str = Field(sa_type=sa.Text)
    made_at: datetime = Field(sa_type=Instant)
    due: datetime = Field(sa_type=Instant)
    by: str
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    answer: str = Field(default="", sa_type=sa.Text)
    answered_for: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    answer_entry: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


FEEDBACK = table(Feedback)


@dataclass(frozen=True)
class Sent:
    """Feedback that waits for its answer."""

    feedback: str
    department: str
    due: datetime


@operation("feedback.send", refuses=("department_unknown", "empty", "too_long"))
def send(post: Posting, *, department: str, text: str, subject: str = "") -> Sent | No:
    """Send what a customer said to a department, which must answer."""
    sent = make(post, department, text, subject)
    if isinstance(sent, No):
        return sent
    return post.done(sent, subject=sent.feedback, facts={"department": department, "about": code(subject)[:40]})


def make(post: Posting, department: str, text: str, subject: str = "") -> Sent | No:
    """Write feedback within the posting under way: a call or a callback may leave some."""
    if refused := unknown(post, department):
        return refused
    said = checked(text, field="text", limit=LONGEST, needed=True, multiline=True)
    if isinstance(said, No):
        return said
    number = post.number(numbers.FEEDBACK)
    due = post.policy.calendar.add_days(post.at, post.policy.callbacks.answer_days)
    row = {"number": number, "department": department, "subject": code(subject)[:40], "text": said, "made_at": post.at}
    row |= {"due": due, "by": post.actor.number, "entry": post.entry, "answer": "", "answered_for": ""}
    post.conn.execute(sa.insert(FEEDBACK), row)
    return Sent(number, department, due)


def unknown(post: Posting, department: str, field: str = "department") -> No | None:
    """Why this is no department of the house, or None."""
    known = [one.code for one in post.policy.departments]
    return None if department in known else no("department_unknown", field=field, departments=", ".join(known))


@dataclass(frozen=True)
class Answered:
    """Feedback with its answer, and whether it came in time."""

    feedback: str
    department: str
    in_time: bool


@operation("feedback.answer", refuses=("feedback_unknown", "feedback_answered", "empty", "too_long"))
def answer(post: Posting, *, feedback: str, answer: str, answered_for: str = "") -> Answered | No:
    """Record what the department answers, and who answered for it."""
    number = code(feedback)
    row = post.conn.execute(sa.select(FEEDBACK).where(FEEDBACK.c.number == number)).one_or_none()
    if row is None:
        return no("feedback_unknown", field="feedback", feedback=number[:40])
    if row.answered_at is not None:
        return no("feedback_answered", field="feedback", feedback=number, at=row.answered_at)
    said = checked(answer, field="answer", limit=LONGEST, needed=True, multiline=True)
    who = checked(answered_for, field="answered_for", limit=60)
    for text in (said, who):
        if isinstance(text, No):
            return text
    values = {"answer": said, "answered_for": who, "answered_at": post.at, "answer_entry": post.entry}
    post.conn.execute(sa.update(FEEDBACK).where(FEEDBACK.c.number == number).values(**values))
    in_time = post.at <= row.due
    facts = {"department": row.department, "in_time": in_time}
    return post.done(Answered(number, row.department, in_time), subject=number, facts=facts)


@dataclass(frozen=True)
class FeedbackRow:
    """Feedback as lists show it. `state` is unanswered, overdue or answered."""

    number: str
    department: str
    subject: str
    text: str
    made_at: datetime
    due: datetime
    by: str
    state: str
    answer: str
    answered_for: str
    answered_at: datetime | None


@reading("feedback.list")
def listed(look: Look, *, state: str = UNANSWERED, department: str = "", limit: int = LISTED) -> list[FeedbackRow]:
    """Feedback in one state (`unanswered` with what is overdue, `overdue`, `answered`), what is due first on top."""
    wanted = sa.select(FEEDBACK).order_by(FEEDBACK.c.due, FEEDBACK.c.number).limit(limit)
    if state == ANSWERED:
        wanted = wanted.where(FEEDBACK.c.answered_at.is_not(None))
    else:
        wanted = wanted.where(FEEDBACK.c.answered_at.is_(None))
    if state == OVERDUE:
        wanted = wanted.where(FEEDBACK.c.due < look.at)
    if department:
        wanted = wanted.where(FEEDBACK.c.department == department)
    return [_row(row, look.at) for row in look.conn.execute(wanted)]


@reading("feedback.show")
def show(look: Look, *, feedback: str) -> FeedbackRow | No:
    """One feedback by its number, with its answer once there is one."""
    number = code(feedback)
    row = look.conn.execute(sa.select(FEEDBACK).where(FEEDBACK.c.number == number)).one_or_none()
    return no("feedback_unknown", field="feedback", feedback=number[:40]) if row is None else _row(row, look.at)


def unanswered(look: Look) -> int:
    """How much still waits for an answer."""
    wanted = sa.select(sa.func.count()).select_from(FEEDBACK).where(FEEDBACK.c.answered_at.is_(None))
    return int(look.conn.execute(wanted).scalar_one())


def _row(row: Any, now: datetime) -> FeedbackRow:
    open_state = OVERDUE if row.due < now else UNANSWERED
    return FeedbackRow(
        row.number, row.department, row.subject, row.text, row.made_at, row.due, row.by,
        ANSWERED if row.answered_at else open_state, row.answer, row.answered_for, row.answered_at,
    )  # fmt: skip

"""The call log: who rang or was rung, about what, to whom it was passed, and what was promised until when. (domain 8)

A promise makes a callback. A caller is met with their history: the first call, the second, or many.
(seed: 负责电话的接听和记录)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules import calling, ranges
from deskapp.rules.decisions import No, no
from deskapp.rules.members import mask_phone
from deskapp.rules.text import checked, code
from deskapp.store import callbacks, complaints, feedback, numbers, wishes
from deskapp.store.callbacks import ATTEMPT, CALLBACK
from deskapp.store.feedback import FEEDBACK
from deskapp.store.members import MEMBER
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading
from deskapp.store.tables import Bytewise, Instant, Key, owned_by_entry, table

DIRECTIONS = ("in", "out")
PROMISE = "promise"
LISTED = 200
LIMITS = {"name": 60, "purpose": 60, "said": 2000, "passed_to": 60, "promised": 300}
MOST_RINGS, LONGEST_CALL = 99, 24 * 60 * 60


class Call(SQLModel, table=True):
    """One call. `person` as in callbacks, empty where the number was withheld; `complaint` is the case it was about;
    `rings` and `seconds` if known."""

    __tablename__ = "call"
    __table_args__ = (sa.CheckConstraint("direction in ('in', 'out')", name="direction"),)
    number: str = Field(primary_key=True)
    direction: str
    at: datetime = Field(sa_type=Instant)
    day: date = Field(index=True)
    person: str = Field(default="", sa_type=Bytewise, index=True)
    member_id: int | None = Field(sa_column=sa.Column(Key, sa.ForeignKey("member.id"), nullable=True), default=None)
    phone: str = Field(default="", sa_type=Bytewise)
    name: str = ""
    purpose: str = ""
    said: str = Field(default="", sa_type=sa.Text)
    passed_to: str = ""
    promised: str = ""
    promised_until: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    callback: str = ""
    complaint: str = Field(default="", index=True)
    rings: int | None = None
    seconds: int | None = None
    by: str
    entry: int = Field(sa_column=owned_by_entry(nullable=False))


CALL = table(Call)


@dataclass(frozen=True)
class Noted:
    """A call as it was written down, the callback that its promise made, and the feedback that a department got."""

    call: str
    at: datetime
    callback: str
    feedback: str = ""


@operation(
    "calls.note",
    refuses=(
        "choose_one", "member_unknown", "member_blocked", "phone_bad", "too_long", "empty", "moment_bad", "call_future",
        "promise_when", "appointment_past", "whom_to_call", "no_calls", "rings_bad", "length_bad", "department_unknown",
        "complaint_unknown",
    ),
)  # fmt: skip
def note(
    post: Posting,
    *,
    direction: str = "in",
    at: str = "",
    member: str = "",
    phone: str = "",
    name: str = "",
    purpose: str = "",
    said: str = "",
    passed_to: str = "",
    department: str = "",
    promised: str = "",
    promised_until: str = "",
    complaint: str = "",
    rings: int | None = None,
    seconds: int | None = None,
) -> Noted | No:
    """Write a call down: who, about what, what was said; what was promised becomes a callback until then, what is
    passed to a `department` of the house becomes feedback that it must answer. `complaint` is the one it was about."""
    texts = _texts(name=name, purpose=purpose, said=said, passed_to=passed_to or department, promised=promised)
    if isinstance(texts, No):
        return texts
    if direction not in DIRECTIONS:
        return no("choose_one", field="direction")
    if unlikely := _unlikely(rings, seconds):
        return unlikely
    case = complaints.of_number(post.conn, complaint) if complaint.strip() else None
    if isinstance(case, No):
        return case
    times = _times(post, at, promised_until, texts["promised"])
    if isinstance(times, No):
        return times
    person = wishes.whom(post, member, phone, texts["name"]) if member.strip() or phone.strip() else None
    if isinstance(person, No):
        return person
    number = post.number(numbers.CALL)
    callback = _promise(post, person, times[1], texts["promised"], number)
    if isinstance(callback, No):
        return callback
    passed = feedback.make(post, department, texts["said"] or texts["purpose"], number) if department else None
    if isinstance(passed, No):
        return passed
    told = {"direction": direction, "callback": callback, "rings": rings, "seconds": seconds}
    told["complaint"] = case.number if case is not None else ""
    return _written(post, number, person, times, texts | told, passed.feedback if passed else "")


def _written(
    post: Posting, number: str, person: callbacks.Person | None, times: tuple[datetime, datetime | None],
    told: dict[str, Any], passed: str,
) -> Noted:  # fmt: skip
    row: dict[str, Any] = {"number": number, "at": times[0], "promised_until": times[1], **told}
    row |= {"day": post.policy.calendar.business_date(times[0]), "person": person.key if person else ""}
    row |= {"member_id": person.member_id if person else None, "phone": person.phone if person else ""}
    row |= {"by": post.actor.number, "entry": post.entry}
    post.conn.execute(sa.insert(CALL), row)
    facts = {name: told[name] for name in ("direction", "callback", "rings", "seconds", "complaint")}
    noted = Noted(number, times[0], told["callback"], passed)
    return post.done(noted, subject=number, member=row["member_id"], facts={**facts, "feedback": passed})


def led_to(post: Posting, call: str, complaint: str) -> No | None:
    """Write on a call the complaint that was taken down after it, or say why it cannot be."""
    row = post.conn.execute(sa.select(CALL.c.number, CALL.c.complaint).where(CALL.c.number == code(call))).one_or_none()
    if row is None:
        return no("call_unknown", field="call", call=call[:40])
    if row.complaint:
        return no("call_has_complaint", field="call", call=row.number, complaint=row.complaint)
    post.conn.execute(sa.update(CALL).where(CALL.c.number == row.number).values(complaint=complaint))
    return None


def _unlikely(rings: int | None, seconds: int | None) -> No | None:
    if rings is not None and not 0 <= rings <= MOST_RINGS:
        return no("rings_bad", field="rings", limit=MOST_RINGS)
    return no("length_bad", field="seconds") if seconds is not None and not 0 <= seconds <= LONGEST_CALL else None


def _texts(**given: str) -> dict[str, str] | No:
    kept: dict[str, str] = {}
    for field, text in given.items():
        tidy = checked(text, field=field, limit=LIMITS[field], multiline=field == "said")
        if isinstance(tidy, No):
            return tidy
        kept[field] = tidy
    return kept if kept["said"] or kept["purpose"] else no("empty", field="said")


def _times(post: Posting, at: str, until: str, promised: str) -> tuple[datetime, datetime | None] | No:
    """When the call was, now if nothing is said, and until when something was promised."""
    began = calling.moment(at, "at", post.policy.calendar)
    ends = calling.moment(until, "promised_until", post.policy.calendar)
    if isinstance(began, No) or isinstance(ends, No):
        return began if isinstance(began, No) else no("moment_bad", field="promised_until")
    if began and began > post.at:
        return no("call_future", field="at", at=began)
    if promised and ends is None:
        return no("promise_when", field="promised_until")
    if ends and not promised:
        return no("empty", field="promised")
    if ends and ends <= post.at:
        return no("appointment_past", field="promised_until", at=ends)
    return began or post.at, ends


def _promise(
    post: Posting, person: callbacks.Person | None, until: datetime | None, promised: str, number: str
) -> str | No:
    """The callback of what was promised; nothing where nothing was."""
    if until is None:
        return ""
    if person is None:
        return no("whom_to_call", field="phone")
    if callbacks.wants_no_calls(post.conn, person.key):
        return no("no_calls", field="phone")
    return callbacks.due_for(
        post, purpose=PROMISE, member=person.member_id, name=person.name, phone=person.phone, latest=until,
        subject=number, note=promised,
    )  # fmt: skip


@dataclass(frozen=True)
class CallRow:
    """One call as lists show it; phone masked. `kind` is call, or attempt for one that was made as a callback, whose
    `callback` is then its own."""

    kind: str
    number: str
    direction: str
    at: datetime
    name: str
    phone: str
    purpose: str
    said: str
    passed_to: str
    promised: str
    promised_until: datetime | None
    callback: str
    outcome: str
    rings: int | None
    seconds: int | None
    by: str


_CALLS = sa.select(
    CALL, sa.func.coalesce(sa.func.nullif(CALL.c.name, ""), MEMBER.c.name, "").label("who"),
    sa.func.coalesce(sa.func.nullif(CALL.c.phone, ""), MEMBER.c.phone, "").label("dial"),
).outerjoin(MEMBER, MEMBER.c.id == CALL.c.member_id)  # fmt: skip


def _call_row(look: Look, row: Any) -> CallRow:
    return CallRow(
        "call", row.number, row.direction, row.at, row.who, _masked(look, row.dial), row.purpose, row.said,
        row.passed_to, row.promised, row.promised_until, row.callback, "", row.rings, row.seconds, row.by,
    )  # fmt: skip


def _masked(look: Look, phone: str) -> str:
    return mask_phone(phone, look.policy.store.region) if phone else ""


@reading("calls.list")
def listed(look: Look, *, day: date | None = None, limit: int = LISTED) -> list[CallRow]:
    """The calls of a day (today if none is named), the latest first; callbacks are on their own list."""
    wanted = _CALLS.where(CALL.c.day == (day or look.today)).order_by(CALL.c.at.desc(), CALL.c.number.desc())
    return [_call_row(look, row) for row in look.conn.execute(wanted.limit(limit))]


@dataclass(frozen=True)
class CallView:
    """One call with what came of it: whose it was, by member number, the feedback that a department got, and the
    complaint it was about."""

    row: CallRow
    member: str
    feedback: str
    complaint: str = ""


@reading("calls.show")
def show(look: Look, *, call: str) -> CallView | No:
    """One call by its number."""
    number = code(call)
    row = look.conn.execute(_CALLS.add_columns(MEMBER.c.number.label("whose")).where(CALL.c.number == number)).first()
    if row is None:
        return no("call_unknown", field="call", call=number[:40])
    sent = sa.select(FEEDBACK.c.number).where(FEEDBACK.c.subject == number).order_by(FEEDBACK.c.number)
    passed = look.conn.execute(sent.limit(1)).scalar() or ""
    return CallView(_call_row(look, row), row.whose or "", passed, row.complaint)


@dataclass(frozen=True)
class History:
    """What the desk spoke of with a person. `familiar`: first (nobody rang yet: ask everything), second (greet by name,
    refer to the last one), many (read the history first)."""

    familiar: str
    calls_in: int
    rows: list[CallRow]


@reading("calls.of")
def of(look: Look, *, member: str = "", phone: str = "", limit: int = LISTED) -> History | No:
    """A caller's history, the latest first: their calls, and the callbacks made to them."""
    person = wishes.whom(look, member, phone)
    return person if isinstance(person, No) else spoken_with(look, person, limit)


def spoken_with(look: Look, person: callbacks.Person, limit: int) -> History:
    """What was spoken of with this person, on their calls and on ours."""
    count = sa.select(sa.func.count()).where(CALL.c.person == person.key, CALL.c.direction == "in")
    calls_in = look.conn.execute(count).scalar_one()
    calls = _CALLS.where(CALL.c.person == person.key).order_by(CALL.c.at.desc()).limit(limit)
    rows = [_call_row(look, row) for row in look.conn.execute(calls)]
    tried = sa.select(ATTEMPT, CALLBACK.c.purpose).join(CALLBACK, CALLBACK.c.number == ATTEMPT.c.callback)
    tried = tried.where(ATTEMPT.c.person == person.key).order_by(ATTEMPT.c.at.desc()).limit(limit)
    masked = _masked(look, person.phone)
    rows += [
        CallRow(
            "attempt", row.callback, "out", row.at, person.name, masked, row.purpose, row.said, "", "", None,
            row.callback, row.outcome, None, None, row.by,
        )
        for row in look.conn.execute(tried)
    ]  # fmt: skip
    familiar = ("first", "second")[calls_in] if calls_in < 2 else "many"
    return History(familiar, calls_in, sorted(rows, key=lambda row: row.at, reverse=True)[:limit])


@dataclass(frozen=True)
class Figures:
    """The telephone of some days: calls in and out, how many were answered within three rings of those where rings
    were counted, how long they took on average, in seconds, and when they came in: by the hour, from 0 to 23."""

    start: date
    end: date
    calls_in: int
    calls_out: int
    counted: int
    within_three: int
    average_seconds: int | None
    promises: int
    by_hour: list[int]


@reading("calls.figures")
def figures(look: Look, *, start: date, end: date) -> Figures | No:
    """How the telephone was answered: within three rings, and for how long. (seed: 전화가 세 번 울리기 전에)"""
    if refused := ranges.backwards(start, end):
        return refused
    calls = look.conn.execute(sa.select(CALL).where(CALL.c.day.between(start, end))).all()
    rung = [row.rings for row in calls if row.direction == "in" and row.rings is not None]
    lengths = [row.seconds for row in calls if row.seconds is not None]
    came = Counter(look.policy.calendar.local(row.at).hour for row in calls if row.direction == "in")
    return Figures(
        start, end, sum(row.direction == "in" for row in calls), sum(row.direction == "out" for row in calls),
        len(rung), sum(rings <= 3 for rings in rung), sum(lengths) // len(lengths) if lengths else None,
        sum(row.callback != "" for row in calls), [came[hour] for hour in range(24)],
    )  # fmt: skip

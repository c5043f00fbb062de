"""Who is to be called back, about what, from when until when: one callback for each person and purpose. (domain 7)

A second event joins the open callback. The database itself refuses a second one, so that nobody is asked twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules import members as people
from deskapp.rules.decisions import No
from deskapp.store import edits, numbers
from deskapp.store.members import MEMBER
from deskapp.store.posting import Posting, Refused
from deskapp.store.tables import Bytewise, Instant, Key, owned_by_entry, table

STATES = ("open", "claimed", "appointment", "done", "exhausted", "refused", "cancelled")
LIVE = ("open", "claimed", "appointment")
_LIVE = "state in ('open', 'claimed', 'appointment')"
_OVER = "settled_at is not null"
CASE_OVER = "case_over"
"""The outcome of a callback that nobody makes because the complaint has ended."""
UPSET = "dissatisfied"
"""The purpose of those who were not content: they come before others."""


class Callback(SQLModel, table=True):
    """One callback. `person` is the member's id as `m12`, else the phone; `phone` is empty where the member's own
    counts. `language` is that of the day; a member is spoken to in the member's own. A claim stands until
    `claimed_until`; `appointed` is the time the customer chose."""

    __tablename__ = "callback"
    __table_args__ = (
        sa.CheckConstraint(f"state in ({', '.join(map(repr, STATES))})", name="state"),
        sa.CheckConstraint("(state = 'claimed') = (claimed_by <> '')", name="claimed"),
        sa.Index(
            "uq_callback_standing",
            "person",
            "purpose",
            unique=True,
            sqlite_where=sa.text(_LIVE),
            postgresql_where=sa.text(_LIVE),
        ),
        sa.Index(
            "ix_callback_over", "state", "settled_at", sqlite_where=sa.text(_OVER), postgresql_where=sa.text(_OVER)
        ),
        sa.Index("ix_callback_live", "latest", sqlite_where=sa.text(_LIVE), postgresql_where=sa.text(_LIVE)),
    )
    number: str = Field(primary_key=True)
    purpose: str
    person: str = Field(sa_type=Bytewise, index=True)
    member_id: int | None = Field(
        sa_column=sa.Column(Key, sa.ForeignKey("member.id"), nullable=True, index=True), default=None
    )
    name: str = ""
    phone: str = Field(default="", sa_type=Bytewise, index=True)
    language: str
    earliest: datetime = Field(sa_type=Instant)
    latest: datetime = Field(sa_type=Instant)
    appointed: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    state: str = "open"
    assignee: str = ""
    claimed_by: str = ""
    claimed_until: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    upset: bool = False
    outcome: str = ""
    settled_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    made_at: datetime = Field(sa_type=Instant)
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))
    last_entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))


class CallbackEvent(SQLModel, table=True):
    """What a callback is about: the event that made it and each that joined. `occasion` marks what comes once only,
    such as `2026` for a birthday."""

    __tablename__ = "callback_event"
    __table_args__ = (
        sa.Index(
            "uq_callback_event_occasion",
            "person",
            "purpose",
            "occasion",
            unique=True,
            sqlite_where=sa.text("occasion <> ''"),
            postgresql_where=sa.text("occasion <> ''"),
        ),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    callback: str = Field(foreign_key="callback.number", index=True)
    person: str = Field(sa_type=Bytewise)
    purpose: str
    subject: str = Field(default="", index=True)
    occasion: str = ""
    note: str = Field(default="", sa_type=sa.Text)
    day: date = Field(index=True)
    at: datetime = Field(sa_type=Instant)
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))


class CallbackAttempt(SQLModel, table=True):
    """One try, whole: when, by whom, what came of it and what was said. One call for several purposes has a row for
    each callback under one entry; `counts` is false where the customer was reached or the number was not theirs."""

    __tablename__ = "callback_attempt"
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    callback: str = Field(foreign_key="callback.number", index=True)
    person: str = Field(sa_type=Bytewise, index=True)
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))
    at: datetime = Field(sa_type=Instant, index=True)
    day: date = Field(index=True)
    by: str
    outcome: str
    reason: str = ""
    said: str = Field(default="", sa_type=sa.Text)
    led_to: str = ""


class CallWish(SQLModel, table=True):
    """What holds for calling a person: `hours` they may be called in, `no_calls`, or `wrong_number` with the phone
    that was not theirs. It stands until `ended_by`."""

    __tablename__ = "call_wish"
    __table_args__ = (
        sa.CheckConstraint("kind in ('hours', 'no_calls', 'wrong_number')", name="kind"),
        sa.Index(
            "uq_call_wish_standing",
            "person",
            "kind",
            unique=True,
            sqlite_where=sa.text("ended_by is null"),
            postgresql_where=sa.text("ended_by is null"),
        ),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    person: str = Field(sa_type=Bytewise)
    kind: str
    value: str = ""
    at: datetime = Field(sa_type=Instant)
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    ended_by: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


CALLBACK = table(Callback)
EVENT = table(CallbackEvent)
ATTEMPT = table(CallbackAttempt)
WISH = table(CallWish)
IS_LIVE = CALLBACK.c.state.in_([sa.literal_column(repr(state)) for state in LIVE])
"""Written out and not bound: only so an engine sees that the index of live callbacks has them all."""
TOLD = ("state", "earliest", "latest", "appointed", "claimed_by", "outcome")
"""What the journal tells of a callback at each change."""


@dataclass(frozen=True)
class Person:
    """Whom a callback is for. `phone` is the number to call; `own_phone` only what differs from the member's."""

    key: str
    member_id: int | None
    name: str
    phone: str = field(repr=False)
    own_phone: str = field(repr=False)
    language: str = ""


_MEMBER = sa.select(MEMBER.c.id, MEMBER.c.name, MEMBER.c.phone, MEMBER.c.language)


def person_of(conn: sa.Connection, *, member: int | None = None, name: str = "", phone: str = "") -> Person | None:
    """The person of a member id or of a phone in E.164; a phone that one active member alone has is that member's.
    None where there is neither."""
    if member is not None:
        found = conn.execute(_MEMBER.where(MEMBER.c.id == member)).all()
    else:
        same = _MEMBER.where(MEMBER.c.phone == phone, MEMBER.c.state == "active").limit(2)
        found = conn.execute(same).all() if phone else []
    if len(found) != 1:
        return Person(phone, None, name, phone, phone) if phone else None
    row = found[0]
    own = phone if phone != row.phone else ""
    return Person(f"m{row.id}", row.id, row.name, own or row.phone, own, row.language)


def due_for(
    post: Posting,
    *,
    purpose: str,
    member: int | None = None,
    name: str = "",
    phone: str = "",
    subject: str = "",
    earliest: datetime | None = None,
    latest: datetime | None = None,
    occasion: str = "",
    note: str = "",
    day: date | None = None,
    language: str = "",
) -> str:
    """Owe a callback within the posting under way and answer its number: a new one, or the open one of the same person
    and purpose, which this event joins. `latest` is by default the days that policy gives from `earliest`, `language`
    that of the store for people who are no members.

    Who wants no calls gets one that is `refused` from the start, so that the numbers add up. Answers nothing where
    there is neither member nor phone. A phone that is none leaves the posting with `phone_bad`."""
    e164 = people.phone(phone, post.policy.store.region) if phone else ""
    if isinstance(e164, No):
        raise Refused(e164)
    person = person_of(post.conn, member=member, name=name, phone=e164)
    if person is None:
        return ""
    begins = max(earliest or post.at, post.at)
    ends = latest or post.policy.calendar.add_days(begins, post.policy.callbacks.within(purpose))
    if person.member_id is None:
        person = replace(person, language=language or post.policy.store.spoken)
    standing = _standing(post.conn, person.key, purpose)
    if standing is None:
        number = _new(post, person, purpose, begins, max(begins, ends))
    else:
        number = str(standing.number)
        sooner = {"earliest": min(standing.earliest, begins), "latest": min(standing.latest, max(begins, ends))}
        change(post, [number], **sooner)
    event: dict[str, Any] = {"callback": number, "person": person.key, "purpose": purpose, "subject": subject}
    event |= {"occasion": occasion, "note": note, "day": day or post.business_date, "at": post.at, "entry": post.entry}
    post.conn.execute(sa.insert(EVENT), event)
    return number


def _standing(conn: sa.Connection, person: str, purpose: str) -> Any:
    same = (CALLBACK.c.person == person, CALLBACK.c.purpose == purpose, IS_LIVE)
    return conn.execute(sa.select(CALLBACK).where(*same)).one_or_none()


def _new(post: Posting, person: Person, purpose: str, earliest: datetime, latest: datetime) -> str:
    number = post.number(numbers.CALLBACK)
    row: dict[str, Any] = {"number": number, "purpose": purpose, "person": person.key, "member_id": person.member_id}
    row |= {"name": "" if person.member_id else person.name, "phone": person.own_phone, "language": person.language}
    row |= {"earliest": earliest, "latest": latest, "upset": purpose == UPSET, "made_at": post.at}
    row |= {"entry": post.entry, "last_entry": post.entry, "state": "open", "assignee": _keeper(post.conn, person.key)}
    row |= {"claimed_by": "", "outcome": "", "settled_at": None}
    if wants_no_calls(post.conn, person.key):
        row |= {"state": "refused", "outcome": "no_calls", "settled_at": post.at}
    made = post.conn.execute(sa.insert(CALLBACK).values(**row).returning(*_TOLD)).one()
    post.callbacks[number] = told_of(made)
    return number


def change(post: Posting, numbers: Sequence[str], **values: Any) -> None:
    """Write what becomes of callbacks, and its trace for the journal, whatever operation does it."""
    wanted = sa.update(CALLBACK).where(CALLBACK.c.number.in_(numbers)).values(**values, last_entry=post.entry)
    for row in post.conn.execute(wanted.returning(*_TOLD)):
        post.callbacks[row.number] = told_of(row)


_TOLD = (CALLBACK.c.number, *(CALLBACK.c[name] for name in TOLD))


def told_of(row: Any) -> dict[str, Any]:
    """The traced columns of a callback, as the journal keeps them."""
    stands: Mapping[str, Any] = row._mapping
    return {name: at.isoformat() if isinstance(at := stands[name], datetime) else at for name in TOLD}


def _keeper(conn: sa.Connection, person: str) -> str:
    """Who has the person's other open callbacks: the same clerk keeps the same customer."""
    same = (CALLBACK.c.person == person, IS_LIVE, CALLBACK.c.assignee != "")
    return str(conn.execute(sa.select(CALLBACK.c.assignee).where(*same).limit(1)).scalar() or "")


def wants_no_calls(conn: sa.Connection, person: str) -> bool:
    """Whether this person asked not to be called."""
    return wish(conn, person, "no_calls") is not None


def wish(conn: sa.Connection, person: str, kind: str) -> str | None:
    """The standing wish of this kind, or None."""
    standing = (WISH.c.person == person, WISH.c.kind == kind, WISH.c.ended_by.is_(None))
    found = conn.execute(sa.select(WISH.c.value).where(*standing)).scalar()
    return None if found is None else str(found)


def agrees_to_offers(conn: sa.Connection, person: Person) -> bool:
    """Consent for offers by phone, which is apart from consent for service calls: members give it, nobody else."""
    return person.member_id is not None and edits.consents_of(conn, person.member_id).get("phone", False)


def about(conn: sa.Connection, subject: str, purpose: str) -> Any:
    """The latest callback of this purpose about a subject such as a complaint's number, or None."""
    joined = sa.select(CALLBACK).join(EVENT, EVENT.c.callback == CALLBACK.c.number)
    same = joined.where(EVENT.c.subject == subject, EVENT.c.purpose == purpose).order_by(EVENT.c.id.desc()).limit(1)
    return conn.execute(same).one_or_none()


def over(post: Posting, subject: str, *, purpose: str = "", state: str = "cancelled", outcome: str = CASE_OVER) -> None:
    """Nobody needs to call about a subject any more (for this purpose, if named): the customer was heard at the desk,
    or the case has ended. A callback that is about something else too, or is being made right now, goes on."""
    other = EVENT.alias()
    else_ = sa.exists().where(other.c.callback == CALLBACK.c.number, other.c.subject != subject)
    held = sa.and_(CALLBACK.c.state == "claimed", CALLBACK.c.claimed_until > post.at)
    about_it = sa.select(EVENT.c.callback).where(EVENT.c.subject == subject)
    wanted = (CALLBACK.c.number.in_(about_it), IS_LIVE, sa.not_(held), sa.not_(else_))
    whose = (CALLBACK.c.purpose == purpose,) if purpose else ()
    numbers = post.conn.execute(sa.select(CALLBACK.c.number).where(*wanted, *whose)).scalars().all()
    ended = {"state": state, "outcome": outcome, "settled_at": post.at, "claimed_by": "", "claimed_until": None}
    change(post, numbers, **ended)


def owed_again(post: Posting, subject: str, entry: int) -> None:
    """Owe anew what an entry cancelled because its case had ended: the case goes on after all."""
    gone = (CALLBACK.c.last_entry == entry, CALLBACK.c.state == "cancelled", EVENT.c.subject == subject)
    wanted = sa.select(CALLBACK, EVENT.c.note).join(EVENT, EVENT.c.callback == CALLBACK.c.number).where(*gone)
    for row in post.conn.execute(wanted.order_by(EVENT.c.id)).all():
        due_for(
            post, purpose=row.purpose, member=row.member_id, name=row.name, phone=row.phone, subject=subject,
            latest=row.latest if row.latest > post.at else None, note=row.note, language=row.language,
        )  # fmt: skip

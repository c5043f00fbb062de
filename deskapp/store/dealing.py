"""Callbacks by hand, and the lead's part: dealing the work out, cancelling what nobody needs to call about. (domain 7)

(seed: 按照负责客户数量均衡、兼顾业务能力)
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from deskapp.rules import calling
from deskapp.rules.callbacks import Step, after
from deskapp.rules.dealing import Customer, deal
from deskapp.rules.decisions import No, Role, no
from deskapp.rules.text import checked
from deskapp.store import callbacks, claims, outlook, wishes
from deskapp.store.callbacks import ATTEMPT, CALLBACK, IS_LIVE
from deskapp.store.journal import JOURNAL
from deskapp.store.people import STAFF
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading

MOST_SKILL = 9
EVEN = 5
"""The skill of every clerk where none was named yet; whoever leads them is called in by hand."""
REMEMBERED = 60
"""Days for which the skills of the last dealing are offered again."""
LONGEST_NAME, LONGEST_NOTE = 60, 300


@dataclass(frozen=True)
class Created:
    """A callback that is owed: its number and until when; `joined` if it was open already."""

    callback: str
    purpose: str
    latest: datetime
    joined: bool


@operation(
    "callbacks.create",
    refuses=(
        *wishes.WHO_REFUSALS, "kind_bad", "too_long", "moment_bad", "no_calls", "consent_needed", "times_crossed",
        "appointment_past",
    ),
)  # fmt: skip
def create(
    post: Posting,
    *,
    purpose: str,
    member: str = "",
    name: str = "",
    phone: str = "",
    earliest: str = "",
    latest: str = "",
    note: str = "",
    subject: str = "",
) -> Created | No:
    """Owe a customer a call, by hand: why, whom, from when until when; it joins what is open for the same purpose."""
    texts = _texts(name=(name, LONGEST_NAME), note=(note, LONGEST_NOTE), subject=(subject, 40))
    if isinstance(texts, No):
        return texts
    times = _times(post, earliest, latest)
    if isinstance(times, No):
        return times
    person = wishes.whom(post, member, phone, texts["name"])
    if isinstance(person, No):
        return person
    if refusal := _unwelcome(post, purpose, person):
        return refusal
    before = {row.number for row in outlook.rows(post.conn, CALLBACK.c.person == person.key, IS_LIVE)}
    number = callbacks.due_for(
        post, purpose=purpose, member=person.member_id, name=texts["name"], phone=person.phone,
        subject=texts["subject"], note=texts["note"], earliest=times["earliest"], latest=times["latest"],
    )  # fmt: skip
    row = post.conn.execute(sa.select(CALLBACK).where(CALLBACK.c.number == number)).one()
    result = Created(number, purpose, row.latest, number in before)
    facts = {"purpose": purpose, "latest": row.latest, "joined": result.joined, "about": texts["subject"]}
    return post.done(result, subject=number, member=row.member_id, facts=facts)


def _texts(**given: tuple[str, int]) -> dict[str, str] | No:
    kept: dict[str, str] = {}
    for field, (text, limit) in given.items():
        tidy = checked(text, field=field, limit=limit)
        if isinstance(tidy, No):
            return tidy
        kept[field] = tidy
    return kept


def _times(post: Posting, earliest: str, latest: str) -> dict[str, datetime | None] | No:
    kept: dict[str, datetime | None] = {}
    for field, text in (("earliest", earliest), ("latest", latest)):
        moment = calling.moment(text, field, post.policy.calendar)
        if isinstance(moment, No):
            return moment
        kept[field] = moment
    ends = kept["latest"]
    if ends and ends <= post.at:
        return no("appointment_past", field="latest", at=ends)
    if ends and ends <= (kept["earliest"] or post.at):
        return no("times_crossed", field="latest", earliest=kept["earliest"], latest=ends)
    return kept


def _unwelcome(post: Posting, purpose: str, person: callbacks.Person) -> No | None:
    """Why this person is not to be called for this."""
    rules = post.policy.callbacks
    if purpose not in rules.purposes:
        return no("kind_bad", field="purpose", kinds=", ".join(rules.purposes))
    if callbacks.wants_no_calls(post.conn, person.key):
        return no("no_calls", field="phone")
    if rules.offers(purpose) and not callbacks.agrees_to_offers(post.conn, person):
        return no("consent_needed", field="purpose", purpose=purpose)
    return None


@dataclass(frozen=True)
class Cancelled:
    """A callback that nobody makes any more."""

    callback: str
    purpose: str


@operation(
    "callbacks.cancel",
    by=Role.LEAD,
    refuses=("callback_unknown", "callback_closed", "callback_claimed", "reason_needed"),
)
def cancel(post: Posting, *, callback: str, reason: str) -> Cancelled | No:
    """Take a callback off the queue, with the reason; it stays on the record as cancelled."""
    row = claims.known(post.conn, callback)
    if isinstance(row, No):
        return row
    state = after(row.state, Step.CANCEL)
    if isinstance(state, No):
        return state
    if row.state == "claimed" and row.claimed_by != post.actor.number and row.claimed_until > post.at:
        return no("callback_claimed", field="callback", by=row.claimed_by, until=row.claimed_until, matters=True)
    text = checked(reason, field="reason")
    if isinstance(text, No) or not text:
        return no("reason_needed", field="reason")
    values = {"outcome": "cancelled", "settled_at": post.at, "claimed_by": "", "claimed_until": None}
    callbacks.change(post, [row.number], state=str(state), **values)
    facts = {"purpose": row.purpose, "reason": text}
    return post.done(Cancelled(row.number, row.purpose), subject=row.number, member=row.member_id, facts=facts)


@dataclass(frozen=True)
class Dealt:
    """How many customers each clerk has now, and how many were dealt in this round."""

    customers: dict[str, int]
    dealt: int


@operation("callbacks.deal", by=Role.LEAD, refuses=("staff_unknown", "amount_bad", "no_change", "empty"))
def deal_out(post: Posting, *, skills: dict[str, int], again: bool = False) -> Dealt | No:
    """Deal customers out to clerks (staff number to skill, 1 to 9): evenly for their skill, each to the clerk they
    know; `again` deals those anew that were dealt before."""
    if refusal := _unfit(post.conn, skills):
        return refusal
    found = outlook.rows(post.conn, IS_LIVE)
    keeps = _kept(found, again)
    given = _given(post.conn, found, keeps, skills)
    if not given:
        return no("no_change")
    for clerk in skills:
        theirs = [person for person, whose in given.items() if whose == clerk]
        wanted = (CALLBACK.c.person.in_(theirs), IS_LIVE)
        post.conn.execute(sa.update(CALLBACK).where(*wanted).values(assignee=clerk))
    held = Counter((keeps | given).values())
    customers = {clerk: held[clerk] for clerk in sorted(skills)}
    facts = {"customers": customers, "skills": dict(skills), "again": again}
    return post.done(Dealt(customers, len(given)), facts=facts)


def _kept(found: Sequence[Any], again: bool) -> dict[str, str]:
    """Person to the clerk who keeps them: whoever has them claimed and, unless all are dealt again, their own."""
    keeps = {row.person: row.assignee or row.claimed_by for row in found if row.claimed_by or not again}
    return {person: clerk for person, clerk in keeps.items() if clerk}


def _given(
    conn: sa.Connection, found: Sequence[Any], keeps: Mapping[str, str], skills: Mapping[str, int]
) -> dict[str, str]:
    """Person to the clerk who is given them, of those whom nobody keeps; who has least time left first."""
    free = sorted({row.person: row.latest for row in found if row.person not in keeps}.items(), key=lambda p: p[1])
    last, held = _last_clerks(conn), Counter(keeps.values())
    load = {clerk: held[clerk] for clerk in skills}
    return deal([Customer(person, last.get(person, "")) for person, _ in free], skills=skills, load=load)


_CLERKS = sa.select(STAFF.c.number, STAFF.c.name, STAFF.c.role).where(
    STAFF.c.active, STAFF.c.role.not_in(("auditor", "finance"))
)


def _unfit(conn: sa.Connection, skills: Mapping[str, int]) -> No | None:
    if not skills:
        return no("empty", field="skills")
    known = set(conn.execute(_CLERKS).scalars())
    if unknown := next((number for number in skills if number not in known), None):
        return no("staff_unknown", field="skills", staff=unknown[:16])
    return None if all(1 <= skill <= MOST_SKILL for skill in skills.values()) else no("amount_bad", field="skills")


@dataclass(frozen=True)
class Share:
    """A clerk: the skill they are dealt by (0: none are dealt to them), their customers now and then."""

    staff: str
    name: str
    skill: int
    customers: int
    then: int


@dataclass(frozen=True)
class Deal:
    """What dealing would do: every clerk's share, how many customers nobody has now, how many would be dealt."""

    shares: list[Share]
    free: int
    dealt: int


@reading("callbacks.to_deal", by=Role.LEAD)
def to_deal(look: Look, *, skills: dict[str, int] | None = None, again: bool = False) -> Deal | No:
    """What `callbacks.deal` would do with these skills (those of the last time, if none are named)."""
    wanted = _last_skills(look) if skills is None else skills
    if skills is not None and (refusal := _unfit(look.conn, skills)):
        return refusal
    found = outlook.rows(look.conn, IS_LIVE)
    keeps, now = _kept(found, again), _kept(found, False)
    given = _given(look.conn, found, keeps, wanted)
    before, then = Counter(now.values()), Counter((keeps | given).values())
    clerks = look.conn.execute(_CLERKS.order_by(STAFF.c.number)).all()
    shares = [Share(one.number, one.name, wanted.get(one.number, 0), before[one.number], then[one.number])
              for one in clerks]  # fmt: skip
    return Deal(shares, len({row.person for row in found} - now.keys()), len(given))


def _last_skills(look: Look) -> dict[str, int]:
    """By what skill was dealt the last time, of those who still work here; else every clerk alike."""
    known = {one.number: one.role for one in look.conn.execute(_CLERKS)}
    clerks = [number for number, role in known.items() if role == Role.CLERK]
    since = look.today - timedelta(days=REMEMBERED)
    last = sa.select(JOURNAL.c.payload).where(JOURNAL.c.business_date >= since, JOURNAL.c.kind == "done")
    last = last.where(JOURNAL.c.operation == deal_out.name).order_by(JOURNAL.c.number.desc()).limit(1)
    payload = look.conn.execute(last).scalar()
    skills: dict[str, int] = json.loads(payload)["facts"]["skills"] if payload else dict.fromkeys(clerks, EVEN)
    return {clerk: skill for clerk, skill in skills.items() if clerk in known}


def _last_clerks(conn: sa.Connection) -> dict[str, str]:
    """Person to the clerk who called them last, of those for whom something is open."""
    theirs = ATTEMPT.c.person.in_(sa.select(CALLBACK.c.person).where(IS_LIVE))
    rows: Any = conn.execute(sa.select(ATTEMPT.c.person, ATTEMPT.c.by).where(theirs).order_by(ATTEMPT.c.id))
    return {row.person: row.by for row in rows}

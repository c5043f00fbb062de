"""Callbacks by hand, and the lead's part: dealing the work out, cancelling what nobody needs to call about. (domain 7)

(seed: 按照负责客户数量均衡、兼顾业务能力)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskapp.rules import calling
from deskapp.rules.callbacks import Step, after
from deskapp.rules.dealing import Customer, deal
from deskapp.rules.decisions import No, Role, no
from deskapp.rules.text import checked
from deskapp.store import callbacks, claims, outlook, wishes
from deskapp.store.callbacks import ATTEMPT, CALLBACK, LIVE
from deskapp.store.people import STAFF
from deskapp.store.posting import Posting
from deskapp.store.registry import operation

MOST_SKILL = 9
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
    before = {row.number for row in outlook.rows(post.conn, CALLBACK.c.person == person.key, outlook.IS_LIVE)}
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
    values = {"state": str(state), "outcome": "cancelled", "settled_at": post.at, "claimed_by": ""}
    changed = sa.update(CALLBACK).where(CALLBACK.c.number == row.number).values(**values, claimed_until=None)
    post.conn.execute(changed)
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
    if refusal := _unfit(post, skills):
        return refusal
    found = outlook.rows(post.conn, outlook.IS_LIVE)
    keeps = {row.person: row.assignee or row.claimed_by for row in found if row.claimed_by or not again}
    keeps = {person: clerk for person, clerk in keeps.items() if clerk}
    free = sorted({row.person: row.latest for row in found if row.person not in keeps}.items(), key=lambda p: p[1])
    if not free:
        return no("no_change")
    last = _last_clerks(post.conn)
    load = {clerk: list(keeps.values()).count(clerk) for clerk in skills}
    given = deal([Customer(person, last.get(person, "")) for person, _ in free], skills=skills, load=load)
    for clerk in skills:
        theirs = [person for person, whose in given.items() if whose == clerk]
        wanted = (CALLBACK.c.person.in_(theirs), CALLBACK.c.state.in_(LIVE))
        post.conn.execute(sa.update(CALLBACK).where(*wanted).values(assignee=clerk))
    customers = {clerk: load[clerk] + list(given.values()).count(clerk) for clerk in sorted(skills)}
    facts = {"customers": customers, "skills": dict(skills), "again": again}
    return post.done(Dealt(customers, len(given)), facts=facts)


def _unfit(post: Posting, skills: Mapping[str, int]) -> No | None:
    if not skills:
        return no("empty", field="skills")
    clerks = sa.select(STAFF.c.number).where(STAFF.c.active, STAFF.c.role.not_in(("auditor", "finance")))
    known = set(post.conn.execute(clerks).scalars())
    if unknown := next((number for number in skills if number not in known), None):
        return no("staff_unknown", field="skills", staff=unknown[:16])
    return None if all(1 <= skill <= MOST_SKILL for skill in skills.values()) else no("amount_bad", field="skills")


def _last_clerks(conn: sa.Connection) -> dict[str, str]:
    """Person to the clerk who called them last, of those for whom something is open."""
    theirs = ATTEMPT.c.person.in_(sa.select(CALLBACK.c.person).where(outlook.IS_LIVE))
    rows: Any = conn.execute(sa.select(ATTEMPT.c.person, ATTEMPT.c.by).where(theirs).order_by(ATTEMPT.c.id))
    return {row.person: row.by for row in rows}

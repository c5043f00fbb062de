"""A clerk takes the next customer to call: exclusively, for some minutes, with everything that is open for them.

Claims belong to persons: while one is claimed, nobody else is given any callback of theirs. (domain 7)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from deskapp.rules import calling, dealing
from deskapp.rules.callbacks import Step, after, may_appoint, may_attempt, may_claim
from deskapp.rules.calling import Standing
from deskapp.rules.decisions import No, no
from deskapp.rules.text import code
from deskapp.store import outlook
from deskapp.store.callbacks import CALLBACK, change
from deskapp.store.outlook import Live
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading


@dataclass(frozen=True)
class Claimed:
    """A customer to call, until when they are this clerk's, and every callback that the one call can settle. Name and
    phone are told once and not kept in the journal; `callbacks.show` tells them to who holds the claim."""

    callback: str
    callbacks: list[str]
    purposes: list[str]
    until: datetime
    left: int
    language: str
    name: str = field(default="", metadata={"secret": True})
    phone: str = field(default="", metadata={"secret": True}, repr=False)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is for a clerk: who may be called now, in order, among all that is open; and what is said when
    nobody may."""

    order: list[Live]
    among: list[Live]
    nobody: No


EVERYBODY = ""
"""In the place of a person."""


def _turn(look: Look | Posting, clerk: str, person: str = EVERYBODY) -> Turn:
    """Whom this clerk holds already, else who is next, of one person or of everybody."""
    among = outlook.live(look.conn, look.policy, look.at, person=person)
    taken = {one.row.person for one in among if one.held_by_other(clerk, look.at)}
    free = {one.number: one for one in among if one.row.person not in taken}
    held = [one for one in free.values() if one.held_by(clerk, look.at) and one.outlook.standing is Standing.DUE]
    order = dealing.offered((one.waiting for one in held or free.values()), clerk)
    later = min((one.outlook.next_at for one in free.values() if one.outlook.next_at), default=None)
    nobody = no("queue_empty", next_at=later, waiting=len(free))
    return Turn([free[one.number] for one in order], among, nobody)


def _ahead(look: Look) -> tuple[list[str], No]:
    """The persons whose turn it is, in order, before the write lock is taken: with thousands waiting this takes longer
    than the other counter should wait."""
    turn = _turn(look, look.desk.staff.number if look.desk.staff else "")
    return list(dict.fromkeys(one.row.person for one in turn.order)), turn.nobody


@operation("callbacks.next", refuses=("queue_empty",), ahead=_ahead)
def following(post: Posting) -> Claimed | No:
    """Take the next customer to call: whom this clerk holds already, appointments due, then who has least time left."""
    persons: list[str]
    nobody: No
    persons, nobody = post.ahead
    for person in (*persons, EVERYBODY) if persons else ():
        turn = _turn(post, post.actor.number, person)  # another clerk may have been quicker
        if turn.order:
            return _take(post, turn.order[0], turn.among)
        nobody = turn.nobody
    return nobody


@operation(
    "callbacks.claim",
    refuses=("callback_unknown", "callback_closed", "callback_claimed", "callback_rests", "no_calls", "no_phone"),
)
def claim(post: Posting, *, callback: str, incoming: bool = False) -> Claimed | No:
    """Take one customer by the number of a callback; `incoming` when the customer rings the desk, at whatever hour."""
    row = known(post.conn, callback)
    if isinstance(row, No):
        return row
    theirs = outlook.live(post.conn, post.policy, post.at, person=row.person)
    one = next((each for each in theirs if each.number == row.number), None)
    if one is None:
        return no("callback_closed", field="callback", state=row.state)
    other = next((each for each in theirs if each.held_by_other(post.actor.number, post.at)), one)
    decision = may_claim(
        state=row.state if other is one else other.row.state, claimed_by=other.row.claimed_by,
        claimed_until=other.row.claimed_until, actor=post.actor.number, now=post.at,
        phone="" if one.wrong else one.phone, no_calls=one.no_calls, next_at=one.outlook.next_at, incoming=incoming,
    )  # fmt: skip
    if refused := post.refused(decision):
        return refused
    return _take(post, one, theirs, incoming=incoming)


def _take(post: Posting, one: Live, among: Sequence[Live], **facts: Any) -> Claimed:
    """Claim a person: the callback that is due and whatever else is open for them."""
    theirs = [each for each in among if each.row.person == one.row.person]
    until = post.at + timedelta(minutes=post.policy.callbacks.claim_minutes)
    numbers = [one.number, *sorted(each.number for each in theirs if each is not one)]
    change(post, numbers, state="claimed", claimed_by=post.actor.number, claimed_until=until)
    purposes = [each.row.purpose for number in numbers for each in theirs if each.number == number]
    name = next((each.name for each in (one, *theirs) if each.name), "")
    result = Claimed(one.number, numbers, purposes, until, one.outlook.left, one.row.speaks, name, one.phone)
    return post.done(result, subject=one.number, member=one.row.member_id, facts={"callbacks": numbers, **facts})


def known(conn: sa.Connection, callback: str) -> Any:
    """The row of a callback's number, or `callback_unknown`."""
    number = code(callback)
    row = conn.execute(sa.select(CALLBACK).where(CALLBACK.c.number == number)).one_or_none()
    return row or no("callback_unknown", field="callback", callback=number[:40])


def released(row: Any) -> dict[str, Any]:
    """What a callback becomes when its claim ends without an answer."""
    state = after(row.state, Step.LET_GO, appointed=row.appointed is not None)
    return {"state": str(state), "claimed_by": "", "claimed_until": None}


def free(post: Posting, those: Sequence[Any]) -> None:
    """Give claimed callbacks back to the queue."""
    for row in those:
        if row.state == "claimed":
            change(post, [row.number], **released(row))


@dataclass(frozen=True)
class Freed:
    """The callbacks that are free again."""

    callback: str
    callbacks: list[str]


@operation("callbacks.let_go", refuses=("callback_unknown", "callback_closed", "callback_not_yours"))
def let_go(post: Posting, *, callback: str) -> Freed | No:
    """Give a claimed customer back to the queue without a call."""
    row = known(post.conn, callback)
    if isinstance(row, No):
        return row
    mine = may_attempt(state=row.state, claimed_by=row.claimed_by, actor=post.actor.number)
    if refused := post.refused(mine):
        return refused
    those = held_together(post.conn, row)
    free(post, those)
    numbers = [each.number for each in those]
    return post.done(Freed(row.number, numbers), subject=row.number, member=row.member_id, facts={"callbacks": numbers})


def held_together(conn: sa.Connection, row: Any) -> list[Any]:
    """Every callback of the person that the same clerk has claimed, this one first."""
    same = (CALLBACK.c.person == row.person, CALLBACK.c.state == "claimed", CALLBACK.c.claimed_by == row.claimed_by)
    found = conn.execute(sa.select(CALLBACK).where(*same).order_by(CALLBACK.c.number)).all()
    return sorted(found, key=lambda each: each.number != row.number)


@dataclass(frozen=True)
class Appointed:
    """When the customer is called, and whether that is after the days the house gives itself."""

    callback: str
    callbacks: list[str]
    at: datetime
    passes_latest: bool


@operation(
    "callbacks.appoint",
    refuses=(
        "callback_unknown", "callback_closed", "callback_claimed", "appointment_past", "appointment_far",
        "appointment_rest", "empty", "moment_bad",
    ),
)  # fmt: skip
def appoint(post: Posting, *, callback: str, at: str) -> Appointed | No:
    """Note the time at which the customer wants to be called (`2026-07-16 15:00`), for all that is open for them."""
    wanted = _wanted(post, post.actor.number, callback, at)
    if isinstance(wanted, No):
        return wanted
    row, theirs, result = wanted
    book(post, [each.row for each in theirs], result.at)
    facts = {"callbacks": result.callbacks, "at": result.at, "passes_latest": result.passes_latest}
    return post.done(result, subject=row.number, member=row.member_id, facts=facts)


@reading("callbacks.appointment")
def appointment(look: Look, *, callback: str, at: str) -> Appointed | No:
    """What `callbacks.appoint` would answer to this time, told while the customer is still on the phone."""
    wanted = _wanted(look, look.desk.staff.number if look.desk.staff else "", callback, at)
    return wanted if isinstance(wanted, No) else wanted[2]


def _wanted(look: Look | Posting, staff: str, callback: str, at: str) -> tuple[Any, list[Live], Appointed] | No:
    row = known(look.conn, callback)
    if isinstance(row, No):
        return row
    theirs = outlook.live(look.conn, look.policy, look.at, person=row.person)
    if all(each.number != row.number for each in theirs):
        return no("callback_closed", field="callback", state=row.state)
    if other := next((each for each in theirs if each.held_by_other(staff, look.at)), None):
        held = other.row
        return no("callback_claimed", field="callback", by=held.claimed_by, until=held.claimed_until, matters=True)
    moment = chosen(look, theirs[0], at)
    if isinstance(moment, No):
        return moment
    numbers = sorted(each.number for each in theirs)
    return row, theirs, Appointed(row.number, numbers, moment, any(moment > each.row.latest for each in theirs))


def chosen(look: Look | Posting, one: Live, at: str) -> datetime | No:
    """The instant that a customer chose, or why nobody calls then."""
    moment = calling.moment(at, "at", look.policy.calendar)
    if isinstance(moment, No):
        return moment
    furthest = look.policy.calendar.add_days(look.at, look.policy.callbacks.appointment_days)
    near = moment is not None and look.at <= moment <= furthest
    next_at = outlook.next_from(one, look.policy, moment) if moment and near else None
    return may_appoint(moment, now=look.at, furthest=furthest, next_at=next_at).first or moment or look.at


def book(post: Posting, those: Sequence[Any], at: datetime) -> list[str]:
    """Put the customer's own time on their callbacks."""
    numbers = sorted(row.number for row in those)
    change(post, numbers, state="appointment", appointed=at, claimed_by="", claimed_until=None)
    return numbers

"""The desk's view of who is to be called: the queue with what the day holds, one callback whole, a person's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from deskapp.rules import calling, dealing
from deskapp.rules.calling import Standing
from deskapp.rules.decisions import No
from deskapp.rules.members import local_phone, mask_phone
from deskapp.store import claims, outlook
from deskapp.store.callbacks import ATTEMPT, CALLBACK, EVENT
from deskapp.store.outlook import Live
from deskapp.store.posting import Look
from deskapp.store.registry import reading

LISTED = 200


@dataclass(frozen=True)
class QueueRow:
    """A callback as lists show it; phone masked. `standing` is waiting, resting or due; `trouble` says why it cannot be
    called at all: no_phone, wrong_number, no_calls."""

    number: str
    purpose: str
    state: str
    standing: str
    name: str
    phone: str
    earliest: datetime
    latest: datetime
    appointed: datetime | None
    next_at: datetime | None
    left: int
    late: bool
    will_be_late: bool
    upset: bool
    tries: int
    assignee: str
    claimed_by: str
    trouble: str
    outcome: str


@dataclass(frozen=True)
class Queue:
    """What the day holds, and who is to be called, whose turn it is first on top."""

    due: int
    minutes: int
    will_be_late: int
    late: int
    open: int
    exhausted: int
    rows: list[QueueRow] = field(default_factory=list)


@reading("callbacks.queue")
def queue(look: Look, *, clerk: str = "", purpose: str = "", clerks: int = 1, limit: int = LISTED) -> Queue:
    """What the day holds with so many clerks calling, and every live callback in its order (one clerk's or one
    purpose's, if named)."""
    found = outlook.live(look.conn, look.policy, look.at)
    ahead = dealing.forecast(
        [one.waiting for one in found], tonight=tonight(look), left_today=_left_today(look),
        policy=look.policy.callbacks, clerks=max(1, clerks),
    )  # fmt: skip
    by_number = {one.number: one for one in found}
    mine = [one.waiting for one in found if clerk in ("", one.row.assignee) and purpose in ("", one.row.purpose)]
    due = [one for one in dealing.in_order(mine) if one.outlook.standing is Standing.DUE]
    rest = [one for one in dealing.in_order(mine) if one.outlook.standing is not Standing.DUE]
    shown = [queue_row(look, by_number[one.number]) for one in (due + rest)[:limit]]
    exhausted = sa.select(sa.func.count()).where(CALLBACK.c.state == "exhausted", CALLBACK.c.settled_at > _recent(look))
    count = look.conn.execute(exhausted).scalar_one()
    return Queue(ahead.due, ahead.minutes, ahead.will_be_late, ahead.late, len(mine), count, shown)


def _recent(look: Look) -> datetime:
    """From when on the lead is still shown who could not be reached."""
    return look.at - timedelta(days=look.policy.callbacks.appointment_days)


def tonight(look: Look) -> datetime:
    """The end of the business date."""
    calendar = look.policy.calendar
    return calendar.instant(look.today + timedelta(days=1), calendar.cutoff)


def _left_today(look: Look) -> int:
    until = tonight(look)
    return calling.minutes(calling.pieces(look.policy.calendar, look.at, until), look.at, until)


def queue_row(look: Look, one: Live) -> QueueRow:
    """A live callback as lists show it; a claim that lapsed is shown as none."""
    row, view = one.row, one.outlook
    held = one.held_by(row.claimed_by, look.at)
    state = row.state if row.state != "claimed" or held else "appointment" if row.appointed else "open"
    trouble = "no_calls" if one.no_calls else "wrong_number" if one.wrong else "" if one.phone else "no_phone"
    return QueueRow(
        row.number, row.purpose, state, str(view.standing), one.name, _masked(look, one.phone), row.earliest,
        row.latest, row.appointed, view.next_at, view.left, view.late, view.will_be_late, row.upset,
        len(one.facts.tries), row.assignee, row.claimed_by if held else "", trouble, row.outcome,
    )  # fmt: skip


def _ended_row(look: Look, row: Any) -> QueueRow:
    late = row.appointed is None and row.settled_at > row.latest
    return QueueRow(
        row.number, row.purpose, row.state, "", row.who, _masked(look, row.dial), row.earliest, row.latest,
        row.appointed, None, 0, late, False, row.upset, 0, row.assignee, "", "", row.outcome,
    )  # fmt: skip


def _masked(look: Look, phone: str) -> str:
    return mask_phone(phone, look.policy.store.region) if phone else ""


@reading("callbacks.ended")
def ended(look: Look, *, state: str = "exhausted", limit: int = LISTED) -> list[QueueRow]:
    """Callbacks that ended in one state, the latest first: `exhausted` is the lead's list."""
    return [_ended_row(look, row) for row in outlook.rows(look.conn, CALLBACK.c.state == state, last=max(limit, 1))]


@dataclass(frozen=True)
class EventRow:
    """What a callback is about."""

    subject: str
    note: str
    day: date
    at: datetime


@dataclass(frozen=True)
class AttemptRow:
    """One call, as it was written down."""

    at: datetime
    by: str
    outcome: str
    reason: str
    said: str
    led_to: str


@dataclass(frozen=True)
class CallbackView:
    """One callback whole. `dial` is the number as it is dialled, for whoever holds the claim; nothing for others."""

    row: QueueRow
    language: str
    member: str
    dial: str
    claimed_until: datetime | None
    settled_at: datetime | None
    events: list[EventRow]
    attempts: list[AttemptRow]
    together: list[str]
    """Other open callbacks of the same customer, which one call can settle too."""


@reading("callbacks.show")
def show(look: Look, *, callback: str) -> CallbackView | No:
    """One callback: what it is about, every try, how it stands, and what else is open for the same customer."""
    known = claims.known(look.conn, callback)
    if isinstance(known, No):
        return known
    theirs = outlook.live(look.conn, look.policy, look.at, person=known.person)
    one = next((each for each in theirs if each.number == known.number), None)
    whole = one.row if one else outlook.rows(look.conn, CALLBACK.c.number == known.number)[0]
    mine = one is not None and look.desk.staff is not None and one.held_by(look.desk.staff.number, look.at)
    events = sa.select(EVENT.c.subject, EVENT.c.note, EVENT.c.day, EVENT.c.at).where(EVENT.c.callback == known.number)
    tried = sa.select(*(ATTEMPT.c[name] for name in ("at", "by", "outcome", "reason", "said", "led_to")))
    tried = tried.where(ATTEMPT.c.callback == known.number).order_by(ATTEMPT.c.id)
    return CallbackView(
        queue_row(look, one) if one else _ended_row(look, whole), whole.speaks, _member(look.conn, known.member_id),
        local_phone(whole.dial, look.policy.store.region) if mine else "",
        known.claimed_until if mine else None, known.settled_at,
        [EventRow(*row) for row in look.conn.execute(events.order_by(EVENT.c.id))],
        [AttemptRow(*row) for row in look.conn.execute(tried)],
        [each.number for each in theirs if each.number != known.number],
    )  # fmt: skip


def _member(conn: sa.Connection, member_id: int | None) -> str:
    from deskapp.store.members import MEMBER

    if member_id is None:
        return ""
    return str(conn.execute(sa.select(MEMBER.c.number).where(MEMBER.c.id == member_id)).scalar_one())


@reading("callbacks.of")
def of(look: Look, *, member: str = "", phone: str = "") -> list[QueueRow] | No:
    """The callbacks of a person, open ones first, then those that ended last."""
    from deskapp.store import wishes

    person = wishes.whom(look, member, phone)
    if isinstance(person, No):
        return person
    theirs = outlook.live(look.conn, look.policy, look.at, person=person.key)
    over = outlook.rows(look.conn, CALLBACK.c.person == person.key, last=LISTED)
    return [queue_row(look, one) for one in theirs] + [_ended_row(look, row) for row in over]

"""What whoever holds a customer needs at the phone: the number, what the call is about, and where each answer would go.

Nothing here decides: the same rules that record the call are asked what they would do. (domain 7)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskapp.rules import calling
from deskapp.rules.callbacks import COMPLAINT_FEEDBACK, Outcome, Step, step_of
from deskapp.rules.complaint_table import ENDED, State
from deskapp.rules.decisions import No
from deskapp.store import claims, complaints, outlook, queue
from deskapp.store.callbacks import ATTEMPT, EVENT
from deskapp.store.outlook import Live
from deskapp.store.posting import Look
from deskapp.store.queue import AttemptRow, CallbackView, EventRow
from deskapp.store.registry import reading

EARLIER = 5
"""Earlier calls to the same person, about whatever, that the clerk is shown."""


@dataclass(frozen=True)
class Held:
    """A callback that this call settles, and what it is `about`: in the words of a complaint's subject or of a note,
    which the script puts in. Complaints in `hears` are told the answer, those in `reopens` go on if the customer is
    dissatisfied; `opens` whether a complaint is opened then."""

    callback: str
    purpose: str
    about: str
    events: list[EventRow]
    hears: list[str]
    reopens: list[str]
    opens: bool


@dataclass(frozen=True)
class Sheet:
    """One call. `held` is what it can settle, the callback itself first; nothing for who does not hold the claim.

    `tries` of `most` were made; one more in vain makes it `exhausted`, else the next is at `next_at`. `offers` means
    that a refusal ends calls with offers only."""

    view: CallbackView
    held: list[Held]
    earlier: list[AttemptRow]
    tries: int
    most: int
    exhausted: bool
    next_at: datetime | None
    offers: bool


@reading("callbacks.sheet")
def sheet(look: Look, *, callback: str) -> Sheet | No:
    """The customer to be called: number, purposes, earlier calls, and what each answer would lead to."""
    view = queue.show.function(look, callback=callback)
    if isinstance(view, No):
        return view
    row = claims.known(look.conn, callback)
    theirs = {one.number: one for one in outlook.live(look.conn, look.policy, look.at, person=row.person)}
    one, staff = theirs.get(row.number), look.desk.staff
    mine = one is not None and staff is not None and row.claimed_by == staff.number
    held = [theirs[each.number] for each in claims.held_together(look.conn, row)] if mine else []
    ends, next_at = _in_vain(look, one) if one else (False, None)
    rules = look.policy.callbacks
    return Sheet(
        view, [_held(look.conn, each) for each in held], _earlier(look.conn, row),
        len(one.facts.tries) if one else 0, rules.tries, ends, next_at,
        rules.offers(row.purpose) and row.member_id is not None,
    )  # fmt: skip


def _in_vain(look: Look, one: Live) -> tuple[bool, datetime | None]:
    """Whether a call now that reaches nobody is the last, and when else the next one may be."""
    tries = (*one.facts.tries, look.at)
    days = [look.policy.calendar.local(at).date() for at in tries]
    if step_of(Outcome.NO_ANSWER, days, look.policy.callbacks) is Step.EXHAUST:
        return True, None
    facts = replace(one.facts, tries=tries, last_call=look.at, appointed=None)
    calendar = look.policy.calendar
    shop = calling.pieces(calendar, look.at, calling.horizon(facts, look.at))
    ahead = calling.outlook(facts, shop=shop, calendar=calendar, policy=look.policy.callbacks, now=look.at)
    return False, ahead.next_at


def _held(conn: sa.Connection, one: Live) -> Held:
    events = _events(conn, one.number)
    cases = list(_cases(conn, events)) if one.row.purpose == COMPLAINT_FEEDBACK else []
    about = dict.fromkeys(filter(None, [case.subject for case in cases] + [event.note for event in events]))
    hears = [case.number for case in cases if case.state == State.AWAITING_FEEDBACK]
    reopens = [case.number for case in cases if case.state in (State.AWAITING_FEEDBACK, State.CLOSED)]
    opens = not cases or any(case.state in ENDED and case.number not in reopens for case in cases)
    return Held(one.number, one.row.purpose, "; ".join(about), events, hears, reopens, opens)


def _cases(conn: sa.Connection, events: Sequence[EventRow]) -> Iterator[Any]:
    """The complaints that a callback asks about, each once; of those that were joined the one that goes on."""
    found: dict[str, Any] = {}
    for event in events:
        case = complaints.of_number(conn, event.subject) if event.subject else None
        if case is not None and not isinstance(case, No):
            case = complaints.joined(conn, case)
            found.setdefault(case.number, case)
    yield from found.values()


def _events(conn: sa.Connection, number: str) -> list[EventRow]:
    wanted = sa.select(EVENT.c.subject, EVENT.c.note, EVENT.c.day, EVENT.c.at).where(EVENT.c.callback == number)
    return [EventRow(*row) for row in conn.execute(wanted.order_by(EVENT.c.id))]


def _earlier(conn: sa.Connection, row: Any) -> list[AttemptRow]:
    """The last calls to this person, the latest first; one call for several purposes once."""
    columns = (ATTEMPT.c[name] for name in ("at", "by", "outcome", "reason", "said", "led_to"))
    last = sa.select(sa.func.min(ATTEMPT.c.id)).where(ATTEMPT.c.person == row.person).group_by(ATTEMPT.c.entry)
    wanted = sa.select(*columns).where(ATTEMPT.c.id.in_(last)).order_by(ATTEMPT.c.id.desc()).limit(EARLIER)
    return [AttemptRow(*each) for each in conn.execute(wanted)]


@dataclass(frozen=True)
class PurposeRow:
    """What customers are called about: within how many days, and whether it is an offer, which takes their consent."""

    purpose: str
    days: int
    offer: bool


@reading("callbacks.purposes")
def purposes(look: Look) -> list[PurposeRow]:
    """The purposes of the house rules, in their order."""
    rules = look.policy.callbacks
    return [PurposeRow(name, rules.within(name), rules.offers(name)) for name in rules.purposes]

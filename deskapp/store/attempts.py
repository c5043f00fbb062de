"""What came of a call to a customer, and where it goes: the case it reopens, the department that hears of it.

Every attempt is a whole record (回访记录表). Who was reached can settle several things in one call; who was not is
tried again; who wants no calls gets none; a number that is not theirs is marked, never the member's own row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskapp.rules.callbacks import LIVE, MISSED, REACHED, Outcome, Step, after, may_answer, may_attempt, step_of
from deskapp.rules.decisions import No
from deskapp.rules.text import checked, code
from deskapp.store import answers, claims, enrolment, outlook, wishes
from deskapp.store.callbacks import ATTEMPT, change
from deskapp.store.outlook import Live
from deskapp.store.posting import Posting
from deskapp.store.registry import operation

LONGEST = 2000


@dataclass(frozen=True)
class Attempted:
    """What the call did: the state of each callback it touched, what was opened or sent because of it, and when the
    customer may be called again."""

    callback: str
    outcome: str
    states: dict[str, str]
    led_to: list[str]
    next_at: datetime | None


@dataclass(frozen=True)
class Said:
    """The answer as it is written down."""

    outcome: Outcome
    text: str
    reason: str
    department: str
    at: datetime | None


@operation(
    "callbacks.attempt",
    refuses=(
        "callback_unknown", "callback_closed", "callback_not_yours", "callback_apart", "choose_one", "empty",
        "too_long", "department_unknown", "appointment_past", "appointment_far", "appointment_rest", "moment_bad",
    ),
)  # fmt: skip
def attempt(
    post: Posting,
    *,
    callback: str,
    outcome: str,
    said: str = "",
    reason: str = "",
    department: str = "",
    at: str = "",
    also: list[str] | None = None,
) -> Attempted | No:
    """Record a call: reached (satisfied, fair, dissatisfied), no_answer, busy, wrong_number, refused, appointment.
    `also` names other callbacks of the same customer that the one call settled."""
    row = claims.known(post.conn, callback)
    if isinstance(row, No):
        return row
    mine = may_attempt(state=row.state, claimed_by=row.claimed_by, actor=post.actor.number)
    if refused := post.refused(mine):
        return refused
    theirs = {one.number: one for one in outlook.live(post.conn, post.policy, post.at, person=row.person)}
    held = [theirs[each.number] for each in claims.held_together(post.conn, row)]
    answer = _read(post, held, outcome, said, reason, department, at, [code(one) for one in also or []])
    if isinstance(answer, No):
        return answer
    settled = [one for one in held if one.number == row.number or one.number in map(code, also or [])]
    told = _settle(post, answer, held, settled, list(theirs.values()))
    if isinstance(told, No):
        return told
    states, led_to = told
    again = {one.number: one for one in outlook.live(post.conn, post.policy, post.at, person=row.person)}
    next_at = again[row.number].outlook.next_at if row.number in again else None
    result = Attempted(row.number, str(answer.outcome), states, led_to, next_at)
    late = _late(post, settled) if answer.outcome in REACHED else 0
    facts: dict[str, Any] = {"outcome": str(answer.outcome), "reason": reason, "states": states, "led_to": led_to}
    if answer.outcome in REACHED:
        facts |= {"in_time": len(settled) - late, "late": late}
    return post.done(result, subject=row.number, member=row.member_id, facts=facts)


def _late(post: Posting, settled: Sequence[Live]) -> int:
    """How many of these are called after their time; one that the customer appointed is not."""
    return sum(one.row.appointed is None and post.at > one.row.latest for one in settled)


def _read(
    post: Posting, held: Sequence[Live], outcome: str, said: str, reason: str, department: str, at: str, also: list[str]
) -> Said | No:
    text = checked(said, field="said", limit=LONGEST, multiline=True)
    if isinstance(text, No):
        return text
    spoken = [one for one in held if one is held[0] or one.number in also]
    decision = may_answer(
        outcome=outcome, purposes=[one.row.purpose for one in spoken], said=text, reason=reason, at=at, also=also,
        held=[one.number for one in held],
    )  # fmt: skip
    if refused := post.refused(decision):
        return refused
    moment = claims.chosen(post, held[0], at) if outcome == Outcome.APPOINTMENT else None
    if isinstance(moment, No):
        return moment
    return Said(Outcome(outcome), text, reason, department, moment)


def _settle(
    post: Posting, answer: Said, held: Sequence[Live], settled: Sequence[Live], theirs: Sequence[Live]
) -> tuple[dict[str, str], list[str]] | No:
    """Move every callback that the call touched, free the others, and let the answer go where it belongs."""
    led_to: dict[str, str] = {}
    if answer.outcome in REACHED:
        touched = list(settled)
        sent = answers.passed_on(post, touched, answer.outcome, answer.text, answer.reason, answer.department)
        if isinstance(sent, No):
            return sent
        led_to = sent
    elif answer.outcome == Outcome.REFUSED:
        touched = _refused(post, held[0], theirs)
    else:
        touched = [one for one in held if one is held[0] or one.facts.earliest <= post.at]
        if answer.outcome == Outcome.WRONG_NUMBER:
            wishes.put(post, held[0].row.person, "wrong_number", held[0].phone)
    states = {one.number: _move(post, one, answer, led_to.get(one.number, "")) for one in touched}
    claims.free(post, [one.row for one in held if one not in touched])
    return states, sorted(set(filter(None, led_to.values())))


def _refused(post: Posting, first: Live, theirs: Sequence[Live]) -> list[Live]:
    """Whoever wants no offers keeps their service calls; whoever wants no call at all gets none."""
    policy = post.policy.callbacks
    if policy.offers(first.row.purpose) and first.row.member_id is not None:
        enrolment.consent(post, first.row.member_id, "phone", False)
        return [one for one in theirs if policy.offers(one.row.purpose)]
    wishes.put(post, first.row.person, "no_calls", "")
    return list(theirs)


def _move(post: Posting, one: Live, answer: Said, led_to: str) -> str:
    """Write one attempt and the callback's new state."""
    attempt = {"callback": one.number, "person": one.row.person, "entry": post.entry, "at": post.at}
    attempt |= {"day": post.business_date, "by": post.actor.number, "outcome": str(answer.outcome)}
    attempt |= {"reason": answer.reason, "said": answer.text, "led_to": led_to}
    post.conn.execute(sa.insert(ATTEMPT), attempt)
    local = post.policy.calendar.local
    tries = (*one.facts.tries, post.at) if answer.outcome in MISSED else one.facts.tries
    step = step_of(answer.outcome, [local(at).date() for at in tries], post.policy.callbacks)
    state = after(one.row.state, step)
    if isinstance(state, No):
        raise AssertionError(f"{one.number} is {one.row.state} and cannot {step}")
    values: dict[str, Any] = {"state": str(state), "claimed_by": "", "claimed_until": None}
    values["appointed"] = answer.at if step in (Step.APPOINT, Step.TRY) else one.row.appointed
    if state not in LIVE:
        values |= {"outcome": str(answer.outcome), "settled_at": post.at}
    change(post, [one.number], **values)
    return str(state)

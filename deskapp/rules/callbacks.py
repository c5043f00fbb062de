"""Callbacks: which state follows which, what an answer on the phone leads to, and who may claim a customer when.

A callback is open until it is done, refused, exhausted or cancelled; a claim is exclusive and lapses. (domain 7)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from deskapp.rules.decisions import Decision, No, decide, no

if TYPE_CHECKING:
    from deskapp.rules.policy_callbacks import CallbackPolicy


class State(StrEnum):
    """Where a callback stands. Resting, due and late are computed, never stored."""

    OPEN = "open"
    CLAIMED = "claimed"
    APPOINTMENT = "appointment"
    DONE = "done"
    EXHAUSTED = "exhausted"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What moves a callback."""

    CLAIM = "claim"
    LET_GO = "let_go"
    REACH = "reach"
    TRY = "try"
    EXHAUST = "exhaust"
    REFUSE = "refuse"
    APPOINT = "appoint"
    CANCEL = "cancel"


LIVE: Final = (State.OPEN, State.CLAIMED, State.APPOINTMENT)
_FROM_ANY: Final = {Step.APPOINT: State.APPOINTMENT, Step.REFUSE: State.REFUSED, Step.CANCEL: State.CANCELLED}
MOVES: Final[dict[tuple[State, Step], State]] = {
    (State.OPEN, Step.CLAIM): State.CLAIMED,
    (State.APPOINTMENT, Step.CLAIM): State.CLAIMED,
    (State.CLAIMED, Step.CLAIM): State.CLAIMED,
    (State.CLAIMED, Step.LET_GO): State.OPEN,
    (State.CLAIMED, Step.REACH): State.DONE,
    (State.CLAIMED, Step.TRY): State.OPEN,
    (State.CLAIMED, Step.EXHAUST): State.EXHAUSTED,
    **{(state, step): after for state in LIVE for step, after in _FROM_ANY.items()},
}
"""Every move there is; each other one is refused. A claim over a claim is for its own clerk, or for one that lapsed."""


class Outcome(StrEnum):
    """What came of a call. `reached` is for calls that ask nothing, such as an invitation."""

    REACHED = "reached"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    APPOINTMENT = "appointment"


REACHED: Final = (Outcome.REACHED, Outcome.SATISFIED, Outcome.FAIR, Outcome.DISSATISFIED)
JUDGED: Final = (Outcome.SATISFIED, Outcome.FAIR, Outcome.DISSATISFIED)
MISSED: Final = (Outcome.NO_ANSWER, Outcome.BUSY)
COMPLAINT_FEEDBACK: Final = "complaint_feedback"


def after(state: str, step: Step, *, appointed: bool = False) -> State | No:
    """The state that follows, or why none does. Whoever lets go of an appointment leaves it an appointment."""
    following = MOVES.get((State(state), step))
    if following is None:
        return no("callback_closed", field="callback", state=state)
    return State.APPOINTMENT if step is Step.LET_GO and appointed else following


def step_of(outcome: Outcome, days: Sequence[date], policy: CallbackPolicy) -> Step:
    """What an outcome does to a callback, given the days of the tries that reached nobody, this one among them. A
    wrong number ends it at once: nobody is served by dialling it again."""
    if outcome in REACHED:
        return Step.REACH
    if outcome in MISSED:
        return Step.EXHAUST if exhausted(days, policy) else Step.TRY
    ends = {Outcome.REFUSED: Step.REFUSE, Outcome.APPOINTMENT: Step.APPOINT, Outcome.WRONG_NUMBER: Step.EXHAUST}
    return ends[outcome]


def exhausted(days: Sequence[date], policy: CallbackPolicy) -> bool:
    """Whether these tries are as many, on as many days, as the house makes before the lead decides."""
    return len(days) >= policy.tries and len(set(days)) >= policy.try_days


def lapsed(claimed_until: datetime | None, now: datetime) -> bool:
    """Whether a claim no longer keeps others away."""
    return claimed_until is None or claimed_until <= now


def may_claim(
    *,
    state: str,
    claimed_by: str,
    claimed_until: datetime | None,
    actor: str,
    now: datetime,
    phone: str,
    no_calls: bool,
    next_at: datetime | None,
    incoming: bool,
) -> Decision[State]:
    """Whether this clerk may take this customer now. When the customer rings the desk (`incoming`), no hours and no
    missing phone stand in the way."""
    moved = after(state, Step.CLAIM)
    others = state == State.CLAIMED and claimed_by != actor and not lapsed(claimed_until, now)
    rests = next_at is None or next_at > now
    stands = (
        moved if isinstance(moved, No) else None,
        no("callback_claimed", field="callback", by=claimed_by, until=claimed_until, matters=True) if others else None,
        no("no_calls", field="callback") if no_calls and not incoming else None,
        no("no_phone", field="callback") if not phone and not incoming else None,
        no("callback_rests", field="callback", next_at=next_at) if rests and phone and not incoming else None,
    )
    return decide(State.CLAIMED, stands)


def may_attempt(*, state: str, claimed_by: str, actor: str) -> Decision[None]:
    """Whether this clerk may say what came of the call: only who claimed the customer."""
    closed = state not in LIVE
    mine = state == State.CLAIMED and claimed_by == actor
    stands = (
        no("callback_closed", field="callback", state=state) if closed else None,
        None if mine or closed else no("callback_not_yours", field="callback", by=claimed_by),
    )
    return decide(None, stands)


def may_appoint(
    at: datetime | None, *, now: datetime, furthest: datetime, next_at: datetime | None
) -> Decision[datetime | None]:
    """Whether the customer may be called at the time they chose: ahead, not too far, and at an hour when calls are
    made at all; `next_at` is the first such instant from then on."""
    if at is None:
        return decide(at, (no("empty", field="at"),))
    stands = (
        no("appointment_past", field="at", at=at) if at < now else None,
        no("appointment_far", field="at", at=at, furthest=furthest) if at > furthest else None,
        no("appointment_rest", field="at", at=at, next_at=next_at) if now <= at <= furthest and next_at != at else None,
    )
    return decide(at, stands)


REASONS: Final = ("goods", "service", "price", "waiting", "surroundings", "promise", "other")
"""What a customer who is not content is not content with, for the summary."""


def may_answer(
    *, outcome: str, purposes: Sequence[str], said: str, reason: str, at: str, also: Sequence[str], held: Sequence[str]
) -> Decision[None]:
    """Whether an answer is whole: feedback on a complaint is a judgement, a reproach says what was wrong, an
    appointment has its time, and what one call settles besides was claimed with it."""
    poor = outcome in (Outcome.FAIR, Outcome.DISSATISFIED)
    vague = outcome == Outcome.REACHED and COMPLAINT_FEEDBACK in purposes
    other = next((number for number in also if number not in held), None)
    stands = (
        no("choose_one", field="outcome") if vague or outcome not in tuple(Outcome) else None,
        no("callback_apart", field="also", callback=other[:40]) if other is not None else None,
        no("choose_one", field="reason") if (poor or reason) and reason not in REASONS else None,
        no("empty", field="said") if poor and not said else None,
        no("empty", field="at") if outcome == Outcome.APPOINTMENT and not at.strip() else None,
    )
    return decide(None, stands)


class Bucket(StrEnum):
    """Where a callback counts in the proof that everybody served was called: each in exactly one."""

    REACHED = "reached"
    REFUSED = "refused"
    EXHAUSTED = "exhausted"
    LATE = "late"
    NOT_YET_DUE = "not_yet_due"
    CANCELLED = "cancelled"


_ENDED: Final = {
    State.REFUSED: Bucket.REFUSED,
    State.EXHAUSTED: Bucket.EXHAUSTED,
    State.CANCELLED: Bucket.CANCELLED,
}


def bucket(
    *, state: str, latest: datetime, appointed: datetime | None, settled_at: datetime | None, now: datetime
) -> Bucket:
    """Where a callback counts. Reached after its latest instant is late, unless the customer chose the time."""
    if ended := _ENDED.get(State(state)):
        return ended
    if appointed is None and (settled_at or now) > latest:
        return Bucket.LATE
    return Bucket.REACHED if state == State.DONE else Bucket.NOT_YET_DUE


def percent(part: int, whole: int) -> int | None:
    """A share in whole percent, halves up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None

"""Where a customer's answer goes: feedback to their complaint, a new complaint, a note to the department. (domain 7)

Who is content leaves a record; *fair* is sent to a department; *dissatisfied* opens a complaint or reopens theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from deskapp.rules.callbacks import COMPLAINT_FEEDBACK, JUDGED, Outcome
from deskapp.rules.complaint_table import ENDED, State
from deskapp.rules.decisions import No
from deskapp.store import complaints, feedback
from deskapp.store.callbacks import EVENT
from deskapp.store.members import MEMBER
from deskapp.store.outlook import Live
from deskapp.store.posting import Posting
from deskapp.store.registry import OPERATIONS


def passed_on(
    post: Posting, settled: Sequence[Live], outcome: Outcome, said: str, reason: str, department: str
) -> dict[str, str] | No:
    """Callback to the number of what came of the answer: a complaint or a feedback; or why it cannot go there."""
    led_to: dict[str, str] = {}
    for one in settled:
        if one.row.purpose == COMPLAINT_FEEDBACK and outcome in JUDGED:
            heard = _heard(post, one, outcome, said)
            if isinstance(heard, No):
                return heard
            led_to |= {one.number: heard} if heard else {}
    if outcome is Outcome.FAIR:
        sent = feedback.make(post, department, said, settled[0].number)
        return sent if isinstance(sent, No) else {one.number: sent.feedback for one in settled}
    unheard = [one.number for one in settled if one.number not in led_to]
    if outcome is Outcome.DISSATISFIED and unheard:
        opened = _opened(post, settled[0], said)
        if isinstance(opened, No):
            return opened
        led_to |= dict.fromkeys(unheard, opened)
    return led_to


def _heard(post: Posting, one: Live, outcome: Outcome, said: str) -> str | No:
    """Tell each complaint that the callback is about what its customer says now; the number of the last of them."""
    told: dict[str, str] = {}
    subjects = sa.select(EVENT.c.subject).where(EVENT.c.callback == one.number, EVENT.c.subject != "")
    for subject in post.conn.execute(subjects.order_by(EVENT.c.id)).scalars().all():
        case = complaints.of_number(post.conn, subject)
        if isinstance(case, No):
            continue
        case = complaints.joined(post.conn, case)
        if case.number in told:
            continue
        heard = _told(post, case, outcome, said)
        if isinstance(heard, No):
            return heard
        told[case.number] = heard
    return next(reversed(told.values()), "")


def _told(post: Posting, case: Any, outcome: Outcome, said: str) -> str | No:
    """A case that waits for feedback gets it; one that is over is reopened by the dissatisfied, or goes on in a new
    one; one under way has what was said in the record of the call."""
    at_hand: dict[str, Any] = {"complaint": case.number, "version": case.version}
    answer: Any = None
    if case.state == State.AWAITING_FEEDBACK:
        answer = _within(post, "complaints.feedback", **at_hand, answer=str(outcome), said=said)
    elif case.state == State.CLOSED and outcome is Outcome.DISSATISFIED:
        answer = _within(post, "complaints.reopen", **at_hand, reason=said)
        if isinstance(answer, No):
            return _registered(post, _fields(post, said), earlier=case.number)
    elif case.state in ENDED and outcome is Outcome.DISSATISFIED:
        return _registered(post, _fields(post, said), earlier=case.number)
    return answer if isinstance(answer, No) else str(answer.complaint if answer else case.number)


def _opened(post: Posting, one: Live, said: str) -> str | No:
    """Open and register a complaint for a customer who was asked and is not content."""
    person = {"name": one.name, "phone": one.phone, "language": one.row.speaks}
    if one.row.member_id is not None:
        number = sa.select(MEMBER.c.number).where(MEMBER.c.id == one.row.member_id)
        person = {"member": str(post.conn.execute(number).scalar_one()), "phone": one.phone}
    return _registered(post, _fields(post, said) | person)


def _registered(post: Posting, fields: dict[str, str], earlier: str = "") -> str | No:
    draft = _within(post, "complaints.open", fields=fields, earlier=earlier)
    if isinstance(draft, No):
        return draft
    case = _within(post, "complaints.register", complaint=draft.complaint, version=draft.version)
    return case if isinstance(case, No) else str(case.complaint)


def _fields(post: Posting, said: str) -> dict[str, str]:
    at = post.policy.calendar.local(post.at).isoformat(timespec="minutes")
    return {"channel": "phone", "what": said, "happened_at": at}


def _within(post: Posting, operation: str, **arguments: Any) -> Any:
    """Another subject's operation as a part of the posting under way: the rules are its own, the journal entry ours."""
    return OPERATIONS[operation].function(post, **arguments)

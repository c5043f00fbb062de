"""Step 6 of a complaint: the customer is heard, the case is closed; and every way out and back. (domain 6)

*Dissatisfied* reopens with a new deadline; the first run keeps its own. Nothing is dropped: what is withdrawn or joined
with another case comes back as it was.
"""

from __future__ import annotations

import sqlalchemy as sa

from deskapp.rules import complaints as rules
from deskapp.rules.complaint_table import Feedback, Move, State
from deskapp.rules.decisions import No
from deskapp.store import callbacks, complaints, remedies, slips
from deskapp.store.callbacks import ATTEMPT, EVENT
from deskapp.store.complaints import MOVE_REFUSALS, Moved
from deskapp.store.handling import FEEDBACK
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation

UNCALLABLE = ("exhausted", "refused", "cancelled")
"""Callbacks that will not bring an answer any more."""


@operation("complaints.feedback", refuses=(*MOVE_REFUSALS, "too_long", "choose_one", "tries_few"))
def feedback(post: Posting, *, complaint: str, version: int, answer: str, said: str = "") -> Moved | No:
    """What the customer says afterwards: `satisfied`, `fair`, `unreachable` after the set tries; `dissatisfied`, with
    what was wrong, sends the case back to the investigation with a new deadline."""
    begun = complaints.begun(post, complaint, version, said=said)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    decision = rules.may_answer_feedback(
        complaints.standing(row), complaints.who(post), answer=answer, said=typed["said"],
        tries=tries(post, row.number), policy=post.policy.complaints,
    )  # fmt: skip
    if refusal := complaints.refused(post, row, decision):
        return refusal
    what = Move.DISSATISFIED if answer == Feedback.DISSATISFIED else Move.FEEDBACK
    after = complaints.move(post, row, what, decision.value, {"feedback": answer}, said=typed)
    if answer != Feedback.UNREACHABLE:
        callbacks.over(post, row.number, purpose=FEEDBACK, state="done", outcome=answer)
    return complaints.done(post, after, what, row.state, facts={"answer": answer, "run": after.run})


def tries(post: Posting | Look, complaint: str) -> int:
    """How often the customer was called about a case in vain: as recorded, not as remembered. Where nobody can be
    called, or the callback has ended, as often as the house asks."""
    about = callbacks.about(post.conn, complaint, FEEDBACK)
    if about is None or about.state in UNCALLABLE:
        return post.policy.complaints.unreachable_tries
    mine = sa.select(EVENT.c.callback).where(EVENT.c.subject == complaint, EVENT.c.purpose == FEEDBACK)
    made = sa.select(sa.func.count()).select_from(ATTEMPT).where(ATTEMPT.c.callback.in_(mine))
    return int(post.conn.execute(made).scalar_one())


@operation("complaints.close", refuses=(*MOVE_REFUSALS, "too_long", "kind_bad", "feedback_needed"))
def close(
    post: Posting, *, complaint: str, version: int, measure: str, category: str = "", cause: str = "", said: str = ""
) -> Moved | No:
    """Close a case after the customer was heard: its class, the root cause, and what is improved. The clerk closes for
    a satisfied customer up to the sum, else the supervisor; the manager what lies with an outside body."""
    begun = complaints.begun(post, complaint, version, measure=measure, said=said)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    known = post.policy.complaints
    fields = {"category": category or row.category, "cause": cause or row.cause}
    for name, classes in (("category", known.categories), ("cause", known.causes)):
        if refusal := complaints.no_class(name, fields[name], classes, row):
            return refusal
    decision = rules.may_close(complaints.standing(row), complaints.who(post), given={**fields, **typed}, policy=known)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    values = {**fields, "measure": typed["measure"], "closed_at": post.at, "closed_on": post.business_date}
    after = complaints.move(post, row, Move.CLOSE, decision.value, values, said={"said": typed["said"]})
    return complaints.done(post, after, Move.CLOSE, row.state, facts={**fields, "cost_money": row.cost})


@operation("complaints.reopen", refuses=(*MOVE_REFUSALS, "too_long", "reopen_late"))
def reopen(post: Posting, *, complaint: str, version: int, reason: str) -> Moved | No:
    """Look into a closed case again, with a new deadline: the clerk within the days of the house, the supervisor
    always. Later, `complaints.open` with `earlier` begins a new case that is linked to it."""
    begun = complaints.begun(post, complaint, version, reason=reason)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    decision = rules.may_reopen(
        complaints.standing(row), complaints.who(post), reason=typed["reason"], today=post.business_date,
        policy=post.policy.complaints,
    )  # fmt: skip
    if refusal := complaints.refused(post, row, decision):
        return refusal
    values = {"closed_at": None, "closed_on": None, "feedback": ""}
    after = complaints.move(post, row, Move.REOPEN, decision.value, values, said=typed)
    return complaints.done(post, after, Move.REOPEN, row.state, facts={"run": after.run})


# Ways out and back


@operation("complaints.withdraw", refuses=(*MOVE_REFUSALS, "too_long"))
def withdraw(post: Posting, *, complaint: str, version: int, said: str) -> Moved | No:
    """End an open case at the customer's word, which is written down."""
    begun = complaints.begun(post, complaint, version, said=said)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    decision = rules.may(Move.WITHDRAW, complaints.standing(row), complaints.who(post), given=typed)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    remedies.set_aside(post, row)
    callbacks.over(post, row.number)
    after = complaints.move(post, row, Move.WITHDRAW, decision.value, said=typed)
    return complaints.done(post, after, Move.WITHDRAW, row.state)


@operation("complaints.merge", refuses=(*MOVE_REFUSALS, "merge_self", "merge_target", "too_long"))
def merge(post: Posting, *, complaint: str, version: int, into: str, reason: str = "") -> Moved | No:
    """Join a duplicate with the case that goes on; it keeps its own number and record."""
    begun = complaints.begun(post, complaint, version, reason=reason)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    target = complaints.of_number(post.conn, into, field="into")
    if isinstance(target, No):
        return target
    decision = rules.may_merge(
        complaints.standing(row), complaints.who(post), number=row.number, into=target.number,
        target=State(target.state),
    )  # fmt: skip
    if refusal := complaints.refused(post, row, decision):
        return refusal
    remedies.set_aside(post, row)
    callbacks.over(post, row.number, purpose=FEEDBACK)  # what was promised to somebody is kept all the same
    after = complaints.move(post, row, Move.MERGE, decision.value, {"merged_into": target.id}, said=typed)
    return complaints.done(post, after, Move.MERGE, row.state, facts={"into": target.number})


@operation("complaints.unmerge", refuses=(*MOVE_REFUSALS, "too_long"))
def unmerge(post: Posting, *, complaint: str, version: int, reason: str) -> Moved | No:
    """Take a case out of the one it was joined with: it goes on where it stood."""
    return _back(post, complaint, version, Move.UNMERGE, reason)


@operation("complaints.restore", refuses=(*MOVE_REFUSALS, "too_long"))
def restore(post: Posting, *, complaint: str, version: int, reason: str) -> Moved | No:
    """Take up a withdrawn case again where it stood."""
    return _back(post, complaint, version, Move.RESTORE, reason)


def _back(post: Posting, complaint: str, version: int, what: Move, reason: str) -> Moved | No:
    begun = complaints.begun(post, complaint, version, reason=reason)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    decision = rules.may(what, complaints.standing(row), complaints.who(post), given=typed)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    if decision.value is State.AWAITING_CUSTOMER:
        slips.offer_again(post.conn, row.slip)
    callbacks.owed_again(post, row.number, complaints.since(post.conn, row.id))
    after = complaints.move(post, row, what, decision.value, {"merged_into": None}, said=typed)
    return complaints.done(post, after, what, row.state)

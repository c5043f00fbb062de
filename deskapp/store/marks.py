"""What is noted beside the state of a complaint: for whom it waits, to whom it was escalated, and notes. (domain 6)"""

from __future__ import annotations

from deskapp.rules import complaints as rules
from deskapp.rules.complaint_table import Move
from deskapp.rules.decisions import No, no
from deskapp.rules.due import Party
from deskapp.store import complaints, deadlines
from deskapp.store.complaints import MOVE_REFUSALS, Moved
from deskapp.store.posting import Posting
from deskapp.store.registry import operation


@operation("complaints.hold", refuses=(*MOVE_REFUSALS, "already_held", "choose_one", "too_long"))
def hold(post: Posting, *, complaint: str, version: int, party: str, reason: str) -> Moved | No:
    """Wait for the `customer`, a `department` or an `outside` body: the clock stands still in opening hours."""
    begun = complaints.begun(post, complaint, version, reason=reason)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    unknown = no("choose_one", field="party") if party and party not in tuple(Party) else None
    decision = rules.may(
        Move.HOLD, complaints.standing(row), complaints.who(post), given={"party": party, **typed}, also=(unknown,)
    )
    if refusal := complaints.refused(post, row, decision):
        return refusal
    deadlines.hold(post, row, Party(party), typed["reason"])
    values = {"held_by": party, "held_since": post.at}
    after = complaints.move(post, row, Move.HOLD, decision.value, values, said=typed)
    return complaints.done(post, after, Move.HOLD, row.state, facts={"party": party})


@operation("complaints.release", refuses=(*MOVE_REFUSALS, "not_held"))
def release(post: Posting, *, complaint: str, version: int) -> Moved | No:
    """Go on with a case that was on hold: what is due moves by the opening time that passed."""
    row = complaints.take(post, complaint, version)
    if isinstance(row, No):
        return row
    decision = rules.may(Move.RELEASE, complaints.standing(row), complaints.who(post))
    if refusal := complaints.refused(post, row, decision):
        return refusal
    deadlines.release(post, row)
    after = complaints.move(post, row, Move.RELEASE, decision.value, {"held_by": "", "held_since": None})
    return complaints.done(post, after, Move.RELEASE, row.state, facts={"party": row.held_by})


@operation("complaints.escalate", refuses=(*MOVE_REFUSALS, "choose_one", "level_reached", "too_long"))
def escalate(
    post: Posting, *, complaint: str, version: int, level: str, reason: str, body: str = "", told: str = ""
) -> Moved | No:
    """Call the `lead`, the `supervisor`, the `manager`; a grave case the `authority`, with which body and who there was
    told, which takes a supervisor."""
    begun = complaints.begun(post, complaint, version, reason=reason, body=body, told=told)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    decision = rules.may_escalate(complaints.standing(row), complaints.who(post), level=level, **typed)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    after = complaints.move(post, row, Move.ESCALATE, decision.value, {"level": level}, said=typed)
    return complaints.done(post, after, Move.ESCALATE, row.state, facts={"level": level})


@operation("complaints.note", refuses=(*MOVE_REFUSALS, "too_long"))
def note(post: Posting, *, complaint: str, version: int, text: str) -> Moved | No:
    """Write down what is to be known of a case; for one that lies with an outside body it is the day's follow-up."""
    begun = complaints.begun(post, complaint, version, text=text)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    decision = rules.may(Move.NOTE, complaints.standing(row), complaints.who(post), given=typed)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    after = complaints.move(post, row, Move.NOTE, decision.value, said={"note": typed["text"]})
    return complaints.done(post, after, Move.NOTE, row.state)

"""Steps 2, 3 and 5 of a complaint: founded or not, who is responsible and why it happened, and what was promised is
done. (domain 6)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deskapp.rules import complaints as rules
from deskapp.rules import intake
from deskapp.rules.complaint_table import Move
from deskapp.rules.decisions import No, no
from deskapp.store import callbacks, complaints, people, remedies
from deskapp.store.complaints import MOVE_REFUSALS, Moved
from deskapp.store.posting import Posting
from deskapp.store.registry import operation

NONE_FOUND = "-"
"""In the place of a responsible person: looked for, and none found."""
FEEDBACK = "complaint_feedback"
"""The purpose of the callback that asks the customer afterwards."""


@operation(
    "complaints.judge",
    refuses=(*MOVE_REFUSALS, "too_long", "kind_bad", "past", "future", "staff_unknown"),
)
def judge(
    post: Posting,
    *,
    complaint: str,
    version: int,
    founded: bool,
    department: str = "",
    promised_at: datetime | None = None,
    assignee: str = "",
    reason: str = "",
    answer: str = "",
    told_at: datetime | None = None,
    told_by: str = "",
) -> Moved | No:
    """Founded: a department looks into it until the time asked of the customer. Not founded: why, the courteous answer,
    and when and by whom the customer was told; the lead agrees to either."""
    begun = complaints.begun(post, complaint, version, reason=reason, answer=answer, told_by=told_by)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    case, who = complaints.standing(row), complaints.who(post)
    if founded:
        return _founded(post, row, department or row.department, promised_at, assignee)
    told = intake.aware(told_at, post.policy) if told_at else None
    also = (no("future", field="told_at", at=told) if told and told > post.at else None,)
    decision = rules.may(Move.ANSWER, case, who, given={**typed, "told_at": told}, also=also)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    said = {"reason": typed["reason"], "told_by": typed["told_by"], "told_at": told.isoformat() if told else ""}
    values = {"founded": False, "answer": typed["answer"]}
    callbacks.over(post, row.number)
    after = complaints.move(post, row, Move.ANSWER, decision.value, values, said=said)
    return complaints.done(post, after, Move.ANSWER, row.state, facts={"founded": False})


def _founded(post: Posting, row: Any, department: str, promised_at: datetime | None, assignee: str) -> Moved | No:
    promised = intake.aware(promised_at, post.policy) if promised_at else None
    whose = assignee.strip() or row.assignee
    decision = rules.may(
        Move.JUDGE, complaints.standing(row), complaints.who(post),
        given={"department": department, "promised_at": promised},
        also=(
            complaints.no_class("department", department, post.policy.departments, row),
            no("past", field="promised_at", at=promised) if promised and promised <= post.at else None,
            None if people.known(post.conn, whose) else no("staff_unknown", field="assignee", staff=whose[:16]),
        ),
    )  # fmt: skip
    if refusal := complaints.refused(post, row, decision):
        return refusal
    values = {"founded": True, "department": department, "promised_at": promised, "assignee": whose}
    after = complaints.move(post, row, Move.JUDGE, decision.value, values)
    facts = {"founded": True, "department": department, "assignee": whose}
    return complaints.done(post, after, Move.JUDGE, row.state, facts=facts)


@operation("complaints.investigate", refuses=(*MOVE_REFUSALS, "too_long", "kind_bad", "choose_one"))
def investigate(
    post: Posting,
    *,
    complaint: str,
    version: int,
    cause: str,
    responsible: str = "",
    none_found: bool = False,
    department: str = "",
    product: str = "",
    finding: str = "",
) -> Moved | No:
    """What was found: the cause, the responsible person (by number or name, apart from who handles the case) or that
    there is none, the product or service, in words."""
    begun = complaints.begun(post, complaint, version, responsible=responsible, product=product, finding=finding)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    whose = department or row.department
    person = typed["responsible"] or (NONE_FOUND if none_found else "")
    decision = rules.may(
        Move.INVESTIGATE, complaints.standing(row), complaints.who(post),
        given={"cause": cause, "responsible": person},
        also=(
            complaints.kept_named(post, row, Move.INVESTIGATE, responsible=person),
            complaints.no_class("cause", cause, post.policy.complaints.causes, row),
            complaints.no_class("department", whose, post.policy.departments, row),
            no("choose_one", field="none_found") if none_found and typed["responsible"] else None,
        ),
    )  # fmt: skip
    if refusal := complaints.refused(post, row, decision):
        return refusal
    values = {"cause": cause, "responsible": person, "department": whose, "product": typed["product"][:200]}
    after = complaints.move(post, row, Move.INVESTIGATE, decision.value, values, said={"finding": typed["finding"]})
    return complaints.done(post, after, Move.INVESTIGATE, row.state, facts={"cause": cause, "department": whose})


@operation("complaints.refer", refuses=(*MOVE_REFUSALS, "too_long"))
def refer(post: Posting, *, complaint: str, version: int, body: str, reference: str, said: str = "") -> Moved | No:
    """Pass a case on that the customer will not settle here: the outside body and its reference; asked for daily."""
    begun = complaints.begun(post, complaint, version, body=body, reference=reference, said=said)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    decision = rules.may(Move.REFER, complaints.standing(row), complaints.who(post), given=typed)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    remedies.set_aside(post, row)
    values = {"body": typed["body"], "reference": typed["reference"]}
    after = complaints.move(post, row, Move.REFER, decision.value, values, said={"said": typed["said"]})
    return complaints.done(post, after, Move.REFER, row.state)


@operation("complaints.implement", refuses=(*MOVE_REFUSALS, "too_long", "remedy_left", "choose_one", "phone_bad"))
def implement(
    post: Posting,
    *,
    complaint: str,
    version: int,
    done: list[str],
    conduct: str = "",
    conduct_staff: str = "",
    conduct_what: str = "",
) -> Moved | No:
    """Every remedy is done, each with what was done or its paper; the conduct proposal is answered `yes` (who, and what
    is proposed) or `no`. A feedback callback is owed from here."""
    begun = complaints.begun(post, complaint, version, conduct_staff=conduct_staff, conduct_what=conduct_what)
    if isinstance(begun, No):
        return begun
    row, typed = begun
    proposed = conduct == "yes"
    decision = rules.may(
        Move.IMPLEMENT, complaints.standing(row), complaints.who(post),
        given={"done": done, "conduct": conduct},
        also=(
            no("choose_one", field="conduct") if conduct not in ("", "yes", "no") else None,
            *(no("empty", field=name) if proposed and not text else None for name, text in typed.items()),
        ),
    )  # fmt: skip
    if refusal := complaints.refused(post, row, decision):
        return refusal
    if left := remedies.implement(post, row, done):
        return left
    after = complaints.move(
        post, row, Move.IMPLEMENT, decision.value,
        {"conduct": conduct, "implemented_at": row.implemented_at or post.at, "feedback": ""},
        said=typed if proposed else None,
    )  # fmt: skip
    callback = callbacks.due_for(
        post, purpose=FEEDBACK, member=row.member_id, name=row.name, phone=row.phone, subject=row.number,
        latest=after.due_at, language=row.language,
    )  # fmt: skip
    return complaints.done(post, after, Move.IMPLEMENT, row.state, facts={"conduct": conduct, "callback": callback})

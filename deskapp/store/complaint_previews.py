"""What a move of a complaint would do, told before it is done: the state after it, what is due then and why, who must
agree, the callback and the paper it makes. (domain 6)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deskapp.rules import complaints as rules
from deskapp.rules import intake
from deskapp.rules.complaint_table import Feedback, Move, State
from deskapp.rules.decisions import Decision, No, Role, no
from deskapp.rules.due import Due
from deskapp.store import closing, complaints, deadlines, handling, remedies, slips
from deskapp.store.complaint_views import who_looks
from deskapp.store.posting import Look
from deskapp.store.registry import reading


@dataclass(frozen=True)
class Preview:
    """The case as it would stand, and what comes of the move. `approver` is the role that must agree, `objection` what
    stands against it; `callback` the purpose of the call that will be owed, `slip` the kind of paper made."""

    state: str
    due_step: str
    due_at: datetime | None
    why: Due | None
    approver: str
    objection: No | None
    callback: str = ""
    slip: str = ""
    cost_money: int = 0


@dataclass(frozen=True)
class _Asked:
    chosen: int | None
    answer: str
    level: str
    severity: str
    into: str


@reading("complaints.preview")
def preview(
    look: Look,
    *,
    complaint: str,
    move: Move,
    chosen: int | None = None,
    answer: str = "",
    level: str = "",
    severity: str = "",
    into: str = "",
    promised_at: datetime | None = None,
) -> Preview | No:
    """What this move would do now; `chosen`, `answer`, `level`, `severity`, `into` and `promised_at` as its operation
    takes them, where they decide. What is not typed yet is not missed."""
    row = complaints.of_number(look.conn, complaint)
    if isinstance(row, No):
        return row
    asked = _Asked(chosen, answer, level, severity, into)
    decision = _decision(look, row, move, asked)
    promised = intake.aware(promised_at, look.policy) if promised_at else None
    after = deadlines.foreseen(
        look, row, move, decision.value, severity=severity if severity in intake.SEVERITIES else "",
        promised_at=promised,
    )  # fmt: skip
    calls = move is Move.IMPLEMENT and (row.member_id is not None or row.phone)
    return Preview(
        decision.value.value, after.step, after.at, after.why, _approver(decision), decision.first,
        callback=handling.FEEDBACK if calls else "", slip=_slip(move, asked),
        cost_money=_costs(look, row).get(chosen or 0, row.cost),
    )  # fmt: skip


def _approver(decision: Decision[State]) -> str:
    return decision.approver.value if decision.approver else ""


def _slip(move: Move, asked: _Asked) -> str:
    if move is Move.APPROVE:
        return remedies.SETTLEMENT
    return remedies.UNSIGNED if move is Move.ACCEPT and asked.answer != "signed" else ""


def _costs(look: Look, row: Any) -> dict[int, int]:
    return dict(remedies.costs_of(remedies.of_round(look.conn, row.id, remedies.latest_round(look.conn, row.id))))


def _decision(look: Look, row: Any, move: Move, asked: _Asked) -> Decision[State]:
    """The rule of the move with what decides it; words that are only written down count as typed."""
    case, who, policy = complaints.standing(row), who_looks(look), look.policy.complaints
    match move:
        case Move.APPROVE if asked.chosen is not None:
            return rules.may_approve(case, who, costs=_costs(look, row), chosen=asked.chosen, policy=policy)
        case Move.ACCEPT:
            state = slips.state_of(look.conn, row.slip)
            return rules.may_accept(case, who, signed=asked.answer == "signed", slip=row.slip, slip_state=state)
        case Move.FEEDBACK | Move.DISSATISFIED:
            answer = Feedback.DISSATISFIED if move is Move.DISSATISFIED else asked.answer or Feedback.SATISFIED
            tries = closing.tries(look, row.number)
            return rules.may_answer_feedback(case, who, answer=answer, said="-", tries=tries, policy=policy)
        case Move.CLOSE:
            return rules.may_close(case, who, given={"category": "-", "measure": "-"}, policy=policy)
        case Move.REOPEN:
            return rules.may_reopen(case, who, reason="-", today=look.today, policy=policy)
        case Move.ESCALATE if asked.level:
            return rules.may_escalate(case, who, level=asked.level, reason="-", body="-", told="-")
        case Move.MERGE if asked.into:
            return _merge(look, row, case, who, asked.into)
        case Move.AMEND if asked.severity in intake.SEVERITIES and row.registered_at is not None:
            milder = intake.SEVERITIES.index(asked.severity) < intake.SEVERITIES.index(row.severity)
            return rules.may(move, case, who, needed=Role.LEAD if milder else None)
    return rules.may(move, case, who)


def _merge(look: Look, row: Any, case: rules.Standing, who: rules.Who, into: str) -> Decision[State]:
    target = complaints.of_number(look.conn, into, field="into")
    if isinstance(target, No):
        return rules.may(Move.MERGE, case, who, also=(no("complaint_unknown", field="into", complaint=into[:40]),))
    return rules.may_merge(case, who, number=row.number, into=target.number, target=State(target.state))

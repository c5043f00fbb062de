"""What is told before a move of a complaint is what the move then does, in every state; and who must agree to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskapp.rules.complaint_table import ROWS, Move, State
from deskapp.rules.decisions import No
from deskapp.store import complaint_previews, marks, remedies, slips
from deskapp.store.complaint_previews import Preview
from deskapp.store.complaints import Moved
from deskapp.store.registry import OPERATIONS
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import MANAGER, SUPERVISOR, at_hand, by, good, shown
from tests.store.conftest import Counter
from tests.store.test_complaints import MORE, NAMES

ELSEWHERE = (Move.OPEN, Move.REGISTER, Move.ATTACH)
"""What is no move of a registered case's form."""
DECIDE = ("chosen", "answer", "level", "promised_at")


def told(counter: Counter, case: Moved, move: Move, staff: str = MANAGER, **given: Any) -> Preview:
    answer = complaint_previews.preview(counter.at(staff), complaint=case.complaint, move=move, **given)
    assert isinstance(answer, Preview), answer
    return answer


@pytest.mark.parametrize("state", State)
def test_what_is_told_before_a_move_is_what_it_does(counter: Counter, state: State) -> None:
    moves = [move for move, source in ROWS if source is state and move not in ELSEWHERE]
    for move in moves:
        case: Moved = kit.IN_STATE[state.value](counter)
        if move is Move.RELEASE:
            case = good(marks.hold(counter.act(), **at_hand(case), party="customer", reason="等收据"))
            counter.clock.advance(timedelta(minutes=90))
        if move is Move.CLOSE and state is State.AWAITING_FEEDBACK:
            case = kit.heard(counter)
        if move is Move.ACCEPT:
            slips.sign(counter.act(), slip=case.slip)
        more = {"into": kit.registered(counter).complaint} if move is Move.MERGE else dict(MORE[move.value])
        for name in ("told_at", "promised_at"):
            if name in more:
                more[name] = counter.clock.now() + timedelta(hours=1 if name == "promised_at" else -1)
        before = told(counter, case, move, **{name: more[name] for name in DECIDE if name in more})
        assert before.objection is None, (move, before.objection)
        operation = OPERATIONS[f"complaints.{NAMES.get(move.value, move.value)}"]
        after = good(operation(counter.act(MANAGER), **at_hand(case), **more))
        assert (before.state, before.due_step, before.due_at) == (after.state, after.due_step, after.due_at), move
        assert bool(before.slip) == bool(after.slip), move
    assert moves


def test_a_graver_case_is_due_sooner_and_a_milder_one_takes_the_lead(counter: Counter) -> None:
    case = kit.registered(counter)
    graver = told(counter, case, Move.AMEND, "1001", severity="grave")
    assert (graver.approver, graver.due_at) == ("", counter.clock.now() + timedelta(hours=1))
    grave = good(OPERATIONS["complaints.amend"](counter.act(), **at_hand(case), changes={"severity": "grave"}))
    assert grave.due_at == graver.due_at
    assert told(counter, grave, Move.AMEND, "1001", severity="ordinary").approver == "lead"


def test_why_it_will_be_due_then_is_told_with_it(counter: Counter) -> None:
    before = told(counter, kit.proposing(counter), Move.PROPOSE)
    assert before.why is not None
    assert (before.why.at, before.why.target) == (before.due_at, "4h")
    assert before.why.steps


@pytest.mark.parametrize(("cost", "role"), [(100_000, "supervisor"), (100_001, "manager")])
def test_who_must_approve_depends_on_the_cost(counter: Counter, cost: int, role: str) -> None:
    case = kit.proposed(counter, cost)
    before = told(counter, case, Move.APPROVE, "1001", chosen=1)
    assert (before.approver, before.cost_money, before.slip) == (role, cost, "settlement")
    assert told(counter, case, Move.APPROVE, "1001", chosen=2).approver == "supervisor"
    unknown = told(counter, case, Move.APPROVE, "1001", chosen=3)
    assert unknown.objection is not None
    assert (unknown.objection.code, unknown.approver) == ("proposal_unknown", "")


def test_an_unsigned_slip_and_a_missing_witness_are_told_before(counter: Counter) -> None:
    case = kit.offered(counter)
    unsigned = told(counter, case, Move.ACCEPT, answer="signed")
    assert unsigned.objection is not None
    assert (unsigned.objection.code, unsigned.slip) == ("slip_unsigned", "")
    refused = told(counter, case, Move.ACCEPT, answer="refused_to_sign")
    assert (refused.approver, refused.slip) == ("supervisor", "unsigned")


def test_a_callback_is_foretold_only_where_somebody_can_be_called(counter: Counter) -> None:
    assert told(counter, kit.accepted(counter), Move.IMPLEMENT).callback == "complaint_feedback"
    assert told(counter, kit.accepted(counter, phone=""), Move.IMPLEMENT).callback == ""


def test_a_target_that_does_not_exist_or_is_the_case_itself_is_told(counter: Counter) -> None:
    case = kit.registered(counter)
    for into, code in (("C000000-0001", "complaint_unknown"), (case.complaint, "merge_self")):
        before = told(counter, case, Move.MERGE, into=into)
        assert before.objection is not None
        assert before.objection.code == code
    unknown = complaint_previews.preview(counter.desk, complaint="C1", move=Move.NOTE)
    assert isinstance(unknown, No)


def test_who_does_not_sign_leaves_a_paper_that_the_witness_signs(counter: Counter) -> None:
    case = kit.offered(counter)
    refused = remedies.accept(
        counter.act(approval=by(SUPERVISOR)), **at_hand(case), answer="refused_to_sign", said="不签"
    )
    slip = slips.show(counter.desk, slip=good(refused).slip)
    assert slip is not None
    assert (slip.kind, slip.state, slip.copies) == ("unsigned", "to_sign", 1)
    assert slip.facts == {
        "complaint": case.complaint, "name": "刘洋", "subject": "电饭锅漏水", "of": case.slip, "said": "不签",
        "witness": "赵敏 3001", "remedies": [{"kind": "换货", "detail": "同款新锅"}],
    }  # fmt: skip
    papers = [(paper.kind, paper.state) for paper in shown(counter, case).papers]
    assert papers == [("complaint", "to_sign"), ("settlement", "declined"), ("unsigned", "to_sign")]

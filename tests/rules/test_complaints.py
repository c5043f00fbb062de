"""Every cell of the table of complaints, state by move by role, and the guards that no role passes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deskapp.rules import complaints as rules
from deskapp.rules.complaint_table import ENDED, OPEN, ROWS, TABLE, Level, Move, State
from deskapp.rules.complaints import Standing, Who
from deskapp.rules.decisions import Role, satisfies
from deskapp.rules.policy import Policies, read

_read = read((Path(__file__).parents[2] / "data" / "policy.toml").read_text(encoding="utf-8"))
assert isinstance(_read, Policies)
POLICY = _read.on(date(2026, 11, 22)).complaints
CLERK, LEAD, SUPERVISOR, MANAGER = Role.CLERK, Role.LEAD, Role.SUPERVISOR, Role.MANAGER

# The table of the specification, written down a second time: who may, and where it leads. `=`: the state stays;
# `<`: the one it came from.
OPEN_STATES = [
    "draft", "registered", "investigating", "proposing", "awaiting_approval", "awaiting_customer", "implementing",
    "awaiting_feedback", "referred",
]  # fmt: skip
TOLD: dict[tuple[str, str], tuple[Role, str]] = {
    ("register", "draft"): (CLERK, "registered"),
    ("answer", "registered"): (LEAD, "answered_unfounded"),
    ("judge", "registered"): (LEAD, "investigating"),
    ("investigate", "investigating"): (LEAD, "proposing"),
    ("propose", "proposing"): (CLERK, "awaiting_approval"),
    ("approve", "awaiting_approval"): (SUPERVISOR, "awaiting_customer"),
    ("return", "awaiting_approval"): (SUPERVISOR, "proposing"),
    ("accept", "awaiting_customer"): (CLERK, "implementing"),
    ("decline", "awaiting_customer"): (CLERK, "proposing"),
    ("refer", "awaiting_customer"): (MANAGER, "referred"),
    ("implement", "implementing"): (CLERK, "awaiting_feedback"),
    ("feedback", "awaiting_feedback"): (CLERK, "="),
    ("dissatisfied", "awaiting_feedback"): (CLERK, "investigating"),
    ("close", "awaiting_feedback"): (CLERK, "closed"),
    ("close", "referred"): (MANAGER, "closed"),
    ("reopen", "closed"): (CLERK, "investigating"),
    ("restore", "withdrawn"): (SUPERVISOR, "<"),
    ("unmerge", "merged"): (SUPERVISOR, "<"),
}
TOLD |= {("withdraw", state): (CLERK, "withdrawn") for state in OPEN_STATES}
TOLD |= {("merge", state): (LEAD, "merged") for state in OPEN_STATES}
TOLD |= {("amend", state): (CLERK, "=") for state in OPEN_STATES}
TOLD |= {(move, state): (CLERK, "=") for move in ("hold", "release", "escalate") for state in OPEN_STATES[1:]}
TOLD |= {(move, state.value): (CLERK, "=") for move in ("attach", "note") for state in State}

CELLS = list(itertools.product([move for move in Move if move is not Move.OPEN], State, Role))
GIVEN: dict[str, Any] = dict.fromkeys({name for row in TABLE for name in row.requires}, "x")


def standing(state: State, move: Move | None = None) -> Standing:
    return Standing(state, before=State.PROPOSING, held_by="customer" if move is Move.RELEASE else "")


@pytest.mark.parametrize(("move", "state", "role"), CELLS, ids=lambda each: each.value)
def test_every_cell_is_allowed_or_refused_as_the_specification_says(move: Move, state: State, role: Role) -> None:
    decision = rules.may(move, standing(state, move), Who(role), given=GIVEN)
    told = TOLD.get((move.value, state.value))
    first = decision.first
    if told is None:
        assert first is not None
        assert (first.code, first.approver, first.matters) == ("complaint_state", None, True)
        assert first.figures["state"] == state.value
        assert decision.value is state
        return
    needed, target = told
    if satisfies(role, needed):
        assert decision.allowed, first
        assert decision.value == {"=": state, "<": State.PROPOSING}.get(target, target)
        return
    assert first is not None
    assert (first.code, first.matters) == ("role_needed", True)
    assert dict(first.figures) == {"needed": needed.value, "has": role.value}
    assert first.approver == (needed if satisfies(role, CLERK) else None)


def test_the_table_has_no_cell_that_the_specification_does_not_know() -> None:
    assert {(row.move.value, row.source.value) for row in TABLE if row.source} == set(TOLD)
    assert len(ROWS) == len(TABLE)
    assert len(State) == 13
    assert {state.value for state in OPEN} == set(OPEN_STATES)


@pytest.mark.parametrize("row", [row for row in TABLE if row.requires], ids=lambda row: f"{row.move}-{row.source}")
def test_what_a_move_requires_is_asked_for_field_by_field(row: Any) -> None:
    case = standing(row.source, row.move)
    for name in row.requires:
        for empty in ("", None, [], False):
            decision = rules.may(row.move, case, Who(MANAGER), given={**GIVEN, name: empty})
            assert decision.first is not None
            assert (decision.first.code, decision.first.field) == ("empty", name)
    nothing = rules.may(row.move, case, Who(MANAGER), given={})
    assert [each.field for each in nothing.objections] == list(row.requires)


@pytest.mark.parametrize("move", ["answer", "judge", "approve", "return", "close", "withdraw", "merge"])
@pytest.mark.parametrize("person", ["3001", "赵敏", "Zhao Min"])
def test_nobody_decides_a_case_that_names_them(move: str, person: str) -> None:
    source = next(row.source for row in TABLE if row.move == move)
    case = replace(standing(source or State.DRAFT), named="1002、3001, 赵敏，Zhao Min", feedback="satisfied")
    decision = rules.may(Move(move), case, Who(MANAGER, frozenset({person})), given=GIVEN)
    assert decision.first is not None
    assert (decision.first.code, decision.first.approver) == ("complaint_names_you", None)
    assert rules.may(Move(move), case, Who(MANAGER, frozenset({"4001", "钱伟"})), given=GIVEN).allowed


@pytest.mark.parametrize(
    ("typed", "person", "named"),
    [
        ("收银员赵敏", "赵敏", True), ("赵敏(3001)", "3001", True), ("王芳；赵敏", "赵敏", True),
        ("李强/赵敏", "赵敏", True), ("李强和赵敏", "赵敏", True), ("工号３００１", "3001", True),
        ("3001赵敏", "3001", True), ("김하경씨", "김하경", True), ("赵 敏", "赵敏", True),
        ("ZHAO  MIN, cashier", "Zhao Min", True), ("李", "李", True), ("13001", "3001", False),
        ("3001A", "3001", False), ("Zhao Ming", "Zhao Min", False), ("李强", "李", False), ("赵", "赵敏", False),
        ("", "赵敏", False), ("赵敏", "", False), ("3001", "30.1", False),
    ],
)  # fmt: skip
def test_a_person_is_found_however_they_were_typed(typed: str, person: str, named: bool) -> None:
    assert rules.names(typed, person) is named
    case = replace(standing(State.AWAITING_APPROVAL), named=typed)
    decision = rules.may(Move.APPROVE, case, Who(MANAGER, frozenset({person, "4001"})), given=GIVEN)
    assert decision.allowed is not named


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ("1002, 3001", "1002", True), ("赵敏", "", True), ("3001", "赵敏", False), ("1002", "", False),
        ("", "3001", False),
    ],
)  # fmt: skip
def test_nobody_takes_their_own_name_off(before: str, after: str, refused: bool) -> None:
    case = replace(standing(State.REGISTERED), named=before)
    no = rules.takes_oneself_off(Move.AMEND, case, Who(SUPERVISOR, frozenset({"3001", "赵敏"})), after)
    assert (no.code if no else None) == ("complaint_names_you" if refused else None)


def test_whom_a_case_names_may_still_write_a_note_on_it() -> None:
    case = replace(standing(State.REGISTERED), named="1001")
    assert rules.may(Move.NOTE, case, Who(CLERK, frozenset({"1001"})), given=GIVEN).allowed


@pytest.mark.parametrize("row", [row for row in TABLE if row.source], ids=lambda row: f"{row.move}-{row.source}")
def test_on_hold_a_case_waits_except_for_what_goes_beside_it(row: Any) -> None:
    case = replace(standing(row.source), held_by="department")
    decision = rules.may(row.move, case, Who(MANAGER), given=GIVEN)
    beside = {"release", "amend", "attach", "note", "escalate", "withdraw", "merge", "restore", "unmerge"}
    if row.move in beside:
        assert decision.allowed
        return
    assert decision.first is not None
    expected = "already_held" if row.move is Move.HOLD else "complaint_on_hold"
    assert (decision.first.code, decision.first.figures["party"]) == (expected, "department")


def test_only_what_is_on_hold_is_released() -> None:
    decision = rules.may(Move.RELEASE, standing(State.PROPOSING), Who(CLERK))
    assert decision.first is not None
    assert decision.first.code == "not_held"


@pytest.mark.parametrize(
    ("cost", "role", "code"),
    [
        (100_000, SUPERVISOR, None), (100_001, SUPERVISOR, "role_needed"), (100_001, MANAGER, None),
        (0, LEAD, "role_needed"),
    ],
)  # fmt: skip
def test_a_dear_remedy_is_the_managers(cost: int, role: Role, code: str | None) -> None:
    case = standing(State.AWAITING_APPROVAL)
    decision = rules.may_approve(case, Who(role), costs={1: cost}, chosen=1, policy=POLICY)
    assert (decision.first.code if decision.first else None) == code
    missing = rules.may_approve(case, Who(MANAGER), costs={1: cost}, chosen=2, policy=POLICY)
    assert missing.first is not None
    assert missing.first.code == "proposal_unknown"
    assert rules.to_approve(10**9, POLICY.model_copy(update={"manager_above": None})) is SUPERVISOR


@pytest.mark.parametrize(
    ("feedback", "cost", "role", "code"),
    [
        ("satisfied", 10_000, CLERK, None), ("satisfied", 10_001, CLERK, "role_needed"),
        ("fair", 0, CLERK, "role_needed"), ("unreachable", 0, CLERK, "role_needed"), ("fair", 0, SUPERVISOR, None),
        ("", 0, MANAGER, "feedback_needed"),
    ],
)  # fmt: skip
def test_the_clerk_closes_for_a_satisfied_customer_up_to_the_sum(
    feedback: str, cost: int, role: Role, code: str | None
) -> None:
    case = replace(standing(State.AWAITING_FEEDBACK), feedback=feedback, cost=cost)
    decision = rules.may_close(case, Who(role), given=GIVEN, policy=POLICY)
    assert (decision.first.code if decision.first else None) == code


@pytest.mark.parametrize(
    ("days", "role", "code"),
    [(0, CLERK, None), (7, CLERK, None), (8, CLERK, "reopen_late"), (8, LEAD, "reopen_late"), (300, SUPERVISOR, None)],
)
def test_a_clerk_reopens_within_the_days_and_a_supervisor_always(days: int, role: Role, code: str | None) -> None:
    case = replace(standing(State.CLOSED), closed_on=date(2026, 11, 1))
    today = date(2026, 11, 1) + timedelta(days=days)
    decision = rules.may_reopen(case, Who(role), reason="又坏了", today=today, policy=POLICY)
    assert (decision.first.code if decision.first else None) == code
    assert decision.approver == (SUPERVISOR if code else None)


@pytest.mark.parametrize(
    ("answer", "said", "tries", "code", "target"),
    [
        ("satisfied", "", 0, None, State.AWAITING_FEEDBACK),
        ("fair", "", 0, None, State.AWAITING_FEEDBACK),
        ("dissatisfied", "还是坏的", 0, None, State.INVESTIGATING),
        ("dissatisfied", "", 0, "empty", State.INVESTIGATING),
        ("unreachable", "", 2, "tries_few", State.AWAITING_FEEDBACK),
        ("unreachable", "", 3, None, State.AWAITING_FEEDBACK),
        ("angry", "", 0, "choose_one", State.AWAITING_FEEDBACK),
        ("", "", 0, "empty", State.AWAITING_FEEDBACK),
    ],
)
def test_feedback_goes_on_or_sends_the_case_back(
    answer: str, said: str, tries: int, code: str | None, target: State
) -> None:
    case = standing(State.AWAITING_FEEDBACK)
    decision = rules.may_answer_feedback(case, Who(CLERK), answer=answer, said=said, tries=tries, policy=POLICY)
    assert (decision.first.code if decision.first else None) == code
    assert decision.value is target


def test_the_customers_signature_is_on_the_slip_or_a_supervisor_saw_them_refuse() -> None:
    case = standing(State.AWAITING_CUSTOMER)
    signed = rules.may_accept(case, Who(CLERK), signed=True, slip="S1", slip_state="signed")
    assert signed.allowed
    for state in ("to_sign", "declined", ""):
        unsigned = rules.may_accept(case, Who(CLERK), signed=True, slip="S1", slip_state=state)
        assert unsigned.first is not None
        assert unsigned.first.code == "slip_unsigned"
    alone = rules.may_accept(case, Who(MANAGER), signed=False, slip="S1", slip_state="to_sign")
    assert alone.first is not None
    assert (alone.first.code, alone.first.approver) == ("approval_needed", SUPERVISOR)


@pytest.mark.parametrize(
    ("into", "target", "code"),
    [
        ("C1", State.REGISTERED, "merge_self"), ("C2", State.MERGED, "merge_target"),
        ("C2", State.WITHDRAWN, "merge_target"), ("C2", State.CLOSED, None), ("C2", State.DRAFT, None),
        ("", None, "empty"),
    ],
)  # fmt: skip
def test_a_case_is_joined_with_one_that_goes_on(into: str, target: State | None, code: str | None) -> None:
    decision = rules.may_merge(standing(State.REGISTERED), Who(LEAD), number="C1", into=into, target=target)
    assert (decision.first.code if decision.first else None) == code


@pytest.mark.parametrize(
    ("now", "level", "role", "more", "code"),
    [
        ("", "lead", CLERK, {}, None), ("lead", "supervisor", CLERK, {}, None),
        ("supervisor", "lead", CLERK, {}, "level_reached"), ("lead", "lead", CLERK, {}, "level_reached"),
        ("", "king", CLERK, {}, "choose_one"), ("", "", CLERK, {}, "empty"),
        ("", "authority", SUPERVISOR, {}, "empty"),
        ("", "authority", CLERK, {"body": "12315", "told": "王"}, "role_needed"),
        ("manager", "authority", SUPERVISOR, {"body": "12315", "told": "王"}, None),
    ],
)  # fmt: skip
def test_escalation_goes_up_and_to_the_authority_with_who_was_told(
    now: str, level: str, role: Role, more: dict[str, str], code: str | None
) -> None:
    case = replace(standing(State.INVESTIGATING), level=now)
    told = {"body": "", "told": "", **more}
    decision = rules.may_escalate(case, Who(role), level=level, reason="受伤", **told)
    assert (decision.first.code if decision.first else None) == code


@pytest.mark.parametrize(
    ("passed", "level"),
    [(0, None), (49, None), (50, Level.LEAD), (79, Level.LEAD), (80, Level.SUPERVISOR), (100, Level.MANAGER),
     (1000, Level.MANAGER)],
)  # fmt: skip
def test_as_time_runs_out_the_next_one_is_called_for(passed: int, level: Level | None) -> None:
    start = datetime(2026, 11, 22, tzinfo=UTC)
    due, now = start + timedelta(minutes=100), start + timedelta(minutes=passed)
    assert rules.called_for(start, due, now, POLICY) == level
    assert rules.called_for(start, start, start, POLICY) is Level.MANAGER


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", Role)
def test_the_options_are_the_legal_moves_and_say_what_each_takes(state: State, role: Role) -> None:
    case = replace(standing(state), feedback="satisfied", closed_on=date(2026, 11, 22))
    found = {each.move: each for each in rules.options(case, Who(role), POLICY, today=date(2026, 11, 22))}
    legal = {Move(move): told for (move, source), told in TOLD.items() if source == state and move != "release"}
    assert set(found) == set(legal)
    for move, (needed, _) in legal.items():
        assert found[move].requires == ROWS[move, state].requires
        assert (found[move].objection is None) == satisfies(role, needed)
        assert found[move].approver == (None if satisfies(role, needed) or not satisfies(role, CLERK) else needed)


def test_options_tell_of_the_sum_and_of_feedback_that_is_missing() -> None:
    case = replace(standing(State.AWAITING_FEEDBACK), cost=10**6)
    unheard = {each.move: each for each in rules.options(case, Who(CLERK), POLICY, today=date(2026, 11, 22))}
    assert unheard[Move.CLOSE].objection is not None
    assert unheard[Move.CLOSE].objection.code == "feedback_needed"
    heard = rules.options(replace(case, feedback="satisfied"), Who(CLERK), POLICY, today=date(2026, 11, 22))
    assert next(each.approver for each in heard if each.move is Move.CLOSE) is SUPERVISOR
    held = rules.options(replace(case, held_by="customer"), Who(CLERK), POLICY, today=date(2026, 11, 22))
    assert Move.RELEASE in {each.move for each in held if each.objection is None}


def test_nothing_is_done_with_what_is_over_but_to_take_it_up_again() -> None:
    for state in ENDED:
        moves = {row.move for row in TABLE if row.source is state} - {Move.NOTE, Move.ATTACH}
        assert moves <= {Move.REOPEN, Move.RESTORE, Move.UNMERGE}

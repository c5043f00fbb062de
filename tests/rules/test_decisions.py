"""Who stands above whom, and in which order refusals are said."""

from __future__ import annotations

import pytest

from deskapp.rules.decisions import Decision, Role, decide, no, satisfies

LADDER = [Role.CLERK, Role.LEAD, Role.SUPERVISOR, Role.MANAGER]


@pytest.mark.parametrize("role", LADDER)
def test_each_rank_may_do_what_those_below_may(role: Role) -> None:
    assert [satisfies(role, needed) for needed in LADDER] == [place <= LADDER.index(role) for place in range(4)]


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR])
def test_finance_and_auditors_stand_for_themselves_only(role: Role) -> None:
    assert [needed for needed in Role if satisfies(role, needed)] == [role]
    assert [one for one in Role if satisfies(one, role)] == [role]


def test_a_decision_without_objections_is_allowed() -> None:
    decision = decide(5, [None, None])
    assert decision == Decision(5)
    assert decision.allowed
    assert decision.first is None
    assert decision.approver is None


def test_the_highest_of_the_approvers_overrules_all() -> None:
    decision = decide(0, [no("a", approver=Role.SUPERVISOR), no("b", approver=Role.MANAGER)])
    assert decision.approver is Role.MANAGER
    assert [objection.code for objection in decision.objections] == ["a", "b"]


def test_one_final_refusal_cannot_be_overruled_and_is_said_first() -> None:
    decision = decide(0, [no("a", approver=Role.MANAGER), no("b", needs=2)])
    assert decision.approver is None
    assert decision.first == no("b", needs=2)


def test_two_approvers_of_different_trades_cannot_be_one_person() -> None:
    assert decide(0, [no("a", approver=Role.FINANCE), no("b", approver=Role.MANAGER)]).approver is None

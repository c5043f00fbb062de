"""PINs, locks, and who may approve."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from deskapp.rules import people
from deskapp.rules.decisions import Role
from deskapp.rules.policy_model import PeoplePolicy

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.mark.parametrize("pin", ["260417", "260428", "271539", "381642", "492753", "503864", "614975", "8302716459"])
def test_an_ordinary_pin_is_taken(pin: str) -> None:
    assert people.pin_fault(pin) is None


@pytest.mark.parametrize(
    "pin",
    [
        "", "26041", "2604172604170", "26o417", "２６０４１７", "26 417", "000000", "111112", "123456", "654321",
        "890123", "123456789012", "135791", "121212", "123123", "147147", "112233", "111222333", "520520", "5201314",
        "147258", "12341234",
    ],
)  # fmt: skip
def test_a_pin_that_everybody_tries_first_is_refused(pin: str) -> None:
    refused = people.pin_fault(pin)
    assert refused is not None
    assert refused.code == "pin_weak"


def test_a_pin_that_holds_the_staff_number_is_refused() -> None:
    assert people.pin_fault("831001", staff="1001") is not None
    assert people.pin_fault("831001", staff="1002") is None


def test_each_lock_is_twice_as_long_as_the_one_before_up_to_a_day() -> None:
    assert [people.lock_minutes(locks) for locks in range(4)] == [5, 10, 20, 40]
    assert people.lock_minutes(30) == 24 * 60
    assert people.lock_minutes(0, first=3000) == 3000


def test_the_fifth_wrong_pin_locks_and_those_before_say_how_many_are_left() -> None:
    policy = PeoplePolicy()
    answers = [people.wrong_pin(staff="1001", failures=n, locks=0, at=NOW, policy=policy) for n in range(1, 6)]
    assert [answer.figures.get("left") for answer in answers[:4]] == [4, 3, 2, 1]
    assert answers[4].code == "locked"
    assert answers[4].figures["until"] == NOW + timedelta(minutes=5)
    assert all(answer.matters for answer in answers)
    assert people.wrong_pin(staff="1001", failures=5, locks=1, at=NOW, policy=policy).figures[
        "until"
    ] == NOW + timedelta(minutes=10)


def test_a_lock_ends_at_its_minute() -> None:
    until = NOW + timedelta(minutes=5)
    assert people.may_try(staff="1001", locked_until=until, now=until - timedelta(seconds=1)) is not None
    assert people.may_try(staff="1001", locked_until=until, now=until) is None
    assert people.may_try(staff="1001", locked_until=None, now=NOW) is None


def approving(**changes: object) -> str | None:
    facts = {
        "actor": "1001", "approver": "3001", "approver_role": Role.SUPERVISOR, "needed": Role.SUPERVISOR,
        "reason": "gift was promised",
    }  # fmt: skip
    answer = people.may_approve(**(facts | changes))  # type: ignore[arg-type]
    return answer.code if answer else None


def test_nobody_approves_their_own_work() -> None:
    assert approving() is None
    assert approving(actor="3001") == "approver_same"


def test_the_approver_has_the_role_and_gives_a_reason() -> None:
    assert approving(approver_role=Role.LEAD) == "approver_role"
    assert approving(approver_role=Role.MANAGER) is None
    assert approving(approver_role=Role.FINANCE) == "approver_role"
    assert approving(reason=" ") == "reason_needed"


def test_an_operation_for_several_roles_takes_any_of_them() -> None:
    assert people.may_act(Role.AUDITOR, (Role.LEAD, Role.AUDITOR)) is None
    refused = people.may_act(Role.AUDITOR, Role.CLERK)
    assert refused is not None
    assert refused.figures == {"needed": "clerk", "has": "auditor"}

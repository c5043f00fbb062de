"""Who signs in: PINs, and the lockout that survives a restart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import No, Role
from deskapp.store import daybook, people
from deskapp.store.desk import Desk
from tests.store.conftest import PIN, Counter


def test_number_and_pin_sign_in_and_are_journalled(counter: Counter) -> None:
    desk = people.sign_in(counter.store.counter("A"), "1001", PIN)
    assert isinstance(desk, Desk)
    assert desk.staff is not None
    assert (desk.staff.name, desk.staff.role) == ("陈静", Role.CLERK)
    assert daybook.day(desk)[0].operation == "people.sign_in"


def test_an_unknown_number_is_said(counter: Counter) -> None:
    answer = people.sign_in(counter.store.counter("A"), "9999", PIN)
    assert isinstance(answer, No)
    assert (answer.code, answer.field) == ("staff_unknown", "number")


def test_five_wrong_pins_lock_and_the_lock_survives_a_restart(
    counter: Counter, open_counter: Callable[[FrozenClock], Counter]
) -> None:
    door = counter.store.counter("A")
    answers = [people.sign_in(door, "1001", "000000") for _ in range(5)]
    codes = [(answer.code, answer.figures.get("left")) for answer in answers if isinstance(answer, No)]
    assert codes == [("pin_wrong", 4), ("pin_wrong", 3), ("pin_wrong", 2), ("pin_wrong", 1), ("locked", None)]
    restarted = open_counter(counter.clock).store.counter("A")
    right = people.sign_in(restarted, "1001", PIN)
    assert isinstance(right, No)
    assert right.figures["until"] == counter.clock.now() + timedelta(minutes=5)
    counter.clock.advance(timedelta(minutes=5))
    assert isinstance(people.sign_in(restarted, "1001", PIN), Desk)


def test_the_second_lock_is_twice_as_long(counter: Counter) -> None:
    door = counter.store.counter("A")
    for _ in range(5):
        people.sign_in(door, "1001", "000000")
    counter.clock.advance(timedelta(minutes=5))
    for _ in range(5):
        last = people.sign_in(door, "1001", "000000")
    assert isinstance(last, No)
    assert last.figures["until"] == counter.clock.now() + timedelta(minutes=10)


def test_the_lead_unlocks(counter: Counter) -> None:
    door = counter.store.counter("A")
    for _ in range(5):
        people.sign_in(door, "1001", "000000")
    assert isinstance(people.unlock(counter.act("2001"), staff="1001"), people.Unlocked)
    assert isinstance(people.sign_in(door, "1001", PIN), Desk)
    idle = people.unlock(counter.act("2001"), staff="1001")
    assert isinstance(idle, No)
    assert idle.code == "not_locked"
    clerk = people.unlock(counter.act("1002"), staff="1001")
    assert isinstance(clerk, No)
    assert clerk.code == "role_needed"


@pytest.mark.parametrize("pin", ["12345", "123456", "111111", "121212", "abcdef", "1234567890123", "100700"[:4] + "10"])
def test_a_weak_pin_is_refused(counter: Counter, pin: str) -> None:
    if pin == "100710":
        pin = "701007"  # holds the person's own number
    answer = people.add(counter.act("4001"), number="1007", name="新人", role=Role.CLERK, pin=pin)
    assert isinstance(answer, No)
    assert (answer.code, answer.field) == ("pin_weak", "pin")


def test_a_new_person_signs_in_and_changes_the_pin(counter: Counter) -> None:
    assert isinstance(
        people.add(counter.act("4001"), number="1007", name="新人", role=Role.CLERK, pin="730518"), people.Added
    )
    desk = people.sign_in(counter.store.counter("A"), "1007", "730518")
    assert isinstance(desk, Desk)
    assert isinstance(people.change_pin(desk.act("a"), old="730518", new="915264"), people.PinChanged)
    wrong = people.change_pin(desk.act("b"), old="730518", new="264915")
    assert isinstance(wrong, No)
    assert wrong.code == "pin_wrong"
    assert isinstance(people.sign_in(counter.store.counter("A"), "1007", "915264"), Desk)


def test_a_number_is_given_once(counter: Counter) -> None:
    answer = people.add(counter.act("4001"), number="1001", name="新人", role=Role.CLERK, pin="730518")
    assert isinstance(answer, No)
    assert answer.code == "staff_taken"


def test_guessing_the_old_pin_locks_like_guessing_at_the_door(counter: Counter) -> None:
    answers = [people.change_pin(counter.act(), old="000000", new="915264") for _ in range(6)]
    assert [answer.code for answer in answers if isinstance(answer, No)] == ["pin_wrong"] * 4 + ["locked"] * 2
    assert all(answer.field == "old" for answer in answers if isinstance(answer, No))


def test_a_lock_set_by_others_meanwhile_holds_for_a_right_pin_too(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = counter.store.counter("A")
    right = people._right

    def slowly(pin_hash: str, pin: str) -> bool:
        monkeypatch.setattr(people, "_right", right)
        for _ in range(5):
            people.sign_in(door, "1001", "000000")
        return right(pin_hash, pin)

    monkeypatch.setattr(people, "_right", slowly)
    answer = people.sign_in(door, "1001", PIN)
    assert isinstance(answer, No)
    assert answer.code == "locked"

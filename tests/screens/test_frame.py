"""The frame: first picture before the store, nothing typed is lost, keys say what they do and why they do not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from deskapp.app import DeskApp
from deskapp.screens.home import Home
from deskapp.screens.sign_in import SignIn
from tests.screens.kit import PIN, FakeDoors, desk, door, picture, settled, types


def weimin(**_given: Any) -> SimpleNamespace:
    return SimpleNamespace(
        name="张伟民", number="M261122-0001", phone="138****1234", card="610000000018", tier="gold", points=420
    )


def found(*titles: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(kind="member", key=title, title=title, detail="", mark="") for title in titles]


async def test_what_is_typed_before_the_store_is_open_signs_in_once_it_is() -> None:
    doors = FakeDoors()
    doors.opening.clear()
    async with door(doors) as (app, pilot):
        assert isinstance(app.screen, SignIn)
        for key in ("1", "0", "0", "1", "enter", *PIN, "enter"):
            await pilot.press(key)
        assert app.desk is None
        doors.opening.set()
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert app.desk.staff.number == "1001"


async def test_a_customer_typed_behind_the_pin_while_the_store_opens_is_looked_for_when_it_has() -> None:
    doors = FakeDoors(readings={"omnibox.find": lambda text: found(text.upper()), "members.show": weimin})
    doors.opening.clear()
    async with door(doors) as (app, pilot):
        picked: list[str] = []
        app.go = lambda choice: picked.append(choice.key)  # type: ignore[method-assign]
        for key in ("1", "0", "0", "1", "enter", *PIN, "enter", "z", "w"):
            await pilot.press(key)
        assert "zw" in picture(app)
        doors.opening.set()
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert app.screen.omnibox.entry.value == "zw"
        await pilot.press("enter")
        await settled(pilot)
        assert picked == ["ZW"]


async def test_a_card_scanned_behind_the_pin_is_opened_when_the_door_has() -> None:
    doors = FakeDoors(readings={"omnibox.find": lambda text: found(text.upper()), "members.show": weimin})
    doors.opening.clear()
    async with door(doors) as (app, pilot):
        picked: list[str] = []
        app.go = lambda choice: picked.append(choice.key)  # type: ignore[method-assign]
        for key in ("1", "0", "0", "1", "enter", *PIN, "enter", *"6101", "enter"):
            await pilot.press(key)
        doors.opening.set()
        await settled(pilot)
        assert picked == ["6101"]


async def test_keys_sent_without_a_pause_reach_the_field_they_were_meant_for() -> None:
    async with door() as (app, pilot):
        await app.opened.wait()
        await types(pilot, f"1001\n{PIN}\n")
        assert isinstance(app.screen, Home)


async def test_a_wrong_pin_is_said_with_the_tries_left_and_the_number_stays() -> None:
    async with door() as (app, pilot):
        await types(pilot, "1001\n111111\n")
        assert isinstance(app.screen, SignIn)
        assert "Tries left: 4" in picture(app)
        assert (app.screen.number.value, app.screen.pin.value) == ("1001", "")


async def test_enter_waits_for_the_answer_to_the_text_as_it_stood() -> None:
    opened: list[str] = []

    def slow(text: str) -> list[SimpleNamespace]:
        import time

        time.sleep(0.1)
        return found(text.upper())

    doors = FakeDoors(readings={"omnibox.find": slow, "members.show": weimin})
    async with desk(doors) as (app, pilot):
        app.go = lambda choice: opened.append(choice.key)  # type: ignore[method-assign]
        await types(pilot, "zw\n")
        assert opened == ["ZW"]
        assert app.screen.focused is app.screen.omnibox.entry


async def test_two_members_with_one_phone_are_never_taken_for_each_other() -> None:
    def twins(text: str) -> list[SimpleNamespace]:
        one, other = found("张英平", "欧阳")
        one.exact = other.exact = True
        return [one, other]

    doors = FakeDoors(readings={"omnibox.find": twins, "members.show": weimin})
    async with desk(doors) as (app, pilot):
        opened: list[str] = []
        app.go = lambda choice: opened.append(choice.key)  # type: ignore[method-assign]
        await types(pilot, "15877827866\n")
        assert opened == []
        assert "More than one is meant" in picture(app)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert opened == ["欧阳"]


async def test_a_command_word_opens_at_once_and_is_listed_with_its_aliases() -> None:
    async with desk() as (app, pilot):
        await types(pilot, ">")
        assert "p jf" in picture(app)
        await pilot.press("escape")
        opened: list[str] = []
        app.open = lambda name, **_context: opened.append(name)  # type: ignore[method-assign]
        await types(pilot, "dh\n")
        assert opened == ["redeem"]


async def test_a_greyed_key_says_why() -> None:
    async with desk() as (app, pilot):
        await pilot.press("f3")
        assert "No customer is in front" in picture(app)


async def test_the_customer_in_front_stays_in_a_strip_until_released() -> None:
    async with desk(FakeDoors(readings={"members.show": weimin})) as (app, pilot):
        await app.attach("M261122-0001")
        await settled(pilot)
        assert "张伟民   138****1234   610000000018 gold   420 points" in picture(app)
        await pilot.press("escape")
        assert "张伟民" not in picture(app)


async def test_the_language_changes_while_the_desk_runs() -> None:
    async with desk() as (app, pilot):
        await types(pilot, "lang\n")
        await pilot.press("k")
        await settled(pilot)
        assert "完" not in picture(app)
        assert "완롄백화점" in picture(app)


async def test_locking_keeps_each_persons_work_for_them() -> None:
    async with desk() as (app, pilot):
        await types(pilot, "half a na")
        app.lock()
        await settled(pilot)
        await types(pilot, f"1002\n{PIN}\n")
        assert app.screen.omnibox.entry.value == ""
        app.lock()
        await settled(pilot)
        await types(pilot, f"1001\n{PIN}\n")
        assert app.screen.omnibox.entry.value == "half a na"


async def test_a_reading_that_fails_is_said_and_the_desk_runs_on() -> None:
    def broken(text: str) -> list[Any]:
        raise ValueError("broken")

    async with desk(FakeDoors(readings={"omnibox.find": broken})) as (app, pilot):
        await types(pilot, "zw")
        assert "Something went wrong here" in picture(app)
        assert app.is_running


async def test_f1_lists_the_keys_that_live_on_the_screen() -> None:
    async with desk() as (app, pilot):
        await pilot.press("f1")
        await settled(pilot)
        assert "Shift: open, count, hand over" in picture(app)


def test_screens_are_known_by_names_that_commands_can_open() -> None:
    from deskapp.places import SCREENS
    from deskapp.screens.commands import COMMANDS

    acts = {"language", "theme", "release", "park", "recall", "lock", "sign_off", "shift", "quit"}
    assert {command.opens for command in COMMANDS} <= set(SCREENS) | acts
    assert DeskApp.ENABLE_COMMAND_PALETTE is False

"""F7: the phone rings over anything, and nothing that was open is lost or far away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from deskapp.app import DeskApp
from deskapp.screens.calls import Call
from deskapp.screens.choose import Choose
from deskapp.screens.home import Home
from deskapp.screens.points import Points
from deskapp.screens.recall import Recall
from deskapp.screens.sign_in import SignIn
from tests.screens.kit import PIN, desk, door, picture, settled, types
from tests.screens.phone_kit import phones
from tests.screens.shop import press

Step = Callable[[DeskApp, Any], Awaitable[None]]


async def half_typed(app: DeskApp, pilot: Any) -> None:
    await app.attach("M260101-0001")
    app.open("points")
    await settled(pilot)
    await types(pilot, "R77\n25")


async def question(app: DeskApp, pilot: Any) -> None:
    await half_typed(app, pilot)
    await press(pilot, "escape")


async def listed(app: DeskApp, pilot: Any) -> None:
    app.open("feedback")
    await settled(pilot)


async def shown(app: DeskApp, pilot: Any) -> None:
    app.open("noted_call", call="L261120-0003")
    await settled(pilot)


async def helped(app: DeskApp, pilot: Any) -> None:
    await half_typed(app, pilot)
    await press(pilot, "f1")


async def result(app: DeskApp, pilot: Any) -> None:
    await app.attach("M260101-0001")
    app.open("send_feedback")
    await settled(pilot)
    await types(pilot, "f\nslow")
    await press(pilot, "f9")


async def in_front(app: DeskApp, pilot: Any) -> None:
    await app.attach("M260101-0001")
    await settled(pilot)


@pytest.mark.parametrize("step", [half_typed, question, listed, shown, helped, result, in_front])
async def test_the_phone_rings_over_anything_and_it_comes_back_as_it_stood(step: Step) -> None:
    async with desk(phones()) as (app, pilot):
        await step(app, pilot)
        before, below, stood = app.screen, len(app.screen_stack), picture(app)
        await press(pilot, "f7")
        assert isinstance(app.screen, Call)
        assert app.customer is None
        assert "F5 and Enter bring back what was open" in picture(app)
        await types(pilot, "13900000000\n\ne\n")
        await press(pilot, "f9")
        assert "F5 and Enter bring back what was open" in picture(app).replace("\n", " ")
        await press(pilot, "f5", "enter")
        assert app.screen is before
        assert len(app.screen_stack) == below
        assert picture(app).splitlines()[:-2] == stood.splitlines()[:-2]
        assert app.parked == []


async def test_what_is_typed_behind_the_key_at_once_is_the_phone() -> None:
    async with desk(phones()) as (app, pilot):
        await half_typed(app, pilot)
        pilot.app.simulate_key("f7")
        await types(pilot, "13812345678")
        assert isinstance(app.screen, Call)
        assert app.screen.row("caller").entry.value == "13812345678"
        assert app.screen.row("at").entry.value == "2026-11-22 14:32"


async def test_at_an_empty_desk_nothing_is_parked() -> None:
    async with desk(phones()) as (app, pilot):
        await press(pilot, "f7")
        assert isinstance(app.screen, Call)
        assert app.parked == []
        await press(pilot, "f7")
        assert "is open already" in picture(app)
        await types(pilot, "13900000000")
        await press(pilot, "f7")
        assert isinstance(app.screen, Call)
        assert app.screen.row("caller").entry.value == ""
        assert len(app.parked) == 1


async def test_a_question_that_is_no_part_of_the_work_is_left_unanswered() -> None:
    async with desk(phones()) as (app, pilot):
        app.ask_language()
        await settled(pilot)
        assert isinstance(app.screen, Choose)
        await press(pilot, "f7")
        assert isinstance(app.screen, Call)
        assert [type(screen) for screen in app.screen_stack] == [Home, Call]
        assert app.parked == []


async def test_the_list_of_parked_work_gives_way_to_the_phone() -> None:
    async with desk(phones()) as (app, pilot):
        await half_typed(app, pilot)
        await press(pilot, "f4")
        await press(pilot, "f5")
        assert isinstance(app.screen, Recall)
        await press(pilot, "f7")
        assert isinstance(app.screen, Call)
        assert [work.who for work in app.parked] == ["张伟民"]


async def test_the_tenth_is_told_in_words_and_stays() -> None:
    async with desk(phones()) as (app, pilot):
        for _time in range(9):
            await app.attach("M260101-0001")
            await pilot.press("f4")
        await half_typed(app, pilot)
        await press(pilot, "f7")
        assert "9 are parked already, and this would be one more" in picture(app)
        assert isinstance(app.screen, Points)
        assert app.screen.row("amount").entry.value == "25"


async def test_nine_parked_and_an_empty_desk_still_take_a_call() -> None:
    async with desk(phones()) as (app, pilot):
        for _time in range(9):
            await app.attach("M260101-0001")
            await pilot.press("f4")
        await press(pilot, "f7")
        assert isinstance(app.screen, Call)


async def test_the_door_and_a_locked_desk_do_not_answer() -> None:
    async with door(phones()) as (app, pilot):
        await app.opened.wait()
        await press(pilot, "f7")
        assert isinstance(app.screen, SignIn)
        app.signed_in(await app.sign_in("1001", PIN))
        await settled(pilot)
        await half_typed(app, pilot)
        app.lock()
        await press(pilot, "f7")
        assert isinstance(app.screen, SignIn)
        assert "Sign in first." in picture(app)
        assert app.parked == []


async def test_while_something_is_posted_it_comes_to_its_end_first() -> None:
    go = threading.Event()
    store = phones(operations={"feedback.send": lambda **_given: go.wait(60)})
    async with desk(store) as (app, pilot):
        app.open("send_feedback")
        await settled(pilot)
        await types(pilot, "f\nslow")
        await pilot.press("f9")
        await asyncio.sleep(0.05)
        await pilot.press("f7")
        assert "Wait: this is being posted." in picture(app)
        assert not isinstance(app.screen, Call)
        go.set()
        store.operations["feedback.send"] = lambda **_given: None


async def test_esc_in_an_empty_note_is_a_wrong_key_and_brings_back_what_was_open() -> None:
    async with desk(phones()) as (app, pilot):
        await half_typed(app, pilot)
        form = app.screen
        await press(pilot, "f7")
        await press(pilot, "escape")
        assert app.screen is form
        assert app.parked == []


async def test_the_bar_has_the_key_where_there_is_room() -> None:
    async with desk(phones(), size=(120, 30)) as (app, pilot):
        assert "F7 Call  F12 Shift" in picture(app)
        await half_typed(app, pilot)
        assert "F7 Call" in picture(app)
    async with desk(phones(), size=(60, 20)) as (app, pilot):
        assert "F7" not in picture(app)

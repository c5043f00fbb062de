"""Who is in front: until what is done for them is done, and back with one key."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from deskapp.i18n import set_language
from deskapp.screens.home import Home
from tests.golden.golden import LANGUAGES
from tests.screens.kit import desk, settled, types, words
from tests.screens.shop import MEMBER, Shop, press
from tests.screens.test_points import doors

RECEIPT = "R20260715001\n258.50"


async def test_a_result_lets_the_customer_go_so_that_the_next_receipt_is_not_theirs(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"{shop.card}\n")
        await types(pilot, f"p\n{RECEIPT}")
        await press(pilot, "f9")
        assert app.customer is not None, "the result is still about them"
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)
        assert app.customer is None
        assert "张伟民 is served. F3 brings them back." in words(app)
        await types(pilot, "p\n")
        assert app.screen.row("card").entry.value == ""


async def test_one_key_brings_the_last_customer_back_with_the_points_they_have_now(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"{shop.card}\n")
        await types(pilot, f"p\n{RECEIPT}")
        await press(pilot, "f9", "enter", "f3")
        assert app.screen.opened[0] == "member"
        assert app.customer is not None
        assert (app.customer.name, app.customer.points) == ("张伟民", 225)
        await types(pilot, "p\n")
        assert app.screen.row("card").entry.value == shop.card


async def test_whoever_was_let_go_by_esc_comes_back_with_the_same_key(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        assert "find one in the search line" in app.screen.why_not("customer")
        await types(pilot, f"{shop.card}\n")
        await press(pilot, "escape", "escape")
        assert app.customer is None
        await press(pilot, "f3")
        assert app.customer is not None
        assert app.customer.name == "张伟民"


async def test_a_customer_who_is_read_again_too_late_does_not_come_back_by_themselves() -> None:
    slow, calls = threading.Event(), []

    def show(**_given: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            slow.wait(60)
        return MEMBER

    store = doors()
    store.readings["members.show"] = show
    async with desk(store) as (app, pilot):
        await app.attach(MEMBER.number)
        app.open("points")
        await settled(pilot)
        await types(pilot, "R1\n25.80")
        await pilot.press("f9")
        while not app.screen.finished():
            await pilot.pause(0.01)
        await pilot.press("enter")
        slow.set()
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert len(calls) == 2
        assert app.customer is None


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_is_served_is_said_in_every_language_with_the_key_that_brings_them_back(language: str) -> None:
    async with desk(doors(), language=language) as (app, pilot):
        set_language(language)
        await app.attach(MEMBER.number)
        app.open("points")
        await settled(pilot)
        await types(pilot, "R1\n25.80")
        await press(pilot, "f9", "enter")
        assert f"{app.works[0].before}" == MEMBER.number
        assert MEMBER.name in words(app)
        assert "F3" in app.screen.message

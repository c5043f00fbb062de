"""Enter in the search line: what nobody has seen is opened only where there is no doubt."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

from textual.pilot import Pilot

from deskapp.app import DeskApp
from tests.screens.kit import FakeDoors, desk, picture, settled, types


def found(title: str, *, exact: bool = False) -> SimpleNamespace:
    return SimpleNamespace(kind="member", key=title, title=title, detail="", mark="", exact=exact)


@asynccontextmanager
async def looking(*hits: SimpleNamespace) -> AsyncIterator[tuple[DeskApp, Pilot[None], threading.Event, list[Any]]]:
    """A desk whose store answers when the event is set, and what was opened."""
    answers = threading.Event()

    def find(text: str) -> list[SimpleNamespace]:
        answers.wait(60)
        return list(hits)

    async with desk(FakeDoors(readings={"omnibox.find": find})) as (app, pilot):
        opened: list[Any] = []
        app.go = lambda choice: opened.append(getattr(choice, "key", None) or choice.opens)  # type: ignore[method-assign]
        yield app, pilot, answers, opened
        answers.set()


async def test_of_several_that_nobody_has_seen_none_is_opened_by_a_quick_enter() -> None:
    async with looking(found("赵薇"), found("周伟")) as (app, pilot, answers, opened):
        threading.Timer(0.2, answers.set).start()
        await types(pilot, "zw\n")
        assert opened == []
        assert "choose with the arrows, then Enter" in picture(app)
        assert "周伟" in picture(app)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert opened == ["周伟"]


async def test_the_only_one_found_is_opened_by_a_quick_enter() -> None:
    async with looking(found("周伟")) as (_app, pilot, answers, opened):
        threading.Timer(0.2, answers.set).start()
        await types(pilot, "zw\n")
        assert opened == ["周伟"]


async def test_an_exact_number_is_opened_by_a_quick_enter_whatever_else_is_like_it() -> None:
    async with looking(found("张伟民", exact=True), found("张伟")) as (_app, pilot, answers, opened):
        threading.Timer(0.2, answers.set).start()
        await types(pilot, "6100\n")
        assert opened == ["张伟民"]


async def test_what_has_been_seen_is_opened_by_enter_the_first_first() -> None:
    async with looking(found("赵薇"), found("周伟")) as (app, pilot, answers, opened):
        answers.set()
        await types(pilot, "zw")
        assert "周伟" in picture(app)
        await pilot.press("enter")
        await settled(pilot)
        assert opened == ["赵薇"]


async def test_the_beginning_of_a_command_is_no_command_to_a_quick_enter_but_the_whole_word_is() -> None:
    async with looking() as (app, pilot, answers, opened):
        threading.Timer(0.2, answers.set).start()
        await types(pilot, "redee\n")
        assert opened == []
        assert "choose with the arrows, then Enter" in picture(app)
        await pilot.press("escape")
        answers.clear()
        threading.Timer(0.2, answers.set).start()
        await types(pilot, "redeem\n")
        assert opened == ["redeem"]


async def test_nothing_found_is_said() -> None:
    async with looking() as (app, pilot, answers, opened):
        threading.Timer(0.2, answers.set).start()
        await types(pilot, "qqqq\n")
        assert opened == []
        assert "Nothing is known by qqqq." in picture(app)


async def test_nothing_is_posted_from_a_form_that_lies_under_what_was_found() -> None:
    fake = FakeDoors(readings={"omnibox.find": lambda text: [found("赵薇"), found("周伟")]})
    async with desk(fake) as (app, pilot):
        await types(pilot, "p\n")
        await types(pilot, "610000000018\nR1\n25")
        await pilot.press("f2")
        await types(pilot, "zw")
        assert "(F9 Give points)" in picture(app)
        await pilot.press("f9")
        await settled(pilot)
        assert fake.asked == []
        assert "lies over the work" in picture(app)
        await pilot.press("escape")
        await settled(pilot)
        assert " F9 Give points " in picture(app)

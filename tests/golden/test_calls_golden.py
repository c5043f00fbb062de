"""Calls, feedback and answers as they look in each language at 80 by 24."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.golden.golden import LANGUAGES, check
from tests.screens.kit import desk, settled, types
from tests.screens.phone_kit import phones

Step = Callable[[Any, Any], Awaitable[None]]


def opens(name: str, typed: str = "", *keys: str, **context: Any) -> Step:
    async def step(app: Any, pilot: Any) -> None:
        app.open(name, **context)
        await settled(pilot)
        await types(pilot, typed)
        await pilot.press(*keys)

    return step


async def rings(app: Any, pilot: Any) -> None:
    await app.attach("M260101-0002")
    await pilot.press("f7")
    await settled(pilot)


async def known(app: Any, pilot: Any) -> None:
    await types(pilot, "13812345678\n\n")


async def promised(app: Any, pilot: Any) -> None:
    await types(pilot, "c\n排队太久\nf\n回电\n17:00\n\n2\n1:35")


async def posted(app: Any, pilot: Any) -> None:
    await pilot.press("f9")


IN_A_CALL: dict[str, Step] = {
    "call_rings": rings, "call_known": known, "call_promised": promised, "call_result": posted,
}  # fmt: skip
"""One call from the first ring to its result."""

ALONE: dict[str, Step] = {
    "call_meant": opens("call", "5678"),
    "calls": opens("calls"),
    "noted_call": opens("noted_call", call="L261120-0003"),
    "call_figures": opens("call_figures"),
    "feedback": opens("feedback"),
    "sent_feedback": opens("sent_feedback", feedback="F261119-0001"),
    "send_feedback": opens("send_feedback"),
    "answer_feedback": opens("answer_feedback", feedback="F261119-0001"),
    "knowledge": opens("knowledge"),
    "answer": opens("answer", entry="parking"),
    "doubt": opens("doubt", entry="parking"),
    "write_answer": opens("write_answer", entry="parking"),
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_screens_of_the_phone_look_as_they_did(language: str) -> None:
    async with desk(phones(), language=language) as (app, pilot):
        for name, step in ALONE.items():
            await step(app, pilot)
            await settled(pilot)
            check(app, name)
            app.back()
            await settled(pilot)
        for name, step in IN_A_CALL.items():
            await step(app, pilot)
            await settled(pilot)
            check(app, name)

"""The member's screens as they look in each language at 80 by 24."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.golden.golden import LANGUAGES, check
from tests.screens.kit import desk, settled
from tests.screens.members_kit import CARD, doors

Step = Callable[[Any, Any], Awaitable[None]]


async def menu(app: Any, pilot: Any) -> None:
    await pilot.press("enter")


def opens(name: str) -> Step:
    async def step(app: Any, pilot: Any) -> None:
        app.open(name)

    return step


SCREENS: dict[str, Step | None] = {
    "member": None,
    "member_menu": menu,
    "enrol": opens("enrol"),
    "edit": opens("edit"),
    "reveal": opens("reveal"),
    "activate": opens("activate"),
    "reissue": opens("reissue"),
    "lost": opens("lost"),
    "statement": opens("statement"),
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_members_screens_look_as_they_did(language: str) -> None:
    for name, step in SCREENS.items():
        async with desk(doors(), language=language) as (app, pilot):
            app.go_to_member(CARD)
            await settled(pilot)
            if step is not None:
                await step(app, pilot)
                await settled(pilot)
            check(app, name)

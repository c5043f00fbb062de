"""The screens of callbacks as they were last found right, in each language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskapp.screens.calling import Callback
from deskapp.store import dealing, gathering, wishes
from tests.golden.golden import LANGUAGES, check
from tests.screens.calls_kit import SHEET, VIEW, call_doors
from tests.screens.kit import NOON, FakeDoors, desk, settled, types
from tests.screens.shop import press

SHARES = [
    dealing.Share("1001", "陈静", 5, 4, 9),
    dealing.Share("1002", "李强", 3, 2, 5),
    dealing.Share("2001", "王芳", 0, 0, 0),
]
MISSING = [
    gathering.GatherRow("birthday", "M260101-0001", "李娜", "138****8000", NOON.date()),
    gathering.GatherRow("expiring", "M260101-0002", "김민지", "010****5678", NOON.date()),
]


def doors(language: str) -> FakeDoors:
    """A customer who speaks this language, and something on every list."""
    made = call_doors(replace(SHEET, view=replace(SHEET.view, language=language)))
    made.readings |= {
        "callbacks.show": lambda **_given: VIEW,
        "callbacks.wishes": lambda **_given: [wishes.WishRow("hours", "10:00-12:00,15:00-18:00")],
        "callbacks.to_deal": lambda **_given: dealing.Deal(SHARES, 12, 8),
        "callbacks.to_gather": lambda **_given: MISSING,
    }
    return made


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_call_looks_as_it_did(language: str) -> None:
    async with desk(doors(language), language=language) as (app, pilot):
        await types(pilot, "cb\n")
        check(app, "callback")
        assert isinstance(app.screen, Callback)
        for answer, name in (("d", "callback_dissatisfied"), ("f", "callback_fair"), ("n", "callback_in_vain")):
            app.screen.row("outcome").entry.value = answer
            await settled(pilot)
            check(app, name)
        await press(pilot, "f9")
        check(app, "callback_result")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_lists_and_forms_of_callbacks_look_as_they_did(language: str) -> None:
    async with desk(doors(language), language=language) as (app, pilot):
        for name in (
            "callbacks", "callback_record", "arrange", "appoint", "cancel_callback", "call_hours", "silence",
            "allow_calls", "deal_out", "gather",
        ):  # fmt: skip
            app.open(name, callback=SHEET.view.row.number)
            await settled(pilot)
            check(app, name if name.startswith("call") else f"callbacks_{name}")
            app.back()
            await settled(pilot)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_wide_call_looks_as_it_did(language: str) -> None:
    async with desk(doors(language), language=language, size=(120, 40)) as (app, pilot):
        await types(pilot, "cb\nd")
        check(app, "callback_dissatisfied")

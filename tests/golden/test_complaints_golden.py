"""The screens of complaints as they look in each language at 80 by 24."""

from __future__ import annotations

import pytest

from tests.golden.golden import LANGUAGES, check
from tests.screens import case_kit
from tests.screens.kit import desk, settled, types
from tests.screens.shop import press


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_screens_of_complaints_look_as_they_did(language: str) -> None:
    async with desk(case_kit.doors(), language=language) as (app, pilot):
        for name, context in (
            ("complaints", {}), ("approvals", {}), ("complaint", {"complaint": case_kit.NUMBER}),
        ):  # fmt: skip
            app.open(name, **context)
            await settled(pilot)
            check(app, name)
        await press(pilot, "f6", *["down"] * 40)
        check(app, "complaint_below")
        app.open("complain")
        await types(pilot, "冰箱不制冷\n\n\n\n李娜\n138 0013 8000\n")
        check(app, "complain")
        await press(pilot, "f9")
        check(app, "complain_registered")

"""Complaints by class and the callback summary as they look in each language at 80 by 24."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.golden import LANGUAGES, check
from tests.screens.figures_kit import Figured
from tests.screens.kit import desk, settled, types


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_figures_look_as_they_did(language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("deskapp.paths.home", lambda: tmp_path)
    async with desk(Figured(), language=language) as (app, pilot):
        for word, name in (("cc\n", "statistics"), ("cr\n", "callback_summary")):
            await types(pilot, word)
            check(app, name)
            await pilot.press("end")
            await settled(pilot)
            check(app, f"{name}_end")
        await pilot.press("t")
        await settled(pilot)
        check(app, "figures_days")
        await pilot.press("o")
        await settled(pilot)
        await types(pilot, "2026-11-20 2026-11-05\n")
        check(app, "figures_backwards")

"""The report as it looks in each language at 80 by 24, and wide."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deskapp.store.home import DueNow
from tests.golden.golden import LANGUAGES, check
from tests.screens.kit import desk, settled, types
from tests.screens.report_kit import TODAY, Reported


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_report_looks_as_it_did(language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("deskapp.paths.home", lambda: tmp_path)
    owed = [TODAY - timedelta(days=back) for back in (12, 2, 1)]
    doors = Reported()
    doors.readings["home.due"] = lambda: DueNow(*[0] * 12, shift_alerts=2, days_without_report=owed)
    async with desk(doors, language=language) as (app, pilot):
        check(app, "report_home")
        await types(pilot, "rp\n")
        check(app, "report")
        screen: Any = app.screen
        for part in ("levels 0", "shifts 0", "refusals 0"):
            screen.listing.move(0)
            screen.listing.move(len(screen.listing.rows) - 1)
            screen.listing.move(next(n for n, row in enumerate(screen.listing.rows) if row.key == part))
            await settled(pilot)
            check(app, f"report_{part.split()[0]}")
        steps = {"report_sealed": ("left", "end"), "report_days": ("t",), "report_save": ("escape", "f8")}
        for name, keys in steps.items():
            await pilot.press(*keys)
            await settled(pilot)
            check(app, name)


async def test_a_wide_terminal_has_longer_bars_and_a_month_its_days() -> None:
    async with desk(Reported(), size=(120, 40)) as (app, pilot):
        await types(pilot, "rp\n")
        await pilot.press("t", "m")
        await settled(pilot)
        await pilot.press(*["f6"] * 10)
        await settled(pilot)
        check(app, "report_wide")

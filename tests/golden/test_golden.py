"""The golden screens themselves: a missing or a changed one fails and shows what to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import golden
from tests.screens.kit import desk


async def test_a_golden_that_is_missing_or_differs_fails_and_shows_the_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    monkeypatch.delenv("UPDATE_GOLDENS", raising=False)
    async with desk() as (app, _pilot):
        with pytest.raises(pytest.fail.Exception, match="No golden en/home_80x24"):
            golden.check(app, "home")
        monkeypatch.setenv("UPDATE_GOLDENS", "1")
        golden.check(app, "home")
        monkeypatch.delenv("UPDATE_GOLDENS")
        golden.check(app, "home")
        kept = golden.file_of(app, "home")
        kept.write_text(kept.read_text(encoding="utf-8").replace("Due now", "Due then"), encoding="utf-8")
        with pytest.raises(pytest.fail.Exception, match="Due then"):
            golden.check(app, "home")

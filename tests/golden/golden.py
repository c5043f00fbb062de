"""Golden screens: what a screen shows, kept as text beside the tests, one file for each language and size.

`UPDATE_GOLDENS=1 pytest ...` writes them anew; look at the difference before it is committed.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

from deskapp.app import DeskApp
from deskapp.i18n import language
from tests.screens.kit import picture

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "zh_Hans", "zh_Hant", "ko")


def file_of(app: DeskApp, name: str) -> Path:
    """Where the picture of this screen is kept: golden/<language>/<name>_<columns>x<rows>.txt."""
    return FOLDER / language() / f"{name}_{app.size.width}x{app.size.height}.txt"


def check(app: DeskApp, name: str) -> None:
    """The screen is as it was when it was last looked at and found right; else fail with what differs."""
    __tracebackhide__ = True
    now, file = picture(app) + "\n", file_of(app, name)
    if os.environ.get("UPDATE_GOLDENS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(now, encoding="utf-8")
        return
    if not file.exists():
        pytest.fail(f"No golden {file.relative_to(FOLDER)}; UPDATE_GOLDENS=1 writes this one:\n{now}", pytrace=False)
    before = file.read_text(encoding="utf-8")
    if now != before:
        pytest.fail(f"{file.relative_to(FOLDER)} is different now:\n{difference(before, now)}", pytrace=False)


def difference(before: str, now: str) -> str:
    """Line by line: what stood there (-), what stands there now (+), and the changed cells (?)."""
    lines = difflib.ndiff(before.splitlines(), now.splitlines())
    return "\n".join(line.rstrip("\n") for line in lines if not line.startswith("  "))

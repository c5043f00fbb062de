"""Attaching a file to a complaint at the desk: by a path as it is typed or dropped, kept whole, refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskapp.rules.decisions import No
from deskapp.screens import evidence
from deskapp.screens.complaint_views import Case
from deskapp.store import intake
from tests.screens.kit import picture, settled, types
from tests.screens.shop import Shop, press
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import at_hand

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 2000


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "漏水 (1).jpg"
    file.write_bytes(JPEG)
    return file


def told(app: Any) -> str:
    return " ".join(picture(app).split())


def test_a_path_is_understood_as_terminals_give_it(photo: Path) -> None:
    escaped = str(photo).replace(" ", "\\ ").replace("(", "\\(").replace(")", "\\)")
    for typed in (str(photo), f" {photo} ", f"'{photo}'", f'"{photo}"', escaped, photo.as_uri()):
        assert evidence.lying(typed) == (photo, len(JPEG))
    for typed in ("", "nowhere.jpg", str(photo.parent), "x" * 900, "\0", "~nobody-here/a.jpg"):
        answer = evidence.lying(typed)
        assert isinstance(answer, No)
        assert answer.code == "file_missing"


def test_a_file_that_is_far_too_large_is_not_even_read(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "LARGEST", 100)
    answer = evidence.lying(str(photo))
    assert isinstance(answer, No)
    assert (answer.code, answer.figures["has"]) == ("file_large", len(JPEG))


async def test_a_photo_is_attached_and_stands_on_the_case(shop: Shop, photo: Path) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk(size=(120, 40)) as (app, pilot):
        app.open("complaint", complaint=case.complaint)
        await settled(pilot)
        await pilot.press("t")
        await pilot.pause(0.1)
        await settled(pilot)
        app.screen.row("content").entry.value = str(photo)  # type: ignore[attr-defined]
        await settled(pilot)
        assert "Keeps 漏水 (1).jpg (3 kB)." in told(app)
        await press(pilot, "f9")
        assert "The file is kept with the complaint" in told(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Case)
        assert "漏水 (1).jpg 3 kB" in told(app)
    (kept,) = kit.shown(shop.counter, case).files
    assert (kept.name, kept.kind, kept.size) == ("漏水 (1).jpg", "jpeg", len(JPEG))


async def test_what_is_not_kept_is_refused_in_words_and_the_path_stays(shop: Shop, tmp_path: Path) -> None:
    case = kit.registered(shop.counter)
    script = tmp_path / "run.sh"
    script.write_text("#!/bin/sh\n", "utf-8")
    async with shop.desk() as (app, pilot):
        app.open("attach", **at_hand(case))
        await settled(pilot)
        await types(pilot, "nowhere.jpg\n")
        assert "There is no file nowhere.jpg." in told(app)
        row = app.screen.row("content")  # type: ignore[attr-defined]
        row.entry.value = str(script)
        await press(pilot, "f9")
        assert "Such files are not kept" in told(app)
        assert row.entry.value == str(script)


async def test_a_file_that_is_gone_before_f9_is_said_beside_the_path(shop: Shop, photo: Path) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk() as (app, pilot):
        app.open("attach", **at_hand(case))
        await settled(pilot)
        app.screen.row("content").entry.value = str(photo)  # type: ignore[attr-defined]
        await settled(pilot)
        assert "Keeps 漏水 (1).jpg" in told(app)
        photo.unlink()
        await press(pilot, "f9")
        assert "There is no file" in told(app)
        assert app.focused.id == "field-content"  # type: ignore[union-attr]


async def test_a_case_that_changed_meanwhile_says_so_and_takes_the_file_at_the_next_f9(shop: Shop, photo: Path) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk() as (app, pilot):
        app.open("attach", **at_hand(case))
        await settled(pilot)
        app.screen.row("content").entry.value = str(photo)  # type: ignore[attr-defined]
        changed = intake.amend(shop.counter.act("1002"), **at_hand(case), changes={"place": "三楼"})
        assert not isinstance(changed, No)
        await press(pilot, "f9")
        assert "changed meanwhile" in told(app)
        await press(pilot, "f9")
        assert "The file is kept with the complaint" in told(app)

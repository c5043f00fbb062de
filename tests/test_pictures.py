"""The pictures of the program in docs/: one of each in every language, and nothing in them comes from outside."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.segment import Segment
from rich.style import Style

from pictures import FOLDER, LANGUAGES, PAGES, TITLES
from pictures.svg import WIDTH, drawn

MOST = 60_000
FILES = [FOLDER / language / f"{name}.svg" for language in LANGUAGES for name in TITLES]


def test_each_picture_is_there_in_each_language_and_no_other() -> None:
    assert sorted(FOLDER.rglob("*.svg")) == sorted(FILES)
    drawn = [FOLDER / language / f"{name}.png" for language in LANGUAGES for name in PAGES]
    assert sorted(FOLDER.rglob("*.png")) == sorted(drawn)
    assert all(file.stat().st_size < 3 * MOST for file in drawn)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_picture_is_whole_small_and_asks_nobody(file: Path) -> None:
    text = file.read_text("utf-8")
    ElementTree.fromstring(text)
    assert len(text) < MOST
    assert re.findall(r"[a-z]+://[^\"' ]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@import|href|url\(|<script|<image", text)


def test_a_wide_sign_keeps_its_two_cells_and_markup_is_shown_as_text() -> None:
    style = Style.parse("#e8e8e8 on #12171c")
    line = [Segment("中<b", style)]
    root = ElementTree.fromstring(drawn([line, line, line], 4, 3, "zh_Hans", "a & b"))
    found = root.find("{http://www.w3.org/2000/svg}text")
    assert found is not None
    first, second, third = (int(place) for place in found.attrib["x"].split())
    assert (found.text, second - first, third - second) == ("中<b", 2 * WIDTH, WIDTH)


def test_the_docs_show_pictures_that_are_there() -> None:
    docs = FOLDER.parent
    told = "".join((docs / name).read_text("utf-8") for name in ("clerk.md", "reports.md"))
    shown = [docs / each for each in re.findall(r"\((pictures/[^)]+)\)", told)]
    assert len(shown) >= 5
    assert [each for each in shown if not each.exists()] == []

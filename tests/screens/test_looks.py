"""How the desk looks in each of its themes and languages, on every screen: plain signs, no colours, contrast, marks
beside colour, no label cut at 80 by 24."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from rich.color import Color
from rich.segment import Segment

from deskapp import words
from deskapp.app import DeskApp
from deskapp.looks import THEMES, Looks, looks
from deskapp.places import SCREENS
from deskapp.screens.entry import Entry
from deskapp.screens.listing import Listing
from tests.golden.golden import LANGUAGES
from tests.screens import tour
from tests.screens.kit import FakeDoors, desk, door, picture, settled, types
from tests.screens.labels import cut
from tests.screens.shop import Shop, press

AA = 4.5
STOPS = "。，、：；（）"
"""With letters the only signs beyond ASCII that a shop's own words and its paper may bring into an English screen."""


@pytest.fixture
def furnished(shop: Shop) -> Shop:
    """A store in which every list has something."""
    tour.furnish(shop)
    return shop


def segments(app: DeskApp) -> Iterator[Segment]:
    """Everything that is painted."""
    for strip in app.screen._compositor.render_strips():
        yield from strip


def in_ascii(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """People, gifts and money of this store in plain letters: what is not ASCII then is drawn by the desk."""
    monkeypatch.setitem(words.SIGNS, "CNY", "$")
    with closing(sqlite3.connect(shop.url.removeprefix("sqlite:///"))) as file, file:
        file.execute("update staff set name = 'Ann ' || number")
        file.execute("update member set language = 'en', name = 'Lee Wei'")
        file.execute("update callback set language = 'en'")
        file.execute("update item set names = ?", (json.dumps({"en": "Flask"}),))


def test_the_walk_leads_to_every_screen() -> None:
    assert SCREENS.keys() <= {*tour.BEFORE, *tour.IN_FRONT}


async def test_without_a_theme_of_plain_signs_lines_are_drawn(furnished: Shop) -> None:
    async with furnished.desk() as (app, pilot):
        assert "─" * 80 in picture(app)
        app.theme = "ascii"
        await settled(pilot)
        assert "─" not in picture(app)
        assert "-" * 80 in picture(app)


def is_no_colour(colour: Color | None) -> bool:
    return colour is None or colour.is_default


async def test_no_color_in_the_environment_puts_the_plain_theme_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk() as (app, _pilot):
        assert app.theme == "plain"
        styles = [each.style for each in segments(app) if each.style]
        assert all(is_no_colour(style.color) and is_no_colour(style.bgcolor) for style in styles)


def luminance(colour: Color) -> float:
    """As WCAG has it."""
    assert colour.triplet is not None
    parts = [part / 255 for part in colour.triplet]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), Color.parse("#ffffff")) == pytest.approx(4.54, abs=0.01)


def beyond_ascii(app: DeskApp) -> str:
    """What is drawn with other signs than plain ones."""
    strange = {char for char in picture(app) if not char.isascii()}
    return "".join(sorted(char for char in strange if unicodedata.category(char)[0] != "L" and char not in STOPS))


def coloured(app: DeskApp) -> str:
    """What has a colour; and whether nothing shows where one types, or which record is meant."""
    styles = [each.style for each in segments(app) if each.style]
    found = [str(style) for style in styles if not (is_no_colour(style.color) and is_no_colour(style.bgcolor))]
    typed_in = isinstance(app.focused, Entry) or (isinstance(app.focused, Listing) and bool(app.focused.rows))
    return " ".join(found) or ("no cursor" if typed_in and not any(style.reverse for style in styles) else "")


def faint(app: DeskApp) -> str:
    """Text that does not stand out from its ground. What lies behind a question is faint on purpose."""
    if app.screen.is_modal:
        return ""
    found = {}
    for each in segments(app):
        style = each.style
        if style and each.text.strip(" ─") and style.color and style.bgcolor:
            ground, ink = (style.color, style.bgcolor) if style.reverse else (style.bgcolor, style.color)
            if (ratio := contrast(ink, ground)) < AA:
                found[f"{ink.name} on {ground.name} is {ratio:.2f}"] = each.text.strip()
    return str(found or "")


LOOKED_AT = {"desk-dark": faint, "desk-light": faint, "ascii": beyond_ascii, "plain": coloured}
"""What must not be found in each theme."""


WALKS = dict(zip(LANGUAGES, ("ascii", "desk-dark", "desk-light", "plain"), strict=True))
"""Each language and each theme once: a walk over every screen takes its time. Plain signs are a promise in English."""


def test_every_theme_and_every_language_is_walked_through() -> None:
    assert sorted(WALKS.values()) == sorted(THEMES)
    assert WALKS["en"] == "ascii"


@pytest.mark.parametrize("language", WALKS)
async def test_every_screen_holds_what_its_theme_promises_and_no_label_is_cut(
    language: str, furnished: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = WALKS[language]
    if theme == "ascii":
        in_ascii(furnished, monkeypatch)
    wrong = []
    async with furnished.desk(theme=theme, language=language) as (app, pilot):
        async for name in tour.walk(app, pilot, furnished):
            wrong += [f"{name}: {each}" for each in (*cut(app), LOOKED_AT[theme](app)) if each]
    assert not wrong, "\n".join(wrong)


async def test_what_colour_says_a_mark_says_too(furnished: Shop) -> None:
    async with furnished.desk() as (app, pilot):
        assert "(F3 Customer)" in picture(app), "a key that does nothing now stands in brackets"
        await types(pilot, "p\n")
        assert ">Card *" in picture(app), "the field with the cursor"
        await press(pilot, "f9")
        assert "! " in picture(app), "what is wrong"
        await press(pilot, "tab")
        assert (">Card *" in picture(app), ">Receipt *" in picture(app)) == (False, True)


async def test_an_entry_that_was_voided_says_so_at_home() -> None:
    line: Any = type("Line", (), {"entry": 7, "operation": "points.earn", "member": "Lee", "subject": "SA1", "at": None,
                                  "business_date": None, "voided_by": 9})  # fmt: skip
    fake = FakeDoors()
    line.at, line.business_date = fake.at, fake.today()
    fake.readings["journal.mine"] = lambda **_given: [line]
    async with desk(fake) as (app, _pilot):
        assert words.state("voided") in picture(app)


async def test_a_theme_is_chosen_while_the_desk_runs() -> None:
    async with desk() as (app, pilot):
        await types(pilot, "th\n")
        assert ">1    Dark" in picture(app)
        await types(pilot, "2")
        assert (app.theme, app.current_theme.dark) == ("desk-light", False)
        assert "Colours and lines" not in picture(app)


async def test_a_theme_that_does_not_exist_is_said_at_the_door() -> None:
    app = DeskApp(doors=FakeDoors(), given=Looks(language="en", theme="purple"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "There is no theme purple" in " ".join(picture(app).split())
        assert app.theme == THEMES[0]


async def test_a_theme_of_textual_goes_by_its_name() -> None:
    app = DeskApp(doors=FakeDoors(), given=Looks(language="en", theme="nord"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert (app.theme, app.theme_faults) == ("nord", [])


def test_the_theme_comes_from_the_settings_or_the_environment(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.toml"
    assert looks(file).theme == "desk-dark"
    file.write_text('theme = "desk-light"\n', "utf-8")
    assert looks(file).theme == "desk-light"
    monkeypatch.setenv("DESKAPP_THEME", "ascii")
    assert looks(file).theme == "ascii"


async def test_the_door_wears_the_theme_from_its_first_picture() -> None:
    async with door(theme="ascii") as (app, _pilot):
        assert picture(app).isascii() or "─" not in picture(app)

"""F1: how the work is done, said over any screen, whole on a small one, and back to the letter one was typing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.cells import cell_len

from deskapp import keys, paths, phrases
from deskapp.app import DeskApp
from deskapp.i18n import LANGUAGES, set_language
from deskapp.screens import help as help_screen
from deskapp.screens.help import Help
from deskapp.screens.points import Points
from tests.golden.golden import check
from tests.screens.kit import FakeDoors, desk, door, picture, settled, types

HOSTILE = "\\u001b[31mred\\u001b]0;title\\u0007 \\u202egnp.exe [bold]x[/bold] {name} %s"


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop's own folder of this test, empty; nothing of whoever runs it."""
    folder = tmp_path / "phrases"
    folder.mkdir()
    monkeypatch.setattr(paths, "phrases", lambda: folder)
    help_screen.write_down.cache_clear()
    return folder


def minsu(**_given: Any) -> SimpleNamespace:
    return SimpleNamespace(
        name="김민수", number="M1", phone="010-****-1234", card="610000000018", tier="", points=42, language="ko"
    )


async def help_of(pilot: Any, screen: str) -> Help:
    """F1 over this screen; or over the one on top."""
    if screen:
        pilot.app.open(screen)
        await settled(pilot)
    await pilot.press("f1")
    await settled(pilot)
    assert isinstance(pilot.app.screen, Help)
    return pilot.app.screen


def all_of(app: DeskApp) -> str:
    """Everything the help says, in sight or not."""
    assert isinstance(app.screen, Help)
    return "\n".join(text for text, _tone, _block in app.screen.leaflet.lines)


def headings(app: DeskApp) -> list[str]:
    assert isinstance(app.screen, Help)
    return [text for text, tone, _block in app.screen.leaflet.lines if tone == "head"]


async def test_the_keys_come_first_then_the_steps_the_words_to_use_and_to_avoid_and_the_commands() -> None:
    async with desk() as (app, pilot):
        await help_of(pilot, "points")
        assert headings(app) == [
            "Keys", "How it is done", "What to say", "What not to say", "Commands, typed in the search line",
        ]  # fmt: skip
        told = all_of(app)
        for each in (
            "Give points",
            "1.  Ask for the member card",
            "+   May I have your card",
            "x   Too late, no points.",
        ):
            assert each in told
        assert "    Instead: Let us check it together." in told


async def test_a_grey_key_is_listed_with_its_reason() -> None:
    async with desk() as (app, pilot):
        await help_of(pilot, "points")
        assert "No customer is in front" in " ".join(all_of(app).split())


@pytest.mark.parametrize("key", ["f1", "escape"])
async def test_help_leads_back_to_the_letter_one_was_typing(key: str) -> None:
    async with desk() as (app, pilot):
        app.open("points")
        await settled(pilot)
        form = app.screen
        assert isinstance(form, Points)
        form.row("card").entry.value = "610000000018"
        entry = form.row("receipt").entry
        form.set_focus(entry)
        await types(pilot, "R4711")
        await pilot.press("left", "left")
        await help_of(pilot, "")
        await pilot.press("down", "pagedown", "f6", key)
        await settled(pilot)
        assert app.screen is form
        assert app.focused is entry
        assert (entry.value, entry.cursor_position) == ("R4711", 3)
        await pilot.press("x")
        await settled(pilot)
        assert entry.value == "R47x11"
        assert form.row("card").entry.value == "610000000018"


async def test_f6_goes_from_part_to_part_and_begins_again() -> None:
    async with desk(size=(60, 20)) as (app, pilot):
        leaflet = (await help_of(pilot, "points")).leaflet
        seen = []
        for _step in range(5):
            await pilot.press("f6")
            await settled(pilot)
            seen.append(leaflet.lines[round(leaflet.scroll_y)][0])
        assert seen == [*headings(app)[1:], "Keys"]


async def test_everything_can_be_reached_by_arrows_and_pages_on_a_small_terminal() -> None:
    async with desk(size=(60, 20)) as (app, pilot):
        leaflet = (await help_of(pilot, "points")).leaflet
        seen: set[str] = set()
        for _step in range(40):
            seen |= set(picture(app).splitlines())
            await pilot.press("pagedown")
            await settled(pilot)
        assert {f" {text}".rstrip() for text, _tone, _block in leaflet.lines} <= seen
        await pilot.press("home", "down", "down", "up")
        await settled(pilot)
        assert round(leaflet.scroll_y) == 1
        await pilot.press("end")
        await settled(pilot)
        assert leaflet.lines[-1][0] in picture(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_no_line_is_wider_than_the_terminal(language: str, size: tuple[int, int]) -> None:
    async with desk(size=size, language=language) as (app, pilot):
        for screen in ("", "redeem", "stock"):
            leaflet = (await help_of(pilot, screen)).leaflet
            assert [text for text, _tone, _block in leaflet.lines if cell_len(text) > size[0] - 2] == []
            await pilot.press("f1")
            await settled(pilot)
        assert app.is_running


async def test_the_customer_hears_the_phrases_in_their_own_language() -> None:
    async with desk(FakeDoors(readings={"members.show": minsu}), language="zh_Hans") as (app, pilot):
        await app.attach("M1")
        await help_of(pilot, "redeem")
        told = all_of(app)
        assert "+   希望您能够喜欢。\n    한국어: 마음에 드셨으면 좋겠습니다." in told
        assert "한국어: 이 상품은 모두 나갔습니다." in told, "what is said instead, too"
        assert "사은품을 함께 확인하고" not in told, "the steps are the clerk's"
        app.release()
        await settled(pilot)
        assert "한국어" not in all_of(app)


async def test_a_customer_who_speaks_the_clerks_language_is_not_written_twice() -> None:
    async with desk(FakeDoors(readings={"members.show": minsu}), language="ko") as (app, pilot):
        await app.attach("M1")
        await help_of(pilot, "redeem")
        assert all_of(app).count("마음에 드셨으면 좋겠습니다.") == 1


async def test_the_language_changes_while_it_is_open_and_the_place_is_kept() -> None:
    async with desk() as (app, pilot):
        leaflet = (await help_of(pilot, "points")).leaflet
        await pilot.press("f6", "f6")
        await settled(pilot)
        app.speak("ko")
        await settled(pilot)
        assert leaflet.lines[round(leaflet.scroll_y)][0] == "이렇게 말합니다"
        assert "도움말: 영수증 적립" in picture(app)


async def test_typing_finds_in_the_help_and_escape_shows_everything_again() -> None:
    async with desk() as (app, pilot):
        screen = await help_of(pilot, "points")
        await types(pilot, "/CUSTOMER COPY")
        assert screen.find.value == "CUSTOMER COPY"
        assert "5.  The customer copy goes with the customer" in picture(app)
        assert "Too late" not in picture(app)
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is screen
        assert "Give points" in picture(app)
        await types(pilot, "zzz\n")
        assert "Nothing here says zzz." in picture(app)
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert isinstance(app.screen, Points)


async def test_the_word_help_in_the_search_line_helps_with_the_screen_it_is_typed_on() -> None:
    async with desk() as (app, pilot):
        app.open("redeem")
        await settled(pilot)
        await pilot.press("f2")
        await types(pilot, "bz\n")
        assert isinstance(app.screen, Help)
        assert "Help: Gift for points" in picture(app)
        assert "Read out what is taken" in all_of(app)


async def test_there_is_help_at_the_door() -> None:
    async with door() as (app, pilot):
        await app.opened.wait()
        await help_of(pilot, "")
        assert "Sign in with your own number and PIN" in " ".join(all_of(app).split())
        assert "Commands, typed" not in all_of(app)
        await pilot.press("f1")
        await settled(pilot)
        await types(pilot, "1001")
        assert app.screen.number.value == "1001"


# ---- a shop's own


async def test_what_the_shop_has_written_is_shown_at_the_next_f1(own: Path) -> None:
    async with desk() as (app, pilot):
        await help_of(pilot, "points")
        await pilot.press("f1")
        (own / "points.toml").write_text(
            'screens = ["points"]\n[title]\nen = "Points"\n[[procedure]]\nen = "Ring the bell."\n', "utf-8"
        )
        await pilot.press("f1")
        await settled(pilot)
        assert "1.  Ring the bell." in all_of(app)
        assert "Ask for the member card" not in all_of(app)


async def test_a_broken_file_of_the_shop_is_told_in_words_and_written_down_once(own: Path, tmp_path: Path) -> None:
    (own / "points.toml").write_text('screens = ["points"]\n[title]\nen = "x"\n[[say]]\nkr = "x"\n', "utf-8")
    async with desk() as (app, pilot):
        for _again in range(2):
            await help_of(pilot, "points" if _again == 0 else "")
            told = " ".join(all_of(app).split())
            assert "! The shop's own phrases were not taken: points.toml: say 1: a text is needed in one of" in told
            assert "1. Ask for the member card and the receipt." in told
            await pilot.press("f1")
            await settled(pilot)
    log = (tmp_path / "trouble.log").read_text("utf-8")
    assert log.count("points.toml: say 1") == 1


async def test_hostile_text_of_the_shop_is_shown_as_text_and_moves_nothing(own: Path) -> None:
    long = "x" * 300
    (own / "points.toml").write_text(
        f'screens = ["points"]\n[title]\nen = "t"\n[[procedure]]\nen = "{HOSTILE}"\n[[say]]\nen = "{long}"\n'
        '[[avoid]]\nen = "a\\nb\\tc"\n',
        "utf-8",
    )
    async with desk(size=(60, 20)) as (app, pilot):
        leaflet = (await help_of(pilot, "points")).leaflet
        told = all_of(app)
        assert phrases.phrases().faults == ()
        assert "1.  red gnp.exe [bold]x[/bold] {name} %s" in told
        assert "x   a b c" in told or "x   abc" in told
        assert not any(sign in told for sign in "\x1b\x07\u202e\t")
        assert told.count("x" * 50) >= 5
        assert [text for text, _tone, _block in leaflet.lines if cell_len(text) > 58] == []


async def test_the_keys_are_there_before_the_files_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()

    def slow() -> phrases.Phrases:
        let_go.wait(60)
        return phrases.phrases()

    monkeypatch.setattr(help_screen, "phrases", slow)
    async with desk() as (app, pilot):
        app.open("points")
        await settled(pilot)
        await pilot.press("f1")
        await pilot.pause()
        assert headings(app) == ["Keys", "Commands, typed in the search line"]
        let_go.set()
        await settled(pilot)
        assert len(headings(app)) == 5


async def test_a_key_that_the_shop_has_changed_is_listed_as_it_is() -> None:
    async with desk() as (app, pilot):
        keys.remap({"do_it": "f13"})
        await help_of(pilot, "points")
        assert "F13     Give points" in all_of(app)
        keys.remap({})


# ---- pictures


@pytest.fixture(autouse=True)
def _speaking() -> Iterator[None]:
    yield
    set_language("zh_Hans")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_help_looks_as_it_did(language: str) -> None:
    doors = FakeDoors(readings={"members.show": minsu})
    async with desk(doors, language=language) as (app, pilot):
        await app.attach("M1")
        await help_of(pilot, "redeem")
        check(app, "help_keys")
        await pilot.press("f6")
        await settled(pilot)
        check(app, "help_procedure")
        await pilot.press("f6")
        await settled(pilot)
        check(app, "help_phrases")
        await pilot.press("end")
        await settled(pilot)
        check(app, "help_commands")
        await types(pilot, "F9")
        check(app, "help_found")

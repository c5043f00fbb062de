"""The keys: one list that everything reads, none that terminals, scanners or input methods spoil, and a shop's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from deskapp import i18n, keys, settings
from deskapp.app import DeskApp
from deskapp.looks import Looks, looks
from deskapp.screens.frame import FRAME_KEYS
from deskapp.screens.sign_in import SignIn
from tests.screens.kit import PIN, FakeDoors, picture, settled, types
from tests.screens.test_lists import Slips


@pytest.fixture(autouse=True)
def _usual_keys() -> Iterator[None]:
    yield
    keys.remap({})


def test_no_key_is_bound_that_does_not_arrive_everywhere() -> None:
    bound = {key.key for key in keys.KEYS.values()}
    assert not bound & keys.NEVER
    assert not any(key.isdigit() for key in bound)


def test_single_letters_act_in_lists_only() -> None:
    assert all(key.in_lists for key in keys.KEYS.values() if len(key.key) == 1)
    assert set(FRAME_KEYS) == {action for action, key in keys.KEYS.items() if not key.in_lists}


def test_no_two_actions_share_a_key() -> None:
    taken = [key.key for key in keys.KEYS.values()]
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    ("key", "name"), [("f9", "F9"), ("escape", "Esc"), ("ctrl+p", "Ctrl+P"), ("n", "n"), ("slash", "/")]
)
def test_a_key_is_named_as_it_stands_on_the_keyboard(key: str, name: str) -> None:
    assert keys.name_of(key) == name


@pytest.mark.parametrize(
    ("action", "key", "why"),
    [
        ("do_it", "7", "7 is never bound"),
        ("help", "ctrl+h", "Ctrl+H is never bound"),
        ("shift", "f11", "F11 is never bound"),
        ("nothing", "f7", "no such action"),
        ("do_it", "enter", "Enter is needed to type"),
        ("back", "ctrl+c", "Ctrl+C is needed to type"),
        ("do_it", "g", "g is not a key such as f7"),
        ("do_it", "slash", "/ is not a key such as f7"),
        ("do_it", "hyper", "hyper is not a key such as f7"),
        ("new", "f7", "F7 is not a letter"),
        ("do_it", "f8", "F8 is Slip already"),
        ("new", "v", "v is Void already"),
    ],
)
def test_a_key_that_cannot_be_given_is_refused_in_words_and_the_usual_one_stays(
    action: str, key: str, why: str
) -> None:
    i18n.set_language("en")
    (refused,) = keys.remap({action: key})
    assert refused.said.startswith(f"keys.{action}: ")
    assert why in refused.said
    assert keys.given() == {}


def test_of_two_actions_that_want_one_key_the_first_has_it() -> None:
    (refused,) = keys.remap({"park": "f13", "recall": "f13"})
    assert (refused.action, refused.other) == ("recall", "park")
    assert keys.given() == {"park": "f13"}


def test_two_actions_may_change_places_and_a_letter_may_be_what_a_key_is_not() -> None:
    assert keys.remap({"do_it": "f8", "slip": "f9", "new": "a", "print": "n"}) == []
    assert (keys.key_of("do_it"), keys.key_of("slip")) == ("f8", "f9")


def test_who_waits_for_a_key_that_is_not_given_up_does_not_get_it() -> None:
    refused = keys.remap({"do_it": "f8", "slip": "f1"})
    assert [each.action for each in refused] == ["slip", "do_it"]
    assert keys.given() == {}


def test_the_settings_refuse_the_same_keys_with_their_place(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[keys]\ndo_it = "f8"\n', "utf-8")
    with pytest.raises(ValidationError) as wrong:
        settings.load(file)
    assert "keys.do_it: F8" in settings.faults(wrong.value)[0]


async def test_a_shops_own_key_works_and_is_shown() -> None:
    app = DeskApp(doors=FakeDoors(), given=Looks(language="en", keys={"do_it": "f13", "park": "ctrl+o"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.opened.wait()
        await settled(pilot)
        assert "F13 Sign in" in picture(app)
        await types(pilot, f"1001\n{PIN}")
        await pilot.press("f9")
        await settled(pilot)
        assert isinstance(app.screen, SignIn)
        await pilot.press("f13")
        await settled(pilot)
        assert not isinstance(app.screen, SignIn)
        parked: list[bool] = []
        app.park = lambda: parked.append(True)  # type: ignore[method-assign]
        await pilot.press("f4")
        assert parked == []
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert parked == [True]


async def test_a_shops_own_letter_acts_in_lists_and_the_usual_one_no_more() -> None:
    app = DeskApp(doors=FakeDoors(), given=Looks(language="en", keys={"new": "a"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.opened.wait()
        app.signed_in(await app.sign_in("1001", PIN))
        await settled(pilot)
        slips = Slips()
        app.push_screen(slips)
        await settled(pilot)
        assert "a New" in picture(app)
        await pilot.press("a")
        await settled(pilot)
        await pilot.press("n")
        await settled(pilot)
        assert slips.acted == ["new"]
        assert slips.omnibox.entry.value == "n"


def test_looks_are_read_without_the_rest_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('language = "ko"\nascii_only = true\ntheme = 7\n[keys]\ndo_it = "f5"\n', "utf-8")
    found = looks(file)
    assert (found.language, found.ascii_only, found.keys) == ("ko", True, {"do_it": "f5"})
    assert found.theme == Looks().theme


@pytest.mark.parametrize("text", ["", "language = ", "language = 'xx'", "\x00"])
def test_a_settings_file_that_cannot_be_read_leaves_the_usual_looks(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    assert looks(file).language == "zh_Hans"

"""The keys: one list that everything reads, none that terminals, scanners or input methods spoil, and a shop's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp import keys
from deskapp.app import DeskApp
from deskapp.looks import Looks, looks
from deskapp.screens.frame import FRAME_KEYS
from deskapp.screens.sign_in import SignIn
from tests.screens.kit import PIN, FakeDoors, picture, settled, types


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


def test_a_shop_may_not_take_a_digit_or_a_key_that_is_spoilt() -> None:
    assert keys.remap({"do_it": "7", "help": "ctrl+h", "nothing": "f7", "lock": "f11"}) == [
        "do_it", "help", "nothing", "lock",
    ]  # fmt: skip
    assert keys.given() == {}


async def test_a_shops_own_key_works_and_is_shown() -> None:
    app = DeskApp(doors=FakeDoors(), given=Looks(language="en", keys={"do_it": "f5"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.opened.wait()
        await settled(pilot)
        assert "F5 Sign in" in picture(app)
        await types(pilot, f"1001\n{PIN}")
        await pilot.press("f9")
        await settled(pilot)
        assert isinstance(app.screen, SignIn)
        await pilot.press("f5")
        await settled(pilot)
        assert not isinstance(app.screen, SignIn)


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

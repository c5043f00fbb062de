"""One list of keys: whatever a key is now, every bar, the help and `deskapp keys` say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import pytest

from deskapp import key_docs, keys, phrases
from deskapp.app import DeskApp
from deskapp.i18n import LANGUAGES, N_, catalogue
from deskapp.looks import Looks
from deskapp.places import SCREENS
from deskapp.screens.choose import Choose, languages
from deskapp.screens.frame import Frame
from deskapp.screens.help import Help
from deskapp.screens.keybar import KeyBar
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from tests.screens.kit import PIN, FakeDoors, desk, picture, settled
from tests.screens.shop import MEMBER

LETTERS = tuple(action for action, key in keys.KEYS.items() if key.in_lists and action != "filter")


class Everything(ListScreen):
    """A list on which every key lives."""

    heading = N_("Slips")
    columns = (Column(N_("Number")),)
    letters = LETTERS
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "next_pane", "slip", "do_it", "shift", "back")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        return [Row("1", ("1",))], None


@pytest.fixture(autouse=True)
def _usual_keys() -> Iterator[None]:
    yield
    keys.remap({})


def screens(kind: type[Frame] = Frame) -> Iterator[type[Frame]]:
    """Every screen of the program."""
    for place in SCREENS.values():
        import_module(place.partition(":")[0])
    for each in kind.__subclasses__():
        if each.__module__.startswith("deskapp."):
            yield each
        yield from screens(each)


async def test_every_key_that_belongs_in_a_bar_is_in_the_bar_of_some_screen() -> None:
    there = {action for screen in screens() for action in (*screen.bar, *getattr(screen, "letters", ()))}
    async with desk(FakeDoors(readings={"members.show": lambda member: MEMBER})) as (app, pilot):
        await app.attach("M260101-0001")
        await pilot.press("f4")
        await settled(pilot)
        app.push_screen(Everything())
        await settled(pilot)
        there |= {one.action for one in app.screen.query_one(KeyBar).live} - set(LETTERS)
    assert there == {action for action, key in keys.KEYS.items() if key.in_bar}


class Nothing(ListScreen):
    """A list of a subject whose procedure and whose empty list name keys."""

    heading = N_("Calls")
    columns = (Column(N_("Number")),)
    empty = N_("No calls on this day. {call} notes one when the phone rings.")


def test_no_text_names_a_key_that_a_shop_may_change() -> None:
    named = re.compile(r"(?<![A-Za-z0-9+`])(F([1-9]|1[0-2])|Esc)(?![A-Za-z0-9])")
    translated = [catalogue(code)._catalog for code in LANGUAGES if code != "en"]  # type: ignore[attr-defined]
    texts = {text for each in translated for pair in each.items() for text in pair}
    texts |= {
        text
        for subject in phrases.phrases(Path("nowhere")).subjects.values()
        for line in (subject.title, *subject.procedure, *subject.say, *subject.avoid)
        for text in line.texts.values()
    }
    assert len(texts) > 4000
    assert {text for text in texts if named.search(str(text))} == set()


async def test_the_steps_and_an_empty_list_name_the_keys_as_they_are_now() -> None:
    given = {"do_it": "f8", "slip": "f9", "call": "alt+c"}
    app = DeskApp(doors=FakeDoors(), given=Looks(language="en", keys=given))
    async with app.run_test(size=(100, 40)) as pilot:
        await app.opened.wait()
        app.signed_in(await app.sign_in("1001", PIN))
        app.push_screen(Nothing())
        await settled(pilot)
        assert "Alt+C notes one" in picture(app)
        (subject,) = phrases.phrases(Path("nowhere")).on("report")
        steps = " ".join(line.spoken("en") for line in subject.procedure)
        assert ("before with F8:" in steps, "F9 prints or saves" in steps) == (True, True)


async def test_a_question_answers_to_the_keys_that_its_bar_names() -> None:
    app = DeskApp(doors=FakeDoors(), given=Looks(language="en", keys={"back": "f13", "park": "escape", "shift": "f14"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.opened.wait()
        app.signed_in(await app.sign_in("1001", PIN))
        await settled(pilot)
        app.push_screen(languages())
        await settled(pilot)
        assert "F13 Back" in picture(app)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("f13")
        await settled(pilot)
        assert not isinstance(app.screen, Choose)


def told(app: DeskApp) -> str:
    """The keys as the help tells them."""
    assert isinstance(app.screen, Help)
    return "\n".join(f"{block.mark}  {block.text}" for block in app.screen._keys())


@pytest.mark.parametrize(
    "given", [{}, {"help": "alt+h", "omnibox": "ctrl+o", "park": "alt+p", "do_it": "f8", "slip": "f9", "new": "a"}]
)
async def test_help_bar_and_table_tell_every_key_as_it_is_now(given: dict[str, str]) -> None:
    app = DeskApp(doors=FakeDoors(), given=Looks(language="en", keys=given))
    async with app.run_test(size=(200, 40)) as pilot:
        await app.opened.wait()
        app.signed_in(await app.sign_in("1001", PIN))
        await settled(pilot)
        app.push_screen(Everything())
        await settled(pilot)
        bar = {one.action: one.words for one in app.screen.query_one(KeyBar).live}
        await pilot.press(keys.key_of("help"))
        await settled(pilot)
        help_, table = told(app), key_docs.table()
        for action, known in keys.KEYS.items():
            name = keys.name_of(given.get(action, known.key))
            assert re.search(rf"^{re.escape(name)} .*{re.escape(known.help)}", help_, re.MULTILINE), action
            assert any(line.split()[:2] == [action, name] for line in table), action
            if action in bar:
                assert bar[action].startswith(f"{name} ")

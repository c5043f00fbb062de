"""A scanner that types, at every speed and into every place: always the right record, never a command, nothing lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from textual.pilot import Pilot

from deskapp.app import DeskApp
from deskapp.i18n import N_
from deskapp.looks import Looks
from deskapp.screens.choose import Choose
from deskapp.screens.fields import Choice, Field
from deskapp.screens.form import Form
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from tests.screens.kit import F2, FakeDoors, desk, door, picture, scans, settled, types

CODE = "np61000000018"
SPEEDS = (0.0, 0.001, 0.005, 0.015, 0.025)
PERSON = 0.09
MEMBER = SimpleNamespace(
    name="张伟民", number="M261122-0001", phone="138****1234", card=CODE, tier="gold", points=420, cards=(), flags=()
)


def find(text: str) -> list[SimpleNamespace]:
    """The whole code names one member; a part of it may mean two others."""
    if text == CODE:
        return [SimpleNamespace(kind="card", key=CODE, title="张伟民", detail="", mark="", exact=True)]
    return [SimpleNamespace(kind="member", key=f"{text}{n}", title=f"W{n}", detail="", mark="") for n in (1, 2)]


class Slips(ListScreen):
    """A list with letters."""

    heading = N_("Slips")
    columns = (Column(N_("Number"), 10),)
    letters = ("new", "print", "void")

    def __init__(self) -> None:
        super().__init__()
        self.acted: list[str] = []

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        return [Row("S1", ("S1",)), Row("S2", ("S2",))], None

    def open_row(self, row: Row) -> None:
        self.acted.append(row.key)

    def act_new(self) -> None:
        self.acted.append("new")

    def act_print(self) -> None:
        self.acted.append("print")

    def act_void(self) -> None:
        self.acted.append("void")


class Work(Form):
    """A form with a field of every sort."""

    heading = N_("Points for a receipt")
    operation = "points.earn"
    customer_field = "card"

    def fields(self) -> list[Field]:
        return [
            Field("card", N_("Card"), "code"),
            Field("receipt", N_("Receipt"), "code"),
            Field("digits", N_("Number"), "digits"),
            Field("amount", N_("Amount"), "money"),
            Field("name", N_("Name"), "text"),
            Field("note", N_("Note"), "multiline"),
            Field("count", N_("How many"), "number"),
            Field("date", N_("Date"), "date"),
            Field("reason", N_("Reason"), "choice", choices=(Choice("l", "lost", N_("Lost")),)),
            Field("paid", N_("Paid"), "check"),
            Field("pin", N_("PIN"), "pin"),
        ]


@asynccontextmanager
async def opened(screen: Any = None, **scanner: str) -> AsyncIterator[tuple[DeskApp, Pilot[None], Any, list[Any]]]:
    """The desk with this screen on top, and what was opened from the search line."""
    doors = FakeDoors(readings={"omnibox.find": find, "members.show": lambda member: MEMBER})
    async with desk(doors, scanner=scanner) as (app, pilot):
        went: list[Any] = []
        app.go = lambda choice: went.append(getattr(choice, "key", choice))  # type: ignore[method-assign]
        if screen is not None:
            app.push_screen(screen)
            await settled(pilot)
        yield app, pilot, app.screen, went


@pytest.mark.parametrize("each", SPEEDS)
async def test_a_scan_into_a_list_opens_its_record_and_no_letter_acts(each: float) -> None:
    async with opened(Slips()) as (_app, pilot, slips, went):
        await scans(pilot, CODE + "\n", each=each)
        assert went == [CODE]
        assert slips.acted == []


@pytest.mark.parametrize("each", SPEEDS)
async def test_a_scan_into_the_search_line_opens_its_record(each: float) -> None:
    async with opened() as (_app, pilot, _home, went):
        await scans(pilot, CODE + "\n", each=each)
        assert went == [CODE]


@pytest.mark.parametrize("each", SPEEDS)
async def test_a_scan_behind_something_typed_in_the_search_line_is_looked_up_alone(each: float) -> None:
    async with opened() as (_app, pilot, _home, went):
        await types(pilot, "zhang")
        await asyncio.sleep(0.5)
        await scans(pilot, CODE + "\n", each=each)
        assert went == [CODE]


@pytest.mark.parametrize("each", SPEEDS)
async def test_a_scan_into_a_field_for_codes_is_its_value_whatever_was_half_typed_there(each: float) -> None:
    async with opened(Work()) as (_app, pilot, form, went):
        form.set_focus(form.row("receipt").entry)
        await types(pilot, "R47")
        await asyncio.sleep(0.3)
        await scans(pilot, CODE + "\n", each=each)
        assert form.row("receipt").entry.value == CODE
        assert form.focused is form.row("digits").entry
        assert went == []


@pytest.mark.parametrize("each", SPEEDS)
@pytest.mark.parametrize("name", ["amount", "name"])
async def test_a_scan_into_another_field_brings_the_member_and_the_field_is_as_it_was(name: str, each: float) -> None:
    async with opened(Work()) as (app, pilot, form, _went):
        form.row("digits").fill("77")
        form.set_focus(form.row(name).entry)
        await types(pilot, "25.8")
        await asyncio.sleep(0.4)
        await scans(pilot, CODE + "\n", each=each)
        assert form.row(name).entry.value == "25.8"
        assert form.row("digits").entry.value == "77"
        assert form.row("card").entry.value == CODE
        assert app.customer is not None
        assert form.omnibox.entry.value == ""


@pytest.mark.parametrize("name", ["note", "count", "date", "reason", "paid", "pin"])
async def test_no_field_for_anything_else_keeps_a_scan(name: str) -> None:
    async with opened(Work()) as (_app, pilot, form, _went):
        form.set_focus(form.row(name).entry)
        await types(pilot, "l")
        await asyncio.sleep(0.1)
        await scans(pilot, CODE + "\n")
        assert form.row(name).entry.value == "l"
        assert form.row("card").entry.value == CODE


async def test_two_scans_one_behind_the_other_fill_two_fields() -> None:
    async with opened(Work()) as (_app, pilot, form, _went):
        await scans(pilot, f"{CODE}\nR4711-000\n")
        assert [form.row(name).entry.value for name in ("card", "receipt")] == [CODE, "R4711-000"]


async def test_a_scan_on_a_desk_that_is_busy_is_still_a_scan() -> None:
    async with opened(Slips()) as (app, pilot, slips, went):
        loop, start = asyncio.get_running_loop(), time.monotonic()

        def read() -> None:
            """As the thread that reads the terminal does, while the desk is at something else."""
            from tests.screens.kit import key

            for count, char in enumerate(CODE + "\n"):
                time.sleep(0.015)
                asyncio.run_coroutine_threadsafe(app._post_message(key(char, start + count * 0.015)), loop)

        reading = loop.run_in_executor(None, read)
        for _turn in range(4):
            await asyncio.sleep(0.017)
            time.sleep(0.12)
        await reading
        await settled(pilot)
        assert went == [CODE]
        assert slips.acted == []


async def test_a_person_is_never_taken_for_a_scanner() -> None:
    async with opened(Slips()) as (_app, pilot, slips, went):
        await scans(pilot, "np", each=PERSON)
        assert slips.acted == ["new", "print"]
        await scans(pilot, "610000", each=PERSON)
        assert slips.omnibox.entry.value == "610000"
        await scans(pilot, "\n", each=PERSON)
        assert went == ["6100001"]


async def test_a_person_who_types_digits_into_an_amount_keeps_them() -> None:
    async with opened(Work()) as (_app, pilot, form, went):
        form.set_focus(form.row("amount").entry)
        await scans(pilot, "1234.50\n", each=PERSON)
        assert form.row("amount").entry.value == "1234.50"
        assert form.focused is form.row("name").entry
        assert went == []


@pytest.mark.parametrize("text", ["6666666666666", "张伟民zw12345", "zhang wei min", "12345"])
async def test_a_key_held_down_an_input_method_or_a_few_letters_are_no_scan(text: str) -> None:
    async with opened(Work()) as (_app, pilot, form, went):
        form.set_focus(form.row("name").entry)
        await scans(pilot, text + "\n", each=0.02)
        assert form.row("name").entry.value == text
        assert went == []


async def test_a_letter_within_what_an_input_method_gives_at_once_does_not_act() -> None:
    async with opened(Slips()) as (_app, pilot, slips, _went):
        await scans(pilot, "p卡", each=0)
        assert slips.acted == []
        assert slips.omnibox.entry.value == "p卡"


async def test_a_scan_that_spells_a_command_is_no_command() -> None:
    async with opened() as (app, pilot, _home, went):
        app.open = lambda name, **_context: went.append(name)  # type: ignore[method-assign]
        await scans(pilot, "activate\n", each=0.005)
        assert went == []
        assert "choose with the arrows" in picture(app)


async def test_a_scan_never_answers_a_question() -> None:
    async with opened(Work()) as (app, pilot, form, went):
        answers: list[Any] = []
        question = Choose(N_("This is not saved yet"), [Choice("n", "now", N_("Now")), Choice("p", "pay", N_("Pay"))])
        app.push_screen(question, answers.append)
        await settled(pilot)
        for each in SPEEDS:
            await scans(pilot, CODE, each=each)
            await asyncio.sleep(0.1)
            await scans(pilot, "\n")
            await asyncio.sleep(0.35)
        assert (answers, went, app.screen) == ([], [], question)
        assert "answer the question" in str(form.message)
        await pilot.press("p")
        await settled(pilot)
        assert answers == ["pay"]


async def test_a_staff_card_is_scanned_at_the_door() -> None:
    async with door() as (app, pilot):
        await app.opened.wait()
        await settled(pilot)
        await scans(pilot, "1001-77-AB\n")
        assert app.screen.number.value == "1001-77-AB"  # type: ignore[attr-defined]
        assert app.focused is app.screen.pin  # type: ignore[attr-defined]


async def test_the_prefix_f2_brings_even_a_short_code_to_the_search_line() -> None:
    async with opened(Work()) as (app, pilot, form, went):
        form.set_focus(form.row("receipt").entry)
        await scans(pilot, F2 + "61\n")
        assert form.row("receipt").entry.value == ""
        assert "choose with the arrows" in picture(app)
        assert went == []


@pytest.mark.parametrize(("prefix", "typed"), [("~", "~"), ("]C1", "]C1"), ("ctrl+b", "\x02")])
@pytest.mark.parametrize("place", ["receipt", "amount", "list", "omnibox"])
async def test_a_prefix_is_taken_off_and_brings_a_scan_to_the_search_line(prefix: str, typed: str, place: str) -> None:
    screen = {"list": Slips(), "omnibox": None}.get(place, Work())
    async with opened(screen, prefix=prefix) as (app, pilot, top, went):
        if isinstance(top, Work):
            top.set_focus(top.row(place).entry)
            await types(pilot, "7")
            await asyncio.sleep(0.1)
        await scans(pilot, typed + CODE + "\n", each=0.005)
        if isinstance(top, Work):
            assert top.row(place).entry.value == "7"
            assert app.customer is not None
        else:
            assert went == [CODE]
            assert not isinstance(top, Slips) or top.acted == []


@pytest.mark.parametrize("each", SPEEDS)
@pytest.mark.parametrize(("suffix", "ends"), [("tab", "\t"), ("", ""), ("", "\n")])
async def test_a_scanner_may_end_with_tab_or_with_nothing(suffix: str, ends: str, each: float) -> None:
    async with opened(Slips(), suffix=suffix) as (_app, pilot, slips, went):
        await scans(pilot, CODE + ends, each=each)
        await asyncio.sleep(0.15)
        await settled(pilot)
        assert went == [CODE]
        assert slips.acted == []


async def test_a_scan_that_ends_with_nothing_goes_on_to_the_next_field_once() -> None:
    async with opened(Work(), suffix="") as (_app, pilot, form, _went):
        await scans(pilot, CODE, each=0.01)
        await asyncio.sleep(0.15)
        await settled(pilot)
        assert form.row("card").entry.value == CODE
        assert form.focused is form.row("receipt").entry


async def test_settings_that_do_not_hold_are_said_at_the_door() -> None:
    app = DeskApp(doors=FakeDoors(), given=Looks(language="en", keys={"do_it": "f8"}, scanner={"suffix": "x"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "keys.do_it: F8 is Slip already." in picture(app)
        assert "scanner.suffix:" in picture(app)

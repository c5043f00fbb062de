"""Lists: the cursor keeps its record, letters act, a scanner let loose on a list is not taken for a clerk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from rich.cells import cell_len
from textual.pilot import Pilot

from deskapp.app import DeskApp
from deskapp.i18n import N_
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from tests.screens.kit import desk, picture, scans, settled, types


class Slips(ListScreen):
    """A list of slips."""

    heading = N_("Slips")
    columns = (Column(N_("Number"), 10), Column(N_("Name"), 12), Column(N_("What")))
    empty = N_("No slips to sign.")
    letters = ("new", "print")

    def __init__(self, count: int = 30) -> None:
        super().__init__()
        self.numbers = [f"S{number:04}" for number in range(count)]
        self.acted: list[str] = []

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        found = [number for number in self.numbers if narrow.upper() in number]
        return [Row(number, (number, "张伟民张伟民张伟民", "gift")) for number in found[:200]], len(found)

    def open_row(self, row: Row) -> None:
        self.acted.append(f"open {row.key}")

    def act_new(self) -> None:
        self.acted.append("new")

    def act_print(self) -> None:
        self.acted.append("print")

    def why_not(self, action: str) -> str:
        return "Printed already." if action == "print" else super().why_not(action)


@asynccontextmanager
async def slips(count: int = 30) -> AsyncIterator[tuple[DeskApp, Pilot[None], Slips]]:
    async with desk() as (app, pilot):
        screen = Slips(count)
        app.push_screen(screen)
        await settled(pilot)
        yield app, pilot, screen


async def test_the_cursor_keeps_its_record_when_the_list_is_loaded_again() -> None:
    async with slips() as (_app, pilot, screen):
        await pilot.press("down", "down", "down")
        screen.numbers.insert(0, "S9999")
        screen.load()
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert screen.acted == ["open S0003"]


async def test_wide_names_stay_in_their_column_and_headings_stay_on_top() -> None:
    async with slips() as (app, pilot, _screen):
        await pilot.press("end")
        lines = picture(app).splitlines()
        row = next(line for line in lines if "S0029" in line)
        heading = next(line for line in lines if "Number" in line)
        assert cell_len(row[: row.index("gift")]) == cell_len(heading[: heading.index("What")])
        assert row.startswith(">")


async def test_a_long_list_says_how_much_of_it_is_here_and_narrows() -> None:
    async with slips(1340) as (app, pilot, screen):
        assert "200 of 1,340 - type to narrow" in picture(app)
        await pilot.press("slash")
        await settled(pilot)
        await types(pilot, "133\n")
        assert len(screen.listing.rows) == 12
        await pilot.press("escape")
        await settled(pilot)
        assert len(screen.listing.rows) == 200


async def test_an_empty_list_says_what_would_be_here() -> None:
    async with slips(0) as (app, _pilot, _screen):
        assert "No slips to sign." in picture(app)


async def test_a_letter_acts_and_a_greyed_one_says_why() -> None:
    async with slips() as (app, pilot, screen):
        await pilot.press("n")
        await pilot.press("p")
        await settled(pilot)
        assert screen.acted == ["new"]
        assert "Printed already." in picture(app)


async def test_a_scanner_on_a_list_is_read_by_the_search_line() -> None:
    async with slips() as (app, pilot, screen):
        await scans(pilot, "np610")
        assert screen.acted == []
        assert app.screen.omnibox.entry.value == "np610"


async def test_digits_typed_in_a_list_are_never_lost() -> None:
    async with slips() as (app, pilot, screen):
        await pilot.press("7")
        await settled(pilot)
        assert screen.omnibox.entry.value == "7"
        assert app.focused is screen.omnibox.entry

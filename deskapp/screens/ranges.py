"""Figures of some days: this month at first, the months before and after by left and right, any days by a letter.

F8 puts them on paper as a sheet in the language spoken. The line below says the numbers behind what has the cursor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from deskapp.i18n import N_, _
from deskapp.outputs import printing, sheets
from deskapp.outputs.sheets import Sheet
from deskapp.rules import ranges
from deskapp.rules.decisions import No
from deskapp.rules.ranges import Days
from deskapp.screens.choose import Choose
from deskapp.screens.entry import Entry
from deskapp.screens.fields import Choice
from deskapp.screens.listing import Listing, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.shown import Said

BAR = 8
"""Signs of the longest bar beside a row."""
OWN = "own"
CHOICES = (
    Choice("m", "", N_("This month")),
    Choice("l", "-1", N_("Last month")),
    Choice("y", "year", N_("This year")),
    Choice("o", OWN, N_("Days of your own")),
)


class OfDays(ListScreen):
    """A subject gives `heading`, `columns`, `file`, `figures()`, `listed()`, `sheet()` and `explained()`."""

    asks = N_("Days")
    letters = ("days",)
    bar: ClassVar[tuple[str, ...]] = ("help", "slip", "back")
    file: ClassVar[str] = ""
    """What a saved sheet is called, before its days."""
    choices: ClassVar[tuple[Choice, ...]] = CHOICES
    """Which days are offered."""

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.days: Days | None = None
        self.told: Any = None
        self.saves = False
        """Whether F8 saves a file because this counter has no printer for sheets."""

    # ---- what a subject says

    async def figures(self, days: Days) -> Any | No:
        """The figures of these days."""

    def listed(self) -> Sequence[Row]:
        """The figures as rows."""
        return ()

    def sheet(self, made: str) -> Sheet:
        """The figures as a sheet."""
        raise NotImplementedError

    def explained(self, row: Row) -> str:
        """The numbers behind a row."""
        return ""

    def first_days(self) -> Days:
        """The days that it begins with."""
        return ranges.month(self.app.today())

    def near(self, days: Days, way: int) -> Days:
        """The days before (-1) or after (1); never beyond today."""
        today, first = self.app.today(), days.start.replace(day=1)
        there = first - timedelta(days=1) if way < 0 else first + timedelta(days=31)
        back = (today.year - there.year) * 12 + today.month - there.month
        return ranges.month(today, max(back, 0))

    def days_of(self, value: str) -> Days:
        """The days of a choice."""
        today = self.app.today()
        return ranges.year(today) if value == "year" else ranges.month(today, -int(value or 0))

    # ---- what stands there

    def body(self) -> ComposeResult:
        """The figures, and what is behind the one with the cursor."""
        yield from super().body()
        yield Said(lambda: f" {self.explained(self.current)}" if self.current else "", id="behind")

    def _heading(self) -> str:
        days = sheets.span(self.days) if self.days else ""
        return f" {_(self.heading)}   {days}   " + _("left and right: other months")

    def on_mount(self) -> None:
        """Whether F8 prints or saves."""
        self.reading(self._printer, group="printer")

    async def _printer(self) -> None:
        try:
            printer = await asyncio.to_thread(printing.settings)
        except printing.NotPrinted as error:
            self.say(error.said, "no")
        else:
            self.saves = printer.kind != "command"
        self.show_keys()

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """The figures of the days chosen."""
        days = self.days or self.first_days()
        told = await self.figures(days)
        if isinstance(told, No):
            self.say(told)
            return (), None
        self.days, self.told = days, told
        return self.listed(), None

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Say what is behind the figures that have the cursor now."""
        for said in self.query("#behind").results(Said):
            said.again()

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self.load()

    def stood(self) -> dict[str, Any]:
        """The days, too."""
        days = [str(self.days.start), str(self.days.end)] if self.days else []
        return {**super().stood(), "days": days}

    def stand(self, stood: dict[str, Any]) -> None:
        """The same days."""
        if stood["days"]:
            self.days = Days(*map(date.fromisoformat, stood["days"]))
        super().stand(stood)

    # ---- the days

    def show_days(self, days: Days) -> None:
        """Show the figures of other days."""
        self.days = days
        self.say("")
        self.load()

    def act_days(self) -> None:
        """t: this month, last month, this year, or others."""
        self.app.push_screen(Choose(N_("Figures of which days?"), self.choices), self._chosen)

    def _chosen(self, value: str | None) -> None:
        if value == OWN:
            self.act_filter()
        elif value is not None:
            self.show_days(self.days_of(value))

    def _narrowed(self, entry: Entry, key: str) -> None:
        """Enter after `/`: these days, or why they are none."""
        read = ranges.typed(self.narrow.value, self.app.today())
        if isinstance(read, No):
            self.say(read)
            return
        self.action_back()
        self.show_days(read)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Half a date is none yet."""
        if event.input is self.narrow:
            event.stop()
            event.prevent_default()

    def live_actions(self) -> tuple[str, ...]:
        """The days are typed behind their own letter."""
        return (*self.bar[:1], *self.letters, *self.bar[1:])

    def on_key(self, event: events.Key) -> None:
        """Left and right: the days before, the days after; not beyond today."""
        if self.focused is self.listing and event.key in ("left", "right"):
            event.stop()
            event.prevent_default()
            self.show_days(self.near(self.days or self.first_days(), -1 if event.key == "left" else 1))

    # ---- paper

    def label_of(self, action: str) -> str:
        """Where F8 leads."""
        if action == "slip":
            return N_("Save") if self.saves else N_("Print")
        return super().label_of(action)

    def why_not(self, action: str) -> str:
        """Nothing to print before it is read."""
        if action == "slip" and self.told is None:
            return _("There are no figures here.")
        return super().why_not(action)

    def action_slip(self) -> None:
        """F8: onto paper."""
        if self.live("slip"):
            self.writing(self._print)

    @property
    def called(self) -> str:
        """What a saved sheet is called."""
        return f"{self.file}-{self.days.start}-{self.days.end}" if self.days else self.file

    async def _print(self) -> None:
        who = self.app.desk.staff
        drawn = self.sheet(sheets.made(self.app.doors.now(), who.name, who.number))
        try:
            printer = await asyncio.to_thread(printing.settings)
            await asyncio.to_thread(printing.check_extra, "pdf")
            self.say(_("Printing ..."))
            sent = await asyncio.to_thread(printing.send_sheet, printer, self.called, drawn)
        except printing.NotPrinted as error:
            self.say(_("Not printed. {why}", why=error.said), "no")
        else:
            self.say(_("Saved: {file}", file=sent.file) if sent.file else _("The sheet is printed."), "done")

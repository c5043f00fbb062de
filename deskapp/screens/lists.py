"""The base of every screen that is a list.

It loads in the background, narrows by `/`, opens by Enter, acts by letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from deskapp import keys
from deskapp.i18n import N_, _
from deskapp.screens.entry import Entry
from deskapp.screens.frame import Frame
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.shown import Said


class ListScreen(Frame):
    """A subject gives `heading`, `columns`, `empty`, `rows()`, `open_row()`, and an `act_<action>()` per letter."""

    columns: ClassVar[tuple[Column, ...]] = ()
    empty: ClassVar[str] = ""
    """What would be here, and how it gets here."""
    letters: ClassVar[tuple[str, ...]] = ()
    """Actions of `keys.KEYS` that live in this list, such as "new", "edit"."""
    asks: ClassVar[str] = N_("Filter")
    """What is typed after `/`."""
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "back")
    """With the letters there is no room for the keys that mean the same everywhere."""

    def __init__(self, **context: Any) -> None:
        super().__init__()
        self.context = context
        self.listing = Listing(self.columns, empty=self.empty, id="list")
        self.narrow = Entry(on_go=self._narrowed, id="filter")
        self.at = ""
        """The record that the cursor goes to when the list is there."""

    def stood(self) -> dict[str, Any]:
        """What it was narrowed to, and where the cursor was."""
        return {**super().stood(), "narrow": self.narrow.value, "cursor": self.current.key if self.current else ""}

    def stand(self, stood: dict[str, Any]) -> None:
        """Narrowed as it was, the cursor on its record."""
        self.at, self.narrow.value = stood["cursor"], stood["narrow"]
        self.query("#filter-line").set(display=bool(self.narrow.value))
        super().stand(stood)
        self.load()

    async def ask_again(self, asked: str, at: int) -> None:
        """The question is about the record under the cursor: that is there first."""
        await self._load()
        await super().ask_again(asked, at)

    # ---- what a subject says

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """The rows for this filter, and how many there are in all (None: these are all)."""
        return (), None

    def open_row(self, row: Row) -> None:
        """Enter on a record."""

    # ---- the rest

    def body(self) -> ComposeResult:
        """Heading and how many, the filter when asked for, the list."""
        yield Said(self._heading, classes="heading", id="list-heading")
        with Horizontal(id="filter-line", classes="ask"):
            yield Said(lambda: f" / {_(self.asks)}: ", classes="label")
            yield self.narrow
        yield self.listing

    def _heading(self) -> str:
        return f" {_(self.heading)}   {self.listing.tally}"

    def on_mount(self) -> None:
        """The filter comes when it is asked for."""
        self.query("#filter-line").set(display=False)

    def first_focus(self) -> None:
        """The list."""
        self.set_focus(self.listing)

    def on_screen_resume(self) -> None:
        """Back here: what was done elsewhere may show."""
        self.load()

    def load(self) -> None:
        """Ask for the rows again; the cursor keeps its record."""
        self.reading(self._load, group="list")

    async def _load(self) -> None:
        rows, total = await self.rows(self.narrow.value.strip())
        self.listing.show(rows, total, at=self.at)
        self.at = ""
        self.query_one("#list-heading", Said).again()

    def live_actions(self) -> tuple[str, ...]:
        """The bar's keys, and the letters of this list."""
        return (*self.bar[:1], *self.letters, *(("filter",) if self.listing.rows else ()), *self.bar[1:])

    @property
    def current(self) -> Row | None:
        """The record under the cursor."""
        return self.listing.current

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter."""
        event.stop()
        self.open_row(event.row)

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """The letters may mean something else for this record."""
        event.stop()
        self.show_keys()

    # ---- narrowing

    def act_filter(self) -> None:
        """`/`: type to narrow."""
        self.query_one("#filter-line").display = True
        self.set_focus(self.narrow)

    def _narrowed(self, _entry: Entry, _key: str) -> None:
        self.set_focus(self.listing)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter narrows the list."""
        if event.input is self.narrow:
            event.stop()
            self.load()

    def action_back(self) -> None:
        """Esc first takes the filter away."""
        if self.narrow.value or self.focused is self.narrow:
            self.narrow.value = ""
            self.query_one("#filter-line").display = False
            self.set_focus(self.listing)
        else:
            super().action_back()

    # ---- letters

    def on_key(self, event: events.Key) -> None:
        """A letter acts; anything else typed goes to the search line. Scans never come here (see `in_order`)."""
        if isinstance(self.focused, Listing) and event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            action = keys.action_of(event.key, in_lists=True)
            if action not in (*self.letters, "filter"):
                self.typed(event.character)
            elif self.live(action):
                getattr(self, f"act_{action}")()

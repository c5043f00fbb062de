"""A list of records: a cursor that keeps its record, columns in cells, at most 200 rows, opened by Enter.

Only the lines in sight are ever drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from deskapp import keys
from deskapp.i18n import _
from deskapp.screens.shown import placed, shown

MOST_ROWS = 200
GAP = 2


@dataclass(frozen=True)
class Column:
    """One column: its heading (English, marked with N_), its width in cells (0: what is left over), its side."""

    label: str = ""
    width: int = 0
    side: Literal["left", "right"] = "left"


@dataclass(frozen=True)
class Row:
    """One record: `key` names it for good, `cells` are its texts, `tone` its weight; a new `group` is headed."""

    key: str
    cells: tuple[str, ...]
    tone: Literal["", "dim", "bold", "warn"] = ""
    group: str = ""
    data: object = field(default=None, compare=False)


class Listing(ScrollView, can_focus=True):
    """Draws rows of text; nothing in them is ever markup."""

    DEFAULT_CSS = """
    Listing { height: 1fr; width: 100%; scrollbar-size: 0 0; }
    """
    COMPONENT_CLASSES = {"listing--cursor", "listing--head", "listing--dim", "listing--warn", "listing--bold"}  # noqa: RUF012

    class Opened(Message):
        """Enter was pressed (or the row clicked) on a record."""

        def __init__(self, listing: Listing, row: Row) -> None:
            super().__init__()
            self.listing, self.row = listing, row

        @property
        def control(self) -> Listing:
            return self.listing

    class Moved(Message):
        """The cursor is now on another record, or on none."""

        def __init__(self, listing: Listing, row: Row | None) -> None:
            super().__init__()
            self.listing, self.row = listing, row

        @property
        def control(self) -> Listing:
            return self.listing

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        headed: bool = True,
        id: str | None = None,
        follow: bool = False,
    ) -> None:
        super().__init__(id=id)
        self.columns, self.empty, self.headed, self.follow = tuple(columns), empty, headed, follow
        self.rows: tuple[Row, ...] = ()
        self.total = 0
        self.cursor = 0
        self.most = MOST_ROWS
        self._lines: list[Row | str] = []

    def show(self, rows: Sequence[Row], total: int | None = None, *, keep: bool = True, at: str = "") -> None:
        """Show these rows; the cursor stays on its record if it is still there, or goes to the one named by `at`."""
        before = at or (self.current.key if keep and self.current else None)
        self.rows = tuple(rows[: self.most])
        self.total = len(rows) if total is None else total
        place = next((n for n, row in enumerate(self.rows) if row.key == before), None)
        self.cursor = place if place is not None else min(self.cursor, max(len(self.rows) - 1, 0)) if keep else 0
        self._lines = []
        group = ""
        for row in self.rows:
            if row.group and row.group != group:
                self._lines.append(row.group)
            group = row.group
            self._lines.append(row)
        self._measure()
        self._into_sight()
        self.refresh()
        self.post_message(self.Moved(self, self.current))

    @property
    def current(self) -> Row | None:
        """The record under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def tally(self) -> str:
        """How much of the whole is here."""
        if self.total > len(self.rows):
            return _("{here} of {total} - type to narrow", here=f"{len(self.rows):,}", total=f"{self.total:,}")
        return ""

    def move(self, to: int) -> None:
        """Put the cursor on another record."""
        to = max(0, min(to, len(self.rows) - 1))
        if to != self.cursor and self.rows:
            self.cursor = to
            self._into_sight()
            self.refresh()
            self.post_message(self.Moved(self, self.current))

    def begin_at(self, to: int) -> None:
        """Put the cursor on the first record of a group, and its heading on top."""
        self.move(to)
        if self.current is not None:
            self.scroll_to(y=max(self._lines.index(self.current) - 1, 0), animate=False)

    def go(self, key: str) -> bool:
        """Answer a key that moves the cursor. False if the key means something else."""
        page = max(self.size.height - self.head - 1, 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -len(self.rows), "end": len(self.rows)}
        if key not in steps:
            return False
        self.move(self.cursor + steps[key])
        return True

    def on_key(self, event: events.Key) -> None:
        """Move, or open at Enter; every other key is the screen's."""
        if event.key == "enter" and self.current:
            self.post_message(self.Opened(self, self.current))
        elif not self.go(event.key):
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one opens."""
        line = event.y + self.scroll_offset.y - self.head
        row = self._lines[line] if 0 <= line < len(self._lines) else None
        if isinstance(row, Row):
            self.move(self.rows.index(row))
            if event.chain > 1:
                self.post_message(self.Opened(self, row))

    @property
    def head(self) -> int:
        """How many lines the column headings take."""
        return 1 if self.headed and any(column.label for column in self.columns) else 0

    def on_resize(self) -> None:
        """Columns are measured anew."""
        self._measure()
        self._into_sight()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._lines) + self.head)

    def _into_sight(self) -> None:
        row = self.current
        if row is None or not self.size.height:
            return
        line, top, height = self._lines.index(row), round(self.scroll_y), self.size.height - self.head
        if line and isinstance(self._lines[line - 1], str) and line - 1 < top:
            line -= 1
        if line < top:
            self.scroll_to(y=line, animate=False)
        elif line >= top + height:
            self.scroll_to(y=line - height + 1, animate=False)

    def widths(self) -> list[int]:
        """The cells of each column; those of width 0 share what is left over."""
        fixed = sum(column.width for column in self.columns) + GAP * (len(self.columns) - 1) + 2
        open_ones = sum(1 for column in self.columns if not column.width) or 1
        share = max((self.size.width - fixed) // open_ones, 4)
        return [column.width or share for column in self.columns]

    def _line(self, cells: Sequence[str]) -> str:
        texts = (
            placed(cell, width, right=column.side == "right")
            for cell, width, column in zip(cells, self.widths(), self.columns, strict=False)
        )
        return " " + (" " * GAP).join(texts)

    def render_line(self, y: int) -> Strip:
        """One line in sight: headings stay, the rest scrolls."""
        width = self.size.width
        if y < self.head:
            return self._strip(self._line([_(column.label) for column in self.columns]), "listing--head")
        line = y - self.head + round(self.scroll_offset.y)
        if not self.rows:
            told = shown(keys.told(_(self.empty))).wrap(max(width - 2, 8)) if self.empty else []
            return self._strip(" " + told[line].plain if line < len(told) else "", "listing--dim")
        if line >= len(self._lines):
            return self._strip("", "")
        row = self._lines[line]
        if isinstance(row, str):
            return self._strip(" " + placed(row, width - 1), "listing--head")
        if row is self.current and (self.has_focus or self.follow):
            return self._strip(self._line(row.cells).replace(" ", ">", 1), "listing--cursor")
        return self._strip(self._line(row.cells), f"listing--{row.tone}" if row.tone else "")

    def _strip(self, text: str, component: str) -> Strip:
        style = self.get_component_rich_style(component) if component else self.rich_style
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)

"""A text to read: parts with headings, lines broken where the language breaks them, scrolled by the arrows.

Only the lines in sight are ever drawn. What stood at the top stays there when the text is said in another language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from deskapp.screens.shown import harmless

WIDEST = 100
"""Longer lines are hard to read, however wide the terminal is."""

WIDE_OPENING = frozenset("\u3008\u300a\u300c\u300e\u3010\uff08")
WIDE_CLOSING = frozenset("\u3001\u3002\u3009\u300b\u300d\u300f\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f")
"""Brackets and points of Chinese: a line never ends with the first, nor begins with the second."""


@dataclass(frozen=True)
class Block:
    """One text. `mark` stands before its first line, and `hang` cells before every line of it."""

    text: str
    mark: str = ""
    hang: int = 2
    tone: Literal["", "dim", "bold", "head", "warn"] = ""


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it."""

    heading: str
    blocks: tuple[Block, ...]


def pieces(text: str) -> Iterator[str]:
    """What is never broken: a word with the space behind it, or one Chinese sign with the points that belong to it."""
    piece = ""
    for char in text:
        if piece and _apart(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _apart(before: str, after: str) -> bool:
    """Whether a line may end between these two."""
    if after == " " or after in WIDE_CLOSING or before in WIDE_OPENING:
        return False
    return before == " " or ((_alone(before) or _alone(after)) and after not in ",.:;?!)")


def _alone(char: str) -> bool:
    """Whether a line may break beside this sign: Chinese ones, not Hangul, whose words stay whole."""
    return "\u2e80" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff" or "\uff01" <= char <= "\uff1f"


def broken(text: str, width: int) -> list[str]:
    """The text in lines of at most this many cells; a word too long for a line is cut where the line ends."""
    lines, line = [], ""
    for piece in pieces(text):
        if line and cell_len(line) + cell_len(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        while cell_len(piece.rstrip()) > width:
            fits = next(n for n in range(len(piece), 0, -1) if n == 1 or cell_len(piece[:n]) <= width)
            lines.append(piece[:fits])
            piece = piece[fits:]
        line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


class Leaflet(ScrollView, can_focus=True):
    """Shows parts; F6 of its screen goes from one to the next."""

    DEFAULT_CSS = "Leaflet { height: 1fr; width: 100%; scrollbar-size: 0 0; }"
    COMPONENT_CLASSES = {"leaflet--head", "leaflet--dim", "leaflet--bold", "leaflet--warn"}  # noqa: RUF012

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.parts: tuple[Part, ...] = ()
        self.lines: list[tuple[str, str, int]] = []
        """Text, tone, and the number of its block."""

    def show(self, parts: Sequence[Part], *, keep: bool = True) -> None:
        """Show these parts; what stood at the top stays there, unless this is another text."""
        at = self._block_at_top() if keep else 0
        self.parts = tuple(part for part in parts if part.blocks)
        self._lay(at)

    def on_resize(self) -> None:
        """Lines are broken anew."""
        self._lay(self._block_at_top())

    def _block_at_top(self) -> int:
        top = round(self.scroll_y)
        return self.lines[top][2] if top < len(self.lines) else 0

    def _lay(self, at: int) -> None:
        self.lines = list(self._broken())
        self.virtual_size = Size(self.size.width, len(self.lines))
        self.to_line(next((n for n, line in enumerate(self.lines) if line[2] >= at), 0))
        self.refresh()

    def _broken(self) -> Iterator[tuple[str, str, int]]:
        width, number = min(self.size.width - 2, WIDEST), 0
        for nth, part in enumerate(self.parts):
            if nth:
                yield "", "", number
            number += 1
            yield harmless(part.heading), "head", number
            for block in part.blocks:
                number += 1
                for line in laid(block, max(width, 20)):
                    yield line, block.tone, number

    def headings(self) -> list[int]:
        """The lines on which parts begin."""
        return [n for n, (_text, tone, _block) in enumerate(self.lines) if tone == "head"]

    def next_part(self) -> None:
        """The next heading comes to the top; behind the last one the first."""
        last, top = max(len(self.lines) - self.size.height, 0), round(self.scroll_y)
        further = [line for line in self.headings() if min(line, last) > top]
        self.to_line(further[0] if further else 0)

    def to_line(self, line: int) -> None:
        """This line comes to the top, as far as there is text below it."""
        self.scroll_to(y=max(min(line, len(self.lines) - self.size.height), 0), animate=False)

    def on_key(self, event: events.Key) -> None:
        """Arrows and pages; every other key is the screen's."""
        page, top = max(self.size.height - 1, 1), round(self.scroll_y)
        to = {"up": top - 1, "down": top + 1, "pageup": top - page, "pagedown": top + page, "home": 0,
              "end": len(self.lines), "space": top + page}.get(event.key)  # fmt: skip
        if to is not None:
            event.stop()
            event.prevent_default()
            self.to_line(to)

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        at = y + round(self.scroll_offset.y)
        text, tone, _block = self.lines[at] if at < len(self.lines) else ("", "", 0)
        style = self.get_component_rich_style(f"leaflet--{tone}") if tone else self.rich_style
        return Strip([Segment(f" {text}", style)]).adjust_cell_length(self.size.width, style)


def laid(block: Block, width: int) -> Iterator[str]:
    """The lines of a block; a mark too long for its place has a line of its own."""
    mark, text = harmless(block.mark), harmless(block.text)
    if cell_len(mark) >= block.hang and mark:
        yield from broken(mark, width)
        mark = ""
    for line in broken(text, max(width - block.hang, 8)):
        yield mark + " " * (block.hang - cell_len(mark)) + line
        mark = ""

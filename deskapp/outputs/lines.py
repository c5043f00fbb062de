"""A slip as lines of so many cells: what the screen shows and a receipt printer prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from deskapp.outputs.slips import Copy

WIDTH = 42
"""Cells of a line: what an 80 mm roll holds."""

Cells = Callable[[str], int]
"""How wide a text is: on a screen as its cells tell, on a receipt printer as its code page does."""


@dataclass(frozen=True)
class Line:
    """One line; a tall one is drawn twice as high by printers that can."""

    text: str
    tall: bool = False


def text(copies: Sequence[Copy], width: int = WIDTH) -> str:
    """Every copy, one below the other, to be cut apart."""
    cut = "- " * (width // 2)
    return f"\n\n{cut}\n\n".join("\n".join(line.text for line in laid(copy, width)) for copy in copies) + "\n"


def laid(copy: Copy, width: int = WIDTH, cells: Cells = cell_len) -> Iterator[Line]:
    """One copy, line by line; none is wider than `width` cells."""
    for said in (copy.store, copy.title, copy.which):
        yield from map(Line, centred(said, width, cells))
    for mark in copy.marks:
        yield from (Line(said, tall=True) for said in centred(f"*** {mark} ***", width, cells))
    yield Line("=" * width)
    yield from (Line(said, tall=True) for said in pair(*copy.number, width, cells))
    for label, value in copy.facts:
        yield from map(Line, pair(label, value, width, cells))
    yield Line("-" * width)
    for label, value in copy.figures:
        yield from map(Line, pair(label, value, width, cells))
    yield Line("-" * width)
    yield from map(Line, wrapped(copy.agreement, width, cells))
    yield from (Line(""), Line(""))
    label = f"{copy.signature}: "
    yield Line(label + "_" * (width - cells(label)))
    yield from map(Line, wrapped(copy.signed, width, cells))


def wrapped(said: str, width: int, cells: Cells = cell_len) -> Iterator[str]:
    """This text on as many lines as it takes; broken between words where there are any. Nothing for nothing."""
    line = ""
    for word in said.split():
        for part in chopped(word, width, cells):
            if line and cells(line) + 1 + cells(part) > width:
                yield line
                line = part
            else:
                line = f"{line} {part}" if line else part
    if line:
        yield line


def chopped(word: str, width: int, cells: Cells = cell_len) -> Iterator[str]:
    """A word in parts that are no wider than this."""
    part, room = "", width
    for char in word:
        if cells(char) > room:
            yield part
            part, room = "", width
        part, room = part + char, room - cells(char)
    yield part


def centred(said: str, width: int, cells: Cells = cell_len) -> Iterator[str]:
    """In the middle of the line."""
    for line in wrapped(said, width, cells):
        yield " " * ((width - cells(line)) // 2) + line


def pair(label: str, value: str, width: int, cells: Cells = cell_len) -> Iterator[str]:
    """A label to the left and its value to the right; what does not fit beside it goes below."""
    gap = width - cells(label) - cells(value)
    if gap >= 2:
        yield label + " " * gap + value
        return
    yield from wrapped(label, width, cells)
    for line in wrapped(value, width - 2, cells):
        yield "  " + line

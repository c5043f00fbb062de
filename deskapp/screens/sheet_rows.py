"""The sections of a sheet as rows of one list: a heading with its columns, figures below them, bars in what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from deskapp.i18n import _
from deskapp.outputs import sheets
from deskapp.outputs.cells import is_number, said
from deskapp.outputs.sheets import Section, Sheet
from deskapp.screens.listing import GAP, Row
from deskapp.screens.shown import placed
from deskapp.words import count

MOST = 31
"""Rows of one section that the screen shows; paper has them all."""
LONGEST, SHORTEST = 40, 6
"""Signs of the longest bar, and the fewest for which one is drawn."""
NARROW = 6
"""Cells that a text keeps when there is too little room."""


@dataclass(frozen=True)
class Line:
    """What a row of the list stands for: a row of a section, by its place."""

    section: Section
    place: int


def rows(sheet: Sheet, room: int) -> Iterator[Row]:
    """Every section in so many cells."""
    for section in sheet.sections:
        if not section.rows:
            yield Row(section.name, (f"{section.heading}   {sheet.none}",), "dim", data=Line(section, -1))
            continue
        table = Table(section, room)
        heading = table.heading
        for place, line in enumerate(table.lines()):
            yield Row(f"{section.name} {place}", (line,), group=heading, data=Line(section, place))
        for number, note in enumerate(_below(section)):
            yield Row(f"{section.name} note {number}", (note,), "dim", heading, Line(section, -1))


def _below(section: Section) -> Iterator[str]:
    if section.note:
        yield section.note
    if (more := len(section.rows) - MOST) > 0:
        yield _("and {count} more: paper and files have them all", count=count(more))


class Table:
    """One section laid out: columns as wide as they need, narrower where there is no room."""

    def __init__(self, section: Section, room: int) -> None:
        self.section, self.room = section, room
        self.texts = [[said(cell) for cell in row] for row in section.rows[:MOST]]
        self.right = [any(is_number(row[place]) for row in section.rows) for place in range(self._columns)]
        self.widths = self._fitted()
        self.bar = self._bar()

    @property
    def _columns(self) -> int:
        return len(self.section.rows[0])

    @property
    def heading(self) -> str:
        """The section's, in place of those of its first texts; the others over their columns."""
        heads, first = self.section.columns[self.section.texts :], self.section.texts
        if not any(heads):
            return self.section.heading
        name = placed(self.section.heading, sum(self.widths[:first]) + GAP * (first - 1))
        over = [
            placed(head, width, right=right)
            for head, width, right in zip(heads, self.widths[first:], self.right[first:], strict=True)
        ]
        return (" " * GAP).join([name, *over])

    def lines(self) -> Iterator[str]:
        """Each row with its bar."""
        pictures = self.section.pictures or [(0, 0)] * len(self.texts)
        for row, (share, mark) in zip(self.texts, pictures, strict=False):
            cells = [
                placed(cell, width, right=right)
                for cell, width, right in zip(row, self.widths, self.right, strict=True)
            ]
            bar = [sheets.bar(share, self.bar, mark)] if self.bar else []
            yield (" " * GAP).join([*cells, *bar])

    def _fitted(self) -> list[int]:
        """The widest cell of each column or its heading; where that is too much, headings give way, then texts."""
        data = [max((cell_len(row[place]) for row in self.texts), default=0) for place in range(self._columns)]
        heads: Sequence[str] = self.section.columns or [""] * self._columns
        own = [0 if place < self.section.texts else cell_len(head) for place, head in enumerate(heads[: len(data)])]
        widths = [max(pair) for pair in zip(data, own, strict=True)]
        self._widen_for_heading(widths)
        while sum(widths) + GAP * (len(widths) - 1) > self.room:
            spare = [max(width - max(need, 4), 0) for width, need in zip(widths, data, strict=True)]
            texts = [0 if self.right[place] else max(width - NARROW, 0) for place, width in enumerate(widths)]
            give = spare if any(spare) else texts
            if not any(give):
                break
            widths[give.index(max(give))] -= 1
        return widths

    def _widen_for_heading(self, widths: list[int]) -> None:
        first = self.section.texts
        if any(self.section.columns[first:]) and len(widths) > first:
            lacking = cell_len(self.section.heading) - sum(widths[:first]) - GAP * (first - 1)
            widths[first - 1] += max(lacking, 0)

    def _bar(self) -> int:
        left = self.room - sum(self.widths) - GAP * len(self.widths)
        return min(left, LONGEST) if self.section.bars and left >= SHORTEST else 0

    def told(self, place: int) -> str:
        """A row in words: each figure with the heading of its column, nothing cut."""
        row, first = [said(cell) for cell in self.section.rows[place]], self.section.texts
        heads = self.section.columns[first:] or ("",) * len(row[first:])
        figures = [f"{head} {cell}".strip() for head, cell in zip(heads, row[first:], strict=True)]
        return "   ".join(filter(None, (" ".join(filter(None, row[:first])), *figures)))

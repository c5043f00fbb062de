"""Puts what people typed into tables: one line, aligned as wide as it is on a screen, never a spreadsheet's formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.cells import cell_len

from deskapp import words
from deskapp.rules.money import exponent
from deskapp.rules.text import clean, for_spreadsheet


@dataclass(frozen=True)
class Money:
    """An amount in minor units: words draw it with its sign, a spreadsheet reckons with it."""

    minor: int
    currency: str

    @property
    def decimal(self) -> Decimal:
        """The amount as people write it."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))


def plain(cell: object) -> str:
    """A cell as one line of harmless text."""
    return clean(str(cell))


def said(cell: object) -> str:
    """A cell as people read it: numbers with grouping, anything else as harmless text."""
    if isinstance(cell, Money):
        return words.amount(cell.minor)
    return f"{cell:,}" if is_number(cell) else plain(cell)


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV, every text safe to open in a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return file.getvalue()


def _cell(cell: object) -> str:
    """Numbers stay numbers, texts stay texts."""
    if isinstance(cell, Money):
        return str(cell.decimal)
    return str(cell) if isinstance(cell, int | Decimal) else for_spreadsheet(str(cell))


def aligned(rows: Sequence[Sequence[object]], indent: str = "  ") -> list[str]:
    """Rows as lines with their columns below one another: text to the left, numbers to the right."""
    if not rows:
        return []
    texts = [[said(cell) for cell in row] for row in rows]
    widths = [max(cell_len(text[place]) for text in texts) for place in range(len(texts[0]))]
    lines = []
    for row, text in zip(rows, texts, strict=True):
        cells = []
        for cell, drawn, width in zip(row, text, widths, strict=True):
            gap = " " * (width - cell_len(drawn))
            cells.append(gap + drawn if is_number(cell) else drawn + gap)
        lines.append((indent + "  ".join(cells)).rstrip())
    return lines


def is_number(cell: object) -> bool:
    """Whether it stands to the right in its column."""
    return isinstance(cell, int | Money) and not isinstance(cell, bool)

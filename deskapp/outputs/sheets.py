"""A sheet of figures as it is drawn by whatever draws it: a title, the days, tables with pictures beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp import words
from deskapp.i18n import _
from deskapp.outputs.cells import aligned, plain
from deskapp.rules.ranges import Days

Row = Sequence[object]
INK = "#"
"""What pictures are made of: it needs neither colour nor more than a typewriter."""
MARK = "|"
"""A level beside a bar."""
LACKING = "."
"""What a bar lacks to its mark."""
LENGTH = 20
"""Signs of the longest bar in a text."""
WHOLE = 1000


@dataclass(frozen=True)
class Section:
    """A heading and its table: the first `texts` columns are words, the others figures. `bars` are a picture beside
    the rows: what each is of the greatest, in thousandths; `marks` a level beside each, such as where more is ordered,
    told by the second figure. `name` says which part of a report it is, `note` stands under it."""

    heading: str
    rows: list[Row]
    columns: tuple[str, ...] = ()
    texts: int = 1
    bars: tuple[int, ...] = ()
    note: str = ""
    marks: tuple[int, ...] = ()
    name: str = ""

    @property
    def pictures(self) -> list[tuple[int, int]]:
        """Bar and mark of each row; nothing where nothing is pictured."""
        return list(zip(self.bars, self.marks or (0,) * len(self.bars), strict=True))


@dataclass(frozen=True)
class Sheet:
    """A sheet of figures, ready to be drawn."""

    title: str
    span: str
    none: str
    """What is said of a section with nothing in it."""
    sections: list[Section]
    store: str = ""
    made: str = ""
    """When and by whom it was made."""


def bars(values: Sequence[int]) -> tuple[int, ...]:
    """What each is of the greatest, in thousandths; whatever is there at all is seen."""
    greatest = max(values, default=0)
    return tuple(max(1, WHOLE * value // greatest) if value > 0 else 0 for value in values)


def bar(share: int, length: int = LENGTH, mark: int = 0) -> str:
    """A picture of so many thousandths: as many signs, one at least for anything; another sign where the mark is."""
    drawn = INK * _signs(share, length)
    if not mark:
        return drawn
    at = _signs(mark, length) - 1
    return drawn[:at].ljust(at, LACKING) + MARK + drawn[at + 1 :]


def _signs(share: int, length: int) -> int:
    return max((share * length + WHOLE // 2) // WHOLE, 1 if share else 0)


def span(days: Days) -> str:
    """The days that a sheet is about."""
    if days.start == days.end:
        return words.day(days.start)
    return _("{start} to {end}", start=words.day(days.start), end=words.day(days.end))


def made(at: datetime, name: str, number: str) -> str:
    """When and by whom a sheet was made."""
    by = plain(f"{name} {number}")
    return _("Made on {moment} by {by}", moment=f"{words.day(words.local(at).date())} {words.time(at)}", by=by)


def store(names: Mapping[str, str]) -> str:
    """The store's name in the language now spoken."""
    return plain(words.called(names))


def text(sheet: Sheet) -> str:
    """The sheet for a screen or a pipe."""
    lines = [line for line in (sheet.store, sheet.title, sheet.span, sheet.made) if line]
    for section in sheet.sections:
        lines += ["", section.heading, *(_table(section) or ["  " + sheet.none])]
        lines += [f"  {section.note}"] if section.note else []
    return "\n".join(lines) + "\n"


def _table(section: Section) -> list[str]:
    rows = section.rows
    if section.bars:
        drawn = [bar(share, mark=mark) for share, mark in section.pictures]
        rows = [(*row, picture) for row, picture in zip(rows, drawn, strict=True)]
    columns = (*section.columns, "") if section.columns and section.bars else section.columns
    return aligned([columns, *rows] if columns and rows else rows)

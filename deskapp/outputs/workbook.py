"""A sheet of figures as a workbook: as people read it, with charts of its own, and every figure by its stable name.

Texts are written as texts, so that none becomes a formula; the same sheet gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from rich.cells import cell_len

from deskapp.i18n import _
from deskapp.outputs.cells import Money, plain
from deskapp.outputs.sheets import Row, Section, Sheet
from deskapp.rules.money import exponent

WIDEST, NARROWEST = 44, 9
CHART_ROWS = 15
"""Rows that a chart lies over."""
LONGEST = 32_000
"""Signs of a cell; a workbook takes no more than 32,767."""


def workbook(sheet: Sheet, figures: Iterable[Row], of: date) -> bytes:
    """The workbook. `of` is the date it is said to be made on, so that the same sheet gives the same bytes."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": sheet.title, "company": sheet.store, "created": datetime.combine(of, time())})
        _Page(book, book.add_worksheet(_("Report")), sheet).draw()
        _stable(book, figures)
    return made.getvalue()


def _stable(book: Any, figures: Iterable[Row]) -> None:
    page = book.add_worksheet("figures")
    page.set_column(0, 5, 16)
    page.freeze_panes(1, 0)
    formats = _Formats(book)
    for at, row in enumerate(figures):
        for column, cell in enumerate(row):
            formats.write(page, at, column, cell, formats.bold if at == 0 else None)


class _Formats:
    """How cells are written: money with its digits, numbers with grouping, all else as text."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.bold = book.add_format({"bold": True})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.faint = book.add_format({"font_color": "#666666"})
        self.count = book.add_format({"num_format": "#,##0"})
        self._money: dict[str, Any] = {}

    def write(self, page: Any, row: int, column: int, cell: object, text: Any = None) -> None:
        """Write one cell; no text ever becomes a formula, a link or a number."""
        if isinstance(cell, Money):
            page.write_number(row, column, float(cell.decimal), self._of(cell.currency))
        elif isinstance(cell, int | Decimal) and not isinstance(cell, bool):
            page.write_number(row, column, cell, self.count)
        else:
            page.write_string(row, column, plain(cell)[:LONGEST], text)

    def _of(self, currency: str) -> Any:
        if currency not in self._money:
            digits = exponent(currency)
            self._money[currency] = self._book.add_format(
                {"num_format": "#,##0" + ("." + "0" * digits if digits else "")}
            )
        return self._money[currency]


@dataclass
class _Page:
    """The sheet as people read it: sections below one another, charts to the right of them."""

    book: Any
    page: Any
    sheet: Sheet
    row: int = 0
    charted: int = 0

    def draw(self) -> None:
        self.formats = _Formats(self.book)
        sheet = self.sheet
        for said, how in ((sheet.store, None), (sheet.title, self.formats.title), (sheet.span, self.formats.faint),
                          (sheet.made, self.formats.faint)):  # fmt: skip
            if said:
                self._line([said], how)
        for section in sheet.sections:
            self.row += 1
            self._section(section)
        for column, width in enumerate(_widths(sheet.sections)):
            self.page.set_column(column, column, width)
        self.page.set_paper(9)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)

    def _line(self, cells: Sequence[object], how: Any = None) -> None:
        for column, cell in enumerate(cells):
            self.formats.write(self.page, self.row, column, cell, how)
        self.row += 1

    def _section(self, section: Section) -> None:
        heading = self.row
        self._line([section.heading], self.formats.bold)
        if not section.rows:
            self._line([self.sheet.none], self.formats.faint)
        elif section.columns:
            self._line(section.columns, self.formats.faint)
        first = self.row
        for row in section.rows:
            self._line(row)
        if section.note:
            self._line([section.note], self.formats.faint)
        if section.bars and len(section.rows) > 1:
            self._chart(section, heading, first)

    def _chart(self, section: Section, heading: int, first: int) -> None:
        """The first figure of each row as a chart of the spreadsheet's own, which follows the cells."""
        last, label = first + len(section.rows) - 1, section.texts - 1
        chart = self.book.add_chart({"type": "column"})
        place = self.page.get_name()
        chart.add_series({
            "name": section.heading, "categories": [place, first, label, last, label],
            "values": [place, first, section.texts, last, section.texts], "fill": {"color": "#3B6EA8"}, "gap": 60,
        })  # fmt: skip
        if section.marks:
            level = self.book.add_chart({"type": "line"})
            level.add_series({
                "categories": [place, first, label, last, label],
                "values": [place, first, section.texts + 1, last, section.texts + 1],
                "line": {"none": True}, "marker": {"type": "long_dash", "size": 12, "fill": {"color": "#1D2430"}},
            })  # fmt: skip
            chart.combine(level)
        chart.set_title({"name": section.heading, "name_font": {"size": 11}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_size({"width": 520, "height": CHART_ROWS * 19})
        at = max(heading, self.charted)
        beside = max(len(each.rows[0]) for each in self.sheet.sections if each.rows) + 1
        self.page.insert_chart(at, beside, chart, {"object_position": 2})
        self.charted = at + CHART_ROWS + 1


def _widths(sections: Iterable[Section]) -> list[int]:
    """Columns as wide as what stands in them, within reason."""
    widths: list[int] = []
    for section in sections:
        for row in (section.columns, *section.rows):
            widths += [NARROWEST] * (len(row) - len(widths))
            for column, cell in enumerate(row):
                widths[column] = min(max(widths[column], cell_len(plain(cell)) + 2), WIDEST)
    return widths

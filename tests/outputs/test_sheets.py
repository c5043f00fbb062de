"""Statistics and summaries on paper: every figure of the record stands there, in the language spoken, and adds up."""

from __future__ import annotations

import csv as spreadsheet
import io
from datetime import date

import pytest

from deskapp.i18n import LANGUAGES, said_in
from deskapp.outputs import complaint_figures, coverage, pdf, sheets
from deskapp.outputs.sheets import Sheet
from deskapp.store.complaint_figures import Figures, Row, Statistics
from deskapp.store.coverage import Coverage, Summary
from tests.outputs.paperwork import HOSTILE, MADE, NAMES, pages, squeezed

START, END = date(2026, 11, 1), date(2026, 11, 22)
GOODS = Figures(17, 16, 13, 12, 12 * 1561, 10, 3, 9, 7, 1, 2, 8, 1, 123_456)
OTHER = Figures(4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
WHOLE = Figures(*(getattr(GOODS, name) + getattr(OTHER, name) for name in vars(GOODS)))
TOLD = Statistics(
    START, END, WHOLE, 5,
    {"category": [Row("goods", GOODS), Row("", OTHER)], "department": [Row("x" * 60, WHOLE)],
     "cause": [Row(HOSTILE[0], WHOLE)], "channel": [Row("phone", WHOLE)]},
)  # fmt: skip
PROOF = Coverage(START, END, 1234, 1001, 12, 23, 34, 160, 4, 7, 600, 3)
SUMMARY = Summary(
    START, END, 90, 61, 68, 50, 45, 90, 83,
    {"satisfied": 40, "fair": 6, "dissatisfied": 2, "no_answer": 29, "busy": 13},
    {"service": 5, "goods": 3}, {"1001": 60, "1002": 30}, 2, 6,
)  # fmt: skip


def drawn(language: str) -> list[Sheet]:
    made = sheets.made(MADE, "赵国强", "3001")
    return [complaint_figures.sheet(TOLD, NAMES, made), coverage.sheet(PROOF, SUMMARY, NAMES, made)]


def expected(sheet: Sheet) -> list[str]:
    """Everything that is to be read, in the order of the page."""
    told = [sheet.store, sheet.title, sheet.span, sheet.made]
    for section in sheet.sections:
        told += [section.heading, *section.columns]
        told += [f"{cell:,}" if isinstance(cell, int) else str(cell) for row in section.rows for cell in row]
        told += [section.note]
    return told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_on_the_page_is_the_figures_in_the_language_spoken(language: str) -> None:
    with said_in(language):
        for sheet in drawn(language):
            paper = pages(pdf.sheet(sheet))
            foot = squeezed(f"{sheet.store}{sheet.title}")
            found = "".join(squeezed(page).split(foot + f"{n}/{len(paper)}")[0] for n, page in enumerate(paper, 1))
            assert found == squeezed("".join(expected(sheet)))
            plain = squeezed(sheets.text(sheet))
            assert all(squeezed(part) in plain for part in expected(sheet))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_rate_stands_beside_the_numbers_behind_it(language: str) -> None:
    with said_in(language):
        found = [squeezed("".join(pages(pdf.sheet(sheet)))) for sheet in drawn(language)]
    for figure in ("65%(13/20)", "30%(3/10)", "78%(7/9)", "81%(13/16)", "0%(0/4)", "¥1,234.56"):
        assert figure in found[0]
    for figure in ("68%(61/90)", "90%(45/50)", "83%(40/48)", "1,001+12+23+34+160+4=1,234", "600"):
        assert figure in found[1]


def test_numbers_that_do_not_add_up_are_marked() -> None:
    assert not coverage.added_up(PROOF).startswith("!")
    wrong = Coverage(START, END, 1235, 1001, 12, 23, 34, 160, 4, 7, 0, 0)
    with said_in("en"):
        assert coverage.added_up(wrong).startswith("! 1,001 + 12 + 23 + 34 + 160 + 4 = 1,234, of 1,235")


def test_pictures_are_plain_signs_and_whatever_is_there_is_seen() -> None:
    shares = sheets.bars([2000, 1000, 1, 0])
    assert shares == (1000, 500, 1, 0)
    assert [sheets.bar(share) for share in shares] == ["#" * 20, "#" * 10, "#", ""]
    assert [sheets.bar(share, mark=250) for share in (0, 111, 250, 500)] == ["....|", "##..|", "####|", "####|#####"]
    assert sheets.bars([]) == ()
    assert sheets.bars([0, 0]) == (0, 0)


def test_nothing_in_some_days_is_said_so() -> None:
    empty = Statistics(START, START, Figures(), 0, {name: [] for name in complaint_figures.DIMENSIONS})
    with said_in("en"):
        text = sheets.text(complaint_figures.sheet(empty, NAMES))
        assert pages(pdf.sheet(complaint_figures.sheet(empty, NAMES)))
    assert text.count("none") == 4
    assert "Founded, of those judged          -" in text
    assert "\n1 Nov 2026\n" in text


def test_rows_for_a_spreadsheet_are_codes_and_numbers() -> None:
    rows = list(spreadsheet.reader(io.StringIO(complaint_figures.csv(TOLD, "CNY"))))
    assert ["category", "goods", "founded", "13"] in rows
    assert ["", "", "cost", "1234.56"] in rows
    assert ["", "", "merged", "5"] in rows
    rows = list(spreadsheet.reader(io.StringIO(coverage.csv(PROOF, SUMMARY))))
    assert ["coverage", "", "not_yet_due", "160"] in rows
    assert ["summary", "no_answer", "outcomes", "29"] in rows

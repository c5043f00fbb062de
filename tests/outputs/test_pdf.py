"""Slips and sheets as PDF: the text on the page is the record, the QR code is its number, whatever the text holds."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from deskapp import i18n
from deskapp.i18n import LANGUAGES
from deskapp.outputs import pdf, sheets, slips
from deskapp.outputs.slips import Copy
from deskapp.rules.text import clean
from tests.outputs.paperwork import FACTS, HOSTILE, MADE, NAMES, NUMBER, codes, pages, picture, slip, squeezed


def said(copy: Copy) -> list[str]:
    """Every text of a copy."""
    flat: list[str] = []

    def collect(part: object) -> None:
        if isinstance(part, str):
            flat.append(part)
        else:
            for each in part:  # type: ignore[attr-defined]
                collect(each)

    collect(astuple(copy)[1:])
    return [text for text in flat if text]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FACTS)
def test_the_text_on_the_page_is_the_record_in_the_customers_language(kind: str, language: str) -> None:
    copies = slips.copies(slip(kind, language), NAMES, marked=slips.REPRINT)
    (page,) = pages(pdf.slip(copies))
    found = squeezed(page)
    assert found == squeezed("".join("".join(said(copy)[:3]) + rest(copy) for copy in copies))
    for copy in copies:
        assert all(squeezed(text) in found for text in said(copy))


def rest(copy: Copy) -> str:
    """What follows the head of a copy, in the order of the page."""
    pairs = "".join(label + value for label, value in (*copy.facts, *copy.figures))
    return "".join((*copy.number, *copy.marks, pairs, copy.agreement, copy.signature, copy.signed))


def test_two_copies_stand_on_one_page_and_each_has_its_code() -> None:
    paper = pdf.slip(slips.copies(slip("points"), NAMES))
    image = picture(paper)
    above, below = image.crop((0, 0, image.width, image.height // 2)), image.crop(
        (0, image.height // 2, image.width, image.height)
    )  # fmt: skip
    assert (codes(above), codes(below)) == ([NUMBER], [NUMBER])
    assert len(pages(pdf.slip(slips.copies(slip("points", copies=3), NAMES)))) == 2


def test_a_copy_to_a_page_is_half_a_sheet() -> None:
    paper = pdf.slip(slips.copies(slip("points"), NAMES), on_page=1)
    assert len(pages(paper)) == 2
    image = picture(paper, 1)
    assert image.width > image.height
    assert codes(image) == [NUMBER]


@pytest.mark.parametrize("language", LANGUAGES)
def test_void_reprinted_and_signed_stand_on_every_copy(language: str) -> None:
    copies = slips.copies(slip("points", language, state="voided", signed_at=MADE), NAMES, marked=slips.REPRINT)
    page = squeezed(pages(pdf.slip(copies))[0])
    with i18n.said_in(language):
        assert page.count(squeezed(i18n._("VOID"))) >= 2
        assert page.count(squeezed(i18n._("Reprint"))) >= 2
    assert page.count(squeezed(copies[0].signed)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_slip_is_the_same_file(language: str) -> None:
    copies = slips.copies(slip("redemption", language), NAMES)
    assert pdf.slip(copies) == pdf.slip(copies)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_of_people_is_only_text(text: str) -> None:
    facts = {"points": 1, "balance": 1, "reason": text}
    copies = slips.copies(slip("adjustment", facts=facts, member=text, clerk_name=text), {"zh_Hans": text})
    found = squeezed("".join(pages(pdf.slip(copies))))
    if clean(text).isascii() or "张" in text:
        assert found.count(squeezed(clean(text))) >= 2 * 3
    assert found.count(NUMBER) == 2
    assert "\x1b" not in found


def test_the_longest_slip_loses_nothing_and_runs_off_no_edge() -> None:
    long = slip("adjustment", "en", facts={"points": 1, "balance": 1, "reason": "x" * 2000}, member="y" * 2000)
    paper = pdf.slip(slips.copies(long, NAMES))
    assert squeezed("".join(pages(paper))).count("x") >= 4000
    for page in range(len(pages(paper))):
        image = picture(paper, page)
        edge = image.crop((image.width - 40, 0, image.width, image.height))
        assert edge.getextrema() == (255, 255)


def test_the_text_is_in_the_fonts_that_come_with_it_and_no_letter_is_a_box() -> None:
    copies = [replace(copy, store="万萬완가뷁龘") for copy in slips.copies(slip("points", "ko"), NAMES)]
    paper = pdf.slip(copies)
    assert b"NotoSansCJKkr" in paper
    assert "万萬완가뷁龘" in pages(paper)[0]


def test_a_sheet_of_figures_is_set_and_read_back() -> None:
    sections = [
        sheets.Section("Gifts", [("G001", "保温杯", 1200)], ("Gift", "", "Points"), texts=2),
        sheets.Section("Late", []),
        sheets.Section("Refused", [(HOSTILE[0], "x" * 300, 3)], texts=2),
    ]
    (page,) = pages(pdf.sheet(sheets.Sheet("Daily report", "Entries 1 to 9", "none", sections, "万联百货")))
    found = squeezed(page)
    for part in ("Dailyreport", "Entries1to9", "保温杯", "1,200", "Latenone", squeezed(HOSTILE[0]), "x" * 300, "1/1"):
        assert part in found

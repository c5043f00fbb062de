"""What a complainant takes away and signs: their own words, what is done for them, or who saw it unsigned."""

from __future__ import annotations

import pytest

from deskapp.i18n import LANGUAGES, _, said_in
from deskapp.outputs import lines, pdf, slips
from tests.outputs.paperwork import FACTS, NAMES, codes, pages, picture, slip, squeezed

SIGNED = {
    "complaint": "This is what I have said.",
    "settlement": "I have read this and agree.",
    "unsigned": "This was offered to the customer, who did not sign. I was there.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SIGNED)
def test_the_paper_says_what_is_signed_in_the_customers_language(kind: str, language: str) -> None:
    (copy,) = slips.copies(slip(kind, language, copies=1), NAMES)
    with said_in(language):
        assert copy.agreement == _(SIGNED[kind])
        assert copy.signature == _("Signature of the witness" if kind == "unsigned" else "Signature")
        assert copy.which == _("Store copy" if kind == "unsigned" else "Customer copy")
    found = squeezed(pages(pdf.slip([copy]))[0])
    drawn = squeezed(lines.text([copy]))
    for value in (FACTS[kind]["complaint"], "金明", "上衣不良", squeezed(copy.agreement)):
        assert value in found
        assert value in drawn
    assert codes(picture(pdf.slip([copy]))) == [copy.number[1]]


def test_no_cost_of_the_house_stands_on_a_customers_paper() -> None:
    told = lines.text(slips.copies(slip("settlement", "en"), NAMES))
    assert "Remedy 1" in told
    assert "Remedy 2" in told
    assert "¥" not in told


def test_the_witness_and_what_the_customer_said_stand_on_a_declined_signature() -> None:
    told = lines.text(slips.copies(slip("unsigned", "en"), NAMES))
    for text in ("王明 3001", "The customer said", "不可", "Not signed", FACTS["unsigned"]["of"]):
        assert text in told


def test_a_settlement_that_was_not_signed_says_so_when_it_is_printed_again() -> None:
    again = slips.copies(slip("settlement", "en", state="declined"), NAMES, marked=slips.REPRINT)
    assert [copy.marks for copy in again] == [("NOT SIGNED", "Reprint")] * 2
    assert slips.copies(slip("settlement", "en"), NAMES)[0].marks == ()

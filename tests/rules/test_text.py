"""Whatever is typed, scanned or pasted comes out harmless, in one spelling, and nothing readable is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import money, text
from deskapp.rules.decisions import No

HOSTILE = ["Lee[/]", "[A3]", "[@click=app.quit]x[/]", "=cmd()", "<b>", "{needs}", "%s", "'; drop table member; --"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_brackets_braces_and_formulas_are_text(typed: str) -> None:
    assert text.clean(typed) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07bell", "bell"),
        ("\x1b]52;c;ZXZpbA==\x1b\\x", "x"),
        ("\x9b2Jgone", "gone"),
        ("a\x00b\x07c\x7f", "abc"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2066a\u2069\u200fb\u061cc", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone\ud800surrogate\uffff", "lonesurrogate"),
        ("  张 \t 伟\n民　", "张 伟 民"),
        ("한", "한"),
        ("e\u0301", "é"),
    ],
)
def test_escapes_controls_and_direction_overrides_go(typed: str, kept: str) -> None:
    assert text.clean(typed) == kept


def test_a_family_and_its_joiners_stay_together() -> None:
    assert text.clean("👨‍👩‍👧") == "👨‍👩‍👧"


def test_a_tower_of_accents_is_cut_down() -> None:
    assert len(text.clean("a" + "\u0336" * 10_000)) == 5


def test_lines_stay_only_where_lines_are_wanted() -> None:
    assert text.clean("one\r\ntwo\n\n\n\nthree ", multiline=True) == "one\ntwo\n\nthree"
    assert text.clean("one\r\ntwo") == "one two"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    for multiline in (False, True):
        once = text.clean(typed, multiline=multiline)
        assert text.clean(once, multiline=multiline) == once


@given(st.text())
def test_what_is_left_is_printable_and_can_be_stored(typed: str) -> None:
    tidy = text.clean(typed)
    tidy.encode()
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in tidy)
    assert "\x1b" not in text.clean(typed, multiline=True)


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_readable_text_without_marks_loses_nothing_but_its_spelling(typed: str) -> None:
    if not any(unicodedata.combining(char) for char in unicodedata.normalize("NFD", typed)):
        assert text.clean(typed) == " ".join(unicodedata.normalize("NFC", typed).split())


@pytest.mark.parametrize(
    ("typed", "code"),
    [(" r-２０２６／001 ", "R-2026/001"), ("ａｂ１", "AB1"), ("No–12", "NO-12"), ("a b\u200bc", "ABC"), ("ß", "SS")],
)
def test_codes_are_compared_in_one_width_case_and_dash(typed: str, code: str) -> None:
    assert text.code(typed) == code


@given(st.text())
def test_a_code_is_its_own_code(typed: str) -> None:
    assert text.code(text.code(typed)) == text.code(typed)


@pytest.mark.parametrize(
    ("typed", "digits"), [("１３８-0013 ８０００", "13800138000"), ("٣٤", "34"), ("²½x", ""), ("", "")]
)
def test_digits_of_any_width_are_digits(typed: str, digits: str) -> None:
    assert text.digits(typed) == digits


def test_too_long_a_text_is_refused_with_the_limit() -> None:
    refused = text.checked("x" * 10_000, field="name")
    assert isinstance(refused, No)
    assert (refused.code, refused.field, refused.figures) == ("too_long", "name", {"limit": 60, "has": 10_000})


def test_an_empty_field_is_refused_only_where_it_is_needed() -> None:
    assert text.checked(" \u200b ", field="notes") == ""
    refused = text.checked(" \u200b ", field="name", needed=True)
    assert isinstance(refused, No)
    assert refused.code == "empty"


@pytest.mark.parametrize(
    ("typed", "exponent", "minor"),
    [
        ("9.90", 2, 990), ("9.9", 2, 990), ("19.99", 2, 1999), ("25", 2, 2500), ("¥1,200.00", 2, 120000),
        ("２５．５", 2, 2550), (".5", 2, 50), ("9,900원", 0, 9900), ("9900.00", 0, 9900), ("-3", 2, -300),
    ],
)  # fmt: skip
def test_money_is_read_as_people_write_it(typed: str, exponent: int, minor: int) -> None:
    assert money.parse(typed, exponent=exponent) == minor


@pytest.mark.parametrize("typed", ["", ".", "9.905", "1,20", "12a", "1e5", "nan", "6901234567892000000", "1.2.3", "٣x"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    refused = money.parse(typed, exponent=2)
    assert isinstance(refused, No)
    assert refused.code == "amount_bad"


@given(st.integers(-money.MOST, money.MOST), st.sampled_from([0, 2, 3]))
def test_money_written_and_read_again_is_the_same(amount: int, exponent: int) -> None:
    assert money.parse(money.plain(amount, exponent=exponent), exponent=exponent) == amount

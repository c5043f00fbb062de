"""Phones, ID numbers, masks and twins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import members
from deskapp.rules.decisions import No
from deskapp.rules.members import Person


@pytest.mark.parametrize(
    "typed",
    ["13800138000", "138 0013 8000", "138-0013-8000", "+86 138 0013 8000", "0086-13800138000", "１３８００１３８０００",
     "86 13800138000", "(138)00138000", "\u202a138 0013 8000\u202c"],
)  # fmt: skip
def test_one_phone_however_it_is_written_is_kept_once(typed: str) -> None:
    assert members.phone(typed, "CN") == "+8613800138000"


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("010-1234-5678", "KR", "+821012345678"), ("0912-345-678", "TW", "+886912345678"),
        ("(010) 6552-9988", "CN", "+861065529988"), ("+82 10 1234 5678", "CN", "+821012345678"),
        ("400-810-8888", "CN", "+864008108888"),
    ],
)  # fmt: skip
def test_numbers_of_other_regions_and_landlines_are_kept_too(typed: str, region: str, kept: str) -> None:
    assert members.phone(typed, region) == kept


@pytest.mark.parametrize("typed", ["", "x", "138", "1380013800", "138001380000", "1" * 10_000, "=cmd()", "+", "12345"])
def test_what_is_no_phone_is_refused_beside_its_field(typed: str) -> None:
    refused = members.phone(typed, "CN")
    assert isinstance(refused, No)
    assert (refused.code, refused.field) == ("phone_bad", "phone")


def test_what_looks_like_a_phone_is_told_from_a_card() -> None:
    phones = ("13800138000", "138 0013 8000", "+8613800138000", "008613800138000", "8613800138000", "021-55551234",
              "01012345678", "１３８００１３８０００")  # fmt: skip
    assert [typed for typed in phones if not members.may_be_phone(typed)] == []
    others = ("610000000018", "M260101-0001", "", "8000", "CA260715-0001", "6901234500016")
    assert [typed for typed in others if members.may_be_phone(typed)] == []


@given(st.text(max_size=60))
def test_any_text_may_be_typed_as_a_phone_or_an_id(typed: str) -> None:
    assert members.phone(typed, "KR") is not None
    for kind in members.ID_TYPES:
        assert members.id_number(kind, typed) is not None


@pytest.mark.parametrize(
    ("number", "region", "masked"),
    [
        ("+8613800138000", "CN", "138****8000"), ("+821012345678", "KR", "010****5678"),
        ("+861065529988", "CN", "010****9988"),
        ("", "CN", ""), ("+821012345678", "CN", "+82 ****5678"), ("+886912348184", "CN", "+886 ****8184"),
        ("+12025550123", "KR", "+1 ****0123"), ("+35312345678", "CN", "+353 ****5678"), ("+4712", "CN", "+47 *"),
    ],
)  # fmt: skip
def test_a_masked_phone_shows_its_ends(number: str, region: str, masked: str) -> None:
    assert members.mask_phone(number, region) == masked


@given(st.sampled_from(["1", "44", "82", "886"]), st.text("0123456789", min_size=3, max_size=12))
def test_a_masked_phone_from_abroad_keeps_its_country_whole_and_hides_how_it_begins(country: str, rest: str) -> None:
    masked = members.mask_phone(f"+{country}{rest}", "CN")
    assert masked.startswith(f"+{country} *")
    assert sum(char.isdigit() for char in masked) <= len(country) + max(len(rest) - 2, 0)


def test_masks_hide_what_identifies() -> None:
    assert members.mask_id("11010519491231002X") == "110*************2X"
    assert members.mask_id("A123") == "****"
    assert members.mask_address("朝阳区建国路88号院6号楼") == "朝阳区建国路****"
    assert members.mask_address("") == ""
    assert members.mask_birthday("1990-05-01") == members.mask_birthday("L--05-01") == "****-05-**"


@given(st.text(st.characters(categories=["N", "L"]), max_size=30))
def test_no_mask_shows_the_whole(secret: str) -> None:
    for masked in (members.mask_id(secret), members.mask_address(secret), members.mask_phone("+86" + secret)):
        assert masked == "" or "*" in masked or len(secret) <= 2


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("cn.ric", "11010519491231002x"), ("cn.ric", "１１０１０５ 19491231 002X"), ("kr.rrn", "971013-9019902"),
        ("tw.nid", "a123456789"), ("passport", "E12345678"), ("", ""),
    ],
)  # fmt: skip
def test_a_true_id_number_is_kept_in_one_spelling(kind: str, typed: str) -> None:
    kept = members.id_number(kind, typed)
    assert isinstance(kept, str)
    assert members.id_number(kind, kept) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("cn.ric", "110105194912310021"),
        ("kr.rrn", "971013-9019903"),
        ("tw.nid", "A123456788"),
        ("passport", "!"),
        ("spell", "1"),
    ],
)
def test_a_wrong_check_digit_is_refused(kind: str, typed: str) -> None:
    refused = members.id_number(kind, typed)
    assert isinstance(refused, No)
    assert refused.code == "id_bad"


@pytest.mark.parametrize(
    "typed",
    ["971013-1019908", "971013-1019900", "210105-3123456", "２１０１０５-4999999", "880229-2990000", "850720-5123456",
     "240229-8000000"],
)  # fmt: skip
def test_a_korean_number_is_kept_whatever_its_last_digit_since_it_may_have_been_drawn_by_chance(typed: str) -> None:
    kept = members.id_number("kr.rrn", typed)
    assert isinstance(kept, str)
    assert len(kept) == 13


@pytest.mark.parametrize(
    "typed",
    ["", "971013", "971013-101990", "971013-10199000", "971313-1019908", "970230-1019908", "230229-3123456",
     "000000-3123456", "971013-101990X", "97l013-1019908", "971013-9019903"],
)  # fmt: skip
def test_a_korean_number_still_needs_thirteen_digits_and_a_day_that_was(typed: str) -> None:
    assert isinstance(members.id_number("kr.rrn", typed), No)


WANG = Person(0, "王伟", "+8613800138000", "", "1990-05-01")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Person(1, "李娜", "+8613800138000"), "same_phone"),
        (Person(1, "王伟", "+8613900000000", "", "1990-05-01"), "same_name_birthday"),
        (Person(1, "王玮", "+8613800138001"), "alike"),
        (Person(1, "王伟", "+8613800138010"), "alike"),
        (Person(1, "王伟", "+8613911112222", "", "1991-01-01"), None),
        (Person(1, "李娜", "+8613800138001"), None),
        (Person(1, "王伟"), None),
        (Person(0, "王伟", "+8613800138000"), None),
    ],
)
def test_twins_are_told_with_the_reason(other: Person, why: str | None) -> None:
    found = members.twins(WANG, [other])
    assert [twin.why for twin in found] == ([why] if why else [])


def test_one_id_number_makes_twins_of_any_names_and_the_likeliest_comes_first() -> None:
    me = Person(0, "Kim Ha-kyung", "+821012345678", "X1", "1990-05-01")
    others = [
        Person(3, "Kim Ha Kyung", "+821012345679"),
        Person(2, "Somebody", "+821012345678"),
        Person(1, "Else", "", "X1"),
    ]
    assert [(twin.id, twin.why) for twin in members.twins(me, others)] == [
        (1, "same_id"),
        (2, "same_phone"),
        (3, "alike"),
    ]

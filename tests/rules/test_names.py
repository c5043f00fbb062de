"""Under which keys a name is found, and what a typed text may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import cards, names
from deskapp.rules.names import Kind, keys, query


def finds(typed: str, name: str, preferred: str = "") -> bool:
    key = query(typed).key
    return bool(key) and any(kept.startswith(key) for kept in keys(name, preferred))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张伟民", "张伟民"), ("伟", "张伟"), ("伟民", "张伟民"), ("民", "张伟民"), ("zhangweimin", "张伟民"),
        ("zhangwei", "张伟"),
        ("zhang wei", "张伟"), ("weimin", "张伟民"), ("zw", "张伟"), ("zwm", "张伟民"), ("wm", "张伟民"),
        ("ZW", "张伟"), ("ｚｗ", "张伟"),
        ("张 伟", "张伟"), ("zh", "张伟"), ("ouyang", "欧阳修"), ("rehe", "阿不都·热合曼"), ("lv", "吕布"),
        ("lu", "吕布"), ("lyu", "吕布"),
        ("ㄱㅎㄱ", "김하경"), ("ㅎㄱ", "김하경"), ("ㄱㅎ", "김하경"), ("ᄀᄒ", "김하경"), ("김ㅎ", "김하경"),
        ("ㄳㄱ", "김수경"),
        ("하경", "김하경"), ("kim ha", "김하경"), ("kimhakyung", "김하경"), ("gimhagyeong", "김하경"),
        ("lee young", "이영희"),
        ("park", "박민수"), ("namgung", "남궁민수"), ("ha kyung kim", "김하경"),
        ("kim ha", "Kim Ha-kyung"), ("KIM  HA", "Kim Ha Kyung"), ("kyung", "Kim Ha-Kyung"),
        ("kim ha", "Ha-kyung Kim"),
        ("khk", "Kim Ha Kyung"), ("jose", "José García"), ("josé", "Jose"), ("obr", "Conan O'Brien"),
        ("müller", "Muller"),
        ("anna", "李Anna"), ("李a", "李Anna"), ("strasse", "Straße"), ("さくら", "山田さくら"),
    ],
)  # fmt: skip
def test_a_member_is_found_by(typed: str, name: str) -> None:
    assert finds(typed, name)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单雄信", "shan"), ("曾国藩", "zeng"), ("仇英", "qiu"), ("解缙", "xie"), ("朴树", "piao"),
        ("朴树", "pu"), ("查良镛", "zha"),
        ("尉迟恭", "yuchi"), ("乐嘉", "yue"), ("乐嘉", "le"), ("区志强", "ou"), ("盖叫天", "ge"),
        ("华佗", "hua"), ("任盈盈", "ren"),
        ("缪昌文", "miao"), ("翟天临", "zhai"), ("翟天临", "di"), ("员外", "yun"), ("召平", "shao"),
        ("万俟卨", "moqi"), ("长孙无忌", "zhangsun"),
        ("單雄信", "shan"), ("葉問", "ye"), ("宁静", "ning"), ("覃辉", "qin"), ("覃辉", "tan"),
        ("冼星海", "xian"), ("种师道", "chong"),
    ],
)  # fmt: skip
def test_a_surname_is_found_by_its_own_reading(name: str, reading: str) -> None:
    assert finds(reading, name)


@pytest.mark.parametrize(
    ("typed", "name"), [("dan", "单雄信"), ("ceng", "曾国藩"), ("chou", "仇英"), ("cha", "查良镛")]
)
def test_a_surname_is_not_found_by_the_reading_of_the_word(typed: str, name: str) -> None:
    assert not finds(typed, name)


def test_somebody_is_found_by_what_they_like_to_be_called() -> None:
    assert finds("amy", "陈静", "Amy")
    assert finds("cj", "陈静", "Amy")


def test_a_key_that_another_begins_with_is_left_out_and_nothing_is_lost() -> None:
    kept = keys("张伟民")
    assert kept == {"张伟民", "伟民", "民", "zhangweimin", "weimin", "min", "zwm", "wm"}
    assert finds("m", "张伟民")


@pytest.mark.parametrize("name", ["", "  ", "[/]", "=()", "\x1b[31m", "…"])
def test_a_name_without_letters_has_no_keys(name: str) -> None:
    assert keys(name) == frozenset()


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_name_has_short_keys_and_is_found_by_all_of_itself(name: str, preferred: str) -> None:
    made = keys(name, preferred)
    assert all(0 < len(key) <= names.LONGEST_KEY and "|" not in key for key in made)
    assert len(made) < 400


@given(st.text("张伟民单乐김하경ㄱabcé -'", min_size=1, max_size=8))
def test_a_name_typed_as_it_is_finds_its_member(name: str) -> None:
    asked = query(name)
    if asked.kind not in (Kind.EMPTY, Kind.JAMO) and asked.key:
        assert any(key.startswith(asked.key) for key in keys(name))


@given(st.text(max_size=200))
def test_any_text_may_be_typed_into_the_omnibox(typed: str) -> None:
    asked = query(typed)
    assert len(asked.key) <= 120
    assert asked.kind is Kind.EMPTY or asked.may_be[0] is asked.kind


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("", Kind.EMPTY, ""), (" \u200b", Kind.EMPTY, ""), ("8000", Kind.DIGITS, "8000"),
        ("８０００", Kind.DIGITS, "8000"),
        ("138 0013 8000", Kind.PHONE, "+8613800138000"), ("+86-138-0013-8000", Kind.PHONE, "+8613800138000"),
        ("0086 13800138000", Kind.PHONE, "+8613800138000"), ("１３８００１３８０００", Kind.PHONE, "+8613800138000"),
        ("S261122-0007T", Kind.NUMBER, "S261122-0007T"), ("s261122 0007 t", Kind.NUMBER, "S261122-0007T"),
        ("c261122-0007", Kind.NUMBER, "C261122-0007"), ("R-2026/001", Kind.CODE, "r2026001"),
        ("张", Kind.HAN, "张"), ("김하", Kind.HANGUL, "김하"), ("ㄱㅎㄱ", Kind.JAMO, "ㄱㅎㄱ"),
        ("kim ha", Kind.LATIN, "kimha"),
        ("李a", Kind.MIXED, "李a"), ("[/]", Kind.MIXED, ""),
    ],
)  # fmt: skip
def test_a_typed_text_is_understood(typed: str, kind: Kind, key: str) -> None:
    asked = query(typed)
    assert (asked.kind, asked.key) == (kind, key)


def test_a_card_may_also_be_digits_and_keeps_them() -> None:
    number = cards.number_of(prefix="61", serial=77, length=12)
    asked = query(f"{number[:4]} {number[4:]}")
    assert (asked.kind, asked.key, asked.digits) == (Kind.CARD, number, number)
    assert Kind.DIGITS in asked.may_be


def test_a_code_is_kept_as_receipts_and_items_are_written() -> None:
    assert query("r-２０２６／001").code == "R-2026/001"

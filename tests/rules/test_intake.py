"""What is taken down of a complaint: each field is read or refused by name, and the words it is found by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deskapp.rules.decisions import No
from deskapp.rules.intake import Sought, read, sought, word_keys
from deskapp.rules.policy import Policies
from deskapp.rules.policy import read as read_policy

_read = read_policy((Path(__file__).parents[2] / "data" / "policy.toml").read_text(encoding="utf-8"))
assert isinstance(_read, Policies)
POLICY = _read.on(date(2026, 11, 22))
NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("phone", "138 0013 8000", "+8613800138000"),
        ("phone", " ", ""),
        ("what", "锅漏水\r\n\x1b[31m第二次", "锅漏水\n第二次"),
        ("subject", "  锅 \n 漏水 ", "锅 漏水"),
        ("receipt", "ａ-1009 ", "A-1009"),
        ("channel", "in_person", "in_person"),
        ("category", "", ""),
        ("happened_at", "2026-11-22 14:30", datetime(2026, 11, 22, 6, 30, tzinfo=UTC)),
        ("happened_at", "2026-11-22T06:30Z", datetime(2026, 11, 22, 6, 30, tzinfo=UTC)),
        ("happened_at", "", None),
    ],
)
def test_a_field_is_kept_as_one_spelling(field: str, typed: str, kept: object) -> None:
    assert read({field: typed}, policy=POLICY, now=NOW) == {field: kept}


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("phone", "123", "phone_bad"), ("channel", "telepathy", "kind_bad"), ("category", "none", "kind_bad"),
        ("severity", "", "kind_bad"), ("department", "moon", "kind_bad"), ("subject", "x" * 81, "too_long"),
        ("happened_at", "yesterday", "moment_bad"), ("happened_at", "2026-11-22 15:01", "future"),
        ("colour", "red", "field_unknown"), ("language", "xx", "kind_bad"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_named(field: str, typed: str, code: str) -> None:
    answer = read({"place": "二楼", field: typed}, policy=POLICY, now=NOW)
    assert isinstance(answer, No)
    assert (answer.code, answer.field) == (code, field)


def test_neighbours_of_a_chinese_or_korean_run_are_keys_and_other_words_whole() -> None:
    assert word_keys("电饭锅漏水") == {"~电饭", "~饭锅", "~锅漏", "~漏水"}
    assert word_keys("환불 Iphone15, 锅") == {"~환불", "~iphone15", "~锅"}
    assert word_keys("") == frozenset()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("漏水", Sought(("~漏水",), False, "漏水")),
        ("锅漏水", Sought(("~锅漏", "~漏水"), False, "锅漏水")),
        ("IPH", Sought(("~iph",), True, "iph")),
        ("锅 ipho", Sought(("~ipho",), True, "锅 ipho")),
        ("锅", None),
        ("?!", None),
        ("", None),
    ],
)
def test_two_characters_are_enough_to_look_for(typed: str, wanted: Sought | None) -> None:
    assert sought(typed) == wanted

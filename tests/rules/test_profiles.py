"""How each field of a member is read from what was typed, and what of it may stand on a screen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deskapp import paths
from deskapp.rules import profiles
from deskapp.rules.decisions import No
from deskapp.rules.policy import Policies, Policy, read
from deskapp.rules.profiles import Profile

TODAY = date(2026, 7, 15)


@pytest.fixture(scope="module")
def policy() -> Policy:
    found = read((paths.data() / "policy.toml").read_text("utf-8"))
    assert isinstance(found, Policies)
    return found.on(TODAY)


def kept(policy: Policy, **typed: Any) -> Profile | No:
    return profiles.read(Profile(**{"name": "张伟民", **typed}), policy=policy, today=TODAY)


def test_what_was_typed_becomes_what_is_kept(policy: Policy) -> None:
    person = kept(
        policy, name="  张 伟民\x1b[31m ", phone="１３８ ００１３ ８０００", birthday="1990年7月5日", id_type="cn.ric",
        id_number="11010519491231002x", notes="一\n二", language="",
    )  # fmt: skip
    assert person == Profile(
        "张 伟民", phone="+8613800138000", birthday="1990-07-05", id_type="cn.ric", id_number="11010519491231002X",
        notes="一\n二", language="zh_Hans",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"name": "\u202e"}, "empty", "name"),
        ({"address": "x" * 201}, "too_long", "address"),
        ({"phone": "138"}, "phone_bad", "phone"),
        ({"birthday": "2027-01-01"}, "birthday_bad", "birthday"),
        ({"id_type": "cn.ric"}, "id_bad", "id_number"),
        ({"id_type": "cn.ric", "id_number": "110105194912310021"}, "id_bad", "id_number"),
        ({"id_type": "?"}, "kind_bad", "id_type"),
        ({"gender": "?"}, "choose_one", "gender"),
        ({"language": "?"}, "language_bad", "language"),
    ],
)
def test_the_first_field_that_does_not_hold_is_named(
    policy: Policy, typed: dict[str, str], code: str, field: str
) -> None:
    answer = kept(policy, **typed)
    assert isinstance(answer, No)
    assert (answer.code, answer.field) == (code, field)


def test_four_fields_are_masked_and_the_others_stand() -> None:
    person = Profile("张伟民", "阿伟", "+8613800138000", "male", "L1990-05-01", "other", "A1234567", "上海市静安区1号")
    seen = profiles.masked(person, "CN")
    assert seen == Profile("张伟民", "阿伟", "138****8000", "male", "****-05-**", "other", "A12***67", "上海市静****")


@pytest.mark.parametrize(
    ("birthday", "day"),
    [("", ""), ("1990-05-12", "05-12"), ("--02-29", "02-29"), ("L1990-08-15", "L08-15"), ("LL1990-06-01", "L06-01")],
)
def test_a_birthday_is_indexed_by_its_day_of_the_year(birthday: str, day: str) -> None:
    assert profiles.birth_day(birthday) == day


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        (date(2026, 2, 28), ("02-28", "02-29")),
        (date(2028, 2, 29), ("02-29",)),
        (date(2026, 9, 25), ("09-25",)),
    ],
)
def test_a_day_may_be_kept_under_more_than_one_key(day: date, keys: tuple[str, ...]) -> None:
    assert profiles.birth_days(day, country="CN", leap_day="02-28", lunar=False) == keys
    moon = profiles.birth_days(date(2026, 9, 25), country="CN", leap_day="02-28")
    assert "L08-15" in moon

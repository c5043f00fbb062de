"""Record numbers: what is written can be read back, and a slip of the finger is caught."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import numbers
from deskapp.rules.numbers import Number

DAY = date(2026, 11, 22)
letters = st.sampled_from(string.ascii_uppercase)
some_numbers = st.builds(
    Number,
    kind=letters,
    counter=letters | st.just(""),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    sequence=st.integers(0, 9_999_999),
)


def test_a_number_says_kind_day_and_sequence() -> None:
    assert numbers.make(kind="C", day=DAY, sequence=7) == "C261122-0007"
    assert numbers.make(kind="C", counter="B", day=DAY, sequence=12345) == "CB261122-12345"


def test_slips_and_tags_carry_a_check_character() -> None:
    assert numbers.make(kind="S", day=DAY, sequence=7) == "S261122-0007T"
    assert len(numbers.make(kind="T", counter="A", day=DAY, sequence=7)) == len("TA261122-0007X")


@given(some_numbers)
def test_every_number_is_read_back_as_it_was_written(number: Number) -> None:
    assert numbers.parse(str(number)) == number
    assert numbers.parse(str(number).lower().replace("-", " ")) == number


@given(some_numbers, st.data())
def test_one_wrong_character_on_a_slip_is_caught(number: Number, data: st.DataObject) -> None:
    slip = str(Number("S", number.counter, number.day, number.sequence))
    place = data.draw(st.integers(1, len(slip) - 1))
    other = data.draw(st.sampled_from(string.ascii_uppercase + string.digits))
    if slip[place] not in ("-", other):
        assert not numbers.valid(slip[:place] + other + slip[place + 1 :])


def test_nearly_all_swapped_neighbours_on_a_slip_are_caught() -> None:
    swaps = caught = 0
    for sequence in range(1, 2000, 7):
        slip = numbers.make(kind="S", day=DAY, sequence=sequence).replace("-", "")
        for place in range(1, len(slip) - 1):
            swapped = slip[:place] + slip[place + 1] + slip[place] + slip[place + 2 :]
            swaps += swapped != slip
            caught += swapped != slip and not numbers.valid(swapped)
    assert caught >= 0.97 * swaps


@pytest.mark.parametrize(
    "typed",
    ["", "S", "C", "C261122", "C269922-0001", "261122-0007", "C261122-0007X", "S261122-0007", "伟", "13800138000", "-"],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert numbers.parse(typed) is None


@given(st.text(max_size=30))
def test_any_text_may_be_asked_for(typed: str) -> None:
    number = numbers.parse(typed)
    assert number is None or numbers.parse(str(number)) == number

"""Card numbers, and which cards the desk honours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import cards
from deskapp.rules.cards import CardState
from deskapp.rules.decisions import No
from deskapp.rules.policy_model import CardPolicy

NAME = {"en": "x"}
POLICY = CardPolicy.model_validate(
    {
        "classes": [
            {"code": "member", "name": NAME, "prefix": "61", "fee": 200},
            {"code": "gold", "name": NAME, "prefix": "68", "fee": 0},
        ],
        "reissue_fee": 5,
    }
)
serials = st.integers(0, 10**9 - 1)


@given(serials)
def test_a_completed_number_is_valid_and_tells_its_class(serial: int) -> None:
    number = cards.number_of(prefix="61", serial=serial, length=12)
    assert len(number) == 12
    assert cards.valid(number)
    kind = cards.class_of(number, POLICY)
    assert kind is not None
    assert (kind.code, kind.fee) == ("member", 20000)
    assert cards.read(f" {number[:4]}-{number[4:8]} {number[8:]} ", policy=POLICY) == number


@given(serials, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_caught(serial: int, place: int, more: int) -> None:
    number = cards.number_of(prefix="61", serial=serial, length=12)
    wrong = str((int(number[place]) + more) % 10)
    assert not cards.valid(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("typed", ["", "x", "61", "610000000000", "１", "990000000000000", "6100000000011"])
def test_what_is_no_card_number_is_refused(typed: str) -> None:
    refused = cards.read(typed, policy=POLICY)
    assert isinstance(refused, No)
    assert refused.code == "card_number_bad"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (None, "card_unknown"), ("blank", "card_blank"), ("lost", "card_lost"), ("replaced", "card_replaced"),
        ("recovered", "card_recovered"), ("expired", "card_expired"), ("active", None),
    ],
)  # fmt: skip
def test_only_an_active_card_is_honoured(state: str | None, code: str | None) -> None:
    refused = cards.may_honour(card="61", state=state, replaced_by="62")
    assert (refused.code if refused else None) == code
    if code in ("card_lost", "card_replaced"):
        assert refused is not None
        assert refused.figures["replaced_by"] == "62"


@pytest.mark.parametrize("state", [None, *CardState])
def test_only_a_blank_card_is_activated(state: CardState | None) -> None:
    assert (cards.may_activate(card="61", state=state) is None) is (state is CardState.BLANK)


def test_a_lost_card_is_replaced_once() -> None:
    assert cards.may_reissue(card="61", state="active", replaced_by=None) is None
    assert cards.may_reissue(card="61", state="lost", replaced_by=None) is None
    refused = cards.may_reissue(card="61", state="replaced", replaced_by="62")
    assert refused is not None
    assert refused.code == "card_replaced"

"""Member cards: their check digit, their class by prefix, and which of them the desk honours.

A number works the moment it is activated and never after it is lost or replaced.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from stdnum import luhn

from deskapp.rules.decisions import No, no
from deskapp.rules.text import code

if TYPE_CHECKING:
    from deskapp.rules.policy_model import CardClass, CardPolicy


class CardState(StrEnum):
    """Where a card stands in its life."""

    BLANK = "blank"
    ACTIVE = "active"
    LOST = "lost"
    REPLACED = "replaced"
    RECOVERED = "recovered"
    EXPIRED = "expired"


def complete(prefix_and_serial: str) -> str:
    """The card number: prefix and serial with their check digit (Luhn) behind."""
    return prefix_and_serial + str(luhn.calc_check_digit(prefix_and_serial))


def number_of(*, prefix: str, serial: int, length: int) -> str:
    """The card number of a class's prefix and a serial; `length` counts all digits with the check digit."""
    return complete(prefix + str(serial).rjust(length - len(prefix) - 1, "0"))


def valid(number: str) -> bool:
    """Whether the check digit holds. Says nothing about whether the card was ever made."""
    return number.isascii() and number.isdigit() and len(number) > 1 and bool(luhn.is_valid(number))


def class_of(number: str, policy: CardPolicy) -> CardClass | None:
    """The class whose prefix the number carries, or None."""
    return next((kind for kind in policy.classes if number.startswith(kind.prefix)), None)


def read(text: str, *, policy: CardPolicy, field: str = "card") -> str | No:
    """A card number as it was typed or scanned, any width, with spaces or hyphens; else `card_number_bad`."""
    number = code(text).replace("-", "")
    if len(number) == policy.length and valid(number) and class_of(number, policy):
        return number
    return no("card_number_bad", field=field, length=policy.length)


def may_honour(*, card: str, state: CardState | str | None, replaced_by: str | None, field: str = "card") -> No | None:
    """Whether the desk takes this card. `state` is None for a number nobody made."""
    if state is None:
        return no("card_unknown", field=field, card=card)
    if state == CardState.ACTIVE:
        return None
    if state == CardState.BLANK:
        return no("card_blank", field=field, card=card)
    return no(f"card_{CardState(state).value}", field=field, matters=True, card=card, replaced_by=replaced_by)


def may_activate(*, card: str, state: CardState | str | None, field: str = "card") -> No | None:
    """Only a blank card is activated; a number that was ever used stays what it is."""
    if state is None:
        return no("card_unknown", field=field, card=card)
    if state == CardState.BLANK:
        return None
    return no("card_in_use", field=field, matters=True, card=card, state=CardState(state).value)


def may_reissue(*, card: str, state: CardState | str | None, replaced_by: str | None) -> No | None:
    """A card is replaced while it is active, or lost and not yet replaced."""
    if state == CardState.LOST and replaced_by is None:
        return None
    return may_honour(card=card, state=state, replaced_by=replaced_by)

"""Says what a card is and what it costs, before anything is posted."""

from __future__ import annotations

from typing import Any

from deskapp import words
from deskapp.i18n import _
from deskapp.rules.decisions import No, no
from deskapp.screens.person import named


def class_of(terms: Any, card: str) -> Any:
    """The class whose beginning a card number has, or None."""
    return next((each for each in terms.classes if card.startswith(each.prefix)), None)


def fee_words(terms: Any, card: str, taken: bool) -> str | No:
    """The class of a new card and its fee: taken, to be taken, or none. A No for a card that is not given out here."""
    kind = class_of(terms, card)
    if kind is None:
        return no("class_unknown", field="card", card=card[:12])
    name = named(kind.names, kind.code)
    return _("{kind}: {fee}", kind=name, fee=money_words(kind.fee_money, taken))


def money_words(fee: int, taken: bool) -> str:
    """What becomes of a fee."""
    if not fee:
        return _("no fee.")
    if taken:
        return _("the fee of {fee} goes into the drawer.", fee=words.amount(fee))
    return _("the fee is {fee}; nothing is booked unless it is taken (y).", fee=words.amount(fee))

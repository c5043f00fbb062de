"""What a card costs and how its number looks, so that the desk can say so before anything is posted."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.store.posting import Look
from deskapp.store.registry import reading


@dataclass(frozen=True)
class ClassTerms:
    """One class of cards: its names by language, how its numbers begin, and its fee in minor units."""

    code: str
    names: dict[str, str]
    prefix: str
    fee_money: int


@dataclass(frozen=True)
class CardTerms:
    """Every class of cards, how many digits a card has, and what a new one for a lost or damaged one costs."""

    classes: list[ClassTerms]
    length: int
    reissue_fee_money: int


@reading("cards.terms")
def terms(look: Look) -> CardTerms:
    """The classes of cards with their fees, by the rules of today."""
    cards = look.policy.cards
    classes = [
        ClassTerms(each.code, {str(lang): name for lang, name in each.name.items()}, each.prefix, each.fee)
        for each in cards.classes
    ]
    return CardTerms(classes, cards.length, cards.reissue_fee)

"""Cash by denominations, as forms ask for it: a line for each note and coin of the house, how many of it there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from deskapp import words
from deskapp.i18n import N_
from deskapp.rules import money
from deskapp.rules.decisions import No, no
from deskapp.screens.fields import Field

if TYPE_CHECKING:
    from deskapp.screens.formrow import FormRow

SUM = "cash"
"""The one field of a house that names no denominations."""


def fields(denominations: Sequence[int]) -> list[Field]:
    """One field for each note and coin; where the house names none, one for the sum."""
    if not denominations:
        return [Field(SUM, N_("Cash"), "money", required=True)]
    return [Field(name_of(worth), words.amount(worth), "number", limit=6) for worth in denominations]


def name_of(worth: int) -> str:
    """The field of a note or coin."""
    return f"{SUM}-{worth}"


def pieces(rows: Iterable[FormRow]) -> dict[str, int] | None:
    """What was typed, as the store takes it; None when nothing was typed, which is not the same as nothing there."""
    typed = dict(_typed(rows))
    return {plain(worth): n for worth, n in typed.items() if n} if typed else None


def total(rows: Iterable[FormRow]) -> int:
    """What the pieces are worth together."""
    return sum(worth * n for worth, n in _typed(rows))


def uncounted(rows: Sequence[FormRow]) -> No | None:
    """Nothing was counted: an empty drawer is counted with a nought."""
    asked = [row for row in rows if row.field.name.startswith(SUM)]
    return no("empty", field=asked[0].field.name) if asked and pieces(asked) is None else None


def _typed(rows: Iterable[FormRow]) -> Iterator[tuple[int, int]]:
    """The worth of each note or coin that something was typed for, and how many there are."""
    for row in rows:
        if row.entry.value and isinstance(row.value, int):
            if row.field.name == SUM and row.value:
                yield row.value, 1
            elif row.field.name == SUM:
                yield 1, 0
            elif row.field.name.startswith(f"{SUM}-"):
                yield int(row.field.name.removeprefix(f"{SUM}-")), row.value


def plain(minor: int) -> str:
    """An amount as the store reads it."""
    return money.plain(minor, exponent=words.house().exponent)

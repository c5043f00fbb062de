"""The short numbers people read aloud: `C261122-0007`, and on paper that comes back, a check character.

Kind letter, counter letter if the store has more than one, business date, sequence within the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum.iso7064 import mod_37_36

from deskapp.rules.text import code

CHECKED: Final = frozenset("ST")
"""Kinds that are typed back from paper: slips and tags."""

_FORM = re.compile(r"([A-Z])([A-Z]?)(\d{6})-?(\d{4,7})([0-9A-Z]?)")


@dataclass(frozen=True)
class Number:
    """A record's number, taken apart. `counter` is empty where the store has one counter only."""

    kind: str
    counter: str
    day: date
    sequence: int

    def __str__(self) -> str:
        body = f"{self.kind}{self.counter}{self.day:%y%m%d}-{self.sequence:04d}"
        return body + check_character(body) if self.kind in CHECKED else body


def check_character(body: str) -> str:
    """ISO 7064 mod 37,36 over letters and digits: catches each wrong character and nearly all swaps of two."""
    return mod_37_36.calc_check_digit(body.replace("-", ""))


def make(*, kind: str, day: date, sequence: int, counter: str = "") -> str:
    """The number as written: `make(kind="C", day=date(2026, 11, 22), sequence=7)` is `C261122-0007`."""
    return str(Number(kind, counter, day, sequence))


def parse(text: str) -> Number | None:
    """A number as people type it: any case or width, hyphen or not. None if it is none, or its check fails."""
    typed = code(text)
    if typed[:1] in CHECKED:
        typed, check = typed[:-1], typed[-1:]
        if not typed.replace("-", "").isalnum() or not typed.isascii() or check != check_character(typed):
            return None
    found = _FORM.fullmatch(typed)
    if not found or found[5]:
        return None
    year, month, day = int(found[3][:2]) + 2000, int(found[3][2:4]), int(found[3][4:])
    try:
        return Number(found[1], found[2], date(year, month, day), int(found[4]))
    except ValueError:
        return None


def valid(text: str) -> bool:
    """Whether it is a number this desk could have written."""
    return parse(text) is not None

"""The shape of the rules for shifts and their handover: kinds with segments, what is counted, what blocks."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from deskapp.rules.decisions import Role
from deskapp.rules.money import DENOMINATIONS
from deskapp.rules.policy_terms import Code, Money, Names, Ruled, Subject

Gate = Literal["block", "carry"]
Counted = Literal["cash", "card", "numbered", "item"]
_TIME = r"(\d\d?):(\d\d)"


def _time(text: str) -> time | None:
    found = re.fullmatch(_TIME, text)
    if not found:
        return None
    return time(0) if found.groups() == ("24", "00") else time(int(found[1]), int(found[2]))


class Segment(Subject):
    """A stretch of a shift: `08:30-17:00`, `open-12:00`, `12:30-close`. No start is opening, no end is closing time."""

    start: time | None = None
    end: time | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = re.fullmatch(rf"\s*({_TIME}|open)\s*[-–]\s*({_TIME}|close)\s*", value)
        if not found:
            raise ValueError('a segment is written like "08:30-17:00", "open-12:00" or "12:30-close"')
        try:
            return {"start": _time(found[1]), "end": _time(found[4])}
        except ValueError:
            raise ValueError(f"there is no such time of day: {value}") from None


class ShiftKind(Subject):
    """A kind of shift. Kinds may overlap each other, and one kind may be split in two."""

    code: Code
    name: Names
    segments: Annotated[list[Segment], Field(min_length=1)]


class NumberedThing(Subject):
    """What is handed over by number and piece: an invoice book, a pad of vouchers."""

    code: Code
    name: Names


class Gates(Subject):
    """Whether a handover waits until nothing of a kind is open, or carries it on to the next shift."""

    complaint: Gate = "carry"
    callback: Gate = "carry"
    slip: Gate = "carry"
    draft: Gate = "carry"
    parked: Gate = "carry"
    note: Gate = "carry"

    def blocks(self, kind: str) -> bool:
        """Whether what is open of this kind keeps a shift from being handed over."""
        return bool(getattr(self, kind) == "block")


class ShiftPolicy(Ruled):
    required: bool = False
    counted: list[Counted] = ["cash", "card", "numbered", "item"]
    denominations: list[Annotated[Money, Field(gt=0)]] = []
    variance_limit: Annotated[Money, Field(ge=0)] = 0
    pieces_limit: Annotated[int, Field(ge=0)] = 0
    variance_approver: Role = Role.SUPERVISOR
    correction_approver: Role | None = Role.SUPERVISOR
    close_approver: Role = Role.SUPERVISOR
    own_approver: Role = Role.LEAD
    gates: Gates = Gates()
    kinds: list[ShiftKind] = []
    numbered: list[NumberedThing] = []

    def notes_and_coins(self, currency: str) -> tuple[int, ...]:
        """What cash is counted by, largest first, in minor units; none where any denomination is taken."""
        return tuple(self.denominations) or DENOMINATIONS.get(currency, ())

    def kind(self, code: str) -> ShiftKind | None:
        """The kind of this code."""
        return next((one for one in self.kinds if one.code == code), None)

    @field_validator("denominations")
    @classmethod
    def _once(cls, value: list[int]) -> list[int]:
        if len(set(value)) != len(value):
            raise ValueError("a denomination stands twice")
        return sorted(value, reverse=True)

    @field_validator("kinds", "numbered")
    @classmethod
    def _apart(cls, value: list[ShiftKind] | list[NumberedThing]) -> list[ShiftKind] | list[NumberedThing]:
        codes = [one.code for one in value]
        if twice := next((code for code in codes if codes.count(code) > 1), None):
            raise ValueError(f"{twice} stands twice")
        return value

"""The terms in which the house rules are written: amounts, hours, names in each language, codes, and one table of them.

Every part of the policy's shape is built of these; unknown keys are refused, so that a misspelt rule is never silently
without effect.
"""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from deskapp.rules.decisions import No
from deskapp.rules.money import in_minor


def _money(value: object, info: ValidationInfo) -> object:
    digits: int = (info.context or {}).get("exponent", 2)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError('an amount is written like 200.00 or "200.00"')
    if isinstance(value, str) and not re.fullmatch(r"\d+(\.\d+)?", value):
        raise ValueError('an amount is written like 200.00 or "200.00"')
    minor = in_minor(Decimal(value), exponent=digits)
    if isinstance(minor, No):
        raise ValueError(f"this currency has {digits} digits after the point")
    return minor


def _span(value: object) -> object:
    found = re.fullmatch(r"\s*(\d\d?):(\d\d)\s*[-–]\s*(\d\d?):(\d\d)\s*", value) if isinstance(value, str) else None
    if not found:
        raise ValueError('hours are written like "09:00-21:30"')
    hours = [int(part) for part in found.groups()]
    if hours[2:] == [24, 0]:
        hours[2] = 0
    try:
        return time(hours[0], hours[1]), time(hours[2], hours[3])
    except ValueError:
        raise ValueError(f"there is no such time of day: {value}") from None


Money = Annotated[int, BeforeValidator(_money)]
Price = Annotated[Money, Field(ge=0)]
Span = Annotated[tuple[time, time], BeforeValidator(_span)]
Names = dict[Literal["en", "zh_Hans", "zh_Hant", "ko"], str]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Subject(BaseModel):
    """One table of the policy. Unknown keys are refused, so that a misspelt rule is never silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Ruled(Subject):
    """A table whose rules may refuse: `clause` is the house's own wording, and is said with the refusal."""

    clause: str = ""

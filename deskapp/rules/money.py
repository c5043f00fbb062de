"""How the desk reads and writes money: whole minor units, never a float.

The currency says how many digits follow the point: 9.90 yuan is 990, 9,900 won is 9900.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from deskapp.rules.decisions import No, no
from deskapp.rules.text import code

EXPONENTS: Final = {
    "CNY": 2, "TWD": 2, "HKD": 2, "MOP": 2, "USD": 2, "EUR": 2, "GBP": 2, "SGD": 2, "MYR": 2, "THB": 2, "KRW": 0,
    "JPY": 0, "VND": 0,
}  # fmt: skip
MOST: Final = 10**12
"""No single amount at a counter is larger than this, in minor units; a bigger one is a scanned barcode."""

DENOMINATIONS: Final = {
    "CNY": (10_000, 5000, 2000, 1000, 500, 100, 50, 10),
    "TWD": (200_000, 100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 100),
    "HKD": (100_000, 50_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10),
    "MOP": (100_000, 50_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10),
    "KRW": (50_000, 10_000, 5000, 1000, 500, 100, 50, 10),
}
"""Notes and coins in use, largest first, in minor units; of other currencies any is taken."""

_AMOUNT = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?")


def exponent(currency: str) -> int:
    """Digits after the point of a currency (ISO 4217 code)."""
    return EXPONENTS.get(currency, 2)


def parse(text: str, *, exponent: int, field: str = "amount") -> int | No:
    """What was typed, in minor units: `9.9`, `1,200.00`, `¥ 25`, full-width digits. Else `amount_bad`."""
    typed = code(text).strip("¥$€£₩元圆圓원RMB")
    if len(typed) > 24 or not re.search(r"\d", typed) or not _AMOUNT.fullmatch(typed):
        return no("amount_bad", field=field)
    return in_minor(Decimal(typed.replace(",", "")), exponent=exponent, field=field)


def in_minor(amount: Decimal | int, *, exponent: int, field: str = "amount") -> int | No:
    """A decimal amount in minor units, refused when it has more digits than the currency."""
    scaled = Decimal(amount).scaleb(exponent)
    if scaled != scaled.to_integral_value() or abs(scaled) > MOST:
        return no("amount_bad", field=field)
    return int(scaled)


def plain(amount: int, *, exponent: int) -> str:
    """The amount as digits with a point: 990 → `9.90`; grouping and signs are the language's affair."""
    sign, figure = ("-" if amount < 0 else ""), str(abs(amount)).rjust(exponent + 1, "0")
    return f"{sign}{figure[:-exponent]}.{figure[-exponent:]}" if exponent else f"{sign}{figure}"

"""What the barcode of a till's receipt tells: number, and where the policy's pattern has them till, date and amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from deskapp.rules.text import MAX, code

if TYPE_CHECKING:
    from deskapp.rules.policy_model import ReceiptPolicy


@dataclass(frozen=True)
class Scanned:
    """A receipt as its barcode has it: `amount` in minor units, what the barcode does not tell is empty or None."""

    number: str
    till: str = ""
    day: date | None = None
    amount: int | None = None


def scanned(text: str, policy: ReceiptPolicy) -> Scanned | None:
    """The receipt whose barcode this is, or None if the till prints none or it is another."""
    typed = code(text)
    if not policy.barcode or len(typed) > MAX["barcode"]:
        return None
    found = re.fullmatch(policy.barcode, typed)
    if found is None:
        return None
    told = {name: value or "" for name, value in found.groupdict().items()}
    try:
        day = _day(told.get("date", ""))
        amount = int(told["amount"]) if told.get("amount") else None
    except ValueError:
        return None
    return Scanned(told["number"], told.get("till", ""), day, amount) if told["number"] else None


def _day(digits: str) -> date | None:
    if not digits:
        return None
    full = digits if len(digits) == 8 else f"20{digits}"
    return date(int(full[:4]), int(full[4:6]), int(full[6:]))

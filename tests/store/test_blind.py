"""Whoever counts asks the store everything it answers: before the count nothing tells what should be there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deskapp.rules.decisions import Role
from deskapp.rules.journal import canonical
from deskapp.store import gifts, registry
from tests.store.conftest import PEOPLE, Counter
from tests.store.shift_kit import counted, drawer, good, opened

TODAY = date(2026, 7, 15)
ABOUT_A_RECORD = {
    "callbacks.appointment", "callbacks.sheet", "callbacks.show", "calls.show", "clock.due", "complaints.evidence",
    "complaints.preview", "complaints.show", "feedback.show", "knowledge.show", "members.twins", "points.preview",
    "points.preview_adjust", "receipts.show", "slips.show",
}  # fmt: skip
"""Readings of one case, call, slip or receipt: none has a drawer or a shelf in it."""
MONEY, NET, GIFTS = "52391", "42391", "7356"
"""What the drawer holds: 100.00, a fee of 431.01, 9.90 for a gift, less 17.00; what came in; the gifts on the desk."""


def asked(counter: Counter, staff: str, shift: str, card: str) -> dict[str, str]:
    """What this person is answered by each reading that can be asked without the number of another record."""
    known: dict[str, Any] = {"shift": shift, "card": card, "item": "G001", "code": "G001", "text": "G001", "entry": 6}
    known |= {"start": TODAY, "end": TODAY, "quantity": 1}
    answers = {}
    for name, reading in registry.READINGS.items():
        if name not in ABOUT_A_RECORD and reading.may(Role(PEOPLE[staff][1])):
            wanted = [one.name for one in reading.signature.parameters.values() if one.default is one.empty]
            answers[name] = canonical(reading(counter.at(staff), **{each: known[each] for each in wanted}))
    return answers


@pytest.mark.parametrize("staff", ["1001", "2001", "3001", "4001"])
def test_no_reading_tells_what_should_be_there_before_it_is_counted(staff: str, counter: Counter) -> None:
    registry.load()
    card = counter.member()
    counter.gift("G001", price=10, on_desk=7357, cash=990)
    counter.points(card, 1000)
    shift = opened(counter)
    good(drawer.cash(counter.act(), way="fee", amount=43_101, reason="x"))
    good(gifts.redeem(counter.act(), card=card, item="G001"))
    good(drawer.cash(counter.act(), way="pay_out", amount=1700, reason="x"))
    blind = (MONEY, NET, GIFTS) if staff in ("1001", "2001") else (MONEY, NET)  # those who lead keep the stock
    before = asked(counter, staff, shift, card)
    assert len(before) > 30
    assert {(name, figure) for name, said in before.items() for figure in blind if figure in said} == set()
    counted(counter, {"100": 1})
    after = asked(counter, staff, shift, card)
    assert {name for name, said in after.items() if MONEY in said} >= {
        "handover.show",
        "ledger.balances",
        "shifts.show",
    }

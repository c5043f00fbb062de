"""A shift in tests: opened with a float, counted, explained and handed over in a line."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from deskapp.rules.decisions import No
from deskapp.store import adoption, drawer, handover, shift_counts, shifts
from deskapp.store.desk import Approval
from tests.store.conftest import PIN, Counter

SHIPPED = Path(__file__).parents[2] / "data" / "policy.toml"
T = TypeVar("T")


def good(answer: T | No) -> T:
    assert not isinstance(answer, No), answer
    return answer


def code(answer: object) -> str:
    assert isinstance(answer, No), answer
    return answer.code


def figures(answer: object) -> dict[str, Any]:
    assert isinstance(answer, No), answer
    return dict(answer.figures)


def adopted(counter: Counter, **changed: str) -> None:
    """Put the shipped policy in force with other values in [rules.shifts] and its gates."""
    text = SHIPPED.read_text("utf-8")
    head, mark, shifts_part = text.partition("[rules.shifts]")
    for key, value in changed.items():
        shifts_part, count = re.subn(rf"^{key} = .*$", f"{key} = {value}", shifts_part, count=1, flags=re.MULTILINE)
        assert count == 1, key
    good(adoption.adopt(counter.act("4001"), text=head + mark + shifts_part))


def at(counter: Counter, text: str) -> datetime:
    """Set the clock by the store's wall: `2026-07-15 01:30`."""
    zone = counter.store.policies.versions[0].calendar.zone
    counter.clock.set(datetime.fromisoformat(text).replace(tzinfo=zone))
    return counter.clock.now()


def opened(
    counter: Counter, staff: str = "1001", cash: dict[str, int] | None = None, desk: str = "A", **given: Any
) -> str:
    act = counter.act(staff, counter=desk)
    return good(shifts.open_shift(act, cash={"100": 1} if cash is None else cash, **given)).shift


def paid(counter: Counter, way: Any, amount: int, staff: str = "1001") -> None:
    good(drawer.cash(counter.act(staff), way=way, amount=amount, reason="停车费"))


def counted(counter: Counter, cash: dict[str, int], staff: str = "1001", desk: str = "A") -> shift_counts.CountSaved:
    return good(shift_counts.count(counter.act(staff, counter=desk), cash=cash)).counts[0]


def prepared(counter: Counter, staff: str = "1001", parked: int = 0, desk: str = "A") -> str:
    return good(handover.prepare(counter.act(staff, counter=desk), parked=parked)).handover


def offered(counter: Counter, staff: str = "1001", cash: dict[str, int] | None = None, desk: str = "A") -> str:
    """Count what there is, and seal without anybody who takes over."""
    counted(counter, {"100": 1} if cash is None else cash, staff, desk)
    number = prepared(counter, staff, desk=desk)
    good(handover.seal(counter.act(staff, counter=desk), handover=number, pin=PIN))
    return number


def handed_over(counter: Counter, giver: str = "1001", taker: str = "1002", desk: str = "A") -> handover.Sealed:
    """Count what there is, and hand over to somebody who stands beside."""
    counted(counter, {"100": 1}, giver, desk)
    number = prepared(counter, giver, desk=desk)
    act = counter.act(giver, counter=desk)
    return good(handover.seal(act, handover=number, pin=PIN, to=taker, to_pin=PIN, next_kind="late"))


def lead(reason: str = "人手不够") -> Approval:
    return Approval("2001", PIN, reason)

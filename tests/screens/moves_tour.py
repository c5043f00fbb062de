"""A complaint in each state for the walk over every screen, and what is typed into the form of each move."""

from __future__ import annotations

from typing import Any

from deskapp.store.complaints import Moved
from tests.screens.shop import Shop
from tests.store import complaint_kit as kit

STATES = (
    "registered", "investigating", "proposing", "awaiting_approval", "awaiting_customer", "implementing",
    "awaiting_feedback", "closed", "withdrawn", "merged",
)  # fmt: skip
MOVES: dict[str, tuple[str, str]] = {
    "judge": ("registered", "y\nf\n+2d\n"),
    "investigate": ("investigating", "d\n-\n"),
    "propose": ("proposing", "e\n50\n同款新锅\n"),
    "approve": ("awaiting_approval", "1\n"),
    "accept": ("awaiting_customer", "r\n"),
    "refer": ("awaiting_customer", "消协\n12315-77\n"),
    "implement": ("implementing", "换货单 88\ny\n"),
    "case_feedback": ("awaiting_feedback", "d\n"),
    "close": ("awaiting_feedback", ""),
    "reopen": ("closed", "又坏了\n"),
    "withdraw": ("registered", ""),
    "restore": ("withdrawn", ""),
    "merge": ("registered", ""),
    "unmerge": ("merged", ""),
    "hold": ("registered", "c\n"),
    "release": ("on_hold", ""),
    "escalate": ("registered", "a\n"),
    "note": ("registered", ""),
    "amend": ("registered", ""),
}
"""The state that the case of each move is in, and what is typed."""


def furnish_cases(shop: Shop) -> dict[str, Moved]:
    """A case in each state, and one that waits."""
    from deskapp.store import marks

    cases = {state: kit.IN_STATE[state](shop.counter) for state in STATES}
    waiting = kit.registered(shop.counter)
    held: Any = marks.hold(shop.counter.act(), **kit.at_hand(waiting), party="customer", reason="等小票")
    return {**cases, "on_hold": held}

"""Asks the business clock when something is due, and why at that instant. (domain 1.6)"""

from __future__ import annotations

from datetime import datetime

from deskapp.rules import due as rules
from deskapp.rules.decisions import No, no
from deskapp.rules.due import Due, Hold
from deskapp.rules.intake import aware
from deskapp.store.posting import Look
from deskapp.store.registry import reading


@reading("clock.due")
def due(look: Look, *, start: datetime, target: str, holds: list[Hold] | None = None) -> Due | No:
    """When a target (`4h` or `90m` of opening, `3d`, `2wd`, `day`) that begins at `start` ends: the instant, and the
    steps that lead to it. Times without a zone are by the store's clock."""
    length = rules.parse(target)
    if isinstance(length, No):
        return length
    held = [_hold(look, hold) for hold in holds or []]
    if backwards := next((hold for hold in held if hold.end is not None and hold.end < hold.start), None):
        return no("span_backwards", field="holds", start=backwards.start, end=backwards.end)
    return rules.due(aware(start, look.policy), length, look.policy.calendar, holds=held, now=look.at)


def _hold(look: Look, hold: Hold) -> Hold:
    return Hold(hold.party, aware(hold.start, look.policy), aware(hold.end, look.policy) if hold.end else None)

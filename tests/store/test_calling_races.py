"""Two clerks press *next* at once, each over a connection of their own: they never dial the same customer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import No
from deskapp.store import claims
from tests.store.callers import PHONES, adopted, at, owed
from tests.store.conftest import Counter

ROUNDS = 500
AFTERNOON, NIGHT = 390, 19 * 60
"""Callable minutes from 14:00 on, and the minutes from then until 9:00 on the next day."""


def pressing(clerk: Counter, staff: str, since: datetime, rounds: int, start: threading.Barrier) -> list[str]:
    """Take the next customer whenever both are ready; a minute later the claims have lapsed. Whom the clerk got."""
    got = []
    for which in range(rounds):
        clerk.clock.set(since + timedelta(minutes=which if which < AFTERNOON else which - AFTERNOON + NIGHT))
        start.wait(60)
        answer = claims.following(clerk.at(staff).act(f"next-{staff}-{which}"))
        got.append(answer.code if isinstance(answer, No) else answer.phone)
    return got


def both(open_counter: Callable[[FrozenClock], Counter], since: datetime, rounds: int) -> list[tuple[str, str]]:
    start = threading.Barrier(2)
    clerks = [(open_counter(FrozenClock(since)), staff) for staff in ("1001", "1002")]
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(pressing, clerk, staff, since, rounds, start) for clerk, staff in clerks]
        return list(zip(*(one.result(240) for one in running), strict=True))


def test_two_clerks_who_press_next_at_once_never_get_the_same_customer(
    counter: Counter, open_counter: Callable[[FrozenClock], Counter]
) -> None:
    adopted(counter, claim_minutes="1")
    for phone in PHONES[:3]:
        owed(counter, phone)
        owed(counter, phone, "promise", latest="2026-07-18 10:00")
    pairs = both(open_counter, at(counter, "14:00"), ROUNDS)
    assert len(pairs) == ROUNDS
    assert [pair for pair in pairs if pair[0] == pair[1] or "queue_empty" in pair] == []
    assert {phone for pair in pairs for phone in pair} <= set(PHONES[:3])


def test_of_two_clerks_after_one_customer_exactly_one_gets_them(
    counter: Counter, open_counter: Callable[[FrozenClock], Counter]
) -> None:
    adopted(counter, claim_minutes="1")
    owed(counter)
    owed(counter, purpose="promise")
    for pair in both(open_counter, at(counter, "14:00"), 25):
        assert sorted(pair) == [PHONES[0], "queue_empty"]

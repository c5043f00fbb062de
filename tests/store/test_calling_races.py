"""Two clerks press *next* at once, as two processes on one store: they never dial the same customer."""

from __future__ import annotations

import multiprocessing

from tests.store.call_racer import race
from tests.store.callers import PHONES, owed
from tests.store.conftest import Counter

ROUNDS = 500


def run(counter: Counter, rounds: int) -> list[tuple[str, str]]:
    """Both clerks at once, round by round; whom each got."""
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    queues = {staff: spawn.Queue() for staff in ("1001", "1002")}
    racers = [
        spawn.Process(target=race, args=(counter.store.url, counter.clock.now(), staff, rounds, start, answers))
        for staff, answers in queues.items()
    ]
    for racer in racers:
        racer.start()
    got = [answers.get(timeout=240) for answers in queues.values()]
    for racer in racers:
        racer.join(30)
        assert racer.exitcode == 0
        racer.close()
    return list(zip(*got, strict=True))


def test_two_clerks_who_press_next_at_once_never_get_the_same_customer(counter: Counter) -> None:
    for phone in PHONES[:3]:
        owed(counter, phone)
        owed(counter, phone, "promise")
    pairs = run(counter, ROUNDS)
    assert len(pairs) == ROUNDS
    assert [pair for pair in pairs if pair[0] == pair[1] or "queue_empty" in pair] == []
    assert {phone for pair in pairs for phone in pair} <= set(PHONES[:3])


def test_of_two_clerks_after_one_customer_exactly_one_gets_them(counter: Counter) -> None:
    owed(counter)
    owed(counter, purpose="promise")
    for pair in run(counter, 50):
        assert sorted(pair) == [PHONES[0], "queue_empty"]

"""A second process at the counter: presses *next* at the same moment as its twin, many times over."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import No, Role
from deskapp.store import claims
from deskapp.store.desk import Desk, Staff, open_store


def race(url: str, at: datetime, staff: str, rounds: int, start: Barrier, answers: Queue[list[str]]) -> None:
    """Take the next customer when both are ready and give them back when both have one; answers with whom it got."""
    store = open_store(url, FrozenClock(at))
    desk = Desk(store, "A" if staff == "1001" else "B", Staff(staff, staff, Role.CLERK))
    got = []
    for which in range(rounds):
        start.wait(60)
        answer = claims.following(desk.act(f"next-{staff}-{which}"))
        got.append(answer.code if isinstance(answer, No) else answer.phone)
        start.wait(60)
        if not isinstance(answer, No):
            claims.let_go(desk.act(f"free-{staff}-{which}"), callback=answer.callback)
    answers.put(got)
    store.engine.dispose()

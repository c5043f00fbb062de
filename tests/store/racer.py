"""A second process at the counter: redeems the same thing at the same moment as its twin, many times over."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import No, Role
from deskapp.store import gifts
from deskapp.store.desk import Desk, Staff, open_store

Attempt = tuple[str, str]
"""A card and an item."""


def race(
    url: str, at: datetime, staff: str, attempts: list[Attempt], start: Barrier, answers: Queue[list[str]]
) -> None:
    """Post each attempt when both are ready; answers with "done" or the code and figures of the refusal."""
    store = open_store(url, FrozenClock(at))
    desk = Desk(store, "A" if staff == "1001" else "B", Staff(staff, staff, Role.CLERK))
    said = []
    for which, (card, item) in enumerate(attempts):
        start.wait(60)
        answer = gifts.redeem(desk.act(f"race-{staff}-{which}"), card=card, item=item)
        said.append(f"{answer.code} {dict(answer.figures)}" if isinstance(answer, No) else "done")
    answers.put(said)
    store.engine.dispose()

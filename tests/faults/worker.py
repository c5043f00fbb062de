"""A counter that posts without a pause until it is killed, and says each receipt only after it was answered."""

from __future__ import annotations

import sys
from datetime import datetime

from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import Role
from deskapp.store import points
from deskapp.store.desk import Desk, Staff, open_store


def main(url: str, card: str, at: str) -> None:
    """Earn on receipt after receipt."""
    store = open_store(url, FrozenClock(datetime.fromisoformat(at)))
    desk = Desk(store, "A", Staff("1001", "陈静", Role.CLERK))
    which = 0
    while True:
        answer = points.earn(desk.act(f"worker-{which}"), card=card, receipt=f"R{which}", amount=1000)
        sys.stdout.write(f"{which} {type(answer).__name__}\n")
        sys.stdout.flush()
        which += 1


if __name__ == "__main__":
    main(*sys.argv[1:])

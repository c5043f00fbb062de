"""A desk to work at: a clerk signed in at counter A of an empty store, with a clock that stands still."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import No, Role
from deskapp.store import engine as engines
from deskapp.store import gifts, items, people, points, stock, subjects  # noqa: F401
from deskapp.store.desk import Act, Approval, Desk, Staff, Store, open_store

MORNING = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
"""10:00 in the store, in the July window of gifts."""

PEOPLE = {
    "1001": ("陈静", Role.CLERK),
    "1002": ("李强", Role.CLERK),
    "2001": ("王芳", Role.LEAD),
    "3001": ("赵敏", Role.SUPERVISOR),
    "4001": ("钱伟", Role.MANAGER),
    "5001": ("孙丽", Role.FINANCE),
    "6001": ("周平", Role.AUDITOR),
}
PIN = "482913"
_HASH = people.hashed(PIN)


def supervisor(reason: str = "顾客远道而来") -> Approval:
    """The supervisor's number, PIN and reason as typed on a form."""
    return Approval("3001", PIN, reason)


@dataclass
class Counter:
    """A desk in tests: `desk` is the clerk's; `at("3001")` is the same counter with somebody else signed in."""

    store: Store
    clock: FrozenClock
    _ops: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def at(self, staff: str = "1001", counter: str = "A") -> Desk:
        name, role = PEOPLE[staff]
        return Desk(self.store, counter, Staff(staff, name, role))

    @property
    def desk(self) -> Desk:
        return self.at()

    def act(self, staff: str = "1001", approval: Approval | None = None, counter: str = "A") -> Act:
        """A fresh attempt by this person."""
        return self.at(staff, counter).act(f"op-{next(self._ops):06}", approval)

    def member(self, name: str = "张伟民", card: str = "", joined: date | None = None, **columns: Any) -> str:
        """Write a member with a card straight into the tables; answers with the card's number."""
        from deskapp.rules.cards import complete
        from deskapp.store.cards import CARD
        from deskapp.store.members import MEMBER

        which = next(self._ops)
        card = card or complete(f"61{which:09}")
        row = {"number": f"M260101-{which:04}", "name": name, "joined": joined or date(2026, 1, 1)}
        with engines.writing(self.store.engine) as conn:
            values = {**row, "last_visit": self.clock.now(), **columns}
            member_id = conn.execute(MEMBER.insert().returning(MEMBER.c.id), values).scalar_one()
            conn.execute(CARD.insert(), {"number": card, "kind": "member", "member_id": member_id, "state": "active"})
        return card

    def points(self, card: str, amount: int) -> None:
        """Give points by hand."""
        answer = points.adjust(self.act(approval=supervisor()), card=card, points=amount, reason="期初")
        assert not isinstance(answer, No), answer

    def gift(self, item: str = "G001", price: int = 60, on_desk: int = 10, **more: Any) -> str:
        """Put a gift on the list and some on the desk."""
        put = items.put(self.act("3001"), code=item, names={"zh_Hans": "保温杯"}, prices={"": price}, **more)
        assert not isinstance(put, No), put
        if on_desk:
            answer = stock.receive(self.act(), item=item, quantity=on_desk, place="desk")
            assert not isinstance(answer, No), answer
        return item


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(MORNING)


@pytest.fixture
def open_counter(store_url: str) -> Iterator[Callable[[FrozenClock], Counter]]:
    """Opens the store of this test as one more process would; closed when the test ends."""
    opened: list[Store] = []

    def opener(clock: FrozenClock) -> Counter:
        store = open_store(store_url, clock)
        opened.append(store)
        return Counter(store, clock)

    yield opener
    for store in opened:
        store.engine.dispose()


@pytest.fixture
def counter(open_counter: Callable[[FrozenClock], Counter], clock: FrozenClock) -> Counter:
    """Counter A of a store with one person of each role, all with the same PIN."""
    made = open_counter(clock)
    with engines.writing(made.store.engine) as conn:
        for number, (name, role) in PEOPLE.items():
            people.put(conn, Staff(number, name, role), PIN, pin_hash=_HASH)
    return made


@pytest.fixture
def desk(counter: Counter) -> Desk:
    return counter.desk

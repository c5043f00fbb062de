"""A small real store for the screens: a clerk, a colleague, a lead and a supervisor; a member; gifts on the desk."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual.pilot import Pilot

from deskapp.app import DeskApp
from deskapp.rules.clock import FrozenClock
from deskapp.store import engine as engines
from deskapp.store import people
from deskapp.store.desk import Staff, open_store
from tests.screens.kit import desk, settled
from tests.store.conftest import _HASH, PEOPLE, PIN, Counter

JULY = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
"""10:00 in the store, in the July window of gifts."""
HOSTILE = (
    "Lee[/]",
    "[A3]",
    "[@click=app.quit]x[/]",
    "=cmd()",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202egnp.exe\u2066x\u2069",
    "x" * 10_000,
)


MEMBER = SimpleNamespace(
    name="张伟民", number="M260101-0001", phone="138****5678", card="610000000018", tier="gold", points=320,
    language="zh_Hans", flags=(), tier_names={"zh_Hans": "金卡", "en": "Gold", "ko": "골드", "zh_Hant": "金卡"},
)  # fmt: skip
"""A member as `members.show` tells of them, for screens without a store."""


class Shop:
    """The store of one test, and the same store as the screens open it."""

    def __init__(self, counter: Counter, url: str) -> None:
        self.counter, self.url = counter, url
        self.card = counter.member("张伟民", phone="+8613812345678")
        counter.points(self.card, 200)
        counter.gift("G001", price=60, on_desk=5, barcode="6901234500016")
        counter.gift("G002", price=900, on_desk=2)

    @asynccontextmanager
    async def desk(self, **how: Any) -> AsyncIterator[tuple[DeskApp, Pilot[None]]]:
        """The desk with the clerk signed in."""
        given = {"staff": "1001", "pin": PIN, "url": self.url, "clock": self.counter.clock, **how}
        async with desk(**given) as (app, pilot):
            yield app, pilot


@pytest.fixture
def shop(sqlite_template: Path, tmp_path: Path) -> Iterator[Shop]:
    """A store in a file of its own."""
    file = tmp_path / "desk.sqlite"
    with closing(sqlite3.connect(sqlite_template)) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
    url = f"sqlite:///{file}"
    store = open_store(url, FrozenClock(JULY))
    with engines.writing(store.engine) as conn:
        for number, (name, role) in PEOPLE.items():
            people.put(conn, Staff(number, name, role), PIN, pin_hash=_HASH)
    yield Shop(Counter(store, store.clock), url)  # type: ignore[arg-type]
    store.engine.dispose()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press these keys and wait for what they do."""
    await pilot.press(*keys)
    await settled(pilot)

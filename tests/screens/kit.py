"""A desk on a screen for tests: a store made of plain functions, or a real one, and a pilot who is signed in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from time import monotonic
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from deskapp.app import DeskApp
from deskapp.looks import Looks
from deskapp.rules.decisions import No, no
from deskapp.screens.doors import Doors, House, Signature

NOON = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)
NAMES = {"en": "Wanlian", "zh_Hans": "万联百货", "zh_Hant": "萬聯百貨", "ko": "완롄백화점"}
PIN = "260417"


def nothing(**_given: Any) -> list[Any]:
    return []


@dataclass
class FakeDoors:
    """A store made of functions: `readings` and `operations` by name; `asked` is what was posted, in order."""

    readings: dict[str, Callable[..., Any]] = field(default_factory=dict)
    operations: dict[str, Callable[..., Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, Signature | None, dict[str, Any]]] = field(default_factory=list)
    opening: threading.Event = field(default_factory=threading.Event)
    """Cleared: the store stays shut until it is set."""
    at: datetime = NOON
    closed: bool = False
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Unfinished work as it was last put down, by its key."""

    def __post_init__(self) -> None:
        self.opening.set()
        usual = dict.fromkeys(("journal.mine", "omnibox.find", "home.due"), nothing)
        self.readings = {**usual, "shifts.current": lambda: None, **self.readings}

    def open(self) -> House:
        self.opening.wait(60)
        return House(NAMES, {"": "Desk A"}, "CNY", ZoneInfo("Asia/Shanghai"), idle_minutes=5)

    def close(self) -> None:
        self.closed = True

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def sign_in(self, number: str, pin: str) -> Any | No:
        if number not in ("1001", "1002"):
            return no("staff_unknown", field="number", staff=number)
        if pin != PIN:
            return no("pin_wrong", field="pin", left=4, staff=number)
        return SimpleNamespace(staff=SimpleNamespace(number=number, name="陈静", role="clerk", language="zh_Hans"))

    def ask(self, desk: Any, operation: Any, op: str, by: Signature | None, given: Mapping[str, Any]) -> Any:
        self.asked.append((operation, op, by, dict(given)))
        return self.operations[operation](**given)

    def read(self, desk: Any, reading: Any, given: Mapping[str, Any]) -> Any:
        return self.readings[reading](**given)

    def keep(self, desk: Any, run: str, draft: Mapping[str, Any]) -> No | None:
        if (before := self.drafts.get(draft["work"])) and before["run"] != run:
            return no("work_elsewhere", who=draft["who"])
        self.drafts[draft["work"]] = dict(draft, staff=desk.staff.number, run=run)
        return None

    def drop(self, desk: Any, run: str, work: str) -> None:
        if work in self.drafts and self.drafts[work]["run"] == run:
            del self.drafts[work]

    def take_up(self, desk: Any, run: str) -> list[Any]:
        mine = [one for one in self.drafts.values() if one["staff"] == desk.staff.number and one["run"] != run]
        for draft in mine:
            draft["run"] = run
        return [SimpleNamespace(**{**draft, "parked_at": draft["parked_at"] or self.at}) for draft in mine]

    def take_over(self, desk: Any, run: str, work: str) -> Any | No:
        return no("work_over")


@asynccontextmanager
async def door(
    doors: Doors | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    language: str = "en",
    theme: str = "desk-dark",
    url: str = "",
    clock: Any = None,
    scanner: Mapping[str, object] | None = None,
) -> AsyncIterator[tuple[DeskApp, Pilot[None]]]:
    """The program as it starts: nobody is signed in. With `url` and `clock` the store is a real one."""
    made = doors or (None if url else FakeDoors())
    app = DeskApp(url, doors=made, given=Looks(language=language, theme=theme, scanner=scanner or {}), clock=clock)
    async with app.run_test(size=size) as pilot:
        yield app, pilot


@asynccontextmanager
async def desk(
    doors: Doors | None = None, *, staff: str = "1001", pin: str = PIN, **how: Any
) -> AsyncIterator[tuple[DeskApp, Pilot[None]]]:
    """The desk with this person signed in, at home."""
    async with door(doors, **how) as (app, pilot):
        await app.opened.wait()
        app.signed_in(await app.sign_in(staff, pin))
        await settled(pilot)
        yield app, pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until every key is taken in and every reading and posting is done and painted."""
    quiet, deadline = 0, monotonic() + 60
    while quiet < 2 and monotonic() < deadline:
        taken_in = asyncio.Event()
        if pilot.app.call_later(taken_in.set):
            await taken_in.wait()
        await pilot.pause()
        quiet = 0 if any(not worker.is_finished for worker in pilot.app.workers) else quiet + 1
        await asyncio.sleep(0.005)


F2 = "\uf002"
"""The key F2 among what a scanner types."""
_read = 0.0
"""When the last key was read that was sent without waiting."""


def key(char: str, at: float) -> events.Key:
    """This key as a terminal reads it at this time: a newline is Enter, a tab is Tab, STX is Ctrl+B."""
    name = {"\n": "enter", "\t": "tab", "\x02": "ctrl+b", F2: "f2"}.get(char)
    event = events.Key(name or _character_to_key(char), None if name else char)
    event.time = at
    return event


async def types(pilot: Pilot[None], text: str, *, each: float = 0.09) -> None:
    """Type this as a person does, by the time stamps of the keys, but without waiting for anything."""
    global _read
    _read = max(monotonic(), _read + 1.0)
    for char in text:
        pilot.app.post_message(key(char, _read))
        _read += each
    await settled(pilot)


async def scans(pilot: Pilot[None], text: str, *, each: float = 0.001) -> None:
    """Let a scanner type this: one key in so many seconds, in real time, each stamped with when it was read.

    The stamps of `types` lie ahead of the clock; it must not just be passing them, or the two would look like one.
    """
    if abs(monotonic() - _read) < 0.2:
        await asyncio.sleep(0.4)
    start = monotonic()
    for count, char in enumerate(text):
        await asyncio.sleep(max(start + count * each - monotonic(), 0))
        pilot.app.post_message(key(char, start + count * each))
    await settled(pilot)


def picture(app: DeskApp) -> str:
    """What is on the screen, as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def words(app: DeskApp) -> str:
    """The same, with one space between words."""
    return " ".join(picture(app).split())

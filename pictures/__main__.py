"""Takes the pictures anew: makes the demonstration store, walks to each screen in each language, writes the SVGs.

The clock stands still and the seed is always the same, so that a picture changes only when its screen has changed.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any

from deskapp import demo
from deskapp.rules.clock import FrozenClock
from pictures import FOLDER, LANGUAGES, TITLES
from pictures.svg import drawn
from tests.screens.kit import desk, settled, types

NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
MEMBERS = 300
CLERK, PIN = "1001", "260417"

Step = Callable[[Any, Any], Awaitable[None]]


async def _points(app: Any, pilot: Any) -> None:
    await types(pilot, "p\nR20261120-0417\n258.50\n")


async def _redeemed(app: Any, pilot: Any) -> None:
    await types(pilot, "r\nG004\n")
    await pilot.press("f9")


async def _parked(app: Any, pilot: Any) -> None:
    await types(pilot, "p\nR20261120-0431\n86\n")
    await pilot.press("f4")
    await settled(pilot)
    await types(pilot, "n\n")
    app.top.row("name").entry.value = "林晓雯"
    await pilot.press("f4")
    await settled(pilot)
    await pilot.press("f5")


async def take(url: str, language: str) -> None:
    """Every picture in this language, in one morning at the desk."""
    given = {"url": url, "clock": FrozenClock(NOW), "staff": CLERK, "pin": PIN, "language": language}
    async with desk(**given) as (app, pilot):

        async def picture(name: str) -> None:
            await settled(pilot)
            strips = app.screen._compositor.render_strips()
            text = drawn(strips, app.size.width, app.size.height, language, TITLES[name])
            file = FOLDER / language / f"{name}.svg"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")

        await picture("desk")
        app.go_to_member(customer(url, language))
        await picture("member")
        await _points(app, pilot)
        await picture("points")
        await pilot.press("f9", "enter")
        await settled(pilot)
        await _redeemed(app, pilot)
        await picture("redeemed")
        await pilot.press("f8")
        await picture("slip")
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await _parked(app, pilot)
        await picture("parked")


def customer(url: str, language: str) -> str:
    """The card of whoever has most points among those who speak this language."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        found = file.execute(
            "select c.number from card c join member m on m.id = c.member_id"
            " join account a on a.holder = 'member:' || m.id where c.state = 'active' and a.unit = 'points'"
            " order by m.language = ? desc, a.balance desc, c.number limit 1",
            (language,),
        ).fetchone()
    return str(found[0])


def main() -> None:
    """All of them."""
    for language in LANGUAGES:
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/demo.sqlite"
            demo.make(url, demo.Plan(MEMBERS, 1, NOW), lambda _what, _done: None)
            asyncio.run(take(url, language))
        print(f"{language}: {len(TITLES)} pictures in {FOLDER / language}")


if __name__ == "__main__":
    main()

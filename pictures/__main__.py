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
from deskapp.i18n import language
from deskapp.outputs import report_forms
from deskapp.rules.clock import FrozenClock
from pictures import FOLDER, LANGUAGES, PAGES, TITLES, browser
from pictures.svg import drawn
from tests.screens.kit import desk, settled, types

NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
MEMBERS = 300
CLERK, PIN = "1001", "260417"
LEAD, HER_PIN = "2001", "271539"

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


async def keep(app: Any, pilot: Any, name: str) -> None:
    """Keep what stands on the screen now as a picture in the language spoken."""
    await settled(pilot)
    strips, spoken = app.screen._compositor.render_strips(), language()
    text = drawn(strips, app.size.width, app.size.height, spoken, TITLES[name])
    file = FOLDER / spoken / f"{name}.svg"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


async def take(url: str, spoken: str) -> None:
    """Every picture in this language: one morning at the desk, and the lead's look at the month."""
    given = {"url": url, "clock": FrozenClock(NOW), "language": spoken}
    async with desk(**given, staff=CLERK, pin=PIN) as (app, pilot):

        async def picture(name: str) -> None:
            await keep(app, pilot, name)

        await picture("desk")
        app.go_to_member(customer(url, spoken))
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
    async with desk(**given, staff=LEAD, pin=HER_PIN) as (app, pilot):
        await types(pilot, "rp\n")
        await pilot.press("t", "m")
        await settled(pilot)
        listing = app.screen.listing
        for part in ("work 3", "hours 0"):
            listing.move(next(place for place, row in enumerate(listing.rows) if row.key == part))
        await keep(app, pilot, "report")
        browser.take(report_forms.drawn(app.screen.told, "html"), FOLDER / spoken / f"{PAGES[0]}.png")


def customer(url: str, spoken: str) -> str:
    """The card of whoever has most points among those who speak this language."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        found = file.execute(
            "select c.number from card c join member m on m.id = c.member_id"
            " join account a on a.holder = 'member:' || m.id where c.state = 'active' and a.unit = 'points'"
            " order by m.language = ? desc, a.balance desc, c.number limit 1",
            (spoken,),
        ).fetchone()
    return str(found[0])


def main() -> None:
    """All of them."""
    for spoken in LANGUAGES:
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/demo.sqlite"
            demo.make(url, demo.Plan(MEMBERS, 1, NOW), lambda _what, _done: None)
            asyncio.run(take(url, spoken))
        print(f"{spoken}: {len(TITLES)} pictures in {FOLDER / spoken}")


if __name__ == "__main__":
    main()

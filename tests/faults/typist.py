"""A clerk who parks a half-typed redemption with its question open, serves another, and is killed while typing."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from time import monotonic

from deskapp.rules.clock import FrozenClock
from tests.screens.kit import desk, picture, settled, types


async def main(url: str, at: str, language: str, pin: str, first: str, second: str) -> None:
    """Say what the screen shows once everything is on disk; then go on until the power goes."""
    how = {"url": url, "clock": FrozenClock(datetime.fromisoformat(at)), "language": language, "pin": pin}
    async with desk(staff="1001", **how) as (app, pilot):  # type: ignore[arg-type]
        await types(pilot, f"{first}\n")
        await types(pilot, "r")
        await pilot.press("enter")
        await settled(pilot)
        await types(pilot, "G001\n3")
        await pilot.press("escape", "down")
        await settled(pilot)
        asked = picture(app)
        await pilot.press("f4")
        await settled(pilot)
        await types(pilot, f"{second}\n")
        await types(pilot, "p")
        await pilot.press("enter")
        await settled(pilot)
        await types(pilot, "[R]77\n12.5")
        written, deadline = "", monotonic() + 20
        while "12.5" not in written and monotonic() < deadline:
            await pilot.pause(0.1)
            written = str(app.work.written) if app.work else ""
        await app.all_kept()
        sys.stdout.write(asked + "\n-----\n" + picture(app) + "\n=====\n")
        sys.stdout.flush()
        await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

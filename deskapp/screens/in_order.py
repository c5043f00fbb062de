"""Gives every key to the part of the screen it was meant for, however fast a scanner or a practised hand types.

A key that acts waits until what was typed before it has been taken in, and the next key waits until it has acted; a
screen that is still being built keeps the keys waiting, so that none is lost.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic

from textual import events
from textual.app import App

from deskapp.screens.entry import Entry
from deskapp.screens.frame import Frame

SETTLE = 2.0
"""Seconds that a key waits at most for the screen it belongs to."""


class InOrder(App[None]):
    """An app whose keys arrive in order; `touched` is when the last one came."""

    touched: float = 0.0

    async def on_event(self, event: events.Event) -> None:
        """Give every key to the screen it belongs to: a key waits until the ones before it have been taken in."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.touched = monotonic()
            await self._screen_ready()
            acts = isinstance(event, events.Key) and not (event.is_printable and isinstance(self.focused, Entry))
            if acts:
                await self._caught_up()
            await super().on_event(event)
            if acts:
                await self._caught_up()
            return
        await super().on_event(event)

    async def _screen_ready(self) -> None:
        screen = self.screen
        if isinstance(screen, Frame) and not screen.ready.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(screen.ready.wait(), SETTLE)

    async def _caught_up(self) -> None:
        """Wait until the focused part, and the screen after it, have answered every key they were given."""
        for target in (self.focused, self.screen):
            done = asyncio.Event()
            if target is not None and target.call_later(done.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), SETTLE)

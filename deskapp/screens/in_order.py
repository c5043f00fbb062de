"""Gives every key to the part of the screen it was meant for, however fast a scanner or a practised hand types.

A key that acts waits until what was typed before it has been taken in, and the next key waits until it has acted; a
screen that is still being built keeps the keys waiting, so that none is lost. A letter acts only when no second one
follows at a scanner's speed, and a whole scan goes to where a scan belongs.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from time import monotonic

from textual import events
from textual.message import Message

from deskapp import keys
from deskapp.i18n import _
from deskapp.scanner import HOLD, SILENCE, Burst, Scan, quick
from deskapp.screens.entry import Entry
from deskapp.screens.frame import Frame
from deskapp.themes import Themed

SETTLE = 2.0
"""Seconds that a key waits at most for the screen it belongs to."""
REST = 0.3
"""Seconds in which what follows the beginning of a scan that was dropped is dropped too, its Enter above all."""
BREATH = 0.005
"""Seconds in which keys that were read while the desk was busy come in."""


class InOrder(Themed):
    """An app whose keys arrive in order; `touched` is when the last one came."""

    touched: float = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.burst = Burst()
        self._coming: deque[events.Key] = deque()
        self._came = asyncio.Event()
        self._dropped: float | None = None

    def post_message(self, message: Message) -> bool:
        """Keys that were read and wait for their turn are known: a letter looks at the one behind it."""
        taken = super().post_message(message)
        if taken and isinstance(message, events.Key) and not message.is_forwarded:
            self._coming.append(message)
            self._came.set()
        return taken

    async def on_event(self, event: events.Event) -> None:
        """Give every key to the screen it belongs to: a key waits until the ones before it have been taken in."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            while self._coming and self._coming.popleft() is not event:
                pass
            self.touched = monotonic()
            await self._screen_ready()
            await self._key(event)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            self.touched = monotonic()
            await self._screen_ready()
            await super().on_event(event)
        else:
            await super().on_event(event)

    async def _key(self, event: events.Key) -> None:
        scan = self.burst.key(event.key, event.character, event.time)
        if self._belongs_to_dropped(event):
            return
        if scan is not None:
            await self._scanned(scan, event)
            return
        if event.is_printable and isinstance(self.focused, Entry):
            await super().on_event(event)
        else:
            await self._act(event)
        if not self.burst.scanner.suffix and self.burst.scan:
            following = await self._following(SILENCE)
            if (following is None or not quick(event.time, following.time)) and (scan := self.burst.silent()):
                await self._scanned(scan, event)

    async def _act(self, event: events.Key) -> None:
        """A key that is not typed into a line: it acts, unless it turns out to be the beginning of a scan."""
        if event.key == self.burst.scanner.key:
            event = events.Key(keys.key_of("omnibox"), None)
        await self._caught_up()
        if event.is_printable and event.character and event.character.isascii() and event.key != "space":
            following = await self._following(HOLD)
            if following is not None and following.is_printable and quick(event.time, following.time):
                self._begins(event)
                return
        await super().on_event(event)
        await self._caught_up()

    async def _following(self, within: float) -> events.Key | None:
        """The key behind this one, if one is read within so many seconds."""
        if not self._coming:
            self._came.clear()
            try:
                await asyncio.wait_for(self._came.wait(), within)
            except TimeoutError:
                await asyncio.sleep(BREATH)
        return self._coming[0] if self._coming else None

    # ---- scans

    def _begins(self, event: events.Key) -> None:
        """The first key of something typed too fast for a person, where no line takes it: on to the search line.

        A question takes no scan: none of its answers is meant, and what it asks about must not change under it.
        """
        if isinstance(self.screen, Frame):
            self.screen.typed(event.character or "")
            return
        self._dropped = event.time
        self.bell()
        beneath = next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Frame)), None)
        if beneath is not None:
            beneath.say(_("Not taken in: answer the question, then scan again."), "no")

    def _belongs_to_dropped(self, event: events.Key) -> bool:
        if self._dropped is None:
            return False
        self._dropped = event.time if event.time - self._dropped <= REST else None
        return self._dropped is not None

    async def _scanned(self, scan: Scan, last: events.Key) -> None:
        """A whole scan has come: a field that asks for a code keeps it, every other is as it was and it is looked up.

        Enter follows, whatever this scanner ends with.
        """
        await self._caught_up()
        screen, entry = self.screen, self.focused
        if isinstance(screen, Frame) and isinstance(entry, Entry):
            if screen.searches and (scan.marked or not entry.takes_scans):
                entry.give_back()
                entry = screen.omnibox.entry
                screen.set_focus(entry)
            if screen.searches and entry is screen.omnibox.entry:
                screen.omnibox.take_scan(scan.text)
            elif screen.searches or scan.marked:
                entry.replace_all(scan.text)
            await self._caught_up()
        elif isinstance(screen, Frame):
            return
        enter = last if last.key == "enter" else events.Key("enter", "\r")
        await super().on_event(enter)
        await self._caught_up()

    # ---- in order

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

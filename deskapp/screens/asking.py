"""The app's side of the store: what a screen wants of it is done off the event loop, and what fails there is said.

Postings go through one thread, in turn: never taken back, never doubled. Readings go beside them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from deskapp.i18n import _
from deskapp.rules.decisions import No
from deskapp.screens.doors import Doors, Signature
from deskapp.screens.in_order import InOrder
from deskapp.trouble import written_down

T = TypeVar("T")

LOST = frozenset({"OperationalError", "InterfaceError", "StoreMissing", "ConnectionError", "OSError"})
"""Names that drivers give to errors of a store that is out of reach."""


class Locked(Exception):
    """Nobody is at the desk any more: what a screen wanted to read is asked again when its person is back."""


class Asking(InOrder):
    """An app that asks a store. `desk` is the signed-in desk; `opened` is set when the store is, or will not."""

    def __init__(self, doors: Doors) -> None:
        super().__init__()
        self.doors = doors
        self.desk: Any = None
        self.opened = asyncio.Event()
        self._writer = ThreadPoolExecutor(1, "desk-write")
        self._readers = ThreadPoolExecutor(3, "desk-read")

    def say(self, message: Any, tone: str = "") -> None:
        """Say this to whoever is at the desk."""
        raise NotImplementedError

    async def on_unmount(self) -> None:
        """Let what is being written be written to its end, then close the store."""
        self._readers.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._writer.shutdown, True)
        await asyncio.to_thread(self.doors.close)

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(pool, work))

    async def in_turn(self, work: Callable[[], T]) -> T:
        """Do this in the one thread that writes, after whatever was asked before."""
        return await self._in(self._writer, work)

    async def ask(
        self, operation: str | Callable[..., Any], /, *, op: str, approval: Signature | None = None, **given: Any
    ) -> Any:
        """Post an operation: one after another, never taken back, never doubled. Answers its result or a No."""
        return await self.in_turn(partial(self.doors.ask, self.desk, operation, op, approval, given))

    async def read(self, reading: str | Callable[..., Any], /, **given: Any) -> Any:
        """Read from the store beside everything else."""
        await self.opened.wait()
        if self.desk is None:
            raise Locked
        return await self._in(self._readers, partial(self.doors.read, self.desk, reading, given))

    async def sign_in(self, number: str, pin: str) -> Any | No:
        """The desk with this person at it, or why not."""
        return await self.in_turn(partial(self.doors.sign_in, number, pin))

    def carefully(self, work: Callable[[], Awaitable[None]]) -> Callable[[], Any]:
        """The same work for a worker: if it fails, it is said and written down, and the desk keeps running."""

        async def done() -> None:
            try:
                await work()
            except Locked:
                return
            except Exception as error:
                self.trouble(error)

        return done

    def trouble(self, error: BaseException) -> None:
        """Something failed that is no refusal: say what the clerk can do, and write the traceback down."""
        where = written_down(error)
        if not LOST.isdisjoint(kind.__name__ for kind in type(error).__mro__):
            self.say(_("The store does not answer. What is typed stays here; try again in a moment."), "no")
        else:
            self.say(
                _("Something went wrong here; what is typed stays. It is written down in {where}.", where=where),
                "no",
            )

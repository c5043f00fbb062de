"""Puts every piece of work down on disk as it is typed, and takes up what an earlier run of the program has left.

What is wanted on disk and what is there are kept apart: while the store does not answer, it is tried again and again,
and the program is not closed over work that is nowhere but in memory. (domain 1.10)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from deskapp.rules.decisions import No
from deskapp.screens.asking import Asking
from deskapp.screens.doors import Doors
from deskapp.screens.works import Work, frames, put_down, worth_keeping

if TYPE_CHECKING:
    from textual.screen import Screen

EVERY = 0.5
"""Seconds between two looks at what is typed: what changed is put down then."""
PATIENCE = 5.0
"""Seconds that closing waits for the store to take what is not finished."""


class Keeping(Asking):
    """An app whose unfinished work outlives it."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors)
        self.run_id = uuid4().hex
        self.works: list[Work] = []
        self.taken_up: set[str] = set()
        """Those whose work of earlier runs is here."""
        self._keeper = ThreadPoolExecutor(1, "desk-keep")
        self._failing = False

    async def on_unmount(self) -> None:
        """Let what is being put down be put down."""
        await asyncio.to_thread(self._keeper.shutdown, True)

    # ---- what there is

    @property
    def work(self) -> Work | None:
        """The piece of work in front; None at the door."""
        return next((work for work in self.works if work.key == self.current_mode), None)

    def stack_of(self, work: Work) -> list[Screen[Any]]:
        """The screens of a piece of work, from the desk upwards; none while it is asleep."""
        return list(self._screen_stacks.get(work.key, ()))

    def unfinished(self, staff: str = "") -> list[Work]:
        """What would be lost, of this person or of everybody, if it were not kept."""
        mine = [work for work in self.works if staff in ("", work.staff)]
        return [work for work in mine if worth_keeping(work, self.stack_of(work))]

    def posting(self) -> bool:
        """Whether something is being posted that must come to its end first."""
        return any(screen.busy for work in self.works for screen in frames(self.stack_of(work)))

    # ---- on disk

    def keep_all(self) -> None:
        """Look at what is in front, and put down whatever is not on disk as it stands."""
        if self.work is not None:
            self.keep(self.work)
        for work in self.works:
            self._put_down(work)

    def keep(self, work: Work) -> None:
        """Put a piece of work down as it stands now, or forget it when nothing of it is worth keeping."""
        if self._stands(work):
            work.wanted = put_down(work, self.stack_of(work))
        self._put_down(work)

    def _stands(self, work: Work) -> bool:
        """Whether all of its screens are built, and none is being taken down: what is there in part is not put down."""
        if not self.is_running or work.asleep is not None or work.waking:
            return False
        stack = self.stack_of(work)
        return bool(stack) and all(screen.built for screen in frames(stack))

    def _put_down(self, work: Work) -> None:
        if work.wanted != work.written and not work.writing:
            work.writing = True
            self.run_worker(self.carefully(partial(self._written, work)), group="keep", exit_on_error=False)

    async def _written(self, work: Work) -> None:
        wanted = work.wanted
        do: Callable[[], Any] = partial(self.doors.drop, work.desk, self.run_id, work.key)
        if wanted is not None:
            do = partial(self.doors.keep, work.desk, self.run_id, wanted)
        try:
            answer = await self._in(self._keeper, do)
        except Exception as error:
            if not self._failing:
                self._failing = True
                self.trouble(error)
            return
        finally:
            work.writing = False
        work.written, self._failing = wanted, False
        if isinstance(answer, No):
            self.say(answer)

    async def all_kept(self) -> bool:
        """Wait until everything is on disk as it stands; False when the store does not take it."""
        end = monotonic() + PATIENCE
        while not self._kept():
            if monotonic() > end:
                return False
            await asyncio.sleep(0.05)
        return True

    def _kept(self) -> bool:
        """Look once more at what is in front; whether all of it, whole, and everything else is on disk."""
        self.keep_all()
        whole = self.work is None or self._stands(self.work)
        return whole and all(work.wanted == work.written for work in self.works)

    async def take_up(self, desk: Any) -> None:
        """Bring in what an earlier run has left of this person's work; it sleeps until it is brought back."""
        staff = desk.staff.number
        if staff in self.taken_up:
            return
        found = await self._in(self._keeper, partial(self.doors.take_up, desk, self.run_id))
        self.taken_up.add(staff)
        self.works += [_asleep(desk, draft) for draft in found]

    async def take_over(self, desk: Any, key: str) -> Work | No:
        """Bring in a colleague's piece of work that a handover has carried on; it sleeps until it is brought back."""
        draft = await self._in(self._keeper, partial(self.doors.take_over, desk, self.run_id, key))
        if isinstance(draft, No):
            return draft
        work = _asleep(desk, draft)
        self.works = [each for each in self.works if each.key != key] + [work]
        return work


def _asleep(desk: Any, draft: Any) -> Work:
    """Work as it was put down, which nobody has brought back yet."""
    return Work(
        desk, draft.work, parked_at=draft.parked_at, who=draft.who, what=draft.what, asleep=draft.content, wanted={},
        written={},
    )  # fmt: skip

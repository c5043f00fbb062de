"""Puts work aside and brings it back. Every piece of work is a mode of its own and is put down on disk as it is typed.

A power cut loses at most a second: what was open is offered to its person when they sign in again. (domain 1.10)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from deskapp.i18n import _
from deskapp.places import SCREENS
from deskapp.rules.decisions import No
from deskapp.screens.asking import Asking
from deskapp.screens.doors import Doors
from deskapp.screens.frame import Frame
from deskapp.screens.in_order import SETTLE
from deskapp.screens.works import NINE, Work, frames, is_empty, look_at, put_down, worth_keeping

if TYPE_CHECKING:
    from textual.screen import Screen

    from deskapp.screens.customer import InFront

HOME = "home"
EVERY = 0.5
"""Seconds between two looks at what is typed: what changed is put down then."""


def made(name: str, given: dict[str, Any]) -> Frame:
    """A screen by its name. Its module is imported now, if it was not before."""
    module, _colon, kind = SCREENS[name].partition(":")
    screen: Frame = getattr(import_module(module), kind)(**given)
    screen.opened = (name, given)
    return screen


class Parking(Asking):
    """An app that keeps several pieces of work for each person. `desks` are the desks of those who are signed in."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors)
        self.run_id = uuid4().hex
        self.works: list[Work] = []
        self.desks: dict[str, Any] = {}
        self.seats: dict[str, Work] = {}
        """What each person had in front last."""
        self._keeper = ThreadPoolExecutor(1, "desk-keep")
        self._unkept = False
        self.whole = asyncio.Event()
        """Cleared while several screens are being built that belong together."""
        self.whole.set()

    async def _screen_ready(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.whole.wait(), SETTLE)
        await super()._screen_ready()

    async def attach(self, member: str) -> InFront | None:
        """Bring a member in front."""
        raise NotImplementedError

    async def on_unmount(self) -> None:
        """Let what is being put down be put down."""
        self._keeper.shutdown(wait=True)

    # ---- what is open

    @property
    def top(self) -> Frame | None:
        """The screen on top, unless it is a question or the program is closing."""
        stack = self.screen_stack
        return stack[-1] if stack and isinstance(stack[-1], Frame) else None

    @property
    def ground(self) -> Frame | None:
        """The screen on top, whatever question lies over it."""
        return next(iter(reversed(frames(self.screen_stack))), None)

    @property
    def work(self) -> Work | None:
        """The piece of work in front; None at the door."""
        return next((work for work in self.works if work.key == self.current_mode), None)

    @property
    def parked(self) -> list[Work]:
        """What the person at the desk has parked, longest first."""
        return self.parked_by(self.desk.staff.number) if self.desk else []

    def parked_by(self, staff: str) -> list[Work]:
        """What this person has parked, longest first."""
        since = {work: work.parked_at for work in self.works if work.staff == staff and work.parked_at}
        return sorted(since, key=lambda work: since[work])

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

    # ---- F4 and F5

    def why_not_park(self) -> str:
        """Why nothing can be parked now, or nothing."""
        work = self.work
        if work is None:
            return _("Sign in first.")
        if is_empty(work, self.stack_of(work)):
            return _("There is nothing to park: nobody is in front and nothing is open.")
        if any(screen.busy for screen in frames(self.stack_of(work))):
            return _("Wait: this is being posted.")
        if len(self.parked) >= NINE:
            return _("{count} are parked already: bring one back first.", count=NINE)
        return ""

    def park(self) -> None:
        """F4: put this customer aside with everything that is open, and begin with the next."""
        work, why = self.work, self.why_not_park()
        if why or work is None:
            self.say(why, "no")
            return
        self._put_aside(work)
        self._to(self._fresh(work.staff))
        said = _("{who} is parked.", who=work.who) if work.who else _("This work is parked.")
        self.say(said, "done")

    def why_not_recall(self) -> str:
        """Why nothing can be brought back, or nothing."""
        if not self.parked:
            return _("Nothing is parked.")
        return _("Wait: this is being posted.") if self.top is not None and self.top.busy else ""

    def recall(self) -> None:
        """F5: bring back what is parked; if there are several, ask which."""
        from deskapp.screens.recall import Recall

        parked, why = self.parked, self.why_not_recall()
        if why:
            self.say(why, "no")
        elif len(parked) == 1:
            self.bring_back(parked[0].key)
        else:
            self.push_screen(Recall(parked), lambda key: self.bring_back(key) if key else None)

    def bring_back(self, key: str) -> None:
        """To this piece of work. What is in front now is parked in its place, unless there is nothing of it."""
        wanted = next((work for work in self.parked if work.key == key), None)
        here = self.work
        if wanted is None:
            return
        if here is not None and not is_empty(here, self.stack_of(here)):
            self._put_aside(here)
        if wanted.asleep is not None:
            self.run_worker(self.carefully(partial(self._wake, wanted)), group="wake", exit_on_error=False)
            return
        wanted.parked_at = None
        self._to(wanted)
        self.keep(wanted)

    def _put_aside(self, work: Work) -> None:
        work.parked_at = self.doors.now()
        look_at(work, self.stack_of(work))
        self.keep(work)

    def _fresh(self, staff: str) -> Work:
        """A piece of work with nothing in it: one that lies ready, else a new one."""
        theirs = [work for work in self.works if work.staff == staff and work is not self.work]
        ready = next((work for work in theirs if is_empty(work, self.stack_of(work))), None)
        if ready is None:
            ready = Work(staff)
            self.works.append(ready)
        return ready

    def _to(self, work: Work) -> Any:
        self.seats[work.staff] = work
        if work.key not in self._modes:
            self.add_mode(work.key, lambda: made(HOME, {}))
        return self.switch_mode(work.key)

    # ---- as it stood when the program stopped

    async def _wake(self, work: Work) -> None:
        """Build the screens again, each as it stood. Keys wait meanwhile. If it fails, the work sleeps on."""
        asleep, since = work.asleep, work.parked_at
        kept = json.loads(asleep or "{}")
        self.whole.clear()
        try:
            work.asleep = work.parked_at = None
            await self._to(work)
            if kept["customer"]:
                await self.attach(kept["customer"])
            for each in kept["screens"]:
                await self._stand(each)
        except BaseException:
            work.asleep, work.parked_at = asleep, since
            self._to(self._fresh(work.staff))
            self.remove_mode(work.key)
            raise
        finally:
            self.whole.set()

    async def _stand(self, each: dict[str, Any]) -> None:
        if "asked" in each:
            top = self.top
            if top is not None:
                await top.ask_again(each["asked"], each["at"])
            return
        if each["screen"] != HOME:  # that is there already
            await self.push_screen(made(each["screen"], each["given"]))
        if (frame := self.top) is not None:
            await frame.ready.wait()
            frame.stand(each["stood"])

    def begin(self, desk: Any) -> None:
        """This person is at the desk: to the work they left, or to a fresh one and what an earlier run has left."""
        staff = desk.staff.number
        if not any(work.staff == staff for work in self.works):
            take_up = self.carefully(partial(self._take_up, desk))
            self.run_worker(take_up, group="keep", exit_on_error=False)
        seat = self.seats.get(staff)
        self._to(seat if seat in self.works and seat.asleep is None else self._fresh(staff))

    async def _take_up(self, desk: Any) -> None:
        found = await self._in(self._keeper, partial(self.doors.take_up, desk, self.run_id))
        for draft in found:
            self.works.append(
                Work(
                    desk.staff.number, draft.work, parked_at=draft.parked_at, who=draft.who, what=draft.what,
                    asleep=draft.content,
                )
            )  # fmt: skip
        if self.parked and self.desk is desk:
            told = _("Work of yours was kept: {count}. {key} brings it back.", count=len(self.parked), key=key_name())
            self.say(told, "done")
            if self.ground is not None:
                self.ground.parked_changed()

    # ---- on disk

    def keep_current(self) -> None:
        """Put down what is in front, if it has changed."""
        if self.desk is not None and self.work is not None and self.whole.is_set():
            self.keep(self.work)

    def keep(self, work: Work) -> None:
        """Put a piece of work down as it stands now, or forget it when nothing of it is worth keeping."""
        if work.asleep is not None or (desk := self.desks.get(work.staff)) is None:
            return
        stack = self.stack_of(work)
        if not all(screen.ready.is_set() for screen in frames(stack)):
            return  # still being built; looked at again in a moment
        draft = put_down(work, stack)
        if draft == work.written:
            return
        before, work.written = work.written, draft
        do: Callable[[], Any] = partial(self.doors.drop, desk, self.run_id, work.key)
        if draft is not None:
            do = partial(self.doors.keep, desk, self.run_id, draft)
        self.run_worker(self.carefully(partial(self._keep, work, before, do)), group="keep", exit_on_error=False)

    async def _keep(self, work: Work, before: dict[str, Any] | None, do: Callable[[], Any]) -> None:
        try:
            answer = await self._in(self._keeper, do)
        except Exception as error:
            work.written = before
            if not self._unkept:
                self._unkept = True
                self.trouble(error)
            return
        self._unkept = False
        if isinstance(answer, No):
            self.say(answer)

    async def all_kept(self) -> None:
        """Wait until everything is put down that was to be."""
        await asyncio.sleep(0)
        await self._in(self._keeper, list)

    def lay_to_sleep(self, staff: str) -> None:
        """This person goes: what they have not finished is kept for their next sign-in, everything else is closed."""
        for work in [work for work in self.works if work.staff == staff]:
            stack = self.stack_of(work)
            if work.asleep is None:
                if worth_keeping(work, stack):
                    self._put_aside(work)
                    work.asleep, work.customer = str((work.written or {})["content"]), None
                else:
                    self.works.remove(work)
                if work.key in self._modes:
                    self.remove_mode(work.key)


def key_name() -> str:
    """The key that brings parked work back, as it is now."""
    from deskapp import keys

    return keys.name_of(keys.key_of("recall"))

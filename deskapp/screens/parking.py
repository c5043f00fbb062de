"""Puts work aside and brings it back: every piece of work is a mode of its own, with its customer and its screens.

What an earlier run of the program has left sleeps until it is brought back; then its screens are built again, each as
it stood, or none of them. (domain 1.10)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from deskapp import keys
from deskapp.i18n import _
from deskapp.places import SCREENS
from deskapp.rules.decisions import No
from deskapp.screens.attending import Attending
from deskapp.screens.choose import past_building
from deskapp.screens.doors import Doors
from deskapp.screens.frame import Frame
from deskapp.screens.in_order import SETTLE
from deskapp.screens.works import NINE, Work, frames, is_empty, look_at, put_down, worth_keeping

if TYPE_CHECKING:
    from deskapp.screens.customer import InFront

HOME = "home"


def made(name: str, given: dict[str, Any]) -> Frame:
    """A screen by its name. Its module is imported now, if it was not before."""
    module, _colon, kind = SCREENS[name].partition(":")
    screen: Frame = getattr(import_module(module), kind)(**given)
    screen.opened = (name, given)
    return screen


class Parking(Attending):
    """An app that has several pieces of work open for each person. `desks` are the desks of those signed in."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors)
        self.desks: dict[str, Any] = {}
        self.seats: dict[str, Work] = {}
        """What each person had in front last."""
        self.whole = asyncio.Event()
        """Cleared while several screens are being built that belong together: keys wait for them."""
        self.whole.set()

    async def _screen_ready(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.whole.wait(), SETTLE)
        await super()._screen_ready()

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
    def parked(self) -> list[Work]:
        """What the person at the desk has parked, longest first."""
        return self.parked_by(self.desk.staff.number) if self.desk else []

    def parked_by(self, staff: str) -> list[Work]:
        """What this person has parked, longest first."""
        since = {work: work.parked_at for work in self.works if work.staff == staff and work.parked_at}
        return sorted(since, key=lambda work: since[work])

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
        if self._served(work):
            self._clear()
            return
        self._put_aside(work)
        self._to(self._fresh(work.desk))
        said = _("{who} is parked.", who=work.who) if work.who else _("This work is parked.")
        self.say(said, "done")

    def why_not_recall(self) -> str:
        """Why nothing can be brought back, or nothing."""
        if not self.parked:
            return _("Nothing is parked.")
        return _("Wait: this is being posted.") if self.top is not None and self.top.busy else ""

    def recall(self) -> None:
        """F5: list what is parked. Always, so that a digit typed behind F5 never lands in an amount."""
        from deskapp.screens.recall import Recall

        if why := self.why_not_recall():
            self.say(why, "no")
        else:
            aside = self.work.interrupted if self.work else None
            recall = Recall(self.parked, aside.key if aside else "")
            self.push_screen(recall, lambda key: self.bring_back(key) if key else None)

    def bring_back(self, key: str) -> None:
        """To this piece of work. What is in front now is parked in its place, unless there is nothing of it."""
        wanted = next((work for work in self.parked if work.key == key), None)
        if wanted is not None and wanted.asleep is not None:
            self.run_worker(self.carefully(partial(self._wake, wanted)), group="wake", exit_on_error=False)
        elif wanted is not None:
            self._aside_for(wanted)
            self._to(wanted)
            self.keep(wanted)

    def go_on_with(self, key: str) -> None:
        """To work that a handover has carried on: one's own is brought back, a colleague's is one's own from now on."""
        if any(work.key == key for work in self.parked):
            self.bring_back(key)
        else:
            self.run_worker(self.carefully(partial(self._go_on_with, key)), group="wake", exit_on_error=False)

    async def _go_on_with(self, key: str) -> None:
        """A colleague may only have locked the desk: their work is put down first, as it stands."""
        for work in [work for work in self.works if work.key == key and work.asleep is None]:
            self._lay_to_sleep(work)
        await self.all_kept()
        answer = await self.take_over(self.desk, key)
        if isinstance(answer, No):
            self.say(answer)
        else:
            await self._wake(answer)

    def _aside_for(self, wanted: Work) -> None:
        here = self.work
        if here is not None and (len(self.screen_stack) == 1 or self._served(here)):
            self._clear()
        elif here is not None:
            self._put_aside(here)
        wanted.parked_at = None

    def _served(self, work: Work) -> bool:
        """Whether the last thing done here is posted and nothing else is half typed: nobody waits for it."""
        open_ones = frames(self.stack_of(work))
        return open_ones[-1].finished() and not any(screen.unsaved() for screen in open_ones)

    def _clear(self) -> None:
        """The customer in front is served: the desk is empty for the next."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.release()
        if self.top is not None:
            self.top.omnibox.clear()
            self.top.say("")
        self.keep_all()

    def _put_aside(self, work: Work) -> None:
        work.parked_at = self.doors.now()
        look_at(work, self.stack_of(work))
        for screen in frames(self.stack_of(work)):
            screen.put_aside()
        self.keep(work)

    def _fresh(self, desk: Any) -> Work:
        """A piece of work with nothing in it: one that lies ready, else a new one."""
        theirs = [work for work in self.works if work.staff == desk.staff.number and work is not self.work]
        lying = next((work for work in theirs if is_empty(work, self.stack_of(work))), None)
        if lying is None:
            lying = Work(desk)
            self.works.append(lying)
        lying.interrupted = None
        return lying

    def _to(self, work: Work) -> Any:
        self.seats[work.staff] = work
        if work.key not in self._modes:
            self.add_mode(work.key, lambda: made(HOME, {}))
        return self.switch_mode(work.key)

    # ---- as it stood when the program stopped

    async def _wake(self, work: Work) -> None:
        """Build the screens again, each as it stood. Keys wait meanwhile. If the desk is locked or left before all of
        them stand, or one cannot be built, the work sleeps on as it was."""
        desk, asleep, since = self.desk, work.asleep, work.parked_at
        self.whole.clear()
        try:
            kept = json.loads(asleep or "{}")
            people = {number: await self.known(number) for number in whom(kept)}
            if self.desk is not desk or work.asleep is None:
                return
            self._aside_for(work)
            work.asleep, work.waking = None, True
            try:
                stands = await self._build(work, kept, people)
            except Exception as error:
                stands = False
                self.trouble(error)
                self._cannot_be_built(work)
            if not stands:
                self._back_to_sleep(work, asleep, since)
        finally:
            work.waking = False
            self.whole.set()
        self.keep(work)

    async def _build(self, work: Work, kept: Mapping[str, Any], people: Mapping[str, InFront | None]) -> bool:
        """Whether all of it stands; not, when somebody has left the work meanwhile."""
        await self._to(work)
        for each in kept["screens"]:
            if self.work is not work:
                return False
            work.customer = people.get(each.get("of") or kept["customer"])
            await self._stand(each)
        if self.work is not work:
            return False
        self.put_in_front(people.get(kept["customer"]), work)
        return True

    async def _stand(self, each: Mapping[str, Any]) -> None:
        if "asked" in each:
            if self.top is not None:
                await self.top.ask_again(each["asked"], each["at"])
            return
        if each["screen"] != HOME:  # that is there already
            await self.push_screen(made(each["screen"], each["given"]))
        if (frame := self.top) is not None:
            await frame.ready.wait()
            frame.stand(each["stood"])

    def _back_to_sleep(self, work: Work, asleep: str | None, since: Any) -> None:
        work.asleep, work.parked_at, work.customer = asleep, since, None
        if self.work is work:
            self._to(self._fresh(work.desk))
        self.remove_mode(work.key)

    def _cannot_be_built(self, work: Work) -> None:
        """Nobody is left with work that can neither be brought back nor given up."""

        def answered(choice: str | None) -> None:
            if choice == "discard":
                self.give_up(work)

        self.call_later(lambda: self.push_screen(past_building(), answered))

    def give_up(self, work: Work) -> None:
        """This parked work is not wanted any more."""
        work.asleep = work.parked_at = work.wanted = None
        self.keep(work)
        if self.ground is not None:
            self.ground.parked_changed()

    # ---- coming and going

    def begin(self, desk: Any) -> None:
        """This person is at the desk: to the work they left, or to a fresh one and what an earlier run has left."""
        staff = desk.staff.number
        seat = self.seats.get(staff)
        self._to(seat if seat in self.works and seat.asleep is None else self._fresh(desk))
        self.run_worker(self.carefully(partial(self._offer, desk)), group="keep", exit_on_error=False)

    async def _offer(self, desk: Any) -> None:
        if desk.staff.number in self.taken_up:
            return
        await self.take_up(desk)
        if self.parked and self.desk is desk and self.ground is not None:
            key = keys.name("recall")
            told = _("Work of yours was kept: {count}. {key} brings it back.", count=len(self.parked), key=key)
            self.say(told, "done")
            self.ground.parked_changed()

    def lay_to_sleep(self, staff: str) -> None:
        """This person goes: what they have not finished is kept for their next sign-in, everything else is closed."""
        for work in [work for work in self.works if work.staff == staff and work.asleep is None]:
            self._lay_to_sleep(work)

    def _lay_to_sleep(self, work: Work) -> None:
        stack = self.stack_of(work)
        if worth_keeping(work, stack):
            work.parked_at = work.parked_at or self.doors.now()
            work.wanted = put_down(work, stack)
            work.asleep, work.customer = str((work.wanted or {})["content"]), None
        else:
            work.wanted = None
        self.keep(work)
        if work.key in self._modes:
            self.remove_mode(work.key)


def whom(kept: Mapping[str, Any]) -> set[str]:
    """The numbers of all members whom the screens of a piece of work were about."""
    return {number for number in (kept["customer"], *(each.get("of") for each in kept["screens"])) if number}

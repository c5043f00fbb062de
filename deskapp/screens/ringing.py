"""F7, the phone rings: what is open is put aside as it stands, and a note of the call, with the time in it, is begun.

What was put aside for it stays one F5 and Enter away, whatever else is parked. (domain 8)
"""

from __future__ import annotations

from functools import partial

from deskapp import keys
from deskapp.i18n import _
from deskapp.screens.parking import Parking, made
from deskapp.screens.works import NINE, Work, frames, is_empty

CALL = "call"


class Ringing(Parking):
    """An app that takes a call over whatever is open."""

    def why_not_call(self) -> str:
        """Why no call can be taken down now, or nothing."""
        work = self.work
        if work is None:
            return _("Sign in first.")
        if any(screen.busy for screen in frames(self.stack_of(work))):
            return _("Wait: this is being posted.")
        if self._stays(work) and len(self.parked) >= NINE:
            return _("{count} are parked already, and this would be one more: finish it first.", count=NINE)
        return ""

    def _stays(self, work: Work) -> bool:
        """Whether there is something open that has to be put aside; a call that is noted has not."""
        return not is_empty(work, self.stack_of(work)) and not self._noted(work)

    def _noted(self, work: Work) -> bool:
        """Whether a call was the last thing here, and is posted."""
        return frames(self.stack_of(work))[-1].opened[0] == CALL and self._served(work)

    def call(self) -> None:
        """F7: put aside what is open, and begin the note of this call."""
        work, why, open_one = self.work, self.why_not_call(), self.ground
        if why or work is None or open_one is None:
            self.say(why, "no")
        elif open_one.opened[0] == CALL and not open_one.finished() and not open_one.unsaved():
            self.say(_("The note of this call is open already."))
        else:
            self.whole.clear()
            self.run_worker(self.carefully(partial(self._begin_call, work)), group="call", exit_on_error=False)

    async def _begin_call(self, work: Work) -> None:
        """Keys wait until the note stands: the phone number is typed behind F7."""
        at = self.doors.now()
        told = ""
        try:
            if self._stays(work):
                self._put_aside(work)
                fresh = self._fresh(work.desk)
                fresh.interrupted = work
                await self._to(fresh)
                told = self.interrupted_said()
            elif self._noted(work):
                self._clear()
            await self.push_screen(made(CALL, {"at": at.isoformat()}))
            self.say(told, "done" if told else "")
        finally:
            self.whole.set()

    @property
    def interrupted(self) -> Work | None:
        """What was put aside when the phone rang, while it is still parked."""
        aside = self.work.interrupted if self.work else None
        return aside if aside in self.parked else None

    def interrupted_said(self) -> str:
        """How to go on with what the phone has interrupted, or nothing."""
        if self.interrupted is None:
            return ""
        what = self.interrupted.who or _(self.interrupted.what)
        return _("{key} and Enter bring back what was open: {what}.", key=keys.name("recall"), what=what)

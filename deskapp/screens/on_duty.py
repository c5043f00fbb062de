"""F12, the shift: what stands at this counter, and everything that begins, keeps and ends a shift. (domain 14)

What is known of the counter's shift is read again whenever somebody comes to the desk and after each posting that
changes it, so that the menu opens at once, also when the store does not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import uuid4

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No, Role, satisfies
from deskapp.rules.shifts import CASH, OPEN, SEALED
from deskapp.screens.choose import Choose
from deskapp.screens.doors import Signature
from deskapp.screens.fields import Choice
from deskapp.screens.parking import made
from deskapp.screens.ringing import Ringing

OURS = ("shifts.", "handover.")
STALE = frozenset({"shift_closed", "shift_needed", "shift_none", "shift_open", "handover_waiting", "handover_taken"})
"""Refusals that say that the counter does not stand as this desk thought."""
COUNTS = "count_shift"
LOCK, OFF, JOIN, LEAVE = "lock", "off", "join", "leave"


class OnDuty(Ringing):
    """An app that knows the shift of its counter. `standing` is the answer of `shifts.current`, None while unknown."""

    standing: Any = None

    def lock(self) -> None:
        """Leave the desk for a moment."""
        raise NotImplementedError

    def sign_off(self) -> None:
        """Leave the desk for good."""
        raise NotImplementedError

    # ---- what stands here

    @property
    def shift(self) -> Any:
        """The shift that is open at this counter, or None."""
        line = self.standing.shift if self.standing else None
        return line if line is not None and line.state == OPEN else None

    @property
    def untaken(self) -> Any:
        """The shift that was handed over here and that nobody has taken over yet, or None."""
        line = self.standing.shift if self.standing else None
        return line if line is not None and line.state == SEALED else None

    @property
    def is_in_shift(self) -> bool:
        """Whether who is at the desk is in the open shift."""
        return self.shift is not None and self.desk is not None and self.desk.staff.number in self.shift.clerks

    def shift_called(self) -> str:
        """The open shift's kind by the name that the house gives it, its number if it is of none, or nothing."""
        if self.shift is None:
            return ""
        return words.classed("shift", self.shift.kind) if self.shift.kind else str(self.shift.shift)

    async def look_at_shift(self) -> None:
        """Read again how this counter stands; the top line says it."""
        answer = await self.read("shifts.current")
        self.standing = None if isinstance(answer, No) else answer
        if self.ground is not None and self.ground.is_mounted:
            self.ground.tell_top()

    async def ask(
        self, operation: str | Callable[..., Any], /, *, op: str, approval: Signature | None = None, **given: Any
    ) -> Any:
        """Post an operation; when it was about a shift, or a shift was in its way, look how the counter stands now."""
        answer = await super().ask(operation, op=op, approval=approval, **given)
        ours = isinstance(operation, str) and operation.startswith(OURS)
        if ours or (isinstance(answer, No) and answer.code in STALE):
            self.look_again()
        return answer

    def look_again(self) -> None:
        """Look how the counter stands, behind whatever else is going on."""
        self.run_worker(self.carefully(self.look_at_shift), group="shift", exclusive=True, exit_on_error=False)

    def begin(self, desk: Any) -> None:
        """Who comes to the desk sees at once which shift is open."""
        super().begin(desk)
        self.look_again()

    # ---- the menu

    def ask_shift(self) -> None:
        """F12: the shift, the lock and leaving."""
        if self.desk is not None:
            question = _("Shift: {kind}", kind=self.shift_called()) if self.shift is not None else _("Shift")
            self.push_screen(Choose(lambda: question, [*self._choices()], current=LOCK), self._chosen)

    def _choices(self) -> Iterator[Choice]:
        """What can be done with the shift now, then the lock and leaving."""
        if self.standing is not None and self.standing.closed_over_you:
            yield Choice("v", LEAVE, N_("My shift was closed by another: noted"))
        if self.untaken is not None:
            yield Choice("a", "take_over", N_("Take over what was handed over"))
            yield Choice("r", "refuse_handover", N_("Refuse what was handed over"))
        elif self.shift is None:
            yield Choice("s", "open_shift", N_("Open the shift, with the float counted"))
        elif not self.is_in_shift:
            yield Choice("j", JOIN, N_("Join the shift"))
        if self.shift is not None and (self.is_in_shift or self._leads()):
            yield from _WITHIN
        if self.is_in_shift and len(self.shift.clerks) > 1:
            yield Choice("v", LEAVE, N_("Leave the shift; the others go on"))
        yield Choice("i", "shifts", N_("Shifts of today and of the days before"))
        yield Choice("l", LOCK, N_("Lock: everything stays as it is"))
        yield Choice("o", OFF, N_("Sign off: this person goes"))

    def _leads(self) -> bool:
        return satisfies(Role(self.desk.staff.role), Role.LEAD)

    def _chosen(self, choice: str | None) -> None:
        acts: dict[str, Callable[[], None]] = {
            LOCK: self.lock, OFF: self.sign_off, COUNTS: self.count_shift,
            JOIN: partial(self._post, "shifts.join"), LEAVE: partial(self._post, "shifts.leave"),
        }  # fmt: skip
        if choice in acts:
            acts[choice]()
        elif choice:
            self.open_screen(choice)

    def open_screen(self, name: str) -> None:
        """Open a screen by its name."""
        self.push_screen(made(name, {}))

    def _post(self, operation: str) -> None:
        """Join or leave: there is nothing to fill in."""

        async def post() -> None:
            answer = await self.ask(operation, op=uuid4().hex)
            if isinstance(answer, No):
                self.say(answer)
            else:
                clerks = ", ".join(answer.clerks) or _("nobody")
                self.say(_("Shift {shift}: {clerks}", shift=answer.shift, clerks=clerks), "done")

        self.run_worker(self.carefully(post), group="write", exit_on_error=False)

    # ---- counting

    def count_shift(self, back: str = "") -> None:
        """Open the count with what is still to be counted; keys typed meanwhile wait for it. `back`: the count goes
        back by itself to the screen that asked for it."""
        self.whole.clear()
        self.run_worker(self.carefully(partial(self._count_shift, back)), group="count", exit_on_error=False)

    async def _count_shift(self, back: str) -> None:
        try:
            wanted = await self.read("shifts.to_count")
            if wanted is None or isinstance(wanted, No):
                counter = self.standing.counter if self.standing else ""
                self.say(wanted or No("shift_none", {"counter": counter}))
                return
            things = wanted.left or wanted.done or [CASH]
            names = {thing: dict(names) for thing, names in wanted.names.items() if thing in things}
            given = {"things": things, "denominations": wanted.denominations_money, "names": names, "back": back}
            await self.push_screen(made(COUNTS, given))
        finally:
            self.whole.set()


_WITHIN = (
    Choice("h", "handover", N_("Hand over")),
    Choice("c", COUNTS, N_("Count, without being told what should be there")),
    Choice("m", "cash", N_("Money in or out of the drawer")),
    Choice("p", "supply", N_("Cards or forms in or out of the drawer")),
    Choice("n", "shift_note", N_("A note to the next shift")),
    Choice("b", "no_relief", N_("Nobody comes to take over")),
)
"""What is done within a shift."""

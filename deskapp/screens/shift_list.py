"""The shifts of a day, those that somebody must see to first; one shift with its counts and what went in and out; and
an amount of a shift that is over, corrected. (domain 14)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.outputs.handover import WAYS
from deskapp.rules.decisions import No, no
from deskapp.rules.shifts import CASH, CLOSED, OPEN
from deskapp.rules.text import clean
from deskapp.screens.facts import Facts
from deskapp.screens.fields import Field
from deskapp.screens.listing import Column, Row
from deskapp.screens.one_day import OfOneDay
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ReasonedForm
from deskapp.screens.shift_words import compared

WHY = {
    "untaken": N_("nobody accepts"),
    "relief_absent": N_("nobody came"),
    "refused": N_("refused"),
    "overdue": N_("time is over"),
}
"""Why somebody must see to a shift."""


class Shifts(OfOneDay):
    """The shifts of a day at every counter; Enter shows one."""

    heading = N_("Shifts")
    columns = (
        Column(N_("Shift"), 13),
        Column(N_("Counter"), 7),
        Column(N_("Kind"), 11),
        Column(N_("State"), 16),
        Column(N_("From"), 5),
        Column(N_("Until"), 5),
        Column(N_("Clerks")),
    )
    empty = N_("No shift was open on this day. {shift} opens one; left and right go to other days.")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """For whoever leads, what they must see to; then the day, the newest first."""
        narrow = self.narrowed(narrow)
        found = await self.app.read("shifts.list", start=self.on(), end=self.on())
        if isinstance(found, No):
            self.say(found)
            return (), None
        alerts = await self.app.read("shifts.alerts")
        waiting = {one.shift.shift: alert_row(one) for one in ([] if isinstance(alerts, No) else alerts)}
        group = words.short_day(self.on()) if waiting else ""
        rows = [replace(shift_row(each), group=group) for each in found if each.shift not in waiting]
        rows = [*waiting.values(), *rows]
        return [row for row in rows if any(narrow.casefold() in cell.casefold() for cell in row.cells)], len(rows)

    def open_row(self, row: Row) -> None:
        """The shift."""
        self.app.open("shift_shown", shift=row.key)


def alert_row(alert: Any) -> Row:
    """A shift that waits for somebody, and why."""
    row = shift_row(alert.shift)
    cells = (*row.cells[:3], f"! {_(WHY[alert.why])}", *row.cells[4:])
    return replace(row, cells=cells, tone="warn", group=_("To see to"))


def shift_row(line: Any) -> Row:
    """One shift; what somebody must see to is marked."""
    why = "relief_absent" if line.relief_absent_at and line.state == OPEN else "overdue" if line.overdue else ""
    until = words.time(line.closed_at) if line.closed_at else ""
    cells = (
        line.shift, line.counter, _kind(line), f"! {_(WHY[why])}" if why else words.state(f"shift_{line.state}"),
        words.time(line.opened_at), until, " ".join(line.clerks),
    )  # fmt: skip
    tone: Any = "warn" if why else "dim" if line.state == CLOSED else ""
    return Row(line.shift, cells, tone=tone, data=line)


def _kind(line: Any) -> str:
    return words.classed("shift", line.kind) if line.kind else ""


def stands(view: Any, moved: Any) -> int:
    """What went in or out, as it was last corrected."""
    later = [one.amount for one in view.corrections if one.of_entry == moved.entry]
    return later[-1] if later else int(moved.amount)


class ShiftShown(Facts):
    """One shift: who, when, what was counted, what went in and out of its drawer, what was corrected since."""

    heading = N_("Shift")
    letters = ("edit",)

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.view: Any = None

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Everything that is known of it; nothing of what the books expect before it is counted."""
        view = await self.app.read("shifts.show", shift=str(self.context.get("shift", "")))
        if isinstance(view, No):
            self.say(view)
            return (), None
        self.view = view
        rows = [*self._facts(view), *self._counts(view), *self._moved(view), *self._corrected(view)]
        return [replace(row, key=f"{place} {row.key}") for place, row in enumerate(rows)], None

    def _facts(self, view: Any) -> Iterator[Row]:
        line = view.line
        handed = (line.handover, words.state(line.handover_state) if line.handover else "")
        ends = words.moment(line.closed_at) if line.closed_at else ""
        told = (
            (_("Number"), line.shift, None),
            (_("Handover"), "  ".join(filter(None, handed)), line.handover),
            (_("Handover refused"), view.given_back, view.given_back),
            (_("Began with"), view.follows, view.follows),
            (_("State"), shift_row(line).cells[3], None),
            (_("Kind"), _kind(line), None),
            (_("Counter"), line.counter, None),
            (_("From"), f"{words.moment(line.opened_at)}  {line.opened_by}", None),
            (_("Until"), f"{ends}  {line.closed_by}".strip(), None),
            (_("Clerks"), " ".join(line.clerks), None),
        )
        for label, value, handover in told:
            if value:
                opens = ("handover_shown", {"handover": handover}) if handover else None
                yield from self.fact(label, value, opens=opens)

    def _counts(self, view: Any) -> Iterator[Row]:
        for one in view.counts:
            name = words.thing(one.thing, view.names.get(one.thing))
            label = _("{thing} (float)", thing=name) if one.moment == "open" else name
            yield from self.fact(label, compared(one), group=_("Counted"), tone="bold" if one.variance else "")
            if one.reason:
                yield from self.fact("", clean(one.reason), group=_("Counted"))

    def _moved(self, view: Any) -> Iterator[Row]:
        for one in view.in_and_out:
            many = words.counted(one.thing, one.amount)
            now = stands(view, one)
            what = "" if one.thing == CASH else words.thing(one.thing)
            changed = _("corrected: {amount}", amount=words.counted(one.thing, now)) if now != one.amount else ""
            struck = _("voided") if one.voided else ""
            said = (what, many, words.time(one.at), one.by, clean(one.reason), changed, struck)
            label = f"#{one.entry} {_(WAYS[one.way])}"
            value = "  ".join(filter(None, said))
            yield from self.fact(label, value, opens=("entry", {"entry": one.entry}), group=_("In and out"))

    def _corrected(self, view: Any) -> Iterator[Row]:
        things = {one.entry: one.thing for one in view.in_and_out}
        for one in view.corrections:
            was, now = (words.counted(things[one.of_entry], each) for each in (one.was, one.amount))
            value = _("{was} should be {now}", was=was, now=now) + f"  {one.by}  {clean(one.reason)}"
            opens = ("entry", {"entry": one.entry})
            yield from self.fact(f"#{one.of_entry}", value, opens=opens, group=_("Corrected since"))

    def _under(self) -> Any:
        """What went in or out, under the cursor."""
        data: Any = self.current.data if self.current else None
        entry = data[1].get("entry") if isinstance(data, tuple) else None
        return next((one for one in (self.view.in_and_out if self.view else ()) if one.entry == entry), None)

    def act_edit(self) -> None:
        """e: say what the amount should have been."""
        one = self._under()
        self.app.open("correct_shift", shift=self.view.line.shift, entry=one.entry, thing=one.thing)

    def why_not(self, action: str) -> str:
        """Only what went in or out of a shift that is over is corrected."""
        if action == "edit":
            if (one := self._under()) is None:
                return _("Only what went in or out of the drawer is corrected: put the cursor on it.")
            if one.voided:
                return _("This was voided: there is nothing to correct.")
            if self.view.line.state == OPEN:
                return _("This shift is still open: void the entry instead (Enter, then v).")
        return super().why_not(action)


class CorrectShift(ReasonedForm):
    """What an amount of a shift that is over should have been. Its entry stands; a new one names it."""

    heading = N_("Correct a closed shift")
    operation = "shifts.correct"
    verb = N_("Correct")

    def fields(self) -> list[Field]:
        """Which entry, how much it should have been, why."""
        is_money = self.context.get("thing", CASH) == CASH
        entry = self.context.get("entry", "")
        return [
            Field("entry", N_("Entry"), "number", required=True, default=str(entry)),
            Field("amount", N_("Should have been"), "money" if is_money else "number", required=True),
            Field("reason", N_("Reason"), required=True, help=N_("what went wrong")),
        ]

    def first_field(self) -> str:
        """The amount: the entry stands there."""
        return "amount" if self.context.get("entry") else "entry"

    def on_mount(self) -> None:
        """Say at once what the entry says."""
        self.reading(self._said, group="entry")

    async def _said(self) -> None:
        if isinstance(entry := self.row("entry").value, int):
            one, view = await self._moved(entry)
            if one is not None:
                was = words.counted(one.thing, stands(view, one))
                self.say(_("It says {was}: {what}.", was=was, what=f"{_(WAYS[one.way])}, {clean(one.reason)}"))

    async def _moved(self, entry: int) -> tuple[Any, Any]:
        """What went in or out by this entry, and the shift; None where it is not of this shift."""
        view = await self.app.read("shifts.show", shift=str(self.context.get("shift", "")))
        found = () if isinstance(view, No) else view.in_and_out
        return next((one for one in found if one.entry == entry), None), view

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What it said, and where the difference goes."""
        one, view = await self._moved(values["entry"])
        if one is None:
            return no("entry_unknown", field="entry", entry=values["entry"])
        was = stands(view, one)
        told = words.counted(one.thing, was), words.counted(one.thing, values["amount"] - was, signed=True)
        return _("It says {was}. The difference, {difference}, goes to what was found to vary.",
                 was=told[0], difference=told[1])  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """What it said, and what it should have said."""
        thing = str(self.context.get("thing", CASH))
        was, now = (words.counted(thing, each) for each in (answer.was, answer.amount))
        facts = ((_("Shift"), answer.shift), (_("Entry"), f"#{answer.entry}"), (_("Before"), was))
        return Outcome(_("Corrected"), big=now, facts=facts)

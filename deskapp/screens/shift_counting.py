"""Counting at the end of a shift: blind, kept as typed; only then is the expected told, and a difference explained.

Nothing that the books expect is on the screen, in what the form reads, or in its draft, before the count is saved.
"""

from __future__ import annotations

from typing import Any, ClassVar

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No, no
from deskapp.rules.shifts import CASH, NUMBERED
from deskapp.screens import cash
from deskapp.screens.counting import Settle
from deskapp.screens.fields import Field
from deskapp.screens.form import MOST_FIELDS, Form
from deskapp.screens.result import Outcome
from deskapp.screens.shift_words import compared, found_to_differ, things_said


class CountShift(Form):
    """What is counted at once: the cash by denominations, then as many things as a page holds. `things`, `names` and
    `denominations` are the app's (`count_shift`); with `back` the form closes itself when it is saved."""

    heading = N_("Count for the handover")
    operation = "shifts.count"
    verb = N_("Save")
    most: ClassVar[int] = 2 * MOST_FIELDS

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.denominations: list[int] = list(context.get("denominations", []))
        self.page: dict[str, str] = {}
        """Field to the thing that is counted in it."""

    def fields(self) -> list[Field]:
        """Notes and coins, then one thing after another; of numbered things their next number too."""
        things = list(self.context.get("things", [CASH]))
        asked = cash.fields(self.denominations) if CASH in things else []
        for place, thing in enumerate([thing for thing in things if thing != CASH], 1):
            more = self._asking(place, thing)
            if len(asked) + len(more) > MOST_FIELDS:
                break
            asked += more
            self.page[more[0].name] = thing
        return asked

    def _asking(self, place: int, thing: str) -> list[Field]:
        name = words.called(self.context.get("names", {}).get(thing, {}))
        label = thing.partition(":")[2] if name else words.thing(thing)
        asked = [Field(f"thing-{place}", label, "number", required=True, help=name or N_("pieces"))]
        if thing.startswith(NUMBERED):
            asked.append(Field(f"next-{place}", N_("Next number"), "code", help=N_("the first that is not used")))
        return asked

    def check(self, values: dict[str, Any]) -> No | None:
        """An empty drawer is counted too."""
        return cash.uncounted(self.rows)

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """The sum of what was typed; never what is expected."""
        if cash.pieces(self.rows) is None:
            return _("What should be there is shown after the count is saved.")
        return _("Cash counted: {amount}. What should be there is shown after the count is saved.",
                 amount=words.amount(cash.total(self.rows)))  # fmt: skip

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """Pieces by denomination, things by their code."""
        things = {thing: values[name] for name, thing in self.page.items()}
        numbers = {thing: values.get(name.replace("thing", "next")) or "" for name, thing in self.page.items()}
        following = {thing: number for thing, number in numbers.items() if number}
        return {"cash": cash.pieces(self.rows), "things": things, "following": following}

    def outcome(self, answer: Any) -> Outcome:
        """Each thing as counted, as expected, and the difference."""
        names = self.context.get("names", {})
        facts = tuple((words.thing(one.thing, names.get(one.thing)), compared(one)) for one in answer.counts)
        differing = [one for one in answer.counts if one.variance]
        big = words.counted(differing[0].thing, differing[0].variance, signed=True) if differing else "0"
        title = _("Counted, and different") if differing else _("Counted, and right")
        return Outcome(title, big=big, facts=facts, next=self._next(answer, bool(differing)))

    def _next(self, answer: Any, differing: bool) -> str:
        if answer.left:
            return _("Enter: count on. Still to count: {things}", things=things_said(answer.left))
        if differing:
            return _("Enter: write why it differs.")
        return ""

    async def posted(self, answer: Any) -> None:
        """On to what is left, or back to the handover that asked for it."""
        self.left = list(answer.left)
        self.differing = next((one.count for one in answer.counts if one.variance), "")
        if self.context.get("back") and self.is_current and not self.left:
            self.go_on()

    def go_on(self) -> None:
        """To what is still to be counted, to the reason of a difference, or back to where it was asked for."""
        back = str(self.context.get("back", ""))
        self.app.back()
        if self.left:
            self.app.count_shift(back)
        elif self.differing:
            self.app.open("settle_shift", count=self.differing)
        elif not back:
            self.app.go_home()


class SettleShift(Settle):
    """Put the difference of a count on the books, with its reason and, above the limit, a second person."""

    heading = N_("Why does it differ?")
    operation = "shifts.settle"

    async def told(self, number: str) -> str | No:
        """The difference in words."""
        line = self.app.shift
        view = await self.app.read("shifts.show", shift=line.shift) if line is not None else None
        counts = [] if view is None or isinstance(view, No) else view.counts
        found = next((one for one in counts if one.count == number), None)
        if found is None:
            return no("count_unknown", field="count", count=number)
        return found_to_differ(found)

    def outcome(self, answer: Any) -> Outcome:
        """The count stands as it was typed."""
        facts = ((words.thing(answer.thing), compared(answer)),)
        return Outcome(_("On the books"), big=words.counted(answer.thing, answer.variance, signed=True), facts=facts)

    async def posted(self, answer: Any) -> None:
        """Back to the handover, if it lies beneath."""
        below = self.app.screen_stack[-2] if self.is_current and len(self.app.screen_stack) > 1 else None
        if getattr(below, "opened", ("",))[0] == "handover":
            self.app.back()

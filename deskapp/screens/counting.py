"""Counting: blind, kept as typed; only then is the expected number told, and a difference explained. (domain 5)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No, no
from deskapp.screens.fields import Choice, Field
from deskapp.screens.form import Form
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ReasonedForm, approval_said

PLACES = (Choice("d", "desk", N_("Desk")), Choice("s", "stockroom", N_("Stockroom")))


class Count(Form):
    """How many there are, by somebody who has not been told how many there should be."""

    heading = N_("Count stock")
    operation = "stock.count"
    verb = N_("Save the count")

    def fields(self) -> list[Field]:
        """What, where, how many."""
        return [
            Field("item", N_("Item"), "code", required=True, default=self.context.get("item", "")),
            Field("place", N_("Where"), "choice", required=True, default="d", choices=PLACES),
            Field("counted", N_("Counted"), "number", required=True, help=N_("0 is a count too")),
        ]

    def first_field(self) -> str:
        """The item, then the count: the place is there already."""
        return "counted" if self.row("item").entry.value else "item"

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What is counted; never what is expected."""
        item = await self.app.read("items.show", item=values["item"])
        if isinstance(item, No):
            return item
        return _("{name}, {place}: {counted} counted. What is expected is shown after the count is saved.",
                 name=words.called(item.names, item.code), place=words.state(values["place"]),
                 counted=words.count(values["counted"]))  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """The difference in large."""
        facts = (
            (_("Count"), answer.count),
            (_("Counted"), words.count(answer.counted)),
            (_("Expected"), words.count(answer.expected)),
        )
        if not answer.variance:
            return Outcome(_("Counted, and right"), big="0", facts=facts)
        after = _("The difference waits in the open counts until its reason is written.")
        big = words.count(answer.variance, signed=True)
        return Outcome(_("Counted, and different"), big=big, facts=facts, next=after)

    async def posted(self, answer: Any) -> None:
        """A difference is explained at once, if one can."""
        if answer.variance and self.is_current:
            self.app.open("settle", count=answer.count)


class Settle(ReasonedForm):
    """Put the difference of a count on the books, with its reason."""

    heading = N_("Settle a count")
    operation = "stock.settle"
    verb = N_("Settle")

    def fields(self) -> list[Field]:
        """Which count, why."""
        return [
            Field("count", N_("Count"), "code", required=True, default=self.context.get("count", "")),
            Field("reason", N_("Reason"), required=True, help=N_("why it differs")),
        ]

    def on_mount(self) -> None:
        """Say at once what the difference is, and ask for whoever must agree."""
        self.reading(self._difference, group="difference")

    async def _difference(self) -> None:
        typed = self.row("count").value
        told = await self.told(typed) if isinstance(typed, str) and typed else ""
        if told:
            self.say(told)

    async def told(self, number: str) -> str | No:
        """The difference of an open count in words."""
        found = next((each for each in await self.app.read("stock.open_counts") if each.count == number), None)
        if found is None:
            return no("count_unknown", field="count", count=number)
        self.expect_approval(found.approver)
        said = _("{name}, {place}: {expected} expected, {counted} counted, difference {variance}.",
                 name=words.called(found.names, found.item), place=words.state(found.place),
                 expected=words.count(found.expected), counted=words.count(found.counted),
                 variance=words.count(found.counted - found.expected, signed=True))  # fmt: skip
        return f"{said} {approval_said(found.approver)}".rstrip()

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """The difference, and who must agree."""
        return await self.told(values["count"])

    def outcome(self, answer: Any) -> Outcome:
        """What the books say now."""
        there = _("{place}: {quantity}", place=words.state(answer.place), quantity=words.count(answer.on_hand))
        facts = ((_("Item"), answer.item), (_("Now"), there))
        return Outcome(_("Settled"), big=words.count(answer.variance, signed=True), facts=facts)


class Counts(ListScreen):
    """Counts whose difference nobody has explained yet."""

    heading = N_("Open counts")
    columns = (
        Column(N_("Count"), 15),
        Column(N_("Item")),
        Column(N_("Where"), 10),
        Column(N_("Expected"), 9, "right"),
        Column(N_("Counted"), 8, "right"),
        Column(N_("Difference"), 10, "right"),
        Column(N_("By"), 6),
    )
    empty = N_("No open counts. A count comes here when it differs from the books.")
    letters = ("new",)

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """The latest first."""
        found = await self.app.read("stock.open_counts")
        rows = [count_row(each) for each in found]
        fitting = [row for row in rows if any(narrow.casefold() in cell.casefold() for cell in row.cells)]
        return fitting[:200], len(fitting)

    def open_row(self, row: Row) -> None:
        """Explain it."""
        self.app.open("settle", count=row.key)

    def act_new(self) -> None:
        """n: count."""
        self.app.open("count")


def count_row(count: Any) -> Row:
    """One open count; a mark before the difference says that a second person must agree to it."""
    variance = ("! " if count.approver else "") + words.count(count.counted - count.expected, signed=True)
    cells = (
        count.count, words.called(count.names, count.item), words.state(count.place), words.count(count.expected),
        words.count(count.counted), variance, count.by,
    )  # fmt: skip
    return Row(count.count, cells, tone="bold" if count.approver else "")

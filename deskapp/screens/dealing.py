"""The lead's part of callbacks: the work is dealt out by load and skill, the day's are gathered; shown first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from textual.app import ComposeResult

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No, no
from deskapp.screens import call_words
from deskapp.screens.fields import Field
from deskapp.screens.form import Form
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.result import Outcome


class Shown(Form):
    """A form with a list below its fields that shows what F9 would do."""

    bar = ("help", "do_it", "back")
    listed: Listing

    def body(self) -> ComposeResult:
        """The fields, then the list."""
        yield from super().body()
        yield self.listed

    def _show_result(self) -> None:
        super()._show_result()
        self.listed.display = False


class DealOut(Shown):
    """Customers to clerks."""

    heading = N_("Deal out callbacks")
    operation = "callbacks.deal"
    verb = N_("Deal out")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.listed = Listing(
            (
                Column(N_("Number"), 8), Column(N_("Clerk")), Column(N_("Skill"), 8, "right"),
                Column(N_("Has now"), 12, "right"), Column(N_("Would have"), 14, "right"),
            ),
            id="shares",
        )  # fmt: skip

    def fields(self) -> list[Field]:
        """Who takes part with which skill."""
        return [
            Field("skills", N_("Clerks and skill"), "text", required=True, limit=400, check=skills),
            Field("again", N_("Deal all again"), "check", default=False),
        ]

    def on_mount(self) -> None:
        """Those of the last time stand there already."""
        self.reading(self._begin, group="terms")

    async def _begin(self) -> None:
        ahead = await self.app.read("callbacks.to_deal")
        if isinstance(ahead, No):
            self.say(ahead)
            return
        if not self.row("skills").changed:
            last = ", ".join(f"{one.staff} {one.skill}" for one in ahead.shares if one.skill)
            self.row("skills").fill(last, as_begun=True)
        self._show(ahead)

    def _show(self, ahead: Any) -> None:
        self.listed.show([_share(one) for one in ahead.shares])

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """How many customers nobody has, and how many are dealt out."""
        ahead = await self.app.read("callbacks.to_deal", skills=values["skills"], again=values["again"])
        if isinstance(ahead, No):
            return ahead
        self._show(ahead)
        return _("{free} customers are nobody's; {dealt} are dealt out. Who knows a customer keeps them.",
                 free=words.count(ahead.free), dealt=words.count(ahead.dealt))  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """How many each has now."""
        facts = tuple((staff, words.count(count)) for staff, count in sorted(answer.customers.items()))
        return Outcome(_("Dealt out: {count} customers", count=words.count(answer.dealt)), facts=facts)


def _share(one: Any) -> Row:
    skill = str(one.skill) if one.skill else "-"
    return Row(one.staff, (one.staff, one.name, skill, words.count(one.customers), words.count(one.then)))


def skills(typed: str) -> dict[str, int] | No:
    """Clerks and their skill as typed: `1001 5, 1002 3`."""
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[,;，、；]", typed))):
        pair = re.fullmatch(r"(\w{1,16})[\s:=：]+(\d)", part)
        if pair is None:
            return no("skills_bad", field="skills", part=part[:40])
        found[pair[1]] = int(pair[2])
    return found or no("empty", field="skills")


class Gather(Shown):
    """What a day brings by itself."""

    heading = N_("The day's callbacks")
    operation = "callbacks.gather"
    verb = N_("Gather")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.listed = Listing(
            (Column(N_("Purpose"), 18), Column(N_("Number"), 14), Column(N_("Name")), Column(N_("Phone"), 16),
             Column(N_("Day"), 12)),
            id="to-gather", empty=N_("Nobody is missing: whoever this day brings has a callback."),
        )  # fmt: skip

    def fields(self) -> list[Field]:
        """Which day."""
        return [Field("day", N_("Day"), "date", default=self.app.today())]

    def on_mount(self) -> None:
        """Today's are shown at once."""
        self.reading(self._foretell, group="consequence")

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Whom it brings."""
        day: date = values["day"] or self.app.today()
        found = await self.app.read("callbacks.to_gather", day=day)
        if isinstance(found, No):
            return found
        rows = [
            Row(f"{one.purpose} {one.member}",
                (call_words.purpose(one.purpose), one.member, one.name, one.phone, f"{one.on:%m-%d}"))
            for one in found
        ]  # fmt: skip
        self.listed.show(rows)
        return _counted(Counter(one.purpose for one in found)) or _("Nothing is missing for {day}.", day=words.day(day))

    def outcome(self, answer: Any) -> Outcome:
        """How many were made of each; whether more is left."""
        title = _counted(answer.made) or _("Nothing is missing for {day}.", day=words.day(answer.day))
        more = _("More is left: gather this day once more.") if answer.more else ""
        return Outcome(title, next=more)

    def go_on(self) -> None:
        """What is left of a long day is gathered next."""
        more = self.result is not None and bool(self.result.next)
        self.app.back()
        if more:
            self.app.open("gather")


def _counted(made: Mapping[str, int]) -> str:
    return ", ".join(f"{call_words.purpose(code)} {words.count(count)}" for code, count in made.items())

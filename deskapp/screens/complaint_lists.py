"""Complaints by countdown, the one that runs out first on top, and what waits for a supervisor's or manager's word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from textual import events

from deskapp import complaint_words, words
from deskapp.i18n import N_, _
from deskapp.rules.complaint_table import State
from deskapp.rules.decisions import No
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen

VIEWS: dict[str, tuple[str, dict[str, Any]]] = {
    "open": (N_("all that are open"), {}),
    "late": (N_("late"), {"overdue": True}),
    "escalated": (N_("escalated"), {"escalated": True}),
    "mine": (N_("mine"), {"mine": True}),
    "draft": (N_("draft"), {"state": "draft"}),
    "registered": (N_("to judge"), {"state": "registered"}),
    "awaiting_feedback": (N_("to ask the customer"), {"state": "awaiting_feedback"}),
    "closed": (N_("closed"), {"state": "closed"}),
}
"""What left and right go through: the word for it, and what is asked of the store."""
DUE = {"complaints_overdue": "late", "complaints_escalated": "escalated"}
"""The figures of home that lead to another view than the open ones."""
MOST = 200


class Complaints(ListScreen):
    """The list; a text typed behind `/` searches all of them, whatever their state."""

    heading = N_("Complaints")
    columns = (
        Column(N_("Number"), 13),
        Column(N_("Time left"), 14, "right"),
        Column(N_("Next"), 16),
        Column(N_("Name"), 10),
        Column(N_("In a word")),
    )
    empty = N_("No complaint is here. Left and right show others, / searches all, n takes a new one down.")
    letters = ("new",)

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.view = DUE.get(str(context.get("due", "")), "open")

    def _heading(self) -> str:
        label = _("found") if self.narrow.value.strip() else _(VIEWS[self.view][0])
        tally = self.listing.tally or words.count(len(self.listing.rows))
        other = _("left and right: others")
        return f" {_(self.heading)}   {label}   {tally}   {other}"

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Those of this view, or whatever the filter finds."""
        asked = {"text": narrow} if narrow else VIEWS[self.view][1]
        page = await self.app.read("complaints.list", **asked, limit=MOST)
        if isinstance(page, No):
            self.say(page)
            return (), None
        return [line_row(line) for line in page.rows], page.total

    def on_key(self, event: events.Key) -> None:
        """Left and right: another view."""
        if self.focused is self.listing and event.key in ("left", "right"):
            event.stop()
            event.prevent_default()
            views = list(VIEWS)
            step = 1 if event.key == "right" else -1
            self.view = views[(views.index(self.view) + step) % len(views)]
            self.narrow.value = ""
            self.load()

    def open_row(self, row: Row) -> None:
        """The case; a draft is taken up where it was left."""
        name = "complain" if getattr(row.data, "state", "") == State.DRAFT else "complaint"
        self.app.open(name, complaint=row.key)

    def act_new(self) -> None:
        """n: take one down."""
        self.app.open("complain")

    def stood(self) -> dict[str, Any]:
        """And which of them are listed."""
        return {**super().stood(), "view": self.view}

    def stand(self, stood: dict[str, Any]) -> None:
        """The same ones again."""
        self.view = stood["view"]
        super().stand(stood)


class Approvals(ListScreen):
    """The cases whose remedies wait for the word of who is signed in."""

    heading = N_("To approve")
    columns = (
        Column(N_("Number"), 13),
        Column(N_("Time left"), 14, "right"),
        Column(N_("Proposals"), 22),
        Column(N_("Name"), 10),
        Column(N_("In a word")),
    )
    empty = N_("Nothing waits for your approval. Proposals come here when a clerk has laid them before you.")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """By countdown, with what each proposal costs."""
        found = await self.app.read("complaints.approvals")
        if isinstance(found, No):
            self.say(found)
            return (), None
        rows = [approval_row(one) for one in found]
        return [row for row in rows if any(narrow.casefold() in cell.casefold() for cell in row.cells)], None

    def open_row(self, row: Row) -> None:
        """The case: its moves are there."""
        self.app.open("complaint", complaint=row.key)


def line_row(line: Any) -> Row:
    """One case: what is due next, and how much time there is for it."""
    ended = line.due_at is None
    following = words.state(line.state) if ended else complaint_words.step(line.due_step)
    cells = (line.number, "" if ended else left(line), following, line.name, line.subject)
    return Row(line.number, cells, tone=tone(line), data=line)


def approval_row(waiting: Any) -> Row:
    """One case with what its proposals cost; above the sum of the supervisor it is marked."""
    line = waiting.case
    costs = " / ".join(words.amount(cost) for cost in waiting.costs_money)
    return Row(line.number, (line.number, left(line), costs, line.name, line.subject), tone=tone(line), data=line)


def left(line: Any) -> str:
    """The countdown: who is waited for, or the time that is left; a mark before what is late."""
    if line.held_by:
        return complaint_words.value("held_by", line.held_by)
    told = complaint_words.span(line.minutes_left or 0)
    return f"! -{told}" if line.overdue else told


def tone(line: Any) -> Literal["", "dim", "bold", "warn"]:
    """Late ones stand out, then the grave ones; what waits for somebody else steps back."""
    if line.overdue:
        return "warn"
    return "dim" if line.held_by or line.due_at is None else "bold" if line.severity == "grave" else ""

"""The desk itself: on the left what this clerk did last, on the right what is due now; typing finds anybody."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.screens.frame import Frame
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.shown import Said

DUE: tuple[tuple[str, str, str], ...] = (
    ("slips", N_("Slips to sign"), "slips"),
    ("birthdays", N_("Birthdays today"), "birthdays"),
    ("upgrades", N_("Upgrades due"), "upgrades"),
    ("reorder", N_("Gifts to reorder"), "stock"),
)
"""What is due: its name in the answer of `home.due`, its words, and the screen that lists it."""

TODAY: tuple[tuple[str, str], ...] = (
    ("postings", N_("Done today")),
    ("enrolled", N_("New members")),
    ("points_given", N_("Points given")),
    ("points_spent", N_("Points spent")),
    ("gifts", N_("Gifts handed out")),
)


class Home(Frame):
    """Where every customer begins."""

    heading = N_("Desk")
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "next_pane", "lock", "back")

    def __init__(self) -> None:
        super().__init__()
        self.mine = Listing(
            (Column(width=5), Column(), Column(width=14)),
            headed=False,
            empty=N_("What you do today will stand here. Scan a card or type a name to begin."),
            id="mine",
        )
        self.due = Listing((Column(), Column(width=7, side="right")), headed=False, id="due")

    def body(self) -> ComposeResult:
        """Two panes."""
        with Horizontal(id="home"):
            with Vertical(id="home-left"):
                yield Said(lambda: " " + _("Done last"), classes="heading")
                yield self.mine
            with Vertical(id="home-right"):
                yield Said(lambda: " " + _("Due now"), classes="heading")
                yield self.due

    def on_screen_resume(self) -> None:
        """Back at the desk: things have been done meanwhile."""
        self.load()

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self.load()

    def load(self) -> None:
        """Ask for both panes."""
        if self.app.desk is not None:
            self.reading(self._load, group="home")

    async def _load(self) -> None:
        done = await self.app.read("journal.mine", limit=50)
        self.mine.show([_done(line) for line in done])
        self.due.show(due_rows(await self.app.read("home.due")))

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """A line of either pane."""
        event.stop()
        if event.listing is self.mine:
            self.app.open("entry", entry=event.row.data)
        elif isinstance(event.row.data, str) and event.row.data:
            self.app.open(event.row.data, **({"due": event.row.key} if event.row.data != event.row.key else {}))

    def action_back(self) -> None:
        """Esc puts the search line away, then lets the customer in front go."""
        if not self.omnibox.entry.value and self.app.customer is not None:
            self.app.release()
        super().action_back()
        self.first_focus()

    def why_not(self, action: str) -> str:
        """Home is where Esc leads."""
        if action == "back" and not self.app.customer and not (self.is_mounted and self.omnibox.entry.value):
            return _("You are at the desk already.")
        return super().why_not(action)


def _done(line: Any) -> Row:
    name = f"{words.operation(line.operation)} {line.member}".rstrip()
    return Row(
        str(line.entry),
        (words.time(line.at), name, line.subject),
        tone="dim" if line.voided_by else "",
        data=line.entry,
    )


def due_rows(due: Any) -> list[Row]:
    """What is due, then the figures of the day; what is zero is dim."""
    rows = []
    for name, label, opens in DUE:
        figure = getattr(due, name, 0)
        number = figure if isinstance(figure, int) else len(figure or ())
        rows.append(Row(name, (_(label), words.count(number)), tone="bold" if number else "dim", data=opens))
    for name, label in TODAY:
        if (figure := getattr(due, name, None)) is not None:
            rows.append(
                Row(name, (_(label), words.count(figure)), tone="" if figure else "dim", group=_("Today"), data="")
            )
    return rows

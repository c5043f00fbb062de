"""The desk itself: on the left what this clerk did last, on the right what is due now; typing finds anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Literal

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No
from deskapp.screens.frame import Frame
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.shown import Said

DUE: tuple[tuple[str, str, str], ...] = (
    ("callbacks_late", N_("Callbacks late"), "callbacks"),
    ("callbacks_due", N_("Callbacks due today"), "callbacks"),
    ("unsigned_slips", N_("Slips to sign"), "slips"),
    ("birthdays_today", N_("Birthdays today"), "birthdays"),
    ("upgrades_due", N_("Upgrades due"), "upgrades"),
    ("to_reorder", N_("Gifts to reorder"), "stock"),
    ("open_counts", N_("Counts to settle"), "stock"),
    ("unanswered_feedback", N_("Feedback unanswered"), "feedback"),
)
"""What is due: its name in the answer of `home.due`, its words, and the screen that lists it."""

TODAY: tuple[tuple[str, str, str], ...] = (
    ("receipts_today", N_("Receipts for points"), "journal"),
    ("points_today", N_("Points given"), "journal"),
    ("redemptions_today", N_("Gifts handed out"), "journal"),
    ("points_spent_today", N_("Points spent"), "journal"),
    ("enrolled_today", N_("New members"), "journal"),
    ("postings_today", N_("Everything done"), "journal"),
)
"""The figures of the day: name, words, and the screen behind them."""


class Home(Frame):
    """Where every customer begins."""

    heading = N_("Desk")
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "next_pane", "shift", "back")

    def __init__(self) -> None:
        super().__init__()
        self.mine = Listing(
            (Column(width=5), Column(), Column(width=14)),
            headed=False,
            empty=N_("What you do today will stand here. Scan a card or type a name to begin."),
            id="mine",
        )
        self.due = Listing((Column(), Column(width=7, side="right")), headed=False, id="due")
        self.figures: Any = None

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
        await self.app.look_at_shift()
        done, due = await self.app.read("journal.mine", limit=50), await self.app.read("home.due")
        for refusal in (answer for answer in (done, due) if isinstance(answer, No)):
            self.say(refusal)
            return
        today = self.app.today()
        self.mine.show([_done(line, today) for line in done])
        self.figures = due
        self.show_due()

    def show_due(self) -> None:
        """What waits: parked work first, since its customer stands there."""
        parked = len(self.app.parked)
        waiting = Row("parked", (_("Parked"), words.count(parked)), tone="bold" if parked else "dim")
        self.due.show([*self._shift_rows(), waiting, *due_rows(self.figures)])

    def _shift_rows(self) -> Iterator[Row]:
        """What waits of shifts: a handover to accept, one given back, none open, what a supervisor sees to and has to
        seal; what was left."""
        standing = self.app.standing
        if self.app.untaken is not None:
            yield Row("take_over", (_("Handover to accept"), "!"), tone="warn", data="take_over")
        elif standing is not None and standing.required and self.app.shift is None:
            yield Row("open_shift", (_("No shift is open"), "!"), tone="warn", data="open_shift")
        elif standing is not None and standing.given_back:
            opens = ("handover_shown", {"handover": standing.given_back})
            yield Row("given_back", (_("Handover refused"), "!"), tone="warn", data=opens)
        if alerts := getattr(self.figures, "shift_alerts", None):
            yield Row("shift_alerts", (_("Shifts to see to"), words.count(alerts)), tone="warn", data="shifts")
        if days := getattr(self.figures, "days_without_report", None):
            opens = ("report", {"date": str(days[0])})
            yield Row("unreported", (_("Reports to seal"), words.count(len(days))), tone="bold", data=opens)
        left = getattr(self.figures, "from_last_shift", None)
        if left is not None:
            tone: Literal["dim", "bold"] = "bold" if left else "dim"
            yield Row("last_shift", (_("From the last shift"), words.count(left)), tone=tone, data="handover_shown")

    def parked_changed(self) -> None:
        """More or less is parked than before."""
        if self.figures is not None:
            self.show_due()
        super().parked_changed()

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """A line of either pane."""
        event.stop()
        if event.row.key == "parked":
            self.app.recall()
        elif event.listing is self.mine:
            self.app.open("entry", entry=event.row.data)
        elif isinstance(event.row.data, tuple):
            name, context = event.row.data
            self.app.open(name, **context)
        else:
            self.app.open(str(event.row.data), due=event.row.key)

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


def _done(line: Any, today: date) -> Row:
    name = f"{line.member}  {words.operation(line.operation)}".lstrip()
    when = words.time(line.at) if line.business_date == today else f"{line.business_date:%m-%d}"
    return Row(
        str(line.entry),
        (when, name, words.state("voided") if line.voided_by else line.subject),
        tone="dim" if line.voided_by else "",
        data=line.entry,
    )


def due_rows(due: Any) -> list[Row]:
    """What is due, then the figures of the day; what is zero is dim."""
    return [
        *_complaints(due),
        *(_figure(due, name, label, opens, "", "bold") for name, label, opens in DUE),
        *(_figure(due, name, label, opens, _("Today"), "") for name, label, opens in TODAY),
    ]


def _complaints(due: Any) -> Iterator[Row]:
    """Those that are open, those that are late or escalated to who looks, if any are; for who approves, what waits for
    them."""
    yield _figure(due, "complaints_open", N_("Complaints open"), "complaints", "", "bold")
    if getattr(due, "complaints_overdue", 0):
        yield _figure(due, "complaints_overdue", N_("Complaints late"), "complaints", "", "bold")
    if getattr(due, "complaints_escalated", None):
        yield _figure(due, "complaints_escalated", N_("Complaints escalated"), "complaints", "", "bold")
    if getattr(due, "approvals", None) is not None:
        yield _figure(due, "approvals", N_("To approve"), "approvals", "", "bold")


def _figure(due: Any, name: str, label: str, opens: str, group: str, tone: Literal["", "bold"]) -> Row:
    figure: int = getattr(due, name, 0)
    return Row(name, (_(label), words.count(figure)), tone=tone if figure else "dim", group=group, data=opens)

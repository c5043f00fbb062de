"""The points of one member: what is left of each lot and until when, and every line of the account explained.

The line under the list says of the one with the cursor how it came about; Enter opens its journal entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.shown import Said, cut

MOST_LOTS = 4
"""Lines for the lots; with more of them one scrolls."""


class Statement(ListScreen):
    """The statement of the customer in front, or of `card`."""

    heading = N_("Points, line by line")
    columns = (
        Column(N_("Day"), 10),
        Column(N_("What")),
        Column(N_("Receipt"), 12),
        Column(N_("Amount"), 11, "right"),
        Column(N_("Points"), 7, "right"),
        Column(N_("Balance"), 8, "right"),
    )
    empty = N_("No points yet. They come here with the first receipt.")
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "next_pane", "back")

    def __init__(self, card: str = "") -> None:
        super().__init__()
        self.card = card
        self.answer: Any = None
        self.lots = Listing((Column(width=9, side="right"), Column()), headed=False, id="lots",
                            empty=N_("No points are left."))  # fmt: skip

    def body(self) -> ComposeResult:
        """What is left, the lines, and how the one with the cursor came about."""
        yield from super().body()
        yield Said(self._explained, id="explained")

    def on_mount(self) -> None:
        """The lots stand between the heading and the lines."""
        self.query_one("#work").mount(self.lots, before=self.listing)

    # ---- reading

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """The lines in which this text occurs."""
        key = self.card or (self.app.customer.key if self.app.customer else "")
        answer = await self.app.read("points.statement", card=key)
        if isinstance(answer, No):
            self.say(answer)
            return (), None
        self.answer = answer
        today = self.app.today()
        lots = [Row(str(n), (words.count(lot.left), lot_words(lot, today)), tone="dim" if lot.expired else "")
                for n, lot in enumerate(answer.lots)]  # fmt: skip
        self.lots.show(lots)
        self.lots.styles.height = max(1, min(len(lots), MOST_LOTS))
        rows = [line_row(line) for line in answer.lines]
        return [row for row in rows if narrow.casefold() in " ".join(row.cells).casefold()], None

    def _heading(self) -> str:
        if self.answer is None:
            return super()._heading()
        told = [f" {_(self.heading)}: {cut(self.answer.name, 24)}"]
        told.append(_("usable {points}", points=words.count(self.answer.usable)))
        if self.answer.pending:
            told.append(_("not yet {points}", points=words.count(self.answer.pending)))
        if self.answer.expired:
            told.append(_("expired {points}", points=words.count(self.answer.expired)))
        return "   ".join([*told, self.listing.tally]).rstrip()

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self.load()

    # ---- one line

    def _explained(self) -> str:
        row = self.current
        return explained(row.data) if row is not None else ""

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Explain the line that has the cursor now."""
        for said in self.query("#explained").results(Said):
            said.again()

    def open_row(self, row: Row) -> None:
        """Its journal entry."""
        if row.data is not None:
            self.app.open("entry", entry=row.data.entry)  # type: ignore[attr-defined]


def line_row(line: Any) -> Row:
    """One movement of points."""
    what = words.operation(line.operation) + (" (" + _("taken back") + ")" if line.reverses else "")
    amount = "" if line.amount_money is None else words.amount(line.amount_money)
    cells = (
        f"{words.local(line.at):%Y-%m-%d}",
        what,
        line.receipt,
        amount,
        words.count(line.points, signed=True),
        words.count(line.balance),
    )
    return Row(f"{line.entry} {line.balance} {line.points}", cells, tone="dim" if line.reverses else "", data=line)


def lot_words(lot: Any, today: Any) -> str:
    """Until when the points of a lot are good, since when they are there, and from when if that is to come."""
    if lot.expired:
        told = _("expired on {day}", day=words.day(lot.expires))
    else:
        told = _("until {day}", day=words.day(lot.expires)) if lot.expires else _("never expire")
    told += ", " + _("earned on {day}", day=words.day(lot.earned_on))
    if lot.available_from and lot.available_from > today:
        told += ", " + _("usable from {day}", day=words.day(lot.available_from))
    return told


def explained(line: Any) -> str:
    """How a line came about: the receipt, the rate, the rules, until when, the entry."""
    told = []
    if line.receipt and line.amount_money is not None:
        receipt, amount = cut(line.receipt, 40), words.amount(line.amount_money)
        told.append(_("Receipt {receipt} of {amount}", receipt=receipt, amount=amount))
    if line.rate:
        told.append(_("one point for each {rate}", rate=words.amount(line.rate)))
    if line.reason:
        told.append(_("reason: {reason}", reason=cut(line.reason, 80)))
    if line.points > 0:
        told.append(_("until {day}", day=words.day(line.expires)) if line.expires else _("never expire"))
    told.append(_("rules {version}", version=line.policy_version))
    told.append(_("entry {entry}, {subject}", entry=line.entry, subject=cut(line.subject, 40)))
    return "\n".join([" " + "; ".join(told)])

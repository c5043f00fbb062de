"""Slips: those still to sign, one as it stands on paper; signed by one key, printed by one key. (domain 1.4)"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.outputs import lines, printing
from deskapp.outputs import slips as paper
from deskapp.rules.decisions import No, no
from deskapp.screens.frame import Frame
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.printing import Printing
from deskapp.screens.shown import Said, shown

SIGNED_SHOWN = 50


class Slips(ListScreen):
    """To sign first, then the latest signed."""

    heading = N_("Slips")
    columns = (
        Column(N_("Number"), 15),
        Column(N_("What"), 22),
        Column(N_("Member")),
        Column(N_("Made"), 11),
        Column(N_("State"), 8),
    )
    empty = N_("No slips. They come here when points are given or a gift is handed out.")
    letters = ("done", "print")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.ops: dict[str, str] = {}
        self.printing = Printing(self)

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Both groups."""
        waiting = await self.app.read("slips.list", state="to_sign", limit=200)
        signed = await self.app.read("slips.list", state="signed", limit=SIGNED_SHOWN)
        rows = [slip_row(each, _("To sign")) for each in waiting] + [slip_row(each, _("Signed")) for each in signed]
        fitting = [row for row in rows if any(narrow.casefold() in cell.casefold() for cell in row.cells)]
        return fitting[:200], len(fitting)

    def open_row(self, row: Row) -> None:
        """The slip itself."""
        self.app.open("slip", slip=row.key)

    def act_print(self) -> None:
        """p: onto paper, straight away."""
        if self.current:
            self.writing(partial(self.printing.print, self.current.key))

    def act_done(self) -> None:
        """d: the customer has signed."""
        if self.current:
            number = self.current.key
            self.writing(partial(self._sign, number, self.ops.setdefault(number, uuid4().hex)))

    async def _sign(self, number: str, op: str) -> None:
        answer = await self.app.ask("slips.sign", op=op, slip=number)
        if isinstance(answer, No):
            self.say(answer)
        else:
            self.say(_("Slip {slip} is signed.", slip=number), "done")
            if self.current and self.current.key == number:
                self.listing.go("down")
        self.load()

    def why_not(self, action: str) -> str:
        """Only what is to sign is signed."""
        if action in ("done", "print") and self.current is None:
            return _("There is no slip here.")
        if action == "done" and self.current and state_of(self.current) != "to_sign":
            return _("This slip is signed already.")
        return super().why_not(action)


def state_of(row: Row) -> str:
    """The state of the slip in this row."""
    return str(getattr(row.data, "state", ""))


def slip_row(slip: Any, group: str) -> Row:
    """One slip."""
    what = _(paper.KINDS.get(slip.kind, slip.kind))
    made = f"{words.local(slip.made_at):%m-%d %H:%M}"
    cells = (slip.number, what, slip.member, made, words.state(slip.state))
    return Row(slip.number, cells, tone="" if slip.state == "to_sign" else "dim", group=group, data=slip)


class Slip(Frame):
    """One slip as it stands on paper. F8 prints it, F9 confirms that the customer signed."""

    heading = N_("Slip")
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "slip", "do_it", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__()
        self.number = str(context.get("slip", ""))
        self.slip: Any = None
        self.op = uuid4().hex
        self.printing = Printing(self)
        self.saves = False
        """Whether F8 saves a file because this counter has no printer."""

    def body(self) -> ComposeResult:
        """Its number and state, then the paper."""
        yield Said(self._heading, classes="heading")
        with VerticalScroll(id="paper", classes="pane", can_focus=True):
            yield Said(self._paper)

    def _heading(self) -> str:
        state = f"   {words.state(self.slip.state)}" if self.slip else ""
        return f" {_(self.heading)} {self.number}{state}"

    def _paper(self) -> Content:
        said = lines.text(paper.copies(self.slip, self.names)).splitlines() if self.slip else []
        return Content("\n").join([shown(f"  {line}") for line in said])

    @property
    def names(self) -> Mapping[str, str]:
        """The store's name by language."""
        return self.app.house.names if self.app.house else {}

    def on_mount(self) -> None:
        """Read it. No scroll bar: its blocks are two cells wide on some consoles."""
        self.query_one("#paper").styles.scrollbar_size_vertical = 0
        self.reading(self._load, group="slip")

    async def _load(self) -> None:
        self.slip = await self.app.read("slips.show", slip=self.number)
        if self.slip is None:
            self.say(no("slip_unknown", slip=self.number))
        self.tell_again()
        try:
            printer = await asyncio.to_thread(printing.settings)
        except printing.NotPrinted as error:
            self.say(error.said, "no")
        else:
            self.saves = printer.kind in printing.SAVING
        self.show_keys()

    def first_focus(self) -> None:
        """The paper: arrows scroll it."""
        self.set_focus(self.query_one("#paper"))

    # ---- the keys

    def label_of(self, action: str) -> str:
        """Words of this screen for F8 and F9."""
        if action == "slip":
            return N_("Save") if self.saves else N_("Reprint") if self.slip and self.slip.prints else N_("Print")
        return N_("Signed") if action == "do_it" else ""

    def why_not(self, action: str) -> str:
        """Nothing without a slip; signed once."""
        if action in ("slip", "do_it") and self.slip is None:
            return _("There is no slip here.")
        if action == "do_it" and self.slip.state == "signed":
            return _("This slip is signed already.")
        if action == "do_it" and self.slip.state != "to_sign":
            return _("This slip is void.")
        return super().why_not(action)

    def action_do_it(self) -> None:
        """F9: the customer has signed the paper."""
        if self.live("do_it"):
            self.writing(self._sign)

    async def _sign(self) -> None:
        answer = await self.app.ask("slips.sign", op=self.op, slip=self.number)
        self.say(answer if isinstance(answer, No) else _("Slip {slip} is signed.", slip=self.number),
                 "no" if isinstance(answer, No) else "done")  # fmt: skip
        await self._load()

    def action_slip(self) -> None:
        """F8: onto paper, or into a file where there is no printer."""
        if self.live("slip"):
            self.writing(self._print)

    async def _print(self) -> None:
        await self.printing.print(self.number)
        self.slip = await self.app.read("slips.show", slip=self.number)
        self.show_keys()

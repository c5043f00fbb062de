"""Puts a slip on paper from whatever screen: counted first, then printed or saved, and said how it went."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from deskapp.i18n import _
from deskapp.outputs import printing
from deskapp.outputs import slips as paper
from deskapp.rules.decisions import No, no

if TYPE_CHECKING:
    from deskapp.app import DeskApp
    from deskapp.screens.frame import Frame


@dataclass
class Printing:
    """What a screen keeps of its prints: those under way, and the operation id of one that was not answered."""

    screen: Frame
    busy: set[str] = field(default_factory=set)
    ops: dict[str, str] = field(default_factory=dict)

    @property
    def app(self) -> DeskApp:
        """The app that the screen is in."""
        return self.screen.app

    async def print(self, number: str) -> None:
        """Print this slip and say what came of it. Pressed again meanwhile, it is not printed twice."""
        if number in self.busy:
            self.app.say(_("Slip {slip} is being printed.", slip=number))
            return
        self.busy.add(number)
        try:
            said, tone = await self._print(number)
        except printing.NotPrinted as error:
            said, tone = _("Not printed. {why}", why=error.said), "no"
        finally:
            self.busy.discard(number)
        self.app.say(said, tone)

    async def _print(self, number: str) -> tuple[str | No, str]:
        desk = self.app.desk
        slip = await self.app.read("slips.show", slip=number)
        if slip is None:
            return no("slip_unknown", slip=number), "no"
        printer = await asyncio.to_thread(printing.settings)
        await asyncio.to_thread(printing.check, printer)
        if self.app.desk is not desk:
            return _("Slip {slip} is not printed: the desk was locked.", slip=number), "no"
        # From here on it counts as printed: whatever else is needed of the store was read before.
        answer = await self.app.ask("slips.print", op=self.ops.setdefault(number, uuid4().hex), slip=number)
        del self.ops[number]
        if isinstance(answer, No):
            return answer, "no"
        names = self.app.house.names if self.app.house else {}
        marked = paper.REPRINT if answer.reprint else ""
        copies = paper.copies(replace(slip, state=answer.state), names, marked=marked)
        self.app.say(_("Printing slip {slip} ...", slip=number))
        try:
            sent = await asyncio.to_thread(printing.send, printer, copies, answer.times)
        except printing.NotPrinted as error:
            return _("Not printed. {why} The next print will be marked as a reprint.", why=error.said), "no"
        return told(answer, sent), "done"


def told(printed: Any, sent: printing.Sent) -> str:
    """Where the slip went, and what of it could not be printed."""
    if sent.file:
        said = _("Reprint saved: {file}", file=sent.file) if printed.reprint else _("Saved: {file}", file=sent.file)
    elif printed.reprint:
        said = _("Slip {slip} is printed again, marked as a reprint.", slip=printed.slip)
    else:
        said = _("Slip {slip} is printed.", slip=printed.slip)
    if sent.lacking:
        said += " " + _("The printer has no letters for {letters}: ? stands there.", letters=sent.lacking)
    return said

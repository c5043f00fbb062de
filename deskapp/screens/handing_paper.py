"""Puts a sealed handover on paper, or into a file where there is no printer, and says how it went."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from deskapp.i18n import _
from deskapp.outputs import handover as paper
from deskapp.outputs import printing
from deskapp.rules.decisions import No

if TYPE_CHECKING:
    from deskapp.app import DeskApp


async def print_handover(app: DeskApp, number: str) -> None:
    """Print it as it was sealed."""
    view = await app.read("handover.show", handover=number)
    if isinstance(view, No):
        app.say(view)
        return
    drawn = paper.sheet(view, app.house.names if app.house else {})
    try:
        printer = await asyncio.to_thread(printing.settings)
        await asyncio.to_thread(printing.check_extra, "pdf")
        app.say(_("Printing ..."))
        sent = await asyncio.to_thread(printing.send_sheet, printer, f"handover-{view.handover}", drawn)
    except printing.NotPrinted as error:
        app.say(_("Not printed. {why}", why=error.said), "no")
    else:
        app.say(_("Saved: {file}", file=sent.file) if sent.file else _("The sheet is printed."), "done")

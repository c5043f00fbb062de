"""What the last shift left, and one handover as it was sealed. (domain 14)"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No
from deskapp.screens import handed
from deskapp.screens.handing_paper import print_handover
from deskapp.screens.listing import Row
from deskapp.screens.lists import ListScreen


class HandoverShown(ListScreen):
    """One handover by its number; without one, what was carried into this shift and is still open."""

    heading = N_("From the last shift")
    columns = handed.COLUMNS
    empty = N_("Nothing was handed over here. What a shift leaves stands here for the next.")
    letters: ClassVar[tuple[str, ...]] = ("done",)
    bar: ClassVar[tuple[str, ...]] = ("help", "slip", "shift", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.number = str(context.get("handover", ""))
        self.view: Any = None
        self.ops: dict[str, str] = {}

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """What is still open of it first, then the handover as it was sealed."""
        carried = await self.app.read("shifts.carried")
        if isinstance(carried, No):
            self.say(carried)
            return (), None
        number = self.number or (carried.handover if carried else "")
        view = await self.app.read("handover.show", handover=number) if number else None
        if view is None or isinstance(view, No):
            if view is not None:
                self.say(view)
            return (), None
        self.view = view
        still = carried.items if carried and carried.handover == number else []
        shown = [*handed.items(still, _("Still open"), self.size.width), *handed.rows(view, self.size.width)]
        rows = [Row(f"{place} {row.key}", row.cells, row.tone, row.group, row.data) for place, row in enumerate(shown)]
        return [row for row in rows if any(narrow.casefold() in cell.casefold() for cell in row.cells)], None

    def _heading(self) -> str:
        number = f"   {self.view.handover}   {words.state(self.view.state)}" if self.view else ""
        return f" {_(self.heading)}{number}"

    def open_row(self, row: Row) -> None:
        """Enter: the record behind a line."""
        if isinstance(row.data, tuple):
            name, context = row.data
            self.app.open(name, **context)
        elif work := handed.unfinished(row):
            self.app.back()
            self.app.go_on_with(work)

    def act_done(self) -> None:
        """d: a note has been seen to."""
        if (note := self._note()) is not None:
            self.writing(partial(self._seen, note))

    def _note(self) -> str | None:
        thing: Any = self.current.data if self.current else None
        return thing.reference if getattr(thing, "kind", "") == "note" else None

    async def _seen(self, note: str) -> None:
        answer = await self.app.ask("shifts.note_done", op=self.ops.setdefault(note, uuid4().hex), note=note)
        done = _("Seen to: it is not handed on any more.")
        self.say(answer if isinstance(answer, No) else done, "no" if isinstance(answer, No) else "done")
        self.load()

    def label_of(self, action: str) -> str:
        """F8 puts the sheet on paper."""
        return N_("Print") if action == "slip" else super().label_of(action)

    def action_slip(self) -> None:
        """F8: the handover on paper."""
        if self.live("slip"):
            self.writing(partial(print_handover, self.app, self.view.handover))

    def why_not(self, action: str) -> str:
        """Only notes are done here; the rest is done where it is."""
        if action == "slip" and (self.view is None or not self.view.seal):
            return _("A handover is printed once it is sealed.")
        if action == "done" and self._note() is None:
            return _("Only a note is done here; Enter opens the others.")
        return super().why_not(action)

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self.load()

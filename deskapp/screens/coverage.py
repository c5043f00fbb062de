"""Who was called back and what came of it, with the numbers that prove that nobody was forgotten (回访总结报告).
(domain 7)"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from deskapp.i18n import N_, _
from deskapp.outputs import coverage, sheets
from deskapp.outputs.cells import said
from deskapp.outputs.sheets import Section, Sheet
from deskapp.rules.decisions import No
from deskapp.rules.ranges import Days
from deskapp.screens.listing import Column, Row
from deskapp.screens.ranges import OfDays

WIDE = 20


class CallbackSummary(OfDays):
    """The summary of some days."""

    heading = coverage.TITLE
    file = "callbacks"
    columns = (Column(), Column(width=14, side="right"), Column(width=5, side="right"), Column(width=WIDE))
    empty = N_("Nobody was owed a call in these days, and nobody was called.")

    async def figures(self, days: Days) -> Any | No:
        """The proof and the summary, from the records."""
        about = {"start": days.start, "end": days.end}
        proof, told = await asyncio.gather(
            self.app.read("callbacks.coverage", **about), self.app.read("callbacks.summary", **about)
        )
        return next((each for each in (proof, told) if isinstance(each, No)), (proof, told))

    def listed(self) -> Sequence[Row]:
        """Part by part, as on paper; nothing where there was none."""
        proof, told = self.told
        if not proof.owed and not told.calls and not proof.members:
            return ()
        return [row for section in coverage.sections(proof, told) for row in rows_of(section)]

    def sheet(self, made: str) -> Sheet:
        """For the supervisor's file."""
        proof, told = self.told
        return coverage.sheet(proof, told, self.app.house.names if self.app.house else {}, made)

    def explained(self, row: Row) -> str:
        """The proof: the numbers that add up."""
        return _("Everybody is called") + f": {coverage.added_up(self.told[0])}"


def rows_of(section: Section) -> Iterator[Row]:
    """The rows of one part with their pictures."""
    bars = section.bars or (0,) * len(section.rows)
    for row, share in zip(section.rows, bars, strict=True):
        label, figure, *rate = map(said, row)
        cells = (label, figure, *rate, *[""] * (1 - len(rate)), sheets.bar(share, WIDE))
        yield Row(f"{section.heading} {label}", cells, group=section.heading)

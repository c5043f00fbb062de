"""Complaints by category, department, cause and channel, with a picture of how many (顾客投诉分类统计表). (domain 6)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.outputs import complaint_figures as figures
from deskapp.outputs import sheets
from deskapp.outputs.sheets import Sheet
from deskapp.rules.decisions import No
from deskapp.rules.ranges import Days
from deskapp.screens.listing import Column, Row
from deskapp.screens.ranges import BAR, OfDays


class Statistics(OfDays):
    """The table of some days."""

    heading = figures.TITLE
    file = "complaints"
    columns = (
        Column(""),
        Column(N_("Cases"), 5, "right"),
        Column("", BAR),
        Column(N_("Valid"), 7, "right"),
        Column(N_("Answered in"), 11, "right"),
        Column(N_("Reopened"), 8, "right"),
        Column(N_("Satisfied"), 9, "right"),
    )
    empty = N_("No complaints in these days. They are counted from the day on which they are registered.")

    async def figures(self, days: Days) -> Any | No:
        """From the records."""
        return await self.app.read("complaints.statistics", start=days.start, end=days.end)

    def listed(self) -> Sequence[Row]:
        """All of them together, then by each class; nothing where there was none."""
        if not self.told.whole.total and not self.told.merged:
            return ()
        return [row_of("whole", _("All"), self.told.whole, "", _("In all")), *self._by_class()]

    def _by_class(self) -> Iterator[Row]:
        for name, heading in figures.DIMENSIONS.items():
            of_class = self.told.rows[name]
            bars = sheets.bars([each.figures.total for each in of_class])
            for each, share in zip(of_class, bars, strict=True):
                called, bar = figures.called(name, each.code), sheets.bar(share, BAR)
                yield row_of(f"{name} {each.code}", called, each.figures, bar, _(heading))

    def sheet(self, made: str) -> Sheet:
        """For the supervisor's file."""
        return figures.sheet(self.told, self.app.house.names if self.app.house else {}, made)

    def explained(self, row: Row) -> str:
        """How many of how many."""
        each: Any = row.data
        told = [
            _("founded {part}", part=behind(each.founded, each.judged)),
            _("answered {count}", count=words.count(each.answered)),
            _("reopened {part}", part=behind(each.reopened, each.implemented)),
            _("satisfied {part}", part=behind(each.satisfied, each.heard)),
            _("closed {count}", count=words.count(each.closed)),
            _("taken back {count}", count=words.count(each.withdrawn)),
            _("cost {amount}", amount=words.amount(each.cost_money)),
        ]
        if row.key == "whole":
            told.append(_("joined with others {count}", count=words.count(self.told.merged)))
        return f"{row.cells[0]}: {'; '.join(told)}"


def row_of(key: str, called: str, each: Any, bar: str, group: str) -> Row:
    """One class in a line."""
    cells = (
        called, words.count(each.total), bar, figures.rate(each.founded, each.judged), figures.mean(each),
        figures.rate(each.reopened, each.implemented), figures.rate(each.satisfied, each.heard),
    )  # fmt: skip
    return Row(key, cells, tone="bold" if key == "whole" else "", group=group, data=each)


def behind(part: int, of: int) -> str:
    """So many of so many."""
    return f"{words.count(part)}/{words.count(of)}"

"""The report of a day, a week, a month, any days or a shift: figures with their pictures, its seal, paper and files.

It begins with today as far as it has come; left and right go to the days before and after. (domain 15)
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from rich.cells import cell_len

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.outputs import printing, report_forms
from deskapp.outputs import reports as paper
from deskapp.outputs.sheets import Sheet
from deskapp.rules import reports as rules
from deskapp.rules.decisions import No
from deskapp.rules.ranges import Days
from deskapp.screens import sheet_rows
from deskapp.screens.choose import Choose
from deskapp.screens.fields import Choice
from deskapp.screens.listing import Column, Row
from deskapp.screens.ranges import OWN, OfDays

OPENS = {
    "complaints": "statistics", "causes": "statistics", "answers": "callback_summary", "punctual": "callback_summary",
    "hours": "journal", "work": "journal", "clerks": "journal", "refusals": "journal",
}  # fmt: skip
"""The screen behind a section whose rows are no record."""
NOW_OPEN = ("complaints", "callbacks", "slips", "counts")
"""The lists behind what is open, line by line."""
FORMS = (
    Choice("h", "html", N_("Save as a page for a browser (HTML)")),
    Choice("x", "xlsx", N_("Save as a workbook with charts (XLSX)")),
    Choice("c", "csv", N_("Save the figures as rows (CSV)")),
)


MOST = 500
"""Lines of a whole report: no section has more than the screen shows of it."""


ONLY = "only"
"""Among the days that are offered: the counter it is of."""
TOP = "members 0"
"""The first line of each report."""


class Report(OfDays):
    """One report; `date` says of which day, `shift` of which shift, nothing today; `counter` narrows it to one."""

    heading = N_("Report")
    columns = (Column(),)
    bar: ClassVar[tuple[str, ...]] = ("help", "slip", "do_it", "back")
    empty = N_("No figures can be shown here.")
    choices = (
        Choice("t", "daily 0", N_("Today")),
        Choice("y", "daily 1", N_("Yesterday")),
        Choice("w", "weekly 0", N_("This week")),
        Choice("l", "weekly 1", N_("Last week")),
        Choice("m", "monthly 0", N_("This month")),
        Choice("p", "monthly 1", N_("The month before")),
        Choice("o", OWN, N_("Days of your own")),
    )

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.shift = str(context.get("shift", ""))
        self.counter = str(context.get("counter", ""))
        self.ops: dict[date, str] = {}
        """The operation of each date's seal that was not answered."""
        self.listing.most = MOST

    # ---- of which days

    @property
    def span(self) -> rules.Span:
        """The days and what they are: a day, a week, a month or a range."""
        days = self.days or self.first_days()
        return rules.around(days.start, days.end, self.app.today())

    def first_days(self) -> Days:
        """Today, unless it was opened for another day."""
        day = self.context.get("date") or self.app.today()
        day = day if isinstance(day, date) else date.fromisoformat(day)
        return Days(day, day)

    def near(self, days: Days, way: int) -> Days:
        """The day, week or month before or after, none that has not begun; from a shift to its day."""
        if self.shift and self.told is not None:
            return Days(self.told.start, self.told.end)
        span = self.span.before() if way < 0 else self.span.after()
        return days if span.start > self.app.today() else Days(span.start, span.end)

    def days_of(self, value: str) -> Days:
        """Today, the week or month around it, or the one before."""
        kind, _space, back = value.partition(" ")
        span = next(rules.of(each, self.app.today()) for each in rules.OF_A_DAY if each == kind)
        span = span.before() if back == "1" else span
        return Days(span.start, span.end)

    def show_days(self, days: Days) -> None:
        """Other days of the same length keep the cursor where it is; other reports begin at their head."""
        before, self.days = (self.span.kind, self.shift), days
        self.shift = ""
        self.at = "" if (self.span.kind, self.shift) == before else TOP
        super().show_days(days)

    def act_days(self) -> None:
        """t: other days; where there are more counters, the report of one."""
        more = (Choice("c", ONLY, N_("One counter, or all")),) if len(self._counters()) > 1 else ()
        self.app.push_screen(Choose(N_("Figures of which days?"), (*self.choices, *more)), self._chosen)

    @staticmethod
    def _counters() -> dict[str, str]:
        return {code: words.classed("counter", code) for code in words.house().classes.get("counter", {})}

    def _chosen(self, value: str | None) -> None:
        if value != ONLY:
            super()._chosen(value)
            return
        one = [Choice(code.lower(), code, name) for code, name in self._counters().items()]
        choices = [Choice("*", "", N_("All counters")), *one]
        self.app.push_screen(Choose(N_("Figures of which counter?"), choices, self.counter), self._of_counter)

    def _of_counter(self, value: str | None) -> None:
        if value is not None:
            self.counter = value
            self.show_days(self.days or self.first_days())

    def stood(self) -> dict[str, Any]:
        """Whether it is still that of a shift, and of which counter, too."""
        return {**super().stood(), "shift": self.shift, "counter": self.counter}

    def stand(self, stood: dict[str, Any]) -> None:
        """The same report."""
        self.shift, self.counter = stood["shift"], stood.get("counter", "")
        super().stand(stood)

    # ---- the figures

    async def figures(self, days: Days) -> Any | No:
        """The report as it was sealed, or as it is now."""
        if self.shift:
            return await self.app.read("reports.shift", shift=self.shift)
        span = rules.around(days.start, days.end, self.app.today())
        only = {"counter": self.counter} if self.counter else {}
        if span.kind == "range":
            return await self.app.read("reports.range", start=span.start, end=span.end, **only)
        return await self.app.read(f"reports.{span.kind}", date=span.start, **only)

    def listed(self) -> Sequence[Row]:
        """Section below section, as on paper."""
        return list(sheet_rows.rows(self.sheet(), max(self.size.width - 2, 20)))

    def sheet(self, made: str = "") -> Sheet:
        """As on paper: whoever prints it, a sealed report is the same sheet."""
        return paper.sheet(self.told)

    def on_resize(self) -> None:
        """Bars and columns are laid out anew."""
        if self.told is not None:
            self.listing.show(self.listed())

    def explained(self, row: Row) -> str:
        """The row in words, nothing cut, every figure with its heading."""
        line: Any = row.data
        if line.place < 0:
            return row.cells[0]
        table = sheet_rows.Table(line.section, self.size.width)
        return _("{what}: {told}", what=line.section.heading, told=table.told(line.place))

    def _heading(self) -> str:
        if self.told is None:
            return f" {_(self.heading)}"
        parts = [paper.title(self.told), paper.of_days(self.told), paper.made(self.told)]
        whole = " " + "   ".join(filter(None, parts))
        hint = "   " + _("left and right: other days")
        return whole + hint if not self.shift and cell_len(whole + hint) < self.size.width else whole

    # ---- from a figure to what is behind it

    def open_row(self, row: Row) -> None:
        """Enter: the record, the list or the day behind a line."""
        line: Any = row.data
        name, place = line.section.name, max(line.place, 0)
        first = str(line.section.rows[place][0]) if line.place >= 0 else ""
        if line.place < 0:
            self.say(_("There is nothing more behind this line."))
        elif name == "unsigned":
            self.app.open("slip", slip=first)
        elif name in ("overrides", "late"):
            self.app.open("entry", entry=int(first))
        elif name in ("gifts", "stock", "levels"):
            self.app.open("item", code=first)
        elif name == "shifts" and self.told.shifts[place].shift and not self.shift:
            self.app.open("report", shift=first)
        elif name in ("days", "points_days", "punctual_days"):
            self.app.open("report", date=self.told.days[place].day.isoformat(), counter=self.counter)
        elif name == "open":
            self.app.open(NOW_OPEN[place])
        elif name in OPENS:
            self.app.open(OPENS[name])
        else:
            self.say(_("There is nothing more behind this line."))

    def action_next_pane(self) -> None:
        """F6: on to the next section; behind the last one to the search line."""
        rows = self.listing.rows
        here = self.listing.cursor if self.focused is self.listing else len(rows)
        group = rows[here].group if here < len(rows) else ""
        following = next((place for place in range(here, len(rows)) if rows[place].group != group), None)
        if following is None:
            super().action_next_pane()
            if self.focused is self.listing:
                self.listing.move(0)
        else:
            self.listing.begin_at(following)

    # ---- keys

    def label_of(self, action: str) -> str:
        """F8 asks how; F9 seals."""
        return {"slip": N_("Print, save"), "do_it": N_("Seal it")}.get(action) or super().label_of(action)

    def why_not(self, action: str) -> str:
        """Only the report of one day is sealed, and once."""
        if action == "do_it":
            if self.told is None:
                return _("There are no figures here.")
            if self.counter:
                return _("The report of all counters is sealed, not that of one.")
            if self.told.kind != "daily" or self.shift:
                return _("Only the report of a day is sealed.")
            if self.told.sealed:
                return _("This report is sealed already.")
            return ""
        return super().why_not(action)

    def action_do_it(self) -> None:
        """F9: seal the report of the day, once it is confirmed."""
        if self.live("do_it"):
            question = _("Seal the report of {day}? It stays as it is now.", day=words.day(self.told.start))
            answers = [Choice("s", "seal", N_("Seal it")), Choice("n", "", N_("Leave it open"))]
            self.app.push_screen(Choose(lambda: question, answers), self._confirmed)

    def _confirmed(self, value: str | None) -> None:
        if value == "seal":
            self.writing(partial(self._seal, self.told.start))

    async def _seal(self, day: date) -> None:
        answer = await self.app.ask("reports.seal", op=self.ops.setdefault(day, uuid4().hex), date=day)
        del self.ops[day]
        if isinstance(answer, No):
            self.say(answer)
            return
        self.say(_("Sealed as No. {number}.", number=answer.number), "done")
        self.load()

    # ---- paper and files

    def action_slip(self) -> None:
        """F8: on paper, or into a file that opens elsewhere."""
        if self.live("slip"):
            first = Choice("p", "pdf", N_("Save as paper (PDF)") if self.saves else N_("Print"))
            self.app.push_screen(Choose(N_("Print or save the report"), (first, *FORMS)), self._how)

    def _how(self, form: str | None) -> None:
        if form == "pdf":
            self.writing(self._print)
        elif form:
            self.writing(partial(self._save, form))

    @property
    def called(self) -> str:
        """What its file is called."""
        span = self.span
        only = f"-{self.counter}" if self.counter else ""
        return f"report-{self.shift}" if self.shift else f"report-{span.kind}-{span.start}{only}"

    async def _save(self, form: str) -> None:
        told, name = self.told, self.called
        try:
            printer = await asyncio.to_thread(printing.settings)
            if form in report_forms.NEEDS:
                await asyncio.to_thread(printing.check_extra, report_forms.NEEDS[form])
            made = await asyncio.to_thread(report_forms.file, told, form)
            sent = await asyncio.to_thread(printing.save_file, printer, name, form, made)
        except printing.NotPrinted as error:
            self.say(_("Not saved. {why}", why=error.said), "no")
        else:
            self.say(_("Saved: {file}", file=sent.file), "done")

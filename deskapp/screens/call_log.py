"""The call log: the calls of a day or with one person, one call and what came of it, how the telephone is answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.places import FOUND
from deskapp.rules.decisions import No
from deskapp.rules.text import digits
from deskapp.screens.facts import Facts, Opens
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.one_day import OfOneDay

WHOLE_PHONE = 7
"""Digits from which on a filter is a phone."""
WEEK, MONTH = 7, 30
BAR = 16
"""Cells of the longest bar."""


def way(direction: str) -> str:
    """Who called whom."""
    return _("out") if direction == "out" else _("in")


def lasted(seconds: int | None) -> str:
    """How long, in minutes and seconds."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


def record(kind: str, key: str) -> Opens | None:
    """The screen behind a record of another subject, if there is one."""
    if not key or kind not in FOUND:
        return None
    name, takes = FOUND[kind]
    return name, {takes: key}


class Calls(OfOneDay):
    """The calls of a day, the latest first; those with one person when the filter is their phone or card."""

    heading = N_("Calls")
    columns = (
        Column(N_("When"), 11),
        Column(N_("Way"), 4),
        Column(N_("Who"), 12),
        Column(N_("What about"), 12),
        Column(N_("What was said")),
    )
    empty = N_("No calls on this day. {call} notes one when the phone rings.")
    letters = ("new",)

    def by_day(self) -> bool:
        """Not with one person, whom the screen was opened for or whose phone the filter is."""
        return not (self.context.get("member") or _is_phone(self.narrow.value.strip()))

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """By `/`: a phone, a day like -1 or 11-20, or a word of what was said."""
        if _is_phone(narrow):
            calls, narrow = (await self.app.read("calls.caller", text=narrow)).calls, ""
        elif whose := self.context.get("member"):
            calls = (await self.app.read("calls.caller", text=whose)).calls
            self.day = None
            narrow = self.narrowed(narrow)
            calls = [call for call in calls if self._on_it(call)]
        else:
            narrow = self.narrowed(narrow)
            calls = await self.app.read("calls.list", day=self.on())
        rows = [row_of(call, number) for number, call in enumerate(calls) if fits(call, narrow)]
        return rows, len(rows)

    def _on_it(self, call: Any) -> bool:
        return self.day is None or words.local(call.at).date() == self.day

    def open_row(self, row: Row) -> None:
        """The call, or the callback that it was."""
        if (opens := of_call(row.data)) is not None:
            self.app.open(opens[0], **opens[1])

    def act_new(self) -> None:
        """Note another."""
        self.app.open("call")


def _is_phone(narrow: str) -> bool:
    return "-" not in narrow and len(digits(narrow)) >= WHOLE_PHONE


def fits(call: Any, narrow: str) -> bool:
    """Whether any word of this call has it."""
    told = (call.number, call.name, call.phone, words.about(call.purpose), call.said, call.promised)
    return narrow.casefold() in "\n".join(told).casefold()


def row_of(call: Any, number: int) -> Row:
    """One line of the log."""
    said = call.said or (words.outcome(call.outcome) if call.outcome else call.promised)
    cells = (f"{words.local(call.at):%m-%d %H:%M}", way(call.direction), call.name or call.phone or _("withheld"))
    return Row(f"{call.number} {number}", (*cells, words.about(call.purpose), said), data=call)


def of_call(call: Any) -> Opens | None:
    """What shows this call."""
    return ("noted_call", {"call": call.number}) if call.kind == "call" else record("callback", call.callback)


class NotedCall(Facts):
    """One call, and what came of it."""

    heading = N_("Call")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Everything that was written down."""
        view = await self.app.read("calls.show", call=self.context["call"])
        if isinstance(view, No):
            self.say(view)
            return (), None
        return list(self._facts(view)), None

    def _facts(self, view: Any) -> Iterator[Row]:
        call = view.row
        yield from self.fact(_("Number"), call.number)
        yield from self.fact(_("When"), f"{words.moment(call.at)}, {way(call.direction)}")
        whose = ("calls", {"member": view.member}) if view.member else None
        who = ", ".join(filter(None, (call.name, call.phone, view.member))) or _("withheld")
        yield from self.fact(_("Who"), who, opens=whose)
        yield from self.fact(_("What about"), words.about(call.purpose))
        yield from self.fact(_("What was said"), call.said)
        passed = words.classed("department", call.passed_to)
        told = (
            (_("Passed to"), ", ".join(filter(None, (passed, view.feedback))), record("feedback", view.feedback)),
            (_("Promised"), call.promised, record("callback", call.callback)),
            (_("By when"), words.moment(call.promised_until) if call.promised_until else "", None),
            (_("Callback"), call.callback, record("callback", call.callback)),
            (_("Complaint"), view.complaint, record("complaint", view.complaint)),
            (_("Rings"), "" if call.rings is None else words.count(call.rings), None),
            (_("Length"), lasted(call.seconds), None),
        )
        for label, value, opens in told:
            if value:
                yield from self.fact(label, value, opens=opens)
        yield from self.fact(_("Noted by"), call.by)


class CallFigures(ListScreen):
    """How the telephone is answered: today, in a week, in a month; and at which hours it rings."""

    heading = N_("Telephone figures")
    columns = (
        Column(N_("What")),
        Column(N_("Today"), 9, "right"),
        Column(N_("7 days"), 9, "right"),
        Column(N_("30 days"), 9, "right"),
        Column(N_("In 30 days"), BAR),
    )
    empty = N_("No calls are noted yet. {call} notes one when the phone rings.")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Three spans side by side; hours in which nobody called are left out."""
        end = self.app.today()
        spans = [
            await self.app.read("calls.figures", start=end - timedelta(days=days - 1), end=end)
            for days in (1, WEEK, MONTH)
        ]
        told = (
            (_("Calls in"), [words.count(one.calls_in) for one in spans]),
            (_("Calls out"), [words.count(one.calls_out) for one in spans]),
            (_("Answered within three rings"), [share(one.within_three, one.counted) for one in spans]),
            (_("Average length"), [lasted(one.average_seconds) or "-" for one in spans]),
            (_("Promised a callback"), [words.count(one.promises) for one in spans]),
        )
        rows = [Row(label, (label, *figures, "")) for label, figures in told]
        most = max(spans[-1].by_hour)
        for hour, calls in enumerate(spans[-1].by_hour):
            if calls:
                cells = (f"{hour:02}:00", *(words.count(one.by_hour[hour]) for one in spans))
                rows.append(
                    Row(f"hour {hour}", (*cells, "#" * -(-calls * BAR // most)), group=_("Calls in by the hour"))
                )
        return (rows if spans[-1].calls_in + spans[-1].calls_out else []), None


def share(part: int, whole: int) -> str:
    """How many of how many, or nothing where none were counted."""
    return f"{part}/{whole}" if whole else "-"

"""The note of a call: the phone first, who it is while it is typed, then what about, what was said and promised.

The first call is asked everything, the second is greeted by name, many are read before they are answered. (domain 8)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from deskapp import keys, words
from deskapp.call_sentences import CALLED_ABOUT
from deskapp.i18n import LANGUAGES, N_, _, language, said_in
from deskapp.rules.decisions import No, no
from deskapp.screens.entry import Entry
from deskapp.screens.fields import Choice, Field, lettered
from deskapp.screens.form import Form
from deskapp.screens.formrow import FormRow
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.result import Outcome
from deskapp.screens.shown import Said, shown

COMPLAINT = "complaint"
DIRECTIONS = (Choice("i", "in", N_("In")), Choice("o", "out", N_("Out")))
PURPOSES = tuple(Choice(letter, code, CALLED_ABOUT[code]) for letter, code in zip("ecsprx", CALLED_ABOUT, strict=True))
FAMILIAR = {
    "first": N_("First call: ask for the name, what it is about, and when they can be reached."),
    "known": N_("First call: ask what it is about, and when they can be reached."),
    "second": N_("Second call: greet them by name, and refer to the last one."),
    "many": N_("{count} calls so far: read them first; if that takes time, say that you will call back."),
}
HISTORY = 3
"""Lines of history on a terminal of 24."""


def length(typed: str) -> int | No:
    """How long a call was, in seconds: minutes, or minutes and seconds like 2:35."""
    found = re.fullmatch(r"(\d{1,4})(?:[:.]([0-5]?\d))?", typed, re.ASCII)
    return int(found[1]) * 60 + int(found[2] or 0) if found else no("length_bad", field="seconds")


class Call(Form):
    """One call while it lasts. Opened with `at`, when it began, and `caller`, who it is if that is known."""

    heading = N_("Note a call")
    operation = "calls.note"
    verb = N_("Note it")
    customer_field = "caller"
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "next_pane", "do_it", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.known: Any = None
        """What `calls.caller` answered, and to which text."""
        self.known_by = ""
        self.goes_on = False
        """Whether Enter on the result goes on to the complaint."""
        self.complains = uuid4().hex
        """The operation id under which that is opened."""
        self.noted = self.about = ""
        """The call's number, and the complaint that it was about, once it is noted."""
        self.history = Listing(
            (Column(width=11), Column(width=4), Column(width=14), Column()), headed=False, id="history"
        )

    def fields(self) -> list[Field]:
        """Phone first; what hardly ever differs from what stands there comes last."""
        departments = lettered(words.house().classes.get("department", {}))
        at = datetime.fromisoformat(self.context["at"]) if "at" in self.context else self.app.doors.now()
        return [
            Field("caller", N_("Phone or card"), "code", default=self.context.get("caller", "")),
            Field("name", N_("Name"), limit=60),
            Field("purpose", N_("What about"), "choice", required=True, choices=PURPOSES),
            Field("said", N_("What was said"), "multiline"),
            Field("department", N_("Passed to"), "choice", choices=departments),
            Field("promised", N_("Promised"), limit=300),
            Field("promised_until", N_("By when"), "moment", ahead=True, help=N_("15:30, +2h, 24 10:00")),
            Field("direction", N_("Direction"), "choice", required=True, default="in", choices=DIRECTIONS),
            Field("rings", N_("Rings"), "number", limit=2),
            Field("seconds", N_("Length"), limit=8, check=length, help=N_("minutes, or like 2:35")),
            Field("at", N_("Began"), "moment", required=True, default=at),
            Field("complaint", N_("Complaint"), "code"),
        ]

    def above(self) -> ComposeResult:
        """Who it is."""
        yield Said(self._told, id="caller", classes="subheading")

    def below(self) -> ComposeResult:
        """What was spoken of."""
        yield self.history

    def first_field(self) -> str:
        """The phone; behind a known one, what it is about."""
        return "purpose" if self.row("caller").entry.value else "caller"

    # ---- who it is

    def on_mount(self) -> None:
        """Nothing is known yet."""
        self._show_caller()

    def field_changed(self, row: FormRow | None) -> None:
        """Another phone: who is that?"""
        super().field_changed(row)
        if row is None or row.field.name == "caller":
            text = self.row("caller").value
            if isinstance(text, str) and text != self.known_by and self.result is None:
                self.reading(partial(self._recognise, text), group="caller")

    async def _recognise(self, text: str) -> None:
        known = await self.app.read("calls.caller", text=text) if text else None
        self.known, self.known_by = known, text
        name = self.row("name")
        if not name.changed:
            name.fill(getattr(known, "name", ""), as_begun=True)
        about = self.row("complaint")
        about.field = replace(about.field, help=", ".join(getattr(known, "complaints", ())))
        for hint in about.query(".hint").results(Said):
            hint.again()
        self._show_caller()

    def _show_caller(self) -> None:
        for line in self.query("#caller").results(Said):
            line.display = any(self._lines()) and self.result is None
            line.again()
        rows = list(self._rows())
        self.history.show(rows, keep=False)
        self.history.styles.height = min(len(rows), HISTORY + max(self.size.height - 24, 0))
        self.history.display = bool(rows) and self.result is None

    def _told(self) -> Content:
        return shown("\n".join(self._lines()), lines=True)

    def _lines(self) -> Iterator[str]:
        known = self.known
        if known is None:
            return
        if known.meant:
            yield _("It may be one of these: {key}, then Enter on the right one.", key=keys.name("next_pane"))
        if not known.person:
            return
        if known.member and (self.app.customer is None or self.app.customer.number != known.member):
            points = "" if known.points is None else words.points(known.points)
            state = "" if known.state == "active" else words.state(known.state)
            who = (known.name, known.phone, known.card, words.tier(known.tier), points, state)
            yield "  ".join(filter(None, who))
        told = FAMILIAR["known" if known.familiar == "first" and known.name else known.familiar]
        yield _(told, count=known.calls_in)
        open_ones = (
            _("Open complaint: {numbers}.", numbers=", ".join(known.complaints)) if known.complaints else "",
            _("Callback due: {numbers}.", numbers=", ".join(known.callbacks)) if known.callbacks else "",
            _("Wants no calls.") if known.no_calls else "",
        )
        if told := "  ".join(filter(None, open_ones)):
            yield told

    def _rows(self) -> Iterator[Row]:
        """Whose number it may be, or what was spoken of before."""
        if self.known is None:
            return
        for one in self.known.meant:
            yield Row(one.key, ("", "", one.title, one.detail), data=one)
        for number, call in enumerate(self.known.calls):
            way = _("out") if call.direction == "out" else _("in")
            said = call.said or (words.outcome(call.outcome) if call.outcome else call.promised)
            cells = (f"{words.local(call.at):%m-%d %H:%M}", way, words.about(call.purpose), said)
            yield Row(f"{number} {call.number}", cells, data=call)

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter: it is this member, or that call."""
        if event.listing is not self.history:
            return
        event.stop()
        found: Any = event.row.data
        if getattr(found, "kind", "") == "call":
            self.app.open("noted_call", call=found.number)
        elif getattr(found, "kind", "") == "member":
            self.row("caller").fill(found.key)
            self.reading(partial(self._attached, found.key), group="attach")

    def went(self, row: FormRow, key: str) -> None:
        """Enter on the phone: whoever it is, is in front now."""
        super().went(row, key)
        if key == "enter" and row.field.name == "caller" and isinstance(row.value, str) and row.value:
            self.reading(partial(self._in_front, row.value), group="attach")

    async def _in_front(self, text: str) -> None:
        if text != self.known_by:
            await self._recognise(text)
        here = self.app.customer
        if self.known.member and (here is None or here.number != self.known.member):
            await self.app.attach(self.known.member)
            self._show_caller()

    def concerns(self) -> str:
        """The caller's name, never the phone."""
        return self.row("name").entry.value

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self._show_caller()

    def panes(self) -> list[Widget]:
        """The search line, the fields, what was spoken of."""
        return [*super().panes(), *([self.history] if self.history.display else [])]

    # ---- what becomes of it

    def check(self, values: dict[str, Any]) -> No | None:
        """What is promised has its time, and somebody to call; what is passed on says something."""
        if values["promised"] and values["promised_until"] is None:
            return no("promise_when", field="promised_until")
        if values["promised_until"] is not None and not values["promised"]:
            return no("empty", field="promised")
        if values["promised"] and not values["caller"]:
            return no("whom_to_call", field="caller")
        return no("empty", field="said") if values["department"] and not values["said"] else None

    async def consequence(self, values: dict[str, Any]) -> str:
        """What becomes of the call."""
        told = [_("The call is noted.")]
        if values["promised"]:
            told.append(_("A callback by {time}.", time=words.moment(values["promised_until"])))
        if values["department"]:
            told.append(_("{department} must answer.", department=words.classed("department", values["department"])))
        if values["complaint"]:
            told.append(_("It goes to the complaint {number}.", number=values["complaint"]))
        elif values["purpose"] == COMPLAINT:
            told.append(_("Then the complaint, with what is filled in here."))
        return " ".join(told)

    async def _foretell(self) -> None:
        """It may take two lines of the twelve fields: where one types stays in sight."""
        await super()._foretell()
        if isinstance(self.focused, Entry):
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    async def _post(self, values: dict[str, Any]) -> None:
        if values["caller"] != self.known_by:
            await self._recognise(values["caller"])
        if not self.row("name").changed:
            values["name"] = self.row("name").value  # never that of whoever was recognised before
        await super()._post(values)

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """Whoever is known goes by number; moments as the operation reads them; nothing where nothing was counted."""
        until, member = values["promised_until"], self._member
        given = {name: values[name] for name in ("direction", "purpose", "said", "department", "promised", "complaint")}
        given |= {"member": member, "phone": "" if member else values["caller"]}
        given |= {"name": "" if member and not self.row("name").changed else values["name"]}
        given |= {"at": values["at"].isoformat(), "promised_until": until.isoformat() if until else ""}
        return {**given, "rings": values["rings"] or None, "seconds": values["seconds"] or None}

    @property
    def _member(self) -> str:
        return self.known.member if self.known is not None else ""

    def refused(self, refusal: No) -> None:
        """Who is called is one field here."""
        super().refused(replace(refusal, field="caller") if refusal.field in ("phone", "member") else refusal)

    def outcome(self, answer: Any) -> Outcome:
        """The number; what follows; and how to get back to what the phone interrupted."""
        values = {row.field.name: row.value for row in self.rows}
        self.noted, self.about = answer.call, values["complaint"]
        self.goes_on = values["purpose"] == COMPLAINT or bool(self.about)
        facts = [(_("Callback"), answer.callback), (_("Feedback"), answer.feedback)]
        on = _("Enter: on to the complaint of this caller.") if self.goes_on else _("Enter: back to the desk.")
        say = ""
        if answer.callback and values["promised_until"]:
            theirs = self.known.language if self._member and self.known.language in LANGUAGES else language()
            with said_in(theirs):
                say = _("We will call you back by {time}.", time=words.moment(values["promised_until"]))
        return Outcome(
            title=_("Call noted"), big=answer.call, facts=tuple(fact for fact in facts if fact[1]), say=say,
            next="  ".join(filter(None, (on, self.app.interrupted_said()))),
        )  # fmt: skip

    async def posted(self, answer: Any) -> None:
        """Only the result stays."""
        self._show_caller()
        await super().posted(answer)

    def go_on(self) -> None:
        """From the result to the complaint, or to the desk."""
        if not self.goes_on:
            super().go_on()
        elif self.about:
            self.goes_on = False
            self.app.open("complaint", complaint=self.about)
        elif not self.busy:
            self.busy = True
            self.writing(self._complain)

    async def _complain(self) -> None:
        """Open the complaint with what is known already; it is registered on its own form."""
        values = {row.field.name: row.value for row in self.rows}
        who = {"member": self._member} if self._member else {"name": values["name"], "phone": values["caller"]}
        known = {**who, "channel": "phone", "what": values["said"]}
        try:
            fields = {name: text for name, text in known.items() if text}
            answer = await self.app.ask("complaints.open", op=self.complains, fields=fields, call=self.noted)
        finally:
            self.busy = False
        if isinstance(answer, No):
            self.say(answer)
        elif self.is_current:
            self.goes_on = False
            self.app.open("complain", complaint=answer.complaint)

    def leave(self) -> None:
        """Esc where nothing was typed: nobody called, so back to what the key has put aside."""
        aside = None if self.unsaved() or self.busy or self.result is not None else self.app.interrupted
        super().leave()
        if aside is not None:
            self.app.bring_back(aside.key)

"""The call itself: the next customer is claimed, the number stands there, the script follows the answer, F9 records it.

One letter says what came of the call; more is asked only where the answer needs it. Esc gives the customer back to the
queue, parking keeps them. (domain 7)
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content

from deskapp import words
from deskapp.call_sentences import CALL_REASONS, OUTCOMES
from deskapp.i18n import N_, _
from deskapp.rules.callbacks import COMPLAINT_FEEDBACK, REACHED, REASONS, Outcome
from deskapp.rules.decisions import No
from deskapp.screens import call_words
from deskapp.screens.choose import leaving
from deskapp.screens.fields import Choice, Field, lettered
from deskapp.screens.form import Form
from deskapp.screens.formrow import FormRow
from deskapp.screens.result import Outcome as Told
from deskapp.screens.result import Result
from deskapp.screens.shown import Said, shown
from deskapp.scripts import Talks, talks

LETTERS = {
    Outcome.SATISFIED: "s", Outcome.FAIR: "f", Outcome.DISSATISFIED: "d", Outcome.REACHED: "t",
    Outcome.NO_ANSWER: "n", Outcome.BUSY: "b", Outcome.WRONG_NUMBER: "w", Outcome.REFUSED: "r",
    Outcome.APPOINTMENT: "a",
}  # fmt: skip
"""What came of the call, by its letter."""

REASON_LETTERS = {
    "goods": "g", "service": "s", "price": "p", "waiting": "w", "surroundings": "u", "promise": "k", "other": "o",
}  # fmt: skip

ASKED: dict[str, tuple[str, ...]] = {
    Outcome.SATISFIED: ("said", "all"),
    Outcome.REACHED: ("said", "all"),
    Outcome.FAIR: ("reason", "said", "department", "all"),
    Outcome.DISSATISFIED: ("reason", "said", "all"),
    Outcome.REFUSED: ("said",),
    Outcome.APPOINTMENT: ("at", "said"),
}
"""What is asked beside the outcome; nothing where nobody was spoken to."""

NEEDED: dict[str, tuple[str, ...]] = {
    Outcome.FAIR: ("reason", "said", "department"),
    Outcome.DISSATISFIED: ("reason", "said"),
    Outcome.APPOINTMENT: ("at",),
}


class Callback(Form):
    """One customer on the phone: the next one, or the one of a callback's number."""

    heading = N_("Callback")
    operation = "callbacks.attempt"
    verb = N_("Record")
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "do_it", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.number = str(context.get("callback", ""))
        self.taking = uuid4().hex
        self.sheet: Any = None
        self.refusal: No | None = None
        """Why nobody is to be called here."""
        self.talks: Talks | None = None
        self.answered = ""
        self.lapse_told = False

    # ---- what is asked

    def fields(self) -> list[Field]:
        """The outcome, and what some outcomes need."""
        reasons = tuple(Choice(REASON_LETTERS[code], code, CALL_REASONS[code]) for code in REASONS)
        departments = lettered(words.house().classes.get("department", {}))
        return [
            Field("outcome", N_("What came of it"), "choice", required=True, choices=_outcomes(())),
            Field("reason", N_("Not content with"), "choice", choices=reasons),
            Field("at", N_("Call again at"), "moment", ahead=True, help=N_("15:30, 24 10:00, +2h")),
            Field("said", N_("What was said"), "multiline"),
            Field("department", N_("Department"), "choice", choices=departments),
            Field("all", N_("Settles all"), "check", default=True),
        ]

    def above(self) -> ComposeResult:
        """Who is called about what, and what to say."""
        yield Said(self._who, id="call-head")
        script = ScrollableContainer(Said(self._script), id="call-script", classes="pane")
        script.can_focus = True
        yield script

    def on_mount(self) -> None:
        """Take the customer; the keys that follow wait for it."""
        self._ask_what_is_needed("")
        self.writing(self._take)

    def _who(self) -> Content:
        if self.refusal is not None and self.sheet is None:
            return shown(" " + words.sentence(self.refusal))
        return call_words.head(self.sheet) if self.sheet else shown("")

    def _script(self) -> Content:
        if self.sheet is None or self.talks is None or not self.sheet.held:
            return shown("")
        house = self.app.house
        names = house.names if house else {}
        return call_words.script(self.sheet, self.talks, self.answered, self.app.desk.staff.name, names)

    # ---- taking a customer, and giving them back

    async def _take(self) -> None:
        self.ready.clear()
        try:
            if self.number:
                rings = bool(self.context.get("incoming"))
                answer = await self.app.ask("callbacks.claim", op=self.taking, callback=self.number, incoming=rings)
            else:
                answer = await self.app.ask("callbacks.next", op=self.taking)
            if isinstance(answer, No):
                self.refusal = answer
            else:
                self.number = answer.callback
                self.opened = (self.opened[0], {**self.opened[1], "callback": self.number})
            if self.number:
                await self._read()
        finally:
            self.ready.set()
        self.tell_again()
        self.field_changed(None)

    async def _read(self) -> None:
        sheet = await self.app.read("callbacks.sheet", callback=self.number)
        if isinstance(sheet, No):
            self.say(sheet)
            return
        if self.talks is None:
            self.talks = await asyncio.to_thread(talks)
            for fault in self.talks.faults[:1]:
                self.say(_("The shop's own script was not taken: {fault}", fault=fault), "no")
        self.sheet = sheet
        if sheet.held:
            self.refusal = None
            outcome = self.row("outcome")
            outcome.field = replace(outcome.field, choices=_outcomes([one.purpose for one in sheet.held]))
        elif self.refusal is not None:
            self.say(self.refusal)
        self.tell_again()

    @property
    def held(self) -> bool:
        """Whether a customer is claimed here whose call is not recorded yet."""
        return self.result is None and self.sheet is not None and bool(self.sheet.held)

    def unsaved(self) -> bool:
        """A claimed customer is not left without a word."""
        return self.held or super().unsaved()

    def leave(self) -> None:
        """Esc gives the customer back; what is typed is asked about first."""
        if self.busy:
            self.say(_("Wait: this is being posted."), "no")
        elif self.result is None and any(row.changed for row in self.rows):
            self.ask_leave()
        elif self.held:
            self._let_go()
        else:
            self.app.back()

    def ask_leave(self) -> None:
        """What becomes of what is typed; whoever discards it gives the customer back, if they still have them."""
        acts = {"discard": self._let_go if self.held else self.app.back, "park": self.app.park}
        self.app.push_screen(leaving(), lambda choice: acts[choice]() if choice in acts else None)

    def _let_go(self) -> None:
        self.writing(partial(self._given_back, self.number))
        self.app.back()

    async def _given_back(self, number: str) -> None:
        answer = await self.app.ask("callbacks.let_go", op=uuid4().hex, callback=number)
        told = answer if isinstance(answer, No) else _("{number} is in the queue again.", number=number)
        self.app.say(told, "no" if isinstance(answer, No) else "done")

    def put_aside(self) -> None:
        """The number is not left on the screen of somebody else."""
        super().put_aside()
        if self.sheet is not None:
            self.sheet = replace(self.sheet, view=replace(self.sheet.view, dial=""))
            self.query_one("#call-head", Said).again()

    def on_screen_resume(self) -> None:
        """Back here: the number again, and how the claim stands."""
        if self.sheet is not None and self.result is None:
            self.reading(self._read, group="sheet")

    def minute(self) -> None:
        """A claim that has lapsed is told once, and never in the place of a refusal."""
        super().minute()
        until = self.sheet.view.claimed_until if self.held else None
        told_before = self.lapse_told or self.busy or isinstance(self.message, No)
        if until is not None and not told_before and self.app.doors.now() >= until:
            self.lapse_told = True
            told = _("Since {time} somebody else may take this customer; record the call soon.", time=words.time(until))
            self.say(told, "no")

    # ---- the answer

    def field_changed(self, row: FormRow | None) -> None:
        """Another outcome: other questions, other lines of the script."""
        if row is not None and row.field.name == "outcome":
            outcome = row.value
            self._ask_what_is_needed(outcome if isinstance(outcome, str) else "")
        super().field_changed(row)

    def _ask_what_is_needed(self, outcome: str) -> None:
        self.answered = outcome
        several = self.sheet is not None and len(self.sheet.held) > 1
        for row in self.rows[1:]:
            name = row.field.name
            row.display = name in ASKED.get(outcome, ()) and (name != "all" or several)
            row.field = replace(row.field, required=name in NEEDED.get(outcome, ()))
        for said in self.query("#call-script Said, #fields .label").results(Said):
            said.again()
        self.query_one("#call-script").scroll_home(animate=False)

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What the answer leads to; that nobody is called at the time they ask for."""
        if not self.held:
            return ""
        given = self.arguments(values)
        if "at" in given:
            answer = await self.app.read("callbacks.appointment", callback=self.number, at=given["at"])
            if isinstance(answer, No):
                return answer
        return call_words.consequence(self.sheet, given)

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """What is asked for this outcome, and what else the call settles."""
        given = {"callback": self.number, "outcome": values["outcome"]}
        given |= {name: values[name] for name in ("said", "reason", "department") if values.get(name)}
        if values.get("at"):
            given["at"] = values["at"].isoformat()
        others = [one.callback for one in self.sheet.held[1:]] if self.sheet else []
        if others and values["outcome"] in REACHED and values.get("all", True):
            given["also"] = others
        return given

    def outcome(self, answer: Any) -> Told:
        """What was recorded, what came of it, and that the next customer waits."""
        return call_words.told(answer, self.sheet)

    def why_not(self, action: str) -> str:
        """Without a customer there is nothing to record; F3 is for members."""
        if action == "do_it" and self.result is None and not self.held:
            return words.sentence(self.refusal) if self.refusal else _("Nobody is claimed here yet.")
        if action == "customer":
            return "" if self.sheet and self.sheet.view.member else _("This customer is not a member.")
        return super().why_not(action)

    def action_customer(self) -> None:
        """F3: the member who is called."""
        if self.live("customer"):
            self.app.go_to_member(self.sheet.view.member)

    def concerns(self) -> str:
        """The callback's number: parked work names no phone."""
        return self.number

    def of(self) -> str:
        """The member who is called."""
        return str(self.sheet.view.member) if self.sheet else ""

    def went(self, row: FormRow, key: str) -> None:
        """Enter where nobody is to be called asks for the next one again."""
        if key == "enter" and self.refusal is not None and not self.held:
            self.go_on()
        else:
            super().went(row, key)

    def go_on(self) -> None:
        """Enter on the result: the next customer."""
        self.app.back()
        self.app.open("callback")

    def _show_result(self) -> None:
        super()._show_result()
        self.query("#call-head, #call-script").set(display=False)
        self.query_one(Result).again()


def _outcomes(purposes: Any) -> tuple[Choice, ...]:
    """Feedback on a complaint is a judgement; to have spoken with somebody is none."""
    vague = COMPLAINT_FEEDBACK in purposes
    codes = [code for code in LETTERS if not (vague and code is Outcome.REACHED)]
    return tuple(Choice(LETTERS[code], str(code), OUTCOMES[code]) for code in codes)

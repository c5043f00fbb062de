"""Takes a complaint down: the number is given when the form opens and is said to the customer; F9 registers it.

Left half way it stays a numbered draft in the list, which anybody takes up again. One operation id opens it, however
often the form is built again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from textual.app import ComposeResult
from textual.content import Content

from deskapp import complaint_words, keys, words
from deskapp.complaint_sentences import CHANNELS, FIELDS, SEVERITIES
from deskapp.i18n import N_, _, language, said_in
from deskapp.rules.complaint_table import State
from deskapp.rules.decisions import No, no
from deskapp.rules.intake import LONGEST
from deskapp.screens.choose import Choose
from deskapp.screens.fields import Choice, Field, Kind, lettered
from deskapp.screens.form import Form
from deskapp.screens.formrow import FormRow
from deskapp.screens.person import CHECKS, spoken
from deskapp.screens.result import Outcome, in_large
from deskapp.screens.shown import Said, shown

CHANNEL = tuple(Choice(name[0], name, label) for name, label in CHANNELS.items())
SEVERITY = tuple(Choice(name[0], name, label) for name, label in SEVERITIES.items())
TALL = 32
"""Rows of a terminal that has room for the number in large."""
LEAVING = (
    Choice("k", "keep", N_("Keep editing")),
    Choice("p", "park", N_("Park it, and serve another")),
    Choice("s", "save", N_("Save it in the draft, for whoever goes on")),
    Choice("d", "discard", N_("Discard what is typed; the draft stays in the list")),
)


class Complain(Form):
    """A complaint is taken down. With `complaint` a draft is taken up again; `earlier` is the case it goes on from."""

    heading = N_("Take down a complaint")
    operation = "complaints.register"
    verb = N_("Register")
    customer_field = "member"
    most = 16

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.number = str(context.get("complaint", ""))
        self.version = 0
        self.known: dict[str, str] = {}
        """What the draft holds, as it stands in the fields."""
        self.language = language()
        self.caller = self.meanwhile = ""
        self.is_somebodys = bool(self.number or context.get("earlier"))
        """Whether it may be about somebody else than the customer in front: known once the draft is read."""

    def fields(self) -> list[Field]:
        """What happened comes first: everything else is asked while it is written down."""
        classes = words.house().classes
        return [
            _asked("what", "multiline", required=True),
            _asked("happened_at", "moment", required=True, default=self.app.doors.now()),
            _asked("channel", "choice", choices=CHANNEL, required=True, default="in_person"),
            _asked("hotline", "code"),
            _asked("member", "code"),
            _asked("name"),
            _asked("phone", check=CHECKS["phone"]),
            _asked("addressed"),
            _asked("category", "choice", choices=lettered(classes.get("category", {}))),
            _asked("severity", "choice", choices=SEVERITY, required=True, default="ordinary"),
            _asked("asked"),
            _asked("receipt", "code"),
            _asked("department", "choice", choices=lettered(classes.get("department", {}))),
            _asked("staff", help=N_("number or name")),
            _asked("subject"),
            _asked("place"),
        ]

    # ---- what stands there

    def body(self) -> ComposeResult:
        """The number, the customer's history in a line, the form."""
        yield Said(self._plate, id="plate")
        yield Said(lambda: shown(self.caller, lines=True), id="caller")
        yield from super().body()

    def _plate(self) -> Content:
        if self.result is not None:
            return Content("")
        if not self.number:
            return shown(_("The number is being given ..."))
        large = in_large(self.number)
        middle = large[1] + shown("  " + _("Say this number to the customer."))
        return Content("\n").join([large[0], middle, large[2]]) if self.size.height >= TALL else middle

    def _fit(self) -> None:
        """The group's hotline has a number of its own; who calls there is addressed by the name alone."""
        called = self.row("channel").value == "hotline"
        self.row("hotline").display = called
        self.row("addressed").display = not called

    def on_mount(self) -> None:
        """Give the number at once, or fetch the draft."""
        self.query_one("#caller").display = False
        self._fit()
        if self.number:
            self.reading(self._take_up, group="draft")
            return
        member = self.app.customer.number if self.app.customer and not self.is_somebodys else ""
        opens = {"member": member} if member else {"language": language()}
        self.context = {"opening": uuid4().hex, "opens": opens, **self.context}
        self.opened = ("complain", self.context)
        self.writing(self._open)

    async def _open(self) -> None:
        """Post the draft, always under the same operation id: asked again after a crash, it answers with the same."""
        answer = await self.app.ask(
            "complaints.open",
            op=self.context["opening"], fields=self.context["opens"], earlier=self.context.get("earlier", ""),
        )  # fmt: skip
        if isinstance(answer, No):
            self.say(answer)
            return
        self.number, self.version = answer.complaint, self.version or answer.version
        if not self.is_attached:
            self._kept()
            return
        self._say_number()
        if self.context.get("earlier"):
            await self._take_up()
        self._ask_who()

    def _say_number(self) -> None:
        self.query_one("#plate", Said).again()

    async def _take_up(self) -> None:
        """What the draft holds already; what is typed here stays."""
        view = await self.app.read("complaints.show", complaint=self.number)
        if isinstance(view, No):
            self.say(view)
            return
        if view.fields["state"] != State.DRAFT:
            self._past(view.fields["state"])
        self.number, self.version = view.fields["number"], self.version or view.fields["version"]
        self.language = view.fields["language"]
        self._hint("phone", view.phone)
        for row in self.rows:
            name = row.field.name
            held = view.member if name == "member" else view.fields.get(name)
            if held and not row.changed:
                row.fill(held, as_begun=True)
                self.known[name] = row.entry.value
        if not view.fields["happened_at"] and not self.row("happened_at").changed:
            self.row("happened_at").fill(view.fields["opened_at"], as_begun=True)
        self.is_somebodys = bool(view.member or view.phone or view.fields["name"])
        self.fill_customer()
        self._say_number()
        self._ask_who()

    def fill_customer(self) -> None:
        """Never into a draft of somebody else."""
        if not self.is_somebodys:
            super().fill_customer()

    def _past(self, state: str) -> None:
        self.say(_("This complaint is past the draft: {state}.", state=words.state(state)), "no")

    # ---- who complains

    def _ask_who(self) -> None:
        """Meet a repeat caller with what was before, and show beside empty fields what is known of a member."""
        customer = self.app.customer
        typed = self.row("member").entry.value
        view = customer.view if customer and typed and typed in (customer.key, customer.number) else None
        for name, source in (("name", "name"), ("phone", "phone"), ("addressed", "preferred")):
            if view is not None or not self.known:
                self._hint(name, getattr(view, source, "") or "")
        if self.number:
            self.reading(self._look_who, group="caller")

    def _hint(self, name: str, told: str) -> None:
        row = self.row(name)
        row.field = replace(row.field, help=told)
        for hint in row.query(".hint").results(Said):
            hint.again()

    async def _look_who(self) -> None:
        typed = {name: self.row(name).value for name in ("member", "phone")}
        given = {name: value for name, value in typed.items() if value and not isinstance(value, No)}
        told = await self.app.read("complaints.of", **given, complaint=self.number, limit=1)
        self.caller = "" if isinstance(told, No) or not (given or told.rows) else complaint_words.caller(told)
        line = self.query_one("#caller", Said)
        line.display = bool(self.caller)
        line.again()

    def field_changed(self, row: FormRow | None) -> None:
        """Another channel asks for other things, another customer has another history."""
        if row is not None and row.field.name == "channel":
            self._fit()
        elif row is not None and row.field.name in ("member", "phone"):
            self._ask_who()
        super().field_changed(row)

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self._ask_who()

    # ---- registering it

    def check(self, values: dict[str, Any]) -> No | None:
        """Somebody complains."""
        somebody = values["member"] or values["name"] or values["phone"] or self.row("phone").field.help
        return None if somebody else no("complainant_needed", field="name")

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What was changed meanwhile, and what F9 does."""
        paper = values["channel"] == "in_person"
        will = _("Registers it; the customer gets a receipt to sign.") if paper else _("Registers it.")
        return "\n".join(filter(None, (self.meanwhile, will)))

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the draft does not hold yet, against the version that was read."""
        return {"complaint": self.number, "version": self.version, "fields": self._news()}

    def _news(self) -> dict[str, str]:
        """Each field that is asked and holds something else than the draft; those that are not right are left out. The
        number of the hotline goes when it was not the hotline."""
        held, asked = self.known, self.live_rows
        told = {row.field.name: row.value for row in asked if row.entry.value != held.get(row.field.name, "")}
        if held.get("hotline") and self.row("hotline") not in asked:
            told["hotline"] = ""
        return {name: _plain(value) for name, value in told.items() if not isinstance(value, No)}

    async def _post(self, values: dict[str, Any]) -> None:
        """Behind the draft: if its number is still on the way, or was lost on it, that is asked for first."""
        if await self._numbered():
            await super()._post(values)

    async def _numbered(self) -> bool:
        try:
            if not self.number:
                await self._open()
        finally:
            if not self.number:
                self._set_busy(False)
        return bool(self.number)

    def refused(self, refusal: No) -> None:
        """If somebody else worked on the draft, say what they did; everything typed stays."""
        if refusal.code != "stale":
            super().refused(refusal)
            return
        self.version = int(str(refusal.figures["version"]))
        self.meanwhile = complaint_words.meanwhile(refusal)
        if refusal.figures["state"] != State.DRAFT:
            self._past(str(refusal.figures["state"]))
        else:
            self.say(_("What you typed is still here. {key} puts it over theirs.", key=keys.name("do_it")), "no")
        super().field_changed(None)

    def outcome(self, answer: Any) -> Outcome:
        """The number once more, and what the customer hears."""
        customer = self.app.customer
        with said_in(spoken((customer.language if customer else "") or self.language)):
            say = _(
                "Thank you for telling us. Your number is {number}; you will hear from us.", number=answer.complaint
            )
        until = _("{step}: until {moment}", step=complaint_words.step(answer.due_step),
                  moment=words.moment(answer.due_at))  # fmt: skip
        return Outcome(
            title=_("The complaint is registered"), big=answer.complaint, facts=((_("Next"), until),), say=say,
            hand_over=(_("the receipt, to sign"),) if answer.slip else (), slip=answer.slip,
        )  # fmt: skip

    def _show_result(self) -> None:
        super()._show_result()
        self.query("#plate, #caller").set(display=False)

    # ---- leaving it

    def leave(self) -> None:
        """An empty form leaves its draft in the list."""
        if self.busy or self.result is not None or self.unsaved():
            super().leave()
        else:
            self._discard()

    def ask_leave(self) -> None:
        """What becomes of what is typed; the draft stays in any case."""
        acts = {"discard": self._discard, "park": self.app.park, "save": self._save}
        question = Choose(N_("This is not registered yet"), LEAVING, asked="leave")
        self.app.push_screen(question, lambda choice: acts[choice]() if choice in acts else None)

    def _discard(self) -> None:
        self.app.back()
        if self.number:
            self._kept()

    def _kept(self) -> None:
        self.app.say(_("The draft {number} stays in the list of complaints.", number=self.number))

    def _save(self) -> None:
        wrong = [row for row in self.rows if row.changed and not row.check()]
        if wrong:
            self.set_focus(wrong[0].entry)
            return
        self._set_busy(True)
        self.writing(self._put_down)

    async def _put_down(self) -> None:
        if not await self._numbered():
            return
        try:
            answer = await self.app.ask(
                "complaints.amend", op=uuid4().hex, complaint=self.number, version=self.version, changes=self._news()
            )
        finally:
            self._set_busy(False)
        if isinstance(answer, No):
            self.refused(answer)
        else:
            self._discard()

    # ---- as it stands

    def stood(self) -> dict[str, Any]:
        """And the draft as it was read."""
        return {**super().stood(), "version": self.version, "known": self.known}

    def stand(self, stood: dict[str, Any]) -> None:
        """What was changed since is found out at F9."""
        self.version, self.known = stood["version"], stood["known"]
        super().stand(stood)
        self._fit()


def _asked(name: str, kind: Kind = "text", **more: Any) -> Field:
    return Field(name, FIELDS[name], kind, limit=LONGEST.get(name), **more)


def _plain(value: Any) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value or "")

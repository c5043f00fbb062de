"""Callbacks by hand: owe one, note the time the customer chose, cancel one; how a person wishes to be called."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from deskapp import words
from deskapp.call_sentences import PURPOSES
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No, Role, no, satisfies
from deskapp.screens import call_words
from deskapp.screens.fields import Choice, Field, lettered
from deskapp.screens.form import Form
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ReasonedForm


def lead_needed(staff: Any) -> No | None:
    """That this is a lead's work, before somebody else has typed it in vain."""
    return None if satisfies(staff.role, Role.LEAD) else no("role_needed", needed=str(Role.LEAD), has=str(staff.role))


class Arrange(Form):
    """Owe somebody a call."""

    heading = N_("Arrange a callback")
    operation = "callbacks.create"
    verb = N_("Arrange")
    customer_field = "member"

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.terms: dict[str, Any] = {}

    def fields(self) -> list[Field]:
        """About what, whom, until when."""
        given = self.context
        return [
            Field("purpose", N_("Purpose"), "choice", required=True, choices=purposes(tuple(PURPOSES)),
                  default=given.get("purpose", "")),
            Field("member", N_("Card or member"), "code", default=given.get("member", ""), help=N_("or a phone")),
            Field("phone", N_("Phone"), "text", limit=32, default=given.get("phone", "")),
            Field("name", N_("Name"), "text", limit=60, default=given.get("name", "")),
            Field("note", N_("What to say"), "text", limit=300, default=given.get("note", "")),
            Field("latest", N_("At the latest"), "moment", ahead=True, help=N_("18:00, 24 10:00, +3d")),
            Field("earliest", N_("Not before"), "moment", ahead=True),
            Field("subject", N_("Number it is about"), "code", default=given.get("subject", "")),
        ]  # fmt: skip

    def on_mount(self) -> None:
        """The purposes of the house take the place of the usual ones."""
        self.reading(self._read_terms, group="terms")

    async def _read_terms(self) -> None:
        self.terms = {one.purpose: one for one in await self.app.read("callbacks.purposes")}
        purpose = self.row("purpose")
        purpose.field = replace(purpose.field, choices=purposes(tuple(self.terms)))
        self.field_changed(None)

    def check(self, values: dict[str, Any]) -> No | None:
        """Somebody must be named."""
        return None if values["member"] or values["phone"] else no("whom_to_call", field="phone")

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Until when it is owed, and that offers take consent."""
        term = self.terms.get(values["purpose"])
        told = []
        if values["latest"]:
            told.append(_("Owed until {at}.", at=words.moment(values["latest"])))
        elif term:
            told.append(_("Owed within {days} days.", days=term.days))
        if term and term.offer:
            told.append(_("This is an offer: only members who agreed to offers by phone are called."))
        return " ".join(told)

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """The times as the store reads them."""
        return values | {name: values[name].isoformat() if values[name] else "" for name in ("earliest", "latest")}

    def outcome(self, answer: Any) -> Outcome:
        """Its number, and until when."""
        facts = [(_("Purpose"), call_words.purpose(answer.purpose)), (_("Until"), words.moment(answer.latest))]
        if answer.joined:
            facts.append((_("Joins"), _("what was open already: one call settles both")))
        return Outcome(_("Callback arranged"), big=answer.callback, facts=tuple(facts))


def purposes(codes: tuple[str, ...]) -> tuple[Choice, ...]:
    """What a callback may be about, each by a letter."""
    return tuple(
        replace(one, label=PURPOSES.get(one.value, one.value)) for one in lettered({code: {} for code in codes})
    )


class Appoint(Form):
    """The time that the customer wants to be called at."""

    heading = N_("Appointment for a callback")
    operation = "callbacks.appoint"
    verb = N_("Note it")
    bar = ("help", "do_it", "back")

    def fields(self) -> list[Field]:
        """Which callback, and when."""
        return [
            Field("callback", N_("Callback"), "code", required=True, default=self.context.get("callback", "")),
            Field("at", N_("Call at"), "moment", required=True, ahead=True, help=N_("15:30, 24 10:00, +2h")),
        ]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Who is called when, and whether that is after the days of the house; or that nobody is called then."""
        view = await self.app.read("callbacks.show", callback=values["callback"])
        if isinstance(view, No):
            return view
        answer = await self.app.read("callbacks.appointment", **self.arguments(values))
        if isinstance(answer, No):
            return answer
        told = _("{name} is called {at}.", name=view.row.name or view.row.phone, at=words.moment(values["at"]))
        if answer.passes_latest:
            told += " " + _("That is after {latest}; the report says that the customer chose it.",
                            latest=words.moment(view.row.latest))  # fmt: skip
        return told

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """The time as the store reads it."""
        return {**values, "at": values["at"].isoformat()}

    def outcome(self, answer: Any) -> Outcome:
        """When, and for what."""
        return Outcome(
            _("Appointment noted"), big=words.moment(answer.at), facts=((_("For"), ", ".join(answer.callbacks)),)
        )


class Cancel(ReasonedForm):
    """Nobody needs to call about this any more."""

    heading = N_("Cancel a callback")
    operation = "callbacks.cancel"
    verb = N_("Cancel it")
    bar = ("help", "do_it", "back")

    def fields(self) -> list[Field]:
        """Which, and why."""
        return [
            Field("callback", N_("Callback"), "code", required=True, default=self.context.get("callback", "")),
            Field("reason", N_("Reason"), "text", required=True, limit=300),
        ]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Who is not called then, and that a lead decides it."""
        if refusal := lead_needed(self.app.desk.staff):
            return refusal
        view = await self.app.read("callbacks.show", callback=values["callback"])
        if isinstance(view, No):
            return view
        name, about = view.row.name or view.row.phone, call_words.purpose(view.row.purpose)
        return _("{name} is not called about this ({about}). It stays on the record as cancelled.",
                 name=name, about=about)  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """Which one, about what."""
        return Outcome(_("Callback cancelled"), big=answer.callback,
                       facts=((_("Purpose"), call_words.purpose(answer.purpose)),))  # fmt: skip


class OfPerson(Form):
    """How a person wishes to be called: a member, or whoever has a phone."""

    customer_field = "member"

    def person(self) -> list[Field]:
        """Whose wish it is."""
        return [
            Field(
                "member", N_("Card or member"), "code", default=self.context.get("member", ""), help=N_("or a phone")
            ),
            Field("phone", N_("Phone"), "text", limit=32, default=self.context.get("phone", "")),
        ]

    def check(self, values: dict[str, Any]) -> No | None:
        """Somebody must be named."""
        return None if values["member"] or values["phone"] else no("whom_to_call", field="phone")

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What holds until now."""
        found = await self.app.read("callbacks.wishes", member=values["member"], phone=values["phone"])
        if isinstance(found, No):
            return found
        told = "; ".join(call_words.wishes(found)) or _("nothing")
        return _("Until now: {wishes}.", wishes=told)

    def outcome(self, answer: Any) -> Outcome:
        """What holds from now on."""
        if answer.no_calls:
            return Outcome(words.operation(self.operation), facts=((_("Calls"), _("none at all")),))
        hours = answer.hours or _("any time of the shop's")
        return Outcome(words.operation(self.operation), facts=((_("Hours"), hours),))


class CallHours(OfPerson):
    """When a person may be called."""

    heading = N_("When to call this person")
    operation = "callbacks.hours"
    verb = N_("Note it")

    def fields(self) -> list[Field]:
        """Whose, and which hours."""
        help_ = N_("10-12, 15:00-18:00")
        return [*self.person(), Field("hours", N_("Hours"), "text", limit=80, help=help_)]


class Silence(OfPerson):
    """A person wants no calls at all."""

    heading = N_("No calls to this person")
    operation = "callbacks.silence"
    verb = N_("Note it")

    def fields(self) -> list[Field]:
        """Whose, and what they said."""
        return [*self.person(), Field("said", N_("What was said"), "text", limit=300)]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What is open for them ends."""
        told = await super().consequence(values)
        if isinstance(told, No):
            return told
        return told + " " + _("Nobody calls this person any more: everything open for them ends as refused.")


class Allow(OfPerson):
    """Calls again, because the person asked for it."""

    heading = N_("Call this person again")
    operation = "callbacks.allow"
    verb = N_("Allow calls")
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "do_it", "back")

    def fields(self) -> list[Field]:
        """Whose, and why."""
        return [*self.person(), Field("reason", N_("Reason"), "text", required=True, limit=300)]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """A lead lifts it."""
        return lead_needed(self.app.desk.staff) or await super().consequence(values)

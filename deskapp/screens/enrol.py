"""Enrols a member: the person, their consents and, if it lies ready, the card, in one posting.

Whoever may be the same person is listed under the form: Enter on one opens that member and the form waits behind;
the last line says that it is somebody else and posts again.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.app import ComposeResult

from deskapp import keys, words
from deskapp.i18n import N_, _, language, said_in
from deskapp.rules.decisions import No
from deskapp.screens.card_words import fee_words
from deskapp.screens.fields import Field
from deskapp.screens.form import Form
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.person import asked, consented, spoken, wrong_document
from deskapp.screens.result import Outcome

ANOTHER = "another"
WHY = {
    "same_id": N_("document"),
    "same_phone": N_("phone"),
    "same_name_birthday": N_("name, birthday"),
    "alike": N_("name, phone"),
}


class Enrol(Form):
    """Make somebody a member."""

    heading = N_("New member")
    operation = "members.enrol"
    verb = N_("Enrol")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.seen: list[str] = []
        self.given: dict[str, Any] = {}
        self.twins = Listing(
            (Column(N_("Number"), 13), Column(N_("Name")), Column(N_("Phone"), 13), Column(N_("Alike by"), 14)),
            id="twins",
        )

    def fields(self) -> list[Field]:
        """Fifteen questions; how a member is addressed can be added afterwards."""
        return [
            asked("name", required=True, default=self.context.get("name", "")),
            asked("phone", default=self.context.get("phone", "")),
            Field("terms", N_("Terms agreed"), "check", required=True),
            Field("card", N_("Card"), "code", help=N_("scan it, or leave empty")),
            Field("fee_taken", N_("Fee taken"), "check", default=False),
            asked("gender"),
            asked("birthday", help=N_("1990-05-12, 0512, L0512")),
            asked("id_type"),
            asked("id_number"),
            Field("id_seen", N_("Document seen"), "check", default=False),
            asked("offers", required=True, default="none"),
            asked("language", required=True, default=language()),
            asked("introducer", help=N_("member number or card")),
            asked("address"),
            asked("notes"),
        ]

    def body(self) -> ComposeResult:
        """The form, and under it those who may be the same person."""
        yield from super().body()
        yield self.twins

    def on_mount(self) -> None:
        """Nobody is alike yet."""
        self.twins.display = False

    def check(self, values: dict[str, Any]) -> No | None:
        """The document number holds by its own check digit."""
        return wrong_document(values)

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Who becomes a member, with which card, for which fee."""
        told = _("{name} becomes a member.", name=values["name"])
        if not values["card"]:
            return told + " " + _("No card yet: it can be given at any time.")
        fee = fee_words(await self.app.read("cards.terms"), values["card"], values["fee_taken"])
        return fee if isinstance(fee, No) else f"{told} {fee}"

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """Consents apart; and who was looked at and is somebody else."""
        self.given = {name: value for name, value in values.items() if name != "offers"}
        return {**self.given, **consented(values["offers"]), "twins_seen": self.seen}

    def outcome(self, answer: Any) -> Outcome:
        """Number or card in large, the slip to sign, the welcome."""
        with said_in(spoken(self.given["language"])):
            welcome = _("Welcome, {name}. Please sign here.", name=self.given["name"])
        facts = [(_("Member number"), answer.number)]
        if answer.fee_money:
            facts.append((_("Fee taken"), words.amount(answer.fee_money)))
        handed = (_("the card"),) if answer.card else ()
        return Outcome(
            title=_("{name} is a member now", name=self.given["name"]),
            big=answer.card or answer.number,
            facts=tuple(facts),
            hand_over=(*handed, _("the slip to sign, {key} shows it", key=keys.name("slip"))),
            say=welcome,
            slip=answer.slip,
        )

    async def posted(self, answer: Any) -> None:
        """The new member is in front."""
        self.twins.display = False
        await self.app.attach(answer.number, shown_by=self)

    # ---- as it stands

    def stood(self) -> dict[str, Any]:
        """And who was listed as perhaps the same person, and who was looked at."""
        listed = [row.key for row in self.twins.rows if row.key != ANOTHER] if self.twins.display else []
        return {**super().stood(), "twins": listed, "seen": self.seen}

    def stand(self, stood: dict[str, Any]) -> None:
        """The list of likely twins is asked for again."""
        super().stand(stood)
        self.seen = stood["seen"]
        values = {row.field.name: row.value for row in self.rows}
        if stood["twins"] and not any(isinstance(value, No) for value in values.values()):
            self.arguments(values)
            self.reading(partial(self._list_twins, stood["twins"]), group="twins")

    # ---- likely twins

    def refused(self, refusal: No) -> None:
        """A likely twin is listed; everything else is said where it belongs."""
        super().refused(refusal)
        if refusal.code == "twins":
            self.say(
                _(
                    "Perhaps a member already. Enter on the one it is; if it is none of them, {key} on the last line.",
                    key=keys.name("do_it"),
                )
            )
            numbers = [number for number in str(refusal.figures.get("numbers", "")).split(",") if number]
            self.reading(partial(self._list_twins, numbers), group="twins")

    async def _list_twins(self, numbers: list[str]) -> None:
        asked_for = ("name", "phone", "id_type", "id_number", "birthday")
        found = await self.app.read("members.twins", **{name: self.given[name] for name in asked_for})
        rows = [twin_row(twin) for twin in found] if not isinstance(found, No) else []
        if not {row.key for row in rows} >= set(numbers):
            rows = [Row(number, (number, "", "", "")) for number in numbers]
        self.twins.show([*rows, Row(ANOTHER, (_("Somebody else"), _("enrol"), "", ""), tone="bold")], keep=False)
        self.twins.styles.height = len(rows) + 2
        self.twins.display = True
        self.set_focus(self.twins)

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """It is this one: open that member. It is another person: F9 enrols them."""
        if event.listing is not self.twins:
            return
        event.stop()
        if event.row.key == ANOTHER:
            self._somebody_else()
            self.say(_("Somebody else, then: {key} enrols them.", key=keys.name("do_it")))
        else:
            self.app.open("member", member=event.row.key)

    def _somebody_else(self) -> None:
        self.seen = [row.key for row in self.twins.rows if row.key != ANOTHER]

    def action_do_it(self) -> None:
        """F9 on the last line of the twins says that it is none of them."""
        if self.focused is self.twins and self.twins.current and self.twins.current.key == ANOTHER:
            self._somebody_else()
        super().action_do_it()

    def panes(self) -> list[Any]:
        """The list of twins is one of them while it stands there."""
        return [*super().panes(), *([self.twins] if self.twins.display else [])]


def twin_row(twin: Any) -> Row:
    """Who may be the same person, and why."""
    state = "" if twin.state == "active" else f" ({words.state(twin.state)})"
    return Row(twin.number, (twin.number, twin.name + state, twin.phone, _(WHY.get(twin.why, twin.why))))

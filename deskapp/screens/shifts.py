"""The forms of a shift: opened with its float counted, what goes in and out of its drawer, a note to the next. (14)"""

from __future__ import annotations

from typing import Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No
from deskapp.screens import cash
from deskapp.screens.fields import Choice, Field, lettered
from deskapp.screens.form import Form
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ReasonedForm
from deskapp.screens.shift_words import kind_field

CASH_WAYS = (
    Choice("o", "pay_out", N_("out to finance, or spent")),
    Choice("i", "pay_in", N_("in from finance")),
    Choice("f", "fee", N_("fee from a customer")),
    Choice("r", "refund", N_("back to a customer")),
)
PIECE_WAYS = (
    Choice("i", "received", N_("in from finance")),
    Choice("o", "returned", N_("back to finance")),
    Choice("u", "used", N_("used")),
    Choice("s", "spoiled", N_("spoiled")),
)


class OpenShift(Form):
    """The first shift of a counter. Its float is counted, not taken over from the books."""

    heading = N_("Open the shift")
    operation = "shifts.open"
    verb = N_("Open it")

    def fields(self) -> list[Field]:
        """How many of each note and coin, and the kind of the shift."""
        standing = self.app.standing
        kind = kind_field("kind", N_("Kind of shift"), standing.likely_kind if standing else "")
        counted = cash.fields(standing.denominations_money if standing else [])
        return [*counted, *([kind] if kind.choices else [])]

    def check(self, values: dict[str, Any]) -> No | None:
        """An empty drawer is counted too."""
        return cash.uncounted(self.rows)

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """The float."""
        return _("Float: {amount}", amount=words.amount(cash.total(self.rows)))

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """The pieces by denomination."""
        return {"cash": cash.pieces(self.rows) or {}, "kind": values.get("kind") or ""}

    def outcome(self, answer: Any) -> Outcome:
        """The shift and its float."""
        facts = ((_("Float"), words.amount(answer.float_money)),)
        return Outcome(_("The shift is open"), big=answer.shift, facts=facts)


class Cash(Form):
    """Cash that goes in or out of the drawer by hand. What is in it then is not told: it is counted blind."""

    heading = N_("Money in or out of the drawer")
    operation = "shifts.cash"
    verb = N_("Record")

    def fields(self) -> list[Field]:
        """Which way, how much, why."""
        return [
            Field("way", N_("Which way"), "choice", required=True, choices=CASH_WAYS),
            Field("amount", N_("Amount"), "money", required=True),
            Field("reason", N_("Reason"), required=True),
        ]

    def outcome(self, answer: Any) -> Outcome:
        """What went which way."""
        way = next((each.said for each in CASH_WAYS if each.value == answer.way), answer.way)
        return Outcome(_("Recorded"), big=words.amount(answer.amount_money), facts=((_("Which way"), way),))


class Supply(Form):
    """Cards or numbered forms that go in or out of the drawer."""

    heading = N_("Cards or forms in or out of the drawer")
    operation = "shifts.supply"
    verb = N_("Record")

    def fields(self) -> list[Field]:
        """What, which way, how many; the next number of what comes in."""
        known = words.house().classes
        things = [(code, kind, names) for kind in ("numbered", "card") for code, names in known.get(kind, {}).items()]
        letters = lettered({f"{code} {kind}": names for code, kind, names in things})
        choices = tuple(
            Choice(each.key, f"{kind}:{code}", names=names)
            for (code, kind, names), each in zip(things, letters, strict=True)
        )
        return [
            Field("thing", N_("What"), "choice", required=True, choices=choices),
            Field("way", N_("Which way"), "choice", required=True, choices=PIECE_WAYS),
            Field("quantity", N_("How many"), "number", required=True),
            Field("following", N_("Next number"), "code", help=N_("of a book of forms")),
            Field("reason", N_("Reason"), help=N_("where it is spoiled")),
        ]

    def outcome(self, answer: Any) -> Outcome:
        """How many went which way."""
        way = next((each.said for each in PIECE_WAYS if each.value == answer.way), answer.way)
        facts = ((_("What"), words.thing(answer.thing)), (_("Which way"), way))
        return Outcome(_("Recorded"), big=words.count(answer.quantity), facts=facts)


class ShiftNote(Form):
    """A note that the next shift reads, until somebody has seen to it."""

    heading = N_("A note to the next shift")
    operation = "shifts.note"
    verb = N_("Save")

    def fields(self) -> list[Field]:
        """What they should know."""
        return [Field("text", N_("Note"), "multiline", required=True, limit=1000)]

    def outcome(self, answer: Any) -> Outcome:
        """Its number."""
        return Outcome(_("The note is left"), big=answer.note, next=_("It is handed on until somebody has seen to it."))


class NoRelief(Form):
    """Nobody comes: the shift stays open, and the supervisor is told."""

    heading = N_("Nobody comes to take over")
    operation = "handover.no_relief"
    verb = N_("Tell")

    def fields(self) -> list[Field]:
        """What is known of it."""
        return [Field("note", N_("Note"), help=N_("who should have come"))]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What it means."""
        return _("The shift stays open, and the drawer stays yours, until somebody takes it over.")

    def outcome(self, answer: Any) -> Outcome:
        """The shift goes on."""
        return Outcome(_("The supervisor is told"), big=answer.shift)


class CloseShift(ReasonedForm):
    """End a shift without its clerks, from this counter or another."""

    heading = N_("Close a shift without its clerks")
    operation = "shifts.close"
    verb = N_("End")

    def fields(self) -> list[Field]:
        """Which one, why."""
        here = self.app.shift.shift if self.app.shift is not None else ""
        return [
            Field("shift", N_("Shift"), "code", required=True, default=self.context.get("shift", here)),
            Field("reason", N_("Reason"), required=True),
        ]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Whose shift it is, and what becomes of it."""
        view = await self.app.read("shifts.show", shift=values["shift"])
        if isinstance(view, No):
            return view
        return _("Counter {counter}, {clerks}: ends now. Who accepts it there counts the cash first.",
                 counter=view.line.counter, clerks=", ".join(view.line.clerks))  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """The handover that waits there."""
        return Outcome(_("The shift is closed"), big=answer.handover,
                       next=_("It waits to be taken over at its counter."))  # fmt: skip

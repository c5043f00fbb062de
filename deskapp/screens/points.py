"""Points for a receipt, and points corrected by hand: what they will come to is said before F9. (domain 3)"""

from __future__ import annotations

from typing import Any

from deskapp import words
from deskapp.i18n import N_, _, said_in
from deskapp.rules.decisions import No
from deskapp.screens.fields import Field
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ReasonedForm, ServingForm, approval_said, objected


class Points(ServingForm):
    """Register a receipt: card, receipt, amount; the rest is seldom needed."""

    heading = N_("Points for a receipt")
    operation = "points.earn"
    verb = N_("Give points")

    def fields(self) -> list[Field]:
        """Scanned first, typed after."""
        return [
            Field("card", N_("Card"), "code", required=True, default=self.context.get("card", "")),
            Field("receipt", N_("Receipt"), "code", required=True),
            Field("amount", N_("Amount"), "money", required=True),
            Field("till", N_("Till"), "code", help=N_("if the receipt names one")),
            Field("date", N_("Date of receipt"), "date", default=self.app.today(), help=N_("-1 is yesterday")),
            Field("excluded", N_("Not counted"), "money", help=N_("goods that earn no points")),
            Field("paid_by_points", N_("Paid by points"), "money"),
        ]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """How many points, by which rate, and the balance after them; or what will be refused."""
        told = await self.app.read("points.preview", **values)
        if isinstance(told, No):
            return told
        said = _(
            "Gives {points} points, one for every {rate}. The balance will be {balance}.",
            points=words.count(told.points), rate=words.amount(told.rate_money), balance=words.count(told.balance),
        )  # fmt: skip
        if told.points and told.expires:
            said += " " + _("They are good until {day}.", day=words.day(told.expires))
        return objected(said, told.objection)

    def outcome(self, answer: Any) -> Outcome:
        """The points in large; what the customer hears."""
        figures = {"points": words.count(answer.points), "balance": words.count(answer.balance)}
        with said_in(self.customers_language()):
            said = _("{points} points are yours. You have {balance} points now. Please sign here.", **figures)
        facts = [(_("Balance"), figures["balance"]), (_("Slip"), answer.slip)]
        if answer.expires and answer.points:
            facts.append((_("Good until"), words.day(answer.expires)))
        handed = (_("the receipt, and the customer copy of the slip"),)
        return Outcome(
            _("Points given"), big=f"+{answer.points}", hand_over=handed, say=said, slip=answer.slip, facts=tuple(facts)
        )


class Adjust(ServingForm, ReasonedForm):
    """Give or take points by hand; a second person signs on the same form from the beginning."""

    heading = N_("Correct points by hand")
    operation = "points.adjust"
    verb = N_("Adjust")

    def fields(self) -> list[Field]:
        """Whose, how many, why."""
        return [
            Field("card", N_("Card"), "code", required=True, default=self.context.get("card", "")),
            Field("points", N_("Points"), "number", required=True, signed=True, help=N_("-20 takes 20 away")),
            Field("reason", N_("Reason"), required=True, help=N_("stands on the slip")),
        ]

    def on_mount(self) -> None:
        """Whoever must approve is asked for at once."""
        self.expect_approval("supervisor")

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Balance before and after, and who must agree."""
        told = await self.app.read("points.preview_adjust", card=values["card"], points=values["points"])
        if isinstance(told, No):
            return told
        self.expect_approval(told.approver)
        said = _(
            "{points} points: the balance goes from {before} to {after}.",
            points=words.count(values["points"], signed=True), before=words.count(told.before),
            after=words.count(told.after),
        )  # fmt: skip
        return f"{said} {approval_said(told.approver)}".rstrip()

    def outcome(self, answer: Any) -> Outcome:
        """The points in large; what the customer hears."""
        figures = {"points": words.count(answer.points, signed=True), "balance": words.count(answer.balance)}
        with said_in(self.customers_language()):
            said = _("Your points were corrected by {points}. You have {balance} now. Please sign here.", **figures)
        facts = ((_("Balance"), figures["balance"]), (_("Slip"), answer.slip))
        handed = (_("the customer copy of the slip"),)
        return Outcome(
            _("Points corrected"), big=figures["points"], hand_over=handed, say=said, slip=answer.slip, facts=facts
        )

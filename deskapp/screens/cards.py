"""Gives a member a card, replaces a lost or damaged one, and stops a lost one at once; balances stay."""

from __future__ import annotations

from typing import Any

from deskapp import keys, words
from deskapp.i18n import N_, _, language, said_in
from deskapp.rules.decisions import No
from deskapp.screens.card_words import fee_words, money_words
from deskapp.screens.fields import Choice, Field
from deskapp.screens.form import Form
from deskapp.screens.person import spoken
from deskapp.screens.result import Outcome

REASONS = (Choice("l", "lost", N_("Lost")), Choice("d", "damaged", N_("Damaged")))


class CardForm(Form):
    """What the forms about cards share."""

    def customers_language(self) -> str:
        """The language of the customer in front."""
        return spoken(self.app.customer.language) if self.app.customer else language()

    def whose(self) -> str:
        """The name of the customer in front."""
        return self.app.customer.name if self.app.customer else _("the member")


class Activate(CardForm):
    """Give a member a card."""

    heading = N_("Give a card")
    operation = "cards.activate"
    verb = N_("Give the card")
    bar = ("help", "customer", "do_it", "back")
    customer_field = "member"

    def fields(self) -> list[Field]:
        """Who, which card, and whether the fee was taken."""
        return [
            Field("member", N_("Member"), "code", required=True, help=N_("member number")),
            Field("card", N_("New card"), "code", required=True, help=N_("scan it")),
            Field("fee_taken", N_("Fee taken"), "check", default=False),
        ]

    def fill_customer(self) -> None:
        """By member number: the card is what they do not have yet."""
        row, customer = self.row("member"), self.app.customer
        if customer and customer.number and not row.changed:
            row.fill(customer.number, as_begun=True)

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """The class and its fee."""
        told = fee_words(await self.app.read("cards.terms"), values["card"], values["fee_taken"])
        if isinstance(told, No):
            return told
        return _("The card {card} works at once.", card=values["card"]) + f" {told}"

    def outcome(self, answer: Any) -> Outcome:
        """The card in large."""
        with said_in(self.customers_language()):
            say = _("Here is your card. It works from now on.")
        facts = [(_("Member number"), answer.member)]
        facts.append((_("Fee taken"), words.amount(answer.fee_money)))
        return Outcome(
            title=_("The card works now"), big=answer.card, facts=tuple(facts), hand_over=(_("the card"),), say=say
        )


class Reissue(CardForm):
    """Replace a lost or damaged card."""

    heading = N_("Replace a card")
    operation = "cards.reissue"
    verb = N_("Replace")
    customer_field = "card"

    def fields(self) -> list[Field]:
        """The old card, the new one, why, and whether the fee was taken."""
        return [
            Field("card", N_("Old card"), "code", required=True),
            Field("new_card", N_("New card"), "code", required=True, help=N_("scan it")),
            Field("reason", N_("Reason"), "choice", required=True, choices=REASONS, default="lost"),
            Field("fee_taken", N_("Fee taken"), "check", default=False),
        ]

    def fill_customer(self) -> None:
        """The card that works, else the one that was lost and not yet replaced."""
        row, customer = self.row("card"), self.app.customer
        if customer and not row.changed:
            row.fill(replaceable(customer), as_begun=True)

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What stops, what works, what stays, what it costs."""
        terms = await self.app.read("cards.terms")
        fee = money_words(terms.reissue_fee_money, values["fee_taken"])
        return _(
            "{old} is never taken again, {new} works at once; points and tier stay. A new card: {fee}",
            old=values["card"], new=values["new_card"], fee=fee,
        )  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """The new card in large."""
        with said_in(self.customers_language()):
            say = _("Here is your new card; all your points are on it. Please sign here.")
        facts = [(_("Old card"), answer.old)]
        facts.append((_("Fee taken"), words.amount(answer.fee_money)))
        return Outcome(
            title=_("The new card works now"),
            big=answer.card,
            facts=tuple(facts),
            hand_over=(_("the new card"), _("the slip to sign, {key} shows it", key=keys.name("slip"))),
            say=say,
            slip=answer.slip,
        )


class ReportLost(CardForm):
    """Stop a lost card at once."""

    heading = N_("Card reported lost")
    operation = "cards.report_lost"
    verb = N_("Stop the card")
    bar = ("help", "customer", "do_it", "back")
    customer_field = "card"

    def fields(self) -> list[Field]:
        """Which card."""
        return [Field("card", N_("Card"), "code", required=True)]

    def fill_customer(self) -> None:
        """Only a card can be lost, not a member number."""
        row, customer = self.row("card"), self.app.customer
        if customer and not row.changed:
            row.fill(customer.card, as_begun=True)

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """From when, and what stays."""
        return _("{card} is not taken any more, from now on. Points stay with the member.", card=values["card"])

    def outcome(self, answer: Any) -> Outcome:
        """The stopped card, and how to go on."""
        with said_in(self.customers_language()):
            say = _("Your card is stopped. Nobody can use it, and your points are safe.")
        return Outcome(
            title=_("The card is stopped"),
            big=answer.card,
            facts=((_("Member number"), answer.member),),
            say=say,
            next=_("A new card can be given now or another day: Enter, then replace the card."),
        )


def replaceable(customer: Any) -> str:
    """The card of a customer that a new one may take the place of."""
    lost = [c.number for c in getattr(customer.view, "cards", ()) if c.state == "lost" and not c.replaced_by]
    return customer.card or next(iter(lost), "")

"""A receipt of the store's own, and everything it was used for: whoever asks again sees by whom, when and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.screens.facts import Facts
from deskapp.screens.listing import Row

BENEFITS = {"points": N_("points")}


class Receipt(Facts):
    """Every receipt of this number: another till or another day may have given the same one."""

    heading = N_("Receipt")
    empty = N_("This receipt was never used here. It comes here when points are given for it.")
    letters = ("void",)

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """One group for each receipt."""
        found = await self.app.read("receipts.show", number=str(self.context.get("number", "")))
        return [row for receipt in found for row in self.receipt_rows(receipt)], None

    def receipt_rows(self, receipt: Any) -> Iterator[Row]:
        """The receipt and its uses; Enter on a use opens its journal entry."""
        till = _("till {till}", till=receipt.till) if receipt.till else ""
        group = "  ".join(filter(None, (receipt.number, words.day(receipt.date), till)))
        yield from self.fact(_("Amount"), words.amount(receipt.amount_money), group=group, tone="bold")
        if receipt.excluded_money:
            yield from self.fact(_("Not counted"), words.amount(receipt.excluded_money), group=group)
        if receipt.paid_by_points_money:
            yield from self.fact(_("Paid by points"), words.amount(receipt.paid_by_points_money), group=group)
        for use in receipt.uses:
            yield from self.use_rows(use, group)

    def use_rows(self, use: Any, group: str) -> Iterator[Row]:
        """For what, for whom, by whom, when, where; and whether it was taken back."""
        told = _("{moment}, counter {counter}, by {by}, for {member} {number}, slip {slip}",
                 moment=words.moment(use.at), counter=use.counter, by=use.by, member=use.member,
                 number=use.member_number, slip=use.slip)  # fmt: skip
        label = _("Used for {benefit}", benefit=_(BENEFITS.get(use.benefit, use.benefit)))
        opens = ("entry", {"entry": use.entry})
        yield from self.fact(label, told, opens=opens, group=group, tone="dim" if use.voided_by else "")
        if use.voided_by:
            voided = _("voided by entry {entry}: it can be used again", entry=use.voided_by)
            yield from self.fact("", voided, opens=("entry", {"entry": use.voided_by}), group=group)

    def why_not(self, action: str) -> str:
        """Only a use is voided."""
        if action == "void" and not (self.current and self.current.data):
            return _("Put the cursor on a use of the receipt.")
        return super().why_not(action)

    def act_void(self) -> None:
        """v: take this use back."""
        if self.current and isinstance(self.current.data, tuple):
            self.app.open("void", entry=self.current.data[1]["entry"])

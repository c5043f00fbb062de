"""What the desk's forms share: the customer whose card is typed comes in front and hears their own language.

A reason is written once, for the work and for whoever approves it.
"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from deskapp import words
from deskapp.i18n import LANGUAGES, _, language
from deskapp.rules.decisions import No
from deskapp.screens.form import Form
from deskapp.screens.formrow import FormRow
from deskapp.screens.result import Result


def objected(told: str, objection: No | None) -> str:
    """What will be done, and below it what an approver must agree to first."""
    return f"{told}\n! {words.sentence(objection)}" if objection is not None else told


def approval_said(role: str) -> str:
    """That a second person must agree, or nothing."""
    return _("A {role} must agree.", role=words.role(role)) if role else ""


class ReasonedForm(Form):
    """A form with a `reason`: what is typed there stands as the approver's reason too, until another is typed."""

    def field_changed(self, row: FormRow | None) -> None:
        """The reason is written once."""
        if row is not None and row.field.name == "reason" and self.approval_rows:
            approval = self.row("approval_reason")
            if not approval.changed:
                approval.fill(row.entry.value, as_begun=True)
        super().field_changed(row)


class ServingForm(Form):
    """A form for one customer, whose card may be typed or scanned right into it."""

    customer_field: ClassVar[str] = "card"

    def went(self, row: FormRow, key: str) -> None:
        """Enter on a card: that customer is in front now."""
        super().went(row, key)
        if key == "enter" and row.field.name == self.customer_field and isinstance(row.value, str) and row.value:
            here = self.app.customer
            if here is None or row.value not in (here.card, here.number):
                self.reading(partial(self._serve, row.value), group="attach")

    async def _serve(self, card: str) -> None:
        await self.app.attach(card)

    def customers_language(self) -> str:
        """The language of the customer in front; the clerk's own while it is not known."""
        wanted = self.app.customer.language if self.app.customer else ""
        return wanted if wanted in LANGUAGES else language()

    async def posted(self, answer: Any) -> None:
        """Bring the customer who was served in front, as they stand now, and speak their language."""
        if await self.app.attach(answer.member, shown_by=self) is not None and self.result is not None:
            self.result = self.outcome(answer)
            self.query_one(Result).again()

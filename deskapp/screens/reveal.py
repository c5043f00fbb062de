"""Shows one masked field of the member in front for a written reason, for some seconds; then it is masked again.

Who looked, at what and why stands in the journal. The seconds are not counted down while something is being typed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.timer import Timer

from deskapp.i18n import N_, _
from deskapp.rules.decisions import No
from deskapp.screens.entry import Entry
from deskapp.screens.fields import Choice, Field
from deskapp.screens.form import Form
from deskapp.screens.person import LABELS
from deskapp.screens.result import Outcome, Result

SECRETS = (
    Choice("p", "phone", LABELS["phone"]),
    Choice("b", "birthday", LABELS["birthday"]),
    Choice("d", "id_number", LABELS["id_number"]),
    Choice("a", "address", LABELS["address"]),
)
SHORT = 24
"""Figures up to this length are written large; addresses plainly."""


class Reveal(Form):
    """One field, one reason."""

    heading = N_("Show what is masked")
    operation = "members.reveal"
    verb = N_("Show")
    bar = ("help", "do_it", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.customer: Any = None
        self.left = 0
        self._timer: Timer | None = None

    def fields(self) -> list[Field]:
        """Which one and why. Whose is settled when the form opens."""
        self.customer = self.app.customer
        which = self.context.get("field", "phone")
        return [
            Field("field", N_("Which one"), "choice", required=True, choices=SECRETS, default=which),
            Field("reason", N_("Reason"), "text", required=True, help=N_("why it must be seen")),
        ]

    def of(self) -> str:
        """The member of whom something is shown."""
        return self.customer.number if self.customer else ""

    def first_field(self) -> str:
        """The reason, when a line of the member view has said which one."""
        return "reason" if "field" in self.context else "field"

    def check(self, values: dict[str, Any]) -> No | None:
        """Nothing is shown of nobody."""
        return None if self.customer and self.customer.number else No("member_unknown", {"member": ""})

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """That it is written down."""
        return _("{name}: shown for some seconds. Who looked and why goes into the journal.", name=self.customer.name)

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """Of the member the form was opened for."""
        return {**values, "member": self.customer.number}

    def outcome(self, answer: Any) -> Outcome:
        """The value, and how long it stands there."""
        seconds = int((answer.until - self.app.doors.now()).total_seconds())
        self.left = max(1, min(seconds, 600))
        self._timer = self.set_interval(1.0, self.second)
        title = f"{_(LABELS[answer.field])}: {self.customer.name}"
        large = answer.value.isascii() and len(answer.value) <= SHORT
        facts = () if large else ((_(LABELS[answer.field]), answer.value),)
        return replace(self._told(Outcome(title, big=answer.value if large else "")), facts=facts)

    def _told(self, outcome: Outcome) -> Outcome:
        return replace(
            outcome, next=_("Masked again in {seconds} seconds. Enter: back to the member.", seconds=self.left)
        )

    async def posted(self, answer: Any) -> None:
        """Nothing about the member has changed."""

    def second(self) -> None:
        """One second less; at the end the value is gone, from the screen and from memory."""
        self.left -= 1
        if self.result is None or self.left < 0:
            return
        if self.left == 0:
            self.mask()
        elif not isinstance(self.focused, Entry):
            self.result = self._told(self.result)
            self.query_one(Result).again()

    def mask(self) -> None:
        """Mask it again."""
        if self._timer is not None:
            self._timer.stop()
        if self.result is not None:
            self.result = Outcome(self.result.title, next=_("Masked again. Enter: back to the member."))
            for result in self.query(Result):
                result.again()

    def go_on(self) -> None:
        """Back to the member; nothing stays behind."""
        self.mask()
        self.app.back()

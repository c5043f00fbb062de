"""The second person on a form: number, PIN and reason are asked where the work is, and stand for it once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.containers import Vertical
from textual.widgets import Input

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.screens.doors import Signature
from deskapp.screens.fields import Field
from deskapp.screens.formrow import FormRow
from deskapp.screens.frame import Frame
from deskapp.screens.shown import Said

if TYPE_CHECKING:
    from deskapp.screens.form import Form

APPROVAL = (
    Field("approver", N_("Approver number"), "digits", required=True),
    Field("approver_pin", N_("Approver's PIN"), "pin", required=True),
    Field("approval_reason", N_("Reason"), "text", required=True, limit=300),
)


class Approving(Frame):
    """A form that may need a second person: `approval_role` is who, once it is known."""

    def __init__(self) -> None:
        super().__init__()
        self.approval_role = ""
        self.approval_rows: list[FormRow] = []

    def approval(self) -> Vertical:
        """The block at the end of the form; it is shown once somebody must agree."""
        self.approval_rows = [FormRow(each, cast("Form", self)) for each in APPROVAL]
        block = Vertical(Said(self._who_must, classes="subheading"), *self.approval_rows, id="approval")
        block.display = bool(self.approval_role)
        return block

    def _who_must(self) -> str:
        return _("A {role} must agree to this:", role=words.role(self.approval_role)) if self.approval_role else ""

    def expect_approval(self, role: str) -> None:
        """Show the fields of a second person of this role, or none when nobody must agree."""
        if self.finished() or self.approval_role == role:
            return
        self.approval_role = role
        self.query_one("#approval").display = bool(role)
        for said in self.query("#approval Said").results(Said):
            said.again()

    def ask_approval(self, role: str) -> None:
        """A second person must agree: straight to the first of their fields that is empty."""
        self.expect_approval(role)
        empty = next((row for row in self.approval_rows if not row.entry.value), self.approval_rows[0])
        self.set_focus(empty.entry)

    def signature(self) -> Signature | None:
        """The second person, if one was asked for."""
        if not self.approval_role:
            return None
        number, pin, reason = (row.value for row in self.approval_rows)
        return Signature(number, pin, reason)

    def put_aside(self) -> None:
        """A second person who is not there any more has to type again."""
        self.forget_pin()

    def forget_pin(self) -> None:
        """A second person's PIN stands for what it was typed for, once: not for the next try, not for other figures."""
        for row in self.approval_rows:
            if row.field.kind == "pin" and row.entry.value:
                with row.entry.prevent(Input.Changed):  # emptied by us: what is said under the field still holds
                    row.entry.value = ""

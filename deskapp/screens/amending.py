"""Put right what was taken down of a complaint; only what is typed anew is changed. (domain 6)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deskapp.complaint_sentences import CHANNELS, FIELDS, SEVERITIES
from deskapp.i18n import N_
from deskapp.rules import intake
from deskapp.rules.complaint_table import Move
from deskapp.screens.casework import CaseForm, of_house
from deskapp.screens.fields import Choice, Field, spelled

TEXTS = ("subject", "what", "asked", "place", "name", "addressed", "staff", "receipt", "invoice")
HELP = {"staff": N_("number or name")}
URGENT = tuple(Choice(code[0], code, said) for code, said in SEVERITIES.items())
CAME_IN = tuple(Choice(code[0], code, said) for code, said in CHANNELS.items())


class Amend(CaseForm):
    """Everything as it was taken down, to be typed over."""

    heading = N_("Put a complaint right")
    operation = "complaints.amend"
    verb = N_("Put right")
    move = Move.AMEND

    def fields(self) -> list[Field]:
        """What the customer told, who they are, what it is counted by."""
        typed = [Field(name, FIELDS[name], "multiline" if name in intake.LONG else "text",
                       limit=intake.LONGEST[name], help=HELP.get(name, "")) for name in TEXTS]  # fmt: skip
        return [
            *typed[:4],
            Field("happened_at", FIELDS["happened_at"], "moment"),
            *typed[4:6],
            Field("phone", FIELDS["phone"], limit=intake.LONGEST["phone"], help=N_("empty: stays as it is")),
            *typed[6:],
            Field("channel", FIELDS["channel"], "choice", choices=CAME_IN),
            Field("severity", FIELDS["severity"], "choice", required=True, choices=URGENT),
            Field("category", FIELDS["category"], "choice", choices=of_house("category")),
            Field("department", FIELDS["department"], "choice", choices=of_house("department")),
        ]

    def first_field(self) -> str:
        """What happened is put right most."""
        return "what"

    def begins_with(self) -> Mapping[str, Any]:
        """As it was taken down; a phone is not shown."""
        others = ("happened_at", "channel", "severity", "category", "department")
        return {name: self.case.fields[name] for name in (*TEXTS, *others)}

    def deciding(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A milder severity takes the lead."""
        return {"severity": values["severity"]}

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """Only what was changed."""
        changed = [row.field.name for row in self.rows if row.changed]
        return {"changes": {name: self._typed_in(name, values[name]) for name in changed}}

    def _typed_in(self, name: str, value: Any) -> str:
        return spelled(self.row(name).field, value) if name == "happened_at" else str(value)

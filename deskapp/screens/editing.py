"""Changes what is known of the member in front. What is masked stays masked: typing replaces it, a dash clears it.

If somebody else was faster, the form says what they changed, takes it in where nothing is typed, and keeps the rest.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from deskapp import keys, words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No
from deskapp.screens.fields import Field
from deskapp.screens.form import Form
from deskapp.screens.formrow import FormRow
from deskapp.screens.person import CLEAR, LABELS, asked, consented, labels, offers, said, wrong_document
from deskapp.screens.result import Outcome

OPEN = ("name", "preferred", "gender", "id_type", "language", "introducer", "notes")
"""Fields that stand in the form as they are."""
MASKED = ("phone", "birthday", "id_number", "address")
"""Fields that stand beside the form, masked."""


class Edit(Form):
    """Change a member."""

    heading = N_("Change a member")
    operation = "members.edit"
    verb = N_("Save")
    bar = ("help", "customer", "do_it", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.view: Any = None
        self.meanwhile = ""

    def fields(self) -> list[Field]:
        """Everything that can be changed. Whose is settled when the form opens."""
        if self.view is None:
            self.view = self.app.customer.view if self.app.customer else None
        if self.view is None:
            return []
        return [
            self._open("name", required=True),
            self._masked("phone"),
            self._open("preferred"),
            self._open("gender"),
            self._masked("birthday"),
            self._open("id_type"),
            self._masked("id_number"),
            self._masked("address"),
            self._open("language", required=True),
            asked("offers", required=True, default=offers(self.view.consents)),
            self._open("introducer"),
            self._open("notes"),
        ]

    def _open(self, name: str, **more: Any) -> Field:
        return asked(name, default=" ".join(str(getattr(self.view, name)).split()), **more)

    def _masked(self, name: str) -> Field:
        return asked(name, clears=True, help=getattr(self.view, name))

    def first_field(self) -> str:
        """The one that was asked for, else the name."""
        return str(self.context.get("at", "name")) if self.rows else ""

    def check(self, values: dict[str, Any]) -> No | None:
        """A new document number holds by its own check digit."""
        typed = values["id_number"]
        return wrong_document(values) if typed and typed != CLEAR else None

    # ---- what would change

    def changed(self) -> list[FormRow]:
        """The fields that hold something else than they did."""
        return [row for row in self.rows if row.changed]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Which fields F9 would change, and what somebody else changed meanwhile."""
        names = ",".join(row.field.name for row in self.changed())
        will = _("Will change: {fields}.", fields=labels(names)) if names else ""
        return "\n".join(filter(None, (self.meanwhile, will)))

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """Only what is different, against the version that was read."""
        changes: dict[str, str] = {}
        for name in (row.field.name for row in self.changed()):
            if name == "offers":
                given = consented(values["offers"])
                changes |= {kind: "yes" if answer else "no" for kind, answer in given.items()}
            else:
                changes[name] = "" if name in MASKED and values[name] == CLEAR else str(values[name])
        return {"member": self.view.number, "version": self.view.version, "changes": changes}

    def outcome(self, answer: Any) -> Outcome:
        """Which fields are different now."""
        return Outcome(
            title=_("{name} is changed", name=self.view.name),
            facts=(
                (_("Changed"), labels(",".join(answer.fields))),
                (_("Version"), words.count(answer.version)),
            ),
            next=_("Enter: back to the member."),
        )

    async def posted(self, answer: Any) -> None:
        """Show it in the strip, if the member is still in front."""
        if self.app.customer is not None and self.app.customer.number == self.view.number:
            await self.app.attach(self.view.number, shown_by=self)

    def go_on(self) -> None:
        """Back to the member."""
        self.app.back()

    # ---- as it stands

    def of(self) -> str:
        """The member whose form this is."""
        return str(self.view.number) if self.view else ""

    def stood(self) -> dict[str, Any]:
        """And which version of the member was read."""
        return {**super().stood(), "version": self.view.version if self.view else 0}

    def stand(self, stood: dict[str, Any]) -> None:
        """As read then: what was changed since is found out at F9, as always."""
        super().stand(stood)
        if self.view is not None:
            self.view = replace(self.view, version=stood["version"])

    # ---- somebody was faster

    def refused(self, refusal: No) -> None:
        """Take in what was changed meanwhile; everything else is said where it belongs."""
        super().refused(refusal)
        if refusal.code == "stale":
            self.reading(partial(self._take_in, refusal), group="stale")

    async def _take_in(self, refusal: No) -> None:
        fresh = await self.app.read("members.show", member=self.view.number)
        if isinstance(fresh, No):
            self.say(fresh)
            return
        before, self.view = self.view, fresh
        self.meanwhile = "\n".join([self._who(refusal), *self._news(before, fresh)])
        for row in self.rows:
            name = row.field.name
            if name in OPEN:
                self._refill(row, " ".join(str(getattr(fresh, name)).split()))
            elif name == "offers":
                self._refill(row, offers(fresh.consents))
        do_it, back = keys.name("do_it"), keys.name("back")
        kept = _("What you typed is still here. {key} saves it over theirs; {back} leaves it.", key=do_it, back=back)
        self.say(kept)
        self.field_changed(None)

    def _refill(self, row: FormRow, value: str) -> None:
        if row.changed:
            row.begun_with = value
        else:
            row.fill(value, as_begun=True)

    def _who(self, refusal: No) -> str:
        by, at = refusal.figures.get("by"), refusal.figures.get("at")
        when = words.figure("at", at)
        told = labels(str(refusal.figures.get("changed", "")))
        return _("Meanwhile {by} changed this, {at}: {changed}.", by=by, at=when, changed=told)

    def _news(self, before: Any, fresh: Any) -> list[str]:
        return [
            f"{_(LABELS[name])}: {said(name, getattr(before, name))} > {said(name, getattr(fresh, name))}"
            for name in (*OPEN, *MASKED)
            if getattr(before, name) != getattr(fresh, name)
        ]

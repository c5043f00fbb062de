"""The form every piece of work is filled in on: fields in order, the consequence before F9, the result after it.

Enter goes to the next field and never posts. One operation id from opening to the result: however often F9 is pressed,
there is one effect. When a second person is needed, their number, PIN and reason are asked on the same form.
"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from deskapp import keys, words
from deskapp.i18n import _
from deskapp.rules.decisions import No
from deskapp.screens.approving import Approving
from deskapp.screens.choose import leaving
from deskapp.screens.entry import Entry
from deskapp.screens.fields import Field
from deskapp.screens.formrow import Fields, FormRow
from deskapp.screens.result import Outcome, Result
from deskapp.screens.shown import Said, shown

MOST_FIELDS = 15


class Form(Approving):
    """Base of every form. A subject gives `heading`, `operation`, `fields()` and `outcome()`, and what else differs."""

    operation: ClassVar[str] = ""
    verb: ClassVar[str] = ""
    """The word beside F9."""
    customer_field: ClassVar[str] = ""
    """The field that takes the card (or member number) of the customer in front."""
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "slip", "do_it", "back")
    most: ClassVar[int] = MOST_FIELDS  # more only where some are asked in the place of others

    def __init__(self, **context: Any) -> None:
        super().__init__()
        self.context = context
        self.op = uuid4().hex
        self.result: Outcome | None = None
        self.foretold: str = ""
        self.rows: list[FormRow] = []
        self.left_at: Widget | None = None
        """The field that the cursor was in last."""

    # ---- what a subject says of itself

    def fields(self) -> list[Field]:
        """The questions, required ones first; at most 15."""
        return []

    def first_field(self) -> str:
        """The field that is typed first: the first one that is still empty."""
        return next(
            (row.field.name for row in self.rows if not row.entry.value), self.rows[0].field.name if self.rows else ""
        )

    def check(self, values: dict[str, Any]) -> No | None:
        """What no single field can know."""
        return None

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What F9 will do with these values, in words; asked again when a field changes and every field is right."""
        return ""

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the operation is given."""
        return values

    def outcome(self, answer: Any) -> Outcome:
        """What to show of the operation's answer."""
        return Outcome(title=words.operation(self.operation))

    async def posted(self, answer: Any) -> None:
        """After it was done: bring the customer up to date."""
        if self.app.customer is not None and self.app.customer.number:
            await self.app.attach(self.app.customer.number, shown_by=self)

    # ---- what stands where

    def body(self) -> ComposeResult:
        """Heading, fields, approval, consequence; the result takes their place."""
        self.rows = [FormRow(each, self) for each in self.fields()[: self.most]]
        yield Said(lambda: shown(" " + _(self.heading)), classes="heading")
        yield from self.above()
        with Fields(id="fields", can_focus=False):
            yield from self.rows
            yield self.approval()
        yield from self.below()
        yield Said(lambda: shown(self.foretold, lines=True), id="consequence")
        yield Result(self)

    def above(self) -> ComposeResult:
        """What stands between the heading and the fields."""
        yield from ()

    def below(self) -> ComposeResult:
        """What stands below the fields."""
        yield from ()

    def on_mount(self) -> None:
        """The customer in front is filled in; the cursor starts where one types first."""
        self.query_one("#consequence").display = False
        self.query_one(Result).display = False
        self.fill_customer()
        self.field_changed(None)

    def first_focus(self) -> None:
        """The field that is typed first; the result once there is one."""
        if self.result is not None:
            self.query_one(Result).focus()
        elif self.rows:
            self.set_focus(self.row(self.first_field()).entry)

    def row(self, name: str) -> FormRow:
        """The field of this name."""
        return next(row for row in (*self.rows, *self.approval_rows) if row.field.name == name)

    @property
    def live_rows(self) -> list[FormRow]:
        """The fields that are asked now: what a subject hides is neither asked nor posted."""
        return [row for row in (*self.rows, *(self.approval_rows if self.approval_role else [])) if row.display]

    def fill_customer(self) -> None:
        """Put the customer in front into the field that is theirs, unless the clerk has typed somebody else there."""
        if self.customer_field and self.app.customer and not self.row(self.customer_field).changed:
            self.row(self.customer_field).fill(self.app.customer.key, as_begun=True)

    def customer_changed(self) -> None:
        """Somebody else is in front: taken into this form only while it lies open with nothing typed in it."""
        super().customer_changed()
        if self.is_current and self.result is None and not self.busy and not self.unsaved():
            self.fill_customer()
            if self.customer_field and self.focused is self.row(self.customer_field).entry:
                self.first_focus()

    def picked(self, choice: Any) -> None:
        """A member found in the search line comes in front and into the form, without leaving it."""
        if self.customer_field and self.result is None and getattr(choice, "kind", "") in ("member", "card"):
            self.reading(partial(self._attached, choice.key), group="attach")
        else:
            super().picked(choice)

    async def _attached(self, key: str) -> None:
        before, begun = self.app.customer, self.unsaved()
        customer = await self.app.attach(key)
        if customer is None or self.result is not None or self.busy:
            return
        self.row(self.customer_field).fill(customer.key, as_begun=True)
        if begun and before is not None and before.number != customer.number:
            told = _("This form was for {before} and is for {now} now.", before=before.name, now=customer.name)
            self.say(told, "no")
        theirs = self.row(self.customer_field).entry
        back = self.left_at if begun and self.left_at not in (None, theirs) else None
        self.set_focus(back or self.row(self.first_field()).entry)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember the field, for whoever comes back from the search line."""
        if any(event.widget is row.entry for row in self.live_rows):
            self.left_at = event.widget

    # ---- filling it in

    def went(self, row: FormRow, key: str) -> None:
        """Enter or an arrow in a field: on, or back. Enter leaves a field only when it is right."""
        rows = self.live_rows
        if key == "enter" and not row.check():
            row.entry.select_all()
            return
        place = rows.index(row) + (-1 if key == "up" else 1)
        if 0 <= place < len(rows):
            self.set_focus(rows[place].entry)
        elif key == "enter" and not self.busy:
            self.say(_("Everything is filled in: {key} does it.", key=keys.name("do_it")))

    def field_changed(self, row: FormRow | None) -> None:
        """Something else is typed: think over what F9 would do; a second person did not agree to that."""
        if row is not None and row not in self.approval_rows:
            self.forget_pin()
        if self.is_mounted and not self.busy and self.result is None:
            self.reading(self._foretell, group="consequence")

    def relabelled(self) -> None:
        """In another language now: what F9 would do is said in it too."""
        super().relabelled()
        self.field_changed(None)

    async def _foretell(self) -> None:
        values = {row.field.name: row.value for row in self.rows if row.display}
        told: str | No = ""
        if not any(isinstance(value, No) for value in values.values()):
            told = self.check(values) or await self.consequence(values)
        self.foretold = f"! {words.sentence(told)}" if isinstance(told, No) else told
        line = self.query_one("#consequence", Said)
        line.display = bool(self.foretold)
        line.again()

    def values(self) -> dict[str, Any] | None:
        """Every value, or None when something is wrong; the first wrong field has the cursor then."""
        wrong = [row for row in self.live_rows if not row.check()]
        if wrong:
            self.set_focus(wrong[0].entry)
            return None
        values = {row.field.name: row.value for row in self.rows if row.display}
        if refusal := self.check(values):
            self.refused(refusal)
            return None
        return values

    def finished(self) -> bool:
        """It is posted, and its result has been seen."""
        return self.result is not None

    def unsaved(self) -> bool:
        """Something typed that is not posted yet."""
        return self.result is None and any(row.changed for row in self.live_rows)

    # ---- as it stands

    def concerns(self) -> str:
        """The name that is typed here, or the first card or number; never a phone or what somebody said."""
        typed = [row for row in self.rows if row.changed and (row.field.name == "name" or row.field.kind == "code")]
        return typed[0].named if typed else ""

    def stood(self) -> dict[str, Any]:
        """What is typed, under the operation id it will be posted with. A PIN is not kept."""
        open_rows = [row for row in (*self.rows, *self.approval_rows) if row.field.kind != "pin"]
        typed = {row.field.name: [row.entry.value, row.begun_with] for row in open_rows}
        return {**super().stood(), "op": self.op, "typed": typed, "approval": self.approval_role}

    def stand(self, stood: dict[str, Any]) -> None:
        """Every field as it stood, and whoever had to agree."""
        self.op = stood["op"]
        for row in (*self.rows, *self.approval_rows):
            if row.field.name in stood["typed"]:
                row.entry.value, row.begun_with = stood["typed"][row.field.name]
        self.expect_approval(stood["approval"])
        super().stand(stood)
        self.tell_again()

    # ---- doing it

    def label_of(self, action: str) -> str:
        """The form's own word for F9."""
        return self.verb if action == "do_it" else ""

    def why_not(self, action: str) -> str:
        """F9 once; F8 when there is a slip."""
        if action == "do_it" and self.busy:
            return _("Wait: this is being posted.")
        if action == "do_it" and self.result is not None:
            return _("This is done. Enter goes on.")
        if action == "slip":
            return "" if self.result and self.result.slip else _("The slip comes after {key}.", key=keys.name("do_it"))
        return super().why_not(action)

    def action_do_it(self) -> None:
        """Post what is filled in."""
        if not self.live("do_it"):
            return
        values = self.values()
        if values is not None:
            self._set_busy(True)
            self.writing(partial(self._post, values))

    async def _post(self, values: dict[str, Any]) -> None:
        try:
            answer = await self.app.ask(self.operation, op=self.op, approval=self.signature(), **self.arguments(values))
        finally:
            self._set_busy(False)
            self.forget_pin()
        if isinstance(answer, No):
            self.refused(answer)
            return
        self.op = uuid4().hex
        self.result = self.outcome(answer)
        self._show_result()
        await self.posted(answer)

    def refused(self, refusal: No) -> None:
        """Say why not, beside the field it is about; ask for a second person if one may allow it."""
        if refusal.approver is not None:
            self.ask_approval(refusal.approver)
        known = [row for row in self.live_rows if row.field.name == refusal.field]
        if known and (refusal.approver is None or known[0] in self.approval_rows):
            known[0].blame(refusal)
            self.set_focus(known[0].entry)
            known[0].entry.select_all()
            self.say("")
        elif refusal.approver is not None and words.sentence(refusal) in self.foretold:
            self.say("")  # it stands above the keys already, and who must agree stands over the fields
        else:
            self.say(refusal)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        if busy:
            self.say(_("Posting ..."))
        elif self.message == _("Posting ..."):
            self.say("")
        self.show_keys()

    def _show_result(self) -> None:
        self.say("")
        for part in ("#fields", "#consequence", ".heading"):
            self.query(part).set(display=False)
        result = self.query_one(Result)
        result.display = True
        result.again()
        result.focus()
        self.show_keys()

    def action_slip(self) -> None:
        """Show the slip that was made."""
        if self.live("slip") and self.result:
            self.app.open("slip", slip=self.result.slip)

    def leave(self) -> None:
        """Back, unless something is being posted; what is not saved is asked about."""
        if self.busy:
            self.say(_("Wait: this is being posted."), "no")
        elif self.result is not None:
            self.go_on()
        elif self.unsaved():
            self.ask_leave()
        else:
            self.app.back()

    def ask_leave(self) -> None:
        """What becomes of what is typed."""
        acts = {"discard": self.app.back, "park": self.app.park}
        self.app.push_screen(leaving(), lambda choice: acts[choice]() if choice in acts else None)

    def go_on(self) -> None:
        """From the result on; only what was done for the customer in front sends them away."""
        self.app.served() if self.customer_field else self.app.go_home()

    def panes(self) -> list[Any]:
        """The search line and the fields."""
        if self.result is not None:
            return [self.omnibox.entry, self.query_one(Result)]
        here = self.focused if isinstance(self.focused, Entry) and self.focused is not self.omnibox.entry else None
        return [self.omnibox.entry, here or self.rows[0].entry] if self.rows else [self.omnibox.entry]

"""Handing over and taking over: one screen that is filled in already, sealed with the PINs of both. (domain 14)"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from textual.app import ComposeResult

from deskapp import keys, words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No, no
from deskapp.screens import cash, handed
from deskapp.screens.fields import Field
from deskapp.screens.form import Form
from deskapp.screens.handing_paper import print_handover
from deskapp.screens.listing import Listing
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ReasonedForm
from deskapp.screens.shift_words import kind_field


class OfHandover(Form):
    """A form below a handover's lines. Keys wait until these are there, since they decide where the keys go."""

    bar: ClassVar[tuple[str, ...]] = ("help", "next_pane", "slip", "do_it", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.number = str(context.get("handover", ""))
        self.view: Any = None
        self.listing = Listing(handed.COLUMNS, headed=False, id="handed")

    def above(self) -> ComposeResult:
        """The handover's lines."""
        yield self.listing

    def on_mount(self) -> None:
        """The lines have what room the fields leave."""
        fields = self.query_one("#fields")
        fields.styles.height, fields.styles.max_height = "auto", 10

    def on_screen_resume(self) -> None:
        """Here, or back here: how it stands now."""
        if self.result is None:
            self.run_worker(self.app.carefully(self._show), group="handover", exclusive=True, exit_on_error=False)

    async def _show(self) -> None:
        self.ready.clear()
        try:
            await self.load()
        finally:
            self.ready.set()

    async def load(self) -> None:
        """Read how it stands."""
        answer = await self.app.read("handover.show", handover=self.number, parked=len(self.app.parked))
        if isinstance(answer, No):
            self.say(answer)
            return
        self.view = answer
        self.listing.show(handed.rows(answer, self.size.width))
        self.field_changed(None)
        self.show_keys()

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        if self.view is not None:
            self.listing.show(handed.rows(self.view, self.size.width))

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter on a line: what it asks for, or the record behind it."""
        event.stop()
        match event.row.data:
            case handed.COUNT:
                self.app.count_shift("handover")
            case (handed.SETTLE, number):
                self.app.open("settle_shift", count=number)
            case (str() as name, dict() as context):
                self.app.open(name, **context)
            case _:
                self._finish(handed.unfinished(event.row))

    def _finish(self, work: str) -> None:
        """One's own parked work, brought back to be finished first."""
        if any(each.key == work for each in self.app.parked):
            self.app.back()
            self.app.bring_back(work)
        elif work:
            self.say(_("Whoever takes over brings it back, once the handover is accepted."))

    def panes(self) -> list[Any]:
        """The search line, the lines, the fields."""
        search, *rest = super().panes()
        return [search, *(() if self.result is not None else (self.listing,)), *rest]

    def refused(self, refusal: No) -> None:
        """Why not; whatever else has changed shows in the lines."""
        super().refused(refusal)
        self.reading(self.load, group="handover")

    def put_aside(self) -> None:
        """A PIN is typed again by whoever comes back."""
        super().put_aside()
        for row in self.rows:
            if row.field.kind == "pin":
                row.entry.value = ""

    async def _post(self, values: dict[str, Any]) -> None:
        """A PIN stands for one try."""
        self.put_aside()
        if await self.prepared():
            await super()._post(values)

    async def prepared(self) -> bool:
        """Whether everything is ready for the operation."""
        return True

    def label_of(self, action: str) -> str:
        """F8 puts the sealed sheet on paper."""
        return N_("Print") if action == "slip" else super().label_of(action)

    def why_not(self, action: str) -> str:
        """There is paper once it is sealed."""
        if action == "slip":
            sealed = self.result is not None or (self.view is not None and self.view.seal)
            return "" if sealed else _("A handover is printed once it is sealed.")
        return super().why_not(action)

    def action_slip(self) -> None:
        """F8: the handover on paper."""
        if self.live("slip"):
            self.writing(partial(print_handover, self.app, self.number))

    def _show_result(self) -> None:
        self.listing.display = False
        super()._show_result()


class Handover(OfHandover):
    """The shift of this counter, handed over."""

    heading = N_("Handover")
    operation = "handover.seal"
    verb = N_("Seal it")

    def fields(self) -> list[Field]:
        """One's own PIN; who takes over, if they stand beside, and theirs."""
        standing = self.app.standing
        kind = kind_field("next_kind", N_("Next shift"), standing.likely_kind if standing else "")
        return [
            Field("pin", N_("Your PIN"), "pin", required=True),
            Field("to", N_("Taken over by"), "digits", help=N_("empty: accepted later")),
            Field("to_pin", N_("Their PIN"), "pin"),
            *([kind] if kind.choices else []),
        ]

    def first_field(self) -> str:
        """The PIN: everything else stands there."""
        return "pin"

    async def load(self) -> None:
        """The cursor goes to what is still to be done, else to the PIN."""
        begun = self.unsaved()
        await super().load()
        if self.view is not None and not begun and self.is_current:
            waits = bool(self.view.left_to_count or self.view.unexplained)
            self.set_focus(self.listing if waits else self.row("pin").entry)

    def check(self, values: dict[str, Any]) -> No | None:
        """Who takes over gives their PIN too."""
        return no("empty", field="to_pin") if values["to"] and not values["to_pin"] else None

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What F9 does."""
        if values["to"]:
            return _("Sealed, and taken over by {staff} at once: the drawer is theirs.", staff=values["to"])
        return _("Sealed; it waits until somebody accepts it. Nothing else is posted here before that.")

    async def prepared(self) -> bool:
        """Every gate is open, everything counted and explained; else what is missing is said."""
        answer = await self.app.ask("handover.prepare", op=uuid4().hex, parked=len(self.app.parked))
        if isinstance(answer, No):
            self._set_busy(False)
            self.refused(answer)
            return False
        self.number = answer.handover
        return True

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """The handover that was found ready."""
        return {"handover": self.number, **values}

    def outcome(self, answer: Any) -> Outcome:
        """The seal, and who goes on."""
        carried = sum(answer.open.values())
        facts = (
            (_("Taken over by"), answer.taken_by or _("nobody yet")),
            (_("Handed on"), words.count(carried)),
            (_("Seal"), answer.seal[:32]),
        )
        taken = _("The next shift is {shift}. Sign off now, so that {staff} can sign in.", shift=answer.next_shift,
                  staff=answer.taken_by)  # fmt: skip
        waits = _("Whoever comes next accepts it from home or by {key}.", key=keys.name("shift"))
        return Outcome(_("Handed over"), big=answer.handover, facts=facts, next=taken if answer.taken_by else waits)


class TakeOver(OfHandover):
    """What was handed over here, taken over by whoever is signed in."""

    heading = N_("Take over")
    operation = "handover.accept"
    verb = N_("Accept")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        if not self.number and self.app.untaken is not None:
            self.number = self.app.untaken.handover

    def fields(self) -> list[Field]:
        """One's own PIN, the kind of the shift; the cash, where it is counted again."""
        standing = self.app.standing
        kind = kind_field("kind", N_("Kind of shift"), standing.likely_kind if standing else "")
        coins = cash.fields(standing.denominations_money if standing else [])
        again = [Field(each.name, each.label, each.kind, limit=each.limit) for each in coins]
        return [Field("pin", N_("Your PIN"), "pin", required=True), *([kind] if kind.choices else []), *again]

    def first_field(self) -> str:
        """The PIN."""
        return "pin"

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What is taken over; what was counted again."""
        if cash.pieces(self.rows) is None:
            return _("From now on this drawer is yours.")
        return _("From now on this drawer is yours. Cash counted: {amount}.",
                 amount=words.amount(cash.total(self.rows)))  # fmt: skip

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """Cash only where it was counted."""
        kind = values.get("kind") or ""
        return {"handover": self.number, "pin": values["pin"], "kind": kind, "cash": cash.pieces(self.rows)}

    def refused(self, refusal: No) -> None:
        """The cash must be counted first: to the first note."""
        first = next((row.field.name for row in self.rows if row.field.name.startswith(cash.SUM)), "")
        if refusal.code == "empty" and refusal.field == "cash":
            refusal = no("cash_uncounted", field=first)
        super().refused(refusal)

    def outcome(self, answer: Any) -> Outcome:
        """The shift that begins."""
        difference = words.amount(answer.difference_money, signed=True)
        facts = ((_("Handover"), answer.handover), (_("Difference"), difference))
        return Outcome(_("Taken over"), big=answer.shift, facts=facts)


class RefuseHandover(ReasonedForm):
    """What was handed over is not accepted: the shift goes on with those who kept it."""

    heading = N_("Refuse the handover")
    operation = "handover.refuse"
    verb = N_("Refuse")

    def fields(self) -> list[Field]:
        """Which one, why."""
        waiting = self.app.untaken.handover if self.app.untaken is not None else ""
        return [
            Field("handover", N_("Handover"), "code", required=True, default=self.context.get("handover", waiting)),
            Field("reason", N_("Reason"), required=True, help=N_("what is unclear")),
        ]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Whose it stays."""
        return _("The shift goes on; what is unclear stays with whoever handed over.")

    def outcome(self, answer: Any) -> Outcome:
        """The shift that goes on."""
        return Outcome(_("Not accepted"), big=answer.shift)

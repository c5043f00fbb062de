"""Step 4 of a complaint: what is offered at what cost, who approves which, and what the customer says. (domain 6)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult

from deskapp import complaint_words, keys, words
from deskapp.i18n import N_, _
from deskapp.rules.complaint_table import Move
from deskapp.rules.decisions import No, no
from deskapp.screens.casework import CaseForm, of_house
from deskapp.screens.fields import Choice, Field
from deskapp.screens.formrow import FormRow
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.result import Outcome
from deskapp.screens.shown import cut

COLUMNS = (Column(N_("Proposal"), 8, "right"), Column(N_("Remedy"), 14), Column(N_("What exactly")),
           Column(N_("Cost"), 12, "right"))  # fmt: skip
MOST_WAYS, MOST_REMEDIES = 9, 9
EMPTY = N_("Nothing yet. Enter after the last field puts a remedy here; the same number makes one way of several.")
ANSWERS = (
    Choice("s", "signed", N_("Signed")),
    Choice("r", "refused_to_sign", N_("Agrees, will not sign")),
    Choice("d", "declined", N_("Declines it")),
)


def offer_rows(offers: Sequence[tuple[int, str, str, int]]) -> list[Row]:
    """Remedies by the way that they belong to; what a way of several costs in all stands after it."""
    rows = []
    for place, (way, kind, detail, cost) in enumerate(offers):
        mine = [number for number, each in enumerate(offers) if each[0] == way]
        cells = (str(way) if mine[0] == place else "", words.classed("remedy", kind), detail)
        rows.append(Row(str(place), (*cells, words.amount(cost)), data=way))
        if len(mine) > 1 and mine[-1] == place:
            whole = words.amount(sum(offers[number][3] for number in mine))
            rows.append(Row(f"sum {way}", ("", "", _("in all"), whole), tone="dim", data=way))
    return rows


class WithOffers(CaseForm):
    """A form with the proposals below it."""

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.offers = Listing(COLUMNS, id="offers", empty=EMPTY)

    def body(self) -> ComposeResult:
        """The form, and the list below it."""
        yield from super().body()
        yield self.offers

    def on_mount(self) -> None:
        """The fields take only the room they need."""
        self.query_one("#fields").styles.height = "auto"
        self.query_one("#fields").styles.max_height = 9

    def panes(self) -> list[Any]:
        """The list too."""
        return [*super().panes(), self.offers] if self.result is None else super().panes()

    def _show_result(self) -> None:
        self.offers.display = False
        super()._show_result()


class Propose(WithOffers):
    """One or more ways to settle the case, each of one or more remedies with its cost."""

    heading = N_("Propose remedies")
    operation = "complaints.propose"
    verb = N_("Lay before")
    move = Move.PROPOSE
    starts = "kind"

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.laid: list[tuple[int, str, str, int]] = []
        """Way, kind, detail and cost of what was put into the list."""

    def fields(self) -> list[Field]:
        """The customer's wish, then one remedy at a time."""
        return [
            Field("asked", N_("Asked for"), "multiline", required=True, limit=500),
            Field("way", N_("Proposal"), "number", default="1", help=N_("1 to 9")),
            Field("kind", N_("Remedy"), "choice", choices=of_house("remedy")),
            Field("cost", N_("Cost"), "money"),
            Field("detail", N_("What exactly"), limit=300),
        ]

    def on_mount(self) -> None:
        """Room for everything that is allowed."""
        self.query_one("#head-known").styles.max_height = 8

    def known(self) -> Iterator[str]:
        """What the law and the house allow, beside what the clerk may."""
        yield from super().known()
        for each in self.case.allowed:
            until = words.short_day(each.until)
            yield cut(_("until {day}", day=until) + "  " + complaint_words.allowed_by(each), self.size.width - 2)
        yield complaint_words.own_limit(self.case.clerk_up_to)

    def begins_with(self) -> Mapping[str, Any]:
        """What they asked for."""
        return {"asked": self.case.fields["asked"]}

    # ---- the list

    def went(self, row: FormRow, key: str) -> None:
        """Enter after the last field: into the list, and on to the next remedy."""
        if row.field.name != "detail" or key != "enter" or not self.chosen("kind"):
            super().went(row, key)
            return
        values = self.values()
        if values is None:
            return
        self.laid = self._with_typed(values)
        for name in ("kind", "cost", "detail"):
            self.row(name).fill("")
        self._list()
        self.set_focus(self.row("kind").entry)

    def _with_typed(self, values: Mapping[str, Any]) -> list[tuple[int, str, str, int]]:
        """The list, with what stands in the fields."""
        typed = [(values["way"], values["kind"], values["detail"], values["cost"])] if values["kind"] else []
        return sorted((*self.laid, *typed), key=lambda each: each[0])

    def _list(self) -> None:
        self.offers.show(offer_rows(self.laid), keep=False)
        self.field_changed(None)

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter in the list: this remedy back into the fields; what is typed there goes into the list first."""
        event.stop()
        if event.row.key.isdigit():
            typed = any(self.row(name).entry.value for name in ("kind", "cost", "detail"))
            values = self.values() if typed else None
            if typed and values is None:
                return
            taken = self.laid.pop(int(event.row.key))
            self.laid = self._with_typed(values) if values else self.laid
            for name, value in zip(("way", "kind", "detail", "cost"), taken, strict=True):
                self.row(name).fill(value)
            self._list()
            self.set_focus(self.row("kind").entry)

    def unsaved(self) -> bool:
        """What was put into the list is typed too."""
        return super().unsaved() or (self.result is None and bool(self.laid))

    # ---- the form

    def check(self, values: dict[str, Any]) -> No | None:
        """Something is proposed, and not too much."""
        if not 1 <= values["way"] <= MOST_WAYS:
            return no("proposals_many", field="way", limit=MOST_WAYS)
        if not values["kind"] and (values["detail"] or values["cost"] or not self.laid):
            return no("empty", field="kind")
        if sum(each[0] == values["way"] for each in self._with_typed(values)) > MOST_REMEDIES:
            return no("proposals_many", field="kind", limit=MOST_REMEDIES)
        return None

    def told(self, values: Mapping[str, Any]) -> str:
        """How many ways, and between what they cost."""
        laid = self._with_typed(values)
        ways = {each[0] for each in laid}
        costs = sorted(sum(each[3] for each in laid if each[0] == way) for way in ways)
        between = (
            words.amount(costs[0]) if costs[0] == costs[-1] else f"{words.amount(costs[0])} - {words.amount(costs[-1])}"
        )
        return _("Ways to settle it: {count}; cost {amount}.", count=len(ways), amount=between)

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """Each way as a proposal; the ways are numbered without gaps."""
        laid = self._with_typed(values)
        remedy = ("kind", "detail", "cost_money")
        ways = [[dict(zip(remedy, each[1:], strict=True)) for each in laid if each[0] == way]
                for way in sorted({each[0] for each in laid})]  # fmt: skip
        return {"asked": values["asked"], "proposals": [{"remedies": each} for each in ways]}

    def stood(self) -> dict[str, Any]:
        """With what is in the list."""
        return {**super().stood(), "laid": [list(each) for each in self.laid]}

    def stand(self, stood: dict[str, Any]) -> None:
        """The list as it stood."""
        self.laid = [(way, kind, detail, cost) for way, kind, detail, cost in stood["laid"]]
        self._list()
        super().stand(stood)


class Approve(WithOffers):
    """Choose exactly one way, which makes the paper for the customer; or send them all back with a reason."""

    heading = N_("Approve or send back")
    operation = "complaints.approve"
    verb = N_("Decide")
    move = Move.APPROVE

    def fields(self) -> list[Field]:
        """Which one, or why none."""
        return [
            Field("chosen", N_("Proposal chosen"), "digits", help=N_("empty: send back")),
            Field("reason", N_("Reason"), limit=300),
        ]

    def known(self) -> Iterator[str]:
        """What was found, and what the customer asks for."""
        yield from super().known()
        yield _("Asked for: {wish}", wish=self.case.fields["asked"])

    def take(self, view: Any) -> None:
        """The proposals as they are now."""
        super().take(view)
        self.offers.show(offer_rows([(each.option, each.kind, each.detail, each.cost_money) for each in view.offers]))

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter in the list: this way."""
        event.stop()
        self.row("chosen").fill(event.row.data)
        self.set_focus(self.row("reason").entry)

    def meant(self, values: Mapping[str, Any]) -> Move:
        """Approved, or sent back."""
        return Move.APPROVE if values["chosen"] or not values["reason"] else Move.RETURN

    def deciding(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Above a sum it is the manager's."""
        return {"chosen": int(values["chosen"])} if values["chosen"] else {}

    def check(self, values: dict[str, Any]) -> No | None:
        """One of both."""
        return None if values["chosen"] or values["reason"] else no("empty", field="chosen")

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """The one that was chosen, or none."""
        return {"chosen": int(values["chosen"]) if values["chosen"] else None, "reason": values["reason"]}

    def outcome(self, answer: Any) -> Outcome:
        """What is given to the customer now."""
        done = super().outcome(answer)
        return with_paper(done, answer.slip) if answer.slip else done


class Accept(CaseForm):
    """What the customer does with the offer: signs it, agrees without signing before a witness, or declines it."""

    heading = N_("Customer's answer")
    operation = "complaints.accept"
    verb = N_("Record")
    move = Move.ACCEPT

    def fields(self) -> list[Field]:
        """The answer, in whose words."""
        return [
            Field("answer", N_("Customer"), "choice", required=True, choices=ANSWERS),
            Field("said", N_("Customer said"), limit=300),
        ]

    def known(self) -> Iterator[str]:
        """What is offered, and on which paper."""
        for each in self.case.offers:
            if each.approved:
                yield f"{words.classed('remedy', each.kind)} {each.detail}".strip()
        slip = next((each for each in self.case.papers if each.number == self.case.fields["slip"]), None)
        if slip is not None:
            yield _("Slip {slip}: {state}", slip=slip.number, state=words.state(slip.state))

    def meant(self, values: Mapping[str, Any]) -> Move:
        """Accepted or declined."""
        return Move.DECLINE if values["answer"] == "declined" else Move.ACCEPT

    def deciding(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Whether the paper is needed, or a witness."""
        return {"answer": values["answer"] or "signed"} if values["answer"] != "declined" else {}

    def lacking(self, values: Mapping[str, Any]) -> No | None:
        """Who declines said why."""
        unsaid = values["answer"] == "declined" and not values["said"]
        return no("empty", field="said") if unsaid else None

    def refused(self, refusal: No) -> None:
        """An unsigned slip is signed first: the way there is said."""
        super().refused(No(refusal.code, refusal.figures, "answer") if refusal.field == "slip" else refusal)

    def outcome(self, answer: Any) -> Outcome:
        """Who does not sign leaves a paper for the witness."""
        done = super().outcome(answer)
        return with_paper(done, answer.slip) if answer.slip else done


def with_paper(done: Outcome, slip: str) -> Outcome:
    """The slip is printed before one goes on."""
    after = _("{key} shows the slip to print and sign; Enter: back to the complaint.", key=keys.name("slip"))
    return replace(done, slip=slip, next=after)

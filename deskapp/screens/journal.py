"""The journal of a day, newest first; one entry with its facts; and taking an entry back with a reason. (domain 1.1)"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules import numbers
from deskapp.rules.decisions import No, no
from deskapp.screens.facts import Facts
from deskapp.screens.fields import Field
from deskapp.screens.listing import Column, Row
from deskapp.screens.one_day import OfOneDay
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ReasonedForm

LABELS = {
    "receipt": N_("Receipt"), "till": N_("Till"), "date": N_("Date of receipt"), "amount_money": N_("Amount"),
    "excluded_money": N_("Not counted"), "points": N_("Points"), "rate": N_("Money per point"), "item": N_("Gift"),
    "quantity": N_("Quantity"), "cash_money": N_("Cash"), "reason": N_("Reason"), "source": N_("From"),
    "target": N_("To"), "place": N_("Where"), "counted": N_("Counted"), "expected": N_("Expected"),
    "variance": N_("Difference"), "card": N_("Card"), "old": N_("Before"), "fee_money": N_("Fee"),
    "terms": N_("Terms"), "note": N_("Note"), "members": N_("Members"), "approver": N_("Approver"),
    "approval_reason": N_("Approver's reason"), "slip": N_("Slip"), "balance": N_("Balance"), "fields": N_("Fields"),
    "field": N_("Field"), "name": N_("Name"), "role": N_("Role"), "staff": N_("Staff number"),
    "paid_by_points_money": N_("Paid by points"), "rules": N_("Rules of"),
}  # fmt: skip
"""Facts of an entry in words."""


class Journal(OfOneDay):
    """The entries of one business day."""

    heading = N_("Journal")
    columns = (
        Column(N_("Entry"), 6, "right"),
        Column(N_("Time"), 5),
        Column(N_("What")),
        Column(N_("Member"), 10),
        Column(N_("About"), 14),
        Column(N_("By"), 4),
        Column("", 9),
    )
    empty = N_("Nothing was done on this day. Left and right go to other days, / takes a date such as -1.")
    letters = ("void",)

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Those that fit the filter; a date in it shows that day."""
        narrow = self.narrowed(narrow)
        found = await self.app.read("journal.day", day=self.on())
        rows = [line_row(line) for line in found]
        fitting = [row for row in rows if any(narrow.casefold() in cell.casefold() for cell in row.cells)]
        return fitting, len(fitting)

    def open_row(self, row: Row) -> None:
        """The entry."""
        self.app.open("entry", entry=int(row.key))

    def act_void(self) -> None:
        """v: take it back."""
        if self.current:
            self.app.open("void", entry=int(self.current.key))

    def why_not(self, action: str) -> str:
        """What cannot be voided says why."""
        if action == "void":
            return why_not_void(self.current.data if self.current else None)
        return super().why_not(action)


def why_not_void(line: Any) -> str:
    """Why this entry cannot be taken back, as far as it can be seen from itself."""
    if line is None:
        return _("There is no entry here.")
    if line.kind != "done":
        return _("This was refused: there is nothing to take back.")
    if line.voided_by:
        return words.sentence(no("already_voided", by_entry=line.voided_by))
    return ""


def state_said(line: Any) -> str:
    """Whether it was refused, voided, or voids another."""
    if line.kind != "done":
        return "! " + words.state(line.kind)
    return words.state("voided") if line.voided_by else ""


def line_row(line: Any) -> Row:
    """One entry."""
    what = words.operation(line.operation)
    if line.voids:
        what += f" {line.voids}"
    cells = (str(line.entry), words.time(line.at), what, line.member, line.subject, line.actor, state_said(line))
    tone = "warn" if line.kind != "done" else "dim" if line.voided_by else ""
    return Row(str(line.entry), cells, tone=tone, data=line)  # type: ignore[arg-type]


class Entry(Facts):
    """One entry: what was done or refused, by whom, under which rules, and what came of it."""

    heading = N_("Journal entry")
    empty = N_("The journal has no such entry.")
    letters = ("void", "print")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.line: Any = None

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Line by line."""
        number = int(self.context.get("entry", 0))
        self.line = await self.app.read("journal.show", entry=number)
        if self.line is None:
            self.say(no("entry_unknown", entry=number))
            return (), None
        return [row for label, value, opens in told(self.line) for row in self.fact(label, value, opens=opens)], None

    def slip(self) -> str:
        """The number of the slip that was made, if one was."""
        return slip_of(self.line) if self.line else ""

    def act_print(self) -> None:
        """p: its slip."""
        self.app.open("slip", slip=self.slip())

    def action_slip(self) -> None:
        """F8: its slip."""
        if self.live("print"):
            self.act_print()

    def act_void(self) -> None:
        """v: take it back."""
        self.app.open("void", entry=self.line.entry)

    def why_not(self, action: str) -> str:
        """What this entry does not have."""
        if action == "void":
            return why_not_void(self.line)
        if action == "print" and not self.slip():
            return _("No slip was made for this.")
        return super().why_not(action)


def slip_of(line: Any) -> str:
    """The slip that an entry made: what it is about, or named among its facts."""
    for candidate in (line.subject, str(line.facts.get("slip", ""))):
        known = numbers.parse(candidate) if candidate else None
        if known is not None and known.kind == "S":
            return str(known)
    return ""


Told = tuple[str, str, tuple[str, dict[str, Any]] | None]


def told(line: Any) -> Iterator[Told]:
    """The facts of an entry: label, value, and what Enter opens."""
    state = state_said(line) or words.state("done")
    yield _("Entry"), f"{line.entry}   {state}", None
    yield _("What"), words.operation(line.operation), None
    if "refused" in line.facts:
        yield _("Why not"), words.sentence(refusal_of(line.facts)), None
    about = ("slip", {"slip": slip_of(line)}) if slip_of(line) else None
    if line.subject:
        yield _("About"), line.subject, about
    if line.member:
        yield _("Member"), line.member, None
    when = f"{words.day(words.local(line.at).date())} {words.time(line.at)}"
    yield _("When"), _("{when}, counter {counter}", when=when, counter=line.counter), None
    if words.local(line.at).date() != line.business_date:
        yield _("Business date"), words.day(line.business_date), None
    yield _("By"), f"{line.actor_name} {line.actor}".strip(), None
    if line.approver:
        yield _("Approved by"), line.approver, None
    for name, value in line.facts.items():
        if name not in ("refused", "figures") and value not in ("", None, [], {}):
            yield _(LABELS.get(name, name)), fact_said(name, value), opened_by(name, value)
    if line.voids:
        yield _("Takes back"), _("entry {entry}", entry=line.voids), ("entry", {"entry": line.voids})
    if line.voided_by:
        yield _("Taken back by"), _("entry {entry}", entry=line.voided_by), ("entry", {"entry": line.voided_by})
    yield _("Rules of"), line.policy_version, None


def opened_by(name: str, value: Any) -> tuple[str, dict[str, Any]] | None:
    """What Enter on this fact opens."""
    return {"receipt": ("receipt", {"number": value}), "item": ("item", {"code": value})}.get(name)


def refusal_of(facts: dict[str, Any]) -> No:
    """The refusal as it was answered, its dates being dates again."""
    return No(str(facts["refused"]), {name: revived(value) for name, value in facts.get("figures", {}).items()})


def revived(value: Any) -> Any:
    """A date or an instant as it was before it was written into the journal."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T.*Z)?", value):
        try:
            return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        except ValueError:
            return value
    return value


def fact_said(name: str, value: Any) -> str:
    """The value of a fact in words."""
    if name == "rate" and isinstance(value, int):
        return words.amount(value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {inner}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(str(inner) for inner in value)
    named = {"source": "place", "target": "place"}.get(name, name)
    return words.figure(named, revived(value))


class Void(ReasonedForm):
    """Take an entry back: everything stands as before it, and both entries stay in the journal."""

    heading = N_("Void an entry")
    operation = "journal.void"
    verb = N_("Void")

    def fields(self) -> list[Field]:
        """Which, why."""
        return [
            Field("entry", N_("Entry"), "number", required=True, default=str(self.context.get("entry", ""))),
            Field("reason", N_("Reason"), required=True),
        ]

    def on_mount(self) -> None:
        """Say at once what it is."""
        self.reading(self._what, group="what")

    async def _what(self) -> None:
        if isinstance(entry := self.row("entry").value, int) and entry:
            self.say(await self.told(entry))

    async def told(self, entry: int) -> str | No:
        """The entry in one sentence."""
        line = await self.app.read("journal.show", entry=entry)
        if line is None:
            return no("entry_unknown", field="entry", entry=entry)
        if why := why_not_void(line):
            return why
        about = " ".join(filter(None, (words.operation(line.operation), line.member, line.subject)))
        return _("Entry {entry}: {about}, {moment}, by {by}.", entry=entry, about=about, moment=words.moment(line.at),
                 by=f"{line.actor_name} {line.actor}".strip())  # fmt: skip

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What will stand as before."""
        said = await self.told(values["entry"])
        if isinstance(said, No):
            return said
        return said + " " + _("It is taken back: points, stock and receipt stand as before it.")

    def outcome(self, answer: Any) -> Outcome:
        """What was taken back."""
        facts: tuple[tuple[str, str], ...] = (
            (_("What"), words.operation(answer.operation)),
            (_("About"), answer.subject),
        )
        if answer.operation == "gifts.redeem":
            facts += ((_("Take back"), _("the gift and the customer copy of the slip")),)
        return Outcome(_("Voided"), big=str(answer.entry), facts=facts)

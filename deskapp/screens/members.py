"""The member in front: who they are on the left, what they have and what waits for them on the right, masked.

Enter on a line opens what it is about: a slip, a visit, the statement, the reveal of a masked field; elsewhere the
menu of everything that can be done for a member.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from deskapp import keys, words
from deskapp.i18n import N_, _
from deskapp.places import FOUND
from deskapp.screens.choose import Choose
from deskapp.screens.fields import Choice
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.person import LABELS, said
from deskapp.screens.shown import Said

MENU = (
    Choice("p", "points", N_("Points for a receipt")),
    Choice("r", "redeem", N_("Hand out a gift for points")),
    Choice("s", "statement", N_("Every line of the points")),
    Choice("e", "edit", N_("Change what is known")),
    Choice("v", "reveal", N_("Show what is masked")),
    Choice("a", "activate", N_("Give a card")),
    Choice("c", "reissue", N_("Replace the card")),
    Choice("l", "lost", N_("Card reported lost")),
    Choice("t", "complain", N_("Take down a complaint")),
    Choice("x", "release", N_("The customer has gone")),
)
"""What can be done for a member: the letter, the screen or act, the words."""

SECRET = ("phone", "birthday", "id_number", "address")
CONSENTS = {"terms": N_("terms"), "sms": N_("SMS"), "phone": N_("phone")}


class Member(ListScreen):
    """The member view. `member` brings that member in front first."""

    heading = N_("Member")
    letters = ("edit",)
    bar: ClassVar[tuple[str, ...]] = ("help", "next_pane", "shift", "back")

    def __init__(self, member: str = "") -> None:
        super().__init__()
        self.wanted = member
        self.listing = Listing((Column(width=13), Column()), headed=False, id="person")
        self.standing = Listing((Column(width=14), Column()), headed=False, id="standing")

    def body(self) -> ComposeResult:
        """Two panes and what Enter does."""
        with Horizontal(id="member"):
            with Vertical(id="member-left"):
                yield self.listing
            with Vertical(id="member-right"):
                yield self.standing
        yield Said(
            lambda: " " + _("Enter: what to do for this member. {key}: the other side.", key=keys.name("next_pane")),
            classes="hint",
        )

    # ---- what stands there

    async def _load(self) -> None:
        """Read the member again: something may have been done for them meanwhile."""
        customer = self.app.customer
        key = self.wanted or (customer.number if customer else "")
        self.wanted = ""
        if key:
            await self.app.attach(key)
        self.draw()

    def customer_changed(self) -> None:
        """Somebody else is in front, or the same one stands differently now."""
        super().customer_changed()
        self.draw()

    def relabelled(self) -> None:
        """In another language now."""
        self.draw()

    def draw(self) -> None:
        """Show the member in front, or nobody."""
        view = self.view
        self.listing.show([] if view is None else list(person_rows(view)))
        self.standing.show([] if view is None else list(standing_rows(view, self.app.today())))

    @property
    def view(self) -> Any:
        """What `members.show` answered of the customer in front."""
        return self.app.customer.view if self.app.customer else None

    # ---- the keys

    def live_actions(self) -> tuple[str, ...]:
        """Nothing is narrowed here."""
        return (*self.bar[:1], *self.letters, *self.bar[1:])

    def why_not(self, action: str) -> str:
        """Nothing without a member."""
        if action == "filter":
            return _("There is nothing to narrow here.")
        if action == "edit" and self.view is None:
            return super().why_not("customer")
        return super().why_not(action)

    def act_edit(self) -> None:
        """e."""
        self.app.command("edit")

    def open_row(self, row: Row) -> None:
        """Enter: what this line is about, else the menu."""
        if isinstance(row.data, Opens):
            self.app.open(row.data.name, **row.data.context)
        else:
            self.ask_what()

    def ask_what(self) -> None:
        """The menu."""
        self.app.push_screen(Choose(N_("What to do"), MENU, asked="what"), self._do)

    def _do(self, chosen: str | None) -> None:
        if chosen == "release":
            self.app.release()
            self.app.go_home()
        elif chosen:
            self.app.command(chosen)


@dataclass(frozen=True)
class Opens:
    """The screen that Enter on a line leads to, and what it is given."""

    name: str
    context: dict[str, Any] = field(default_factory=dict)


def line(key: str, label: str, value: str, *, opens: Opens | None = None, **more: Any) -> Row:
    """One line of the view; `opens` is the screen that Enter leads to, else the menu."""
    return Row(key, (label, value), data=opens, **more)


def person_rows(view: Any) -> Iterator[Row]:
    """Who they are."""
    full = f"{view.name} ({view.preferred})" if view.preferred else view.name
    yield line("name", _("Name"), full, tone="bold")
    version = _("{number}  version {version}", number=view.number, version=view.version)
    yield line("number", _("Number"), version, tone="" if view.state == "active" else "warn")
    if view.state != "active":
        yield line("state", _("State"), words.state(view.state), tone="warn")
    yield from map(card_row, view.cards)
    if not view.cards:
        yield line("card", _("Card"), _("no card yet"), opens=Opens("activate"), tone="warn")
    for name in SECRET:
        if value := getattr(view, name):
            kind = f"{said('id_type', view.id_type)} " if name == "id_number" and view.id_type else ""
            label = _("Document") if name == "id_number" else _(LABELS[name])
            yield line(name, label, f"{kind}{value}", opens=Opens("reveal", {"field": name}))
    for name in ("gender", "language"):
        if value := getattr(view, name):
            yield line(name, _(LABELS[name]), said(name, value))
    yield line("joined", _("Joined"), words.day(view.joined))
    if view.introducer:
        introducer = Opens("member", {"member": view.introducer})
        yield line("introducer", _(LABELS["introducer"]), f"{view.introducer_name} {view.introducer}", opens=introducer)
    agreed = ", ".join(_(label) for kind, label in CONSENTS.items() if view.consents.get(kind))
    yield line("consents", _("Agreed to"), agreed or _("nothing"))
    if view.notes:
        yield line("notes", _(LABELS["notes"]), " ".join(view.notes.split()), opens=Opens("edit", {"at": "notes"}))


def card_row(card: Any) -> Row:
    """A card: its number, and its state when it is no longer good."""
    told = card.number
    if card.state != "active":
        told += f" {words.state(card.state)}"
    if card.replaced_by:
        told += f" > {card.replaced_by}"
    return line(f"card {card.number}", _("Card"), told, tone="" if card.state == "active" else "dim")


def standing_rows(view: Any, today: date) -> Iterator[Row]:
    """What they have, what waits for them, and why they came last."""
    statement = Opens("statement")
    group = _("Points")
    yield line("points", _("Usable"), words.count(view.points), tone="bold", opens=statement, group=group)
    if view.pending:
        yield line("pending", _("Not yet"), words.count(view.pending), opens=statement, group=group)
    for place, lot in enumerate(view.lots):
        yield line(f"lot {place}", words.count(lot.left), lot_words(lot, today), opens=statement, group=group,
                   tone="dim" if lot.expired else "")  # fmt: skip
    yield from tier_rows(view)
    for slip in view.slips:
        made = f"{words.local(slip.made_at):%m-%d} {words.told(slip.kind)}"
        yield line(f"slip {slip.number}", slip.number, made, tone="warn", opens=Opens("slip", {"slip": slip.number}),
                   group=_("Slips to sign"))  # fmt: skip
    yield from waiting_rows(view)
    for visit in view.visits:
        yield visit_row(visit)


def waiting_rows(view: Any) -> Iterator[Row]:
    """Open complaints and the callbacks that are owed."""
    for case in view.complaints:
        told = f"{words.state(case.state)}  {words.local(case.due_at):%m-%d %H:%M}"
        opens = Opens("complaint", {"complaint": case.number})
        yield line(f"case {case.number}", case.number, told, tone="warn", opens=opens, group=_("Open complaints"))
    for call in view.callbacks:
        told = f"{words.told(call.purpose)}  {words.local(call.latest):%m-%d %H:%M}"
        name, takes = FOUND.get("callback", ("", ""))
        record = Opens(name, {takes: call.number}) if name else None
        yield line(f"call {call.number}", call.number, told, opens=record, group=_("Callbacks"))


def lot_words(lot: Any, today: date) -> str:
    """Until when these points are good, or from when if that is still to come."""
    if lot.expired:
        return _("expired on {day}", day=words.day(lot.expires))
    if lot.available_from and lot.available_from > today:
        return _("from {day}", day=words.day(lot.available_from))
    return _("until {day}", day=words.day(lot.expires)) if lot.expires else _("never expire")


def tier_rows(view: Any) -> Iterator[Row]:
    """The tier, the way to the next one, and an upgrade that waits."""
    group = _("Tier")
    yield line("tier", _("Tier"), words.tier(view.tier) if view.tier else _("none yet"), group=group)
    yield line("spend", _("Spent so far"), words.amount(view.spend_money), group=group)
    if view.upgrade:
        due = _("offer the new card")
        yield line("upgrade", _("Upgrade due"), due, tone="warn", opens=Opens("activate"), group=group)
    if ahead := view.next_tier:
        way = _("{share}%, {missing} to go", share=ahead.share, missing=words.amount(ahead.missing_money))
        yield line("next", words.tier(ahead.code), way, group=group)


def visit_row(visit: Any) -> Row:
    """A receipt or a gift; Enter opens its journal entry."""
    told = visit_words(visit)
    if visit.voided:
        told += f" ({words.state('voided')})"
    when = words.short_day(words.local(visit.at).date())
    return line(f"visit {visit.entry}", when, told, tone="dim" if visit.voided else "", group=_("Last visits"),
                opens=Opens("entry", {"entry": visit.entry}))  # fmt: skip


def visit_words(visit: Any) -> str:
    """What came of it: points and the money they were for, or the points spent and the gift."""
    facts = visit.facts
    if visit.operation == "gifts.redeem":
        return f"{words.count(-int(facts.get('points', 0)), signed=True)}  {facts.get('item', '')}"
    spent = facts.get("amount_money")
    return f"{words.count(int(facts.get('points', 0)), signed=True)}  {'' if spent is None else words.amount(spent)}"

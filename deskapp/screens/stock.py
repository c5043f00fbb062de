"""What lies on the desk and in the stockroom: received, moved, counted blind, settled, written off. (domain 5)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No, no
from deskapp.screens.choose import Choose
from deskapp.screens.fields import Choice, Field
from deskapp.screens.form import Form
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ReasonedForm, approval_said

PLACES = (Choice("d", "desk", N_("Desk")), Choice("s", "stockroom", N_("Stockroom")))
MENU = (
    Choice("v", "move", N_("Move it")),
    Choice("r", "receive", N_("Receive more")),
    Choice("w", "write_off", N_("Write off")),
    Choice("i", "item", N_("Show the item")),
)
"""What can be done with an item of the list. Counting is not here: whoever counts has not just seen the number."""


class Stock(ListScreen):
    """Every item and where it lies; opened with `due`, only those to reorder."""

    heading = N_("Stock")
    columns = (
        Column(N_("Code"), 8),
        Column(N_("Item")),
        Column(N_("On desk"), 8, "right"),
        Column(N_("Stockroom"), 9, "right"),
        Column(N_("Reorder at"), 10, "right"),
        Column(N_("Shelf"), 6),
        Column("", 10),
    )
    empty = N_("No items here. A supervisor puts them on the list of gifts.")
    letters = ("new", "edit")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """All of them, or those to reorder."""
        found = await self.app.read("stock.reorder" if self.context.get("due") else "stock.on_hand")
        rows = [stock_row(each) for each in found if fits(each, narrow)]
        return rows[:200], len(rows)

    def open_row(self, row: Row) -> None:
        """What to do with it."""
        self.ask_what()

    def ask_what(self) -> None:
        """The menu of the item under the cursor."""
        if (row := self.current) is not None:
            self.app.push_screen(Choose(N_("What to do"), MENU, asked="what"), lambda to: self._do(row.key, to))

    def _do(self, item: str, chosen: str | None) -> None:
        if chosen:
            self.app.open(chosen, **({"code": item} if chosen == "item" else {"item": item}))

    def act_new(self) -> None:
        """n: a new item."""
        self.app.open("put")

    def act_edit(self) -> None:
        """e: change this item."""
        if self.current:
            self.app.open("put", code=self.current.key)


def fits(item: Any, narrow: str) -> bool:
    """Whether the filter means this item."""
    inside = (item.code, item.barcode or "", item.shelf, *item.names.values())
    return any(narrow.casefold() in each.casefold() for each in inside)


def stock_row(item: Any) -> Row:
    """One item; what is low says so in words."""
    mark = _("! reorder") if item.low and item.on_offer else "" if item.on_offer else _("not offered")
    cells = (
        item.code, words.called(item.names, item.code), words.pieces(item.places.get("desk", 0)),
        words.pieces(item.places.get("stockroom", 0)), words.count(item.reorder) if item.reorder else "", item.shelf,
        mark,
    )  # fmt: skip
    return Row(item.code, cells, tone="bold" if item.low and item.on_offer else "" if item.on_offer else "dim")


class StockForm(Form):
    """What every form about an item shares: the item's field, and its name before F9."""

    def item_field(self) -> Field:
        """Code or barcode."""
        return Field("item", N_("Item"), "code", required=True, default=self.context.get("item", ""))

    async def named(self, item: str) -> Any:
        """The item, or that there is none."""
        return await self.app.read("items.show", item=item)

    def done(self, answer: Any, title: str) -> Outcome:
        """What lies there now."""
        there = _("{place}: {quantity}", place=words.state(answer.place), quantity=words.pieces(answer.on_hand))
        return Outcome(title, big=answer.item, facts=((_("Quantity"), words.count(answer.quantity)), (_("Now"), there)))

    def quantity_field(self) -> Field:
        """How many pieces."""
        return Field("quantity", N_("How many"), "number", required=True)

    def check(self, values: dict[str, Any]) -> No | None:
        """Nothing is done with no pieces."""
        return no("amount_bad", field="quantity") if values.get("quantity", 1) < 1 else None


class Receive(StockForm):
    """Goods come in."""

    heading = N_("Receive stock")
    operation = "stock.receive"
    verb = N_("Receive")

    def fields(self) -> list[Field]:
        """What, how many, where."""
        return [
            self.item_field(),
            self.quantity_field(),
            Field("place", N_("Where to"), "choice", required=True, default="s", choices=PLACES),
            Field("note", N_("Note"), help=N_("note, who brought it")),
        ]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """How many there will be."""
        item = await self.named(values["item"])
        if isinstance(item, No):
            return item
        said = {"name": words.called(item.names, item.code), "place": words.state(values["place"])}
        if (here := item.places[values["place"]]) is None:
            return _("{name}, {place}: {quantity} more.", **said, quantity=words.count(values["quantity"]))
        return _("{name}, {place}: there will be {after}.", **said, after=words.count(here + values["quantity"]))

    def outcome(self, answer: Any) -> Outcome:
        """What lies there now."""
        return self.done(answer, _("Received"))


class Move(StockForm):
    """From one place to another."""

    heading = N_("Move stock")
    operation = "stock.move"
    verb = N_("Move")

    def fields(self) -> list[Field]:
        """What, how many, from where to where."""
        return [
            self.item_field(),
            self.quantity_field(),
            Field("source", N_("From"), "choice", required=True, default="s", choices=PLACES),
            Field("target", N_("To"), "choice", required=True, default="d", choices=PLACES),
        ]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What both places will hold."""
        item = await self.named(values["item"])
        if isinstance(item, No):
            return item
        source, target, quantity = values["source"], values["target"], values["quantity"]
        if source == target:
            return no("same_place", field="target")
        has, there, name = item.places[source], item.places[target], words.called(item.names, item.code)
        if has is not None and has < quantity:
            return no("stock_short", field="quantity", needs=quantity, has=has, place=source)
        if has is None or there is None:
            return _("{name}: {quantity} from {source} to {target}.", name=name, quantity=words.count(quantity),
                     source=words.state(source), target=words.state(target))  # fmt: skip
        return _("{name}: {source} {left}, {target} {after}.", name=name, source=words.state(source),
                 left=words.count(has - quantity), target=words.state(target),
                 after=words.count(there + quantity))  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """What lies there now."""
        return self.done(answer, _("Moved"))


class WriteOff(ReasonedForm, StockForm):
    """Broken, expired or gone."""

    heading = N_("Write off stock")
    operation = "stock.write_off"
    verb = N_("Write off")

    def fields(self) -> list[Field]:
        """What, how many, where, why."""
        return [
            self.item_field(),
            self.quantity_field(),
            Field("place", N_("Where"), "choice", required=True, default="s", choices=PLACES),
            Field("reason", N_("Reason"), required=True),
        ]

    def on_mount(self) -> None:
        """Whoever must approve is asked for at once; the policy may say that nobody must."""
        self.expect_approval("supervisor")

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What will be left, and who must agree."""
        asked = {name: values[name] for name in ("item", "quantity", "place")}
        told = await self.app.read("stock.preview_write_off", **asked)
        if isinstance(told, No):
            return told
        self.expect_approval(told.approver)
        here = {"name": words.called(told.names, told.item), "place": words.state(values["place"])}
        if told.left is None:
            said = _("{name}, {place}: {quantity} less.", **here, quantity=words.count(values["quantity"]))
        else:
            said = _("{name}, {place}: {left} will be left.", **here, left=words.count(told.left))
        return f"{said} {approval_said(told.approver)}".rstrip()

    def outcome(self, answer: Any) -> Outcome:
        """What lies there now."""
        return self.done(answer, _("Written off"))

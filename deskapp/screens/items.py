"""The list of what is handed out, one item of it, and the form that adds or changes one. (domain 5)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from deskapp import words
from deskapp.i18n import LANGUAGES, N_, _
from deskapp.rules.decisions import No, no
from deskapp.rules.text import code
from deskapp.screens.facts import Facts
from deskapp.screens.fields import Choice, Field
from deskapp.screens.form import Form
from deskapp.screens.formrow import FormRow
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.result import Outcome

KINDS = (
    Choice("g", "gift", N_("Gift")),
    Choice("p", "promotional", N_("Promotional")),
    Choice("b", "birthday", N_("Birthday present")),
    Choice("c", "consumable", N_("Consumable")),
    Choice("v", "voucher", N_("Voucher")),
    Choice("s", "for_sale", N_("For sale")),
)
NAMES = {f"name_{code}": (code, name) for code, name in LANGUAGES.items()}


def prices(text: str) -> dict[str, int] | No:
    """Prices in points as they are typed: `100 gold 90 diamond 80`; the one without a tier is for everybody."""
    found: dict[str, int] = {}
    tier = ""
    for word in text.replace("=", " ").replace(",", " ").split():
        if word.isdigit() and len(word) <= 9:
            found[tier], tier = int(word), ""
        elif word.isidentifier() and not tier:
            tier = word.casefold()
        else:
            return no("price_bad", field="prices")
    return no("price_bad", field="prices") if tier or 0 in found.values() else found


def prices_said(prices: dict[str, int]) -> str:
    """Prices as they are typed."""
    return " ".join(f"{tier} {price}".strip() for tier, price in sorted(prices.items()))


def offered(text: str) -> tuple[date | None, date | None] | No:
    """Days of offer as they are typed: `2026-07-01..2026-07-31`, either side may be open."""
    since, dots, until = text.partition("..")
    try:
        first = date.fromisoformat(since.strip()) if since.strip() else None
        last = date.fromisoformat(until.strip()) if until.strip() else None
    except ValueError:
        return no("span_bad", field="offered")
    return (first, last) if dots and not (first and last and last < first) else no("span_bad", field="offered")


def days_said(since: date | None, until: date | None) -> str:
    """Days of offer as they are typed."""
    return f"{since or ''}..{until or ''}" if since or until else ""


class Items(ListScreen):
    """Everything on the list with its price."""

    heading = N_("Gifts")
    columns = (
        Column(N_("Code"), 8),
        Column(N_("Gift")),
        Column(N_("Points"), 28),
        Column(N_("On desk"), 8, "right"),
        Column("", 12),
    )
    empty = N_("No gifts on the list. n adds the first one.")
    letters = ("new", "edit")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """By code."""
        rows = [item_row(each) for each in await self.app.read("stock.on_hand")]
        fitting = [row for row in rows if any(narrow.casefold() in cell.casefold() for cell in row.cells[:2])]
        return fitting[:200], len(fitting)

    def open_row(self, row: Row) -> None:
        """All about it."""
        self.app.open("item", code=row.key)

    def act_new(self) -> None:
        """n: a new item."""
        self.app.open("put")

    def act_edit(self) -> None:
        """e: change this one."""
        if self.current:
            self.app.open("put", code=self.current.key)


def item_row(item: Any) -> Row:
    """One item; what is not offered now says so in words."""
    name = words.called(item.names, item.code)
    if item.cash_money:
        name += f" + {words.amount(item.cash_money)}"
    state = "" if item.on_offer else _("not offered")
    on_desk = words.pieces(item.places.get("desk", 0))
    return Row(item.code, (item.code, name, prices_said(item.prices), on_desk, state), tone="" if not state else "dim")


class Item(Facts):
    """One item with everything known of it."""

    heading = N_("Gift")
    empty = N_("Nothing is known of this item.")
    letters = ("edit",)

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Line by line."""
        item = await self.app.read("items.show", item=str(self.context.get("code", "")))
        if isinstance(item, No):
            self.say(item)
            return (), None
        days = days_said(item.active_from, item.active_until)
        known = (
            (_("Code"), item.code), *((NAMES[f"name_{code}"][1], name) for code, name in item.names.items()),
            (_("Barcode"), item.barcode), (_("Kind"), kind_said(item.kind)), (_("Points"), prices_said(item.prices)),
            (_("Cash besides"), words.amount(item.cash_money) if item.cash_money else ""),
            (_("At one time"), some(item.per_request)), (_("For each member"), some(item.per_member)),
            (_("Offered"), days), (_("State"), _("withdrawn") if item.withdrawn else _("on the list")),
            (_("Shelf"), item.shelf), (_("Reorder at"), some(item.reorder)),
            *((words.state(place), words.pieces(there)) for place, there in item.places.items()),
        )  # fmt: skip
        return [row for label, value in known if value for row in self.fact(label, value)], None

    def act_edit(self) -> None:
        """e: change it."""
        self.app.open("put", code=str(self.context.get("code", "")))


def kind_said(kind: str) -> str:
    """The word for a kind of item."""
    return next((_(each.label) for each in KINDS if each.value == kind), kind)


def some(figure: int | None) -> str:
    """A figure, or nothing for none."""
    return words.count(figure) if figure else ""


class Put(Form):
    """Add an item, or change the one that was opened with `code`."""

    heading = N_("Gift: add or change")
    operation = "items.put"
    verb = N_("Save")

    def fields(self) -> list[Field]:
        """What it is called in each language, what it costs, when it is offered."""
        names = [Field(name, own, limit=60) for name, (_code, own) in NAMES.items()]
        return [
            Field("code", N_("Code"), "code", required=True, default=self.context.get("code", "")),
            *names,
            Field("prices", N_("Points"), check=prices, help=N_("100 gold 90 diamond 80")),
            Field("cash", N_("Cash besides"), "money"),
            Field("barcode", N_("Barcode"), "code"),
            Field("kind", N_("Kind"), "choice", required=True, default="g", choices=KINDS),
            Field("per_request", N_("At one time"), "number", help=N_("at most; empty: no limit")),
            Field("per_member", N_("For each member"), "number", help=N_("at most; empty: no limit")),
            Field("reorder", N_("Reorder at"), "number"),
            Field("shelf", N_("Shelf"), "code"),
            Field("offered", N_("Offered"), check=offered, help="2026-07-01..2026-07-31"),
            Field("withdrawn", N_("Withdrawn"), "check", default=False),
        ]

    def on_mount(self) -> None:
        """Bring in what is known of the item."""
        if self.context.get("code"):
            self.reading(partial(self._bring, str(self.context["code"])), group="item")

    def went(self, row: FormRow, key: str) -> None:
        """The code of an item that is on the list already brings in what is known of it: nothing is emptied unseen."""
        super().went(row, key)
        if key == "enter" and row.field.name == "code" and isinstance(row.value, str) and row.value:
            self.reading(partial(self._bring, row.value), group="item")

    async def _bring(self, code_typed: str) -> None:
        item = await self.app.read("items.show", item=code_typed)
        if isinstance(item, No):
            return
        known: dict[str, Any] = {
            "prices": prices_said(item.prices), "cash": item.cash_money or "", "barcode": item.barcode,
            "kind": next(each.key for each in KINDS if each.value == item.kind), "shelf": item.shelf,
            "per_request": item.per_request, "per_member": item.per_member, "reorder": item.reorder or "",
            "offered": days_said(item.active_from, item.active_until), "withdrawn": item.withdrawn,
        }  # fmt: skip
        known |= {name: item.names.get(code, "") for name, (code, _own) in NAMES.items()}
        for name, value in known.items():
            if not self.row(name).changed:
                self.row(name).fill(value, as_begun=True)

    def check(self, values: dict[str, Any]) -> No | None:
        """A name in one language at least; a price for what is given for points."""
        if not any(values[name] for name in NAMES):
            return no("empty", field="name_zh_Hans")
        if values["kind"] == "gift" and not values["prices"]:
            return no("price_needed", field="prices")
        return None

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Whether it is new."""
        known = await self.app.read("items.show", item=values["code"])
        if isinstance(known, No):
            return _("A new item, {code}.", code=values["code"])
        return _("Changes {name}, {code}. What was handed out before keeps its price.",
                 name=words.called(known.names, known.code), code=known.code)  # fmt: skip

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """As the operation takes them."""
        since, until = values["offered"] or (None, None)
        plain = ("code", "barcode", "kind", "cash", "reorder", "shelf", "withdrawn")
        return {
            **{name: values[name] for name in plain},
            "names": {spoken: values[name] for name, (spoken, _own) in NAMES.items() if values[name]},
            "prices": values["prices"] or {},
            "per_request": values["per_request"] or None, "per_member": values["per_member"] or None,
            "active_from": since, "active_until": until,
        }  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """Added or changed."""
        return Outcome(_("Added to the list") if answer.new else _("Changed"), big=code(answer.item))

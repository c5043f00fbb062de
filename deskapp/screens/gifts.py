"""Hand out a gift for points: what this customer can have stands below the form, what it costs before F9. (domain 5)"""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult

from deskapp import words
from deskapp.i18n import N_, _, said_in
from deskapp.rules.decisions import No
from deskapp.rules.text import code
from deskapp.screens.fields import Field
from deskapp.screens.formrow import FormRow
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ServingForm, objected

COLUMNS = (
    Column(N_("Code"), 8),
    Column(N_("Gift")),
    Column(N_("Points"), 7, "right"),
    Column(N_("On desk"), 8, "right"),
    Column(N_("Can have it"), 22),
)
NOBODY_YET = N_("What the customer can have will stand here: scan the card.")
NONE_LIKE_THIS = N_("No gift is called like this: type less of its name, or scan it.")


class Redeem(ServingForm):
    """Card, gift, how many. The gift is scanned, or typed by code or a part of its name; arrows pick from the list."""

    heading = N_("Gift for points")
    operation = "gifts.redeem"
    verb = N_("Hand out")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.offered: list[Any] = []
        self.offers = Listing(COLUMNS, id="offers", follow=True, empty=NOBODY_YET)
        self.picked_one = False

    def fields(self) -> list[Field]:
        """Whose, which, how many."""
        return [
            Field("card", N_("Card"), "code", required=True, default=self.context.get("card", "")),
            Field("item", N_("Gift"), required=True, default=self.context.get("item", ""), help=N_("code or name")),
            Field("quantity", N_("How many"), "number", required=True, default="1"),
        ]

    def body(self) -> ComposeResult:
        """The form, and the list below it."""
        yield from super().body()
        yield self.offers

    def on_mount(self) -> None:
        """The fields take only the room they need."""
        self.query_one("#fields").styles.height = "auto"
        self.query_one("#fields").styles.max_height = 9

    # ---- the list

    def field_changed(self, row: FormRow | None) -> None:
        """Another card: another list. Another text: a shorter list."""
        super().field_changed(row)
        if row is None or row.field.name == "card":
            self.reading(self._load_offers, group="offers")
        elif row.field.name == "item":
            self.picked_one = False
            self._narrow()

    async def _load_offers(self) -> None:
        card = self.row("card").value
        found = await self.app.read("gifts.offered", card=card) if isinstance(card, str) and card else []
        self.offered = [] if isinstance(found, No) else list(found)
        self._narrow()

    def _narrow(self) -> None:
        typed = self.row("item").entry.value
        self.offers.follow = bool(typed) or self.picked_one
        self.offers.empty = NONE_LIKE_THIS if self.offered else NOBODY_YET
        self.offers.show([offer_row(each) for each in self.offered if is_meant(each, typed)], keep=False)

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self._narrow()

    def went(self, row: FormRow, key: str) -> None:
        """In the gift's field the arrows go through the list, and Enter takes what is meant."""
        if row.field.name == "item" and key in ("up", "down") and self.offers.rows:
            self.picked_one = self.offers.follow = True
            self.offers.go(key)
            self.offers.refresh()
            return
        if row.field.name == "item" and key == "enter":
            self._take(row)
        super().went(row, key)

    def _take(self, row: FormRow) -> None:
        """Put the code of the gift that is meant into its field, if it is plain which one that is."""
        typed = code(row.entry.value)
        exact = next((each for each in self.offered if typed and typed in (each.code, each.barcode)), None)
        current = self.offers.current if typed or self.picked_one else None
        if exact is not None or current is not None:
            row.fill(exact.code if exact is not None else current.key if current else "")

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter or a second click in the list itself."""
        event.stop()
        self.row("item").fill(event.row.key)
        self.set_focus(self.row("quantity").entry)

    # ---- the form

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Cost, what is left, until when the window is open; or what will be refused."""
        told = await self.app.read("gifts.preview", **values)
        if isinstance(told, No):
            return "" if told.code == "item_unknown" and self.offers.rows else told
        figures = {
            "quantity": words.count(values["quantity"]), "name": words.called(told.names, told.item),
            "points": words.count(told.points), "balance": words.count(told.balance),
        }  # fmt: skip
        said = _("{quantity} x {name}: {points} points; {balance} points are left.", **figures)
        if told.left_on_desk is not None:
            said = _("{quantity} x {name}: {points} points; {balance} points are left, and {on_desk} on the desk.",
                     on_desk=words.count(told.left_on_desk), **figures)  # fmt: skip
        if told.cash_money:
            said += " " + _("Take {amount} from the customer.", amount=words.amount(told.cash_money))
        if told.closes:
            said += " " + _("Gifts are handed out until {day}.", day=words.day(told.closes))
        return objected(said, told.objection)

    def outcome(self, answer: Any) -> Outcome:
        """The slip in large, the gift to hand over, what the customer hears."""
        figures = {"points": words.count(answer.points), "balance": words.count(answer.balance)}
        with said_in(self.customers_language()):
            said = _(
                "Here is your gift: {name}. {points} points were used, {balance} are left. Please sign here.",
                name=answer.name, **figures,
            )  # fmt: skip
        facts = [(_("Points"), _("{points} used, {balance} left", **figures))]
        if answer.cash_money:
            facts.insert(0, (_("Cash taken"), words.amount(answer.cash_money)))
        handed = _("{quantity} x {name}, and the customer copy of the slip",
                   quantity=words.count(answer.quantity), name=answer.name)  # fmt: skip
        return Outcome(
            _("Gift handed out"), big=answer.slip, hand_over=(handed,), say=said, slip=answer.slip, facts=tuple(facts)
        )

    def _show_result(self) -> None:
        self.offers.display = False
        super()._show_result()


def is_meant(offer: Any, typed: str) -> bool:
    """Whether this text may mean this gift: the beginning of its code, its barcode, a part of any of its names."""
    said = code(typed)
    beginnings = (offer.code, offer.barcode or "")
    return any(each.startswith(said) for each in beginnings) or any(said in code(each) for each in offer.names.values())


def offer_row(offer: Any) -> Row:
    """One line: what it costs this customer and, in words, why they cannot have it."""
    name = words.called(offer.names, offer.code)
    if offer.cash_money:
        name += f" + {words.amount(offer.cash_money)}"
    can = _("Yes") if offer.refusal is None else words.sentence(offer.refusal)
    cells = (offer.code, name, words.count(offer.price), words.pieces(offer.on_desk), can)
    return Row(offer.code, cells, tone="" if offer.affordable else "dim")

"""What the desk hands out: gifts with their price in points, and everything else that is counted. (domain 5)"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, Role, no
from deskapp.rules.gifts import Offer
from deskapp.rules.journal import canonical
from deskapp.rules.money import MOST
from deskapp.rules.stock import to_reorder
from deskapp.rules.text import code as as_code
from deskapp.store import duty, ledger
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import Money, operation, reading
from deskapp.store.tables import Key, table

KINDS = ("gift", "promotional", "birthday", "consumable", "voucher", "for_sale")
LANGUAGES = ("zh_Hans", "zh_Hant", "ko", "en")


class Item(SQLModel, table=True):
    """One kind of thing. `names` and `prices` are JSON: by language, and points by tier ("" for everybody)."""

    __tablename__ = "item"
    __table_args__ = (sa.CheckConstraint("kind in " + str(KINDS), name="kind"),)
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    code: str = Field(unique=True)
    barcode: str | None = Field(default=None, unique=True)
    kind: str = "gift"
    names: str = Field(sa_type=sa.Text)
    prices: str = Field(sa_type=sa.Text)
    cash: int = Field(default=0, sa_type=Key)
    per_request: int | None = Field(default=None, sa_type=Key, nullable=True)
    per_member: int | None = Field(default=None, sa_type=Key, nullable=True)
    reorder: int = Field(default=0, sa_type=Key)
    shelf: str = ""
    active_from: date | None = None
    active_until: date | None = None
    withdrawn: bool = False


ITEM = table(Item)
_KNOWN = sa.select(ITEM).where(sa.or_(ITEM.c.code == sa.bindparam("typed"), ITEM.c.barcode == sa.bindparam("typed")))


@dataclass(frozen=True)
class Goods:
    """An item as the desk works with it; cash supplement in minor units."""

    code: str
    barcode: str | None
    kind: str
    names: dict[str, str]
    cash: int
    reorder: int
    shelf: str
    offer: Offer

    def name(self, language: str) -> str:
        """The name in a language, else in any that there is."""
        return self.names.get(language) or next(iter(self.names.values()), self.code)


def known(conn: sa.Connection, item: str) -> Goods | No:
    """The item of this code or barcode, else `item_unknown`."""
    typed = as_code(item)
    row = conn.execute(_KNOWN, {"typed": typed}).first()
    return no("item_unknown", field="item", item=typed[:40]) if row is None else goods_of(row)


def goods_of(row: Any) -> Goods:
    """An item from its table row."""
    offer = Offer(
        code=row.code, prices=json.loads(row.prices), withdrawn=row.withdrawn, active_from=row.active_from,
        active_until=row.active_until, per_request=row.per_request, per_member=row.per_member,
    )  # fmt: skip
    return Goods(row.code, row.barcode, row.kind, json.loads(row.names), row.cash, row.reorder, row.shelf, offer)


@dataclass(frozen=True)
class Put:
    """The item as it is now on the list."""

    item: str
    new: bool


@operation("items.put", by=Role.SUPERVISOR, refuses=("empty", "kind_bad", "amount_bad", "barcode_taken"))
def put(
    post: Posting,
    *,
    code: str,
    names: dict[str, str],
    kind: str = "gift",
    barcode: str = "",
    prices: dict[str, int] | None = None,
    cash: Money = 0,
    per_request: int | None = None,
    per_member: int | None = None,
    reorder: int = 0,
    shelf: str = "",
    active_from: date | None = None,
    active_until: date | None = None,
    withdrawn: bool = False,
) -> Put | No:
    """Add an item to the list or change it; what was handed out before keeps its price."""
    wanted: dict[str, Any] = {
        "code": as_code(code), "barcode": as_code(barcode) or None, "kind": kind, "names": canonical(names),
        "prices": canonical(prices or {}), "cash": cash, "per_request": per_request, "per_member": per_member,
        "reorder": reorder, "shelf": shelf, "active_from": active_from, "active_until": active_until,
        "withdrawn": withdrawn,
    }  # fmt: skip
    if refused := _fault(post, wanted, names, prices or {}):
        return refused
    old = post.conn.execute(sa.select(ITEM).where(ITEM.c.code == wanted["code"])).one_or_none()
    changed = {} if old is None else {key: getattr(old, key) for key in wanted if getattr(old, key) != wanted[key]}
    if old is None:
        post.conn.execute(sa.insert(ITEM), wanted)
    else:
        post.conn.execute(sa.update(ITEM).where(ITEM.c.code == wanted["code"]).values(**wanted))
    known_as = str(wanted["code"])
    return post.done(Put(known_as, old is None), subject=known_as, facts={"old": changed})


def _fault(post: Posting, wanted: dict[str, Any], names: dict[str, str], prices: dict[str, int]) -> No | None:
    if not wanted["code"]:
        return no("empty", field="code")
    if not any(name.strip() for name in names.values()):
        return no("empty", field="names")
    if wanted["kind"] not in KINDS:
        return no("kind_bad", field="kind", kinds=", ".join(KINDS))
    for amount, least in (("cash", 0), ("per_request", 1), ("per_member", 1), ("reorder", 0)):
        if wanted[amount] is not None and not least <= wanted[amount] <= MOST:
            return no("amount_bad", field=amount)
    if not all(0 < price <= MOST for price in prices.values()):
        return no("amount_bad", field="prices")
    same = sa.select(ITEM.c.code).where(ITEM.c.barcode == wanted["barcode"], ITEM.c.code != wanted["code"])
    if wanted["barcode"] and (other := post.conn.execute(same).scalar_one_or_none()):
        return no("barcode_taken", field="barcode", item=other)
    return None


@dataclass(frozen=True)
class ItemView:
    """An item as its form shows it: everything that `items.put` takes."""

    code: str
    barcode: str
    kind: str
    names: dict[str, str]
    prices: dict[str, int]
    cash_money: int
    per_request: int | None
    per_member: int | None
    reorder: int
    shelf: str
    active_from: date | None
    active_until: date | None
    withdrawn: bool
    places: dict[str, int | None]
    """None for what is still to be counted blind."""


@reading("items.show")
def show(look: Look, *, item: str) -> ItemView | No:
    """One item by code or barcode, with what lies where."""
    gift = known(look.conn, item)
    if isinstance(gift, No):
        return gift
    offer, unit = gift.offer, ledger.goods(gift.code)
    return ItemView(
        gift.code, gift.barcode or "", gift.kind, gift.names, dict(offer.prices), gift.cash, offer.per_request,
        offer.per_member, gift.reorder, gift.shelf, offer.active_from, offer.active_until, offer.withdrawn,
        _told(duty.untold(look), unit, {place: ledger.balance(look.conn, unit, place) for place in ledger.PLACES}),
    )  # fmt: skip


@dataclass(frozen=True)
class OnHand:
    """One item and what is where, None for what is still to be counted blind; `low` when desk and stockroom together
    are at or below the reorder level."""

    code: str
    barcode: str | None
    kind: str
    names: dict[str, str]
    prices: dict[str, int]
    cash_money: int
    reorder: int
    shelf: str
    on_offer: bool
    places: dict[str, int | None] = field(default_factory=dict)
    low: bool = False


@reading("stock.on_hand")
def on_hand(look: Look, *, item: str = "") -> list[OnHand]:
    """Every item with what lies on the desk and in the stockroom; with `item`, only that code or barcode."""
    wanted = sa.select(ITEM).order_by(ITEM.c.code)
    if item:
        wanted = wanted.where(sa.or_(ITEM.c.code == as_code(item), ITEM.c.barcode == as_code(item)))
    account = ledger.ACCOUNT
    lying = sa.select(account.c.unit, account.c.holder, account.c.balance).where(account.c.holder.in_(ledger.PLACES))
    places: dict[str, dict[str, int]] = {}
    for row in look.conn.execute(lying):
        places.setdefault(row.unit, dict.fromkeys(ledger.PLACES, 0))[row.holder] = row.balance
    untold = duty.untold(look)
    return [_on_hand(goods_of(row), places, look.today, untold) for row in look.conn.execute(wanted)]


def _told(untold: duty.Untold, unit: str, here: dict[str, int]) -> dict[str, int | None]:
    return {**here, ledger.ON_DESK: untold(unit, here[ledger.ON_DESK])}


def _on_hand(goods: Goods, places: dict[str, dict[str, int]], today: date, untold: duty.Untold) -> OnHand:
    unit = ledger.goods(goods.code)
    here = places.get(unit, dict.fromkeys(ledger.PLACES, 0))
    offer = goods.offer
    low = to_reorder(on_hand=sum(here.values()), reorder_level=goods.reorder)
    running = (offer.active_from or today) <= today <= (offer.active_until or today)
    return OnHand(
        goods.code, goods.barcode, goods.kind, goods.names, dict(offer.prices), goods.cash, goods.reorder, goods.shelf,
        on_offer=running and not offer.withdrawn, places=_told(untold, unit, here), low=low,
    )  # fmt: skip


@reading("stock.reorder")
def reorder(look: Look) -> list[OnHand]:
    """Items on offer that are at or below their reorder level. (seed: 库存不足时及时做好采购申请)"""
    return [row for row in on_hand.function(look) if row.low and row.on_offer]

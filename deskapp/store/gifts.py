"""Gifts for points: points, stock and slip move together or not at all. (domain 5; seed: 积分换礼)"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from deskapp.rules import gifts as rules
from deskapp.rules.decisions import Decision, No
from deskapp.rules.points import Lot
from deskapp.rules.points import balance as usable
from deskapp.store import duty, items, ledger, lots, members, points
from deskapp.store.ledger import CUSTOMERS, ISSUED, ON_DESK, drawer, goods, holder_of
from deskapp.store.points import CARD_REFUSALS
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading


@dataclass(frozen=True)
class Redeemed:
    """What was handed out for what; `balance` is what can still be spent, money in minor units."""

    slip: str
    member: str
    item: str
    name: str
    quantity: int
    points: int
    cash_money: int
    balance: int
    left_on_desk: int | None
    """None while it is still to be counted blind."""


@operation(
    "gifts.redeem",
    refuses=(
        *CARD_REFUSALS, "item_unknown", "item_withdrawn", "amount_bad", "limit_request", "limit_member",
        "points_short", "points_debt", "stock_short", "desk_short", "outside_window",
    ),
)  # fmt: skip
def redeem(post: Posting, *, card: str, item: str, quantity: int = 1) -> Redeemed | No:
    """Hand out a gift for points, in its window, while it lies on the desk. (seed: 客人同意后刷去会员卡内相应的积分)"""
    member = members.by_card(post.conn, card)
    if isinstance(member, No):
        return member
    gift = items.known(post.conn, item)
    if isinstance(gift, No):
        return gift
    unit, holder = goods(gift.code), holder_of(member.id)
    judged = _judge(post, post.business_date, member, gift, quantity)
    if refused := post.refused(judged.decision):
        return refused
    cost, cash = judged.decision.value, gift.cash * quantity
    points.pay(post, member.id, cost, ISSUED, judged.lots)
    post.move(unit, ON_DESK, holder, quantity)
    if cash:
        post.move(post.currency, CUSTOMERS, drawer(post.desk.counter), cash)
    members.visited(post.conn, member.id, post.at)
    balance = judged.points - cost
    name = gift.name(member.language)
    facts = {"item": gift.code, "quantity": quantity, "points": cost, "cash_money": cash}
    slip = post.slip("redemption", member.id, member.language, {**facts, "name": name, "balance": balance})
    result = Redeemed(slip, member.number, gift.code, name, quantity, cost, cash, balance, judged.left)
    return post.done(result, subject=slip, member=member.id, facts=facts)


@dataclass(frozen=True)
class Judged:
    """A gift as the rules of today see it for a member."""

    decision: Decision[int]
    lots: list[Lot]
    points: int
    on_desk: int | None
    left: int | None
    """What may be told to lie on the desk, and what of it is left after this."""


def _judge(
    view: Look | Posting, today: dt.date, member: members.Holder, gift: items.Goods, quantity: int,
    untold: duty.Untold | None = None,
) -> Judged:  # fmt: skip
    conn = view.conn
    unit, lying = goods(gift.code), lots.of_member(conn, member.id)
    has = usable(lying, today)
    on_desk = ledger.balance(conn, unit, ON_DESK)
    told = (untold or duty.untold(view))(unit, on_desk)
    decision = rules.may_redeem(
        offer=gift.offer, tier=member.tier, points=has, quantity=quantity, on_desk=on_desk, told=told,
        taken=ledger.balance(conn, unit, holder_of(member.id)), today=today, policy=view.policy.gifts,
    )  # fmt: skip
    return Judged(decision, lying, has, told, None if told is None else told - quantity)


@dataclass(frozen=True)
class Preview:
    """What a redemption would cost and leave; `closes` is the last day of the window, `objection` what an approver
    could overrule."""

    item: str
    names: dict[str, str]
    points: int
    cash_money: int
    balance: int
    left_on_desk: int | None
    closes: dt.date | None
    objection: No | None


@reading("gifts.preview")
def preview(look: Look, *, card: str, item: str, quantity: int = 1) -> Preview | No:
    """What `gifts.redeem` would do or refuse, by the same rule; nothing moves."""
    member = members.by_card(look.conn, card)
    if isinstance(member, No):
        return member
    gift = items.known(look.conn, item)
    if isinstance(gift, No):
        return gift
    judged = _judge(look, look.today, member, gift, quantity)
    first, cost = judged.decision.first, judged.decision.value
    if first is not None and first.approver is None:
        return first
    return Preview(
        gift.code, gift.names, cost, gift.cash * quantity, judged.points - cost, judged.left,
        rules.closes(look.policy.gifts.windows, look.today), first,
    )  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """A gift in the list for one member: its price for their tier in points, and why they cannot have one now."""

    code: str
    barcode: str | None
    names: dict[str, str]
    price: int
    cash_money: int
    on_desk: int | None
    affordable: bool
    refusal: No | None


@reading("gifts.offered")
def offered(look: Look, *, card: str) -> list[Offered] | No:
    """The gifts on offer for a member: first those they can have, the dearest on top; then the others, with why not.
    The window is no reason here: it is the same for every gift."""
    member = members.by_card(look.conn, card)
    if isinstance(member, No):
        return member
    found, untold = [], duty.untold(look)
    for row in look.conn.execute(sa.select(items.ITEM).where(items.ITEM.c.withdrawn.is_(False))):
        gift = items.goods_of(row)
        judged = _judge(look, look.today, member, gift, 1, untold)
        refusal = next((each for each in judged.decision.objections if each.approver is None), None)
        if refusal is None or refusal.code != "item_withdrawn":
            found.append(_offered(gift, judged, refusal))
    return sorted(found, key=lambda each: (not each.affordable, -each.price if each.affordable else each.price))


def _offered(gift: items.Goods, judged: Judged, refusal: No | None) -> Offered:
    price, affordable = judged.decision.value, refusal is None
    return Offered(gift.code, gift.barcode, gift.names, price, gift.cash, judged.on_desk, affordable, refusal)

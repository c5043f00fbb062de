"""Gifts for points: points, stock and slip move together or not at all. (domain 5; seed: 积分换礼)"""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.rules import gifts as rules
from deskapp.rules.decisions import No
from deskapp.store import items, ledger, members, points
from deskapp.store.ledger import CUSTOMERS, ISSUED, ON_DESK, drawer, goods, holder_of
from deskapp.store.points import CARD_REFUSALS
from deskapp.store.posting import Posting
from deskapp.store.registry import operation


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
    left_on_desk: int


@operation(
    "gifts.redeem",
    refuses=(
        *CARD_REFUSALS, "item_unknown", "item_withdrawn", "amount_bad", "limit_request", "limit_member",
        "points_short", "points_debt", "stock_short", "outside_window",
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
    on_desk = ledger.balance(post.conn, unit, ON_DESK)
    decision = rules.may_redeem(
        offer=gift.offer, tier=member.tier, points=points.balance_of(post, member.id), quantity=quantity,
        on_desk=on_desk, taken=ledger.balance(post.conn, unit, holder), today=post.business_date,
        policy=post.policy.gifts,
    )  # fmt: skip
    if refused := post.refused(decision):
        return refused
    cost, cash = decision.value, gift.cash * quantity
    points.pay(post, member.id, cost, ISSUED)
    post.move(unit, ON_DESK, holder, quantity)
    if cash:
        post.move(post.currency, CUSTOMERS, drawer(post.desk.counter), cash)
    members.visited(post.conn, member.id, post.at)
    balance = points.balance_of(post, member.id)
    name = gift.name(member.language)
    facts = {"item": gift.code, "quantity": quantity, "points": cost, "cash_money": cash}
    slip = post.slip("redemption", member.id, member.language, {**facts, "name": name, "balance": balance})
    result = Redeemed(slip, member.number, gift.code, name, quantity, cost, cash, balance, on_desk - quantity)
    return post.done(result, subject=slip, member=member.id, facts=facts)

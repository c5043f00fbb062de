"""Points by receipt: registered once, earned by the tier's rate, kept in lots. (domain 3)"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from deskapp.rules import points as rules
from deskapp.rules.decisions import No, Role, no
from deskapp.rules.text import code
from deskapp.store import lots, members, receipts
from deskapp.store.ledger import ADJUSTED, EXPIRED, ISSUED, POINTS, SPEND, TILL, holder_of
from deskapp.store.posting import Posting
from deskapp.store.registry import Money, operation

CARD_REFUSALS = ("card_unknown", "card_blank", "card_lost", "card_replaced", "member_blocked")


@dataclass(frozen=True)
class Earned:
    """What a receipt brought: `points` may be 0; `balance` is what can be spent today."""

    slip: str
    member: str
    points: int
    balance: int
    expires: dt.date | None
    tier: str


@operation(
    "points.earn",
    refuses=(
        *CARD_REFUSALS, "amount_bad", "excluded_more_than_amount", "receipt_used", "receipt_differs", "receipt_future",
        "receipt_late", "receipt_before_joining", "empty",
    ),
)  # fmt: skip
def earn(
    post: Posting,
    *,
    card: str,
    receipt: str,
    amount: Money,
    till: str = "",
    date: dt.date | None = None,
    excluded: Money = 0,
    paid_by_points: Money = 0,
) -> Earned | No:
    """Register a receipt and give its points; each receipt earns once. (seed: 会员卡的积分, 积分确认单)"""
    member = members.by_card(post.conn, card)
    if isinstance(member, No):
        return member
    day = date or post.business_date
    shown = receipts.Presented(code(till), code(receipt), day, amount, excluded, paid_by_points)
    if not shown.number:
        return no("empty", field="receipt")
    known = receipts.find(post.conn, shown)
    if known and (used := receipts.standing(post.conn, known.id, receipts.POINTS)):
        return used
    policy = post.desk.store.policies.on(day).points
    decision = rules.may_earn(
        amount=amount, excluded=excluded, paid_by_points=paid_by_points, receipt_day=day, today=post.business_date,
        joined=member.joined, tier=member.tier, policy=policy, recorded_amount=known.amount if known else None,
    )  # fmt: skip
    if refused := post.refused(decision):
        return refused
    points = decision.value
    receipts.claim(post, shown, receipts.POINTS, member.id)
    expires = give(post, member.id, points, ISSUED, earned=day)
    counted = amount - excluded - paid_by_points
    if counted:
        post.move(SPEND, TILL, holder_of(member.id), counted)
    members.visited(post.conn, member.id, post.at)
    balance = balance_of(post, member.id)
    facts = {"receipt": shown.number, "till": shown.till, "date": day, "amount_money": amount, "points": points}
    slip = post.slip("points", member.id, member.language, {**facts, "balance": balance, "excluded_money": excluded})
    result = Earned(slip, member.number, points, balance, expires, member.tier)
    return post.done(result, subject=slip, member=member.id, facts={**facts, "rate": policy.rate(member.tier)})


def give(post: Posting, member_id: int, points: int, source: str, *, earned: dt.date) -> dt.date | None:
    """Put points into a new lot of the member; answers with its expiry day. Nothing happens for 0 points."""
    policy = post.policy.points
    expires = rules.expiry(earned, policy.expiry)
    if points > 0:
        post.move(POINTS, source, holder_of(member_id), points)
        available = rules.available_from(earned, policy)
        lots.add(post.conn, post.entry, member_id, points, earned=earned, available=available, expires=expires)
    return expires


def pay(post: Posting, member_id: int, points: int, target: str) -> None:
    """Take points from the member's lots in the order of the rules. Nothing happens for 0 points."""
    if points > 0:
        lots.take(post.conn, post.entry, lots.of_member(post.conn, member_id), points, post.business_date)
        post.move(POINTS, holder_of(member_id), target, points)


def balance_of(post: Posting, member_id: int) -> int:
    """What the member can spend today."""
    return rules.balance(lots.of_member(post.conn, member_id), post.business_date)


@dataclass(frozen=True)
class Adjusted:
    """Points given (+) or taken (-) by hand, and what can be spent now."""

    slip: str
    member: str
    points: int
    balance: int


@operation("points.adjust", refuses=(*CARD_REFUSALS, "no_change", "points_short", "approval_needed", "reason_needed"))
def adjust(post: Posting, *, card: str, points: int, reason: str) -> Adjusted | No:
    """Give or take points by hand, with a reason and a supervisor. (domain 3)"""
    member = members.by_card(post.conn, card)
    if isinstance(member, No):
        return member
    before = balance_of(post, member.id)
    if refused := post.refused(
        rules.may_adjust(points=points, balance=before, reason=reason, policy=post.policy.points)
    ):
        return refused
    if points > 0:
        give(post, member.id, points, ADJUSTED, earned=post.business_date)
    else:
        pay(post, member.id, -points, ADJUSTED)
    balance = balance_of(post, member.id)
    slip = post.slip("adjustment", member.id, member.language, {"points": points, "balance": balance, "reason": reason})
    result = Adjusted(slip, member.number, points, balance)
    return post.done(result, subject=slip, member=member.id, facts={"points": points, "reason": reason})


@dataclass(frozen=True)
class Expired:
    """How many points of how many members were past their day."""

    points: int
    members: int


@operation("points.expire", by=Role.LEAD, refuses=("nothing_expired",))
def expire(post: Posting) -> Expired | No:
    """Write off the points whose expiry day is past: they could not be spent any more."""
    due = sa.select(lots.LOT.c.id, lots.LOT.c.member_id, lots.LOT.c.left_over)
    rows = post.conn.execute(due.where(lots.LOT.c.left_over > 0, lots.LOT.c.expires < post.business_date)).all()
    if not rows:
        return no("nothing_expired")
    for row in rows:
        lots.use(post.conn, post.entry, row.id, row.left_over)
        post.move(POINTS, holder_of(row.member_id), EXPIRED, row.left_over)
    points = sum(row.left_over for row in rows)
    result = Expired(points, len({row.member_id for row in rows}))
    return post.done(result, facts={"points": points, "members": result.members})

"""Points by receipt: registered once, earned by the tier's rate, kept in lots. (domain 3)"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from deskapp.rules import points as rules
from deskapp.rules.decisions import Decision, No, Role, no
from deskapp.rules.text import code
from deskapp.store import lots, members, receipts
from deskapp.store.ledger import ADJUSTED, EXPIRED, ISSUED, POINTS, SPEND, TILL, holder_of
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import Money, operation, reading

if TYPE_CHECKING:
    from deskapp.rules.policy import Policies, Policy
    from deskapp.rules.policy_model import PointsPolicy

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
    shown = _shown(till, receipt, date or post.business_date, amount, excluded, paid_by_points)
    judged = _judge(post.conn, post.desk.store.policies, post.business_date, card, shown)
    if isinstance(judged, No):
        return judged
    if refused := post.refused(judged.decision):
        return refused
    member, policy, points, day = judged.member, judged.policy.points, judged.decision.value, shown.date
    receipts.claim(post, shown, receipts.POINTS, member.id)
    expires = give(post, member.id, points, ISSUED, earned=day, policy=policy)
    counted = amount - excluded - paid_by_points
    if counted:
        post.move(SPEND, TILL, holder_of(member.id), counted)
    members.visited(post.conn, member.id, post.at)
    balance = balance_of(post, member.id)
    facts = {
        "receipt": shown.number, "till": shown.till, "date": day, "amount_money": amount, "excluded_money": excluded,
        "paid_by_points_money": paid_by_points, "points": points,
    }  # fmt: skip
    slip = post.slip("points", member.id, member.language, {**facts, "balance": balance})
    result = Earned(slip, member.number, points, balance, expires, member.tier)
    judged_by = {"rate": policy.rate(member.tier), "rules": judged.policy.version}
    return post.done(result, subject=slip, member=member.id, facts={**facts, **judged_by})


@dataclass(frozen=True)
class Judged:
    """A receipt as the rules of its own day see it for a member."""

    member: members.Holder
    policy: Policy
    decision: Decision[int]


def _shown(till: str, number: str, day: dt.date, amount: int, excluded: int, paid_by_points: int) -> receipts.Presented:
    return receipts.Presented(code(till), code(number), day, amount, excluded, paid_by_points)


def _judge(
    conn: sa.Connection, policies: Policies, today: dt.date, card: str, shown: receipts.Presented
) -> Judged | No:
    member = members.by_card(conn, card)
    if isinstance(member, No):
        return member
    if not shown.number:
        return no("empty", field="receipt")
    known = receipts.find(conn, shown)
    policy = policies.on(shown.date)
    decision = rules.may_earn(
        amount=shown.amount, excluded=shown.excluded, paid_by_points=shown.paid_by_points, receipt_day=shown.date,
        today=today, joined=member.joined, tier=member.tier, policy=policy.points,
        recorded_amount=known.amount if known and known.stands else None,
        used=receipts.standing(conn, known.id, receipts.POINTS) if known else None,
    )  # fmt: skip
    return Judged(member, policy, decision)


@dataclass(frozen=True)
class Preview:
    """What registering a receipt would bring: `rate_money` per point, `balance` afterwards, and the objection that an
    approver could overrule."""

    points: int
    balance: int
    tier: str
    rate_money: int
    expires: dt.date | None
    objection: No | None


@reading("points.preview")
def preview(
    look: Look,
    *,
    card: str,
    receipt: str,
    amount: Money,
    till: str = "",
    date: dt.date | None = None,
    excluded: Money = 0,
    paid_by_points: Money = 0,
) -> Preview | No:
    """What `points.earn` would give or refuse, by the same rule; nothing is registered."""
    shown = _shown(till, receipt, date or look.today, amount, excluded, paid_by_points)
    judged = _judge(look.conn, look.desk.store.policies, look.today, card, shown)
    if isinstance(judged, No):
        return judged
    first, member = judged.decision.first, judged.member
    if first is not None and first.approver is None:
        return first
    points = judged.decision.value
    balance = rules.balance(lots.of_member(look.conn, member.id), look.today) + points
    policy = judged.policy.points
    expires = rules.expiry(shown.date, policy.expiry)
    return Preview(points, balance, member.tier, policy.rate(member.tier), expires, first)


def give(
    post: Posting, member_id: int, points: int, source: str, *, earned: dt.date, policy: PointsPolicy
) -> dt.date | None:
    """Put points into a new lot of the member, to expire by this policy; answers with the expiry day. Nothing happens
    for 0 points."""
    expires = rules.expiry(earned, policy.expiry)
    if points > 0:
        post.move(POINTS, source, holder_of(member_id), points)
        available = rules.available_from(earned, policy)
        lots.add(post.conn, post.entry, member_id, points, earned=earned, available=available, expires=expires)
    return expires


def pay(post: Posting, member_id: int, points: int, target: str, lying: list[rules.Lot] | None = None) -> None:
    """Take points from the member's lots (`lying`, if this posting has read them) in the order of the rules. Nothing
    happens for 0 points."""
    if points > 0:
        has = lots.of_member(post.conn, member_id) if lying is None else lying
        lots.take(post.conn, post.entry, has, points, post.business_date)
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
        give(post, member.id, points, ADJUSTED, earned=post.business_date, policy=post.policy.points)
    else:
        pay(post, member.id, -points, ADJUSTED)
    balance = balance_of(post, member.id)
    slip = post.slip("adjustment", member.id, member.language, {"points": points, "balance": balance, "reason": reason})
    result = Adjusted(slip, member.number, points, balance)
    return post.done(result, subject=slip, member=member.id, facts={"points": points, "reason": reason})


@dataclass(frozen=True)
class AdjustPreview:
    """What can be spent now and after it, and the role that must agree."""

    before: int
    after: int
    approver: str


@reading("points.preview_adjust")
def preview_adjust(look: Look, *, card: str, points: int) -> AdjustPreview | No:
    """What `points.adjust` would do or refuse, and whose approval it needs; nothing is changed."""
    member = members.by_card(look.conn, card)
    if isinstance(member, No):
        return member
    before = rules.balance(lots.of_member(look.conn, member.id), look.today)
    decision = rules.may_adjust(points=points, balance=before, reason="-", policy=look.policy.points)
    if (first := decision.first) is not None and first.approver is None:
        return first
    return AdjustPreview(before, before + points, decision.approver or "")


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

"""Gives cards out, replaces lost or damaged ones, and stops them at once; all balances stay with the member. (domain 2)

(seed: 会员卡的补办: 收取工本费5元,为客户补办新卡,原卡作废)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from deskapp.rules import cards as rules
from deskapp.rules.decisions import No, no
from deskapp.rules.issuing import may_issue
from deskapp.rules.policy_model import CardClass
from deskapp.rules.text import code
from deskapp.store import cards, ledger, members
from deskapp.store.cards import CARD
from deskapp.store.drawer import card_given
from deskapp.store.ledger import CUSTOMERS, SPEND, drawer, holder_of
from deskapp.store.members import MEMBER, Holder
from deskapp.store.posting import Posting
from deskapp.store.registry import operation

ISSUE_REFUSALS = ("card_number_bad", "card_in_use", "card_held", "tier_not_reached")


@dataclass(frozen=True)
class Activated:
    """The card that works now, and the member's tier with it. `fee_money` is what went into the drawer."""

    member: str
    card: str
    kind: str
    tier: str
    fee_money: int


@operation("cards.activate", refuses=("member_unknown", "member_blocked", *ISSUE_REFUSALS))
def activate(post: Posting, *, member: str, card: str, fee_taken: bool = False) -> Activated | No:
    """Give a member a card; its number works from this moment. A tier's card brings the tier. (seed: 会员卡的办理)"""
    holder = members.of_number(post.conn, member)
    if isinstance(holder, No):
        return holder
    given = give(post, holder, card, fee_taken=fee_taken)
    if isinstance(given, No):
        return given
    facts = {"card": given.card, "kind": given.kind, "tier": given.tier, "fee_money": given.fee_money}
    return post.done(given, subject=given.card, member=holder.id, facts=facts)


def give(post: Posting, holder: Holder, card: str, *, fee_taken: bool) -> Activated | No:
    """Make this card the member's within the posting under way, and put its fee into the drawer if it was taken."""
    fresh = _fresh(post, card, "card")
    if isinstance(fresh, No):
        return fresh
    number, kind = fresh
    held = next((one.number for one in active(post, holder.id) if one.kind == kind.code), None)
    spend = ledger.balance(post.conn, SPEND, holder_of(holder.id))
    decision = may_issue(kind, held=held, spend=spend, tier=holder.tier, tiers=post.policy.tiers)
    if refused := post.refused(decision):
        return refused
    put(post, number, kind.code, holder.id)
    if decision.value != holder.tier:
        post.conn.execute(sa.update(MEMBER).where(MEMBER.c.id == holder.id).values(tier=decision.value))
    fee = take_fee(post, kind.fee if fee_taken else 0)
    return Activated(holder.number, number, kind.code, decision.value, fee)


def active(post: Posting, member_id: int) -> list[cards.CardRow]:
    """The cards of a member that work."""
    return [one for one in cards.of_member(post.conn, member_id) if one.state == "active"]


def put(post: Posting, number: str, kind: str, member_id: int) -> None:
    """Make a number that is new, or a blank card, an active card of the member."""
    row: dict[str, Any] = {"kind": kind, "member_id": member_id, "state": "active", "entry": post.entry}
    row |= {"since": post.at, "replaced_by": None}
    if post.conn.execute(sa.update(CARD).where(CARD.c.number == number).values(**row)).rowcount == 0:
        post.conn.execute(sa.insert(CARD), {"number": number, **row})
    card_given(post, kind)


def take_fee(post: Posting, fee: int) -> int:
    """Move a fee from the customers into this counter's drawer; answers with it."""
    if fee > 0:
        post.move(post.currency, CUSTOMERS, drawer(post.desk.counter), fee)
    return fee


def _fresh(post: Posting, typed: str, field: str) -> tuple[str, CardClass] | No:
    number = rules.read(typed, policy=post.policy.cards, field=field)
    if isinstance(number, No):
        return number
    kind = rules.class_of(number, post.policy.cards)
    assert kind is not None  # `read` has seen to it
    known = cards.known(post.conn, number)
    used = rules.may_activate(card=number, state=known.state, field=field) if known else None
    return used or (number, kind)


@dataclass(frozen=True)
class Reissued:
    """The new card, the one it takes the place of, and the slip to sign. `fee_money` is what went into the drawer."""

    slip: str
    member: str
    card: str
    old: str
    tier: str
    fee_money: int


@operation(
    "cards.reissue",
    refuses=(
        "card_unknown", "card_blank", "card_lost", "card_replaced", "card_recovered", "card_expired", "card_number_bad",
        "card_in_use", "card_other_class", "member_blocked",
    ),
)  # fmt: skip
def reissue(
    post: Posting, *, card: str, new_card: str, reason: Literal["lost", "damaged"], fee_taken: bool = False
) -> Reissued | No:
    """Replace a lost or damaged card by a new one; points, tier and all balances stay. (seed: 会员卡的补办)"""
    old = _replaceable(post, card)
    if isinstance(old, No):
        return old
    holder = members.of_number(post.conn, old.number, field="card")
    if isinstance(holder, No):
        return holder
    fresh = _fresh(post, new_card, "new_card")
    if isinstance(fresh, No):
        return fresh
    number, kind = fresh
    if kind.code != old.kind:
        return no("card_other_class", field="new_card", kind=kind.code, needed=old.kind)
    state = "lost" if reason == "lost" else "replaced"
    _close(post, old.number, state, replaced_by=number)
    put(post, number, kind.code, holder.id)
    fee = take_fee(post, post.policy.cards.reissue_fee if fee_taken else 0)
    members.visited(post.conn, holder.id, post.at)
    facts = {"card": number, "old": old.number, "reason": reason, "fee_money": fee}
    slip = post.slip("reissue", holder.id, holder.language, facts)
    result = Reissued(slip, holder.number, number, old.number, holder.tier, fee)
    return post.done(result, subject=slip, member=holder.id, facts=facts)


def _replaceable(post: Posting, typed: str) -> cards.CardRow | No:
    number = code(typed).replace("-", "")
    old = cards.known(post.conn, number)
    refused = rules.may_reissue(
        card=number[:40], state=old.state if old else None, replaced_by=old.replaced_by if old else None
    )
    if refused or old is None:
        return refused or no("card_unknown", field="card", card=number[:40])
    return old


def _close(post: Posting, number: str, state: str, *, replaced_by: str | None = None) -> None:
    values = {"state": state, "replaced_by": replaced_by, "since": post.at, "entry": post.entry}
    post.conn.execute(sa.update(CARD).where(CARD.c.number == number).values(**values))


@dataclass(frozen=True)
class ReportedLost:
    """The card that is not honoured any more."""

    member: str
    card: str


@operation(
    "cards.report_lost",
    refuses=("card_unknown", "card_blank", "card_lost", "card_replaced", "card_recovered", "card_expired"),
)
def report_lost(post: Posting, *, card: str) -> ReportedLost | No:
    """Stop a lost card at once; the new one may be fetched another day. Points stay with the member. (seed: 挂失)"""
    number = code(card).replace("-", "")
    known = cards.known(post.conn, number)
    state, replaced_by = (known.state, known.replaced_by) if known else (None, None)
    if refused := rules.may_honour(card=number[:40], state=state, replaced_by=replaced_by):
        return refused
    holder = members.found(post.conn, number)
    assert holder is not None  # an active card is somebody's
    _close(post, number, "lost")
    return post.done(ReportedLost(holder.number, number), subject=number, member=holder.id)

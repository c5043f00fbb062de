"""Shows a member as the desk needs them: cards, points with every expiry, the way to the next tier, what waits.

Phone, ID number, address and birthday are masked here; `members.reveal` shows one of them for a reason. (domain 2, 1.9)
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from deskapp.rules import birthdays, tiers
from deskapp.rules import points as points_rules
from deskapp.rules.decisions import No, no
from deskapp.rules.points import Lot
from deskapp.rules.profiles import FIELDS, Profile, masked
from deskapp.store import cards, edits, ledger, lots, members, statements
from deskapp.store.callbacks import CALLBACK, IS_LIVE, WISH
from deskapp.store.complaint_lists import TITLE
from deskapp.store.complaints import CASE
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import SPEND, holder_of
from deskapp.store.members import MEMBER
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.slips import SLIP, TO_SIGN
from deskapp.store.statements import LotLine

VISITS = WAITING = 5
SOON = dt.timedelta(days=30)
"""Points that expire within it are flagged."""


@dataclass(frozen=True)
class CardLine:
    """One card of a member; `replaced_by` is the card that works instead."""

    number: str
    kind: str
    state: str
    replaced_by: str | None
    since: dt.datetime | None


@dataclass(frozen=True)
class NextTier:
    """The next tier and the way to it: money in minor units, `share` in percent."""

    code: str
    names: dict[str, str]
    threshold_money: int
    missing_money: int
    share: int


@dataclass(frozen=True)
class SlipLine:
    """A slip that the member has not signed yet."""

    number: str
    kind: str
    made_at: dt.datetime


@dataclass(frozen=True)
class Visit:
    """What the member was here for: a receipt or a gift."""

    entry: int
    at: dt.datetime
    operation: str
    subject: str
    facts: dict[str, Any]
    voided: bool


@dataclass(frozen=True)
class CaseLine:
    """An open complaint of the member; `due_at` is its next deadline."""

    number: str
    state: str
    subject: str
    due_at: dt.datetime


@dataclass(frozen=True)
class CallLine:
    """A callback that the member is still owed."""

    number: str
    purpose: str
    earliest: dt.datetime
    latest: dt.datetime


@dataclass(frozen=True)
class MemberView:
    """A member as the screen shows them. phone, id_number, address and birthday are masked; `card` is the one that
    works; flags: birthday, birthday_month, complaint (one is open), callback (due now), wrong_phone (the number is
    not theirs: ask for another), upgrade, slip, expiring, card_lost."""

    number: str
    version: int
    name: str
    preferred: str
    phone: str
    gender: str
    birthday: str
    id_type: str
    id_number: str
    address: str
    language: str
    notes: str
    state: str
    joined: dt.date
    last_visit: dt.datetime
    introducer: str
    introducer_name: str
    consents: dict[str, bool]
    card: str
    cards: list[CardLine]
    tier: str
    tier_names: dict[str, str]
    next_tier: NextTier | None
    upgrade: str
    spend_money: int
    points: int
    pending: int
    lots: list[LotLine]
    slips: list[SlipLine]
    visits: list[Visit]
    flags: list[str]
    complaints: list[CaseLine] = field(default_factory=list)
    callbacks: list[CallLine] = field(default_factory=list)


@reading("members.show")
def show(look: Look, *, member: str = "", card: str = "") -> MemberView | No:
    """A member by their number or by any card they ever had, lost and replaced ones too."""
    key, asked = (member, "member") if member.strip() else (card, "card")
    holder = members.found(look.conn, key)
    if holder is None:
        return no(f"{asked}_unknown", **{"field": asked, asked: key[:40]})  # type: ignore[arg-type]
    row = look.conn.execute(_ROW, {"id": holder.id, "person": f"m{holder.id}"}).one()
    held = lots.of_member(look.conn, holder.id)
    spend = ledger.balance(look.conn, SPEND, holder_of(holder.id))
    reached = tiers.upgrade_due(held=row.tier, spend=spend, tiers=look.policy.tiers)
    slips = [SlipLine(*each) for each in look.conn.execute(_UNSIGNED, {"id": holder.id})]
    owned = [CardLine(c.number, c.kind, c.state, c.replaced_by, c.since) for c in cards.of_member(look.conn, holder.id)]
    person = masked(Profile(**{name: getattr(row, name) for name in FIELDS}), look.policy.store.region)
    cases = [CaseLine(*each) for each in look.conn.execute(_CASES, {"id": holder.id})]
    calls = [CallLine(*each) for each in look.conn.execute(_CALLS, {"id": holder.id})]
    due = any(each.earliest <= look.at for each in calls)
    waits = (("complaint", bool(cases)), ("callback", due), ("wrong_phone", row.wrong_phone))
    return MemberView(
        **asdict(person), number=row.number, version=row.version, state=row.state, joined=row.joined,
        last_visit=row.last_visit, introducer=row.introducer or "", introducer_name=row.introducer_name or "",
        consents=edits.consents_of(look.conn, holder.id), card=_working(owned), cards=owned, tier=row.tier,
        tier_names=_names(look, row.tier), next_tier=_next(look, spend), upgrade=reached.code if reached else "",
        spend_money=spend, points=points_rules.balance(held, look.today),
        pending=sum(lot.left for lot in held if points_rules.pending(lot, look.today)),
        lots=[_lot(lot, look.today) for lot in statements.in_order(held, look.today)], slips=slips,
        visits=_visits(look.conn, holder.id), complaints=cases, callbacks=calls,
        flags=[flag for flag, stands in waits if stands] + _flags(look, row, held, reached is not None, slips, owned),
    )  # fmt: skip


def _working(owned: Sequence[CardLine]) -> str:
    return next((card.number for card in owned if card.state == "active"), "")


def _names(look: Look, tier: str) -> dict[str, str]:
    return next(
        ({str(lang): name for lang, name in one.name.items()} for one in look.policy.tiers if one.code == tier), {}
    )


def _next(look: Look, spend: int) -> NextTier | None:
    ahead = tiers.progress(spend, look.policy.tiers)
    if ahead is None:
        return None
    return NextTier(ahead.code, _names(look, ahead.code), ahead.threshold, ahead.missing, ahead.share)


def _lot(lot: Lot, today: dt.date) -> LotLine:
    return LotLine(lot.earned_on, lot.expires, lot.available_from, lot.left, points_rules.expired(lot, today))


def _flags(
    look: Look, row: Any, held: Sequence[Lot], upgrade: bool, slips: Sequence[SlipLine], owned: Sequence[CardLine]
) -> list[str]:
    soon = any(lot.expires and look.today <= lot.expires <= look.today + SOON for lot in held)
    lost = bool(owned) and not _working(owned) and any(card.state == "lost" for card in owned)
    told = (("upgrade", upgrade), ("slip", bool(slips)), ("expiring", soon), ("card_lost", lost))
    return _birthday_flags(look, row.birthday) + [flag for flag, stands in told if stands]


def _birthday_flags(look: Look, birthday: str) -> list[str]:
    born = birthdays.parse(birthday) if birthday else None
    if not isinstance(born, birthdays.Birthday):
        return []
    where = {"country": look.policy.store.country, "leap_day": str(look.policy.members.leap_day)}
    if birthdays.falls_on(born, look.today, **where):
        return ["birthday"]
    return ["birthday_month"] if birthdays.of_month(born, look.today.replace(day=1), **where) else []


def _visits(conn: sa.Connection, member_id: int) -> list[Visit]:
    return [
        Visit(
            row.number, row.at, row.operation, row.subject, json.loads(row.payload).get("facts", {}),
            row.voided_by is not None,
        )
        for row in conn.execute(_VISITS, {"id": member_id})
    ]  # fmt: skip


_INTRODUCER = MEMBER.alias("introducer")
_WRONG = (
    sa.select(sa.literal(1))
    .where(WISH.c.person == sa.bindparam("person"), WISH.c.kind == "wrong_number", WISH.c.ended_by.is_(None))
    .where(WISH.c.value == MEMBER.c.phone)
    .correlate(MEMBER)
)
_ROW = (
    sa.select(
        MEMBER,
        _WRONG.exists().label("wrong_phone"),
        _INTRODUCER.c.number.label("introducer"),
        _INTRODUCER.c.name.label("introducer_name"),
    )
    .outerjoin(_INTRODUCER, _INTRODUCER.c.id == MEMBER.c.introducer_id)
    .where(MEMBER.c.id == sa.bindparam("id"))
)
_UNSIGNED = (
    sa.select(SLIP.c.number, SLIP.c.kind, SLIP.c.made_at)
    .where(SLIP.c.member_id == sa.bindparam("id"), SLIP.c.state == TO_SIGN)
    .order_by(SLIP.c.made_at.desc())
)
_CASES = (
    sa.select(CASE.c.number, CASE.c.state, TITLE, CASE.c.due_at)
    .where(CASE.c.member_id == sa.bindparam("id"), CASE.c.due_at.is_not(None))
    .order_by(CASE.c.due_at)
    .limit(WAITING)
)
_CALLS = (
    sa.select(CALLBACK.c.number, CALLBACK.c.purpose, CALLBACK.c.earliest, CALLBACK.c.latest)
    .where(CALLBACK.c.member_id == sa.bindparam("id"), IS_LIVE)
    .order_by(CALLBACK.c.latest)
    .limit(WAITING)
)
_VOIDING = JOURNAL.alias("voiding")
_VISITS = (
    sa.select(JOURNAL.c.number, JOURNAL.c.at, JOURNAL.c.operation, JOURNAL.c.subject, JOURNAL.c.payload)
    .add_columns(_VOIDING.c.number.label("voided_by"))
    .outerjoin(_VOIDING, _VOIDING.c.voids == JOURNAL.c.number)
    .where(JOURNAL.c.member_id == sa.bindparam("id"), JOURNAL.c.kind == "done")
    .where(JOURNAL.c.operation.in_(("points.earn", "gifts.redeem")))
    .order_by(JOURNAL.c.number.desc())
    .limit(VISITS)
)

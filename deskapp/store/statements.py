"""A member's points, every line explained: entry, receipt, rule version, lot and expiry. (domain 3)"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from deskapp.rules import points as rules
from deskapp.rules.decisions import No, no
from deskapp.store import lots, members
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import ACCOUNT, POINTS, TRANSFER, holder_of
from deskapp.store.posting import Look
from deskapp.store.registry import reading

LISTED = 200


@dataclass(frozen=True)
class StatementLine:
    """One movement of points. `balance` is the account after it; `rate` minor units per point earned."""

    entry: int
    at: dt.datetime
    operation: str
    subject: str
    points: int
    balance: int
    receipt: str
    amount_money: int | None
    rate: int | None
    policy_version: str
    expires: dt.date | None
    reverses: bool
    reason: str


@dataclass(frozen=True)
class LotLine:
    """Points that go together: what is left of them, and their last day."""

    earned_on: dt.date
    expires: dt.date | None
    available_from: dt.date | None
    left: int
    expired: bool


@dataclass(frozen=True)
class Statement:
    """The points of one member: `usable` today, `pending` in the return window, `expired` not yet written off."""

    member: str
    name: str
    usable: int
    pending: int
    expired: int
    lots: list[LotLine]
    lines: list[StatementLine]


@reading("points.statement")
def statement(look: Look, *, card: str, limit: int = LISTED) -> Statement | No:
    """Where a member's points came from and went, newest first; a lost card or a member number is taken too."""
    member = members.found(look.conn, card)
    if member is None:
        return no("card_unknown", field="card", card=card[:40])
    held = lots.of_member(look.conn, member.id)
    past = [lot for lot in held if rules.expired(lot, look.today)]
    pending = [lot for lot in held if rules.pending(lot, look.today) and lot not in past]
    return Statement(
        member.number, member.name, rules.balance(held, look.today), sum(lot.left for lot in pending),
        sum(lot.left for lot in past), [_lot_line(lot, look.today) for lot in in_order(held, look.today)],
        _lines(look.conn, member.id, limit),
    )  # fmt: skip


def in_order(held: list[rules.Lot], today: dt.date) -> list[rules.Lot]:
    """Lots in the order in which they are spent, those that cannot be spent behind."""
    usable = rules.usable(held, today)
    return usable + [lot for lot in held if lot not in usable]


def _lot_line(lot: rules.Lot, today: dt.date) -> LotLine:
    return LotLine(lot.earned_on, lot.expires, lot.available_from, lot.left, rules.expired(lot, today))


def _lines(conn: sa.Connection, member_id: int, limit: int) -> list[StatementLine]:
    mine = sa.select(ACCOUNT.c.id).where(ACCOUNT.c.unit == POINTS, ACCOUNT.c.holder == holder_of(member_id))
    account = conn.execute(mine).scalar_one_or_none()
    signed = sa.case((TRANSFER.c.target == account, TRANSFER.c.amount), else_=-TRANSFER.c.amount)
    running = sa.func.sum(signed).over(order_by=TRANSFER.c.id).label("balance")
    expires = sa.select(sa.func.min(lots.LOT.c.expires)).where(
        lots.LOT.c.entry == JOURNAL.c.number, lots.LOT.c.member_id == member_id
    )
    wanted = (
        sa.select(
            JOURNAL, signed.label("points"), running, TRANSFER.c.reverses, expires.scalar_subquery().label("expires")
        )
        .join(TRANSFER, TRANSFER.c.entry == JOURNAL.c.number)
        .where(sa.or_(TRANSFER.c.source == account, TRANSFER.c.target == account))
        .order_by(TRANSFER.c.id.desc())
        .limit(limit)
    )
    return [_statement_line(row) for row in conn.execute(wanted)]


def _statement_line(row: Any) -> StatementLine:
    facts = json.loads(row.payload).get("facts", {})
    return StatementLine(
        row.number, row.at, row.operation, row.subject, row.points, int(row.balance), facts.get("receipt", ""),
        facts.get("amount_money"), facts.get("rate"), facts.get("rules", row.policy_version), row.expires,
        row.reverses is not None, facts.get("reason", ""),
    )  # fmt: skip

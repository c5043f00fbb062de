"""Member cards: a number works the moment it is activated and never after it is lost or replaced. (domain 2)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.store.tables import Instant, Key, owned_by_entry, table


class Card(SQLModel, table=True):
    """One card. A member has at most one active card of a class."""

    __tablename__ = "card"
    __table_args__ = (
        sa.CheckConstraint("state in ('blank', 'active', 'lost', 'replaced', 'recovered', 'expired')", name="state"),
        sa.CheckConstraint("state = 'blank' or member_id is not null", name="owner"),
        sa.Index(
            "uq_card_active",
            "member_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        ),
    )
    number: str = Field(primary_key=True)
    kind: str
    member_id: int | None = Field(
        sa_column=sa.Column(Key, sa.ForeignKey("member.id"), nullable=True, index=True), default=None
    )
    state: str = "blank"
    replaced_by: str | None = None
    entry: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)
    since: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


CARD = table(Card)


@dataclass(frozen=True)
class CardRow:
    """One card as it stands; `member_id` is None for a blank one."""

    number: str
    kind: str
    member_id: int | None
    state: str
    replaced_by: str | None
    since: datetime | None


def known(conn: sa.Connection, number: str) -> CardRow | None:
    """The card of this number in whatever state, or None if nobody ever made it."""
    row = conn.execute(_BY_NUMBER, {"number": number}).one_or_none()
    return None if row is None else CardRow(*row)


def of_member(conn: sa.Connection, member_id: int) -> list[CardRow]:
    """Every card a member has or had, the active ones first, then the newest."""
    return [CardRow(*row) for row in conn.execute(_OF_MEMBER, {"member_id": member_id})]


_COLUMNS = (CARD.c.number, CARD.c.kind, CARD.c.member_id, CARD.c.state, CARD.c.replaced_by, CARD.c.since)
_BY_NUMBER = sa.select(*_COLUMNS).where(CARD.c.number == sa.bindparam("number"))
_OF_MEMBER = (
    sa.select(*_COLUMNS)
    .where(CARD.c.member_id == sa.bindparam("member_id"))
    .order_by(sa.case((CARD.c.state == "active", 0), else_=1), CARD.c.entry.desc(), CARD.c.number)
)

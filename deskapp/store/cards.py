"""Member cards: a number works the moment it is activated and never after it is lost or replaced. (domain 2)"""

from __future__ import annotations

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

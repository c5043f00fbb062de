"""Members of the store: who they are, how they are found again, and every change of it. (domain 2)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, no
from deskapp.rules.text import code
from deskapp.store.cards import CARD
from deskapp.store.tables import Bytewise, Instant, Key, owned_by_entry, table


class Member(SQLModel, table=True):
    """One person. `search` is every key of their name and phone in one text, `birth_day` the day of the year that their
    birthday is kept on (`05-12`, by the moon `L05-12`); `version` grows with every change of what is known."""

    __tablename__ = "member"
    __table_args__ = (sa.CheckConstraint("state in ('active', 'lapsed', 'blocked', 'merged', 'erased')", name="state"),)
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    number: str = Field(unique=True)
    name: str
    preferred: str = ""
    phone: str = Field(default="", sa_type=Bytewise, index=True)
    gender: str = ""
    birthday: str = ""
    birth_day: str = Field(default="", sa_type=Bytewise, index=True)
    id_type: str = ""
    id_number: str = Field(default="", index=True)
    address: str = ""
    language: str = "zh_Hans"
    notes: str = Field(default="", sa_type=sa.Text)
    introducer_id: int | None = Field(
        sa_column=sa.Column(Key, sa.ForeignKey("member.id"), nullable=True, index=True), default=None
    )
    tier: str = Field(default="", index=True)
    state: str = "active"
    joined: date
    last_visit: datetime = Field(sa_type=Instant, index=True)
    search: str = Field(default="", sa_type=sa.Text)
    version: int = 1


class MemberKey(SQLModel, table=True):
    """One key under which a member is found: a name's ending, pinyin, initials, Korean initial consonants; behind `#`
    every ending of their phone, behind `=` the phone as it is dialled here."""

    __tablename__ = "member_key"
    __table_args__ = ({"sqlite_with_rowid": False},)
    k: str = Field(sa_column=sa.Column(Bytewise, primary_key=True))
    member_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("member.id"), primary_key=True))


class Consent(SQLModel, table=True):
    """What a member agreed to, when, and to which wording: terms, sms, phone."""

    __tablename__ = "consent"
    __table_args__ = (sa.CheckConstraint("kind in ('terms', 'sms', 'phone')", name="kind"),)
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    member_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("member.id"), nullable=False, index=True))
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    kind: str
    given: bool
    wording: str
    at: datetime = Field(sa_type=Instant)


class MemberChange(SQLModel, table=True):
    """The old value of a field that an entry changed, and the version that came of it. Kept apart from the journal so
    that a person can be erased."""

    __tablename__ = "member_change"
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    member_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("member.id"), nullable=False, index=True))
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    version: int
    field: str
    old: str = Field(sa_type=sa.Text)


MEMBER = table(Member)
MEMBER_KEY = table(MemberKey)
CONSENT = table(Consent)
CHANGE = table(MemberChange)


@dataclass(frozen=True)
class Holder:
    """A member as a posting needs them: with the card that was shown."""

    id: int
    number: str
    name: str
    language: str
    tier: str
    joined: date
    card: str


def by_card(conn: sa.Connection, card: str) -> Holder | No:
    """The member whose active card this is; else `card_unknown`, `card_blank`, or `card_lost`/`card_replaced` naming
    the new one. A member number is taken too (the customer in front without a card)."""
    typed = code(card)
    row = _row(conn, typed)
    if row is None:
        return no("card_unknown", field="card", card=typed[:40])
    if row.card_state not in (None, "active"):
        return no(f"card_{row.card_state}", field="card", matters=True, card=typed, replaced_by=row.replaced_by)
    if row.state != "active":
        return no("member_" + row.state, field="card", matters=True, member=row.number)
    return _holder(row, typed)


def found(conn: sa.Connection, card: str) -> Holder | None:
    """The member of this card or member number, whatever state it is in: for looking, not for posting."""
    row = _row(conn, code(card))
    return None if row is None or row.id is None else _holder(row, code(card))


def of_number(conn: sa.Connection, typed: str, *, field: str = "member") -> Holder | No:
    """The active member of this member number (or of a card, whatever its state); else `member_unknown`, or why they
    are not served: `member_blocked`, `member_erased` …"""
    row = _row(conn, code(typed))
    if row is None or row.id is None:
        return no("member_unknown", field=field, member=code(typed)[:40])
    if row.state != "active":
        return no("member_" + row.state, field=field, matters=True, member=row.number)
    return _holder(row, "")


def _row(conn: sa.Connection, typed: str) -> Any:
    carded = conn.execute(_CARDED, {"typed": typed}).one_or_none()
    return carded or conn.execute(_NUMBERED, {"typed": typed}).one_or_none()


def _holder(row: Any, card: str) -> Holder:
    return Holder(row.id, row.number, row.name, row.language, row.tier, row.joined, card)


_COLUMNS = (
    MEMBER.c.id,
    MEMBER.c.number,
    MEMBER.c.name,
    MEMBER.c.language,
    MEMBER.c.tier,
    MEMBER.c.joined,
    MEMBER.c.state,
)
_CARDED = (
    sa.select(*_COLUMNS, CARD.c.state.label("card_state"), CARD.c.replaced_by)
    .select_from(CARD.outerjoin(MEMBER, CARD.c.member_id == MEMBER.c.id))
    .where(CARD.c.number == sa.bindparam("typed"))
)
_NUMBERED = sa.select(*_COLUMNS, sa.null().label("card_state"), sa.null().label("replaced_by")).where(
    MEMBER.c.number == sa.bindparam("typed")
)


def visited(conn: sa.Connection, member_id: int, at: datetime) -> None:
    """Note that the member was here: recent visitors are found first."""
    conn.execute(_VISITED, {"member": member_id, "now": at})


_VISITED = sa.update(MEMBER).where(MEMBER.c.id == sa.bindparam("member")).values(last_visit=sa.bindparam("now"))

"""The journal: one entry for every operation, chained by SHA-256, never changed and never deleted.

A mistake is voided by a new entry that names the one it voids. (domain 1.1)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.journal import GENESIS, canonical, link
from deskapp.store.tables import Instant, Key, table


class JournalEntry(SQLModel, table=True):
    """One operation as it was posted. `payload` is canonical JSON without personal data: people can be erased."""

    __tablename__ = "journal"
    __table_args__ = (
        sa.CheckConstraint("kind in ('done', 'refused')", name="kind"),
        sa.CheckConstraint("kind = 'done' or op is null", name="refusal_takes_no_op"),
        sa.Index("ix_journal_business_date", "business_date", "operation"),
        sa.Index("ix_journal_actor", "actor", "number"),
        sa.Index(
            "ix_journal_shift",
            "shift",
            "number",
            sqlite_where=sa.text("shift <> ''"),
            postgresql_where=sa.text("shift <> ''"),
        ),
    )
    number: int = Field(sa_column=sa.Column(Key, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_type=Instant)
    clock_behind: int = Field(default=0, description="seconds by which the PC's clock stood behind the last entry")
    business_date: date
    counter: str
    shift: str = Field(default="", description="the open shift of the counter, or nothing")
    actor: str
    approver: str | None = None
    operation: str
    kind: str
    subject: str = Field(default="", index=True)
    member_id: int | None = Field(sa_type=Key, default=None, index=True)
    payload: str = Field(sa_type=sa.Text)
    policy_version: str
    op: str | None = Field(default=None, unique=True)
    voids: int | None = Field(
        sa_column=sa.Column(Key, sa.ForeignKey("journal.number"), unique=True, nullable=True), default=None
    )
    previous: str
    hash: str


class ChainHead(SQLModel, table=True):
    """The one row that says where the journal ends. Every posting locks it first, so postings follow one another."""

    __tablename__ = "chain_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="single"),)
    id: int = Field(default=1, primary_key=True)
    number: int = Field(default=0, sa_type=Key)
    hash: str = GENESIS
    at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    policy_id: int = 0


JOURNAL = table(JournalEntry)
HEAD = table(ChainHead)
HASHED = tuple(column.name for column in JOURNAL.columns if column.name not in {"previous", "hash"})


@dataclass(frozen=True)
class Head:
    """Where the journal ends: last number, its hash, its instant, and the policy text in force."""

    number: int
    hash: str
    at: datetime | None
    policy_id: int


def lock_head(connection: sa.Connection) -> Head:
    """Read the end of the journal and hold it until the transaction ends."""
    row = connection.execute(_LOCK_HEAD).one()
    return Head(row.number, row.hash, row.at, row.policy_id)


_LOCK_HEAD = sa.select(HEAD.c.number, HEAD.c.hash, HEAD.c.at, HEAD.c.policy_id).with_for_update()
_INSERT = sa.insert(JOURNAL)
_ADVANCE = sa.update(HEAD).values(
    number=sa.bindparam("new_number"), hash=sa.bindparam("new_hash"), at=sa.bindparam("new_at")
)


def append(connection: sa.Connection, head: Head, entry: Mapping[str, Any]) -> None:
    """Write the next entry and move the head; `entry` holds every hashed column."""
    digest = link(head.hash, {name: entry[name] for name in HASHED})
    connection.execute(_INSERT, {**entry, "previous": head.hash, "hash": digest})
    connection.execute(_ADVANCE, {"new_number": entry["number"], "new_hash": digest, "new_at": entry["at"]})


def policy_in_force(connection: sa.Connection) -> int:
    """Id of the policy text that the head names."""
    return int(connection.execute(_POLICY).scalar_one())


_POLICY = sa.select(HEAD.c.policy_id)


@dataclass(frozen=True)
class Replay:
    """What an operation id already did: operation, by whom, fingerprint of the arguments, and first result."""

    operation: str
    actor: str
    request: str
    result: Any


def replay(connection: sa.Connection, op: str) -> Replay | None:
    """The first effect of an operation id, or None if it had none yet."""
    row = connection.execute(_BY_OP, {"op": op}).one_or_none()
    if row is None:
        return None
    payload = json.loads(row.payload)
    return Replay(row.operation, row.actor, payload["request"], payload["result"])


_BY_OP = sa.select(JOURNAL.c.operation, JOURNAL.c.actor, JOURNAL.c.payload).where(JOURNAL.c.op == sa.bindparam("op"))

__all__ = [
    "HASHED",
    "HEAD",
    "JOURNAL",
    "ChainHead",
    "Head",
    "JournalEntry",
    "append",
    "canonical",
    "lock_head",
    "replay",
]

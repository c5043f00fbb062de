"""The common ground of every table: names of constraints, UTC instants, bytewise text, 64-bit keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(sa.types.TypeDecorator[datetime]):
    """A point in time, UTC-aware in Python on both engines; a naive one is a bug and raises ValueError."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """SQLite's text is read in one step: a long list spends most of its time here."""
        return _instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


Bytewise = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text compared byte by byte on both engines, so that a prefix is one span of an index whatever the server's locale."""


def table(model: type[SQLModel]) -> sa.Table:
    """The Core table of a model: lists, lookups and postings are Core statements (an ORM session costs more)."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def written(text: str, columns: str) -> sa.TextualSelect:
    """A query written by hand, its columns named in order: their places are then worked out once and not at every
    call, which halves what a lookup costs."""
    return sa.text(text).columns(*(sa.column(name) for name in columns.split()))


def owned_by_entry(**options: Any) -> sa.Column[int]:
    """A column that names the journal entry a row belongs to. Deferred: the entry is written last."""
    reference = sa.ForeignKey("journal.number", deferrable=True, initially="DEFERRED")
    return sa.Column(sa.BigInteger().with_variant(sa.Integer(), "sqlite"), reference, **options)


Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Row ids and amounts: 64 bits on both engines."""

"""What a store says of itself: whether it is a demonstration, and when it was made."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.store.tables import table


class Meta(SQLModel, table=True):
    """One thing that the store says of itself."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True)
    value: str


META = table(Meta)


def get(connection: sa.Connection, key: str) -> str | None:
    """The value of a key, or None."""
    value = connection.execute(sa.select(META.c.value).where(META.c.key == key)).scalar_one_or_none()
    return None if value is None else str(value)


def put(connection: sa.Connection, key: str, value: str) -> None:
    """Set a key that was not set before."""
    connection.execute(sa.insert(META), {"key": key, "value": value})

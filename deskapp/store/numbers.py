"""Numbers that people read aloud: reserved in the posting transaction, never given twice. (domain 1.5)"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.numbers import make
from deskapp.store.tables import table

MEMBER, SLIP, COUNT = "M", "S", "K"
CALLBACK, CALL, FEEDBACK = "B", "L", "F"
COMPLAINT = "C"
SHIFT, HANDOVER, NOTE = "D", "H", "N"
"""Kind letters of the numbers given so far."""


class Series(SQLModel, table=True):
    """The last number given in a series: kind, counter and day."""

    __tablename__ = "series"
    key: str = Field(primary_key=True)
    last: int


SERIES = table(Series)
_NEXT = sa.text(
    "insert into series (key, last) values (:key, 1)"
    " on conflict (key) do update set last = series.last + 1 returning last"
)


def take(connection: sa.Connection, kind: str, counter: str, day: date, counters: int) -> str:
    """The next number of a kind on a day; the counter's letter is in it when the store has more than one."""
    letter = counter if counters > 1 else ""
    last = connection.execute(_NEXT, {"key": f"{kind}{letter}{day:%y%m%d}"}).scalar_one()
    return make(kind=kind, day=day, sequence=last, counter=letter)

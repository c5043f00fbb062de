"""Streams the rows of one table out of the store, as many as there are, in as much memory as a few need.

Straight from the driver: neither the tables' classes nor the operations are loaded. Instants come as ISO 8601 in UTC,
dates as ISO 8601, yes and no as 1 and 0, money in minor units.
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from deskapp.rules.members import mask_address, mask_birthday, mask_id, mask_phone
from deskapp.store.export_tables import BOOL, DAY, INSTANT, MASKED, Column, Table

AT_ONCE = 500
Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Span:
    """Business dates, both included, as ISO 8601; empty is open."""

    start: str = ""
    end: str = ""


class Source:
    """A store open for reading, as of one moment."""

    def __init__(self, connection: Any, *, postgresql: bool) -> None:
        self._connection, self._postgresql = connection, postgresql

    def version(self) -> str:
        """The step that the store stands at."""
        return str(self._one("select version_num from alembic_version"))

    def region(self) -> str:
        """Region of phones, from the house rules in force: phones of it are shown without their country."""
        text = self._one("select p.text from policy_text p join chain_head h on h.policy_id = p.id")
        store = tomllib.loads(str(text))["store"]
        return str(store.get("phone_region") or store["country"])

    def _one(self, statement: str) -> Any:
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]

    def rows(self, name: str, table: Table, span: Span, *, masked: bool = True) -> Iterator[Rows]:
        """The rows of a table in batches, those of some business dates where that is asked."""
        statement, values = self._statement(name, table, span)
        hiding = _hiding(table, self.region()) if masked and table.masked else None
        cursor = self._connection.cursor("export") if self._postgresql else self._connection.cursor()
        with closing(cursor):
            cursor.execute(statement, values)
            while batch := cursor.fetchmany(AT_ONCE):
                yield [hiding(row) for row in batch] if hiding else batch

    def _statement(self, name: str, table: Table, span: Span) -> tuple[str, list[str]]:
        sign = "%s" if self._postgresql else "?"
        columns = ", ".join(self._drawn(column) for column in table.columns)
        joined = f' join journal j on j.number = x."{table.dated}"' if table.dated == "entry" else ""
        dated = "j.business_date" if joined else f'x."{table.dated}"'
        asked = [(way, day) for way, day in ((">=", span.start), ("<=", span.end)) if day]
        joined = joined if asked else ""
        where = " and ".join(f"{dated} {way} {sign}" for way, _day in asked)
        order = f'x."{table.columns[0].name}"'
        text = f'select {columns} from "{name}" x{joined}{" where " + where if where else ""} order by {order}'
        return text, [day for _way, day in asked]

    def _drawn(self, column: Column) -> str:
        """A column in the form in which it leaves; both engines give the same text."""
        named = f'x."{column.name}"'
        if column.kind == INSTANT:
            return _UTC.format(named) if self._postgresql else f"replace({named}, ' ', 'T') || 'Z'"
        if self._postgresql and column.kind == DAY:
            return f"to_char({named}, 'YYYY-MM-DD')"
        return f"{named}::int" if self._postgresql and column.kind == BOOL else named


_UTC = "to_char({} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"


def _hiding(table: Table, region: str) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """How a row is shown masked."""
    ways: dict[str, Callable[[str], str]] = {
        "phone": lambda text: mask_phone(text, region), "id": mask_id, "address": mask_address,
        "birthday": mask_birthday,
        "person": lambda text: text if text.startswith("m") and text[1:].isdigit() else mask_phone(text, region),
    }  # fmt: skip
    places = [(place, ways[column.kind]) for place, column in enumerate(table.columns) if column.kind in MASKED]

    def hide(row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        for place, way in places:
            if cells[place]:
                cells[place] = way(cells[place])
        return tuple(cells)

    return hide


@contextmanager
def opened(url: str) -> Iterator[Source]:
    """The store at this address for reading. Raises FileNotFoundError, or the driver's own error."""
    if url.startswith("postgresql"):
        import psycopg

        with psycopg.connect("postgresql://" + url.partition("://")[2], options="-c timezone=UTC") as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield Source(connection, postgresql=True)
        return
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{quote(path)}?mode=rw", uri=True, isolation_level=None)) as file:
        file.execute("PRAGMA query_only=ON")
        file.execute("PRAGMA busy_timeout=5000")
        file.execute("BEGIN")
        yield Source(file, postgresql=False)

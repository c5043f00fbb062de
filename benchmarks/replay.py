"""What a posting asked of the database, asked again of bare sqlite3: the same statements with the same values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import sqlalchemy as sa

Asked = tuple[str, Any, bool]
"""A statement, its values, and whether they are many rows."""


class Recorder:
    """Every statement of an engine while it is on, and how long write transactions lasted."""

    def __init__(self, engine: sa.Engine) -> None:
        self.asked: list[Asked] = []
        self.held = 0.0
        self._begun = 0.0
        sa.event.listen(engine, "begin", self._begin)
        sa.event.listen(engine, "before_cursor_execute", self._statement)
        sa.event.listen(engine, "commit", self._commit)
        sa.event.listen(engine, "rollback", self._rollback)

    def _begin(self, conn: sa.Connection) -> None:
        """A reading is begun by the driver, where no statement is heard."""
        if not conn.get_execution_options().get("writes", False):
            self.asked.append(("BEGIN", (), False))

    def _statement(self, _conn: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        self.asked.append((statement, values, many))
        if statement == "BEGIN IMMEDIATE":
            self._begun = perf_counter()

    def _commit(self, _conn: Any) -> None:
        self.asked.append(("COMMIT", (), False))
        self._ended()

    def _rollback(self, _conn: Any) -> None:
        self.asked.append(("ROLLBACK", (), False))
        self._ended()

    def _ended(self) -> None:
        if self._begun:
            self.held, self._begun = perf_counter() - self._begun, 0.0

    @contextmanager
    def of(self) -> Iterator[list[Asked]]:
        """The statements of this block."""
        found: list[Asked] = []
        self.asked = found
        yield found
        self.asked = []


def again(connection: sqlite3.Connection, asked: list[Asked]) -> None:
    """Ask all of it of this connection, and fetch every answer."""
    for statement, values, many in asked:
        if many:
            connection.executemany(statement, values)
        else:
            connection.execute(statement, values).fetchall()

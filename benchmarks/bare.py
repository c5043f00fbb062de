"""The desk's file opened with nothing but sqlite3, the least that the same work can cost; and what either is asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from deskapp.store.engine import PRAGMAS


def opened(path: Path) -> sqlite3.Connection:
    """A connection with the desk's own settings: as durable, as much memory."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


@dataclass
class Work:
    """What connections were asked to do: statements, commits, steps of SQLite's machine. The same on every machine."""

    statements: list[str] = field(default_factory=list)
    steps: int = 0

    def watch(self, connection: Any) -> None:
        """Count what this connection does from now on."""
        connection.set_trace_callback(self._statement)
        connection.set_progress_handler(self._step, 1)

    def unwatch(self, connection: Any) -> None:
        """Leave this connection alone again."""
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, 1)

    def _statement(self, text: str) -> None:
        if not text.startswith("--"):  # what a trigger does is told as a comment
            self.statements.append(text)

    def _step(self) -> int:
        self.steps += 1
        return 0

    @property
    def told(self) -> str:
        """In words; each commit waits for the disk once."""
        commits = sum(text.upper().startswith("COMMIT") for text in self.statements)
        return f"{len(self.statements)} statements, {self.steps:,} steps, {commits} commits"


@contextmanager
def watched(engine: sa.Engine) -> Iterator[Work]:
    """What the desk's own connections do inside this block."""
    work = Work()

    def watch(connection: Any, _record: object) -> None:
        work.watch(connection)

    engine.dispose()
    sa.event.listen(engine, "connect", watch)
    try:
        yield work
    finally:
        sa.event.remove(engine, "connect", watch)
        engine.dispose()

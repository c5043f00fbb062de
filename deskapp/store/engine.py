"""Opens the desk's database: one SQLite file on the counter PC, or PostgreSQL by URL for two counters and more.

Every posting starts with the write lock (`BEGIN IMMEDIATE`, or the journal's head row on PostgreSQL), so that of two
counters exactly one goes first and the other sees what it did.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import make_url

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32000",
)
BUSY_SECONDS = 5.0


class StoreMissing(Exception):
    """There is no store at this address: `deskapp init` or `deskapp demo` makes one."""


def connect(url: str) -> sa.Engine:
    """An engine for an existing store. Raises StoreMissing when the SQLite file is not there."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed)
    path = sqlite_path(url)
    if not path.is_file():
        raise StoreMissing(str(path))
    return _sqlite(path)


def sqlite_path(url: str) -> Path:
    """The file of a `sqlite:///…` URL. Raises ValueError for one in memory: a desk's data are never only in memory."""
    database = make_url(url).database
    if not database or database == ":memory:":
        raise ValueError("a store needs a file")
    return Path(database)


def _sqlite(path: Path) -> sa.Engine:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"

    def open_file() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection

    engine = sa.create_engine(
        "sqlite://", creator=open_file, poolclass=sa.pool.QueuePool, pool_size=4, hide_parameters=True
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: sa.Connection) -> None:
    """A reading begins by the driver itself: every lookup pays for this."""
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.connection.cursor().execute("BEGIN")


def _postgresql(url: sa.URL) -> sa.Engine:
    options: dict[str, Any] = {"options": "-c timezone=UTC -c plan_cache_mode=force_custom_plan"}
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={**options, "connect_timeout": 5},
        pool_size=4,
        pool_pre_ping=True,
        hide_parameters=True,
    )


@contextmanager
def closing_on_error(engine: sa.Engine) -> Iterator[None]:
    """Leave no connection open when what is done with a new engine raises."""
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One write transaction: committed when the block ends, rolled back when it raises."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One read transaction: everything read in it is of one moment."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        connection.begin()
        yield connection  # nothing is to be committed: closing ends it

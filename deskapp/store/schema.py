"""Makes a store and keeps it at the version of this program: forward only, all or nothing, with a backup before.

The version is checked by one cheap query; Alembic is imported only when it differs.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from deskapp import paths
from deskapp.store import engine as engines
from deskapp.store import guards, meta, policies
from deskapp.store.journal import HEAD
from deskapp.store.migrations import VERSION as VERSION

DEMO_KEY = "00" * 32
"""A demonstration is the same for the same seed, fingerprints included."""
SCRIPTS = Path(__file__).parent / "migrations"


class StoreExists(Exception):
    """There is a store at this address already; it is never overwritten."""


class StoreIsNewer(Exception):
    """The store was written by a newer program; `version` is its own."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


class NotAStore(Exception):
    """There is something at this address, but it is no store of the desk."""


def create(url: str, *, policy: str | None = None, demo: bool = False) -> sa.Engine:
    """Make an empty store at this address with a policy text (default: the one that comes with the program).

    A SQLite file appears under its name only when it is whole. Raises StoreExists, or policies.BadPolicy naming every
    fault of the text."""
    text = policy if policy is not None else (paths.data() / "policy.toml").read_text(encoding="utf-8")
    policies.parse(text)
    if make_url(url).get_backend_name() == "postgresql":
        engine = engines.connect(url)
        with engines.closing_on_error(engine):
            if sa.inspect(engine).get_table_names():
                raise StoreExists(make_url(url).render_as_string())
            _fill(engine, text, demo)
        return engine
    path = engines.sqlite_path(url)
    if path.exists():
        raise StoreExists(str(path))
    _whole_or_not(path, text, demo)
    return engines.connect(url)


def _whole_or_not(path: Path, policy: str, demo: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beginning = path.with_name(f".{path.name}.{os.getpid()}.new")
    with contextlib.closing(sqlite3.connect(beginning)):
        beginning.touch()
    engine = engines.connect(f"sqlite:///{beginning}")
    try:
        _fill(engine, policy, demo)
        with engine.connect() as conn:
            driver(conn).execute("PRAGMA journal_mode=DELETE")
        engine.dispose()
        beginning.replace(path)
    finally:
        engine.dispose()
        beginning.unlink(missing_ok=True)


def _fill(engine: sa.Engine, policy: str, demo: bool) -> None:
    upgrade(engine)
    text = policies.POLICY_TEXT
    with engines.writing(engine) as conn:
        adopted = sa.insert(text).returning(text.c.id)
        text_id = conn.execute(adopted, {"adopted_at": datetime.now(UTC), "text": policy}).scalar_one()
        conn.execute(sa.insert(HEAD), {"id": 1, "policy_id": text_id})
        meta.put(conn, "demo", "yes" if demo else "no")
        meta.put(conn, "key", DEMO_KEY if demo else secrets.token_hex(32))


def ensure_current(engine: sa.Engine, url: str, say: Callable[[str], None]) -> None:
    """Bring an older store up to date after a backup. Raises StoreIsNewer or NotAStore; the store is then untouched."""
    version = version_of(engine)
    if version == VERSION:
        return
    if version is None:
        raise NotAStore(make_url(url).render_as_string())
    if version > VERSION:
        raise StoreIsNewer(version)
    say(backup(engine, url, version))
    upgrade(engine)


def version_of(engine: sa.Engine) -> str | None:
    """The step a store stands at, or None if it is no store."""
    try:
        with engine.connect() as conn:
            return str(conn.exec_driver_sql("select version_num from alembic_version").scalar_one())
    except (sa.exc.ProgrammingError, sa.exc.NoResultFound, sa.exc.DatabaseError) as error:
        if isinstance(error, sa.exc.OperationalError) and "no such table" not in str(error):
            raise
        return None


def backup(engine: sa.Engine, url: str, version: str) -> str:
    """Copy a SQLite store beside itself and answer with the copy's path; "" on PostgreSQL, whose server has its own."""
    if engine.dialect.name == "postgresql":
        return ""
    path = engines.sqlite_path(url)
    copy = path.with_name(f"{path.stem}-before-{VERSION}-{datetime.now(UTC):%Y%m%d%H%M%S}{path.suffix}")
    with engine.connect() as conn:
        driver(conn).execute("VACUUM INTO ?", (str(copy),))
    return str(copy)


def upgrade(engine: sa.Engine, *, scripts: Path = SCRIPTS) -> None:
    """Run the steps that are missing, in one transaction: either all of them hold or none was taken."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect().execution_options(writes=True) as conn:
        if sqlite:  # a table that is rebuilt must not take its children with it; checked below
            driver(conn).execute("PRAGMA foreign_keys=OFF")
        try:
            with conn.begin():
                config.attributes["connection"] = conn
                command.upgrade(config, "head")
                guards.install(conn)
                if sqlite and (lost := conn.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise sa.exc.IntegrityError("foreign_key_check", lost, ValueError(f"{len(lost)} rows lost theirs"))
        finally:
            if sqlite:
                driver(conn).execute("PRAGMA foreign_keys=ON")


def driver(conn: sa.Connection) -> Any:
    """The driver's own connection, for what is said outside a transaction."""
    return conn.connection.driver_connection


@dataclass(frozen=True)
class OfStore:
    """What a store says of itself: its key for fingerprints, and whether it is a demonstration."""

    key: bytes
    demo: bool


def of_store(engine: sa.Engine) -> OfStore:
    """Read what a store says of itself."""
    with engine.connect() as conn:
        return OfStore(bytes.fromhex(meta.get(conn, "key") or ""), meta.get(conn, "demo") == "yes")

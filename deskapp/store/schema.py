"""Makes a store and keeps it at the version of this program. Alembic is imported only when the versions differ."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from deskapp import paths
from deskapp.store import engine as engines
from deskapp.store import guards, meta, policies
from deskapp.store.journal import HEAD


class StoreExists(Exception):
    """There is a store at this address already; it is never overwritten."""


def create(url: str, *, policy: str | None = None, demo: bool = False) -> sa.Engine:
    """Make an empty store at this address with a policy text (default: the one that comes with the program).

    Raises StoreExists, or policies.BadPolicy naming every fault of the text."""
    from datetime import UTC, datetime

    from deskapp.store import subjects  # noqa: F401

    text = policy if policy is not None else (paths.data() / "policy.toml").read_text(encoding="utf-8")
    policies.parse(text)
    engine = _blank(url)
    with engines.writing(engine) as conn:
        SQLModel.metadata.create_all(conn)
        guards.install(conn)
        adopted = {"adopted_at": datetime.now(UTC), "text": text}
        text_id = conn.execute(
            sa.insert(policies.POLICY_TEXT).returning(policies.POLICY_TEXT.c.id), adopted
        ).scalar_one()
        conn.execute(sa.insert(HEAD), {"id": 1, "policy_id": text_id})
        meta.put(conn, "demo", "yes" if demo else "no")
    return engine


def _blank(url: str) -> sa.Engine:
    if make_url(url).get_backend_name() == "postgresql":
        engine = engines.connect(url)
        if sa.inspect(engine).has_table("journal"):
            raise StoreExists(make_url(url).render_as_string())
        return engine
    path = engines.sqlite_path(url)
    if path.exists():
        raise StoreExists(str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    return engines.connect(url)


def ensure_current(engine: sa.Engine, url: str, on_progress: Callable[[str], None]) -> None:
    """Bring an older store up to date; refuse a newer one."""


def is_demo(engine: sa.Engine) -> bool:
    """Whether this is a demonstration store, on which the clock may be set."""
    with engine.connect() as conn:
        return meta.get(conn, "demo") == "yes"

"""Makes a demonstration store: people, policy, gifts, members and thirty days of work; same seed and day, same store.

The days are worked through the real operations, so that journal, ledger and slips hold as in any store.
"""

from __future__ import annotations

import gc
import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp import paths

if TYPE_CHECKING:
    import sqlalchemy as sa

    from deskapp.rules.clock import FrozenClock
    from deskapp.store.desk import Store

DAYS = 30
CAMPAIGN_DAYS = 60
"""How long after today the demonstration's gifts can still be redeemed."""

Progress = Callable[[str, int], None]
"""Told what is being done and how many more of it are done."""


@dataclass(frozen=True)
class SignIn:
    """Somebody who can sign in to the demonstration, and with what."""

    number: str
    pin: str
    name: str
    role: str


@dataclass(frozen=True)
class Made:
    """What there is to know of a fresh demonstration store."""

    sign_ins: list[SignIn]
    members: int
    acts: int
    today: date
    blank_cards: list[str]


@dataclass(frozen=True)
class Plan:
    """What is asked for: how many members, by which seed, up to which instant."""

    members: int
    seed: int
    now: datetime


def read(name: str) -> dict[str, Any]:
    """A data file of the demonstration."""
    return tomllib.loads((paths.data() / "demo" / name).read_text("utf-8"))


def policy_text(today: date) -> str:
    """The house rules that come with the program, with a campaign in which gifts are handed out today."""
    begins, ends = today - timedelta(days=DAYS), today + timedelta(days=CAMPAIGN_DAYS)
    house = (paths.data() / "policy.toml").read_text("utf-8")
    windows = f'windows = ["01-01..01-31", "07-01..07-31", "{begins}..{ends}"]'
    campaign = (
        f"\n# The demonstration's own campaign, so that gifts can be redeemed today.\n[[rules]]\nfrom = {begins}\n"
    )
    return f"{house}{campaign}[rules.gifts]\n{windows}\n"


def make(url: str, plan: Plan, progress: Progress) -> Made:
    """Make the store at this address. Raises schema.StoreExists when there is one; leaves nothing behind on failure."""
    from sqlalchemy.engine import make_url

    from deskapp.store import engine as engines
    from deskapp.store.schema import StoreExists

    if make_url(url).get_backend_name() == "postgresql":
        return _build(url, plan, progress)
    path = engines.sqlite_path(url)
    if path.exists():
        raise StoreExists(str(path))
    half_made = path.with_name(f"{path.name}.making-{os.getpid()}")
    try:
        made = _build(f"sqlite:///{half_made}", plan, progress)
        half_made.rename(path)
    finally:
        for left in (half_made, *(Path(f"{half_made}{end}") for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)
    return made


def _build(url: str, plan: Plan, progress: Progress) -> Made:
    from deskapp.demo import history, members
    from deskapp.rules.clock import FrozenClock
    from deskapp.store import engine as engines
    from deskapp.store import policies, registry, schema

    registry.load()
    today = policies.parse(policy_text(plan.now.date())).business_date(plan.now)
    engine = schema.create(url, policy=policy_text(today), demo=True)
    try:
        _hurry(engine)
        clock = FrozenClock(plan.now)
        store = _store(url, engine, clock)
        with engines.writing(engine) as conn:
            sign_ins = _hire(conn)
        with _without_collecting():
            cards = members.enter(store, plan, today, progress)
        acts = history.work(store, plan, clock, today, progress)
        with engine.connect() as conn:
            if engine.dialect.name == "postgresql":
                conn.exec_driver_sql("analyze")
    except BaseException:
        _clear(engine)
        raise
    finally:
        engine.dispose()
    return Made(sign_ins, plan.members, acts, today, cards)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Many rows and no cycles among them: looking for garbage would only cost time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _clear(engine: sa.Engine) -> None:
    """Leave the server's database as empty as it was found; a SQLite file is thrown away as a whole."""
    from sqlmodel import SQLModel

    if engine.dialect.name == "postgresql":
        engine.dispose()
        SQLModel.metadata.drop_all(engine)
        with engine.begin() as conn:
            conn.exec_driver_sql("drop table if exists alembic_version")


def _store(url: str, engine: sa.Engine, clock: FrozenClock) -> Store:
    from deskapp.store import policies
    from deskapp.store.desk import Store
    from deskapp.store.schema import DEMO_KEY

    return Store(url, engine, clock, policies.Source(engine), bytes.fromhex(DEMO_KEY), is_demo=True)


def _hurry(engine: sa.Engine) -> None:
    """A store that is only being made need not survive a power cut: SQLite does not wait for the disk."""
    import sqlalchemy as sa

    if engine.dialect.name == "sqlite":
        engine.dispose()
        sa.event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))


def _hire(conn: sa.Connection) -> list[SignIn]:
    from deskapp.rules.decisions import Role
    from deskapp.store import people
    from deskapp.store.desk import Staff

    hired = []
    for person in read("staff.toml")["person"]:
        language = person.get("language", "zh_Hans")
        people.put(conn, Staff(person["number"], person["name"], Role(person["role"]), language), person["pin"])
        hired.append(SignIn(person["number"], person["pin"], person["name"], person["role"]))
    return hired

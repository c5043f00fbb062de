"""The desk as it stands: its store, counter, clock, policy in force and who is signed in. Tests make one in a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from deskapp.rules.clock import Clock, SystemClock
from deskapp.rules.decisions import Role
from deskapp.rules.policy import Policies
from deskapp.store import engine as engines
from deskapp.store import policies

OpId = str
"""Made when a form opens; one effect however often it is posted."""


@dataclass(frozen=True)
class Staff:
    """A person who works at the desk. `number` is what they type to sign in."""

    number: str
    name: str
    role: Role
    language: str = "zh_Hans"


@dataclass(frozen=True)
class Approval:
    """A second person's number, PIN and written reason, typed on the same form."""

    staff: str
    pin: str = field(repr=False)
    reason: str = ""


@dataclass(frozen=True)
class Store:
    """An open store: engine, clock, and the policy texts it was given."""

    url: str
    engine: sa.Engine
    clock: Clock
    policy_source: policies.Source
    key: bytes = field(repr=False)
    is_demo: bool = False

    @property
    def policies(self) -> Policies:
        """Every dated rule of the store, as last read."""
        return self.policy_source.current

    def counter(self, counter: str = "A") -> Desk:
        """The desk at one counter with nobody signed in."""
        return Desk(self, counter)


@dataclass(frozen=True)
class Act:
    """One attempt at an operation: the desk, the operation id and, where needed, who approves it."""

    desk: Desk
    op: OpId
    approval: Approval | None = None


@dataclass(frozen=True)
class Desk:
    """One counter of a store and the person signed in at it (None while nobody is)."""

    store: Store
    counter: str
    staff: Staff | None = None

    def signed_in(self, staff: Staff) -> Desk:
        """The same desk with this person at it."""
        return replace(self, staff=staff)

    def act(self, op: OpId, approval: Approval | None = None) -> Act:
        """An attempt at an operation under this operation id."""
        return Act(self, op, approval)


def open_store(url: str, clock: Clock | None = None, on_progress: Callable[[str], None] | None = None) -> Store:
    """Open an existing store, bringing an older one up to date (with a backup) and refusing a newer one.

    Raises engine.StoreMissing, migrations.StoreIsNewer, or the driver's error when the database cannot be reached.
    """
    from deskapp.store import schema

    engine = engines.connect(url)
    with engines.closing_on_error(engine):
        schema.ensure_current(engine, url, on_progress or (lambda _: None))
        said = schema.of_store(engine)
    return Store(url, engine, clock or SystemClock(), policies.Source(engine), said.key, is_demo=said.demo)

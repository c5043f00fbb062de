"""The doors between the screens and the store. What is behind them is done in other threads, and imported only there.

Readings go side by side; operations one after another through a single door, so that none is ever doubled or overtaken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from threading import Thread
from typing import Any, Protocol

from deskapp.i18n import language
from deskapp.rules.decisions import No, no


@dataclass(frozen=True)
class Signature:
    """An approver's number, PIN and reason, as typed on the form."""

    staff: str
    pin: str = field(repr=False)
    reason: str = ""


@dataclass(frozen=True)
class House:
    """What the frame needs to know of the store once it is open."""

    names: Mapping[str, str]
    counter: Mapping[str, str]
    """The counter's name by language; under an empty one the same in all of them."""
    currency: str
    zone: tzinfo
    idle_minutes: int
    tiers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Tier code to its name in each language."""
    classes: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """What the house chooses from, `department`, `category`, `cause`, `remedy`, `shift`, `numbered`, `card`, `counter`:
    code to its name in each language, under an empty one the same in all of them."""
    is_demo: bool = False


class Doors(Protocol):
    """What the app asks of a store. `desk` is the signed-in desk that `sign_in` gave; it carries `.staff`."""

    def open(self) -> House:
        """Open the store. Raises whatever keeps it from opening."""

    def close(self) -> None:
        """Let the store go."""

    def now(self) -> datetime:
        """The store's clock; the machine's before it is open."""

    def today(self) -> date:
        """The business date."""

    def sign_in(self, number: str, pin: str) -> Any | No:
        """The desk with this person at it."""

    def ask(
        self, desk: Any, operation: str | Callable[..., Any], op: str, by: Signature | None, given: Mapping[str, Any]
    ) -> Any:
        """Post an operation under its operation id, with an approver's signature or without."""

    def read(self, desk: Any, reading: str | Callable[..., Any], given: Mapping[str, Any]) -> Any:
        """Read without changing anything."""

    def keep(self, desk: Any, run: str, draft: Mapping[str, Any]) -> No | None:
        """Put a piece of unfinished work down, over what was put down of it before; `run` names this run."""

    def drop(self, desk: Any, run: str, work: str) -> None:
        """Nothing of this piece of work is to be kept any more."""

    def take_up(self, desk: Any, run: str) -> list[Any]:
        """What the person at this desk had not finished when an earlier run of the program stopped."""

    def take_over(self, desk: Any, run: str, work: str) -> Any | No:
        """A colleague's piece of work that a handover has carried on to this desk."""


class StoreDoors:
    """The real store behind the doors, imported and opened on first use, in whatever thread asks."""

    def __init__(self, url: str, counter: str = "A", clock: Any = None) -> None:
        self.url, self.counter, self.clock = url, counter, clock
        self.store: Any = None

    def open(self) -> House:
        """Import the store, open it, and load every operation it knows."""
        from deskapp.store import registry
        from deskapp.store.desk import open_store

        store = open_store(self.url, self.clock)
        registry.load()
        policy = store.policies.on(store.policies.business_date(store.clock.now()))
        self.store = store
        named = policy.store.counters.get(self.counter, self.counter)
        return House(
            names={str(code): name for code, name in policy.store.name.items()},
            counter={"": named} if isinstance(named, str) else {str(code): name for code, name in named.items()},
            currency=policy.store.currency,
            zone=policy.calendar.zone,
            idle_minutes=policy.people.idle_minutes,
            tiers={tier.code: {str(code): name for code, name in tier.name.items()} for tier in policy.tiers},
            classes=policy.classes,
            is_demo=store.is_demo,
        )

    def close(self) -> None:
        """Let the connections go, so that a server is told and does not find out."""
        if self.store is not None:
            self.store.engine.dispose()

    def now(self) -> datetime:
        """The store's clock; the machine's before it is open."""
        at: datetime = self.store.clock.now() if self.store else datetime.now(UTC)
        return at

    def today(self) -> date:
        """The business date by the rules in force."""
        now = self.now()
        if self.store is None:
            return now.astimezone().date()
        today: date = self.store.policies.business_date(now)
        return today

    def sign_in(self, number: str, pin: str) -> Any | No:
        """The desk with this person at it. Beside the PIN the holidays are read: the first deadline over a weekend
        would take a third of a second for them, with the store locked."""
        from deskapp.store import people

        today = self.today()
        Thread(target=self.store.policies.on(today).calendar.is_holiday, args=(today,), daemon=True).start()
        return people.sign_in(self.store.counter(self.counter), number, pin)

    def ask(
        self, desk: Any, operation: str | Callable[..., Any], op: str, by: Signature | None, given: Mapping[str, Any]
    ) -> Any:
        """Post an operation."""
        from deskapp.store.desk import Approval
        from deskapp.store.registry import OPERATIONS, Operation

        post = OPERATIONS[operation] if isinstance(operation, str) else operation
        if isinstance(post, Operation) and any(_nested(value) for value in given.values()):
            given = post.from_json(given, exponent=0)
        approval = Approval(by.staff, by.pin, by.reason) if by else None
        return post(desk.act(op, approval), **given)

    def read(self, desk: Any, reading: str | Callable[..., Any], given: Mapping[str, Any]) -> Any:
        """Read without changing anything."""
        from deskapp.store.registry import READINGS, Reading

        look = READINGS[reading] if isinstance(reading, str) else reading
        if isinstance(look, Reading) and not look.may(desk.staff.role):
            return no("role_needed", needed=", ".join(look.by), has=desk.staff.role)
        return look(_speaking(desk), **given)

    def keep(self, desk: Any, run: str, draft: Mapping[str, Any]) -> No | None:
        """Put a piece of unfinished work down."""
        from deskapp.store import drafts

        return drafts.keep(desk, run, drafts.Draft(**draft))

    def drop(self, desk: Any, run: str, work: str) -> None:
        """Nothing of it is to be kept any more."""
        from deskapp.store import drafts

        drafts.drop(desk, run, work)

    def take_up(self, desk: Any, run: str) -> list[Any]:
        """What an earlier run has left."""
        from deskapp.store import drafts

        return list(drafts.take_up(desk, run))

    def take_over(self, desk: Any, run: str, work: str) -> Any | No:
        """What a handover has carried on, or why it is not."""
        from deskapp.store import inherited

        return inherited.take_over(desk, run, work)


def _speaking(desk: Any) -> Any:
    """The desk, with what is read at it in the language now spoken, whichever is the clerk's own."""
    return replace(desk, staff=replace(desk.staff, language=language())) if desk.staff else desk


def _nested(value: Any) -> bool:
    """Whether this is a list of records, which screens give as plain values: the store has its own shapes for them."""
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)

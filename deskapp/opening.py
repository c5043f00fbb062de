"""Finds the store that a command means, and opens it: `--db`, else DESKAPP_DATABASE, the settings, or the usual one.

Whatever keeps it from opening is said in one sentence, with no password in it. Imports the database when it opens one.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from deskapp import paths

if TYPE_CHECKING:
    from deskapp.settings import Settings
    from deskapp.store.desk import Desk, Store

BAD_REQUEST, REFUSED, BUG, TRY_AGAIN = 2, 3, 70, 75
"""Exit codes beside 0 (done) and 1 (what was verified does not hold)."""


class Trouble(Exception):
    """A request that cannot be done as it stands: a sentence, what is wrong with each field, and the exit code."""

    def __init__(self, said: str, *, fields: dict[str, str] | None = None, code: int = BAD_REQUEST) -> None:
        super().__init__(said)
        self.said, self.fields, self.code = said, fields or {}, code


@dataclass(frozen=True)
class Chosen:
    """What stands ahead of the command; empty is not given."""

    db: str = ""
    now: str = ""
    counter: str = ""
    lang: str = ""


def settings() -> Settings:
    """The settings of this counter, checked whole."""
    from pydantic import ValidationError

    from deskapp import settings as settings_file

    try:
        return settings_file.load()
    except ValidationError as error:
        faults = {fault.partition(":")[0]: fault.partition(": ")[2] for fault in settings_file.faults(error)}
        told = "; ".join(f"{name}: {fault}" for name, fault in faults.items())
        raise Trouble(f"The settings ({paths.settings_file()} and DESKAPP_…) do not hold: {told}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Trouble(f"The settings in {paths.settings_file()} cannot be read: {error}") from error


def url(chosen: Chosen) -> str:
    """The address of the store that is meant."""
    return as_url(chosen.db or settings().database)


def quick_url(chosen: Chosen) -> str:
    """The same address for the desk, found without loading what checks the settings: paint first."""
    given = chosen.db or os.environ.get("DESKAPP_DATABASE", "")
    if not given:
        try:
            given = str(tomllib.loads(paths.settings_file().read_text("utf-8")).get("database", ""))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            given = ""  # what is wrong with the file is said by whoever checks it whole
    return as_url(given)


def as_url(text: str) -> str:
    """An address as it may be given: a URL, or the path of a SQLite file."""
    given = text.strip()
    if not given:
        return f"sqlite:///{paths.store_file()}"
    if "://" not in given:
        return f"sqlite:///{given}"
    scheme, _colon, rest = given.partition("://")
    if scheme.partition("+")[0] in ("postgresql", "postgres"):
        return f"postgresql://{rest}"
    if scheme != "sqlite":
        raise Trouble(f"A store is a SQLite file (sqlite:///desk.sqlite) or a PostgreSQL database, not {scheme}://")
    return given


def shown(address: str) -> str:
    """The address without its password."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parsed = make_url(address)
    except (ArgumentError, ValueError):
        return address.rpartition("@")[2]
    if parsed.get_backend_name() == "sqlite":
        return str(parsed.database)
    return parsed.difference_update_query(("password", "sslpassword")).render_as_string()


def store(chosen: Chosen) -> Store:
    """The store that is meant, open, with the clock that was asked for."""
    from deskapp.rules.clock import FrozenClock
    from deskapp.store.desk import open_store

    address = url(chosen)
    try:
        found = open_store(address, on_progress=_brought_up_to_date)
        zone = found.policies.versions[0].calendar.zone
    except Exception as error:
        raise why_closed(error, address) from error
    if not chosen.now:
        return found
    if not found.is_demo:
        found.engine.dispose()
        raise Trouble("--now sets the clock of a demonstration store only; this store keeps real time.")
    at = moment(chosen.now)
    return replace(found, clock=FrozenClock(at if at.tzinfo else at.replace(tzinfo=zone)))


def _brought_up_to_date(kept: str) -> None:
    where = f"; as it was before, it is kept in {kept}" if kept else ""
    sys.stderr.write(f"The store was brought up to date{where}.\n")


def moment(text: str) -> datetime:
    """The instant of `--now`: ISO 8601; without a zone it is the store's time."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Trouble(f"--now is written like 2026-11-22T10:30, not {text!r}") from None


@contextmanager
def desk(chosen: Chosen) -> Iterator[Desk]:
    """The desk at the counter that is meant, with nobody signed in; words speak of this store from now on."""
    from deskapp import words

    open_store = store(chosen)
    try:
        speak(chosen)
        shop = open_store.policies.store
        rules = open_store.policies.on(open_store.policies.business_date(open_store.clock.now()))
        words.of_house(words.House(shop.currency, rules.calendar.zone, classes=rules.classes))
        yield open_store.counter(counter(chosen, list(shop.counters)))
    finally:
        open_store.engine.dispose()


def counter(chosen: Chosen, known: list[str]) -> str:
    """The counter that is meant, one of the store's."""
    letter = (chosen.counter or settings().counter).upper()
    if letter not in known:
        raise Trouble(f"This store has no counter {letter}; it has {', '.join(known)}.")
    return letter


def speak(chosen: Chosen) -> None:
    """Say sentences in the language that is asked for, else in this counter's."""
    from deskapp import i18n

    wanted = chosen.lang or settings().language
    if wanted not in i18n.LANGUAGES:
        raise Trouble(f"--lang is one of {', '.join(i18n.LANGUAGES)}, not {wanted}")
    i18n.set_language(wanted)


def why_closed(error: Exception, address: str) -> Exception:
    """What a person can do about a store that does not open. An error nobody knows comes back as it is."""
    place, said = shown(address), _said(error)
    name = type(error).__name__
    if name == "StoreMissing":
        return Trouble(f"There is no store at {place}. `deskapp init` or `deskapp demo` makes one.")
    if name == "StoreIsNewer":
        return Trouble(f"The store at {place} was written by a newer deskapp ({said}); this one leaves it alone.")
    if name == "NotAStore":
        return Trouble(f"What is at {place} is not a store of deskapp. `deskapp init` or `deskapp demo` makes one.")
    return unreachable(error, address)


def unreachable(error: Exception, address: str) -> Exception:
    """What a person can do about an address at which nothing can be opened or made."""
    place, said = shown(address), _said(error)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "ArgumentError" in kinds or (isinstance(error, ValueError) and "needs a file" in said):
        return Trouble(f"{place} is not the address of a store: {said}")
    if "not a database" in said or "malformed" in said:
        return Trouble(f"{place} is not a store, or it is damaged: {said}")
    if isinstance(error, ModuleNotFoundError) and error.name == "psycopg":
        return Trouble(f"For PostgreSQL install deskapp[pg]: {said}")
    if kinds & {"OperationalError", "InterfaceError", "OSError"} and "no such table" not in said:
        return Trouble(f"The store at {place} cannot be opened: {said}")
    return error


def _said(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]

"""How the journal is chained, and when an entry may be voided.

Each entry's hash covers its facts and the hash before it, so that an altered or removed entry is found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from deskapp.rules.decisions import Decision, Role, decide, no, satisfies

if TYPE_CHECKING:
    from deskapp.rules.policy_model import VoidRule

GENESIS: Final = "0" * 64
"""What the first entry names as the hash before it."""


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time in the journal must know its zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, float):
        raise TypeError("no floats in the journal: money and points are integers")
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(inner) for inner in value), key=repr)
    return value


def canonical(facts: Any) -> str:
    """One spelling of a set of facts: sorted keys, no spaces, times in UTC, no floats. What is hashed and stored."""
    return json.dumps(_plain(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def link(previous: str, facts: Mapping[str, Any]) -> str:
    """The hash of an entry: SHA-256 over the hash before it and its own facts, in hex."""
    return hashlib.sha256(f"{previous}\n{canonical(facts)}".encode()).hexdigest()


@dataclass(frozen=True)
class Linked:
    """An entry as it was read back, for checking: its number, the two hashes written in it, and its facts."""

    number: int
    previous: str
    hash: str
    facts: Mapping[str, Any]


def broken(entries: Iterable[Linked], *, start: str = GENESIS) -> list[int]:
    """Numbers of the entries, in the order given, whose hash or link to the one before does not hold."""
    found, before = [], start
    for entry in entries:
        if entry.previous != before or entry.hash != link(entry.previous, entry.facts):
            found.append(entry.number)
        before = entry.hash
    return found


def may_void(
    *, operation: str, entry_day: date, today: date, role: Role, voided_by: int | None, rule: VoidRule | None
) -> Decision[None]:
    """Take an entry back. `rule` is the policy's word for this operation, None when it cannot be voided;
    `voided_by` the number of the entry that already did. Days are business dates."""
    if voided_by is not None:
        return decide(None, [no("already_voided", field="entry", by_entry=voided_by, matters=True)])
    if rule is None:
        return decide(None, [no("not_voidable", field="entry", operation=operation)])
    late = rule.same_day and entry_day != today
    weak = not satisfies(role, rule.by)
    return decide(
        None,
        [
            no("void_day", field="entry", approver=rule.late_by, date=entry_day, matters=True) if late else None,
            no("role_needed", approver=rule.by, needed=rule.by.value, has=role.value, matters=True) if weak else None,
        ],
    )

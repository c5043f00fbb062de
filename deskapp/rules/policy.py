"""The house rules: data/policy.toml, dated and checked at start.

A change takes effect from its date, and an old receipt is judged by the rules of its day. What is wrong in the
file is said with its line and key.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from deskapp.rules.clock import Calendar
from deskapp.rules.money import exponent

if TYPE_CHECKING:
    from deskapp.rules import policy_model as model
    from deskapp.rules.policy_callbacks import CallbackPolicy, Department
    from deskapp.rules.policy_complaints import Allowance, Class, ComplaintPolicy
    from deskapp.rules.policy_shifts import NumberedThing, ShiftKind, ShiftPolicy

Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong in a policy, and where: line (from 1, None if unknown) and key path."""

    line: int | None
    path: str
    message: str

    @property
    def place(self) -> str:
        return ", ".join(part for part in (f"line {self.line}" if self.line else "", self.path) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@dataclass(frozen=True)
class Policy:
    """The rules in force from one date until the next."""

    version: str
    effective: date
    store: model.Store
    calendar: Calendar
    points: model.PointsPolicy
    tiers: Sequence[model.Tier]
    cards: model.CardPolicy
    gifts: model.GiftPolicy
    stock: model.StockPolicy
    people: model.PeoplePolicy
    members: model.MemberPolicy
    privacy: model.PrivacyPolicy
    receipts: model.ReceiptPolicy
    voids: Mapping[str, model.VoidRule]
    slips: Mapping[str, int]
    departments: Sequence[Department]
    callbacks: CallbackPolicy
    complaints: ComplaintPolicy
    allowances: Sequence[Allowance]
    shifts: ShiftPolicy

    @property
    def classes(self) -> dict[str, dict[str, dict[str, str]]]:
        """What people choose from on forms: code to its name in each language."""
        known = self.complaints
        listed: dict[str, Sequence[Department | Class | ShiftKind | NumberedThing | model.CardClass]] = {
            "department": self.departments,
            "category": known.categories,
            "cause": known.causes,
            "remedy": known.remedies,
            "shift": self.shifts.kinds,
            "numbered": self.shifts.numbered,
            "card": self.cards.classes,
        }
        counters = {code: {"": said} if isinstance(said, str) else said for code, said in self.store.counters.items()}
        named = {kind: {one.code: one.name for one in those} for kind, those in listed.items()} | {"counter": counters}
        return {
            kind: {one: {str(code): said for code, said in name.items()} for one, name in those.items()}
            for kind, those in named.items()
        }


@dataclass(frozen=True)
class Policies:
    """Every version of the rules, oldest first."""

    store: model.Store
    versions: tuple[Policy, ...]

    def on(self, day: date) -> Policy:
        """The rules of a business date; before the first, the first."""
        found = self.versions[0]
        for version in self.versions[1:]:
            if version.effective <= day:
                found = version
        return found

    def business_date(self, at: datetime) -> date:
        """The business date of an instant, by the cut-off in force on that day."""
        local = self.versions[0].calendar.local(at).date()
        return self.on(local - timedelta(days=1)).calendar.business_date(at)


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What a later table says replaces what an earlier one said, key by key; lists are replaced whole."""
    both = dict(below)
    for key, value in above.items():
        under = both.get(key)
        both[key] = merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return both


def lines(text: str) -> dict[Key, int]:
    """The line on which each table and key of a TOML text stands."""
    found: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    table: Key = ()

    def resolved(header: str) -> Key:
        path: Key = ()
        for part in (piece.strip().strip("\"'") for piece in header.split(".")):
            path = (*path, part)
            if path in counts:
                path = (*path, counts[path])
        return path

    for number, line in enumerate(text.splitlines(), 1):
        if many := re.match(r"\s*\[\[([^\[\]]+)\]\]", line):
            *above, last = many[1].split(".")
            path = (*(resolved(".".join(above)) if above else ()), last.strip().strip("\"'"))
            counts[path] = counts.get(path, -1) + 1
            table = (*path, counts[path])
            found[table] = number
            found.setdefault(path, number)
        elif one := re.match(r"\s*\[([^\[\]]+)\]\s*(#.*)?$", line):
            table = resolved(one[1])
            found[table] = number
        elif key := re.match(r"\s*([\w.\-\"']+)\s*=", line):
            names = tuple(part.strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", key[1]))
            found.setdefault((*table, *names), number)
    return found


def _dotted(path: Key) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _fault(where: Mapping[Key, int], tables: Sequence[Key], path: Key, message: str) -> Fault:
    """The fault at the deepest place that the text knows, looked for in the latest of the tables that say it."""
    for length in range(len(path), 0, -1):
        for table in tables:
            if (*table, *path[:length]) in where:
                return Fault(where[(*table, *path[:length])], _dotted((*table, *path)), message)
    table = tables[0] if tables else ()
    return Fault(where.get(table), _dotted((*table, *path)), message)


def _syntax(error: tomllib.TOMLDecodeError) -> Fault:
    at = re.search(r"\(at line (\d+), column \d+\)", str(error))
    return Fault(int(at[1]) if at else None, "", re.sub(r"\s*\(at .*\)$", "", str(error)))


def _dates(tables: Sequence[Mapping[str, Any]], where: Mapping[Key, int]) -> list[Fault]:
    found, seen = [], set()
    for place, table in enumerate(tables):
        begins = table.get("from")
        if not isinstance(begins, date) or isinstance(begins, datetime):
            found.append(_fault(where, [("rules", place)], ("from",), "each [[rules]] needs a date: from = 2026-01-01"))
        elif begins in seen:
            found.append(_fault(where, [("rules", place)], ("from",), f"two [[rules]] begin on {begins}"))
        else:
            seen.add(begins)
    return found


def read(text: str) -> Policies | list[Fault]:
    """A policy file's text, checked whole: every version of the rules, or everything that is wrong with them."""
    try:
        said = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return [_syntax(error)]
    where = lines(text)
    tables = said.get("rules", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        return [Fault(None, "rules", "there must be at least one [[rules]] table")]
    faults = [_fault(where, [()], (key,), "no such table") for key in said if key not in ("store", "rules")]
    faults += _dates(tables, where)
    return faults if faults else _validated(said.get("store", {}), tables, where)


def _validated(store: object, tables: Sequence[Mapping[str, Any]], where: Mapping[Key, int]) -> Policies | list[Fault]:
    from pydantic import ValidationError

    from deskapp.rules.policy_model import RuleSet, Store

    try:
        shop = Store.model_validate(store)
    except ValidationError as error:
        return [_fault(where, [()], ("store", *one["loc"]), one["msg"]) for one in error.errors()]
    context = {"exponent": exponent(shop.currency)}
    standing: dict[str, Any] = {}
    versions: list[Policy] = []
    faults: list[Fault] = []
    heard: list[Key] = []
    for place, table in sorted(enumerate(tables), key=lambda pair: pair[1]["from"]):
        standing = merged(standing, {key: value for key, value in table.items() if key != "from"})
        heard.insert(0, ("rules", place))
        try:
            rules = RuleSet.model_validate(standing, context=context)
        except ValidationError as error:
            wrong = [(one["loc"], one["msg"].removeprefix("Value error, ")) for one in error.errors()]
        else:
            wrong = _contradictions(rules)
            versions.append(_version(table["from"], shop, rules))
        faults += [_fault(where, heard, path, message) for path, message in wrong]
    return list(dict.fromkeys(faults)) if faults else Policies(shop, tuple(versions))


def _contradictions(rules: model.RuleSet) -> list[tuple[Key, str]]:
    """What each subject allows and two of them together do not."""
    known = {tier.code for tier in rules.tiers}
    found: list[tuple[Key, str]] = [
        (("points", "rates", code), f"there is no tier {code}")
        for code in rules.points.rates
        if code != "base" and code not in known
    ]
    found += [
        (("cards", "classes", place, "prefix"), f"a card has {rules.cards.length} digits, this prefix leaves none")
        for place, kind in enumerate(rules.cards.classes)
        if len(kind.prefix) > rules.cards.length - 2
    ]
    if rules.people.pin_max < rules.people.pin_min:
        found.append((("people", "pin_max"), "the longest PIN is shorter than the shortest"))
    return found


def _version(begins: date, shop: model.Store, rules: model.RuleSet) -> Policy:
    said = {"store": shop.model_dump(mode="json"), "rules": rules.model_dump(mode="json")}
    mark = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:8]
    days = rules.calendar
    calendar = Calendar(
        time_zone=shop.time_zone,
        cutoff=days.cutoff,
        hours=tuple(tuple(days.hours.get(name, ())) for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        closed=frozenset(days.closed),
        extra_open={day: tuple(spans) for day, spans in days.extra_open.items()},
        country=days.holidays or shop.country,
        closed_on_holidays=days.closed_on_holidays,
        working=frozenset(days.working),
        not_working=frozenset(days.not_working),
        rest=tuple(days.rest),
    )
    others = {name: getattr(rules, name) for name in type(rules).model_fields if name != "calendar"}
    return Policy(version=f"{begins}+{mark}", effective=begins, store=shop, calendar=calendar, **others)

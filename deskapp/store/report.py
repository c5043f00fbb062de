"""The daily report's figures, read from the journal and what each entry moved; nobody tallies by hand. (domain 15)"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from deskapp.rules.decisions import Role
from deskapp.store import movements
from deskapp.store.items import ITEM
from deskapp.store.journal import JOURNAL
from deskapp.store.people import STAFF
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.slips import SLIP, TO_SIGN

SIGN_IN = "people.sign_in"


@dataclass(frozen=True)
class Work:
    """How often an operation was done and refused."""

    operation: str
    done: int
    refused: int


@dataclass(frozen=True)
class Clerk:
    """What one person did; `overrides` they asked for, `approvals` they gave."""

    staff: str
    name: str
    done: int
    refused: int
    overrides: int
    approvals: int


@dataclass(frozen=True)
class Hour:
    """Acts within an hour of the store's day."""

    hour: int
    done: int


@dataclass(frozen=True)
class Refusal:
    """How often it was refused for this reason."""

    code: str
    operation: str
    times: int


@dataclass(frozen=True)
class Override:
    """A refusal that a second person lifted, with the reason."""

    entry: int
    at: datetime
    operation: str
    code: str
    actor: str
    approver: str
    reason: str


@dataclass(frozen=True)
class OpenSlip:
    """A slip of the day that nobody has confirmed as signed."""

    slip: str
    kind: str
    made_at: datetime
    by: str


@dataclass(frozen=True)
class Late:
    """An act for an earlier day, or one whose clock stood behind: why it is named."""

    entry: int
    operation: str
    subject: str
    why: str
    of: date


@dataclass(frozen=True)
class People:
    """Members and cards of the day."""

    enrolled: int
    activated: int
    reissued: int
    reveals: int


@dataclass(frozen=True)
class Daily:
    """The figures of one business date, from journal entry `first` to `last`; money in minor units."""

    date: date
    currency: str
    first: int
    last: int
    entries: int
    members: People
    points: movements.PointsMoved
    work: list[Work]
    clerks: list[Clerk]
    hours: list[Hour]
    gifts: list[movements.GiftsGiven]
    stock: list[movements.StockMoved]
    money: list[movements.MoneyMoved]
    refusals: list[Refusal]
    overrides: list[Override]
    unsigned: list[OpenSlip]
    late: list[Late]


@reading("report.daily", by=(Role.LEAD, Role.FINANCE, Role.AUDITOR))
def daily(look: Look, *, date: date | None = None) -> Daily:
    """The figures of a business date; today's as far as it has come."""
    day = date or look.today
    rows = list(look.conn.execute(sa.select(JOURNAL).where(JOURNAL.c.business_date == day).order_by(JOURNAL.c.number)))
    entries = [_Entry(row, json.loads(row.payload)) for row in rows]
    done = [entry.row for entry in entries if entry.done]
    moved = movements.of_day(look.conn, day, look.policy.store.currency, _names(look.conn))
    calendar = look.desk.store.policies.on(day).calendar
    hours = Counter(calendar.local(row.at).hour for row in done if row.operation != SIGN_IN)
    return Daily(
        day, look.policy.store.currency, rows[0].number if rows else 0, rows[-1].number if rows else 0, len(rows),
        _members(look.conn, day, entries), moved.points, _work(entries), _clerks(look.conn, entries),
        [Hour(hour, hours[hour]) for hour in sorted(hours)], moved.gifts, moved.stock, moved.money,
        _refusals(entries), _overrides(entries), _unsigned(look.conn, day), _late(entries, day),
    )  # fmt: skip


@dataclass(frozen=True)
class _Entry:
    row: Any
    payload: dict[str, Any]

    @property
    def done(self) -> bool:
        return bool(self.row.kind == "done")

    @property
    def overrides(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.payload.get("overrides", [])
        return found


def _names(conn: sa.Connection) -> dict[str, dict[str, str]]:
    rows = conn.execute(sa.select(ITEM.c.code, ITEM.c.names))
    return {row.code: json.loads(row.names) for row in rows}


def _members(conn: sa.Connection, day: date, entries: list[_Entry]) -> People:
    voided = set(conn.execute(sa.select(JOURNAL.c.voids).where(JOURNAL.c.voids.is_not(None))).scalars())
    kept = [entry for entry in entries if entry.done and entry.row.number not in voided]
    times = Counter(entry.row.operation for entry in kept)
    with_card = sum(1 for e in kept if e.row.operation == "members.enrol" and e.payload.get("facts", {}).get("card"))
    activated = times["cards.activate"] + with_card
    return People(times["members.enrol"], activated, times["cards.reissue"], times["members.reveal"])


def _work(entries: list[_Entry]) -> list[Work]:
    times = Counter((entry.row.operation, entry.done) for entry in entries)
    return [Work(name, times[name, True], times[name, False]) for name in sorted({name for name, _done in times})]


def _clerks(conn: sa.Connection, entries: list[_Entry]) -> list[Clerk]:
    names = {row.number: row.name for row in conn.execute(sa.select(STAFF.c.number, STAFF.c.name))}
    mine = [entry for entry in entries if entry.row.operation != SIGN_IN and entry.row.actor]
    done = Counter(entry.row.actor for entry in mine if entry.done)
    refused = Counter(entry.row.actor for entry in mine if not entry.done)
    asked = Counter(entry.row.actor for entry in mine if entry.overrides)
    gave = Counter(entry.row.approver for entry in mine if entry.overrides and entry.row.approver)
    everybody = sorted({*done, *refused, *gave})
    return [Clerk(each, names.get(each, ""), done[each], refused[each], asked[each], gave[each]) for each in everybody]


def _refusals(entries: list[_Entry]) -> list[Refusal]:
    times = Counter((e.payload.get("refused", ""), e.row.operation) for e in entries if not e.done)
    return [
        Refusal(code, operation, n) for (code, operation), n in sorted(times.items(), key=lambda kv: (-kv[1], kv[0]))
    ]


def _overrides(entries: list[_Entry]) -> list[Override]:
    return [_override(entry, lifted["code"]) for entry in entries for lifted in entry.overrides]


def _override(entry: _Entry, code: str) -> Override:
    row, reason = entry.row, entry.payload.get("reason") or entry.payload.get("facts", {}).get("reason", "")
    return Override(row.number, row.at, row.operation, code, row.actor, row.approver or "", reason)


def _unsigned(conn: sa.Connection, day: date) -> list[OpenSlip]:
    wanted = (
        sa.select(SLIP.c.number, SLIP.c.kind, SLIP.c.made_at, JOURNAL.c.actor)
        .join(JOURNAL, JOURNAL.c.number == SLIP.c.entry)
        .where(SLIP.c.state == TO_SIGN, JOURNAL.c.business_date == day)
        .order_by(SLIP.c.number)
    )
    return [OpenSlip(*row) for row in conn.execute(wanted)]


def _late(entries: list[_Entry], day: date) -> list[Late]:
    found = []
    for entry in entries:
        row, told = entry.row, entry.payload.get("facts", {}).get("date")
        if entry.done and isinstance(told, str) and told < day.isoformat():
            found.append(Late(row.number, row.operation, row.subject, "receipt_late", date.fromisoformat(told)))
        if row.clock_behind > 0:
            found.append(Late(row.number, row.operation, row.subject, "clock_behind", day))
    return found

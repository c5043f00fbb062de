"""Summary figures, kept as entries are posted: a day costs the same after five years as on the first. (domain 15)

Each entry counts on its business date; once the report of that date is sealed, on the first date after it that is not.
`recount` makes the same figures from the journal again; `deskapp verify` compares the two.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.journal import canonical
from deskapp.store import movements
from deskapp.store.journal import JOURNAL
from deskapp.store.movements import Flow
from deskapp.store.tables import Instant, Key, owned_by_entry, table, written

Date = date
if TYPE_CHECKING:
    from deskapp.rules.policy import Policies
    from deskapp.store.posting import Posting

SIGN_IN, SEALING = "people.sign_in", "reports.seal"
"""Who comes in has not yet done anything; a seal is always after itself, and nothing late."""
OVERRIDE, RECEIPT_LATE, CLOCK_BEHIND, AFTER_SEAL = "override", "receipt_late", "clock_behind", "after_seal"
SERVICES = {
    "members.enrol": "enrolled", "cards.activate": "activated", "cards.reissue": "reissued", "members.reveal": "reveals"
}  # fmt: skip


class Tally(SQLModel, table=True):
    """One figure of one day at one counter; `of` says of what, as a JSON list in its one spelling."""

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}
    day: date = Field(primary_key=True)
    counter: str = Field(primary_key=True)
    figure: str = Field(primary_key=True)
    of: str = Field(primary_key=True)
    amount: int = Field(sa_type=Key)


class TallyDay(SQLModel, table=True):
    """How many entries count on a day at a counter, from which number to which."""

    __tablename__ = "tally_day"
    __table_args__ = {"sqlite_with_rowid": False}
    day: date = Field(primary_key=True)
    counter: str = Field(primary_key=True)
    first: int = Field(sa_type=Key)
    last: int = Field(sa_type=Key)
    entries: int


class TallyNote(SQLModel, table=True):
    """An entry that a report names by itself: allowed by a second person (`code` is what was lifted), or late (`of` is
    the day it belongs to)."""

    __tablename__ = "tally_note"
    __table_args__ = (sa.Index("ix_tally_note_day", "day", "kind", "entry"),)
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    day: date
    counter: str
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    kind: str
    code: str = ""
    of: date | None = None


class ReportSeal(SQLModel, table=True):
    """The report of a business date as it was sealed: its running number, its content in the one spelling, its hash."""

    __tablename__ = "report_seal"
    number: int = Field(sa_column=sa.Column(sa.Integer, primary_key=True, autoincrement=False))
    date: Date = Field(unique=True)
    content: str = Field(sa_type=sa.Text)
    hash: str
    at: datetime = Field(sa_type=Instant)
    by: str
    entry: int = Field(sa_column=owned_by_entry(nullable=False))


TALLY, TALLY_DAY, NOTE, SEAL = table(Tally), table(TallyDay), table(TallyNote), table(ReportSeal)
Figures = Counter[tuple[str, str]]
"""Figure and what it is of, to the amount."""


@dataclass(frozen=True)
class Noted:
    """What a report says of one entry by itself."""

    entry: int
    kind: str
    code: str = ""
    of: date | None = None


@dataclass(frozen=True)
class Posted:
    """An entry with all that its figures come from: what it moved, and the entry that it takes back."""

    number: int
    day: date
    business_date: date
    counter: str
    actor: str
    approver: str | None
    operation: str
    done: bool
    clock_behind: int
    hour: int
    payload: Mapping[str, Any]
    moved: Iterable[Any]
    voided: tuple[str, Mapping[str, Any]] | None = None
    shift: str = ""

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the entry tells."""
        told: Mapping[str, Any] = self.payload.get("facts", {})
        return told


def of(*parts: object) -> str:
    """What a figure is of, in its one spelling."""
    return canonical(parts)


def figures(entry: Posted) -> Figures:
    """What one entry adds to the figures of its day."""
    found: Figures = Counter()
    done = "done" if entry.done else "refused"
    found["work", of(entry.operation, done)] += 1
    if entry.operation != SIGN_IN:
        if entry.actor:
            found["person", of(entry.actor, done)] += 1
        if entry.done:
            found["hour", of(entry.hour)] += 1
        if entry.shift:
            found["shift", of(entry.shift, done)] += 1
    if not entry.done:
        found["refusal", of(entry.payload.get("refused", ""), entry.operation)] += 1
        return found
    if entry.payload.get("overrides"):
        found["person", of(entry.actor, "override")] += 1
        if entry.approver:
            found["person", of(entry.approver, "approval")] += 1
    for unit, source, target, back, amount in entry.moved:
        found["flow", of(entry.operation, unit, source, target, bool(back))] += int(amount)
        if entry.shift and (brief := movements.brief(Flow(entry.operation, unit, source, target, bool(back), amount))):
            found["shift", of(entry.shift, brief[0])] += int(brief[1])
    _served(found, entry, entry.operation, entry.facts, 1)
    if entry.voided:
        operation, payload = entry.voided
        found["void", of(operation)] += 1
        _served(found, entry, operation, payload.get("facts", {}), -1)
    return found


def _served(found: Figures, entry: Posted, operation: str, facts: Mapping[str, Any], sign: int) -> None:
    """Members, gifts paid for and answers of callbacks: an entry that is taken back counts less on the day of that."""
    if operation in SERVICES:
        found["service", of(SERVICES[operation])] += sign
        if entry.shift and operation == "members.enrol":
            found["shift", of(entry.shift, "enrolled")] += sign
    if operation == "members.enrol" and facts.get("card"):
        found["service", of("activated")] += sign
    if operation == "gifts.redeem":
        found["paid_points", of(facts["item"])] += sign * facts["points"]
        found["paid_cash", of(facts["item"])] += sign * facts.get("cash_money", 0)
    if operation == "callbacks.attempt":
        found["answer", of(facts["outcome"])] += sign
        for name in ("in_time", "late"):
            found["punctual", of(name)] += sign * facts.get(name, 0)


def notes(entry: Posted) -> Iterator[Noted]:
    """What a report says of this entry by itself."""
    for lifted in entry.payload.get("overrides", ()):
        yield Noted(entry.number, OVERRIDE, lifted["code"])
    if entry.day != entry.business_date and entry.operation != SEALING:
        yield Noted(entry.number, AFTER_SEAL, of=entry.business_date)
    told = entry.facts.get("date")
    if entry.done and isinstance(told, str) and told < entry.business_date.isoformat():
        yield Noted(entry.number, RECEIPT_LATE, of=date.fromisoformat(told))
    if entry.clock_behind > 0:
        yield Noted(entry.number, CLOCK_BEHIND, of=entry.business_date)


def keep(post: Posting, entry: Mapping[str, Any]) -> None:
    """Add an entry that is being posted to the figures of its day, as it will be read again."""
    day = _open_day(post.conn, post.business_date)
    hour = post.policy.calendar.local(post.at).hour
    whole = _posted(post.conn, entry, day, hour)
    at = {"day": day, "counter": whole.counter}
    post.conn.execute(_COUNT, {**at, "entry": whole.number})
    rows = [
        {**at, "figure": key[0], "of": key[1], "amount": amount} for key, amount in figures(whole).items() if amount
    ]
    post.conn.execute(_ADD, rows)
    named = [{**at, **each.__dict__} for each in notes(whole)]
    if named:
        post.conn.execute(_NOTE, named)


def _posted(conn: sa.Connection, row: Mapping[str, Any], day: date, hour: int) -> Posted:
    done, voided = row["kind"] == "done", None
    moved = conn.execute(_MOVED, {"entry": row["number"]}).all() if done else ()
    if row["voids"] is not None:
        first = conn.execute(_VOIDED, {"entry": row["voids"]}).one()
        voided = (first.operation, json.loads(first.payload))
    return Posted(
        row["number"], day, row["business_date"], row["counter"], row["actor"], row["approver"], row["operation"], done,
        row["clock_behind"], hour, json.loads(row["payload"]), moved, voided, row["shift"],
    )  # fmt: skip


def _open_day(conn: sa.Connection, day: date) -> date:
    """The date on which an entry of this business date counts: the first from it on whose report is not sealed."""
    while conn.execute(_SEALED, {"date": day}).first() is not None:
        day += timedelta(days=1)
    return day


_COUNT = sa.text(
    'insert into tally_day (day, counter, "first", "last", entries) values (:day, :counter, :entry, :entry, 1)'
    ' on conflict (day, counter) do update set "last" = excluded."last", entries = tally_day.entries + 1'
).bindparams(sa.bindparam("day", type_=sa.Date()), sa.bindparam("entry", type_=sa.BigInteger()))
_ADD = sa.text(
    'insert into tally (day, counter, figure, "of", amount) values (:day, :counter, :figure, :of, :amount)'
    ' on conflict (day, counter, figure, "of") do update set amount = tally.amount + excluded.amount'
).bindparams(sa.bindparam("day", type_=sa.Date()), sa.bindparam("amount", type_=sa.BigInteger()))
_NOTE = sa.insert(NOTE).inline()
_SEALED = sa.select(SEAL.c.number).where(SEAL.c.date == sa.bindparam("date"))
_VOIDED = sa.select(JOURNAL.c.operation, JOURNAL.c.payload).where(JOURNAL.c.number == sa.bindparam("entry"))
_MOVED = written(
    "select s.unit, case when s.holder like 'member:%' then 'member' else s.holder end,"
    " case when t.holder like 'member:%' then 'member' else t.holder end, m.reverses is not null, sum(m.amount)"
    " from transfer m join account s on s.id = m.source join account t on t.id = m.target where m.entry = :entry"
    " group by 1, 2, 3, 4",
    "unit source target back amount",
)


@dataclass(frozen=True)
class Day:
    """The figures of one day at one counter, whole."""

    first: int
    last: int
    entries: int
    figures: Figures
    notes: tuple[Noted, ...]


def recount(conn: sa.Connection, policies: Policies, day: date) -> dict[str, Day]:
    """The figures of a day, counted from the journal anew: counter to its figures."""
    found: dict[str, Day] = {}
    for entry in _entries(conn, policies, day):
        before = found.get(entry.counter, Day(entry.number, entry.number, 0, Counter(), ()))
        total = before.figures
        for key, amount in figures(entry).items():
            total[key] += amount
        noted = (*before.notes, *notes(entry))
        found[entry.counter] = Day(before.first, entry.number, before.entries + 1, total, noted)
    return {counter: _without_noughts(day) for counter, day in found.items()}


def of_shift(conn: sa.Connection, policies: Policies, shift: str) -> Figures:
    """The figures of one shift, counted from its entries, whatever day they count on."""
    found: Figures = Counter()
    for row in conn.execute(sa.select(JOURNAL).where(JOURNAL.c.shift == shift).order_by(JOURNAL.c.number)):
        hour = policies.on(row.business_date).calendar.local(row.at).hour
        for key, amount in figures(_posted(conn, dict(row._mapping), row.business_date, hour)).items():
            found[key] += amount
    return found


def _without_noughts(day: Day) -> Day:
    kept: Figures = Counter({key: amount for key, amount in day.figures.items() if amount})
    return Day(day.first, day.last, day.entries, kept, day.notes)


def _entries(conn: sa.Connection, policies: Policies, day: date) -> Iterator[Posted]:
    """The entries that count on a day, by number: a seal moves on what was posted from it on, and never far, since only
    a date that has begun is sealed."""
    begins = day - MOVED_ON
    sealed = {row.date: row.entry for row in conn.execute(_SEALS, {"begins": begins, "day": day})}
    for row in conn.execute(_OF_DAYS, {"begins": begins, "day": day}):
        counts = row.business_date
        while counts in sealed and sealed[counts] <= row.number:
            counts += timedelta(days=1)
        if counts == day:
            hour = policies.on(row.business_date).calendar.local(row.at).hour
            yield _posted(conn, dict(row._mapping), day, hour)


MOVED_ON = timedelta(days=3)
_SEALS = sa.select(SEAL.c.date, SEAL.c.entry).where(SEAL.c.date.between(sa.bindparam("begins"), sa.bindparam("day")))
_OF_DAYS = (
    sa.select(JOURNAL)
    .where(JOURNAL.c.business_date.between(sa.bindparam("begins"), sa.bindparam("day")))
    .order_by(JOURNAL.c.number)
)


def kept(conn: sa.Connection, day: date) -> dict[str, Day]:
    """The figures of a day as they were kept: counter to its figures."""
    added: dict[str, Figures] = {}
    for row in conn.execute(sa.select(TALLY).where(TALLY.c.day == day)):
        if row.amount:
            added.setdefault(row.counter, Counter())[row.figure, row.of] = row.amount
    named: dict[str, list[Noted]] = {}
    for row in conn.execute(sa.select(NOTE).where(NOTE.c.day == day).order_by(NOTE.c.id)):
        named.setdefault(row.counter, []).append(Noted(row.entry, row.kind, row.code, row.of))
    days = conn.execute(sa.select(TALLY_DAY).where(TALLY_DAY.c.day == day))
    whole = {
        row.counter: Day(
            row.first, row.last, row.entries, added.pop(row.counter, Counter()), tuple(named.pop(row.counter, ()))
        )
        for row in days
    }
    return whole | {counter: Day(0, 0, 0, added.get(counter, Counter()), ()) for counter in {*added, *named}}


def differing(kept: dict[str, Day], counted: dict[str, Day], counter: str) -> str:
    """What is not the same at a counter, in a line: the first few."""
    nothing = Day(0, 0, 0, Counter(), ())
    here, there = kept.get(counter, nothing), counted.get(counter, nothing)
    keys = sorted(key for key in here.figures | there.figures if here.figures[key] != there.figures[key])
    told = [
        f"{figure} {of}: kept {here.figures[figure, of]}, counted {there.figures[figure, of]}" for figure, of in keys
    ]
    if (here.first, here.last, here.entries) != (there.first, there.last, there.entries):
        told.insert(0, f"kept {here.entries} entries, counted {there.entries}")
    if here.notes != there.notes:
        told.append(f"kept {len(here.notes)} notes, counted {len(there.notes)}")
    return "; ".join(told[:5])

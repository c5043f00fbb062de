"""Proves the store: the chain is whole, every unit sums to zero, balances, lots, receipts and voids agree. (domain 1)

What was changed by hand does not agree any more, and is named. Memory stays flat however long the journal is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from deskapp.rules.decisions import Role
from deskapp.rules.journal import GENESIS, Linked, broken
from deskapp.store import callback_checks, checks, complaint_checks, seals, shift_checks, tallies
from deskapp.store.journal import HASHED, HEAD, JOURNAL
from deskapp.store.ledger import ACCOUNT, POINTS, TRANSFER
from deskapp.store.lots import LOT
from deskapp.store.policies import POLICY_TEXT
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.slips import SLIP, fingerprint

AT_ONCE = 1000
RECEIPT_FACTS = ("receipt", "till", "date", "amount_money", "excluded_money", "paid_by_points_money")
LISTED = 200
OTHERS = 18
"""Checks beside those of one statement: of the chain three, the rest that what stands is what was told."""
POINT_OPERATIONS = ("points.earn", "points.adjust", "gifts.redeem")


@dataclass(frozen=True)
class Flaw:
    """Something that does not hold: what was checked, where, and what was found."""

    check: str
    place: str
    found: str


@dataclass(frozen=True)
class Verified:
    """What was proved, up to which entry. `head` is the last hash: keep it on paper, and a cut tail is found too."""

    holds: bool
    entries: int
    head: str
    checks: int
    flaws: list[Flaw]


@reading("journal.verify", by=(Role.MANAGER, Role.FINANCE, Role.AUDITOR))
def verify(look: Look) -> Verified:
    """Check everything that must hold; the first flaws of each check are listed."""
    entries, found = _chain(look.conn)
    for name, statement in checks.ALL:
        rows = look.conn.execute(statement.limit(LISTED))
        found += [Flaw(name, str(row[0]), _told(row)) for row in rows]
    found += [*_facts(look.conn), *_tallies(look)]
    head = look.conn.execute(sa.select(HEAD.c.hash)).scalar_one_or_none() or ""
    return Verified(not found, entries, head, len(checks.ALL) + OTHERS, found)


def _told(row: Any) -> str:
    return ", ".join(f"{name} {value}" for name, value in row._mapping.items())


def _streamed(conn: sa.Connection, statement: sa.Select[Any]) -> Iterator[Any]:
    return iter(conn.execute(statement, execution_options={"yield_per": AT_ONCE}))


def _chain(conn: sa.Connection) -> tuple[int, list[Flaw]]:
    """Recompute every hash in order; numbers run from 1 without a gap, and the head names the last."""
    last, tip, flaws = 0, GENESIS, []
    for row in _streamed(conn, sa.select(JOURNAL).order_by(JOURNAL.c.number)):
        entry = Linked(row.number, row.previous, row.hash, {name: row._mapping[name] for name in HASHED})
        if row.number != last + 1:
            flaws.append(Flaw("numbers run without a gap", f"entry {row.number}", f"the one before is {last}"))
        if broken([entry], start=tip):
            told = "its hash" if row.previous == tip else "the hash before it"
            flaws.append(Flaw("the chain is whole", f"entry {row.number}", f"{told} does not match"))
        last, tip = row.number, row.hash
    head = conn.execute(sa.select(HEAD.c.number, HEAD.c.hash)).one_or_none()
    if head is None or (head.number, head.hash) != (last, tip):
        says = "nothing" if head is None else head.number
        flaws.append(Flaw("the head is the last entry", f"entry {last}", f"the head says {says}"))
    return last, flaws[:LISTED]


def _facts(conn: sa.Connection) -> Iterator[Flaw]:
    """The figures that an entry tells are those that moved: points of each earning, adjustment and redemption."""
    target = ACCOUNT.alias("t")
    moved = (
        sa.select(TRANSFER.c.entry, sa.func.sum(TRANSFER.c.amount).label("points"))
        .join(target, target.c.id == TRANSFER.c.target)
        .where(target.c.unit == POINTS)
        .group_by(TRANSFER.c.entry)
        .subquery()
    )
    wanted = (
        sa.select(JOURNAL.c.number, JOURNAL.c.payload, sa.func.coalesce(moved.c.points, 0).label("points"))
        .outerjoin(moved, moved.c.entry == JOURNAL.c.number)
        .where(JOURNAL.c.kind == "done", JOURNAL.c.operation.in_(POINT_OPERATIONS))
        .order_by(JOURNAL.c.number)
    )
    for row in _streamed(conn, wanted):
        told = abs(json.loads(row.payload)["facts"].get("points", 0))
        if told != row.points:
            yield Flaw("points moved as told", f"entry {row.number}", f"told {told}, moved {row.points}")
    yield from _receipts(conn)
    yield from _slips(conn)
    yield from _lots(conn)
    yield from _rules(conn)
    yield from (Flaw(complaint_checks.NAME, place, told) for place, told in complaint_checks.told(conn))
    yield from (Flaw(*wrong) for wrong in callback_checks.told(conn))
    yield from (Flaw("files are as attached", place, told) for place, told in complaint_checks.evidence(conn))
    yield from (Flaw(name, place, told) for name, place, told in shift_checks.told(conn))


def _tallies(look: Look) -> Iterator[Flaw]:
    """The figures that are kept of each day are those of its entries, and what was sealed stands as it was."""
    days = sa.union(sa.select(JOURNAL.c.business_date), sa.select(tallies.TALLY_DAY.c.day)).subquery()
    for day in look.conn.execute(sa.select(days.c[0]).order_by(days.c[0])).scalars().all():
        kept, counted = tallies.kept(look.conn, day), tallies.recount(look.conn, look.desk.store.policies, day)
        for counter in sorted(kept.keys() | counted.keys()):
            if kept.get(counter) != counted.get(counter):
                yield Flaw(
                    "figures are those of the entries", f"{day} {counter}", tallies.differing(kept, counted, counter)
                )
    yield from (Flaw("reports are as sealed", place, told) for place, told in seals.flaws(look))


def _lots(conn: sa.Connection) -> Iterator[Flaw]:
    """Points of a receipt expire on the day that was told when they were earned."""
    wanted = sa.select(LOT.c.id, LOT.c.expires, JOURNAL.c.payload).join(JOURNAL, JOURNAL.c.number == LOT.c.entry)
    for row in _streamed(conn, wanted.where(JOURNAL.c.operation == "points.earn").order_by(LOT.c.id)):
        told = json.loads(row.payload)["result"]["expires"]
        if told != (row.expires.isoformat() if row.expires else None):
            yield Flaw("lots expire as told", f"lot {row.id}", f"told {told}, stands {row.expires}")


def _rules(conn: sa.Connection) -> Iterator[Flaw]:
    """Every adopted text of house rules is the one whose fingerprint the journal holds."""
    adopted = sa.select(JOURNAL.c.payload).where(JOURNAL.c.operation == "policy.adopt", JOURNAL.c.kind == "done")
    told = {json.loads(row.payload)["facts"]["sha256"] for row in _streamed(conn, adopted)}
    first = sa.select(sa.func.min(POLICY_TEXT.c.id)).scalar_subquery()
    for row in conn.execute(sa.select(POLICY_TEXT.c.id, POLICY_TEXT.c.text).where(POLICY_TEXT.c.id > first)):
        if sha256(row.text.encode()).hexdigest() not in told:
            yield Flaw("house rules are as adopted", f"text {row.id}", "the journal knows no such text")


def _slips(conn: sa.Connection) -> Iterator[Flaw]:
    """What a slip says is what its entry saw it say."""
    wanted = sa.select(SLIP.c.number, SLIP.c.facts, JOURNAL.c.payload).join(JOURNAL, JOURNAL.c.number == SLIP.c.entry)
    for row in _streamed(conn, wanted.order_by(SLIP.c.number)):
        if json.loads(row.payload).get("slips", {}).get(row.number) != fingerprint(row.facts):
            yield Flaw("slips say what was posted", f"slip {row.number}", "its facts are not those of its entry")


def _receipts(conn: sa.Connection) -> Iterator[Flaw]:
    from deskapp.store.receipts import RECEIPT

    wanted = (
        sa.select(RECEIPT, JOURNAL.c.payload)
        .join(JOURNAL, JOURNAL.c.number == RECEIPT.c.entry)
        .where(JOURNAL.c.operation == "points.earn")
        .order_by(RECEIPT.c.id)
    )
    for row in _streamed(conn, wanted):
        facts = json.loads(row.payload)["facts"]
        here = (row.number, row.till, row.date.isoformat(), row.amount, row.excluded, row.paid_by_points)
        told = tuple(facts.get(name) for name in RECEIPT_FACTS)
        if here != told:
            yield Flaw("receipts are as registered", f"receipt {row.number}", f"told {told}, stands {here}")

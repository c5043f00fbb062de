"""What must hold of shifts and handovers: seals are those of their content and of the journal, counts are as posted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from deskapp.rules import shifts as rules
from deskapp.store.drawer import CORRECTION
from deskapp.store.duty import COUNT, SHIFT
from deskapp.store.journal import JOURNAL
from deskapp.store.shift_counts import SETTLED
from deskapp.store.shift_items import HANDOVER, ITEM

AT_ONCE = 200
SEALS = "seals are of what was sealed"
COUNTS = "counts are as they were posted"
Check = tuple[str, sa.Select[Any]]


def _handed_over() -> sa.Select[Any]:
    """A shift is over exactly when a handover of it was sealed: offered until it is taken, then accepted."""
    stands = sa.case((HANDOVER.c.state == "accepted", rules.CLOSED), (HANDOVER.c.state == "offered", rules.SEALED))
    same = sa.and_(HANDOVER.c.shift == SHIFT.c.number, HANDOVER.c.state != "refused")
    return (
        sa.select(SHIFT.c.number.label("shift"), SHIFT.c.state, HANDOVER.c.state.label("handover"))
        .outerjoin(HANDOVER, same)
        .where(SHIFT.c.state != sa.func.coalesce(stands, rules.OPEN))
    )


def _entries() -> sa.Select[Any]:
    """An entry belongs to a shift of its own counter."""
    sound = sa.and_(SHIFT.c.number == JOURNAL.c.shift, SHIFT.c.counter == JOURNAL.c.counter)
    return (
        sa.select(JOURNAL.c.number.label("entry"), JOURNAL.c.shift, JOURNAL.c.counter)
        .outerjoin(SHIFT, sound)
        .where(JOURNAL.c.shift != "", SHIFT.c.number.is_(None))
    )


ALL: tuple[Check, ...] = (
    ("a shift is over when it is handed over", _handed_over()),
    ("an entry is of a shift of its counter", _entries()),
)


def told(conn: sa.Connection) -> Iterator[tuple[str, str, str]]:
    """What does not hold: the check, the place, and what was found."""
    yield from _seals(conn)
    yield from _counts(conn)
    yield from _settled(conn)
    yield from _corrected(conn)


def _facts(conn: sa.Connection, entry: int | None) -> dict[str, Any]:
    payload = conn.execute(sa.select(JOURNAL.c.payload).where(JOURNAL.c.number == entry)).scalar()
    facts: dict[str, Any] = json.loads(payload).get("facts", {}) if payload else {}
    return facts


def _seals(conn: sa.Connection) -> Iterator[tuple[str, str, str]]:
    numbers = sa.select(HANDOVER.c.number).where(HANDOVER.c.seal != "").order_by(HANDOVER.c.number)
    for number in conn.execute(numbers).scalars().all():
        row = conn.execute(sa.select(HANDOVER).where(HANDOVER.c.number == number)).one()
        for found in _seal(conn, row):
            yield SEALS, f"handover {number}", found


def _seal(conn: sa.Connection, row: Any) -> Iterator[str]:
    if rules.seal(row.content) != row.seal:
        yield "its content is not what was sealed"
        return
    if _facts(conn, row.seal_entry).get("seal") != row.seal:
        yield "the journal tells another seal"
    said = json.loads(row.content)
    carried = conn.execute(sa.select(ITEM.c.kind, ITEM.c.reference, ITEM.c.hops).where(ITEM.c.handover == row.number))
    if {tuple(one) for one in carried} != {(one["kind"], one["reference"], one["hops"]) for one in said["items"]}:
        yield "it carries other things than were sealed"
    if (row.shift, row.counter, row.way, row.handed_by) != tuple(
        said[n] for n in ("shift", "counter", "way", "handed_by")
    ):
        yield "it is of another shift than was sealed"
    if row.state == "offered":
        return
    facts: dict[str, Any] = {"by": row.taken_by, "at": row.taken_at}
    facts |= {"next_shift": row.next_shift} if row.state == "accepted" else {"refused": row.reason}
    if rules.acceptance(row.seal, facts) != row.acceptance:
        yield "who took it over is not whom its hash names"
    elif _facts(conn, row.taken_entry).get("acceptance") != row.acceptance:
        yield "the journal tells another acceptance"


def _counts(conn: sa.Connection) -> Iterator[tuple[str, str, str]]:
    wanted = sa.select(COUNT, JOURNAL.c.payload).outerjoin(JOURNAL, JOURNAL.c.number == COUNT.c.entry)
    for row in conn.execute(wanted.order_by(COUNT.c.entry), execution_options={"yield_per": AT_ONCE}):
        facts = json.loads(row.payload)["facts"] if row.payload else {}
        stands = [row.thing, row.counted, row.expected]
        if facts.get("counts", {}).get(row.number) != stands:
            yield COUNTS, f"count {row.number}", f"told {facts.get('counts', {}).get(row.number)}, stands {stands}"


def _settled(conn: sa.Connection) -> Iterator[tuple[str, str, str]]:
    wanted = sa.select(SETTLED, JOURNAL.c.payload).outerjoin(JOURNAL, JOURNAL.c.number == SETTLED.c.entry)
    for row in conn.execute(wanted.order_by(SETTLED.c.entry), execution_options={"yield_per": AT_ONCE}):
        facts = json.loads(row.payload)["facts"] if row.payload else {}
        if (facts.get("variance"), facts.get("reason")) != (row.variance, row.reason):
            yield COUNTS, f"count {row.count}", "its difference is explained otherwise than was posted"


def _corrected(conn: sa.Connection) -> Iterator[tuple[str, str, str]]:
    wanted = sa.select(CORRECTION, JOURNAL.c.payload).outerjoin(JOURNAL, JOURNAL.c.number == CORRECTION.c.entry)
    for row in conn.execute(wanted.order_by(CORRECTION.c.entry), execution_options={"yield_per": AT_ONCE}):
        facts = json.loads(row.payload)["facts"] if row.payload else {}
        told = tuple(facts.get(name) for name in ("corrects", "shift", "was", "amount"))
        if told != (row.of_entry, row.shift, row.was, row.amount):
            yield COUNTS, f"entry {row.entry}", "its correction is not what was posted"

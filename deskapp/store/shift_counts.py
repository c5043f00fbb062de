"""What a shift counts blind: cash by denominations, cards and numbered things in pieces, gifts on the desk. (domain 14)

A count is saved before what the books expect is told, and is never changed; its difference is put on the books with a
reason in an entry of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules import shifts as rules
from deskapp.rules.decisions import No, Role, no, satisfies
from deskapp.rules.journal import canonical
from deskapp.rules.shifts import CARD, CASH, ITEM, NUMBERED
from deskapp.rules.stock import may_count
from deskapp.rules.text import checked
from deskapp.store import duty, ledger, numbers
from deskapp.store.duty import COUNT
from deskapp.store.ledger import ON_DESK, VARIANCE, drawer
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation
from deskapp.store.tables import Instant, Key, owned_by_entry, table

IN_SHIFT = ("shift_none", "not_in_shift", "shift_closed", "handover_waiting")
"""What work within a shift may answer before anything else."""


class ShiftSettlement(SQLModel, table=True):
    """The reason for a count's difference, which its entry put on the books; `approver` where one was needed."""

    __tablename__ = "shift_settlement"
    count: str = Field(primary_key=True, foreign_key="shift_count.number")
    variance: int = Field(sa_type=Key)
    reason: str = Field(sa_type=sa.Text)
    approver: str = ""
    at: datetime = Field(sa_type=Instant)
    by: str
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))


SETTLED = table(ShiftSettlement)


@dataclass(frozen=True)
class Count:
    """A count as saved. `thing` is `cash` in minor units, or `item:`, `card:`, `numbered:` and a code in pieces;
    `pieces` the denominations in minor units; `times` how often it was counted in this shift. `settled` when there is
    no difference or its reason is on the books."""

    count: str
    thing: str
    moment: str
    counted: int
    expected: int
    variance: int
    pieces: dict[str, int]
    following: str
    at: datetime
    by: str
    times: int
    settled: bool
    reason: str
    approver: str


def mine(post: Posting) -> Any:
    """The open shift of this counter that the person is in (or leads), or why there is none."""
    row = duty.known(post.conn, post.shift) if post.shift else None
    if row is None:
        return none_here(post)
    inside = post.actor.number in duty.on_duty(post.conn, row.number)
    if not inside and not satisfies(post.actor.role, Role.LEAD):
        return no("not_in_shift", shift=row.number)
    return row


def none_here(post: Posting) -> No:
    """That no shift is open at this counter; where somebody has ended it, who did and when."""
    over = post.duty.left or post.duty.here
    if over is None:
        return no("shift_none", counter=post.desk.counter)
    code = "shift_closed" if post.duty.left else "handover_waiting"
    return no(code, shift=over.number, by=over.by, at=over.at)


def place_of(thing: str, counter: str) -> str:
    """Who holds a thing on the books: gifts lie on the desk, all else in the counter's drawer."""
    return ON_DESK if thing.startswith(ITEM) else drawer(counter)


def expected(post: Posting, thing: str, counter: str) -> int:
    """What the books say is there."""
    return ledger.balance(post.conn, _unit(thing, post.currency), place_of(thing, counter))


def _unit(thing: str, currency: str) -> str:
    return currency if thing == CASH else thing


def to_count(view: Look | Posting, counter: str) -> list[str]:
    """What has to be counted at a counter before its shift is handed over, by the books and the policy: names only."""
    wanted = view.policy.shifts.counted
    account = ledger.ACCOUNT
    there = sa.select(account.c.unit).where(account.c.balance != 0, account.c.holder.in_([ON_DESK, drawer(counter)]))
    units = view.conn.execute(there.order_by(account.c.unit)).scalars()
    kinds = {"card": CARD, "numbered": NUMBERED, "item": ITEM}
    first = [CASH] if CASH in wanted else []
    return first + [unit for unit in units for kind in wanted if kind in kinds and unit.startswith(kinds[kind])]


def save(
    post: Posting, shift: str, thing: str, counted: int, stands: int, *, moment: str = "shift",
    pieces: Mapping[str, int] | None = None, following: str = "",
) -> str:  # fmt: skip
    """Write a count and answer its number; nothing ever changes it."""
    number = post.number(numbers.COUNT)
    row: dict[str, Any] = {"number": number, "shift": shift, "thing": thing, "moment": moment, "counted": counted}
    row |= {"expected": stands, "pieces": canonical(dict(pieces or {})), "following": following, "at": post.at}
    post.conn.execute(sa.insert(COUNT), row | {"by": post.actor.number, "entry": post.entry})
    return number


@dataclass(frozen=True)
class CountSaved:
    """What was counted, and only now what the books expected."""

    count: str
    thing: str
    counted: int
    expected: int
    variance: int


@dataclass(frozen=True)
class Counted:
    """Everything that one posting counted, and what is still to be counted before the shift is handed over."""

    shift: str
    counts: list[CountSaved]
    left: list[str] = field(default_factory=list)


@operation(
    "shifts.count", refuses=(*IN_SHIFT, "empty", "denomination_unknown", "amount_bad", "thing_unknown", "too_long")
)
def count(
    post: Posting,
    *,
    cash: dict[str, int] | None = None,
    things: dict[str, int] | None = None,
    following: dict[str, str] | None = None,
) -> Counted | No:
    """Save what was counted: cash as pieces of each denomination, `things` such as `card:member`, `numbered:invoices`
    or `item:G001` in pieces, and of numbered things the `following` number. It stands as typed. (seed: 清点物品)"""
    shift = mine(post)
    if isinstance(shift, No):
        return shift
    if cash is None and not things:
        return no("empty", field="cash")
    lines = list(_lines(post, shift.counter, cash, things or {}, following or {}))
    if refused := next((line for line in lines if isinstance(line, No)), None):
        return refused
    saved = []
    for line in lines:
        assert not isinstance(line, No)
        thing, counted, pieces, next_number = line
        stands = expected(post, thing, shift.counter)
        number = save(post, shift.number, thing, counted, stands, pieces=pieces, following=next_number)
        saved.append(CountSaved(number, thing, counted, stands, counted - stands))
    done = {one.thing for one in newest(post.conn, shift.number)}
    result = Counted(shift.number, saved, [thing for thing in to_count(post, shift.counter) if thing not in done])
    return post.done(result, subject=shift.number, facts={"counts": told(saved)})


def told(saved: Iterable[CountSaved | Count]) -> dict[str, Any]:
    """Counts as their entry tells them: number to thing, counted and expected."""
    return {one.count: [one.thing, one.counted, one.expected] for one in saved}


_Line = tuple[str, int, dict[str, int], str]


def _lines(
    post: Posting, counter: str, cash: dict[str, int] | None, things: dict[str, int], following: dict[str, str]
) -> Iterator[_Line | No]:
    if cash is not None:
        total = money(post, cash)
        yield total if isinstance(total, No) else (CASH, total, dict(cash), "")
    for thing, counted in things.items():
        decision = may_count(counted=counted)
        number = checked(following.get(thing, ""), field="code")
        if not thing.startswith((CARD, NUMBERED, ITEM)) or not _is_known(post, thing):
            yield no("thing_unknown", field="things", thing=thing[:40])
        elif refused := post.refused(decision):
            yield no(refused.code, field="things")
        else:
            yield number if isinstance(number, No) else (thing, counted, {}, number)


def _is_known(post: Posting, thing: str) -> bool:
    from deskapp.store.items import ITEM as ITEMS

    kind, code = thing.split(":", 1)
    if kind == "item":
        return post.conn.execute(sa.select(ITEMS.c.id).where(ITEMS.c.code == code)).first() is not None
    named = post.policy.shifts.numbered if kind == "numbered" else post.policy.cards.classes
    return code in [one.code for one in named]


def is_piece(post: Posting, thing: str) -> bool:
    """Whether this is a class of cards or a numbered thing of this house."""
    return thing.startswith((CARD, NUMBERED)) and _is_known(post, thing)


def money(post: Posting, cash: Mapping[str, int]) -> int | No:
    """The sum of counted denominations in minor units."""
    return rules.cash_sum(cash, policy=post.policy.shifts, currency=post.currency)


@dataclass(frozen=True)
class Settled:
    """A count whose difference is on the books with its reason; the count stands as it was typed."""

    count: str
    thing: str
    counted: int
    expected: int
    variance: int
    approver: str


@operation(
    "shifts.settle",
    refuses=(
        *IN_SHIFT, "count_unknown", "count_settled", "count_stale", "no_change", "reason_needed", "approval_needed",
        "too_long",
    ),
)  # fmt: skip
def settle(post: Posting, *, count: str, reason: str) -> Settled | No:
    """Put the difference of a count on the books with its reason; beyond the limit somebody else must agree."""
    shift = mine(post)
    if isinstance(shift, No):
        return shift
    row = post.conn.execute(sa.select(COUNT).where(COUNT.c.number == count)).one_or_none()
    if row is None or row.shift != shift.number:
        return no("count_unknown", field="count", count=count)
    if was := post.conn.execute(sa.select(SETTLED).where(SETTLED.c.count == count)).one_or_none():
        return no("count_settled", field="count", count=count, by_entry=was.entry)
    said = checked(reason, field="reason")
    if isinstance(said, No):
        return said
    variance = row.counted - row.expected
    decision = rules.may_settle(thing=row.thing, variance=variance, reason=said, policy=post.policy.shifts)
    if refused := post.refused(decision):
        return refused
    if refused := _on_the_books(post, row, shift.counter, variance):
        return refused
    approver = post.approver.number if post.approver and post.overrides else ""
    kept = {"count": count, "variance": variance, "reason": said, "approver": approver, "at": post.at}
    post.conn.execute(sa.insert(SETTLED), kept | {"by": post.actor.number, "entry": post.entry})
    result = Settled(count, row.thing, row.counted, row.expected, variance, approver)
    return post.done(result, subject=count, facts={"thing": row.thing, "variance": variance, "reason": said})


def _on_the_books(post: Posting, row: Any, counter: str, variance: int) -> No | None:
    """Move the difference; a count that was superseded, or whose difference is on the books already, moves nothing."""
    unit, place = _unit(row.thing, post.currency), place_of(row.thing, counter)
    later = sa.select(COUNT.c.number).where(COUNT.c.shift == row.shift, COUNT.c.thing == row.thing)
    superseded = post.conn.execute(later.where(COUNT.c.entry > row.entry).limit(1)).first() is not None
    short = ledger.balance(post.conn, unit, place) + variance < 0
    if superseded or short or ledger.settled_since(post.conn, unit, place, row.entry):
        return no("count_stale", field="count", count=row.number)
    post.move(unit, *((VARIANCE, place) if variance > 0 else (place, VARIANCE)), abs(variance))
    return None


def of_shift(conn: sa.Connection, shift: str) -> list[Count]:
    """Every count of a shift, in the order they were saved."""
    rows = conn.execute(
        sa.select(COUNT, SETTLED.c.reason, SETTLED.c.approver, SETTLED.c.entry.label("settled_by"))
        .outerjoin(SETTLED, SETTLED.c.count == COUNT.c.number)
        .where(COUNT.c.shift == shift)
        .order_by(COUNT.c.entry, COUNT.c.number)
    ).all()
    times: dict[tuple[str, str], int] = {}
    for row in rows:
        times[row.thing, row.moment] = times.get((row.thing, row.moment), 0) + 1
    return [_count(row, times[row.thing, row.moment]) for row in rows]


def _count(row: Any, times: int) -> Count:
    variance = row.counted - row.expected
    return Count(
        row.number, row.thing, row.moment, row.counted, row.expected, variance, json.loads(row.pieces), row.following,
        row.at, row.by, times, not variance or row.settled_by is not None, row.reason or "", row.approver or "",
    )  # fmt: skip


def newest(conn: sa.Connection, shift: str) -> list[Count]:
    """The counts of a shift that hold: the last one of each thing, by thing, cash first."""
    last = {one.thing: one for one in of_shift(conn, shift) if one.moment == "shift"}
    return sorted(last.values(), key=lambda one: (one.thing != CASH, one.thing))


def unsettled(conn: sa.Connection, shift: str) -> list[Count]:
    """The counts whose difference still needs its reason: of each thing the last, the float taken included."""
    last = {one.thing: one for one in of_shift(conn, shift)}
    return [one for one in last.values() if not one.settled]


def moved_since(post: Posting, count: Count, counter: str) -> bool:
    """Whether something of a drawer moved after it was counted, other than the difference itself."""
    row = post.conn.execute(sa.select(COUNT.c.entry).where(COUNT.c.number == count.count)).one()
    unit, place = _unit(count.thing, post.currency), place_of(count.thing, counter)
    own = ledger.account(post.conn, unit, place)
    settled = sa.select(SETTLED.c.entry).where(SETTLED.c.count == count.count)
    transfer = ledger.TRANSFER
    either = sa.or_(transfer.c.source == own, transfer.c.target == own)
    later = sa.select(transfer.c.id).where(either, transfer.c.entry > row.entry, transfer.c.entry.not_in(settled))
    return post.conn.execute(later.limit(1)).first() is not None

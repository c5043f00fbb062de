"""Shifts: which one a posting belongs to, when a kind works, what is counted, who explains a difference, what blocks.

A counter has one shift at a time. What was counted stands; what the books expect is told only after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from deskapp.rules.decisions import Decision, No, Role, decide, no, satisfies
from deskapp.rules.journal import canonical
from deskapp.rules.money import MOST, exponent, parse

if TYPE_CHECKING:
    from deskapp.rules.clock import Calendar, Instants
    from deskapp.rules.policy_shifts import ShiftKind, ShiftPolicy

OPEN, SEALED, CLOSED = "open", "sealed", "closed"
"""A shift is worked in, handed over but not yet taken, or over."""
CASH: Final = "cash"
ITEM, CARD, NUMBERED = "item:", "card:", "numbered:"
"""What is counted: the cash, gifts on the desk by code, cards by class, numbered things by code."""
KINDS: Final = ("complaint", "callback", "slip", "draft", "parked", "note")
"""What may be open when a shift ends, in the order in which it is told."""
OUTSIDE: Final = (
    "shifts.", "handover.", "people.", "policy.", "reports.", "slips.print", "points.expire", "callbacks.gather",
)  # fmt: skip
"""Operations that need no open shift: those that make and end shifts, and what nobody waits for at a counter."""
SOON: Final = timedelta(hours=1)
"""How long before its time a shift may be begun."""
WORKS_THE_DESK: Final = (Role.CLERK, Role.LEAD)


@dataclass(frozen=True)
class Here:
    """A shift at a counter as a posting meets it; `by` and `at` say who closed it and when."""

    number: str
    state: str
    by: str = ""
    at: datetime | None = None


def may_post(*, operation: str, role: Role, here: Here | None, left: Here | None, policy: ShiftPolicy) -> Decision[str]:
    """Which shift a posting belongs to. `here` is the shift that the counter has now, `left` the person's own that
    somebody else closed and they have not heard of yet."""
    number = here.number if here and here.state == OPEN else ""
    if operation.startswith(OUTSIDE):
        return decide(number, [])
    waiting = here if here and here.state == SEALED else None
    needed = policy.required and here is None and role in WORKS_THE_DESK
    return decide(
        number,
        [
            no("shift_closed", matters=True, shift=left.number, by=left.by, at=left.at) if left else None,
            no("handover_waiting", shift=waiting.number, by=waiting.by, at=waiting.at) if waiting else None,
            no("shift_needed", clause=policy.clause) if needed else None,
        ],
    )


# When a kind works


def segments_on(kind: ShiftKind, calendar: Calendar, day: date) -> list[Instants]:
    """The stretches of a kind on a date, in order; one that goes to closing has none on a day that is shut."""
    open_hours = calendar.spans(day)
    found = []
    for one in kind.segments:
        if not open_hours and (one.start is None or one.end is None):
            continue
        start = calendar.instant(day, one.start) if one.start else open_hours[0][0]
        end = calendar.instant(day, one.end) if one.end else max(until for _, until in open_hours)
        if end <= start and one.end is not None:
            end = calendar.instant(day + timedelta(days=1), one.end)
        if start < end:
            found.append((start, end))
    return sorted(found)


def likely(spans: Mapping[str, Sequence[Instants]], at: datetime) -> str:
    """The kind of a shift that is begun now: of those that work at this moment or soon, the one that began last."""
    begins = {code: each[0][0] for code, each in spans.items() if each and each[0][0] <= at + SOON and at < each[-1][1]}
    return max(begins, key=begins.__getitem__, default="")


def overlap(one: Iterable[Instants], other: Sequence[Instants]) -> timedelta:
    """How long both are at the desk: the time in which a shift is handed over."""
    shared = timedelta()
    for start, end in one:
        for begins, ends in other:
            shared += max(timedelta(), min(end, ends) - max(start, begins))
    return shared


# Counting


def cash_sum(pieces: Mapping[str, int], *, policy: ShiftPolicy, currency: str, field: str = "cash") -> int | No:
    """What so many pieces of each denomination are, in minor units: `{"100": 1, "0.5": 4}`. A denomination that the
    house does not use is a slip of the finger."""
    known, total = policy.notes_and_coins(currency), 0
    for text, count in pieces.items():
        worth = parse(text, exponent=exponent(currency), field=field)
        if isinstance(worth, No) or worth <= 0 or (known and worth not in known):
            return no("denomination_unknown", field=field, denomination=text[:20])
        if not 0 <= count <= MOST:
            return no("amount_bad", field=field)
        total += worth * count
    return total if total <= MOST else no("amount_bad", field=field)


def may_settle(*, thing: str, variance: int, reason: str, policy: ShiftPolicy) -> Decision[int]:
    """Put a count's difference (counted less expected) on the books: a reason, and beyond the limit an approver."""
    limit = policy.variance_limit if thing == CASH else policy.pieces_limit
    needed = no("reason_needed", field="reason") if variance and not reason.strip() else None
    beyond = variance and abs(variance) > limit
    by = policy.variance_approver
    large = no(
        "approval_needed", approver=by, clause=policy.clause, matters=True, role=by.value, variance=variance,
        limit=limit,
    ) if beyond else None  # fmt: skip
    return decide(variance, [no("no_change", field="count") if not variance else None, needed, large])


def may_tell(*, uncounted: Iterable[str], policy: ShiftPolicy) -> Decision[None]:
    """Seal figures that say what drawers hold: those of `uncounted` counters are still to be counted blind."""
    counters = ", ".join(sorted(uncounted))
    by = policy.variance_approver
    return decide(None, [no("drawer_uncounted", approver=by, matters=True, counters=counters) if counters else None])


def may_close(*, role: Role, reason: str, policy: ShiftPolicy) -> Decision[None]:
    """Close a shift without its clerks: a reason, and the role that policy names, asking or approving."""
    by = policy.close_approver
    weak = not satisfies(role, by)
    return decide(
        None,
        [
            no("reason_needed", field="reason") if not reason.strip() else None,
            no("approval_needed", approver=by, matters=True, role=by.value) if weak else None,
        ],
    )


def may_correct(*, was: int, amount: int, reason: str, policy: ShiftPolicy) -> Decision[int]:
    """Say what an amount of a closed shift should have been; answers with the difference."""
    by = policy.correction_approver
    return decide(
        amount - was,
        [
            no("amount_bad", field="amount") if not 0 <= amount <= MOST else None,
            no("no_change", field="amount") if amount == was else None,
            no("reason_needed", field="reason") if not reason.strip() else None,
            no("approval_needed", approver=by, matters=True, role=by.value) if by else None,
        ],
    )


def may_take(*, taker: str, giver: str, policy: ShiftPolicy) -> Decision[str]:
    """Take a shift over: somebody else than who hands it over, unless the role that policy names agrees."""
    same = taker == giver
    return decide(taker, [no("handover_own", approver=policy.own_approver, matters=True, by=giver) if same else None])


# Handing over


def blocking(open_by_kind: Mapping[str, int], policy: ShiftPolicy) -> tuple[str, int] | None:
    """The first kind of open work that must be finished before the shift can be handed over, and how much."""
    for kind in KINDS:
        if open_by_kind.get(kind) and policy.gates.blocks(kind):
            return kind, open_by_kind[kind]
    return None


def custodian(home: str, live: Sequence[str]) -> str:
    """The counter whose handover carries what was opened at `home`: its own while somebody works there, else the first
    that has a shift, so that everything open is in exactly one next handover."""
    return home if home in live or not live else live[0]


def hops(before: int | None) -> int:
    """How often something has been handed on: once more than before."""
    return (before or 0) + 1


def seal(content: str) -> str:
    """The hash that a handover is sealed with: SHA-256 over its content in its one spelling, in hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def acceptance(sealed: str, facts: Mapping[str, Any]) -> str:
    """The hash of who took over and when, on top of the seal."""
    return seal(f"{sealed}\n{canonical(facts)}")

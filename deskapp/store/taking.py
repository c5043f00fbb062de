"""How a shift begins: with a float that is counted, from nothing or from what was handed over. (domain 14)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from deskapp.rules import shifts as rules
from deskapp.rules.decisions import No, no
from deskapp.rules.shifts import CASH, OPEN
from deskapp.store import numbers, shift_counts
from deskapp.store.duty import CLERK, SHIFT
from deskapp.store.posting import Posting
from deskapp.store.shift_items import HANDOVER


def fit(post: Posting, staff: str, counter: str, kind: str) -> No | None:
    """Why this person cannot begin such a shift at this counter, or None."""
    if kind and post.policy.shifts.kind(kind) is None:
        kinds = ", ".join(one.code for one in post.policy.shifts.kinds)
        return no("kind_unknown", field="kind", kinds=kinds)
    return elsewhere(post, staff, counter)


def elsewhere(post: Posting, staff: str, counter: str) -> No | None:
    """The open shift at another counter that this person is still in: nobody is in two at once."""
    other = (
        sa.select(SHIFT.c.number, SHIFT.c.counter)
        .join(CLERK, CLERK.c.shift == SHIFT.c.number)
        .where(CLERK.c.staff == staff, CLERK.c.left_at.is_(None), SHIFT.c.state == OPEN, SHIFT.c.counter != counter)
    )
    row = post.conn.execute(other.limit(1)).one_or_none()
    return None if row is None else no("in_other_shift", shift=row.number, counter=row.counter)


def begin(post: Posting, counter: str, staff: str, kind: str, follows: str = "") -> str:
    """Write a new shift with this person in it; from now on postings at its counter belong to it."""
    number = post.number(numbers.SHIFT)
    chosen = post.policy.shifts.kind(kind)
    spans = rules.segments_on(chosen, post.policy.calendar, post.business_date) if chosen else []
    row: dict[str, Any] = {"number": number, "counter": counter, "kind": kind, "state": OPEN, "follows": follows}
    row |= {"business_date": post.business_date, "opened_at": post.at, "opened_by": staff, "entry": post.entry}
    row |= {"planned_end": max((end for _, end in spans), default=None), "closed_by": ""}
    post.conn.execute(sa.insert(SHIFT), row)
    join(post, number, staff)
    return number


def join(post: Posting, shift: str, staff: str) -> None:
    """Put somebody into a shift; whatever was closed over their head they have heard of now."""
    over = sa.select(SHIFT.c.number).where(SHIFT.c.state != OPEN)
    stale = (CLERK.c.staff == staff, CLERK.c.left_at.is_(None), CLERK.c.shift.in_(over))
    post.conn.execute(sa.update(CLERK).where(*stale).values(left_at=post.at, left_entry=post.entry))
    row = {"shift": shift, "staff": staff, "joined_at": post.at, "entry": post.entry}
    post.conn.execute(sa.insert(CLERK), row | {"left_at": None, "left_entry": None})


@dataclass(frozen=True)
class Found:
    """What the drawer of a handover holds by the books, and what was counted in it if that still stands."""

    stands: int
    counted: int | None
    pieces: dict[str, int]


def found(post: Posting, handover: Any) -> Found:
    """The cash that a handover leaves: counted, unless the shift was closed before anybody could count it."""
    stands = shift_counts.expected(post, CASH, handover.counter)
    counts = [one for one in shift_counts.newest(post.conn, handover.shift) if one.thing == CASH]
    if counts and counts[0].settled and not shift_counts.moved_since(post, counts[0], handover.counter):
        return Found(stands, counts[0].counted, counts[0].pieces)
    uncounted = handover.way == "remote" or CASH in post.policy.shifts.counted
    return Found(stands, None if uncounted else stands, {})


def take(
    post: Posting, handover: Any, taker: str, kind: str, *, cash: Mapping[str, int] | None = None,
    counted: int | None = None,
) -> str:  # fmt: skip
    """Begin the shift that follows a handover, with its float as counted, and write who took over and when."""
    left = found(post, handover)
    over = sa.update(SHIFT).where(SHIFT.c.number == handover.shift).values(state=rules.CLOSED)
    post.conn.execute(over)
    number = begin(post, handover.counter, taker, kind, handover.number)
    saved, pieces = (left.stands, left.pieces) if counted is None else (counted, dict(cash or {}))
    shift_counts.save(post, number, CASH, saved, left.stands, moment="open", pieces=pieces)
    facts = {"by": taker, "at": post.at, "next_shift": number}
    taken = {"state": "accepted", "taken_by": taker, "taken_at": post.at, "next_shift": number}
    taken["acceptance"] = rules.acceptance(handover.seal, facts)
    taken["taken_entry"] = post.entry
    post.conn.execute(sa.update(HANDOVER).where(HANDOVER.c.number == handover.number).values(**taken))
    return number

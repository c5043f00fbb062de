"""What must hold of callbacks, calls and feedback: each stands as the journal last told, and as its calls say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from deskapp.rules.callbacks import REACHED, Outcome
from deskapp.store.callbacks import ATTEMPT, CALLBACK, EVENT, IS_LIVE, WISH, told_of
from deskapp.store.calls import CALL
from deskapp.store.feedback import FEEDBACK
from deskapp.store.journal import JOURNAL

AT_ONCE = 1000
STAND, CALLED, NOTED, SENT = "callbacks stand as told", "tries are as told", "calls are as noted", "feedback is as told"
SETTLES = (*map(str, REACHED), str(Outcome.REFUSED), str(Outcome.WRONG_NUMBER))
"""What ends a callback when it comes of a call."""
Check = tuple[str, sa.Select[Any]]
NUMBER = CALLBACK.c.number.label("callback")


def _newest() -> sa.Select[Any]:
    """No event, no try and no entry about a callback is later than its last entry."""
    later = [
        sa.exists().where(EVENT.c.callback == CALLBACK.c.number, EVENT.c.entry > CALLBACK.c.last_entry),
        sa.exists().where(ATTEMPT.c.callback == CALLBACK.c.number, ATTEMPT.c.entry > CALLBACK.c.last_entry),
        sa.exists().where(
            JOURNAL.c.subject == CALLBACK.c.number, JOURNAL.c.kind == "done", JOURNAL.c.number > CALLBACK.c.last_entry
        ),
    ]
    return sa.select(NUMBER, CALLBACK.c.last_entry).where(sa.or_(*later))


def _settled() -> sa.Select[Any]:
    """A callback that is over says when and how, one that is not says neither."""
    live = IS_LIVE
    said = sa.and_(CALLBACK.c.settled_at.is_not(None), CALLBACK.c.outcome != "")
    silent = sa.and_(CALLBACK.c.settled_at.is_(None), CALLBACK.c.outcome == "")
    wrong = sa.or_(sa.and_(live, ~silent), sa.and_(~live, ~said))
    return sa.select(NUMBER, CALLBACK.c.state, CALLBACK.c.outcome, CALLBACK.c.settled_at).where(wrong)


def _tried() -> sa.Select[Any]:
    """What came of the last call is how the callback stands."""
    last = sa.select(sa.func.max(ATTEMPT.c.id)).group_by(ATTEMPT.c.callback)
    ended = ATTEMPT.c.outcome.in_(SETTLES)
    here = ATTEMPT.c.entry == CALLBACK.c.last_entry
    wrong = sa.or_(
        sa.and_(ended, IS_LIVE),
        sa.and_(here, ~IS_LIVE, ATTEMPT.c.outcome != CALLBACK.c.outcome),
        sa.and_(~here, CALLBACK.c.state == "exhausted"),
    )
    return (
        sa.select(NUMBER, CALLBACK.c.state, CALLBACK.c.outcome, ATTEMPT.c.outcome.label("last"))
        .join(ATTEMPT, ATTEMPT.c.callback == CALLBACK.c.number)
        .where(ATTEMPT.c.id.in_(last), wrong)
    )


def _events() -> sa.Select[Any]:
    """Every callback is about something, since the entry that made it."""
    first = sa.select(EVENT.c.callback, sa.func.min(EVENT.c.entry).label("entry")).group_by(EVENT.c.callback).subquery()
    same = sa.and_(first.c.callback == CALLBACK.c.number, first.c.entry == CALLBACK.c.entry)
    return sa.select(NUMBER, CALLBACK.c.entry).outerjoin(first, same).where(first.c.callback.is_(None))


def _persons(rows: sa.Table) -> sa.Select[Any]:
    """What belongs to a callback is about the same person."""
    joined = sa.select(NUMBER, CALLBACK.c.person, rows.c.person.label("told"))
    return joined.join(rows, rows.c.callback == CALLBACK.c.number).where(rows.c.person != CALLBACK.c.person)


def _claims() -> sa.Select[Any]:
    """A claim has its end, nothing else has one; and all that is claimed of a person is one clerk's, for one time."""
    clerks = (
        sa.select(CALLBACK.c.person)
        .where(CALLBACK.c.state == "claimed")
        .group_by(CALLBACK.c.person)
        .having(
            sa.or_(
                sa.func.count(sa.distinct(CALLBACK.c.claimed_by)) > 1,
                sa.func.count(sa.distinct(CALLBACK.c.claimed_until)) > 1,
            )
        )
    )
    claimed = CALLBACK.c.state == "claimed"
    wrong = sa.or_(claimed != CALLBACK.c.claimed_until.is_not(None), claimed & CALLBACK.c.person.in_(clerks))
    return sa.select(NUMBER, CALLBACK.c.state, CALLBACK.c.claimed_by, CALLBACK.c.claimed_until).where(wrong)


def _claimed_by() -> sa.Select[Any]:
    """Who has claimed a customer is who took them."""
    return (
        sa.select(NUMBER, CALLBACK.c.claimed_by, JOURNAL.c.actor, JOURNAL.c.operation)
        .join(JOURNAL, JOURNAL.c.number == CALLBACK.c.last_entry)
        .where(CALLBACK.c.state == "claimed", JOURNAL.c.operation.in_(("callbacks.next", "callbacks.claim")))
        .where(JOURNAL.c.actor != CALLBACK.c.claimed_by)
    )


def _appointments() -> sa.Select[Any]:
    wrong = sa.and_(CALLBACK.c.state == "appointment", CALLBACK.c.appointed.is_(None))
    return sa.select(NUMBER, CALLBACK.c.appointed).where(wrong)


def _promises() -> sa.Select[Any]:
    """A call that promised something is what its callback is about."""
    kept = sa.exists().where(EVENT.c.callback == CALL.c.callback, EVENT.c.subject == CALL.c.number)
    promised = sa.or_(CALL.c.callback != "", CALL.c.promised_until.is_not(None))
    return sa.select(CALL.c.number.label("call"), CALL.c.callback).where(promised, ~kept)


def _answers() -> sa.Select[Any]:
    """Feedback is answered when an entry says so, at that instant."""
    told = sa.and_(
        JOURNAL.c.operation == "feedback.answer", JOURNAL.c.subject == FEEDBACK.c.number,
        JOURNAL.c.at == FEEDBACK.c.answered_at, FEEDBACK.c.answer != "",
    )  # fmt: skip
    silent = sa.and_(FEEDBACK.c.answer_entry.is_(None), FEEDBACK.c.answered_at.is_(None), FEEDBACK.c.answer == "")
    return (
        sa.select(FEEDBACK.c.number.label("feedback"), FEEDBACK.c.answered_at, FEEDBACK.c.answer_entry)
        .outerjoin(JOURNAL, JOURNAL.c.number == FEEDBACK.c.answer_entry)
        .where(sa.not_(sa.func.coalesce(told, sa.false())), sa.not_(silent))
    )


ALL: tuple[Check, ...] = (
    ("a callback's last entry is the last about it", _newest()),
    ("a callback that is over says how", _settled()),
    ("a callback stands as its last call ended", _tried()),
    ("a callback is about something", _events()),
    ("an event is its callback's person's", _persons(EVENT)),
    ("a try is its callback's person's", _persons(ATTEMPT)),
    ("a customer is claimed by one clerk", _claims()),
    ("a claim is whose entry it is", _claimed_by()),
    ("an appointment has its time", _appointments()),
    ("a promise has its callback", _promises()),
    ("feedback is answered by an entry", _answers()),
)
OWNED: tuple[tuple[str, sa.Table, str, str], ...] = (
    ("every callback has its entry", CALLBACK, "entry", "number"),
    ("every change of a callback has its entry", CALLBACK, "last_entry", "number"),
    ("every event of a callback has its entry", EVENT, "entry", "id"),
    ("every try has its entry", ATTEMPT, "entry", "id"),
    ("every wish has its entry", WISH, "entry", "id"),
    ("every wish that ended has its entry", WISH, "ended_by", "id"),
    ("every call has its entry", CALL, "entry", "number"),
    ("every feedback has its entry", FEEDBACK, "entry", "number"),
)
"""What belongs to an entry: name of the check, table, column, and the column that is shown."""
Wrong = tuple[str, str, str]


def told(conn: sa.Connection) -> Iterator[Wrong]:
    """Callbacks, tries, calls and feedback that are not as the journal told: check, place, and what was found."""
    for row, says in _told(conn, CALLBACK, "last_entry", "number"):
        says = says.get("callbacks", {}).get(row.number, {})
        yield from _differ(STAND, row.number, says, told_of(row))
    for row, says in _told(conn, ATTEMPT, "entry", "id"):
        told_too = row.callback in says.get("callbacks", {})
        facts = says.get("facts", {}) | {"by": row.actor, "at": row.entry_at, "callback": told_too}
        here = {"outcome": row.outcome, "reason": row.reason, "by": row.by, "at": row.at, "callback": True}
        yield from _differ(CALLED, f"try {row.id}", facts, here)
    for row, says in _told(conn, CALL, "entry", "number"):
        here = {name: getattr(row, name) for name in ("direction", "callback", "rings", "seconds", "by")}
        yield from _differ(NOTED, row.number, says.get("facts", {}) | {"by": row.actor}, here)
    for row, says in _told(conn, FEEDBACK, "entry", "number"):
        sent = says.get("facts", {}) if row.operation == "feedback.send" else {"department": row.department}
        facts = {"department": sent.get("department"), "at": row.entry_at, "by": row.actor}
        yield from _differ(SENT, row.number, facts, {"department": row.department, "at": row.made_at, "by": row.by})


def _told(conn: sa.Connection, rows: sa.Table, entry: str, key: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    wanted = (
        sa.select(rows, JOURNAL.c.payload, JOURNAL.c.actor, JOURNAL.c.operation, JOURNAL.c.at.label("entry_at"))
        .join(JOURNAL, JOURNAL.c.number == rows.c[entry])
        .order_by(rows.c[key])
    )
    for row in conn.execute(wanted, execution_options={"yield_per": AT_ONCE}):
        yield row, json.loads(row.payload)


def _differ(check: str, place: str, says: dict[str, Any], stands: dict[str, Any]) -> Iterator[Wrong]:
    wrong = sorted(name for name in stands if says.get(name) != stands[name])
    if wrong:
        found = ", ".join(f"{name} told {says.get(name)}, stands {stands[name]}" for name in wrong)
        yield check, place, found

"""What must hold of complaints: each stands as the journal last told, and no version is without its entry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from deskapp.store.complaints import CASE, CHANGE, told_of
from deskapp.store.deadlines import HOLD, RUN
from deskapp.store.evidence import EVIDENCE
from deskapp.store.journal import JOURNAL
from deskapp.store.remedies import PROPOSAL

AT_ONCE = 1000
NAME = "complaints stand as told"
Check = tuple[str, sa.Select[Any]]


def _newest() -> sa.Select[Any]:
    """The last change of a case is that of its last entry, and has its version."""
    last = (
        sa.select(CHANGE.c.complaint_id, sa.func.max(CHANGE.c.entry).label("entry"))
        .add_columns(sa.func.max(CHANGE.c.version).label("version"))
        .group_by(CHANGE.c.complaint_id)
        .subquery()
    )
    same = sa.and_(last.c.entry == CASE.c.last_entry, last.c.version == CASE.c.version)
    return (
        sa.select(CASE.c.number.label("complaint"), CASE.c.version, last.c.version.label("told"))
        .outerjoin(last, last.c.complaint_id == CASE.c.id)
        .where(sa.not_(sa.func.coalesce(same, sa.false())))
    )


def _due() -> sa.Select[Any]:
    """An open case has an open step, and one that is over has none."""
    open_ = sa.exists().where(RUN.c.complaint_id == CASE.c.id, RUN.c.ended_at.is_(None))
    wrong = sa.or_(sa.and_(CASE.c.due_at.is_(None), open_), sa.and_(CASE.c.due_at.is_not(None), ~open_))
    return sa.select(CASE.c.number.label("complaint"), CASE.c.state, CASE.c.due_at).where(wrong)


def _held() -> sa.Select[Any]:
    """A case is on hold exactly while a hold of it lasts, and for that party."""
    now = sa.select(HOLD.c.complaint_id, HOLD.c.party).where(HOLD.c.ended_at.is_(None)).subquery()
    return (
        sa.select(CASE.c.number.label("complaint"), CASE.c.held_by, now.c.party)
        .outerjoin(now, now.c.complaint_id == CASE.c.id)
        .where(CASE.c.held_by != sa.func.coalesce(now.c.party, ""))
    )


def _approved() -> sa.Select[Any]:
    """Every approval is an entry that approved."""
    return (
        sa.select(PROPOSAL.c.id.label("proposal"), PROPOSAL.c.approved_by)
        .outerjoin(JOURNAL, JOURNAL.c.number == PROPOSAL.c.approved_by)
        .where(PROPOSAL.c.approved_by.is_not(None))
        .where(sa.func.coalesce(JOURNAL.c.operation, "") != "complaints.approve")
    )


ALL: tuple[Check, ...] = (
    ("a complaint's last change is its last entry", _newest()),
    ("an open complaint has a deadline", _due()),
    ("a complaint waits as its hold says", _held()),
    ("a proposal is approved by an entry", _approved()),
)


def told(conn: sa.Connection) -> Iterator[tuple[str, str]]:
    """Cases that do not stand as the journal last told: number, and what was found."""
    wanted = sa.select(CASE, JOURNAL.c.payload).join(JOURNAL, JOURNAL.c.number == CASE.c.last_entry)
    for row in conn.execute(wanted.order_by(CASE.c.id), execution_options={"yield_per": AT_ONCE}):
        says = json.loads(row.payload).get("cases", {}).get(row.number, {})
        stands = told_of(row)
        wrong = sorted(name for name in stands if says.get(name) != stands[name])
        if wrong:
            yield row.number, ", ".join(f"{name} told {says.get(name)}, stands {stands[name]}" for name in wrong)


def evidence(conn: sa.Connection) -> Iterator[tuple[str, str]]:
    """Files whose row is not what their entry attached."""
    wanted = sa.select(EVIDENCE, JOURNAL.c.payload).join(JOURNAL, JOURNAL.c.number == EVIDENCE.c.entry)
    for row in conn.execute(wanted.order_by(EVIDENCE.c.id), execution_options={"yield_per": AT_ONCE}):
        facts = json.loads(row.payload)["facts"]
        if (facts.get("sha256"), facts.get("size")) != (row.sha256, row.size):
            yield f"file {row.id}", f"told {facts.get('sha256')}, stands {row.sha256}"

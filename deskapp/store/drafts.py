"""Work that is not finished: what a clerk has typed and parked, kept so that a power cut loses at most a second.

A draft is no posting: nothing has happened at the desk yet, so nothing is journalled, and it goes when its work is
done. What it leads to is posted under the operation id it carries. PINs are never in it. (domain 1.10)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, no
from deskapp.rules.text import clean
from deskapp.store import engine as engines
from deskapp.store.desk import Desk
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.tables import Instant, table

MOST = 1_000_000
"""Characters of one piece of work at most: several forms with every line full are below it."""


class DraftRow(SQLModel, table=True):
    """One piece of work as it stood when it was last touched."""

    __tablename__ = "draft"
    work: str = Field(primary_key=True)
    session: str
    """The run of the program that has it open."""
    counter: str
    staff: str = Field(index=True)
    who: str
    what: str
    member: str
    parked_at: datetime | None = Field(default=None, sa_type=Instant)
    kept_at: datetime = Field(sa_type=Instant)
    content: str = Field(sa_type=sa.Text)


DRAFT = table(DraftRow)


@dataclass(frozen=True)
class Draft:
    """One piece of work: whose customer (`who`, and `member` with a member number), `what` is being done, since when
    it is parked (None: it was in front), and what the screens need to stand as they stood (`content`, JSON)."""

    work: str
    who: str
    what: str
    member: str
    parked_at: datetime | None
    content: str


@dataclass(frozen=True)
class OpenDraft:
    """A piece of work that somebody left unfinished, without what is typed in it."""

    work: str
    staff: str
    counter: str
    who: str
    what: str
    member: str
    parked_at: datetime | None
    kept_at: datetime


def keep(desk: Desk, session: str, draft: Draft) -> No | None:
    """Write a draft over what was kept of the same work; `work_elsewhere` when its person has taken it up in another
    window of the program, where it goes on. Raises ValueError for one that is too long."""
    if len(draft.content) > MOST:
        raise ValueError(f"a draft holds {MOST} characters at most")
    assert desk.staff is not None
    values: dict[str, Any] = {
        "session": session,
        "counter": desk.counter,
        "staff": desk.staff.number,
        "who": clean(draft.who)[:200],
        "what": draft.what,
        "member": draft.member,
        "parked_at": draft.parked_at,
        "kept_at": desk.store.clock.now(),
        "content": draft.content,
    }
    with engines.writing(desk.store.engine) as conn:
        theirs = sa.update(DRAFT).where(DRAFT.c.work == draft.work, DRAFT.c.session == session).values(values)
        if conn.execute(theirs).rowcount:
            return None
        if conn.execute(sa.select(DRAFT.c.work).where(DRAFT.c.work == draft.work)).first():
            return no("work_elsewhere", who=values["who"])
        conn.execute(sa.insert(DRAFT).values(work=draft.work, **values))
    return None


def drop(desk: Desk, session: str, work: str) -> None:
    """The work is done or was given up: nothing of it stays."""
    with engines.writing(desk.store.engine) as conn:
        conn.execute(sa.delete(DRAFT).where(DRAFT.c.work == work, DRAFT.c.session == session))


def take_up(desk: Desk, session: str) -> list[Draft]:
    """Everything the person at this counter had not finished when the program last stopped, oldest first; what was in
    front counts as parked since it was last put down. It belongs to this run of the program from now on."""
    assert desk.staff is not None
    mine = sa.and_(DRAFT.c.staff == desk.staff.number, DRAFT.c.counter == desk.counter, DRAFT.c.session != session)
    with engines.writing(desk.store.engine) as conn:
        found = conn.execute(sa.select(*_OF_A_DRAFT).where(mine).order_by(_SINCE, DRAFT.c.kept_at)).all()
        conn.execute(sa.update(DRAFT).where(mine).values(session=session))
    return [Draft(*row) for row in found]


def of(conn: sa.Connection, work: str) -> Draft | None:
    """One piece of work as it was put down last."""
    row = conn.execute(sa.select(*_OF_A_DRAFT).where(DRAFT.c.work == work)).one_or_none()
    return None if row is None else Draft(*row)


@reading("drafts.open")
def unfinished(look: Look) -> list[OpenDraft]:
    """What is parked or was left half typed, by anybody, at any counter: oldest first, without what is typed in it."""
    rows = look.conn.execute(sa.select(*_OF_AN_OPEN_ONE).order_by(_SINCE, DRAFT.c.kept_at).limit(200))
    return [OpenDraft(*row) for row in rows]


_SINCE = sa.func.coalesce(DRAFT.c.parked_at, DRAFT.c.kept_at, type_=Instant())
_OF_A_DRAFT = (DRAFT.c.work, DRAFT.c.who, DRAFT.c.what, DRAFT.c.member, _SINCE, DRAFT.c.content)
_OF_AN_OPEN_ONE = (
    DRAFT.c.work, DRAFT.c.staff, DRAFT.c.counter, DRAFT.c.who, DRAFT.c.what, DRAFT.c.member, DRAFT.c.parked_at,
    DRAFT.c.kept_at,
)  # fmt: skip

"""Unfinished work that a handover has carried on: whoever keeps the counter now takes it up as their own. (domain 14)

Nobody takes up a colleague's work otherwise: it waits for its own person.
"""

from __future__ import annotations

import sqlalchemy as sa

from deskapp.rules.decisions import No, no
from deskapp.store import engine as engines
from deskapp.store.desk import Desk
from deskapp.store.drafts import DRAFT, Draft, of
from deskapp.store.shift_items import HANDOVER, ITEM


def take_over(desk: Desk, session: str, work: str) -> Draft | No:
    """The piece of work as it was put down last; it belongs to this person and this run of the program from now on."""
    assert desk.staff is not None
    carried = (
        sa.exists()
        .where(ITEM.c.reference == DRAFT.c.work, ITEM.c.kind.in_(("draft", "parked")))
        .where(HANDOVER.c.number == ITEM.c.handover, HANDOVER.c.state == "accepted")
        .where(HANDOVER.c.counter == desk.counter)
    )
    mine = sa.or_(DRAFT.c.staff == desk.staff.number, carried)
    now_mine = {"staff": desk.staff.number, "counter": desk.counter, "session": session}
    with engines.writing(desk.store.engine) as conn:
        changed = sa.update(DRAFT).where(DRAFT.c.work == work, mine).values(now_mine)
        if conn.execute(changed).rowcount:
            draft = of(conn, work)
            assert draft is not None
            return draft
        theirs = conn.execute(sa.select(DRAFT.c.staff).where(DRAFT.c.work == work)).scalar()
    return no("work_theirs", staff=theirs) if theirs is not None else no("work_over")

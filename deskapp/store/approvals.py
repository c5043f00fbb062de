"""What waits for the word of a supervisor, and above the sum of the house for that of a manager. (domain 6)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from deskapp.rules import complaints as rules
from deskapp.rules.complaint_table import State
from deskapp.rules.decisions import Role, satisfies
from deskapp.store import complaint_views, complaints
from deskapp.store.complaint_lists import LINE, MOST, Line, line
from deskapp.store.complaints import CASE
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.remedies import PROPOSAL, REMEDY


@dataclass(frozen=True)
class Waiting:
    """A case that is laid before somebody: what each proposal costs, in order, and who decides on the cheapest."""

    case: Line
    costs_money: list[int]
    needed: str


@reading("complaints.approvals")
def approvals(look: Look) -> list[Waiting]:
    """The cases whose remedies wait for the approval of who asks, by countdown: none that name them, none above their
    sum."""
    if look.desk.staff is None or not satisfies(Role(look.desk.staff.role), Role.SUPERVISOR):
        return []
    who = complaint_views.who_looks(look)
    wanted = sa.select(CASE).where(CASE.c.state == State.AWAITING_APPROVAL).order_by(CASE.c.due_at, CASE.c.id)
    rows = look.conn.execute(wanted.limit(MOST)).all()
    costs = _costs(look, [row.id for row in rows])
    lines = _lines(look, [row.id for row in rows])
    found = []
    for row in rows:
        offers = costs.get(row.id, [0])
        decision = rules.may_approve(
            complaints.standing(row), who, costs=dict(enumerate(offers)), chosen=offers.index(min(offers)),
            policy=look.policy.complaints,
        )  # fmt: skip
        if all(each.code == "complaint_on_hold" for each in decision.objections):
            needed = rules.to_approve(min(offers), look.policy.complaints)
            found.append(Waiting(lines[row.id], offers, needed.value))
    return found


def _lines(look: Look, cases: list[int]) -> dict[int, Line]:
    return {row.id: line(row, look) for row in look.conn.execute(sa.select(*LINE).where(CASE.c.id.in_(cases)))}


def _costs(look: Look, cases: list[int]) -> dict[int, list[int]]:
    """What each proposal of the latest round costs, in order."""
    if not cases:
        return {}
    later = PROPOSAL.alias("later")
    newest = sa.select(sa.func.max(later.c.round)).where(later.c.complaint_id == PROPOSAL.c.complaint_id)
    wanted = (
        sa.select(PROPOSAL.c.complaint_id, PROPOSAL.c.option, sa.func.sum(REMEDY.c.cost).label("cost"))
        .join(REMEDY, REMEDY.c.proposal_id == PROPOSAL.c.id)
        .where(PROPOSAL.c.complaint_id.in_(cases), PROPOSAL.c.round == newest.scalar_subquery())
        .group_by(PROPOSAL.c.complaint_id, PROPOSAL.c.option)
        .order_by(PROPOSAL.c.complaint_id, PROPOSAL.c.option)
    )
    found: dict[int, list[int]] = {}
    row: Any
    for row in look.conn.execute(wanted):
        found.setdefault(row.complaint_id, []).append(int(row.cost))
    return found

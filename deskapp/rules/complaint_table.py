"""The thirteen states of a complaint and the one table of moves between them: who makes each, and what it takes.

What the table does not hold is refused. (domain 6)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskapp.rules.decisions import Role


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    REGISTERED = "registered"
    INVESTIGATING = "investigating"
    PROPOSING = "proposing"
    AWAITING_APPROVAL = "awaiting_approval"
    AWAITING_CUSTOMER = "awaiting_customer"
    IMPLEMENTING = "implementing"
    AWAITING_FEEDBACK = "awaiting_feedback"
    CLOSED = "closed"
    ANSWERED_UNFOUNDED = "answered_unfounded"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    REFERRED = "referred"


class Move(StrEnum):
    """What can be done with a case."""

    OPEN = "open"
    REGISTER = "register"
    AMEND = "amend"
    ANSWER = "answer"
    JUDGE = "judge"
    INVESTIGATE = "investigate"
    PROPOSE = "propose"
    APPROVE = "approve"
    RETURN = "return"
    ACCEPT = "accept"
    DECLINE = "decline"
    REFER = "refer"
    IMPLEMENT = "implement"
    FEEDBACK = "feedback"
    DISSATISFIED = "dissatisfied"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    RESTORE = "restore"
    UNMERGE = "unmerge"
    HOLD = "hold"
    RELEASE = "release"
    ESCALATE = "escalate"
    ATTACH = "attach"
    NOTE = "note"


class Feedback(StrEnum):
    """What the customer says when asked afterwards; unreachable after the set tries."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    UNREACHABLE = "unreachable"


class Level(StrEnum):
    """To whom a case was escalated."""

    LEAD = "lead"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    AUTHORITY = "authority"


ENDED: Final = (State.CLOSED, State.ANSWERED_UNFOUNDED, State.WITHDRAWN, State.MERGED)
OPEN: Final = tuple(state for state in State if state not in ENDED)
_REGISTERED: Final = tuple(state for state in OPEN if state is not State.DRAFT)


@dataclass(frozen=True)
class Row:
    """One line of the table: who moves a case from one state to another, and what that takes. A `target` of None is the
    state that the case came from."""

    move: Move
    source: State | None
    target: State | None
    by: Role
    requires: tuple[str, ...] = ()


def _stay(move: Move, states: tuple[State, ...], by: Role, *requires: str) -> Iterator[Row]:
    return (Row(move, state, state, by, requires) for state in states)


def _from(move: Move, states: tuple[State, ...], target: State, by: Role, *requires: str) -> Iterator[Row]:
    return (Row(move, state, target, by, requires) for state in states)


_S, _M = State, Move
TABLE: Final = (
    Row(_M.OPEN, None, _S.DRAFT, Role.CLERK),
    Row(_M.REGISTER, _S.DRAFT, _S.REGISTERED, Role.CLERK, ("channel", "what", "happened_at", "complainant")),
    Row(_M.ANSWER, _S.REGISTERED, _S.ANSWERED_UNFOUNDED, Role.LEAD, ("reason", "answer", "told_at", "told_by")),
    Row(_M.JUDGE, _S.REGISTERED, _S.INVESTIGATING, Role.LEAD, ("department", "promised_at")),
    Row(_M.INVESTIGATE, _S.INVESTIGATING, _S.PROPOSING, Role.LEAD, ("cause", "responsible")),
    Row(_M.PROPOSE, _S.PROPOSING, _S.AWAITING_APPROVAL, Role.CLERK, ("proposals", "asked")),
    Row(_M.APPROVE, _S.AWAITING_APPROVAL, _S.AWAITING_CUSTOMER, Role.SUPERVISOR, ("chosen",)),
    Row(_M.RETURN, _S.AWAITING_APPROVAL, _S.PROPOSING, Role.SUPERVISOR, ("reason",)),
    Row(_M.ACCEPT, _S.AWAITING_CUSTOMER, _S.IMPLEMENTING, Role.CLERK),
    Row(_M.DECLINE, _S.AWAITING_CUSTOMER, _S.PROPOSING, Role.CLERK, ("said",)),
    Row(_M.REFER, _S.AWAITING_CUSTOMER, _S.REFERRED, Role.MANAGER, ("body", "reference")),
    Row(_M.IMPLEMENT, _S.IMPLEMENTING, _S.AWAITING_FEEDBACK, Role.CLERK, ("done", "conduct")),
    Row(_M.FEEDBACK, _S.AWAITING_FEEDBACK, _S.AWAITING_FEEDBACK, Role.CLERK, ("answer",)),
    Row(_M.DISSATISFIED, _S.AWAITING_FEEDBACK, _S.INVESTIGATING, Role.CLERK, ("said",)),
    Row(_M.CLOSE, _S.AWAITING_FEEDBACK, _S.CLOSED, Role.CLERK, ("category", "measure")),
    Row(_M.CLOSE, _S.REFERRED, _S.CLOSED, Role.MANAGER, ("category", "measure")),
    Row(_M.REOPEN, _S.CLOSED, _S.INVESTIGATING, Role.CLERK, ("reason",)),
    *_from(_M.WITHDRAW, OPEN, _S.WITHDRAWN, Role.CLERK, "said"),
    *_from(_M.MERGE, OPEN, _S.MERGED, Role.LEAD, "into"),
    Row(_M.RESTORE, _S.WITHDRAWN, None, Role.SUPERVISOR, ("reason",)),
    Row(_M.UNMERGE, _S.MERGED, None, Role.SUPERVISOR, ("reason",)),
    *_stay(_M.AMEND, OPEN, Role.CLERK, "changes"),
    *_stay(_M.HOLD, _REGISTERED, Role.CLERK, "party", "reason"),
    *_stay(_M.RELEASE, _REGISTERED, Role.CLERK),
    *_stay(_M.ESCALATE, _REGISTERED, Role.CLERK, "level", "reason"),
    *_stay(_M.ATTACH, tuple(State), Role.CLERK, "name", "content"),
    *_stay(_M.NOTE, tuple(State), Role.CLERK, "text"),
)
"""Every move that there is. What is not here is refused."""

ROWS: Final = {(row.move, row.source): row for row in TABLE}
IMPARTIAL: Final = frozenset({_M.ANSWER, _M.JUDGE, _M.APPROVE, _M.RETURN, _M.CLOSE, _M.WITHDRAW, _M.MERGE})
"""What nobody does with a case that names them."""
WHILE_HELD: Final = frozenset(
    {_M.RELEASE, _M.AMEND, _M.ATTACH, _M.NOTE, _M.ESCALATE, _M.WITHDRAW, _M.MERGE, _M.RESTORE, _M.UNMERGE}
)
"""What goes on while somebody else is waited for."""

"""How the desk says yes and no.

A rule answers with a decision: a value, and the objections to it. An objection is a code with the figures
that led to it, so that the screen can say why in the clerk's language and what would help.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

Figure = int | str | date | datetime | bool | None
T = TypeVar("T")


class Role(StrEnum):
    """Who a person is at the desk."""

    CLERK = "clerk"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    FINANCE = "finance"
    AUDITOR = "auditor"


_RANK = {Role.CLERK: 1, Role.LEAD: 2, Role.SUPERVISOR: 3, Role.MANAGER: 4}


def satisfies(role: Role, needed: Role) -> bool:
    """Each rank of the desk may do what those below it may; finance and auditors stand for themselves only."""
    if role in _RANK and needed in _RANK:
        return _RANK[role] >= _RANK[needed]
    return role == needed


@dataclass(frozen=True)
class No:
    """A refusal: why, with the figures, and beside which field it is shown.

    `approver` set means that this role may overrule it with a written reason; `matters` that the refusal itself
    belongs in the journal. A figure whose name ends in `_money` is in minor units of the store's currency.
    """

    code: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    field: str | None = None
    approver: Role | None = None
    clause: str | None = None
    matters: bool = False


def no(
    code: str,
    *,
    field: str | None = None,
    approver: Role | None = None,
    clause: str | None = None,
    matters: bool = False,
    **figures: Figure,
) -> No:
    """Say no in one line: `no("points_short", needs=500, has=320)`."""
    return No(code, figures, field, approver, clause, matters)


@dataclass(frozen=True)
class Decision(Generic[T]):
    """A rule's answer: the value it would give, and what stands against it, the first to act on first."""

    value: T
    objections: tuple[No, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.objections

    @property
    def first(self) -> No | None:
        return self.objections[0] if self.objections else None

    @property
    def approver(self) -> Role | None:
        """The role that could overrule every objection, or None if nobody could (or nobody needs to)."""
        needed = [objection.approver for objection in self.objections]
        for role in needed:
            if role is not None and all(other is not None and satisfies(role, other) for other in needed):
                return role
        return None


def decide(value: T, objections: Iterable[No | None]) -> Decision[T]:
    """Collect what stands against a value. Final refusals come before those that an approver could overrule,
    since fetching a supervisor helps nobody while points are short."""
    standing = [objection for objection in objections if objection is not None]
    return Decision(value, tuple(sorted(standing, key=lambda objection: objection.approver is not None)))

"""Whose turn it is: the order in which customers are called, what the day holds, and how the work is dealt out.

Appointments first, then who has the least callable time left, then those who were dissatisfied. Work is dealt evenly
by customers, weighted by skill, and a customer stays with their clerk. (seed: 按照负责客户数量均衡、兼顾业务能力)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from deskapp.rules.calling import Outlook, Standing, minutes

if TYPE_CHECKING:
    from deskapp.rules.policy_callbacks import CallbackPolicy


@dataclass(frozen=True)
class Waiting:
    """A live callback in the queue."""

    number: str
    outlook: Outlook
    appointed: datetime | None = None
    upset: bool = False
    assignee: str = ""


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The queue: appointments due, then least callable time left, then dissatisfied before others."""
    return sorted(waiting, key=_turn)


def _turn(one: Waiting) -> tuple[bool, datetime | int, bool, str]:
    if one.appointed and one.outlook.standing is Standing.DUE:
        return False, int(one.appointed.timestamp()), not one.upset, one.number
    return True, one.outlook.left, not one.upset, one.number


def offered(waiting: Iterable[Waiting], clerk: str) -> list[Waiting]:
    """Who may be called now, for this clerk: their own customers and nobody's first, then those of others, so that
    nobody is forgotten when their clerk is away."""
    due = in_order(one for one in waiting if one.outlook.standing is Standing.DUE)
    return sorted(due, key=lambda one: one.assignee not in ("", clerk))


@dataclass(frozen=True)
class Forecast:
    """What the day holds: how many must be called today, how many callable minutes are left, how many of them cannot
    be reached in time, and how many are late already."""

    due: int
    minutes: int
    will_be_late: int
    late: int


def forecast(
    waiting: Sequence[Waiting],
    *,
    tonight: datetime,
    left_today: int,
    policy: CallbackPolicy,
    clerks: int,
) -> Forecast:
    """What is ahead until `tonight`, with so many clerks calling one customer after another. Whoever could still be
    called tomorrow in time is not due today."""
    due = [one for one in in_order(waiting) if _today(one, tonight, policy)]
    in_time = will_be_late = 0
    for one in sorted((one for one in due if not one.outlook.late and not one.appointed), key=_left):
        needed = (in_time + 1) * policy.call_minutes
        if needed > one.outlook.left * clerks:
            will_be_late += 1
        else:
            in_time += 1
    late = sum(one.outlook.late for one in due)
    return Forecast(len(due), left_today * clerks, will_be_late, late)


def _left(one: Waiting) -> int:
    return one.outlook.left


def _today(one: Waiting, tonight: datetime, policy: CallbackPolicy) -> bool:
    if one.appointed:
        return one.appointed <= tonight
    later = minutes(one.outlook.spans, tonight, datetime.max.replace(tzinfo=tonight.tzinfo))
    return one.outlook.late or one.outlook.will_be_late or later < policy.call_minutes


@dataclass(frozen=True)
class Customer:
    """A person to be dealt to a clerk; `clerk` is who spoke with them last, if anybody."""

    person: str
    clerk: str = ""


def deal(
    customers: Sequence[Customer], *, skills: Mapping[str, int], load: Mapping[str, int] | None = None
) -> dict[str, str]:
    """Person to clerk: the clerk they know, else whoever has the lightest load for their skill, which is at least 1.
    `load` is how many customers each has already."""
    held = {clerk: (load or {}).get(clerk, 0) for clerk in skills}
    dealt: dict[str, str] = {}
    for one in sorted(customers, key=lambda one: one.clerk not in held):
        if one.person in dealt or not held:
            continue
        clerk = one.clerk if one.clerk in held else min(held, key=lambda name: _load(held[name], skills[name], name))
        held[clerk] += 1
        dealt[one.person] = clerk
    return dealt


def _load(held: int, skill: int, name: str) -> tuple[Fraction, str]:
    """How heavy the next customer would weigh on this clerk."""
    return Fraction(held + 1, skill), name

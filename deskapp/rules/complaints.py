"""Complaints: who may make which move of the table, with a case as it stands and with what was typed. (domain 6)

Every other move is refused with its reason. Nobody judges, approves or ends a case that names them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from deskapp.rules.complaint_table import IMPARTIAL, ROWS, TABLE, WHILE_HELD, Feedback, Level, Move, Row, State
from deskapp.rules.decisions import Decision, No, Role, decide, no, satisfies

if TYPE_CHECKING:
    from deskapp.rules.policy_complaints import ComplaintPolicy


@dataclass(frozen=True)
class Standing:
    """What of a case decides. `named`: what was typed for the staff whom it concerns; `cost` of the approved remedy in
    minor units; `before`: the state that a withdrawn or merged case came from."""

    state: State
    before: State | None = None
    named: str = ""
    held_by: str = ""
    level: str = ""
    cost: int = 0
    feedback: str = ""
    closed_on: date | None = None


@dataclass(frozen=True)
class Who:
    """Who acts, and who approves it beside them, each by number and name."""

    role: Role
    people: frozenset[str] = frozenset()


def names(text: str, person: str) -> bool:
    """Whether the people of a case, as a clerk typed them ("收银员赵敏", "3001/Zhao Min"), hold this number or name.
    Chinese and Korean names stand among other words without a space; whatever could be a part of another number or
    word stands by itself."""
    sought, text = (" ".join(unicodedata.normalize("NFKC", each).casefold().split()) for each in (person, text))
    if not sought:
        return False
    if len(sought) == 1 or sought.isascii():
        part = "[a-z0-9]" if sought.isascii() else r"\w"
        return re.search(f"(?<!{part}){re.escape(sought)}(?!{part})", text) is not None
    return sought.replace(" ", "") in text.replace(" ", "")


def may(
    move: Move,
    case: Standing,
    who: Who,
    *,
    given: Mapping[str, Any] | None = None,
    needed: Role | None = None,
    also: tuple[No | None, ...] = (),
) -> Decision[State]:
    """Whether this person may make this move now. `given` is what was typed (None: not asked yet), `needed` the role
    where figures ask for a higher one than the table, `also` what else stands against it."""
    row = ROWS.get((move, case.state))
    if row is None:
        return decide(case.state, [_no_such_move(move, case)])
    target = row.target or case.before or case.state
    missing = [_missing(name, given) for name in row.requires] if given is not None else []
    role = needed if needed is not None and satisfies(needed, row.by) else row.by
    return decide(target, [_names(move, case, who), _held(move, case), *missing, *also, _role(role, who)])


def _no_such_move(move: Move, case: Standing) -> No:
    sources = ", ".join(row.source for row in TABLE if row.move is move and row.source)
    return no("complaint_state", matters=True, move=move.value, state=case.state.value, states=sources)


def _names(move: Move, case: Standing, who: Who) -> No | None:
    found = _named(case.named, who) if move in IMPARTIAL else []
    return no("complaint_names_you", matters=True, move=move.value, staff=found[0]) if found else None


def _named(text: str, who: Who) -> list[str]:
    return sorted(person for person in who.people if names(text, person))


def takes_oneself_off(move: Move, case: Standing, who: Who, named: str) -> No | None:
    """Whom a case names cannot clear the way by taking their own name off it; `named` is what would stand there."""
    if (found := _named(case.named, who)) and not _named(named, who):
        return no("complaint_names_you", matters=True, move=move.value, staff=found[0])
    return None


def _held(move: Move, case: Standing) -> No | None:
    if not case.held_by:
        return no("not_held", matters=True) if move is Move.RELEASE else None
    if move in WHILE_HELD:
        return None
    if move is Move.HOLD:
        return no("already_held", party=case.held_by, matters=True)
    return no("complaint_on_hold", move=move.value, party=case.held_by, matters=True)


def _missing(name: str, given: Mapping[str, Any] | None) -> No | None:
    value = (given or {}).get(name)
    return no("empty", field=name) if value is None or value in ("", [], {}) or value is False else None


def _role(needed: Role, who: Who) -> No | None:
    """A colleague of the needed role may allow it on the same form; who is no clerk at all may not even ask."""
    if satisfies(who.role, needed):
        return None
    lifts = needed if satisfies(who.role, Role.CLERK) else None
    return no("role_needed", approver=lifts, matters=True, needed=needed.value, has=who.role.value)


# Moves that figures decide


def to_approve(cost: int, policy: ComplaintPolicy) -> Role:
    """Who approves a remedy of this cost."""
    return Role.MANAGER if policy.manager_above is not None and cost > policy.manager_above else Role.SUPERVISOR


def to_close(case: Standing, policy: ComplaintPolicy) -> Role:
    """Who closes: the clerk for a satisfied customer up to the sum, else the supervisor."""
    easy = case.feedback == Feedback.SATISFIED and case.cost <= policy.clerk_closes_up_to
    return Role.CLERK if easy else Role.SUPERVISOR


def may_approve(
    case: Standing, who: Who, *, costs: Mapping[int, int], chosen: int, policy: ComplaintPolicy
) -> Decision[State]:
    """Approve one of the proposals, by its place; above the sum it is the manager's."""
    unknown = None if chosen in costs else no("proposal_unknown", field="chosen", chosen=chosen, has=len(costs))
    needed = to_approve(costs.get(chosen, 0), policy)
    return may(Move.APPROVE, case, who, given={"chosen": chosen}, needed=needed, also=(unknown,))


def may_close(case: Standing, who: Who, *, given: Mapping[str, Any], policy: ComplaintPolicy) -> Decision[State]:
    """Close a case after the customer was heard, or could not be reached."""
    unheard = case.state is State.AWAITING_FEEDBACK and not case.feedback
    also = (no("feedback_needed", matters=True) if unheard else None,)
    return may(Move.CLOSE, case, who, given=given, needed=to_close(case, policy), also=also)


def may_reopen(case: Standing, who: Who, *, reason: str, today: date, policy: ComplaintPolicy) -> Decision[State]:
    """Reopen a closed case: the clerk within the days of the house, a supervisor always."""
    days = (today - case.closed_on).days if case.closed_on else 0
    late = None
    if days > policy.reopen_days and not satisfies(who.role, Role.SUPERVISOR):
        late = no("reopen_late", approver=Role.SUPERVISOR, matters=True, days=days, limit=policy.reopen_days)
    return may(Move.REOPEN, case, who, given={"reason": reason}, also=(late,))


def may_answer_feedback(
    case: Standing, who: Who, *, answer: str, said: str, tries: int, policy: ComplaintPolicy
) -> Decision[State]:
    """Record what the customer says afterwards; *dissatisfied* sends the case back to the investigation."""
    if answer == Feedback.DISSATISFIED:
        return may(Move.DISSATISFIED, case, who, given={"said": said})
    few = answer == Feedback.UNREACHABLE and tries < policy.unreachable_tries
    also = (
        no("choose_one", field="answer") if answer and answer not in tuple(Feedback) else None,
        no("tries_few", field="tries", needs=policy.unreachable_tries, has=tries) if few else None,
    )
    return may(Move.FEEDBACK, case, who, given={"answer": answer}, also=also)


def may_accept(case: Standing, who: Who, *, signed: bool, slip: str, slip_state: str) -> Decision[State]:
    """Go on with what was approved: the customer has signed, or a supervisor saw them refuse to."""
    unsigned = no("slip_unsigned", field="slip", slip=slip) if signed and slip_state != "signed" else None
    unseen = no("approval_needed", approver=Role.SUPERVISOR, role=Role.SUPERVISOR.value) if not signed else None
    return may(Move.ACCEPT, case, who, given={}, also=(unsigned, unseen))


def may_merge(case: Standing, who: Who, *, number: str, into: str, target: State | None) -> Decision[State]:
    """Join a case with another one: not with itself, and not with one that is itself joined or taken back."""
    also = (
        no("merge_self", field="into", complaint=number, matters=True) if into == number else None,
        no("merge_target", field="into", complaint=into, state=target.value, matters=True)
        if target in (State.MERGED, State.WITHDRAWN)
        else None,
    )
    return may(Move.MERGE, case, who, given={"into": into}, also=also)


def may_escalate(case: Standing, who: Who, *, level: str, reason: str, body: str, told: str) -> Decision[State]:
    """Call a higher one; to an authority with who there was told, by a supervisor."""
    order = list(Level)
    known = level in order
    below = known and case.level in order and order.index(Level(level)) <= order.index(Level(case.level))
    outside = level == Level.AUTHORITY
    also = (
        no("choose_one", field="level") if level and not known else None,
        no("level_reached", field="level", level=case.level, matters=True) if below else None,
        no("empty", field="body") if outside and not body else None,
        no("empty", field="told") if outside and not told else None,
    )
    needed = Role.SUPERVISOR if outside else Role.CLERK
    return may(Move.ESCALATE, case, who, given={"level": level, "reason": reason}, needed=needed, also=also)


def called_for(started: datetime, due: datetime, now: datetime, policy: ComplaintPolicy) -> Level | None:
    """Who should know by now, by how much of the time has passed."""
    whole = (due - started).total_seconds()
    passed = (now - started).total_seconds() * 100 / whole if whole > 0 else 100
    rising = (
        (Level.MANAGER, policy.escalate_manager),
        (Level.SUPERVISOR, policy.escalate_supervisor),
        (Level.LEAD, policy.escalate_lead),
    )
    return next((level for level, percent in rising if passed >= percent), None)


def called_on(role: Role) -> tuple[Level, ...]:
    """The levels of escalation that concern whoever has this role: their own, and those of the ranks below, where
    perhaps nobody is in today. An authority is called by a supervisor and known to the manager."""
    within = {Level.LEAD: Role.LEAD, Level.SUPERVISOR: Role.SUPERVISOR}
    return tuple(level for level in Level if satisfies(role, within.get(level, Role.MANAGER)))


# What can be done next


@dataclass(frozen=True)
class Option:
    """A move that can be made from here: where it leads, what it takes, and what stands against it for this person.
    `approver` is the role that could allow it."""

    move: Move
    target: State
    requires: tuple[str, ...]
    approver: Role | None = None
    objection: No | None = field(default=None)


def options(case: Standing, who: Who, policy: ComplaintPolicy, *, today: date) -> list[Option]:
    """The legal moves from where the case stands, in the order of the table; those that this person can only make with
    somebody's approval, or not at all, say so."""
    found = []
    for row in TABLE:
        if row.source is not case.state or (row.move is Move.RELEASE and not case.held_by):
            continue
        decision = _asked(row, case, who, policy, today)
        found.append(Option(row.move, decision.value, row.requires, decision.approver, decision.first))
    return found


def _asked(row: Row, case: Standing, who: Who, policy: ComplaintPolicy, today: date) -> Decision[State]:
    if row.move is Move.CLOSE:
        unheard = case.state is State.AWAITING_FEEDBACK and not case.feedback
        also = (no("feedback_needed") if unheard else None,)
        return may(row.move, case, who, needed=to_close(case, policy), also=also)
    if row.move is Move.REOPEN:
        return may_reopen(case, who, reason="-", today=today, policy=policy)
    return may(row.move, case, who)

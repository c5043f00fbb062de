"""Posts an operation: one transaction, one journal entry, one effect however often it is posted. (domain 1.1)

A refusal rolls everything back; one that matters is journalled on its own. A second person's PIN is checked before the
write lock is taken, so that slow hashing never holds up the other counter.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from deskapp.rules.decisions import Decision, No, Role, no
from deskapp.rules.journal import canonical
from deskapp.rules.people import may_act, may_approve
from deskapp.rules.policy import Policy
from deskapp.rules.shifts import may_post
from deskapp.store import duty, journal, ledger, numbers, tallies
from deskapp.store import engine as engines
from deskapp.store.desk import Act, Approval, Desk, Staff

if TYPE_CHECKING:
    from deskapp.store.registry import Operation

R = TypeVar("R")
COMMON_REFUSALS = (
    "sign_in_needed",
    "role_needed",
    "op_reused",
    "approver_same",
    "approver_role",
    "reason_needed",
    "staff_unknown",
    "pin_wrong",
    "locked",
    "short",
    "drawer_short",
    "shift_closed",
    "handover_waiting",
    "shift_needed",
)  # fmt: skip
"""What any operation may answer, beside its own refusals."""


class Refused(Exception):
    """Leaves a posting from the depth of the ledger with the reason; the caller of the operation sees only the No."""

    def __init__(self, reason: No) -> None:
        super().__init__(reason.code)
        self.reason = reason


@dataclass
class Look:
    """One moment of the store for reading: what was read in it belongs together."""

    conn: sa.Connection
    desk: Desk
    policy: Policy
    at: datetime
    today: date


@dataclass
class Posting:
    """One operation under way. Everything it moves belongs to journal entry number `entry`."""

    conn: sa.Connection
    desk: Desk
    operation: str
    actor: Staff
    approver: Staff | None
    reason: str
    head: journal.Head
    at: datetime
    clock_behind: int
    business_date: date
    policy: Policy
    duty: duty.Duty = field(default_factory=duty.Duty)
    shift: str = ""
    overrides: list[No] = field(default_factory=list)
    papers: dict[str, str] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    callbacks: dict[str, dict[str, Any]] = field(default_factory=dict)
    outcome: Outcome | None = None
    ahead: Any = None

    @cached_property
    def entry(self) -> int:
        """Number of the journal entry that this posting will be."""
        return self.head.number + 1

    @property
    def currency(self) -> str:
        """The unit that money is counted in, such as CNY."""
        return self.policy.store.currency

    def refused(self, decision: Decision[Any]) -> No | None:
        """The first objection that the approval given does not lift, or None when all may go on."""
        for objection in decision.objections:
            if unlifted := self._unlifted(objection):
                return unlifted
        return None

    def _unlifted(self, objection: No) -> No | None:
        if objection.approver is None or self.approver is None:
            return objection
        reason = self.reason if objection.code != "approval_needed" else "the operation's own"
        unfit = may_approve(
            actor=self.actor.number,
            approver=self.approver.number,
            approver_role=self.approver.role,
            needed=objection.approver,
            reason=reason,
        )
        if unfit is None:
            self.overrides.append(objection)
        return unfit

    def move(self, unit: str, source: str, target: str, amount: int) -> None:
        """Move a positive amount between two holders. Leaves the posting with `short` when it is not there."""
        if lacking := ledger.move(self.conn, self.entry, unit, source, target, amount):
            raise Refused(lacking)

    def number(self, kind: str) -> str:
        """The next record number of this kind, such as `M261122-0007`; given once, ever."""
        return numbers.take(self.conn, kind, self.desk.counter, self.business_date, len(self.policy.store.counters))

    def slip(self, kind: str, member_id: int | None, language: str, facts: Mapping[str, Any]) -> str:
        """Record a slip to sign and return its number."""
        from deskapp.store import slips

        return slips.make(self, kind, member_id, language, facts)

    def done(
        self,
        result: R,
        *,
        subject: str = "",
        member: int | None = None,
        voids: int | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> R:
        """Say what was done. `facts` go into the journal: figures and codes, never personal data."""
        self.outcome = Outcome(result, subject, member, voids, facts or {})
        return result


@dataclass(frozen=True)
class Outcome:
    """What a posting says of itself for its journal entry."""

    result: Any
    subject: str
    member: int | None
    voids: int | None
    facts: Mapping[str, Any]


def perform(operation: Operation[Any, Any], act: Act, arguments: dict[str, Any]) -> Any:
    """Post an operation, or answer with its first result if this operation id was posted before."""
    answer = _attempt(operation, act, arguments)
    if isinstance(answer, No) and answer.matters and act.desk.staff:
        note_refusal(act.desk, operation.name, answer, act)
    return answer


def _attempt(operation: Operation[Any, Any], act: Act, arguments: dict[str, Any]) -> Any:
    desk, actor = act.desk, act.desk.staff
    if actor is None:
        return no("sign_in_needed")
    if forbidden := may_act(actor.role, operation.by):
        return forbidden
    approver = _approver(desk, act.approval)
    if isinstance(approver, No):
        return approver
    if operation.first and (unready := operation.first(act, arguments)):
        return unready
    ahead = _ahead(desk, operation)
    request = operation.request(arguments, desk.store.key)
    with engines.writing(desk.store.engine) as conn:
        post = begin(conn, desk, operation.name, approver, act.approval.reason if act.approval else "")
        post.ahead = ahead
        if before := journal.replay(conn, act.op):
            if (before.operation, before.request, before.actor) != (operation.name, request, actor.number):
                return no("op_reused", operation=before.operation)
            return operation.result.validate_python(before.result)
        answer = _on_duty(post) or _answer(post, operation, arguments)
        if isinstance(answer, No):
            conn.get_transaction().rollback()  # type: ignore[union-attr]
            return answer
        record(post, act.op, request)
        return answer


def _ahead(desk: Desk, operation: Operation[Any, Any]) -> Any:
    if operation.ahead is None:
        return None
    with look(desk) as view:
        return operation.ahead(view)


def _on_duty(post: Posting) -> No | None:
    """Why the shift at this counter does not take the posting, such as one that was closed from the other counter."""
    decision = may_post(
        operation=post.operation, role=post.actor.role, here=post.duty.here, left=post.duty.left,
        policy=post.policy.shifts,
    )  # fmt: skip
    return post.refused(decision)


def _answer(post: Posting, operation: Operation[Any, Any], arguments: dict[str, Any]) -> Any:
    try:
        return operation.function(post, **arguments)
    except Refused as refusal:
        return refusal.reason


def _approver(desk: Desk, approval: Approval | None) -> Staff | No | None:
    if approval is None or not approval.staff:
        return None
    from deskapp.store import people

    return people.check_pin(desk, approval.staff, approval.pin, as_approver=True)


def begin(conn: sa.Connection, desk: Desk, operation: str, approver: Staff | None = None, reason: str = "") -> Posting:
    """Lock the end of the journal and fix the instant, business date and policy of what follows."""
    head = journal.lock_head(conn)
    now = desk.store.clock.now()
    at = max(now, head.at) if head.at else now
    policies = desk.store.policy_source.refresh(conn, head.policy_id)
    today = policies.business_date(at)
    actor = desk.staff or NOBODY
    behind = int((at - now).total_seconds())
    on = duty.at_counter(conn, desk.counter, actor.number)
    return Posting(
        conn, desk, operation, actor, approver, reason, head, at, behind, today, policies.on(today), on, on.shift
    )


NOBODY = Staff("", "", Role.CLERK)
"""Who acts when nobody is signed in yet: a wrong PIN at the door is journalled without a name."""


def record(post: Posting, op: str | None, request: str) -> None:
    """Write the journal entry of a posting that is done."""
    outcome = post.outcome
    if outcome is None:
        raise AssertionError(f"{post.operation} returned without saying what was done")
    payload = {"request": request, "result": remembered(outcome.result), "facts": dict(outcome.facts)}
    if post.papers:
        payload["slips"] = post.papers
    if post.cases:
        payload["cases"] = post.cases
    if post.callbacks:
        payload["callbacks"] = post.callbacks
    if post.overrides:
        payload["overrides"] = [{"code": each.code, "figures": dict(each.figures)} for each in post.overrides]
        payload["reason"] = post.reason
    _append(post, "done", payload, op=op, subject=outcome.subject, member=outcome.member, voids=outcome.voids)


def note_refusal(desk: Desk, operation: str, reason: No, act: Act | None = None, subject: str = "") -> None:
    """Journal a refusal that matters, in a transaction of its own."""
    with engines.writing(desk.store.engine) as conn:
        record_refusal(begin(conn, desk, operation), reason, act, subject)


def record_refusal(post: Posting, reason: No, act: Act | None = None, subject: str = "") -> None:
    """Write the journal entry of a refusal in the transaction under way."""
    payload = {"refused": reason.code, "figures": dict(reason.figures), "op": act.op if act else None}
    if act and act.approval:
        payload["approver"] = act.approval.staff
    _append(post, "refused", payload, subject=subject)


def _append(
    post: Posting,
    kind: str,
    payload: Mapping[str, Any],
    *,
    op: str | None = None,
    subject: str = "",
    member: int | None = None,
    voids: int | None = None,
) -> None:
    entry = {
        "number": post.entry, "at": post.at, "clock_behind": post.clock_behind, "business_date": post.business_date,
        "counter": post.desk.counter, "shift": post.shift, "actor": post.actor.number,
        "operation": post.operation, "kind": kind,
        "approver": post.approver.number if post.approver and post.overrides else None, "subject": subject,
        "member_id": member, "payload": canonical(payload), "policy_version": post.policy.version, "op": op,
        "voids": voids,
    }  # fmt: skip
    journal.append(post.conn, post.head, entry)
    tallies.keep(post, entry)


def remembered(result: Any) -> Any:
    """A result as the journal keeps it: fields marked secret are left empty."""
    if not dataclasses.is_dataclass(result) or isinstance(result, type):
        return result
    kept = {
        each.name: "" if each.metadata.get("secret") else getattr(result, each.name)
        for each in dataclasses.fields(result)
    }
    return json.loads(canonical(kept))


@contextmanager
def look(desk: Desk) -> Iterator[Look]:
    """Read the store as of one moment."""
    with engines.reading(desk.store.engine) as conn:
        at = desk.store.clock.now()
        policies = desk.store.policy_source.refresh(conn, journal.policy_in_force(conn))
        today = policies.business_date(at)
        yield Look(conn, desk, policies.on(today), at, today)

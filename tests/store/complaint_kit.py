"""How tests bring a complaint to where they want it: one function for each step, each a fresh attempt by its person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from deskapp.rules.decisions import No
from deskapp.store import closing, complaint_views, complaints, handling, intake, remedies, slips
from deskapp.store.complaints import Moved
from deskapp.store.desk import Approval
from deskapp.store.remedies import Proposal, Remedy
from tests.store.conftest import PIN, Counter

FIELDS = {
    "channel": "in_person", "what": "电饭锅第二次使用就漏水", "happened_at": "2026-07-15 09:30", "name": "刘洋",
    "phone": "13800138000", "subject": "电饭锅漏水", "receipt": "R-88", "category": "goods", "asked": "换一个新的",
}  # fmt: skip
LEAD, SUPERVISOR, MANAGER = "2001", "3001", "4001"


def by(staff: str, reason: str = "已了解") -> Approval:
    """Somebody's number, PIN and reason, as typed on the form of another."""
    return Approval(staff, PIN, reason)


def good(answer: Moved | No) -> Moved:
    """The answer of a move that was to succeed."""
    assert isinstance(answer, Moved), answer
    return answer


def refusal(answer: Any, code: str) -> No:
    """The answer of a move that was to be refused for this reason."""
    assert isinstance(answer, No), answer
    assert answer.code == code, answer
    return answer


def at_hand(case: Moved) -> dict[str, Any]:
    """A case as its last caller saw it."""
    return {"complaint": case.complaint, "version": case.version}


def drafted(counter: Counter, **fields: str) -> Moved:
    return good(intake.open_(counter.act(), fields=fields or None))


def registered(counter: Counter, **fields: str) -> Moved:
    draft = drafted(counter)
    return good(intake.register(counter.act(), **at_hand(draft), fields={**FIELDS, **fields}))


def investigating(counter: Counter, **fields: str) -> Moved:
    case = registered(counter, **fields)
    until = counter.clock.now() + timedelta(days=2)
    return good(handling.judge(counter.act(LEAD), **at_hand(case), founded=True, department="floor", promised_at=until))


def proposing(counter: Counter, responsible: str = "", **fields: str) -> Moved:
    case = investigating(counter, **fields)
    return good(
        handling.investigate(
            counter.act(LEAD), **at_hand(case), cause="defect", responsible=responsible, none_found=not responsible
        )
    )


def proposed(counter: Counter, cost: int = 5_000, **more: str) -> Moved:
    case = proposing(counter, **more)
    offers = [Proposal([Remedy("exchange", cost, "同款新锅")]), Proposal([Remedy("apology"), Remedy("gift", 900)])]
    return good(remedies.propose(counter.act(), **at_hand(case), proposals=offers))


def offered(counter: Counter, cost: int = 5_000, **more: str) -> Moved:
    case = proposed(counter, cost, **more)
    staff = MANAGER if cost > 100_000 else SUPERVISOR
    return good(remedies.approve(counter.act(staff), **at_hand(case), chosen=1))


def accepted(counter: Counter, cost: int = 5_000, **more: str) -> Moved:
    case = offered(counter, cost, **more)
    assert not isinstance(slips.sign(counter.act(), slip=case.slip), No)
    return good(remedies.accept(counter.act(), **at_hand(case)))


def implemented(counter: Counter, cost: int = 5_000, **more: str) -> Moved:
    case = accepted(counter, cost, **more)
    return good(handling.implement(counter.act(), **at_hand(case), done=["已换货"], conduct="no"))


def heard(counter: Counter, answer: str = "satisfied", said: str = "很好", cost: int = 5_000, **more: str) -> Moved:
    case = implemented(counter, cost, **more)
    return good(closing.feedback(counter.act(), **at_hand(case), answer=answer, said=said))


def closed(counter: Counter, cost: int = 5_000, **more: str) -> Moved:
    case = heard(counter, cost=cost, **more)
    return good(closing.close(counter.act(), **at_hand(case), measure="请供应商检查批次"))


def shown(counter: Counter, case: Moved, staff: str = "1001") -> complaint_views.CaseView:
    answer = complaint_views.show(counter.at(staff), complaint=case.complaint)
    assert not isinstance(answer, No), answer
    return answer


def row(counter: Counter, case: Moved) -> Any:
    """The case's own row."""
    with counter.store.engine.connect() as conn:
        return complaints.of_number(conn, case.complaint)


def _referred(counter: Counter) -> Moved:
    case = offered(counter)
    return good(handling.refer(counter.act(MANAGER), **at_hand(case), body="消费者协会", reference="12315-77"))


def _withdrawn(counter: Counter) -> Moved:
    return good(closing.withdraw(counter.act(), **at_hand(registered(counter)), said="顾客说算了"))


def _merged(counter: Counter) -> Moved:
    first, again = registered(counter), registered(counter)
    return good(closing.merge(counter.act(LEAD), **at_hand(again), into=first.complaint))


def unfounded(counter: Counter) -> Moved:
    case = registered(counter)
    return good(
        handling.judge(
            counter.act(LEAD), **at_hand(case), founded=False, reason="人为损坏", answer="已当面说明并致歉",
            told_at=counter.clock.now(), told_by="王芳",
        )
    )  # fmt: skip


IN_STATE: dict[str, Callable[[Counter], Moved]] = {
    "draft": drafted, "registered": registered, "investigating": investigating, "proposing": proposing,
    "awaiting_approval": proposed, "awaiting_customer": offered, "implementing": accepted,
    "awaiting_feedback": implemented, "closed": closed, "answered_unfounded": unfounded, "withdrawn": _withdrawn,
    "merged": _merged, "referred": _referred,
}  # fmt: skip
"""How a case comes into each state."""

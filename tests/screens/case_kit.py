"""A complaint as the store shows one, and doors behind which it lies, for the tests of the complaints' screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from deskapp.rules.complaint_table import Move, State
from deskapp.rules.complaints import Option
from deskapp.rules.decisions import Role, no
from deskapp.rules.due import Due, Step
from deskapp.screens.doors import House
from deskapp.store.approvals import Waiting
from deskapp.store.complaint_lists import Caller, Line, Page
from deskapp.store.complaint_views import SHOWN, CaseView, Event, File, Offer, Paper, Run
from deskapp.store.complaints import Moved
from tests.screens.kit import NOON, FakeDoors

NUMBER, EARLIER = "C261122-0007", "C261101-0003"
CLASSES = {
    "category": {"goods": {"en": "Quality of goods", "zh_Hans": "商品质量", "zh_Hant": "商品品質", "ko": "상품 품질"}},
    "department": {"floor": {"en": "Sales floor", "zh_Hans": "营业部", "zh_Hant": "營業部", "ko": "매장 운영팀"}},
    "remedy": {"exchange": {"en": "Exchange", "zh_Hans": "换货", "zh_Hant": "換貨", "ko": "교환"}},
}
MORNING = NOON - timedelta(hours=4)
DUE = NOON + timedelta(hours=2, minutes=10)
KNOWN: dict[str, Any] = {
    **dict.fromkeys(SHOWN, ""), "number": NUMBER, "version": 4, "state": "awaiting_approval", "run": 1,
    "opened_at": MORNING, "registered_at": MORNING, "channel": "in_person", "severity": "serious", "category": "goods",
    "department": "floor", "name": "刘洋", "addressed": "刘女士", "language": "zh_Hans", "subject": "电饭锅漏水",
    "what": "电饭锅第二次使用就漏水，插座也湿了", "happened_at": MORNING, "place": "三楼家电", "asked": "换一个新的",
    "receipt": "R-88", "assignee": "1001", "founded": True, "cause": "", "promised_at": NOON + timedelta(days=1),
    "held_since": None, "due_at": DUE, "due_step": "approve", "answered_at": None, "implemented_at": None,
    "closed_at": None,
}  # fmt: skip


def case(**changes: Any) -> CaseView:
    """A serious case that waits for approval, of somebody who complained before; `next` and columns can be changed."""
    options = [
        Option(Move.APPROVE, State.AWAITING_CUSTOMER, (), Role.SUPERVISOR, no("role_needed", approver=Role.SUPERVISOR)),
        Option(Move.RETURN, State.PROPOSING, (), Role.SUPERVISOR, no("role_needed", approver=Role.SUPERVISOR)),
        Option(Move.WITHDRAW, State.WITHDRAWN, ()), Option(Move.AMEND, State.AWAITING_APPROVAL, ()),
        Option(Move.HOLD, State.AWAITING_APPROVAL, ()), Option(Move.NOTE, State.AWAITING_APPROVAL, ()),
        Option(Move.MERGE, State.MERGED, (), None, no("complaint_names_you", staff="1001")),
    ]  # fmt: skip
    more = {name: changes.pop(name) for name in list(changes) if name in CaseView.__dataclass_fields__}
    made = CaseView(
        fields={**KNOWN, **changes}, phone="138****8000", member="", cost_money=0, reopened=0, overdue=False,
        calls_for="lead", merged_into="", earlier=EARLIER, merged=[], later=[],
        offers=[Offer(1, "exchange", "同款新锅", 5000, False, False, "")],
        files=[File("漏水.jpg", "jpeg", 812_345, "ab" * 32)],
        papers=[Paper("S261122-0003K", "complaint", "to_sign", MORNING)],
        runs=[Run("judge", 1, "4h", MORNING, NOON, MORNING + timedelta(hours=1), False),
              Run("answer", 1, "2d", MORNING, DUE + timedelta(days=1), None, False)],
        why=Due(DUE, MORNING, "2h", 0, "", (Step("counted", "open", date(2026, 11, 22), NOON, DUE, 130),)),
        history=[Event(7, MORNING, "1001", "陈静", "complaints.open", 1, {"open": ""}),
                 Event(9, MORNING, "1001", "陈静", "complaints.register", 2, {"what": "电饭锅漏水", "phone": ""})],
        next=options,
    )  # fmt: skip
    return replace(made, **more)


def line(number: str = NUMBER, **changes: Any) -> Line:
    """One case as the lists have it."""
    made = Line(
        number, 4, "awaiting_approval", "ordinary", "goods", "floor", "in_person", "刘洋", "138****8000", "电饭锅漏水",
        MORNING, DUE, "approve", 130, False, "", "", 0, "1001",
    )  # fmt: skip
    return replace(made, **changes)


LINES = [
    line("C261121-0001", minutes_left=-95, overdue=True, due_step="judge", subject="停车收费有误", name="陈伟民"),
    line(severity="grave"),
    line("C261122-0008", held_by="customer", minutes_left=None, due_step="offer", name="김하경"),
    line("C261122-0009", state="draft", due_step="acknowledge", minutes_left=25, name="", subject=""),
]


class CaseDoors(FakeDoors):
    """A house that names its own classes."""

    def open(self) -> House:
        return replace(super().open(), classes=CLASSES)


def doors(view: CaseView | None = None, **more: Any) -> CaseDoors:
    """The case, the lists it stands in, and a number for whoever takes one down."""
    before = Caller("second", 0, 1, [line(EARLIER, state="closed", due_at=None, opened_at=NOON - timedelta(days=21))])
    readings = {
        "complaints.show": lambda **_given: view or case(),
        "complaints.of": lambda **_given: before,
        "complaints.list": lambda **_given: Page(LINES, 4, 1, ""),
        "complaints.approvals": lambda **_given: [Waiting(LINES[1], [5000, 900], "supervisor")],
        **more.pop("readings", {}),
    }
    opened = Moved(NUMBER, "draft", 1, "acknowledge", DUE)
    registered = Moved(NUMBER, "registered", 2, "judge", DUE, "S261122-0003K")
    operations = {
        "complaints.open": lambda **_given: opened,
        "complaints.register": lambda **_given: registered,
        **more.pop("operations", {}),
    }
    return CaseDoors(readings=readings, operations=operations, **more)

"""Callers as the store tells of them, and a store made of functions for the screens of calls, feedback and answers."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from deskapp.screens.doors import House
from deskapp.store.callers import Caller
from deskapp.store.calls import CallRow, CallView, Figures, Noted
from deskapp.store.feedback import Answered, FeedbackRow, Sent
from deskapp.store.finding import Found
from deskapp.store.knowledge import Doubted, KnowledgeRow, KnowledgeView, Written
from tests.screens.kit import NAMES, NOON, FakeDoors

FLOOR = {"en": "Sales floor", "zh_Hans": "营业部", "zh_Hant": "營業部", "ko": "매장 운영팀"}
SERVICE = {"en": "Customer service", "zh_Hans": "客服部", "zh_Hant": "客服部", "ko": "고객서비스팀"}


class Phones(FakeDoors):
    """A house that has departments."""

    def open(self) -> House:
        house = super().open()
        classes = {"department": {"floor": FLOOR, "service": SERVICE}}
        return House(NAMES, house.counter, house.currency, house.zone, house.idle_minutes, classes=classes)


def call(number: str = "L261120-0003", **changes: Any) -> CallRow:
    """A call of two days ago."""
    known: dict[str, Any] = {
        "kind": "call", "number": number, "direction": "in", "at": NOON - timedelta(days=2), "name": "张伟民",
        "phone": "138****5678", "purpose": "enquiry", "said": "几点关门", "passed_to": "", "promised": "",
        "promised_until": None, "callback": "", "outcome": "", "rings": 2, "seconds": 95, "by": "1001",
    }  # fmt: skip
    return CallRow(**{**known, **changes})


TRIED = call("B261121-0001", kind="attempt", direction="out", purpose="member_care", said="", outcome="no_answer",
             at=NOON - timedelta(days=1), callback="B261121-0001", rings=None, seconds=None)  # fmt: skip
PASSED = call(
    said="座椅太少", passed_to="floor", promised="到货通知", promised_until=NOON + timedelta(hours=3),
    callback="B261122-0002",
)  # fmt: skip


def caller(text: str, **changes: Any) -> Caller:
    """张伟民 by phone, card or number; two who share an ending; everybody else calls for the first time."""
    if text in ("13812345678", "610000000018", "M260101-0001"):
        known: dict[str, Any] = {
            "person": "m1", "member": "M260101-0001", "name": "张伟民", "phone": "138****5678", "card": "610000000018",
            "tier": "gold", "points": 320, "language": "zh_Hans", "state": "active", "complaints": ["C261121-0001"],
            "callbacks": ["B261122-0002"], "familiar": "second", "calls_in": 1, "calls": [TRIED, call()],
        }  # fmt: skip
        return Caller(**{**known, **changes})
    if text == "5678":
        found = [Found("member", number, name, "138****5678", "gold") for number, name in MEANT]
        return Caller(meant=found)
    return Caller(person=text, familiar="first", phone="139****0000") if len(text) == 11 else Caller()


MEANT = (("M260101-0001", "张伟民"), ("M260101-0002", "李娜"))


def told(number: str = "F261119-0001", **changes: Any) -> FeedbackRow:
    """Feedback that is late."""
    known: dict[str, Any] = {
        "number": number, "department": "floor", "subject": "L261119-0004", "text": "座椅太少", "by": "1001",
        "made_at": NOON - timedelta(days=4), "due": NOON - timedelta(days=1), "state": "overdue", "answer": "",
        "answered_for": "", "answered_at": None,
    }  # fmt: skip
    return FeedbackRow(**{**known, **changes})


WAITS = told("F261122-0002", department="service", text="微笑少", state="unanswered", made_at=NOON,
             due=NOON + timedelta(days=3), subject="")  # fmt: skip
TITLES = {"en": "Parking", "zh_Hans": "停车", "zh_Hant": "停車", "ko": "주차"}
ANSWERS = {
    "en": "Two hours are free from 200 yuan on.\nThe entrance is in the north.",
    "zh_Hans": "满200元免费停车2小时。\n入口在北门。",
    "zh_Hant": "滿200元免費停車2小時。\n入口在北門。",
    "ko": "200위안 이상 구매하면 2시간 무료입니다.\n입구는 북문입니다.",
}


def answers(text: str = "", language: str = "en", **_given: Any) -> list[KnowledgeRow]:
    """Parking, and opening hours that may be out of date."""
    hours = {"en": "Opening hours"}.get(language, "营业时间")
    rows = [
        KnowledgeRow("hours", hours, "10:00-22:00", NOON, "2001", "1001", ""),
        KnowledgeRow("parking", TITLES[language], ANSWERS[language], NOON, "2001", "", ""),
    ]
    return [row for row in rows if text.casefold() in f"{row.title} {row.answer}".casefold()]


def view(entry: str, **changes: Any) -> KnowledgeView:
    """The whole answer."""
    known: dict[str, Any] = {
        "entry": entry, "version": 3, "titles": TITLES, "answers": ANSWERS, "words": "park", "at": NOON, "by": "2001",
        "doubted_by": "", "doubted_at": None, "doubt": "",
    }  # fmt: skip
    return KnowledgeView(**{**known, **changes})


def member(member: str) -> SimpleNamespace:
    """Whoever is asked for, as `members.show` tells of them."""
    name = dict(MEANT).get(member, "张伟民")
    return SimpleNamespace(
        name=name, number=member if member.startswith("M") else "M260101-0001", phone="138****5678",
        card="610000000018", tier="gold", points=320, language="zh_Hans", flags=(), cards=(),
        tier_names={"zh_Hans": "金卡", "en": "Gold", "ko": "골드", "zh_Hant": "金卡"},
    )  # fmt: skip


def figures(start: Any, end: Any) -> Figures:
    """Ten calls a day, most of them at ten and at three."""
    days = (end - start).days + 1
    by_hour = [days * {10: 4, 15: 5, 20: 1}.get(hour, 0) for hour in range(24)]
    return Figures(start, end, 10 * days, 3 * days, 8 * days, 7 * days, 95, days, by_hour)


def phones(**more: Any) -> Phones:
    """A store made of functions."""
    readings = {
        "members.show": member, "calls.caller": caller, "calls.list": lambda **_given: [PASSED, call("L261120-0002")],
        "calls.show": lambda **_given: CallView(PASSED, "M260101-0001", "F261119-0001"), "calls.figures": figures,
        "feedback.list": lambda **_given: [told(), WAITS], "feedback.show": lambda feedback: told(feedback),
        "knowledge.search": answers, "knowledge.show": view, **more.pop("readings", {}),
    }  # fmt: skip
    operations = {
        "calls.note": lambda **given: Noted(
            "L261122-0007", NOON, "B261122-0009" * bool(given["promised"]), "F261122-0003" * bool(given["department"])
        ),
        "feedback.send": lambda **given: Sent("F261122-0003", given["department"], NOON + timedelta(days=3)),
        "feedback.answer": lambda **given: Answered(given["feedback"], "floor", False),
        "knowledge.put": lambda **given: Written(given["entry"], True),
        "knowledge.doubt": lambda **given: Doubted(given["entry"], "1001"),
        **more.pop("operations", {}),
    }
    return Phones(readings=readings, operations=operations, **more)

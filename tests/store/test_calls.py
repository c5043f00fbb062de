"""The call log and what clerks are asked: written down once, found again, and what was promised is not forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from deskapp.store import calls, knowledge, wishes
from deskapp.store.calls import CALL
from deskapp.store.journal import JOURNAL
from deskapp.store.knowledge import KNOWLEDGE
from tests.store.callers import PHONE, PHONES, at, called, code, later, member, owed, rows, taken
from tests.store.conftest import Counter

TODAY = date(2026, 7, 15)


def noted(counter: Counter, **given: Any) -> calls.Noted:
    answer = calls.note(counter.act(), **{"phone": PHONE, "said": "问营业时间", **given})
    assert isinstance(answer, calls.Noted), answer
    return answer


def test_a_call_is_written_down_with_what_was_said(counter: Counter) -> None:
    act = counter.act()
    given = {"phone": "138 0013 8000", "name": "李娜", "purpose": "enquiry", "said": "几点关门", "passed_to": "营业部"}
    first = calls.note(act, **given, rings=2, seconds=95)
    assert calls.note(act, **given, rings=2, seconds=95) == first
    row = calls.listed(counter.desk)[0]
    assert (row.number, row.at, row.phone) == (first.call, counter.clock.now(), "138****8000")  # type: ignore[union-attr]
    assert (row.name, row.said, row.passed_to, row.rings, row.seconds) == ("李娜", "几点关门", "营业部", 2, 95)
    told = "".join(row.payload for row in rows(counter, JOURNAL))
    assert not [word for word in (PHONE[3:], "李娜", "几点关门") if word in told]


def test_a_promise_becomes_a_callback_until_then(counter: Counter) -> None:
    made = noted(counter, promised="到货通知", promised_until="2026-07-15 17:00")
    from deskapp.store import queue

    view = queue.show(counter.desk, callback=made.callback)
    assert isinstance(view, queue.CallbackView)
    assert (view.row.purpose, view.row.latest) == ("promise", at(counter, "17:00"))
    assert [(event.subject, event.note) for event in view.events] == [(made.call, "到货通知")]
    at(counter, "10:05")
    assert noted(counter, promised="改数量", promised_until="2026-07-15 16:00").callback == made.callback


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"direction": "up"}, "choose_one"),
        ({"phone": "12"}, "phone_bad"),
        ({"member": "M404", "phone": ""}, "member_unknown"),
        ({"said": " "}, "empty"),
        ({"said": "x" * 2001}, "too_long"),
        ({"at": "2026-07-15 11:00"}, "call_future"),
        ({"at": "noon"}, "moment_bad"),
        ({"promised": "到货"}, "promise_when"),
        ({"promised_until": "2026-07-15 17:00"}, "empty"),
        ({"promised": "到货", "promised_until": "2026-07-15 09:00"}, "appointment_past"),
        ({"promised": "到货", "promised_until": "2026-07-15 17:00", "phone": ""}, "whom_to_call"),
        ({"rings": -1}, "amount_bad"),
        ({"seconds": 2**40}, "amount_bad"),
    ],
)
def test_what_is_no_call_is_not_written_down(counter: Counter, given: dict[str, Any], expected: str) -> None:
    assert code(calls.note(counter.act(), **{"phone": PHONE, "said": "x", **given})) == expected
    assert rows(counter, CALL) == []


def test_nothing_is_promised_to_who_wants_no_calls(counter: Counter) -> None:
    wishes.silence(counter.act(), phone=PHONE)
    promise = {"promised": "到货", "promised_until": "2026-07-15 17:00"}
    assert code(calls.note(counter.act(), phone=PHONE, said="x", **promise)) == "no_calls"
    assert noted(counter).callback == ""


def test_a_caller_is_met_with_their_history(counter: Counter) -> None:
    number = member(counter, phone=PHONE, name="张伟")
    seen = []
    for _ in range(3):
        history = calls.of(counter.desk, phone=PHONE)
        assert isinstance(history, calls.History)
        seen.append(history.familiar)
        noted(counter, direction="in")
        later(counter, minutes=1)
    assert seen == ["first", "second", "many"]
    noted(counter, direction="out", at="2026-07-15 08:00")
    owed(counter, member=number)
    called(counter, taken(counter).callback, "satisfied", said="很好")
    history = calls.of(counter.desk, member=number)
    assert isinstance(history, calls.History)
    assert [(row.kind, row.direction) for row in history.rows] == [("attempt", "out")] + [("call", "in")] * 3 + [
        ("call", "out")
    ]
    assert (history.calls_in, history.rows[0].outcome, history.rows[0].name) == (3, "satisfied", "张伟")
    assert code(calls.of(counter.desk)) == "whom_to_call"


def test_a_withheld_number_is_a_call_too(counter: Counter) -> None:
    noted(counter, phone="", said="骂人")
    assert [(row.phone, row.name) for row in calls.listed(counter.desk)] == [("", "")]
    assert calls.listed(counter.desk, day=TODAY - timedelta(days=1)) == []


def test_the_figures_of_the_telephone_are_counted_from_the_calls(counter: Counter) -> None:
    assert calls.figures(counter.desk, start=TODAY, end=TODAY).average_seconds is None
    for which, (rings, seconds) in enumerate([(1, 60), (3, None), (4, 30), (None, None)]):
        noted(counter, phone=PHONES[which], rings=rings, seconds=seconds)
    noted(counter, direction="out", promised="到货", promised_until="2026-07-15 17:00")
    shown = calls.figures(counter.desk, start=TODAY, end=TODAY)
    assert shown == calls.Figures(TODAY, TODAY, 4, 1, 3, 2, 45, 1)


PARKING = {
    "titles": {"zh_Hans": "停车", "en": "Parking"},
    "answers": {"zh_Hans": "满200元免2小时", "en": "2 hours free"},
}


def test_what_a_lead_writes_is_found_by_any_word_in_the_clerks_language(counter: Counter) -> None:
    act = counter.act("2001")
    first = knowledge.put(act, entry="parking", **PARKING, words="车库 B2")
    assert (
        first == knowledge.put(act, entry="parking", **PARKING, words="车库 B2") == knowledge.Written("parking", True)
    )
    knowledge.put(
        counter.act("2001"), entry="hours", titles={"en": "Hours"}, answers={"en": "free parking until 22:00"}
    )
    for text in ("车", "b2 停车", "PARKING"):
        assert knowledge.search(counter.desk, text=text)[0].entry == "parking"
    found = knowledge.search(counter.desk, text="停")[0]
    assert (found.title, found.answer) == ("停车", "满200元免2小时")
    assert knowledge.search(counter.desk, text="停", language="en")[0].answer == "2 hours free"
    assert [row.entry for row in knowledge.search(counter.desk)] == ["hours", "parking"]
    assert knowledge.search(counter.desk, text="%") == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"entry": "Park ing"}, "code_bad"),
        ({"titles": {"fr": "x"}}, "language_bad"),
        ({"titles": {}}, "empty"),
        ({"answers": {"en": " "}}, "empty"),
        ({"answers": {"en": "x" * 2001}}, "too_long"),
        ({"words": "x" * 301}, "too_long"),
    ],
)
def test_what_is_no_answer_is_not_kept(counter: Counter, given: dict[str, Any], expected: str) -> None:
    assert code(knowledge.put(counter.act("2001"), **{"entry": "parking", **PARKING, **given})) == expected
    assert code(knowledge.put(counter.act(), entry="parking", **PARKING)) == "role_needed"
    assert rows(counter, KNOWLEDGE) == []


def test_an_answer_out_of_date_is_marked_until_it_is_written_anew(counter: Counter) -> None:
    knowledge.put(counter.act("2001"), entry="parking", **PARKING)
    assert code(knowledge.put(counter.act("2001"), entry="parking", **PARKING)) == "no_change"
    assert code(knowledge.doubt(counter.act(), entry="none")) == "knowledge_unknown"
    assert knowledge.doubt(counter.act(), entry="parking", reason="改成100元") == knowledge.Doubted("parking", "1001")
    assert code(knowledge.doubt(counter.act("1002"), entry="parking")) == "already_doubted"
    marked = knowledge.search(counter.desk, doubted=True)
    assert [(row.entry, row.doubted_by, row.doubt) for row in marked] == [("parking", "1001", "改成100元")]
    assert knowledge.put(counter.act("2001"), entry="parking", **PARKING) == knowledge.Written("parking", False)
    assert knowledge.search(counter.desk, doubted=True) == []

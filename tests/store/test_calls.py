"""The call log and what clerks are asked: written down once, found again, and what was promised is not forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from deskapp.rules.decisions import No
from deskapp.store import callers, calls, feedback, intake, knowledge, wishes
from deskapp.store.calls import CALL
from deskapp.store.complaints import Moved
from deskapp.store.journal import JOURNAL
from deskapp.store.knowledge import KNOWLEDGE
from tests.store.callers import PHONE, PHONES, at, called, code, later, member, owed, rows, taken
from tests.store.complaint_kit import registered, shown
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
        ({"rings": -1}, "rings_bad"),
        ({"seconds": 2**40}, "length_bad"),
        ({"department": "moon"}, "department_unknown"),
        ({"department": "floor", "said": " "}, "empty"),
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


def test_what_is_passed_to_a_department_is_feedback_that_it_must_answer(counter: Counter) -> None:
    made = noted(counter, department="floor", said="电梯太慢")
    sent = feedback.show(counter.desk, feedback=made.feedback)
    assert isinstance(sent, feedback.FeedbackRow)
    assert (sent.department, sent.text, sent.subject, sent.state) == ("floor", "电梯太慢", made.call, "unanswered")
    view = calls.show(counter.desk, call=made.call.lower())
    assert isinstance(view, calls.CallView)
    assert (view.row.passed_to, view.feedback, view.member) == ("floor", made.feedback, "")
    assert code(calls.show(counter.desk, call="L1")) == "call_unknown"
    assert code(feedback.show(counter.desk, feedback="F1")) == "feedback_unknown"


def test_a_caller_is_recognised_while_the_number_is_typed(counter: Counter) -> None:
    number = member(counter, phone=PHONE, name="张伟")
    assert callers.caller(counter.desk, text="138") == callers.Caller()
    assert callers.caller(counter.desk, text="") == callers.Caller()
    case = registered(counter, member=number)
    owed(counter, member=number)
    noted(counter, said="问停车")
    for text in (PHONE, "138 0013 8000", number):
        known = callers.caller(counter.desk, text=text)
        assert (known.member, known.name, known.phone) == (number, "张伟", "138****8000")
        assert (known.complaints, len(known.callbacks), known.familiar) == ([case.complaint], 1, "second")
        assert [row.said for row in known.calls] == ["问停车"]
        assert (known.points, known.state, known.no_calls, known.meant) == (0, "active", False, [])


def test_a_caller_who_is_no_member_is_known_by_the_name_they_gave(counter: Counter) -> None:
    first = callers.caller(counter.desk, text=PHONE)
    assert (first.member, first.name, first.familiar) == ("", "", "first")
    noted(counter, name="李女士")
    later(counter, minutes=1)
    noted(counter)
    assert callers.caller(counter.desk, text=PHONE).name == "李女士"
    assert callers.caller(counter.desk, text=PHONES[1]).name == ""
    owed(counter, phone=PHONES[1], name="王先生")
    assert callers.caller(counter.desk, text=PHONES[1]).name == "王先生"


def test_two_members_with_one_phone_are_both_offered(counter: Counter) -> None:
    numbers = {member(counter, phone=PHONE, name=name) for name in ("张伟", "李娜")}
    known = callers.caller(counter.desk, text=PHONE)
    assert known.member == ""
    assert {one.key for one in known.meant} == numbers


def test_the_figures_of_the_telephone_are_counted_from_the_calls(counter: Counter) -> None:
    assert calls.figures(counter.desk, start=TODAY, end=TODAY).average_seconds is None
    for which, (rings, seconds) in enumerate([(1, 60), (3, None), (4, 30), (None, None)]):
        noted(counter, phone=PHONES[which], rings=rings, seconds=seconds)
    noted(counter, direction="out", promised="到货", promised_until="2026-07-15 17:00")
    shown = calls.figures(counter.desk, start=TODAY, end=TODAY)
    at_ten = [4 if hour == 10 else 0 for hour in range(24)]
    assert shown == calls.Figures(TODAY, TODAY, 4, 1, 3, 2, 45, 1, at_ten)


PARKING = {
    "titles": {"zh_Hans": "停车", "en": "Parking"},
    "answers": {"zh_Hans": "满200元免2小时", "en": "2 hours free"},
}


def test_a_call_and_its_complaint_show_each_other(counter: Counter) -> None:
    case = registered(counter)
    about = noted(counter, phone=PHONE, complaint=case.complaint.lower())
    told = noted(counter, phone=PHONE)
    opened = intake.open_(counter.act(), fields={"what": "漏水"}, call=told.call)
    assert isinstance(opened, Moved)
    for call, complaint in ((about.call, case.complaint), (told.call, opened.complaint)):
        view = calls.show(counter.desk, call=call)
        assert isinstance(view, calls.CallView)
        assert view.complaint == complaint
        assert shown(counter, Moved(complaint, "", 0, "", None)).calls == [call]
    assert code(intake.open_(counter.act(), call=told.call)) == "call_has_complaint"
    assert code(intake.open_(counter.act(), call="L1")) == "call_unknown"
    assert code(calls.note(counter.act(), said="x", complaint="C1")) == "complaint_unknown"
    assert [row.complaint for row in rows(counter, CALL)] == [case.complaint, opened.complaint]


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


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ("停车场在哪里？", ["parking", "floors"]), ("where can I park?", ["parking"]), ("几点关门", ["hours"]),
        ("where can I buy sparkling water?", []), ("停", ["parking"]), ("在哪里", ["floors"]),
    ],
)  # fmt: skip
def test_a_question_finds_its_answer(counter: Counter, asked: str, finds: list[str]) -> None:
    knowledge.put(counter.act("2001"), entry="parking", **PARKING, words="停车场，车库 park")
    times = {"titles": {"zh_Hans": "营业时间"}, "answers": {"zh_Hans": "10:00-22:00"}}
    knowledge.put(counter.act("2001"), entry="hours", **times, words="关门 开门")
    floors = {"titles": {"zh_Hans": "楼层"}, "answers": {"zh_Hans": "一楼化妆品"}}
    knowledge.put(counter.act("2001"), entry="floors", **floors, words="在哪里 在哪 哪里")
    assert [row.entry for row in knowledge.search(counter.desk, text=asked)] == finds


def test_an_answer_is_shown_whole_to_be_written_anew(counter: Counter) -> None:
    knowledge.put(counter.act("2001"), entry="parking", **PARKING, words="车库")
    knowledge.doubt(counter.act(), entry="parking", reason="改了")
    view = knowledge.show(counter.desk, entry="parking")
    assert isinstance(view, knowledge.KnowledgeView)
    assert (view.titles, view.answers, view.words) == (PARKING["titles"], PARKING["answers"], "车库")
    assert (view.doubted_by, view.doubt) == ("1001", "改了")
    assert code(knowledge.show(counter.desk, entry="moon")) == "knowledge_unknown"


def test_an_answer_out_of_date_is_marked_until_it_is_written_anew(counter: Counter) -> None:
    knowledge.put(counter.act("2001"), entry="parking", **PARKING)
    assert code(knowledge.put(counter.act("2001"), entry="parking", **PARKING)) == "no_change"
    assert code(knowledge.doubt(counter.act(), entry="none")) == "knowledge_unknown"
    assert knowledge.doubt(counter.act(), entry="parking", reason="改成100元") == knowledge.Doubted("parking", "1001")
    assert code(knowledge.doubt(counter.act("1002"), entry="parking")) == "already_doubted"
    marked = knowledge.search(counter.desk, doubted=True)
    assert [(row.entry, row.doubted_by, row.doubt) for row in marked] == [("parking", "1001", "改成100元")]
    again = knowledge.put(counter.act("2001"), entry="parking", **PARKING, version=2)
    assert again == knowledge.Written("parking", False)
    assert knowledge.search(counter.desk, doubted=True) == []


def test_an_answer_that_changed_since_it_was_read_is_not_written_over(counter: Counter) -> None:
    knowledge.put(counter.act("2001"), entry="parking", **PARKING)
    other = {**PARKING, "answers": {"en": "1 hour free"}}
    unread = knowledge.put(counter.act("2001"), entry="parking", **other)
    assert isinstance(unread, No)
    assert (unread.code, unread.figures["changed"], unread.figures["version"]) == ("stale", "answers", 1)
    assert knowledge.put(counter.act("2001"), entry="parking", **other, version=1) == knowledge.Written(
        "parking", False
    )
    knowledge.doubt(counter.act(), entry="parking", reason="改成100元")
    refusal = knowledge.put(counter.act("2001"), entry="parking", **PARKING, version=1)
    assert isinstance(refusal, No)
    assert refusal.figures == {"changed": "answers, doubt", "version": 3, "by": "1001", "at": counter.clock.now()}
    view = knowledge.show(counter.desk, entry="parking")
    assert isinstance(view, knowledge.KnowledgeView)
    assert (view.version, view.answers, view.doubt) == (3, {"en": "1 hour free"}, "改成100元")

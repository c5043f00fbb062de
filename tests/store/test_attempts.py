"""What came of a call: every outcome, what it settles, where it goes, and what stays as it was when it is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskapp.rules.decisions import No
from deskapp.store import attempts, claims, closing, dealing, feedback, queue, wishes
from deskapp.store.callbacks import ATTEMPT, WISH
from deskapp.store.complaints import CASE
from deskapp.store.members import CONSENT, MEMBER
from tests.store.callers import PHONE, PHONES, at, called, code, later, member, owed, rows, states, taken
from tests.store.complaint_kit import at_hand, closed, heard, implemented
from tests.store.conftest import Counter


def test_a_satisfied_customer_is_done_with_what_was_said(counter: Counter) -> None:
    number = owed(counter)
    taken(counter)
    act = counter.act()
    answer = attempts.attempt(act, callback=number.lower(), outcome="satisfied", said="多备些雨伞")
    assert answer == attempts.Attempted(number, "satisfied", {number: "done"}, [], None)
    assert attempts.attempt(act, callback=number.lower(), outcome="satisfied", said="多备些雨伞") == answer
    tried = rows(counter, ATTEMPT)
    assert [(row.callback, row.by, row.outcome, row.said) for row in tried] == [
        (number, "1001", "satisfied", "多备些雨伞")
    ]
    view = queue.show(counter.desk, callback=number)
    assert isinstance(view, queue.CallbackView)
    assert (view.row.state, view.row.outcome, view.settled_at) == ("done", "satisfied", counter.clock.now())


def test_one_call_settles_what_was_spoken_of_and_leaves_the_rest_open(counter: Counter) -> None:
    care, promise, loan = (owed(counter, purpose=purpose) for purpose in ("member_care", "promise", "overdue_loan"))
    taken(counter)
    answer = called(counter, promise, "reached", also=[care])
    assert answer.states == {promise: "done", care: "done"}
    assert states(counter)[loan] == "open"
    assert len({row.entry for row in rows(counter, ATTEMPT)}) == 1
    assert code(claims.following(counter.act())) == "queue_empty", "they were just spoken to"
    later(counter, hours=4)
    assert taken(counter).callback == loan


def test_three_tries_in_vain_on_two_days_go_to_the_lead(counter: Counter) -> None:
    at(counter, "11:50")
    number = owed(counter)
    for wall, day, outcome, state in (
        ("11:50", 15, "no_answer", "open"), ("14:00", 15, "busy", "open"), ("18:00", 16, "no_answer", "exhausted"),
    ):  # fmt: skip
        at(counter, wall, day)
        assert taken(counter).callback == number
        answer = called(counter, number, outcome)
        assert answer.states == {number: state}
        if answer.next_at:
            assert code(claims.following(counter.act())) == "queue_empty"
    head = queue.queue(counter.desk)
    assert (head.exhausted, head.open) == (1, 0)
    assert [row.number for row in queue.ended(counter.desk)] == [number]
    assert queue.ended(counter.desk, state="done") == []


def test_those_that_ended_last_stand_first_and_no_more_are_read(counter: Counter) -> None:
    numbers = [owed(counter, phone) for phone in PHONES[:4]]
    for place, number in enumerate(numbers[:3]):
        at(counter, f"{10 + place}:00", 15)
        assert dealing.cancel(counter.act("2001"), callback=number, reason="x")
    latest = numbers[2::-1]
    assert [row.number for row in queue.ended(counter.desk, state="cancelled")] == latest
    assert [row.number for row in queue.ended(counter.desk, state="cancelled", limit=2)] == latest[:2]
    theirs = queue.of(counter.desk, phone=PHONES[0])
    assert isinstance(theirs, list)
    assert [(row.number, row.state) for row in theirs] == [(numbers[0], "cancelled")]
    with counter.store.engine.connect() as conn:
        if conn.dialect.name == "sqlite":
            wanted = "where state = 'done' and settled_at is not null order by settled_at desc"
            told = conn.exec_driver_sql(f"explain query plan select number from callback {wanted}")
            plan = " ".join(row[3] for row in told)
            assert "ix_callback_over" in plan
            assert "TEMP B-TREE" not in plan


def test_two_hours_lie_between_tries_and_the_next_is_in_another_part_of_the_day(counter: Counter) -> None:
    number = owed(counter)
    taken(counter)
    assert called(counter, number, "no_answer").next_at == at(counter, "14:00")
    at(counter, "17:30")
    taken(counter)
    assert called(counter, number, "no_answer").next_at == at(counter, "18:00", 16)


def test_a_try_counts_for_all_that_is_open_and_begun(counter: Counter) -> None:
    now, friday = owed(counter), owed(counter, purpose="promise", earliest="2026-07-17 09:00")
    taken(counter)
    assert called(counter, now, "no_answer").states == {now: "open"}
    assert [row.callback for row in rows(counter, ATTEMPT)] == [now]
    assert states(counter) == {now: "open", friday: "open"}


def test_a_fair_answer_goes_to_the_department(counter: Counter) -> None:
    number = owed(counter)
    taken(counter)
    answer = called(counter, number, "fair", said="收银太慢", reason="waiting", department="floor")
    sent = feedback.listed(counter.desk)[0]
    assert (answer.led_to, sent.subject, sent.text, sent.department) == ([sent.number], number, "收银太慢", "floor")
    assert rows(counter, ATTEMPT)[0].led_to == sent.number


def test_who_refuses_a_service_call_is_called_no_more(counter: Counter) -> None:
    care, loan = owed(counter), owed(counter, purpose="overdue_loan")
    taken(counter)
    assert called(counter, care, "refused").states == {care: "refused", loan: "refused"}
    assert wishes.wishes(counter.desk, phone=PHONE) == [wishes.WishRow("no_calls", "")]


def test_who_refuses_an_offer_keeps_their_service_calls(counter: Counter) -> None:
    number = member(counter, phone=PHONE)
    offer, care = owed(counter, purpose="birthday", member=number), owed(counter, member=number)
    claims.claim(counter.act(), callback=offer)
    assert called(counter, offer, "refused").states == {offer: "refused"}
    assert states(counter) == {offer: "refused", care: "open"}
    assert [row.given for row in rows(counter, CONSENT)] == [True, False]
    assert rows(counter, WISH) == []


def test_a_wrong_number_is_marked_beside_the_member_and_lifted_by_another_one(counter: Counter) -> None:
    from deskapp.store import edits, profiles

    def flags() -> list[str]:
        view = profiles.show(counter.desk, member=number)
        assert isinstance(view, profiles.MemberView)
        return view.flags

    number = member(counter, phone=PHONE)
    before = rows(counter, MEMBER)
    care = owed(counter, member=number)
    taken(counter)
    assert "wrong_phone" not in flags()
    assert called(counter, care, "wrong_number").states == {care: "exhausted"}
    assert "wrong_phone" in flags()
    assert rows(counter, MEMBER) == before
    again = owed(counter, member=number)
    view = queue.show(counter.desk, callback=again)
    assert isinstance(view, queue.CallbackView)
    assert (view.row.trouble, view.row.next_at) == ("wrong_number", None)
    assert code(claims.claim(counter.act(), callback=again)) == "no_phone"
    changed = edits.edit(counter.act(), member=number, version=2, changes={"phone": "13800138055"})
    assert not isinstance(changed, No)
    assert "wrong_phone" not in flags()
    later(counter, hours=4)
    assert taken(counter).phone == "+8613800138055"


def test_another_time_is_an_appointment_that_begins_the_tries_anew(counter: Counter) -> None:
    care, promise = owed(counter), owed(counter, purpose="promise")
    taken(counter)
    called(counter, care, "no_answer")
    at(counter, "14:30")
    taken(counter)
    answer = called(counter, care, "appointment", at="2026-07-25 10:00")
    assert answer.states == {care: "appointment", promise: "appointment"}
    moment = at(counter, "10:00", 25)
    at(counter, "14:31")
    assert answer.next_at == moment
    at(counter, "10:00", 25)
    taken(counter)
    missed = called(counter, care, "busy")
    assert missed.states[care] == "open"
    assert queue.show(counter.desk, callback=care).row.tries == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("given", "expected", "field"),
    [
        ({"outcome": "happy"}, "choose_one", "outcome"),
        ({"outcome": "fair", "said": "慢", "department": "floor"}, "choose_one", "reason"),
        ({"outcome": "fair", "reason": "waiting", "department": "floor"}, "empty", "said"),
        ({"outcome": "fair", "said": "慢", "reason": "waiting"}, "department_unknown", "department"),
        ({"outcome": "satisfied", "reason": "weather"}, "choose_one", "reason"),
        ({"outcome": "satisfied", "said": "x" * 2001}, "too_long", "said"),
        ({"outcome": "satisfied", "also": ["B260715-0099"]}, "callback_apart", "also"),
        ({"outcome": "appointment"}, "empty", "at"),
        ({"outcome": "appointment", "at": "2026-07-16 13:00"}, "appointment_rest", "at"),
        ({"outcome": "appointment", "at": "soon"}, "moment_bad", "at"),
    ],
)
def test_an_answer_that_is_not_whole_changes_nothing(
    counter: Counter, given: dict[str, Any], expected: str, field: str
) -> None:
    number, _ = owed(counter), owed(counter, PHONES[1])
    taken(counter)
    before = rows(counter)
    answer = attempts.attempt(counter.act(), callback=number, **given)
    assert isinstance(answer, No)
    assert (answer.code, answer.field) == (expected, field)
    assert (rows(counter), rows(counter, ATTEMPT)) == (before, [])


def test_only_who_holds_the_customer_says_what_came_of_it(counter: Counter) -> None:
    number = owed(counter)
    assert code(attempts.attempt(counter.act(), callback="B1", outcome="busy")) == "callback_unknown"
    assert code(attempts.attempt(counter.act(), callback=number, outcome="busy")) == "callback_not_yours"
    taken(counter)
    assert code(attempts.attempt(counter.act("1002"), callback=number, outcome="busy")) == "callback_not_yours"
    later(counter, minutes=30)
    called(counter, number, "satisfied", said="")
    assert code(attempts.attempt(counter.act(), callback=number, outcome="busy")) == "callback_closed"


def test_a_department_answers_once_and_in_time_or_late(counter: Counter) -> None:
    assert code(feedback.send(counter.act(), department="moon", text="x")) == "department_unknown"
    assert code(feedback.send(counter.act(), department="floor", text=" ")) == "empty"
    act = counter.act()
    sent = feedback.send(act, department="floor", text="座椅太少")
    assert isinstance(sent, feedback.Sent)
    assert feedback.send(act, department="floor", text="座椅太少") == sent
    assert sent.due == counter.clock.now() + timedelta(days=3)
    late = feedback.send(counter.act(), department="service", text="微笑")
    assert isinstance(late, feedback.Sent)
    answered = feedback.answer(counter.act(), feedback=sent.feedback, answer="本周加两张", answered_for="营业部李经理")
    assert answered == feedback.Answered(sent.feedback, "floor", True)
    assert code(feedback.answer(counter.act(), feedback=sent.feedback, answer="x")) == "feedback_answered"
    assert code(feedback.answer(counter.act(), feedback="F9", answer="x")) == "feedback_unknown"
    assert code(feedback.answer(counter.act(), feedback=late.feedback, answer="")) == "empty"
    assert [row.state for row in feedback.listed(counter.desk)] == ["unanswered"]
    later(counter, days=4)
    assert [row.number for row in feedback.listed(counter.desk, state="overdue")] == [late.feedback]
    assert feedback.listed(counter.desk, state="overdue", department="floor") == []
    assert feedback.answer(counter.act(), feedback=late.feedback, answer="好") == feedback.Answered(
        late.feedback, "service", False
    )
    assert [row.answer for row in feedback.listed(counter.desk, state="answered")] == ["本周加两张", "好"]


POOR = {"said": "又开裂了", "reason": "goods"}


def feedback_due(counter: Counter) -> tuple[str, str]:
    """A complaint that waits for its customer's feedback, and the callback for it."""
    case = implemented(counter)
    return case.complaint, rows(counter)[-1].number


@pytest.mark.parametrize(("outcome", "state"), [("satisfied", "awaiting_feedback"), ("dissatisfied", "investigating")])
def test_feedback_to_a_complaint_goes_to_the_case(counter: Counter, outcome: str, state: str) -> None:
    complaint, number = feedback_due(counter)
    taken(counter)
    act = counter.act()
    given: dict[str, Any] = POOR if outcome == "dissatisfied" else {}
    answer = attempts.attempt(act, callback=number, outcome=outcome, **given)
    assert isinstance(answer, attempts.Attempted), answer
    assert (answer.states, answer.led_to) == ({number: "done"}, [complaint])
    after = rows(counter, CASE)[0]
    assert (after.state, after.feedback) == (state, outcome)
    assert attempts.attempt(act, callback=number, outcome=outcome, **given) == answer
    assert rows(counter, CASE)[0] == after


def test_feedback_to_a_complaint_is_a_judgement(counter: Counter) -> None:
    _, number = feedback_due(counter)
    taken(counter)
    assert code(attempts.attempt(counter.act(), callback=number, outcome="reached")) == "choose_one"


def test_a_customer_who_was_heard_at_the_desk_is_not_called(counter: Counter) -> None:
    heard(counter, answer="fair")
    assert [(row.state, row.outcome) for row in rows(counter)] == [("done", "fair")]
    case = implemented(counter)
    number = owed(counter, purpose="complaint_feedback", subject="C260101-0001")
    closing.feedback(counter.act(), **at_hand(case), answer="satisfied")
    assert states(counter)[number] == "open", "it is about another case as well"


@pytest.mark.parametrize(("days", "same"), [(0, True), (90, False)])
def test_the_dissatisfied_reopen_a_closed_case_or_open_one_that_names_it(
    counter: Counter, days: int, same: bool
) -> None:
    complaint = closed(counter).complaint
    later(counter, days=days)
    number = owed(counter, purpose="complaint_feedback", subject=complaint)
    taken(counter)
    led_to = called(counter, number, "dissatisfied", **POOR).led_to
    assert (led_to == [complaint]) is same
    cases = {row.number: row for row in rows(counter, CASE)}
    assert cases[led_to[0]].state == ("investigating" if same else "registered")
    assert cases[led_to[0]].earlier_id == (None if same else cases[complaint].id)


def test_a_dissatisfied_customer_without_a_case_gets_one(counter: Counter) -> None:
    number = owed(counter, member=member(counter, phone=PHONE, name="张伟"))
    taken(counter)
    answer = called(counter, number, "dissatisfied", **POOR)
    opened = rows(counter, CASE)[0]
    assert (opened.number, opened.state) == (answer.led_to[0], "registered")
    assert (opened.name, opened.phone, opened.what) == ("张伟", PHONE, "又开裂了")
    assert opened.member_id is not None


def test_of_two_things_spoken_of_one_goes_to_its_case_and_the_other_opens_one(counter: Counter) -> None:
    complaint, about = feedback_due(counter)
    care = owed(counter)
    held = taken(counter)
    answer = called(counter, held.callback, "dissatisfied", also=held.callbacks[1:], **POOR)
    told = {row.callback: row.led_to for row in rows(counter, ATTEMPT)}
    assert told[about] == complaint
    assert told[care] not in ("", complaint)
    assert answer.led_to == sorted(told.values())

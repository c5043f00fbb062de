"""The sheet at the phone tells beforehand what each answer does; dealing is shown before it is done; home counts."""

from __future__ import annotations

from typing import Any

import pytest

from deskapp.rules.decisions import No
from deskapp.store import callsheet, claims, dealing, home, lookup, queue
from deskapp.store.callsheet import Sheet
from tests.store.callers import PHONES, adopted, at, called, code, member, owed, taken
from tests.store.complaint_kit import closed, heard, implemented
from tests.store.conftest import Counter


def sheet(counter: Counter, number: str, staff: str = "1001") -> Sheet:
    found = callsheet.sheet(counter.at(staff), callback=number)
    assert isinstance(found, Sheet), found
    return found


def test_only_who_holds_the_customer_is_told_the_number_and_what_the_call_settles(counter: Counter) -> None:
    care, promise = owed(counter, note="伞很好用"), owed(counter, purpose="promise", note="到货通知")
    assert (sheet(counter, care).held, sheet(counter, care).view.dial) == ([], "")
    taken(counter)
    mine, others = sheet(counter, promise), sheet(counter, promise, "1002")
    assert [(one.callback, one.purpose) for one in mine.held] == [(promise, "promise"), (care, "member_care")]
    assert (mine.held[0].about, mine.held[0].events[0].note) == ("到货通知", "到货通知")
    assert mine.view.dial == "13800138000"
    assert (others.held, others.view.dial) == ([], "")
    assert code(callsheet.sheet(counter.desk, callback="B1")) == "callback_unknown"


def test_what_is_told_of_a_call_in_vain_is_what_comes_of_it(counter: Counter) -> None:
    number = owed(counter)
    at(counter, "11:50")
    for wall, day in (("11:50", 15), ("14:00", 15), ("18:00", 16)):
        at(counter, wall, day)
        taken(counter)
        told = sheet(counter, number)
        answer = called(counter, number, "no_answer")
        assert told.next_at == answer.next_at
        assert told.exhausted == (answer.states[number] == "exhausted")
    assert (told.tries, told.most, told.exhausted) == (2, 3, True)
    assert [one.outcome for one in told.earlier] == ["no_answer", "no_answer"]


@pytest.mark.parametrize("answer", ["satisfied", "dissatisfied"])
def test_a_complaint_that_waits_for_its_customer_hears_the_answer(counter: Counter, answer: str) -> None:
    case = implemented(counter)
    held = taken(counter)
    told = sheet(counter, held.callback)
    first = told.held[0]
    assert (first.hears, first.reopens, first.opens) == ([case.complaint], [case.complaint], False)
    assert first.about == "电饭锅漏水"
    reason: dict[str, Any] = {"reason": "service", "said": "没人回复"} if answer == "dissatisfied" else {}
    assert called(counter, held.callback, answer, **reason).led_to == [case.complaint]


def test_a_closed_complaint_is_reopened_and_another_customer_gets_a_new_one(counter: Counter) -> None:
    case = closed(counter)
    again = owed(counter, purpose="complaint_feedback", subject=case.complaint)
    care = owed(counter, PHONES[1])
    for number, reopens in ((again, [case.complaint]), (care, [])):
        assert not isinstance(claims.claim(counter.act(), callback=number), No)
        told = sheet(counter, number).held[0]
        assert (told.hears, told.reopens, told.opens) == ([], reopens, not reopens)
        led_to = called(counter, number, "dissatisfied", reason="service", said="没人回复").led_to
        assert led_to == reopens if reopens else led_to[0].startswith("C")


def test_a_callback_about_a_case_that_was_heard_at_the_desk_is_done(counter: Counter) -> None:
    heard(counter)
    assert queue.queue(counter.desk).rows == []


def test_a_refusal_of_an_offer_ends_offers_only(counter: Counter) -> None:
    birthday = owed(counter, member=member(counter, phone=PHONES[5]), purpose="birthday")
    assert not isinstance(claims.claim(counter.act(), callback=birthday), No)
    assert sheet(counter, birthday).offers
    care = owed(counter, PHONES[1])
    assert not isinstance(claims.claim(counter.act("1002"), callback=care), No)
    assert not sheet(counter, care, "1002").offers


def test_the_purposes_of_the_house_are_told_with_their_days(counter: Counter) -> None:
    adopted(counter, days="4")
    told = {one.purpose: (one.days, one.offer) for one in callsheet.purposes(counter.desk)}
    assert (told["member_care"], told["birthday"], told["promise"]) == ((4, False), (4, True), (1, False))


def test_dealing_is_shown_before_it_is_done(counter: Counter) -> None:
    for phone in PHONES[:6]:
        owed(counter, phone)
    skills = {"1001": 2, "1002": 1}
    told = dealing.to_deal(counter.at("2001"), skills=skills)
    assert isinstance(told, dealing.Deal)
    done = dealing.deal_out(counter.act("2001"), skills=skills)
    assert isinstance(done, dealing.Dealt)
    assert {one.staff: one.then for one in told.shares if one.skill} == done.customers == {"1001": 4, "1002": 2}
    assert (told.free, told.dealt) == (6, 6)
    assert sum(one.customers for one in told.shares) == 0


def test_the_skills_of_the_last_dealing_are_offered_again(counter: Counter) -> None:
    owed(counter)
    first = dealing.to_deal(counter.at("2001"))
    assert isinstance(first, dealing.Deal)
    assert {one.staff: one.skill for one in first.shares if one.skill} == {"1001": 5, "1002": 5}, "clerks only"
    assert {one.staff for one in first.shares} == {"1001", "1002", "2001", "3001", "4001"}
    assert not isinstance(dealing.deal_out(counter.act("2001"), skills={"1002": 7}), No)
    again = dealing.to_deal(counter.at("2001"), skills=None, again=True)
    assert isinstance(again, dealing.Deal)
    assert {one.staff: one.skill for one in again.shares if one.skill} == {"1002": 7}
    assert code(dealing.to_deal(counter.at("2001"), skills={"9999": 3})) == "staff_unknown"


def test_home_counts_what_is_late_and_what_is_due_today(counter: Counter) -> None:
    at(counter, "10:00")
    owed(counter, PHONES[0], latest="2026-07-15 12:00")
    owed(counter, PHONES[1], latest="2026-07-15 18:00")
    owed(counter, PHONES[2], latest="2026-07-16 08:34")
    tomorrow = owed(counter, PHONES[3])
    at(counter, "14:30")
    due, head = home.due(counter.desk), queue.queue(counter.desk)
    assert (due.callbacks_late, due.callbacks_due) == (head.late, head.due) == (1, 3)
    assert not isinstance(claims.appoint(counter.act(), callback=tomorrow, at="2026-07-15 18:00"), No)
    due, head = home.due(counter.desk), queue.queue(counter.desk)
    assert (due.callbacks_late, due.callbacks_due) == (head.late, head.due) == (1, 4)


def test_a_callback_is_found_by_its_number_with_the_phone_masked(counter: Counter) -> None:
    number = owed(counter, name="李娜")
    found = lookup.find(counter.desk, text=number.lower())[0]
    assert (found.kind, found.key, found.mark, found.exact) == ("callback", number, "open", True)
    assert found.detail == "member_care  李娜  138****8000"

"""Taking customers to call: one clerk at a time, at decent hours, whose turn it is; and giving them back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskapp.rules.decisions import No
from deskapp.store import claims, dealing, queue, wishes
from deskapp.store.journal import JOURNAL
from tests.store.callers import PHONE, PHONES, at, called, code, later, member, owed, rows, states, taken
from tests.store.conftest import Counter


def test_next_gives_one_clerk_the_customer_with_everything_open_for_them(counter: Counter) -> None:
    first, second = owed(counter, name="李娜"), owed(counter, purpose="promise", note="问到货")
    claimed = taken(counter)
    assert (claimed.callback, claimed.callbacks) == (second, [second, first])
    assert (claimed.purposes, claimed.name, claimed.phone) == (["promise", "member_care"], "李娜", PHONE)
    assert claimed.until == counter.clock.now() + timedelta(minutes=15)
    assert set(states(counter).values()) == {"claimed"}
    assert code(claims.following(counter.act("1002", counter="B"))) == "queue_empty"


def test_who_holds_a_customer_gets_the_same_one_again_and_a_lapsed_claim_is_anybodys(counter: Counter) -> None:
    first, _ = owed(counter), owed(counter, PHONES[1])
    assert taken(counter).callback == taken(counter).callback == first
    assert taken(counter, "1002").callback != first
    later(counter, minutes=15)
    assert taken(counter, "1002").callback == first


def test_a_replay_answers_the_same_customer_without_their_name_and_phone(counter: Counter) -> None:
    owed(counter, name="李娜")
    act = counter.act()
    first = claims.following(act)
    again = claims.following(act)
    assert isinstance(first, claims.Claimed)
    assert isinstance(again, claims.Claimed)
    assert (again.callback, again.until, again.name, again.phone) == (first.callback, first.until, "", "")
    told = "".join(row.payload for row in rows(counter, JOURNAL))
    assert PHONE[3:] not in told
    assert "李娜" not in told


@pytest.mark.parametrize(
    ("wall", "next_at"), [("08:00", "09:00"), ("12:00", "14:00"), ("13:59", "14:00"), ("20:30", None)]
)
def test_nothing_rings_at_rest(counter: Counter, wall: str, next_at: str | None) -> None:
    at(counter, "10:00", 14)
    number = owed(counter, earliest="2026-07-15 07:00", latest="2026-07-18 07:00")
    at(counter, wall)
    expected = at(counter, "09:00", 16) if next_at is None else at(counter, next_at)
    at(counter, wall)
    empty = claims.following(counter.act())
    assert isinstance(empty, No)
    assert (empty.code, empty.figures["next_at"]) == ("queue_empty", expected)
    assert code(claims.claim(counter.act(), callback=number)) == "callback_rests"
    assert isinstance(claims.claim(counter.act(), callback=number, incoming=True), claims.Claimed)


def test_nobody_is_called_outside_their_own_hours(counter: Counter) -> None:
    owed(counter)
    assert isinstance(wishes.hours(counter.act(), phone="13800138000", hours="15-16"), wishes.Wished)
    assert code(claims.following(counter.act())) == "queue_empty"
    at(counter, "15:00")
    assert taken(counter).phone == PHONE
    assert code(wishes.hours(counter.act(), phone=PHONE, hours="15:00-16:00")) == "no_change"
    assert code(wishes.hours(counter.act(), phone=PHONE, hours="tea")) == "hours_bad"
    assert wishes.hours(counter.act(), phone=PHONE, hours="") == wishes.Wished("", "", False)


def test_a_callback_at_ten_to_noon_is_offered_only_in_hours_that_both_have_until_its_tries_are_over(
    counter: Counter,
) -> None:
    at(counter, "11:50")
    number = owed(counter)
    wishes.hours(counter.act(), phone=PHONE, hours="11-15, 19-20")
    offered = []
    for day in (15, 16):
        for hour in range(12 if day == 15 else 9, 22):
            for minute in (-10, 0, 40):
                counter.clock.set(at(counter, f"{hour:02}:00", day) + timedelta(minutes=minute))
                answer = claims.following(counter.act())
                if isinstance(answer, claims.Claimed):
                    offered.append(f"{day} {hour:02}:00 {minute:+}")
                    called(counter, number, "no_answer")
    assert offered == ["15 12:00 -10", "15 14:00 +0", "16 19:00 +0"], "two hours apart, another part of another day"
    assert states(counter) == {number: "exhausted"}


def test_next_takes_appointments_then_the_least_time_left_then_the_dissatisfied(counter: Counter) -> None:
    calm, upset = owed(counter, PHONES[1]), owed(counter, PHONES[2], "dissatisfied", latest="2026-07-18 10:00")
    booked, short = owed(counter, PHONES[3]), owed(counter, PHONES[4], latest="2026-07-15 16:00")
    assert isinstance(claims.appoint(counter.act(), callback=booked, at="2026-07-15 14:00"), claims.Appointed)
    at(counter, "14:00")
    assert [taken(counter, staff).callback for staff in ("1001", "1002", "2001", "3001")] == [
        booked,
        short,
        upset,
        calm,
    ]


def test_letting_go_gives_the_customer_back(counter: Counter) -> None:
    number, other = owed(counter), owed(counter, purpose="promise")
    taken(counter)
    assert code(claims.let_go(counter.act("1002"), callback=number)) == "callback_not_yours"
    assert code(claims.let_go(counter.act(), callback="B1")) == "callback_unknown"
    assert claims.let_go(counter.act(), callback=number) == claims.Freed(number, [number, other])
    assert set(states(counter).values()) == {"open"}
    assert code(claims.let_go(counter.act(), callback=number)) == "callback_not_yours"
    assert taken(counter, "1002").callbacks == [other, number]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-07-14 10:00", "appointment_past"),
        ("2026-09-14 10:00", "appointment_far"),
        ("2026-07-16 12:30", "appointment_rest"),
        ("2026-07-16 03:00", "appointment_rest"),
        ("", "empty"),
        ("lunch", "moment_bad"),
    ],
)
def test_no_appointment_at_an_hour_when_nobody_calls(counter: Counter, when: str, expected: str) -> None:
    number = owed(counter)
    before = rows(counter)
    assert code(claims.appointment(counter.desk, callback=number, at=when)) == expected
    assert code(claims.appoint(counter.act(), callback=number, at=when)) == expected
    assert rows(counter) == before


def test_an_appointment_may_pass_the_days_of_the_house_and_says_so(counter: Counter) -> None:
    number, other = owed(counter), owed(counter, purpose="promise")
    foretold = claims.appointment(counter.desk, callback=number, at="2026-07-25 15:00")
    far = claims.appoint(counter.act(), callback=number, at="2026-07-25 15:00")
    assert foretold == far
    assert isinstance(far, claims.Appointed)
    assert (far.callbacks, far.passes_latest) == ([number, other], True)
    assert set(states(counter).values()) == {"appointment"}
    at(counter, "10:00", 19)
    assert code(claims.following(counter.act())) == "queue_empty"
    assert not queue.queue(counter.desk).late
    at(counter, "15:00", 25)
    assert taken(counter).callback in (number, other)
    claims.let_go(counter.act(), callback=number)
    assert set(states(counter).values()) == {"appointment"}
    taken(counter, "1002")
    assert code(claims.appoint(counter.act(), callback=number, at="2026-07-26 15:00")) == "callback_claimed"


def test_claims_are_of_persons_and_refused_while_another_holds_them(counter: Counter) -> None:
    first = owed(counter)
    taken(counter)
    second = owed(counter, purpose="promise")
    assert code(claims.following(counter.act("1002"))) == "queue_empty"
    for number in (first, second):
        assert code(claims.claim(counter.act("1002"), callback=number, incoming=True)) == "callback_claimed"
    assert code(claims.claim(counter.act(), callback="B260715-0009")) == "callback_unknown"
    cancelled = dealing.cancel(counter.act("2001"), callback=second, reason="打错")
    assert isinstance(cancelled, dealing.Cancelled)
    assert code(claims.claim(counter.act(), callback=second)) == "callback_closed"
    assert code(claims.appoint(counter.act(), callback=second, at="2026-07-16 10:00")) == "callback_closed"


def test_the_lead_cancels_with_a_reason_what_nobody_holds(counter: Counter) -> None:
    number = owed(counter)
    assert code(dealing.cancel(counter.act(), callback=number, reason="x")) == "role_needed"
    assert code(dealing.cancel(counter.act("2001"), callback=number, reason=" ")) == "reason_needed"
    taken(counter)
    assert code(dealing.cancel(counter.act("2001"), callback=number, reason="x")) == "callback_claimed"
    later(counter, minutes=15)
    assert isinstance(dealing.cancel(counter.act("2001"), callback=number, reason="重复"), dealing.Cancelled)
    assert code(dealing.cancel(counter.act("2001"), callback=number, reason="x")) == "callback_closed"
    assert owed(counter) != number


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"purpose": "gossip", "phone": PHONE}, "kind_bad"),
        ({"purpose": "promise"}, "whom_to_call"),
        ({"purpose": "promise", "name": "李娜"}, "whom_to_call"),
        ({"purpose": "promise", "phone": "12"}, "phone_bad"),
        ({"purpose": "promise", "member": "M404"}, "member_unknown"),
        ({"purpose": "birthday", "phone": PHONE}, "consent_needed"),
        ({"purpose": "promise", "phone": PHONE, "latest": "2026-07-15 09:00"}, "appointment_past"),
        (
            {"purpose": "promise", "phone": PHONE, "earliest": "2026-07-17 09:00", "latest": "2026-07-16 09:00"},
            "times_crossed",
        ),
        ({"purpose": "promise", "phone": PHONE, "latest": "soon"}, "moment_bad"),
        ({"purpose": "promise", "phone": PHONE, "note": "x" * 301}, "too_long"),
    ],
)
def test_what_is_not_owed_by_hand(counter: Counter, given: dict[str, Any], expected: str) -> None:
    assert code(dealing.create(counter.act(), **given)) == expected
    assert rows(counter) == []


def test_a_callback_by_hand_joins_and_a_replay_changes_nothing(counter: Counter) -> None:
    act = counter.act()
    first = dealing.create(act, purpose="promise", phone=PHONE, note="一")
    assert dealing.create(act, purpose="promise", phone=PHONE, note="一") == first
    second = dealing.create(counter.act(), purpose="promise", phone=PHONE, note="二")
    assert isinstance(first, dealing.Created)
    assert isinstance(second, dealing.Created)
    assert (second.callback, first.joined, second.joined) == (first.callback, False, True)
    view = queue.show(counter.desk, callback=first.callback)
    assert isinstance(view, queue.CallbackView)
    assert [event.note for event in view.events] == ["一", "二"]


def test_offers_go_to_members_who_agreed_to_them(counter: Counter) -> None:
    card = counter.member(phone=PHONES[1])
    assert code(dealing.create(counter.act(), purpose="birthday", member=card)) == "consent_needed"
    assert isinstance(dealing.create(counter.act(), purpose="member_care", member=card), dealing.Created)
    agreed = member(counter, phone=PHONE)
    assert isinstance(dealing.create(counter.act(), purpose="birthday", member=agreed), dealing.Created)


def test_who_wants_no_calls_gets_none_until_a_lead_lifts_it(counter: Counter) -> None:
    number = owed(counter)
    assert wishes.silence(counter.act(), phone=PHONE, said="别打了") == wishes.Wished("", "", True)
    assert states(counter)[number] == "refused"
    assert code(wishes.silence(counter.act(), phone=PHONE)) == "no_change"
    assert code(dealing.create(counter.act(), purpose="promise", phone=PHONE)) == "no_calls"
    assert code(wishes.allow(counter.act(), phone=PHONE, reason="x")) == "role_needed"
    assert code(wishes.allow(counter.act("2001"), phone=PHONE, reason="")) == "reason_needed"
    assert wishes.wishes(counter.desk, phone=PHONE) == [wishes.WishRow("no_calls", "别打了")]
    assert wishes.allow(counter.act("2001"), phone=PHONE, reason="客人要求") == wishes.Wished("", "", False)
    assert code(wishes.allow(counter.act("2001"), phone=PHONE, reason="x")) == "no_change"
    assert owed(counter) != number


def test_work_is_dealt_out_evenly_by_skill_and_offered_to_its_clerk_first(counter: Counter) -> None:
    numbers = [owed(counter, PHONES[which]) for which in range(6)]
    dealt = dealing.deal_out(counter.act("2001"), skills={"1001": 2, "1002": 1})
    assert dealt == dealing.Dealt({"1001": 4, "1002": 2}, 6)
    mine = [row.number for row in rows(counter) if row.assignee == "1002"]
    assert taken(counter, "1002").callback == min(mine)
    assert code(dealing.deal_out(counter.act("2001"), skills={"1001": 1})) == "no_change"
    owed(counter, PHONES[7])
    again = dealing.deal_out(counter.act("2001"), skills={"1001": 1, "1002": 1})
    assert again == dealing.Dealt({"1001": 4, "1002": 3}, 1)
    joined = owed(counter, PHONES[0], "promise")
    keeper = {row.number: row.assignee for row in rows(counter)}
    assert keeper[joined] == keeper[numbers[0]] != ""


@pytest.mark.parametrize(
    ("skills", "expected"),
    [({}, "empty"), ({"9999": 1}, "staff_unknown"), ({"6001": 1}, "staff_unknown"), ({"1001": 0}, "amount_bad")],
)
def test_work_goes_to_clerks_alone(counter: Counter, skills: dict[str, int], expected: str) -> None:
    owed(counter)
    assert code(dealing.deal_out(counter.act("2001"), skills=skills)) == expected
    assert code(dealing.deal_out(counter.act(), skills={"1001": 1})) == "role_needed"


def test_the_head_of_the_queue_says_what_the_day_holds(counter: Counter) -> None:
    for which in range(3):
        owed(counter, PHONES[which], latest="2026-07-15 10:12")
    owed(counter, PHONES[5])
    head = queue.queue(counter.desk)
    assert (head.due, head.minutes, head.will_be_late, head.late, head.open) == (3, 120 + 390, 1, 0, 4)
    assert queue.queue(counter.desk, clerks=2).will_be_late == 0
    later(counter, minutes=13)
    after = queue.queue(counter.desk)
    assert (after.due, after.late, after.rows[0].late) == (3, 3, True)
    assert {row.phone[:3] for row in after.rows} == {"138"}
    assert all("****" in row.phone for row in after.rows)


def test_only_who_holds_the_customer_sees_the_phone(counter: Counter) -> None:
    number, other = owed(counter), owed(counter, purpose="promise")
    taken(counter)
    mine, theirs = queue.show(counter.desk, callback=number), queue.show(counter.at("1002"), callback=number)
    assert isinstance(mine, queue.CallbackView)
    assert isinstance(theirs, queue.CallbackView)
    assert (mine.dial, theirs.dial, mine.together) == ("13800138000", "", [other])
    assert (theirs.row.claimed_by, theirs.row.state, theirs.row.phone) == ("1001", "claimed", "138****8000")
    later(counter, minutes=20)
    assert queue.show(counter.desk, callback=number).row.state == "open"  # type: ignore[union-attr]
    assert [row.number for row in queue.of(counter.desk, phone="13800138000")] == sorted([number, other])  # type: ignore[union-attr]
    assert code(queue.show(counter.desk, callback="B9")) == "callback_unknown"
    assert code(queue.of(counter.desk)) == "whom_to_call"

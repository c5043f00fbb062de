"""That whoever was served was called is proven by numbers: each figure equals a recount of the records by hand."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from deskapp.rules.decisions import No
from deskapp.store import attempts, calls, claims, coverage, dealing, gathering, points, reports, wishes
from deskapp.store.callbacks import ATTEMPT, CALLBACK, EVENT
from deskapp.store.desk import Approval
from deskapp.store.members import MEMBER
from deskapp.store.report_parts import Report
from tests.store.callers import PHONES, adopted, at, called, code, later, member, owed, rows, states, taken
from tests.store.conftest import PIN, Counter

START, END = date(2026, 7, 15), date(2026, 7, 17)


def lived(counter: Counter, seed: int) -> None:
    """Five days at the desk with everything that can happen to a callback."""
    fate = random.Random(seed)
    wishes.hours(counter.act(), phone=PHONES[99], hours="7-8")
    owed(counter, PHONES[99])
    for day in range(15, 20):
        for hour in (9, 11, 14, 16, 18, 20):
            at(counter, f"{hour:02}:00", day)
            for _ in range(3):
                owed_or_joined(counter, fate)
            for staff in ("1001", "1002"):
                answer = claims.following(counter.act(staff))
                if isinstance(answer, claims.Claimed):
                    one_call(counter, staff, answer, fate)
                later(counter, minutes=3)
            if fate.random() < 0.2:
                live = [row.number for row in rows(counter) if row.state == "open" and row.phone != PHONES[99]]
                dealing.cancel(counter.act("2001"), callback=fate.choice(live), reason="重复") if live else None
    later(counter, days=2)


def owed_or_joined(counter: Counter, fate: random.Random) -> None:
    purpose = fate.choice(["member_care", "member_care", "promise", "overdue_loan"])
    dealing.create(counter.act(), purpose=purpose, phone=fate.choice(PHONES[:40]))


def one_call(counter: Counter, staff: str, claimed: claims.Claimed, fate: random.Random) -> None:
    outcome = fate.choice(
        ["satisfied"] * 4 + ["fair", "no_answer", "no_answer", "busy", "refused", "appointment", "go"]
    )
    given: dict[str, Any] = {"also": claimed.callbacks[1:] if fate.random() < 0.5 else []}
    if outcome == "fair":
        given |= {"said": "慢", "reason": fate.choice(["waiting", "service"]), "department": "floor"}
    if outcome == "appointment":
        given = {"at": f"2026-07-{fate.randint(20, 24)} 15:00"}
    if outcome == "go":
        claims.let_go(counter.act(staff), callback=claimed.callback)
        return
    answer = attempts.attempt(counter.act(staff), callback=claimed.callback, outcome=outcome, **given)
    assert isinstance(answer, attempts.Attempted), answer


def recount(counter: Counter, start: date, end: date, purpose: str) -> dict[str, int]:
    """Each callback with an event in these days looked at by itself."""
    found = dict.fromkeys(("reached", "refused", "exhausted", "late", "not_yet_due", "cancelled"), 0)
    events = {row.callback for row in rows(counter, EVENT) if start <= row.day <= end}
    for row in rows(counter):
        if row.number not in events or purpose not in ("", row.purpose):
            continue
        if row.state in found:
            found[row.state] += 1
        elif row.appointed is None and (row.settled_at or counter.clock.now()) > row.latest:
            found["late"] += 1
        else:
            found["reached" if row.state == "done" else "not_yet_due"] += 1
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_coverage_and_summary_equal_a_recount(counter: Counter, seed: int) -> None:
    lived(counter, seed)
    for purpose in ("", "member_care", "promise"):
        expected = recount(counter, START, END, purpose)
        shown = coverage.coverage(counter.desk, start=START, end=END, purpose=purpose)
        assert {name: getattr(shown, name) for name in expected} == expected
        assert shown.owed == sum(expected.values()) > 0
        summed(counter, purpose)
    whole = recount(counter, START, END, "")
    assert min(whole[name] for name in ("reached", "refused", "late")) > 0


def summed(counter: Counter, purpose: str) -> None:
    shown = coverage.summary(counter.desk, start=START, end=END, purpose=purpose)
    callbacks = {row.number: row for row in rows(counter)}
    tried = [row for row in rows(counter, ATTEMPT) if START <= row.day <= END]
    tried = [row for row in tried if purpose in ("", callbacks[row.callback].purpose)]
    calls = {row.entry: row for row in tried}
    spoke = [row for row in calls.values() if row.outcome in ("satisfied", "fair", "appointment", "refused")]
    done = [row for row in tried if row.outcome in ("satisfied", "fair")]
    content = [row for row in calls.values() if row.outcome == "satisfied"]
    judged = [row for row in calls.values() if row.outcome in ("satisfied", "fair")]
    in_time = [row for row in done if callbacks[row.callback].appointed or row.at <= callbacks[row.callback].latest]
    assert (shown.calls, shown.reached, shown.done, shown.on_time) == (len(calls), len(spoke), len(done), len(in_time))
    assert shown.satisfied_rate == (int(100 * len(content) / len(judged) + 0.5) if judged else None)
    assert sum(shown.outcomes.values()) == sum(shown.by_clerk.values()) == len(calls)
    if not purpose:
        told = reports.range_(counter.at("6001"), start=START, end=END)
        assert isinstance(told, Report)
        assert (told.punctual.in_time, told.punctual.late) == (len(in_time), len(done) - len(in_time))
        assert sum(day.in_time for day in told.days) == len(in_time)
    assert sum(shown.reasons.values()) == sum(row.outcome == "fair" for row in calls.values())
    assert shown.to_departments == len({row.led_to for row in tried if row.outcome == "fair"})


def test_nobody_is_counted_before_anybody_is_served(counter: Counter) -> None:
    empty = coverage.coverage(counter.desk, start=START, end=END)
    assert (empty.owed, empty.members, empty.without) == (0, 0, 0)
    assert coverage.summary(counter.desk, start=START, end=END).reach_rate is None


def test_days_that_end_before_they_begin_are_an_error(counter: Counter) -> None:
    for reading in (coverage.coverage, coverage.summary, calls.figures):
        assert code(reading(counter.desk, start=END, end=START)) == "span_backwards"


def test_a_call_at_the_customers_own_time_is_no_late_one(counter: Counter) -> None:
    chosen, late = owed(counter), owed(counter, PHONES[1])
    claims.appoint(counter.act(), callback=chosen, at="2026-07-20 10:00")
    at(counter, "10:00", 20)
    for number in (taken(counter).callback, taken(counter, "1002").callback):
        called(counter, number, "satisfied", "1001" if number == chosen else "1002")
    assert states(counter) == {chosen: "done", late: "done"}
    shown = coverage.coverage(counter.desk, start=START, end=END)
    assert (shown.reached, shown.late, shown.by_appointment) == (1, 1, 1)
    assert coverage.summary(counter.desk, start=START, end=date(2026, 7, 20)).on_time == 1


def test_whoever_was_served_is_owed_a_call_once_the_day_is_gathered(counter: Counter) -> None:
    adopted(counter, care="true")
    cards = [counter.member(name, phone=PHONES[which]) for which, name in enumerate(("张伟", "李娜", "王芳"))]
    for which, card in enumerate((*cards, cards[0])):
        points.earn(counter.act(), card=card, receipt=f"R{which}", amount=10_000)
    wishes.silence(counter.act(), phone=PHONES[2])
    before = coverage.coverage(counter.desk, start=START, end=START)
    assert (before.members, before.without, before.owed) == (3, 3, 0)
    listed = gathering.to_gather(counter.desk)
    assert [(row.purpose, row.phone[:3]) for row in listed] == [("member_care", "138")] * 3
    at(counter, "10:00", 16)
    act = counter.act()
    gathered = gathering.gather(act, day=START)
    assert gathered == gathering.Gathered(START, {"member_care": 3}, False)
    assert gathering.gather(act, day=START) == gathered
    assert gathering.gather(counter.act(), day=START) == gathering.Gathered(START, {}, False)
    after = coverage.coverage(counter.desk, start=START, end=START)
    assert (after.members, after.without, after.owed, after.refused, after.not_yet_due) == (3, 0, 3, 1, 2)


def test_reached_refused_exhausted_late_and_not_yet_due_are_the_members_served(counter: Counter) -> None:
    adopted(counter, care="true")
    fates = ("satisfied", "refused", "no_answer", "late", "not_yet_due")
    cards = [counter.member(phone=phone) for phone in PHONES[:5]]
    whose = {row.id: fate for row, fate in zip(rows(counter, MEMBER), fates, strict=True)}
    for which, card in enumerate(cards[:4]):
        points.earn(counter.act(), card=card, receipt=f"R{which}", amount=10_000)
    for wall, day in (("10:00", 16), ("14:00", 16), ("18:00", 17)):
        at(counter, wall, day)
        assert not isinstance(gathering.gather(counter.act(), day=START), No)
        for row in rows(counter):
            fate = whose[row.member_id]
            if row.state == "open" and fate in ("satisfied", "refused", "no_answer"):
                claimed = claims.claim(counter.act(), callback=row.number)
                assert isinstance(claimed, claims.Claimed), claimed
                called(counter, row.number, fate)
    at(counter, "10:00", 19)
    points.earn(counter.act(), card=cards[4], receipt="R4", amount=10_000)
    at(counter, "10:00", 20)
    gathering.gather(counter.act(), day=date(2026, 7, 19))
    told = coverage.coverage(counter.desk, start=START, end=date(2026, 7, 19), purpose="member_care")
    assert (told.reached, told.refused, told.exhausted, told.late, told.not_yet_due) == (1, 1, 1, 1, 1)
    assert told.reached + told.refused + told.exhausted + told.late + told.not_yet_due == told.members
    assert (told.members, told.without, told.cancelled) == (5, 0, 0)


def test_birthdays_and_expiring_points_come_once_a_year_to_those_who_agreed(counter: Counter) -> None:
    agreed = member(counter, phone=PHONES[0], birthday="1990-07-17", birth_day="07-17")
    counter.member("李娜", phone=PHONES[1], birthday="1990-07-17", birth_day="07-17")
    assert [row.member for row in gathering.to_gather(counter.desk)] == [agreed]
    made = gathering.gather(counter.act())
    assert made == gathering.Gathered(START, {"birthday": 1}, False)
    row = rows(counter)[0]
    assert (row.purpose, row.latest) == ("birthday", at(counter, "00:00", 17))
    at(counter, "10:00", 16)
    assert gathering.gather(counter.act()) == gathering.Gathered(date(2026, 7, 16), {}, False)
    points.adjust(counter.act(approval=Approval("3001", PIN, "x")), card=agreed, points=50, reason="期初")
    counter.clock.set(at(counter, "10:00", 16) + timedelta(days=733))  # type: ignore[attr-defined]
    expiring = gathering.gather(counter.act())
    assert isinstance(expiring, gathering.Gathered)
    assert expiring.made == {"expiring": 1}
    assert (rows(counter)[-1].purpose, rows(counter)[-1].latest.day) == ("expiring", 31)


def test_a_day_to_come_is_not_gathered_and_a_long_day_goes_in_parts(counter: Counter) -> None:
    assert code(gathering.gather(counter.act(), day=date(2026, 7, 16))) == "day_future"
    assert code(gathering.gather(counter.act(), limit=0)) == "amount_bad"
    for which in range(3):
        member(counter, phone=PHONES[which], birthday="1990-07-16", birth_day="07-16")
    assert gathering.gather(counter.act(), limit=2) == gathering.Gathered(START, {"birthday": 2}, True)
    assert gathering.gather(counter.act(), limit=2) == gathering.Gathered(START, {"birthday": 1}, False)
    assert len(rows(counter, CALLBACK)) == 3

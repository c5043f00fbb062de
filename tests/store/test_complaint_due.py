"""Holds and due times of complaints on a real store, and the business clock that says why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deskapp.rules.decisions import No
from deskapp.rules.due import Due, Hold, Party
from deskapp.store import adoption, closing, due, marks, verify
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import at_hand, good, refusal, shown
from tests.store.conftest import Counter

SHANGHAI = ZoneInfo("Asia/Shanghai")
TWO = '["08:30-12:00", "14:00-22:00"]'


@pytest.fixture
def two_spans(counter: Counter) -> Counter:
    """A store that is shut over noon, at 11:00 on a Wednesday."""
    from deskapp import paths

    text = (paths.data() / "policy.toml").read_text(encoding="utf-8")
    for hours in ('["09:00-21:30"]', '["09:00-22:00"]'):
        text = text.replace(f"= {hours}", f"= {TWO}")
    text = text.replace('judge = "day"', 'judge = "4h"')
    assert not isinstance(adoption.adopt(counter.act("4001"), text=text), No)
    counter.clock.set(wall(15, 11))
    return counter


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 7, day, hour, minute, tzinfo=SHANGHAI)


def asked(counter: Counter, start: datetime, target: str, holds: list[Hold] | None = None) -> Due:
    answer = due.due(counter.desk, start=start, target=target, holds=holds)
    assert isinstance(answer, Due), answer
    return answer


def test_the_clock_says_when_and_why(two_spans: Counter) -> None:
    answer = asked(two_spans, wall(15, 11), "4h")
    assert answer.at == wall(15, 17)
    assert [(step.what, step.why, step.minutes) for step in answer.steps] == [
        ("counted", "open", 60), ("counted", "open", 180),
    ]  # fmt: skip
    assert asked(two_spans, wall(15, 18), "4h").at == wall(15, 22)
    assert asked(two_spans, datetime(2026, 7, 15, 11), "4h").at == wall(15, 17)  # noqa: DTZ001 by the store's clock
    held = asked(two_spans, wall(15, 11), "4h", [Hold(Party.CUSTOMER, wall(15, 11, 30), wall(15, 13))])
    assert (held.at, held.held_minutes) == (wall(15, 17, 30), 30)


def test_what_cannot_be_asked_is_refused(counter: Counter) -> None:
    assert refusal(due.due(counter.desk, start=wall(15, 11), target="soon"), "target_bad").field == "target"
    backwards = [Hold(Party.CUSTOMER, wall(15, 12), wall(15, 11))]
    refusal(due.due(counter.desk, start=wall(15, 11), target="4h", holds=backwards), "span_backwards")


def test_a_hold_of_90_minutes_of_which_30_are_opening_moves_what_is_due_by_30_minutes(two_spans: Counter) -> None:
    case = kit.registered(two_spans)
    assert case.due_at == wall(15, 17)
    two_spans.clock.set(wall(15, 11, 30))
    held = good(marks.hold(two_spans.act(), **at_hand(case), party="customer", reason="等收据"))
    assert held.due_at == case.due_at
    two_spans.clock.set(wall(15, 13))
    view = shown(two_spans, held)
    assert view.why is not None
    assert (view.why.waits_for, view.why.held_minutes, view.why.at) == ("customer", 30, wall(15, 17, 30))
    on = good(marks.release(two_spans.act(), **at_hand(held)))
    assert on.due_at == wall(15, 17, 30)
    view = shown(two_spans, on)
    assert view.why is not None
    assert (view.why.at, view.why.waits_for) == (wall(15, 17, 30), "")
    assert ("held", "customer", 30) in [(step.what, step.why, step.minutes) for step in view.why.steps]
    assert verify.verify(two_spans.at("6001")).flaws == []


def test_one_waits_for_one_party_at_a_time_and_the_case_waits_too(counter: Counter) -> None:
    case = kit.registered(counter)
    refusal(marks.release(counter.act(), **at_hand(case)), "not_held")
    refusal(marks.hold(counter.act(), **at_hand(case), party="moon", reason="x"), "choose_one")
    refusal(marks.hold(counter.act(), **at_hand(case), party="customer", reason=" "), "empty")
    held = good(marks.hold(counter.act(), **at_hand(case), party="department", reason="等营业部"))
    no = refusal(marks.hold(counter.act(), **at_hand(held), party="customer", reason="x"), "already_held")
    assert no.figures["party"] == "department"
    note = good(marks.note(counter.act(), **at_hand(held), text="催过一次"))
    gone = good(closing.withdraw(counter.act(), **at_hand(note), said="算了"))
    assert shown(counter, gone).fields["held_by"] == ""
    assert verify.verify(counter.at("6001")).flaws == []


def test_on_hold_nothing_becomes_overdue_and_what_was_stays_so(counter: Counter) -> None:
    early, late = kit.registered(counter), kit.registered(counter)
    early = good(marks.hold(counter.act(), **at_hand(early), party="outside", reason="送检"))
    counter.clock.advance(timedelta(days=1))
    late = good(marks.hold(counter.act(), **at_hand(late), party="outside", reason="送检"))
    counter.clock.advance(timedelta(days=3))
    assert (shown(counter, early).overdue, shown(counter, late).overdue) == (False, True)
    assert shown(counter, early).calls_for == ""
    on = good(marks.release(counter.act(), **at_hand(early)))
    assert on.due_at is not None
    assert on.due_at > counter.clock.now()


def test_a_run_that_ended_after_its_time_stays_late(counter: Counter) -> None:
    case = kit.registered(counter)
    assert shown(counter, case).calls_for == ""
    counter.clock.set(datetime(2026, 7, 16, 1, 30, tzinfo=UTC))
    view = shown(counter, case)
    assert (view.overdue, view.calls_for) == (True, "manager")
    gone = good(closing.withdraw(counter.act(), **at_hand(case), said="算了"))
    late = {run.step: run.late for run in shown(counter, gone).runs}
    assert (late["acknowledge"], late["judge"], late["answer"]) == (False, True, False)
    assert not shown(counter, gone).overdue

"""Nobody calls about a complaint that is over, and somebody calls again when it goes on after all."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from deskapp.store import attempts, callsheet, claims, closing, handling
from deskapp.store.complaints import Moved
from tests.store import callers
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import LEAD, SUPERVISOR, at_hand, good
from tests.store.conftest import Counter

Ended = dict[str, tuple[str, str]]


def ends(counter: Counter) -> Ended:
    """Each callback's state and outcome."""
    return {row.number: (row.state, row.outcome) for row in callers.rows(counter)}


def withdrawn(counter: Counter, case: Moved) -> Moved:
    return good(closing.withdraw(counter.act(), **at_hand(case), said="顾客说算了"))


def promised(counter: Counter, case: Moved, **given: str) -> str:
    """A call that is owed about a case, by hand."""
    return callers.owed(counter, purpose="promise", subject=case.complaint, **given)


def test_a_withdrawn_case_cancels_its_callback_and_a_restored_one_owes_it_anew(counter: Counter) -> None:
    case = kit.implemented(counter)
    (owed,) = ends(counter)
    gone = withdrawn(counter, case)
    assert ends(counter) == {owed: ("cancelled", "case_over")}
    assert callers.code(claims.following(counter.act())) == "queue_empty"
    good(closing.restore(counter.act(SUPERVISOR), **at_hand(gone), reason="误撤"))
    again = next(number for number in ends(counter) if number != owed)
    assert ends(counter)[again] == ("open", "")
    first, second = callers.rows(counter)
    assert (second.purpose, second.person, second.latest) == (first.purpose, first.person, first.latest)
    assert callers.taken(counter).callback == again


def test_a_restored_case_whose_callback_was_due_long_ago_gets_new_days(counter: Counter) -> None:
    gone = withdrawn(counter, kit.implemented(counter))
    callers.later(counter, days=20)
    good(closing.restore(counter.act(SUPERVISOR), **at_hand(gone), reason="误撤"))
    _, again = callers.rows(counter)
    assert again.latest == counter.store.policies.versions[-1].calendar.add_days(counter.clock.now(), 3)


def test_a_merged_case_cancels_its_feedback_but_keeps_its_promise(counter: Counter) -> None:
    target, case = kit.registered(counter, phone="13900139000"), kit.implemented(counter)
    (owed,) = ends(counter)
    promise = promised(counter, case)
    joined = good(closing.merge(counter.act(LEAD), **at_hand(case), into=target.complaint))
    assert ends(counter) == {owed: ("cancelled", "case_over"), promise: ("open", "")}
    good(closing.unmerge(counter.act(SUPERVISOR), **at_hand(joined), reason="两件事"))
    live = [row.purpose for row in callers.rows(counter) if row.state == "open"]
    assert sorted(live) == ["complaint_feedback", "promise"]


def test_who_was_told_that_a_case_is_unfounded_is_not_called_about_it(counter: Counter) -> None:
    case = kit.registered(counter)
    promise = promised(counter, case)
    good(
        handling.judge(
            counter.act(LEAD), **at_hand(case), founded=False, reason="人为损坏", answer="已当面说明",
            told_at=counter.clock.now(), told_by="王芳",
        )
    )  # fmt: skip
    assert ends(counter) == {promise: ("cancelled", "case_over")}


def test_a_callback_about_something_else_too_goes_on(counter: Counter) -> None:
    case, other = kit.registered(counter), kit.registered(counter)
    promise = promised(counter, case)
    assert promised(counter, other) == promise
    withdrawn(counter, case)
    assert ends(counter) == {promise: ("open", "")}
    withdrawn(counter, other)
    assert ends(counter) == {promise: ("open", "")}, "it is about two things, and nobody is left to say which"


def test_a_call_under_way_is_recorded_though_the_case_is_withdrawn_meanwhile(counter: Counter) -> None:
    case = kit.implemented(counter)
    owed = callers.taken(counter, "1002").callback
    withdrawn(counter, case)
    answer = attempts.attempt(counter.act("1002"), callback=owed, outcome="satisfied")
    assert isinstance(answer, attempts.Attempted)
    assert answer.states == {owed: "done"}


@pytest.mark.parametrize("ended", ["withdrawn", "merged", "merged_closed"])
def test_who_is_dissatisfied_though_the_case_ended_during_the_call_is_never_lost(counter: Counter, ended: str) -> None:
    """What was withdrawn goes on in a new case; of what was joined the other case hears it."""
    target = kit.closed(counter) if ended == "merged_closed" else kit.registered(counter)
    case = kit.implemented(counter)
    owed = callers.taken(counter, "1002").callback
    if ended == "withdrawn":
        withdrawn(counter, case)
    else:
        good(closing.merge(counter.act(LEAD), **at_hand(case), into=target.complaint))
    sheet = callsheet.sheet(counter.at("1002"), callback=owed)
    assert isinstance(sheet, callsheet.Sheet)
    (held,) = sheet.held
    answer = attempts.attempt(counter.act("1002"), callback=owed, outcome="dissatisfied", reason="goods", said="还是漏")
    assert isinstance(answer, attempts.Attempted), answer
    (led_to,) = answer.led_to
    after = kit.shown(counter, case)
    if ended == "withdrawn":
        assert (held.reopens, held.opens) == ([], True)
        assert after.later == [led_to]
        return
    assert led_to == target.complaint
    assert (held.reopens, held.opens) == ([target.complaint] if ended == "merged_closed" else [], False)
    now = kit.shown(counter, target)
    assert (now.fields["state"], now.reopened) == (
        ("investigating", 1) if ended == "merged_closed" else ("registered", 0)
    )


def test_a_claim_that_lapsed_does_not_keep_the_callback_of_a_case_that_is_over(counter: Counter) -> None:
    case = kit.implemented(counter)
    owed = callers.taken(counter, "1002").callback
    callers.later(counter, minutes=16)
    withdrawn(counter, case)
    assert ends(counter) == {owed: ("cancelled", "case_over")}


def test_only_what_the_last_withdrawal_cancelled_is_owed_again(counter: Counter) -> None:
    """A promise that was kept between two withdrawals is not made a second time."""
    case = kit.registered(counter)
    promised(counter, case)
    back = good(closing.restore(counter.act(SUPERVISOR), **at_hand(withdrawn(counter, case)), reason="误撤"))
    callers.called(counter, callers.taken(counter).callback, "reached")
    good(closing.restore(counter.act(SUPERVISOR), **at_hand(withdrawn(counter, back)), reason="误撤"))
    assert sorted(ends(counter).values()) == [("cancelled", "case_over"), ("done", "reached")]


def test_the_journal_tells_what_became_of_the_callback(counter: Counter) -> None:
    from deskapp.store.journal import JOURNAL

    withdrawn(counter, kit.implemented(counter))
    with counter.store.engine.connect() as conn:
        last = sa.select(JOURNAL.c.payload).order_by(JOURNAL.c.number.desc()).limit(1)
        assert '"outcome":"case_over"' in conn.execute(last).scalar_one()


def test_who_is_no_member_is_called_in_the_language_of_their_case(counter: Counter) -> None:
    kit.implemented(counter, language="ko")
    assert callers.taken(counter).language == "ko"

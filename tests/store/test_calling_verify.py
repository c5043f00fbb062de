"""A callback, a call or feedback that was changed by hand, past every wall, is found and named."""

from __future__ import annotations

from deskapp.rules.decisions import No
from deskapp.store import calls, claims, closing, feedback, wishes
from tests.store import callers
from tests.store import complaint_kit as kit
from tests.store.callers import PHONES, called, later, owed, taken
from tests.store.complaint_kit import at_hand, good
from tests.store.conftest import Counter
from tests.store.test_verify import flaws_after, verified

STAND, LAST = "callbacks stand as told", "a callback's last entry is the last about it"
TRIED, CLAIM = "a callback stands as its last call ended", "a customer is claimed by one clerk"
CALLS, SENT = "calls are as noted", "feedback is as told"


def worked(counter: Counter) -> Counter:
    """A callback of each state, a call with its promise, feedback that is answered and feedback that is not."""
    for phone, outcome in zip(PHONES, ("satisfied", "no_answer", "refused", "wrong_number"), strict=False):
        called(counter, owed(counter, phone) and taken(counter).callback, outcome)
    counter_free = owed(counter, PHONES[4])
    claims.appoint(counter.act(), callback=counter_free, at="2026-07-16 15:00")
    good(closing.withdraw(counter.act(), **at_hand(kit.implemented(counter, phone=PHONES[5])), said="算了"))
    assert not isinstance(wishes.silence(counter.act(), phone=PHONES[7]), No)
    noted = calls.note(
        counter.act(), phone=PHONES[8], said="问停车", promised="回电", promised_until="2026-07-16 11:00", rings=2
    )
    assert not isinstance(noted, No), noted
    for text in ("灯坏了", "太吵"):
        sent = feedback.send(counter.act(), department="property", text=text)
        assert not isinstance(sent, No)
    assert not isinstance(feedback.answer(counter.act(), feedback=sent.feedback, answer="已调低"), No)
    owed(counter, PHONES[9])
    owed(counter, PHONES[9], "overdue_loan")
    assert not isinstance(claims.claim(counter.act(), callback=callers.rows(counter)[-1].number), No)
    later(counter, minutes=1)
    return counter


def test_callbacks_that_were_only_worked_with_hold(counter: Counter) -> None:
    answer = verified(worked(counter))
    assert answer.holds, answer.flaws
    states = {row.state for row in callers.rows(counter)}
    assert states == {"open", "claimed", "appointment", "done", "exhausted", "refused", "cancelled"}


CHANGES = (
    ("callback set state = 'exhausted', outcome = 'no_answer' where state = 'done'", STAND),
    ("callback set state = 'done', outcome = 'satisfied', settled_at = made_at where purpose = 'promise'", STAND),
    ("callback set latest = made_at where state = 'open'", STAND),
    ("callback set state = 'open', outcome = '', settled_at = null where state = 'done'", TRIED),
    ("callback set outcome = 'fair' where state = 'done'", TRIED),
    ("callback set last_entry = entry where state = 'done'", LAST),
    ("callback set settled_at = null where state = 'cancelled'", "a callback that is over says how"),
    ("callback set person = 'm77' where state = 'done'", "a try is its callback's person's"),
    ("callback set person = 'm77' where state = 'open'", "an event is its callback's person's"),
    ("callback set entry = entry - 1 where purpose = 'promise'", "a callback is about something"),
    ("callback set claimed_until = null where state = 'claimed'", CLAIM),
    ("callback set claimed_by = '1002' where purpose = 'overdue_loan'", CLAIM),
    ("callback set claimed_by = '1002' where state = 'claimed'", "a claim is whose entry it is"),
    ("callback set appointed = null where state = 'appointment'", "an appointment has its time"),
    ("callback_attempt set outcome = 'dissatisfied' where outcome = 'satisfied'", "tries are as told"),
    ("callback_attempt set entry = entry + 9000 where outcome = 'satisfied'", "every try has its entry"),
    ("callback_event set subject = '' where purpose = 'promise'", "a promise has its callback"),
    ("call set rings = 1", CALLS),
    ("call set callback = ''", CALLS),
    ("feedback set department = 'floor'", SENT),
    ("feedback set made_at = due", SENT),
    ("feedback set answer = '已调低', answered_at = made_at where answer = ''", "feedback is answered by an entry"),
    ("feedback set answered_at = due where answer <> ''", "feedback is answered by an entry"),
)


def test_a_row_changed_by_hand_is_found(counter: Counter) -> None:
    worked(counter)
    missed = {change: found for change, check in CHANGES if check not in (found := flaws_after(counter, change))}
    assert missed == {}

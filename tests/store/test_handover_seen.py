"""What others see of shifts and handovers: at home, in the search line, on the shift itself."""

from __future__ import annotations

from dataclasses import replace

from deskapp.rules.decisions import no
from deskapp.store import drafts, handover, home, inherited, lookup, shift_items, shifts
from deskapp.store.drafts import Draft
from tests.store.conftest import PIN, Counter
from tests.store.shift_kit import code, counted, figures, good, handed_over, offered, opened, prepared


def found(counter: Counter, text: str) -> list[tuple[str, str, str, str, bool]]:
    return [(one.kind, one.key, one.detail, one.mark, one.exact) for one in lookup.find(counter.desk, text=text)]


def test_a_shift_and_a_handover_are_found_by_their_numbers(counter: Counter) -> None:
    shift = opened(counter)
    assert found(counter, shift.lower()) == [("shift", shift, "A", "shift_open", True)]
    sealed = handed_over(counter)
    assert found(counter, sealed.handover) == [("handover", sealed.handover, shift, "accepted", True)]
    assert found(counter, shift) == [("shift", shift, "A", "shift_closed", True)]


def test_home_counts_what_was_left_to_this_counter_and_is_still_open(counter: Counter) -> None:
    assert home.due(counter.desk).from_last_shift is None
    opened(counter)
    first = good(shift_items.note(counter.act(), text="空调漏水")).note
    good(shift_items.note(counter.act(), text="雨伞借出两把"))
    assert home.due(counter.desk).from_last_shift is None
    handed_over(counter)
    assert home.due(counter.desk).from_last_shift == 2
    assert home.due(counter.at(counter="B")).from_last_shift is None
    good(shift_items.note_done(counter.act("1002"), note=first))
    good(shift_items.note(counter.act("1002"), text="新的留言"))
    assert home.due(counter.desk).from_last_shift == 1


def test_home_tells_those_who_lead_how_many_shifts_they_must_see_to(counter: Counter) -> None:
    opened(counter)
    assert [home.due(counter.at(who)).shift_alerts for who in ("1001", "2001", "3001")] == [None, 0, 0]
    good(handover.no_relief(counter.act()))
    assert [home.due(counter.at(who)).shift_alerts for who in ("1001", "2001", "3001")] == [None, 1, 1]


def test_a_counter_is_told_which_of_its_handovers_was_refused_until_it_is_handed_over_again(counter: Counter) -> None:
    shift = opened(counter)
    number = offered(counter)
    good(handover.refuse(counter.act("1002"), handover=number, reason="少一本发票"))
    assert shifts.current(counter.desk).given_back == number
    assert shifts.current(counter.at(counter="B")).given_back == ""
    assert good(shifts.show(counter.desk, shift=shift)).given_back == number
    again = prepared(counter)
    good(handover.seal(counter.act(), handover=again, pin=PIN))
    assert shifts.current(counter.desk).given_back == ""
    good(handover.accept(counter.act("1002"), handover=again, pin=PIN))
    assert shifts.current(counter.desk).given_back == ""


def test_of_two_who_seal_the_second_is_told_who_and_when(counter: Counter) -> None:
    opened(counter)
    counted(counter, {"100": 1})
    number = prepared(counter)
    good(handover.seal(counter.act(), handover=number, pin=PIN))
    answer = handover.seal(counter.act("2001"), handover=number, pin=PIN)
    assert code(answer) == "handover_given"
    assert figures(answer) == {"handover": number, "by": "1001", "at": counter.clock.now()}


HALF = Draft("w1", "张伟民", "Gift for points", "MA261122-0001", None, '{"fields": {"card": "6100"}}')


def test_unfinished_work_is_taken_over_only_once_a_handover_has_carried_it_to_this_counter(counter: Counter) -> None:
    drafts.keep(counter.desk, "run 1", replace(HALF, parked_at=counter.clock.now()))
    theirs = no("work_theirs", staff="1001")
    assert inherited.take_over(counter.at("1002"), "run 2", "w1") == theirs
    opened(counter)
    number = offered(counter)
    assert inherited.take_over(counter.at("1002"), "run 2", "w1") == theirs
    good(handover.accept(counter.act("1002"), handover=number, pin=PIN))
    assert inherited.take_over(counter.at("2001", counter="B"), "run 2", "w1") == theirs
    taken = good(inherited.take_over(counter.at("1002"), "run 2", "w1"))
    assert (taken.content, taken.who, taken.parked_at) == (HALF.content, HALF.who, counter.clock.now())
    assert [one.staff for one in drafts.unfinished(counter.desk)] == ["1002"]
    assert drafts.keep(counter.desk, "run 1", HALF) == no("work_elsewhere", who="张伟民")
    drafts.drop(counter.at("1002"), "run 2", "w1")
    assert inherited.take_over(counter.at("1002"), "run 2", "w1") == no("work_over")


def test_work_that_was_left_half_typed_and_then_parked_is_the_same_open_thing(counter: Counter) -> None:
    drafts.keep(counter.at("2001"), "run 1", HALF)
    opened(counter)
    sealed = handed_over(counter)
    assert [one.kind for one in good(shift_items.carried(counter.desk)).items] == ["draft"]
    drafts.keep(counter.at("2001"), "run 1", replace(HALF, parked_at=counter.clock.now()))
    left = good(shift_items.carried(counter.desk))
    assert (left.handover, [(one.kind, one.reference, one.hops) for one in left.items]) == (
        sealed.handover, [("parked", "w1", 1)],
    )  # fmt: skip
    handed_over(counter, "1002", "1001")
    assert [(one.kind, one.hops) for one in good(shift_items.carried(counter.desk)).items] == [("parked", 2)]

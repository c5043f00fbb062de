"""What others see of shifts and handovers: at home, in the search line, on the shift itself."""

from __future__ import annotations

from deskapp.store import handover, home, lookup, shift_items, shifts
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

"""What a report tells of shifts, of callbacks in time, of causes and of stock levels."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from deskapp.store import gifts, handover, points, reports, seals, shift_counts, stock, verify, voids
from deskapp.store.report_parts import Report, ShiftWork
from tests.store import complaint_kit as cases
from tests.store.conftest import PIN, Counter, supervisor
from tests.store.shift_kit import code, counted, good, opened, prepared
from tests.store.test_reports import last_entry

TODAY = date(2026, 7, 15)


def daily(counter: Counter, staff: str = "6001", day: date | None = None) -> Report:
    return reports.daily(counter.at(staff), date=day)


def worked(counter: Counter, staff: str = "1001", desk: str = "A", times: int = 2) -> str:
    """A shift in which points are given, a receipt is refused, and a gift is paid for."""
    card = counter.member()
    counter.points(card, 100)
    number = opened(counter, staff, desk=desk, kind="early")
    for each in range(times):
        points.earn(counter.act(staff, counter=desk), card=card, receipt=f"R{desk}{each}", amount=10_000)
    points.earn(counter.act(staff, counter=desk), card=card, receipt=f"R{desk}0", amount=10_000)
    good(gifts.redeem(counter.act(staff, counter=desk), card=card, item="G001", quantity=2))
    return number


def test_each_shift_is_told_with_what_was_done_in_it(counter: Counter) -> None:
    counter.gift(price=10, cash=500)
    first = worked(counter)
    counted(counter, {"100": 1})
    good(shift_counts.settle(counter.act(approval=supervisor()), count=_count(counter, first), reason="少收"))
    second = worked(counter, "1002", desk="B", times=3)
    voids.void(counter.act("2001", counter="B"), entry=last_entry(counter), reason="拿错了")
    told = {one.shift: one for one in daily(counter).shifts}
    assert told == {
        first: ShiftWork(first, "A", "early", 1, 5 + 2, 1, 0, 20, 20, 2, 1000, -1000),
        second: ShiftWork(second, "B", "early", 1, 6, 1, 0, 30, 20, 0, 0, 0),
    }
    assert verify.verify(counter.at("6001")).holds


def _count(counter: Counter, shift: str) -> str:
    from deskapp.store import shifts

    return good(shifts.show(counter.at("6001"), shift=shift)).counts[-1].count


def test_more_days_take_the_shifts_of_a_kind_together(counter: Counter) -> None:
    counter.gift(price=10, cash=500, on_desk=2)
    worked(counter)
    counted(counter, {"100": 1, "10": 1})
    number = prepared(counter)
    good(handover.seal(counter.act(), handover=number, pin=PIN, to="1002", to_pin=PIN, next_kind="late"))
    points.earn(counter.act("1002"), card=counter.member("李娜"), receipt="R8", amount=5000)
    counter.clock.advance(timedelta(days=1))
    week = reports.weekly(counter.at("6001"), date=TODAY)
    assert [(one.shift, one.counter, one.kind, one.shifts) for one in week.shifts] == [
        ("", "A", "early", 1), ("", "A", "late", 1)
    ]  # fmt: skip
    assert sum(one.points_given for one in week.shifts) == week.points.given == 25
    assert daily(counter, day=TODAY + timedelta(days=1)).shifts == []


@pytest.mark.parametrize("staff", ["2001", "3001", "4001"])
def test_what_a_shift_took_in_is_told_once_its_cash_is_counted(counter: Counter, staff: str) -> None:
    counter.gift(price=10, cash=500)
    worked(counter)
    assert [one.received_money for one in daily(counter, staff).shifts] == [None]
    assert [one.received_money for one in daily(counter, "5001").shifts] == [1000]
    counted(counter, {"100": 1, "10": 1})
    assert [one.received_money for one in daily(counter, staff).shifts] == [1000]


def test_the_report_of_a_shift_is_that_of_its_entries(counter: Counter) -> None:
    counter.gift(price=10, cash=500)
    number, other = worked(counter), worked(counter, "1002", desk="B", times=3)
    answer, whole = good(reports.shift(counter.at("6001"), shift=number)), daily(counter)
    assert (answer.shift, answer.counter, answer.start, answer.end) == (number, "A", TODAY, TODAY)
    assert [one.shift for one in answer.shifts] == [number]
    assert (answer.points.given, answer.points.redeemed, answer.entries) == (20, 20, 6)
    assert [(one.staff, one.done, one.refused) for one in answer.clerks if one.done] == [("1001", 5, 1)]
    assert [one.drawer for one in answer.money] == ["A"]
    assert {one.slip for one in answer.unsigned} < {one.slip for one in whole.unsigned}
    b = good(reports.shift(counter.at("6001"), shift=other))
    assert answer.points.given + b.points.given == whole.points.given
    assert sum(each.times for one in (answer, b) for each in one.refusals) == sum(each.times for each in whole.refusals)
    assert code(reports.shift(counter.at("6001"), shift="SH0")) == "shift_unknown"
    assert reports.shift.may(counter.at("1001").staff.role) is False  # type: ignore[union-attr]


def test_what_comes_after_the_seal_is_of_its_shift_in_the_next_report(counter: Counter) -> None:
    counter.gift(price=10, cash=500)
    number = worked(counter)
    counted(counter, {"100": 1, "10": 1})
    good(seals.seal(counter.act("2001")))
    points.earn(counter.act(), card=counter.member("李娜", card=""), receipt="R9", amount=5000)
    sealed, following = daily(counter, day=TODAY), daily(counter, day=TODAY + timedelta(days=1))
    assert sealed.sealed is not None
    assert [(one.shift, one.points_given) for one in sealed.shifts] == [(number, 20)]
    assert [(one.shift, one.points_given) for one in following.shifts] == [(number, 5)]
    assert good(reports.shift(counter.at("6001"), shift=number)).points.given == 25
    assert verify.verify(counter.at("6001")).holds


def test_founded_complaints_are_told_by_their_cause(counter: Counter) -> None:
    cases.closed(counter)
    cases.registered(counter)
    answer: Any = daily(counter)
    assert [(one.cause, one.complaints) for one in answer.causes] == [("defect", 1)]
    assert sum(one.registered for one in answer.complaints) == 2


def test_complaints_in_the_report_of_one_counter_are_those_that_were_begun_there(counter: Counter) -> None:
    cases.closed(counter)
    told = [reports.daily(counter.at("6001"), counter=each) for each in ("", "A", "B")]
    assert [sum(one.registered for one in each.complaints) for each in told] == [1, 1, 0]
    assert [len(each.causes) for each in told] == [1, 1, 0]


def test_stock_stands_beside_its_reorder_level(counter: Counter) -> None:
    counter.gift("G001", on_desk=3, reorder=5)
    counter.gift("G002", on_desk=30, reorder=5)
    counter.gift("G003", on_desk=30)
    stock.receive(counter.act(), item="G001", quantity=2)
    found = daily(counter).levels
    assert [(one.item, one.on_hand, one.reorder, one.low) for one in found] == [
        ("G001", 5, 5, True), ("G002", 30, 5, False)
    ]  # fmt: skip


def test_stock_that_is_still_counted_blind_is_not_told_nor_sealed(counter: Counter) -> None:
    counter.gift("G001", on_desk=3, reorder=5)
    opened(counter)
    assert [(one.on_hand, one.low) for one in daily(counter, "2001").levels] == [(None, True)]
    assert [one.on_hand for one in daily(counter).levels] == [3]
    counted(counter, {"100": 1})
    good(seals.seal(counter.act("5001")))
    assert daily(counter, "2001", TODAY).levels == []
    good(shift_counts.count(counter.act(), things={"item:G001": 3}))
    tomorrow = daily(counter, "2001", TODAY + timedelta(days=1))
    assert [one.on_hand for one in tomorrow.levels] == [3]


def test_a_day_without_shifts_has_none(counter: Counter) -> None:
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=1000)
    assert daily(counter).shifts == []

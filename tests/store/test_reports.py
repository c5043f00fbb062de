"""The daily report counts what the journal holds, and nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from deskapp.rules.decisions import No
from deskapp.store import gifts, people, points, reports, seals, stock, voids
from deskapp.store.report_parts import Report
from tests.store.conftest import Counter, supervisor

TODAY = date(2026, 7, 15)


def daily(counter: Counter, day: date | None = None) -> Report:
    return reports.daily(counter.at("6001"), date=day)


def last_entry(counter: Counter) -> int:
    return daily(counter).last


def test_a_day_without_work_is_a_report_of_noughts(counter: Counter) -> None:
    answer = daily(counter, TODAY - timedelta(days=3))
    assert (answer.entries, answer.points.net, answer.work) == (0, 0, [])


def test_points_are_told_by_their_cause_and_add_up(counter: Counter) -> None:
    card, gift = counter.member(), counter.gift(price=60)
    counter.points(card, 100)
    points.earn(counter.act(), card=card, receipt="R1", amount=50_000)
    points.earn(counter.act(), card=card, receipt="R2", amount=30_000)
    voids.void(counter.act(), entry=last_entry(counter), reason="刷错卡")
    gifts.redeem(counter.act(), card=card, item=gift)
    points.adjust(counter.act(approval=supervisor()), card=card, points=-5, reason="更正")
    told = daily(counter).points
    assert (told.given, told.adjusted_up, told.redeemed, told.adjusted_down) == (80, 100, 60, 5)
    assert (told.voided_given, told.voided_taken) == (30, 0)
    assert told.net == 80 + 100 - 60 - 5 - 30


def test_gifts_stock_and_money_are_told_by_item_and_drawer(counter: Counter) -> None:
    card, gift = counter.member(), counter.gift(price=10, on_desk=10, cash=990)
    counter.points(card, 100)
    gifts.redeem(counter.act(), card=card, item=gift, quantity=3)
    gifts.redeem(counter.act(counter="B"), card=card, item=gift)
    voids.void(counter.act("2001"), entry=last_entry(counter), reason="拿错了")
    stock.receive(counter.act(), item=gift, quantity=20)
    stock.move(counter.act(), item=gift, quantity=5, source="stockroom", target="desk")
    stock.write_off(counter.act(approval=supervisor()), item=gift, quantity=2, reason="破损")
    answer = daily(counter)
    (given,), (moved,) = answer.gifts, answer.stock
    assert (given.quantity, given.voided, given.points, given.cash_money) == (3, 1, 30, 2970)
    assert (moved.received, moved.to_desk, moved.handed_out, moved.written_off) == (30, 5, 3, 2)
    assert [(drawer.drawer, drawer.net_money) for drawer in answer.money] == [("A", 2970), ("B", 0)]


def test_work_is_told_by_person_with_refusals_and_approvals(counter: Counter) -> None:
    card = counter.member()
    counter.points(card, 10)
    points.earn(counter.act(), card=card, receipt="R1", amount=1000)
    points.earn(counter.act("1002"), card=card, receipt="R1", amount=1000)
    people.sign_in(counter.at(), "1002", "999999")
    answer = daily(counter)
    by_person = {clerk.staff: clerk for clerk in answer.clerks}
    assert (by_person["1001"].done, by_person["1001"].overrides) == (2, 1)
    assert (by_person["1002"].refused, by_person["3001"].approvals) == (1, 1)
    assert {refusal.code for refusal in answer.refusals} == {"receipt_used", "pin_wrong"}
    assert [(lifted.approver, lifted.reason) for lifted in answer.overrides] == [("3001", supervisor().reason)]


def test_hours_are_the_hours_of_the_store(counter: Counter) -> None:
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=1000)
    assert [(each.hour, each.done) for each in daily(counter).hours] == [(10, 1)]


def test_work_after_midnight_belongs_to_the_evening_before(counter: Counter) -> None:
    counter.clock.advance(timedelta(hours=15))
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=1000)
    assert daily(counter, TODAY).points.given == 1


def test_open_slips_and_late_receipts_are_named(counter: Counter) -> None:
    card = counter.member()
    yesterday = TODAY - timedelta(days=1)
    earned = points.earn(counter.act(approval=supervisor()), card=card, receipt="R1", amount=1000, date=yesterday)
    assert not isinstance(earned, No)
    answer = daily(counter)
    assert [slip.slip for slip in answer.unsigned] == [earned.slip]
    assert [(late.why, late.of) for late in answer.late] == [("receipt_late", yesterday)]


def test_a_clock_set_back_is_named(counter: Counter) -> None:
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=1000)
    counter.clock.advance(timedelta(minutes=-30))
    points.earn(counter.act(), card=counter.member(), receipt="R2", amount=1000)
    assert [late.why for late in daily(counter).late] == ["clock_behind"]


def test_only_those_who_may_read_it_are_given_it() -> None:
    from deskapp.rules.decisions import Role

    assert not reports.daily.may(Role.CLERK)
    assert reports.daily.may(Role.AUDITOR)


def test_a_report_of_more_days_is_the_sum_of_its_days(counter: Counter) -> None:
    card = counter.member()
    for _day in range(3):
        points.earn(counter.act(), card=card, receipt=f"R{_day}", amount=10_000)
        counter.clock.advance(timedelta(days=1))
    week = reports.weekly(counter.at("6001"), date=TODAY)
    assert (week.start, week.end) == (date(2026, 7, 13), date(2026, 7, 19))
    assert (week.points.given, week.entries, len(week.days)) == (30, 3, 3)
    assert [(line.day, line.points_given) for line in week.days] == [(TODAY + timedelta(days=n), 10) for n in range(3)]
    month, own = (
        reports.monthly(counter.at("6001"), date=TODAY),
        reports.range_(counter.at("6001"), start=TODAY, end=TODAY),
    )
    assert not isinstance(own, No)
    assert (month.points.given, own.points.given) == (30, 10)


def test_an_end_before_the_start_is_an_error(counter: Counter) -> None:
    answer = reports.range_(counter.at("6001"), start=TODAY, end=TODAY - timedelta(days=1))
    assert isinstance(answer, No)
    assert answer.code == "span_backwards"


def test_a_report_of_one_counter_has_that_counters_figures_only(counter: Counter) -> None:
    card = counter.member()
    points.earn(counter.act(), card=card, receipt="R1", amount=10_000)
    points.earn(counter.act(counter="B"), card=card, receipt="R2", amount=20_000)
    given = {which: reports.daily(counter.at("6001"), counter=which).points.given for which in ("", "A", "B")}
    assert given == {"": 30, "A": 10, "B": 20}


@pytest.mark.parametrize(
    ("wall", "day"),
    [("01:30:00", TODAY), ("03:59:59.7", TODAY), ("04:30:00", TODAY + timedelta(days=1)), ("23:59:59.7", TODAY)],
)
def test_the_day_turns_at_the_cut_off(counter: Counter, wall: str, day: date) -> None:
    on = TODAY if wall.startswith("23") else TODAY + timedelta(days=1)
    counter.clock.set(datetime.fromisoformat(f"{on}T{wall}+08:00"))
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=1000)
    assert [daily(counter, each).entries for each in (day - timedelta(days=1), day, day + timedelta(days=1))] == [
        0,
        1,
        0,
    ]


def test_what_is_voided_counts_less_on_the_day_of_the_void(counter: Counter) -> None:
    card, gift = counter.member(), counter.gift(price=10, cash=500)
    counter.points(card, 100)
    gifts.redeem(counter.act(), card=card, item=gift, quantity=2)
    voids.void(counter.act("2001"), entry=last_entry(counter), reason="拿错了")
    (given,) = daily(counter).gifts
    assert (given.quantity, given.voided, given.points, given.cash_money) == (0, 2, 0, 0)


def test_compliance_names_the_dates_without_a_report(counter: Counter) -> None:
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=1000)
    assert not isinstance(seals.seal(counter.act("2001")), No)
    counter.clock.advance(timedelta(days=3))
    points.earn(counter.act(), card=counter.member(), receipt="R2", amount=1000)
    told = reports.monthly(counter.at("6001")).compliance
    assert (told.owed, told.sealed, told.in_time) == (3, 1, 1)
    assert told.missing == [TODAY + timedelta(days=1), TODAY + timedelta(days=2)]

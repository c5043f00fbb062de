"""Shifts on a real store: opened with a counted float, shared by clerks, counted blind, and what is posted in them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from deskapp.rules.journal import canonical
from deskapp.store import (
    daybook,
    drawer,
    engine,
    handover_views,
    items,
    points,
    reports,
    seals,
    shift_counts,
    shifts,
    slips,
    stock,
    voids,
)
from deskapp.store.journal import JOURNAL
from tests.store.conftest import Counter, supervisor
from tests.store.shift_kit import adopted, at, code, counted, figures, good, handed_over, opened, paid
from tests.store.test_verify import by_hand, verified


def entries(counter: Counter) -> list[Any]:
    with engine.reading(counter.store.engine) as conn:
        return list(conn.execute(sa.select(JOURNAL).order_by(JOURNAL.c.number)))


def told(counter: Counter, staff: str = "1001") -> str:
    """Everything that this person can ask about a drawer before it is counted, as one text."""
    desk = counter.at(staff)
    asked: list[Any] = [shifts.current(desk), handover_views.still_to_count(desk), daybook.balances(desk)]
    asked += [shifts.show(desk, shift=line.shift) for line in good(shifts.listed(desk))]
    asked += [reports.daily(desk), shifts.kinds(desk)]
    return " ".join(canonical(each) for each in asked)


def test_a_shift_begins_with_its_float_counted_by_denominations(counter: Counter) -> None:
    act = counter.act()
    answer = good(shifts.open_shift(act, cash={"50": 1, "20": 2, "5": 1, "0.5": 10}, kind="early"))
    assert answer.float_money == 10_000
    assert good(shifts.open_shift(act, cash={"50": 1, "20": 2, "5": 1, "0.5": 10}, kind="early")) == answer
    line = shifts.current(counter.desk).shift
    assert line is not None
    assert (line.shift, line.counter, line.state, line.clerks) == (answer.shift, "A", "open", ["1001"])
    assert line.planned_end == at(counter, "2026-07-15 17:00")
    assert good(shifts.show(counter.desk, shift=answer.shift)).counts[0].pieces == {"50": 1, "20": 2, "5": 1, "0.5": 10}
    assert [row.shift for row in entries(counter)] == [answer.shift]


def test_what_lay_in_the_drawer_before_shifts_were_kept_is_finances_and_no_difference(counter: Counter) -> None:
    from deskapp.store import gifts

    card, item = counter.member(), counter.gift(price=60, cash=80_500)
    counter.points(card, 60)
    good(gifts.redeem(counter.act(), card=card, item=item))
    opened(counter)
    assert counted(counter, {"100": 1}).variance == 0
    held = {one.holder: one.balance for one in daybook.balances(counter.at("6001"), unit="CNY")}
    assert (held["drawer:A"], held["finance"]) == (10_000, 70_500)


def test_a_counter_has_one_shift_and_two_counters_two(counter: Counter) -> None:
    first = opened(counter)
    again = shifts.open_shift(counter.act("1002"), cash={})
    assert (code(again), figures(again)["by"], figures(again)["shift"]) == ("shift_open", "1001", first)
    assert opened(counter, "1002", desk="B") != first
    assert [line.counter for line in good(shifts.listed(counter.desk))] == ["B", "A"]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"cash": {"3": 1}}, "denomination_unknown"),
        ({"cash": {"many": 1}}, "denomination_unknown"),
        ({"cash": {"100": -1}}, "amount_bad"),
        ({"cash": {"100": 10**13}}, "amount_bad"),
        ({"cash": {}, "kind": "night"}, "kind_unknown"),
    ],
)
def test_a_shift_that_cannot_be_is_not_opened(counter: Counter, given: dict[str, Any], refusal: str) -> None:
    assert code(shifts.open_shift(counter.act(), **given)) == refusal
    assert shifts.current(counter.desk).shift is None
    assert entries(counter) == []


@pytest.mark.parametrize(
    ("wall", "day"),
    [
        ("2026-07-16 01:30", date(2026, 7, 15)),
        ("2026-07-16 03:59:59.9", date(2026, 7, 15)),
        ("2026-07-16 04:00", date(2026, 7, 16)),
        ("2026-07-16 04:30", date(2026, 7, 16)),
        ("2026-07-15 23:59:59.7", date(2026, 7, 15)),
    ],
)
def test_a_shift_and_its_entries_are_of_the_business_date(counter: Counter, wall: str, day: date) -> None:
    at(counter, wall)
    shift = opened(counter)
    paid(counter, "fee", 500)
    assert [(row.business_date, row.shift) for row in entries(counter)] == [(day, shift)] * 2
    line = shifts.current(counter.desk).shift
    assert line is not None
    assert line.business_date == day
    assert [one.shift for one in good(shifts.listed(counter.desk, start=day, end=day))] == [shift]


def test_a_range_of_shifts_that_ends_before_it_begins_is_an_error(counter: Counter) -> None:
    opened(counter)
    answer = shifts.listed(counter.desk, start=date(2026, 7, 16), end=date(2026, 7, 15))
    assert (code(answer), answer.field) == ("span_backwards", "end")  # type: ignore[union-attr]


def test_every_posting_carries_the_open_shift_of_its_counter(counter: Counter) -> None:
    card = counter.member()
    shift = opened(counter)
    good(points.earn(counter.act(), card=card, receipt="R1", amount=90_000))
    good(points.earn(counter.act("1002", counter="B"), card=card, receipt="R2", amount=90_000))
    code(points.earn(counter.act("2001"), card=card, receipt="R1", amount=90_000))
    rows = [(row.operation, row.kind, row.counter, row.shift) for row in entries(counter)][1:]
    assert rows == [
        ("points.earn", "done", "A", shift),
        ("points.earn", "done", "B", ""),
        ("points.earn", "refused", "A", shift),
    ]
    assert daybook.day(counter.desk)[0].shift == shift


def test_without_a_shift_the_desk_works_unless_the_house_requires_one(counter: Counter) -> None:
    card = counter.member()
    good(points.earn(counter.act(), card=card, receipt="R1", amount=90_000))
    adopted(counter, required="true")
    act = counter.act()
    refused = points.earn(act, card=card, receipt="R2", amount=90_000)
    assert code(refused) == "shift_needed"
    assert refused.clause  # type: ignore[union-attr]
    put = items.put(counter.act("3001"), code="G002", names={"zh_Hans": "雨伞"})  # not one who works the desk
    good(put)
    opened(counter)
    good(points.earn(act, card=card, receipt="R2", amount=90_000))


def test_several_clerks_share_a_shift_and_the_last_hands_it_over(counter: Counter) -> None:
    shift = opened(counter)
    good(shifts.join(counter.act("1002")))
    assert code(shifts.join(counter.act("1002"))) == "in_shift"
    assert good(shifts.leave(counter.act("1001"))).clerks == ["1002"]
    assert code(shifts.leave(counter.act("1001"))) == "not_in_shift"
    assert code(shifts.leave(counter.act("1002"))) == "last_in_shift"
    line = shifts.current(counter.desk).shift
    assert line is not None
    assert (line.shift, line.clerks) == (shift, ["1002"])
    assert code(drawer.cash(counter.act("1001"), way="fee", amount=1, reason="x")) == "not_in_shift"
    good(drawer.cash(counter.act("2001"), way="fee", amount=1, reason="x"))


def test_nobody_is_in_two_shifts_at_once(counter: Counter) -> None:
    opened(counter)
    answer = shifts.open_shift(counter.act("1001", counter="B"), cash={})
    assert (code(answer), figures(answer)["counter"]) == ("in_other_shift", "A")
    opened(counter, "1002", desk="B")
    assert code(shifts.join(counter.act("1001", counter="B"))) == "in_other_shift"
    assert code(shifts.join(counter.act("2001", counter="C"))) == "shift_none"


def test_a_count_that_agrees_leaves_no_difference(counter: Counter) -> None:
    opened(counter)
    paid(counter, "fee", 4000)
    paid(counter, "pay_out", 500)
    saved = counted(counter, {"100": 1, "20": 1, "10": 1, "5": 1})
    assert (saved.counted, saved.expected, saved.variance) == (13_500, 13_500, 0)
    assert code(shift_counts.settle(counter.act(), count=saved.count, reason="x")) == "no_change"


def test_a_difference_is_kept_with_reason_and_approver_and_the_count_stands(counter: Counter) -> None:
    shift = opened(counter)
    paid(counter, "fee", 4000)
    paid(counter, "pay_out", 500)
    saved = counted(counter, {"100": 1, "10": 1, "5": 1})
    assert (saved.counted, saved.expected, saved.variance) == (11_500, 13_500, -2000)
    assert code(shift_counts.settle(counter.act(), count=saved.count, reason=" ")) == "reason_needed"
    alone = shift_counts.settle(counter.act(), count=saved.count, reason="找错零")
    assert (code(alone), alone.approver) == ("approval_needed", "supervisor")  # type: ignore[union-attr]
    act = counter.act(approval=supervisor())
    settled = good(shift_counts.settle(act, count=saved.count, reason="找错零"))
    assert good(shift_counts.settle(act, count=saved.count, reason="找错零")) == settled
    assert code(shift_counts.settle(counter.act(), count=saved.count, reason="再来")) == "count_settled"
    kept = good(shifts.show(counter.desk, shift=shift)).counts[-1]
    assert (kept.counted, kept.expected, kept.variance) == (11_500, 13_500, -2000)
    assert (kept.reason, kept.approver, kept.settled) == ("找错零", "3001", True)
    held = {(one.holder): one.balance for one in daybook.balances(counter.at("6001"), unit="CNY")}
    assert (held["drawer:A"], held["variance"]) == (11_500, 2000)


def test_the_database_itself_keeps_a_count_as_it_was_typed(counter: Counter) -> None:
    opened(counter)
    counted(counter, {"100": 1})
    for statement in ("update shift_count set counted = expected", "delete from shift_count", "delete from shift"):
        with pytest.raises(sa.exc.DBAPIError, match="never taken back"), engine.writing(counter.store.engine) as conn:
            conn.execute(sa.text(statement))


@pytest.mark.parametrize("staff", ["1001", "2001", "3001", "4001"])
def test_what_is_expected_is_nowhere_to_be_read_before_the_count_is_saved(counter: Counter, staff: str) -> None:
    opened(counter)
    paid(counter, "fee", 4000)
    paid(counter, "pay_out", 500)
    desk = counter.at(staff)
    said = told(counter) if staff == "1001" else canonical([daybook.balances(desk), reports.daily(desk)])
    assert "13500" not in said
    assert "4000" not in said
    assert daybook.balances(desk, unit="CNY") == []
    assert reports.daily(desk).money == []
    counted(counter, {"100": 1, "20": 1})
    assert {one.holder: one.balance for one in daybook.balances(desk, unit="CNY")}["drawer:A"] == 13_500
    assert reports.daily(desk).money[0].net_money == 13_500


def test_a_refusal_does_not_give_away_what_is_in_the_drawer(counter: Counter) -> None:
    opened(counter)
    answer = drawer.cash(counter.act(), way="pay_out", amount=10_001, reason="买水")
    assert code(answer) == "drawer_short"
    assert "10000" not in canonical(answer)
    assert entries(counter)[-1].kind == "refused"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"way": "fee", "amount": 0}, "amount_bad"),
        ({"way": "fee", "amount": 10**13}, "amount_bad"),
        ({"way": "fee", "amount": 1, "reason": " "}, "reason_needed"),
        ({"way": "fee", "amount": 1, "reason": "x" * 400}, "too_long"),
    ],
)
def test_cash_goes_in_and_out_with_a_reason_and_an_amount(
    counter: Counter, given: dict[str, Any], refusal: str
) -> None:
    assert code(drawer.cash(counter.act(), way="fee", amount=1, reason="x")) == "shift_none"
    opened(counter)
    assert code(drawer.cash(counter.act(), **{"reason": "x", **given})) == refusal


def test_fees_that_other_work_takes_are_expected_too(counter: Counter) -> None:
    from deskapp.store import gifts

    card, item = counter.member(), counter.gift(price=60, cash=990)
    counter.points(card, 60)
    opened(counter)
    good(gifts.redeem(counter.act(), card=card, item=item))
    assert counted(counter, {"100": 1}).expected == 10_990


def test_cash_can_be_counted_again_and_the_first_count_stays(counter: Counter) -> None:
    shift = opened(counter)
    first = counted(counter, {"50": 1})
    second = counted(counter, {"100": 1})
    assert code(shift_counts.settle(counter.act(approval=supervisor()), count=first.count, reason="x")) == "count_stale"
    kept = good(shifts.show(counter.desk, shift=shift)).counts[1:]
    assert [(one.count, one.counted, one.times) for one in kept] == [(first.count, 5000, 2), (second.count, 10_000, 2)]


def test_cards_numbered_things_and_gifts_are_counted_blind(counter: Counter) -> None:
    counter.gift(on_desk=10)
    opened(counter)
    good(drawer.supply(counter.act(), thing="card:member", way="received", quantity=20))
    good(drawer.supply(counter.act(), thing="numbered:invoices", way="received", quantity=100, following="0001001"))
    good(drawer.supply(counter.act(), thing="numbered:invoices", way="used", quantity=3))
    assert code(drawer.supply(counter.act(), thing="numbered:invoices", way="spoiled", quantity=1)) == "reason_needed"
    assert code(drawer.supply(counter.act(), thing="numbered:tickets", way="used", quantity=1)) == "thing_unknown"
    assert code(drawer.supply(counter.act(), thing="numbered:invoices", way="used", quantity=98)) == "drawer_short"
    wanted = handover_views.still_to_count(counter.desk)
    assert wanted is not None
    assert wanted.left == ["cash", "card:member", "item:G001", "numbered:invoices"]
    assert "97" not in json.dumps(asdict(wanted))
    answer = good(
        shift_counts.count(
            counter.act(),
            things={"card:member": 20, "numbered:invoices": 96, "item:G001": 9},
            following={"numbered:invoices": "0001004"},
        )
    )
    assert {one.thing: one.variance for one in answer.counts} == {
        "card:member": 0, "numbered:invoices": -1, "item:G001": -1,
    }  # fmt: skip
    assert answer.left == ["cash"]


def test_a_card_that_is_given_out_leaves_the_stock_of_the_counter(counter: Counter) -> None:
    from deskapp.rules.cards import complete
    from deskapp.store import issuing
    from deskapp.store.members import MEMBER

    counter.member()
    with engine.reading(counter.store.engine) as conn:
        number = conn.execute(sa.select(MEMBER.c.number)).scalar_one()
    opened(counter)
    good(drawer.supply(counter.act(), thing="card:student", way="received", quantity=2))
    new = complete("62000000999")
    good(issuing.activate(counter.act(), member=number, card=new, fee_taken=True))
    assert good(shift_counts.count(counter.act(), things={"card:student": 1})).counts[0].expected == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, "empty"),
        ({"cash": {"7": 1}}, "denomination_unknown"),
        ({"things": {"item:G404": 1}}, "thing_unknown"),
        ({"things": {"card:gone": 1}}, "thing_unknown"),
        ({"things": {"cash": 1}}, "thing_unknown"),
        ({"things": {"card:member": -1}}, "amount_bad"),
        ({"things": {"card:member": 1}, "following": {"card:member": "9" * 99}}, "too_long"),
    ],
)
def test_a_bad_count_saves_nothing(counter: Counter, given: dict[str, Any], refusal: str) -> None:
    shift = opened(counter)
    assert code(shift_counts.count(counter.act(), **given)) == refusal
    assert len(good(shifts.show(counter.desk, shift=shift)).counts) == 1


def test_a_gift_settled_by_the_shift_is_not_settled_again_by_an_older_stock_count(counter: Counter) -> None:
    counter.gift(on_desk=10)
    old = good(stock.count(counter.act(), item="G001", place="desk", counted=9))
    opened(counter)
    saved = good(shift_counts.count(counter.act(), things={"item:G001": 9})).counts[0]
    good(shift_counts.settle(counter.act(approval=supervisor()), count=saved.count, reason="样品破损"))
    assert code(stock.settle(counter.act(), count=old.count, reason="样品破损")) == "count_stale"


def test_what_went_wrong_in_the_open_shift_is_voided_and_in_a_closed_one_corrected(counter: Counter) -> None:
    first = opened(counter)
    paid(counter, "fee", 4000)
    wrong = entries(counter)[-1].number
    paid(counter, "pay_out", 4000)
    assert code(drawer.correct(counter.act(), entry=wrong, amount=400, reason="x")) == "shift_still_open"
    handed_over(counter)
    void = voids.void(counter.act("2001"), entry=wrong, reason="打错")
    assert (code(void), figures(void)["shift"]) == ("shift_over", first)
    assert code(drawer.correct(counter.act("1002"), entry=wrong, amount=400, reason="多打一个零")) == "approval_needed"
    act = counter.act("1002", approval=supervisor())
    answer = good(drawer.correct(act, entry=wrong, amount=400, reason="多打一个零"))
    assert (answer.entry, answer.shift, answer.was, answer.amount) == (wrong, first, 4000, 400)
    assert good(drawer.correct(act, entry=wrong, amount=400, reason="多打一个零")) == answer
    row = entries(counter)[-1]
    assert (row.shift != first, json.loads(row.payload)["facts"]["corrects"]) == (True, wrong)
    again = drawer.correct(counter.act("1002", supervisor()), entry=wrong, amount=400, reason="再来")
    assert code(again) == "no_change"
    assert [one.amount for one in good(shifts.show(counter.desk, shift=first)).corrections] == [400]
    held = {one.holder: one.balance for one in daybook.balances(counter.at("6001"), unit="CNY")}
    assert (held["customers"], held["variance"], held["drawer:A"]) == (-400, -3600, 10_000)
    assert verified(counter).holds
    by_hand(counter, "update shift_correction set amount = 4")
    assert [flaw.check for flaw in verified(counter).flaws] == ["counts are as they were posted"]


def test_a_movement_of_the_open_shift_is_taken_back_like_any_entry(counter: Counter) -> None:
    opened(counter)
    paid(counter, "fee", 4000)
    good(voids.void(counter.act("2001"), entry=entries(counter)[-1].number, reason="打错"))
    assert counted(counter, {"100": 1}).variance == 0


@pytest.mark.parametrize(("entry", "refusal"), [(99, "entry_unknown"), (1, "not_correctable")])
def test_only_what_went_in_or_out_is_corrected(counter: Counter, entry: int, refusal: str) -> None:
    assert code(drawer.correct(counter.act(), entry=1, amount=1, reason="x")) == "shift_none"
    opened(counter)
    assert code(drawer.correct(counter.act(), entry=entry, amount=1, reason="x")) == refusal


def test_kinds_overlap_and_split(counter: Counter) -> None:
    kinds = {one.code: one for one in shifts.kinds(counter.desk, day=date(2026, 7, 15))}
    assert len(kinds["announcer"].segments) == 2
    assert kinds["early"].overlaps == {"late": 270, "announcer": 210 + 180}
    assert kinds["late"].segments[0][1] == at(counter, "2026-07-15 21:30")


def test_signing_in_is_of_the_shift_and_printing_needs_none(counter: Counter) -> None:
    card = counter.member()
    slip = good(points.earn(counter.act(), card=card, receipt="R1", amount=90_000)).slip
    adopted(counter, required="true")
    good(slips.count_print(counter.act(), slip=slip))
    assert code(slips.sign(counter.act(), slip=slip)) == "shift_needed"


def test_a_days_report_is_not_sealed_over_a_drawer_that_is_still_to_be_counted(counter: Counter) -> None:
    opened(counter)
    paid(counter, "fee", 4000)
    refused = seals.seal(counter.act("2001"))
    assert (code(refused), figures(refused), refused.approver) == (  # type: ignore[union-attr]
        "drawer_uncounted", {"counters": "A"}, "supervisor",
    )  # fmt: skip
    assert code(seals.seal(counter.act("5001"))) == "drawer_uncounted"
    counted(counter, {"100": 1, "20": 2})
    good(seals.seal(counter.act("2001")))
    assert reports.daily(counter.at("2001")).money[0].net_money == 14_000

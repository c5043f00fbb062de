"""What the desk would do is foretold by the rule that does it, on both engines; and nothing moves by asking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.rules.decisions import No
from deskapp.store import daybook, gifts, items, points, receipts, slips, stock
from tests.store.conftest import Counter, supervisor


def told(answer: object) -> str:
    assert isinstance(answer, No)
    return answer.code


def test_the_points_foretold_are_the_points_given(counter: Counter) -> None:
    card = counter.member()
    before = points.preview(counter.desk, card=card, receipt="R1", amount=1999)
    assert isinstance(before, points.Preview)
    assert (before.points, before.balance, before.rate_money, before.objection) == (1, 1, 1000, None)
    earned = points.earn(counter.act(), card=card, receipt="R1", amount=1999)
    assert isinstance(earned, points.Earned)
    assert (earned.points, earned.balance, earned.expires) == (before.points, before.balance, before.expires)


def test_a_used_receipt_is_foretold_with_who_when_where(counter: Counter) -> None:
    card = counter.member()
    assert isinstance(points.earn(counter.act(), card=card, receipt="R1", amount=2500), points.Earned)
    refusal = points.preview(counter.desk, card=card, receipt="r1", amount=2500)
    assert isinstance(refusal, No)
    assert (refusal.code, refusal.figures["by"], refusal.figures["counter"]) == ("receipt_used", "1001", "A")
    assert told(points.preview(counter.desk, card="nobody", receipt="R2", amount=1)) == "card_unknown"
    assert told(points.preview(counter.desk, card=card, receipt="R2", amount=0)) == "amount_bad"


def test_a_late_receipt_is_foretold_with_who_may_allow_it(counter: Counter) -> None:
    card = counter.member()
    late = counter.clock.now().date() - timedelta(days=3)
    preview = points.preview(counter.desk, card=card, receipt="R1", amount=2500, date=late)
    assert isinstance(preview, points.Preview)
    assert preview.objection is not None
    assert (preview.points, preview.objection.code, preview.objection.approver) == (2, "receipt_late", "supervisor")


def test_an_adjustment_is_foretold_with_whose_approval_it_needs(counter: Counter) -> None:
    card = counter.member()
    counter.points(card, 40)
    preview = points.preview_adjust(counter.desk, card=card, points=-15)
    assert preview == points.AdjustPreview(40, 25, "supervisor")
    assert told(points.preview_adjust(counter.desk, card=card, points=-41)) == "points_short"
    assert told(points.preview_adjust(counter.desk, card=card, points=0)) == "no_change"


def test_a_redemption_is_foretold_with_cost_balance_and_window(counter: Counter) -> None:
    card, item = counter.member(), counter.gift(price=60, on_desk=3, cash=500)
    counter.points(card, 130)
    preview = gifts.preview(counter.desk, card=card, item=item, quantity=2)
    assert isinstance(preview, gifts.Preview)
    assert (preview.points, preview.cash_money, preview.balance, preview.left_on_desk) == (120, 1000, 10, 1)
    assert (preview.closes, preview.objection) == (date(2026, 7, 31), None)
    assert told(gifts.preview(counter.desk, card=card, item=item, quantity=3)) == "points_short"
    counter.clock.set(counter.clock.now() + timedelta(days=40))
    outside = gifts.preview(counter.desk, card=card, item=item)
    assert isinstance(outside, gifts.Preview)
    assert outside.objection is not None
    assert outside.objection.code == "outside_window"


def test_a_member_is_offered_what_they_can_have_and_told_why_not_the_rest(counter: Counter) -> None:
    card = counter.member()
    counter.points(card, 100)
    counter.gift("G1", price=40)
    counter.gift("G2", price=90)
    counter.gift("G3", price=150)
    counter.gift("G4", price=10, on_desk=0)
    counter.gift("G5", price=10, withdrawn=True)
    offered = gifts.offered(counter.desk, card=card)
    assert not isinstance(offered, No)
    assert [(each.code, each.refusal.code if each.refusal else "") for each in offered] == [
        ("G2", ""),
        ("G1", ""),
        ("G4", "stock_short"),
        ("G3", "points_short"),
    ]
    assert told(gifts.offered(counter.desk, card="nobody")) == "card_unknown"


def test_a_write_off_is_foretold(counter: Counter) -> None:
    item = counter.gift(on_desk=5)
    preview = stock.preview_write_off(counter.desk, item=item, quantity=2, place="desk")
    assert isinstance(preview, stock.WriteOffPreview)
    assert (preview.left, preview.approver) == (3, "supervisor")
    assert told(stock.preview_write_off(counter.desk, item=item, quantity=6, place="desk")) == "stock_short"


@pytest.mark.parametrize(("counted", "approver"), [(9, ""), (3, "supervisor")])
def test_an_open_count_says_whose_approval_it_needs(counter: Counter, counted: int, approver: str) -> None:
    counter.gift(on_desk=10)
    stock.count(counter.act(), item="G001", place="desk", counted=counted)
    [row] = stock.open_counts(counter.desk)
    assert (row.approver, row.names) == (approver, {"zh_Hans": "保温杯"})


def test_an_item_is_shown_with_all_that_its_form_takes(counter: Counter) -> None:
    counter.gift("G7", price=70, on_desk=4, per_member=2, barcode="690", active_until=date(2026, 12, 31))
    view = items.show(counter.desk, item="690")
    assert isinstance(view, items.ItemView)
    assert (view.code, view.prices, view.per_member, view.active_until) == ("G7", {"": 70}, 2, date(2026, 12, 31))
    assert view.places["desk"] == 4
    assert told(items.show(counter.desk, item="none")) == "item_unknown"


def test_a_slip_says_whom_it_is_for_and_who_made_it(counter: Counter) -> None:
    earned = points.earn(counter.act(), card=counter.member(), receipt="R1", amount=2500)
    assert isinstance(earned, points.Earned)
    slip = slips.show(counter.desk, slip=earned.slip)
    assert slip is not None
    assert (slip.member_number, slip.clerk, slip.clerk_name, slip.counter) == (earned.member, "1001", "陈静", "A")
    line = daybook.show(counter.desk, entry=slip.entry)
    assert line is not None
    assert line.subject == earned.slip


def test_a_receipt_shows_every_use_it_was_put_to(counter: Counter) -> None:
    from deskapp.store import voids

    card = counter.member()
    earned = points.earn(counter.act(), card=card, receipt="R1", amount=2500, till="03", excluded=500)
    assert isinstance(earned, points.Earned)
    first = receipts.show(counter.desk, number=" r1 ")[0]
    assert (first.till, first.amount_money, first.excluded_money, len(first.uses)) == ("03", 2500, 500, 1)
    assert (first.uses[0].slip, first.uses[0].member, first.uses[0].by) == (earned.slip, "张伟民", "1001")
    entry = first.uses[0].entry
    assert not isinstance(voids.void(counter.act(approval=supervisor()), entry=entry, reason="退货"), No)
    points.earn(counter.act(), card=card, receipt="R1", amount=2500, till="03")
    uses = receipts.show(counter.desk, number="R1")[0].uses
    assert [use.voided_by is None for use in uses] == [True, False]
    assert receipts.show(counter.desk, number="none") == []

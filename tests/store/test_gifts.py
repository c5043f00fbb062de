"""Gifts for points on a real store: in the window, while it lies there, never more than there is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from deskapp.rules.decisions import No
from deskapp.store import daybook, engine, gifts, ledger, lots, slips, statements
from deskapp.store.desk import Approval
from deskapp.store.gifts import Redeemed
from deskapp.store.members import by_card
from tests.store.conftest import PIN, Counter, supervisor


def balance(counter: Counter, card: str) -> int:
    answer = statements.statement(counter.desk, card=card)
    assert not isinstance(answer, No)
    return answer.usable


def test_points_stock_and_slip_move_together(counter: Counter) -> None:
    card, item = counter.member(), counter.gift(price=60, on_desk=3)
    counter.points(card, 100)
    answer = gifts.redeem(counter.act(), card=card, item=item)
    assert isinstance(answer, Redeemed)
    assert (answer.points, answer.balance, answer.left_on_desk, answer.name) == (60, 40, 2, "保温杯")
    slip = slips.show(counter.desk, slip=answer.slip)
    assert slip is not None
    assert (slip.state, slip.kind, slip.facts["points"], slip.member) == ("to_sign", "redemption", 60, "张伟民")


def test_lots_are_spent_soonest_expiry_first(counter: Counter) -> None:
    card, item = counter.member(), counter.gift(price=40)
    with engine.writing(counter.store.engine) as conn:
        member = by_card(conn, card)
        assert not isinstance(member, No)
        ledger.move(conn, 1, "points", "adjusted", ledger.holder_of(member.id), 100)
        for amount, expires in ((30, date(2027, 3, 1)), (50, None), (20, date(2027, 2, 1))):
            lots.add(conn, 1, member.id, amount, earned=date(2026, 7, 1), available=None, expires=expires)
    assert isinstance(gifts.redeem(counter.act(), card=card, item=item), Redeemed)
    with engine.reading(counter.store.engine) as conn:
        left = {lot.expires: lot.left for lot in lots.of_member(conn, member.id)}
    assert left == {date(2027, 3, 1): 10, None: 50}


def test_outside_the_window_is_refused_with_its_dates_and_a_supervisor_may_override(counter: Counter) -> None:
    card, item = counter.member(), counter.gift()
    counter.points(card, 200)
    counter.clock.set(datetime(2026, 9, 3, 2, 0, tzinfo=UTC))
    refused = gifts.redeem(counter.act(), card=card, item=item)
    assert isinstance(refused, No)
    assert (refused.code, refused.approver) == ("outside_window", "supervisor")
    assert refused.figures["windows"] == "01-01..01-31, 07-01..07-31"
    assert refused.figures["next_open"] == date(2027, 1, 1)
    own = gifts.redeem(counter.act(approval=Approval("1001", PIN, "顾客远道而来")), card=card, item=item)
    assert isinstance(own, No)
    assert own.code == "approver_same"
    colleague = gifts.redeem(counter.act(approval=Approval("1002", PIN, "顾客远道而来")), card=card, item=item)
    assert isinstance(colleague, No)
    assert colleague.code == "approver_role"
    silent = gifts.redeem(counter.act(approval=supervisor("")), card=card, item=item)
    assert isinstance(silent, No)
    assert silent.code == "reason_needed"
    assert isinstance(gifts.redeem(counter.act(approval=supervisor()), card=card, item=item), Redeemed)


@pytest.mark.parametrize(
    ("more", "quantity", "code"),
    [
        ({"per_request": 1}, 2, "limit_request"),
        ({"active_until": date(2026, 7, 1)}, 1, "item_withdrawn"),
        ({"withdrawn": True}, 1, "item_withdrawn"),
        ({"on_desk": 1}, 2, "stock_short"),
        ({"price": 600}, 1, "points_short"),
        ({}, 0, "amount_bad"),
        ({}, -1, "amount_bad"),
    ],
)
def test_what_cannot_be_handed_out_is_refused(
    counter: Counter, more: dict[str, object], quantity: int, code: str
) -> None:
    card, item = counter.member(), counter.gift(**more)  # type: ignore[arg-type]
    counter.points(card, 500)
    answer = gifts.redeem(counter.act(), card=card, item=item, quantity=quantity)
    assert isinstance(answer, No)
    assert answer.code == code
    assert balance(counter, card) == 500


def test_a_members_limit_counts_what_they_took_before(counter: Counter) -> None:
    card, item = counter.member(), counter.gift(price=10, per_member=2)
    counter.points(card, 100)
    for _ in range(2):
        assert isinstance(gifts.redeem(counter.act(), card=card, item=item), Redeemed)
    answer = gifts.redeem(counter.act(), card=card, item=item)
    assert isinstance(answer, No)
    assert dict(answer.figures) == {"limit": 2, "taken": 2}


def test_a_cash_supplement_goes_into_the_drawer(counter: Counter) -> None:
    card, item = counter.member(), counter.gift(price=10, cash=990)
    counter.points(card, 100)
    answer = gifts.redeem(counter.act(), card=card, item=item, quantity=2)
    assert isinstance(answer, Redeemed)
    assert answer.cash_money == 1980
    drawer = daybook.balances(counter.at("6001"), holder="drawer:A")
    assert [(row.unit, row.balance) for row in drawer] == [("CNY", 1980)]


def test_a_gift_is_found_by_its_barcode_and_an_unknown_one_is_said(counter: Counter) -> None:
    card = counter.member()
    counter.gift(price=10, barcode="6901234567892")
    counter.points(card, 100)
    assert isinstance(gifts.redeem(counter.act(), card=card, item="6901234567892"), Redeemed)
    answer = gifts.redeem(counter.act(), card=card, item="G999")
    assert isinstance(answer, No)
    assert answer.code == "item_unknown"


def test_a_signed_slip_is_signed_once(counter: Counter) -> None:
    card, item = counter.member(), counter.gift(price=10)
    counter.points(card, 100)
    answer = gifts.redeem(counter.act(), card=card, item=item)
    assert isinstance(answer, Redeemed)
    assert isinstance(slips.sign(counter.act(), slip=answer.slip), slips.Signed)
    again = slips.sign(counter.act(), slip=answer.slip)
    assert isinstance(again, No)
    assert again.code == "slip_signed"
    unknown = slips.sign(counter.act(), slip="S000000-0000X")
    assert isinstance(unknown, No)
    assert unknown.code == "slip_unknown"

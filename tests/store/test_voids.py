"""Taking entries back: everything stands again exactly as before, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from deskapp.rules.decisions import No
from deskapp.store import engine, gifts, ledger, lots, points, receipts, slips, stock, voids
from deskapp.store.desk import Approval
from tests.store.conftest import PIN, Counter, supervisor

LEAD = Approval("2001", PIN, "顾客改变主意")


def standing(counter: Counter) -> dict[str, object]:
    """Everything that a void must restore."""
    with engine.reading(counter.store.engine) as conn:
        accounts = sa.select(ledger.ACCOUNT.c.unit, ledger.ACCOUNT.c.holder, ledger.ACCOUNT.c.balance)
        left = sa.select(lots.LOT.c.id, lots.LOT.c.left_over).where(lots.LOT.c.left_over > 0)
        used = sa.select(receipts.USE.c.receipt_id, receipts.USE.c.benefit).where(receipts.USE.c.voided_by.is_(None))
        return {
            "balances": {tuple(row) for row in conn.execute(accounts) if row.balance},
            "lots": {tuple(row) for row in conn.execute(left)},
            "receipts": {tuple(row) for row in conn.execute(used)},
        }


def last_entry(counter: Counter) -> int:
    with engine.reading(counter.store.engine) as conn:
        return int(conn.execute(sa.text("select max(number) from journal")).scalar_one())


def test_voiding_an_earn_restores_points_spend_and_receipt(counter: Counter) -> None:
    card = counter.member()
    counter.points(card, 10)
    before = standing(counter)
    earned = points.earn(counter.act(), card=card, receipt="R1", amount=2500)
    entry = last_entry(counter)
    assert isinstance(voids.void(counter.act(), entry=entry, reason="登错会员"), voids.Voided)
    assert standing(counter) == before
    slip = slips.show(counter.desk, slip=earned.slip)  # type: ignore[union-attr]
    assert slip is not None
    assert slip.state == "voided"
    assert isinstance(points.earn(counter.act(), card=card, receipt="R1", amount=2500), points.Earned)


def test_voiding_a_redemption_restores_lots_and_stock_with_the_lead(counter: Counter) -> None:
    card, item = counter.member(), counter.gift(cash=500)
    counter.points(card, 30)
    counter.points(card, 50)
    before = standing(counter)
    gifts.redeem(counter.act(), card=card, item=item)
    entry = last_entry(counter)
    alone = voids.void(counter.act(), entry=entry, reason="拿错")
    assert isinstance(alone, No)
    assert (alone.code, alone.approver) == ("role_needed", "lead")
    assert isinstance(voids.void(counter.act(approval=LEAD), entry=entry, reason="拿错"), voids.Voided)
    assert standing(counter) == before


def test_voiding_twice_is_refused_naming_the_first(counter: Counter) -> None:
    card = counter.member()
    points.earn(counter.act(), card=card, receipt="R1", amount=2500)
    entry = last_entry(counter)
    voids.void(counter.act(), entry=entry, reason="登错")
    by = last_entry(counter)
    again = voids.void(counter.act(approval=supervisor()), entry=entry, reason="登错")
    assert isinstance(again, No)
    assert (again.code, again.figures["by_entry"]) == ("already_voided", by)


def test_points_already_spent_cannot_be_unearned(counter: Counter) -> None:
    card, item = counter.member(), counter.gift(price=60)
    points.earn(counter.act(), card=card, receipt="R1", amount=100_000)
    entry = last_entry(counter)
    gifts.redeem(counter.act(), card=card, item=item)
    before = standing(counter)
    answer = voids.void(counter.act(), entry=entry, reason="登错")
    assert isinstance(answer, No)
    assert dict(answer.figures) == {"needs": 100, "has": 40}
    assert standing(counter) == before


def test_a_redemption_is_voided_on_its_day_only(counter: Counter) -> None:
    card, item = counter.member(), counter.gift()
    counter.points(card, 100)
    gifts.redeem(counter.act(), card=card, item=item)
    entry = last_entry(counter)
    counter.clock.set(datetime(2026, 7, 16, 2, 0, tzinfo=UTC))
    answer = voids.void(counter.act(approval=LEAD), entry=entry, reason="拿错")
    assert isinstance(answer, No)
    assert answer.code == "void_day"


@pytest.mark.parametrize(("entry", "reason", "code"), [(99, "x", "entry_unknown"), (1, " ", "reason_needed")])
def test_what_cannot_be_voided_is_said(counter: Counter, entry: int, reason: str, code: str) -> None:
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=2500)
    answer = voids.void(counter.act(), entry=entry, reason=reason)
    assert isinstance(answer, No)
    assert answer.code == code


def test_a_void_is_not_voided(counter: Counter) -> None:
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=2500)
    voids.void(counter.act(), entry=last_entry(counter), reason="登错")
    answer = voids.void(counter.act(approval=supervisor()), entry=last_entry(counter), reason="又错")
    assert isinstance(answer, No)
    assert answer.code == "not_voidable"


def test_a_voided_settling_leaves_the_count_open_again(counter: Counter) -> None:
    item = counter.gift(on_desk=5)
    counted = stock.count(counter.act(), item=item, place="desk", counted=4)
    assert isinstance(counted, stock.Counted)
    stock.settle(counter.act(), count=counted.count, reason="破损")
    void = voids.void(counter.act("2001", approval=supervisor()), entry=last_entry(counter), reason="数错")
    assert isinstance(void, voids.Voided), void
    assert [row.count for row in stock.open_counts(counter.desk)] == [counted.count]


def test_a_voided_receipt_is_registered_again_as_it_really_was(counter: Counter) -> None:
    card = counter.member()
    points.earn(counter.act(), card=card, receipt="R1", amount=100_000)
    voids.void(counter.act(), entry=last_entry(counter), reason="金额打错")
    again = points.earn(counter.act(), card=card, receipt="R1", amount=10_000, excluded=5_000)
    assert isinstance(again, points.Earned)
    assert again.points == 5
    with engine.reading(counter.store.engine) as conn:
        row = conn.execute(sa.select(receipts.RECEIPT)).one()
    assert (row.amount, row.excluded, row.entry) == (10_000, 5_000, last_entry(counter))

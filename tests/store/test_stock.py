"""Goods on a real store: they come in, move, are counted blind, and never go below zero."""

from __future__ import annotations

import pytest

from deskapp.rules.decisions import No
from deskapp.store import items, stock
from tests.store.conftest import Counter, supervisor


def places(counter: Counter, item: str = "G001") -> dict[str, int]:
    return items.on_hand(counter.desk, item=item)[0].places


def test_goods_come_in_and_go_to_the_desk(counter: Counter) -> None:
    counter.gift(on_desk=0)
    stock.receive(counter.act(), item="G001", quantity=12, note="送货单 88")
    moved = stock.move(counter.act(), item="G001", quantity=5, source="stockroom", target="desk")
    assert moved == stock.Moved("G001", 5, "desk", 5)
    assert places(counter) == {"stockroom": 7, "desk": 5}


def test_more_than_there_is_never_moves(counter: Counter) -> None:
    counter.gift(on_desk=2)
    answer = stock.move(counter.act(), item="G001", quantity=3, source="desk", target="stockroom")
    assert isinstance(answer, No)
    assert dict(answer.figures) == {"needs": 3, "has": 2, "place": "desk"}
    assert places(counter)["desk"] == 2


def test_a_count_is_saved_as_typed_before_the_expected_number_is_told(counter: Counter) -> None:
    counter.gift(on_desk=10)
    counted = stock.count(counter.act(), item="G001", place="desk", counted=9)
    assert isinstance(counted, stock.Counted)
    assert (counted.expected, counted.variance) == (10, -1)
    assert places(counter)["desk"] == 10
    open_count = stock.open_counts(counter.desk)[0]
    assert (open_count.counted, open_count.by) == (9, "1001")
    settled = stock.settle(counter.act(), count=counted.count, reason="样品破损")
    assert isinstance(settled, stock.Settled)
    assert (settled.on_hand, places(counter)["desk"]) == (9, 9)
    again = stock.settle(counter.act(), count=counted.count, reason="再来")
    assert isinstance(again, No)
    assert again.code == "count_settled"


def test_a_count_beyond_the_limit_needs_the_supervisor(counter: Counter) -> None:
    counter.gift(on_desk=10)
    counted = stock.count(counter.act(), item="G001", place="desk", counted=15)
    assert isinstance(counted, stock.Counted)
    alone = stock.settle(counter.act(), count=counted.count, reason="漏登")
    assert isinstance(alone, No)
    assert (alone.code, alone.approver) == ("approval_needed", "supervisor")
    assert isinstance(
        stock.settle(counter.act(approval=supervisor()), count=counted.count, reason="漏登"), stock.Settled
    )
    assert places(counter)["desk"] == 15


def test_a_count_without_difference_has_nothing_to_settle(counter: Counter) -> None:
    counter.gift(on_desk=10)
    counted = stock.count(counter.act(), item="G001", place="desk", counted=10)
    assert isinstance(counted, stock.Counted)
    assert stock.open_counts(counter.desk) == []
    answer = stock.settle(counter.act(), count=counted.count, reason="x")
    assert isinstance(answer, No)
    assert answer.code == "no_change"


def test_writing_off_needs_reason_and_supervisor(counter: Counter) -> None:
    counter.gift(on_desk=10)
    silent = stock.write_off(counter.act(), item="G001", quantity=1, reason=" ", place="desk")
    assert isinstance(silent, No)
    assert silent.code == "reason_needed"
    alone = stock.write_off(counter.act(), item="G001", quantity=1, reason="摔坏", place="desk")
    assert isinstance(alone, No)
    assert alone.code == "approval_needed"
    done = stock.write_off(counter.act(approval=supervisor()), item="G001", quantity=1, reason="摔坏", place="desk")
    assert done == stock.Moved("G001", 1, "desk", 9)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"item": "G404"}, "item_unknown"),
        ({"place": "roof"}, "place_unknown"),
        ({"quantity": 0}, "amount_bad"),
    ],
)
def test_bad_goods_are_refused(counter: Counter, given: dict[str, object], code: str) -> None:
    counter.gift(on_desk=0)
    whole = {"item": "G001", "quantity": 1, **given}
    answer = stock.receive(counter.act(), **whole)  # type: ignore[arg-type]
    assert isinstance(answer, No)
    assert answer.code == code


def test_moving_to_where_it_lies_is_refused(counter: Counter) -> None:
    counter.gift()
    answer = stock.move(counter.act(), item="G001", quantity=1, source="desk", target="desk")
    assert isinstance(answer, No)
    assert answer.code == "same_place"


def test_what_is_low_is_on_the_reorder_list(counter: Counter) -> None:
    counter.gift(on_desk=3, reorder=3)
    counter.gift("G002", on_desk=9, reorder=3)
    counter.gift("G003", on_desk=0)
    assert [row.code for row in items.reorder(counter.desk)] == ["G001"]


@pytest.mark.parametrize("place", ["waste", "supplier", "customers", "drawer:A"])
def test_goods_go_to_the_waste_by_writing_off_alone(counter: Counter, place: str) -> None:
    counter.gift(on_desk=5)
    for answer in (
        stock.move(counter.act(), item="G001", quantity=1, source="desk", target=place),
        stock.move(counter.act(), item="G001", quantity=1, source=place, target="desk"),
        stock.receive(counter.act(), item="G001", quantity=1, place=place),
        stock.write_off(counter.act(approval=supervisor()), item="G001", quantity=1, reason="x", place=place),
    ):
        assert isinstance(answer, No)
        assert answer.code == "place_unknown"
    assert places(counter)["desk"] == 5


def test_two_counts_of_one_shelf_are_settled_once(counter: Counter) -> None:
    counter.gift(on_desk=10)
    first, again = (stock.count(counter.act(), item="G001", place="desk", counted=8) for _ in range(2))
    assert isinstance(first, stock.Counted)
    assert isinstance(again, stock.Counted)
    assert isinstance(stock.settle(counter.act(), count=again.count, reason="破损"), stock.Settled)
    refused = stock.settle(counter.act(), count=first.count, reason="破损")
    assert isinstance(refused, No)
    assert refused.code == "count_stale"
    assert places(counter)["desk"] == 8


@pytest.mark.parametrize("quantity", [10**13, 2**63])
def test_an_absurd_number_is_refused_on_both_engines(counter: Counter, quantity: int) -> None:
    counter.gift(on_desk=0)
    for answer in (
        stock.receive(counter.act(), item="G001", quantity=quantity),
        stock.count(counter.act(), item="G001", place="desk", counted=quantity),
        items.put(counter.act("3001"), code="G002", names={"en": "x"}, per_member=quantity),
    ):
        assert isinstance(answer, No)
        assert answer.code == "amount_bad"

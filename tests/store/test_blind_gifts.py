"""What lies on the desk is told to nobody who is still to count it, by no reading, posting or refusal."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from deskapp.rules.decisions import No
from deskapp.store import daybook, gifts, items, shift_counts, stock
from tests.store.conftest import Counter, supervisor
from tests.store.shift_kit import adopted, code, figures, good, handed_over, opened

ON_DESK = 7351
"""A figure that stands nowhere else."""


@pytest.fixture
def card(counter: Counter) -> str:
    """A member with points, and one gift of which so many lie on the desk."""
    card = counter.member()
    counter.points(card, 200)
    counter.gift("G001", price=60, on_desk=ON_DESK)
    good(stock.receive(counter.act(), item="G001", quantity=20, place="stockroom"))
    return card


def told(counter: Counter, card: str, staff: str = "1001", desk: str = "A") -> str:
    """Everything that whoever works here can ask about the gift, as JSON."""
    at = counter.at(staff, desk)
    answers: list[Any] = [
        *items.on_hand(at), items.show(at, item="G001"), gifts.preview(at, card=card, item="G001"),
        *good(gifts.offered(at, card=card)), *daybook.balances(at),
        gifts.preview(at, card=card, item="G001", quantity=9000),
        stock.preview_write_off(at, item="G001", quantity=1, place="desk"),
        stock.preview_write_off(at, item="G001", quantity=9000, place="desk"),
    ]  # fmt: skip
    return json.dumps([asdict(one) for one in answers], default=str)


def known(text: str) -> bool:
    """Whether the figure, or what gives it away, stands there."""
    return any(str(figure) in text for figure in (ON_DESK, ON_DESK - 1, ON_DESK + 20))


def test_without_a_shift_everybody_sees_what_lies_on_the_desk(counter: Counter, card: str) -> None:
    assert known(told(counter, card))


def test_who_works_the_desk_is_told_nothing_before_the_shift_has_counted(counter: Counter, card: str) -> None:
    opened(counter)
    assert not known(told(counter, card))
    assert not known(told(counter, card, "2001"))
    assert not known(told(counter, card, "1002", "B"))
    assert [one.places for one in items.on_hand(counter.desk)] == [{"stockroom": 20, "desk": None}]
    good(shift_counts.count(counter.act(), cash={"100": 1}, things={"item:G001": 3}))
    assert known(told(counter, card))


def test_those_who_count_nothing_see_it_and_a_supervisor_in_the_shift_does_not(counter: Counter, card: str) -> None:
    opened(counter)
    for staff in ("3001", "4001", "5001", "6001"):
        assert items.on_hand(counter.at(staff))[0].places["desk"] == ON_DESK
    from deskapp.store import shifts

    good(shifts.join(counter.act("3001")))
    assert items.on_hand(counter.at("3001"))[0].places["desk"] is None


def test_the_shift_at_the_other_counter_counts_blind_too(counter: Counter, card: str) -> None:
    opened(counter)
    opened(counter, "1002", desk="B")
    good(shift_counts.count(counter.act(), things={"item:G001": 3}))
    assert items.on_hand(counter.desk)[0].places["desk"] is None
    good(shift_counts.count(counter.act("1002", counter="B"), things={"item:G001": 3}))
    assert items.on_hand(counter.desk)[0].places["desk"] == ON_DESK


def test_no_posting_and_no_refusal_tells_it(counter: Counter, card: str) -> None:
    opened(counter)
    answers: list[Any] = [
        good(gifts.redeem(counter.act(), card=card, item="G001")),
        good(stock.receive(counter.act(), item="G001", quantity=2, place="desk")),
        good(stock.move(counter.act(), item="G001", quantity=1, source="desk", target="stockroom")),
        good(stock.write_off(counter.act(approval=supervisor()), item="G001", quantity=1, reason="破损", place="desk")),
    ]
    assert [getattr(one, "left_on_desk", None) for one in answers] == [None] * 4
    assert [one.on_hand for one in answers[1:]] == [None, 21, None]
    refused = [
        stock.move(counter.act(), item="G001", quantity=9000, source="desk", target="stockroom"),
        stock.write_off(counter.act(approval=supervisor()), item="G001", quantity=9000, reason="x", place="desk"),
    ]
    assert [(code(one), figures(one)) for one in refused] == [("desk_short", {"needs": 9000})] * 2
    journal = [row for row in daybook.day(counter.at("6001")) if row.kind == "refused"]
    assert len(journal) == 2
    assert "73" not in json.dumps([asdict(row) for row in journal], default=str).replace("2026-07", "")


def test_a_gift_of_which_none_are_there_is_said_to_be_gone(counter: Counter) -> None:
    counter.gift("G009", on_desk=0)
    opened(counter)
    assert items.on_hand(counter.desk)[0].places["desk"] == 0


def test_a_house_that_counts_no_gifts_hides_none(counter: Counter, card: str) -> None:
    adopted(counter, counted='["cash"]')
    opened(counter)
    assert items.on_hand(counter.desk)[0].places["desk"] == ON_DESK
    handed_over(counter)
    assert not isinstance(items.show(counter.at("1002"), item="G001"), No)

"""A card works the moment it is activated and never after it is lost or replaced; the balances stay the member's."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from deskapp.rules.cards import number_of
from deskapp.rules.decisions import No
from deskapp.store import engine as engines
from deskapp.store import enrolment, issuing, ledger, points, profiles, slips
from deskapp.store.cards import CARD
from deskapp.store.issuing import Activated, Reissued
from tests.store.conftest import Counter, supervisor


def card(serial: int, prefix: str = "61") -> str:
    return number_of(prefix=prefix, serial=serial, length=12)


@pytest.fixture
def member(counter: Counter) -> str:
    answer = enrolment.enrol(counter.act(), name="张伟民", phone="13800138000", terms=True)
    assert not isinstance(answer, No), answer
    return answer.number


@pytest.fixture
def carded(counter: Counter, member: str) -> str:
    """A member with the card number 1."""
    assert isinstance(issuing.activate(counter.act(), member=member, card=card(1)), Activated)
    return member


def refused(answer: object, code: str) -> No:
    assert isinstance(answer, No), answer
    assert answer.code == code, answer
    return answer


def states(counter: Counter) -> dict[str, str]:
    with counter.store.engine.connect() as conn:
        return {row.number: row.state for row in conn.execute(sa.select(CARD))}


def money(counter: Counter, holder: str) -> int:
    with counter.store.engine.connect() as conn:
        return ledger.balance(conn, "CNY", holder)


def earn(counter: Counter, number: str, receipt: str = "R1", amount: int = 10000) -> object:
    return points.earn(counter.act(), card=number, receipt=receipt, amount=amount)


def test_a_number_works_the_moment_it_is_activated(counter: Counter, member: str) -> None:
    refused(earn(counter, card(1)), "card_unknown")
    typed = f" {card(1)[:4]}-{card(1)[4:]} "
    answer = issuing.activate(counter.act(), member=member.lower(), card=typed, fee_taken=True)
    assert answer == Activated(member, card(1), "member", "", 20000)
    assert money(counter, "drawer:A") == 20000
    assert not isinstance(earn(counter, card(1)), No)


def test_without_the_fee_nothing_moves(counter: Counter, member: str) -> None:
    answer = issuing.activate(counter.act(), member=member, card=card(1))
    assert isinstance(answer, Activated)
    assert (answer.fee_money, money(counter, "drawer:A")) == (0, 0)


@pytest.mark.parametrize(
    "number",
    ["610000000000", number_of(prefix="99", serial=1, length=12), number_of(prefix="61", serial=1, length=13), ""],
)
def test_a_number_that_is_no_card_of_ours_is_refused(counter: Counter, member: str, number: str) -> None:
    refused(issuing.activate(counter.act(), member=member, card=number), "card_number_bad")
    assert states(counter) == {}


def test_a_card_is_one_members_only_and_a_member_has_one_of_a_class(counter: Counter, carded: str) -> None:
    other = enrolment.enrol(counter.act(), name="李娜", terms=True)
    assert not isinstance(other, No)
    refused(issuing.activate(counter.act(), member=other.number, card=card(1)), "card_in_use")
    assert refused(issuing.activate(counter.act(), member=carded, card=card(2)), "card_held").figures["card"] == card(1)
    assert isinstance(issuing.activate(counter.act(), member=carded, card=card(1, "63")), Activated)
    refused(issuing.activate(counter.act(), member="M000000-0000", card=card(3)), "member_unknown")


def test_the_database_itself_allows_one_active_card_of_a_class(counter: Counter, carded: str) -> None:
    row = {"number": "x", "kind": "member", "member_id": 1, "state": "active"}
    with pytest.raises(sa.exc.IntegrityError), engines.writing(counter.store.engine) as conn:
        conn.execute(sa.insert(CARD), row)


def test_a_blank_card_from_stock_is_activated(counter: Counter, member: str) -> None:
    with engines.writing(counter.store.engine) as conn:
        conn.execute(sa.insert(CARD), {"number": card(1), "kind": "member", "state": "blank"})
    refused(earn(counter, card(1)), "card_blank")
    assert isinstance(issuing.activate(counter.act(), member=member, card=card(1)), Activated)


def test_a_tiers_card_comes_with_the_spend_and_brings_the_tier(counter: Counter, carded: str) -> None:
    told = refused(issuing.activate(counter.act(), member=carded, card=card(1, "68")), "tier_not_reached")
    assert (told.figures["needs_money"], told.figures["has_money"]) == (1000000, 0)
    earn(counter, card(1), amount=1000000)
    answer = issuing.activate(counter.act(), member=carded, card=card(1, "68"))
    assert isinstance(answer, Activated)
    assert answer.tier == "gold"
    view = profiles.show(counter.desk, member=carded)
    assert not isinstance(view, No)
    assert (view.tier, view.tier_names["zh_Hans"], view.upgrade) == ("gold", "金卡会员", "")
    assert view.next_tier is not None
    assert view.next_tier.code == "diamond"


def test_a_supervisor_may_give_a_tiers_card_early_with_a_reason(counter: Counter, carded: str) -> None:
    answer = issuing.activate(counter.act(approval=supervisor()), member=carded, card=card(1, "68"))
    assert isinstance(answer, Activated)
    refused(issuing.activate(counter.act(approval=supervisor("")), member=carded, card=card(1, "69")), "reason_needed")


@pytest.mark.parametrize(
    ("reason", "state", "code"), [("lost", "lost", "card_lost"), ("damaged", "replaced", "card_replaced")]
)
def test_the_old_card_names_the_new_one_and_everything_stays(
    counter: Counter, carded: str, reason: Any, state: str, code: str
) -> None:
    earn(counter, card(1))
    answer = issuing.reissue(counter.act(), card=card(1), new_card=card(2), reason=reason, fee_taken=True)
    assert isinstance(answer, Reissued)
    assert (answer.card, answer.old, answer.fee_money, money(counter, "drawer:A")) == (card(2), card(1), 500, 500)
    assert states(counter) == {card(1): state, card(2): "active"}
    told = refused(earn(counter, card(1), "R2"), code)
    assert (told.figures["replaced_by"], told.matters) == (card(2), True)
    view = profiles.show(counter.desk, card=card(1))
    assert not isinstance(view, No)
    assert (view.card, view.points, [one.state for one in view.cards]) == (card(2), 10, ["active", state])
    slip = slips.show(counter.desk, slip=answer.slip)
    assert slip is not None
    assert (slip.kind, slip.facts["old"], slip.facts["card"]) == ("reissue", card(1), card(2))


def test_a_reported_card_is_stopped_at_once_and_replaced_another_day(counter: Counter, carded: str) -> None:
    assert not isinstance(issuing.report_lost(counter.act(), card=card(1)), No)
    assert refused(earn(counter, card(1)), "card_lost").figures["replaced_by"] is None
    refused(issuing.report_lost(counter.act(), card=card(1)), "card_lost")
    view = profiles.show(counter.desk, member=carded)
    assert not isinstance(view, No)
    assert (view.card, view.flags) == ("", ["slip", "card_lost"])
    answer = issuing.reissue(counter.act(), card=card(1), new_card=card(2), reason="lost")
    assert isinstance(answer, Reissued)
    assert answer.fee_money == 0
    refused(issuing.reissue(counter.act(), card=card(1), new_card=card(3), reason="lost"), "card_lost")


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        (card(9), card(2), "card_unknown", "card"),
        (card(1), card(1), "card_in_use", "new_card"),
        (card(1), card(2)[:-1], "card_number_bad", "new_card"),
        (card(1), card(2, "62"), "card_other_class", "new_card"),
    ],
)
def test_a_reissue_that_does_not_hold_changes_nothing(
    counter: Counter, carded: str, old: str, new: str, code: str, field: str
) -> None:
    answer = issuing.reissue(counter.act(), card=old, new_card=new, reason="damaged", fee_taken=True)
    assert refused(answer, code).field == field
    assert states(counter) == {card(1): "active"}
    assert money(counter, "drawer:A") == 0


def test_the_same_operation_id_replaces_a_card_once(counter: Counter, carded: str) -> None:
    act = counter.act()
    first = issuing.reissue(act, card=card(1), new_card=card(2), reason="lost", fee_taken=True)
    assert issuing.reissue(act, card=card(1), new_card=card(2), reason="lost", fee_taken=True) == first
    assert money(counter, "drawer:A") == 500


def test_a_blocked_member_gets_no_card(counter: Counter) -> None:
    counter.member(card=card(5), state="blocked", joined=date(2026, 1, 1))
    refused(issuing.reissue(counter.act(), card=card(5), new_card=card(6), reason="lost"), "member_blocked")


def test_two_counters_replacing_one_card_make_one_new_card(counter: Counter, open_counter: Any, carded: str) -> None:
    other = open_counter(counter.clock)
    answers: list[Any] = []
    start = threading.Barrier(2)

    def work(who: Counter, serial: int) -> None:
        start.wait()
        act = who.at("1002", "B").act(f"race-{serial}")
        answers.append(issuing.reissue(act, card=card(1), new_card=card(serial), reason="lost", fee_taken=True))

    threads = [threading.Thread(target=work, args=pair) for pair in ((counter, 2), (other, 3))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) == ["No", "Reissued"]
    assert sorted(states(counter).values()) == ["active", "lost"]
    assert money(counter, "drawer:B") == 500

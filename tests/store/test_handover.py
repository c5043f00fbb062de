"""Handing a shift over on a real store: counted, explained, sealed by both, carried on, accepted by one and refused."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from deskapp.rules.decisions import No
from deskapp.store import (
    dealing,
    drafts,
    engine,
    handover,
    handover_views,
    items,
    points,
    shift_counts,
    shift_items,
    shifts,
    slips,
    verify,
)
from deskapp.store.journal import JOURNAL
from deskapp.store.shift_items import HANDOVER
from tests.store import complaint_kit
from tests.store.conftest import PIN, Counter, supervisor
from tests.store.shift_kit import (
    adopted,
    code,
    counted,
    figures,
    good,
    handed_over,
    lead,
    offered,
    opened,
    paid,
    prepared,
)
from tests.store.test_verify import by_hand

WRONG_PIN = "913846"


def row(counter: Counter, number: str) -> Any:
    with engine.reading(counter.store.engine) as conn:
        return conn.execute(sa.select(HANDOVER).where(HANDOVER.c.number == number)).one()


def facts(counter: Counter) -> dict[str, Any]:
    with engine.reading(counter.store.engine) as conn:
        payload = conn.execute(sa.select(JOURNAL.c.payload).order_by(JOURNAL.c.number.desc()).limit(1)).scalar_one()
    told: dict[str, Any] = json.loads(payload)["facts"]
    return told


def shown(counter: Counter, number: str = "", desk: str = "A") -> handover_views.HandoverView:
    return good(handover_views.show(counter.at(counter="A" if desk == "A" else desk), handover=number))


def carried(counter: Counter, desk: str = "A") -> dict[tuple[str, str], int]:
    """What came with the last handover of this counter and is still open: kind and number to hops."""
    answer = shift_items.carried(counter.at(counter=desk))
    return {(one.kind, one.reference): one.hops for one in answer.items} if answer else {}


def sound(counter: Counter) -> None:
    answer = verify.verify(counter.at("6001"))
    assert answer.holds, answer.flaws


def unsigned(counter: Counter, receipt: str = "R1", desk: str = "A") -> str:
    act = counter.act(counter=desk)
    return good(points.earn(act, card=counter.member(), receipt=receipt, amount=90_000)).slip


def test_a_shift_is_handed_over_with_both_pins_and_the_next_begins_with_what_was_counted(counter: Counter) -> None:
    first = opened(counter, kind="early")
    paid(counter, "fee", 4000)
    paid(counter, "pay_out", 500)
    counted(counter, {"100": 1, "20": 1, "10": 1, "5": 1})
    number = prepared(counter)
    act = counter.act()
    given: dict[str, Any] = {"handover": number, "pin": PIN, "to": "1002", "to_pin": PIN, "next_kind": "late"}
    sealed = good(handover.seal(act, **given))
    assert good(handover.seal(act, **given)) == sealed
    view = shown(counter, number)
    assert (view.state, view.handed_by, view.taken_by, view.next_shift) == (
        "accepted", "1001", "1002", sealed.next_shift,
    )  # fmt: skip
    assert (view.content.drawer_money, view.content.open, view.content.figures.done) == (13_500, {}, 5)
    assert [(one.way, one.amount) for one in view.content.figures.in_and_out] == [("fee", 4000), ("pay_out", 500)]
    line = shifts.current(counter.desk).shift
    assert line is not None
    assert (line.shift, line.clerks, line.kind) == (sealed.next_shift, ["1002"], "late")
    took = good(shifts.show(counter.desk, shift=line.shift))
    assert (took.follows, took.counts[0].counted, took.counts[0].variance) == (number, 13_500, 0)
    assert good(shifts.show(counter.desk, shift=first)).line.state == "closed"
    sound(counter)


def test_what_is_sealed_is_hashed_told_to_the_journal_and_read_back_the_same(counter: Counter) -> None:
    opened(counter)
    sealed = handed_over(counter)
    kept = row(counter, sealed.handover)
    assert sealed.seal == kept.seal == hashlib.sha256(kept.content.encode()).hexdigest() == facts(counter)["seal"]
    assert facts(counter)["acceptance"] == kept.acceptance
    once, again = shown(counter, sealed.handover), shown(counter, sealed.handover)
    paid(counter, "fee", 500, "1002")
    assert once == again == shown(counter, sealed.handover)
    said = json.loads(kept.content)
    assert (said["handed_by"], said["taken_by"]) == ("1001", "1002")


def test_nothing_is_handed_over_uncounted_unexplained_or_stale(counter: Counter) -> None:
    opened(counter)
    missing = handover.prepare(counter.act())
    assert (code(missing), figures(missing)) == ("count_missing", {"things": "cash"})
    saved = counted(counter, {"50": 1})
    differs = handover.prepare(counter.act())
    assert (code(differs), figures(differs)["count"]) == ("difference_open", saved.count)
    assert shown(counter).unexplained == [saved.count]
    good(shift_counts.settle(counter.act(approval=supervisor()), count=saved.count, reason="找错零"))
    paid(counter, "fee", 500)
    assert code(handover.prepare(counter.act())) == "count_again"
    counted(counter, {"50": 1, "5": 1})
    number = prepared(counter)
    paid(counter, "fee", 500)
    assert code(handover.seal(counter.act(), handover=number, pin=PIN)) == "count_again"


def test_a_difference_stands_in_the_sealed_handover_with_reason_and_approver(counter: Counter) -> None:
    opened(counter)
    paid(counter, "fee", 4000)
    paid(counter, "pay_out", 500)
    saved = counted(counter, {"100": 1, "10": 1, "5": 1})
    good(shift_counts.settle(counter.act(approval=supervisor()), count=saved.count, reason="找错零"))
    number = prepared(counter)
    good(handover.seal(counter.act(), handover=number, pin=PIN))
    count = shown(counter, number).content.counts[-1]
    assert (count.counted, count.expected, count.variance) == (11_500, 13_500, -2000)
    assert (count.reason, count.approver) == ("找错零", "3001")
    took = good(handover.accept(counter.act("1002"), handover=number, pin=PIN, cash={"100": 1, "10": 1, "5": 1}))
    assert took.difference_money == 0
    sound(counter)


def test_both_pins_are_asked_and_a_wrong_one_counts(counter: Counter) -> None:
    opened(counter)
    counted(counter, {"100": 1})
    given: dict[str, Any] = {"handover": prepared(counter), "pin": PIN, "to": "1002", "to_pin": PIN}
    for wrong, field in (({"pin": WRONG_PIN}, "pin"), ({"to_pin": WRONG_PIN}, "to_pin")):
        answer = handover.seal(counter.act(), **{**given, **wrong})
        assert isinstance(answer, No)
        assert (answer.code, answer.field, answer.figures["left"]) == ("pin_wrong", field, 4)
    nobody = handover.seal(counter.act(), **{**given, "to": "9999"})
    assert isinstance(nobody, No)
    assert (nobody.code, nobody.field) == ("staff_unknown", "to")
    assert code(handover.seal(counter.act(), **{**given, "to": "5001"})) == "role_needed"
    assert code(handover.seal(counter.act(), **{**given, "next_kind": "night"})) == "kind_unknown"
    assert code(handover.seal(counter.act("1002"), **given)) == "not_in_shift"
    good(handover.seal(counter.act(), **given))


def test_nobody_takes_over_from_themselves_unless_the_lead_agrees(counter: Counter) -> None:
    opened(counter)
    counted(counter, {"100": 1})
    number = prepared(counter)
    own = handover.seal(counter.act(), handover=number, pin=PIN, to="1001", to_pin=PIN)
    assert (code(own), own.approver) == ("handover_own", "lead")  # type: ignore[union-attr]
    good(handover.seal(counter.act(), handover=number, pin=PIN))
    assert code(handover.accept(counter.act(), handover=number, pin=PIN)) == "handover_own"
    good(handover.accept(counter.act(approval=lead()), handover=number, pin=PIN))
    sound(counter)


def test_a_handover_is_accepted_later_and_until_then_nothing_is_posted_here(counter: Counter) -> None:
    card = counter.member()
    first = opened(counter)
    number = offered(counter)
    counter.clock.advance(timedelta(hours=11))
    answer = points.earn(counter.act("1002"), card=card, receipt="R1", amount=90_000)
    assert (code(answer), figures(answer)["by"], figures(answer)["shift"]) == ("handover_waiting", "1001", first)
    assert code(shifts.open_shift(counter.act("1002"), cash={})) == "handover_waiting"
    assert [one.why for one in shifts.alerts(counter.at("3001"))] == ["untaken"]
    good(points.earn(counter.act("1002", counter="B"), card=card, receipt="R1", amount=90_000))
    elsewhere = handover.accept(counter.act("1002", counter="B"), handover=number, pin=PIN)
    assert (code(elsewhere), figures(elsewhere)["counter"]) == ("handover_elsewhere", "A")
    act = counter.act("1002")
    took = good(handover.accept(act, handover=number, pin=PIN, kind="late"))
    assert good(handover.accept(act, handover=number, pin=PIN, kind="late")) == took
    good(points.earn(counter.act("1002"), card=card, receipt="R2", amount=90_000))
    assert shifts.alerts(counter.at("3001")) == []
    sound(counter)


def test_who_accepts_counts_the_same_or_refuses(counter: Counter) -> None:
    first = opened(counter)
    number = offered(counter)
    answer = handover.accept(counter.act("1002"), handover=number, pin=PIN, cash={"50": 1})
    assert figures(answer) == {"counted_money": 5000, "handed_money": 10_000}
    assert code(handover.refuse(counter.act("1002"), handover=number, reason=" ")) == "reason_needed"
    act = counter.act("1002")
    back = good(handover.refuse(act, handover=number, reason="少五十"))
    assert good(handover.refuse(act, handover=number, reason="少五十")) == back
    line = shifts.current(counter.desk).shift
    assert line is not None
    assert (line.shift, line.state, line.clerks) == (first, "open", ["1001"])
    assert [(one.why, one.told) for one in shifts.alerts(counter.at("2001"))] == [("refused", "少五十")]
    late = handover.accept(counter.act("1002"), handover=number, pin=PIN)
    assert (code(late), figures(late)["by"]) == ("handover_refused", "1002")
    paid(counter, "fee", 500)
    again = offered(counter, cash={"100": 1, "5": 1})
    assert again != number
    good(handover.accept(counter.act("1002"), handover=again, pin=PIN))
    assert shown(counter, number).reason == "少五十"
    sound(counter)


def test_of_two_who_accept_the_second_is_told_who_and_when(counter: Counter) -> None:
    opened(counter)
    number = offered(counter)
    good(handover.accept(counter.act("1002"), handover=number, pin=PIN))
    answer = handover.accept(counter.act("2001"), handover=number, pin=PIN)
    assert code(answer) == "handover_taken"
    assert (figures(answer)["by"], figures(answer)["at"]) == ("1002", counter.clock.now())
    assert code(handover.refuse(counter.act("2001"), handover=number, reason="x")) == "handover_taken"
    assert code(handover.accept(counter.act("2001"), handover="H000101-0001", pin=PIN)) == "handover_unknown"


def test_a_handover_that_is_not_sealed_is_not_accepted(counter: Counter) -> None:
    opened(counter)
    counted(counter, {"100": 1})
    assert code(handover.accept(counter.act("1002"), handover=prepared(counter), pin=PIN)) == "handover_unsealed"


def test_what_is_open_is_in_one_next_handover_with_one_hop_more_each_time(counter: Counter) -> None:
    opened(counter)
    opened(counter, "2001", desk="B")
    case = complaint_kit.registered(counter).complaint
    here, there = unsigned(counter), unsigned(counter, "R2", desk="B")
    call = good(dealing.create(counter.act(), purpose="promise", phone="13800138000")).callback
    note = good(shift_items.note(counter.act(), text="找 3 楼领班拿钥匙")).note
    with engine.reading(counter.store.engine) as conn:
        more = set(conn.execute(sa.select(slips.SLIP.c.number).where(slips.SLIP.c.state == "to_sign")).scalars())
    mine = {("complaint", case), ("callback", call), ("note", note)} | {("slip", one) for one in more - {there}}
    assert ("slip", here) in mine
    handed_over(counter)
    handed_over(counter, "2001", "3001", desk="B")
    assert carried(counter) == dict.fromkeys(mine, 1)
    assert carried(counter, "B") == {("slip", there): 1}
    handed_over(counter, "1002", "1001")
    assert carried(counter) == dict.fromkeys(mine, 2)
    good(slips.sign(counter.act(), slip=here))
    good(shift_items.note_done(counter.act(), note=note))
    assert code(shift_items.note_done(counter.act(), note=note)) == "note_done"
    assert carried(counter) == dict.fromkeys(mine - {("slip", here), ("note", note)}, 2)
    sound(counter)


def test_what_was_opened_where_nobody_works_now_goes_with_the_counter_that_does(counter: Counter) -> None:
    there = unsigned(counter, desk="B")
    opened(counter)
    assert shown(counter).content.open == {"slip": 1}
    opened(counter, "2001", desk="B")
    assert shown(counter).content.open == {}
    handed_over(counter)
    handed_over(counter, "2001", "3001", desk="B")
    assert carried(counter, "B") == {("slip", there): 1}
    assert carried(counter) == {}


def test_a_handover_that_was_refused_is_no_hop(counter: Counter) -> None:
    opened(counter)
    slip = unsigned(counter)
    number = offered(counter)
    assert shown(counter, number).content.items[0].hops == 1
    good(handover.refuse(counter.act("1002"), handover=number, reason="数不对"))
    again = offered(counter)
    assert shown(counter, again).content.items[0].hops == 1
    good(handover.accept(counter.act("1002"), handover=again, pin=PIN))
    assert carried(counter) == {("slip", slip): 1}


@pytest.mark.parametrize(
    ("gate", "kind"), [("slip", "slip"), ("parked", "parked"), ("draft", "draft"), ("note", "note")]
)
def test_what_is_open_blocks_or_is_carried_as_the_policy_says(counter: Counter, gate: str, kind: str) -> None:
    opened(counter)
    unsigned(counter)
    good(shift_items.note(counter.act(), text="钥匙在柜里"))
    for work, aside in (("w1", None), ("w2", counter.clock.now())):
        drafts.keep(counter.at("1002"), "run", drafts.Draft(work, "张女士", "redeem", "", aside, "{}"))
    counted(counter, {"100": 1})
    assert good(handover.prepare(counter.act())).open == {"slip": 1, "draft": 1, "parked": 1, "note": 1}
    adopted(counter, **{gate: '"block"'})
    answer = handover.prepare(counter.act())
    assert (code(answer), figures(answer)) == ("left_open", {"left_open": kind, "has": 1})
    assert shown(counter).blocked == kind
    assert "张女士" not in str(shown(counter))


def test_a_customer_put_aside_with_nothing_typed_is_told_by_the_screen(counter: Counter) -> None:
    opened(counter)
    counted(counter, {"100": 1})
    assert code(handover.prepare(counter.act(), parked=-1)) == "amount_bad"
    number = prepared(counter, parked=2)
    good(handover.seal(counter.act(), handover=number, pin=PIN))
    assert shown(counter, number).content.open == {"parked": 2}


def test_what_is_in_front_of_who_hands_over_is_no_unfinished_work(counter: Counter) -> None:
    opened(counter)
    drafts.keep(counter.desk, "run", drafts.Draft("w1", "", "handover", "", None, "{}"))
    assert shown(counter).content.open == {}


def test_nobody_comes_and_the_shift_stays_open_while_the_supervisor_is_told(counter: Counter) -> None:
    card = counter.member()
    opened(counter, kind="early")
    counter.clock.advance(timedelta(hours=8))
    assert [one.why for one in shifts.alerts(counter.at("3001"))] == ["overdue"]
    good(handover.no_relief(counter.act(), note="晚班未到"))
    assert [(one.why, one.since) for one in shifts.alerts(counter.at("3001"))] == [
        ("relief_absent", counter.clock.now())
    ]
    good(points.earn(counter.act(), card=card, receipt="R1", amount=90_000))
    handed_over(counter)
    assert shifts.alerts(counter.at("3001")) == []


def test_who_posts_to_a_shift_closed_from_the_other_counter_is_told_who_and_when(counter: Counter) -> None:
    card = counter.member()
    shift = opened(counter)
    paid(counter, "fee", 4000)
    slip = unsigned(counter)
    act = counter.act("1002", counter="B")
    assert code(handover.close(act, shift=shift, reason="员工突发疾病")) == "approval_needed"
    assert code(handover.close(counter.act("3001", counter="B"), shift=shift, reason=" ")) == "reason_needed"
    assert code(handover.close(counter.act("3001", counter="B"), shift="D000101-0001", reason="x")) == "shift_unknown"
    when = counter.clock.now()
    act = counter.act("3001", counter="B")
    closed = good(handover.close(act, shift=shift, reason="员工突发疾病"))
    assert good(handover.close(act, shift=shift, reason="员工突发疾病")) == closed
    assert closed.open == {"slip": 1}
    counter.clock.advance(timedelta(minutes=5))
    answer = points.earn(counter.act(), card=card, receipt="R9", amount=90_000)
    assert (code(answer), figures(answer)) == ("shift_closed", {"shift": shift, "by": "3001", "at": when})
    current = shifts.current(counter.desk)
    assert (current.closed_over_you, current.closed_by, current.closed_at) == (shift, "3001", when)
    again = handover.close(counter.act("3001", counter="B"), shift=shift, reason="x")
    assert (code(again), figures(again)["by"]) == ("shift_over", "3001")
    assert code(handover.refuse(counter.act("1002"), handover=closed.handover, reason="x")) == "handover_remote"
    assert shown(counter, closed.handover).content.drawer_money is None
    assert code(handover.accept(counter.act("1002"), handover=closed.handover, pin=PIN)) == "empty"
    took = good(handover.accept(counter.act("1002"), handover=closed.handover, pin=PIN, cash={"100": 1, "20": 1}))
    assert took.difference_money == -2000
    assert code(points.earn(counter.act(), card=card, receipt="R9", amount=90_000)) == "shift_closed"
    good(shifts.join(counter.act()))
    good(points.earn(counter.act(), card=card, receipt="R9", amount=90_000))
    assert carried(counter)["slip", slip] == 1
    good(shift_counts.settle(counter.act("1002", supervisor()), count=took.count, reason="前班未清点"))
    sound(counter)


def test_a_clerk_whose_shift_was_closed_may_just_leave(counter: Counter) -> None:
    shift = opened(counter)
    good(handover.close(counter.act("3001", counter="B"), shift=shift, reason="下班忘记交接"))
    assert good(shifts.leave(counter.act())).shift == shift
    assert shifts.current(counter.desk).closed_over_you == ""


def test_the_screen_of_a_handover_shows_no_expected_figure_before_the_count(counter: Counter) -> None:
    counter.gift(on_desk=37)
    opened(counter)
    paid(counter, "fee", 4000)
    view = shown(counter)
    assert view.left_to_count == ["cash", "item:G001"]
    assert (view.content.drawer_money, view.content.figures.in_and_out, view.content.figures.money) == (None, [], [])
    assert "14000" not in str(view)
    assert "37" not in str(view.content.counts)
    good(shift_counts.count(counter.act(), cash={"100": 1, "20": 2}, things={"item:G001": 37}))
    view = shown(counter)
    assert (view.left_to_count, view.content.drawer_money) == ([], 14_000)
    assert view.content.figures.in_and_out[0].reason == "停车费"


def test_without_a_shift_there_is_no_handover(counter: Counter) -> None:
    for answer in (
        handover.prepare(counter.act()),
        handover.seal(counter.act(), handover="H1", pin=PIN),
        handover.no_relief(counter.act()),
        shift_items.note(counter.act(), text="x"),
        handover_views.show(counter.desk),
    ):
        assert code(answer) == "shift_none"
    assert code(handover_views.show(counter.desk, handover="H1")) == "handover_unknown"
    assert code(shift_items.note_done(counter.act(), note="N1")) == "note_unknown"
    assert shift_items.carried(counter.desk) is None
    assert handover_views.still_to_count(counter.desk) is None


def test_figures_of_a_shift_are_of_its_own_counter(counter: Counter) -> None:
    item = counter.gift(price=60)
    card = counter.member()
    counter.points(card, 60)
    opened(counter)
    good(points.earn(counter.act(), card=card, receipt="R1", amount=90_000))
    good(points.earn(counter.act("1002", counter="B"), card=card, receipt="R2", amount=90_000))
    assert isinstance(points.earn(counter.act(), card=card, receipt="R1", amount=90_000), No)
    said = shown(counter).content.figures
    assert (said.points.given, [(one.operation, one.done, one.refused) for one in said.work]) == (
        90, [("points.earn", 1, 1), ("shifts.open", 1, 0)],
    )  # fmt: skip
    assert [(one.staff, one.done) for one in said.clerks] == [("1001", 2)]
    assert items.on_hand(counter.at("5001"), item=item)[0].places["desk"] == 10


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ("handover set content = replace(content, '1001', '1002')", "seals are of what was sealed"),
        ("handover set seal = 'x', content = 'x'", "seals are of what was sealed"),
        ("handover set taken_by = '2001' where taken_by <> ''", "seals are of what was sealed"),
        ("handover set acceptance = 'x' where taken_by <> ''", "seals are of what was sealed"),
        ("handover_item set hops = 7", "seals are of what was sealed"),
        ("shift_count set counted = expected + 1", "counts are as they were posted"),
        ("shift_settlement set reason = 'x'", "counts are as they were posted"),
        ("handover set state = 'offered', taken_by = ''", "a shift is over when it is handed over"),
        ("shift set counter = 'C'", "an entry is of a shift of its counter"),
    ],
)
def test_a_handover_changed_by_hand_is_found(counter: Counter, change: str, check: str) -> None:
    opened(counter)
    unsigned(counter)
    saved = counted(counter, {"50": 1})
    good(shift_counts.settle(counter.act(approval=supervisor()), count=saved.count, reason="找错零"))
    number = prepared(counter)
    good(handover.seal(counter.act(), handover=number, pin=PIN, to="1002", to_pin=PIN))
    sound(counter)
    by_hand(counter, f"update {change}")
    answer = verify.verify(counter.at("6001"))
    assert not answer.holds
    assert check in {flaw.check for flaw in answer.flaws}

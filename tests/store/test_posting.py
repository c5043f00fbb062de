"""The pattern itself: one posting, one entry, one effect, however often and by whomever it is posted."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from deskapp.rules.decisions import No, Role
from deskapp.rules.journal import Linked, broken
from deskapp.store import daybook, engine, items, journal, ledger, points, registry, statements
from deskapp.store.desk import Approval, Desk
from tests.store.conftest import PIN, Counter, supervisor


def entries(counter: Counter) -> list[sa.Row[tuple[object, ...]]]:
    with engine.reading(counter.store.engine) as conn:
        return list(conn.execute(sa.select(journal.JOURNAL).order_by(journal.JOURNAL.c.number)))


def test_one_operation_id_posted_three_times_has_one_effect_and_three_equal_answers(counter: Counter) -> None:
    card = counter.member()
    act = counter.act()
    before = len(entries(counter))
    answers = [points.earn(act, card=card, receipt="R1", amount=2500) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert len(entries(counter)) == before + 1
    assert statements.statement(counter.desk, card=card).usable == 2  # type: ignore[union-attr]


def test_one_operation_id_with_other_words_is_refused(counter: Counter) -> None:
    card = counter.member()
    act = counter.act()
    points.earn(act, card=card, receipt="R1", amount=2500)
    answer = points.earn(act, card=card, receipt="R2", amount=2500)
    assert isinstance(answer, No)
    assert answer.code == "op_reused"


def test_a_refused_operation_id_may_be_posted_again_with_better_words(counter: Counter) -> None:
    card = counter.member()
    act = counter.act()
    assert isinstance(points.earn(act, card=card, receipt="R1", amount=0), No)
    assert isinstance(points.earn(act, card=card, receipt="R1", amount=2500), points.Earned)


def test_a_refusal_that_matters_is_journalled_and_changes_nothing(counter: Counter) -> None:
    card, item = counter.member(), counter.gift(on_desk=1)
    from deskapp.store import gifts

    counter.points(card, 10)
    before = ledgers(counter)
    answer = gifts.redeem(counter.act(), card=card, item=item, quantity=2)
    assert isinstance(answer, No)
    assert answer.code == "points_short"
    counter.points(card, 500)
    before = ledgers(counter)
    answer = gifts.redeem(counter.act(), card=card, item=item, quantity=2)
    assert isinstance(answer, No)
    assert answer.code == "stock_short"
    last = entries(counter)[-1]
    assert (last.kind, last.operation, last.actor) == ("refused", "gifts.redeem", "1001")
    assert json.loads(last.payload)["figures"] == {"needs": 2, "has": 1, "place": "desk"}
    assert ledgers(counter) == before


def ledgers(counter: Counter) -> dict[tuple[str, str], int]:
    return {(row.unit, row.holder): row.balance for row in daybook.balances(counter.at("6001"))}


def test_a_role_that_may_not_is_refused_and_journalled(counter: Counter) -> None:
    answer = points.earn(counter.act("6001"), card=counter.member(), receipt="R1", amount=2500)
    assert isinstance(answer, No)
    assert (answer.code, answer.figures["has"]) == ("role_needed", "auditor")
    assert entries(counter)[-1].kind == "refused"


def test_nobody_signed_in_posts_nothing(counter: Counter) -> None:
    desk = Desk(counter.store, "A")
    answer = points.earn(desk.act("op"), card=counter.member(), receipt="R1", amount=2500)
    assert isinstance(answer, No)
    assert answer.code == "sign_in_needed"


def test_an_override_records_approver_reason_and_what_was_overruled(counter: Counter) -> None:
    from datetime import date

    card = counter.member()
    act = counter.act(approval=supervisor("昨日系统故障"))
    points.earn(act, card=card, receipt="R1", amount=2500, date=date(2026, 7, 14))
    last = entries(counter)[-1]
    payload = json.loads(last.payload)
    assert (last.actor, last.approver, payload["reason"]) == ("1001", "3001", "昨日系统故障")
    assert [each["code"] for each in payload["overrides"]] == ["receipt_late"]


def test_an_override_needs_a_written_reason(counter: Counter) -> None:
    from datetime import date

    act = counter.act(approval=supervisor(" "))
    answer = points.earn(act, card=counter.member(), receipt="R1", amount=2500, date=date(2026, 7, 14))
    assert isinstance(answer, No)
    assert answer.code == "reason_needed"


def test_an_approvers_wrong_pin_refuses_and_counts(counter: Counter) -> None:
    act = counter.act(approval=Approval("3001", "000000", "x"))
    answer = points.adjust(act, card=counter.member(), points=1, reason="x")
    assert isinstance(answer, No)
    assert (answer.code, answer.field, answer.figures["left"]) == ("pin_wrong", "approver_pin", 4)
    assert entries(counter)[-1].subject == "3001"


def test_an_approver_who_was_not_needed_is_not_recorded(counter: Counter) -> None:
    points.earn(counter.act(approval=supervisor()), card=counter.member(), receipt="R1", amount=2500)
    assert entries(counter)[-1].approver is None


def test_the_chain_holds_and_a_changed_entry_breaks_it(counter: Counter) -> None:
    card = counter.member()
    for which in range(3):
        points.earn(counter.act(), card=card, receipt=f"R{which}", amount=2500)
    assert broken(links(counter)) == []
    with engine.writing(counter.store.engine) as conn:
        for trigger in ("journal_no_update",):
            conn.exec_driver_sql(f"drop trigger if exists {trigger}" + ON_JOURNAL[conn.dialect.name])
        conn.execute(sa.update(journal.JOURNAL).where(journal.JOURNAL.c.number == 2).values(actor="1002"))
    assert broken(links(counter)) == [2]


ON_JOURNAL = {"sqlite": "", "postgresql": " on journal"}


def links(counter: Counter) -> list[Linked]:
    return [
        Linked(row.number, row.previous, row.hash, {name: row._mapping[name] for name in journal.HASHED})
        for row in entries(counter)
    ]


@pytest.mark.parametrize("statement", ["update journal set actor = 'x'", "delete from journal", "delete from transfer"])
def test_the_database_itself_refuses_to_change_what_was_written(counter: Counter, statement: str) -> None:
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=2500)
    with pytest.raises(sa.exc.DBAPIError), engine.writing(counter.store.engine) as conn:
        conn.exec_driver_sql(statement)


def test_a_clock_set_back_does_not_turn_the_journal_back(counter: Counter) -> None:
    card = counter.member()
    points.earn(counter.act(), card=card, receipt="R1", amount=2500)
    now = counter.clock.now()
    counter.clock.set(now - timedelta(hours=1))
    points.earn(counter.act(), card=card, receipt="R2", amount=2500)
    last = entries(counter)[-1]
    assert (last.at, last.clock_behind) == (now, 3600)


def test_a_posting_killed_half_way_leaves_nothing_behind(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    card = counter.member()
    before = ledgers(counter)
    act = counter.act()
    with monkeypatch.context() as patch:
        patch.setattr(journal, "append", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            points.earn(act, card=card, receipt="R1", amount=2500)
    assert ledgers(counter) == before
    assert isinstance(points.earn(act, card=card, receipt="R1", amount=2500), points.Earned)


def test_every_unit_sums_to_zero(counter: Counter) -> None:
    card = counter.member()
    points.earn(counter.act(), card=card, receipt="R1", amount=2500)
    counter.gift()
    sums: dict[str, int] = {}
    for (unit, _), balance in ledgers(counter).items():
        sums[unit] = sums.get(unit, 0) + balance
    assert set(sums.values()) == {0}


def test_a_guarded_holder_is_never_debited_below_zero(counter: Counter) -> None:
    with counter.store.engine.connect() as conn:
        refused = ledger.move(conn, 1, "points", "member:1", "issued", 5)
    assert refused is not None
    assert dict(refused.figures) == {"unit": "points", "holder": "member:1", "needs": 5, "has": 0}


def test_the_registry_publishes_parameters_results_roles_and_refusals() -> None:
    registry.load()
    for callee in (*registry.OPERATIONS.values(), *registry.READINGS.values()):
        assert callee.summary, callee.name
        assert callee.schema()["type"] == "object"
        assert callee.result_schema()
        assert all(isinstance(role, Role) for role in callee.by)
    refuses = {code for each in registry.contracts() for code in each.refuses}
    assert {"receipt_used", "stock_short", "outside_window"} <= refuses


def test_json_from_outside_takes_decimal_money_and_refuses_what_it_does_not_know() -> None:
    from pydantic import ValidationError

    given = points.earn.from_json({"card": "1", "receipt": "2", "amount": "9.90"}, exponent=2)
    assert given == {"card": "1", "receipt": "2", "amount": 990}
    with pytest.raises(ValidationError):
        points.earn.from_json({"card": "1", "receipt": "2", "amount": "9.999"}, exponent=2)
    with pytest.raises(ValidationError):
        points.earn.from_json({"card": "1", "receipt": "2", "amount": 1, "colour": "red"}, exponent=2)


def test_a_pin_leaves_no_fingerprint_in_the_journal(counter: Counter) -> None:
    from deskapp.store import people

    people.change_pin(counter.act(), old=PIN, new="730518")
    payload = json.loads(entries(counter)[-1].payload)
    again = people.change_pin.request({"old": "x", "new": "y"}, counter.store.key)
    assert payload["request"] == again


def test_an_item_put_twice_keeps_the_old_values_in_the_journal(counter: Counter) -> None:
    counter.gift(price=60, on_desk=0)
    items.put(counter.act("3001"), code="G001", names={"zh_Hans": "保温杯"}, prices={"": 80})
    assert json.loads(entries(counter)[-1].payload)["facts"]["old"] == {"prices": '{"":60}'}


def test_somebody_elses_operation_id_is_not_answered_with_their_result(counter: Counter) -> None:
    card = counter.member()
    points.earn(counter.at("1001").act("same"), card=card, receipt="R1", amount=2500)
    answer = points.earn(counter.at("1002").act("same"), card=card, receipt="R1", amount=2500)
    assert isinstance(answer, No)
    assert answer.code == "op_reused"


def test_the_fingerprint_of_a_request_cannot_be_made_without_the_stores_key(counter: Counter) -> None:
    points.earn(counter.act(), card=counter.member(), receipt="R1", amount=2500)
    told = json.loads(entries(counter)[-1].payload)["request"]
    arguments = points.earn.bound(card="x", receipt="R1", amount=2500)
    assert points.earn.request(arguments, counter.store.key) != points.earn.request(arguments, b"")
    assert len(counter.store.key) == 32
    assert len(told) == 32

"""A store proves itself: what was changed by hand, past every wall, is found and named."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
import sqlalchemy as sa

from deskapp.rules.decisions import No
from deskapp.store import engine as engines
from deskapp.store import gifts, points, posting, slips, verify, voids
from deskapp.store.verify import Verified
from tests.store.conftest import Counter

WALLED = (
    "journal", "transfer", "receipt", "receipt_use", "points_lot", "lot_use", "slip", "account",
    "tally", "tally_day", "tally_note", "report_seal",
    "shift_count", "shift_settlement", "shift_correction", "handover_item",
)  # fmt: skip


def worked(counter: Counter) -> Counter:
    """A store with an earning that stands, one that is voided, a redemption and a signed slip."""
    card, gift = counter.member(), counter.gift()
    first = points.earn(counter.act(), card=card, receipt="R1", amount=90_000)
    points.earn(counter.act(), card=card, receipt="R2", amount=20_000)
    assert not isinstance(first, No)
    slips.sign(counter.act(), slip=first.slip)
    gifts.redeem(counter.act(), card=card, item=gift)
    wrong = points.earn(counter.act(), card=card, receipt="R3", amount=70_000)
    assert not isinstance(wrong, No)
    assert not isinstance(voids.void(counter.act(), entry=entries(counter), reason="刷错卡"), No)
    return counter


def entries(counter: Counter) -> int:
    with counter.store.engine.connect() as conn:
        return int(conn.execute(sa.text("select max(number) from journal")).scalar_one())


def by_hand(counter: Counter, *statements: str) -> None:
    """Change rows as somebody would who has the file and takes the walls down first."""
    if counter.store.engine.dialect.name == "sqlite":
        with contextlib.closing(sqlite3.connect(engines.sqlite_path(counter.store.url))) as file:
            for table in WALLED:
                for event in ("update", "delete"):
                    file.execute(f"drop trigger if exists {table}_no_{event}")
            for statement in statements:
                file.execute(statement)
            file.commit()
        return
    with engines.writing(counter.store.engine) as conn:
        for table in WALLED:
            conn.exec_driver_sql(f"alter table {table} disable trigger all")
        for statement in statements:
            conn.execute(sa.text(statement))


def verified(counter: Counter) -> Verified:
    return verify.verify(counter.at("6001"))


def flaws_after(counter: Counter, change: str) -> set[str]:
    """The checks that fail once rows are changed by hand (`table set ...`); afterwards the rows are as they were."""
    with posting.look(counter.at("6001")) as view:
        by_hand = view.conn.begin_nested()
        view.conn.execute(sa.text(f"update {change}"))
        found = verify.verify.function(view).flaws
        by_hand.rollback()
    return {flaw.check for flaw in found}


def test_a_store_that_was_only_worked_with_holds(counter: Counter) -> None:
    answer = verified(worked(counter))
    assert answer.holds, answer.flaws
    assert answer.entries == entries(counter)
    assert len(answer.head) == 64


def test_an_empty_store_holds(counter: Counter) -> None:
    assert verified(counter).holds


GIVEN = "balance = balance + 5 where unit = 'points' and holder like 'member:%'"
MEMBERS_POINTS = "update account set balance = balance + {} where unit = 'points' and holder like 'member:%'"
FIRST_POINTS = "(select min(t.id) from transfer t join account a on a.id = t.target where a.unit = 'points')"


@pytest.mark.parametrize(
    ("table", "change", "check"),
    [
        ("journal", "actor = '1002' where number = 3", "the chain is whole"),
        ("journal", "payload = replace(payload, '90000', '10000')", "the chain is whole"),
        ("journal", "member_id = null where member_id is not null", "the chain is whole"),
        ("chain_head", "number = number - 1", "the head is the last entry"),
        ("account", GIVEN, "every unit sums to zero"),
        ("account", GIVEN, "balances are what moved"),
        ("account", GIVEN, "lots are the points balance"),
        ("transfer", "amount = amount + 1 where id = (select min(id) from transfer)", "balances are what moved"),
        ("transfer", "reverses = null", "a void takes everything back"),
        ("points_lot", "left_over = left_over - 1 where left_over = 20", "lots are used as told"),
        ("points_lot", "amount = amount + 1, left_over = left_over + 1", "lots are the points balance"),
        ("receipt", "amount = amount + 100 where number = 'R1'", "receipts are as registered"),
        ("receipt", "number = 'R9' where number = 'R1'", "receipts are as registered"),
        ("receipt_use", "voided_by = null where voided_by is not null", "a void releases its receipts"),
        ("slip", "state = 'signed' where state = 'voided'", "a slip is voided with its entry"),
        ("slip", "member_id = null", "a slip is the member's of its entry"),
        ("slip", "state = 'signed' where state = 'to_sign'", "a slip is signed by an entry"),
        ("receipt_use", "member_id = null", "a benefit is the member's of its entry"),
        ("receipt", "excluded = 100 where number = 'R1'", "receipts are as registered"),
        ("points_lot", "expires = null", "lots expire as told"),
        ("slip", "facts = replace(facts, '20000', '90000')", "slips say what was posted"),
    ],
)
def test_a_row_changed_by_hand_is_found(counter: Counter, table: str, change: str, check: str) -> None:
    by_hand(worked(counter), f"update {table} set {change}")
    answer = verified(counter)
    assert not answer.holds
    assert check in {flaw.check for flaw in answer.flaws}


def test_points_invented_with_every_balance_put_right_are_found(counter: Counter) -> None:
    """Transfer, both balances and the lot are raised together; only the journal's own figures tell."""
    by_hand(
        worked(counter),
        f"update transfer set amount = amount + 7 where id = {FIRST_POINTS}",
        MEMBERS_POINTS.format(7),
        "update account set balance = balance - 7 where unit = 'points' and holder = 'issued'",
        "update points_lot set amount = amount + 7, left_over = left_over + 7 where id = 1",
    )
    told = {flaw.check for flaw in verified(counter).flaws}
    assert told == {"points moved as told", "figures are those of the entries"}


def test_an_entry_taken_out_leaves_a_gap(counter: Counter) -> None:
    by_hand(worked(counter), "delete from journal where number = 2")
    checks = {flaw.check for flaw in verified(counter).flaws}
    assert {"numbers run without a gap", "the chain is whole"} <= checks


def test_an_entry_put_in_behind_the_last_is_found(counter: Counter) -> None:
    columns = (
        "at, clock_behind, business_date, counter, shift, actor, operation, kind, subject, payload, policy_version"
    )
    columns += ", previous, hash"
    last = f"select number + 1, {columns} from journal order by number desc limit 1"
    by_hand(worked(counter), f"insert into journal (number, {columns}) {last}")
    assert "the chain is whole" in {flaw.check for flaw in verified(counter).flaws}


def test_a_second_benefit_slipped_past_the_index_is_found(counter: Counter) -> None:
    columns = "receipt_id, benefit, member_id, entry"
    by_hand(
        worked(counter),
        "drop index uq_receipt_use_standing",
        f"insert into receipt_use ({columns}) select {columns} from receipt_use where voided_by is null limit 1",
    )
    assert "no benefit twice" in {flaw.check for flaw in verified(counter).flaws}

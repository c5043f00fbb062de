"""Slips on paper: each print is an entry; the first is the original, every later one a reprint, whoever prints it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from deskapp.rules.decisions import No
from deskapp.store import engine as engines
from deskapp.store import points, slips, verify, voids
from deskapp.store.journal import JOURNAL
from tests.store.conftest import Counter


def earned(counter: Counter, receipt: str = "R1") -> str:
    answer = points.earn(counter.act(), card=counter.member(), receipt=receipt, amount=2500)
    assert isinstance(answer, points.Earned)
    return answer.slip


def printed(counter: Counter, slip: str, staff: str = "1001", counter_letter: str = "A") -> slips.Printed:
    answer = slips.count_print(counter.act(staff, counter=counter_letter), slip=slip)
    assert isinstance(answer, slips.Printed), answer
    return answer


def test_the_first_print_is_the_original_and_every_later_one_a_reprint(counter: Counter) -> None:
    slip = earned(counter)
    assert slips.show(counter.desk, slip=slip).prints == 0  # type: ignore[union-attr]
    assert printed(counter, slip) == slips.Printed(slip, 1, False, "to_sign")
    assert printed(counter, slip, "1002", "B") == slips.Printed(slip, 2, True, "to_sign")
    assert slips.show(counter.desk, slip=slip).prints == 2  # type: ignore[union-attr]
    assert verify.verify(counter.at("6001")).holds


def test_a_print_is_a_journal_entry_about_the_slip_and_its_member(counter: Counter) -> None:
    slip = earned(counter)
    printed(counter, slip, "1002")
    with counter.store.engine.connect() as conn:
        rows = conn.execute(sa.select(JOURNAL).where(JOURNAL.c.subject == slip, JOURNAL.c.operation == "slips.print"))
        (entry,) = rows.all()
    assert (entry.actor, entry.kind) == ("1002", "done")
    assert entry.member_id is not None


def test_a_voided_slip_is_printed_as_what_it_is(counter: Counter) -> None:
    slip = earned(counter)
    entry = slips.show(counter.desk, slip=slip).entry  # type: ignore[union-attr]
    assert not isinstance(voids.void(counter.act(), entry=entry, reason="刷错卡"), No)
    assert printed(counter, slip).state == "voided"


def test_a_slip_nobody_made_is_not_printed(counter: Counter) -> None:
    answer = slips.count_print(counter.act(), slip="S000000-0000X")
    assert isinstance(answer, No)
    assert (answer.code, answer.field) == ("slip_unknown", "slip")


def test_the_same_attempt_again_is_the_same_print(counter: Counter) -> None:
    slip = earned(counter)
    act = counter.act()
    assert slips.count_print(act, slip=slip) == slips.count_print(act, slip=slip) == slips.Printed(
        slip, 1, False, "to_sign"
    )  # fmt: skip
    assert slips.show(counter.desk, slip=slip).prints == 1  # type: ignore[union-attr]


def test_of_two_counters_that_print_at_once_one_has_the_original(counter: Counter) -> None:
    numbers = [earned(counter, f"R{which}") for which in range(10)]
    with ThreadPoolExecutor(2) as pool:
        for slip in numbers:
            acts = [counter.act("1001"), counter.act("1002", counter="B")]
            answers = list(pool.map(lambda act, slip=slip: slips.count_print(act, slip=slip), acts))
            assert sorted(answer.reprint for answer in answers) == [False, True]  # type: ignore[union-attr]


def test_a_print_that_was_taken_out_of_the_count_by_hand_is_found(counter: Counter) -> None:
    slip = earned(counter)
    printed(counter, slip)
    with engines.writing(counter.store.engine) as conn:
        conn.execute(sa.update(slips.SLIP).values(prints=0))
    assert [flaw.check for flaw in verify.verify(counter.at("6001")).flaws] == ["a slip's prints are entries"]

"""Unfinished work: written over itself, taken up after a crash by its own person only, gone when it is done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskapp.rules.decisions import no
from deskapp.store import drafts
from deskapp.store.drafts import Draft
from tests.store.conftest import Counter

HALF = Draft("w1", "张伟民", "Gift for points", "MA261122-0001", None, '{"fields": {"card": "6100"}}')


def entries(counter: Counter) -> int:
    from deskapp.store.journal import HEAD

    with counter.store.engine.connect() as conn:
        return int(conn.execute(HEAD.select()).one().number)


def test_a_draft_is_written_over_itself_and_is_no_journal_entry(counter: Counter) -> None:
    before = entries(counter)
    assert drafts.keep(counter.desk, "run 1", HALF) is None
    assert drafts.keep(counter.desk, "run 1", replace(HALF, content='{"fields": {"card": "610000"}}')) is None
    assert [draft.content for draft in drafts.take_up(counter.desk, "run 2")] == ['{"fields": {"card": "610000"}}']
    assert entries(counter) == before


def test_after_a_crash_the_work_is_offered_to_its_own_person_at_its_own_counter_once(counter: Counter) -> None:
    parked = replace(HALF, work="w2", parked_at=counter.store.clock.now(), who="李娜 [VIP]")
    for draft in (HALF, parked):
        drafts.keep(counter.desk, "run 1", draft)
    assert drafts.take_up(counter.at("1002"), "run 2") == []
    assert drafts.take_up(counter.at(counter="B"), "run 2") == []
    last_seen = counter.store.clock.now()
    assert drafts.take_up(counter.desk, "run 2") == [replace(HALF, parked_at=last_seen), parked]
    assert drafts.take_up(counter.desk, "run 2") == []


def test_work_taken_up_in_another_window_is_not_written_over_by_the_first(counter: Counter) -> None:
    drafts.keep(counter.desk, "run 1", HALF)
    drafts.take_up(counter.desk, "run 2")
    answer = drafts.keep(counter.desk, "run 1", replace(HALF, content="{}"))
    assert answer == no("work_elsewhere", who="张伟民")
    drafts.drop(counter.desk, "run 1", HALF.work)
    assert [draft.content for draft in drafts.take_up(counter.desk, "run 3")] == [HALF.content]


def test_work_that_is_done_is_gone(counter: Counter) -> None:
    drafts.keep(counter.desk, "run 1", HALF)
    drafts.drop(counter.desk, "run 1", HALF.work)
    assert drafts.take_up(counter.desk, "run 2") == []
    assert drafts.unfinished(counter.desk) == []


def test_everybodys_unfinished_work_is_listed_without_what_is_typed_in_it(counter: Counter) -> None:
    drafts.keep(counter.desk, "run 1", HALF)
    drafts.keep(counter.at("1002", "B"), "run 9", replace(HALF, work="w9", who="Kim\x1b[31m"))
    lines = drafts.unfinished(counter.at("3001"))
    assert [(line.staff, line.counter, line.who) for line in lines] == [("1001", "A", "张伟民"), ("1002", "B", "Kim")]
    assert not any("6100" in repr(line) for line in lines)


def test_a_draft_longer_than_any_form_is_a_fault_and_not_cut(counter: Counter) -> None:
    with pytest.raises(ValueError, match="at most"):
        drafts.keep(counter.desk, "run 1", replace(HALF, content="x" * (drafts.MOST + 1)))

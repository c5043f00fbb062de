"""A complaint that was changed by hand, past every wall, is found and named."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from deskapp.store import marks
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import at_hand, good
from tests.store.conftest import Counter
from tests.store.test_verify import by_hand, flaws_after, verified

TOLD, LAST = "complaints stand as told", "a complaint's last change is its last entry"


def worked(counter: Counter) -> Counter:
    """One closed case, one on hold, one that was just approved."""
    kit.closed(counter)
    held = kit.registered(counter)
    good(marks.hold(counter.act(), **at_hand(held), party="customer", reason="等收据"))
    kit.offered(counter)
    return counter


def test_a_store_that_was_only_worked_with_holds(counter: Counter) -> None:
    answer = verified(worked(counter))
    assert answer.holds, answer.flaws


CHANGES = (
    ("complaint set state = 'implementing' where state = 'awaiting_customer'", TOLD),
    ("complaint set state = 'investigating', due_at = opened_at where state = 'closed'", TOLD),
    ("complaint set cost = 1 where state = 'closed'", TOLD),
    ("complaint set founded = null where state = 'closed'", TOLD),
    ("complaint set severity = 'grave' where state = 'registered'", TOLD),
    ("complaint set version = version + 1 where state = 'registered'", LAST),
    ("complaint set last_entry = last_entry - 1 where state = 'registered'", TOLD),
    ("complaint set held_by = '' where held_by <> ''", "a complaint waits as its hold says"),
    ("complaint_hold set party = 'outside'", "a complaint waits as its hold says"),
    ("complaint_run set ended_at = started_at where ended_at is null", "an open complaint has a deadline"),
    ("complaint_proposal set approved_by = approved_by - 1 where approved_by is not null",
     "a proposal is approved by an entry"),
)  # fmt: skip


def test_a_row_changed_by_hand_is_found(counter: Counter) -> None:
    worked(counter)
    missed = {change: found for change, check in CHANGES if check not in (found := flaws_after(counter, change))}
    assert missed == {}


def test_a_case_put_back_to_an_older_entry_is_found(counter: Counter) -> None:
    """State, version and entry are all set back to the registration; only the changes after it tell."""
    case = kit.registered(counter)
    before = kit.row(counter, case)
    good(marks.note(counter.act(), **at_hand(case), text="x"))
    by_hand(counter, f"update complaint set version = {before.version}, last_entry = {before.last_entry}")
    assert {flaw.check for flaw in verified(counter).flaws} == {LAST}


def test_a_complaint_and_its_record_are_never_deleted(counter: Counter) -> None:
    worked(counter)
    for table in (
        "complaint", "complaint_change", "complaint_run", "complaint_hold", "complaint_proposal", "complaint_remedy",
    ):  # fmt: skip
        with pytest.raises(sa.exc.DBAPIError, match="never taken back"), counter.store.engine.begin() as conn:
            conn.exec_driver_sql(f"delete from {table}")

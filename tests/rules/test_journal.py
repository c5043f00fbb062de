"""The chain of the journal, and what may be voided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import journal
from deskapp.rules.decisions import Role
from deskapp.rules.journal import GENESIS, Linked
from deskapp.rules.policy_model import VoidRule

facts = st.dictionaries(
    st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(), max_size=4
)


def chain(*entries: dict[str, Any]) -> list[Linked]:
    linked, before = [], GENESIS
    for number, entry in enumerate(entries, 1):
        digest = journal.link(before, entry)
        linked.append(Linked(number, before, digest, entry))
        before = digest
    return linked


def test_facts_have_one_spelling_whatever_their_order_and_zone() -> None:
    at = datetime(2026, 11, 22, 14, 32, 0, 5, tzinfo=timezone(timedelta(hours=8)))
    one = journal.canonical({"b": [1, Role.CLERK], "a": at, "name": "张伟", "day": date(2026, 11, 22)})
    other = journal.canonical({"day": date(2026, 11, 22), "name": "张伟", "a": at.astimezone(UTC), "b": (1, "clerk")})
    assert one == other
    assert one == '{"a":"2026-11-22T06:32:00.000005Z","b":[1,"clerk"],"day":"2026-11-22","name":"张伟"}'


@pytest.mark.parametrize("wrong", [9.9, {"deep": [0.1]}, datetime(2026, 11, 22)])  # noqa: DTZ001
def test_floats_and_times_without_zone_never_reach_the_journal(wrong: object) -> None:
    with pytest.raises(TypeError):
        journal.canonical({"x": wrong})


def test_the_hash_of_a_known_entry_never_changes_between_versions() -> None:
    digest = journal.link(GENESIS, {"number": 1, "operation": "points.earn", "points": 2})
    assert digest == "43a2de8c94c14f0f6586a2b6bbbbae30bf10cb2583ae2b2525aa33f8d0b3a880"


@given(st.lists(facts, min_size=1, max_size=6))
def test_a_whole_chain_holds(entries: list[dict[str, Any]]) -> None:
    assert journal.broken(chain(*entries)) == []


@given(st.lists(facts, min_size=2, max_size=6), st.data())
def test_a_changed_removed_or_moved_entry_is_found(entries: list[dict[str, Any]], data: st.DataObject) -> None:
    linked = chain(*entries)
    place = data.draw(st.integers(0, len(linked) - 1))
    changed = [*linked]
    changed[place] = replace(linked[place], facts={**linked[place].facts, "changed": True})
    assert journal.broken(changed) == [linked[place].number]
    if place < len(linked) - 1:
        assert journal.broken([*linked[:place], *linked[place + 1 :]]) == [linked[place + 1].number]


def voiding(**changes: object) -> list[str]:
    today = date(2026, 11, 22)
    facts = {
        "operation": "gifts.redeem", "entry_day": today, "today": today, "role": Role.LEAD, "voided_by": None,
        "rule": VoidRule(by=Role.LEAD),
    }  # fmt: skip
    return [objection.code for objection in journal.may_void(**(facts | changes)).objections]  # type: ignore[arg-type]


def test_a_lead_voids_on_the_same_day_and_a_clerk_with_the_leads_word() -> None:
    assert voiding() == []
    assert voiding(role=Role.CLERK) == ["role_needed"]


def test_nothing_is_voided_twice_or_on_another_day_or_without_a_rule() -> None:
    assert voiding(voided_by=12) == ["already_voided"]
    assert voiding(entry_day=date(2026, 11, 21)) == ["void_day"]
    assert voiding(rule=None) == ["not_voidable"]
    assert voiding(entry_day=date(2026, 11, 21), rule=VoidRule(same_day=False)) == []


def test_what_is_final_about_a_late_void_comes_before_who_may() -> None:
    assert voiding(entry_day=date(2026, 11, 21), role=Role.CLERK) == ["void_day", "role_needed"]

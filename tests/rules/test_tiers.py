"""Tiers: the threshold itself is enough, a cent less is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules import tiers
from deskapp.rules.policy_model import Tier

NAME = {"en": "x"}
TIERS = [
    Tier.model_validate({"code": code, "name": NAME, "threshold": threshold})
    for code, threshold in (("gold", 3000), ("diamond", 10000))
]


@pytest.mark.parametrize(
    ("spend", "code"), [(-5, None), (0, None), (299999, None), (300000, "gold"), (999999, "gold"), (1000000, "diamond")]
)
def test_the_threshold_is_inclusive_and_below_the_lowest_is_no_tier(spend: int, code: str | None) -> None:
    found = tiers.reached(spend, TIERS)
    assert (found.code if found else None) == code


@given(st.integers(0, 2_000_000), st.integers(0, 2_000_000))
def test_more_spend_never_means_a_lower_tier(one: int, other: int) -> None:
    low, high = (tiers.reached(spend, TIERS) for spend in sorted((one, other)))
    assert low is None or (high is not None and high.threshold >= low.threshold)


def test_progress_says_what_is_missing_and_ends_at_the_top() -> None:
    ahead = tiers.progress(250000, TIERS)
    assert ahead is not None
    assert (ahead.code, ahead.missing, ahead.share) == ("gold", 50000, 83)
    assert tiers.progress(1000000, TIERS) is None


def test_an_upgrade_is_due_when_more_is_reached_than_is_held() -> None:
    due = tiers.upgrade_due(held="", spend=300000, tiers=TIERS)
    assert due is not None
    assert due.code == "gold"
    assert tiers.upgrade_due(held="gold", spend=300000, tiers=TIERS) is None
    assert tiers.upgrade_due(held="diamond", spend=300000, tiers=TIERS) is None

"""Which card a member may be given: one of a class at a time, a tier's card when the tier is reached."""

from __future__ import annotations

import pytest

from deskapp.rules.decisions import Role
from deskapp.rules.issuing import may_issue
from deskapp.rules.policy_model import CardClass, Tier

TIERS = [Tier(code="gold", name={}, threshold=10), Tier(code="diamond", name={}, threshold=50)]  # type: ignore[arg-type]


def kind(code: str) -> CardClass:
    return CardClass(code=code, name={}, prefix="61", fee=0)


@pytest.mark.parametrize(
    ("code", "spend", "tier", "after", "objection"),
    [
        ("member", 0, "", "", None),
        ("member", 0, "gold", "gold", None),
        ("gold", 999, "", "gold", "tier_not_reached"),
        ("gold", 1000, "", "gold", None),
        ("gold", 9000, "diamond", "diamond", None),
        ("diamond", 5000, "gold", "diamond", None),
        ("gold", 0, "gold", "gold", None),
    ],
)
def test_a_tiers_card_brings_the_tier_from_its_threshold_on(
    code: str, spend: int, tier: str, after: str, objection: str | None
) -> None:
    decision = may_issue(kind(code), held=None, spend=spend, tier=tier, tiers=TIERS)
    assert decision.value == after
    assert (decision.first.code if decision.first else None) == objection


def test_an_early_card_of_a_tier_is_a_supervisors_to_give() -> None:
    decision = may_issue(kind("gold"), held=None, spend=0, tier="", tiers=TIERS)
    assert decision.approver is Role.SUPERVISOR


def test_nobody_overrules_a_second_card_of_one_class() -> None:
    decision = may_issue(kind("gold"), held="61", spend=0, tier="", tiers=TIERS)
    assert decision.first is not None
    assert (decision.first.code, decision.approver) == ("card_held", None)

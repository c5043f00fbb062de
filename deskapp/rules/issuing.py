"""Who may be given which card: one of a class at a time, and a tier's own card when the tier is reached.

(seed: 在客户的积分达到升级条件时提醒其换卡)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskapp.rules.decisions import Decision, Role, decide, no

if TYPE_CHECKING:
    from deskapp.rules.policy_model import CardClass, Tier


def may_issue(kind: CardClass, *, held: str | None, spend: int, tier: str, tiers: Sequence[Tier]) -> Decision[str]:
    """Whether a member may be given a card of this class. `held` is their active card of it, `spend` is in minor units.

    The value is the member's tier afterwards: the card of a tier brings that tier. For one who neither holds it nor has
    spent enough for it, a supervisor decides."""
    reached = next((one for one in tiers if one.code == kind.code), None)
    after = _higher(tier, reached.code, tiers) if reached else tier
    short = after != tier and reached is not None and spend < reached.threshold
    return decide(
        after,
        [
            no("card_held", field="card", card=held) if held else None,
            no(
                "tier_not_reached", field="card", approver=Role.SUPERVISOR, matters=True, tier=kind.code,
                needs_money=reached.threshold, has_money=spend,
            )
            if reached and short
            else None,
        ],
    )  # fmt: skip


def _higher(one: str, other: str, tiers: Sequence[Tier]) -> str:
    threshold = {tier.code: tier.threshold for tier in tiers}
    return one if threshold.get(one, 0) > threshold.get(other, 0) else other

"""Tiers by cumulative spend: the threshold itself is enough, below the lowest is no tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskapp.rules.policy_model import Tier


@dataclass(frozen=True)
class Progress:
    """How far it is to the next tier. Money in minor units; `share` in whole percent of the way from zero."""

    code: str
    threshold: int
    missing: int
    share: int


def reached(spend: int, tiers: Sequence[Tier]) -> Tier | None:
    """The highest tier for a cumulative spend in minor units, or None."""
    return max((tier for tier in tiers if tier.threshold <= spend), key=lambda tier: tier.threshold, default=None)


def progress(spend: int, tiers: Sequence[Tier]) -> Progress | None:
    """The next tier and what is missing, or None at the top."""
    ahead = min((tier for tier in tiers if tier.threshold > spend), key=lambda tier: tier.threshold, default=None)
    if ahead is None:
        return None
    share = max(0, spend) * 100 // ahead.threshold
    return Progress(ahead.code, ahead.threshold, ahead.threshold - spend, share)


def upgrade_due(*, held: str, spend: int, tiers: Sequence[Tier]) -> Tier | None:
    """The tier that a member has reached and does not hold yet. (seed: 在客户的积分达到升级条件时提醒其换卡)"""
    earned = reached(spend, tiers)
    if earned is None or earned.code == held:
        return None
    holds = next((tier for tier in tiers if tier.code == held), None)
    return earned if holds is None or holds.threshold < earned.threshold else None

"""What the law or the house still allows, counted from the receipt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deskapp.rules.allowances import still_allowed
from deskapp.rules.policy import Policies, read
from deskapp.rules.policy_complaints import Allowance

SHIPPED = (Path(__file__).parents[2] / "data" / "policy.toml").read_text(encoding="utf-8")
BOUGHT = date(2026, 7, 8)
WEEK = Allowance(goods={"en": "any"}, allows=["refund"], days=7, article={"en": "art. 24"}, categories=["goods"])
PROMISE = Allowance(goods={"en": "any"}, allows=["exchange"], days=3, article={"en": "our promise"})


@pytest.mark.parametrize(("day", "left"), [(7, 0), (8, 1), (15, 1), (16, 0)])
def test_the_last_day_is_in_and_the_day_of_the_receipt_does_not_count(day: int, left: int) -> None:
    found = list(still_allowed([WEEK], bought=BOUGHT, today=date(2026, 7, day), category="goods"))
    assert [(each.until, each.allows) for each in found] == [(date(2026, 7, 15), ("refund",))] * left


@pytest.mark.parametrize(("category", "days"), [("goods", [3, 7]), ("", [3, 7]), ("service", [3])])
def test_what_ends_first_stands_first_and_only_for_the_categories_that_are_meant(
    category: str, days: list[int]
) -> None:
    found = still_allowed([WEEK, PROMISE], bought=BOUGHT, today=BOUGHT, category=category)
    assert [(each.until - BOUGHT).days for each in found] == days


@pytest.mark.parametrize(("day", "kinds"), [(15, ["refund", "refund", "exchange"]), (23, ["exchange"]), (24, [])])
def test_the_shipped_policy_has_the_law_with_its_articles(day: int, kinds: list[str]) -> None:
    policies = read(SHIPPED)
    assert isinstance(policies, Policies)
    table = policies.on(BOUGHT).allowances
    found = list(still_allowed(table, bought=BOUGHT, today=date(2026, 7, day), category="goods"))
    assert [each.allows[0] for each in found] == kinds
    assert all(set(each.article) == set(each.goods) == {"en", "zh_Hans", "zh_Hant", "ko"} for each in found)

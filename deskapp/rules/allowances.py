"""What the law or the house still allows for goods, counted from the date of the receipt. (domain 6)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskapp.rules.policy_complaints import Allowance


@dataclass(frozen=True)
class Allowed:
    """What the customer may ask for until the end of a day, for which goods and by which article; the names and the
    articles in each language."""

    until: date
    allows: tuple[str, ...]
    goods: Mapping[str, str]
    article: Mapping[str, str]


def still_allowed(
    allowances: Sequence[Allowance], *, bought: date, today: date, category: str = ""
) -> Iterator[Allowed]:
    """What holds on this day, what ends first before the others. The day of the receipt does not count: day N is in,
    day N+1 is out. A complaint without a category may yet be about goods."""
    for each in sorted(allowances, key=lambda one: one.days):
        until = bought + timedelta(days=each.days)
        meant = not category or not each.categories or category in each.categories
        if meant and bought <= today <= until:
            names = ({str(code): said for code, said in table.items()} for table in (each.goods, each.article))
            yield Allowed(until, tuple(each.allows), *names)

"""Gifts for points: the price for this member, the windows in which it is done, the limits. (seed: 积分换礼)

Cost is computed here at posting, never taken from the screen. Over-issue is refused, not clamped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from deskapp.rules.decisions import Decision, No, decide, no
from deskapp.rules.stock import too_few

if TYPE_CHECKING:
    from deskapp.rules.policy_model import GiftPolicy, Window

EVERYBODY = ""
"""Key of the price for members of no tier, and for tiers without a price of their own."""


@dataclass(frozen=True)
class Offer:
    """A gift as it is offered. Prices in points by tier code; limits in pieces, None for no limit."""

    code: str
    prices: Mapping[str, int]
    withdrawn: bool = False
    active_from: date | None = None
    active_until: date | None = None
    per_request: int | None = None
    per_member: int | None = None


def price(prices: Mapping[str, int], tier: str | None) -> int | None:
    """Points for one piece: the tier's price, else everybody's. None if the gift is not given for points."""
    return prices.get(tier or EVERYBODY, prices.get(EVERYBODY))


def _days_of(window: Window, year: int) -> tuple[date, date]:
    return window.first_day(year), window.last_day(year)


def open_on(windows: Iterable[Window], day: date) -> bool:
    """Whether gifts are handed out on that day. Both ends belong to the window."""
    return any(
        first <= day <= last
        for window in windows
        for first, last in (_days_of(window, year) for year in (day.year - 1, day.year))
    )


def next_open(windows: Iterable[Window], day: date) -> date | None:
    """The first day on or after `day` on which gifts are handed out, or None if none is planned."""
    windows = list(windows)
    if open_on(windows, day):
        return day
    starts = (window.first_day(year) for window in windows for year in (day.year, day.year + 1))
    return min((start for start in starts if start > day), default=None)


def closes(windows: Iterable[Window], day: date) -> date | None:
    """The last day of the window that `day` lies in, for saying "until 31 January". None outside."""
    spans = (_days_of(window, year) for window in windows for year in (day.year - 1, day.year))
    return max((last for first, last in spans if first <= day <= last), default=None)


def windows_text(windows: Sequence[Window]) -> str:
    """The windows for a message: `01-01..01-31, 07-01..07-31`."""
    return ", ".join(window.text for window in windows)


def _offer_objection(offer: Offer, today: date) -> No | None:
    begun = offer.active_from is None or offer.active_from <= today
    running = offer.active_until is None or today <= offer.active_until
    if offer.withdrawn or not begun or not running:
        until = offer.active_until if begun else None
        return no("item_withdrawn", field="item", item=offer.code, until=until)
    return None


def _limit_objection(offer: Offer, quantity: int, taken: int) -> No | None:
    if quantity < 1:
        return no("amount_bad", field="quantity")
    if offer.per_request is not None and quantity > offer.per_request:
        return no("limit_request", field="quantity", limit=offer.per_request)
    if offer.per_member is not None and taken + quantity > offer.per_member:
        return no("limit_member", field="quantity", limit=offer.per_member, taken=taken)
    return None


def _window_objection(policy: GiftPolicy, today: date) -> No | None:
    if not policy.windows or open_on(policy.windows, today):
        return None
    return no(
        "outside_window",
        approver=policy.window_approver,
        clause=policy.clause,
        matters=True,
        windows=windows_text(policy.windows),
        next_open=next_open(policy.windows, today),
    )


def may_redeem(
    *,
    offer: Offer,
    tier: str | None,
    points: int,
    quantity: int,
    on_desk: int,
    told: int | None,
    taken: int,
    today: date,
    policy: GiftPolicy,
    debt: int = 0,
    place: str = "desk",
) -> Decision[int]:
    """Hand out a gift for points. `points` the balance spendable today, `debt` points owed after returns, `on_desk`
    pieces at `place`, of which `told` may be said, `taken` pieces this member already had. The value is the cost in
    points."""
    each = price(offer.prices, tier)
    cost = (each or 0) * max(quantity, 0)
    short = debt == 0 and points < cost
    scarce = too_few(field="item", needs=quantity, told=told, place=place)
    return decide(
        cost,
        [
            no("item_withdrawn", field="item", item=offer.code, until=None) if each is None else None,
            _offer_objection(offer, today) if each is not None else None,
            _limit_objection(offer, quantity, taken),
            no("points_debt", field="card", debt=debt, has=points) if debt > 0 else None,
            no("points_short", field="item", needs=cost, has=points) if short else None,
            scarce if quantity > on_desk else None,
            _window_objection(policy, today),
        ],
    )

"""What was moved in the ledger, as a report tells it: points by cause, gifts, stock by place, money by drawer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deskapp.store.ledger import (
    ADJUSTED,
    CUSTOMERS,
    DRAWER,
    EXPIRED,
    ISSUED,
    ON_DESK,
    PLACES,
    POINTS,
    STOCKROOM,
    SUPPLIER,
    TILL,
    VARIANCE,
    WASTE,
)

MEMBER = "member"
TAKEN_OVER = "members.import"
PAYERS = (CUSTOMERS, TILL, MEMBER)
"""Who is across the desk; whoever else moves money is the house."""


@dataclass(frozen=True)
class PointsMoved:
    """Points of members by cause. Each is as it was posted; what voids changed stands apart in the two last, so that
    `net` is the change of all members' points."""

    given: int
    redeemed: int
    adjusted_up: int
    adjusted_down: int
    expired: int
    taken_over: int
    voided_given: int
    voided_taken: int
    net: int


@dataclass(frozen=True)
class GiftsGiven:
    """Pieces of an item that went to members, less what was voided, for points and money in minor units."""

    item: str
    names: dict[str, str]
    quantity: int
    voided: int
    points: int
    cash_money: int


@dataclass(frozen=True)
class StockMoved:
    """Pieces of an item: what came in, went from stockroom to desk (less what went back), out, and off the books."""

    item: str
    names: dict[str, str]
    received: int
    to_desk: int
    handed_out: int
    written_off: int
    variance: int


@dataclass(frozen=True)
class MoneyMoved:
    """One drawer in minor units: what customers paid and got back, what others such as finance put in and took out,
    what counts settled, and the change."""

    drawer: str
    received_money: int
    returned_money: int
    brought_money: int
    taken_money: int
    variance_money: int
    net_money: int


@dataclass(frozen=True)
class Moved:
    """Everything that was moved."""

    points: PointsMoved
    gifts: list[GiftsGiven]
    stock: list[StockMoved]
    money: list[MoneyMoved]


@dataclass(frozen=True)
class Flow:
    """All transfers of one unit between two sorts of holders by one operation. `back`: they reverse others."""

    operation: str
    unit: str
    source: str
    target: str
    back: bool
    amount: int

    @classmethod
    def of(cls, parts: list[Any], amount: int) -> Flow:
        """A flow as its figure is kept: everything but the amount in one list."""
        operation, unit, source, target, back = parts
        return cls(operation, unit, source, target, back, amount)


def brief(flow: Flow) -> tuple[str, int] | None:
    """Which of a few figures a flow counts in, and how much: points as they were posted, gifts less what came back,
    money of customers less what they got back, and what counts of a drawer put right."""
    way = (flow.source, flow.target)
    if flow.unit == POINTS:
        named = {(ISSUED, MEMBER): "given", (MEMBER, ISSUED): "redeemed"}.get(way)
        return (named, flow.amount) if named and not flow.back and flow.operation != TAKEN_OVER else None
    if flow.unit.startswith("item:"):
        sign = {(ON_DESK, MEMBER): 1, (MEMBER, ON_DESK): -1}.get(way)
        return ("gifts", sign * flow.amount) if sign else None
    came = flow.target.startswith(DRAWER)
    if ":" in flow.unit or not (came or flow.source.startswith(DRAWER)):
        return None
    other = flow.source if came else flow.target
    named = "received" if other in PAYERS else "variance" if other == VARIANCE else None
    return (named, flow.amount if came else -flow.amount) if named else None


Paid = dict[str, tuple[int, int]]
"""Points and money for each item, less what voids gave back."""


def moved(flows: list[Flow], paid: Paid, currency: str, names: dict[str, dict[str, str]]) -> Moved:
    """What flowed, as people ask for it."""
    return Moved(_points(flows), _gifts(flows, paid, names), _stock(flows, names), _money(flows, currency))


def _sum(flows: Iterable[Flow], **wanted: Any) -> int:
    return sum(flow.amount for flow in flows if all(getattr(flow, name) == value for name, value in wanted.items()))


def _points(flows: list[Flow]) -> PointsMoved:
    mine = [flow for flow in flows if flow.unit == POINTS]
    forth = [flow for flow in mine if not flow.back]
    came = sum(flow.amount for flow in mine if flow.target == MEMBER)
    went = sum(flow.amount for flow in mine if flow.source == MEMBER)
    taken_over = _sum(forth, operation=TAKEN_OVER, target=MEMBER)
    return PointsMoved(
        given=_sum(forth, source=ISSUED, target=MEMBER) - taken_over,
        redeemed=_sum(forth, source=MEMBER, target=ISSUED),
        adjusted_up=_sum(forth, source=ADJUSTED, target=MEMBER),
        adjusted_down=_sum(forth, source=MEMBER, target=ADJUSTED),
        expired=_sum(forth, source=MEMBER, target=EXPIRED),
        taken_over=taken_over,
        voided_given=_sum(mine, back=True, source=MEMBER),
        voided_taken=_sum(mine, back=True, target=MEMBER),
        net=came - went,
    )


def _items(flows: list[Flow]) -> dict[str, list[Flow]]:
    found: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.unit.startswith("item:"):
            found[flow.unit.removeprefix("item:")].append(flow)
    return dict(sorted(found.items()))


def _gifts(flows: list[Flow], paid: Paid, names: dict[str, dict[str, str]]) -> list[GiftsGiven]:
    given = []
    for item, its in _items(flows).items():
        out, back = _sum(its, source=ON_DESK, target=MEMBER), _sum(its, source=MEMBER, target=ON_DESK)
        if out or back:
            points, cash = paid.get(item, (0, 0))
            given.append(GiftsGiven(item, names.get(item, {}), out - back, back, points, cash))
    return given


def _stock(flows: list[Flow], names: dict[str, dict[str, str]]) -> list[StockMoved]:
    return [
        StockMoved(
            item,
            names.get(item, {}),
            received=_net(its, (SUPPLIER,), PLACES),
            to_desk=_net(its, (STOCKROOM,), (ON_DESK,)),
            handed_out=_net(its, PLACES, (MEMBER,)),
            written_off=_net(its, PLACES, (WASTE,)),
            variance=_net(its, (VARIANCE,), PLACES),
        )
        for item, its in _items(flows).items()
    ]


def _net(flows: list[Flow], source: tuple[str, ...], target: tuple[str, ...]) -> int:
    """What went from one to the other, less what came back."""
    forth = sum(flow.amount for flow in flows if flow.source in source and flow.target in target)
    return forth - sum(flow.amount for flow in flows if flow.source in target and flow.target in source)


def _money(flows: list[Flow], currency: str) -> list[MoneyMoved]:
    mine = [flow for flow in flows if flow.unit == currency]
    drawers = sorted({h for flow in mine for h in (flow.source, flow.target) if h.startswith(DRAWER)})
    return [_drawer(drawer, mine) for drawer in drawers]


def _drawer(drawer: str, flows: list[Flow]) -> MoneyMoved:
    came: Counter[str] = Counter()
    went: Counter[str] = Counter()
    for flow in flows:
        if flow.target == drawer:
            came[flow.source] += flow.amount
        elif flow.source == drawer:
            went[flow.target] += flow.amount
    difference = came.pop(VARIANCE, 0) - went.pop(VARIANCE, 0)
    received, returned = (sum(way[party] for party in PAYERS) for way in (came, went))
    brought, taken = came.total() - received, went.total() - returned
    net = received - returned + brought - taken + difference
    return MoneyMoved(drawer.removeprefix(DRAWER), received, returned, brought, taken, difference, net)

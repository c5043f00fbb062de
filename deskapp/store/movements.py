"""What the entries of a business date moved in the ledger: points by cause, gifts, stock by place, money by drawer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import (
    ACCOUNT,
    ADJUSTED,
    EXPIRED,
    ISSUED,
    ON_DESK,
    PLACES,
    POINTS,
    STOCKROOM,
    SUPPLIER,
    TRANSFER,
    VARIANCE,
    WASTE,
)

MEMBER = "member"
TAKEN_OVER = "members.import"


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
    """One drawer in minor units: what was put in, what was taken out again, and the change."""

    drawer: str
    received_money: int
    returned_money: int
    net_money: int


@dataclass(frozen=True)
class Moved:
    """Everything that a day moved."""

    points: PointsMoved
    gifts: list[GiftsGiven]
    stock: list[StockMoved]
    money: list[MoneyMoved]


@dataclass(frozen=True)
class _Flow:
    """All transfers of one unit between two sorts of holders by one operation. `back`: they reverse others."""

    operation: str
    unit: str
    source: str
    target: str
    back: bool
    amount: int


def of_day(conn: sa.Connection, day: date, currency: str, names: dict[str, dict[str, str]]) -> Moved:
    """What the entries of this business date moved."""
    flows = _flows(conn, day)
    return Moved(_points(flows), _gifts(conn, day, flows, names), _stock(flows, names), _money(flows, currency))


def _sort(holder: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return sa.case((holder.like("member:%"), MEMBER), else_=holder)


def _flows(conn: sa.Connection, day: date) -> list[_Flow]:
    source, target = ACCOUNT.alias("s"), ACCOUNT.alias("t")
    parts = (
        JOURNAL.c.operation,
        source.c.unit,
        _sort(source.c.holder).label("source"),
        _sort(target.c.holder).label("target"),
        TRANSFER.c.reverses.is_not(None).label("back"),
    )
    inner = (
        sa.select(*parts, TRANSFER.c.amount)
        .join(JOURNAL, JOURNAL.c.number == TRANSFER.c.entry)
        .join(source, source.c.id == TRANSFER.c.source)
        .join(target, target.c.id == TRANSFER.c.target)
        .where(JOURNAL.c.business_date == day)
        .subquery()
    )
    by = [inner.c[name] for name in ("operation", "unit", "source", "target", "back")]
    rows = conn.execute(sa.select(*by, sa.func.sum(inner.c.amount)).group_by(*by))
    return [_Flow(row[0], row[1], row[2], row[3], bool(row[4]), int(row[5])) for row in rows]


def _sum(flows: Iterable[_Flow], **wanted: Any) -> int:
    return sum(flow.amount for flow in flows if all(getattr(flow, name) == value for name, value in wanted.items()))


def _points(flows: list[_Flow]) -> PointsMoved:
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


def _items(flows: list[_Flow]) -> dict[str, list[_Flow]]:
    found: dict[str, list[_Flow]] = defaultdict(list)
    for flow in flows:
        if flow.unit.startswith("item:"):
            found[flow.unit.removeprefix("item:")].append(flow)
    return dict(sorted(found.items()))


def _gifts(conn: sa.Connection, day: date, flows: list[_Flow], names: dict[str, dict[str, str]]) -> list[GiftsGiven]:
    paid = _paid(conn, day)
    given = []
    for item, its in _items(flows).items():
        out, back = _sum(its, source=ON_DESK, target=MEMBER), _sum(its, source=MEMBER, target=ON_DESK)
        if out or back:
            points, cash = paid.get(item, (0, 0))
            given.append(GiftsGiven(item, names.get(item, {}), out - back, back, points, cash))
    return given


def _paid(conn: sa.Connection, day: date) -> dict[str, tuple[int, int]]:
    """Points and money for each item, less what this day's voids gave back."""
    import json

    first = JOURNAL.alias("first")
    wanted = (
        sa.select(JOURNAL.c.payload, sa.literal(1).label("sign"))
        .where(JOURNAL.c.business_date == day, JOURNAL.c.operation == "gifts.redeem", JOURNAL.c.kind == "done")
        .union_all(
            sa.select(first.c.payload, sa.literal(-1))
            .join(JOURNAL, JOURNAL.c.voids == first.c.number)
            .where(JOURNAL.c.business_date == day, first.c.operation == "gifts.redeem")
        )
    )
    found: dict[str, tuple[int, int]] = {}
    for row in conn.execute(wanted):
        facts = json.loads(row.payload)["facts"]
        points, cash = found.get(facts["item"], (0, 0))
        found[facts["item"]] = (points + row.sign * facts["points"], cash + row.sign * facts.get("cash_money", 0))
    return found


def _stock(flows: list[_Flow], names: dict[str, dict[str, str]]) -> list[StockMoved]:
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


def _net(flows: list[_Flow], source: tuple[str, ...], target: tuple[str, ...]) -> int:
    """What went from one to the other, less what came back."""
    forth = sum(flow.amount for flow in flows if flow.source in source and flow.target in target)
    return forth - sum(flow.amount for flow in flows if flow.source in target and flow.target in source)


def _money(flows: list[_Flow], currency: str) -> list[MoneyMoved]:
    mine = [flow for flow in flows if flow.unit == currency]
    drawers = sorted({h for flow in mine for h in (flow.source, flow.target) if h.startswith("drawer:")})
    moved = []
    for drawer in drawers:
        came, went = _sum(mine, target=drawer), _sum(mine, source=drawer)
        moved.append(MoneyMoved(drawer.removeprefix("drawer:"), came, went, came - went))
    return moved

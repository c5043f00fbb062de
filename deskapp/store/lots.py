"""Points lie in lots with their own expiry: used soonest expiry first, then oldest, no-expiry last. (domain 1.3)"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, no
from deskapp.rules.points import Lot, spend
from deskapp.store.tables import Key, owned_by_entry, table


class PointsLot(SQLModel, table=True):
    """Points earned together. `left_over` is what is not used yet; a voided lot keeps its row with nothing left."""

    __tablename__ = "points_lot"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="positive"),
        sa.CheckConstraint("left_over between 0 and amount", name="left_over"),
        sa.Index("ix_points_lot_usable", "member_id", "left_over"),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    member_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("member.id"), nullable=False))
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))
    amount: int = Field(sa_type=Key)
    left_over: int = Field(sa_type=Key)
    earned_on: date
    available_from: date | None = None
    expires: date | None = None


class LotUse(SQLModel, table=True):
    """How much of a lot an entry took; `voided_by` names the entry that gave it back."""

    __tablename__ = "lot_use"
    __table_args__ = (sa.CheckConstraint("amount > 0", name="positive"),)
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    lot_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("points_lot.id"), nullable=False, index=True))
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))
    amount: int = Field(sa_type=Key)
    voided_by: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


LOT = table(PointsLot)
USE = table(LotUse)
_WITH_SOMETHING_LEFT = sa.select(LOT).where(LOT.c.member_id == sa.bindparam("member"), LOT.c.left_over > 0)
_TAKE = (
    sa.update(LOT)
    .where(LOT.c.id == sa.bindparam("lot"), LOT.c.left_over >= sa.bindparam("part"))
    .values(left_over=LOT.c.left_over - sa.bindparam("part"))
)
_ADD, _USE = sa.insert(LOT).inline(), sa.insert(USE).inline()


def of_member(connection: sa.Connection, member_id: int) -> list[Lot]:
    """Every lot with something left, in no order; the rules say what is usable and in which order."""
    return [
        Lot(
            id=row.id,
            left=row.left_over,
            earned_on=row.earned_on,
            available_from=row.available_from,
            expires=row.expires,
        )
        for row in connection.execute(_WITH_SOMETHING_LEFT, {"member": member_id})
    ]


def add(
    connection: sa.Connection,
    entry: int,
    member_id: int,
    amount: int,
    *,
    earned: date,
    available: date | None,
    expires: date | None,
) -> None:
    """Put newly earned points aside as a lot of their own."""
    row = {"member_id": member_id, "entry": entry, "amount": amount, "left_over": amount}
    connection.execute(_ADD, {**row, "earned_on": earned, "available_from": available, "expires": expires})


def take(connection: sa.Connection, entry: int, lots: list[Lot], amount: int, today: date) -> None:
    """Use up points in the order of the rules. Raises ValueError when the lots hold less: the rules decided before."""
    for lot_id, part in spend(lots, amount, today=today):
        use(connection, entry, lot_id, part)


def use(connection: sa.Connection, entry: int, lot_id: int, part: int) -> None:
    """Take a part of one lot."""
    if connection.execute(_TAKE, {"lot": lot_id, "part": part}).rowcount != 1:
        raise ValueError(f"lot {lot_id} holds less than {part}")
    connection.execute(_USE, {"lot_id": lot_id, "entry": entry, "amount": part})


def restore(connection: sa.Connection, entry: int, of_entry: int) -> No | None:
    """Undo what an entry did to lots: points used go back; lots it earned are emptied if they are still whole."""
    used = sa.select(USE.c.lot_id, USE.c.amount).where(USE.c.entry == of_entry, USE.c.voided_by.is_(None))
    for row in connection.execute(used).all():
        given_back = sa.update(LOT).where(LOT.c.id == row.lot_id).values(left_over=LOT.c.left_over + row.amount)
        connection.execute(given_back)
    connection.execute(sa.update(USE).where(USE.c.entry == of_entry, USE.c.voided_by.is_(None)).values(voided_by=entry))
    earned = sa.select(LOT.c.id, LOT.c.amount, LOT.c.left_over).where(LOT.c.entry == of_entry)
    for lot in connection.execute(earned).all():
        if lot.left_over < lot.amount:
            return no("lot_spent", matters=True, needs=lot.amount, has=lot.left_over)
        use(connection, entry, lot.id, lot.amount)
    return None

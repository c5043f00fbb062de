"""The store's own receipts, registered here once at their first use; each buys each benefit at most once. (domain 1.2)

This one table stops double claims: every workflow that honours a receipt asks `standing` and then goes through `claim`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.points import Use
from deskapp.rules.receipts import scanned
from deskapp.rules.text import code
from deskapp.store.journal import JOURNAL
from deskapp.store.people import STAFF
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.tables import Key, owned_by_entry, table

if TYPE_CHECKING:
    from deskapp.store.posting import Posting


class Receipt(SQLModel, table=True):
    """A customer's receipt as the till printed it; amounts in minor units."""

    __tablename__ = "receipt"
    __table_args__ = (
        sa.UniqueConstraint("number", "till", "date"),
        sa.CheckConstraint("amount >= 0 and excluded >= 0 and excluded <= amount", name="amounts"),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    till: str
    number: str
    date: date
    amount: int = Field(sa_type=Key)
    excluded: int = Field(default=0, sa_type=Key)
    paid_by_points: int = Field(default=0, sa_type=Key)
    entry: int = Field(sa_column=owned_by_entry(nullable=False))


class ReceiptUse(SQLModel, table=True):
    """One benefit that a receipt bought. Only one stands for each benefit; a voided one keeps its row."""

    __tablename__ = "receipt_use"
    __table_args__ = (
        sa.Index(
            "uq_receipt_use_standing",
            "receipt_id",
            "benefit",
            unique=True,
            sqlite_where=sa.text("voided_by is null"),
            postgresql_where=sa.text("voided_by is null"),
        ),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    receipt_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("receipt.id"), nullable=False))
    benefit: str
    member_id: int | None = Field(sa_type=Key, default=None)
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))
    voided_by: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


RECEIPT = table(Receipt)
USE = table(ReceiptUse)
POINTS = "points"
"""Benefits: points, and later invoice, parking, gift and draw."""


@dataclass(frozen=True)
class Presented:
    """A receipt as the customer presents it; amounts in minor units."""

    till: str
    number: str
    date: date
    amount: int
    excluded: int = 0
    paid_by_points: int = 0


def find(connection: sa.Connection, receipt: Presented) -> Any:
    """A receipt that was registered before: id, amount, and whether anything that it bought still `stands`."""
    key = (RECEIPT.c.number == receipt.number, RECEIPT.c.till == receipt.till, RECEIPT.c.date == receipt.date)
    stands = sa.exists().where(USE.c.receipt_id == RECEIPT.c.id, USE.c.voided_by.is_(None)).label("stands")
    return connection.execute(sa.select(RECEIPT.c.id, RECEIPT.c.amount, stands).where(*key)).one_or_none()


def date_of(connection: sa.Connection, number: str) -> dt.date | None:
    """The date of a receipt that was registered here; None where it is unknown, or one of several of that number."""
    dates = connection.execute(sa.select(RECEIPT.c.date).where(RECEIPT.c.number == number).distinct().limit(2))
    found = dates.scalars().all() if number else []
    return found[0] if len(found) == 1 else None


def claim(post: Posting, receipt: Presented, benefit: str, member_id: int | None) -> None:
    """Register the receipt if it is new and let it buy this benefit; a second claim breaks on the unique index, so ask
    `standing` first."""
    known = find(post.conn, receipt)
    values = {**vars(receipt), "entry": post.entry}
    if known is None:
        receipt_id = post.conn.execute(sa.insert(RECEIPT).returning(RECEIPT.c.id), values).scalar_one()
    else:
        receipt_id = known.id
        if not known.stands:  # everything it bought was voided: it is registered anew, as it is shown now
            post.conn.execute(sa.update(RECEIPT).where(RECEIPT.c.id == receipt_id).values(**values))
    row = {"receipt_id": receipt_id, "benefit": benefit, "member_id": member_id, "entry": post.entry}
    post.conn.execute(sa.insert(USE), row)


def standing(connection: sa.Connection, receipt_id: int, benefit: str) -> Use | None:
    """Who used this receipt for this benefit, when, at which counter, and the slip; None while it is free."""
    wanted = (
        sa.select(JOURNAL.c.actor, STAFF.c.name, JOURNAL.c.at, JOURNAL.c.counter, JOURNAL.c.subject)
        .join(USE, USE.c.entry == JOURNAL.c.number)
        .outerjoin(STAFF, STAFF.c.number == JOURNAL.c.actor)
        .where(USE.c.receipt_id == receipt_id, USE.c.benefit == benefit, USE.c.voided_by.is_(None))
    )
    row = connection.execute(wanted).one_or_none()
    return None if row is None else Use(row.actor, row.name or "", row.at, row.counter, benefit, row.subject)


def release(connection: sa.Connection, entry: int, of_entry: int) -> None:
    """Give back the benefits that an entry claimed, so that the receipt can be honoured again."""
    claimed = sa.update(USE).where(USE.c.entry == of_entry, USE.c.voided_by.is_(None))
    connection.execute(claimed.values(voided_by=entry))


@dataclass(frozen=True)
class Used:
    """One benefit that a receipt bought: for which member, by whom, when, where; `voided_by` the entry that took it
    back."""

    benefit: str
    member: str
    member_number: str
    entry: int
    at: datetime
    by: str
    counter: str
    slip: str
    voided_by: int | None


@dataclass(frozen=True)
class ReceiptView:
    """A receipt as it was registered, and everything it was used for, the latest first."""

    number: str
    till: str
    date: date
    amount_money: int
    excluded_money: int
    paid_by_points_money: int
    uses: list[Used]


@reading("receipts.show")
def show(look: Look, *, number: str, till: str = "", date: dt.date | None = None) -> list[ReceiptView]:
    """The receipts of this number, the newest first: another till or another day may have given the same number. What a
    till's barcode says is taken too."""
    told = scanned(number, look.policy.receipts)
    typed, place, day = (told.number, told.till, told.day) if told else (code(number), code(till), date)
    wanted = sa.select(RECEIPT).where(RECEIPT.c.number == typed).order_by(RECEIPT.c.date.desc(), RECEIPT.c.till)
    if place:
        wanted = wanted.where(RECEIPT.c.till == place)
    if day:
        wanted = wanted.where(RECEIPT.c.date == day)
    return [
        ReceiptView(
            row.number, row.till, row.date, row.amount, row.excluded, row.paid_by_points, _uses(look.conn, row.id)
        )
        for row in look.conn.execute(wanted.limit(20))
    ]


def _uses(conn: sa.Connection, receipt_id: int) -> list[Used]:
    from deskapp.store.members import MEMBER

    name, number = (sa.func.coalesce(column, "") for column in (MEMBER.c.name, MEMBER.c.number))
    wanted = (
        sa.select(USE.c.benefit, name, number, USE.c.entry, JOURNAL.c.at, JOURNAL.c.actor, JOURNAL.c.counter)
        .add_columns(JOURNAL.c.subject, USE.c.voided_by)
        .join(JOURNAL, JOURNAL.c.number == USE.c.entry)
        .outerjoin(MEMBER, MEMBER.c.id == USE.c.member_id)
        .where(USE.c.receipt_id == receipt_id)
        .order_by(USE.c.id.desc())
    )
    return [Used(*row) for row in conn.execute(wanted)]

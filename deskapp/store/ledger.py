"""The double-entry ledger: points, money, goods and spend move between holders, each transfer for one journal entry.

A holder is a member (`member:12`), a place (`stockroom`, `desk`, `drawer:A`) or a counter-party (`issued`, `customers`,
`supplier`, `waste` …). People and places never go below zero: they are debited by one guarded statement. Sum over all
holders of a unit is zero, always. (domain 1.3)
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, no
from deskapp.store.tables import Key, owned_by_entry, table, written

POINTS = "points"
SPEND = "spend"
"""Units beside currencies (`CNY`) and goods (`item:G001`). Spend counts towards the next tier, in minor units."""

ISSUED, EXPIRED, TILL, CUSTOMERS, SUPPLIER, WASTE, VARIANCE, ADJUSTED, FINANCE = (
    "issued", "expired", "till", "customers", "supplier", "waste", "variance", "adjusted", "finance",
)  # fmt: skip
"""Counter-parties: they have no floor."""
COUNTER_PARTIES = frozenset({ISSUED, EXPIRED, TILL, CUSTOMERS, SUPPLIER, WASTE, VARIANCE, ADJUSTED, FINANCE})
DRAWER = "drawer:"
STOCKROOM, ON_DESK = "stockroom", "desk"
PLACES = (STOCKROOM, ON_DESK)


class Account(SQLModel, table=True):
    """What one holder has of one unit; `guarded` ones never go below zero."""

    __tablename__ = "account"
    __table_args__ = (
        sa.UniqueConstraint("unit", "holder"),
        sa.CheckConstraint("not guarded or balance >= 0", name="floor"),
        sa.Index(
            "ix_account_spend",
            "unit",
            "balance",
            "holder",
            sqlite_where=sa.text("unit = 'spend'"),
            postgresql_where=sa.text("unit = 'spend'"),
        ),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    unit: str
    holder: str = Field(index=True)
    guarded: bool
    balance: int = Field(default=0, sa_type=Key)


class Transfer(SQLModel, table=True):
    """One movement of a positive amount; reversed once at most, never changed."""

    __tablename__ = "transfer"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="positive"),
        sa.CheckConstraint("source <> target", name="two"),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))
    source: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("account.id"), nullable=False, index=True))
    target: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("account.id"), nullable=False, index=True))
    amount: int = Field(sa_type=Key)
    reverses: int | None = Field(
        sa_column=sa.Column(Key, sa.ForeignKey("transfer.id"), unique=True, nullable=True), default=None
    )


ACCOUNT = table(Account)
TRANSFER = table(Transfer)


def holder_of(member_id: int) -> str:
    """The holder's name of a member."""
    return f"member:{member_id}"


def drawer(counter: str) -> str:
    """The holder's name of the cash drawer at a counter."""
    return f"{DRAWER}{counter}"


def goods(item: str) -> str:
    """The unit that an item is counted in."""
    return f"item:{item}"


_OPEN = written(
    "insert into account (unit, holder, guarded, balance) values (:unit, :holder, :guarded, 0)"
    " on conflict (unit, holder) do update set holder = excluded.holder returning id",
    "id",
)
"""Answers with the account that is there, should another counter have opened it meanwhile."""
_THIS = ACCOUNT.c.unit == sa.bindparam("unit"), ACCOUNT.c.holder == sa.bindparam("holder")
_FIND, _BALANCE = sa.select(ACCOUNT.c.id).where(*_THIS), sa.select(ACCOUNT.c.balance).where(*_THIS)
_DEBIT = (
    sa.update(ACCOUNT)
    .where(ACCOUNT.c.id == sa.bindparam("which"))
    .where(sa.or_(sa.not_(ACCOUNT.c.guarded), ACCOUNT.c.balance >= sa.bindparam("sum", type_=Key)))
    .values(balance=ACCOUNT.c.balance - sa.bindparam("sum", type_=Key))
)
_CREDIT = (
    sa.update(ACCOUNT)
    .where(ACCOUNT.c.id == sa.bindparam("which"))
    .values(balance=ACCOUNT.c.balance + sa.bindparam("sum", type_=Key))
)
_MOVE = sa.insert(TRANSFER).inline()


def account(connection: sa.Connection, unit: str, holder: str) -> int:
    """Id of the account of this holder in this unit, opened at zero if it was not there."""
    where = {"unit": unit, "holder": holder}
    found = connection.execute(_FIND, where).scalar_one_or_none()
    if found is None:
        found = connection.execute(_OPEN, {**where, "guarded": holder not in COUNTER_PARTIES}).scalar_one()
    return int(found)


def balance(connection: sa.Connection, unit: str, holder: str) -> int:
    """What this holder has of this unit; 0 for one that never moved."""
    return int(connection.execute(_BALANCE, {"unit": unit, "holder": holder}).scalar_one_or_none() or 0)


def move(
    connection: sa.Connection, entry: int, unit: str, source: str, target: str, amount: int, reverses: int | None = None
) -> No | None:
    """Move `amount` > 0 of a unit; answers `short` with needs and has when a guarded source has less
    (`drawer_short`, without what it has, for a drawer). Raises ValueError
    for an amount that is not positive."""
    if amount <= 0:
        raise ValueError(f"an amount moved must be positive, not {amount}")
    debit, credit = account(connection, unit, source), account(connection, unit, target)
    if connection.execute(_DEBIT, {"which": debit, "sum": amount}).rowcount != 1:
        if source.startswith(DRAWER):  # what a drawer holds is not told by a refusal: it is counted blind
            return no("drawer_short", matters=True, unit=unit, holder=source, needs=amount)
        return no("short", matters=True, unit=unit, holder=source, needs=amount, has=balance(connection, unit, source))
    connection.execute(_CREDIT, {"which": credit, "sum": amount})
    row = {"entry": entry, "source": debit, "target": credit, "amount": amount, "reverses": reverses}
    connection.execute(_MOVE, row)
    return None


def settled_since(connection: sa.Connection, unit: str, holder: str, entry: int) -> bool:
    """Whether a difference of this holder's was put on the books after an entry, and not taken back: a count that was
    made before it would count it twice."""
    variance, mine = account(connection, unit, VARIANCE), account(connection, unit, holder)
    back = TRANSFER.alias("back")
    either = sa.or_(
        sa.and_(TRANSFER.c.source == variance, TRANSFER.c.target == mine),
        sa.and_(TRANSFER.c.source == mine, TRANSFER.c.target == variance),
    )
    stands = (TRANSFER.c.reverses.is_(None), ~sa.exists().where(back.c.reverses == TRANSFER.c.id))
    later = sa.select(TRANSFER.c.id).where(either, TRANSFER.c.entry > entry, *stands).limit(1)
    return connection.execute(later).first() is not None


def reverse(connection: sa.Connection, entry: int, of_entry: int) -> No | None:
    """Move everything back that an entry moved, last first."""
    source, target = ACCOUNT.alias("s"), ACCOUNT.alias("t")
    moved = (
        sa.select(TRANSFER.c.id, TRANSFER.c.amount, source.c.unit, source.c.holder, target.c.holder.label("target"))
        .join(source, source.c.id == TRANSFER.c.source)
        .join(target, target.c.id == TRANSFER.c.target)
        .where(TRANSFER.c.entry == of_entry)
        .order_by(TRANSFER.c.id.desc())
    )
    for row in connection.execute(moved).all():
        if lacking := move(connection, entry, row.unit, row.target, row.holder, row.amount, reverses=row.id):
            return lacking
    return None

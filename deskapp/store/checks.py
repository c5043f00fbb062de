"""What must be empty in a sound store: each check is one statement that finds the rows that do not agree."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from deskapp.store import callback_checks, complaint_checks, shift_checks
from deskapp.store.cards import CARD
from deskapp.store.complaints import CASE
from deskapp.store.journal import JOURNAL
from deskapp.store.ledger import ACCOUNT, POINTS, TRANSFER
from deskapp.store.lots import LOT
from deskapp.store.lots import USE as LOT_USE
from deskapp.store.receipts import RECEIPT
from deskapp.store.receipts import USE as BENEFIT
from deskapp.store.slips import SLIP

Check = tuple[str, sa.Select[Any]]


def _sums() -> sa.Select[Any]:
    total = sa.func.sum(ACCOUNT.c.balance)
    return sa.select(ACCOUNT.c.unit, total.label("sum")).group_by(ACCOUNT.c.unit).having(total != 0)


def _balances() -> sa.Select[Any]:
    came = sa.select(TRANSFER.c.target.label("account"), TRANSFER.c.amount.label("amount"))
    went = sa.select(TRANSFER.c.source.label("account"), (-TRANSFER.c.amount).label("amount"))
    both = sa.union_all(came, went).subquery()
    moved = sa.select(both.c.account, sa.func.sum(both.c.amount).label("sum")).group_by(both.c.account).subquery()
    total = sa.func.coalesce(moved.c.sum, 0)
    return (
        sa.select(ACCOUNT.c.holder, ACCOUNT.c.unit, ACCOUNT.c.balance, total.label("moved"))
        .outerjoin(moved, moved.c.account == ACCOUNT.c.id)
        .where(ACCOUNT.c.balance != total)
    )


def _floors() -> sa.Select[Any]:
    below = sa.and_(ACCOUNT.c.guarded, ACCOUNT.c.balance < 0)
    return sa.select(ACCOUNT.c.holder, ACCOUNT.c.unit, ACCOUNT.c.balance).where(below)


def _units() -> sa.Select[Any]:
    source, target = ACCOUNT.alias("s"), ACCOUNT.alias("t")
    return (
        sa.select(TRANSFER.c.id.label("transfer"), source.c.unit.label("out_of"), target.c.unit.label("into"))
        .join(source, source.c.id == TRANSFER.c.source)
        .join(target, target.c.id == TRANSFER.c.target)
        .where(source.c.unit != target.c.unit)
    )


def _lots() -> sa.Select[Any]:
    left = sa.select(LOT.c.member_id, sa.func.sum(LOT.c.left_over).label("sum")).group_by(LOT.c.member_id).subquery()
    holder = sa.literal("member:").concat(sa.cast(left.c.member_id, sa.String))
    total, balance = sa.func.coalesce(left.c.sum, 0), sa.func.coalesce(ACCOUNT.c.balance, 0)
    mine = sa.and_(ACCOUNT.c.unit == POINTS, ACCOUNT.c.holder == holder)
    columns: list[Any] = [holder.label("holder"), total.label("in_lots"), balance.label("balance")]
    return sa.select(*columns).select_from(left.outerjoin(ACCOUNT, mine)).where(total != balance)


def _no_lots() -> sa.Select[Any]:
    holder = sa.literal("member:").concat(sa.cast(LOT.c.member_id, sa.String))
    has_lots = sa.select(holder).distinct()
    points = sa.and_(ACCOUNT.c.unit == POINTS, ACCOUNT.c.holder.like("member:%"), ACCOUNT.c.balance != 0)
    return sa.select(ACCOUNT.c.holder, ACCOUNT.c.balance).where(points, ACCOUNT.c.holder.not_in(has_lots))


def _lot_uses() -> sa.Select[Any]:
    taken = (
        sa.select(LOT_USE.c.lot_id, sa.func.sum(LOT_USE.c.amount).label("sum"))
        .where(LOT_USE.c.voided_by.is_(None))
        .group_by(LOT_USE.c.lot_id)
        .subquery()
    )
    used = sa.func.coalesce(taken.c.sum, 0)
    return (
        sa.select(LOT.c.id.label("lot"), LOT.c.amount, LOT.c.left_over, used.label("used"))
        .outerjoin(taken, taken.c.lot_id == LOT.c.id)
        .where(LOT.c.left_over != LOT.c.amount - used)
    )


def _benefits() -> sa.Select[Any]:
    times = sa.func.count()
    return (
        sa.select(RECEIPT.c.number.label("receipt"), BENEFIT.c.benefit, times.label("times"))
        .join(RECEIPT, RECEIPT.c.id == BENEFIT.c.receipt_id)
        .where(BENEFIT.c.voided_by.is_(None))
        .group_by(RECEIPT.c.id, RECEIPT.c.number, BENEFIT.c.benefit)
        .having(times > 1)
    )


def _entryless(table: sa.Table, column: str, shown: str) -> sa.Select[Any]:
    entry = table.c[column]
    return (
        sa.select(table.c[shown].label(table.name), entry.label("entry"))
        .outerjoin(JOURNAL, sa.and_(JOURNAL.c.number == entry, JOURNAL.c.kind == "done"))
        .where(entry.is_not(None), JOURNAL.c.number.is_(None))
    )


def _twice_reversed() -> sa.Select[Any]:
    times = sa.func.count()
    reversed_ = sa.select(TRANSFER.c.reverses.label("transfer"), times.label("times"))
    return reversed_.where(TRANSFER.c.reverses.is_not(None)).group_by(TRANSFER.c.reverses).having(times > 1)


def _mirrored() -> sa.Select[Any]:
    """A reversal moves the same amount back, and belongs to the entry that voids the first one's."""
    first = TRANSFER.alias("first")
    same = sa.and_(
        first.c.amount == TRANSFER.c.amount,
        first.c.source == TRANSFER.c.target,
        first.c.target == TRANSFER.c.source,
        JOURNAL.c.voids == first.c.entry,
    )
    return (
        sa.select(TRANSFER.c.id.label("transfer"), TRANSFER.c.reverses, TRANSFER.c.entry)
        .join(JOURNAL, JOURNAL.c.number == TRANSFER.c.entry)
        .outerjoin(first, first.c.id == TRANSFER.c.reverses)
        .where(TRANSFER.c.reverses.is_not(None), sa.not_(sa.func.coalesce(same, sa.false())))
    )


def _void_targets() -> sa.Select[Any]:
    voided = JOURNAL.alias("voided")
    sound = sa.and_(voided.c.kind == "done", voided.c.number < JOURNAL.c.number)
    return (
        sa.select(JOURNAL.c.number.label("entry"), JOURNAL.c.voids)
        .outerjoin(voided, voided.c.number == JOURNAL.c.voids)
        .where(JOURNAL.c.voids.is_not(None), sa.not_(sa.func.coalesce(sound, sa.false())))
    )


def _half_voided() -> sa.Select[Any]:
    back = TRANSFER.alias("back")
    return (
        sa.select(TRANSFER.c.id.label("transfer"), TRANSFER.c.entry, JOURNAL.c.number.label("voided_by"))
        .join(JOURNAL, JOURNAL.c.voids == TRANSFER.c.entry)
        .outerjoin(back, sa.and_(back.c.reverses == TRANSFER.c.id, back.c.entry == JOURNAL.c.number))
        .where(back.c.id.is_(None))
    )


def _voided_benefits() -> sa.Select[Any]:
    """A benefit is released exactly when the entry that claimed it is voided."""
    released = sa.func.coalesce(BENEFIT.c.voided_by, 0) != sa.func.coalesce(JOURNAL.c.number, 0)
    return (
        sa.select(RECEIPT.c.number.label("receipt"), BENEFIT.c.entry, BENEFIT.c.voided_by)
        .join(RECEIPT, RECEIPT.c.id == BENEFIT.c.receipt_id)
        .outerjoin(JOURNAL, JOURNAL.c.voids == BENEFIT.c.entry)
        .where(released)
    )


def _voided_slips() -> sa.Select[Any]:
    gone = SLIP.c.state == "voided"
    wrong = sa.or_(sa.and_(gone, JOURNAL.c.number.is_(None)), sa.and_(sa.not_(gone), JOURNAL.c.number.is_not(None)))
    return (
        sa.select(SLIP.c.number.label("slip"), SLIP.c.state, SLIP.c.entry)
        .outerjoin(JOURNAL, JOURNAL.c.voids == SLIP.c.entry)
        .where(wrong)
    )


def _owners(rows: sa.Table, key: str) -> sa.Select[Any]:
    """What belongs to a member belongs to the one whom its entry names."""
    theirs, told = sa.func.coalesce(rows.c.member_id, 0), sa.func.coalesce(JOURNAL.c.member_id, 0)
    return (
        sa.select(rows.c[key], theirs.label("member"), told.label("told"))
        .join(JOURNAL, JOURNAL.c.number == rows.c.entry)
        .where(theirs != told)
    )


def _signed_slips() -> sa.Select[Any]:
    """A slip is signed when an entry says so."""
    told = sa.exists().where(JOURNAL.c.operation == "slips.sign", JOURNAL.c.subject == SLIP.c.number)
    return sa.select(SLIP.c.number.label("slip"), SLIP.c.state).where(SLIP.c.state == "signed", ~told)


def _printed_slips() -> sa.Select[Any]:
    """A slip was printed as often as entries say, so that no reprint passes for an original."""
    told = (
        sa.select(JOURNAL.c.subject, sa.func.count().label("times"))
        .where(JOURNAL.c.operation == "slips.print", JOURNAL.c.kind == "done")
        .group_by(JOURNAL.c.subject)
        .subquery()
    )
    times = sa.func.coalesce(told.c.times, 0)
    return (
        sa.select(SLIP.c.number.label("slip"), SLIP.c.prints, times.label("told"))
        .outerjoin(told, told.c.subject == SLIP.c.number)
        .where(SLIP.c.prints != times)
    )


ALL: tuple[Check, ...] = (
    ("every unit sums to zero", _sums()),
    ("balances are what moved", _balances()),
    ("nobody is below zero", _floors()),
    ("a transfer stays in its unit", _units()),
    ("lots are the points balance", _lots()),
    ("points lie in lots", _no_lots()),
    ("lots are used as told", _lot_uses()),
    ("no benefit twice", _benefits()),
    ("every transfer has its entry", _entryless(TRANSFER, "entry", "id")),
    ("every lot has its entry", _entryless(LOT, "entry", "id")),
    ("every use of a lot has its entry", _entryless(LOT_USE, "entry", "id")),
    ("every receipt has its entry", _entryless(RECEIPT, "entry", "number")),
    ("every benefit has its entry", _entryless(BENEFIT, "entry", "id")),
    ("every slip has its entry", _entryless(SLIP, "entry", "number")),
    ("every card has its entry", _entryless(CARD, "entry", "number")),
    ("reversed once at most", _twice_reversed()),
    ("a reversal mirrors its first", _mirrored()),
    ("a void names an earlier entry", _void_targets()),
    ("a void takes everything back", _half_voided()),
    ("a void releases its receipts", _voided_benefits()),
    ("a slip is voided with its entry", _voided_slips()),
    ("a slip is signed by an entry", _signed_slips()),
    ("a slip's prints are entries", _printed_slips()),
    ("a slip is the member's of its entry", _owners(SLIP, "number")),
    ("a benefit is the member's of its entry", _owners(BENEFIT, "id")),
    ("every complaint has its entry", _entryless(CASE, "entry", "number")),
    *complaint_checks.ALL,
    *((name, _entryless(rows, column, shown)) for name, rows, column, shown in callback_checks.OWNED),
    *callback_checks.ALL,
    *shift_checks.ALL,
)
"""Name of each check, and the statement that finds what breaks it: first column the place."""

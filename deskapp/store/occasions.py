"""Who is to be greeted and who is to be offered a new card: birthdays, and tiers reached but not yet held. (domain 2)

Both are indexed queries: nobody walks through a hundred thousand members.
(seed: 在客户的积分达到升级条件时提醒其换卡)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from deskapp.rules import birthdays as rules
from deskapp.rules.members import mask_phone
from deskapp.rules.profiles import birth_days
from deskapp.store.ledger import ACCOUNT, SPEND, TILL
from deskapp.store.members import MEMBER
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.tables import Key

LISTED = 200


@dataclass(frozen=True)
class BirthdayRow:
    """A member whose birthday is kept on `day`; phone masked, `lunar` if it goes by the moon."""

    number: str
    name: str
    phone: str
    tier: str
    day: dt.date
    lunar: bool
    last_visit: dt.datetime


@reading("members.birthdays")
def birthdays(look: Look, *, day: dt.date | None = None, month: bool = False, limit: int = LISTED) -> list[BirthdayRow]:
    """Whose birthday is kept on a day (today if none is named), or with `month` in its whole month, first day first."""
    first = day or look.today
    days = _of_month(first) if month else [first]
    found = (_birthday_row(look, row, on) for on in days for row in kept_on(look, on))
    return [row for row, _ in zip(found, range(limit), strict=False)]


def _of_month(day: dt.date) -> list[dt.date]:
    first = day.replace(day=1)
    return [on for n in range(31) if (on := first + dt.timedelta(days=n)).month == first.month]


def kept_on(look: Look, day: dt.date) -> Iterator[Any]:
    """Rows of the members whose birthday is kept on this day, those who came last first."""
    where = {"country": look.policy.store.country, "leap_day": str(look.policy.members.leap_day)}
    lunar = look.conn.execute(_ANY_LUNAR).first() is not None
    keys = birth_days(day, **where, lunar=lunar)
    for row in look.conn.execute(_BORN, {"days": keys}):
        if row.birth_day == keys[0] or _falls_on(row.birthday, day, where):
            yield row


def _falls_on(birthday: str, day: dt.date, where: dict[str, str]) -> bool:
    born = rules.parse(birthday)
    return isinstance(born, rules.Birthday) and rules.falls_on(born, day, **where)


def _birthday_row(look: Look, row: Any, day: dt.date) -> BirthdayRow:
    phone = mask_phone(row.phone, look.policy.store.region) if row.phone else ""
    return BirthdayRow(row.number, row.name, phone, row.tier, day, row.birthday.startswith("L"), row.last_visit)


_LIVING = MEMBER.c.state == "active"
_ANY_LUNAR = sa.select(MEMBER.c.id).where(MEMBER.c.birth_day >= "L", MEMBER.c.birth_day < "M").limit(1)
_BORN = (
    sa.select(MEMBER.c.number, MEMBER.c.name, MEMBER.c.phone, MEMBER.c.tier, MEMBER.c.birthday, MEMBER.c.birth_day)
    .add_columns(MEMBER.c.last_visit)
    .where(MEMBER.c.birth_day.in_(sa.bindparam("days", expanding=True)), _LIVING)
    .order_by(MEMBER.c.last_visit.desc())
)


@dataclass(frozen=True)
class UpgradeRow:
    """A member who has reached tier `reached` and holds `tier`; spend in minor units, phone masked."""

    number: str
    name: str
    phone: str
    tier: str
    reached: str
    spend_money: int
    last_visit: dt.datetime


@reading("members.upgrades")
def upgrades(look: Look, *, limit: int = LISTED) -> list[UpgradeRow]:
    """Who is to be offered the card of the tier they have reached, those who came last first."""
    wanted = due(look, MEMBER.c.number, MEMBER.c.name, MEMBER.c.phone, MEMBER.c.tier, ACCOUNT.c.balance)
    wanted = wanted.add_columns(MEMBER.c.last_visit).order_by(MEMBER.c.last_visit.desc()).limit(limit)
    tiers, region = look.policy.tiers, look.policy.store.region
    return [
        UpgradeRow(
            row.number, row.name, mask_phone(row.phone, region) if row.phone else "", row.tier,
            max((one for one in tiers if one.threshold <= row.balance), key=lambda one: one.threshold).code,
            row.balance, row.last_visit,
        )
        for row in look.conn.execute(wanted)
    ]  # fmt: skip


def due(look: Look, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Members whose spend has reached a higher tier than they hold: from the index of spends, without those whom the
    index of tiers shows to hold it already, so that only those who are due are looked at."""
    tiers: Sequence[Any] = sorted(look.policy.tiers, key=lambda one: one.threshold)
    whose = sa.cast(sa.case((ACCOUNT.c.holder == TILL, "0"), else_=sa.func.substr(ACCOUNT.c.holder, 8)), Key)
    steps = [
        sa.and_(ACCOUNT.c.balance >= one.threshold, whose.not_in(_holders([higher.code for higher in tiers[place:]])))
        for place, one in enumerate(tiers)
    ]
    lowest = tiers[0].threshold if tiers else 0
    return (
        sa.select(*columns)
        .select_from(ACCOUNT.join(MEMBER, MEMBER.c.id == whose))
        .where(sa.literal_column("account.unit") == sa.literal_column(f"'{SPEND}'"))
        .where(ACCOUNT.c.balance >= lowest, sa.or_(sa.false(), *steps), _LIVING)
    )


def _holders(tiers: Sequence[str]) -> sa.Select[Any]:
    holder = MEMBER.alias("holder")
    return sa.select(holder.c.id).where(holder.c.tier.in_(tiers))

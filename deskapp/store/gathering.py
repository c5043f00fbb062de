"""The callbacks that a day brings by itself: birthdays, points about to expire, members who were served. (domain 7)

Each comes once for a person, a purpose and its year (or the day of the visit), however often the day is gathered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from deskapp.rules.decisions import No, no
from deskapp.rules.members import mask_phone
from deskapp.store import callbacks, coverage, occasions
from deskapp.store.callbacks import EVENT
from deskapp.store.lots import LOT
from deskapp.store.members import CONSENT, MEMBER
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading

BIRTHDAY, EXPIRING, CARE = "birthday", "expiring", coverage.CARE
MOST = 200
"""Callbacks made in one posting: the other counter does not wait while thousands are written."""


@dataclass(frozen=True)
class Occasion:
    """Why a member is to be called because of a day. `on` is the birthday, the first expiry or the visit; `key` makes
    it come once."""

    purpose: str
    member_id: int
    on: date
    key: str


@dataclass(frozen=True)
class GatherRow:
    """A member whom the day brings; phone masked."""

    purpose: str
    member: str
    name: str
    phone: str
    on: date


@reading("callbacks.to_gather")
def to_gather(look: Look, *, day: date | None = None, limit: int = MOST) -> list[GatherRow]:
    """Whom `callbacks.gather` would owe a call for a day (today if none is named); nothing is written."""
    found = [each for each, _ in zip(_missing(look, day or look.today), range(limit), strict=False)]
    wanted = sa.select(MEMBER.c.id, MEMBER.c.number, MEMBER.c.name, MEMBER.c.phone)
    people = {row.id: row for row in look.conn.execute(wanted.where(MEMBER.c.id.in_({one.member_id for one in found})))}
    region = look.policy.store.region
    return [
        GatherRow(one.purpose, row.number, row.name, mask_phone(row.phone, region) if row.phone else "", one.on)
        for one in found
        if (row := people.get(one.member_id))
    ]


@dataclass(frozen=True)
class Gathered:
    """What was made for a day by purpose, and whether more is left to gather."""

    day: date
    made: dict[str, int]
    more: bool


@operation("callbacks.gather", refuses=("day_future", "amount_bad"))
def gather(post: Posting, *, day: date | None = None, limit: int = MOST) -> Gathered | No:
    """Owe the callbacks that a day brings: birthdays and expiring points to those who agreed to offers, and whoever
    was served if policy says so. Gathering a day again makes nothing twice."""
    on = day or post.business_date
    if on > post.business_date:
        return no("day_future", field="day", date=on, today=post.business_date)
    if not 1 <= limit <= MOST:
        return no("amount_bad", field="limit")
    made: dict[str, int] = {}
    more = False
    for one in list(_missing(post, on)):
        if sum(made.values()) == limit:
            more = True
            break
        earliest, latest = _times(post, one)
        callbacks.due_for(
            post, purpose=one.purpose, member=one.member_id, occasion=one.key, earliest=earliest, latest=latest, day=on
        )  # fmt: skip
        made[one.purpose] = made.get(one.purpose, 0) + 1
    return post.done(Gathered(on, made, more), facts={"day": on, "made": made})


def _times(post: Posting, one: Occasion) -> tuple[datetime | None, datetime | None]:
    """When an invitation is of use: until the evening before the birthday or of the last day of the points."""
    if one.purpose == CARE:
        return None, None
    last = one.on if one.purpose == EXPIRING else one.on - timedelta(days=1)
    evening = post.policy.calendar.instant(last + timedelta(days=1), time(0))
    return None, max(evening, post.at + timedelta(hours=1))


def _missing(look: Look | Posting, day: date) -> Iterator[Occasion]:
    """What a day brings and nobody has made yet, of members who may be called for it."""
    for found in (_birthdays(look, day), _expiring(look, day), _served(look, day)):
        each = {(one.member_id, one.key): one for one in found}
        if each:
            purpose = next(iter(each.values())).purpose
            done = _already(look.conn, purpose, {key for _, key in each})
            agreed = _agreed(look.conn) if look.policy.callbacks.offers(purpose) else None
            for (member_id, key), one in sorted(each.items()):
                if (f"m{member_id}", key) not in done and (agreed is None or member_id in agreed):
                    yield one


def _already(conn: sa.Connection, purpose: str, keys: set[str]) -> set[tuple[str, str]]:
    made = sa.select(EVENT.c.person, EVENT.c.occasion).where(EVENT.c.purpose == purpose, EVENT.c.occasion.in_(keys))
    return {(row.person, row.occasion) for row in conn.execute(made)}


def _agreed(conn: sa.Connection) -> set[int]:
    """The members who agree to offers by phone today: the last word counts."""
    last = sa.select(sa.func.max(CONSENT.c.id)).where(CONSENT.c.kind == "phone").group_by(CONSENT.c.member_id)
    return set(conn.execute(sa.select(CONSENT.c.member_id).where(CONSENT.c.id.in_(last), CONSENT.c.given)).scalars())


def _birthdays(look: Any, day: date) -> Iterator[Occasion]:
    """Members whose birthday is kept within the days ahead that policy says."""
    for ahead in range(1, look.policy.callbacks.birthday_days + 1):
        on = day + timedelta(days=ahead)
        numbers = {row.number for row in occasions.kept_on(look, on)}
        for member_id in look.conn.execute(sa.select(MEMBER.c.id).where(MEMBER.c.number.in_(numbers))).scalars():
            yield Occasion(BIRTHDAY, member_id, on, f"{on:%Y}")


def _expiring(look: Any, day: date) -> Iterator[Occasion]:
    """Members some of whose points expire within the days ahead that policy says: told once for each expiry day."""
    until = day + timedelta(days=look.policy.callbacks.expiring_days)
    wanted = (
        sa.select(LOT.c.member_id, sa.func.min(LOT.c.expires).label("on"))
        .join(MEMBER, MEMBER.c.id == LOT.c.member_id)
        .where(LOT.c.left_over > 0, LOT.c.expires.between(day, until), MEMBER.c.state == "active")
        .group_by(LOT.c.member_id)
    )
    for row in look.conn.execute(wanted):
        yield Occasion(EXPIRING, row.member_id, row.on, f"{row.on:%Y}")


def _served(look: Any, day: date) -> Iterator[Occasion]:
    rules = look.policy.callbacks
    members = coverage.served(look.conn, rules.care_after, day, day) if rules.care else set()
    living = sa.select(MEMBER.c.id).where(MEMBER.c.id.in_(members), MEMBER.c.state == "active")
    for member_id in look.conn.execute(living).scalars() if members else ():
        yield Occasion(CARE, member_id, day, f"{day}")

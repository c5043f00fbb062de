"""The live callbacks as the rules need them: what is tried, what the person wishes, which number is called.

Everything is read in four statements however many wait, so that the queue, *next* and the forecast see one truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from deskapp.rules import calling
from deskapp.rules.callbacks import MISSED, Outcome, lapsed
from deskapp.rules.calling import Facts, Outlook
from deskapp.rules.clock import Span
from deskapp.rules.dealing import Waiting
from deskapp.rules.policy import Policy
from deskapp.store.callbacks import ATTEMPT, CALLBACK, IS_LIVE, WISH
from deskapp.store.members import MEMBER


@dataclass(frozen=True)
class Live:
    """A live callback with whom to call, what was tried and how it stands."""

    row: Any
    name: str
    phone: str = field(repr=False)
    wrong: bool
    no_calls: bool
    facts: Facts
    outlook: Outlook

    @property
    def number(self) -> str:
        return str(self.row.number)

    @property
    def waiting(self) -> Waiting:
        """The callback as the queue orders it."""
        return Waiting(self.number, self.outlook, self.row.appointed, self.row.upset, self.row.assignee)

    def held_by_other(self, clerk: str, now: datetime) -> bool:
        """Whether somebody else has claimed it and the claim has not lapsed."""
        return bool(self.row.claimed_by not in ("", clerk) and not lapsed(self.row.claimed_until, now))

    def held_by(self, clerk: str, now: datetime) -> bool:
        """Whether this clerk has claimed it and the claim has not lapsed."""
        return bool(clerk and self.row.claimed_by == clerk and not lapsed(self.row.claimed_until, now))


_ROWS = sa.select(
    CALLBACK,
    sa.func.coalesce(sa.func.nullif(CALLBACK.c.name, ""), MEMBER.c.name, "").label("who"),
    sa.func.coalesce(sa.func.nullif(CALLBACK.c.phone, ""), MEMBER.c.phone, "").label("dial"),
    sa.func.coalesce(MEMBER.c.state, "active").label("membership"),
    sa.func.coalesce(MEMBER.c.language, CALLBACK.c.language).label("speaks"),
).outerjoin(MEMBER, MEMBER.c.id == CALLBACK.c.member_id)


def rows(conn: sa.Connection, *where: sa.ColumnElement[bool], last: int = 0) -> Sequence[Any]:
    """Callbacks with the name (`who`) and phone (`dial`) that hold now, a member's own unless another was given, and
    with what the person `speaks` now. `last`: so many of those that ended last."""
    wanted = _ROWS.where(*where)
    if last:
        wanted = wanted.where(CALLBACK.c.settled_at.is_not(None))
        wanted = wanted.order_by(CALLBACK.c.settled_at.desc(), CALLBACK.c.number.desc()).limit(last)
    return conn.execute(wanted).all()


@dataclass(frozen=True)
class _Asked:
    """What is read of everybody's live callbacks, and of one person's."""

    rows: sa.Select[Any]
    wishes: sa.Select[Any]
    tries: sa.Select[Any]
    last: sa.Select[Any]


def _asked(*person: sa.BindParameter[str]) -> _Asked:
    """The four statements; made once, since that takes longer than to run them for one person."""

    def whose(rows: sa.Table) -> list[sa.ColumnElement[bool]]:
        return [rows.c.person == each for each in person]

    theirs = sa.select(CALLBACK.c.person).where(IS_LIVE)
    these = sa.select(CALLBACK.c.number).where(IS_LIVE, *whose(CALLBACK))
    wished = sa.select(WISH.c.person, WISH.c.kind, WISH.c.value).where(WISH.c.ended_by.is_(None))
    tried = sa.select(ATTEMPT.c.callback, ATTEMPT.c.outcome, ATTEMPT.c.at).order_by(ATTEMPT.c.id)
    spoken = sa.select(ATTEMPT.c.person, sa.func.max(ATTEMPT.c.at).label("at")).group_by(ATTEMPT.c.person)
    return _Asked(
        _ROWS.where(IS_LIVE, *whose(CALLBACK)),
        wished.where(*(whose(WISH) or [WISH.c.person.in_(theirs)])),
        tried.where(ATTEMPT.c.callback.in_(these)),
        spoken.where(ATTEMPT.c.at > sa.bindparam("since", type_=ATTEMPT.c.at.type), *whose(ATTEMPT)),
    )


_OF_ALL, _OF_ONE = _asked(), _asked(sa.bindparam("person", type_=sa.Text))


def live(conn: sa.Connection, policy: Policy, now: datetime, *, person: str = "") -> list[Live]:
    """Every live callback (of one person, if named) and how it stands now."""
    asked, given = (_OF_ONE, {"person": person}) if person else (_OF_ALL, {})
    found = conn.execute(asked.rows, given).all()
    if not found:
        return []
    since = now - timedelta(minutes=policy.callbacks.gap_minutes)  # calls from then on keep a person undisturbed
    wishes, tries = _wishes(conn.execute(asked.wishes, given)), missed(conn.execute(asked.tries, given))
    last = {row.person: row.at for row in conn.execute(asked.last, {**given, "since": since})}
    facts = [_facts(row, wishes.get(row.person, {}), tries.get(row.number, ()), last.get(row.person)) for row in found]
    shop = calling.pieces(policy.calendar, now, max(calling.horizon(one, now) for one in facts))
    return [
        Live(
            row, row.who, row.dial, _wrong(row, wishes.get(row.person, {})), "no_calls" in wishes.get(row.person, {}),
            one, calling.outlook(one, shop=shop, calendar=policy.calendar, policy=policy.callbacks, now=now),
        )
        for row, one in zip(found, facts, strict=True)
    ]  # fmt: skip


def next_from(one: Live, policy: Policy, at: datetime) -> datetime | None:
    """The first instant from `at` on at which the person may be called at all, whatever was tried."""
    wanted = replace(one.facts, appointed=at, latest=max(one.facts.latest, at))
    shop = calling.pieces(policy.calendar, at, calling.horizon(wanted, at) + calling.LATE_VIEW)
    view = calling.outlook(wanted, shop=shop, calendar=policy.calendar, policy=policy.callbacks, now=at)
    return view.next_at


def _facts(row: Any, wishes: Mapping[str, str], tries: Sequence[datetime], last: datetime | None) -> Facts:
    here = bool(row.dial) and row.membership == "active" and "no_calls" not in wishes and not _wrong(row, wishes)
    hours = spans_of(wishes.get("hours", ""))
    return Facts(row.earliest, row.latest, row.appointed, tuple(tries), last, hours, here)


def _wrong(row: Any, wishes: Mapping[str, str]) -> bool:
    """Whether the very number that would be called was found not to be theirs; another number lifts it."""
    return bool(row.dial) and wishes.get("wrong_number") == row.dial


def spans_of(text: str) -> tuple[Span, ...]:
    """A person's own hours as they are kept: `10:00-12:00,15:00-18:00`."""
    pairs = (part.split("-") for part in text.split(",") if part)
    return tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs)


def _wishes(rows: Iterable[Any]) -> dict[str, dict[str, str]]:
    """Person to what they wish."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.person, {})[row.kind] = row.value
    return found


def missed(attempts: Iterable[Any]) -> dict[str, list[datetime]]:
    """Callback to the instants of its tries since the customer was last spoken to, of attempts in the order they were
    made. An appointment begins anew."""
    found: dict[str, list[datetime]] = {}
    for row in attempts:
        if row.outcome in MISSED:
            found.setdefault(row.callback, []).append(row.at)
        elif row.outcome == Outcome.APPOINTMENT:
            found[row.callback] = []
    return found

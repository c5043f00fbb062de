"""What the tests of callbacks share: customers who are owed a call, and clerks who take them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from deskapp.rules.decisions import No
from deskapp.store import adoption, attempts, claims, dealing, edits
from deskapp.store import engine as engines
from deskapp.store.callbacks import CALLBACK
from deskapp.store.members import MEMBER
from tests.store.conftest import Counter

PHONES = [f"+86138001380{which:02}" for which in range(100)]
PHONE = PHONES[0]
SHIPPED = Path(__file__).parents[2] / "data" / "policy.toml"


def at(counter: Counter, wall: str, day: int = 15) -> datetime:
    """Set the shop's clock, in July 2026."""
    moment = counter.store.policies.versions[-1].calendar.instant(date(2026, 7, day), time.fromisoformat(wall))
    counter.clock.set(moment)  # type: ignore[attr-defined]
    return moment


def later(counter: Counter, **by: float) -> None:
    counter.clock.advance(timedelta(**by))  # type: ignore[attr-defined]


def owed(counter: Counter, phone: str = PHONE, purpose: str = "member_care", **given: Any) -> str:
    """A callback made by hand; answers its number."""
    whom = {"member": given.pop("member")} if "member" in given else {"phone": phone}
    made = dealing.create(counter.act(), purpose=purpose, **whom, **given)
    assert isinstance(made, dealing.Created), made
    return made.callback


def taken(counter: Counter, staff: str = "1001", **given: Any) -> claims.Claimed:
    answer = claims.following(counter.act(staff), **given)
    assert isinstance(answer, claims.Claimed), answer
    return answer


def called(counter: Counter, callback: str, outcome: str, staff: str = "1001", **given: Any) -> attempts.Attempted:
    answer = attempts.attempt(counter.act(staff), callback=callback, outcome=outcome, **given)
    assert isinstance(answer, attempts.Attempted), answer
    return answer


def code(answer: object) -> str:
    assert isinstance(answer, No), answer
    return answer.code


def rows(counter: Counter, wanted: sa.Table = CALLBACK) -> list[Any]:
    with engines.reading(counter.store.engine) as conn:
        return list(conn.execute(sa.select(wanted).order_by(*wanted.primary_key)))


def states(counter: Counter) -> dict[str, str]:
    return {row.number: row.state for row in rows(counter)}


def member(counter: Counter, **columns: Any) -> str:
    """A member who agrees to offers by phone; answers their number."""
    counter.member(**columns)
    number = str(rows(counter, MEMBER)[-1].number)
    agreed = edits.edit(counter.act(), member=number, version=1, changes={"marketing_phone": "yes"})
    assert not isinstance(agreed, No), agreed
    return number


def adopted(counter: Counter, table: str = "rules.callbacks", **changed: str) -> None:
    """Put the shipped policy in force with other values in one table."""
    policy = SHIPPED.read_text("utf-8")
    for key, value in changed.items():
        before, head, rest = policy.partition(f"[{table}]")
        rest, count = re.subn(rf"^{key} = \S+", f"{key} = {value}", rest, count=1, flags=re.MULTILINE)
        policy = before + head + rest
        assert count == 1, key
    adopt(counter, policy)


def adopt(counter: Counter, policy: str) -> None:
    """Put this policy in force."""
    answer = adoption.adopt(counter.act("4001"), text=policy)
    assert not isinstance(answer, No), answer

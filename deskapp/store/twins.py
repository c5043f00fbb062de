"""The duplicate guard: who among the members may be the person who is being enrolled. (domain 2)

Candidates come from the indexes (same ID number, same or nearly the same phone, same name); the rule compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from deskapp.rules import members as rules
from deskapp.rules.decisions import No, no
from deskapp.rules.names import keys
from deskapp.rules.policy import Policy
from deskapp.rules.profiles import Profile, read
from deskapp.store.members import MEMBER, MEMBER_KEY
from deskapp.store.posting import Look
from deskapp.store.registry import reading

LISTED = 5
NAMESAKES = 200
"""So many members of one name are compared: those who came last."""
TOP = "\U0010ffff"
"""Sorts behind every text: `k >= a and k < a + TOP` is everything that begins with `a`."""


@dataclass(frozen=True)
class TwinRow:
    """A member who may be the same person, masked. `why`: same_id, same_phone, same_name_birthday or alike; `score` to
    100."""

    id: int
    number: str
    name: str
    phone: str
    birthday: str
    state: str
    why: str
    score: int


@reading("members.twins")
def twins(
    look: Look, *, name: str, phone: str = "", id_number: str = "", birthday: str = "", id_type: str = ""
) -> list[TwinRow] | No:
    """Who may be this person, likeliest first: shown beside the form while it is filled in."""
    typed = Profile(name, phone=phone, id_type=id_type, id_number=id_number, birthday=birthday)
    person = read(typed, policy=look.policy, today=look.today)
    return person if isinstance(person, No) else alike(look.conn, person, look.policy)


def guard(conn: sa.Connection, person: Profile, policy: Policy, seen: Sequence[int | str]) -> No | None:
    """The refusal that names the likely twins, unless each of them was looked at (by member number or row id)."""
    looked_at = {str(one).strip().upper() for one in seen}
    unseen = [row for row in alike(conn, person, policy) if not {row.number, str(row.id)} & looked_at]
    if not unseen:
        return None
    told = "; ".join(" ".join(filter(None, (row.number, row.name, row.phone))) for row in unseen)
    numbers = ",".join(row.number for row in unseen)
    return no("twins", field="twins_seen", twins=told, numbers=numbers, why=unseen[0].why)


def alike(conn: sa.Connection, person: Profile, policy: Policy, limit: int = LISTED) -> list[TwinRow]:
    """The likeliest twins of a person as they would be kept."""
    rows = {row.id: row for row in _candidates(conn, person)}
    others = [rules.Person(row.id, row.name, row.phone, row.id_number, row.birthday) for row in rows.values()]
    one = rules.Person(0, person.name, person.phone, person.id_number, person.birthday)
    found = rules.twins(one, others, likeness=policy.members.name_likeness)[:limit]
    return [_twin_row(rows[twin.id], twin, policy.store.region) for twin in found]


def _twin_row(row: Any, twin: rules.Twin, region: str) -> TwinRow:
    return TwinRow(
        row.id, row.number, row.name, rules.mask_phone(row.phone, region) if row.phone else "",
        rules.mask_birthday(row.birthday), row.state, twin.why, twin.score,
    )  # fmt: skip


_COLUMNS = (
    MEMBER.c.id, MEMBER.c.number, MEMBER.c.name, MEMBER.c.phone, MEMBER.c.id_number, MEMBER.c.birthday, MEMBER.c.state,
)  # fmt: skip
_LIVING = sa.select(*_COLUMNS).where(MEMBER.c.state.not_in(("merged", "erased")))
_SAME_ID = _LIVING.where(MEMBER.c.id_number == sa.bindparam("id_number")).limit(LISTED)
_NEAR_PHONE = _LIVING.where(MEMBER.c.phone >= sa.bindparam("a"), MEMBER.c.phone < sa.bindparam("b")).limit(NAMESAKES)
_KEYED = sa.select(MEMBER_KEY.c.member_id).where(MEMBER_KEY.c.k == sa.bindparam("k"))
_BY_KEY = _LIVING.where(MEMBER.c.id.in_(_KEYED)).order_by(MEMBER.c.last_visit.desc()).limit(NAMESAKES)
_SAME_BIRTHDAY = _LIVING.where(MEMBER.c.id.in_(_KEYED), MEMBER.c.birthday == sa.bindparam("birthday")).limit(NAMESAKES)


def _candidates(conn: sa.Connection, person: Profile) -> list[Any]:
    found: list[Any] = []
    if person.id_number:
        found += conn.execute(_SAME_ID, {"id_number": person.id_number})
    if person.phone:
        start, last_four = person.phone[:-4], "#" + person.phone[-4:]
        found += conn.execute(_NEAR_PHONE, {"a": start, "b": start + TOP})
        found += conn.execute(_BY_KEY, {"k": last_four})
    whole = max(keys(person.name), key=len, default="")
    if whole:
        found += conn.execute(_BY_KEY, {"k": whole})
        if person.birthday:
            found += conn.execute(_SAME_BIRTHDAY, {"k": whole, "birthday": person.birthday})
    return found

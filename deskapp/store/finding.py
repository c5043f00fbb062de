"""Finds members as one types: name, pinyin, initials, initial consonants, any run of digits of the phone. (domain 2)

Whoever came last comes first; 100,000 members answer in about a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from deskapp.rules import names
from deskapp.rules.members import mask_phone
from deskapp.rules.names import Kind, Query
from deskapp.store.key_index import INSTR, MOST, KeyIndex, Stage, begins, exactly
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.tables import written


@dataclass(frozen=True)
class Found:
    """One record: `kind` is member, card, receipt, slip, item or entry, `key` opens it, `exact` says that the text
    names it and nothing else. `mark` is a code: a tier or a state."""

    kind: str
    key: str
    title: str
    detail: str
    mark: str
    exact: bool = False


@reading("members.find")
def find(look: Look, *, text: str, limit: int = MOST) -> list[Found]:
    """Members that a text may mean: exact ones first, then by how the name or phone begins, then by last visit."""
    asked = names.query(text, look.policy.store.region)
    return [found(row, look.policy.store.region, exact) for row, exact in rows(look.conn, asked, min(limit, 200))]


def rows(conn: sa.Connection, asked: Query, limit: int) -> list[tuple[Any, bool]]:
    """Rows of members, each with whether the text names them exactly (their number, card or whole phone)."""
    taken: dict[int, tuple[Any, bool]] = {}
    for row in _named(conn, asked):
        taken.setdefault(row.id, (row, True))
    looked = list(stages(asked))
    for row in INDEX.rows(conn, looked, INDEX.counted(conn, (stage.span for stage in looked)), limit):
        taken.setdefault(row.id, (row, False))
        if len(taken) >= limit:
            break
    return list(taken.values())[:limit]


def found(row: Any, region: str, exact: bool = False) -> Found:
    """A member's row as lists show it."""
    title = f"{row.name} ({row.preferred})" if row.preferred else row.name
    detail = "  ".join(filter(None, (mask_phone(row.phone, region) if row.phone else "", row.number)))
    return Found("member", row.number, title, detail, row.tier if row.state == "active" else row.state, exact)


def stages(asked: Query) -> Iterator[Stage]:
    """Where to look, the likeliest first: whole names, then parts of names; each exactly, then what begins so."""
    if Kind.DIGITS in asked.may_be:
        run = asked.digits.removeprefix("00")
        if len(run) >= 3:
            yield exactly("#" + run, f"{run}|")
            yield begins("=" + run, f"|={run}")
            yield begins("#" + run, run)
        if run[:1] == "0" and len(run) > 3:  # a trunk prefix of another country
            yield begins("#" + run[1:], run[1:])
    elif asked.key and asked.kind is not Kind.NUMBER:
        for key in (f"^{asked.key}", asked.key):
            yield exactly(key, f"|{key}|")
            yield begins(key, f"|{key}")


def _named(conn: sa.Connection, asked: Query) -> Iterable[Any]:
    if asked.kind is Kind.NUMBER:
        return conn.execute(_BY_NUMBER, {"number": asked.key}).all()
    found: list[Any] = []
    if Kind.CARD in asked.may_be:
        found += conn.execute(_BY_CARD, {"card": asked.digits})
    if asked.phone:
        found += conn.execute(_BY_PHONE, {"phone": asked.phone})
    return found


_COLUMNS = "id number name preferred phone tier state"
_ROW = ", ".join(f"m.{name}" for name in _COLUMNS.split())
_BY_NUMBER = written(f"select {_ROW} from member m where m.number = :number", _COLUMNS)
_BY_PHONE = written(f"select {_ROW} from member m where m.phone = :phone order by m.last_visit desc limit 20", _COLUMNS)
_BY_CARD = written(f"select {_ROW} from card c join member m on m.id = c.member_id where c.number = :card", _COLUMNS)
_JOIN = written(
    f"select {_ROW} from (select distinct member_id from member_key where k >= :a and k <= :b) s"
    " cross join member m where m.id = s.member_id order by m.last_visit desc, m.id desc limit :most",
    _COLUMNS,
)
"""The cross join keeps SQLite to this order: from the keys to the members, never through all members."""
_WALK = {
    engine: written(
        f"select {_ROW} from member m where m.last_visit >= (select min(last_visit) from"
        f" (select last_visit from member order by last_visit desc limit :window) w) and {instr}(m.search, :inside) > 0"
        " order by m.last_visit desc, m.id desc limit :most",
        _COLUMNS,
    )
    for engine, instr in INSTR
}
INDEX = KeyIndex("member_key", written("select max(id) from member", "last"), dict.fromkeys(_WALK, _JOIN), _WALK)

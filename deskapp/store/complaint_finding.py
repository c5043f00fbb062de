"""Finds complaints as one types: number, phone or its last digits, name in any spelling, a word of what happened, a
receipt. (domain 6)

The same design as `members.find`; the newest come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules import intake, names
from deskapp.rules.members import mask_phone
from deskapp.rules.names import Kind, Query
from deskapp.rules.profiles import Profile
from deskapp.store import enrolment, finding
from deskapp.store.finding import Found
from deskapp.store.key_index import INSTR, MOST, TOP, KeyIndex, Span, Stage, begins
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.tables import Bytewise, Key, table, written

RECEIPT, TITLE = "$", 40
LONGEST_KEY = 48


class ComplaintKey(SQLModel, table=True):
    """One key under which a case is found: those of a name and phone as in `member_key`, behind `$` a receipt or the
    hotline's number, behind `~` a word or two neighbouring characters of the texts."""

    __tablename__ = "complaint_key"
    __table_args__ = ({"sqlite_with_rowid": False},)
    k: str = Field(sa_column=sa.Column(Bytewise, primary_key=True))
    complaint_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("complaint.id"), primary_key=True))


KEY = table(ComplaintKey)


def found_by(case: Mapping[str, Any], region: str) -> tuple[str, set[str]]:
    """The search text of a case and the keys that belong to it: `|张伟|#86138…|$R1|~退货 …|`. Needs no database."""
    person = enrolment.search_of(Profile(case["name"], case["addressed"], case["phone"]), region)
    papers = [RECEIPT + paper for paper in (case["receipt"], case["hotline"]) if paper]
    text = intake.folded(case["subject"], case["what"]).replace("|", " ")
    search = person + "".join(f"{paper}|" for paper in papers) + (f"{intake.MARK}{text}|" if text else "")
    keys = {*enrolment.keys_in(person), *papers, *intake.word_keys(text)}
    return search, {key[:LONGEST_KEY] for key in keys}


def put_keys(conn: sa.Connection, case_id: int, old: set[str], new: set[str]) -> None:
    """Let a case be found under the new keys, and no longer under those of the old ones that are gone."""
    if gone := sorted(old - new):
        conn.execute(sa.delete(KEY).where(KEY.c.complaint_id == case_id, KEY.c.k.in_(gone)))
    if come := sorted(new - old):
        conn.execute(_INSERT, [{"k": key, "complaint_id": case_id} for key in come])


_INSERT = sa.insert(KEY)


@reading("complaints.find")
def find(look: Look, *, text: str, limit: int = MOST) -> list[Found]:
    """Complaints that a text may mean: the one of that number first, then by receipt, phone, name and words, the newest
    first."""
    region = look.policy.store.region
    asked = names.query(text, region)
    taken: dict[int, tuple[Any, bool]] = {}
    if asked.kind is Kind.NUMBER:
        taken |= {row.id: (row, True) for row in look.conn.execute(_BY_NUMBER, {"number": asked.key})}
    most = max(1, min(limit, 200))
    for row in _rows(look.conn, text, asked, most):
        taken.setdefault(row.id, (row, False))
        if len(taken) >= most:
            break
    return [_found(row, region, exact) for row, exact in list(taken.values())[:most]]


def _rows(conn: sa.Connection, text: str, asked: Query, most: int) -> Iterator[Any]:
    stages, wanted = list(_stages(asked)), intake.sought(text)
    words = [_span(key, wanted) for key in wanted.keys] if wanted else []
    many = INDEX.counted(conn, [*(stage.span for stage in stages), *words])
    if wanted:
        stages.append(Stage(*min(words, key=many.__getitem__), wanted.inside))
    return INDEX.rows(conn, stages, many, most)


def _stages(asked: Query) -> Iterator[Stage]:
    if asked.code and len(asked.code) >= 2:
        key = (RECEIPT + asked.code)[:LONGEST_KEY]
        yield begins(key, f"|{key}")
    yield from finding.stages(asked)


def _span(key: str, wanted: intake.Sought) -> Span:
    """A key, or as long as it is being typed, whatever begins with it."""
    return key, key + TOP if wanted.begins and key == wanted.keys[-1] else key


def _found(row: Any, region: str, exact: bool) -> Found:
    _, number, subject, what, name, phone, state = row
    title = subject or " ".join(what.split())[:TITLE] or number
    shown = mask_phone(phone, region) if phone else ""
    return Found("complaint", number, title, "  ".join(filter(None, (name, shown, number))), state, exact)


_COLUMNS = "id number subject what name phone state"
_ROW = "c.id, c.number, c.subject, substr(c.what, 1, 80), c.name, c.phone, c.state"
_BY_NUMBER = written(f"select {_ROW} from complaint c where c.number = :number", _COLUMNS)
_JOIN = {
    engine: written(
        f"select {_ROW} from (select distinct complaint_id from complaint_key where k >= :a and k <= :b) s"
        f" cross join complaint c where c.id = s.complaint_id and {instr}(c.search, :inside) > 0"
        " order by c.id desc limit :most",
        _COLUMNS,
    )
    for engine, instr in INSTR
}
"""The cross join keeps SQLite to this order: from the keys to the cases, never through all cases."""
_WALK = {
    engine: written(
        f"select {_ROW} from complaint c where c.id > (select max(id) from complaint) - :window"
        f" and {instr}(c.search, :inside) > 0 order by c.id desc limit :most",
        _COLUMNS,
    )
    for engine, instr in INSTR
}
INDEX = KeyIndex("complaint_key", written("select max(id) from complaint", "last"), _JOIN, _WALK)

"""One search line for everything: what is scanned or typed is looked up as each thing it may be. (screens: the omnibox)

Exact identifiers stand first (card in any state, member number, whole phone, receipt, slip, callback, call, shift,
handover, item, `#` and a journal number), then members as in `members.find`, then complaints as in `complaints.find`,
then gifts by name, then what clerks are asked: a question finds its answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from deskapp.rules import names
from deskapp.rules.members import mask_phone
from deskapp.rules.names import Kind, Query
from deskapp.rules.receipts import scanned
from deskapp.rules.text import clean, code
from deskapp.store import complaint_finding, finding, knowledge
from deskapp.store.finding import Found
from deskapp.store.key_index import MOST
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.tables import written

SPOKEN = frozenset({Kind.HAN, Kind.HANGUL, Kind.JAMO})
"""Scripts in which no number of ours is written."""
LISTED_ITEMS = LISTED_CASES = 5
LISTED_ANSWERS = 3
LEAST_PEOPLE = 10
"""So many members stand in the answer, whatever else the text may mean."""
OPENING = 60
"""So much of an answer stands in the search line."""


@reading("omnibox.find")
def find(look: Look, *, text: str, limit: int = MOST) -> list[Found]:
    """Every record that a text may mean, the likeliest first."""
    asked = names.query(text, look.policy.store.region)
    if asked.kind is Kind.EMPTY:
        return []
    most = min(limit, 200)
    exact = list(_exact(look, text, asked))
    people = [
        finding.found(row, look.policy.store.region, is_exact) for row, is_exact in finding.rows(look.conn, asked, most)
    ]
    first = [one for one in people if one.exact]
    cases = complaint_finding.find.function(look, text=text, limit=LISTED_CASES)
    exact += [one for one in cases if one.exact]
    others = [one for one in cases if not one.exact] + _items(look, text, {one.key for one in exact})
    others += [] if exact or first else _answers(look, text)
    rest = [one for one in people if not one.exact][: max(most - len(exact) - len(first) - len(others), LEAST_PEOPLE)]
    return (exact + first + rest + others)[:most]


def _answers(look: Look, text: str) -> list[Found]:
    return [
        Found(
            "knowledge", row.entry, row.title, row.answer.partition("\n")[0][:OPENING], "doubted" * bool(row.doubted_by)
        )
        for row in knowledge.about(look, text, LISTED_ANSWERS)
    ]


def _exact(look: Look, text: str, asked: Query) -> Iterator[Found]:
    if asked.kind in SPOKEN:
        return
    if entry := re.fullmatch(r"#(\d{1,12})", code(text)):
        yield from _entry(look.conn, int(entry[1]))
        return
    told = scanned(text, look.policy.receipts)
    number = asked.key if asked.kind is Kind.NUMBER else asked.code
    keys = {
        "typed": asked.code, "number": number, "card": asked.digits or asked.code,
        "receipt": told.number if told else asked.code,
    }  # fmt: skip
    for row in look.conn.execute(_EXACT, keys):
        yield _found(look, row)


def _found(look: Look, row: Any) -> Found:
    if row.kind == "item":
        return _item(look, row.key, row.title, exact=True)
    phone = mask_phone(row.phone, look.policy.store.region) if row.phone else ""
    if row.kind == "card":
        told = "  ".join(filter(None, (row.key, phone, row.member)))
        return Found("card", row.key, row.title or row.key, told, row.mark, True)
    return Found(row.kind, row.key, row.key, "  ".join(filter(None, (row.detail, row.title, phone))), row.mark, True)


def _entry(conn: sa.Connection, number: int) -> Iterator[Found]:
    for row in conn.execute(_ENTRY, {"number": number}):
        yield Found(
            "entry", str(row.number), f"#{row.number}", f"{row.operation}  {row.subject}".rstrip(), row.kind, True
        )


def _items(look: Look, text: str, shown: set[str]) -> list[Found]:
    """Items with this in their name in any language."""
    wanted = clean(text).casefold()
    if len(wanted) < 2 and wanted.isascii():
        return []
    found = look.conn.execute(_NAMED[look.conn.dialect.name], {"inside": json.dumps(wanted, ensure_ascii=False)[1:-1]})
    fits = (row for row in found if row.code not in shown and _is_called(row.names, wanted))
    return [_item(look, row.code, row.names) for row, _ in zip(fits, range(LISTED_ITEMS), strict=False)]


def _is_called(names_json: str, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in json.loads(names_json).values())


def _item(look: Look, key: str, names_json: str, *, exact: bool = False) -> Found:
    said = json.loads(names_json)
    language = look.desk.staff.language if look.desk.staff else ""
    return Found("item", key, said.get(language) or next(iter(said.values()), key), key, "", exact)


_EXACT = written("""
select 'card' as kind, c.number as key, m.name as title, c.kind as detail, c.state as mark, m.phone as phone,
       m.number as member
  from card c left join member m on m.id = c.member_id where c.number = :card
union all
select 'slip', s.number, m.name, s.kind, s.state, m.phone, m.number
  from slip s left join member m on m.id = s.member_id where s.number = :number
union all
select 'call', l.number, case when l.name <> '' then l.name else coalesce(m.name, '') end, l.purpose, '',
       case when l.phone <> '' then l.phone else coalesce(m.phone, '') end, coalesce(m.number, '')
  from call l left join member m on m.id = l.member_id where l.number = :number
union all
select 'feedback', f.number, '', f.department, case when f.answered_at is null then 'unanswered' else 'answered' end,
       '', '' from feedback f where f.number = :number
union all
select * from (select 'receipt', r.number, r.till, cast(r.date as text), '', '', ''
  from receipt r where r.number = :receipt order by r.date desc limit 5) r
union all
select 'callback', c.number, coalesce(nullif(c.name, ''), m.name, ''), c.purpose, c.state,
       coalesce(nullif(c.phone, ''), m.phone, ''), coalesce(m.number, '')
  from callback c left join member m on m.id = c.member_id where c.number = :number
union all
select 'shift', d.number, d.counter, '', 'shift_' || d.state, '', '' from shift d where d.number = :number
union all
select 'handover', h.number, h.shift, '', h.state, '', '' from handover h where h.number = :number
union all
select 'item', i.code, i.names, '', '', '', '' from item i where i.code = :typed or i.barcode = :typed
""", "kind key title detail mark phone member")  # fmt: skip
_ENTRY = written(
    "select number, operation, subject, kind from journal where number = :number", "number operation subject kind"
)
_NAMED = {
    engine: written(
        f"select code, names from item where {instr}(lower(names), :inside) > 0 order by code limit 50", "code names"
    )
    for engine, instr in (("sqlite", "instr"), ("postgresql", "strpos"))
}

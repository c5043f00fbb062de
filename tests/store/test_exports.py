"""Rows leave either engine in the same form."""

from __future__ import annotations

import io

from deskapp.outputs import extract
from deskapp.rules.decisions import No
from deskapp.store import export_rows, exports, points
from deskapp.store.export_rows import Span
from deskapp.store.export_tables import TABLES
from tests.store.conftest import Counter


def exported(counter: Counter, table: str, form: str = "csv", span: Span | None = None) -> str:
    out = io.BytesIO()
    with export_rows.opened(counter.store.url) as source:
        extract.written(form, TABLES[table].columns, source.rows(table, TABLES[table], span or Span()), out)
    return out.getvalue().decode()


def test_rows_are_the_same_on_either_engine(counter: Counter) -> None:
    card = counter.member(phone="+8613800138000", address="上海市浦东新区世纪大道100号")
    points.earn(counter.act(), card=card, receipt="R1", amount=12_000)
    (head, entry) = exported(counter, "journal").splitlines()
    assert head.startswith("number,at,clock_behind,business_date,counter,shift,actor")
    assert entry.startswith("1,2026-07-15T02:00:00.000000Z,0,2026-07-15,A,,1001,,points.earn,done,")
    assert '"id":1' in exported(counter, "member", "jsonl")
    assert "138****8000" in exported(counter, "member")
    assert "世纪大道" not in exported(counter, "member")
    assert '"guarded":true' in exported(counter, "account", "jsonl")
    assert exported(counter, "transfer", span=Span("2026-07-16", "")).splitlines()[1:] == []
    assert len(exported(counter, "transfer", span=Span("2026-07-15", "2026-07-15")).splitlines()) == 3


def test_every_table_can_be_read(counter: Counter) -> None:
    for table in TABLES:
        assert exported(counter, table).startswith(TABLES[table].columns[0].name)


def test_in_clear_only_a_manager_lets_it_out_and_says_why(counter: Counter) -> None:
    def asked(staff: str, table: str = "member", reason: str = "审计") -> str:
        answer = exports.unmask(counter.act(staff), table=table, reason=reason)
        return answer.code if isinstance(answer, No) else "done"

    assert [asked("3001"), asked("4001", reason=" "), asked("4001", "meta"), asked("4001")] == [
        "role_needed", "reason_needed", "table_unknown", "done",
    ]  # fmt: skip

"""`deskapp export`: every row leaves whole, nothing personal leaves in clear unless a manager said why."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlmodel import SQLModel

from deskapp.outputs import extract
from deskapp.rules.text import FORMULA
from deskapp.store import export_tables as listed
from deskapp.store import subjects  # noqa: F401
from deskapp.store.export_tables import TABLES
from tests.cli.conftest import NOW, PINS, Ran, Shell, rows
from tests.cli.test_figures import HOSTILE

PHONE, ADDRESS, ID, BORN = "+8613912345678", "上海市浦东新区世纪大道100号", "110101199003074477", "1990-03-07"
TYPES = {"BIGINT": "i", "INTEGER": "i", "BOOLEAN": "b", "DATE": "d", "DATETIME": "t"}


def export(shell: Shell, table: str, *more: str, pin: str = "") -> Ran:
    """Run in a process of its own: bytes go past what captures text."""
    ended = shell.outside("--now", NOW, "export", table, *more, DESKAPP_PIN=pin)
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def told(shell: Shell) -> None:
    """A member whose every masked field is known."""
    given = {"phone": PHONE, "address": ADDRESS, "birthday": BORN, "id_type": "cn.ric", "id_number": ID}
    sets = ", ".join(f"{name} = '{value}'" for name, value in given.items())
    import contextlib
    import sqlite3

    with contextlib.closing(sqlite3.connect(shell.url.removeprefix("sqlite:///"))) as file:
        file.execute(f"update member set {sets} where id = 7")
        for table in ("call", "callback", "complaint"):
            file.execute(f"update {table} set phone = ?", (PHONE,))
        file.execute("update callback_attempt set person = ?", (PHONE,))
        file.commit()


def test_every_table_and_column_is_decided_on() -> None:
    """A new table or column fails here until somebody said whether it may leave the store."""
    tables = SQLModel.metadata.tables
    assert set(TABLES) | listed.KEPT_BACK == set(tables)
    for name, table in TABLES.items():
        named = [column.name for column in table.columns]
        assert {*named, *listed.LEFT_OUT.get(name, ())} == {column.name for column in tables[name].columns}, name
        for column in table.columns:
            kind = TYPES.get(str(tables[name].c[column.name].type), "text")
            assert kind == (column.kind if column.kind in "ibdt" else "text"), (name, column)
        assert table.dated in ("", *named)


@pytest.mark.parametrize("table", ["journal", "transfer", "member", "tally", "staff", "item", "complaint"])
def test_every_row_leaves_once_and_whole(shell: Shell, table: str) -> None:
    answer = export(shell, table)
    assert answer.code == 0, answer.err
    got = lines(answer.out)
    (count,) = rows(shell.url, f"select count(*) from {table}")[0]
    assert len(got) == count > 0
    assert list(got[0]) == [column.name for column in TABLES[table].columns]
    assert answer.err.strip() == f"{count} rows"


def test_the_forms_hold_the_same_cells(shell: Shell, tmp_path: Path) -> None:
    for table in ("journal", "account", "callback"):
        as_csv = lines(export(shell, table).out)
        as_json = [json.loads(line) for line in export(shell, table, "--format", "jsonl").out.splitlines()]
        file = tmp_path / f"{table}.parquet"
        assert export(shell, table, "--format", "parquet", "--out", str(file)).code == 0
        as_parquet = pq.read_table(file).to_pylist()
        assert len(as_csv) == len(as_json) == len(as_parquet) > 0
        for plain, whole, typed in zip(as_csv, as_json, as_parquet, strict=True):
            for column in TABLES[table].columns:
                cell, value, exact = plain[column.name], whole[column.name], typed[column.name]
                if value is None:
                    assert (cell, exact) == ("", None)
                elif column.kind in (listed.INT, listed.BOOL):
                    assert int(cell) == value == exact
                elif column.kind == listed.INSTANT:
                    assert cell == value == exact.isoformat(timespec="microseconds").replace("+00:00", "Z")
                else:
                    assert cell == value == str(exact)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_no_masked_field_leaves_in_clear(shell: Shell, table: str) -> None:
    from deskapp.store import export_rows

    told(shell)
    with export_rows.opened(shell.url) as source:
        out = io.BytesIO()
        extract.written("csv", TABLES[table].columns, source.rows(table, TABLES[table], export_rows.Span()), out)
    text = out.getvalue().decode()
    for secret in ("13912345678", "12345678", "世纪大道", ID, BORN, "pin_hash", "$argon2"):
        assert secret not in text
    if table == "member":
        assert "139****5678" in text


def test_dates_are_business_dates_both_included(shell: Shell) -> None:
    days = ("--from", "2026-11-18", "--to", "2026-11-19")
    got = lines(export(shell, "journal", *days).out)
    assert {row["business_date"] for row in got} == {"2026-11-18", "2026-11-19"}
    (count,) = rows(
        shell.url,
        "select count(*) from transfer t join journal j on j.number = t.entry"
        " where j.business_date between '2026-11-18' and '2026-11-19'",
    )[0]
    assert len(lines(export(shell, "transfer", *days).out)) == count > 0


@pytest.mark.parametrize(
    "asked",
    [
        ("nothing",), ("meta",), ("draft",), ("journal", "--format", "xls"), ("journal", "--from", "tomorrow"),
        ("journal", "--from", "2026-11-19", "--to", "2026-11-18"), ("account", "--from", "2026-11-19"),
        ("member", "--unmasked"), ("member", "--reason", "x"),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_a_bad_request(shell: Shell, asked: tuple[str, ...]) -> None:
    answer = shell.run("export", *asked)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err


def test_in_clear_it_leaves_for_a_manager_with_a_reason_and_the_journal_knows(shell: Shell, tmp_path: Path) -> None:
    told(shell)
    clear, file = ("--unmasked", "--reason", "年度审计"), tmp_path / "members.csv"
    denied = export(shell, "member", *clear, "--as", "1001", "--out", str(file), pin=PINS["1001"])
    assert (denied.code, json.loads(denied.out)["refused"]["code"]) == (3, "role_needed")
    assert not file.exists()
    assert export(shell, "member", *clear, "--as", "4001", "--out", str(file), pin=PINS["4001"]).code == 0
    assert PHONE.removeprefix("+86") in file.read_text("utf-8-sig")
    last = rows(shell.url, "select operation, actor, subject, payload from journal order by number desc limit 1")[0]
    assert last[:3] == ("exports.unmask", "4001", "member")
    assert "年度审计" in last[3]


def test_no_cell_becomes_a_formula_and_no_row_breaks(shell: Shell, tmp_path: Path) -> None:
    import contextlib
    import sqlite3

    with contextlib.closing(sqlite3.connect(shell.url.removeprefix("sqlite:///"))) as file:
        for number, text in enumerate(HOSTILE, 1):
            file.execute("update member set name = ?, notes = ? where id = ?", (text, text, number))
        file.commit()
    out = tmp_path / "member.csv"
    assert export(shell, "member", "--out", str(out)).code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfid,")
    got = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
    assert all(len(row) == len(TABLES["member"].columns) for row in got)
    assert not [cell for row in got for cell in row if cell.startswith(FORMULA)]
    assert all(cell.isprintable() for row in got for cell in row)


def test_a_file_is_whole_or_not_there(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _file: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    answer = shell.run("export", "journal", "--out", str(tmp_path / "j.csv"))
    assert answer.code == 2
    assert "No space" in answer.err
    assert list(tmp_path.glob("*j.csv*")) == []


def test_a_reader_that_has_enough_is_no_failure(shell: Shell) -> None:
    command = [sys.executable, "-m", "deskapp", "--db", shell.url, "export", "journal"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith(b"number,at,")
        running.stdout.close()
        assert running.wait(60) == 0
        assert running.stderr is not None
        assert b"wrong" not in running.stderr.read()


def test_neither_the_tables_nor_the_operations_are_loaded_for_it(shell: Shell) -> None:
    script = (
        "import sys; from deskapp import cli; code = cli.run(['export', 'tally', '--out', sys.argv[1]]);"
        "print(code, *sorted({'sqlalchemy', 'sqlmodel', 'textual'} & set(sys.modules)), file=sys.stderr)"
    )
    import os

    place = Path(shell.url.removeprefix("sqlite:///")).parent / "tally.csv"
    ended = subprocess.run(
        [sys.executable, "-c", script, str(place)], capture_output=True, encoding="utf-8", check=True,
        env={**os.environ, "DESKAPP_DATABASE": shell.url},
    )  # fmt: skip
    assert ended.stderr.splitlines()[-1] == "0"


def test_no_store_there_is_said(bare: Shell) -> None:
    answer = bare.run("export", "journal")
    assert (answer.code, answer.out) == (2, "")
    assert "deskapp init" in answer.err

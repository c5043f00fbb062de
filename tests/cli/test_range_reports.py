"""`deskapp report complaints` and `callbacks`: the figures of a month of work, recounted from the rows of the store."""

from __future__ import annotations

import contextlib
import csv
import io
import sqlite3
from collections import Counter
from typing import Any

import pytest

from deskapp.i18n import LANGUAGES
from tests.cli.conftest import PINS, Shell
from tests.outputs.paperwork import pages, squeezed

DAYS = "2026-10-25..2026-11-19"
START, END = DAYS.split("..")
NOW = "2026-11-20 03:00:00"


def report(shell: Shell, name: str, *more: str, staff: str = "3001") -> Any:
    return shell.run("report", name, "--as", staff, "--days", DAYS, *more, pin=PINS[staff])


def all_of(shell: Shell, statement: str) -> list[dict[str, Any]]:
    with contextlib.closing(sqlite3.connect(shell.url.removeprefix("sqlite:///"))) as file:
        file.row_factory = sqlite3.Row
        return [dict(row) for row in file.execute(statement)]


def test_the_statistics_equal_a_recount_of_the_rows(shell: Shell) -> None:
    told = report(shell, "complaints", "--format", "json").body
    cases = [row for row in all_of(shell, "select * from complaint") if START <= (row["registered_on"] or "") <= END]
    counted = [row for row in cases if row["state"] != "merged"]
    assert told["merged"] == len(cases) - len(counted) == 1
    assert told["whole"]["total"] == len(counted) > 20
    assert told["whole"]["founded"] == sum(row["founded"] == 1 for row in counted)
    assert told["whole"]["reopened"] == sum(row["run"] > 1 for row in counted) == 2
    assert told["whole"]["cost_money"] == sum(row["cost"] for row in counted)
    assert told["whole"]["satisfied"] == sum(row["feedback"] == "satisfied" for row in counted)
    for name, rows in told["rows"].items():
        assert {row["code"]: row["figures"]["total"] for row in rows} == Counter(row[name] for row in counted)


def test_the_callback_summary_equals_a_recount_and_the_proof_adds_up(shell: Shell) -> None:
    told = report(shell, "callbacks", "--format", "json").body
    within = f"select distinct callback from callback_event where day between '{START}' and '{END}'"
    owed = all_of(shell, f"select * from callback where number in ({within})")
    groups = Counter(
        row["state"] if row["state"] in ("refused", "exhausted", "cancelled")
        else "late" if row["appointed"] is None and (row["settled_at"] or NOW) > row["latest"]
        else "reached" if row["state"] == "done" else "not_yet_due"
        for row in owed
    )  # fmt: skip
    shown = {name: told["coverage"][name] for name in ("reached", "refused", "exhausted", "late", "not_yet_due")}
    assert shown == {name: groups[name] for name in shown}
    assert min(shown.values()) > 0
    assert told["coverage"]["owed"] == len(owed) == sum(shown.values()) + told["coverage"]["cancelled"]
    tried = all_of(shell, f"select * from callback_attempt where day between '{START}' and '{END}'")
    assert told["summary"]["outcomes"] == Counter({row["entry"]: row["outcome"] for row in tried}.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_and_text_tell_the_same_figures_in_four_languages(shell: Shell, language: str, tmp_path: Any) -> None:
    shell.ahead[1] = language
    for name in ("complaints", "callbacks"):
        text = report(shell, name).out
        file = tmp_path / f"{name}.pdf"
        assert report(shell, name, "--format", "pdf", "--out", str(file)).code == 0
        paper = "".join(squeezed(page) for page in pages(file.read_bytes()))
        for line in text.replace("#", "").splitlines():
            assert squeezed(line) in paper
        assert "赵国强3001" in paper
        assert "{" not in text


def test_the_table_is_rows_of_codes(shell: Shell) -> None:
    table = list(csv.DictReader(io.StringIO(report(shell, "complaints", "--format", "csv").out)))
    told = report(shell, "complaints", "--format", "json").body
    assert {"by": "", "of": "", "figure": "total", "value": str(told["whole"]["total"])} in table


@pytest.mark.parametrize("name", ["complaints", "callbacks"])
def test_days_that_end_before_they_begin_are_an_error_and_never_an_empty_report(shell: Shell, name: str) -> None:
    for days in ("2026-11-19..2026-11-01", "soon"):
        answer = shell.run("report", name, "--as", "3001", "--days", days, pin=PINS["3001"])
        assert (answer.code, answer.out) == (2, "")
        assert answer.err
    wrong = shell.run("report", name, "--as", "3001", "--format", "docx", pin=PINS["3001"])
    assert (wrong.code, wrong.out) == (2, "")


@pytest.mark.parametrize("name", ["complaints", "callbacks"])
def test_who_asks_must_prove_it(shell: Shell, name: str) -> None:
    answer = shell.run("report", name, "--as", "3001", pin="000000")
    assert answer.code == 3
    assert answer.body["refused"]["code"] == "pin_wrong"
    assert report(shell, name, staff="1001").code == 0

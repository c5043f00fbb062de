"""`deskapp report`, `verify`, `operations` and the rest of the surface."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from deskapp import __version__, cli
from deskapp.outputs import cells
from deskapp.rules.text import FORMULA
from tests.cli.conftest import Shell, rows

DAY = "2026-11-19"


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "ko", "en"])
def test_the_daily_report_is_said_in_four_languages(shell: Shell, language: str) -> None:
    shell.ahead = ["--lang", language]
    answer = shell.run("report", "daily", "--date", DAY)
    assert answer.code == 0
    assert "{" not in answer.out


def test_a_file_is_written_whole_or_not_at_all(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "day.csv"
    file.write_text("yesterday's", "utf-8")
    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", lambda _file: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        answer = shell.run("report", "daily", "--date", DAY, "--format", "csv", "--out", str(file))
    assert answer.code == 2
    assert "No space" in answer.err
    assert file.read_text("utf-8") == "yesterday's"
    assert shell.run("report", "daily", "--date", DAY, "--format", "csv", "--out", str(file)).code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfstart,end,section")
    assert not list(tmp_path.glob(".day*"))


@pytest.mark.parametrize("given", [("--date", "yesterday"), ("--date", DAY, "--format", "docx"), ("--nope",)])
def test_a_report_asked_wrongly_is_a_bad_request(shell: Shell, given: tuple[str, ...]) -> None:
    answer = shell.run("report", "daily", *given)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err


HOSTILE = ("=cmd()", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\uff1d1", "\x1b[31m=1", "\u202e=1", "a\r\n=1", '"=1')


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_cell_becomes_a_formula_and_no_line_breaks_out(text: str) -> None:
    (row,) = list(csv.reader(io.StringIO(cells.csv_text([[text, -5]]))))
    assert not row[0].startswith(FORMULA)
    assert row[1] == "-5"
    (line,) = cells.aligned([[text, 7]])
    assert line.isprintable()


def test_hostile_names_and_reasons_do_not_break_the_report(shell: Shell) -> None:
    from tests.cli.conftest import CARDS

    for name in HOSTILE:
        shell.post("items.put", staff="3001", code="X1", names={"en": name, "zh_Hans": name}, prices={"": 5})
    shell.post("stock.receive", staff="2001", item="X1", quantity=1)
    shell.post("stock.write_off", approver="3001", item="X1", quantity=1, reason=HOSTILE[0])
    assert CARDS
    table = csv.reader(io.StringIO(shell.run("report", "daily", "--format", "csv").out))
    assert all(len(row) == 6 and not any(cell.startswith(("=", "+", "@")) for cell in row) for row in table)
    assert "\x1b" not in shell.run("report", "daily").out


def test_columns_stand_below_one_another_in_any_script() -> None:
    from rich.cells import cell_len

    lines = cells.aligned([["张伟", 1], ["Kim", 22], ["김하경", 1333]])
    assert len({cell_len(line) for line in lines}) == 1


def test_verify_names_what_was_changed_by_hand(shell: Shell) -> None:
    import contextlib
    import sqlite3

    assert shell.run("verify").out.startswith("whole: ")
    with contextlib.closing(sqlite3.connect(shell.url.removeprefix("sqlite:///"))) as file:
        file.execute("drop trigger journal_no_update")
        file.execute("update journal set actor = '1002' where number = 7")
        file.commit()
    answer = shell.run("verify")
    assert answer.code == 1
    assert "entry 7" in answer.out
    assert shell.run("verify", "--json").body["holds"] is False


def test_the_contract_is_published_whole(bare: Shell) -> None:
    whole = bare.run("operations", "--json").body
    names = {each["name"] for each in whole["operations"]}
    assert names >= {
        "members.enrol", "members.edit", "members.reveal", "cards.activate", "cards.reissue", "points.earn",
        "points.adjust", "gifts.redeem", "journal.void", "slips.sign", "stock.receive", "stock.move", "stock.count",
        "stock.write_off",
    }  # fmt: skip
    assert {each["name"] for each in whole["readings"]} >= {
        "members.find", "members.show", "points.statement", "journal.day", "ledger.balances", "stock.on_hand",
    }  # fmt: skip
    earn = next(each for each in whole["operations"] if each["name"] == "points.earn")
    assert earn["parameters"]["properties"]["amount"]["format"] == "money"
    assert "receipt_used" in earn["refuses"]
    assert all(each["summary"] and each["roles"] for each in whole["operations"] + whole["readings"])
    add = next(each for each in whole["operations"] if each["name"] == "people.add")
    assert add["parameters"]["properties"]["pin"]["writeOnly"] is True
    assert "points.earn card receipt amount" in bare.run("operations").out


def test_every_refusal_has_its_sentence(bare: Shell) -> None:
    from deskapp.sentences import SENTENCES

    whole = bare.run("operations", "--json").body
    codes = set(whole["any_operation_refuses"]).union(*(each["refuses"] for each in whole["operations"]))
    assert not codes - SENTENCES.keys()


def test_a_failure_of_the_program_itself_is_written_down(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskapp.figures.verified", lambda *_all: 1 // 0)
    answer = shell.run("verify")
    assert answer.code == 70
    assert "Traceback" not in answer.err
    where = answer.err.split(" in ")[-1].strip().rstrip(".")
    assert "ZeroDivisionError" in Path(where).read_text("utf-8")


def test_the_version_and_the_help_are_data(bare: Shell) -> None:
    assert bare.run("--version").out == f"deskapp {__version__}\n"
    assert "verify" in bare.outside("--help").stdout


def test_the_desk_opens_without_loading_the_command_line() -> None:
    assert cli._only_chosen([]) is not None
    assert cli._only_chosen(["--db", "x.sqlite", "--counter", "B"]).counter == "B"  # type: ignore[union-attr]
    assert cli._only_chosen(["verify"]) is None
    assert cli._only_chosen(["--db", "x.sqlite", "verify"]) is None
    assert cli._only_chosen(["--version"]) is None


def test_what_docs_say_of_the_command_line_is_so(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `console` block of docs/cli.md is run; a line `exit N` below a command is its exit code."""
    import re

    monkeypatch.chdir(tmp_path)  # where they put the files they make
    docs = Path(__file__).resolve().parents[2] / "docs" / "cli.md"
    blocks = re.findall(r"```console\n(.*?)```", docs.read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 5
    path = Path(shutil.which("sh") or "/bin/sh")
    assert path.exists()
    for block in blocks:
        for command, told in re.findall(r"^\$ deskapp (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            _as_told(shell, command, told)


def _as_told(shell: Shell, command: str, told: str) -> None:
    import shlex

    from tests.cli.conftest import PINS

    arguments = shlex.split(command)
    staff = arguments[arguments.index("--as") + 1] if "--as" in arguments else ""
    approver = arguments[arguments.index("--approver") + 1] if "--approver" in arguments else ""
    answer = shell.run(*arguments, pin=PINS.get(staff, ""), approver_pin=PINS.get(approver, ""))
    lines = [line for line in told.splitlines() if line.strip()]
    code = next((int(line.split()[1]) for line in lines if line.startswith("exit ")), 0)
    assert answer.code == code, (command, answer)
    for line in lines:
        if line.startswith("{"):
            wanted, got = json.loads(line), answer.body
            assert got.keys() == wanted.keys(), command
            assert got.get("fields", {}).keys() == wanted.get("fields", {}).keys()
            for part in ("refused", "result"):
                assert got.get(part, {}).keys() == wanted.get(part, {}).keys()
            assert got.get("refused", {}).get("code") == wanted.get("refused", {}).get("code")
    assert rows(shell.url, "select count(*) from journal")[0][0] > 0

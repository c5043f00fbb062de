"""The till's door: `deskapp post` and `deskapp query`, as published."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import CARDS, PINS, Shell, rows


def enrolled(shell: Shell) -> str:
    """A new member with a card that works; the card."""
    made = shell.post("members.enrol", name="张伟民", phone="138 0013 8000", terms=True)
    assert made.code == 0, made
    given = shell.post("cards.activate", member=made.body["result"]["number"], card=CARDS[0])
    assert given.code == 0, given
    return CARDS[0]


def test_the_morning_of_the_first_acceptance(shell: Shell) -> None:
    card = enrolled(shell)
    receipts = {"R1": "9.90", "R2": "10.00", "R3": "19.99", "R4": "25.00"}
    earned = [shell.post("points.earn", card=card, receipt=no, amount=sum_) for no, sum_ in receipts.items()]
    assert [each.body["result"]["points"] for each in earned] == [0, 1, 1, 2]

    again = shell.post("points.earn", staff="1002", card=card, receipt="R4", amount="25.00")
    assert again.code == 3
    assert again.body["refused"]["code"] == "receipt_used"
    figures = again.body["refused"]["figures"]
    assert (figures["by"], figures["counter"], figures["slip"]) == ("1001", "A", earned[3].body["result"]["slip"])
    assert figures["at"].startswith("2026-11-20T03:00")
    assert "1001" in again.body["message"]
    assert "11:00" in again.body["message"]
    assert "?" not in again.body["message"]

    excluded = shell.post("points.earn", card=card, receipt="R5", amount="500", excluded="300")
    assert excluded.body["result"]["points"] == 20


def test_one_operation_id_three_times_has_one_effect_and_three_equal_answers(shell: Shell) -> None:
    card = enrolled(shell)
    once = {"card": card, "receipt": "R6", "amount": 99000}
    answers = {shell.post("points.earn", extra=("--op", "till-1-0001"), **once).out for _each in range(3)}
    assert len(answers) == 1
    assert json.loads(answers.pop())["result"]["points"] == 99
    assert rows(shell.url, "select count(*) from journal where op = 'till-1-0001'") == [(1,)]
    assert shell.query("points.statement", card=card).body["result"]["usable"] == 99


def test_an_operation_id_with_other_figures_is_another_request(shell: Shell) -> None:
    card = enrolled(shell)
    shell.post("points.earn", extra=("--op", "x"), card=card, receipt="R1", amount=1000)
    other = shell.post("points.earn", extra=("--op", "x"), card=card, receipt="R1", amount=2000)
    assert (other.code, other.body["refused"]["code"]) == (3, "op_reused")


@pytest.mark.parametrize(("amount", "points"), [("9.90", 0), (1000, 1), ("1,200.00", 120), ("¥ 25", 2), ("25.00", 2)])
def test_money_is_minor_units_or_decimal_text(shell: Shell, amount: object, points: int) -> None:
    answer = shell.post("points.earn", card=enrolled(shell), receipt="R1", amount=amount)
    assert answer.body["result"]["points"] == points


@pytest.mark.parametrize("amount", [9.9, 10.0, True, "ten", "9.999", None, [1], 10**40])
def test_what_is_no_money_is_a_bad_field(shell: Shell, amount: object) -> None:
    answer = shell.post("points.earn", card="x", receipt="R1", amount=amount)
    assert answer.code == 2
    assert list(answer.body["fields"]) == ["amount"]
    assert answer.body["ok"] is False


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", "null", '{"a": NaN}', '"text"', "[" * 100_000, '{"amount": 1' + "0" * 5000 + "}"],
    ids=["empty", "half", "list", "number", "null", "nan", "text", "deep", "huge"],
)
def test_what_is_no_object_is_a_bad_request(shell: Shell, text: str) -> None:
    answer = shell.run("post", "points.earn", "--as", "1001", "--json", text, pin=PINS["1001"])
    assert answer.code == 2
    assert answer.body["ok"] is False
    assert "Traceback" not in answer.out + answer.err


def test_unknown_names_and_fields_are_bad_requests(shell: Shell) -> None:
    assert shell.post("points.steal", card="x").code == 2
    assert shell.post("members.find", text="zw").body["fields"] == {"name": "use `deskapp query`"}
    answer = shell.post("points.earn", card="x", recipt="R1", amount=1000)
    assert answer.body["fields"] == {"receipt": "is needed", "recipt": "no such parameter"}


def test_json_comes_from_stdin_or_a_file_as_well(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"text": "zw"}'))
    assert shell.run("query", "members.find", "--as", "1001", "--json", "-", pin=PINS["1001"]).code == 0
    file = tmp_path / "asked.json"
    file.write_text('{"text": "zw"}', "utf-8")
    assert shell.run("query", "members.find", "--as", "1001", "--json", f"@{file}", pin=PINS["1001"]).code == 0
    missing = shell.run("query", "members.find", "--as", "1001", "--json", "@nowhere.json", pin=PINS["1001"])
    assert missing.code == 2


def test_a_wrong_pin_is_refused_and_journalled(shell: Shell) -> None:
    answer = shell.run("query", "members.find", "--as", "1001", "--json", '{"text": "zw"}', pin="999999")
    assert (answer.code, answer.body["refused"]["code"]) == (3, "pin_wrong")
    assert shell.run("query", "members.find", "--as", "9999", "--json", '{"text": "zw"}', pin="999999").code == 3


def test_an_approval_counts_from_a_second_person_only(shell: Shell) -> None:
    card, given = enrolled(shell), {"points": 50, "reason": "补偿"}
    assert shell.post("points.adjust", card=card, **given).body["refused"]["approver"] == "supervisor"
    own = shell.post("points.adjust", approver="1001", card=card, **given)
    assert own.code == 3
    lifted = shell.post("points.adjust", approver="3001", extra=("--reason", "客诉"), card=card, **given)
    assert lifted.body["result"]["balance"] == 50


def test_an_auditor_reads_and_posts_nothing(shell: Shell) -> None:
    assert shell.query("journal.verify", staff="6001").body["result"]["holds"] is True
    assert (
        shell.post("points.earn", staff="6001", card="x", receipt="R", amount=1).body["refused"]["code"]
        == "role_needed"
    )
    assert shell.query("journal.verify", staff="1001").body["refused"]["code"] == "role_needed"


def test_without_a_pin_and_without_a_terminal_it_says_how(shell: Shell) -> None:
    ended = shell.outside("query", "members.find", "--as", "1001", "--json", '{"text": "zw"}')
    assert ended.returncode == 2
    assert "DESKAPP_PIN" in json.loads(ended.stdout)["error"]


def test_no_option_takes_a_pin(shell: Shell) -> None:
    for command in ("post", "query", "init"):
        helped = shell.outside(command, "--help").stdout
        assert "--pin" not in helped.lower()


HOSTILE = (
    "Lee[/]",
    "[@click=app.quit]x[/]",
    "=cmd()",
    "\x1b[2J\x1b]0;x\x07",
    "\u202eabc",
    "\x00",
    "\ud800",
    "x" * 10_001,
)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_text_or_refused(shell: Shell, text: str) -> None:
    for answer in (
        shell.post("members.enrol", name=text, notes=text, terms=True),
        shell.post("points.earn", card=text, receipt=text, till=text, amount=1000),
        shell.post("points.adjust", approver="3001", card=CARDS[0], points=1, reason=text, extra=("--reason", text)),
        shell.query("members.find", text=text),
    ):
        assert answer.code in (0, 2, 3), answer
        assert "\x1b" not in answer.out


def test_a_reader_who_closes_the_pipe_is_no_error(shell: Shell) -> None:
    import subprocess
    import sys

    command = f'"{sys.executable}" -m deskapp operations --json | head -c 10'
    ended = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", timeout=60)
    assert ended.stderr == ""

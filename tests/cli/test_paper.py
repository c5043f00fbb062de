"""`deskapp slip` and `deskapp report daily --format pdf`: paper from the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deskapp import i18n, reach
from deskapp.i18n import LANGUAGES
from tests.cli.conftest import NOW, PINS, Shell, rows
from tests.outputs.paperwork import codes, pages, picture, squeezed

DAY = "2026-11-19"


def a_slip(shell: Shell) -> str:
    return str(rows(shell.url, "select number from slip where kind = 'points' and state != 'voided'")[0][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_daily_sheet_holds_every_figure_of_the_text(language: str, shell: Shell, tmp_path: Path) -> None:
    shell.ahead = ["--lang", language, "--now", NOW]
    file = tmp_path / "day.pdf"
    told = shell.run("report", "daily", "--date", DAY)
    assert shell.run("report", "daily", "--date", DAY, "--format", "pdf", "--out", str(file)).code == 0
    text = "".join(pages(file.read_bytes()))
    missing = [
        word for word in re.sub(r"[#.]*\||#+", "", told.out).split() if word not in text and word not in squeezed(text)
    ]
    assert missing == []
    with i18n.said_in(language):
        assert i18n._("By person") in text


def test_a_sheet_goes_to_a_pipe_byte_by_byte(shell: Shell, tmp_path: Path) -> None:
    asked = [
        sys.executable,
        "-m",
        "deskapp",
        "--lang",
        "ko",
        "--now",
        NOW,
        "report",
        "daily",
        "--date",
        DAY,
        "--format",
        "pdf",
    ]
    ended = subprocess.run(asked, env={**os.environ}, capture_output=True, timeout=60, check=True)
    assert ended.stdout.startswith(b"%PDF-")
    assert ended.stdout.rstrip().endswith(b"%%EOF")
    file = tmp_path / "same.pdf"
    shell.ahead = ["--lang", "ko", "--now", NOW]
    shell.run("report", "daily", "--date", DAY, "--format", "pdf", "--out", str(file))
    assert file.read_bytes() == ended.stdout


def test_a_slip_is_drawn_again_as_a_duplicate_and_no_print_is_counted(shell: Shell, tmp_path: Path) -> None:
    number, file = a_slip(shell), tmp_path / "slip.pdf"
    entries = rows(shell.url, "select count(*) from journal")
    told = shell.run("slip", number, "--as", "1001", pin=PINS["1001"])
    assert told.code == 0
    assert told.out.count(number) == 2
    assert told.out.count("副本") + told.out.count("사본") + told.out.count("Duplicate") == 2
    drawn = shell.run("slip", number, "--as", "1001", "--format", "pdf", "--out", str(file), pin=PINS["1001"])
    assert (drawn.code, drawn.out) == (0, "")
    assert codes(picture(file.read_bytes())) == [number, number]
    assert rows(shell.url, "select count(*) from journal") == entries
    assert rows(shell.url, "select sum(prints) from slip") == [(0,)]


def test_a_slip_is_shown_to_nobody_without_their_pin(shell: Shell) -> None:
    answer = shell.run("slip", a_slip(shell), "--as", "1001", pin="000000")
    assert (answer.code, answer.body["refused"]["code"]) == (3, "pin_wrong")
    unknown = shell.run("slip", "S000000-0000X", "--as", "1001", pin=PINS["1001"])
    assert (unknown.code, unknown.body["refused"]["code"]) == (3, "slip_unknown")
    assert shell.run("slip", "S1", "--as", "1001", "--format", "docx", pin=PINS["1001"]).code == 2


def test_a_missing_package_is_a_sentence(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reach.EXTRAS, "pdf", ("not_there",))
    for asked in (("report", "daily"), ("slip", "S1", "--as", "1001")):
        answer = shell.run(*asked, "--format", "pdf")
        assert (answer.code, answer.out) == (2, "")
        assert "install deskapp[pdf]" in answer.err

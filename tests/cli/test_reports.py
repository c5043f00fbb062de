"""`deskapp report daily|weekly|monthly|range` in six forms, and what may not happen in any of them."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from deskapp.i18n import LANGUAGES
from deskapp.rules.text import FORMULA
from tests.cli.conftest import NOW, PINS, Shell
from tests.cli.test_figures import HOSTILE
from tests.outputs.paperwork import pages

DAY = "2026-11-19"
SPANS = {
    "daily": ("--date", DAY),
    "weekly": ("--date", DAY),
    "monthly": ("--date", DAY),
    "range": ("--from", "2026-11-02", "--to", DAY),
}
FORMS = ("text", "csv", "json", "xlsx", "html", "pdf")


def report(shell: Shell, kind: str, form: str, *more: str) -> str:
    answer = shell.run("report", kind, *SPANS[kind], "--format", form, *more)
    assert answer.code == 0, answer.err
    return answer.out


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def written(shell: Shell, file: Path, *asked: str) -> bytes:
    answer = shell.run("report", *asked, "--out", str(file))
    assert (answer.code, answer.out) == (0, ""), answer.err
    return file.read_bytes()


def sealed(shell: Shell, day: str = DAY) -> dict[str, Any]:
    answer = shell.post("reports.seal", staff="2001", date=day)
    assert answer.code == 0, answer.out
    found: dict[str, Any] = answer.body["result"]
    return found


@pytest.mark.parametrize("kind", SPANS)
def test_text_csv_and_json_tell_the_same_figures(shell: Shell, kind: str) -> None:
    told = json.loads(report(shell, kind, "json"))
    rows = table(report(shell, kind, "csv"))
    given = next(row["value"] for row in rows if (row["section"], row["figure"]) == ("points", "given"))
    assert int(given) == told["points"]["given"] > 0
    assert f"{told['points']['given']:,}" in report(shell, kind, "text")
    assert {row["start"] for row in rows} == {told["start"]}
    assert {row["end"] for row in rows} == {told["end"]}


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        (("monthly", "--date", "2012-03-01", "--previous"), "2012-02-01", "2012-02-29"),
        (("monthly", "--previous"), "2026-10-01", "2026-10-31"),
        (("weekly", "--previous"), "2026-11-09", "2026-11-15"),
        (("weekly",), "2026-11-16", "2026-11-22"),
        (("daily", "--previous"), "2026-11-19", "2026-11-19"),
        (("daily",), "2026-11-20", "2026-11-20"),
        (("range", "--from", "2026-01-01", "--to", "2026-01-01"), "2026-01-01", "2026-01-01"),
    ],
)
def test_the_days_are_those_asked_for(shell: Shell, asked: tuple[str, ...], start: str, end: str) -> None:
    told = shell.run("report", *asked, "--format", "json").body
    assert (told["start"], told["end"]) == (start, end)


@pytest.mark.parametrize(
    "asked",
    [
        ("range", "--from", "2026-11-20", "--to", "2026-11-19"),
        ("range", "--from", "2026-11-20"),
        ("range", "--from", "2026-11-31", "--to", "2026-12-01"),
        ("daily", "--date", "yesterday"),
        ("monthly", "--format", "docx"),
        ("weekly", "--only", "Q"),
    ],
)
def test_days_and_forms_that_are_none_are_an_error_and_no_empty_report(shell: Shell, asked: tuple[str, ...]) -> None:
    answer = shell.run("report", *asked)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err


def test_one_counter_only(shell: Shell) -> None:
    asked = ((), ("--only", "a"), ("--only", "B"))
    whole, a, b = (json.loads(report(shell, "monthly", "json", *only)) for only in asked)
    assert (a["counter"], b["counter"]) == ("A", "B")
    assert min(a["entries"], b["entries"]) > 0
    assert whole["entries"] == a["entries"] + b["entries"]
    assert whole["points"]["given"] == a["points"]["given"] + b["points"]["given"]


def test_one_shift_by_its_number(shell: Shell) -> None:
    opened = shell.post("shifts.open", cash={"100": 1}, kind="early").body["result"]["shift"]
    assert shell.post("items.put", staff="3001", code="X1", names={"en": "Pen"}, prices={"": 5}, reorder=9).code == 0
    assert shell.post("stock.receive", staff="2001", item="X1", quantity=4).code == 0
    told = shell.run("report", "daily", "--shift", opened.lower(), "--format", "json").body
    assert (told["shift"], told["start"], told["entries"]) == (opened, "2026-11-20", 3)
    rows = table(shell.run("report", "daily", "--shift", opened, "--format", "csv").out)
    values = {(row["section"], row["of"], row["figure"]): row["value"] for row in rows}
    assert values["report", "", "shift"] == opened
    assert values["shifts", f"{opened} A early", "done"] == "3"
    assert ("shifts", f"{opened} A early", "received") not in values
    assert (values["levels", "X1", "on_hand"], values["levels", "X1", "low"]) == ("4", "1")
    text = shell.run("report", "daily", "--shift", opened).out
    assert f"Report of a shift\n20 Nov 2026, shift {opened}: " in text
    assert re.search(rf"{opened}  Early shift +3  .* -  +¥0.00  ####################\n  Money stands there once", text)
    assert re.search(r"X1 +Pen +4 +9  order more  ##\.\.\|\n", text)


@pytest.mark.parametrize(
    "asked", [("--shift", "DA000000-0001"), ("--shift", "x", "--date", DAY), ("--shift", "x", "--previous")]
)
def test_a_shift_that_is_none_is_an_error(shell: Shell, asked: tuple[str, ...]) -> None:
    answer = shell.run("report", "daily", *asked)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["daily", "monthly"])
def test_a_report_is_said_in_four_languages_without_a_code(shell: Shell, kind: str, language: str) -> None:
    shell.ahead = ["--lang", language, "--now", NOW]
    told = report(shell, kind, "text")
    assert "{" not in told
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[a-z_]+\b", told)


def cells_of(data: bytes, sheet: str | int) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet]
    return [[cell.value for cell in row] for row in page.iter_rows()]


@pytest.mark.parametrize("kind", SPANS)
def test_a_workbook_holds_every_figure_cell_for_cell(shell: Shell, kind: str, tmp_path: Path) -> None:
    data = written(shell, tmp_path / "r.xlsx", kind, *SPANS[kind], "--format", "xlsx")
    wanted = list(csv.reader(io.StringIO(report(shell, kind, "csv"))))
    got = [["" if cell is None else cell for cell in row] for row in cells_of(data, "figures")]
    assert len(got) == len(wanted)
    for row, told in zip(got, wanted, strict=True):
        assert row[:5] == told[:5]
        assert row[5] == told[5] or float(row[5]) == float(told[5])
    shown = {f"{cell:,}" if isinstance(cell, int) else str(cell) for row in cells_of(data, 0) for cell in row}
    assert not [cell for cell in drawn(report(shell, kind, "text")) if cell not in shown and "¥" not in cell]


def drawn(text: str) -> list[str]:
    """The cells of a report's text, without the bars."""
    found = [cell for line in text.splitlines() for cell in re.split(r" {2,}", line.strip())]
    return [cell for cell in found if cell.strip("#|.")]


def test_a_workbook_has_charts_that_follow_its_cells(shell: Shell, tmp_path: Path) -> None:
    data = written(shell, tmp_path / "r.xlsx", "monthly", *SPANS["monthly"], "--format", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    charts = page._charts
    assert len(charts) >= 3
    for chart in charts:
        (series,) = chart.series
        place, _sep, span = series.val.numRef.f.replace("$", "").partition("!")
        assert place.strip("'") == page.title
        values = [cell[0].value for cell in page[span]]
        assert len(values) > 1
        assert all(isinstance(value, int) for value in values)


class Page(HTMLParser):
    """What a page asks for, and what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self._styling = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._styling = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._styling = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._styling:
            self.said.append(data.strip())


def test_a_page_holds_every_figure_and_asks_nobody_for_anything(shell: Shell) -> None:
    html = report(shell, "monthly", "html")
    page = Page()
    page.feed(html)
    assert not {tag for tag, _attributes in page.tags} & {"script", "link", "img", "iframe", "object", "embed", "base"}
    assert not {name for _tag, named in page.tags for name in named} & {"src", "href", "onclick", "srcset", "action"}
    assert not re.search(r"https?:|url\(|@import", html)
    assert sum(tag == "svg" for tag, _attributes in page.tags) >= 3
    assert not [cell for cell in drawn(report(shell, "monthly", "text")) if cell not in page.said]


def test_what_people_wrote_is_text_in_every_form(shell: Shell, tmp_path: Path) -> None:
    hostile = (*HOSTILE, "<script>alert(1)</script>", '"><img src=x onerror=y>', "&lt;b&gt;")
    for number, name in enumerate(hostile):
        given = {"code": f"X{number}", "names": {"en": name, "zh_Hans": name}, "prices": {"": 5}}
        shell.post("items.put", staff="3001", **given)
        shell.post("stock.receive", staff="2001", item=f"X{number}", quantity=1)
        shell.post("stock.write_off", staff="2001", approver="3001", item=f"X{number}", quantity=1, reason=name)
    for row in csv.reader(io.StringIO(shell.run("report", "daily", "--format", "csv").out)):
        assert not [cell for cell in row if cell.startswith(FORMULA) and not re.fullmatch(r"-[\d.]+", cell)]
    page = Page()
    page.feed(shell.run("report", "daily", "--format", "html").out)
    assert "script" not in {tag for tag, _attributes in page.tags}
    assert "<script>alert(1)</script>" in page.said
    data = written(shell, tmp_path / "r.xlsx", "daily", "--format", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert "=cmd()" in {cell for row in cells_of(data, 0) for cell in row}
    assert "\x1b" not in shell.run("report", "daily").out


@pytest.mark.parametrize("form", FORMS)
def test_the_same_sealed_report_is_the_same_file_whenever_it_is_made(shell: Shell, form: str, tmp_path: Path) -> None:
    seal = sealed(shell)
    asked = ("daily", "--date", DAY, "--format", form)
    first = written(shell, tmp_path / f"first.{form}", *asked)
    shell.post("stock.receive", staff="2001", item="G001", quantity=7)
    shell.ahead = ["--lang", "en", "--now", "2026-12-24T18:00"]
    assert written(shell, tmp_path / f"again.{form}", *asked) == first
    if form in ("text", "html"):
        assert seal["hash"] in first.decode()


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "ko"])
def test_a_pdf_has_the_letters_of_its_language(shell: Shell, language: str, tmp_path: Path) -> None:
    shell.ahead = ["--lang", language, "--now", NOW]
    data = written(shell, tmp_path / "r.pdf", "monthly", "--date", DAY, "--format", "pdf")
    page = "".join("".join(pages(data)).split())
    title = {"zh_Hans": "月报表", "zh_Hant": "月報表", "ko": "월간보고서"}[language]
    assert title in page
    assert b"NotoSansCJK" in data


def test_a_seal_is_told_and_a_second_one_refused(shell: Shell) -> None:
    assert "Not sealed" in report(shell, "daily", "text")
    assert sealed(shell)["number"] == 1
    told = report(shell, "daily", "text")
    assert "No. 1, sealed on" in told
    again = shell.post("reports.seal", staff="2001", date=DAY)
    assert (again.code, again.body["refused"]["code"]) == (3, "report_sealed")
    assert shell.run("verify").code == 0
    assert shell.post("reports.seal", staff="1001", date="2026-11-18").body["refused"]["code"] == "role_needed"
    assert PINS


def test_figures_change_by_hand_in_the_file_and_verify_says_so(shell: Shell) -> None:
    import contextlib
    import sqlite3

    with contextlib.closing(sqlite3.connect(shell.url.removeprefix("sqlite:///"))) as file:
        file.execute("update tally set amount = amount + 1 where figure = 'work' and day = ?", (DAY,))
        file.commit()
    answer = shell.run("verify")
    assert answer.code == 1
    assert DAY in answer.out

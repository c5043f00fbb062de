"""The report on the screen: any days, figures with their pictures, what is behind a line, the seal, paper and files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from deskapp.rules.decisions import no
from deskapp.screens.reports import Report
from deskapp.store.report_parts import Override, Refusal
from tests.outputs.paperwork import HOSTILE, pages, squeezed
from tests.screens.kit import desk, picture, settled, types, words
from tests.screens.report_kit import DAY, HASH, TODAY, Reported, at
from tests.screens.shop import Shop, press

pytestmark = pytest.mark.usefixtures("at_home")
YESTERDAY = TODAY - timedelta(days=1)
TALL = (80, 110)


async def test_todays_report_stands_there_with_pictures_of_every_part() -> None:
    doors = Reported()
    async with desk(doors, size=TALL) as (app, pilot):
        await types(pilot, "rp\n")
        assert isinstance(app.screen, Report)
        assert doors.asked_for == [("daily", TODAY)]
        now = words(app)
        for part in (
            "Daily report 22 Nov 2026 Not sealed", "Given for receipts 516 ########################################",
            "G004 Shopping bag 6 120 ¥0.00 1 ###############", "G001 Thermos cup 3 6 order more #|",
            "Money Money taken in", "Quality of goods 3 ####", "Defective goods 2 ####",
            "in their time 9 82% ####", "after their time 2 18% ####",
            "By shift Done Given Redeemed Gifts Paid Differs",
            "DA261122-0001 Early shift 30 258 60 1 ¥19.80", "DA261122-0002 Late shift 11 258 60 1 - ¥0.00",
            "Money stands there once the drawer is counted.", "17:00 24 ####", "10:00 12 ####",
            "1001 陈静 40 2 1 0", "Slips still to sign SA261122-0003J", "Callbacks 19 6",
            "20 of 21 sealed, 19 of them in time",
        ):  # fmt: skip
            assert part in now, part
        bars = {line.split()[0]: line.count("#") for line in picture(app).splitlines() if line.startswith(" 1")}
        assert bars["17:00"] == 2 * bars["10:00"] == 40


async def test_the_line_below_tells_the_row_whole() -> None:
    async with desk(Reported()) as (app, pilot):
        await types(pilot, "rp\n")
        await press(pilot, *["f6"] * 2)
        assert "Gifts handed out: G001 Thermos cup Pieces 2 Points 120 Money ¥19.80 Voided 0" in words(app)


async def test_days_before_and_after_weeks_and_months_come_by_one_or_two_keys() -> None:
    doors = Reported()
    async with desk(doors) as (app, pilot):
        await types(pilot, "rp\n")
        for keys, asked in (
            (("left",), ("daily", YESTERDAY)),
            (("left",), ("daily", YESTERDAY - timedelta(days=1))),
            (("right", "right", "right"), ("daily", TODAY)),
            (("t", "w"), ("weekly", date(2026, 11, 16))),
            (("left",), ("weekly", date(2026, 11, 9))),
            (("t", "p"), ("monthly", date(2026, 10, 1))),
            (("right",), ("monthly", date(2026, 11, 1))),
            (("right",), ("monthly", date(2026, 11, 1))),
            (("left",), ("monthly", date(2026, 10, 1))),
            (("t", "y"), ("daily", YESTERDAY)),
        ):
            await press(pilot, *keys)
            assert doors.asked_for[-1] == asked, keys
        await press(pilot, "t", "o")
        await types(pilot, "2026-11-05 2026-11-11\n")
        assert doors.asked_for[-1] == ("range", (date(2026, 11, 5), date(2026, 11, 11)))
        await press(pilot, "left")
        assert doors.asked_for[-1] == ("range", (date(2026, 10, 29), date(2026, 11, 4)))
        await press(pilot, "t", "o")
        await types(pilot, "2026-11-20 2026-11-05\n")
        assert "! It would end at 5 Nov 2026, before it begins at 20 Nov 2026." in words(app)
        assert doors.asked_for[-1] == ("range", (date(2026, 10, 29), date(2026, 11, 4)))


async def test_the_cursor_keeps_its_figure_from_day_to_day_and_f6_goes_from_part_to_part() -> None:
    async with desk(Reported()) as (app, pilot):
        await types(pilot, "rp\n")
        screen: Any = app.screen
        await press(pilot, "f6", "down")
        assert screen.current.key == "points 1"
        await press(pilot, "left")
        assert screen.current.key == "points 1"
        await press(pilot, "t", "m")
        assert screen.current.key == "members 0"
        await press(pilot, *["f6"] * 4)
        shown = picture(app).splitlines()
        assert [line.split()[0] for line in shown[4:6]] == ["Stock", ">G001"]
        await press(pilot, "home")
        seen = []
        for _part in range(40):
            await pilot.press("f6")
            if screen.focused is not screen.listing:
                break
            seen.append(screen.current.key)
        assert [key.split()[0] for key in seen] == [
            "points", "gifts", "stock", "levels", "money", "complaints", "causes", "answers", "punctual", "shifts",
            "days", "points_days", "punctual_days", "hours",
            "work", "clerks", "refusals", "overrides", "unsigned", "late", "open", "compliance",
        ]  # fmt: skip


async def test_a_sealed_report_shows_its_number_and_hash() -> None:
    async with desk(Reported()) as (app, pilot):
        await types(pilot, "rp\n")
        await press(pilot, "left", "end")
        assert "No. 20, sealed on 21 Nov 2026 23:05 by 林美惠 2001" in words(app)
        assert HASH in words(app)
        await press(pilot, "f9")
        assert "! This report is sealed already." in words(app)


async def test_a_report_is_sealed_by_f9_once_it_is_confirmed() -> None:
    doors = Reported()
    async with desk(doors) as (app, pilot):
        await types(pilot, "rp\n")
        await press(pilot, "f9")
        assert "Seal the report of 22 Nov 2026?" in words(app)
        await press(pilot, "n")
        assert doors.asked == []
        await press(pilot, "f9", "s")
        assert [(asked[0], asked[3]) for asked in doors.asked] == [("reports.seal", {"date": TODAY})]
        assert "+ Sealed as No. 21." in words(app)
        assert "No. 20, sealed" in words(app)  # read again
        await press(pilot, "t", "m")
        await press(pilot, "f9")
        assert "! Only the report of a day is sealed." in words(app)


async def test_a_seal_that_is_refused_is_said() -> None:
    doors = Reported(operations={})
    doors.operations["reports.seal"] = lambda **_given: no("report_sealed", number=20, date=TODAY)
    async with desk(doors) as (app, pilot):
        await types(pilot, "rp\n")
        await press(pilot, "f9", "s")
        assert "is sealed already: it is number 20." in words(app)


@pytest.mark.parametrize(
    ("part", "steps", "opened"),
    [
        ("gifts", 0, ("item", {"code": "G001"})),
        ("levels", 1, ("item", {"code": "G004"})),
        ("causes", 0, ("statistics", {})),
        ("punctual", 0, ("callback_summary", {})),
        ("shifts", 1, ("report", {"shift": "DA261122-0002"})),
        ("hours", 0, ("journal", {})),
        ("overrides", 0, ("entry", {"entry": 612})),
        ("unsigned", 0, ("slip", {"slip": "SA261122-0003J"})),
        ("late", 0, ("entry", {"entry": 640})),
        ("open", 1, ("callbacks", {})),
    ],
)
async def test_enter_opens_what_is_behind_a_line(
    part: str, steps: int, opened: tuple[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(Reported()) as (app, pilot):
        await types(pilot, "rp\n")
        went: list[Any] = []
        monkeypatch.setattr(app, "open", lambda name, **context: went.append((name, context)))
        listing = app.screen.listing  # type: ignore[attr-defined]
        listing.move(next(n for n, row in enumerate(listing.rows) if row.key == f"{part} {steps}"))
        await press(pilot, "enter")
        assert went == [opened]


async def test_a_day_of_a_month_and_a_shift_of_a_day_open_their_own_report() -> None:
    doors = Reported()
    async with desk(doors) as (app, pilot):
        await types(pilot, "rp\n")
        await press(pilot, "t", "m")
        listing = app.screen.listing  # type: ignore[attr-defined]
        listing.move(next(n for n, row in enumerate(listing.rows) if row.key == "days 2"))
        await press(pilot, "enter")
        assert doors.asked_for[-1] == ("daily", date(2026, 11, 3))
        assert "Daily report 3 Nov 2026" in words(app)
        await press(pilot, "escape")
        assert "Monthly report" in words(app)
        app.open("report", shift="DA261122-0001")
        await settled(pilot)
        assert doors.asked_for[-1] == ("shift", "DA261122-0001")
        assert "Report of a shift 22 Nov 2026, shift DA261122-0001" in words(app)
        await press(pilot, "f9")
        assert "! Only the report of a day is sealed." in words(app)
        await press(pilot, "down", "enter")
        assert "There is nothing more behind this line." in words(app)
        await press(pilot, "left")
        assert doors.asked_for[-1] == ("daily", TODAY)
        assert "Daily report 22 Nov 2026 Not sealed" in words(app)


async def test_a_report_is_narrowed_to_one_counter_and_keeps_it_from_day_to_day(at_home: Path) -> None:
    doors = Reported()
    async with desk(doors) as (app, pilot):
        await types(pilot, "rp\n")
        await press(pilot, "t", "c", "b")
        assert doors.asked_for[-1] == ("daily", TODAY, "B")
        assert "Daily report 22 Nov 2026, counter B left and right" in words(app)
        await press(pilot, "f9")
        assert "! The report of all counters is sealed, not that of one." in words(app)
        await press(pilot, "f8", "c")
        assert (at_home / "slips" / "report-daily-2026-11-22-B.csv").exists()
        for keys, asked in (
            (("left",), ("daily", YESTERDAY, "B")),
            (("t", "m"), ("monthly", date(2026, 11, 1), "B")),
            (("t", "o", *"2026-11-05 2026-11-11", "enter"), ("range", (date(2026, 11, 5), date(2026, 11, 11)), "B")),
        ):
            await press(pilot, *(named(key) for key in keys))
            assert doors.asked_for[-1] == asked
        stood = app.screen.stood()  # type: ignore[attr-defined]
        app.open("report")
        await settled(pilot)
        app.screen.stand(stood)  # type: ignore[attr-defined]
        await settled(pilot)
        assert doors.asked_for[-1] == ("range", (date(2026, 11, 5), date(2026, 11, 11)), "B")
        await press(pilot, "t", "c", "*")
        assert doors.asked_for[-1] == ("range", (date(2026, 11, 5), date(2026, 11, 11)))


def named(key: str) -> str:
    return {" ": "space", "-": "minus"}.get(key, key)


async def test_a_house_with_one_counter_is_not_asked_which() -> None:
    async with desk(Reported(classes={"counter": {"A": ("A",) * 4}})) as (app, pilot):
        await types(pilot, "rp\n")
        await press(pilot, "t")
        assert "One counter, or all" not in words(app)


async def test_f8_saves_paper_page_workbook_and_rows(at_home: Path) -> None:
    async with desk(Reported(), language="ko") as (app, pilot):
        await types(pilot, "rp\n")
        for key, ending in (("p", "pdf"), ("h", "html"), ("x", "xlsx"), ("c", "csv")):
            await press(pilot, "f8", key)
            file = at_home / "slips" / f"report-daily-2026-11-22.{ending}"
            assert str(file) in app.screen.message  # type: ignore[attr-defined]
            data = file.read_bytes()
            if ending == "pdf":
                assert "보온텀블러" in squeezed("".join(pages(data)))
            elif ending == "html":
                assert "상품 결함" in data.decode()
            elif ending == "xlsx":
                book = openpyxl.load_workbook(io.BytesIO(data))
                assert len(book.worksheets[0]._charts) >= 7
            else:
                rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
                assert ["2026-11-22", "2026-11-22", "levels", "G001", "on_hand", "3"] in rows
        await press(pilot, "f8", "h")
        assert (at_home / "slips" / "report-daily-2026-11-22.2.html").exists()


async def test_a_file_that_cannot_be_made_is_said_with_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskapp.reach.find_spec", lambda _name: None)
    async with desk(Reported()) as (app, pilot):
        await types(pilot, "rp\n")
        await press(pilot, "f8", "x")
        assert "! Not saved. This needs more packages" in words(app)


async def test_who_may_not_read_reports_is_told_so_and_nothing_is_printed() -> None:
    doors = Reported(refused=no("role_needed", role="lead"))
    async with desk(doors) as (app, pilot):
        await types(pilot, "rp\n")
        assert "No figures can be shown here." in words(app)
        assert app.screen.tone == "no"  # type: ignore[attr-defined]
        for key in ("f8", "f9"):
            await press(pilot, key)
            assert "! There are no figures here." in words(app)


async def test_a_parked_report_comes_back_with_its_days() -> None:
    doors = Reported()
    async with desk(doors) as (app, pilot):
        await types(pilot, "rp\n")
        await press(pilot, "t", "p")
        await press(pilot, "f6")
        stood = app.screen.stood()  # type: ignore[attr-defined]
        app.open("report")
        await settled(pilot)
        app.screen.stand(stood)  # type: ignore[attr-defined]
        await settled(pilot)
        assert doors.asked_for[-1] == ("monthly", date(2026, 10, 1))
        assert app.screen.current.key == "points 0"  # type: ignore[attr-defined]


async def test_long_lists_are_cut_and_say_so() -> None:
    many = [Refusal(f"code_{n}", "points.earn", 50 - n) for n in range(45)]
    async with desk(Reported(told=replace(DAY, refusals=many)), size=(80, 160)) as (app, pilot):
        await types(pilot, "rp\n")
        assert "and 14 more: paper and files have them all" in words(app)


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (120, 40)])
async def test_any_terminal_shows_the_report_and_what_people_wrote_is_only_text(size: tuple[int, int]) -> None:
    lifted = [Override(612 + n, at(10), "points.earn", "receipt_late", "1001", "3001", said)
              for n, said in enumerate(HOSTILE)]  # fmt: skip
    goods = [replace(DAY.gifts[0], item=f"G{n}", names={"en": said * 3}) for n, said in enumerate(HOSTILE)]
    async with desk(Reported(told=replace(DAY, overrides=lifted, gifts=goods)), size=size) as (app, pilot):
        await types(pilot, "rp\n")
        for key in [*["pagedown"] * 8, "end"]:
            await pilot.press(key)
            now = picture(app)
            assert "\x1b" not in now
            assert all(len(line) <= size[0] for line in now.splitlines())
        assert app.screen.current.key == "compliance 1"  # type: ignore[attr-defined]


async def test_the_report_of_a_real_store_stands_there_and_is_sealed(shop: Shop) -> None:
    async with shop.desk(staff="2001") as (app, pilot):
        await types(pilot, "rp\n")
        assert "Daily report 15 Jul 2026 Not sealed" in words(app)
        await press(pilot, "f9", "s")
        assert "No. 1, sealed on 15 Jul 2026" in words(app)
        await press(pilot, "left")
        assert "14 Jul 2026 Not sealed" in words(app)
    async with shop.desk(staff="1001") as (app, pilot):
        await types(pilot, "rp\n")
        assert "No figures can be shown here." in words(app)


async def test_home_leads_those_who_seal_to_the_first_day_without_a_report(shop: Shop) -> None:
    shop.counter.clock.advance(timedelta(days=2))
    async with shop.desk(staff="1001") as (app, _pilot):
        assert "Reports to seal" not in words(app)
    async with shop.desk(staff="2001") as (app, pilot):
        assert "Reports to seal 2" in words(app)
        app.screen.set_focus(app.screen.due)
        app.screen.due.move(next(n for n, row in enumerate(app.screen.due.rows) if row.key == "unreported"))
        await press(pilot, "enter")
        assert "Daily report 15 Jul 2026 Not sealed" in words(app)
        await press(pilot, "f9", "s", "escape")  # gone before it is sealed
        assert "Something went wrong" not in words(app)
        app.screen.load()
        await settled(pilot)
        assert "Reports to seal 1" in words(app)

"""Complaints by class and the callback summary on the screen: any days, pictures in plain signs, paper by one key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deskapp.screens.complaint_figures import Statistics
from deskapp.screens.coverage import CallbackSummary
from tests.outputs.paperwork import HOSTILE, pages, squeezed
from tests.screens.figures_kit import NAMED, Figured
from tests.screens.kit import desk, picture, settled, types, words
from tests.screens.shop import Shop
from tests.store import complaint_kit as kit

pytestmark = pytest.mark.usefixtures("at_home")
MONTH = (date(2026, 11, 1), date(2026, 11, 22))


async def test_this_month_stands_there_with_bars_and_the_numbers_behind_each_rate() -> None:
    doors = Figured()
    async with desk(doors) as (app, pilot):
        await types(pilot, "cc\n")
        assert isinstance(app.screen, Statistics)
        assert doors.asked_for == [("complaints", *MONTH)]
        now = words(app)
        assert "1 Nov 2026 to 22 Nov 2026" in now
        assert "Quality of goods 17 ######## 81% 1 d 2 h 30% 78%" in now
        assert "Manner of service 4 ## 100% 1 h 35 min 0% 100%" in now
        assert "All: founded 16/19; answered 14; reopened 3/12; satisfied 9/11" in now
        assert "cost ¥1,234.56; joined with others 5" in now
        await pilot.press("down")
        assert "Quality of goods: founded 13/16; answered 12; reopened 3/10; satisfied 7/9" in words(app)
        assert "joined" not in words(app)


async def test_other_days_come_by_arrows_by_a_letter_and_typed() -> None:
    doors = Figured()
    async with desk(doors) as (app, pilot):
        await types(pilot, "cc\n")
        for keys, start, end in (
            (("left",), (2026, 10, 1), (2026, 10, 31)),
            (("left",), (2026, 9, 1), (2026, 9, 30)),
            (("right", "right", "right"), (2026, 11, 1), (2026, 11, 22)),
            (("t", "l"), (2026, 10, 1), (2026, 10, 31)),
            (("t", "y"), (2026, 1, 1), (2026, 11, 22)),
            (("t", "m"), (2026, 11, 1), (2026, 11, 22)),
        ):
            await pilot.press(*keys)
            await settled(pilot)
            assert doors.asked_for[-1] == ("complaints", date(*start), date(*end))
        await pilot.press("t", "o")
        await settled(pilot)
        await types(pilot, "2026-10-05 2026-10-20\n")
        assert doors.asked_for[-1] == ("complaints", date(2026, 10, 5), date(2026, 10, 20))
        assert "5 Oct 2026 to 20 Oct 2026" in words(app)
        assert app.screen.focused is app.screen.listing  # type: ignore[attr-defined]


async def test_an_end_before_the_start_is_said_and_never_an_empty_table() -> None:
    doors = Figured()
    async with desk(doors) as (app, pilot):
        await types(pilot, "cr\n")
        assert isinstance(app.screen, CallbackSummary)
        await pilot.press("t", "o")
        await settled(pilot)
        await types(pilot, "2026-11-20 2026-11-05\n")
        now = words(app)
        assert "! It would end at 5 Nov 2026, before it begins at 20 Nov 2026." in now
        assert "1,001 + 12 + 23 + 34 + 160 + 4 = 1,234" in now
        assert "2026-11-20 2026-11-05" in now  # what was typed stays
        assert {asked[1:] for asked in doors.asked_for} == {MONTH}
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, CallbackSummary)


async def test_the_proof_adds_up_on_the_screen() -> None:
    async with desk(Figured(), size=(120, 60)) as (app, pilot):
        await types(pilot, "cr\n")
        now = words(app)
        for part in (
            "Reached in time 1,001 81% ####################", "Not yet due 160 13% ###", "Wanted no call 12 1% #",
            "1,001 + 12 + 23 + 34 + 160 + 4 = 1,234, of 1,234 who are owed a call", "Members served 600",
            "Reached, of all calls 68% (61/90)", "Satisfied, of those who judged 83% (40/48)", "satisfied 40 44%",
            "1001 60 67%", "to a department 6",
        ):  # fmt: skip
            assert part in now, part


async def test_days_without_anything_are_said_so() -> None:
    async with desk(Figured()) as (app, pilot):
        await types(pilot, "cr\n")
        await pilot.press("left")
        await settled(pilot)
        assert "Nobody was owed a call in these days" in words(app)
        app.open("statistics")
        await settled(pilot)
        await pilot.press("left", "left")
        await settled(pilot)
        assert "No complaints in these days." in words(app)


async def test_f8_saves_the_sheet_in_the_language_spoken(at_home: Path) -> None:
    async with desk(Figured(), language="ko") as (app, pilot):
        for word, file, figure in (("cc", "complaints", "81%(13/16)"), ("cr", "callbacks", "1,001+12+23+34+160+4")):
            await types(pilot, f"{word}\n")
            await pilot.press("f8")
            await settled(pilot)
            saved = at_home / "slips" / f"{file}-2026-11-01-2026-11-22.pdf"
            paper = squeezed("".join(pages(saved.read_bytes())))
            assert figure in paper
            assert "완롄백화점" in paper
            assert "陈静1001" in paper
            assert str(saved) in app.screen.message  # type: ignore[attr-defined]
            await pilot.press("f8")
            await settled(pilot)
            assert saved.with_suffix(".2.pdf").exists()
            await pilot.press("escape")
            await settled(pilot)


async def test_paper_that_does_not_come_out_is_said_with_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskapp.reach.find_spec", lambda _name: None)
    async with desk(Figured()) as (app, pilot):
        await types(pilot, "cc\n")
        await pilot.press("f8")
        await settled(pilot)
        assert "! Not printed. This needs more packages" in words(app)


async def test_parked_figures_come_back_with_their_days() -> None:
    doors = Figured()
    async with desk(doors) as (app, pilot):
        await types(pilot, "cc\n")
        await pilot.press("left")
        await settled(pilot)
        stood = app.screen.stood()  # type: ignore[attr-defined]
        app.open("statistics")
        await settled(pilot)
        app.screen.stand(stood)  # type: ignore[attr-defined]
        await settled(pilot)
        assert doors.asked_for[-1] == ("complaints", date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (120, 36)])
async def test_small_and_wide_terminals_show_the_figures_and_hostile_names_are_only_text(size: tuple[int, int]) -> None:
    doors = Figured(names={**NAMED, "category": {"goods": (HOSTILE[3],) * 4, "service": (HOSTILE[8],) * 4}})
    async with desk(doors, size=size) as (app, pilot):
        await types(pilot, "cc\n")
        assert isinstance(app.screen, Statistics)
        assert "\x1b" not in picture(app)
        assert all(len(line) <= size[0] for line in picture(app).splitlines())
        assert len(app.screen.listing.rows) == 13


async def test_the_figures_of_a_real_store_stand_there(shop: Shop) -> None:
    kit.closed(shop.counter)
    kit.registered(shop.counter)
    kit.implemented(shop.counter, phone="13800138001")
    async with shop.desk(staff="3001") as (app, pilot):
        await types(pilot, "cc\n")
        assert "Quality of goods 3 ######## 100%" in words(app)
        await types(pilot, "cr\n")
        assert "1 + 0 + 0 + 0 + 1 + 0 = 2, of 2 who are owed a call" in words(app)

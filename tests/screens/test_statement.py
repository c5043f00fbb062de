"""The statement explains every line of a member's points; the lists of members lead to the member."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskapp.screens.members import Member
from deskapp.screens.members_due import Birthdays, Upgrades
from deskapp.screens.statement import Statement
from deskapp.store.occasions import BirthdayRow, UpgradeRow
from tests.screens.kit import NOON, desk, picture, settled, types
from tests.screens.members_kit import CARD, HOSTILE, doors, lines, shop


async def open_statement(app: Any, pilot: Any) -> Statement:
    app.go_to_member(CARD)
    await settled(pilot)
    await types(pilot, "st\n")
    assert isinstance(app.screen, Statement)
    return app.screen


async def test_lots_and_lines_stand_there_and_the_line_with_the_cursor_is_explained() -> None:
    async with desk(doors()) as (app, pilot):
        await open_statement(app, pilot)
        now = " ".join(picture(app).split())
        assert "usable 420 not yet 20" in now
        assert "400 until 31 Dec 2026, earned on 1 Dec 2025" in now
        assert "usable from 29 Nov 2026" in now
        assert "Receipt R123 of ¥250.00; one point for each ¥10.00; until 30 Nov 2028" in now
        assert "rules 2026-01-01+3f2a9c1d; entry 791, SA261122-0001A" in now
        await pilot.press("down")
        assert "reason: 积分补登; never expire" in " ".join(picture(app).split())


async def test_enter_on_a_line_opens_its_journal_entry() -> None:
    async with desk(doors()) as (app, pilot):
        await open_statement(app, pilot)
        opened: list[Any] = []
        app.open = lambda name, **context: opened.append((name, context))  # type: ignore[method-assign]
        await pilot.press("enter")
        await settled(pilot)
        assert opened == [("entry", {"entry": 791})]


async def test_the_filter_narrows_by_receipt_and_the_lots_do_not_open() -> None:
    async with desk(doors()) as (app, pilot):
        screen = await open_statement(app, pilot)
        await pilot.press("slash")
        await pilot.pause(0.1)
        await types(pilot, "r123")
        assert [row.data.entry for row in screen.listing.rows] == [791]  # type: ignore[attr-defined]
        screen.set_focus(screen.lots)
        await pilot.press("enter")
        assert app.screen is screen


async def test_without_a_customer_nothing_is_asked() -> None:
    async with desk(doors()) as (app, pilot):
        app.command("statement")
        await settled(pilot)
        assert "No customer is in front" in picture(app)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_in_a_line_is_shown_as_text(text: str) -> None:
    from dataclasses import replace

    made = doors()
    line = replace(lines().lines[0], receipt=text, reason=text, subject=text)
    made.readings["points.statement"] = lambda **_given: replace(lines(), name=text, lines=[line])
    async with desk(made) as (app, pilot):
        await open_statement(app, pilot)
        now = picture(app)
        assert "\x1b" not in now
        assert "\u202e" not in now
        assert "+25" in now


async def test_a_small_terminal_shows_the_statement() -> None:
    async with desk(doors(), size=(60, 15)) as (app, pilot):
        await open_statement(app, pilot)
        assert "420" in picture(app)


async def test_birthdays_and_upgrades_lead_to_the_member() -> None:
    made = doors()
    born = BirthdayRow("MA251122-0001", "张伟民", "138****1234", "gold", NOON.date(), True, NOON)
    due = UpgradeRow("MA251122-0001", "张伟民", "138****1234", "", "gold", 1244000, NOON)
    made.readings |= {"members.birthdays": lambda **_given: [born], "members.upgrades": lambda **_given: [due]}
    async with desk(made) as (app, pilot):
        await types(pilot, "bd\n")
        assert isinstance(app.screen, Birthdays)
        assert "张伟民 (by the moon)" in picture(app)
        await pilot.press("escape")
        app.open("upgrades", due="upgrades_due")
        await settled(pilot)
        assert isinstance(app.screen, Upgrades)
        assert "¥12,440.00" in picture(app)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Member)
        assert app.customer is not None


async def test_with_a_real_store_the_line_of_a_receipt_is_explained(sqlite_template: Path, tmp_path: Path) -> None:
    with shop(sqlite_template, tmp_path) as made:
        made.earn("R-77", 25000)
        async with desk(url=made.url, clock=made.clock) as (app, pilot):
            app.go_to_member(made.member)
            await settled(pilot)
            app.open("statement")
            await settled(pilot)
            now = " ".join(picture(app).split())
            assert "usable 25" in now
            assert "Receipt R-77 of ¥250.00; one point for each ¥10.00" in now
            app.open("birthdays")
            await settled(pilot)
            assert "张伟民" in picture(app)

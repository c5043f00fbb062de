"""The member view: everything on one screen, masked; Enter leads on, and the forms behind it keep what was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskapp.screens.cards import Activate
from deskapp.screens.home import Home
from deskapp.screens.members import Member
from deskapp.screens.reveal import Reveal
from tests.screens.kit import desk, picture, settled, types
from tests.screens.members_kit import CARD, HOSTILE, doors, seen, shop, weimin


async def open_member(app: Any, pilot: Any) -> Member:
    app.go_to_member(CARD)
    await settled(pilot)
    assert isinstance(app.screen, Member)
    return app.screen


async def test_the_view_shows_cards_points_tier_slips_and_visits_masked() -> None:
    async with desk(doors()) as (app, pilot):
        await open_member(app, pilot)
        seen_now = picture(app)
    for told in (
        "张伟民", "version 3", CARD, "610000000026 lost", "138****1234", "****-05-**", "China 110***", "李强",
        "terms, SMS", "对坚果过敏", "Usable          420", "Not yet         20", "until 31 Dec 2026", "never expire",
        "from 29 Nov 2026", "¥12,440.00", "24%", "SA261122-0003K", "+25  ¥250.00", "-60  G001 (voided)",
    ):  # fmt: skip
        assert told in seen_now, told


async def test_a_scanned_card_opens_its_member_and_two_keys_lead_to_points() -> None:
    found = [type("Found", (), {"kind": "card", "key": CARD, "title": "张伟民", "detail": "", "mark": "active"})()]
    made = doors()
    made.readings |= {"omnibox.find": lambda **_given: found, "omnibox.search": lambda **_given: found}
    async with desk(made) as (app, pilot):
        await types(pilot, f"{CARD}\n")
        assert isinstance(app.screen, Member)
        opened: list[str] = []
        app.open = lambda name, **_context: opened.append(name)  # type: ignore[method-assign]
        await pilot.press("enter", "p")
        await settled(pilot)
        await types(pilot, "p\n")
        assert opened == ["points", "points"]


async def test_enter_on_a_line_opens_what_the_line_is_about() -> None:
    async with desk(doors()) as (app, pilot):
        screen = await open_member(app, pilot)
        opened: list[tuple[str, Any]] = []
        app.open = lambda name, **context: opened.append((name, context))  # type: ignore[method-assign]
        for pane, key in (
            (screen.listing, "phone"),
            (screen.standing, "points"),
            (screen.standing, "slip SA261122-0003K"),
            (screen.standing, "visit 791"),
        ):
            screen.set_focus(pane)
            pane.move(next(n for n, row in enumerate(pane.rows) if row.key == key))
            await pilot.press("enter")
            await settled(pilot)
    assert opened == [
        ("reveal", {"field": "phone"}),
        ("statement", {}),
        ("slip", {"slip": "SA261122-0003K"}),
        ("entry", {"entry": 791}),
    ]


async def test_the_menu_says_everything_that_can_be_done_and_lets_the_customer_go() -> None:
    async with desk(doors()) as (app, pilot):
        await open_member(app, pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "Card reported lost" in picture(app)
        await pilot.press("x")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert app.customer is None


async def test_a_letter_edits_and_a_scan_over_the_list_goes_to_the_search_line() -> None:
    async with desk(doors()) as (app, pilot):
        screen = await open_member(app, pilot)
        await types(pilot, "E69")
        assert screen.omnibox.entry.value == "E69"
        screen.omnibox.clear()
        screen.first_focus()
        await pilot.press("e")
        await pilot.pause(0.1)
        await settled(pilot)
        assert "Change a member" in picture(app)


async def test_a_member_nobody_knows_is_said_and_nothing_is_shown() -> None:
    async with desk(doors()) as (app, pilot):
        app.open("member", member="MA990101-0001")
        await settled(pilot)
        assert "No member has the number MA990101-0001." in picture(app)
        await pilot.press("e", "enter", "f9")
        assert app.screen.is_mounted


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_of_people_is_shown_as_text(text: str) -> None:
    made = doors()
    made.readings["members.show"] = lambda **_given: weimin(name=text, preferred=text, notes=text, address=text)
    async with desk(made) as (app, pilot):
        await open_member(app, pilot)
        now = picture(app)
        assert "\x1b" not in now
        assert "\u202e" not in now
        assert "Wanlian" in now
        if len(text) < 30 and text.isprintable():
            assert text[:20] in now


async def test_a_small_terminal_shows_what_fits() -> None:
    async with desk(doors(), size=(60, 15)) as (app, pilot):
        screen = await open_member(app, pilot)
        assert "138****1234" in picture(app)
        await pilot.press("enter")
        await settled(pilot)
        assert "Points for a receipt" in picture(app)
        await pilot.press("escape", "f6", *["down"] * 20)
        assert screen.focused is screen.standing
        assert "G001" in picture(app)


# ---- revealing


async def test_a_reveal_needs_a_reason_shows_the_value_and_masks_it_again() -> None:
    async with desk(doors(members_reveal=seen(seconds=300))) as (app, pilot):
        await open_member(app, pilot)
        app.open("reveal", field="phone")
        await settled(pilot)
        await pilot.press("f9")
        await settled(pilot)
        assert "This is needed." in picture(app)
        await types(pilot, "顾客要求核对")
        await pilot.press("f9")
        await settled(pilot)
        assert "1 3 8 0 0 0 0 1 2 3 4" in picture(app)
        assert app.doors.asked[-1][3] == {"field": "phone", "reason": "顾客要求核对", "member": "MA251122-0001"}  # type: ignore[attr-defined]
        form = app.screen
        assert isinstance(form, Reveal)
        form.left = 1
        form.second()
        await settled(pilot)
        assert "1 3 8 0" not in picture(app)
        assert "Masked again." in picture(app)
        await pilot.press("enter")
        assert isinstance(app.screen, Member)


async def test_the_seconds_are_not_counted_while_something_is_typed() -> None:
    async with desk(doors(members_reveal=seen(seconds=300))) as (app, pilot):
        await open_member(app, pilot)
        app.open("reveal", field="phone")
        await settled(pilot)
        await types(pilot, "reason")
        await pilot.press("f9")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, Reveal)
        await pilot.press("f2")
        before = screen.result
        left = screen.left
        screen.second()
        assert screen.left == left - 1
        assert screen.result is before
        screen.left = 1
        screen.second()
        assert screen.result is not None
        assert screen.result.big == ""


async def test_a_reveal_that_is_left_early_leaves_nothing_behind() -> None:
    async with desk(doors(members_reveal=seen(value="上海市静安区南京西路1号恒隆广场办公楼一座38层"))) as (app, pilot):
        await open_member(app, pilot)
        app.open("reveal", field="address")
        await settled(pilot)
        await types(pilot, "送货")
        await pilot.press("f9")
        await settled(pilot)
        assert "恒隆广场" in picture(app)
        form = app.screen
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, Member)
        assert "恒隆" not in repr(form.result)  # type: ignore[attr-defined]


async def test_with_a_real_store_a_reveal_is_in_the_journal_and_a_slip_waits(
    sqlite_template: Path, tmp_path: Path
) -> None:
    with shop(sqlite_template, tmp_path) as made:
        async with desk(url=made.url, clock=made.clock) as (app, pilot):
            app.go_to_member(made.member)
            await settled(pilot)
            assert "Slips to sign" in picture(app)
            app.open("reveal", field="phone")
            await settled(pilot)
            await types(pilot, "回电")
            await pilot.press("f9")
            await settled(pilot)
            assert "1 3 8 0 0 1 3 8 0 0 0" in picture(app)
            done = await app.read("journal.mine")
            assert done[0].operation == "members.reveal"
            assert done[0].facts == {"field": "phone", "reason": "回电"}


async def test_activate_opens_with_the_member_of_the_view() -> None:
    async with desk(doors()) as (app, pilot):
        await open_member(app, pilot)
        await pilot.press("enter", "a")
        await settled(pilot)
        assert isinstance(app.screen, Activate)
        assert app.screen.row("member").entry.value == "MA251122-0001"

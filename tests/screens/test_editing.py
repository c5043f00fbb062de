"""Changing a member: masked fields stay masked, only what is different is posted, and nobody's change is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskapp.rules.decisions import no
from deskapp.screens.editing import Edit
from deskapp.screens.members import Member
from deskapp.store import edits
from deskapp.store.edits import Edited
from deskapp.store.registry import READINGS
from tests.screens.kit import NOON, FakeDoors, desk, picture, settled, types
from tests.screens.members_kit import CARD, HOSTILE, doors, shop, weimin


def edited(**given: Any) -> Edited:
    return Edited(given["member"], given["member"], given["version"] + 1, sorted(given["changes"]))


async def form(app: Any, pilot: Any, **context: Any) -> Edit:
    app.go_to_member(CARD)
    await settled(pilot)
    app.open("edit", **context)
    await settled(pilot)
    assert isinstance(app.screen, Edit)
    return app.screen


async def test_only_what_was_typed_is_posted_against_the_version_that_was_read() -> None:
    made = doors(members_edit=edited)
    async with desk(made) as (app, pilot):
        screen = await form(app, pilot)
        assert "138****1234" in picture(app)
        assert screen.row("phone").entry.value == ""
        screen.row("phone").fill("139 1234 5678")
        screen.row("address").fill("-")
        screen.row("offers").fill("both")
        await settled(pilot)
        assert "Will change: Phone, Address, Offers." in picture(app)
        await pilot.press("f9")
        await settled(pilot)
        assert "张伟民 is changed" in picture(app)
        await pilot.press("enter")
        assert isinstance(app.screen, Member)
    assert made.asked[0][3] == {
        "member": "MA251122-0001",
        "version": 3,
        "changes": {"phone": "139 1234 5678", "address": "", "marketing_sms": "yes", "marketing_phone": "yes"},
    }


async def test_a_line_of_the_view_opens_the_form_at_its_field() -> None:
    async with desk(doors()) as (app, pilot):
        screen = await form(app, pilot, at="notes")
        assert app.focused is screen.row("notes").entry


async def test_a_stale_form_says_what_changed_keeps_what_was_typed_and_saves_the_second_time() -> None:
    view = weimin()
    made: FakeDoors

    def edit(**given: Any) -> Any:
        if given["version"] == view.version:
            return edited(**given)
        return no("stale", field="version", changed="phone, preferred", version=view.version, by="1002", at=NOON)

    made = doors(members_edit=edit)
    made.readings["members.show"] = lambda **_given: view
    async with desk(made) as (app, pilot):
        screen = await form(app, pilot)
        screen.row("notes").fill("不吃花生")
        view = weimin(version=4, phone="139****9999", preferred="张总")
        await pilot.press("f9")
        await settled(pilot)
        now = picture(app)
        assert "Meanwhile 1002 changed this, Sun 22 Nov 14:32: Phone, Addressed as." in now
        assert "Phone: 138****1234 > 139****9999" in now
        assert "What you typed is still here." in now
        assert screen.row("notes").entry.value == "不吃花生"
        assert screen.row("preferred").entry.value == "张总"
        await pilot.press("f9")
        await settled(pilot)
        assert "is changed" in picture(app)
    assert made.asked[1][3] == {"member": "MA251122-0001", "version": 4, "changes": {"notes": "不吃花生"}}


async def test_nothing_changed_is_said() -> None:
    async with desk(doors(members_edit=lambda **_given: no("no_change"))) as (app, pilot):
        await form(app, pilot)
        await pilot.press("f9")
        await settled(pilot)
        assert "Nothing would change." in picture(app)


async def test_without_a_customer_the_command_says_what_is_missing() -> None:
    async with desk(doors()) as (app, pilot):
        app.command("edit")
        await settled(pilot)
        assert "No customer is in front" in picture(app)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_taken_as_text_or_refused(text: str) -> None:
    made = doors(members_edit=edited)
    async with desk(made) as (app, pilot):
        screen = await form(app, pilot)
        for name in ("name", "preferred", "introducer", "notes", "address"):
            screen.row(name).entry.value = text
        await pilot.press("f9")
        await settled(pilot)
        now = picture(app)
        assert "\x1b" not in now
        assert "\u202e" not in now
        assert "! " in now or "is changed" in now


async def test_with_a_real_store_two_counters_change_one_member(sqlite_template: Path, tmp_path: Path) -> None:
    with shop(sqlite_template, tmp_path) as made:
        async with desk(url=made.url, clock=made.clock) as (app, pilot):
            app.go_to_member(made.member)
            await settled(pilot)
            await pilot.press("e")
            await pilot.pause(0.1)
            await settled(pilot)
            screen = app.screen
            assert isinstance(screen, Edit)
            screen.row("notes").fill("[b]VIP[/b]")
            answer = edits.edit(made.act(), member=made.member, version=1, changes={"phone": "13900139000"})
            assert isinstance(answer, Edited)
            await pilot.press("f9")
            await settled(pilot)
            assert "Meanwhile 1002 changed this" in picture(app)
            await pilot.press("f9")
            await settled(pilot)
            assert "is changed" in picture(app)
            await pilot.press("enter")
            await settled(pilot)
            assert "[b]VIP[/b]" in picture(app)
            view = READINGS["members.show"](made.at(), member=made.member)
            assert (view.version, view.phone, view.notes) == (3, "139****9000", "[b]VIP[/b]")


async def test_typing_goes_on_where_the_arrow_leads() -> None:
    async with desk(doors()) as (app, pilot):
        screen = await form(app, pilot)
        await pilot.press("down")
        await types(pilot, "13912345678\n张总\n")
        assert screen.row("phone").entry.value == "13912345678"
        assert screen.row("preferred").entry.value == "张总"

"""Enrolment: terms must be agreed, a likely twin is looked at first, and nothing typed is lost on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskapp.rules.decisions import no
from deskapp.screens.enrol import Enrol
from deskapp.screens.members import Member
from deskapp.store.enrolment import Enrolled
from deskapp.store.twins import TwinRow
from tests.screens.kit import FakeDoors, desk, picture, settled, types
from tests.screens.members_kit import HOSTILE, card, doors, shop, weimin


def enrolled(**given: Any) -> Enrolled:
    fee = 20000 if given["card"] and given["fee_taken"] else 0
    return Enrolled("MA261122-0009", "MA261122-0009", "SA261122-0009X", given["card"] or None, "", fee)


def guarded(**given: Any) -> Any:
    """Refuses until the twin was looked at."""
    if "MA251122-0001" in given["twins_seen"]:
        return enrolled(**given)
    return no(
        "twins", field="twins_seen", twins="MA251122-0001 张伟民 138****1234", numbers="MA251122-0001", why="alike"
    )


def shop_of(enrol: Any = enrolled) -> FakeDoors:
    made = doors(members_enrol=enrol)
    twin = TwinRow(1, "MA251122-0001", "张伟民", "138****1234", "****-05-**", "active", "same_phone", 95)
    made.readings["members.twins"] = lambda **_given: [twin]
    made.readings["members.show"] = lambda **given: weimin(number=given["member"])
    return made


async def form(app: Any, pilot: Any) -> Enrol:
    app.open("enrol")
    await settled(pilot)
    assert isinstance(app.screen, Enrol)
    return app.screen


async def test_a_name_the_terms_and_f9_make_a_member_who_is_then_in_front() -> None:
    made = shop_of()
    async with desk(made) as (app, pilot):
        await form(app, pilot)
        await types(pilot, "李小龙\n138 0013 8001\ny\n610000000034\ny\n")
        assert "李小龙 becomes a member." in picture(app)
        assert "Member card: the fee of ¥200.00 goes into the drawer." in picture(app)
        await pilot.press("f9")
        await settled(pilot)
        assert "李小龙 is a member now" in picture(app)
        assert "Fee taken: ¥200.00" in picture(app)
        assert "the slip to sign" in picture(app)
        assert app.customer is not None
        assert app.customer.number == "MA261122-0009"
    given = made.asked[0][3]
    assert (given["name"], given["terms"], given["card"], given["fee_taken"]) == ("李小龙", True, "610000000034", True)
    assert (given["marketing_sms"], given["marketing_phone"], given["language"]) == (False, False, "en")


async def test_without_the_terms_nothing_is_posted() -> None:
    made = shop_of()
    async with desk(made) as (app, pilot):
        screen = await form(app, pilot)
        await types(pilot, "李小龙\n")
        await pilot.press("f9")
        await settled(pilot)
        assert not made.asked
        assert app.focused is screen.row("terms").entry
        assert "This is needed." in picture(app)


async def test_a_likely_twin_is_listed_and_enter_on_it_opens_that_member_while_the_form_waits() -> None:
    made = shop_of(guarded)
    async with desk(made) as (app, pilot):
        screen = await form(app, pilot)
        await types(pilot, "张伟民\n13800001234\ny\n")
        await pilot.press("f9")
        await settled(pilot)
        assert "Perhaps a member already." in picture(app)
        assert "Somebody else" in picture(app)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Member)
        assert app.customer is not None
        assert app.customer.number == "MA251122-0001"
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is screen
        assert screen.row("name").entry.value == "张伟民"


async def test_somebody_else_is_enrolled_from_the_last_line_with_the_twins_named() -> None:
    made = shop_of(guarded)
    async with desk(made) as (app, pilot):
        await form(app, pilot)
        await types(pilot, "张伟民\n13800001234\ny\n")
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert "F9 enrols them" in picture(app)
        assert len(made.asked) == 1
        await pilot.press("f9")
        await settled(pilot)
        assert "is a member now" in picture(app)
    assert [given["twins_seen"] for _name, _op, _by, given in made.asked] == [[], ["MA251122-0001"]]
    assert made.asked[0][1] == made.asked[1][1]


async def test_a_wrong_phone_birthday_or_document_is_said_where_it_was_typed() -> None:
    made = shop_of()
    async with desk(made) as (app, pilot):
        screen = await form(app, pilot)
        await types(pilot, "李小龙\nabc\n")
        assert "This is not a phone number." in picture(app)
        screen.row("phone").fill("13800138001")
        screen.row("birthday").fill("1990-13-40")
        screen.row("terms").fill("y")
        await pilot.press("f9")
        await settled(pilot)
        assert "This is not a birthday." in picture(app)
        screen.row("birthday").fill("L1990-05-12")
        screen.row("id_type").fill("c")
        screen.row("id_number").fill("110105194912310021")
        await pilot.press("f9")
        await settled(pilot)
        assert "This document number is not right" in picture(app)
        assert not made.asked


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_in_every_field_is_taken_as_text_or_refused_with_a_message(text: str) -> None:
    made = shop_of(lambda **_given: no("too_long", field="name", limit=60, has=61))
    async with desk(made) as (app, pilot):
        screen = await form(app, pilot)
        for row in screen.rows:
            row.entry.value = text
        await settled(pilot)
        await pilot.press("f9")
        await settled(pilot)
        now = picture(app)
        assert not made.asked
        assert "\x1b" not in now
        assert "\u202e" not in now
        assert "!" in now
        assert app.screen is screen


async def test_the_form_stands_on_a_small_terminal() -> None:
    async with desk(shop_of(guarded), size=(60, 15)) as (app, pilot):
        await form(app, pilot)
        await types(pilot, "张伟民\n13800001234\ny\n")
        await pilot.press("f9")
        await settled(pilot)
        assert "Somebody else" in picture(app)


async def test_with_a_real_store_a_twin_is_found_and_the_new_card_works(sqlite_template: Path, tmp_path: Path) -> None:
    with shop(sqlite_template, tmp_path) as made:
        async with desk(url=made.url, clock=made.clock) as (app, pilot):
            await form(app, pilot)
            await types(pilot, f"张伟民\n138-0013-8000\ny\n{card(2)}\nn\n")
            await pilot.press("f9")
            await settled(pilot)
            assert made.member in picture(app)
            assert "Somebody else" in picture(app)
            await pilot.press("down", "f9")
            await settled(pilot)
            assert "张伟民 is a member now" in picture(app)
            assert app.customer is not None
            assert app.customer.card == card(2)
            await pilot.press("enter")
            app.go_to_member(card(2))
            await settled(pilot)
            assert "Terms" not in picture(app)
            assert "Agreed to terms" in " ".join(picture(app).split())

"""Two people at one counter: the desk is taken over in seconds, and what is done is done by whoever is signed in."""

from __future__ import annotations

import sqlalchemy as sa

from deskapp.screens.gifts import Redeem
from deskapp.screens.home import Home
from deskapp.store.journal import JOURNAL
from tests.screens.kit import picture, settled, types
from tests.screens.shop import Shop
from tests.store.conftest import PIN


def who_did_what(shop: Shop) -> list[tuple[str, str]]:
    wanted = sa.select(JOURNAL.c.operation, JOURNAL.c.actor).where(
        JOURNAL.c.operation.in_(("points.earn", "gifts.redeem"))
    )
    with shop.counter.store.engine.connect() as conn:
        return [(row.operation, row.actor) for row in conn.execute(wanted.order_by(JOURNAL.c.number))]


async def test_a_colleague_serves_at_the_locked_desk_and_hands_it_back_untouched(shop: Shop) -> None:
    other = shop.counter.member("李娜", phone="+8613812349999")
    before = who_did_what(shop)
    async with shop.desk() as (app, pilot):
        await types(pilot, f"{shop.card}\n")
        await types(pilot, "r\n")
        await types(pilot, "G001\n2")
        form, seen = app.screen, picture(app)
        assert isinstance(form, Redeem)
        await pilot.press("f12", "l")
        await settled(pilot)
        assert "张伟民" not in picture(app)
        await types(pilot, f"1002\n{PIN}\n")
        assert isinstance(app.screen, Home)
        assert app.customer is None
        await types(pilot, f"{other}\n")
        await types(pilot, "p\n")
        await types(pilot, "R9001\n30\n")
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("enter", "f12", "o")
        await settled(pilot)
        await types(pilot, f"1001\n{PIN}\n")
        assert app.screen is form
        assert picture(app) == seen
        assert app.customer.name == "张伟民"
        await pilot.press("f9")
        await settled(pilot)
        assert form.result is not None
    assert who_did_what(shop)[len(before) :] == [("points.earn", "1002"), ("gifts.redeem", "1001")]


async def test_the_desk_locks_itself_over_an_open_question_and_keeps_it(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"{shop.card}\n")
        await types(pilot, "r\n")
        await types(pilot, "G001\n2")
        await pilot.press("escape")
        await settled(pilot)
        question = app.screen
        app.touched -= 3600
        await pilot.pause(1.2)
        assert app.desk is None
        await types(pilot, f"1001\n{PIN}\n")
        assert app.screen is question


async def test_a_form_about_one_member_comes_back_for_that_member_whoever_was_in_front_last(shop: Shop) -> None:
    other = shop.counter.member("李娜", phone="+8613812349999")
    async with shop.desk() as (app, pilot):
        await types(pilot, f"{shop.card}\n")
        app.open("edit", at="notes")
        await settled(pilot)
        await types(pilot, "prefers mornings")
        await pilot.press("f2")
        await types(pilot, f"{other}\n")
        assert app.customer.name == "李娜"
        assert await app.all_kept()
    async with shop.desk() as (app, pilot):
        await pilot.press("f5", "1")
        await settled(pilot)
        assert app.customer.name == "李娜"
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen.row("notes").entry.value == "prefers mornings"
        await pilot.press("f9")
        await settled(pilot)
        assert app.screen.result.title == "张伟民 is changed"


async def test_the_parked_menu_of_a_list_is_put_again_about_the_same_record(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "k\n")
        await pilot.press("down", "enter", "down", "f4")
        await settled(pilot)
    async with shop.desk() as (app, pilot):
        await pilot.press("f5", "1")
        await settled(pilot)
        assert "What to do" in picture(app)
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen.row("item").entry.value == "G002"

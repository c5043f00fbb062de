"""The shift at a counter: F12 opens it, its kind stands at the top, counts are blind until they are saved."""

from __future__ import annotations

import json
from typing import Any

from deskapp.screens.choose import Choose
from deskapp.screens.home import Home
from deskapp.screens.sign_in import SignIn
from tests.screens.kit import FakeDoors, desk, picture, settled, types, words
from tests.screens.shop import HOSTILE, PIN, Shop, press
from tests.store import shift_kit as kit


async def test_f12_opens_a_shift_with_its_float_counted_and_the_top_line_says_its_kind(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        assert "Early" not in picture(app).splitlines()[0]
        await press(pilot, "f12")
        assert "s Open the shift, with the float counted" in words(app)
        await press(pilot, "s")
        await types(pilot, "1\n\n1\n")
        assert "Float: ¥120.00" in words(app)
        await press(pilot, "f9")
        assert "The shift is open" in words(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)
        assert "Early shift" in picture(app).splitlines()[0]
        assert app.shift.kind == "early"
        assert app.shift.clerks == ["1001"]


async def test_a_drawer_in_which_nothing_was_counted_is_not_an_empty_drawer(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        app.open("open_shift")
        await settled(pilot)
        await press(pilot, "f9")
        assert app.screen.result is None
        await types(pilot, "0")
        await press(pilot, "f9")
        assert "Float: ¥0.00" in words(app)


async def test_f12_still_locks_and_signs_off_by_one_letter(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        for letters in (("l",), ("o",), ("enter",)):
            await press(pilot, "f12", *letters)
            assert isinstance(app.screen, SignIn)
            await types(pilot, f"1001\n{PIN}\n")
            assert isinstance(app.screen, Home)


async def test_the_menu_offers_what_the_person_can_do_now(shop: Shop) -> None:
    number = kit.opened(shop.counter, "1002")
    async with shop.desk() as (app, pilot):
        await press(pilot, "f12")
        assert f"Shift: {number} " in words(app)  # it is of no kind
        assert "Join the shift" in words(app)
        assert "Count, without" not in words(app)
        await press(pilot, "j")
        assert "1002, 1001" in words(app)
        await press(pilot, "f12")
        shown = words(app)
        assert "Join" not in shown
        assert "Count, without" in shown
        assert "Leave the shift; the others go on" in shown
        await press(pilot, "v")
        assert app.shift.clerks == ["1002"]


async def test_what_is_expected_is_nowhere_before_the_count_is_saved(shop: Shop) -> None:
    kit.opened(shop.counter)
    kit.paid(shop.counter, "fee", 4237)
    async with shop.desk() as (app, pilot):
        await press(pilot, "f12", "c")
        await types(pilot, "1\n\n1\n")
        kept = json.dumps([app.screen.stood(), app.screen.opened], default=str)
        for figure in ("142.37", "42.37", "14237", "4237"):
            assert figure not in picture(app)
            assert figure not in kept
        for row, figure in (("thing-1", "5"), ("thing-2", "2")):
            app.screen.row(row).entry.value = figure
        await settled(pilot)
        await press(pilot, "f9")
        assert "cash: counted ¥120.00, expected ¥142.37, difference -¥22.37" in words(app)
        assert "G001" in words(app)


async def test_a_difference_is_explained_and_above_the_limit_a_second_person_agrees(shop: Shop) -> None:
    kit.opened(shop.counter)
    async with shop.desk() as (app, pilot):
        await press(pilot, "f12", "c")
        await types(pilot, "\n1\n")
        for row, figure in (("thing-1", "5"), ("thing-2", "2")):
            app.screen.row(row).entry.value = figure
        await press(pilot, "f9", "enter")
        assert "counted ¥50.00, expected ¥100.00, difference -¥50.00" in words(app)
        await types(pilot, "找错钱")
        await press(pilot, "f9")
        assert "must agree to this" in words(app)
        await types(pilot, f"3001\n{PIN}\n")
        await press(pilot, "f9")
        assert "On the books" in words(app)


async def test_money_and_notes_of_a_shift_are_recorded(shop: Shop) -> None:
    kit.opened(shop.counter)
    async with shop.desk() as (app, pilot):
        await press(pilot, "f12", "m")
        await types(pilot, "o\n5\n邮票")
        await press(pilot, "f9")
        assert "¥ 5 . 0 0" in words(app)
        assert "100.00" not in words(app)
        await press(pilot, "enter", "f12", "n")
        await types(pilot, "洗手间漏水,已报修")
        await press(pilot, "f9", "enter", "f12", "b")
        await types(pilot, "王芳没来")
        await press(pilot, "f9")
        assert "The supervisor is told" in words(app)


async def test_a_shift_that_another_has_closed_is_heard_of(shop: Shop) -> None:
    number = kit.opened(shop.counter)
    async with shop.desk() as (app, pilot):
        kit.good(kit.handover.close(shop.counter.act("3001", counter="B"), shift=number, reason="先走了"))
        await press(pilot, "f12", "n")
        await types(pilot, "x")
        await press(pilot, "f9")
        assert f"Your shift {number} was closed by 3001 at Wed 15 Jul 10:00." in words(app)
        assert app.shift is None
        assert app.untaken is not None
        await press(pilot, "escape", "d", "f12")
        assert "My shift was closed by another" in words(app)


async def test_a_supervisor_closes_a_shift_from_any_counter(shop: Shop) -> None:
    number = kit.opened(shop.counter, desk="B")
    async with shop.desk(staff="3001") as (app, pilot):
        await types(pilot, f"xs\n{number}\n")
        await types(pilot, "关灯走了")
        assert "Counter B, 1001: ends now" in words(app)
        await press(pilot, "f9")
        assert "The shift is closed" in words(app)


async def test_the_menu_opens_when_the_store_does_not_answer() -> None:
    def broken() -> Any:
        raise ConnectionError

    async with desk(FakeDoors(readings={"shifts.current": broken})) as (app, pilot):
        await press(pilot, "f12")
        assert isinstance(app.screen, Choose)
        await press(pilot, "l")
        assert isinstance(app.screen, SignIn)


async def test_hostile_names_of_gifts_stand_in_the_count_as_text() -> None:
    for text in HOSTILE:
        async with desk(FakeDoors(), size=(60, 15)) as (app, pilot):
            names = {"item:G001": {"en": text}}
            app.open("count_shift", things=["cash", "item:G001"], denominations=[10000, 5000], names=names)
            await settled(pilot)
            assert "\x1b" not in picture(app)
            assert "\u202e" not in picture(app)
            assert all(len(line) <= 60 for line in picture(app).splitlines())


async def test_no_screen_tells_what_lies_on_the_desk_before_it_is_counted(shop: Shop) -> None:
    shop.counter.gift("G003", price=20, on_desk=7351)
    kit.opened(shop.counter)
    async with shop.desk() as (app, pilot):
        await app.attach(shop.card)
        for name, given, typed in (
            ("stock", {}, ""), ("items", {}, ""), ("item", {"code": "G003"}, ""), ("redeem", {}, "G003\n"),
            ("move", {}, "G003\n2\nd\ns\n"), ("receive", {}, "G003\n2\nd\n"), ("write_off", {}, "G003\n2\nd\nx"),
        ):  # fmt: skip
            app.open(name, **given)
            await settled(pilot)
            await types(pilot, typed)
            assert "G003" in picture(app), name
            assert "735" not in picture(app).replace(",", ""), name
            app.back()
            await settled(pilot)
        app.open("stock")
        await settled(pilot)
        assert "some" in picture(app)

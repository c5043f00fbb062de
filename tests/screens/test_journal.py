"""The journal at the desk, on a real store: a day, an entry, a receipt's uses, and taking an entry back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.screens.home import Home
from deskapp.store import daybook, points, receipts, statements
from tests.golden.golden import LANGUAGES, check
from tests.screens.kit import picture, settled, types
from tests.screens.shop import HOSTILE, PIN, Shop, press
from tests.store.conftest import supervisor


def earned(shop: Shop, receipt: str = "R1", staff: str = "1001", amount: int = 2500) -> int:
    """Points for a receipt; answers with the journal entry."""
    answer = points.earn(shop.counter.act(staff), card=shop.card, receipt=receipt, amount=amount)
    assert isinstance(answer, points.Earned)
    return daybook.mine(shop.counter.at(staff), limit=1)[0].entry


def usable(shop: Shop) -> int:
    return statements.statement(shop.counter.desk, card=shop.card).usable  # type: ignore[union-attr]


async def test_an_entry_is_opened_and_tells_everything(shop: Shop) -> None:
    earned(shop)
    async with shop.desk() as (app, pilot):
        await types(pilot, "j\n")
        await press(pilot, "down", "enter")
        told = picture(app)
        for part in ("Points for a receipt", "张伟民", "陈静 1001", "¥25.00", "R1", "Rules of"):
            assert part in told


async def test_an_entry_is_voided_with_a_reason_and_the_receipt_is_free_again(shop: Shop) -> None:
    earned(shop)
    async with shop.desk() as (app, pilot):
        await types(pilot, "j\n")
        await press(pilot, "down")
        await pilot.press("v")
        await pilot.pause(0.1)
        await settled(pilot)
        assert "It is taken back" not in picture(app)
        await types(pilot, "金额输错\n")
        assert "It is taken back: points, stock and receipt stand as before it." in " ".join(picture(app).split())
        await press(pilot, "f9")
        assert "Voided" in picture(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)
    assert usable(shop) == 200


async def test_another_day_needs_a_supervisor_and_nobody_less(shop: Shop) -> None:
    entry = earned(shop)
    shop.counter.clock.set(shop.counter.clock.now() + timedelta(days=1))
    async with shop.desk() as (app, pilot):
        app.open("void", entry=entry)
        await settled(pilot)
        await types(pilot, "退货\n")
        await press(pilot, "f9")
        assert "This was done on 15 Jul 2026" in " ".join(picture(app).split())
        await types(pilot, f"1002\n{PIN}\n")
        await press(pilot, "f9")
        assert app.screen.row("approver").fault.code == "approver_role"  # type: ignore[attr-defined]
        app.screen.row("approver").fill("3001")  # type: ignore[attr-defined]
        app.screen.row("approver_pin").fill(PIN)  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "Voided" in picture(app)
    assert usable(shop) == 200


async def test_what_cannot_be_voided_says_why(shop: Shop) -> None:
    entry = earned(shop)
    shop.counter.gift("G003", price=10)
    async with shop.desk() as (app, pilot):
        app.open("void", entry=entry)
        await settled(pilot)
        await types(pilot, "退货\n")
        await press(pilot, "f9")
        app.go_home()
        for number, told in ((entry, "has voided this already"), (99999, "The journal has no entry 99999.")):
            app.open("void", entry=number)
            await settled(pilot)
            await types(pilot, "退货\n")
            await press(pilot, "f9")
            assert told in " ".join(picture(app).split())
            app.back()


async def test_the_journal_of_another_day_is_a_key_or_a_date_away(shop: Shop) -> None:
    earned(shop, "YESTERDAY1")
    shop.counter.clock.set(shop.counter.clock.now() + timedelta(days=1))
    async with shop.desk() as (app, pilot):
        await types(pilot, "j\n")
        assert "Points for a rec" not in picture(app)
        await press(pilot, "left")
        assert "Points for a rec" in picture(app)
        await press(pilot, "right")
        assert "Points for a rec" not in picture(app)
        await pilot.press("slash")
        await pilot.pause(0.1)
        await types(pilot, "-1\n")
        assert "Wed 15 Jul" in picture(app)
        assert "Points for a rec" in picture(app)


async def test_a_refusal_is_in_the_journal_in_words(shop: Shop) -> None:
    earned(shop)
    points.earn(shop.counter.act("1002"), card=shop.card, receipt="R1", amount=2500)
    async with shop.desk() as (app, pilot):
        await types(pilot, "j\n")
        assert "! refused" in picture(app)
        await press(pilot, "down", "enter")
        assert "This receipt was used by 陈静 1001 at Wed 15 Jul 10:00, counter A" in " ".join(picture(app).split())
        await pilot.press("v")
        await pilot.pause(0.1)
        assert "there is nothing to take back" in picture(app)


async def test_a_receipt_shows_by_whom_when_and_where_it_was_used(shop: Shop) -> None:
    from deskapp.store import voids

    voids.void(shop.counter.act(approval=supervisor()), entry=earned(shop, "R77"), reason="退货")
    earned(shop, "R77")
    assert len(receipts.show(shop.counter.desk, number="R77")[0].uses) == 2
    async with shop.desk() as (app, pilot):
        await types(pilot, "R77\n")
        told = " ".join(picture(app).split())
        assert "¥25.00" in told
        assert "counter A, by 1001, for 张伟民" in told
        assert "it can be used again" in told
        await press(pilot, "down")
        await press(pilot, "enter")
        assert "Journal entry" in picture(app)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_or_refused_and_never_runs(text: str, shop: Shop) -> None:
    points.adjust(shop.counter.act(approval=supervisor()), card=shop.card, points=1, reason=text)
    async with shop.desk() as (app, pilot):
        await types(pilot, "j\n")
        await press(pilot, "down", "enter")
        assert "\x1b" not in picture(app)
        app.open("receipt", number=text)
        await settled(pilot)
        app.open("void")
        await settled(pilot)
        for name in ("entry", "reason"):
            app.screen.row(name).entry.value = text  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert app.is_running


async def test_a_small_terminal_does_not_break_any_of_them(shop: Shop) -> None:
    entry = earned(shop)
    async with shop.desk(size=(60, 15)) as (app, pilot):
        for word, context in (("journal", {}), ("entry", {"entry": entry}), ("void", {"entry": entry}),
                              ("receipt", {"number": "R1"})):  # fmt: skip
            app.open(word, **context)
            await settled(pilot)
            assert app.is_running
            app.back()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_screens_of_the_journal_look_as_they_did(language: str, shop: Shop) -> None:
    entry = earned(shop, "R20260715001", amount=25850)
    points.earn(shop.counter.act("1002"), card=shop.card, receipt="R20260715001", amount=25850)
    async with shop.desk(language=language) as (app, pilot):
        for word, context in (("journal", {}), ("entry", {"entry": entry}), ("void", {"entry": entry}),
                              ("receipt", {"number": "R20260715001"})):  # fmt: skip
            app.open(word, **context)
            await settled(pilot)
            check(app, f"journal_{word}")
            app.back()
            await settled(pilot)

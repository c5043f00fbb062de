"""Handing over on one screen: filled in, counted blind, sealed by both, accepted, refused; two who press at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from deskapp.i18n import LANGUAGES, said_in
from deskapp.outputs import handover as paper
from deskapp.outputs import sheets
from deskapp.screens.handover import Handover, TakeOver
from deskapp.screens.home import Home
from deskapp.screens.shift_counting import SettleShift
from deskapp.screens.sign_in import SignIn
from deskapp.store import drafts, handover, handover_views, items, shift_counts, shift_items
from tests.outputs.paperwork import NAMES, pages
from tests.screens.kit import picture, settled, types, words
from tests.screens.shop import PIN, Shop, press
from tests.store import shift_kit as kit

GIFTS = {"item:G001": 5, "item:G002": 2}


def count_all(shop: Shop, cash: dict[str, int] | None = None) -> None:
    """What the shop's desk holds, as the books have it."""
    kit.good(shift_counts.count(shop.counter.act(), cash={"100": 1} if cash is None else cash, things=GIFTS))


def offered(shop: Shop) -> str:
    kit.opened(shop.counter)
    count_all(shop)
    number = kit.prepared(shop.counter)
    kit.good(handover.seal(shop.counter.act(), handover=number, pin=PIN))
    return number


async def keys(pilot: Pilot[None], pressed: Iterable[str]) -> int:
    """Press these as fast as they come, with nobody waiting in between; how many they were."""
    typed = list(pressed)
    for one in typed:
        if len(one) == 1:
            await types(pilot, one)
        else:
            await press(pilot, one)
    return len(typed)


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant", "ko"])
async def test_nothing_open_is_handed_over_with_ten_keys_at_most(language: str, shop: Shop) -> None:
    kit.opened(shop.counter)
    count_all(shop)
    async with shop.desk(language=language) as (app, pilot):
        assert app.size == (80, 24)
        pressed = await keys(pilot, ["f12", "h", *PIN, "f9"])
        assert pressed <= 10
        assert isinstance(app.screen, Handover)
        assert app.screen.result is not None
        assert app.screen.result.big.startswith("HA")


async def test_what_is_still_to_count_stands_first_and_comes_back_filled_in(shop: Shop) -> None:
    kit.opened(shop.counter)
    kit.paid(shop.counter, "fee", 4237)
    async with shop.desk() as (app, pilot):
        await press(pilot, "f12", "h")
        assert "Still to count cash, gifts: 2 (Enter counts)" in words(app)
        assert "42.37" not in picture(app)
        await press(pilot, "enter")
        app.screen.row("cash-10000").entry.value = "1"
        app.screen.row("thing-1").entry.value = "5"
        app.screen.row("thing-2").entry.value = "2"
        await press(pilot, "f9")
        assert isinstance(app.screen, SettleShift)
        assert "cash: counted ¥100.00, expected ¥142.37, difference -¥42.37" in words(app)
        await types(pilot, "少收停车费")
        await press(pilot, "f9")
        await types(pilot, f"3001\n{PIN}\n")
        await press(pilot, "f9")
        assert isinstance(app.screen, Handover)
        shown = words(app)
        assert "cash counted ¥100.00, expected ¥142.37" in shown
        assert "Before it can be sealed" not in shown
        assert "少收停车费 (agreed: 3001)" in shown


async def test_both_seal_and_the_next_shift_begins_at_once(shop: Shop) -> None:
    kit.opened(shop.counter)
    kit.good(shift_items.note(shop.counter.act(), text="空调[bold]漏水[/]"))
    count_all(shop)
    async with shop.desk() as (app, pilot):
        await press(pilot, "f12", "h")
        assert "Note for the first time 空调[bold]漏水[/]" in words(app)
        await types(pilot, f"{PIN}\n1002\n")
        await press(pilot, "f9")
        assert app.screen.result is None
        await types(pilot, PIN)
        assert "taken over by 1002 at once" in words(app)
        await press(pilot, "f9")
        assert "Taken over by: 1002" in words(app)
        assert app.shift.clerks == ["1002"]
        await press(pilot, "enter")
        assert "From the last shift 2" in words(app)  # the note, and a slip to sign
        app.open("handover_shown", due="last_shift")
        await settled(pilot)
        await press(pilot, "down", "d")
        assert "Seen to: it is not handed on any more." in words(app)
        await press(pilot, "escape")
        assert "From the last shift 1" in words(app)


@pytest.mark.parametrize("going", [("l",), ("o", "k")], ids=["locked", "signed off"])
async def test_a_parked_customer_who_was_handed_on_is_brought_back_by_who_took_over(
    going: tuple[str, ...], shop: Shop
) -> None:
    kit.opened(shop.counter)
    count_all(shop)
    async with shop.desk() as (app, pilot):
        await app.attach(shop.card)
        app.open("points")
        await settled(pilot)
        await types(pilot, "R77\n88")
        await press(pilot, "f4", "f12", "h")
        await types(pilot, PIN)
        await press(pilot, "f9", "enter", "f12", *going)
        assert isinstance(app.screen, SignIn)
        await types(pilot, f"1002\n{PIN}\n")
        await press(pilot, "f12", "a")
        app.screen.listing.move(next(n for n, row in enumerate(app.screen.listing.rows) if row.cells[0] == "Parked"))
        app.screen.set_focus(app.screen.listing)
        await press(pilot, "enter")
        assert "brings it back, once the handover is accepted" in words(app)
        app.screen.set_focus(app.screen.row("pin").entry)
        await types(pilot, PIN)
        await press(pilot, "f9", "enter")
        app.open("handover_shown", due="last_shift")
        await settled(pilot)
        place = next(n for n, row in enumerate(app.screen.listing.rows) if row.cells[0] == "Parked")
        app.screen.listing.move(place)
        await press(pilot, "enter")
        assert app.screen.opened[0] == "points"
        assert app.screen.row("receipt").entry.value == "R77"
        assert app.customer is not None
        assert app.customer.name == "张伟民"
        assert app.desk.staff.number == "1002"
        await press(pilot, "f9")
        assert app.screen.result is not None
        assert await app.all_kept()
        assert drafts.unfinished(shop.counter.desk) == []


async def test_a_long_note_is_read_whole_where_it_is_handed_on(shop: Shop) -> None:
    kit.opened(shop.counter)
    kit.good(shift_items.note(shop.counter.act(), text="空调漏水，" * 20 + "已报修"))
    async with shop.desk() as (app, pilot):
        await press(pilot, "f12", "h")
        assert "已报修" in picture(app)


async def test_a_wrong_pin_is_said_beside_it_and_no_pin_stays(shop: Shop) -> None:
    kit.opened(shop.counter)
    count_all(shop)
    async with shop.desk() as (app, pilot):
        await press(pilot, "f12", "h")
        await types(pilot, "000000")
        await press(pilot, "f9")
        assert app.screen.result is None
        assert app.screen.row("pin").fault is not None
        assert app.screen.row("pin").entry.value == ""
        assert "pin" not in app.screen.stood()["typed"]


async def test_a_gate_that_blocks_is_said_with_what_opens_it(shop: Shop) -> None:
    kit.adopted(shop.counter, parked='"block"')
    kit.opened(shop.counter)
    count_all(shop)
    async with shop.desk() as (app, pilot):
        await app.attach(shop.card)
        await press(pilot, "f4", "f12", "h")
        assert "Must not be left parked customers: 1; finish them first" in words(app)
        await types(pilot, PIN)
        await press(pilot, "f9")
        assert "Still open: parked customers, 1" in words(app)


async def test_home_offers_what_waits_and_it_is_accepted_with_a_pin(shop: Shop) -> None:
    number = offered(shop)
    async with shop.desk(staff="1002") as (app, pilot):
        assert "Handover to accept !" in words(app)
        await press(pilot, "f12", "a")
        assert isinstance(app.screen, TakeOver)
        await types(pilot, PIN)
        await press(pilot, "f9")
        assert f"Handover: {number}" in words(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)
        assert app.shift.clerks == ["1002"]
        assert "Handover to accept" not in words(app)


async def test_of_two_who_accept_at_once_the_other_is_told(shop: Shop) -> None:
    number = offered(shop)
    async with shop.desk(staff="2001") as (app, pilot):
        await press(pilot, "f12", "a")
        kit.good(handover.accept(shop.counter.act("1002"), handover=number, pin=PIN))
        await types(pilot, PIN)
        await press(pilot, "f9")
        assert f"1002 accepted the handover {number} at" in words(app)


async def test_of_two_who_seal_at_once_the_other_is_told(shop: Shop) -> None:
    kit.opened(shop.counter)
    count_all(shop)
    async with shop.desk(staff="2001") as (app, pilot):
        await press(pilot, "f12", "h")
        number = kit.prepared(shop.counter)
        kit.good(handover.seal(shop.counter.act(), handover=number, pin=PIN))
        await types(pilot, PIN)
        await press(pilot, "f9")
        assert f"1001 handed the shift {app.screen.view.shift} over at" in words(app)


async def test_what_is_unclear_is_refused_with_a_reason_and_stays_with_its_clerk(shop: Shop) -> None:
    offered(shop)
    async with shop.desk(staff="1002") as (app, pilot):
        await press(pilot, "f12", "r")
        await types(pilot, "少一本发票")
        await press(pilot, "f9")
        assert "Not accepted" in words(app)
        assert app.shift.clerks == ["1001"]


async def test_a_shift_closed_from_afar_has_its_cash_counted_by_who_accepts(shop: Shop) -> None:
    number = kit.opened(shop.counter)
    kit.good(handover.close(shop.counter.act("3001", counter="B"), shift=number, reason="先走了"))
    async with shop.desk(staff="1002") as (app, pilot):
        await press(pilot, "f12", "a")
        await types(pilot, PIN)
        await press(pilot, "f9")
        assert "closed before its cash was counted" in words(app)
        app.screen.row("cash-10000").entry.value = "1"
        app.screen.row("pin").entry.value = PIN
        await press(pilot, "f9")
        assert "Taken over" in words(app)
        await press(pilot, "enter", "f12", "i")
        assert "1001" in words(app)


async def test_home_reminds_of_a_shift_that_the_house_wants(shop: Shop) -> None:
    kit.adopted(shop.counter, required="true")
    async with shop.desk() as (app, _pilot):
        assert "No shift is open !" in words(app)


async def test_f8_saves_the_sealed_handover_and_a_reprint_is_the_same_sheet(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("deskapp.paths.home", lambda: tmp_path)
    work = drafts.Draft("f4aadaec30fb", "张女士", "Member", "", shop.counter.clock.now(), "{}")
    drafts.keep(shop.counter.desk, "run", work)
    number = offered(shop)
    view: Any = kit.good(handover_views.show(shop.counter.desk, handover=number))
    assert work.work in str(view.content.items)
    told = {}
    for language in LANGUAGES:
        with said_in(language):
            told[language] = sheets.text(paper.sheet(view, NAMES))
            assert paper.sheet(view, NAMES) == paper.sheet(view, NAMES)
    assert len(set(told.values())) == len(LANGUAGES)
    for text in told.values():
        for part in (number, view.seal[:16], "G001", "¥100.00"):
            assert part in text
        assert work.work not in text
    papers = []
    for _again in range(2):
        async with shop.desk(language="ko") as (app, pilot):
            app.open("handover_shown", handover=number)
            await settled(pilot)
            await press(pilot, "f8")
            [file] = tmp_path.rglob("*.pdf")
            papers.append(file.read_bytes())
            file.unlink()
        shop.counter.clock.advance(timedelta(days=40))
        act = shop.counter.act("3001", counter="B")
        kit.good(items.put(act, code="G001", names={"ko": "새 이름"}, prices={"": 70}))
        drafts.drop(shop.counter.desk, "run", work.work)
    assert papers[0] == papers[1]
    assert number in "".join(pages(papers[0]))

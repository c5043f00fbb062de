"""Stock at the desk, on a real store: received, moved, counted blind, settled with a reason, written off; the list."""

from __future__ import annotations

import pytest

from deskapp.screens.home import Home
from deskapp.store import items, stock
from tests.golden.golden import LANGUAGES, check
from tests.screens.kit import picture, settled, types
from tests.screens.shop import HOSTILE, PIN, Shop, press

FORMS = {
    "receive": ("item", "quantity", "place", "note"),
    "move": ("item", "quantity", "source", "target"),
    "count": ("item", "place", "counted"),
    "settle": ("count", "reason"),
    "write_off": ("item", "quantity", "place", "reason"),
    "put": ("code", "name_zh_Hans", "name_en", "prices", "cash", "barcode", "kind", "per_request", "shelf", "offered"),
}


def places(shop: Shop, item: str = "G001") -> dict[str, int]:
    return {each.code: each.places for each in items.on_hand(shop.counter.desk)}[item]


async def test_goods_come_in_and_go_to_the_desk(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "in\nG001\n40\n")
        assert "保温杯, stockroom: there will be 40." in picture(app)
        await press(pilot, "f9")
        assert "Received" in picture(app)
        await press(pilot, "enter")
        await types(pilot, "mv\n6901234500016\n15\n")
        assert "保温杯: stockroom 25, desk 20." in picture(app)
        await press(pilot, "f9")
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)
    assert places(shop) == {"desk": 20, "stockroom": 25}


async def test_more_than_there_is_does_not_move(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "mv\nG001\n15\n")
        assert "! 15 asked for; 0 on hand (stockroom)." in picture(app)
        await press(pilot, "f9")
        assert app.screen.row("quantity").fault.code == "stock_short"  # type: ignore[attr-defined]


async def test_what_is_expected_is_never_seen_before_the_count_is_saved(shop: Shop) -> None:
    shop.counter.gift("G077", price=5, on_desk=173)
    async with shop.desk() as (app, pilot):
        seen = []
        for text in ("ct\n", "G077\n", "d\n", "171\n"):
            await types(pilot, text)
            seen.append(picture(app))
        assert not any("173" in picture_before for picture_before in seen)
        assert "What is expected is shown after the count is saved." in " ".join(seen[-1].split())
        await press(pilot, "f9")
        assert "173 expected, 171 counted, difference -2." in picture(app)
        await types(pilot, "破损\n")
        await press(pilot, "f9")
        assert "Settled" in picture(app)
    assert places(shop, "G077")["desk"] == 171


async def test_a_large_difference_needs_a_supervisor(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "ct\nG001\nd\n1\n")
        await press(pilot, "f9")
        assert "A supervisor must agree to this:" in picture(app)
        await types(pilot, f"少了\n1002\n{PIN}\n")
        await press(pilot, "f9")
        assert app.screen.row("approver").fault.code == "approver_role"  # type: ignore[attr-defined]
        app.screen.row("approver").fill("3001")  # type: ignore[attr-defined]
        app.screen.row("approver_pin").fill(PIN)  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "Settled" in picture(app)
    assert places(shop)["desk"] == 1


async def test_an_open_count_waits_in_its_list_until_it_is_settled(shop: Shop) -> None:
    stock.count(shop.counter.act(), item="G001", place="desk", counted=4)
    async with shop.desk() as (app, pilot):
        await types(pilot, "oc\n")
        assert "保温杯" in picture(app)
        await press(pilot, "enter")
        await types(pilot, "给顾客看样\n")
        await press(pilot, "f9")
        await press(pilot, "enter")
        await types(pilot, "oc\n")
        assert "No open counts." in picture(app)


async def test_a_right_count_is_done_at_once(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "ct\nG001\nd\n5\n")
        await press(pilot, "f9")
        assert "Counted, and right" in picture(app)


async def test_a_write_off_names_who_must_agree_and_what_is_left(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "wo\nG001\n2\nd\n摔坏\n")
        assert "保温杯, desk: 3 will be left. A supervisor must agree." in picture(app)
        await types(pilot, f"3001\n{PIN}\n")
        await press(pilot, "f9")
        assert "Written off" in picture(app)
    assert places(shop)["desk"] == 3


async def test_the_list_shows_what_lies_where_and_leads_to_the_forms(shop: Shop) -> None:
    shop.counter.gift("G003", price=10, on_desk=2, reorder=5)
    async with shop.desk() as (app, pilot):
        await types(pilot, "k\n")
        line = next(line for line in picture(app).splitlines() if "G003" in line)
        assert "! reorder" in line
        await press(pilot, "down", "down", "enter")
        await press(pilot, "v")
        assert app.screen.row("item").entry.value == "G003"  # type: ignore[attr-defined]


async def test_a_supervisor_adds_and_changes_an_item_and_nothing_of_it_is_lost(shop: Shop) -> None:
    shop.counter.gift("G009", price=80, per_member=3, barcode="690999", shelf="B2")
    async with shop.desk(staff="3001") as (app, pilot):
        app.open("put", code="G009")
        await settled(pilot)
        app.screen.row("prices").entry.value = "75 gold 60"  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "Changed" in picture(app)
        await press(pilot, "enter")
        app.open("put")
        await settled(pilot)
        await types(pilot, "G010\n雨伞\n雨傘\n우산\nUmbrella\n60\n")
        await press(pilot, "f9")
        assert "Added to the list" in picture(app)
    changed = items.show(shop.counter.desk, item="G009")
    assert isinstance(changed, items.ItemView)
    assert (changed.prices, changed.per_member, changed.barcode, changed.shelf) == (
        {"": 75, "gold": 60}, 3, "690999", "B2",
    )  # fmt: skip
    added = items.show(shop.counter.desk, item="G010")
    assert isinstance(added, items.ItemView)
    assert added.names == {"zh_Hans": "雨伞", "zh_Hant": "雨傘", "ko": "우산", "en": "Umbrella"}


async def test_typing_the_code_of_a_known_item_empties_nothing_of_it(shop: Shop) -> None:
    shop.counter.gift("G009", price=80, per_member=3, barcode="690999", shelf="B2")
    async with shop.desk(staff="3001") as (app, pilot):
        app.open("put")
        await settled(pilot)
        await types(pilot, "G009\n")
        await press(pilot, "f9")
        assert "Changed" in picture(app)
    kept = items.show(shop.counter.desk, item="G009")
    assert isinstance(kept, items.ItemView)
    assert (kept.prices, kept.per_member, kept.barcode) == ({"": 80}, 3, "690999")


async def test_a_clerk_may_not_change_the_list(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        app.open("put", code="G001")
        await settled(pilot)
        await press(pilot, "f9")
        assert "This needs the role supervisor; you are clerk." in picture(app)


async def test_hostile_text_in_any_field_is_shown_or_refused_and_never_runs(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        for word, names in FORMS.items():
            app.open(word)
            await settled(pilot)
            for text in HOSTILE:
                for name in names:
                    app.screen.row(name).entry.value = text  # type: ignore[attr-defined]
                await press(pilot, "f9")
                assert app.is_running
                assert "\x1b" not in picture(app)
            app.back()
    assert places(shop)["desk"] == 5


async def test_a_small_terminal_does_not_break_any_of_them(shop: Shop) -> None:
    async with shop.desk(size=(60, 15)) as (app, pilot):
        for word in (*FORMS, "stock", "items", "counts"):
            app.open(word)
            await settled(pilot)
            assert app.is_running
            app.back()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_screens_of_stock_look_as_they_did(language: str, shop: Shop) -> None:
    for code, price, reorder in (("G003", 20, 8), ("G004", 45, 0)):
        shop.counter.gift(code, price=price, on_desk=6, reorder=reorder, shelf="B1", cash=500)
    stock.count(shop.counter.act(), item="G003", place="desk", counted=2)
    async with shop.desk(language=language) as (app, pilot):
        for word, typed in (("stock", ""), ("items", ""), ("receive", "G001\n40\n"), ("move", "G003\n2\n"),
                            ("count", "G001\nd\n4\n"), ("settle", "K"), ("counts", ""),
                            ("write_off", "G001\n1\nd\n摔坏\n"), ("put", "G001\n"), ("item", "")):  # fmt: skip
            context = {"code": "G003"} if word == "item" else {}
            app.open(word, **context)
            await settled(pilot)
            await types(pilot, typed)
            check(app, f"stock_{word}")
            app.back()
            await settled(pilot)

"""The shift from its opening to its handover as it was last found right, in each language."""

from __future__ import annotations

import pytest

from deskapp.store import shift_items
from tests.golden.golden import LANGUAGES, check
from tests.screens.conftest import shop
from tests.screens.kit import settled, types
from tests.screens.shop import PIN, Shop, press
from tests.store import shift_kit as kit

__all__ = ["shop"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_shift_looks_as_it_did(language: str, shop: Shop) -> None:
    async with shop.desk(language=language) as (app, pilot):
        await press(pilot, "f12", "s")
        await types(pilot, "1\n\n1\n")
        check(app, "shift_open")
        await press(pilot, "f9", "enter")
        kit.paid(shop.counter, "fee", 500)
        kit.good(shift_items.note(shop.counter.act(), text="空调漏水，已报修"))
        await press(pilot, "f12")
        check(app, "shift_menu")
        await press(pilot, "escape")
        for name in ("cash", "supply", "shift_note", "no_relief", "close_shift"):
            app.open(name)
            await settled(pilot)
            check(app, f"shift_{name}")
            app.back()
        await press(pilot, "f12", "h")
        check(app, "handover_to_count")
        await press(pilot, "enter")
        for row, figure in (("cash-10000", "1"), ("cash-2000", "1"), ("thing-1", "5"), ("thing-2", "2")):
            app.screen.row(row).entry.value = figure
        await settled(pilot)
        check(app, "shift_count")
        await press(pilot, "f9")
        check(app, "shift_settle")
        await types(pilot, "找错钱")
        await press(pilot, "f9")
        await types(pilot, f"{PIN}\n1002\n")
        check(app, "handover_ready")
        app.screen.row("to").entry.value = ""
        await settled(pilot)
        await press(pilot, "f9")
        check(app, "handover_result")
        await press(pilot, "enter")
        check(app, "shift_home")
        shift = {"shift": app.untaken.shift}
        correct = {**shift, "entry": 8, "thing": "cash"}
        for name, given in (
            ("handover_shown", {}), ("shifts", {}), ("shift_shown", shift), ("correct_shift", correct),
            ("refuse_handover", {}), ("take_over", {}),
        ):  # fmt: skip
            app.open(name, **given)
            await settled(pilot)
            check(app, name)
            app.back()

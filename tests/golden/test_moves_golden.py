"""The forms of a complaint's moves as they look in each language, filled in as far as their consequence is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.store import intake
from tests.golden.golden import LANGUAGES, check
from tests.screens import tour
from tests.screens.conftest import shop
from tests.screens.kit import settled, types
from tests.screens.moves_tour import MOVES, furnish_cases
from tests.screens.shop import PIN, Shop, press
from tests.store import complaint_kit as kit

__all__ = ["shop"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_forms_of_moves_look_as_they_did(language: str, shop: Shop) -> None:
    shop.cases = furnish_cases(shop)  # type: ignore[attr-defined]
    late = kit.proposing(shop.counter)
    async with shop.desk(language=language) as (app, pilot):
        async for name in tour.walk(app, pilot, shop, *MOVES):
            check(app, f"move_{name}")
        app.open("note", complaint=late.complaint, version=late.version)
        await settled(pilot)
        await types(pilot, "顾客下午再来")
        shop.counter.clock.advance(timedelta(minutes=12))
        intake.amend(shop.counter.act("1002"), **kit.at_hand(late), changes={"place": "三楼家电", "asked": "退款"})
        await press(pilot, "f9")
        check(app, "move_stale")
        await press(pilot, "f9")
        check(app, "move_result")
        approved = shop.cases["awaiting_approval"]  # type: ignore[attr-defined]
        app.open("approve", complaint=approved.complaint, version=approved.version)
        await settled(pilot)
        await types(pilot, "2\n")
        await press(pilot, "f9")
        await types(pilot, f"3001\n{PIN}\n合理")
        await press(pilot, "f9")
        check(app, "move_approved")

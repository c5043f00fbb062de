"""The screens of the desk that belong to no one subject, and the main ones on a wide terminal, in each language."""

from __future__ import annotations

import pytest

from tests.golden.golden import LANGUAGES, check
from tests.screens import tour
from tests.screens.conftest import shop
from tests.screens.kit import FakeDoors, door, settled
from tests.screens.shop import Shop

__all__ = ["shop"]

NARROW = ("home", "search", "commands", "help", "birthdays", "upgrades", "recall", "wrong")
WIDE = ("home", "help", "stock", "slip", "member", "points", "points_result")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("size", "names"), [((80, 24), NARROW), ((120, 40), WIDE)], ids=["narrow", "wide"])
async def test_the_desk_looks_as_it_did(
    language: str, size: tuple[int, int], names: tuple[str, ...], shop: Shop
) -> None:
    tour.furnish(shop)
    async with shop.desk(language=language, size=size) as (app, pilot):
        async for name in tour.walk(app, pilot, shop, *names):
            check(app, f"desk_{name}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["narrow", "wide"])
async def test_the_door_looks_as_it_did(language: str, size: tuple[int, int]) -> None:
    async with door(FakeDoors(), language=language, size=size) as (app, pilot):
        await app.opened.wait()
        await settled(pilot)
        check(app, "desk_door")

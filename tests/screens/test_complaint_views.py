"""One complaint at the desk: what is known, why it is due when it is, and only the moves that are legal now."""

from __future__ import annotations

from tests.screens.kit import picture
from tests.screens.shop import Shop, press
from tests.store import complaint_kit as kit


async def test_a_case_shows_its_head_and_the_moves_of_who_is_signed_in(shop: Shop) -> None:
    case = kit.registered(shop.counter, staff="1002", severity="serious")
    async with shop.desk() as (app, pilot):
        app.open("complaint", complaint=case.complaint)
        await press(pilot)
        told = picture(app)
        for part in (case.complaint, "registered", "[serious]", "刘洋", "138****8000", "Judge: until", "h", "left"):
            assert part in told

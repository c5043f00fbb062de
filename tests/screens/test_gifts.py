"""Gifts at the desk, on a real store: few keys, what can be had, cost and window before F9, one effect, the slip."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from deskapp.rules.decisions import no
from deskapp.screens.home import Home
from deskapp.store import gifts, statements, stock
from tests.golden.golden import LANGUAGES, check
from tests.screens.kit import FakeDoors, desk, picture, settled, types
from tests.screens.shop import HOSTILE, MEMBER, PIN, Shop, press

NAMES = {"zh_Hans": "保温杯", "zh_Hant": "保溫杯", "ko": "보온 텀블러", "en": "Thermos cup"}
UMBRELLA = {"zh_Hans": "晴雨伞", "zh_Hant": "晴雨傘", "ko": "양우산", "en": "Umbrella"}
CASE = {"zh_Hans": "行李箱", "zh_Hant": "行李箱", "ko": "여행 가방", "en": "Suitcase"}


def doors() -> FakeDoors:
    """A store with three gifts, of which the member can have two."""
    offered = [
        gifts.Offered("G001", "6901234500016", NAMES, 90, 0, 117, True, None),
        gifts.Offered("G002", "6901234500023", UMBRELLA, 55, 0, 82, True, None),
        gifts.Offered("G008", None, CASE, 1100, 9900, 7, False, no("points_short", needs=1100, has=320)),
    ]
    outside = no("outside_window", approver="supervisor", windows="01-01..01-31", next_open=date(2027, 1, 1))  # type: ignore[arg-type]
    told = gifts.Preview("G001", NAMES, 90, 500, 230, 116, None, outside)
    answer = gifts.Redeemed("SA261122-0001A", MEMBER.number, "G001", "保温杯", 1, 90, 500, 230, 116)
    return FakeDoors(
        readings={
            "members.show": lambda **_given: MEMBER,
            "gifts.offered": lambda **_given: offered,
            "gifts.preview": lambda **_given: told,
        },
        operations={"gifts.redeem": lambda **_given: answer},
    )


def usable(shop: Shop) -> int:
    return statements.statement(shop.counter.desk, card=shop.card).usable  # type: ignore[union-attr]


def on_desk(shop: Shop, item: str = "G001") -> int:
    return {each.code: each.places["desk"] for each in stock.items.on_hand(shop.counter.desk)}[item]


async def test_a_gift_takes_at_most_six_keys_beside_scans(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        pressed = []

        async def key(*names: str) -> None:
            pressed.extend(names)
            await press(pilot, *names)

        await types(pilot, f"{shop.card}\n")  # the customer's card is scanned
        await key("r", "enter")
        await types(pilot, "6901234500016\n")  # the gift is scanned
        assert "1 x 保温杯: 60 points; 140 points are left, and 4 on the desk." in picture(app)
        assert "Gifts are handed out until 31 Jul 2026." in " ".join(picture(app).split())
        await key("f9")
        assert "Hand over: 1 x 保温杯" in picture(app)
        assert "S A 2 6 0 7 1 5" in picture(app)
        await key("enter")
        assert isinstance(app.screen, Home)
        assert len(pressed) <= 6
    assert (usable(shop), on_desk(shop)) == (140, 4)


async def test_a_gift_is_picked_by_a_part_of_its_name_or_by_arrows(shop: Shop) -> None:
    shop.counter.gift("G003", price=10)
    async with shop.desk() as (app, pilot):
        await types(pilot, f"r\n{shop.card}\n")
        await types(pilot, "温\n")
        assert app.screen.row("item").entry.value == "G001"  # type: ignore[attr-defined]
        app.screen.row("item").entry.value = ""  # type: ignore[attr-defined]
        await settled(pilot)
        app.screen.set_focus(app.screen.row("item").entry)  # type: ignore[attr-defined]
        await press(pilot, "down", "enter")
        assert app.screen.row("item").entry.value == "G003"  # type: ignore[attr-defined]


async def test_the_list_says_why_a_gift_cannot_be_had(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"r\n{shop.card}\n")
        line = next(line for line in picture(app).splitlines() if "G002" in line)
        assert "It takes 900 points" in line


async def test_too_few_points_are_refused_with_the_figures(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"r\n{shop.card}\nG002\n")
        assert "! It takes 900 points; there are 200." in picture(app)
        await press(pilot, "f9")
        assert app.screen.row("item").fault.code == "points_short"  # type: ignore[attr-defined]
    assert usable(shop) == 200


async def test_outside_the_window_only_a_supervisor_with_a_reason_may(shop: Shop) -> None:
    shop.counter.clock.set(datetime(2026, 9, 3, 2, 0, tzinfo=UTC))
    async with shop.desk() as (app, pilot):
        await types(pilot, f"r\n{shop.card}\nG001\n")
        assert "next from 1 Jan 2027. A supervisor can allow it" in " ".join(picture(app).split())
        await press(pilot, "f9")
        for number, code in (("1001", "approver_same"), ("1002", "approver_role")):
            for name, value in (("approver", number), ("approver_pin", PIN), ("approval_reason", "远道而来")):
                app.screen.row(name).fill(value)  # type: ignore[attr-defined]
            await press(pilot, "f9")
            assert app.screen.row("approver").fault.code == code  # type: ignore[attr-defined]
        assert app.screen.row("approver_pin").entry.value == ""  # type: ignore[attr-defined]
        app.screen.row("approver").fill("3001")  # type: ignore[attr-defined]
        app.screen.row("approver_pin").fill(PIN)  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "Gift handed out" in picture(app)
    assert usable(shop) == 140


async def test_f9_pressed_twice_hands_out_once(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"r\n{shop.card}\nG001\n")
        await pilot.press("f9", "f9")
        await settled(pilot)
        assert "Gift handed out" in picture(app)
    assert (usable(shop), on_desk(shop)) == (140, 4)


async def test_hostile_text_is_shown_or_refused_and_never_runs(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"r\n{shop.card}\n")
        for text in HOSTILE:
            for name in ("quantity", "item", "card"):
                app.screen.row(name).entry.value = text  # type: ignore[attr-defined]
            await press(pilot, "f9")
            assert app.is_running
            assert "\x1b" not in picture(app)
    assert usable(shop) == 200


async def test_a_hostile_name_of_a_gift_is_shown_as_text() -> None:
    fake = doors()
    names: dict[str, Any] = {"en": "Cup[/] [@click=app.quit]x[/]\x1b[31m\u202e"}
    fake.readings["gifts.offered"] = lambda **_given: [gifts.Offered("G1", None, names, 1, 0, 1, True, None)]
    async with desk(fake, size=(120, 36)) as (app, pilot):
        await types(pilot, "r\n610000000018\n")
        assert "Cup[/] [@click=app.quit]x[/]" in picture(app)


async def test_a_small_terminal_shows_what_it_can() -> None:
    async with desk(doors(), size=(60, 15)) as (app, pilot):
        await types(pilot, "r\n610000000018\nG001\n")
        await press(pilot, "f9")
        assert "Gift handed out" in picture(app)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_screens_of_gifts_look_as_they_did(language: str) -> None:
    async with desk(doors(), language=language) as (app, pilot):
        await types(pilot, "r\n610000000018\n")
        check(app, "redeem_offers")
        await types(pilot, "G001\n")
        check(app, "redeem_before")
        await press(pilot, "f9")
        check(app, "redeem_after")


async def test_a_gift_that_is_not_there_is_said_as_that_and_not_as_a_missing_card(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"{shop.card}\n")
        await types(pilot, "r\n")
        await types(pilot, "zzz")
        assert "No gift is called like this" in picture(app)
        assert "scan the card" not in picture(app)

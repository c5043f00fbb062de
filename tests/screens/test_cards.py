"""Cards at the desk: the price is said before F9, the old one is never taken again, a tier's card needs its tier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskapp.rules.cards import number_of
from deskapp.rules.decisions import Role, no
from deskapp.screens.cards import Activate, Reissue, ReportLost
from deskapp.screens.home import Home
from deskapp.store.issuing import Activated, Reissued, ReportedLost
from deskapp.store.profiles import CardLine
from deskapp.store.registry import READINGS
from tests.screens.kit import NOON, desk, picture, settled, types
from tests.screens.members_kit import CARD, HOSTILE, PIN, card, doors, shop, weimin

GOLD = number_of(prefix="68", serial=1, length=12)


async def open_form(app: Any, pilot: Any, name: str) -> Any:
    app.go_to_member(CARD)
    await settled(pilot)
    app.open(name)
    await settled(pilot)
    return app.screen


async def test_giving_a_card_takes_the_scan_and_f9_and_says_the_fee_before() -> None:
    given = Activated("MA251122-0001", "610000000034", "member", "gold", 20000)
    made = doors(cards_activate=lambda **_given: given)
    async with desk(made) as (app, pilot):
        screen = await open_form(app, pilot, "activate")
        assert isinstance(screen, Activate)
        await types(pilot, "610000000034\n")
        assert "the fee is ¥200.00; nothing is booked unless it is taken (y)." in " ".join(picture(app).split())
        await types(pilot, "y")
        await pilot.press("f9")
        await settled(pilot)
        assert "6 1 0 0 0 0 0 0 0 0 3 4" in picture(app)
        assert "Fee taken: ¥200.00" in picture(app)
        await pilot.press("enter")
        assert isinstance(app.screen, Home)
    assert made.asked[0][3] == {"member": "MA251122-0001", "card": "610000000034", "fee_taken": True}


async def test_a_card_of_no_class_is_said_before_anything_is_posted() -> None:
    async with desk(doors()) as (app, pilot):
        await open_form(app, pilot, "activate")
        await types(pilot, "990000000034\n")
        assert "Cards that begin like 990000000034 are not given out here." in picture(app)


async def test_a_tiers_card_too_early_asks_for_a_supervisor_on_the_same_form() -> None:
    def activate(**given: Any) -> Any:
        if made.asked[-1][2] is None:
            return no("tier_not_reached", field="card", approver=Role.SUPERVISOR, matters=True, tier="gold",
                      needs_money=1000000, has_money=1244)  # fmt: skip
        return Activated(given["member"], given["card"], "gold", "gold", 0)

    made = doors(cards_activate=activate)
    async with desk(made) as (app, pilot):
        await open_form(app, pilot, "activate")
        await types(pilot, f"{GOLD}\n")
        await pilot.press("f9")
        await settled(pilot)
        assert "A supervisor must agree to this" in picture(app)
        await types(pilot, f"3001\n{PIN}\n老顾客\n")
        await pilot.press("f9")
        await settled(pilot)
        assert "The card works now" in picture(app)
    signature = made.asked[1][2]
    assert signature is not None
    assert (signature.staff, signature.reason) == ("3001", "老顾客")


async def test_replacing_a_card_fills_in_the_old_one_and_says_everything_before_f9() -> None:
    given = Reissued("SA261122-0009X", "MA251122-0001", "610000000042", CARD, "gold", 500)
    made = doors(cards_reissue=lambda **_given: given)
    async with desk(made) as (app, pilot):
        screen = await open_form(app, pilot, "reissue")
        assert isinstance(screen, Reissue)
        assert screen.row("card").entry.value == CARD
        await types(pilot, "610000000042\nd\ny\n")
        now = " ".join(picture(app).split())
        assert f"{CARD} is never taken again, 610000000042 works at once" in now
        assert "the fee of ¥5.00 goes into the drawer." in now
        await pilot.press("f9")
        await settled(pilot)
        now = picture(app)
        assert "Hand over: the new card" in now
        assert "Say: 这是您的新卡" in now or "Say: Here is your new card" in now
    assert made.asked[0][3] == {"card": CARD, "new_card": "610000000042", "reason": "damaged", "fee_taken": True}


async def test_a_lost_card_that_has_no_successor_is_the_one_to_replace() -> None:
    made = doors()
    lost = [CardLine("610000000026", "member", "lost", None, NOON)]
    made.readings["members.show"] = lambda **_given: weimin(card="", cards=lost)
    async with desk(made) as (app, pilot):
        screen = await open_form(app, pilot, "reissue")
        assert screen.row("card").entry.value == "610000000026"


async def test_a_lost_card_is_stopped_with_one_key_for_the_customer_in_front() -> None:
    made = doors(cards_report_lost=lambda **given: ReportedLost("MA251122-0001", given["card"]))
    async with desk(made) as (app, pilot):
        screen = await open_form(app, pilot, "lost")
        assert isinstance(screen, ReportLost)
        assert "Points stay with the member." in picture(app)
        await pilot.press("f9")
        await settled(pilot)
        assert "The card is stopped" in picture(app)
    assert made.asked[0][3] == {"card": CARD}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["activate", "reissue", "lost"])
async def test_hostile_text_in_a_card_form_is_refused_or_shown_as_text(name: str, text: str) -> None:
    made = doors()
    for operation in ("cards.activate", "cards.reissue", "cards.report_lost"):
        made.operations[operation] = lambda **given: no("card_unknown", field="card", card=str(given["card"])[:40])
    async with desk(made) as (app, pilot):
        screen = await open_form(app, pilot, name)
        for row in screen.rows:
            row.entry.value = text
        await pilot.press("f9")
        await settled(pilot)
        now = picture(app)
        assert "\x1b" not in now
        assert "\u202e" not in now
        assert "! " in now


@pytest.mark.parametrize("name", ["activate", "reissue", "lost", "reveal", "edit"])
async def test_the_forms_stand_on_a_small_terminal(name: str) -> None:
    async with desk(doors(), size=(60, 15)) as (app, pilot):
        await open_form(app, pilot, name)
        assert "Esc Back" in picture(app)
        await pilot.press("f1")
        await settled(pilot)
        await pilot.press("escape", "escape")


async def test_with_a_real_store_the_old_card_answers_with_the_new_one(sqlite_template: Path, tmp_path: Path) -> None:
    with shop(sqlite_template, tmp_path) as made:
        async with desk(url=made.url, clock=made.clock) as (app, pilot):
            app.go_to_member(card(1))
            await settled(pilot)
            app.open("reissue")
            await settled(pilot)
            await types(pilot, f"{card(1)}\nl\ny\n")
            await pilot.press("f9")
            await settled(pilot)
            assert "! " in picture(app)
            app.screen.row("new_card").fill(card(2))
            await pilot.press("f9")
            await settled(pilot)
            assert "The new card works now" in picture(app)
            assert app.customer is not None
            assert app.customer.card == card(2)
            view = READINGS["members.show"](made.at(), member=made.member)
            assert [(c.number, c.state, c.replaced_by) for c in view.cards if c.state == "lost"] == [
                (card(1), "lost", card(2))
            ]

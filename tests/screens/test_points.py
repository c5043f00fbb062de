"""Points at the desk, on a real store: few keys, the consequence before F9, refusals with their figures, one effect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deskapp.rules.decisions import no
from deskapp.screens.home import Home
from deskapp.store import points, statements
from tests.golden.golden import LANGUAGES, check
from tests.screens.kit import FakeDoors, desk, picture, settled, types
from tests.screens.shop import HOSTILE, MEMBER, PIN, Shop, press


def preview(**more: Any) -> points.Preview:
    return points.Preview(**{"points": 3, "balance": 323, "tier": "gold", "rate_money": 800,
                             "expires": date(2028, 11, 30), "objection": None, **more})  # fmt: skip


def doors(**more: Any) -> FakeDoors:
    """A store of one member who earns three points."""
    told = more.pop("told", preview())
    answer = points.Earned("SA261122-0001A", MEMBER.number, 3, 323, date(2028, 11, 30), "gold")
    return FakeDoors(
        readings={
            "members.show": lambda **_given: MEMBER,
            "points.preview": lambda **_given: told,
            "points.preview_adjust": lambda **given: points.AdjustPreview(320, 320 + given["points"], "supervisor"),
        },
        operations={
            "points.earn": lambda **_given: answer,
            "points.adjust": lambda **given: points.Adjusted("SA261122-0002B", MEMBER.number, given["points"], 300),
        },
        **more,
    )


def usable(shop: Shop) -> int:
    return statements.statement(shop.counter.desk, card=shop.card).usable  # type: ignore[union-attr]


async def test_points_take_at_most_four_keys_beside_scans_and_amounts(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        pressed = []

        async def key(*names: str) -> None:
            pressed.extend(names)
            await press(pilot, *names)

        await types(pilot, f"{shop.card}\n")  # the customer's card is scanned
        await key("p", "enter")
        await types(pilot, "R20260715001\n")  # the receipt is scanned
        await types(pilot, "258.50")  # the amount is typed
        await settled(pilot)
        assert "Gives 25 points, one for every ¥10.00. The balance will be 225." in picture(app)
        await key("f9")
        assert "+ 2 5" in picture(app)
        await key("enter")
        assert isinstance(app.screen, Home)
        assert len(pressed) <= 4
    assert usable(shop) == 225


async def test_a_card_scanned_into_the_form_brings_the_customer_in_front(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"p\n{shop.card}\nR1\n25\n")
        assert app.customer is not None
        assert app.customer.name == "张伟民"
        await press(pilot, "f9")
        assert app.customer.points == 202


async def test_a_used_receipt_is_refused_before_and_after_f9_with_who_when_where(shop: Shop) -> None:
    points.earn(shop.counter.act("1002"), card=shop.card, receipt="R1", amount=2500)
    async with shop.desk() as (app, pilot):
        await types(pilot, f"p\n{shop.card}\nR1\n25")
        await settled(pilot)
        foretold = " ".join(picture(app).split())
        assert "! This receipt was used by 李强 1002 at Wed 15 Jul 10:00, counter A: SA260715-" in foretold
        await press(pilot, "f9")
        assert app.screen.row("receipt").fault is not None  # type: ignore[attr-defined]
        assert app.screen.row("receipt").fault.code == "receipt_used"  # type: ignore[attr-defined]


async def test_a_late_receipt_needs_a_supervisor_and_neither_oneself_nor_a_colleague_will_do(
    shop: Shop,
) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"p\n{shop.card}\nR1\n25\n")
        app.screen.row("date").entry.value = "-3"  # type: ignore[attr-defined]
        await settled(pilot)
        assert "A supervisor can allow it with a reason." in " ".join(picture(app).split())
        await press(pilot, "f9")
        for number, code in (("1001", "approver_same"), ("1002", "approver_role")):
            for name, value in (("approver", number), ("approver_pin", PIN), ("approval_reason", "迟到")):
                app.screen.row(name).fill(value)  # type: ignore[attr-defined]
            await press(pilot, "f9")
            assert app.screen.row("approver").fault.code == code  # type: ignore[attr-defined]
        app.screen.row("approver").fill("3001")  # type: ignore[attr-defined]
        app.screen.row("approver_pin").fill(PIN)  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "Points given" in picture(app)
    assert usable(shop) == 202


async def test_f9_pressed_twice_gives_points_once(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"p\n{shop.card}\nR1\n25")
        await pilot.press("f9", "f9", "f9")
        await settled(pilot)
        assert "Points given" in picture(app)
    assert usable(shop) == 202


async def test_an_adjustment_asks_for_the_supervisor_from_the_beginning(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"adj\n{shop.card}\n-20\n记错了\n")
        assert "A supervisor must agree to this:" in picture(app)
        assert "-20 points: the balance goes from 200 to 180." in picture(app)
        await types(pilot, f"3001\n{PIN}\n")
        assert app.screen.row("approval_reason").entry.value == "记错了"  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "Points corrected" in picture(app)
    assert usable(shop) == 180


async def test_more_points_than_there_are_cannot_be_taken_by_hand(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"adj\n{shop.card}\n-201\n记错了\n")
        assert "! It takes 201 points; there are 200." in picture(app)


async def test_hostile_text_in_any_field_is_shown_or_refused_and_never_runs() -> None:
    for word, names in (("points", ("card", "receipt", "amount", "till", "date", "excluded", "paid_by_points")),
                        ("adjust", ("card", "points", "reason"))):  # fmt: skip
        async with desk(doors()) as (app, pilot):
            app.open(word)
            await settled(pilot)
            for text in HOSTILE:
                for name in names:
                    app.screen.row(name).entry.value = text  # type: ignore[attr-defined]
                await press(pilot, "f9")
                assert app.is_running
                assert "\x1b" not in picture(app)


async def test_a_small_terminal_shows_what_it_can() -> None:
    async with desk(doors(), size=(60, 15)) as (app, pilot):
        await types(pilot, "p\n610000000018\nR1\n25\n")
        await press(pilot, "f9")
        assert "Points given" in picture(app)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_screens_of_points_look_as_they_did(language: str) -> None:
    async with desk(doors(), language=language) as (app, pilot):
        await types(pilot, "p\n610000000018\nR20261122017\n25.80\n")
        check(app, "points_before")
        await press(pilot, "f9")
        check(app, "points_after")
        await press(pilot, "enter", "f3", "escape")
        await types(pilot, "adj\n-20\n")
        check(app, "adjust")


async def test_a_receipt_refused_by_the_store_is_said_beside_its_field() -> None:
    fake = doors(told=no("receipt_future", field="date", date=date(2026, 12, 1), today=date(2026, 11, 22)))
    fake.operations["points.earn"] = lambda **_given: no("empty", field="receipt")
    async with desk(fake) as (app, pilot):
        await types(pilot, "p\n610000000018\nR1\n25\n")
        assert "! The receipt is of 1 Dec 2026; today is 22 Nov 2026." in picture(app)
        await press(pilot, "f9")
        assert "This is needed." in picture(app)


async def test_a_supervisors_pin_stands_for_the_figures_it_was_typed_for_alone(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, f"adj\n{shop.card}\n20\n补录\n")
        app.screen.row("approver").fill("3001")  # type: ignore[attr-defined]
        app.screen.row("approver_pin").fill(PIN)  # type: ignore[attr-defined]
        app.screen.row("points").entry.value = "2000"  # type: ignore[attr-defined]
        await settled(pilot)
        assert app.screen.row("approver_pin").entry.value == ""  # type: ignore[attr-defined]

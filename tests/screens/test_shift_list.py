"""The shifts of a day, one shift, what is corrected of it after it is over; found in the search line, told at home."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from deskapp.i18n import LANGUAGES
from deskapp.screens.home import Home
from deskapp.screens.shift_list import CorrectShift, Shifts, ShiftShown
from deskapp.store import handover, shifts
from tests.screens.kit import NOON, FakeDoors, desk, picture, settled, types, words
from tests.screens.shop import HOSTILE, PIN, Shop, press
from tests.store import shift_kit as kit


def over(shop: Shop) -> str:
    """A shift that is over, in which 50.00 was typed for 5.00."""
    number = kit.opened(shop.counter)
    kit.paid(shop.counter, "fee", 5000)
    kit.paid(shop.counter, "pay_out", 5000)
    kit.counted(shop.counter, {"100": 1})
    kit.good(kit.shift_counts.count(shop.counter.act(), things={"item:G001": 5, "item:G002": 2}))
    ready = kit.prepared(shop.counter)
    act = shop.counter.act()
    kit.good(handover.seal(act, handover=ready, pin=PIN, to="1002", to_pin=PIN))
    return number


async def test_an_amount_of_a_shift_that_is_over_is_corrected_from_the_shift_with_a_supervisor(shop: Shop) -> None:
    number = over(shop)
    async with shop.desk(staff="1002") as (app, pilot):
        await types(pilot, f"{number}\n")
        assert isinstance(app.screen, ShiftShown)
        shown = words(app)
        assert "Fee ¥50.00 10:00 1001 停车费" in shown
        assert "cash counted ¥100.00, expected ¥100.00" in shown
        await press(pilot, "e")
        assert isinstance(app.screen, ShiftShown)  # the cursor is on its number
        place = next(n for n, row in enumerate(app.screen.listing.rows) if "Fee" in row.cells[0])
        app.screen.listing.move(place)
        await press(pilot, "e")
        assert isinstance(app.screen, CorrectShift)
        assert "It says ¥50.00: Fee, 停车费." in words(app)
        await types(pilot, "5\n多打一个零")
        assert "It says ¥50.00. The difference, -¥45.00, goes to what was found to vary." in words(app)
        await press(pilot, "f9")
        assert "must approve this" in words(app)
        await types(pilot, f"3001\n{PIN}\n")
        await press(pilot, "f9")
        assert "Before: ¥50.00" in words(app)
        app.back()
        await settled(pilot)
        shown = words(app)
        assert "停车费 corrected: ¥5.00" in shown
        assert "¥50.00 should be ¥5.00 1002 多打一个零" in shown


async def test_what_went_in_or_out_of_an_open_shift_is_voided_and_not_corrected(shop: Shop) -> None:
    number = kit.opened(shop.counter)
    kit.paid(shop.counter, "fee", 5000)
    kit.counted(shop.counter, {"100": 1, "50": 1})
    async with shop.desk() as (app, pilot):
        app.open("shift_shown", shift=number)
        await settled(pilot)
        await press(pilot, "end", "e")
        assert "void the entry instead" in words(app)


async def test_a_handover_is_found_by_its_number_and_shown(shop: Shop) -> None:
    over(shop)
    async with shop.desk() as (app, pilot):
        [line, _earlier] = kit.good(shifts.listed(shop.counter.desk))
        number = kit.good(shifts.show(shop.counter.desk, shift=line.shift)).follows
        assert number.startswith("H")
        await types(pilot, number)
        assert "Handovers" in words(app)
        await press(pilot, "enter")
        assert app.screen.opened == ("handover_shown", {"handover": number})
        assert f"{number} accepted" in words(app)


async def test_left_goes_to_the_shifts_of_the_days_before(shop: Shop) -> None:
    number = over(shop)
    kit.at(shop.counter, "2026-07-16 10:00")
    async with shop.desk() as (app, pilot):
        await types(pilot, "shs\n")
        assert number not in picture(app)
        await press(pilot, "left")
        assert isinstance(app.screen, Shifts)
        assert number in picture(app)
        assert "over 10:00" in words(app)
        await press(pilot, "end", "enter")
        assert app.screen.opened == ("shift_shown", {"shift": number})


async def test_a_supervisor_sees_at_home_which_shifts_wait_and_why(shop: Shop) -> None:
    number = kit.opened(shop.counter)
    kit.good(handover.no_relief(shop.counter.act(), note="王芳没来"))
    async with shop.desk() as (app, pilot):
        assert "Shifts to see to" not in words(app)
    async with shop.desk(staff="3001") as (app, pilot):
        assert "Shifts to see to 1" in words(app)
        app.screen.set_focus(app.screen.due)
        await press(pilot, "enter")
        assert isinstance(app.screen, Shifts)
        shown = words(app)
        assert "To see to" in shown
        assert "! nobody came" in shown
        await press(pilot, "enter")
        assert app.screen.opened == ("shift_shown", {"shift": number})


async def test_who_handed_over_sees_at_home_that_it_was_refused_and_why(shop: Shop) -> None:
    kit.opened(shop.counter)
    kit.good(kit.shift_counts.count(shop.counter.act(), things={"item:G001": 5, "item:G002": 2}))
    number = kit.offered(shop.counter)
    kit.good(handover.refuse(shop.counter.act("1002"), handover=number, reason="少一本发票"))
    async with shop.desk() as (app, pilot):
        assert "Handover refused !" in words(app)
        app.screen.set_focus(app.screen.due)
        await press(pilot, "enter")
        assert app.screen.opened == ("handover_shown", {"handover": number})
        await press(pilot, "end")
        assert "少一本发票" in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_a_shift_is_called_and_its_state_are_whole_at_80_columns(language: str, shop: Shop) -> None:
    kit.opened(shop.counter, kind="announcer")
    kit.good(handover.no_relief(shop.counter.act()))
    kit.opened(shop.counter, "1002", desk="B", kind="early")
    async with shop.desk(staff="3001", language=language) as (app, pilot):
        app.open("shifts")
        await settled(pilot)
        named = app.house.classes["shift"] if app.house else {}
        for kind in ("announcer", "early"):
            assert named[kind][language] in picture(app)
        assert ".." not in picture(app)


def strange() -> dict[str, Any]:
    """What a store answers in which people have typed whatever can be typed."""
    lines, moved, counts, later = [], [], [], []
    for place, text in enumerate(HOSTILE):
        lines.append(
            SimpleNamespace(
                shift=f"DA261122-000{place}", counter="A", kind=text, state="open", business_date=NOON.date(),
                opened_at=NOON, opened_by=text, planned_end=NOON, closed_at=None, closed_by="", clerks=[text],
                overdue=True, relief_absent_at=None, handover="", handover_state="", handover_way="",
            )
        )  # fmt: skip
        more = {"thing": f"card:{text}", "reason": text}
        moved.append(SimpleNamespace(entry=place, at=NOON, by=text, way="used", amount=1, voided=False, **more))
        counts.append(
            SimpleNamespace(count="K", moment="shift", counted=1, expected=2, variance=-1, approver="", **more)
        )
        later.append(SimpleNamespace(entry=9, of_entry=place, was=1, amount=2, reason=text, by=text))
    view = SimpleNamespace(
        line=lines[0],
        follows="",
        counts=counts,
        in_and_out=moved,
        corrections=later,
        given_back=HOSTILE[0],
        names={},
    )
    alerts = [SimpleNamespace(why="refused", since=NOON, shift=line, told=line.kind) for line in lines[:3]]
    return {
        "shifts.list": lambda **_given: lines, "shifts.alerts": lambda: alerts, "shifts.show": lambda shift: view,
    }  # fmt: skip


@pytest.mark.parametrize("size", [(60, 15), (40, 10), (200, 60)])
async def test_strange_texts_and_small_terminals_do_not_break_the_lists_of_shifts(size: tuple[int, int]) -> None:
    async with desk(FakeDoors(readings=strange()), size=size) as (app, pilot):
        for name, given in (("shifts", {}), ("shift_shown", {"shift": "D"}), ("correct_shift", {"entry": 7})):
            app.open(name, **given)
            await settled(pilot)
            for key in ("home", "end"):
                await press(pilot, key)
                assert "\x1b" not in picture(app)
                assert "\u202e" not in picture(app)
                assert all(len(line) <= size[0] for line in picture(app).splitlines())
            app.back()
            await settled(pilot)
        assert isinstance(app.screen, Home)

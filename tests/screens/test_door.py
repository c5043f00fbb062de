"""The door and the frame under hostile text, and a desk that nobody touches."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events

from deskapp.screens.sign_in import SignIn
from tests.screens.kit import FakeDoors, desk, door, picture, settled
from tests.screens.test_shown import HOSTILE


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_text_in_records_and_in_the_search_line_is_only_text(text: str) -> None:
    found = SimpleNamespace(kind="member", key=text, title=text, detail=text, mark=text)
    done = SimpleNamespace(
        entry=1, at=FakeDoors().at, business_date=FakeDoors().today(), operation=text, subject=text, member=text,
        voided_by=None,
    )  # fmt: skip
    member = SimpleNamespace(name=text, number=text, phone=text, card=text, tier=text, points=1, flags=(text,))

    def search(**_given: Any) -> list[Any]:
        return [found]

    readings = {
        "omnibox.find": search,
        "journal.mine": lambda **_given: [done],
        "members.show": lambda **_given: member,
    }
    async with desk(FakeDoors(readings=readings)) as (app, pilot):
        app.post_message(events.Paste(text))
        await settled(pilot)
        await app.attach("M1")
        app.screen.say(text)
        await settled(pilot)
        assert app.is_running
        assert "\x1b" not in picture(app)
        assert "\u202e" not in picture(app)
        assert all(cell_len(line) <= 80 for line in picture(app).splitlines())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_text_at_the_door_signs_nobody_in(text: str) -> None:
    async with door() as (app, pilot):
        app.post_message(events.Paste(text))
        await settled(pilot)
        await pilot.press("enter", "f9")
        await settled(pilot)
        assert isinstance(app.screen, SignIn)
        assert app.is_running


async def test_a_desk_that_nobody_touches_locks_itself() -> None:
    async with desk() as (app, pilot):
        app.touched -= 6 * 60
        app._tick()
        await settled(pilot)
        assert isinstance(app.screen, SignIn)
        assert app.desk is None


async def test_a_store_that_does_not_open_is_said_and_tried_again() -> None:
    class Missing(FakeDoors):
        missing = True

        def open(self) -> Any:
            if self.missing:
                raise type("StoreMissing", (Exception,), {})
            return super().open()

    doors = Missing()
    async with door(doors) as (app, pilot):
        await settled(pilot)
        assert "There is no store here yet" in picture(app)
        doors.missing = False
        app.screen.number.value, app.screen.pin.value = "1001", "260417"
        await pilot.press("f9")
        await settled(pilot)
        assert not isinstance(app.screen, SignIn)


async def test_the_store_is_closed_when_the_desk_is() -> None:
    fake = FakeDoors()
    async with desk(fake):
        assert not fake.closed
    assert fake.closed

"""A power cut in the middle of two customers: both lists and both forms stand as they stood. (domain 1.10)"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from deskapp.screens.choose import Choose
from deskapp.screens.gifts import Redeem
from deskapp.screens.points import Points
from deskapp.store import drafts, verify
from tests.screens.kit import desk, picture, settled
from tests.store.conftest import PIN, Counter


def until_killed(counter: Counter, language: str, *cards: str) -> tuple[str, str]:
    """What the clerk saw when the first customer was put aside, and when the power went."""
    at = counter.clock.now().isoformat()
    command = [sys.executable, "-m", "tests.faults.typist", counter.store.url, at, language, PIN, *cards]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as clerk:
        assert clerk.stdout is not None
        seen = ""
        while not seen.endswith("=====\n"):
            line = clerk.stdout.readline()
            assert line, f"the clerk never came so far:\n{seen}"
            seen += line
        os.kill(clerk.pid, signal.SIGKILL)
    asked, typed = seen.removesuffix("\n=====\n").split("\n-----\n")
    return asked, typed


def without_bar(seen: str) -> list[str]:
    """Everything but the keys: F5 counts one more, since nobody has called the second customer back yet."""
    return [line.rstrip() for line in seen.splitlines()[:-1]]


@pytest.mark.parametrize(
    ("engine_name", "language"),
    [("sqlite", "en"), ("sqlite", "zh_Hans"), ("postgresql", "zh_Hant"), ("sqlite", "ko")],
    indirect=["engine_name"],
)
async def test_killed_between_two_customers_both_stand_as_they_stood(counter: Counter, language: str) -> None:
    first = counter.member("张伟民", phone="+8613812345678")
    second = counter.member("李娜", phone="+8613812349999")
    counter.points(first, 500)
    counter.gift("G001", price=60, on_desk=5)
    asked, typed = until_killed(counter, language, first, second)
    async with desk(url=counter.store.url, clock=counter.clock, staff="1001", pin=PIN, language=language) as (
        app,
        pilot,
    ):
        await settled(pilot)
        assert [work.who for work in app.parked] == ["张伟民", "李娜"]
        assert [line.who for line in drafts.unfinished(counter.desk)] == ["张伟民", "李娜"]
        await pilot.press("f5", "2")
        await settled(pilot)
        assert isinstance(app.screen, Points)
        assert without_bar(picture(app)) == without_bar(typed)
        assert app.screen.row("receipt").entry.value == "[R]77"
        await pilot.press("f5", "1")
        await settled(pilot)
        question = app.screen
        assert isinstance(question, Choose)
        assert question.listing.cursor == 1
        assert without_bar(picture(app)) == without_bar(asked)
        await pilot.press("k")
        await settled(pilot)
        form = app.screen
        assert isinstance(form, Redeem)
        assert app.customer.name == "张伟民"
        assert (form.row("item").entry.value, form.row("quantity").entry.value) == ("G001", "3")
        await pilot.press("f9")
        await settled(pilot)
        assert form.result is not None
        assert await app.all_kept()
    assert [line.who for line in drafts.unfinished(counter.desk)] == ["李娜"]
    assert verify.verify(counter.at("6001")).flaws == []

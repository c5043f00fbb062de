"""Slips at the desk: listed until signed, signed by one key, shown and saved as they stand on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from deskapp.outputs import slips as paper
from deskapp.screens.slips import save
from deskapp.store import gifts, points, slips
from deskapp.store.slips import SlipRow
from tests.golden.golden import LANGUAGES, check
from tests.screens.kit import NAMES, picture, settled, types
from tests.screens.shop import HOSTILE, Shop, press

MADE = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)
FACTS: dict[str, dict[str, Any]] = {
    "points": {"receipt": "R1", "till": "03", "date": "2026-11-22", "amount_money": 25000, "points": 25, "balance": 345,
               "excluded_money": 500},
    "redemption": {"item": "G001", "name": "保温杯", "quantity": 2, "points": 120, "cash_money": 500, "balance": 80},
    "adjustment": {"points": -20, "balance": 300, "reason": "重复登记" * 12},
    "enrolment": {"member": "M260101-0001", "card": "610000000018", "fee_money": 20000, "terms": "2020-01"},
    "reissue": {"card": "610000000026", "old": "610000000018", "reason": "lost", "fee_money": 500},
}  # fmt: skip


def slip(kind: str, language: str = "zh_Hans", **more: Any) -> SlipRow:
    return SlipRow(**{
        "number": "SA261122-0001K", "kind": kind, "state": "to_sign", "language": language, "copies": 2,
        "made_at": MADE, "signed_at": None, "member": "张伟民", "facts": FACTS[kind],
        "member_number": "M260101-0001", "entry": 7, "counter": "A", "clerk": "1001", "clerk_name": "陈静", **more,
    })  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FACTS)
def test_no_line_is_wider_than_the_paper_and_both_copies_are_there(kind: str, language: str) -> None:
    made = paper.text(slip(kind, language), NAMES)
    assert all(cell_len(line) <= paper.WIDTH for line in made.splitlines())
    assert made.count("SA261122-0001K") == 2
    assert made.count("张伟民") == 2


def test_a_slip_has_the_figures_it_was_made_with() -> None:
    made = "\n".join(paper.copy(slip("points", "en"), NAMES))
    for part in ("Wanlian", "Points confirmation", "Customer copy", "03 R1", "¥250.00", "¥5.00", "345", "陈静 1001"):
        assert part in made
    assert "Store copy" in "\n".join(paper.copy(slip("points", "en"), NAMES, 1))


def test_a_reprint_a_void_and_a_signed_slip_say_so() -> None:
    made = paper.text(slip("reissue", "en", state="voided"), NAMES, reprint=True)
    assert "*** VOID ***" in made
    assert "*** Reprint ***" in made
    assert "Signed on 22 Nov 2026" in paper.text(slip("reissue", "en", state="signed", signed_at=MADE), NAMES)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_on_paper_is_text(text: str) -> None:
    hostile = slip("adjustment", facts={"points": 1, "balance": 1, "reason": text}, member=text[:200])
    lines = paper.text(hostile, {"en": text[:300]}).splitlines()
    assert all(cell_len(line) <= paper.WIDTH for line in lines)
    assert not any(char in line for line in lines for char in "\x1b\x07\u202e")


def test_a_second_saving_is_a_reprint_in_a_file_of_its_own(tmp_path: Path) -> None:
    first, again = save(tmp_path / "slips", slip("points"), NAMES), save(tmp_path / "slips", slip("points"), NAMES)
    assert (first[1], again[1]) == (False, True)
    assert first[0].name == "SA261122-0001K.txt"
    assert again[0] != first[0]
    strange = save(tmp_path / "slips", replace(slip("points"), number="../../x"), NAMES)
    assert strange[0].parent == tmp_path / "slips"


def earned(shop: Shop, receipt: str = "R1") -> str:
    answer = points.earn(shop.counter.act(), card=shop.card, receipt=receipt, amount=2500)
    assert isinstance(answer, points.Earned)
    return answer.slip


async def test_one_key_signs_and_twice_is_once(shop: Shop) -> None:
    number = earned(shop)
    async with shop.desk() as (app, pilot):
        await types(pilot, "sl\n")
        assert number in picture(app)
        await pilot.press("d")
        await pilot.pause(0.1)
        await pilot.press("d")
        await pilot.pause(0.1)
        await settled(pilot)
    signed = slips.show(shop.counter.desk, slip=number)
    assert signed is not None
    assert signed.state == "signed"


async def test_a_slip_is_shown_saved_signed_and_saved_again_as_a_reprint(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskapp.paths.home", lambda: tmp_path / "desk")
    number = earned(shop)
    async with shop.desk() as (app, pilot):
        await types(pilot, f"{number}\n")
        assert "25.00" in picture(app)
        await press(pilot, "f8")
        assert "Saved:" in picture(app)
        await press(pilot, "f9")
        assert f"Slip {number} is signed." in picture(app)
        await press(pilot, "f9")
        assert "This slip is signed already." in picture(app)
        await press(pilot, "f8")
        assert "Reprint saved:" in picture(app)
    files = sorted((tmp_path / "desk" / "slips").iterdir())
    assert len(files) == 2
    assert number in files[0].read_text(encoding="utf-8")


async def test_a_slip_that_does_not_exist_is_said(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        app.open("slip", slip="S[/]")
        await settled(pilot)
        assert "No slip has the number S[/]." in picture(app)
        await press(pilot, "f8", "f9")
        assert "There is no slip here." in picture(app)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_screens_of_slips_look_as_they_did(language: str, shop: Shop) -> None:
    earned(shop)
    slips.sign(shop.counter.act(), slip=earned(shop, "R2"))
    answer = gifts.redeem(shop.counter.act(), card=shop.card, item="G001")
    assert isinstance(answer, gifts.Redeemed)
    async with shop.desk(language=language) as (app, pilot):
        await types(pilot, "sl\n")
        check(app, "slips")
        app.open("slip", slip=answer.slip)
        await settled(pilot)
        check(app, "slip")
    async with shop.desk(language=language, size=(60, 15)) as (app, pilot):
        app.open("slip", slip=answer.slip)
        await settled(pilot)
        check(app, "slip")

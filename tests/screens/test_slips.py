"""Slips at the desk: listed until signed, signed by one key, shown and saved as they stand on paper."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from deskapp import reach
from deskapp.outputs import lines
from deskapp.outputs import slips as paper
from deskapp.screens.slips import Slip
from deskapp.store import gifts, points, slips
from tests.golden.golden import LANGUAGES, check
from tests.outputs.paperwork import FACTS, MADE, codes, pages, slip, squeezed
from tests.outputs.paperwork import picture as picture_of
from tests.screens.kit import NAMES, picture, settled, types
from tests.screens.shop import HOSTILE, Shop, press


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FACTS)
def test_no_line_is_wider_than_the_paper_and_both_copies_are_there(kind: str, language: str) -> None:
    for width in (lines.WIDTH, 32):
        made = lines.text(paper.copies(slip(kind, language), NAMES), width)
        assert all(cell_len(line) <= width for line in made.splitlines())
        assert made.count("SA261122-0001K") == 2
        assert made.count("张伟民") == 2


def test_a_slip_has_the_figures_it_was_made_with() -> None:
    mine, theirs = lines.text(paper.copies(slip("points", "en"), NAMES)).split("- - - - -", 1)
    for part in ("Wanlian", "Points confirmation", "Customer copy", "03 R1", "¥250.00", "¥5.00", "345", "陈静 1001"):
        assert part in mine
    assert "Store copy" in theirs


def test_a_reprint_a_void_and_a_signed_slip_say_so() -> None:
    made = lines.text(paper.copies(slip("reissue", "en", state="voided"), NAMES, marked=paper.REPRINT))
    assert "*** VOID ***" in made
    assert "*** Reprint ***" in made
    signed = lines.text(paper.copies(slip("reissue", "en", state="signed", signed_at=MADE), NAMES))
    assert "Signed on 22 Nov 2026" in signed


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_on_paper_is_text(text: str) -> None:
    hostile = slip("adjustment", facts={"points": 1, "balance": 1, "reason": text}, member=text[:200])
    made = lines.text(paper.copies(hostile, {"en": text[:300]})).splitlines()
    assert all(cell_len(line) <= lines.WIDTH for line in made)
    assert not any(char in line for line in made for char in "\x1b\x07\u202e")


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


@pytest.fixture(autouse=True)
def counter_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A counter PC without settings; its folder, where `settings.toml` may be put."""
    monkeypatch.setattr("deskapp.paths.home", lambda: tmp_path / "desk")
    monkeypatch.setattr("deskapp.paths.settings_file", lambda: tmp_path / "settings.toml")
    return tmp_path


async def test_without_a_printer_a_slip_is_saved_and_saved_again_as_a_reprint(shop: Shop, counter_pc: Path) -> None:
    number = earned(shop)
    async with shop.desk() as (app, pilot):
        await types(pilot, f"{number}\n")
        assert "25.00" in picture(app)
        assert "F8 Save" in picture(app)
        await press(pilot, "f8")
        assert "Saved:" in picture(app)
        await press(pilot, "f9")
        assert f"Slip {number} is signed." in picture(app)
        await press(pilot, "f9")
        assert "This slip is signed already." in picture(app)
        await press(pilot, "f8")
        assert "Reprint saved:" in picture(app)
    first, again = (counter_pc / "desk" / "slips" / f"{number}{end}.pdf" for end in ("", ".2"))
    assert squeezed(pages(first.read_bytes())[0]).count(number) == 2
    assert "补打" not in pages(first.read_bytes())[0]
    assert "补打" in pages(again.read_bytes())[0]


async def test_a_scanned_code_of_a_printed_slip_and_enter_open_that_slip(shop: Shop, counter_pc: Path) -> None:
    number = earned(shop)
    async with shop.desk() as (app, pilot):
        app.open("slip", slip=number)
        await settled(pilot)
        await press(pilot, "f8")
        (read,) = set(codes(picture_of((counter_pc / "desk" / "slips" / f"{number}.pdf").read_bytes())))
        app.go_home()
        await settled(pilot)
        await types(pilot, f"{read}\n")
        assert isinstance(app.screen, Slip)
        assert app.screen.number == number


def with_command(folder: Path, *words: str) -> None:
    """A printer that is a program."""
    command = json.dumps([sys.executable, *words])
    (folder / "settings.toml").write_text(f'[printer]\nkind = "command"\ncommand = {command}\n', "utf-8")


async def test_one_key_in_the_list_prints_through_the_shops_own_command(shop: Shop, counter_pc: Path) -> None:
    paper_out = counter_pc / "out.pdf"
    with_command(counter_pc, "-c", f"import sys; open({str(paper_out)!r}, 'wb').write(sys.stdin.buffer.read())")
    number = earned(shop)
    async with shop.desk() as (app, pilot):
        await types(pilot, "sl\n")
        await press(pilot, "p")
        assert f"Slip {number} is printed." in picture(app)
        await press(pilot, "enter")
        assert "F8 Reprint" in picture(app)
        await press(pilot, "f8")
        assert f"Slip {number} is printed again, marked as a reprint." in picture(app)
    assert "补打" in pages(paper_out.read_bytes())[0]


async def test_a_printer_that_fails_is_said_and_the_next_print_is_a_reprint(shop: Shop, counter_pc: Path) -> None:
    with_command(counter_pc, "-c", "import sys; sys.exit('out of paper')")
    number = earned(shop)
    async with shop.desk() as (app, pilot):
        app.open("slip", slip=number)
        await settled(pilot)
        assert "F8 Print" in picture(app)
        await press(pilot, "f8")
        assert "out of paper" in picture(app)
        with_command(counter_pc, "-c", "pass")
        await press(pilot, "f8")
        assert "marked as a reprint" in picture(app)
    assert slips.show(shop.counter.desk, slip=number).prints == 2  # type: ignore[union-attr]


async def test_the_desk_goes_on_while_a_printer_does_not_answer(shop: Shop, counter_pc: Path) -> None:
    with_command(counter_pc, "-c", "import time; time.sleep(60)")
    with (counter_pc / "settings.toml").open("a", encoding="utf-8") as file:
        file.write("seconds = 1\n")
    number = earned(shop)
    async with shop.desk() as (app, pilot):
        app.open("slip", slip=number)
        await settled(pilot)
        await pilot.press("f8")
        await pilot.pause(0.2)
        await pilot.press("f8", "f2", "x")
        await pilot.pause(0.1)
        assert app.screen.omnibox.entry.value == "x"  # type: ignore[attr-defined]
        await settled(pilot)
        assert "did not answer within 1 seconds" in " ".join(picture(app).split())
    assert slips.show(shop.counter.desk, slip=number).prints == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[printer]\nkind = "network"\n', 'printer.host: Value error, a printer of kind "network" needs it'),
        ("[printer\n", "do not hold"),
    ],
)
async def test_wrong_settings_are_said_with_their_place_and_nothing_is_counted(
    settings: str, said: str, shop: Shop, counter_pc: Path
) -> None:
    (counter_pc / "settings.toml").write_text(settings, "utf-8")
    number = earned(shop)
    async with shop.desk(size=(200, 24)) as (app, pilot):
        app.open("slip", slip=number)
        await settled(pilot)
        await press(pilot, "f8")
        assert said in " ".join(picture(app).split())
    assert slips.show(shop.counter.desk, slip=number).prints == 0  # type: ignore[union-attr]


async def test_a_missing_package_is_named_and_nothing_is_counted(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reach.EXTRAS, "pdf", ("typst", "not_there"))
    number = earned(shop)
    async with shop.desk(size=(120, 24)) as (app, pilot):
        app.open("slip", slip=number)
        await settled(pilot)
        await press(pilot, "f8")
        assert "not_there" in picture(app)
        assert "deskapp[pdf]" in picture(app)
    assert slips.show(shop.counter.desk, slip=number).prints == 0  # type: ignore[union-attr]


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

"""One complaint at the desk: what is known, why it is due when it is, and only the moves that are legal now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from deskapp import complaint_words
from deskapp.places import SCREENS
from deskapp.rules.allowances import Allowed
from deskapp.rules.complaint_table import Move
from deskapp.rules.decisions import no
from deskapp.screens.complaint_views import ACTS, move_rows
from deskapp.screens.intake import Complain
from deskapp.store import evidence, marks
from deskapp.store.complaints import Moved
from tests.screens import case_kit
from tests.screens.case_kit import EARLIER, NUMBER, case, doors
from tests.screens.kit import desk, picture, settled, types
from tests.screens.shop import HOSTILE, Shop, press
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import at_hand


def told(app: Any) -> str:
    return " ".join(picture(app).split())


def moves(shop: Shop, moved: Moved, staff: str) -> list[tuple[str, str]]:
    """The screens that are offered, and under which heading."""
    return [(str(row.data), row.group) for row in move_rows(kit.shown(shop.counter, moved, staff))]


def test_every_move_but_the_opening_is_offered_somewhere() -> None:
    assert set(ACTS) == set(Move) - {Move.OPEN}


@pytest.mark.parametrize("state", list(kit.IN_STATE))
def test_no_two_moves_of_a_state_have_one_letter_and_none_is_offered_that_is_refused(state: str, shop: Shop) -> None:
    moved = kit.IN_STATE[state](shop.counter)
    for staff in ("1001", "2001", "3001", "4001", "6001"):
        view = kit.shown(shop.counter, moved, staff)
        letters = [row.cells[0] for row in move_rows(view)]
        assert len(letters) == len(set(letters))
        possible = {ACTS[one.move].opens for one in view.next if one.objection is None or one.approver}
        assert {str(row.data) for row in move_rows(view)} - {"linked"} <= possible & SCREENS.keys()


def test_what_takes_somebody_elses_word_stands_under_their_role(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("judge", "withdraw"):
        monkeypatch.setitem(SCREENS, name, "")
    moved = kit.registered(shop.counter)
    assert ("judge", "With a shift lead") in moves(shop, moved, "1001")
    assert ("withdraw", "What can be done") in moves(shop, moved, "1001")
    assert ("judge", "What can be done") in moves(shop, moved, "2001")
    named = kit.registered(shop.counter, staff="王芳")
    assert "judge" not in dict(moves(shop, named, "2001"))


async def test_a_case_tells_who_what_until_when_why_and_what_was_before() -> None:
    async with desk(doors(), size=(120, 60)) as (app, _pilot):
        app.open("complaint", complaint=NUMBER)
        await settled(_pilot)
        said = told(app)
        for part in (
            f"Complaint {NUMBER} to be approved [serious]", "刘洋 (刘女士) 138****8000",
            "Approve: until Sun 22 Nov 16:42, 2 h 10 min left (hours of opening: 2)",
            f"Second complaint: greet 刘洋 by name, and refer to {EARLIER} (closed) 电饭锅漏水", "三楼家电",
            f"Goes on from {EARLIER}", "Exchange 同款新锅 ¥50.00", "漏水.jpg 813 kB", "S261122-0003K",
            "14:32-16:42 2 h 10 min opening hours", "Should know shift lead", "until Sun 22 Nov 14:32 kept",
            "Registered a complaint 陈静 1001", "What happened: 电饭锅漏水",
        ):  # fmt: skip
            assert part in said, part
        assert "open:" not in said


@pytest.mark.parametrize(
    ("state", "staff", "stands"),
    [
        ("registered", "1001", "judge"), ("investigating", "2001", "investigate"), ("proposing", "1001", "propose"),
        ("awaiting_approval", "1001", "approve"), ("implementing", "1001", "implement"),
        ("withdrawn", "1001", "restore"),
    ],
)  # fmt: skip
async def test_the_cursor_stands_on_the_next_step(state: str, staff: str, stands: str, shop: Shop) -> None:
    moved = kit.IN_STATE[state](shop.counter)
    async with shop.desk(staff=staff) as (app, pilot):
        app.open("complaint", complaint=moved.complaint)
        await settled(pilot)
        assert app.screen.moves.current.key == stands  # type: ignore[attr-defined]


async def test_the_cursor_goes_on_with_the_case_and_stays_while_nothing_changed(shop: Shop) -> None:
    moved = kit.registered(shop.counter)
    async with shop.desk(staff="2001") as (app, pilot):
        app.open("complaint", complaint=moved.complaint)
        await settled(pilot)
        await press(pilot, "down", "down")
        chosen = app.screen.moves.current.key  # type: ignore[attr-defined]
        await press(pilot, "n", "escape")
        assert app.screen.moves.current.key == chosen != "judge"  # type: ignore[attr-defined]
        await press(pilot, "h")
        await types(pilot, "c\n等小票")
        await press(pilot, "f9", "enter")
        assert app.screen.moves.current.key == "release"  # type: ignore[attr-defined]
        await press(pilot, "enter", "f9", "enter")
        assert app.screen.moves.current.key == "judge"  # type: ignore[attr-defined]


async def test_marks_stand_beside_the_state() -> None:
    held = case(held_by="customer", held_since=case_kit.MORNING, level="supervisor", reopened=2, overdue=True)
    async with desk(doors(held), size=(120, 40)) as (app, pilot):
        app.open("complaint", complaint=NUMBER)
        await settled(pilot)
        for part in (
            "[on hold: customer] [escalated: supervisor] [reopened: 2]", "! Approve: until",
            "the clock stands still since Sun 22 Nov 10:32, late before that",
        ):  # fmt: skip
            assert part in told(app)


async def test_a_letter_or_enter_opens_the_form_with_the_version_that_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("note", "hold"):
        monkeypatch.setitem(SCREENS, name, "")
    opened: list[tuple[str, dict[str, Any]]] = []
    async with desk(doors()) as (app, pilot):
        app.open("complaint", complaint=NUMBER)
        await settled(pilot)
        monkeypatch.setattr(app, "open", lambda name, **given: opened.append((name, given)))
        await pilot.press("n")
        await pilot.pause(0.1)
        await press(pilot, "enter")
    assert opened[0] == ("note", {"complaint": NUMBER, "version": 4})
    assert opened[1][1] == {"complaint": NUMBER, "version": 4}


async def test_what_no_letter_means_goes_to_the_search_line() -> None:
    async with desk(doors()) as (app, pilot):
        app.open("complaint", complaint=NUMBER)
        await settled(pilot)
        await types(pilot, "8000")
        assert app.top is not None
        assert app.top.omnibox.entry.value == "8000"


async def test_a_draft_is_registered_from_its_own_form_and_its_slip_is_a_key_away(shop: Shop) -> None:
    draft = kit.drafted(shop.counter, what="空调太冷")
    offered = kit.offered(shop.counter)
    async with shop.desk() as (app, pilot):
        app.open("complaint", complaint=draft.complaint)
        await settled(pilot)
        await pilot.press("r")
        await pilot.pause(0.1)
        await settled(pilot)
        assert isinstance(app.screen, Complain)
        assert "空调太冷" in picture(app)
        app.go_home()
        app.open("complaint", complaint=offered.complaint)
        await settled(pilot)
        await press(pilot, "f8")
        assert offered.slip in picture(app)


async def test_a_case_that_is_over_is_gone_on_from_in_a_new_one(shop: Shop) -> None:
    over = kit.closed(shop.counter)
    async with shop.desk() as (app, pilot):
        app.open("complaint", complaint=over.complaint)
        await settled(pilot)
        await pilot.press("l")
        await pilot.pause(0.1)
        await settled(pilot)
        assert isinstance(app.screen, Complain)
        assert app.screen.row("name").entry.value == "刘洋"


async def test_what_was_done_meanwhile_shows_when_one_comes_back(shop: Shop) -> None:
    moved = kit.registered(shop.counter)
    async with shop.desk() as (app, pilot):
        app.open("complaint", complaint=moved.complaint)
        await settled(pilot)
        app.open("slips")
        await settled(pilot)
        marks.hold(shop.counter.act("1002"), **at_hand(moved), party="customer", reason="等小票")
        await press(pilot, "escape")
        assert "[on hold: customer]" in picture(app)


async def test_enter_on_a_file_says_where_it_lies_and_whether_it_is_still_the_same(shop: Shop) -> None:
    moved = kit.registered(shop.counter)
    kept = evidence.attach(shop.counter.act(), **at_hand(moved), name="漏水.jpg", content="/9j/4AAQSkZJRg==")
    assert isinstance(kept, evidence.Attached), kept
    (piece,) = evidence.evidence(shop.counter.desk, complaint=moved.complaint)  # type: ignore[misc]
    async with shop.desk(size=(120, 40)) as (app, pilot):
        app.open("complaint", complaint=moved.complaint)
        await settled(pilot)
        screen: Any = app.screen
        await press(pilot, "f6")
        for found in ("漏水.jpg lies in", "漏水.jpg is gone or was changed"):
            screen.listing.move(next(n for n, row in enumerate(screen.listing.rows) if row.group == "Evidence"))
            await press(pilot, "enter")
            assert found in told(app)
            with open(piece.path, "ab") as file:  # type: ignore[union-attr]
                file.write(b"x")


async def test_a_number_that_nobody_has_is_said() -> None:
    unknown = no("complaint_unknown", field="complaint", complaint="C1")
    async with desk(doors(readings={"complaints.show": lambda **_given: unknown})) as (app, pilot):
        app.open("complaint", complaint="C1")
        await settled(pilot)
        assert "No complaint has the number C1." in told(app)
        await press(pilot, "f8")
        assert "This complaint has no slip yet." in told(app)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_as_text(text: str) -> None:
    view = case(name=text, what=text, subject=text, place=text)
    async with desk(doors(view), size=(60, 15)) as (app, pilot):
        app.open("complaint", complaint=NUMBER)
        await settled(pilot)
        await press(pilot, "f6", *["down"] * 20)
        assert app.is_running
        assert "\x1b" not in picture(app)
        assert "\u202e" not in picture(app)


def test_late_by_is_said_in_the_two_largest_units() -> None:
    assert complaint_words.left(-95) == "late by 1 h 35 min"
    assert complaint_words.span(59) == "59 min"
    assert complaint_words.span(int(timedelta(days=2, hours=3, minutes=9).total_seconds() // 60)) == "2 d 3 h"


async def test_what_law_and_house_still_allow_stands_with_its_article() -> None:
    table = Allowed(date(2026, 11, 27), ("refund", "exchange"), {"en": "Faulty goods"}, {"en": "Rules, art. 9"})
    view = case_kit.case(bought=date(2026, 11, 20), allowed=[table])
    async with desk(case_kit.doors(view), size=(120, 50)) as (app, pilot):
        app.open("complaint", complaint=case_kit.NUMBER)
        await settled(pilot)
        told = " ".join(picture(app).split())
        assert "Allowed by law and house Bought 20 Nov 2026" in told
        assert "until 11-27 refund, exchange (Rules, art. 9): Faulty goods" in told
    async with desk(case_kit.doors(case_kit.case(bought=date(2026, 11, 20))), size=(120, 50)) as (app, pilot):
        app.open("complaint", complaint=case_kit.NUMBER)
        await settled(pilot)
        assert "nothing any more" in picture(app)

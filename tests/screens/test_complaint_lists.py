"""Complaints by countdown, searched and taken up from the list; what waits for who approves; home's figures."""

from __future__ import annotations

from typing import Any

from deskapp.screens.complaint_lists import Approvals, Complaints
from deskapp.screens.complaint_views import Case
from deskapp.screens.intake import Complain
from deskapp.store.home import DueNow
from tests.screens.case_kit import doors
from tests.screens.kit import desk, picture, settled, types
from tests.screens.shop import Shop, press
from tests.store import complaint_kit as kit


async def test_the_list_runs_by_the_time_that_is_left_and_marks_what_is_late_or_waits() -> None:
    async with desk(doors()) as (app, pilot):
        await types(pilot, "cs\n")
        lines = [" ".join(line.split()) for line in picture(app).splitlines() if "C26112" in line]
        assert lines[0].endswith("C261121-0001 ! -1 h 35 min Judge 陈伟民 停车收费有误")
        assert "C261122-0007 2 h 10 min Approve 刘洋" in lines[1]
        assert "C261122-0008 customer Make the offer 김하경" in lines[2]


async def test_left_and_right_go_through_the_views_and_enter_opens_cases_and_drafts() -> None:
    asked: list[dict[str, Any]] = []
    behind = doors()
    page = behind.readings["complaints.list"]
    behind.readings["complaints.list"] = lambda **given: asked.append(given) or page()
    async with desk(behind) as (app, pilot):
        await types(pilot, "cs\n")
        await press(pilot, "right", "left", "left")
        assert [
            {name: value for name, value in each.items() if name != "limit"} for each in asked
        ] == [{}, {"overdue": True}, {}, {"state": "closed"}]  # fmt: skip
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, Case)
        await press(pilot, "escape", "down", "down", "enter")
        assert isinstance(app.screen, Complain)


async def test_a_filter_searches_all_complaints_whatever_their_state(shop: Shop) -> None:
    over = kit.closed(shop.counter)
    kit.registered(shop.counter, subject="停车收费", what="重复收费", phone="13655554444", receipt="")
    async with shop.desk() as (app, pilot):
        await types(pilot, "cs\n")
        await pilot.press("slash")
        await pilot.pause(0.1)
        await types(pilot, "8000")
        assert over.complaint in picture(app)
        assert "停车收费" not in picture(app)
        assert "Complaints   found" in picture(app)


async def test_n_takes_a_new_one_down_and_an_empty_list_says_what_would_be_here(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "cs\n")
        assert "No complaint is here." in picture(app)
        await pilot.press("n")
        await pilot.pause(0.1)
        await settled(pilot)
        assert isinstance(app.screen, Complain)


async def test_the_supervisor_sees_what_waits_with_the_costs_and_a_clerk_nothing(shop: Shop) -> None:
    case = kit.proposed(shop.counter)
    async with shop.desk(staff="3001") as (app, pilot):
        assert "To approve" in picture(app)
        await types(pilot, "ap\n")
        assert isinstance(app.screen, Approvals)
        assert "¥50.00 / ¥9.00" in picture(app)
        await press(pilot, "enter")
        assert case.complaint in picture(app)
    async with shop.desk() as (app, pilot):
        await types(pilot, "ap\n")
        assert "Nothing waits for your approval." in picture(app)


async def test_home_tells_what_is_open_and_late_and_leads_to_each() -> None:
    figures = DueNow(*[0] * 12, complaints_open=12, complaints_overdue=3, complaints_escalated=2)
    behind = doors(readings={"home.due": lambda **_given: figures})
    async with desk(behind) as (app, pilot):
        told = [" ".join(line.split()) for line in picture(app).splitlines()]
        assert any(line.endswith("Complaints open 12") for line in told)
        assert any(line.endswith("Complaints late 3") for line in told)
        assert any(line.endswith("Complaints escalated 2") for line in told)
        assert "To approve" not in picture(app)
        home: Any = app.screen
        for row, view in ((1, "open"), (2, "late"), (3, "escalated")):
            app.set_focus(home.due)
            home.due.move(row)
            await press(pilot, "enter")
            assert isinstance(app.screen, Complaints)
            assert app.screen.view == view
            await press(pilot, "escape")


async def test_a_member_with_an_open_complaint_is_flagged_and_it_opens_from_their_view(shop: Shop) -> None:
    case = kit.registered(shop.counter, member=shop.card)
    async with shop.desk(size=(120, 40)) as (app, pilot):
        await types(pilot, shop.card + "\n")
        assert "[open complaint]" in picture(app)
        screen: Any = app.screen
        app.set_focus(screen.standing)
        screen.standing.move(
            next(n for n, row in enumerate(screen.standing.rows) if row.key == f"case {case.complaint}")
        )
        await press(pilot, "enter")
        assert isinstance(app.screen, Case)


async def test_the_search_line_opens_a_complaint_by_its_number(shop: Shop) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk() as (app, pilot):
        await types(pilot, case.complaint.lower() + "\n")
        assert isinstance(app.screen, Case)
        assert case.complaint in picture(app)


async def test_a_small_terminal_does_not_break_the_lists() -> None:
    async with desk(doors(), size=(60, 15)) as (app, pilot):
        for name in ("complaints", "approvals"):
            app.open(name)
            await settled(pilot)
            assert "C261122-0007" in picture(app)
            app.back()

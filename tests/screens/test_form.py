"""The form: Enter never posts, F9 posts once, faults stand by their fields, a second person signs on the same form."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from textual.pilot import Pilot

from deskapp.app import DeskApp
from deskapp.i18n import N_
from deskapp.rules.decisions import No, Role, no
from deskapp.screens.fields import Choice, Field, understand
from deskapp.screens.form import Form
from deskapp.screens.home import Home
from deskapp.screens.result import Outcome
from tests.screens.kit import FakeDoors, desk, picture, settled, types

CHOICES = (Choice("l", "lost", N_("Lost")), Choice("d", "damaged", N_("Damaged")))


class Points(Form):
    """A form with one field of each common kind."""

    heading = N_("Points for a receipt")
    operation = "points.earn"
    verb = N_("Give points")
    customer_field = "card"

    def fields(self) -> list[Field]:
        return [
            Field("card", N_("Card"), "code", required=True),
            Field("amount", N_("Amount"), "money", required=True),
            Field("why", N_("Reason"), "choice", choices=CHOICES, default="l"),
            Field("note", N_("Notes"), limit=20),
        ]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        return f"gives {values['amount'] // 1000}"

    def outcome(self, answer: Any) -> Outcome:
        return Outcome("Points given", big=answer, hand_over=("the receipt",), slip="S1")


@asynccontextmanager
async def form(answer: Any, **more: Any) -> AsyncIterator[tuple[DeskApp, Pilot[None], FakeDoors]]:
    """The form, open over home; `answer` is what the operation does."""
    doors = FakeDoors(operations={"points.earn": answer}, **more)
    async with desk(doors) as (app, pilot):
        app.push_screen(Points())
        await settled(pilot)
        yield app, pilot, doors


def gives(**_given: Any) -> str:
    return "E7"


async def test_enter_goes_on_and_f9_posts_what_was_meant() -> None:
    async with form(gives) as (app, pilot, doors):
        await types(pilot, "６１０ 12\n9.9\nd\nhello\n")
        assert not doors.asked
        assert "gives 0" in picture(app)
        assert "F9 does it" in picture(app)
        await pilot.press("f9")
        await settled(pilot)
        assert doors.asked[0][3] == {"card": "61012", "amount": 990, "why": "damaged", "note": "hello"}
        assert "E 7" in picture(app)
        assert "Hand over: the receipt" in picture(app)
        await pilot.press("enter")
        assert isinstance(app.screen, Home)
        assert app.focused is app.screen.omnibox.entry


async def test_a_field_left_wrong_says_so_beneath_it_and_f9_stops_there() -> None:
    async with form(gives) as (app, pilot, doors):
        await types(pilot, "610\nabc\n")
        assert "! This is not an amount" in picture(app)
        await pilot.press("f9")
        await settled(pilot)
        assert not doors.asked
        assert app.focused is app.screen.row("amount").entry
        await types(pilot, "25")
        assert "not an amount" not in picture(app)


async def test_f9_pressed_twice_posts_once() -> None:
    going, calls = threading.Event(), []

    def slow(**_given: Any) -> str:
        calls.append(1)
        going.wait(60)
        return "E1"

    async with form(slow) as (app, pilot, doors):
        await types(pilot, "610\n25\n")
        await pilot.press("f9")
        await pilot.press("f9")
        await pilot.press("escape")
        assert "Wait: this is being posted." in picture(app)
        assert isinstance(app.screen, Points)
        going.set()
        await settled(pilot)
        assert len(calls) == 1
        assert len(doors.asked) == 1


async def test_a_refusal_stands_beside_its_field_and_a_retry_keeps_the_operation_id() -> None:
    answers = iter([no("card_unknown", field="card", card="610"), "E1"])
    async with form(lambda **_given: next(answers)) as (app, pilot, doors):
        await types(pilot, "610\n25\n")
        await pilot.press("f9")
        await settled(pilot)
        assert "! No member has the card or number 610." in picture(app)
        await pilot.press("f9")
        await settled(pilot)
        assert doors.asked[0][1] == doors.asked[1][1]


async def test_a_second_person_signs_on_the_same_form() -> None:
    answers = iter([no("receipt_late", approver=Role.SUPERVISOR, days=3, limit=0), "E1"])
    async with form(lambda **_given: next(answers)) as (app, pilot, doors):
        await types(pilot, "610\n25\n")
        await pilot.press("f9")
        await settled(pilot)
        assert "A supervisor must agree to this" in picture(app)
        await types(pilot, "3001\n381642\nfar away\n")
        assert "381642" not in picture(app)
        await pilot.press("f9")
        await settled(pilot)
        signature = doors.asked[1][2]
        assert signature is not None
        assert (signature.staff, signature.pin, signature.reason) == ("3001", "381642", "far away")


async def test_a_second_person_with_a_wrong_pin_is_told_so_and_types_it_again() -> None:
    wrong = no("pin_wrong", field="approver_pin", left=4, staff="3001")
    answers = iter([no("receipt_late", approver=Role.SUPERVISOR, days=3, limit=0), wrong, wrong, "E1"])
    async with form(lambda **_given: next(answers)) as (app, pilot, _doors):
        await types(pilot, "610\n25\n")
        await pilot.press("f9")
        await settled(pilot)
        await types(pilot, "3001\n381643\nfar away\n")
        for _again in range(2):
            await pilot.press("f9")
            await settled(pilot)
            assert "This PIN is wrong" in picture(app)
            assert app.screen.row("approver_pin").entry.value == ""
            await types(pilot, "381643")
        assert "This PIN is wrong" not in picture(app)


async def test_a_store_that_does_not_answer_leaves_everything_typed() -> None:
    def lost(**_given: Any) -> str:
        raise ConnectionResetError("gone")

    async with form(lost) as (app, pilot, _doors):
        await types(pilot, "610\n25\n")
        await pilot.press("f9")
        await settled(pilot)
        assert "The store does not answer" in picture(app)
        assert app.screen.row("amount").entry.value == "25"
        assert app.screen.why_not("do_it") == ""


async def test_leaving_unsaved_work_is_asked_about() -> None:
    async with form(gives) as (app, pilot, _doors):
        await types(pilot, "610")
        await pilot.press("escape")
        await settled(pilot)
        assert "This is not saved yet" in picture(app)
        await pilot.press("k")
        await settled(pilot)
        assert app.screen.row("card").entry.value == "610"
        await pilot.press("escape", "d")
        await settled(pilot)
        assert isinstance(app.screen, Home)


async def test_the_customer_in_front_is_filled_in_and_follows_the_search_line() -> None:
    def member(member: str) -> SimpleNamespace:
        return SimpleNamespace(name=member, number=member, card=f"card-{member}")

    def search(text: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(kind="member", key="M2", title="M2", detail="", mark="")]

    readings = {"members.show": member, "omnibox.find": search}
    async with form(gives, readings=readings) as (app, pilot, _doors):
        await types(pilot, "typed")
        await app.attach("M1")
        assert app.screen.row("card").entry.value == "typed"
        await pilot.press("f2")
        await types(pilot, "m2\n")
        assert app.screen.row("card").entry.value == "card-M2"
        assert app.focused is app.screen.row("amount").entry


async def test_a_very_long_paste_is_kept_and_refused_in_words() -> None:
    from textual import events

    async with form(gives) as (app, pilot, _doors):
        row = app.screen.row("note")
        row.entry.focus()
        await pilot.pause()
        app.post_message(events.Paste("x" * 10_000))
        await settled(pilot)
        assert len(row.entry.value) == 10_000
        await pilot.press("tab")
        await settled(pilot)
        assert "at most 20 characters, this has 10,000" in picture(app)


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        ("money", "１２.５", 1250),
        ("money", "1,200", 120000),
        ("number", "２００", 200),
        ("digits", "１００１", "1001"),
        ("code", " r-12 ab ", "R-12AB"),
        ("date", "1121", date(2026, 11, 21)),
        ("date", "12-31", date(2025, 12, 31)),
        ("date", "-1", date(2026, 11, 21)),
        ("date", "20260105", date(2026, 1, 5)),
        ("date", "22", date(2026, 11, 22)),
        ("check", "y", True),
        ("check", "No", False),
    ],
)
def test_what_is_typed_is_understood(kind: Any, typed: str, meant: Any) -> None:
    assert understand(Field("x", "X", kind), typed, today=date(2026, 11, 22)) == meant


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("money", "9.999", "amount_bad"),
        ("number", "-3", "digits_only"),
        ("digits", "12a", "digits_only"),
        ("date", "31 Feb", "date_bad"),
        ("date", "9" * 40, "too_long"),
        ("date", "99999999", "date_bad"),
        ("choice", "q", "choose_one"),
    ],
)
def test_what_cannot_be_meant_is_refused(kind: Any, typed: str, code: str) -> None:
    answer = understand(
        Field("x", "X", kind, choices=CHOICES if kind == "choice" else ()), typed, today=date(2026, 11, 22)
    )
    assert isinstance(answer, No)
    assert answer.code == code


async def test_half_filled_work_under_another_is_not_left_when_that_is_done() -> None:
    async with form(gives) as (app, pilot, _doors):
        await types(pilot, "610\n25")
        under = app.screen
        app.push_screen(Points())
        await settled(pilot)
        await types(pilot, "611\n30\n")
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is under
        assert under.row("amount").entry.value == "25"
        assert "not saved yet" in picture(app)


async def test_a_half_filled_form_keeps_its_customer_when_somebody_else_comes_in_front() -> None:
    def member(member: str) -> SimpleNamespace:
        return SimpleNamespace(name=member, number=member, card=f"card-{member}")

    async with form(gives, readings={"members.show": member}) as (app, pilot, _doors):
        await app.attach("M1")
        await types(pilot, "25")
        assert app.screen.row("amount").entry.value == "25"
        await app.attach("M2")
        assert app.screen.row("card").entry.value == "card-M1"


async def test_a_result_gives_way_to_the_next_command() -> None:
    async with form(gives) as (app, pilot, _doors):
        await types(pilot, "610\n25\n")
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("f2")
        await types(pilot, "qqq\n>")
        await pilot.press("escape")
        app.open = lambda name, **_context: None  # type: ignore[method-assign]
        await pilot.press("f2")
        await types(pilot, "dh\n")
        assert isinstance(app.screen, Home)


class Long(Form):
    """More fields than a small terminal has lines for; what F9 would do takes two lines once an amount is typed."""

    heading = N_("Points for a receipt")
    operation = "points.earn"

    def fields(self) -> list[Field]:
        kept = [Field(f"kept{place}", N_("Notes")) for place in range(13)]
        return [*kept, Field("amount", N_("Amount"), "money"), Field("why", N_("Reason"), "choice", choices=MANY)]

    async def consequence(self, values: dict[str, Any]) -> str | No:
        return "first\nsecond\nthird" if values["amount"] else ""


MANY = tuple(Choice(letter, f"reason {letter}", f"a reason of many words {letter}") for letter in "abcd")


async def test_the_field_with_the_cursor_stays_in_sight_when_what_f9_does_needs_its_place() -> None:
    async with desk(FakeDoors()) as (app, pilot):
        app.push_screen(Long())
        await settled(pilot)
        form = app.screen
        form.set_focus(form.row("why").entry)
        await types(pilot, "a")
        form.row("amount").fill(2500)
        await settled(pilot)
        assert "third" in picture(app)
        assert ">Reason" in picture(app)


async def test_what_stands_below_the_field_with_the_cursor_is_in_sight_too() -> None:
    async with desk(FakeDoors()) as (app, pilot):
        app.push_screen(Long())
        await settled(pilot)
        form = app.screen
        form.set_focus(form.row("why").entry)
        await settled(pilot)
        assert "d a reason of many words d" in picture(app)
        await types(pilot, "z\n")
        await settled(pilot)
        assert "! " in picture(app)
        assert ">Reason" in picture(app)

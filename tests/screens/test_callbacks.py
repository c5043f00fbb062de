"""The queue and its head, a callback whole, callbacks by hand, a person's wishes, dealing out and gathering."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from deskapp.rules.decisions import No, no
from deskapp.screens.callbacks import CallbackRecord, Callbacks
from deskapp.screens.dealing import skills
from deskapp.screens.home import Home
from deskapp.store import claims, dealing, queue, wishes
from deskapp.store.callbacks import CALLBACK
from tests.screens.calls_kit import FIRST, QUEUE, THIRD, VIEW, call_doors, row
from tests.screens.kit import desk, picture, settled, types
from tests.screens.shop import HOSTILE, Shop, press
from tests.store.callers import PHONES, at, called, member, owed, rows, states, taken


def words_of(app: Any) -> str:
    return " ".join(picture(app).split())


async def test_the_head_says_what_the_day_holds_and_each_row_why_it_rests(shop: Shop) -> None:
    late = owed(shop.counter, PHONES[0], name="早到", latest="2026-07-15 10:30")
    tried = owed(shop.counter, PHONES[1], name="没接")
    owed(shop.counter, PHONES[2], name="约好", purpose="promise")
    taken(shop.counter)
    claims.let_go(shop.counter.act(), callback=late)
    assert not isinstance(claims.claim(shop.counter.act(), callback=tried), No)
    called(shop.counter, tried, "no_answer")
    at(shop.counter, "10:40")
    head = queue.queue(shop.counter.desk)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cbs\n")
        assert f"{head.due} due today, {head.minutes} callable minutes, {head.will_be_late} will be late   1 late" in (
            picture(app)
        )
        lines = [line for line in picture(app).splitlines() if " BA" in line or ">BA" in line]
        assert [line[1:14] for line in lines] == [one.number for one in head.rows]
        assert "late" in lines[0]
        assert "resting 14:00" in next(line for line in lines if tried in line)


async def test_the_queue_is_narrowed_to_mine_to_a_purpose_and_to_who_was_not_reached(shop: Shop) -> None:
    mine, other = owed(shop.counter, PHONES[0]), owed(shop.counter, PHONES[1], purpose="promise")
    assert not isinstance(dealing.deal_out(shop.counter.act("2001"), skills={"1001": 5, "1002": 5}), No)
    whose = {one.number: one.assignee for one in rows(shop.counter, CALLBACK)}
    wrong = owed(shop.counter, PHONES[2])
    assert not isinstance(claims.claim(shop.counter.act(), callback=wrong), No)
    called(shop.counter, wrong, "wrong_number")
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cbs\n")
        await press(pilot, "w", "m")
        assert "Callbacks (Mine)" in picture(app)
        assert {one for one in (mine, other) if one in picture(app)} == {
            one for one, clerk in whose.items() if clerk == "1001"
        }
        await press(pilot, "w", "r")
        assert wrong in picture(app)
        assert mine not in picture(app)
        await press(pilot, "f9")
        assert "This callback is over: not reached." in picture(app)
        await press(pilot, "w", "4")
        assert "Callbacks (promised)" in picture(app)
        assert other in picture(app)
        assert mine not in picture(app)


async def test_f9_calls_the_one_under_the_cursor_and_enter_shows_it(shop: Shop) -> None:
    owed(shop.counter, PHONES[0])
    second = owed(shop.counter, PHONES[1], note="问伞")
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cbs\n")
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, CallbackRecord)
        assert "问伞" in picture(app)
        assert "138****8001" in picture(app)
        await press(pilot, "escape", "f9")
        assert "138 0013 8001" in picture(app)
    assert states(shop.counter)[second] == "claimed"


async def test_a_callback_is_found_by_its_number_and_its_record_leads_on(shop: Shop) -> None:
    number = owed(shop.counter, member=shop.card)
    assert not isinstance(wishes.hours(shop.counter.act(), member=shop.card, hours="10-12"), No)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, f"{number}\n")
        assert isinstance(app.screen, CallbackRecord)
        assert "hours 10:00-12:00" in picture(app)
        await press(pilot, "enter")
        await settled(pilot)
        assert "张伟民" in picture(app)
        assert app.customer is not None
        await press(pilot, "escape", "e")
        await types(pilot, "13:00")
        assert "! Nobody is called at Wed 15 Jul 13:00" in words_of(app)
        app.screen.row("at").fill("11:30")  # type: ignore[attr-defined]
        await settled(pilot)
        assert "张伟民 is called Wed 15 Jul 11:30." in words_of(app)
        await press(pilot, "f9")
        assert "Appointment noted" in picture(app)
    assert states(shop.counter) == {number: "appointment"}


async def test_a_clerk_cannot_cancel_and_a_lead_does_with_the_reason(shop: Shop) -> None:
    number = owed(shop.counter)
    for staff, says in (("1001", "This needs the role shift lead"), ("2001", "Callback cancelled")):
        async with shop.desk(language="en", staff=staff) as (app, pilot):
            app.open("callback_record", callback=number)
            await settled(pilot)
            await press(pilot, "v")
            await types(pilot, "顾客已来店")
            if staff == "1001":
                assert says in words_of(app)
            await press(pilot, "f9")
            assert says in words_of(app)
    assert states(shop.counter) == {number: "cancelled"}


async def test_a_callback_is_arranged_by_hand_for_who_is_in_front(shop: Shop) -> None:
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, f"{shop.card}\n")
        await types(pilot, "acb\n")
        assert app.screen.row("member").entry.value == shop.card  # type: ignore[attr-defined]
        await types(pilot, "promise")
        app.screen.row("note").fill("到货通知")  # type: ignore[attr-defined]
        await settled(pilot)
        assert "Owed within 1 days." in picture(app)
        await press(pilot, "f9")
        assert "Callback arranged" in picture(app)
    (made,) = rows(shop.counter, CALLBACK)
    assert (made.purpose, made.member_id is not None) == ("promise", True)


async def test_a_phone_typed_for_a_card_is_masked_in_the_list_of_parked_work(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        app.open("arrange")
        await settled(pilot)
        for typed, named in (("13655554444", "136****4444"), (shop.card, shop.card)):
            app.screen.row("member").entry.value = typed  # type: ignore[attr-defined]
            assert app.screen.concerns() == named  # type: ignore[attr-defined]
        app.screen.row("member").entry.value = "13655554444"  # type: ignore[attr-defined]
        await press(pilot, "f4", "f5")
        assert "136****4444" in picture(app)
        assert "13655554444" not in picture(app)


async def test_nobody_named_and_an_offer_without_consent_are_told(shop: Shop) -> None:
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "acb\nbirthday\n")
        await press(pilot, "f9")
        assert "Say whom to call: a member or a phone number." in picture(app)
        await types(pilot, "13800138000")
        assert "This is an offer" in picture(app)
        await press(pilot, "f9")
        assert "This person has not agreed to be called with offers." in picture(app)
    assert rows(shop.counter, CALLBACK) == []


async def test_wishes_of_a_person_are_noted_and_lifted(shop: Shop) -> None:
    number = owed(shop.counter)
    async with shop.desk(language="en", staff="2001") as (app, pilot):
        for word, typed, says in (
            ("wh", "10-12, 15-18", "Hours: 10:00-12:00,15:00-18:00"),
            ("dnc", "别打了", "Calls: none at all"),
            ("alc", "顾客来店要求", "Hours: 10:00-12:00,15:00-18:00"),
        ):
            await types(pilot, f"{word}\n\n13800138000\n{typed}")
            assert "Until now: " in picture(app)
            await press(pilot, "f9")
            assert says in picture(app)
            await press(pilot, "enter")
    assert states(shop.counter) == {number: "refused"}


async def test_dealing_shows_everybodys_share_before_it_is_done(shop: Shop) -> None:
    for phone in PHONES[:6]:
        owed(shop.counter, phone)
    async with shop.desk(language="en", staff="2001") as (app, pilot):
        await types(pilot, "do\n")
        assert app.screen.row("skills").entry.value == "1001 5, 1002 5"  # type: ignore[attr-defined]
        app.screen.row("skills").fill("1001 2, 1002 1")  # type: ignore[attr-defined]
        await settled(pilot)
        assert "6 customers are nobody's; 6 are dealt out." in picture(app)
        assert [line.split()[-1] for line in picture(app).splitlines() if "100" in line and "陈静" not in line][
            -1
        ] == "2"
        await press(pilot, "f9")
        assert "Dealt out: 6 customers" in picture(app)
        assert "1001: 4" in picture(app)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("1001 5, 1002 3", {"1001": 5, "1002": 3}),
        ("1001：5，1002=3", {"1001": 5, "1002": 3}),
        ("1001", "skills_bad"),
        ("1001 12", "skills_bad"),
        (",", "empty"),
    ],
)
def test_skills_are_typed_behind_the_number_of_a_clerk(typed: str, means: Any) -> None:
    found = skills(typed)
    assert (found.code if isinstance(found, No) else found) == means


async def test_the_days_callbacks_are_shown_and_gathered(shop: Shop) -> None:
    born = member(shop.counter, name="寿星", phone=PHONES[7], birthday="1990-07-17", birth_day="07-17")
    async with shop.desk(language="en", staff="2001") as (app, pilot):
        await types(pilot, "gt\n")
        assert "birthday 1" in picture(app)
        assert born in picture(app)
        await press(pilot, "f9")
        assert "+ birthday 1" in picture(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)
        await types(pilot, "gt\n")
        assert "Nobody is missing" in picture(app)
    assert len(rows(shop.counter, CALLBACK)) == 1


async def test_what_is_left_of_a_long_day_is_gathered_next() -> None:
    doors = call_doors()
    doors.readings["callbacks.to_gather"] = lambda **_given: []
    doors.operations["callbacks.gather"] = lambda day: SimpleNamespace(day=day, made={"birthday": 200}, more=True)
    async with desk(doors) as (app, pilot):
        await types(pilot, "gt\n")
        await press(pilot, "f9")
        assert "More is left" in picture(app)
        before = app.screen
        await press(pilot, "enter")
        assert type(app.screen) is type(before)
        assert app.screen is not before


async def test_home_leads_to_the_queue_and_says_what_is_late() -> None:
    doors = call_doors()
    doors.readings["home.due"] = lambda: SimpleNamespace(callbacks_late=3, callbacks_due=9)
    async with desk(doors) as (app, pilot):
        lines = [" ".join(line.split()) for line in picture(app).splitlines()]
        assert any("Callbacks late 3" in line for line in lines)
        assert any("Callbacks due today 9" in line for line in lines)
        home = app.screen
        assert isinstance(home, Home)
        app.set_focus(home.due)
        home.due.move(next(n for n, line in enumerate(home.due.rows) if line.key == "callbacks_late"))
        await press(pilot, "enter")
        assert isinstance(app.screen, Callbacks)


async def test_the_queue_stands_again_as_it_stood_when_it_was_parked() -> None:
    doors = call_doors()
    async with desk(doors) as (app, pilot):
        await types(pilot, "cbs\n")
        await press(pilot, "w", "m", "down", "f4", "f5", "1")
        assert isinstance(app.screen, Callbacks)
        assert app.screen.which == "mine"
        stood = app.screen.stood()
        again = Callbacks()
        await app.push_screen(again)
        again.stand(stood)
        await settled(pilot)
        assert (again.which, again.current and again.current.key) == ("mine", QUEUE.rows[1].number)


async def test_a_number_nobody_knows_is_said() -> None:
    doors = call_doors()
    doors.readings["callbacks.show"] = lambda **_given: no("callback_unknown", callback="B1")
    async with desk(doors) as (app, pilot):
        app.open("callback_record", callback="B1")
        await settled(pilot)
        assert "No callback has the number B1." in picture(app)
        await press(pilot, "f9", "v", "e")
        assert isinstance(app.screen, CallbackRecord)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["usual", "small"])
async def test_whatever_people_wrote_the_lists_stand(text: str, size: tuple[int, int]) -> None:
    hostile = replace(QUEUE, rows=[row(FIRST, name=text, purpose=text[:40]), row(THIRD, trouble="no_phone")])
    event = replace(VIEW.events[0], note=text)
    doors = call_doors()
    doors.readings |= {
        "callbacks.queue": lambda **_given: hostile,
        "callbacks.show": lambda **_given: replace(VIEW, row=row(name=text), events=[event]),
        "callbacks.wishes": lambda **_given: [wishes.WishRow("no_calls", text)],
        "callbacks.to_deal": lambda **_given: dealing.Deal([dealing.Share("1001", text, 5, 1, 2)], 1, 1),
    }
    async with desk(doors, size=size) as (app, pilot):
        for name in ("callbacks", "callback_record", "deal_out"):
            app.open(name, callback=FIRST)
            await settled(pilot)
            assert "\x1b" not in picture(app)
            assert "\u202e" not in picture(app)
            await press(pilot, "escape")
        assert isinstance(app.screen, Home)

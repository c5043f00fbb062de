"""Parking: put aside with one key, brought back as it stood, kept on disk as it is typed, never lost without a word."""

from __future__ import annotations

import asyncio
import json
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from deskapp.app import DeskApp
from deskapp.i18n import N_
from deskapp.places import SCREENS
from deskapp.screens.choose import Choose
from deskapp.screens.fields import Field
from deskapp.screens.form import Form
from deskapp.screens.home import Home
from deskapp.screens.keeping import EVERY
from deskapp.screens.recall import Recall
from deskapp.screens.result import Outcome
from deskapp.screens.sign_in import SignIn
from tests.screens.kit import PIN, FakeDoors, desk, door, picture, settled, types


class Note(Form):
    """A small form: every kind of thing that must come back."""

    heading = N_("Points for a receipt")
    operation = "points.earn"
    verb = N_("Give points")
    customer_field = "card"

    def fields(self) -> list[Field]:
        return [
            Field("card", N_("Card"), "code", required=True),
            Field("reason", N_("Reason"), required=True),
            Field("amount", N_("Amount"), "money"),
        ]

    def outcome(self, answer: Any) -> Outcome:
        return Outcome("Given", big="25")


@pytest.fixture(autouse=True)
def _note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCREENS, "points", f"{__name__}:Note")


def person(member: str = "M1") -> SimpleNamespace:
    names = {"M1": "张伟民", "M2": "李娜"}
    return SimpleNamespace(
        name=names[member], number=member, phone="138****1234", card=f"61000000001{member[1]}", tier="", points=420
    )


def doors(**more: Any) -> FakeDoors:
    return FakeDoors(readings={"members.show": person}, **more)


async def half_typed(app: DeskApp, pilot: Any, member: str = "M1", text: str = "broken") -> Note:
    await app.attach(member)
    app.open("points")
    await settled(pilot)
    await types(pilot, f"{text}\n25")
    assert isinstance(app.screen, Note)
    return app.screen


async def test_f4_puts_the_customer_aside_and_f5_brings_them_back_as_they_stood() -> None:
    async with desk(doors()) as (app, pilot):
        form = await half_typed(app, pilot)
        await pilot.press("f4")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert app.customer is None
        assert "F5 Recall 1" in picture(app)
        assert "张伟民 is parked." in picture(app)
        await half_typed(app, pilot, "M2")
        await pilot.press("f5", "1")
        await settled(pilot)
        assert app.screen is form
        assert app.customer.name == "张伟民"
        assert form.row("amount").entry.value == "25"
        assert form.focused is form.row("amount").entry
        assert [work.who for work in app.parked] == ["李娜"]


async def test_an_open_question_is_parked_with_its_work() -> None:
    async with desk(doors()) as (app, pilot):
        await half_typed(app, pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("f4")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        await pilot.press("f5", "1")
        await settled(pilot)
        assert isinstance(app.screen, Choose)
        assert "Discard what is typed" in picture(app)


async def test_esc_offers_to_park_what_is_not_saved() -> None:
    async with desk(doors()) as (app, pilot):
        await half_typed(app, pilot)
        await pilot.press("escape", "p")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert [work.who for work in app.parked] == ["张伟民"]


async def test_several_are_listed_with_who_what_and_since_and_picked_by_digit() -> None:
    async with desk(doors()) as (app, pilot):
        first = await half_typed(app, pilot)
        await pilot.press("f4")
        await settled(pilot)
        await half_typed(app, pilot, "M2", "lost")
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("f5")
        await settled(pilot)
        assert isinstance(app.screen, Recall)
        assert "1  张伟民" in picture(app)
        assert "Points for a receipt      11-22 14:32" in picture(app)
        await pilot.press("1")
        await settled(pilot)
        assert app.screen is first


async def test_nobody_and_nothing_cannot_be_parked() -> None:
    async with desk(doors()) as (app, pilot):
        await pilot.press("f4")
        assert "There is nothing to park" in picture(app)


async def test_the_tenth_is_refused_and_can_still_be_exchanged_for_one_of_the_nine() -> None:
    async with desk(doors()) as (app, pilot):
        for _time in range(9):
            await app.attach("M1")
            await pilot.press("f4")
        await half_typed(app, pilot, "M2")
        await pilot.press("f4")
        await settled(pilot)
        assert "9 are parked already" in picture(app)
        assert isinstance(app.screen, Note)
        await pilot.press("f5", "9")
        await settled(pilot)
        assert app.customer.name == "张伟民"
        assert len(app.parked) == 9


async def test_what_is_typed_is_on_disk_within_a_second_and_gone_when_it_is_posted() -> None:
    store = doors(operations={"points.earn": lambda **given: SimpleNamespace(points=25)})
    async with desk(store) as (app, pilot):
        form = await half_typed(app, pilot)
        assert EVERY <= 0.5
        async with asyncio.timeout(20):
            while not store.drafts:
                await pilot.pause(0.05)
        (draft,) = store.drafts.values()
        stood = json.loads(draft["content"])["screens"][-1]["stood"]
        assert stood["typed"]["reason"] == ["broken", ""]
        assert stood["op"] == form.op
        await pilot.press("f9")
        await settled(pilot)
        assert await app.all_kept()
        assert store.drafts == {}


async def test_a_pin_is_never_put_down() -> None:
    store = doors()
    async with desk(store) as (app, pilot):
        form = await half_typed(app, pilot)
        form.ask_approval("supervisor")
        await types(pilot, "3001\n381642")
        assert await app.all_kept()
        written = json.dumps([str(draft) for draft in store.drafts.values()])
        assert "3001" in written
        assert "381642" not in written


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant", "ko"])
async def test_after_a_power_cut_everything_is_offered_and_stands_as_it_stood(language: str) -> None:
    store = doors()
    async with desk(store, language=language) as (app, pilot):
        await half_typed(app, pilot)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("down", "f4")
        await settled(pilot)
        kept = await half_typed(app, pilot, "M2", "[bold]lost")
        kept.ask_approval("lead")
        await types(pilot, "2001")
        assert await app.all_kept()
        op, before = kept.op, picture(app)
        left = {key: dict(draft) for key, draft in store.drafts.items()}
    store.drafts = left  # the machine stopped here
    async with desk(store, language=language) as (app, pilot):
        await settled(pilot)
        assert [work.who for work in app.parked] == ["张伟民", "李娜"]
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        form = app.screen
        assert isinstance(form, Note)
        assert form.op == op
        assert app.customer.name == "李娜"
        assert form.focused is form.row("approver").entry
        assert picture(app).replace("F5", "").split() == before.replace("F5", "").split()
        await pilot.press("f5", "1")
        await settled(pilot)
        assert isinstance(app.screen, Choose)
        assert app.screen.listing.cursor == 1
        await pilot.press("escape")
        assert app.screen.row("reason").entry.value == "broken"


async def test_work_that_cannot_be_built_again_sleeps_on_until_it_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    store = doors()
    async with desk(store) as (app, pilot):
        await half_typed(app, pilot)
        assert await app.all_kept()
    async with desk(store) as (app, pilot):
        monkeypatch.delitem(SCREENS, "points")
        await pilot.press("f5", "1")
        await settled(pilot)
        assert "This work cannot be brought back" in picture(app)
        await pilot.press("k")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert [work.who for work in app.parked] == ["张伟民"]
        assert len(store.drafts) == 1
        await pilot.press("f5", "1")
        await settled(pilot)
        await pilot.press("d")
        await settled(pilot)
        assert app.parked == []
        assert store.drafts == {}


async def asleep(store: FakeDoors) -> None:
    """A half-typed form that an earlier run of the program has left."""
    async with desk(store) as (app, pilot):
        await half_typed(app, pilot)
        assert await app.all_kept()


@pytest.mark.parametrize("then", ["lock", "another"])
async def test_work_is_not_built_before_somebody_else(then: str) -> None:
    """The desk is locked, or taken over, while the customer of parked work is still being read."""
    store, go = doors(), threading.Event()
    await asleep(store)
    go.set()

    def slow(member: str) -> SimpleNamespace:
        go.wait(60)
        return person(member)

    store.readings["members.show"] = slow
    async with desk(store) as (app, pilot):
        await settled(pilot)
        go.clear()
        await pilot.press("f5", "1")
        app.lock()
        if then == "another":
            app.signed_in(await app.sign_in("1002", PIN))
        go.set()
        await settled(pilot)
        assert isinstance(app.screen, SignIn if then == "lock" else Home)
        assert app.customer is None
        assert "broken" not in picture(app)
        assert [work.who for work in app.parked_by("1001")] == ["张伟民"]


async def test_a_member_read_late_comes_in_front_of_the_work_that_asked() -> None:
    store, go = doors(), threading.Event()
    async with desk(store) as (app, pilot):
        await half_typed(app, pilot)
        await pilot.press("f4")
        await settled(pilot)

        def slow(member: str) -> SimpleNamespace:
            go.wait(60)
            return person(member)

        store.readings["members.show"] = slow
        asked = asyncio.ensure_future(app.attach("M2"))
        await pilot.pause(0.05)
        app.bring_back(app.parked[0].key)
        await pilot.pause(0.05)
        go.set()
        assert await asked is None
        await settled(pilot)
        assert app.customer.name == "张伟民"


async def test_parked_work_without_a_form_is_gone_for_good_once_it_is_let_go() -> None:
    store = doors()
    async with desk(store) as (app, pilot):
        await app.attach("M1")
        await pilot.press("f4")
        await settled(pilot)
        assert len(store.drafts) == 1
    async with desk(store) as (app, pilot):
        await pilot.press("f5", "1")
        await settled(pilot)
        assert app.customer.name == "张伟民"
        app.release()
        assert await app.all_kept()
        assert store.drafts == {}


async def test_what_was_posted_is_not_offered_again_however_soon_other_work_is_brought_back() -> None:
    store = doors(operations={"points.earn": lambda **given: SimpleNamespace(points=25)})
    async with desk(store) as (app, pilot):
        await half_typed(app, pilot, "M2", "waits")
        await pilot.press("f4")
        form = await half_typed(app, pilot)
        assert await app.all_kept()
        assert len(store.drafts) == 2
        app.keep_all = lambda: None  # type: ignore[method-assign]
        await pilot.press("f9")
        await settled(pilot)
        assert form.finished()
        del app.keep_all
        await pilot.press("f5", "1")
        assert await app.all_kept()
        assert [draft["who"] for draft in store.drafts.values()] == ["李娜"]


async def test_what_is_typed_stays_on_disk_when_the_desk_looks_at_it_while_its_screens_are_taken_down() -> None:
    store = doors()
    async with desk(store) as (app, pilot):
        form = await half_typed(app, pilot)
        assert await app.all_kept()
        close_all, looked = app._close_all, []

        async def close_and_look() -> None:
            await app._prune(form)
            app.keep_all()
            looked.append(app.work)
            await asyncio.sleep(0.1)
            await close_all()

        app._close_all = close_and_look  # type: ignore[method-assign]
    assert looked
    assert [draft["who"] for draft in store.drafts.values()] == ["张伟民"]


async def test_what_was_posted_is_not_offered_again_however_soon_the_program_is_closed() -> None:
    store = doors(operations={"points.earn": lambda **given: SimpleNamespace(points=25)})
    async with desk(store) as (app, pilot):
        await half_typed(app, pilot)
        assert await app.all_kept()
        assert len(store.drafts) == 1
        await pilot.press("f9")
        while not app.screen.finished():
            await pilot.pause(0.01)
        app.ask_to_quit()
        await settled(pilot)
    assert store.drafts == {}


def out_of_reach(*_given: Any) -> None:
    raise OSError("No space left on device")


async def test_work_parked_while_the_store_is_away_is_put_down_when_it_is_back() -> None:
    store = doors()
    async with desk(store) as (app, pilot):
        there, store.keep = store.keep, out_of_reach  # type: ignore[method-assign, assignment]
        await half_typed(app, pilot)
        await pilot.press("f4")
        await pilot.pause(0.9)
        assert store.drafts == {}
        store.keep = there  # type: ignore[method-assign]
        assert await app.all_kept()
        assert [draft["who"] for draft in store.drafts.values()] == ["张伟民"]


async def test_the_program_is_not_closed_over_work_that_is_nowhere_else_without_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("deskapp.screens.keeping.PATIENCE", 0.3)
    store = doors()
    async with desk(store) as (app, pilot):
        store.keep = out_of_reach  # type: ignore[method-assign, assignment]
        await half_typed(app, pilot)
        await pilot.press("ctrl+q")
        await settled(pilot)
        await pilot.press("k")
        await settled(pilot)
        assert "The store does not take what is not finished" in picture(app)
        await pilot.press("s")
        await settled(pilot)
        assert app.is_running
        assert isinstance(app.screen, Note)


async def test_signing_off_while_the_search_line_waits_for_an_answer_keeps_everything() -> None:
    store, go = doors(), threading.Event()

    def slow(text: str) -> list[Any]:
        go.wait(60)
        return []

    async with desk(store) as (app, pilot):
        await half_typed(app, pilot)
        store.readings["omnibox.find"] = slow
        app.screen.omnibox.begin("zhang")
        app.screen.omnibox.entry.on_go(app.screen.omnibox.entry, "enter")  # type: ignore[misc]
        app.sign_off()
        await pilot.pause(0.1)
        app.screen.dismiss("keep")
        await pilot.pause(0.1)
        go.set()
        await settled(pilot)
        assert app.desk is None
        assert [draft["who"] for draft in store.drafts.values()] == ["张伟民"]


async def test_two_people_at_one_desk_keep_their_work_apart() -> None:
    async with desk(doors()) as (app, pilot):
        form = await half_typed(app, pilot)
        await pilot.press("f12", "l")
        await settled(pilot)
        await types(pilot, f"1002\n{PIN}\n")
        assert isinstance(app.screen, Home)
        assert app.customer is None
        assert app.parked == []
        await pilot.press("f12", "o")
        await settled(pilot)
        await types(pilot, f"1001\n{PIN}\n")
        assert app.screen is form
        assert app.customer.name == "张伟民"


async def test_signing_off_says_what_is_not_finished_and_keeps_it() -> None:
    store = doors()
    async with desk(store) as (app, pilot):
        await half_typed(app, pilot)
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("f12", "o")
        await settled(pilot)
        assert "Not finished: 1" in picture(app)
        await pilot.press("s")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        await pilot.press("f12", "o")
        await settled(pilot)
        await pilot.press("k")
        await settled(pilot)
        assert isinstance(app.screen, SignIn)
        assert len(store.drafts) == 1
        await types(pilot, f"1001\n{PIN}\n")
        await pilot.press("f5", "1")
        await settled(pilot)
        assert isinstance(app.screen, Note)
        assert app.screen.row("reason").entry.value == "broken"


async def test_closing_the_program_says_what_is_not_finished() -> None:
    store = doors()
    async with desk(store) as (app, pilot):
        await half_typed(app, pilot)
        await pilot.press("ctrl+q")
        await settled(pilot)
        assert "Not finished: 1" in picture(app)
        assert app.is_running
        await pilot.press("k")
        await pilot.pause()
    assert [draft["who"] for draft in store.drafts.values()] == ["张伟民"]


async def test_what_cannot_be_put_down_is_said_once_and_tried_again() -> None:
    store = doors()
    tries: list[str] = []

    def full(desk: Any, run: str, draft: Any) -> None:
        tries.append(draft["work"])
        raise OSError("No space left on device")

    store.keep = full  # type: ignore[method-assign, assignment]
    async with door(store) as (app, pilot):
        await app.opened.wait()
        app.signed_in(await app.sign_in("1001", PIN))
        await settled(pilot)
        form = await half_typed(app, pilot)
        async with asyncio.timeout(20):
            while len(tries) < 2:
                await pilot.pause(0.05)
        assert "The store does not answer" in picture(app)
        form.say("")
        so_far = len(tries)
        async with asyncio.timeout(20):
            while len(tries) < so_far + 2:
                await pilot.pause(0.05)
        assert "The store does not answer" not in picture(app)


async def test_after_a_power_cut_typing_goes_on_where_it_stopped() -> None:
    store = doors()
    await asleep(store)
    async with desk(store) as (app, pilot):
        await pilot.press("f5", "1")
        await settled(pilot)
        await app.whole.wait()
        assert isinstance(app.screen, Note)
        await types(pilot, ".5")
        entry = app.screen.row("amount").entry
        while "5" not in entry.value[2:]:  # a machine under load takes its time
            await pilot.pause(0.02)
        assert entry.value == "25.5"


async def test_a_customer_who_is_served_is_let_go_and_waits_for_nobody() -> None:
    store = doors(operations={"points.earn": lambda **given: SimpleNamespace(points=25)})
    async with desk(store) as (app, pilot):
        form = await half_typed(app, pilot)
        await pilot.press("f4")
        await settled(pilot)
        await half_typed(app, pilot, "M2")
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("f5", "1")
        await settled(pilot)
        assert app.screen is form
        assert app.parked == []
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert app.customer is None
        assert app.parked == []


async def test_what_stands_in_the_search_line_is_no_work_to_park() -> None:
    async with desk(doors()) as (app, pilot):
        await types(pilot, "9999999")
        await pilot.press("f4")
        await settled(pilot)
        assert "There is nothing to park" in picture(app)
        assert app.parked == []


async def test_an_approver_types_again_once_the_form_was_parked_or_locked() -> None:
    async with desk(doors()) as (app, pilot):
        form = await half_typed(app, pilot)
        form.ask_approval("supervisor")
        await types(pilot, "3001\n381642")
        await pilot.press("f4")
        await settled(pilot)
        assert form.row("approver").entry.value == "3001"
        assert form.row("approver_pin").entry.value == ""
        await pilot.press("f5", "1")
        await settled(pilot)
        form.row("approver_pin").entry.value = "381642"
        app.lock()
        assert form.row("approver_pin").entry.value == ""


async def test_another_card_in_a_half_typed_form_is_said_and_the_cursor_stays() -> None:
    store = doors()
    one = SimpleNamespace(kind="card", key="M2", title="李娜", detail="", mark="", exact=True)
    store.readings["omnibox.find"] = lambda text: [one]
    async with desk(store) as (app, pilot):
        form = await half_typed(app, pilot)
        await pilot.press("f2")
        await types(pilot, "610000000012\n")
        assert app.customer.name == "李娜"
        assert "This form was for 张伟民 and is for 李娜 now." in picture(app)
        assert form.focused is form.row("amount").entry

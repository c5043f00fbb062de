"""The call: few keys, the number to dial, the script by the answer, what each answer leads to, one customer for one."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deskapp.rules.decisions import No, no
from deskapp.screens.calling import Callback
from deskapp.screens.home import Home
from deskapp.store import claims, queue, wishes
from deskapp.store.attempts import Attempted
from deskapp.store.callbacks import ATTEMPT
from tests.screens.calls_kit import ANSWERED, CLAIMED, SHEET, call_doors
from tests.screens.kit import desk, picture, settled, types
from tests.screens.shop import HOSTILE, Shop, press
from tests.store.callers import PHONES, at, later, owed, rows, states


def top(app: Any) -> Callback:
    assert isinstance(app.screen, Callback), app.screen
    return app.screen


async def test_the_next_customer_is_satisfied_in_at_most_five_keys(shop: Shop) -> None:
    number = owed(shop.counter, name="李娜")
    async with shop.desk(language="en") as (app, pilot):
        pressed = []

        async def key(*names: str) -> None:
            pressed.extend(names)
            await press(pilot, *names)

        await types(pilot, "cb")  # the word
        await key("enter")
        assert "李娜   138 0013 8000" in picture(app)
        await key("s", "f9")
        assert "Recorded: satisfied" in picture(app)
        assert len(pressed) <= 5
    assert states(shop.counter) == {number: "done"}
    assert [(row.by, row.outcome) for row in rows(shop.counter, ATTEMPT)] == [("1001", "satisfied")]


async def test_enter_on_the_result_takes_the_next_and_says_when_nobody_is_left(shop: Shop) -> None:
    first, second = owed(shop.counter, PHONES[0]), owed(shop.counter, PHONES[1])
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\n")
        assert top(app).number == first
        await types(pilot, "n")
        await press(pilot, "f9", "enter")
        assert top(app).number == second
        await types(pilot, "s")
        await press(pilot, "f9", "enter")
        assert "Nobody is to be called now; next from Wed 15 Jul 14:00." in picture(app)
        await press(pilot, "f9")
        assert states(shop.counter) == {first: "open", second: "done"}
        await press(pilot, "escape")
        assert isinstance(app.screen, Home)


async def test_the_script_is_in_the_customers_language_and_follows_the_answer(shop: Shop) -> None:
    owed(shop.counter, name="李娜")
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\n")
        assert "Say (简体中文):" in picture(app)
        assert "请问您是李娜吗？" in "".join(picture(app).split())
        await types(pilot, "s")
        assert "您对我们的服务有什么建议吗" in picture(app)
        await types(pilot, "\bd")
        top(app).row("outcome").entry.value = "d"
        await settled(pilot)
        assert "您认为我们应改进哪方面的工作" in picture(app)
        top(app).row("outcome").entry.value = "n"
        await settled(pilot)
        assert "Do:" in picture(app)
        assert "Leave no details on a machine." in picture(app)


async def test_only_what_the_answer_needs_is_asked_and_a_reproach_says_where_it_goes(shop: Shop) -> None:
    number = owed(shop.counter)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\n")
        assert [row.field.name for row in top(app).live_rows] == ["outcome"]
        await types(pilot, "d\n")
        assert [row.field.name for row in top(app).live_rows] == ["outcome", "reason", "said"]
        await press(pilot, "f9")
        assert top(app).row("reason").fault is not None
        await types(pilot, "s\n")
        await types(pilot, "没人接待\n")
        assert "Opens a complaint." in picture(app)
        await press(pilot, "f9")
        assert "Recorded: dissatisfied" in picture(app)
        assert "Complaint: C" in picture(app)
    view = queue.show(shop.counter.desk, callback=number)
    assert isinstance(view, queue.CallbackView)
    assert view.attempts[0].said == "没人接待"


async def test_a_fair_answer_goes_to_a_department(shop: Shop) -> None:
    owed(shop.counter)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\nf\n")
        await types(pilot, "w\n等了很久\n")
        await types(pilot, "floor\n")
        assert "Sales floor gets it and must answer." in picture(app)
        await press(pilot, "f9")
        assert "Feedback: F" in picture(app)


async def test_a_call_in_vain_tells_when_the_next_may_be_and_the_last_goes_to_the_lead(shop: Shop) -> None:
    number = owed(shop.counter)
    at(shop.counter, "11:50")
    for wall, day, says in (
        ("11:50", 15, "Try 1 of 3 in vain. Next from Wed 15 Jul 14:00."),
        ("14:00", 15, "Try 2 of 3 in vain."),
        ("18:00", 16, "Try 3 in vain: it is not called again and goes to the lead."),
    ):
        at(shop.counter, wall, day)
        async with shop.desk(language="en") as (app, pilot):
            await types(pilot, "cb\nn")
            assert says in " ".join(picture(app).split())
            await press(pilot, "f9")
    assert states(shop.counter) == {number: "exhausted"}


async def test_an_appointment_is_refused_at_rest_beside_its_field_and_then_taken(shop: Shop) -> None:
    number = owed(shop.counter)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\na\n13:00")
        rests = "Nobody is called at Wed 15 Jul 13:00; next from Wed 15 Jul 14:00."
        assert f"! {rests}" in " ".join(picture(app).split())
        await press(pilot, "f9")
        assert top(app).focused.id == "field-at"
        assert "Nobody is called at Wed 15 Jul 13:00; next from Wed 15 Jul 14:00." in " ".join(picture(app).split())
        top(app).row("at").fill("16 15:30")
        await press(pilot, "f9")
        assert "Recorded: another time" in picture(app)
    assert states(shop.counter) == {number: "appointment"}


async def test_one_call_settles_what_is_open_or_only_what_was_spoken_of(shop: Shop) -> None:
    care, promise = owed(shop.counter), owed(shop.counter, purpose="promise", note="到货通知")
    loan = owed(shop.counter, PHONES[1], purpose="overdue_loan")
    gift = owed(shop.counter, PHONES[1])
    async with shop.desk(language="en") as (_app, pilot):
        for answer in ("s\n\n", "s\n\nn"):
            await types(pilot, f"cb\n{answer}")
            await press(pilot, "f9", "escape")
    assert sorted(states(shop.counter).values()) == ["done", "done", "done", "open"]
    assert states(shop.counter)[care] == states(shop.counter)[promise] == "done"
    assert {states(shop.counter)[loan], states(shop.counter)[gift]} == {"done", "open"}


async def test_esc_gives_the_customer_back_and_what_is_typed_is_asked_about(shop: Shop) -> None:
    number = owed(shop.counter)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\n")
        assert states(shop.counter) == {number: "claimed"}
        await press(pilot, "escape")
        assert states(shop.counter) == {number: "open"}
        assert "is in the queue again." in picture(app)
        await types(pilot, "cb\nd")
        await press(pilot, "escape")
        assert "This is not saved yet" in picture(app)
        await press(pilot, "d")
        await settled(pilot)
        assert isinstance(app.screen, Home)
    assert states(shop.counter) == {number: "open"}


async def test_a_parked_call_keeps_its_customer_and_the_number_comes_back(shop: Shop) -> None:
    number = owed(shop.counter)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\nd")
        await press(pilot, "f4")
        assert "138 0013 8000" not in picture(app)
        assert states(shop.counter) == {number: "claimed"}
        await press(pilot, "f5", "1")
        assert "138 0013 8000" in picture(app)
        assert top(app).row("outcome").entry.value == "d"


async def test_after_a_power_cut_the_same_customer_is_claimed_again_with_what_was_typed(shop: Shop) -> None:
    number = owed(shop.counter)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\nd\ns\n没人")
        assert await app.all_kept()
        await settled(pilot)
    owed(shop.counter, PHONES[1], latest="2026-07-15 18:00")
    async with shop.desk(language="en") as (app, pilot):
        await press(pilot, "f5", "1")
        assert top(app).number == number
        assert top(app).row("said").entry.value == "没人"
        assert [row.field.name for row in top(app).live_rows] == ["outcome", "reason", "said"]


async def test_a_claim_that_lapses_is_told_and_the_call_is_still_recorded(shop: Shop) -> None:
    number = owed(shop.counter)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\ns")
        later(shop.counter, minutes=16)
        top(app).minute()
        await settled(pilot)
        assert "somebody else may take this customer" in picture(app)
        await press(pilot, "f9")
    assert states(shop.counter) == {number: "done"}


async def test_who_took_the_customer_meanwhile_is_told_and_nothing_typed_is_lost(shop: Shop) -> None:
    owed(shop.counter)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\nd\ns\n没人接待")
        later(shop.counter, minutes=16)
        assert isinstance(claims.following(shop.counter.act("1002")), claims.Claimed)
        await press(pilot, "f9")
        top(app).minute()
        await settled(pilot)
        assert "Claim this customer first" in picture(app)
        assert top(app).row("said").entry.value == "没人接待"
        await app.screen._read()  # type: ignore[attr-defined]
        assert not top(app).held
        await press(pilot, "escape")
        assert not isinstance(app.screen, Home), "what is typed is asked about, though the customer is a colleague's"
        await types(pilot, "d")
        await settled(pilot)
        assert isinstance(app.screen, Home)
    assert rows(shop.counter, ATTEMPT) == []


async def test_two_desks_press_next_at_once_and_each_has_a_customer_of_their_own(shop: Shop) -> None:
    owed(shop.counter, PHONES[0])
    owed(shop.counter, PHONES[1])
    async with shop.desk(language="en") as (one, first):
        await types(first, "cb\n")
        async with shop.desk(language="en", staff="1002") as (two, second):
            await types(second, "cb\n")
            assert {top(one).number, top(two).number} == set(states(shop.counter))
            async with shop.desk(language="en", staff="2001") as (three, third):
                await types(third, "cb\n")
                assert "Nobody is to be called now" in picture(three)


async def test_a_customer_whom_a_colleague_has_is_not_dialled_here(shop: Shop) -> None:
    number = owed(shop.counter)
    assert isinstance(claims.following(shop.counter.act("1002")), claims.Claimed)
    async with shop.desk(language="en") as (app, pilot):
        app.open("callback", callback=number)
        await settled(pilot)
        assert "1002 has this customer until Wed 15 Jul 10:15." in picture(app)
        assert "138****8000" in picture(app)
        await types(pilot, "s")
        await press(pilot, "f9")
        assert "1002 has this customer" in picture(app)
        await press(pilot, "escape")
    assert states(shop.counter) == {number: "claimed"}
    assert rows(shop.counter, ATTEMPT) == []


async def test_who_rings_the_desk_is_taken_at_whatever_hour(shop: Shop) -> None:
    number = owed(shop.counter)
    at(shop.counter, "13:00")
    async with shop.desk(language="en") as (app, pilot):
        app.open("callback", callback=number)
        await settled(pilot)
        assert "This customer is not to be called now; next from Wed 15 Jul 14:00." in picture(app)
        await press(pilot, "escape")
        app.open("callback", callback=number, incoming=True)
        await settled(pilot)
        assert "yours until 13:15" in picture(app)


async def test_the_last_call_and_a_wish_are_known_and_f3_shows_the_member(shop: Shop) -> None:
    number = owed(shop.counter, member=shop.card)
    assert not isinstance(wishes.hours(shop.counter.act(), member=shop.card, hours="10-22"), No)
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\nn")
        await press(pilot, "f9")
        at(shop.counter, "16:00")
        await types(pilot, "\n")
        assert top(app).number == number
        assert "Before: 07-15 10:00 1001 no answer" in picture(app)
        await press(pilot, "f3")
        assert "张伟民" in picture(app)
        await press(pilot, "escape")
        assert "138 1234 5678" in picture(app)


async def test_a_lost_store_claims_nobody_and_says_so() -> None:
    def gone(**_given: Any) -> Any:
        raise ConnectionError("gone")

    doors = call_doors()
    doors.operations["callbacks.next"] = gone
    async with desk(doors) as (app, pilot):
        await types(pilot, "cb\n")
        assert "The store does not answer." in picture(app)
        await types(pilot, "s")
        await press(pilot, "f9")
        assert [name for name, *_rest in doors.asked] == ["callbacks.next"]


async def test_f9_pressed_twice_records_once() -> None:
    doors = call_doors()
    async with desk(doors) as (_app, pilot):
        await types(pilot, "cb\ns")
        await pilot.press("f9", "f9")
        await settled(pilot)
        assert [name for name, *_rest in doors.asked] == ["callbacks.next", "callbacks.attempt"]


async def test_a_script_of_the_shop_that_does_not_hold_is_told(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed(shop.counter)
    monkeypatch.setattr("deskapp.paths.scripts", lambda: tmp_path)
    (tmp_path / "member_care.toml").write_text("[opening]\nko = '{boss}'\n", "utf-8")
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "cb\n")
        assert "The shop's own script was not taken: member_care:" in picture(app)
        assert "请问您是" in picture(app)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["usual", "small"])
async def test_whatever_people_are_called_the_call_stands(text: str, size: tuple[int, int]) -> None:
    from dataclasses import replace

    view = replace(SHEET.view, row=replace(SHEET.view.row, name=text))
    held = [replace(SHEET.held[0], about=text)]
    earlier = [queue.AttemptRow(datetime.fromisoformat("2026-11-20T03:00:00+00:00"), "1002", "busy", "", text, "")]
    doors = call_doors(sheet=replace(SHEET, view=view, held=held, earlier=earlier))
    async with desk(doors, size=size) as (app, pilot):
        await types(pilot, "cb\nd\ns\n")
        assert "\x1b" not in picture(app)
        assert "\u202e" not in picture(app)
        top(app).row("said").entry.value = text
        await press(pilot, "f9")
    assert doors.asked[-1][0] == "callbacks.attempt" or len(text) > 2000


async def test_nobody_waits_and_enter_asks_again() -> None:
    doors = call_doors()
    answers = iter([no("queue_empty", next_at=None, waiting=0), CLAIMED])
    doors.operations["callbacks.next"] = lambda **_given: next(answers)
    async with desk(doors) as (app, pilot):
        await types(pilot, "cb\n")
        assert "Nobody is to be called now" in picture(app)
        await press(pilot, "enter")
        assert "138 0013 8000" in picture(app)


async def test_the_result_says_when_the_next_try_may_be() -> None:
    doors = call_doors()
    later_on = CLAIMED.until + timedelta(hours=3)
    doors.operations["callbacks.attempt"] = lambda **_given: Attempted(
        CLAIMED.callback, "busy", {CLAIMED.callback: "open"}, [], later_on
    )
    async with desk(doors) as (app, pilot):
        await types(pilot, "cb\nb")
        await press(pilot, "f9")
        assert "Next from: Sun 22 Nov 17:45" in picture(app)
    assert ANSWERED.callback == CLAIMED.callback

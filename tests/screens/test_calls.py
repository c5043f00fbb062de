"""A call while it lasts: who it is, what was spoken of before, what was promised, and where it goes on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from deskapp.app import DeskApp
from deskapp.places import SCREENS
from deskapp.rules.decisions import no
from deskapp.screens.call_log import CallFigures, Calls, NotedCall
from deskapp.screens.calls import Call, length
from deskapp.screens.form import Form
from deskapp.screens.home import Home
from deskapp.store import calls as store_calls
from deskapp.store.callers import Caller
from deskapp.store.feedback import listed
from deskapp.store.finding import Found
from tests.screens.kit import desk, picture, settled, types
from tests.screens.phone_kit import PASSED, call, caller, phones
from tests.screens.shop import HOSTILE, Shop, press


def form(app: DeskApp) -> Call:
    assert isinstance(app.screen, Call)
    return app.screen


def focused(app: DeskApp) -> str:
    return (app.focused.id or "") if app.focused else ""


async def test_the_caller_is_recognised_while_the_phone_is_typed() -> None:
    async with desk(phones()) as (app, pilot):
        await press(pilot, "f7")
        await types(pilot, "1381234567")
        assert "张伟民" not in picture(app)
        await types(pilot, "8")
        shown = picture(app)
        for told in (
            "张伟民", "138****5678", "610000000018", "320 points", "Second call: greet them by name", "几点关门",
            "Open complaint: C261121-0001.", "Callback due: B261122-0002.", "no answer",
        ):  # fmt: skip
            assert told in shown, told
        assert app.customer is None
        await types(pilot, "\n")
        assert app.customer.name == "张伟民"
        assert form(app).row("name").entry.value == "张伟民"


async def test_a_first_caller_is_asked_everything_and_many_calls_are_read_first() -> None:
    many = Caller(person="x", familiar="many", calls_in=7, calls=[call(said=f"第{n}次") for n in range(7)])
    known = Caller(person="x", familiar="first", name="李女士", no_calls=True)
    said = {"13900000000": caller("13900000000"), "13900000001": many, "13900000002": known}
    async with desk(phones(readings={"calls.caller": lambda text: said.get(text, Caller())})) as (app, pilot):
        await press(pilot, "f7")
        for text, told in (
            ("13900000000", "First call: ask for the name"),
            ("13900000001", "7 calls so far: read them first"),
            ("13900000002", "First call: ask what it is about"),
        ):
            form(app).row("caller").entry.value = text
            await settled(pilot)
            assert told in picture(app)
        assert "Wants no calls." in picture(app)
        assert form(app).row("name").entry.value == "李女士"
        form(app).row("caller").entry.value = "1390"
        await settled(pilot)
        assert form(app).row("name").entry.value == ""


async def test_an_ending_that_several_have_is_chosen_from() -> None:
    async with desk(phones()) as (app, pilot):
        await press(pilot, "f7")
        await types(pilot, "5678")
        assert "It may be one of these: F6, then Enter" in picture(app)
        await press(pilot, "f6", "down", "enter")
        assert form(app).row("caller").entry.value in ("610000000018", "M260101-0002")
        assert app.customer.number == "M260101-0002"


async def test_a_note_of_a_known_caller_is_posted_with_their_number_and_few_keys() -> None:
    store = phones()
    async with desk(store) as (app, pilot):
        await press(pilot, "f7")
        await types(pilot, "13812345678\n\ne\n几点关门\n")
        await press(pilot, "f9")
        (asked,) = [given for operation, _op, _by, given in store.asked if operation == "calls.note"]
        assert asked == {
            "direction": "in", "purpose": "enquiry", "said": "几点关门", "department": "", "promised": "",
            "member": "M260101-0001", "phone": "", "name": "", "at": "2026-11-22T14:32:00+08:00", "promised_until": "",
            "complaint": "", "rings": None, "seconds": None,
        }  # fmt: skip
        assert "L 2 6 1 1 2 2 - 0 0 0 7" in picture(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)


async def test_f9_right_behind_the_phone_waits_for_who_it_is() -> None:
    store = phones()
    async with desk(store) as (app, pilot):
        await press(pilot, "f7")
        form(app).row("purpose").entry.value = "e"
        await settled(pilot)
        form(app).row("caller").entry.value = "610000000018"
        form(app).action_do_it()
        await settled(pilot)
        assert store.asked[0][3]["member"] == "M260101-0001"


async def test_what_is_promised_and_passed_on_is_said_before_and_after() -> None:
    store = phones()
    async with desk(store) as (app, pilot):
        await press(pilot, "f7")
        await types(pilot, "13900000000\n李女士\ns\n座椅太少\nf\n给答复\n17:00\n\n2\n1:35\n")
        told = picture(app)
        assert "The call is noted. A callback by Sun 22 Nov 17:00. Sales floor must answer." in told
        await press(pilot, "f9")
        asked = store.asked[0][3]
        assert (asked["phone"], asked["name"], asked["department"]) == ("13900000000", "李女士", "floor")
        assert (asked["promised"], asked["promised_until"]) == ("给答复", "2026-11-22T17:00:00+08:00")
        assert (asked["rings"], asked["seconds"]) == (2, 95)
        shown = picture(app)
        for said in ("B261122-0009", "F261122-0003", "We will call you back by Sun 22 Nov 17:00."):
            assert said in shown


MISSING = (
    ("13900000000\n\ne\n\n\n回电\n\n", "promised_until", "Say until when it was promised."),
    ("13900000000\n\ne\n\n\n\n17:00\n", "promised", "This is needed."),
    ("\n\ne\n\n\n回电\n17:00\n", "caller", "Say whom to call"),
    ("13900000000\n\ne\n\nf\n", "said", "This is needed."),
    ("13900000000\n\n\n", "purpose", "This is needed."),
    ("13900000000\n\ne\n\n\n\n\n\n\nlong\n", "seconds", "typed in minutes, or like 2:35"),
)


async def test_what_is_missing_is_said_beside_its_field() -> None:
    store = phones()
    async with desk(store) as (app, pilot):
        for typed, field, told in MISSING:
            app.open("call")
            await settled(pilot)
            await types(pilot, typed)
            await press(pilot, "f9")
            assert store.asked == []
            assert told in picture(app)
            assert focused(app) == f"field-{field}"


async def test_a_refused_phone_stands_beside_the_phone() -> None:
    store = phones(operations={"calls.note": lambda **_given: no("phone_bad", field="phone")})
    async with desk(store) as (app, pilot):
        await press(pilot, "f7")
        await types(pilot, "12\n\ne\n")
        await press(pilot, "f9")
        assert focused(app) == "field-caller"
        assert form(app).row("caller").fault is not None


class Complain(Form):
    """The form that CASES builds, as far as a call knows it."""

    heading = "Complaint"


async def test_a_complaint_goes_on_into_its_form_without_typing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCREENS, "complain", f"{__name__}:Complain")
    store = phones(operations={"complaints.open": lambda **_given: SimpleNamespace(complaint="C261122-0004")})
    for text, who in (
        ("13812345678", {"member": "M260101-0001"}),
        ("13900000000", {"name": "李女士", "phone": "13900000000"}),
    ):
        async with desk(store) as (app, pilot):
            await press(pilot, "f7")
            await types(pilot, f"{text}\n" + ("\n" if "member" in who else "李女士\n") + "c\n排队太久\n")
            assert "Then the complaint, with what is filled in here." in picture(app)
            await press(pilot, "f9")
            assert "Enter: on to the complaint of this caller." in picture(app)
            await press(pilot, "enter")
            assert isinstance(app.screen, Complain)
            assert app.screen.context == {"complaint": "C261122-0004"}
            told = {"fields": {**who, "channel": "phone", "what": "排队太久"}, "call": "L261122-0007"}
            assert store.asked[-1][3] == told
            await press(pilot, "escape", "enter")
            assert isinstance(app.screen, Home)
            assert [operation for operation, *_more in store.asked].count("complaints.open") == 1
            store.asked.clear()


async def test_a_call_about_an_open_complaint_names_it_and_enter_goes_there() -> None:
    store = phones()
    async with desk(store) as (app, pilot):
        await press(pilot, "f7")
        await types(pilot, "13812345678\n")
        about = form(app).row("complaint")
        assert about.field.help == "C261121-0001"
        await types(pilot, "\nc\n什么时候答复\n")
        about.fill("c261121-0001")
        await settled(pilot)
        assert "It goes to the complaint C261121-0001." in picture(app)
        await press(pilot, "f9")
        assert store.asked[-1][3]["complaint"] == "C261121-0001"
        store.readings["complaints.show"] = store.readings["complaints.of"] = lambda **_given: no("complaint_unknown")
        await press(pilot, "enter")
        assert app.screen.opened == ("complaint", {"complaint": "C261121-0001"})


def test_the_length_of_a_call_is_in_minutes_or_minutes_and_seconds() -> None:
    assert [length(typed) for typed in ("2", "2:35", "0:05", "1.30")] == [120, 155, 5, 90]
    assert all(not isinstance(length(typed), int) for typed in ("", "x", "2:", ":5", "2:350", "2:75"))


async def test_a_half_typed_note_stands_again_after_a_power_cut_with_its_caller() -> None:
    store = phones()
    async with desk(store) as (app, pilot):
        await press(pilot, "f7")
        await types(pilot, "13812345678\n\ne\n几点")
        assert await app.all_kept()
        left = {key: dict(draft) for key, draft in store.drafts.items()}
    store.drafts = left
    async with desk(store) as (app, pilot):
        await press(pilot, "f5", "enter")
        assert form(app).row("said").entry.value == "几点"
        assert "Second call" in picture(app)
        assert [work.who for work in app.works if work.who] == ["张伟民"]


# ---- the log


async def test_the_calls_of_the_day_open_with_what_came_of_them() -> None:
    opened: list[Any] = []
    async with desk(phones()) as (app, pilot):
        await types(pilot, "cl\n")
        assert isinstance(app.screen, Calls)
        assert "座椅太少" in picture(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, NotedCall)
        shown = picture(app)
        for told in ("L261120-0003", "Sales floor", "F261119-0001", "到货通知", "B261122-0002", "1:35", "1001"):
            assert told in shown, told
        app.open = lambda name, **context: opened.append((name, context))  # type: ignore[method-assign]
        await press(pilot, "down", "down", "enter")
        assert opened == [("calls", {"member": "M260101-0001"})]


async def test_the_filter_takes_a_word_a_phone_or_a_day() -> None:
    asked: list[tuple[str, Any]] = []

    def day(day: Any) -> list[Any]:
        asked.append(("day", day))
        return [PASSED, call("L261120-0002")]

    def whose(text: str) -> Caller:
        asked.append(("whose", text))
        return caller(text)

    async with desk(phones(readings={"calls.list": day, "calls.caller": whose})) as (app, pilot):
        app.open("calls")
        await settled(pilot)
        await types(pilot, "/几点")
        assert [row.data.number for row in app.screen.listing.rows] == ["L261120-0002"]
        for typed, seen in (("13812345678", ("whose", "13812345678")), ("-1", ("day", "2026-11-21")),
                            ("2026-11-20", ("day", "2026-11-20"))):  # fmt: skip
            app.screen.narrow.value = typed
            await settled(pilot)
            assert (asked[-1][0], str(asked[-1][1])) == seen
        await press(pilot, "escape", "left")
        assert str(asked[-1][1]) == "2026-11-19"
        assert "Calls Thu 19 Nov   left and right: other days" in " ".join(picture(app).split("\n"))
        app.open("calls", member="M260101-0001")
        await settled(pilot)
        await types(pilot, "/几点")
        assert asked[-1] == ("whose", "M260101-0001"), "a word narrows this person's calls"
        assert [row.data.number for row in app.screen.listing.rows] == ["L261120-0003"]
        for typed, found in (("11-19", 0), ("11-20", 1)):
            app.screen.narrow.value = typed
            await settled(pilot)
            assert len(app.screen.listing.rows) == found
        app.screen.narrow.value = ""
        await press(pilot, "escape", "left")
        assert asked[-1] == ("whose", "M260101-0001"), "a person's calls are of all days"
        assert len(app.screen.listing.rows) > 1
        assert "other days" not in picture(app)


async def test_a_parked_list_of_calls_comes_back_with_its_day() -> None:
    async with desk(phones()) as (app, pilot):
        await types(pilot, "cl\n")
        await press(pilot, "left", "left", "f4")
        await press(pilot, "f5", "enter")
        assert isinstance(app.screen, Calls)
        assert "Fri 20 Nov" in picture(app)


async def test_the_figures_stand_side_by_side_with_the_hours() -> None:
    async with desk(phones()) as (app, pilot):
        await types(pilot, "cf\n")
        assert isinstance(app.screen, CallFigures)
        shown = picture(app)
        assert "Answered within three rings 7/8 49/56 210/240" in " ".join(shown.split())
        assert "15:00" in shown
        assert "#" * 16 in shown
        assert "11:00" not in shown


async def test_a_number_typed_in_the_search_line_opens_its_call() -> None:
    found = [Found("call", "L261120-0003", "L261120-0003", "enquiry  张伟民", "", True)]
    async with desk(phones(readings={"omnibox.find": lambda text: found})) as (app, pilot):
        await types(pilot, "l2611200003")
        assert "enquiry" in picture(app)
        await types(pilot, "\n")
        assert isinstance(app.screen, NotedCall)


# ---- a real store, strange texts, small terminals


async def test_a_call_is_noted_in_the_store_with_its_callback_its_feedback_and_its_complaint(shop: Shop) -> None:
    async with shop.desk(language="en") as (app, pilot):
        await press(pilot, "f7")
        await types(pilot, "13812345678\n\nc\n座椅太少\nf\n给答复\n+3h\n")
        await press(pilot, "f9")
        assert "Call noted" in picture(app)
        await press(pilot, "enter")
        case: Any = app.screen
        told = {name: case.row(name).entry.value for name in ("what", "channel", "member", "name")}
        assert (told["what"], told["channel"], told["name"]) == ("座椅太少", "p", "张伟民")
        assert told["member"]
        await press(pilot, "f9")
        assert "The complaint is registered" in picture(app)
        app.open("complaint", complaint=case.number)
        await settled(pilot)
        assert "Told in a call" in picture(app)
        app.open("noted_call", call=store_calls.listed(shop.counter.desk)[0].number)
        await settled(pilot)
        assert case.number in picture(app)
    (row,) = store_calls.listed(shop.counter.desk)
    assert (row.name, row.purpose, row.said, row.passed_to) == ("张伟民", "complaint", "座椅太少", "floor")
    assert row.callback
    assert [sent.text for sent in listed(shop.counter.desk)] == ["座椅太少"]


@pytest.mark.parametrize("size", [(60, 15), (40, 10), (200, 60)])
async def test_strange_texts_are_only_text_on_every_size(size: tuple[int, int]) -> None:
    def strange(text: str) -> Caller:
        said = HOSTILE[int(text) % len(HOSTILE)]
        told = call(name=said, said=said, purpose=said[:60], passed_to=said, promised=said)
        return Caller(person=text, name=said, member="M260101-0001", familiar="many", calls=[told], calls_in=3)

    async with desk(phones(readings={"calls.caller": strange}), size=size) as (app, pilot):
        await press(pilot, "f7")
        for number, text in enumerate(HOSTILE):
            form(app).row("caller").entry.value = f"{number}"
            form(app).row("said").entry.value = text
            await settled(pilot)
            assert form(app).history.rows
            assert "\x1b" not in picture(app)
            assert "\u202e" not in picture(app)

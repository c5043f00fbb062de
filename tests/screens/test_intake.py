"""Taking a complaint down: numbered on the first key, registered in few, never lost, and never opened twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskapp.rules.decisions import No, no
from deskapp.screens.home import Home
from deskapp.screens.intake import Complain
from deskapp.store import complaint_lists, intake
from deskapp.store.complaint_lists import Page
from deskapp.store.complaints import Moved
from tests.screens.kit import NOON, FakeDoors, desk, picture, settled, types
from tests.screens.shop import HOSTILE, MEMBER, Shop, press
from tests.store import complaint_kit as kit

NUMBER = "C261122-0007"


def moved(state: str = "draft", version: int = 1, slip: str = "") -> Moved:
    return Moved(NUMBER, state, version, "judge", NOON + timedelta(hours=4), slip)


def doors(**operations: Any) -> FakeDoors:
    """A store that numbers every draft and knows nobody."""
    return FakeDoors(
        readings={
            "complaints.of": lambda **_given: complaint_lists.Caller("first", 0, 0, []),
            "members.show": lambda **_given: MEMBER,
        },
        operations={
            "complaints.open": lambda **_given: moved(),
            "complaints.register": lambda **_given: moved("registered", 2),
            **operations,
        },
    )


def told(app: Any) -> str:
    return " ".join(picture(app).split())


def drafts(shop: Shop, state: str = "draft") -> list[str]:
    page = complaint_lists.listed(shop.counter.desk, state=state)
    assert isinstance(page, Page)
    return [line.number for line in page.rows]


async def test_two_keys_from_home_make_a_numbered_draft_that_is_said_to_the_customer(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "c\n")
        (number,) = drafts(shop)
        assert " ".join(number) in picture(app)
        assert "Say this number to the customer." in picture(app)


async def test_a_known_member_is_registered_with_four_keys_beside_the_words(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, shop.card + "\n")
        await types(pilot, "c\n")
        await types(pilot, "电饭锅漏水")
        await press(pilot, "f9")
        assert "The complaint is registered" in picture(app)
        assert "the receipt, to sign" in picture(app)
        (number,) = drafts(shop, "registered")
        view = kit.shown(shop.counter, Moved(number, "", 2, "", None))
        assert (view.fields["name"], view.fields["what"], view.fields["channel"]) == (
            "张伟民", "电饭锅漏水", "in_person",
        )  # fmt: skip
        assert view.papers
        await press(pilot, "f8")
        assert view.papers[0].number in picture(app)
        await press(pilot, "escape", "enter")
        assert isinstance(app.screen, Home)
    assert drafts(shop) == []


async def test_the_name_and_masked_phone_of_the_customer_in_front_stand_beside_their_fields() -> None:
    async with desk(doors()) as (app, pilot):
        await app.attach(MEMBER.number)
        await types(pilot, "c\n")
        assert app.screen.row("member").entry.value == MEMBER.card  # type: ignore[attr-defined]
        assert MEMBER.phone in picture(app).split("Addressed as")[0].split("Phone")[1]


async def test_leaving_an_empty_form_says_that_the_draft_stays_and_the_list_takes_it_up_again(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "c\n")
        (number,) = drafts(shop)
        await press(pilot, "escape")
        assert isinstance(app.screen, Home)
        assert f"The draft {number} stays in the list of complaints." in told(app)
        await types(pilot, "cs\n")
        await press(pilot, "enter")
        assert isinstance(app.screen, Complain)
        await types(pilot, "空调太冷")
        app.screen.row("name").entry.value = "李娜"
        await press(pilot, "f9")
        assert drafts(shop) == []
        assert drafts(shop, "registered") == [number]


async def test_what_is_typed_can_be_saved_in_the_draft_for_a_colleague(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "c\n")
        await types(pilot, "冰箱不制冷\n")
        app.screen.row("phone").entry.value = "13655554444"  # type: ignore[attr-defined]
        await press(pilot, "escape")
        await pilot.press("s")
        await settled(pilot)
        (number,) = drafts(shop)
        assert f"The draft {number} stays" in told(app)
    async with shop.desk(staff="1002") as (app, pilot):
        await types(pilot, number + "\n")
        await pilot.press("r")
        await pilot.pause(0.1)
        await settled(pilot)
        assert "冰箱不制冷" in picture(app)
        assert "136****4444" in picture(app)
        await press(pilot, "f9")
        assert drafts(shop, "registered") == [number]
    view = kit.shown(shop.counter, Moved(number, "", 3, "", None))
    assert view.phone == "136****4444"


async def test_a_form_that_is_built_again_after_a_crash_opens_no_second_draft(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "c\n")
        await types(pilot, "洗衣机异响")
        assert await app.all_kept()
        await settled(pilot)
    (number,) = drafts(shop)
    async with shop.desk() as (app, pilot):
        await press(pilot, "f5")
        await types(pilot, "1")
        assert isinstance(app.screen, Complain)
        assert app.screen.row("what").entry.value == "洗衣机异响"
        assert " ".join(number) in picture(app)
        app.screen.row("name").entry.value = "李娜"
        await press(pilot, "f9")
        assert drafts(shop, "registered") == [number]
    assert drafts(shop) == []


async def test_a_store_that_was_away_numbers_the_draft_at_f9_under_the_same_operation() -> None:
    answers: list[Any] = [OSError("gone"), moved()]

    def opens(**_given: Any) -> Moved:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer  # type: ignore[no-any-return]

    asked = doors(**{"complaints.open": opens})
    async with desk(asked) as (app, pilot):
        await types(pilot, "c\n")
        assert "The store does not answer." in told(app)
        await types(pilot, "漏水")
        app.screen.row("name").entry.value = "李娜"  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "The complaint is registered" in picture(app)
    assert [name for name, *_rest in asked.asked] == ["complaints.open", "complaints.open", "complaints.register"]
    assert asked.asked[0][1] == asked.asked[1][1]


async def test_somebody_elses_change_is_shown_and_what_is_typed_is_registered_over_it(shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "c\n")
        (number,) = drafts(shop)
        changes = {"place": "三楼", "what": "旧的"}
        theirs = intake.amend(shop.counter.act("1002"), complaint=number, version=1, changes=changes)
        assert not isinstance(theirs, No)
        await types(pilot, "新的经过")
        app.screen.row("name").entry.value = "李娜"  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "Meanwhile 1002 changed this" in told(app)
        assert "Where" in told(app).split("Meanwhile")[1]
        assert "新的经过" in picture(app)
        await press(pilot, "f9")
        view = kit.shown(shop.counter, Moved(number, "", 3, "", None))
        assert (view.fields["state"], view.fields["what"], view.fields["place"]) == ("registered", "新的经过", "三楼")


async def test_a_draft_that_somebody_registered_meanwhile_is_not_registered_again() -> None:
    stale = no("stale", field="version", complaint=NUMBER, changed="state", version=4, state="registered", by="1002")
    async with desk(doors(**{"complaints.register": lambda **_given: stale})) as (app, pilot):
        await types(pilot, "c\n")
        await types(pilot, "漏水")
        app.screen.row("name").entry.value = "李娜"  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "This complaint is past the draft: registered." in told(app)
        assert "漏水" in picture(app)


async def test_a_repeat_caller_is_met_by_name_and_with_the_last_complaint(shop: Shop) -> None:
    first = kit.closed(shop.counter)
    async with shop.desk() as (app, pilot):
        await types(pilot, "c\n")
        app.screen.row("phone").entry.value = "13800138000"  # type: ignore[attr-defined]
        await settled(pilot)
        assert f"Second complaint: greet 刘洋 by name, and refer to {first.complaint}" in told(app)
        kit.registered(shop.counter)
        app.screen.row("phone").entry.value = "138 0013 8000"  # type: ignore[attr-defined]
        await settled(pilot)
        assert "2 complaints before, 1 open: read the history first" in told(app)
        app.screen.row("phone").entry.value = "13655554444"  # type: ignore[attr-defined]
        await settled(pilot)
        assert "First complaint of this customer: ask everything." in told(app)


async def test_one_that_goes_on_from_a_closed_case_knows_the_customer(shop: Shop) -> None:
    over = kit.closed(shop.counter)
    async with shop.desk() as (app, pilot):
        app.open("complain", earlier=over.complaint)
        await settled(pilot)
        row = app.screen.row  # type: ignore[attr-defined]
        assert (row("name").entry.value, row("receipt").entry.value) == ("刘洋", "R-88")
        assert "Second complaint: greet 刘洋" in told(app)
        await types(pilot, "又漏水了")
        await press(pilot, "f9")
        (number,) = drafts(shop, "registered")
    view = kit.shown(shop.counter, Moved(number, "", 2, "", None))
    assert (view.earlier, view.phone) == (over.complaint, "138****8000")


async def test_the_customer_in_front_is_never_put_into_the_complaint_of_somebody_else(shop: Shop) -> None:
    over = kit.closed(shop.counter)
    draft = intake.open_(shop.counter.act(), fields={"name": "李娜", "phone": "13655554444", "what": "空调太冷"})
    nobodys = intake.open_(shop.counter.act(), fields={"what": "门坏了"})
    assert isinstance(draft, Moved)
    assert isinstance(nobodys, Moved)
    async with shop.desk() as (app, pilot):
        await types(pilot, shop.card + "\n")
        for given in ({"earlier": over.complaint}, {"complaint": draft.complaint}):
            app.open("complain", **given)
            await settled(pilot)
            assert app.screen.row("member").entry.value == "", given  # type: ignore[attr-defined]
            await types(pilot, "又来了")
            await press(pilot, "f9", "enter")
            await types(pilot, shop.card + "\n")
        app.open("complain", complaint=nobodys.complaint)
        await settled(pilot)
        assert app.screen.row("member").entry.value == shop.card  # type: ignore[attr-defined]
    numbers = drafts(shop, "registered")
    assert len(numbers) == 2
    assert {kit.shown(shop.counter, Moved(each, "", 2, "", None)).member for each in numbers} == {""}


async def test_the_number_of_the_hotline_is_asked_where_the_channel_is_the_hotline() -> None:
    async with desk(doors()) as (app, pilot):
        await types(pilot, "c\n")
        assert "Hotline number" not in picture(app)
        await types(pilot, "漏水\n\nh\n")
        assert "Hotline number" in picture(app)
        assert "Addressed as" not in picture(app)


async def test_what_is_no_longer_asked_is_not_posted() -> None:
    asked = doors()
    async with desk(asked) as (app, pilot):
        await types(pilot, "c\n")
        await types(pilot, "漏水\n\nh\nH-77\n\n刘洋\n")
        app.screen.row("channel").entry.value = "p"  # type: ignore[attr-defined]
        app.screen.row("addressed").entry.value = "刘女士"  # type: ignore[attr-defined]
        await press(pilot, "f9")
    fields = asked.asked[-1][3]["fields"]
    assert (fields["channel"], fields["addressed"], fields["name"]) == ("phone", "刘女士", "刘洋")
    assert "hotline" not in fields


async def test_a_draft_of_the_hotline_that_came_otherwise_loses_its_number(shop: Shop) -> None:
    draft = kit.drafted(shop.counter, channel="hotline", hotline="H-77", name="刘洋", what="漏水")
    async with shop.desk() as (app, pilot):
        app.open("complain", complaint=draft.complaint)
        await settled(pilot)
        app.screen.row("channel").entry.value = "p"  # type: ignore[attr-defined]
        await press(pilot, "f9")
    assert kit.shown(shop.counter, draft).fields["hotline"] == ""


async def test_a_draft_taken_up_later_proposes_when_it_was_opened_as_the_time_of_the_event(shop: Shop) -> None:
    draft = kit.drafted(shop.counter, name="刘洋")
    opened = shop.counter.clock.now()
    shop.counter.clock.advance(timedelta(hours=3))
    async with shop.desk() as (app, pilot):
        app.open("complain", complaint=draft.complaint)
        await settled(pilot)
        assert not app.screen.unsaved()  # type: ignore[attr-defined]
        await types(pilot, "漏水")
        await press(pilot, "f9")
    assert kit.shown(shop.counter, draft).fields["happened_at"] == opened


async def test_nobody_is_registered_without_a_name_a_phone_or_a_card() -> None:
    asked = doors()
    async with desk(asked) as (app, pilot):
        await types(pilot, "c\n")
        await types(pilot, "漏水")
        await press(pilot, "f9")
        assert "Say who complains: a name, a phone or a card." in told(app)
    assert [name for name, *_rest in asked.asked] == ["complaints.open"]


async def test_parked_and_brought_back_it_stands_as_it_stood_under_its_number() -> None:
    asked = doors()
    async with desk(asked) as (app, pilot):
        await types(pilot, "c\n")
        await types(pilot, "漏水\n\np\n")
        await press(pilot, "f4")
        await press(pilot, "f5")
        await types(pilot, "1")
        assert app.screen.row("channel").entry.value == "p"  # type: ignore[attr-defined]
        assert " ".join(NUMBER) in picture(app)
    assert [name for name, *_rest in asked.asked] == ["complaints.open"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_kept_as_text_or_refused(text: str, shop: Shop) -> None:
    async with shop.desk() as (app, pilot):
        await types(pilot, "c\n")
        for row in app.screen.rows:  # type: ignore[attr-defined]
            if not row.field.options and row.field.name not in ("happened_at", "member", "phone"):
                row.entry.value = text
        await press(pilot, "f9")
        assert app.is_running
        assert "\x1b" not in picture(app)


async def test_a_small_terminal_and_a_tall_one_show_it(shop: Shop) -> None:
    for size in ((60, 15), (120, 40)):
        async with shop.desk(size=size) as (app, pilot):
            await types(pilot, "c\n")
            assert "Take down a complaint" in picture(app)

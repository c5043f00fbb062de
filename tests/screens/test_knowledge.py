"""What clerks are asked is found as they type, read aloud in the customer's language, doubted at once, written anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from deskapp.rules.decisions import no
from deskapp.screens.knowledge import Answer, Doubt, Knowledge, WriteAnswer
from deskapp.store import knowledge
from deskapp.store.finding import Found
from tests.screens.kit import desk, picture, settled, types
from tests.screens.phone_kit import phones, view
from tests.screens.shop import HOSTILE, Shop, press


async def test_answers_are_found_as_one_types_and_enter_opens_the_first() -> None:
    async with desk(phones()) as (app, pilot):
        await types(pilot, "kb\n")
        assert isinstance(app.screen, Knowledge)
        assert "out of date?" in picture(app)
        await types(pilot, "park")
        assert [row.key for row in app.screen.listing.rows] == ["parking"]
        await types(pilot, "\n")
        assert isinstance(app.screen, Answer)
        assert "Two hours are free from 200 yuan on." in picture(app)
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, Knowledge)
        assert app.screen.narrow.value == ""
        await press(pilot, "down", "down", "e")
        assert isinstance(app.screen, WriteAnswer)


async def test_an_answer_is_read_in_the_customers_language_too() -> None:
    async with desk(phones()) as (app, pilot):
        app.open("answer", entry="parking")
        await settled(pilot)
        await app.attach("M260101-0001")
        await settled(pilot)
        shown = picture(app)
        assert shown.index("Two hours are free") < shown.index("满200元免费停车") < shown.index("滿200元免費停車")
        assert "停车 (" in shown


async def test_f9_doubts_an_answer_once() -> None:
    doubted: list[str] = []

    def shown(entry: str) -> Any:
        return replace(view(entry), doubted_by="1001" * bool(doubted), doubt="".join(doubted))

    def doubt(entry: str, reason: str) -> Any:
        doubted.append(reason)
        return knowledge.Doubted(entry, "1001")

    store = phones(readings={"knowledge.show": shown}, operations={"knowledge.doubt": doubt})
    async with desk(store) as (app, pilot):
        app.open("answer", entry="parking")
        await settled(pilot)
        assert "F9 Out of date" in picture(app)
        await press(pilot, "f9")
        assert isinstance(app.screen, Doubt)
        await types(pilot, "现在免1小时\n")
        await press(pilot, "f9")
        assert "Marked as out of date" in picture(app)
        app.back()
        await settled(pilot)
        assert "! 1001 marked this as out of date." in picture(app)
        assert "现在免1小时" in picture(app)
        await press(pilot, "f9")
        assert "1001 has marked this as out of date already." in picture(app)
        assert isinstance(app.screen, Answer)


async def test_a_lead_writes_an_answer_that_the_search_line_finds(shop: Shop) -> None:
    async with shop.desk(language="en", staff="2001") as (app, pilot):
        await types(pilot, "wa\n")
        assert isinstance(app.screen, WriteAnswer)
        await types(pilot, "Parking\n停车\n满200元免2小时\n\n\n\n\nParking\n2 hours free\n停车场 park\n")
        await press(pilot, "f9")
        assert "Answer written" in picture(app)
        await press(pilot, "enter")
        await types(pilot, "where can i park")
        assert "2 hours free" in picture(app)
        await types(pilot, "\n")
        assert isinstance(app.screen, Answer)
        app.open("write_answer", entry="parking")
        await settled(pilot)
        app.screen.row("answer_en").entry.value = "1 hour free"
        await press(pilot, "f9")
        assert "Answer written anew" in picture(app)
    written = knowledge.show(shop.counter.desk, entry="parking")
    assert isinstance(written, knowledge.KnowledgeView)
    assert written.answers == {"zh_Hans": "满200元免2小时", "en": "1 hour free"}


async def test_what_is_missing_or_refused_stands_beside_a_field_that_is_there() -> None:
    refusals = [no("empty", field="titles"), no("role_needed", needed="lead", has="clerk")]
    store = phones(operations={"knowledge.put": lambda **_given: refusals.pop(0)})
    async with desk(store) as (app, pilot):
        app.open("write_answer")
        await settled(pilot)
        await types(pilot, "x\nTitle\n")
        await press(pilot, "f9")
        assert app.focused.id == "field-answer_en"  # type: ignore[union-attr]
        app.screen.row("title_en").entry.value = app.screen.row("answer_en").entry.value = "y"
        await press(pilot, "f9")
        assert "This is needed." in picture(app)
        await press(pilot, "f9")
        assert "shift lead" in picture(app)


async def test_an_answer_of_many_lines_keeps_them_when_it_is_written_anew() -> None:
    store = phones()
    async with desk(store) as (app, pilot):
        app.open("write_answer", entry="parking")
        await settled(pilot)
        app.screen.row("words").entry.value = "park car"
        await press(pilot, "f9")
        assert store.asked[0][3]["answers"] == view("parking").answers


async def test_an_answer_that_is_there_is_not_written_over_unseen() -> None:
    there = {
        "knowledge.show": lambda entry: view(entry) if entry == "parking" else no("knowledge_unknown", entry=entry)
    }
    store = phones(readings=there)
    async with desk(store) as (app, pilot):
        app.open("write_answer")
        await settled(pilot)
        form = app.screen
        assert isinstance(form, WriteAnswer)
        for name, text in (("entry", "toilet"), ("title_en", "Toilet"), ("answer_en", "2nd floor")):
            form.row(name).fill(text)
        await settled(pilot)
        assert "is written already" not in picture(app)
        form.row("entry").fill("Parking")
        await settled(pilot)
        assert "! parking is written already: Parking." in picture(app)
        form.context["entry"], form.is_read = "parking", False
        await press(pilot, "f9")
        assert "What is written there is not read yet." in picture(app)
        assert not store.asked


async def test_what_is_found_is_said_in_the_language_switched_to(shop: Shop) -> None:
    titles, answers = {"zh_Hans": "停车 parking", "ko": "주차 parking"}, {"zh_Hans": "免费", "ko": "무료"}
    knowledge.put(shop.counter.act("2001"), entry="parking", titles=titles, answers=answers)
    async with shop.desk(language="ko") as (app, pilot):
        await types(pilot, "parking")
        assert "무료" in picture(app)
        assert "免费" not in picture(app)


async def test_what_another_lead_wrote_meanwhile_is_shown_and_kept(shop: Shop) -> None:
    def written(by: str, version: int, **answers: str) -> None:
        titles = {"en": "Parking", "ko": "주차"}
        knowledge.put(counter.act(by), entry="parking", titles=titles, answers=answers, version=version)

    counter = shop.counter
    written("2001", 0, en="2 hours free", ko="2시간")
    async with shop.desk(language="en", staff="2001") as (app, pilot):
        app.open("write_answer", entry="parking")
        await settled(pilot)
        form = app.screen
        assert isinstance(form, WriteAnswer)
        form.row("answer_en").entry.value = "3 hours free"
        written("3001", 1, en="1 hour free", ko="1시간")
        knowledge.doubt(counter.act(), entry="parking", reason="closed on Sunday")
        await press(pilot, "f9")
        shown = picture(app)
        assert "What you typed is still here. F9 puts it over theirs." in shown
        assert "Meanwhile 3001 changed this" in shown
        assert "English (the answer): 1 hour free" in shown
        assert "! 1001 marked this as out of date. closed on Sunday" in shown
        assert (form.row("answer_en").entry.value, form.row("answer_ko").entry.value) == ("3 hours free", "1시간")
        await press(pilot, "f9")
        assert "Answer written anew" in picture(app)
    view = knowledge.show(counter.desk, entry="parking")
    assert isinstance(view, knowledge.KnowledgeView)
    assert (view.version, view.answers, view.doubted_by) == (4, {"en": "3 hours free", "ko": "1시간"}, "")


async def test_an_answer_brought_back_goes_over_what_was_read_then() -> None:
    newer: list[int] = []
    store = phones(readings={"knowledge.show": lambda entry: replace(view(entry), version=3 + len(newer))})
    async with desk(store) as (app, pilot):
        app.open("write_answer", entry="parking")
        await settled(pilot)
        app.screen.row("words").entry.value = "park car"
        stood = app.screen.stood()
        newer.append(1)
        app.back()
        app.open("write_answer", entry="parking")
        await settled(pilot)
        app.screen.stand(stood)
        await settled(pilot)
        await press(pilot, "f9")
        assert (store.asked[0][3]["words"], store.asked[0][3]["version"]) == ("park car", 3)


async def test_strange_texts_are_only_text_in_the_search_line_and_aloud() -> None:
    def found(text: str) -> list[Found]:
        return [Found("knowledge", text, HOSTILE[int(text)], HOSTILE[int(text)], "doubted")]

    def strange(entry: str) -> Any:
        text = HOSTILE[int(entry)]
        return replace(view(entry), titles={"en": text}, answers={"en": text}, doubt=text, doubted_by=text[:10])

    readings = {"omnibox.find": found, "knowledge.show": strange}
    async with desk(phones(readings=readings), size=(40, 10)) as (app, pilot):
        for number in range(len(HOSTILE)):
            await types(pilot, f"{number}\n")
            assert isinstance(app.screen, Answer)
            assert "\x1b" not in picture(app)
            assert "\u202e" not in picture(app)
            app.back()
            await settled(pilot)

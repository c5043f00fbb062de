"""What was passed to a department is listed until it has answered, sent with few keys, and answered once."""

from __future__ import annotations

from deskapp.screens.feedback import AnswerFeedback, Feedback, SentFeedback
from deskapp.screens.home import Home
from deskapp.store import feedback
from tests.screens.kit import NOON, desk, picture, settled, types
from tests.screens.phone_kit import phones, told
from tests.screens.shop import HOSTILE, Shop, press


async def test_the_oldest_stands_first_and_what_is_late_has_a_mark() -> None:
    async with desk(phones()) as (app, pilot):
        await types(pilot, "fb\n")
        assert isinstance(app.screen, Feedback)
        lines = [line for line in picture(app).splitlines() if "F2611" in line]
        assert ["! 11-21" in line for line in lines] == [True, False]
        assert "Sales floor" in lines[0]
        assert " 4 d " in lines[0]
        await types(pilot, "/微笑")
        assert [row.key for row in app.screen.listing.rows] == ["F261122-0002"]
        await press(pilot, "escape", "enter")
        assert isinstance(app.screen, SentFeedback)
        assert "overdue" in picture(app)
        assert "L261119-0004" in picture(app)


async def test_d_records_the_answer_below_what_was_said() -> None:
    store = phones()
    async with desk(store) as (app, pilot):
        app.open("feedback")
        await settled(pilot)
        await press(pilot, "d")
        assert isinstance(app.screen, AnswerFeedback)
        assert "Sales floor: 座椅太少" in picture(app)
        await types(pilot, "本周加两张\n李经理\n")
        await press(pilot, "f9")
        given = {"feedback": "F261119-0001", "answer": "本周加两张", "answered_for": "李经理"}
        assert store.asked[0][3] == given
        assert "Answer: late" in picture(app)
        await press(pilot, "enter")
        assert not isinstance(app.screen, AnswerFeedback)


async def test_what_is_answered_is_not_answered_again() -> None:
    answered = told(state="answered", answer="好", answered_at=NOON, answered_for="李经理")
    async with desk(phones(readings={"feedback.show": lambda feedback: answered})) as (app, pilot):
        app.open("sent_feedback", feedback="F261119-0001")
        await settled(pilot)
        assert "李经理" in picture(app)
        await press(pilot, "d")
        assert "It is answered already." in picture(app)
        assert isinstance(app.screen, SentFeedback)


async def test_what_waits_for_its_answer_is_answered_from_its_own_screen_in_every_state() -> None:
    for state in ("unanswered", "overdue"):
        async with desk(phones(readings={"feedback.show": lambda feedback, state=state: told(state=state)})) as (
            app,
            pilot,
        ):
            app.open("sent_feedback", feedback="F261119-0001")
            await settled(pilot)
            await press(pilot, "d")
            assert isinstance(app.screen, AnswerFeedback), state


async def test_feedback_is_sent_and_stands_in_the_store(shop: Shop) -> None:
    async with shop.desk(language="en") as (app, pilot):
        await types(pilot, "sf\n")
        await types(pilot, "f\n座椅太少\n")
        await press(pilot, "f9")
        assert "Feedback sent" in picture(app)
        assert "Answer due" in picture(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)
        assert any("Feedback unanswered" in line and line.endswith("1") for line in picture(app).splitlines())
    assert [one.text for one in feedback.listed(shop.counter.desk)] == ["座椅太少"]


async def test_strange_texts_are_only_text() -> None:
    rows = [told(f"F261119-000{n}", text=text, department=text[:40]) for n, text in enumerate(HOSTILE)]
    shown = {row.number: row for row in rows}
    readings = {"feedback.list": lambda **_given: rows, "feedback.show": lambda feedback: shown[feedback]}
    async with desk(phones(readings=readings), size=(40, 10)) as (app, pilot):
        app.open("feedback")
        await settled(pilot)
        for number in shown:
            app.open("sent_feedback", feedback=number)
            await settled(pilot)
            assert "\x1b" not in picture(app)
            assert "\u202e" not in picture(app)
            app.back()

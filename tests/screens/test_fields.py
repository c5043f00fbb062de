"""What is typed into a field: moments as clerks say them, and choices by the names the house gives them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from deskapp import places, words
from deskapp.i18n import set_language
from deskapp.rules.decisions import No
from deskapp.screens.fields import Choice, Field, lettered, matching, spelled, understand
from deskapp.screens.form import Form
from deskapp.screens.formrow import packed
from tests.screens.kit import FakeDoors, desk, picture, settled, types

NOW = datetime(2026, 11, 22, 6, 32, 40, tzinfo=UTC)
"""14:32 in the store."""
DEPARTMENTS = {
    "service": {"en": "Customer service", "zh_Hans": "客服部"},
    "floor": {"en": "Sales floor", "zh_Hans": "营业部"},
    "security": {"en": "Security", "zh_Hans": "保安部"},
    "property": {"en": "Property and repairs", "zh_Hans": "物业工程部"},
}


@pytest.fixture(autouse=True)
def _in_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_house", words.House("CNY", ZoneInfo("Asia/Shanghai")))


@pytest.mark.parametrize(
    ("typed", "past", "ahead"),
    [
        ("15:30", "2026-11-21 15:30", "2026-11-22 15:30"),
        ("9:05", "2026-11-22 09:05", "2026-11-23 09:05"),
        ("0905", "2026-11-22 09:05", "2026-11-23 09:05"),
        ("１５：３０", "2026-11-21 15:30", "2026-11-22 15:30"),
        ("20 10:00", "2026-11-20 10:00", "2026-12-20 10:00"),
        ("31 10:00", "2026-10-31 10:00", "2026-12-31 10:00"),
        ("12-24 10:00", "2025-12-24 10:00", "2026-12-24 10:00"),
        ("1224 10:00", "2025-12-24 10:00", "2026-12-24 10:00"),
        ("-1 10:00", "2026-11-21 10:00", "2026-11-21 10:00"),
        ("+2 10:00", "2026-11-24 10:00", "2026-11-24 10:00"),
        ("2026-11-25 10:00", "2026-11-25 10:00", "2026-11-25 10:00"),
        ("20261125 1000", "2026-11-25 10:00", "2026-11-25 10:00"),
        ("2026-11-25T10:00", "2026-11-25 10:00", "2026-11-25 10:00"),
        ("+2h", "2026-11-22 16:32", "2026-11-22 16:32"),
        ("-90m", "2026-11-22 13:02", "2026-11-22 13:02"),
        ("+2d", "2026-11-24 14:32", "2026-11-24 14:32"),
        ("0", "2026-11-22 14:32", "2026-11-22 14:32"),
    ],
)
def test_a_moment_is_typed_as_it_is_said(typed: str, past: str, ahead: str) -> None:
    for wanted, is_ahead in ((past, False), (ahead, True)):
        field = Field("at", "At", "moment", ahead=is_ahead)
        value = understand(field, typed, now=NOW)
        assert isinstance(value, datetime), (typed, value)
        assert value.tzinfo is not None
        assert spelled(field, value) == wanted, (typed, is_ahead)


@pytest.mark.parametrize(
    "typed", ["tomorrow", "25:00", "10", "2026-13-01 10:00", "2026-02-30 10:00", "+d", "1 2 3", "-- 10:00"]
)
def test_what_is_no_moment_is_said(typed: str) -> None:
    answer = understand(Field("at", "At", "moment"), typed, now=NOW)
    assert isinstance(answer, No)
    assert (answer.code, answer.field) == ("moment_typed", "at")


def test_no_moment_is_nothing_unless_one_is_needed() -> None:
    assert understand(Field("at", "At", "moment"), " ", now=NOW) is None
    assert understand(Field("at", "At", "moment", required=True), "", now=NOW) == No("empty", field="at")


def test_what_the_house_chooses_from_has_a_letter_each() -> None:
    choices = lettered(DEPARTMENTS)
    assert [(choice.key, choice.value) for choice in choices] == [
        ("s", "service"), ("f", "floor"), ("e", "security"), ("p", "property"),
    ]  # fmt: skip
    field = Field("department", "Department", "choice", choices=choices)
    set_language("zh_Hans")
    assert [matching(field, typed) for typed in ("e", "保安部", "safety", "floor")] == [
        choices[2], choices[2], None, choices[1],
    ]  # fmt: skip
    assert spelled(field, "security") == "e"


def test_more_classes_than_letters_are_chosen_by_their_code() -> None:
    many = lettered({f"a{sign}": {} for sign in "0123456789abcdefghijklmnopqrstuvwxyz"})
    assert len({choice.key for choice in many}) == 36
    assert many[-1].key == "az"


class Asking(Form):
    heading = "Asking"

    def fields(self) -> list[Field]:
        return [
            Field("name", "Name"),
            Field("department", "Department", "choice", choices=lettered(DEPARTMENTS)),
            Field("sort", "Sort", "choice", choices=(Choice("a", "apple", "Apple"), Choice("b", "bean", "Bean"))),
        ]


def test_a_letter_stays_on_the_line_of_its_word() -> None:
    said = ["s Customer service", "f Sales floor", "e 安全保卫部", "p Property"]
    assert list(packed(said, 36)) == ["s Customer service  f Sales floor", "e 安全保卫部  p Property"]
    assert list(packed(said, 13)) == said
    assert list(packed([], 10)) == [""]


async def test_choices_that_do_not_fit_beside_the_field_stand_below_it_while_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(places.SCREENS, "asking", f"{__name__}:Asking")
    told = "s Customer service  f Sales floor  e Security\n                    p Property and repairs"
    async with desk(FakeDoors()) as (app, pilot):
        app.open("asking")
        await settled(pilot)
        assert told not in picture(app)
        assert "a Apple  b Bean" in picture(app), "few stand beside it always"
        await types(pilot, "\n")
        assert told in picture(app)
        await types(pilot, "e")
        assert told not in picture(app)
        assert " = Security" in picture(app)
        await types(pilot, "\n")
        assert told not in picture(app)

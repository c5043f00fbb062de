"""Command words: each command has its words in every language, no word means two, none is taken for another thing."""

from __future__ import annotations

from collections import Counter

import pytest
from rich.cells import cell_len

from deskapp import keys
from deskapp.app import DeskApp
from deskapp.i18n import LANGUAGES, _, set_language
from deskapp.places import OF_A_CASE, SCREENS
from deskapp.rules.text import digits
from deskapp.screens.commands import COMMANDS, GROUPS, Command, exact, matching
from tests.screens.kit import desk, picture, types

OF_A_RECORD = {
    "home", "choose", "item", "slip", "entry", "receipt", "complaint", "noted_call", "sent_feedback", "answer",
    "answer_feedback", "doubt", "callback_record", "shift_shown", "correct_shift",
}  # fmt: skip
"""Screens without a word: home is always there, a question asks itself, the others show one record that is found."""

Words = dict[str, str]


def in_languages(command: Command) -> Words:
    latin, pinyin, *words = command.called.split()
    return {"latin": latin, "pinyin": pinyin, **dict(zip(("zh_Hans", "zh_Hant", "ko"), words, strict=False))}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.opens)
def test_a_command_has_a_short_word_and_one_in_each_language(command: Command) -> None:
    words = in_languages(command)
    assert set(words) == {"latin", "pinyin", "zh_Hans", "zh_Hant", "ko"}
    assert words["latin"].isascii()
    assert words["pinyin"].isascii()
    assert all("\u4e00" <= sign <= "\u9fff" for sign in words["zh_Hans"] + words["zh_Hant"])
    assert all("\uac00" <= sign <= "\ud7a3" for sign in words["ko"])
    assert command.group in GROUPS


def test_no_word_means_two_commands_in_any_language() -> None:
    for language in LANGUAGES:
        set_language(language)
        told = Counter(word for command in COMMANDS for word in set(command.words))
        assert [word for word, times in told.items() if times > 1] == [], language
        for command in COMMANDS:
            assert all(exact(word) is command for word in command.words), language


def test_a_word_is_not_a_number_nor_begins_with_a_sign_of_the_search_line() -> None:
    words = [word for command in COMMANDS for word in command.aliases]
    assert [word for word in words if digits(word) or word[0] in "#>/~" or any(sign.isdigit() for sign in word)] == []


def test_a_single_letter_means_the_same_in_a_list_and_in_the_search_line() -> None:
    """`p` is older than this rule and known to every clerk: points in the search line, print in a list."""
    in_lists = {key.key: action for action, key in keys.KEYS.items() if key.in_lists}
    here = {word: command.opens for command in COMMANDS for word in command.aliases if word in in_lists}
    assert here == {"n": "enrol", "e": "edit", "v": "void", "p": "points"}
    assert {word: in_lists[word] for word in here} == {"n": "new", "e": "edit", "v": "void", "p": "print"}


def test_every_screen_that_can_be_opened_by_itself_has_a_word() -> None:
    assert set(SCREENS) - {command.opens for command in COMMANDS} <= {*OF_A_RECORD, *OF_A_CASE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_fit_beside_their_command(language: str) -> None:
    set_language(language)
    long = {command.spoken for command in COMMANDS if cell_len(command.spoken) > 16}
    assert long == set()
    assert {_(command.label) for command in COMMANDS if cell_len(_(command.label)) > 24} == set()


def test_a_word_typed_with_wide_letters_or_capitals_calls_it_too() -> None:
    assert exact("\uff2a\uff26") is exact("jf") is exact("JF")


def test_the_mark_alone_lists_all_and_a_part_those_that_have_it() -> None:
    assert matching(">") == list(COMMANDS)
    assert [command.opens for command in matching(">盘")] == ["count", "counts"]


async def test_all_commands_are_listed_by_what_they_are_about() -> None:
    async with desk(size=(80, 60), language="ko") as (app, pilot):
        await types(pilot, ">")
        shown = picture(app)
        assert all(_(heading) in shown for heading in list(GROUPS.values())[:2])
        assert "p jf 적립" in shown
        await types(pilot, "jf")
        assert "p jf 적립" in picture(app)


async def test_each_command_opens_something(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    acts = {
        "ask_to_quit", "lock", "sign_off", "ask_shift", "count_shift", "ask_language", "release", "park", "recall",
        "ask_theme", "call",
    }  # fmt: skip
    for act in acts:
        if hasattr(DeskApp, act):
            monkeypatch.setattr(DeskApp, act, lambda _self, act=act: opened.append(act))
    monkeypatch.setattr(DeskApp, "open", lambda _self, name, **_context: opened.append(name))
    async with desk() as (app, _pilot):
        for command in COMMANDS:
            if command.opens not in ("member", "statement", "edit", "reveal"):
                app.command(command.opens)
    assert len(opened) == len(COMMANDS) - 4
    assert set(opened) - set(SCREENS) <= acts

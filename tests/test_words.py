"""Every refusal that rules and store can give has a sentence, and every operation its word, before a clerk meets it."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp import sentences, words
from deskapp.i18n import LANGUAGES, said_in, set_language
from deskapp.rules.decisions import No, Role, no
from deskapp.store import registry

PACKAGE = Path(words.__file__).parent


def said_no() -> Iterator[tuple[str, frozenset[str], str]]:
    """Every `no("code", figure=…)` in rules and store: its code, its figures and its place."""
    plain = {"field", "approver", "clause", "matters"}
    for path in sorted([*(PACKAGE / "rules").glob("*.py"), *(PACKAGE / "store").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "no" and node.args:
                code = node.args[0]
                figures = frozenset(each.arg for each in node.keywords if each.arg) - plain
                whole = all(each.arg for each in node.keywords)
                if isinstance(code, ast.Constant) and whole:
                    yield str(code.value), figures, f"{path.name}:{node.lineno}"


def test_there_are_refusals_to_say() -> None:
    assert len({code for code, _, _ in said_no()}) > 50


def test_every_refusal_has_a_sentence() -> None:
    registry.load()
    codes = {code: place for code, _, place in said_no()}
    codes |= {code: each.name for each in registry.contracts() for code in each.refuses}
    missing = {code: place for code, place in codes.items() if code not in sentences.SENTENCES}
    assert missing == {}


def test_a_sentence_asks_for_no_figure_that_its_refusal_does_not_bring() -> None:
    wanting = {}
    for code, figures, place in said_no():
        asked = {name for _, name, _, _ in string.Formatter().parse(str(sentences.SENTENCES.get(code, ""))) if name}
        if lacking := asked - figures:
            wanting[f"{code} at {place}"] = lacking
    assert wanting == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_refusal_is_said_with_its_figures_rather_than_not_at_all(language: str) -> None:
    set_language(language)
    assert "42" in words.sentence(No("brand_new", {"limit": 42}))


def test_every_operation_has_its_word() -> None:
    registry.load()
    set_language("en")
    assert [name for name in registry.OPERATIONS if words.operation(name) == name] == []


def test_a_refusal_names_the_clause_of_the_house_it_comes_from() -> None:
    refusal = no("receipt_late", approver=Role.SUPERVISOR, clause="凭积分单积分", days=3, limit=0)
    assert words.sentence(refusal).endswith("(House rule: 凭积分单积分)")
    assert "House rule" not in words.sentence(no("receipt_late", days=3, limit=0))


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh_Hans", "领班、财务"), ("zh_Hant", "領班、財務"), ("en", "shift lead, finance"), ("ko", "조장, 재무 담당")],
)
def test_several_are_set_apart_as_the_language_does(language: str, said: str) -> None:
    with said_in(language):
        assert words.figure("needed", "lead, finance") == said

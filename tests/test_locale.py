"""The desk speaks four languages from the start: every text is translated, whole, with the figures it needs."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from deskapp import paths

LANGUAGES = ("zh_Hans", "zh_Hant", "ko")
PACKAGE = Path(__file__).resolve().parent.parent / "deskapp"


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """Every English text of the program: what stands in `_()` and `N_()`."""
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords={"_": None, "N_": None})
    return {text for _, _, text, _, _ in found if isinstance(text, str) and text}


def _written() -> set[str]:
    """Every text that the program hands to `_` or `N_`, wherever it stands."""
    calls = (node for path in PACKAGE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {
        first.value
        for call in calls
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_") and call.args
        if isinstance(first := call.args[0], ast.Constant) and isinstance(first.value, str) and first.value
    }


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = paths.data() / "locale" / str(request.param) / "LC_MESSAGES" / "deskapp.po"
    with path.open("rb") as file:
        return read_po(file, locale=str(request.param))


def test_there_is_something_to_say(texts: set[str]) -> None:
    assert len(texts) > 50


def test_every_text_can_be_collected(texts: set[str]) -> None:
    hidden = sorted(_written() - texts)
    assert not hidden, f"{hidden}: not seen by `make locale`, because a text inside an f-string is not collected"


def test_every_text_is_translated(texts: set[str], catalogue: Catalog) -> None:
    missing = sorted(text for text in texts if (said := catalogue.get(text)) is None or not said.string)
    assert not missing, (
        f"{len(missing)} texts without {catalogue.locale_identifier}; run `make locale` and fill them in"
    )


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert not [message.id for message in catalogue if message.id and message.fuzzy]


def test_nothing_is_translated_that_nobody_says(texts: set[str], catalogue: Catalog) -> None:
    assert not sorted(str(message.id) for message in catalogue if message.id and message.id not in texts)


def test_a_translation_keeps_the_figures(catalogue: Catalog) -> None:
    differing = [
        (message.id, message.string)
        for message in catalogue
        if message.id and message.string and _figures(str(message.id)) != _figures(str(message.string))
    ]
    assert not differing


def _figures(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_chinese_has_its_own_punctuation(catalogue: Catalog) -> None:
    """A half-width colon, comma or question mark beside a Chinese character looks like a slip of the hand."""
    beside = re.compile(r"[\u3400-\u9fff][:;,?!]|[:;,?!][\u3400-\u9fff]|[”」]:")
    said = [str(message.string) for message in catalogue if message.id]
    assert [text for text in said if beside.search(text)] == []

"""`deskapp keys`: the one list of keys as a table, as JSON, as pages of the docs, and live on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp import i18n, key_docs, keys, paths
from deskapp.scanner import Scanner
from deskapp.screens.trying_keys import TryKeys
from tests.cli.conftest import Shell
from tests.screens.kit import key, picture

DOCS = Path(__file__).resolve().parents[2] / "docs" / "keys"


@pytest.fixture(autouse=True)
def _usual_keys() -> Iterator[None]:
    spoken = i18n.language()
    yield
    keys.remap({})
    i18n.set_language(spoken)


def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    monkeypatch.setattr(paths, "settings_file", lambda: file)


def test_every_key_is_in_the_table_with_its_word_and_in_the_json(bare: Shell) -> None:
    told = bare.run("keys").out
    for action, known in keys.KEYS.items():
        line = next(line for line in told.splitlines() if line.startswith(f" {action} "))
        assert keys.name_of(known.key) in line
        assert known.label in line
        assert known.help in line
    listed = {each["action"]: each["key"] for each in bare.run("keys", "--json").body["keys"]}
    assert listed == {action: known.key for action, known in keys.KEYS.items()}


def test_the_table_the_json_and_the_page_tell_the_shops_own_keys_and_the_usual_ones_when_asked(
    bare: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _settings(monkeypatch, tmp_path, '[keys]\npark = "ctrl+o"\nnew = "a"\n[scanner]\nprefix = "~"\n')
    told = bare.run("keys", "--list")
    assert told.code == 0
    assert "Ctrl+O  Park" in " ".join(told.out.replace("     ", "  ").split("\n"))
    asked = bare.run("keys", "--json").body
    assert {"park": "ctrl+o", "new": "a"}.items() <= {each["action"]: each["key"] for each in asked["keys"]}.items()
    assert asked["scanner"] == {"prefix": "~", "suffix": "enter"}
    page = bare.run("keys", "--markdown").out
    assert "| `Ctrl+O` | Park |" in page
    assert "`F4`" not in page
    assert bare.run("keys", "--markdown", "--usual").out == (DOCS / "en.md").read_text("utf-8")


def test_keys_and_scanners_that_were_not_taken_are_said_and_the_exit_code_is_one(
    bare: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _settings(monkeypatch, tmp_path, 'language = "ko"\n[keys]\ndo_it = "f8"\n[scanner]\nsuffix = "x"\n')
    told = bare.run("keys")
    assert told.code == 1
    assert "keys.do_it: F8 is Slip already." in told.err
    assert "scanner.suffix: " in told.err
    asked = bare.run("keys", "--json")
    assert (asked.code, len(asked.body["refused"])) == (1, 2)
    bare.ahead = []
    assert "전표" in bare.run("keys").out


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_docs_of_the_keys_are_not_stale(language: str) -> None:
    i18n.set_language(language)
    keys.remap({})
    committed = (DOCS / f"{language}.md").read_text("utf-8")
    assert committed == key_docs.markdown(), "make docs"
    for action, known in keys.KEYS.items():
        assert f"| `{keys.name_of(known.key)}` |" in committed
        assert f"`{action}`" in committed


async def test_the_live_screen_tells_what_came_when_from_whom_and_what_it_does() -> None:
    i18n.set_language("en")
    app = TryKeys(key_docs.table(), Scanner())
    async with app.run_test(size=(80, 40)) as pilot:
        for place, char in enumerate("n6100018\n"):
            app.post_message(key(char, 50.0 + (place and 1 + place * 0.015)))
        app.post_message(key("张", 60.0))
        await pilot.press("f9", "f10")
        seen = picture(app)  # type: ignore[arg-type]
        lines = {line.split()[0]: line for line in seen.splitlines() if line.split()}
        assert "U+5F20" in lines["张"]
        assert "in lists: New" in lines["n"]
        assert "scanner" not in lines["n"]
        assert ("scanner" in lines["6"], "15" in lines["8"].split()) == (True, True)
        assert "Do it" in lines["f9"]
        assert "never bound" in lines["f10"]
        assert "Scanned: 6100018" in seen
        assert "To the search line" in seen
        await pilot.press("escape", "escape")
        await pilot.pause(0.1)
        assert not app.is_running


def test_json_of_the_keys_is_whole(bare: Shell) -> None:
    assert json.loads(bare.run("keys", "--json").out)["refused"] == []

"""Text from people is shown as text, whatever it holds, and reaches the screen by one door only."""

from __future__ import annotations

import ast
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

import deskapp
from deskapp.screens.shown import cut, placed, shown

HERE = Path(deskapp.__file__).parent
FILES = [*sorted((HERE / "screens").glob("*.py")), HERE / "app.py"]

HOSTILE = [
    "Lee[/]", "[A3]", "[VIP]", "[@click=app.quit]x[/]", "[red]red[/red]", "=cmd()|' /C calc'!A0", "$name", "a\x1b[2Jb",
    "\x1b]0;title\x07x", "\x9b31mred", "abc\u202edcba", "\u2066iso\u2069", "tab\tx", "line\nline", "nul\x00", "\ud800",
    "e" + "\u0301" * 50, "👨‍👩‍👧", "x" * 10_000,
]  # fmt: skip

TAKES_TEXT = {
    "Static", "Label", "Button", "OptionList", "Option", "Select", "DataTable", "Tabs", "Tab", "Checkbox",
    "RadioButton", "Digits", "Markdown", "Footer", "Header", "notify", "add_row", "add_option", "update", "from_markup",
}  # fmt: skip
"""Widgets and calls that would read a bare string as markup, or that are kept out of the house."""

SETS_TEXT = {"border_title", "border_subtitle", "tooltip", "title", "sub_title", "placeholder"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    content = shown(text, 40)
    assert not content.spans
    assert content.plain.isprintable() or "\u200d" in content.plain
    assert content.cell_length <= 40
    if text.isascii() and text.isprintable() and len(text) < 40:
        assert content.plain == text


@pytest.mark.parametrize(
    ("text", "width", "kept"), [("张伟民", 6, "张伟民"), ("张伟民", 5, "张.."), ("abc", 2, ".."), ("a", 0, ".")]
)
def test_text_is_cut_to_its_cells(text: str, width: int, kept: str) -> None:
    assert cut(text, width) == (kept if width else "")


@pytest.mark.parametrize("width", range(12))
def test_a_placed_text_takes_exactly_its_cells(width: int) -> None:
    for text in ("", "abc", "张伟民张伟民", "김하늘 abc"):
        assert cell_len(placed(text, width)) == width
        assert cell_len(placed(text, width, right=True)) == width


def _text_is_safe(node: ast.expr) -> bool:
    """A literal of our own, or something that came through the door."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        return name in ("shown", "joined", "Content", "strip")
    return isinstance(node, ast.Lambda)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_bare_string_reaches_a_widget_that_reads_markup(path: Path) -> None:
    wrong = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            texts = [*node.args, *(word.value for word in node.keywords if word.arg in ("label", "content", "message"))]
            if name in TAKES_TEXT and not all(map(_text_is_safe, texts)):
                wrong.append(f"{path.name}:{node.lineno} {name}")
        if isinstance(node, ast.Assign):
            sets = [t.attr for t in node.targets if isinstance(t, ast.Attribute) and t.attr in SETS_TEXT]
            if sets and not _text_is_safe(node.value):
                wrong.append(f"{path.name}:{node.lineno} {sets[0]}")
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_our_own_texts_hold_no_sign_of_ambiguous_width(path: Path) -> None:
    """Such signs are one cell wide here and two there. Chinese and Korean words are always two."""
    wide = [
        (node.lineno, char)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != "─"
        for char in node.value
        if unicodedata.east_asian_width(char) == "A"
    ]
    assert not wide


def test_render_methods_give_no_bare_string() -> None:
    """A `render` that answers a `str` would be read as markup."""
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name == "render"
        and ast.unparse(node.returns or node) != "Content"
    ]
    assert not wrong


def test_the_first_picture_needs_nothing_heavy() -> None:
    """Whatever the first picture imports is waited for by a customer: no database, no validation, no dictionaries."""
    heavy = "sqlalchemy sqlmodel pydantic pydantic_settings holidays pypinyin phonenumbers alembic babel argon2 typer"
    told = "import sys, deskapp.app, deskapp.screens.home; print([m for m in sys.argv[1].split() if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", told, heavy], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

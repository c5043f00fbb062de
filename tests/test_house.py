"""The house rules that no other tool holds: sizes, what is loaded when, and what may not lie about."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "deskapp"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)
LONGEST_FILE = 350
LONGEST_FUNCTION = 50
# Whatever the store has a file for is a subject; the rest of screens/ is the frame on which all build.
SUBJECTS = {path.stem for path in (PACKAGE / "store").glob("*.py")} | {"home", "sign_in"}
HEAVY = {"sqlalchemy", "sqlmodel", "pydantic", "alembic", "psycopg", "pypinyin", "holidays", "phonenumbers"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _nodes(*kinds: type[ast.AST]) -> Iterator[tuple[Path, Any]]:
    """Every node of these kinds in the package, with its file."""
    return ((path, node) for path in MODULES for node in ast.walk(_tree(path)) if isinstance(node, kinds))


def test_a_file_fits_in_the_head() -> None:
    sizes = {_name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert not {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE}


def test_a_function_fits_on_a_screen() -> None:
    too_long = []
    for path, node in _nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        lines = node.end_lineno - node.lineno + 1
        if lines > LONGEST_FUNCTION:
            too_long.append(f"{_name(path)}:{node.lineno} {node.name}: {lines} lines")
    assert not too_long


def test_a_module_says_what_the_desk_does_there() -> None:
    assert not [_name(path) for path in MODULES if not ast.get_docstring(_tree(path))]


def test_nothing_is_swallowed_in_silence() -> None:
    """An except names what it catches and does something; contextlib.suppress is for what may be ignored."""
    silent = []
    for path, node in _nodes(ast.ExceptHandler):
        if node.type is None or all(isinstance(line, ast.Pass) for line in node.body):
            silent.append(f"{_name(path)}:{node.lineno}")
    assert not silent


def test_the_package_does_not_print() -> None:
    calls = [(path, node) for path, node in _nodes(ast.Call) if isinstance(node.func, ast.Name)]
    assert not [f"{_name(path)}:{node.lineno}" for path, node in calls if node.func.id in {"print", "pprint"}]


@pytest.mark.parametrize("path", sorted((PACKAGE / "screens").glob("*.py")), ids=_name)
def test_a_screen_does_not_know_another_subjects_screen(path: Path) -> None:
    known: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "deskapp.screens":
            known |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("deskapp.screens."):
            known.add(str(node.module).split(".")[2])
    strangers = (known & SUBJECTS) - {path.stem}
    assert not strangers, f"{path.name} opens other work by self.app.open(...), not by importing {strangers}"


@pytest.mark.parametrize("lock", sorted((ROOT / "locks").glob("*.lock")), ids=_name)
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: Path) -> None:
    lines = lock.read_text("utf-8").splitlines()
    assert lines
    strange = [
        line
        for line in lines
        if not re.match(r"[a-z0-9-]+==[^ ]+( ; .+)? \\$|    --hash=sha256:[0-9a-f]{64}( \\)?$", line)
    ]
    assert not strange


def test_the_locks_agree_with_each_other() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "locks" / name).read_text("utf-8")
        return set(re.findall(r"^([a-z0-9-]+==[^ ]+)", text, re.MULTILINE))

    assert pins("run.lock") <= pins("dev.lock")
    assert pins("build.lock") <= pins("dev.lock")


def test_no_other_lock_file_records_addresses() -> None:
    assert not [name for name in ("uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock") if (ROOT / name).exists()]


def _loaded_by(statement: str) -> set[str]:
    """The top-level modules in a new interpreter after this statement."""
    script = f"{statement}\nimport json, sys; sys.stdout.write(json.dumps(sorted(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.partition(".")[0] for name in json.loads(answer.stdout)}


def test_the_desk_paints_before_the_database_is_loaded() -> None:
    assert not _loaded_by("import deskapp.app") & HEAVY


def test_the_command_line_does_not_load_the_screens() -> None:
    assert "textual" not in _loaded_by("import deskapp.cli")


def test_the_command_line_starts_without_the_database() -> None:
    assert not _loaded_by("import deskapp.cli") & HEAVY


def test_the_operations_are_listed_without_the_screens() -> None:
    assert "textual" not in _loaded_by("from deskapp.store import registry")

"""The command line as a till or a script uses it: bytes in, bytes out, exit codes; on a demonstration store."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from deskapp import cli, i18n, words

NOW = "2026-11-20T11:00"
"""A Friday morning by the store's clock; the demonstration ends there."""
PINS = {
    "1001": "260417", "1002": "260428", "2001": "271539", "3001": "381642", "4001": "492753", "5001": "503864",
    "6001": "614975",
}  # fmt: skip
CARDS = ["610009001955", "610009001963", "610009001971", "610009001989", "610009001997"]
"""Blank cards that the demonstration leaves in the drawer."""


@dataclass
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def body(self) -> Any:
        return json.loads(self.out)


@dataclass
class Shell:
    """Somebody at a shell with the store's address and their PIN in the environment."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    url: str
    ahead: list[str] = field(default_factory=lambda: ["--lang", "en"])

    def run(self, *arguments: str, pin: str = "", approver_pin: str = "") -> Ran:
        """Run a command in this process."""
        self.monkeypatch.setenv("DESKAPP_PIN", pin)
        self.monkeypatch.setenv("DESKAPP_APPROVER_PIN", approver_pin)
        self.capsys.readouterr()
        code = cli.run([*self.ahead, *arguments])
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)

    def post(
        self, operation: str, staff: str = "1001", approver: str = "", extra: tuple[str, ...] = (), **given: Any
    ) -> Ran:
        text = json.dumps(given, ensure_ascii=False)
        second = ["--approver", approver] if approver else []
        pins = {"pin": PINS.get(staff, "000000"), "approver_pin": PINS.get(approver, "")}
        return self.run("post", operation, "--as", staff, *second, *extra, "--json", text, **pins)

    def query(self, reading: str, staff: str = "1001", **given: Any) -> Ran:
        text = json.dumps(given, ensure_ascii=False)
        return self.run("query", reading, "--as", staff, "--json", text, pin=PINS[staff])

    def outside(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command as a process of its own, with no terminal to ask at."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DESKAPP_")}
        return subprocess.run(
            [sys.executable, "-m", "deskapp", *arguments], env={**kept, "DESKAPP_DATABASE": self.url, **environment},
            capture_output=True, encoding="utf-8", timeout=120, start_new_session=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No settings and no store of whoever runs the tests; the language as it was."""
    for name in [name for name in os.environ if name.startswith("DESKAPP_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    spoken, house = i18n.language(), words.house()
    yield
    i18n.set_language(spoken)
    words.of_house(house)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration store made once."""
    from datetime import datetime

    from deskapp import demo

    file = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    plan = demo.Plan(120, 1, datetime.fromisoformat(f"{NOW}+08:00"))
    demo.make(f"sqlite:///{file}", plan, lambda _what, _done: None)
    return file


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], demo_file: Path, tmp_path: Path
) -> Shell:
    """A shell with a demonstration store of its own, at eleven in the morning."""
    file = tmp_path / "desk.sqlite"
    shutil.copy(demo_file, file)
    url = f"sqlite:///{file}"
    monkeypatch.setenv("DESKAPP_DATABASE", url)
    return Shell(monkeypatch, capsys, url, ["--lang", "en", "--now", NOW])


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    """A shell where no store is yet."""
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    monkeypatch.setenv("DESKAPP_DATABASE", url)
    return Shell(monkeypatch, capsys, url)


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What stands in a store's file."""
    with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        return file.execute(statement).fetchall()

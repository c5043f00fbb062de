"""`deskapp doctor`: what it finds on a counter that is well, and on one that is not."""

from __future__ import annotations

import os
import socket
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deskapp import paths, terminal
from tests.cli.conftest import Ran, Shell


@pytest.fixture(autouse=True)
def a_usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("COLUMNS", "LINES", "TMUX", "STY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)


def settings(text: str) -> None:
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().write_text(text, "utf-8")


def found(ran: Ran, name: str) -> list[tuple[str, str]]:
    """State and all words of every finding of this name."""
    return [
        (each["state"], " ".join([each["said"], *each["more"]]))
        for each in ran.body["findings"]
        if each["name"] == name
    ]


def test_a_counter_that_is_well_has_nothing_bad_and_ends_with_0(shell: Shell) -> None:
    ran = shell.run("doctor", "--json")
    assert [each for each in ran.body["findings"] if each["state"] == "bad"] == []
    assert (ran.code, ran.body["ok"]) == (0, True)
    assert found(ran, "Store") == [("ok", shell.url.removeprefix("sqlite:///"))]
    assert found(ran, "Printer")[0][0] == "ok"


@pytest.mark.parametrize(("language", "words"), [("en", "+ ok"), ("zh_Hans", "+ 正常"), ("ko", "+ 정상")])
def test_it_speaks_the_language_chosen_with_a_mark_and_a_word(shell: Shell, language: str, words: str) -> None:
    shell.ahead = ["--lang", language]
    ran = shell.run("doctor")
    assert ran.out.startswith(words)
    assert "¥1,234.50" in ran.out


def test_a_store_that_is_not_there_is_bad_and_ends_with_1(bare: Shell) -> None:
    ran = bare.run("doctor", "--json")
    assert ran.code == 1
    assert "deskapp init" in found(ran, "Store")[0][1]


def test_a_store_is_not_made_by_looking_for_it(bare: Shell) -> None:
    bare.run("doctor")
    assert not Path(bare.url.removeprefix("sqlite:///")).exists()


def test_each_wrong_setting_is_named_with_its_place(shell: Shell) -> None:
    settings('theme = "purple"\n[keys]\nhelp = "7"\n[scanner]\nsuffix = "beep"\n')
    ran = shell.run("doctor", "--json")
    assert ran.code == 1
    state, told = found(ran, "Settings")[0]
    assert state == "bad"
    assert {"theme", "keys", "scanner.suffix"} <= {part.partition(":")[0] for part in told.split()}
    assert "keys.help" in found(ran, "Keys")[0][1]


def test_settings_that_are_no_toml_are_said(shell: Shell) -> None:
    settings("theme = desk")
    ran = shell.run("doctor", "--json")
    assert (ran.code, found(ran, "Settings")[0][0]) == (1, "bad")


def test_a_dumb_terminal_is_bad_and_a_linux_console_too(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for term in ("dumb", "linux", ""):
        monkeypatch.setenv("TERM", term)
        assert "bad" in [state for state, _ in found(shell.run("doctor", "--json"), "Terminal")], term


def test_a_terminal_that_is_too_small_is_bad(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    monkeypatch.setenv("LINES", "24")
    assert found(shell.run("doctor", "--json"), "Size")[0][0] == "bad"


@contextmanager
def listening() -> Iterator[int]:
    """Something that answers on a port, as a printer does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_network_printer_is_asked_whether_it_is_there(shell: Shell) -> None:
    with listening() as port:
        settings(f'[printer]\nkind = "network"\nhost = "127.0.0.1"\nport = {port}\n')
        assert found(shell.run("doctor", "--json"), "Printer")[0][0] == "ok"
    assert found(shell.run("doctor", "--json"), "Printer")[0][0] == "bad"


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ('kind = "command"\ncommand = ["sh", "-c", "cat"]', "ok"),
        ('kind = "command"\ncommand = ["no-such-printer-program"]', "bad"),
        ('kind = "serial"\ndevice = "/dev/no-such-port"', "bad"),
        ('kind = "file"\nfolder = "/dev/null/slips"', "bad"),
        ('kind = "usb"\nvendor = 1\nproduct = 2', "bad"),
    ],
)
def test_a_printer_that_cannot_be_reached_is_bad(shell: Shell, given: str, state: str) -> None:
    settings(f"[printer]\n{given}\n")
    assert found(shell.run("doctor", "--json"), "Printer")[0][0] == state


def test_without_a_terminal_the_widths_are_not_asked_and_it_says_so(shell: Shell) -> None:
    answer = shell.outside("--lang", "en", "doctor")
    assert "not a terminal" in answer.stdout
    assert "\x1b" not in answer.stdout


class Screen(threading.Thread):
    """A terminal that says where its cursor stands after each sign, two cells for what is beyond ASCII."""

    def __init__(self, file: int, silent: bool = False) -> None:
        super().__init__(daemon=True)
        self.file, self.silent = file, silent

    def run(self) -> None:
        told = b""
        while not self.silent and not told.endswith(b"over"):
            told += os.read(self.file, 64)
            if told.endswith(b"\x1b[6n"):
                sign = told.removesuffix(b"\x1b[6n").rpartition(b"\r")[2].decode()
                os.write(self.file, f"\x1b[1;{1 + (1 if sign.isascii() else 2)}R".encode())


@pytest.mark.parametrize("silent", [False, True])
def test_the_terminal_itself_is_asked_for_widths_and_is_left_as_it_was(silent: bool) -> None:
    import termios

    master, line = os.openpty()
    tty.setraw(master)
    before = termios.tcgetattr(line)
    screen = Screen(master, silent)
    screen.start()
    try:
        answer = terminal.asked(line, line, ("中", "a"))
        assert answer == (None if silent else {"中": 2, "a": 1})
        assert termios.tcgetattr(line) == before
        os.write(line, b"over")
        screen.join(5)
    finally:
        os.close(master)
        os.close(line)


def test_the_shops_own_texts_are_looked_at(shell: Shell) -> None:
    assert found(shell.run("doctor", "--json"), "Own scripts") == []
    for folder in (paths.scripts(), paths.phrases()):
        folder.mkdir(parents=True)
    assert found(shell.run("doctor", "--json"), "Own scripts") == [("ok", str(paths.scripts()))]
    (paths.scripts() / "promise.toml").write_text("[opening]\n", "utf-8")
    (paths.phrases() / "gifts.toml").write_text("colour = 1\n", "utf-8")
    ran = shell.run("doctor", "--json")
    assert ran.code == 1
    for name, says in (("Own scripts", "promise: question: it is missing"), ("Own phrases", "gifts.toml: colour")):
        state, told = found(ran, name)[0]
        assert state == "bad"
        assert says in told

"""Runs a program in a terminal of its own, as a counter does: types keys, waits for what is painted, notes when."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import gettempdir
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
COLUMNS, LINES = 80, 24
PATIENCE = 60.0
"""Seconds after which a program that paints nothing is given up."""


class NothingPainted(Exception):
    """The program never painted what was waited for; what it painted instead is in the message."""


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The same for everybody: bytecode kept, a colour terminal, no settings of whoever measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DESKAPP_", "TEXTUAL"))}
    return kept | {
        "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLORTERM": "truecolor",
        "XDG_CONFIG_HOME": str(Path(gettempdir()) / "deskapp-benchmarks-no-settings"), **(more or {}),
    }  # fmt: skip


def python(*arguments: str) -> list[str]:
    """A fresh process of the Python that measures."""
    return [sys.executable, *arguments]


class Terminal:
    """One program in one terminal of 80 by 24. `worked` is the processor time that it took until it was closed."""

    def __init__(self, command: Sequence[str], more: Mapping[str, str] | None = None) -> None:
        given = environment(more)
        self.begun = perf_counter()
        self.process, self.line = pty.fork()
        if self.process == 0:
            _become(command, given)
        self.painted = b""
        self.worked = 0.0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_trouble: object) -> None:
        os.kill(self.process, signal.SIGKILL)
        used = os.wait4(self.process, 0)[2]
        self.worked = used.ru_utime + used.ru_stime
        os.close(self.line)

    def type(self, keys: str) -> float:
        """Press keys; the instant at which they were pressed."""
        self.painted = b""
        at = perf_counter()
        os.write(self.line, keys.encode())
        return at

    def until(self, mark: str, patience: float = PATIENCE) -> float:
        """Read until this stands in what was painted; the instant at which it did."""
        wanted, end = mark.encode(), perf_counter() + patience
        while wanted not in self.painted:
            if not self._read(max(end - perf_counter(), 0.0)):
                raise NothingPainted(f"{mark!r} is not in {self.painted[-2000:]!r}")
        return perf_counter()

    def quiet(self, seconds: float) -> float:
        """Read until nothing is painted for so long; the instant of the last thing that was."""
        last = perf_counter()
        while self._read(seconds):
            last = perf_counter()
        return last

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.line], [], [], seconds)
        if not ready:
            return False
        try:
            self.painted += os.read(self.line, 65536)
        except OSError as closed:  # the program has ended, and the terminal with it
            raise NothingPainted(f"the program ended: {self.painted[-2000:]!r}") from closed
        return True


def _become(command: Sequence[str], given: dict[str, str]) -> None:
    """In the child: take the terminal's size and become the program."""
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    os.execve(command[0], list(command), given)

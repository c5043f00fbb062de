"""How long a key takes to appear in the search line at rest, beside a raw terminal loop that echoes the same key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import stand
from benchmarks.first_paint import FRAME
from benchmarks.terminal import Terminal, python
from benchmarks.timing import Measure, Seconds, in_turn

WORD = "zhangwei"
"""What is typed, again and again; a key is painted when the line shows all that was typed so far."""
CLEAR = "\x15"
"""Ctrl+U empties the line, in every program."""
REST = 0.08
"""Seconds without a sign on the screen, after which a program is at rest."""
HOME = "Due now"
"""Stands on the desk's home screen, in English."""


class Typist:
    """Types one word in one program, key after key, each when the program is at rest."""

    def __init__(self, program: Terminal) -> None:
        self.program, self.typed = program, ""

    def key(self, _run: int) -> Seconds:
        """One key more; how long until the line shows it."""
        if self.typed == WORD:
            self.clear()
        self.program.quiet(REST)
        self.typed += WORD[len(self.typed)]
        pressed = self.program.type(self.typed[-1])
        return self.program.until(self.typed) - pressed

    def answer(self, _run: int) -> Seconds:
        """Two letters in an empty line; how long until nothing more is painted: the people found stand there."""
        self.clear()
        self.program.quiet(REST * 3)
        pressed = self.program.type(WORD[0] + "w")
        return self.program.quiet(REST * 3) - pressed

    def clear(self) -> None:
        """Empty the line."""
        self.program.quiet(REST)
        self.program.type(CLEAR)
        self.program.quiet(REST)
        self.typed = ""


def measure(path: Path, runs: int) -> list[Measure]:
    """The desk at home with its store open; beside it the least terminal program, and the least Textual one."""
    with ExitStack() as programs:
        desk = Typist(programs.enter_context(signed_in(path)))
        raw = Typist(programs.enter_context(Terminal(python("-m", "benchmarks.programs.raw_loop"))))
        line = Typist(programs.enter_context(Terminal(python("-m", "benchmarks.programs.line"))))
        raw.program.until("raw line")
        line.program.until("one line")
        for _ in WORD:
            in_turn(1, {"desk": desk.key, "raw": raw.key, "line": line.key})
        taken = in_turn(runs, {"desk": desk.key, "raw": raw.key, "line": line.key})
        found = in_turn(max(runs // len(WORD), 5), {"desk": desk.answer})["desk"]
    note = f"two letters typed until the people found are painted: {found.p50 * 1000:.0f} ms"
    return [
        Measure("key to paint", "a key in the search line", "a raw terminal loop", taken["desk"], taken["raw"], "p50"),
        Measure("key to paint", "the same", "one line of Textual", taken["desk"], taken["line"], "p50", note=note),
    ]


@contextmanager
def signed_in(path: Path) -> Iterator[Terminal]:
    """The desk in a terminal with its store open and a clerk at it, at home."""
    command = python("-m", "deskapp", "--db", f"sqlite:///{path}", "--lang", "en")
    with Terminal(command) as terminal:
        terminal.until(FRAME)
        terminal.type(f"{stand.CLERK}\r{stand.PIN}\r")
        terminal.until(HOME)
        terminal.quiet(1.0)
        yield terminal

"""What a day leaves behind in the program, in memory and in every key: work parked and recalled, screens, Tabs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.key_to_paint import REST, signed_in
from benchmarks.terminal import Terminal
from benchmarks.timing import Measure, Seconds, Taken

HOME, FORM, HELP = "Due now", "Points for a receipt", "List every command"
PARKED_LIST, FIELD = "bring back which one", "Not counted"
F1, F4, F5, ESC, TAB, ENTER = "\x1bOP", "\x1bOS", "\x1b[15~", "\x1b", "\t", "\r"
PARKED, CHANGES, TABS = 20, 1000, 2000
WARM = 10
"""Customers before anything is measured: threads, connections and caches have come to their size then."""
MOST_MEMORY, MOST_LATENCY = 10.0, 1.2


class Clerk:
    """Somebody who does the same things again and again, waiting each time for the screen."""

    def __init__(self, program: Terminal) -> None:
        self.program = program

    def memory(self) -> float:
        """Megabytes that the program holds now."""
        status = Path(f"/proc/{self.program.process}/status").read_text(encoding="ascii")
        held = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(held.split()[1]) / 1024

    def shows(self, keys: str, mark: str) -> Seconds:
        """Press these; how long until the screen shows this, and then until it rests."""
        pressed = self.program.type(keys)
        shown = self.program.until(mark) - pressed
        self.program.quiet(REST / 4)
        return shown

    def home_to_form(self) -> None:
        """Open the form by its word."""
        self.program.type("jf\r")
        self.program.until(FORM)
        self.program.quiet(REST)

    def leave(self) -> None:
        """Esc, and the screen beneath."""
        self.shows(ESC, HOME)

    def help_and_back(self) -> None:
        """Two changes of the screen."""
        self.shows(F1, HELP)
        self.shows(F1, HOME)

    def park_and_recall(self) -> None:
        """A form, half typed, put aside; and back again; and given up."""
        self.home_to_form()
        self.program.type("6100")
        self.program.quiet(REST)
        self.shows(F4, HOME)
        self.shows(F5, PARKED_LIST)
        self.program.quiet(REST)
        self.shows(ENTER, FIELD)
        self.program.quiet(REST)
        self.program.type(ESC)
        self.program.until("not saved yet")
        self.program.quiet(REST)
        self.shows("d", HOME)

    def tab(self) -> Seconds:
        """One Tab in the form; how long until something is painted."""
        pressed = self.program.type(TAB)
        while not self.program.painted:
            self.program.quiet(0.001)
        painted = self.program.quiet(0.004)
        return painted - pressed

    def tabs(self, count: int) -> list[Seconds]:
        """So many Tabs in a form opened for them; left again without anything typed."""
        self.home_to_form()
        taken = [self.tab() for _ in range(count)]
        self.leave()
        return taken


def measure(path: Path) -> list[Measure]:
    """The whole of it in one run of the program, on a copy of the store: what is parked is written."""
    with clerk(path) as someone:
        for _ in range(WARM):
            someone.park_and_recall()
        for _ in range(20):
            someone.help_and_back()
        someone.tabs(100)
        before = someone.memory()
        first = someone.tabs(100)
        for _ in range(PARKED):
            someone.park_and_recall()
        for _ in range(CHANGES // 2):
            someone.help_and_back()
        last = someone.tabs(TABS - 100)[-100:]
        more = someone.memory() - before
    kept = "kept" if more <= MOST_MEMORY else "MISSED"
    done = f"{PARKED} parked, {CHANGES} screens, {TABS} Tabs"
    note = f"memory after {done}: {more:+.1f} MB (at most {MOST_MEMORY:.0f}: {kept})"
    return [
        Measure(
            "a long day",
            "the last hundred Tabs",
            "the first hundred",
            _taken(last),
            _taken(first),
            "p50",
            MOST_LATENCY,
            note,
        )
    ]


def _taken(times: list[Seconds]) -> Taken:
    return Taken(min(times), median(times))


@contextmanager
def clerk(path: Path) -> Iterator[Clerk]:
    """Somebody at the desk of a copy of this store."""
    with ExitStack() as day:
        folder = day.enter_context(TemporaryDirectory(dir=path.parent, prefix="day-"))
        copy = Path(shutil.copyfile(path, Path(folder) / "day.sqlite"))
        yield Clerk(day.enter_context(signed_in(copy)))

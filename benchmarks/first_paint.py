"""How soon the desk stands: from starting the process to the first complete frame, beside a blank Textual app."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.terminal import Terminal, python
from benchmarks.timing import Measure, Seconds, Taken, in_turn

FRAME = "F9"
"""A key in the last line of the desk's first screen: with it the frame is whole."""
BLANK = "blank app"
"""All that the blank app paints, in its last line."""
HEAVY = (
    "alembic", "argon2", "babel", "cnlunar", "holidays", "korean_lunar_calendar", "phonenumbers", "psycopg", "pydantic",
    "pydantic_settings", "pypinyin", "rapidfuzz", "sqlalchemy", "sqlite3", "sqlmodel", "stdnum", "typer",
)  # fmt: skip
"""None of these is needed before the desk stands."""
TARGET = 1.3


def measure(url: str, runs: int) -> list[Measure]:
    """The soonest of many fresh processes on either side: what a busy machine adds is in none of them."""
    desk, blank = python("-m", "deskapp", "--db", url), python("-m", "benchmarks.programs.blank")
    for command, mark in ((desk, FRAME), (blank, BLANK)):
        _paints(command, mark, [])  # once for nothing: bytecode is compiled, files are in memory
    worked: dict[str, list[Seconds]] = {"desk": [], "blank": []}

    def desks(_run: int) -> Seconds:
        return _paints(desk, FRAME, worked["desk"])

    def blanks(_run: int) -> Seconds:
        return _paints(blank, BLANK, worked["blank"])

    taken = in_turn(runs, {"desk": desks, "blank": blanks})
    work = {name: Taken(min(each), median(each)) for name, each in worked.items()}
    note = f"heavy modules loaded by then: {', '.join(loaded_at_first_paint(desk)) or 'none'}"
    what, against = "the first complete frame", "a blank Textual app"
    return [
        Measure("first paint", what, against, taken["desk"], taken["blank"], target=TARGET, note=note),
        Measure("first paint", "processor time until then", against, work["desk"], work["blank"], target=TARGET),
    ]


def _paints(command: list[str], mark: str, worked: list[Seconds]) -> Seconds:
    with Terminal(command) as terminal:
        painted = terminal.until(mark) - terminal.begun
    worked.append(terminal.worked)
    return painted


def loaded_at_first_paint(command: list[str]) -> list[str]:
    """The heavy libraries that are in memory when the first frame is painted."""
    with TemporaryDirectory() as folder:
        told = Path(folder) / "modules"
        watched = {
            "TEXTUAL_DRIVER": "benchmarks.programs.watching:Watching",
            "BENCHMARK_MARK": FRAME,
            "BENCHMARK_TOLD": str(told),
        }
        with Terminal(command, watched) as terminal:
            terminal.until(FRAME)
        return [name for name in told.read_text("utf-8").split() if name in HEAVY]

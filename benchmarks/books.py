"""Reports and exports of a store of many years, against an empty one and against the program sqlite3."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import many_entries, stand
from benchmarks.terminal import ROOT, environment, python
from benchmarks.timing import Measure, in_turn, took
from deskapp.rules.decisions import Role
from deskapp.store import reports

A_DAY, A_MONTH = date(2024, 6, 12), date(2024, 6, 1)
OF_ONE_DAY = 5000
GROUP = "reports"
MEMORY = (
    "import sys; from deskapp import cli; code = cli.run(sys.argv[1:]);"
    "told = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'));"
    "sys.stderr.write('VmHWM ' + told.split()[1]); sys.exit(code)"
)


def measure(entries: int, more: float) -> list[Measure]:
    """Daily and monthly figures, a whole report in a process of its own, and an export beside sqlite3's."""
    big, empty = many_entries.kept(entries), many_entries.kept(0)
    small = many_entries.kept(OF_ONE_DAY, 1)
    return [
        *_figures(big, empty, entries, int(30 * more)),
        _process(small, empty, int(5 * more)),
        *_export(big, entries),
    ]


def _figures(big: Path, empty: Path, entries: int, runs: int) -> list[Measure]:
    with stand.desk(big, Role.AUDITOR, "6001") as full, stand.desk(empty, Role.AUDITOR, "6001") as bare:
        told = reports.daily(full, date=A_DAY)

        def compared(name: str, reading: Callable[..., Any], day: date, target: float, note: str = "") -> Measure:
            taken = in_turn(runs, {
                "full": lambda _run: took(lambda: reading(full, date=day)),
                "bare": lambda _run: took(lambda: reading(bare, date=day)),
            })  # fmt: skip
            against = "the same of an empty store"
            return Measure(GROUP, f"figures of a {name}", against, taken["full"], taken["bare"], "low", target, note)

        note = f"{entries:,} entries in the store, {told.entries:,} on the day"
        return [
            compared("day", reports.daily, A_DAY, 3.0, note),
            compared("month", reports.monthly, A_MONTH, 10.0),
        ]


def _process(store: Path, empty: Path, runs: int) -> Measure:
    """`deskapp report daily` from start to end, of a day with many entries and of one with none."""

    def run(path: Path) -> float:
        asked = ("report", "daily", "--date", str(many_entries.LAST))
        command = python("-m", "deskapp", "--db", f"sqlite:///{path}", *asked)
        return took(lambda: subprocess.run(command, env=environment(), cwd=ROOT, check=True, capture_output=True))

    taken = in_turn(runs, {"full": lambda _run: run(store), "bare": lambda _run: run(empty)})
    note = f"{OF_ONE_DAY:,} entries on the day, in a process of its own"
    return Measure(GROUP, "deskapp report daily", "the same of an empty store", taken["full"], taken["bare"], note=note)


def _export(store: Path, entries: int) -> list[Measure]:
    """The journal as CSV, by the desk and by sqlite3 where that program is; how much memory the desk took."""
    if (program := shutil.which("sqlite3")) is None:
        return []
    peaks: list[int] = []

    def ours(_run: int) -> float:
        command = python("-c", MEMORY, "--db", f"sqlite:///{store}", "export", "journal")
        with open(os.devnull, "wb") as nowhere:
            begun = took(lambda: peaks.append(_peak(command, nowhere)))
        return begun

    def theirs(_run: int) -> float:
        asked = [program, "-csv", "-header", str(store), "select * from journal order by number"]
        with open(os.devnull, "wb") as nowhere:
            return took(lambda: subprocess.run(asked, stdout=nowhere, check=True))

    taken = in_turn(3, {"ours": ours, "theirs": theirs})
    note = f"{entries:,} rows; at most {max(peaks) / 1024:.0f} MB of memory (60 is the limit)"
    return [Measure(GROUP, "export journal", "sqlite3 -csv", taken["ours"], taken["theirs"], target=3.5, note=note)]


def _peak(command: list[str], nowhere: Any) -> int:
    """Run it; the most memory that it held at once, in kB."""
    asked: dict[str, Any] = {"env": environment(), "cwd": ROOT, "check": True, "text": True}
    ended = subprocess.run(command, stdout=nowhere, stderr=subprocess.PIPE, **asked)
    return int(ended.stderr.rpartition("VmHWM ")[2])

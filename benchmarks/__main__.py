"""Measures the desk and prints the table. `python -m benchmarks --help` says what can be chosen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import benchmarks
from benchmarks import books, cases, first_paint, key_to_paint, long_day, lookups, redemption, stand, table
from benchmarks.timing import Measure

GROUPS: dict[str, Callable[[Path, float], list[Measure]]] = {
    "paint": lambda store, more: first_paint.measure(f"sqlite:///{store}", int(12 * more)),
    "lookup": lambda store, more: lookups.measure(store, int(200 * more)),
    "posting": lambda store, more: redemption.measure(store, int(100 * more)),
    "cases": lambda store, more: cases.measure(store, int(100 * more)),
    "keys": lambda store, more: key_to_paint.measure(store, int(64 * more)),
    "day": lambda store, _more: long_day.measure(store),
}


def main() -> None:
    """Measure what is asked for, one thing after another."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=benchmarks.__doc__)
    asked.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    asked.add_argument("--only", choices=[*GROUPS, "reports"], action="append", help="measure this and nothing else")
    asked.add_argument("--store", type=Path, help="a demonstration store that is there already; it is not changed")
    asked.add_argument("--members", type=int, default=100_000, help="size of the store that is made and kept")
    asked.add_argument("--entries", type=int, default=200_000, help="size of the journal that reports are made of")
    asked.add_argument("--more", type=float, default=1.0, metavar="X", help="so many times the usual number of runs")
    given = asked.parse_args()
    store = given.store.resolve() if given.store else stand.kept(given.members)
    groups: dict[str, Callable[[Path, float], list[Measure]]] = {
        **GROUPS,
        "reports": lambda _store, more: books.measure(given.entries, more),
    }
    measures: list[Measure] = []
    for name in given.only or groups:
        sys.stderr.write(f"measuring {name} ...\n")
        measures += groups[name](store, given.more)
    told = table.as_json if given.json else table.as_text
    print(told(measures, table.machine(store)))


if __name__ == "__main__":
    main()

"""A store of five years: entries written straight into the journal, with the figures that posting would have kept."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from platformdirs import user_cache_path

from benchmarks import stand
from deskapp.store import schema
from deskapp.store.tallies import of

LAST = date(2026, 11, 22)
YEARS = 5 * 365 + 1
KINDS = (("points.earn", 45), ("slips.sign", 35), ("gifts.redeem", 6), ("stock.count", 4), ("members.enrol", 4),
         ("journal.void", 1), ("callbacks.attempt", 5))  # fmt: skip
CLERKS, HOURS = ("1001", "1002", "2001", "1003", "1004", "1005"), range(9, 22)
PAYLOAD = (
    '{"facts":{"amount_money":120000,"card":"610000000018","date":"2026-11-22","points":120,"receipt":"R4711","till":"T07"},'
    '"request":"0123456789abcdef0123456789abcdef","result":{"balance":345,"expires":"2028-11-30","points":120}}'
)
FLOWS = (
    ("points.earn", "points", "issued", "member", False), ("gifts.redeem", "points", "member", "issued", False),
    ("gifts.redeem", "item:G001", "desk", "member", False), ("gifts.redeem", "CNY", "customers", "drawer:A", False),
    ("journal.void", "points", "member", "issued", True), ("points.earn", "spend", "till", "member", False),
)  # fmt: skip


def kept(entries: int, days: int = YEARS) -> Path:
    """The store with so many entries over so many days, made now if it was not before."""
    folder = user_cache_path("deskapp", appauthor=False) / "benchmarks"
    path = folder / f"{stand.schema()}-entries-{entries}-{days}.sqlite"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        sys.stderr.write(f"making a store of {entries:,} entries, once: {path}\n")
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        schema.create(f"sqlite:///{making}", demo=True).dispose()
        if entries:
            _fill(making, entries, days)
        making.rename(path)
    return path


def _fill(path: Path, entries: int, days: int) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as file:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-800000"):
            file.execute(f"PRAGMA {pragma}")
        later = file.execute(_INDEXES).fetchall()
        file.execute("BEGIN")
        for name, _sql in later:
            file.execute(f"drop index {name}")
        file.executemany(_ENTRY, (_row(number, entries, days) for number in range(1, entries + 1)))
        for _name, sql in later:
            file.execute(sql)
        for statement in _TALLIES:
            file.execute(statement)
        first = LAST - timedelta(days=days - 1)
        file.executemany(
            "insert into tally values (?, ?, 'flow', ?, 5000)",
            sorted((f"{first + timedelta(days=d)}", c, of(*flow)) for d in range(days) for c in "AB" for flow in FLOWS),
        )
        file.execute(
            "update chain_head set number = ?, hash = ?, at = ?", (entries, "f" * 64, f"{LAST} 13:00:00.000000")
        )
        file.execute("COMMIT")
        file.execute("analyze")


_INDEXES = "select name, sql from sqlite_master where tbl_name = 'journal' and sql like 'CREATE INDEX%'"
_WEIGHTED = [name for name, weight in KINDS for _each in range(weight)]
_ENTRY = (
    "insert into journal (number, at, clock_behind, business_date, counter, shift, actor, operation, kind, subject,"
    " payload, policy_version, op, previous, hash) values (?, ?, 0, ?, ?, '', ?, ?, 'done', ?, ?, '2020-01', ?, ?, ?)"
)


def _row(number: int, entries: int, days: int) -> tuple[object, ...]:
    place = (number - 1) * days / entries
    day = LAST - timedelta(days=days - 1 - int(place))
    seconds = int((place - int(place)) * 12 * 3600)
    at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return (
        number, f"{at:%Y-%m-%d %H:%M:%S}.000000", f"{day}", "AB"[number % 3 == 0], CLERKS[number * 7 % len(CLERKS)],
        _WEIGHTED[number * 13 % len(_WEIGHTED)], f"SA{day:%y%m%d}-{number % 10000:04}K", PAYLOAD, f"op-{number:09}",
        f"{number - 1:064x}", f"{number:064x}",
    )  # fmt: skip


_GROUPED = "insert into tally select business_date, counter, '{}', {}, count(*) from journal group by 1, 2, 4"
_TALLIES = (
    _GROUPED.format("work", """'["' || operation || '","done"]'"""),
    _GROUPED.format("person", """'["' || actor || '","done"]'"""),
    _GROUPED.format("hour", "'[' || (cast(substr(at, 12, 2) as integer) + 8) || ']'"),
    "insert into tally_day select business_date, counter, min(number), max(number), count(*) from journal"
    " group by 1, 2",
)

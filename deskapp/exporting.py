"""What `deskapp export` gives out: one table of the store, row after row, masked unless a manager says why not."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from uuid import uuid4

from deskapp import opening
from deskapp.opening import Chosen, Trouble
from deskapp.outputs import extract
from deskapp.store import export_rows
from deskapp.store.export_rows import Source, Span
from deskapp.store.export_tables import TABLES, Table
from deskapp.store.migrations import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.rules.decisions import No


@dataclass(frozen=True)
class Asked:
    """What is to leave: the table, from when to when, in which form, and in clear if somebody says why."""

    table: str
    start: str
    end: str
    form: str
    staff: str = ""
    reason: str = ""
    unmasked: bool = False


def export(chosen: Chosen, asked: Asked, out: str) -> int | No:
    """Write a table into a file, whole or not at all, or to stdout; how many rows, or why not."""
    from deskapp.rules.decisions import No

    table = _table(asked)
    if asked.unmasked:
        refused = _let_out(chosen, asked)
        if isinstance(refused, No):
            return refused
    url, count = opening.quick_url(chosen), 0
    with _source(chosen, url) as source, _sink(out, asked.form) as sink:
        rows = source.rows(asked.table, table, Span(asked.start, asked.end), masked=not asked.unmasked)
        count = extract.written(asked.form, table.columns, rows, sink)
    return count


def _table(asked: Asked) -> Table:
    """The table that is meant; raises Trouble for what cannot be done."""
    if asked.form not in extract.FORMS:
        raise Trouble(f"--format is one of {', '.join(extract.FORMS)}, not {asked.form}")
    if asked.form == "parquet":
        from deskapp import figures

        figures.needs_extra("parquet")
    if asked.table not in TABLES:
        raise Trouble(f"There is no table {asked.table[:60]!r} to export; there are {', '.join(TABLES)}.")
    for option, day in (("--from", asked.start), ("--to", asked.end)):
        try:
            whole = not day or date.fromisoformat(day).isoformat() == day
        except ValueError:
            whole = False
        if not whole:
            raise Trouble(f"{option} is written like 2026-11-22, not {day!r}")
    if asked.start and asked.end and asked.end < asked.start:
        raise Trouble(f"It would end at {asked.end}, before it begins at {asked.start}.")
    if (asked.start or asked.end) and not TABLES[asked.table].dated:
        raise Trouble(f"Rows of {asked.table} belong to no date: leave out --from and --to.")
    if (bool(asked.staff), bool(asked.reason)) != (asked.unmasked, asked.unmasked):
        raise Trouble("--unmasked needs --as STAFF and --reason TEXT, and these are for nothing else.")
    return TABLES[asked.table]


def _let_out(chosen: Chosen, asked: Asked) -> Any:
    """Have the journal say who lets it out in clear and why, before the first row leaves."""
    from deskapp import doors
    from deskapp.store import registry
    from deskapp.store.exports import unmask

    registry.load()
    with opening.desk(chosen) as desk:
        person = doors.proven(desk, doors.safe("as", asked.staff))
        if not hasattr(person, "act"):
            return person
        days = {name: date.fromisoformat(day) for name, day in (("start", asked.start), ("end", asked.end)) if day}
        return unmask(person.act(uuid4().hex), table=asked.table, reason=doors.safe("reason", asked.reason), **days)


@contextmanager
def _source(chosen: Chosen, url: str) -> Iterator[Source]:
    """The store for reading. One of another version, or none at all, is for those who know what to say of it."""
    try:
        with export_rows.opened(url) as source:
            current = source.version() == VERSION
    except Exception as error:
        opening.store(chosen).engine.dispose()
        raise opening.why_closed(error, url) from error
    if not current:
        opening.store(chosen).engine.dispose()
    with export_rows.opened(url) as source:
        yield source


@contextmanager
def _sink(out: str, form: str) -> Iterator[IO[bytes]]:
    """Where the rows go. A file appears when it is whole; whoever closed the pipe has read enough."""
    if out == "-":
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    file = Path(out)
    beside = file.with_name(f".{file.name}.{uuid4().hex[:8]}")
    try:
        with beside.open("wb") as sink:
            if form == "csv":
                sink.write(b"\xef\xbb\xbf")  # so that spreadsheets know Chinese from noise
            yield sink
            sink.flush()
            os.fsync(sink.fileno())
        beside.replace(file)
    except OSError as error:
        raise Trouble(f"{file} cannot be written: {error.strerror}") from error
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()

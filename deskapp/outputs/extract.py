"""Rows of a table as CSV, as JSON lines or as Parquet: written as they come, never held together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from deskapp.rules.text import FORMULA, clean, for_spreadsheet
from deskapp.store.export_rows import Rows
from deskapp.store.export_tables import BOOL, DAY, INSTANT, INT, JSON, Column

FORMS = ("csv", "jsonl", "parquet")
Batches = Iterable[Rows]


def written(form: str, columns: Sequence[Column], batches: Batches, out: IO[bytes]) -> int:
    """Write all rows in one of the forms; how many there were."""
    return _FORMS[form](columns, batches, out)


def _csv(columns: Sequence[Column], batches: Batches, out: IO[bytes]) -> int:
    """A head and a line for each row. No text is ever a formula, and none is more than a line."""
    out.write((",".join(column.name for column in columns) + "\r\n").encode())
    count = 0
    for batch in batches:
        told = [_told(column.kind, cells) for column, cells in zip(columns, zip(*batch, strict=True), strict=True)]
        out.write("".join(",".join(row) + "\r\n" for row in zip(*told, strict=True)).encode())
        count += len(batch)
    return count


def _told(kind: str, cells: Sequence[Any]) -> list[str]:
    """One column of a batch, column by column: that takes a quarter of what a writer of rows takes."""
    if kind in (INT, BOOL):
        return ["" if cell is None else str(cell) for cell in cells]
    if kind in (DAY, INSTANT):
        return [cell or "" for cell in cells]
    plain = [cell or "" for cell in cells]
    whole = "".join(plain)
    if '"' in whole and kind == JSON:
        return ['"' + cell.replace('"', '""') + '"' if cell else "" for cell in plain]
    if '"' in whole or "," in whole or not whole.isprintable() or {cell[:1] for cell in plain} & ODD:
        known = {text: _quoted(_harmless(text)) for text in set(plain)}
        return [known[text] for text in plain]
    return plain


ODD = {*FORMULA, " "}
"""Signs that a text is looked at for; most columns of a batch have none, and leave as they are."""


def _harmless(text: str) -> str:
    """A text of people; most need no second look."""
    return for_spreadsheet(text) if text and (text[0] in ODD or not text.isprintable()) else text


def _quoted(text: str) -> str:
    """A cell as CSV has it."""
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


def _jsonl(columns: Sequence[Column], batches: Batches, out: IO[bytes]) -> int:
    """One object a line; what the store keeps as JSON stays the text that it is."""
    names = [column.name for column in columns]
    flags = [place for place, column in enumerate(columns) if column.kind == BOOL]
    draw = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    count = 0
    for batch in batches:
        rows = [_flagged(row, flags) for row in batch] if flags else batch
        out.write("".join(draw(dict(zip(names, row, strict=True))) + "\n" for row in rows).encode("utf-8", "replace"))
        count += len(batch)
    return count


def _flagged(row: tuple[Any, ...], flags: Sequence[int]) -> tuple[Any, ...]:
    cells = list(row)
    for place in flags:
        cells[place] = None if cells[place] is None else bool(cells[place])
    return tuple(cells)


def _parquet(columns: Sequence[Column], batches: Batches, out: IO[bytes]) -> int:
    """Typed columns: whole numbers, yes and no, dates, instants in UTC, texts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {INT: pa.int64(), BOOL: pa.bool_(), DAY: pa.date32(), INSTANT: pa.timestamp("us", tz="UTC")}
    schema = pa.schema([(column.name, types.get(column.kind, pa.string())) for column in columns])
    reads: dict[str, Callable[[Any], Any]] = {
        BOOL: bool, DAY: date.fromisoformat, INSTANT: datetime.fromisoformat, INT: int
    }  # fmt: skip
    count = 0
    with pq.ParquetWriter(out, schema) as file:
        for batch in batches:
            arrays = [
                pa.array([None if cell is None else reads.get(column.kind, clean_text)(cell) for cell in cells], kind)
                for column, cells, kind in zip(columns, zip(*batch, strict=True), schema.types, strict=True)
            ]
            file.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(batch)
    return count


def clean_text(text: str) -> str:
    """A text without what no screen and no file should act on."""
    return clean(text, multiline=True)


_FORMS = {"csv": _csv, "jsonl": _jsonl, "parquet": _parquet}

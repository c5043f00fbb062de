"""The figures of a report one a row, by names that stay: as CSV and in a workbook. (docs/reports.md)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from deskapp.outputs.cells import Money, csv_text
from deskapp.outputs.sheets import Row
from deskapp.rules.journal import canonical

if TYPE_CHECKING:
    from deskapp.store.report_parts import Report

HEAD = ("start", "end", "section", "of", "figure", "value")
"""Columns of the figures as CSV and in a workbook; they keep their names. (docs/reports.md)"""
SINGLE = ("members", "points", "punctual", "listed", "open", "sealed")
KEYS = {
    "gifts": ("item",), "stock": ("item",), "money": ("drawer",), "complaints": ("category",),
    "causes": ("cause",), "levels": ("item",), "shifts": ("shift", "counter", "kind"), "answers": ("outcome",),
    "days": ("day",), "work": ("operation",), "clerks": ("staff",), "hours": ("hour",),
    "refusals": ("operation", "code"), "overrides": ("entry", "code"), "unsigned": ("slip",), "late": ("entry", "why"),
}  # fmt: skip
"""Sections of many rows, and what tells a row from the others."""


def csv(report: Report) -> str:
    """One figure a row. Codes, not words; money in decimals."""
    return csv_text([HEAD, *figures(report)])


def figures(report: Report) -> Iterator[Row]:
    """Every figure with its days, section and code; the same in CSV and workbook."""
    for row in _figures(report):
        yield (report.start.isoformat(), report.end.isoformat(), *row)


def _figures(report: Report) -> Iterator[Row]:
    for name in ("kind", "counter", "shift", "currency", "first", "last", "entries"):
        yield "report", "", name, getattr(report, name)
    for section in SINGLE:
        if (part := getattr(report, section)) is not None:
            yield from _measures(report, section, "", part)
    for section, key in KEYS.items():
        for each in getattr(report, section):
            of = " ".join(filter(None, (str(getattr(each, name)) for name in key)))
            yield from _measures(report, section, of, each, without=(*key, "names"))
    yield from _measures(report, "compliance", "", report.compliance, without=("missing",))
    for day in report.compliance.missing:
        yield "compliance", day.isoformat(), "missing", 1


def _measures(report: Report, section: str, of: str, part: Any, without: Sequence[str] = ()) -> Iterator[Row]:
    for each in fields(part):
        value = getattr(part, each.name)
        if each.name in without or value is None:
            continue
        if each.name.endswith("_money"):
            yield section, of, each.name.removesuffix("_money"), Money(value, report.currency)
        elif isinstance(value, datetime):
            yield section, of, each.name, canonical(value).strip('"')
        else:
            yield section, of, each.name, int(value) if isinstance(value, int) else str(value)

"""Says what was measured: ratios first, then the times they are made of, and on what machine."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.timing import Measure, Taken
from deskapp import __version__

WIDTHS = (28, 32, 9, 12, 12, 22)


def machine(store: Path) -> dict[str, object]:
    """What the figures were measured on."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as connection:
        members = connection.execute("select count(*) from member").fetchone()[0]
    connection.close()
    return {
        "deskapp": __version__, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(), "sqlite": sqlite3.sqlite_version, "textual": version("textual"),
        "sqlalchemy": version("sqlalchemy"), "members": members, "megabytes": round(store.stat().st_size / 1e6),
    }  # fmt: skip


def as_text(measures: Sequence[Measure], known: dict[str, object]) -> str:
    """The table for people."""
    lines = [", ".join(f"{name} {value}" for name, value in known.items()), ""]
    lines.append(_line("measured", "against", "ratio", "desk p50", "its p50", "soonest, both"))
    group = ""
    for one in measures:
        if one.group != group:
            lines += ["", one.group.upper()]
            group = one.group
        target = f"  target {one.target}: {'MISSED' if one.missed else 'met'}" if one.target else ""
        lines.append(_told(one) + target)
        if one.note:
            lines.append(f"    {one.note}")
    return "\n".join(lines)


def _told(one: Measure) -> str:
    soonest = f"{_ms(one.desk.low)} / {_ms(one.least.low)}"
    return _line(
        one.what,
        one.against,
        f"{one.ratio:.1f} x" if one.ratio >= 10 else f"{one.ratio:.2f} x",
        _ms(one.desk.p50),
        _ms(one.least.p50),
        soonest,
    )


def _line(*cells: str) -> str:
    what, against, *figures = cells
    return f"{_wide(what, WIDTHS[0])}{_wide(against, WIDTHS[1])}" + "".join(
        figure.rjust(width) for figure, width in zip(figures, WIDTHS[2:], strict=True)
    )


def _wide(text: str, width: int) -> str:
    """Padded to cells: a Chinese character takes two."""
    from rich.cells import cell_len

    return text + " " * max(width - cell_len(text), 1)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def _figures(taken: Taken) -> dict[str, float]:
    return {"low": round(taken.low * 1000, 4), "p50": round(taken.p50 * 1000, 4)}


def as_json(measures: Sequence[Measure], known: dict[str, object]) -> str:
    """The same for programs; times in milliseconds."""
    rows = [
        {
            "group": one.group, "what": one.what, "against": one.against, "ratio": round(one.ratio, 2),
            "by": one.by, "desk_ms": _figures(one.desk), "least_ms": _figures(one.least), "target": one.target,
            "missed": one.missed, "note": one.note,
        }
        for one in measures
    ]  # fmt: skip
    return json.dumps({"machine": known, "measures": rows}, ensure_ascii=False, indent=1)

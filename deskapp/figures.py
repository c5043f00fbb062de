"""What `deskapp report` and `deskapp verify` print: figures from the store, drawn by the outputs.

A file is written whole or not at all.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from deskapp.opening import Trouble

if TYPE_CHECKING:
    from deskapp.store.desk import Desk
    from deskapp.store.verify import Verified

FORMS = ("text", "csv", "json")


def daily(desk: Desk, day: str, form: str) -> str:
    """The daily report of a business date (empty: today) in one of the forms."""
    from deskapp.outputs import daily as drawn
    from deskapp.store import report

    if form not in FORMS:
        raise Trouble(f"--format is one of {', '.join(FORMS)}, not {form}")
    figures = report.daily(desk, date=_day(day))
    if form == "json":
        return report.daily.result.dump_json(figures).decode()
    return drawn.csv(figures) if form == "csv" else drawn.text(figures)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Trouble(f"--date is written like 2026-11-22, not {text!r}") from None


def verified(desk: Desk, as_json: bool) -> tuple[bool, str]:
    """Whether the store holds, and what there is to say of it."""
    from deskapp.store import verify

    answer = verify.verify(desk)
    if as_json:
        return answer.holds, verify.verify.result.dump_json(answer).decode()
    return answer.holds, "\n".join(_lines(answer))


def _lines(answer: Verified) -> list[str]:
    if answer.holds:
        return [f"whole: {answer.entries} entries, {answer.checks} checks", f"head {answer.head}"]
    flaws = [f"{flaw.check}: {flaw.place}: {flaw.found}" for flaw in answer.flaws]
    return [f"NOT WHOLE: {len(flaws)} flaws in {answer.entries} entries", *flaws]


def write(file: Path, text: str) -> None:
    """Write a file whole or not at all: what was there stays until the new one is complete."""
    encoding = "utf-8-sig" if file.suffix.lower() == ".csv" else "utf-8"  # so that spreadsheets know Chinese from noise
    beside = file.with_name(f".{file.name}.{uuid4().hex[:8]}")
    try:
        with beside.open("w", encoding=encoding, newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Trouble(f"{file} cannot be written: {error.strerror}") from error

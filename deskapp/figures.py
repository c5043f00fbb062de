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
    from deskapp.outputs.sheets import Sheet
    from deskapp.rules.decisions import No
    from deskapp.store.desk import Desk
    from deskapp.store.verify import Verified

FORMS = ("text", "csv", "json", "pdf")
SLIP_FORMS = ("text", "pdf")


def complaints(desk: Desk, staff: str, days: str, form: str) -> str | bytes | No:
    """The statistics of complaints of some days (empty: this month) in one of the forms."""
    from deskapp import doors
    from deskapp.outputs import complaint_figures as drawn
    from deskapp.rules.decisions import No
    from deskapp.store.complaint_figures import statistics

    about = _about(desk, days, form)
    if isinstance(person := doors.proven(desk, staff), No):
        return person
    told = doors.read_by(person, statistics, about)
    if isinstance(told, No):
        return told
    if form == "json":
        return statistics.result.dump_json(told).decode()
    if form == "csv":
        return drawn.csv(told, desk.store.policies.store.currency)
    return _drawn(drawn.sheet(told, store_names(desk), _made(person)), form)


def callbacks(desk: Desk, staff: str, days: str, form: str) -> str | bytes | No:
    """The callback summary of some days (empty: this month), with the proof, in one of the forms."""
    import json

    from deskapp import doors
    from deskapp.outputs import coverage as drawn
    from deskapp.rules.decisions import No
    from deskapp.store.coverage import coverage, summary

    about = _about(desk, days, form)
    if isinstance(person := doors.proven(desk, staff), No):
        return person
    proof, told = (doors.read_by(person, reading, about) for reading in (coverage, summary))
    if isinstance(proof, No):
        return proof
    if form == "json":
        both = {each.name.partition(".")[2]: each.result.dump_python(answer, mode="json")
                for each, answer in ((coverage, proof), (summary, told))}  # fmt: skip
        return json.dumps(both, ensure_ascii=False)
    if form == "csv":
        return drawn.csv(proof, told)
    return _drawn(drawn.sheet(proof, told, store_names(desk), _made(person)), form)


def _about(desk: Desk, days: str, form: str) -> dict[str, date]:
    """The days that a reading is asked for; raises Trouble where they or the form are none."""
    from deskapp.rules import ranges
    from deskapp.rules.decisions import No
    from deskapp.words import sentence

    if form not in FORMS:
        raise Trouble(f"--format is one of {', '.join(FORMS)}, not {form}")
    if form == "pdf":
        needs_extra("pdf")
    read = ranges.typed(days, desk.store.policies.business_date(desk.store.clock.now()))
    if isinstance(read, No):
        raise Trouble(sentence(read), fields={read.field or "days": read.code})
    return {"start": read.start, "end": read.end}


def _made(desk: Desk) -> str:
    from deskapp.outputs import sheets

    who = desk.staff
    return sheets.made(desk.store.clock.now(), who.name, who.number) if who else ""


def _drawn(sheet: Sheet, form: str) -> str | bytes:
    from deskapp.outputs import sheets

    if form == "text":
        return sheets.text(sheet)
    from deskapp.outputs import pdf

    return pdf.sheet(sheet)


def slip(desk: Desk, staff: str, number: str, form: str) -> str | bytes | No:
    """A slip as it was made, every copy marked as a duplicate: looking at it is not printing it."""
    from deskapp import doors
    from deskapp.outputs import lines, slips
    from deskapp.rules.decisions import No, no
    from deskapp.store.slips import show

    if form not in SLIP_FORMS:
        raise Trouble(f"--format is one of {', '.join(SLIP_FORMS)}, not {form}")
    if form == "pdf":
        needs_extra("pdf")
    found = doors.read_as(desk, staff, show, {"slip": number})
    if found is None:
        return no("slip_unknown", field="slip", slip=number)
    if isinstance(found, No):
        return found
    copies = slips.copies(found, store_names(desk), marked=slips.DUPLICATE)
    if form == "text":
        return lines.text(copies)
    from deskapp.outputs import pdf

    return pdf.slip(copies)


def store_names(desk: Desk) -> dict[str, str]:
    """The store's name by language."""
    return {str(code): name for code, name in desk.store.policies.store.name.items()}


def needs_extra(extra: str) -> None:
    """Raises Trouble naming what to install when a package of this extra is missing."""
    from deskapp.outputs import printing

    try:
        printing.check_extra(extra)
    except printing.NotPrinted as lacking:
        raise Trouble(lacking.said) from lacking


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


def write(file: Path, made: str | bytes) -> None:
    """Write a file whole or not at all: what was there stays until the new one is complete."""
    encoding = "utf-8-sig" if file.suffix.lower() == ".csv" else "utf-8"  # so that spreadsheets know Chinese from noise
    data = made.encode(encoding) if isinstance(made, str) else made
    beside = file.with_name(f".{file.name}.{uuid4().hex[:8]}")
    try:
        with beside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Trouble(f"{file} cannot be written: {error.strerror}") from error

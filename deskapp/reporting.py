"""What `deskapp report daily|weekly|monthly|range` gives out: a report of the store, drawn in the form asked for.

Figures hold nothing personal of customers; the same sealed report gives the same bytes in every form.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from deskapp import figures
from deskapp.opening import Trouble

if TYPE_CHECKING:
    from deskapp.rules.reports import Kind
    from deskapp.store.desk import Desk
    from deskapp.store.report_parts import Report

FORMS = ("text", "csv", "json", "xlsx", "html", "pdf")


def of_day(desk: Desk, kind: Kind, day: str, *, previous: bool, counter: str, form: str) -> str | bytes:
    """The report of the day, week or month in which a business date lies (empty: today), or of the one before."""
    from deskapp.rules import reports as rules
    from deskapp.store import reports

    check(form)
    today = desk.store.policies.business_date(desk.store.clock.now())
    span = rules.of(kind, asked(day, "--date") or today)
    wanted = span.before() if previous else span
    reading = {"daily": reports.daily, "weekly": reports.weekly, "monthly": reports.monthly}[kind]
    return drawn(reading(desk, date=wanted.start, counter=known(desk, counter)), form)


def of_range(desk: Desk, start: str, end: str, *, counter: str, form: str) -> str | bytes:
    """The report of some days, both ends included. Raises Trouble for an end before the start."""
    from deskapp.rules.decisions import No
    from deskapp.store import reports
    from deskapp.words import sentence

    check(form)
    first, last = asked(start, "--from"), asked(end, "--to")
    if first is None or last is None:
        raise Trouble("A range has a --from and a --to, each written like 2026-11-22")
    answer = reports.range_(desk, start=first, end=last, counter=known(desk, counter))
    if isinstance(answer, No):
        raise Trouble(sentence(answer), fields={answer.field or "": answer.code})
    return drawn(answer, form)


def of_shift(desk: Desk, number: str, *, other: bool, form: str) -> str | bytes:
    """The report of one shift. Raises Trouble for one that there is not, or where `other` options name days."""
    from deskapp.rules.decisions import No
    from deskapp.store import reports
    from deskapp.words import sentence

    check(form)
    if other:
        raise Trouble("A shift has its own day and counter: --shift goes without --date, --previous and --only")
    answer = reports.shift(desk, shift=number.strip().upper())
    if isinstance(answer, No):
        raise Trouble(sentence(answer), fields={answer.field or "": answer.code})
    return drawn(answer, form)


def check(form: str) -> None:
    """Raises Trouble for a form that there is not, or whose packages are missing."""
    from deskapp.outputs import report_forms

    if form not in FORMS:
        raise Trouble(f"--format is one of {', '.join(FORMS)}, not {form}")
    if form in report_forms.NEEDS:
        figures.needs_extra(report_forms.NEEDS[form])


def asked(text: str, option: str) -> date | None:
    """A date as it was typed; nothing where none was."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Trouble(f"{option} is written like 2026-11-22, not {text!r}") from None


def known(desk: Desk, counter: str) -> str:
    """One of the store's counters, or none for all of them."""
    letter, there = counter.upper(), list(desk.store.policies.store.counters)
    if letter and letter not in there:
        raise Trouble(f"This store has no counter {letter}; it has {', '.join(there)}.")
    return letter


def drawn(report: Report, form: str) -> str | bytes:
    """The report in this form: text, or bytes of a file."""
    from deskapp.outputs import report_forms
    from deskapp.store.reports import daily

    return daily.result.dump_json(report).decode() if form == "json" else report_forms.drawn(report, form)

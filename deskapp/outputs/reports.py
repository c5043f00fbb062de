"""A report as people read it, and as rows for a spreadsheet. The figures come finished from the store. (domain 15)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from deskapp import words
from deskapp.call_sentences import OUTCOMES
from deskapp.i18n import N_, _
from deskapp.outputs import sheets
from deskapp.outputs.cells import Money, csv_text, plain
from deskapp.outputs.sheets import Row, Section, Sheet
from deskapp.rules.journal import canonical
from deskapp.rules.ranges import Days

if TYPE_CHECKING:
    from deskapp.store.report_parts import Report

TITLES = {
    "daily": N_("Daily report"),
    "weekly": N_("Weekly report"),
    "monthly": N_("Monthly report"),
    "range": N_("Report"),
}
POINTS = {
    "given": N_("Given for receipts"),
    "redeemed": N_("Redeemed for gifts"),
    "adjusted_up": N_("Given by hand"),
    "adjusted_down": N_("Taken by hand"),
    "expired": N_("Expired"),
    "taken_over": N_("Taken over with members"),
    "voided_given": N_("Taken back by voids"),
    "voided_taken": N_("Given back by voids"),
    "net": N_("Change of all members' points"),
}
MEMBERS = {
    "enrolled": N_("Members enrolled"),
    "activated": N_("Cards given out"),
    "reissued": N_("Cards replaced"),
    "reveals": N_("Fields revealed"),
}
LATE = {
    "receipt_late": N_("for an earlier day"),
    "after_seal": N_("after the report of its day was sealed"),
    "clock_behind": N_("the PC's clock was behind"),
}


def sheet(report: Report) -> Sheet:
    """The report in the language now spoken."""
    return Sheet(
        title=_(TITLES[report.kind]),
        span=_span(report),
        none=_("none"),
        sections=list(_sections(report)),
        store=sheets.store(report.store),
        made=_made(report),
    )


def _span(report: Report) -> str:
    days = sheets.span(Days(report.start, report.end))
    if report.counter:
        days = _("{days}, counter {counter}", days=days, counter=report.counter)
    entries = _(
        "Journal entries {first} to {last}, {count} in all", first=report.first, last=report.last, count=report.entries
    )
    return _("{days}: {told}", days=days, told=entries if report.entries else _("Nothing was done."))


def _made(report: Report) -> str:
    seal = report.sealed
    if seal is None:
        return _("Not sealed") if report.kind == "daily" else ""
    at = f"{words.day(words.local(seal.at).date())} {words.time(seal.at)}"
    return _(
        "No. {number}, sealed on {moment} by {by}", number=seal.number, moment=at, by=plain(f"{seal.name} {seal.by}")
    )


def _sections(report: Report) -> Iterator[Section]:
    yield Section(_("Members and cards"), [(_(said), getattr(report.members, name)) for name, said in MEMBERS.items()])
    yield Section(_("Points"), [(_(said), getattr(report.points, name)) for name, said in POINTS.items()])
    yield from _moved(report)
    yield _pictured(
        _("Complaints registered"),
        [(words.classed("category", c.category) or _("not classified"), c.registered) for c in report.complaints],
    )
    yield _pictured(
        _("What came of the calls"), [(_(OUTCOMES.get(a.outcome, a.outcome)), a.times) for a in report.answers]
    )
    if report.kind != "daily":
        yield _days(report)
    yield _pictured(_("By hour"), [(f"{each.hour:02d}:00", each.done) for each in report.hours])
    yield _pictured(
        _("By operation"),
        [(words.operation(work.operation), work.done, work.refused) for work in report.work],
        (_("Operation"), _("Done"), _("Refused")),
    )
    yield Section(
        _("By person"),
        [(c.staff, c.name, c.done, c.refused, c.overrides, c.approvals) for c in report.clerks],
        (_("Number"), _("Name"), _("Done"), _("Refused"), _("Asked for approval"), _("Approved")),
        texts=2,
    )
    yield from _open_ends(report)
    yield from _proof(report)


def _pictured(heading: str, rows: list[Row], columns: tuple[str, ...] = ()) -> Section:
    """A table with a picture of its first figure."""
    return Section(heading, rows, columns, bars=sheets.bars([int(str(row[1])) for row in rows]))


def _days(report: Report) -> Section:
    rows: list[Row] = [
        (words.short_day(d.day), d.done, d.entries, d.enrolled, d.points_given, d.points_redeemed) for d in report.days
    ]
    head = (_("Date"), _("Done"), _("Entries"), _("Enrolled"), _("Points given"), _("Points redeemed"))
    return _pictured(_("By day"), rows, head)


def _moved(report: Report) -> Iterator[Section]:
    def money(minor: int) -> Money:
        return Money(minor, report.currency)

    yield Section(
        _("Gifts handed out"),
        [(g.item, words.called(g.names), g.quantity, g.points, money(g.cash_money), g.voided) for g in report.gifts],
        (_("Gift"), "", _("Pieces"), _("Points"), _("Money"), _("Voided")),
        texts=2,
    )
    yield Section(
        _("Stock"),
        [
            (s.item, words.called(s.names), s.received, s.to_desk, s.handed_out, s.written_off, s.variance)
            for s in report.stock
        ],
        (_("Gift"), "", _("Received"), _("To the desk"), _("Handed out"), _("Written off"), _("Variance")),
        texts=2,
    )
    yield Section(
        _("Money"),
        [
            (
                m.drawer, *map(money, (m.received_money, m.returned_money, m.brought_money, m.taken_money)),
                money(m.variance_money), money(m.net_money),
            )
            for m in report.money
        ],
        (
            _("Drawer"), _("Money taken in"), _("Returned"), _("Brought"), _("Taken away"), _("Variance"), _("In all"),
        ),
    )  # fmt: skip


def _open_ends(report: Report) -> Iterator[Section]:
    yield _more(
        Section(
            _("Refused"),
            [(words.refused(r.code), words.operation(r.operation), r.times) for r in report.refusals],
            texts=2,
        ),
        len(report.refusals),
    )
    yield _more(
        Section(
            _("Allowed by a second person"),
            [
                (
                    str(o.entry), words.time(o.at), words.operation(o.operation), words.refused(o.code), o.actor,
                    o.approver, o.reason,
                )
                for o in report.overrides
            ],
            texts=7,
        ),
        report.listed.overrides,
    )  # fmt: skip
    yield Section(
        _("Slips still to sign"),
        [(slip.slip, words.told(slip.kind), words.moment(slip.made_at), slip.by) for slip in report.unsigned],
        texts=4,
    )
    yield _more(
        Section(
            _("Late"),
            [
                (str(late.entry), words.operation(late.operation), late.subject, _(LATE[late.why]), late.of.isoformat())
                for late in report.late
            ],
            texts=5,
        ),
        report.listed.late,
    )


def _more(section: Section, count: int) -> Section:
    """Says so when not all are named."""
    left = count - len(section.rows)
    return (
        Section(**{**section.__dict__, "note": _("and {count} more", count=words.count(left))}) if left > 0 else section
    )


def _proof(report: Report) -> Iterator[Section]:
    now, owed = report.open, report.compliance
    yield Section(
        _("Open on {moment}", moment=words.moment(now.at)),
        [
            (_("Complaints"), now.complaints, now.complaints_late),
            (_("Callbacks"), now.callbacks, now.callbacks_late),
            (_("Slips to sign"), now.slips, 0),
            (_("Counts with a difference"), now.counts, 0),
        ],
        ("", _("Open"), _("of them late")),
    )
    told = _("{sealed} of {owed} sealed, {in_time} of them in time", sealed=owed.sealed, owed=owed.owed,
             in_time=owed.in_time)  # fmt: skip
    days = sheets.span(Days(owed.start, owed.end))
    missing = [(_("without a report"), ", ".join(day.isoformat() for day in owed.missing))] if owed.missing else []
    yield Section(_("Daily reports"), [(days, told), *missing], texts=2)
    if report.sealed:
        yield Section(_("Seal"), [("SHA-256", report.sealed.hash)], texts=2)


HEAD = ("start", "end", "section", "of", "figure", "value")
"""Columns of the figures as CSV and in a workbook; they keep their names. (docs/reports.md)"""
SINGLE = ("members", "points", "listed", "open", "sealed")
KEYS = {
    "gifts": ("item",), "stock": ("item",), "money": ("drawer",), "complaints": ("category",), "answers": ("outcome",),
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
    for name in ("kind", "counter", "currency", "first", "last", "entries"):
        yield "report", "", name, getattr(report, name)
    for section in SINGLE:
        if (part := getattr(report, section)) is not None:
            yield from _measures(report, section, "", part)
    for section, key in KEYS.items():
        for each in getattr(report, section):
            of = " ".join(str(getattr(each, name)) for name in key)
            yield from _measures(report, section, of, each, without=(*key, "names"))
    yield from _measures(report, "compliance", "", report.compliance, without=("missing",))
    for day in report.compliance.missing:
        yield "compliance", day.isoformat(), "missing", 1


def _measures(report: Report, section: str, of: str, part: Any, without: Sequence[str] = ()) -> Iterator[Row]:
    for each in fields(part):
        if each.name in without:
            continue
        value = getattr(part, each.name)
        if each.name.endswith("_money"):
            yield section, of, each.name.removesuffix("_money"), Money(value, report.currency)
        elif isinstance(value, datetime):
            yield section, of, each.name, canonical(value).strip('"')
        else:
            yield section, of, each.name, value if isinstance(value, int) else str(value)

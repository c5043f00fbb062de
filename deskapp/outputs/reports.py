"""A report as people read it: its figures, finished by the store, as the sections of a sheet. (domain 15)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp import words
from deskapp.call_sentences import OUTCOMES
from deskapp.i18n import N_, _
from deskapp.outputs import sheets
from deskapp.outputs.cells import Money, plain
from deskapp.outputs.complaint_figures import rate
from deskapp.outputs.sheets import Row, Section, Sheet
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
FULL = 4
"""A whole bar of stock is so many times the reorder level."""
LATE = {
    "receipt_late": N_("for an earlier day"),
    "after_seal": N_("after the report of its day was sealed"),
    "clock_behind": N_("the PC's clock was behind"),
}


def title(report: Report) -> str:
    """What it is called in the language now spoken."""
    return _("Report of a shift") if report.shift else _(TITLES[report.kind])


def sheet(report: Report) -> Sheet:
    """The report in the language now spoken."""
    return Sheet(
        title=title(report),
        span=_span(report),
        none=_("none"),
        sections=list(_sections(report)),
        store=sheets.store(report.store),
        made=made(report),
    )


def of_days(report: Report) -> str:
    """The days that it is of, and the counter or shift."""
    days = sheets.span(Days(report.start, report.end))
    if report.shift:
        return _("{days}, shift {shift}", days=days, shift=report.shift)
    if report.counter:
        return _("{days}, counter {counter}", days=days, counter=report.counter)
    return days


def _span(report: Report) -> str:
    entries = _(
        "Journal entries {first} to {last}, {count} in all", first=report.first, last=report.last, count=report.entries
    )
    return _("{days}: {told}", days=of_days(report), told=entries if report.entries else _("Nothing was done."))


def made(report: Report) -> str:
    """Its seal with the number, when and by whom; or that it has none."""
    seal = report.sealed
    if seal is None:
        whole = report.kind == "daily" and not report.shift and not report.counter
        return _("Not sealed") if whole else ""
    at = f"{words.day(words.local(seal.at).date())} {words.time(seal.at)}"
    return _(
        "No. {number}, sealed on {moment} by {by}", number=seal.number, moment=at, by=plain(f"{seal.name} {seal.by}")
    )


def _sections(report: Report) -> Iterator[Section]:
    served = [(_(said), getattr(report.members, name)) for name, said in MEMBERS.items()]
    yield Section(_("Members and cards"), list(served), name="members")
    points = [(_(said), getattr(report.points, name)) for name, said in POINTS.items()]
    yield _pictured("points", _("Points"), list(points))
    yield from _moved(report)
    yield from _heard(report)
    if report.shifts:
        yield _shifts(report)
    if report.kind != "daily":
        yield from _days(report)
    yield _pictured("hours", _("By hour"), [(f"{each.hour:02d}:00", each.done) for each in report.hours])
    yield _pictured(
        "work",
        _("By operation"),
        [(words.operation(work.operation), work.done, work.refused) for work in report.work],
        (_("Operation"), _("Done"), _("Refused")),
    )
    yield Section(
        _("By person"),
        [(c.staff, c.name, c.done, c.refused, c.overrides, c.approvals) for c in report.clerks],
        (_("Number"), _("Name"), _("Done"), _("Refused"), _("Asked for approval"), _("Approved")),
        texts=2,
        name="clerks",
    )
    yield from _open_ends(report)
    yield from _proof(report)


def _heard(report: Report) -> Iterator[Section]:
    """What customers said: complaints, their causes, and how calls went."""
    yield _pictured(
        "complaints",
        _("Complaints registered"),
        [(words.classed("category", c.category) or _("not classified"), c.registered) for c in report.complaints],
    )
    if report.causes:
        yield _pictured(
            "causes",
            _("Causes of founded complaints"),
            [(words.classed("cause", c.cause) or c.cause, c.complaints) for c in report.causes],
        )
    yield _pictured(
        "answers",
        _("What came of the calls"),
        [(_(OUTCOMES.get(a.outcome, a.outcome)), a.times) for a in report.answers],
    )
    told = report.punctual
    if done := told.in_time + told.late:
        rows = [(_("in their time"), told.in_time), (_("after their time"), told.late)]
        yield _pictured("punctual", _("Callbacks done"), [(said, n, rate(n, done)) for said, n in rows])


def _pictured(name: str, heading: str, rows: list[Row], columns: tuple[str, ...] = ()) -> Section:
    """A table with a picture of its first figure."""
    return Section(heading, rows, columns, bars=sheets.bars([int(str(row[1])) for row in rows]), name=name)


def _shifts(report: Report) -> Section:
    """Each shift by itself; in a report of more days, all of one kind at a counter together."""
    rows: list[Row] = [
        (
            each.shift or _("{counter}: {count} shifts", counter=each.counter, count=each.shifts),
            words.classed("shift", each.kind) if each.kind else "-", each.done, each.points_given,
            each.points_redeemed, each.gifts,
            "-" if each.received_money is None else Money(each.received_money, report.currency),
            Money(each.variance_money, report.currency),
        )
        for each in report.shifts
    ]  # fmt: skip
    head = (
        _("Shift"), "", _("Done"), _("Given"), _("Redeemed"), _("Gifts"), _("Paid"), _("Differs"),
    )  # fmt: skip
    blind = any(each.received_money is None for each in report.shifts)
    note = _("Money stands there once the drawer is counted.") if blind else ""
    done = sheets.bars([each.done for each in report.shifts])
    return Section(_("By shift"), rows, head, texts=2, bars=done, note=note, name="shifts")


def _days(report: Report) -> Iterator[Section]:
    """Each date: what was done, how points flowed, whether callbacks were in time."""
    rows: list[Row] = [
        (words.short_day(d.day), d.done, d.entries, d.enrolled, d.points_given, d.points_redeemed) for d in report.days
    ]
    head = (_("Date"), _("Done"), _("Entries"), _("Enrolled"), _("Points given"), _("Points redeemed"))
    yield _pictured("days", _("By day"), rows, head)
    flow = sheets.bars([each for d in report.days for each in (d.points_given, d.points_redeemed)])
    yield Section(
        _("Points by day"),
        [(words.short_day(d.day), d.points_given, d.points_redeemed) for d in report.days],
        ("", _("Given"), _("Redeemed")),
        bars=flow[::2],
        marks=flow[1::2],
        note=_("The bar is what was given, the line what was redeemed.") if report.days else "",
        name="points_days",
    )
    if report.punctual.in_time + report.punctual.late:
        called: list[Row] = [
            (words.short_day(d.day), d.in_time, d.late, rate(d.in_time, d.in_time + d.late)) for d in report.days
        ]
        yield _pictured("punctual_days", _("Callbacks done by day"), called, ("", _("in time"), _("late"), ""))


def _moved(report: Report) -> Iterator[Section]:
    def money(minor: int) -> Money:
        return Money(minor, report.currency)

    yield Section(
        _("Gifts handed out"),
        [(g.item, words.called(g.names), g.quantity, g.points, money(g.cash_money), g.voided) for g in report.gifts],
        (_("Gift"), "", _("Pieces"), _("Points"), _("Money"), _("Voided")),
        texts=2,
        bars=sheets.bars([g.quantity for g in report.gifts]),
        name="gifts",
    )
    yield Section(
        _("Stock"),
        [
            (s.item, words.called(s.names), s.received, s.to_desk, s.handed_out, s.written_off, s.variance)
            for s in report.stock
        ],
        (_("Gift"), "", _("Received"), _("To the desk"), _("Handed out"), _("Written off"), _("Variance")),
        texts=2,
        name="stock",
    )
    if report.levels:
        yield _levels(report)
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
        name="money",
    )  # fmt: skip


def _levels(report: Report) -> Section:
    """What is on hand beside the level at which more is ordered, which is at the same place for all of them."""
    of_level = [sheets.WHOLE * (one.on_hand or 0) // (FULL * one.reorder) for one in report.levels]
    return Section(
        _("Stock against the reorder level, now"),
        [
            (
                one.item,
                words.called(one.names),
                "-" if one.on_hand is None else one.on_hand,
                one.reorder,
                _("order more") if one.low else "",
            )
            for one in report.levels
        ],
        (_("Gift"), "", _("On hand"), _("Reorder at"), ""),
        texts=2,
        bars=tuple(
            min(max(share, 1 if one.on_hand else 0), sheets.WHOLE)
            for one, share in zip(report.levels, of_level, strict=True)
        ),
        marks=(sheets.WHOLE // FULL,) * len(report.levels),
        note=_(
            "The line in the picture is the reorder level; a whole bar is {times} times as much or more.", times=FULL
        ),
        name="levels",
    )


def _open_ends(report: Report) -> Iterator[Section]:
    yield _more(
        Section(
            _("Refused"),
            [(words.refused(r.code), words.operation(r.operation), r.times) for r in report.refusals],
            texts=2,
            name="refusals",
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
            name="overrides",
        ),
        report.listed.overrides,
    )  # fmt: skip
    yield Section(
        _("Slips still to sign"),
        [(slip.slip, words.told(slip.kind), words.moment(slip.made_at), slip.by) for slip in report.unsigned],
        texts=4,
        name="unsigned",
    )
    yield _more(
        Section(
            _("Late"),
            [
                (str(late.entry), words.operation(late.operation), late.subject, _(LATE[late.why]), late.of.isoformat())
                for late in report.late
            ],
            texts=5,
            name="late",
        ),
        report.listed.late,
    )


def _more(section: Section, count: int) -> Section:
    """Says so when not all are named."""
    left = count - len(section.rows)
    return replace(section, note=_("and {count} more", count=words.count(left))) if left > 0 else section


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
        name="open",
    )
    told = _("{sealed} of {owed} sealed, {in_time} of them in time", sealed=owed.sealed, owed=owed.owed,
             in_time=owed.in_time)  # fmt: skip
    days = sheets.span(Days(owed.start, owed.end))
    missing = [(_("without a report"), words.several(day.isoformat() for day in owed.missing))] if owed.missing else []
    yield Section(_("Daily reports"), [(days, told), *missing], texts=2, name="compliance")
    if report.sealed:
        yield Section(_("Seal"), [("SHA-256", report.sealed.hash)], texts=2, name="sealed")

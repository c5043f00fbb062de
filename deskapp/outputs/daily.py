"""The daily report as people read it, and as rows for a spreadsheet. The figures come finished from the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.outputs import sheets
from deskapp.outputs.cells import csv_text, plain
from deskapp.outputs.sheets import Row, Section, Sheet
from deskapp.rules.money import exponent

if TYPE_CHECKING:
    from deskapp.store.report_parts import Report as Daily

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


def sheet(report: Daily, names: Mapping[str, str] | None = None) -> Sheet:
    """The report in the language now spoken. `names`: the store's by language."""
    span = _(
        "Journal entries {first} to {last}, {count} in all", first=report.first, last=report.last, count=report.entries
    )
    return Sheet(
        title=_("Daily report of {day}", day=words.day(report.start)),
        span=span if report.entries else _("Nothing was done."),
        none=_("none"),
        sections=list(_sections(report)),
        store=plain(words.called(names or {})),
    )


def text(report: Daily) -> str:
    """The report for a screen or a pipe."""
    return sheets.text(sheet(report))


def _sections(report: Daily) -> Iterator[Section]:
    yield Section(_("Members and cards"), [(_(said), getattr(report.members, name)) for name, said in MEMBERS.items()])
    yield Section(_("Points"), [(_(said), getattr(report.points, name)) for name, said in POINTS.items()])
    yield Section(
        _("Gifts handed out"),
        [
            (g.item, words.called(g.names), g.quantity, g.points, words.amount(g.cash_money), g.voided)
            for g in report.gifts
        ],
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
        [(m.drawer, *map(words.amount, (m.received_money, m.returned_money, m.net_money))) for m in report.money],
        (_("Drawer"), _("Money taken in"), _("Returned"), _("In all")),
    )
    yield Section(
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
    yield Section(_("By hour"), [(f"{each.hour:02d}:00", each.done) for each in report.hours])
    yield from _open_ends(report)


def _open_ends(report: Daily) -> Iterator[Section]:
    yield Section(_("Refused"), [(r.code, words.operation(r.operation), r.times) for r in report.refusals], texts=2)
    yield Section(
        _("Allowed by a second person"),
        [
            (str(o.entry), words.time(o.at), words.operation(o.operation), o.code, o.actor, o.approver, o.reason)
            for o in report.overrides
        ],
        texts=7,
    )
    yield Section(
        _("Slips still to sign"), [(slip.slip, words.time(slip.made_at), slip.by) for slip in report.unsigned], texts=3
    )
    yield Section(
        _("Late"),
        [
            (str(late.entry), words.operation(late.operation), late.subject, _(LATE[late.why]), late.of.isoformat())
            for late in report.late
        ],
        texts=5,
    )


def csv(report: Daily) -> str:
    """One figure a row: date, section, what it is of, figure, value. Codes, not words; money in decimals."""
    return csv_text([("date", "section", "of", "figure", "value"), *_figures(report)])


def _figures(report: Daily) -> Iterator[Row]:
    for section in ("members", "points"):
        yield from _measures(report, section, "", getattr(report, section))
    keys = {
        "gifts": ("item",), "stock": ("item",), "money": ("drawer",), "work": ("operation",), "clerks": ("staff",),
        "hours": ("hour",), "refusals": ("operation", "code"), "overrides": ("entry", "code"), "unsigned": ("slip",),
        "late": ("entry", "why"),
    }  # fmt: skip
    for section, key in keys.items():
        for each in getattr(report, section):
            of = " ".join(str(getattr(each, name)) for name in key)
            yield from _measures(report, section, of, each, without=(*key, "names"))


def _measures(report: Daily, section: str, of: str, figures: Any, without: Sequence[str] = ()) -> Iterator[Row]:
    for each in fields(figures):
        if each.name in without:
            continue
        value = getattr(figures, each.name)
        if each.name.endswith("_money"):
            yield report.start, section, of, each.name.removesuffix("_money"), _money(value, report.currency)
        else:
            yield report.start, section, of, each.name, value if isinstance(value, int) else str(value)


def _money(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-exponent(currency))

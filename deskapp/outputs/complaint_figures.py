"""The statistics of complaints as people read them (顾客投诉分类统计表), and as rows for a spreadsheet. (domain 6)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

from deskapp import complaint_words, words
from deskapp.i18n import N_, _
from deskapp.outputs import sheets
from deskapp.outputs.cells import csv_text
from deskapp.outputs.sheets import Row, Section, Sheet
from deskapp.rules.callbacks import percent
from deskapp.rules.money import exponent
from deskapp.rules.ranges import Days

if TYPE_CHECKING:
    from deskapp.store.complaint_figures import Figures, Statistics

TITLE = N_("Complaints by class")
DIMENSIONS = {
    "category": N_("By category"),
    "department": N_("By department"),
    "cause": N_("Causes by frequency"),
    "channel": N_("By channel"),
}


def sheet(told: Statistics, names: Mapping[str, str], made: str = "") -> Sheet:
    """The table in the language now spoken. `names`: the store's by language."""
    return Sheet(
        title=_(TITLE),
        span=sheets.span(Days(told.start, told.end)),
        none=_("none"),
        sections=[Section(_("In all"), list(whole(told)), texts=2), *_tables(told)],
        store=sheets.store(names),
        made=made,
    )


def whole(told: Statistics) -> Iterator[tuple[str, str]]:
    """What is said of all of them together, each figure with the numbers behind it."""
    each = told.whole
    yield _("Cases"), words.count(each.total)
    yield _("Founded, of those judged"), share(each.founded, each.judged)
    yield _("Time to answer, on average"), f"{mean(each)} ({words.count(each.answered)})"
    yield _("Reopened, of those put right"), share(each.reopened, each.implemented)
    yield _("Satisfied, of those heard"), share(each.satisfied, each.heard)
    yield _("Fair, of those heard"), share(each.fair, each.heard)
    yield _("Not reached"), words.count(each.unreachable)
    yield _("Closed"), words.count(each.closed)
    yield _("Taken back by the customer"), words.count(each.withdrawn)
    yield _("Joined with another, not counted"), words.count(told.merged)
    yield _("Cost of remedies"), words.amount(each.cost_money)


def _tables(told: Statistics) -> Iterator[Section]:
    head = (_("Cases"), _("Valid"), _("Answered in"), _("Reopened"), _("Satisfied"))
    for name, heading in DIMENSIONS.items():
        rows: list[Row] = [(called(name, row.code), *cells(row.figures)) for row in told.rows[name]]
        totals = sheets.bars([row.figures.total for row in told.rows[name]])
        yield Section(_(heading), rows, ("", *head), bars=totals)


def cells(each: Figures) -> tuple[int, str, str, str, str]:
    """Complaints, founded, time to answer, reopened, satisfied."""
    return (
        each.total, share(each.founded, each.judged), mean(each), share(each.reopened, each.implemented),
        share(each.satisfied, each.heard),
    )  # fmt: skip


def called(dimension: str, code: str) -> str:
    """A category, department, cause or channel by its name."""
    return complaint_words.value(dimension, code) if code else _("not classified")


def rate(part: int, of: int) -> str:
    """A share in percent; a dash of nothing."""
    per_cent = percent(part, of)
    return "-" if per_cent is None else f"{per_cent}%"


def share(part: int, of: int) -> str:
    """A share with the numbers behind it."""
    return f"{rate(part, of)} ({words.count(part)}/{words.count(of)})" if of else "-"


def mean(each: Figures) -> str:
    """How long the answer took on average; a dash where none was given."""
    return complaint_words.span(each.answer_minutes // each.answered) if each.answered else "-"


def csv(told: Statistics, currency: str) -> str:
    """One figure a row: dimension, code, figure, value. Codes, not words; money in decimals."""
    rows: list[Row] = [
        ("by", "of", "figure", "value"),
        ("days", "", "start", told.start),
        ("days", "", "end", told.end),
    ]
    rows += _figures("", "", told.whole, currency)
    rows.append(("", "", "merged", told.merged))
    for name, listed in told.rows.items():
        for row in listed:
            rows += _figures(name, row.code, row.figures, currency)
    return csv_text(rows)


def _figures(name: str, of: str, figures: Figures, currency: str) -> Iterator[Row]:
    for figure, value in asdict(figures).items():
        if figure.endswith("_money"):
            yield name, of, figure.removesuffix("_money"), Decimal(value).scaleb(-exponent(currency))
        else:
            yield name, of, figure, value

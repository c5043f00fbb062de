"""The callback summary as people read it (回访总结报告), with the proof that everybody was called, and as rows for a
spreadsheet. (domain 7)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from deskapp import words
from deskapp.call_sentences import CALL_REASONS, OUTCOMES
from deskapp.i18n import N_, _
from deskapp.outputs import sheets
from deskapp.outputs.cells import csv_text
from deskapp.outputs.complaint_figures import rate, share
from deskapp.outputs.sheets import Row, Section, Sheet
from deskapp.rules.callbacks import Bucket
from deskapp.rules.ranges import Days

if TYPE_CHECKING:
    from deskapp.store.coverage import Coverage, Summary

TITLE = N_("Callback summary")
PROOF = N_("Everybody is called")
BUCKETS: dict[Bucket, str] = {
    Bucket.REACHED: N_("Reached in time"),
    Bucket.REFUSED: N_("Wanted no call"),
    Bucket.EXHAUSTED: N_("Not reached after every try"),
    Bucket.LATE: N_("Late, or reached late"),
    Bucket.NOT_YET_DUE: N_("Not yet due"),
    Bucket.CANCELLED: N_("Cancelled"),
}


def sheet(proof: Coverage, told: Summary, names: Mapping[str, str], made: str = "") -> Sheet:
    """The summary in the language now spoken. `names`: the store's by language."""
    return Sheet(
        title=_(TITLE),
        span=sheets.span(Days(told.start, told.end)),
        none=_("none"),
        sections=list(sections(proof, told)),
        store=sheets.store(names),
        made=made,
    )


def sections(proof: Coverage, told: Summary) -> Iterator[Section]:
    """The proof, the rates, and what was said."""
    counted = [(said, getattr(proof, bucket)) for bucket, said in BUCKETS.items()]
    yield Section(
        _(PROOF),
        [(_(said), count, rate(count, proof.owed)) for said, count in counted],
        bars=sheets.bars([count for _said, count in counted]),
        note=added_up(proof),
    )
    if proof.members:
        served = [(_("Members served"), proof.members), (_("of them without a callback"), proof.without)]
        yield Section(_("Members served"), list(served))
    yield Section(_("How the calls went"), list(rates(proof, told)), texts=2)
    for heading, of, names in (
        (_("What came of the calls"), told.outcomes, OUTCOMES),
        (_("What was wrong"), told.reasons, CALL_REASONS),
        (_("Calls by clerk"), told.by_clerk, {}),
    ):
        yield _counted(heading, of, names)
    went = [(_("to a complaint"), told.to_complaints), (_("to a department"), told.to_departments)]
    yield Section(_("What went where"), list(went), bars=sheets.bars([count for _said, count in went]))


def _counted(heading: str, of: Mapping[str, int], names: Mapping[str, str]) -> Section:
    """A table of counts, the most frequent first."""
    rows = sorted(of.items(), key=lambda each: (-each[1], each[0]))
    return Section(
        heading, [(_(names.get(code, code)), count, rate(count, sum(of.values()))) for code, count in rows],
        bars=sheets.bars([count for _code, count in rows]),
    )  # fmt: skip


def added_up(proof: Coverage) -> str:
    """The numbers that add up: the groups, and whom a call is owed."""
    parts = " + ".join(words.count(getattr(proof, bucket)) for bucket in BUCKETS)
    total = sum(getattr(proof, bucket) for bucket in BUCKETS)
    told = _("{parts} = {total}, of {owed} who are owed a call", parts=parts, total=words.count(total),
             owed=words.count(proof.owed))  # fmt: skip
    return told if total == proof.owed else f"! {told}"


def rates(proof: Coverage, told: Summary) -> Iterator[tuple[str, str]]:
    """How many were reached, in time and content, each with the numbers behind it."""
    yield _("Calls"), words.count(told.calls)
    yield _("Reached, of all calls"), share(told.reached, told.calls)
    yield _("In time, of those done"), share(told.on_time, told.done)
    judged = [told.outcomes.get(answer, 0) for answer in ("satisfied", "fair", "dissatisfied")]
    yield _("Satisfied, of those who judged"), share(judged[0], sum(judged))
    yield _("Later, at a time of their own"), words.count(proof.by_appointment)


def csv(proof: Coverage, told: Summary) -> str:
    """One figure a row: part, what it is of, figure, value. Codes, not words."""
    rows: list[Row] = [("part", "of", "figure", "value")]
    for part, figures in (("coverage", asdict(proof)), ("summary", asdict(told))):
        rows += _figures(part, figures)
    return csv_text(rows)


def _figures(part: str, figures: Mapping[str, Any]) -> Iterator[Row]:
    for name, value in figures.items():
        if isinstance(value, dict):
            for of, count in value.items():
                yield part, of, name, count
        else:
            yield part, "", name, "" if value is None else value

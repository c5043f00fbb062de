"""What is known of a complaint, as lines in groups; behind some of them stands another record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from deskapp import complaint_words, words
from deskapp.complaint_sentences import MOVES
from deskapp.i18n import N_, _
from deskapp.rules.complaint_table import ENDED
from deskapp.screens.facts import lines_of
from deskapp.screens.listing import Row

LABEL = 16
Line = tuple[str, str, str, Any, str]
"""Group, label, value, what Enter opens, tone."""
HAPPENED = (
    "what", "happened_at", "place", "asked", "category", "staff", "receipt", "invoice", "channel", "hotline",
    "department", "assignee", "registered_at",
)  # fmt: skip
"""What was taken down, in the order in which it is read."""
FOUND = (
    "founded", "answer", "promised_at", "cause", "product", "responsible", "conduct", "feedback", "measure", "body",
    "reference", "closed_at",
)  # fmt: skip
"""What came of it."""
KILOBYTE = 1000


def fact_rows(view: Any, caller: Any, width: int) -> Iterator[Row]:
    """Every fact, on as many lines as it takes, each with a key that stays."""
    counted: dict[str, int] = {}
    for group, label, value, opens, tone in _lines(view, caller):
        for row in lines_of(label, value, max(width - LABEL - 5, 10), opens, {"group": group, "tone": tone}):
            counted[group] = counted.get(group, 0) + 1
            yield replace(row, key=f"{group} {counted[group]}")


def _lines(view: Any, caller: Any) -> Iterator[Line]:
    parts: tuple[Callable[[], Iterator[Line]], ...] = (
        lambda: _taken_down(view), lambda: _links(view), lambda: _before(caller), lambda: _decided(view),
        lambda: _allowed(view), lambda: _offers(view), lambda: _papers(view), lambda: _files(view), lambda: _why(view),
        lambda: _runs(view), lambda: _history(view),
    )  # fmt: skip
    for part in parts:
        yield from part()


def _taken_down(view: Any) -> Iterator[Line]:
    known, group = view.fields, _("What is known")
    if known["subject"]:
        yield group, complaint_words.field("subject"), known["subject"], None, "bold"
    opens = {"receipt": ("receipt", {"number": known["receipt"]})}
    for name in HAPPENED:
        if value := complaint_words.value(name, known[name]):
            yield group, complaint_words.field(name), value, opens.get(name), ""
    if view.member:
        yield group, complaint_words.field("member"), view.member, ("member", {"member": view.member}), ""


def _links(view: Any) -> Iterator[Line]:
    linked = (
        (N_("Joined with"), [view.merged_into]),
        (N_("Goes on from"), [view.earlier]),
        (N_("Joined to it"), view.merged),
        (N_("Went on in"), view.later),
    )
    for label, numbers in linked:
        for number in filter(None, numbers):
            yield _("Linked"), _(label), number, ("complaint", {"complaint": number}), ""
    for number in view.calls:
        yield _("Linked"), _("Told in a call"), number, ("noted_call", {"call": number}), ""


def _before(caller: Any) -> Iterator[Line]:
    for line in caller.rows if caller is not None else ():
        told = f"{words.state(line.state)}  {words.local(line.opened_at):%Y-%m-%d}  {line.subject}"
        tone = "" if line.state in ENDED else "bold"
        yield _("This customer before"), line.number, told, ("complaint", {"complaint": line.number}), tone


def _decided(view: Any) -> Iterator[Line]:
    for name in FOUND:
        if value := complaint_words.value(name, view.fields[name]):
            yield _("What came of it"), complaint_words.field(name), value, None, ""


def _allowed(view: Any) -> Iterator[Line]:
    """What the law and the house still allow, counted from the receipt."""
    group = _("Allowed by law and house")
    if view.bought is None:
        return
    yield group, _("Bought"), words.day(view.bought), None, ""
    for each in view.allowed:
        yield group, _("until {day}", day=f"{each.until:%m-%d}"), complaint_words.allowed(each), None, "bold"
    if not view.allowed:
        yield group, _("Now"), _("nothing any more"), None, ""


def _offers(view: Any) -> Iterator[Line]:
    for each in view.offers:
        label = _("Proposal {number}", number=each.option)
        cost = words.amount(each.cost_money) if each.cost_money else _("no cost")
        marks = ((_("approved"), each.approved), (_("done"), each.done))
        stands = ", ".join(mark for mark, true in marks if true)
        told = "  ".join(filter(None, (words.classed("remedy", each.kind), each.detail, cost, stands, each.paper)))
        yield _("Remedies"), label, told, None, "bold" if each.approved else ""


def _papers(view: Any) -> Iterator[Line]:
    for each in view.papers:
        told = f"{words.told(each.kind)}, {words.state(each.state)}"
        tone = "warn" if each.state == "to_sign" else ""
        yield _("Slips"), each.number, told, ("slip", {"slip": each.number}), tone


def _files(view: Any) -> Iterator[Line]:
    for each in view.files:
        size = _("{size} kB", size=words.count(-(-each.size // KILOBYTE)))
        yield _("Evidence"), each.kind, f"{each.name}  {size}", ("evidence", {"sha256": each.sha256}), ""


def _why(view: Any) -> Iterator[Line]:
    if view.why is None:
        return
    group = _("Why it is due then")
    for label, told in complaint_words.why(view.why):
        yield group, label, told, None, ""
    if view.calls_for:
        yield group, _("Should know"), words.role(view.calls_for), None, "warn"


def _runs(view: Any) -> Iterator[Line]:
    for each in view.runs:
        step = complaint_words.step(each.step)
        label = f"{step} {each.run}" if each.run > 1 else step
        until = _("until {moment}", moment=words.moment(each.due_at))
        kept = _("late") if each.late else _("kept") if each.ended_at else _("goes on")
        yield _("Times kept"), label, f"{until}  {kept}", None, "warn" if each.late else ""


def _history(view: Any) -> Iterator[Line]:
    """The newest first; Enter opens the entry of the journal."""
    for each in reversed(view.history):
        group, opens, when = _("History"), ("entry", {"entry": each.entry}), words.date_and_time(each.at)
        yield group, when, f"{words.operation(each.operation)}  {each.by_name} {each.by}", opens, "bold"
        for name, value in each.told.items():
            if name in MOVES:
                continue  # a move that set nothing is kept by its name
            yield group, "", complaint_words.said(name, value), opens, ""

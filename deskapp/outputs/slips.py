"""A slip as it stands on paper: 42 cells wide, in the customer's language, the customer's copy and the store's.

Everything is said from the facts that were recorded with it, so that a reprint is the same slip, marked as a reprint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

from deskapp import words
from deskapp.i18n import LANGUAGES, N_, _, language, said_in
from deskapp.rules.text import clean

if TYPE_CHECKING:
    from deskapp.store.slips import SlipRow

WIDTH = 42
"""Cells of a line: what an 80 mm roll holds."""

KINDS = {
    "points": N_("Points confirmation"),
    "redemption": N_("Gift redemption"),
    "adjustment": N_("Points correction"),
    "enrolment": N_("Membership application"),
    "reissue": N_("Card re-issue"),
}
COPIES = (N_("Customer copy"), N_("Store copy"))
REASONS = {"lost": N_("lost"), "damaged": N_("damaged"), "upgrade": N_("upgrade")}


def text(slip: SlipRow, names: Mapping[str, str], *, reprint: bool = False) -> str:
    """Every copy of the slip, one below the other, to be cut apart. `names`: the store's by language."""
    cut = "- " * (WIDTH // 2)
    copies = [copy(slip, names, place, reprint=reprint) for place in range(max(slip.copies, 1))]
    return f"\n\n{cut}\n\n".join("\n".join(lines) for lines in copies) + "\n"


def copy(slip: SlipRow, names: Mapping[str, str], place: int = 0, *, reprint: bool = False) -> list[str]:
    """The lines of one copy: the first is the customer's, the others are the store's."""
    with said_in(slip.language if slip.language in LANGUAGES else language()):
        return list(_lines(slip, names, COPIES[min(place, 1)], reprint))


def _lines(slip: SlipRow, names: Mapping[str, str], which: str, reprint: bool) -> Iterator[str]:
    yield from centred(names.get(language()) or next(iter(names.values()), ""))
    yield from centred(_(KINDS.get(slip.kind, slip.kind)))
    yield from centred(_(which))
    if slip.state in ("void", "voided"):
        yield from centred("*** " + _("VOID") + " ***")
    if reprint:
        yield from centred("*** " + _("Reprint") + " ***")
    yield "=" * WIDTH
    yield from pair(_("Number"), slip.number)
    yield from pair(_("Date"), f"{words.day(words.local(slip.made_at).date())} {words.time(slip.made_at)}")
    yield from pair(_("Counter"), slip.counter)
    yield from pair(_("Clerk"), f"{slip.clerk_name} {slip.clerk}".strip())
    yield from pair(_("Member"), f"{slip.member} {slip.member_number}".strip())
    yield "-" * WIDTH
    for label, value in figures(slip):
        yield from pair(label, value)
    yield "-" * WIDTH
    yield from _signature(slip)


def _signature(slip: SlipRow) -> Iterator[str]:
    yield from wrapped(_("I have read this and agree."))
    yield ""
    yield ""
    label = _("Signature") + ": "
    yield label + "_" * (WIDTH - cell_len(label))
    if slip.signed_at:
        signed = _("Signed on {day} at {time}", day=words.day(words.local(slip.signed_at).date()),
                   time=words.time(slip.signed_at))  # fmt: skip
        yield from wrapped(signed)


def figures(slip: SlipRow) -> Iterator[tuple[str, str]]:
    """What the slip is about, line by line: label and value, in the language now spoken."""
    facts = slip.facts
    match slip.kind:
        case "points":
            yield _("Receipt"), " ".join(filter(None, (str(facts.get("till") or ""), str(facts.get("receipt", "")))))
            yield _("Date of receipt"), _day(facts.get("date"))
            yield _("Amount"), words.amount(int(facts.get("amount_money", 0)))
            if facts.get("excluded_money"):
                yield _("Not counted"), words.amount(int(facts["excluded_money"]))
            yield _("Points given"), words.count(int(facts.get("points", 0)))
        case "redemption":
            yield _("Gift"), f"{facts.get('name', '')} ({facts.get('item', '')})"
            yield _("Quantity"), words.count(int(facts.get("quantity", 1)))
            yield _("Points used"), words.count(int(facts.get("points", 0)))
            if facts.get("cash_money"):
                yield _("Cash paid"), words.amount(int(facts["cash_money"]))
        case "adjustment":
            yield _("Points corrected"), words.count(int(facts.get("points", 0)), signed=True)
            yield _("Reason"), str(facts.get("reason", ""))
        case "enrolment":
            yield _("Card"), str(facts.get("card") or _("to be given"))
            yield _("Fee"), words.amount(int(facts.get("fee_money") or 0))
            yield _("Terms"), str(facts.get("terms", ""))
        case "reissue":
            yield _("New card"), str(facts.get("card", ""))
            yield _("Old card"), str(facts.get("old", ""))
            yield _("Reason"), _(REASONS.get(str(facts.get("reason")), str(facts.get("reason", ""))))
            yield _("Fee"), words.amount(int(facts.get("fee_money") or 0))
    if "balance" in facts:
        yield _("Points balance"), words.count(int(facts["balance"]))


def _day(when: object) -> str:
    try:
        return words.day(date.fromisoformat(str(when)))
    except ValueError:
        return str(when or "")


# ---- lines of so many cells


def wrapped(said: str, width: int = WIDTH) -> Iterator[str]:
    """This text on as many lines as it takes; broken between words where there are any."""
    line = ""
    for word in clean(said).split(" "):
        for part in chop_cells(word, width) or [""]:
            if line and cell_len(line) + 1 + cell_len(part) > width:
                yield line
                line = part
            else:
                line = f"{line} {part}" if line else part
    if line:
        yield line


def centred(said: str) -> Iterator[str]:
    """In the middle of the line."""
    for line in wrapped(said):
        yield " " * ((WIDTH - cell_len(line)) // 2) + line


def pair(label: str, value: str) -> Iterator[str]:
    """A label to the left and its value to the right; what does not fit beside it goes below. Nothing for nothing."""
    tidy = clean(value)
    if not tidy:
        return
    gap = WIDTH - cell_len(label) - cell_len(tidy)
    if gap >= 2:
        yield label + " " * gap + tidy
        return
    yield label
    for line in wrapped(tidy, WIDTH - 2):
        yield "  " + line

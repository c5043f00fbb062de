"""What stands on a slip, copy by copy, in the customer's language. One model: whatever draws a slip, draws a `Copy`.

Everything is said from the facts that were recorded with it, so that a reprint is the same slip, marked as a reprint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from deskapp import words
from deskapp.i18n import LANGUAGES, N_, _, language, said_in
from deskapp.rules.text import clean

if TYPE_CHECKING:
    from deskapp.store.slips import SlipRow

KINDS = {
    "points": N_("Points confirmation"),
    "redemption": N_("Gift redemption"),
    "adjustment": N_("Points correction"),
    "enrolment": N_("Membership application"),
    "reissue": N_("Card re-issue"),
    "complaint": N_("Complaint taken down"),
    "settlement": N_("Complaint settled"),
    "unsigned": N_("Signature declined"),
}
AGREED = N_("I have read this and agree.")
AGREEMENTS = {
    "complaint": N_("This is what I have said."),
    "unsigned": N_("This was offered to the customer, who did not sign. I was there."),
}
"""What is signed, where it is not the agreement."""
STATES = {"voided": N_("VOID"), "declined": N_("NOT SIGNED")}
"""Marks of a slip that does not hold."""
COPIES = (N_("Customer copy"), N_("Store copy"))
REASONS = {"lost": N_("lost"), "damaged": N_("damaged"), "upgrade": N_("upgrade")}
REPRINT, DUPLICATE = N_("Reprint"), N_("Duplicate")
"""Why this paper is not the original: printed again, or drawn without being counted as a print."""

Pair = tuple[str, str]
"""A label and its value."""


@dataclass(frozen=True)
class Copy:
    """One copy of a slip, ready to be drawn: every text is said, clean and on one line."""

    language: str
    store: str
    title: str
    which: str
    marks: tuple[str, ...]
    number: Pair
    facts: tuple[Pair, ...]
    figures: tuple[Pair, ...]
    agreement: str
    signature: str
    signed: str


def copies(slip: SlipRow, names: Mapping[str, str], *, marked: str = "") -> list[Copy]:
    """Every copy of the slip: the first is the customer's, the others are the store's. `names`: the store's."""
    with said_in(slip.language if slip.language in LANGUAGES else language()):
        own = slip.kind == "unsigned"  # the customer takes nothing away that they did not sign
        return [_copy(slip, names, COPIES[min(place + own, 1)], marked) for place in range(max(slip.copies, 1))]


def _copy(slip: SlipRow, names: Mapping[str, str], which: str, marked: str) -> Copy:
    return Copy(
        language=language(),
        store=clean(names.get(language()) or next(iter(names.values()), "")),
        title=clean(_(KINDS.get(slip.kind, slip.kind))),
        which=_(which),
        marks=tuple(_(mark) for mark in (STATES.get(slip.state, ""), marked) if mark),
        number=(_("Number"), clean(slip.number)),
        facts=_told(_facts(slip)),
        figures=_told(figures(slip)),
        agreement=_(AGREEMENTS.get(slip.kind, AGREED)),
        signature=_("Signature of the witness") if slip.kind == "unsigned" else _("Signature"),
        signed=_("Signed on {day} at {time}", day=words.day(words.local(slip.signed_at).date()),
                 time=words.time(slip.signed_at)) if slip.signed_at else "",
    )  # fmt: skip


def _told(pairs: Iterator[Pair]) -> tuple[Pair, ...]:
    """The pairs that say something, each value a line of harmless text."""
    return tuple((label, tidy) for label, value in pairs if (tidy := clean(value)))


def _facts(slip: SlipRow) -> Iterator[Pair]:
    yield _("Date"), f"{words.day(words.local(slip.made_at).date())} {words.time(slip.made_at)}"
    yield _("Counter"), slip.counter
    yield _("Clerk"), f"{slip.clerk_name} {slip.clerk}"
    yield _("Member"), f"{slip.member} {slip.member_number}"


def figures(slip: SlipRow) -> Iterator[Pair]:
    """What the slip is about, line by line: label and value, in the language now spoken."""
    facts = slip.facts
    match slip.kind:
        case "points":
            yield _("Receipt"), f"{facts.get('till') or ''} {facts.get('receipt', '')}"
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
        case "complaint" | "settlement" | "unsigned":
            yield from _complaint(facts)
    if "balance" in facts:
        yield _("Points balance"), words.count(int(facts["balance"]))


def _complaint(facts: Mapping[str, Any]) -> Iterator[Pair]:
    """What a complainant signs: their words at the desk, or what is done for them."""
    yield _("Complaint number"), str(facts.get("complaint", ""))
    yield _("Customer"), str(facts.get("name", ""))
    yield _("Subject"), str(facts.get("subject", ""))
    yield _("What happened"), str(facts.get("what", ""))
    yield _("When"), _moment(facts.get("happened_at"))
    yield _("Where it happened"), str(facts.get("place", ""))
    yield _("Asked for"), str(facts.get("asked", ""))
    yield _("Receipt"), str(facts.get("receipt", ""))
    for place, remedy in enumerate(facts.get("remedies", ()), 1):
        yield _("Remedy {place}", place=place), f"{remedy['kind']} {remedy['detail']}"
    yield _("Not signed"), str(facts.get("of", ""))
    yield _("The customer said"), str(facts.get("said", ""))
    yield _("Witness"), str(facts.get("witness", ""))


def _moment(when: object) -> str:
    try:
        at = datetime.fromisoformat(str(when))
    except ValueError:
        return ""
    return f"{words.day(words.local(at).date())} {words.time(at)}"


def _day(when: object) -> str:
    try:
        return words.day(date.fromisoformat(str(when)))
    except ValueError:
        return str(when or "")

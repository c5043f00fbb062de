"""A handover in lines: what is still to do, what was counted, what is open and handed on, and the shift's figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from deskapp import words
from deskapp.i18n import _
from deskapp.outputs.handover import ONE, UNFINISHED, WAYS
from deskapp.outputs.lines import wrapped
from deskapp.rules.text import clean
from deskapp.screens.listing import Column, Row
from deskapp.screens.shift_words import compared, found_to_differ, things_said
from deskapp.shift_sentences import LEFT_OPEN

COLUMNS = (Column(width=22), Column())
COUNT, SETTLE = "count", "settle"
"""What Enter does on a line that keeps the handover from being sealed."""
OPENS = {"complaint": "complaint", "callback": "callback", "slip": "slip"}
"""Kind of an open thing: the screen that shows it, and the name under which it takes the number."""
SCREENS = {"callback": "callback_record"}


def rows(view: Any, width: int) -> list[Row]:
    """Everything that a handover says, what must be done first at the top, on lines of so many cells."""
    return [*to_do(view), *_counted(view), *_open(view, width), *_figures(view), *_sealed(view)]


def to_do(view: Any) -> Iterator[Row]:
    """What keeps it from being sealed, with what opens it."""
    group = _("Before it can be sealed")
    if view.left_to_count:
        told = _("{things} (Enter counts)", things=things_said(view.left_to_count))
        yield Row("to count", (_("Still to count"), told), tone="warn", group=group, data=COUNT)
    for number in view.unexplained:
        count = next((one for one in view.content.counts if one.count == number), None)
        told = found_to_differ(count) if count else number
        yield Row(f"settle {number}", (_("Say why (Enter)"), told), tone="warn", group=group, data=(SETTLE, number))
    if view.blocked:
        many = view.content.open.get(view.blocked, 0)
        told = _("{kind}: {count}; finish them first", kind=_(LEFT_OPEN[view.blocked]), count=words.count(many))
        yield Row("blocked", (_("Must not be left"), told), tone="warn", group=group)


def _counted(view: Any) -> Iterator[Row]:
    """Each count as it was saved; the last one of a thing holds."""
    for one in view.content.counts:
        name = words.thing(one.thing, view.names.get(one.thing))
        label = _("{thing} (float)", thing=name) if one.moment == "open" else name
        yield Row(one.count, (label, compared(one)), group=_("Counted"), tone="bold" if one.variance else "")
        if one.reason:
            why = clean(one.reason)
            told = _("{reason} (agreed: {approver})", reason=why, approver=one.approver) if one.approver else why
            yield Row(f"{one.count} why", ("", told), group=_("Counted"))


def _open(view: Any, width: int) -> Iterator[Row]:
    """What is open, by kind; parked customers of whom nothing was typed yet are in the figure only."""
    group = _("Open, handed on")
    yield from items(view.content.items, group, width)
    listed = sum(1 for one in view.content.items if one.kind == "parked")
    if view.content.open.get("parked", 0) > listed:
        yield Row("parked", (_("Parked customers"), words.count(view.content.open["parked"])), group=group)
    if not view.content.open:
        yield Row("nothing open", (_("Nothing"), ""), tone="dim", group=group)


def items(found: Sequence[Any], group: str, width: int) -> Iterator[Row]:
    """Open things, each with how often it was handed on; Enter opens it. Until when comes before what a narrow terminal
    cuts off. A note is read here, so it stands whole."""
    for one in found:
        number = one.reference if one.kind in OPENS else ""
        first = (number, _until(one), _hops(one)) if one.due else (number, _hops(one))
        told = "  ".join(filter(None, (*first, _about(one))))
        opens = (SCREENS.get(one.kind, one.kind), {OPENS[one.kind]: one.reference}) if one.kind in OPENS else one
        lines = wrapped(told, max(width - COLUMNS[0].width - 5, 10)) if one.kind == "note" else [told]
        for place, line in enumerate(lines):
            label = "" if place else _(ONE[one.kind])
            yield Row(f"{one.kind} {one.reference} {place}", (label, line), group=group, data=opens)


def unfinished(row: Row | None) -> str:
    """The key of the unfinished work behind a line, or nothing."""
    thing: Any = row.data if row else None
    return str(thing.reference) if getattr(thing, "kind", "") in UNFINISHED else ""


def _about(one: Any) -> str:
    return clean(one.about) if one.kind == "note" else clean(words.told(one.about))


def _until(one: Any) -> str:
    return _("until {moment}", moment=f"{words.local(one.due):%m-%d %H:%M}") if one.due else ""


def _hops(one: Any) -> str:
    return _("handed on {count} times", count=words.count(one.hops)) if one.hops > 1 else _("for the first time")


def _figures(view: Any) -> Iterator[Row]:
    """What was done; money only once the cash is counted."""
    told, group = view.content.figures, _("This shift")
    yield Row("done", (_("Done"), words.count(told.done)), group=group)
    for one in told.work:
        yield Row(f"work {one.operation}", ("  " + words.operation(one.operation), words.count(one.done)), group=group)
    if told.refused:
        yield Row("refused", (_("Refused"), words.count(told.refused)), group=group)
    yield Row("points", (_("Points given"), words.count(told.points.given)), group=group)
    yield Row("spent", (_("Points spent"), words.count(told.points.redeemed)), group=group)
    for gift in told.gifts:
        name = f"{gift.item} {words.called(gift.names)}"
        yield Row(f"gift {gift.item}", (_("Gift"), f"{clean(name)}: {words.count(gift.quantity)}"), group=group)
    for each in told.in_and_out:
        cash = each.thing == "cash"
        many = words.amount(each.amount) if cash else f"{words.thing(each.thing)} {words.count(each.amount)}"
        struck = _("voided") if each.voided else ""
        said = "  ".join(filter(None, (many, words.time(each.at), each.by, clean(each.reason), struck)))
        yield Row(f"moved {each.entry}", (_(WAYS[each.way]), said), group=group)
    if view.content.drawer_money is not None:
        yield Row("drawer", (_("In the drawer"), words.amount(view.content.drawer_money)), group=group)


def _sealed(view: Any) -> Iterator[Row]:
    """Who, when, and the hash; nothing before it is sealed."""
    if not view.seal:
        return
    group = _("Sealed")
    facts = [
        (_("Handed over by"), f"{view.handed_by}  {words.moment(view.handed_at)}"),
        (_("Taken over by"), f"{view.taken_by}  {words.moment(view.taken_at)}" if view.taken_at else _("nobody yet")),
        (_("Reason"), clean(view.reason or view.content.reason)),
        (_("Next shift"), view.next_shift),
        (_("Seal"), view.seal[:32]),
        ("", view.seal[32:]),
    ]
    for label, value in facts:
        if value:
            yield Row(f"sealed {label}", (label, value), group=group)

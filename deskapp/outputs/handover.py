"""The handover as it is kept on paper (交接班记录): what was counted, what is open, what was done, and who sealed it.

It is drawn from what was sealed and who took it over, nothing else, so that a reprint is the same sheet. (domain 14)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.outputs import sheets
from deskapp.outputs.cells import plain
from deskapp.outputs.sheets import Section, Sheet
from deskapp.shift_sentences import LEFT_OPEN

if TYPE_CHECKING:
    from deskapp.store.handover_views import HandoverView

TITLE = N_("Handover")
ONE = {
    "complaint": N_("Complaint"), "callback": N_("Callback"), "slip": N_("Slip to sign"),
    "draft": N_("Unfinished work"), "parked": N_("Parked"), "note": N_("Note"),
}  # fmt: skip
"""One open thing of a kind."""
UNFINISHED = ("draft", "parked")
"""Open things that are work of a screen: known by a key that says nothing to anybody."""
WAYS = {
    "pay_in": N_("From finance"), "pay_out": N_("Paid out"), "fee": N_("Fee"), "refund": N_("Refund"),
    "received": N_("From finance"), "returned": N_("Back to finance"), "used": N_("Used"), "spoiled": N_("Spoiled"),
}  # fmt: skip
"""How something went in or out of the drawer."""


def sheet(view: HandoverView, names: Mapping[str, str]) -> Sheet:
    """The handover in the language now spoken. `names`: the store's by language."""
    kind = words.classed("shift", view.content.kind) if view.content.kind else ""
    span = "   ".join(filter(None, (view.handover, words.day(view.content.business_date), kind)))
    return Sheet(
        title=_(TITLE),
        span=span,
        none=_("none"),
        sections=[_counted(view), _open(view), _carried(view), _figures(view), _moved(view), _signed(view)],
        store=sheets.store(names),
    )


def _counted(view: HandoverView) -> Section:
    columns = (_("What"), _("Reason"), _("Counted"), _("Expected"), _("Difference"))
    rows: list[tuple[object, ...]] = []
    for one in view.content.counts:
        label = words.thing(one.thing)
        name = _("{thing} (float)", thing=label) if one.moment == "open" else label
        agreed = _("{reason} (agreed: {approver})", reason=one.reason, approver=one.approver)
        why = plain(agreed if one.approver else one.reason)
        found, books = (words.counted(one.thing, each) for each in (one.counted, one.expected))
        rows.append((name, why, found, books, words.counted(one.thing, one.variance, signed=bool(one.variance))))
    return Section(_("Counted"), list(rows), columns=columns, texts=2)


def _open(view: HandoverView) -> Section:
    rows = [(_(LEFT_OPEN[kind]), words.count(many)) for kind, many in view.content.open.items()]
    return Section(_("Open, handed on"), list(rows))


def _carried(view: HandoverView) -> Section:
    rows: list[tuple[object, ...]] = []
    for one in view.content.items:
        about = plain(one.about if one.kind == "note" else words.told(one.about))
        due = words.moment(one.due) if one.due else ""
        number = "" if one.kind in UNFINISHED else one.reference
        rows.append((_(ONE[one.kind]), number, about, due, words.count(one.hops)))
    columns = (_("What"), _("Number"), _("About"), _("Until"), _("Handed on"))
    return Section(_("One by one"), list(rows), columns=columns, texts=4)


def _figures(view: HandoverView) -> Section:
    told = view.content.figures
    rows: list[tuple[object, ...]] = [(words.operation(one.operation), words.count(one.done)) for one in told.work]
    rows += [(_("Done"), words.count(told.done)), (_("Refused"), words.count(told.refused))]
    rows += [
        (_("Points given"), words.count(told.points.given)),
        (_("Points spent"), words.count(told.points.redeemed)),
    ]
    rows += [(plain(f"{gift.item} {words.called(gift.names)}"), words.count(gift.quantity)) for gift in told.gifts]
    return Section(_("This shift"), list(rows))


def _moved(view: HandoverView) -> Section:
    rows: list[tuple[object, ...]] = []
    for one in view.content.figures.in_and_out:
        struck = _("voided") if one.voided else ""
        why = "  ".join(filter(None, (plain(one.reason), struck)))
        rows.append((_(WAYS[one.way]), words.thing(one.thing), words.time(one.at), one.by, why,
                     words.counted(one.thing, one.amount)))  # fmt: skip
    return Section(_("In and out of the drawer"), list(rows), texts=5)


def _signed(view: HandoverView) -> Section:
    taken = f"{view.taken_by}  {words.moment(view.taken_at)}" if view.taken_at else _("nobody yet")
    facts: list[tuple[str, Any]] = [
        (_("Shift"), view.shift),
        (_("Clerks"), " ".join(view.content.clerks)),
        (_("In the drawer"), "" if view.content.drawer_money is None else words.amount(view.content.drawer_money)),
        (_("Handed over by"), f"{view.handed_by}  {words.moment(view.handed_at)}" if view.handed_at else ""),
        (_("Taken over by"), taken),
        (_("Reason"), plain(view.reason or view.content.reason)),
        (_("Seal"), " ".join(view.seal[place : place + 16] for place in range(0, len(view.seal), 16))),
    ]
    return Section(_("Sealed"), [fact for fact in facts if fact[1]], texts=2)

"""One complaint: what is known of it and why it is due when it is on the left, what can be done next on the right.

Only moves that are legal now for who is signed in are listed; each opens its own form, by its letter or by Enter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from deskapp import complaint_words, words
from deskapp.i18n import N_, _
from deskapp.places import SCREENS
from deskapp.rules.complaint_table import ENDED, Move, State
from deskapp.rules.decisions import No
from deskapp.screens.case_facts import LABEL, fact_rows
from deskapp.screens.facts import Facts
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.shown import Said, shown


@dataclass(frozen=True)
class Act:
    """What can be done with a case: its letter, the screen that does it, its words."""

    key: str
    opens: str
    label: str


_JUDGE = Act("j", "judge", N_("Judge: founded or not"))
_APPROVE = Act("a", "approve", N_("Approve or send back"))
_ACCEPT = Act("a", "accept", N_("Customer's answer"))
_FEEDBACK = Act("f", "case_feedback", N_("Customer's feedback"))
ACTS: dict[Move, Act] = {
    Move.REGISTER: Act("r", "complain", N_("Register it")),
    Move.ANSWER: _JUDGE,
    Move.JUDGE: _JUDGE,
    Move.INVESTIGATE: Act("i", "investigate", N_("Record the cause")),
    Move.PROPOSE: Act("o", "propose", N_("Propose remedies")),
    Move.APPROVE: _APPROVE,
    Move.RETURN: _APPROVE,
    Move.ACCEPT: _ACCEPT,
    Move.DECLINE: _ACCEPT,
    Move.REFER: Act("r", "refer", N_("Refer it outside")),
    Move.IMPLEMENT: Act("d", "implement", N_("Remedies are done")),
    Move.FEEDBACK: _FEEDBACK,
    Move.DISSATISFIED: _FEEDBACK,
    Move.CLOSE: Act("d", "close", N_("Close it")),
    Move.REOPEN: Act("o", "reopen", N_("Reopen it")),
    Move.RESTORE: Act("r", "restore", N_("Take it up again")),
    Move.UNMERGE: Act("r", "unmerge", N_("Separate it again")),
    Move.AMEND: Act("e", "amend", N_("Correct what was noted")),
    Move.NOTE: Act("n", "note", N_("Write a note")),
    Move.ATTACH: Act("t", "attach", N_("Attach a file")),
    Move.RELEASE: Act("h", "release", N_("Let it go on")),
    Move.HOLD: Act("h", "hold", N_("Put it on hold")),
    Move.ESCALATE: Act("u", "escalate", N_("Escalate")),
    Move.MERGE: Act("m", "merge", N_("Join with another")),
    Move.WITHDRAW: Act("w", "withdraw", N_("Customer takes it back")),
}
"""Every move, in the order in which they are listed; those of one operation are one line."""
LINKED = "linked"
"""Beside the moves: a new complaint that names one that is over."""
BESIDE = frozenset({"amend", "note", "attach", "hold", "escalate", "merge", "withdraw", "reopen", LINKED})
"""What can be done at any time, and is not the next step."""


class Case(Facts):
    """The case of this number."""

    heading = N_("Complaint")
    empty = N_("No complaint has this number.")
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "next_pane", "slip", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.view: Any = None
        self.caller: Any = None
        self.listing = Listing((Column(width=LABEL), Column()), empty=self.empty, headed=False, id="list")
        self.moves = Listing((Column(width=1), Column()), headed=False, id="moves")

    # ---- what stands there

    def body(self) -> ComposeResult:
        """The head over two panes."""
        yield Said(self._heading, classes="heading", id="list-heading")
        yield Said(lambda: shown("\n".join(self._head()), lines=True), id="case-head")
        with Horizontal(id="case"):
            with Vertical(id="case-left"):
                yield self.listing
            with Vertical(id="case-right"):
                yield self.moves

    def _heading(self) -> str:
        number = self.view.fields["number"] if self.view else ""
        return f" {_(self.heading)} {number}  {' '.join(self._marks())}".rstrip()

    def _marks(self) -> Iterator[str]:
        if self.view is None:
            return
        known = self.view.fields
        yield words.state(known["state"])
        marks = []
        if known["severity"] != "ordinary":
            marks.append(complaint_words.value("severity", known["severity"]))
        if known["held_by"]:
            marks.append(_("on hold: {party}", party=complaint_words.value("held_by", known["held_by"])))
        if known["level"]:
            marks.append(_("escalated: {level}", level=complaint_words.value("level", known["level"])))
        if self.view.reopened:
            marks.append(_("reopened: {count}", count=self.view.reopened))
        yield from (f"[{mark}]" for mark in marks)

    def _head(self) -> Iterator[str]:
        if self.view is None:
            return
        known = self.view.fields
        called = f"{known['name']} ({known['addressed']})" if known["addressed"] else known["name"]
        who = "  ".join(filter(None, (called, self.view.phone, self.view.member)))
        yield who or _("Nobody named yet")
        if told := complaint_words.countdown(known, self.app.doors.now(), overdue=self.view.overdue):
            why = complaint_words.target(self.view.why.target) if self.view.why else ""
            told = _("{told} ({why})", told=told, why=why) if why else told
            yield f"! {told}" if self.view.overdue else told
        if self.caller is not None and self.caller.rows:
            yield complaint_words.caller(self.caller)

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Everything that is known, in groups."""
        view = await self.app.read("complaints.show", complaint=self.context["complaint"])
        if isinstance(view, No):
            self.say(view)
            return (), None
        others = await self.app.read("complaints.of", complaint=view.fields["number"])
        self.view, self.caller = view, None if isinstance(others, No) else others
        return list(fact_rows(view, self.caller, self.listing.size.width)), None

    async def _load(self) -> None:
        before = self.view.fields["version"] if self.view else 0
        await super()._load()
        moves = list(move_rows(self.view)) if self.view else []
        went_on = self.view is not None and self.view.fields["version"] != before
        self.moves.show(moves, keep=not went_on, at=next_step(moves) if went_on else "")
        self.query_one("#case-head", Said).again()
        self.show_keys()

    # ---- the keys

    def first_focus(self) -> None:
        """What can be done."""
        self.set_focus(self.moves)

    def panes(self) -> list[Any]:
        """From what can be done on to what is known."""
        return [self.omnibox.entry, self.moves, self.listing]

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter on a move, or on a fact behind which something stands."""
        event.stop()
        event.prevent_default()
        if event.listing is self.moves:
            self._open(event.row)
            return
        name, given = event.row.data if isinstance(event.row.data, tuple) else ("", {})
        if name == "member":
            self.app.go_to_member(given["member"])
        elif name == "evidence":
            self.reading(partial(self._where, given["sha256"]), group="evidence")
        elif name:
            self.app.open(name, **given)

    async def _where(self, sha256: str) -> None:
        """Say where a file lies; it is never run and never drawn here."""
        pieces = await self.app.read("complaints.evidence", complaint=self.view.fields["number"])
        if isinstance(pieces, No):
            self.say(pieces)
            return
        for each in (one for one in pieces if one.sha256 == sha256):
            if each.intact:
                self.say(_("{name} lies in {path}", name=each.name, path=each.path))
            else:
                self.say(_("{name} is gone or was changed: {path}", name=each.name, path=each.path), "no")

    def on_key(self, event: events.Key) -> None:
        """A move by its letter."""
        if isinstance(self.focused, Listing) and event.character:
            row = next((row for row in self.moves.rows if row.cells[0] == event.character.casefold()), None)
            if row is not None:
                event.stop()
                event.prevent_default()
                self._open(row)

    def why_not(self, action: str) -> str:
        """F8 where there is a slip."""
        if action == "slip":
            return "" if self.paper else _("This complaint has no slip yet.")
        return super().why_not(action)

    @property
    def paper(self) -> str:
        """The last slip of the case that still holds."""
        papers = [each.number for each in self.view.papers if each.state != "voided"] if self.view else []
        return papers[-1] if papers else ""

    def action_slip(self) -> None:
        """F8: the slip, to print or to sign."""
        if self.live("slip"):
            self.app.open("slip", slip=self.paper)

    def _open(self, row: Row) -> None:
        known = self.view.fields
        if row.data == LINKED:
            self.app.open("complain", earlier=known["number"])
        else:
            self.app.open(str(row.data), complaint=known["number"], version=known["version"])


def next_step(moves: Sequence[Row]) -> str:
    """Where the cursor stands in a case that has gone on: on what brings it further, whoever must agree to it."""
    return next((row.key for row in moves if row.key not in BESIDE), "")


def move_rows(view: Any) -> Iterator[Row]:
    """What can be done now: what this person can do, then what takes somebody's agreement."""
    drafted = view.fields["state"] == State.DRAFT
    by_move = {each.move: each for each in view.next}
    listed: set[str] = set()
    found: list[tuple[str, Act]] = []
    for move, act in ACTS.items():
        option = by_move.get(move)
        if option is None or act.opens in listed or act.opens not in SCREENS or (drafted and move is Move.AMEND):
            continue
        if option.objection is None or option.approver is not None:
            listed.add(act.opens)
            found.append((option.approver.value if option.approver else "", act))
    if view.fields["state"] in ENDED:
        found.append(("", Act("l", LINKED, N_("New one that goes on"))))
    for role in dict.fromkeys(["", *(role for role, _act in found)]):
        group = _("With a {role}", role=words.role(role)) if role else _("What can be done")
        yield from (Row(act.opens, (act.key, _(act.label)), group=group, data=act.opens) for who, act in found
                    if who == role)  # fmt: skip

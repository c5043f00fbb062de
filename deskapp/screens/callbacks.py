"""Who is to be called, in the order of *next*, what the day holds over it, and one callback whole. (domain 7)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult

from deskapp import words
from deskapp.call_sentences import PURPOSES
from deskapp.i18n import LANGUAGES, N_, _
from deskapp.rules.callbacks import LIVE
from deskapp.rules.decisions import No
from deskapp.screens import call_words
from deskapp.screens.choose import Choose
from deskapp.screens.facts import Facts
from deskapp.screens.fields import Choice
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.shown import Said

ALL, MINE = "all", "mine"
ENDED = {
    "exhausted": ("r", N_("Not reached: for the lead")),
    "done": ("d", N_("Done")),
    "refused": ("f", N_("Refused")),
    "cancelled": ("c", N_("Cancelled")),
}
"""States of callbacks that are over, with their letter and their words."""


class Callbacks(ListScreen):
    """Due ones first, each with why it rests if it does; `w` chooses which are listed, F9 calls the one chosen."""

    heading = N_("Callbacks")
    columns = (
        Column(N_("Number"), 13),
        Column(N_("Name")),
        Column(N_("Purpose"), 16),
        Column(N_("Until"), 11),
        Column(N_("Stands"), 20),
    )
    empty = N_("Nobody is to be called. Callbacks come from complaints, promises, birthdays, visits, and by hand.")
    letters = ("new", "which")
    bar: ClassVar[tuple[str, ...]] = ("help", "do_it", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.which = str(context.get("which", ALL))
        self.head: Any = None
        self.purposes: list[str] = []

    def stood(self) -> dict[str, Any]:
        """Which ones were listed."""
        return {**super().stood(), "which": self.which}

    def stand(self, stood: dict[str, Any]) -> None:
        """The same ones again."""
        self.which = stood["which"]
        super().stand(stood)

    def body(self) -> ComposeResult:
        """What the day holds, then the list."""
        yield Said(self._day, classes="heading", id="callbacks-day")
        yield from super().body()

    def _day(self) -> str:
        if self.head is None:
            return ""
        told = _(
            "{due} due today, {minutes} callable minutes, {late} will be late",
            due=words.count(self.head.due), minutes=words.count(self.head.minutes),
            late=words.count(self.head.will_be_late),
        )  # fmt: skip
        past = [_("{count} late", count=words.count(self.head.late))] if self.head.late else []
        past += [_("{count} not reached", count=words.count(self.head.exhausted))] if self.head.exhausted else []
        return " " + "   ".join((told, *past))

    def _heading(self) -> str:
        told = _("Callbacks ({which})", which=self._which())
        return f" {told}   {self.listing.tally}"

    def _which(self) -> str:
        if self.which in ENDED:
            return _(ENDED[self.which][1])
        return _(WHICH.get(self.which) or PURPOSES.get(self.which, self.which))

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """The queue, one clerk's or one purpose's part of it, or those that are over."""
        if not self.purposes:
            self.purposes = [one.purpose for one in await self.app.read("callbacks.purposes")]
        clerk = self.app.desk.staff.number if self.which == MINE else ""
        purpose = self.which if self.which in self.purposes else ""
        self.head = await self.app.read("callbacks.queue", clerk=clerk, purpose=purpose)
        self.query_one("#callbacks-day", Said).again()
        if self.which in ENDED:
            found, total = await self.app.read("callbacks.ended", state=self.which), None
        else:
            found, total = self.head.rows, self.head.open
        rows = [_row(one, self.app.doors.now()) for one in found]
        wanted = [row for row in rows if narrow.casefold() in " ".join(row.cells).casefold()]
        return wanted, total if not narrow else None

    def open_row(self, row: Row) -> None:
        """The callback whole."""
        self.app.open("callback_record", callback=row.key)

    def act_new(self) -> None:
        """n: owe somebody a call by hand."""
        self.app.open("arrange")

    def act_which(self) -> None:
        """w: which ones are listed."""
        self.ask_which()

    def ask_which(self) -> None:
        """Everything, mine, one purpose, or those that are over."""
        choices = [Choice("a", ALL, WHICH[ALL]), Choice("m", MINE, WHICH[MINE])]
        choices += [Choice(letter, state, label) for state, (letter, label) in ENDED.items()]
        choices += [Choice(str(n), code, PURPOSES.get(code, code)) for n, code in enumerate(self.purposes[:9], 1)]
        question = Choose(N_("Which callbacks"), choices, current=self.which, asked="which")
        self.app.push_screen(question, self._chosen)

    def _chosen(self, which: str | None) -> None:
        if which:
            self.which = which
            self.load()

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self.load()

    def label_of(self, action: str) -> str:
        """F9 calls."""
        return N_("Dial") if action == "do_it" else super().label_of(action)

    def why_not(self, action: str) -> str:
        """Only who is in the queue is called."""
        if action == "do_it":
            one: Any = self.current.data if self.current else None
            if one is None:
                return _("There is no callback here.")
            return "" if one.state in LIVE else _("This callback is over: {state}.", state=words.state(one.state))
        return super().why_not(action)

    def action_do_it(self) -> None:
        """F9: call this customer."""
        if self.live("do_it") and self.current:
            self.app.open("callback", callback=self.current.key)


WHICH = {ALL: N_("Everybody to be called"), MINE: N_("Mine")}


def _row(one: Any, now: Any) -> Row:
    live = one.state in LIVE
    group = "" if not live else _("To be called now") if one.standing == "due" else _("Later")
    until = f"{words.local(one.appointed or one.latest):%m-%d %H:%M}"
    cells = (one.number, one.name, call_words.purpose(one.purpose), until, call_words.standing(one, now))
    late = one.late or one.will_be_late
    return Row(one.number, cells, tone="bold" if live and late else "" if live else "dim", group=group, data=one)


class CallbackRecord(Facts):
    """One callback: whom, about what, from when until when, every call; F9 calls, `e` notes a time, `v` cancels."""

    heading = N_("Callback")
    empty = N_("No callback has this number.")
    letters = ("edit", "void")
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "do_it", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.number = str(context.get("callback", ""))
        self.view: Any = None

    def _heading(self) -> str:
        state = words.state(self.view.row.state) if self.view else ""
        return f" {_(self.heading)} {self.number}   {state}"

    def of(self) -> str:
        """The member who is called."""
        return str(self.view.member) if self.view else ""

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Everything that is known of it."""
        view = await self.app.read("callbacks.show", callback=self.number)
        if isinstance(view, No):
            self.say(view)
            return (), None
        self.view = view
        wishes = await self.app.read("callbacks.wishes", member=view.member) if view.member else []
        self.show_keys()
        return [*self._whom(), *self._about(), *self._when(), *self._wishes(wishes), *self._calls()], None

    def _whom(self) -> Iterator[Row]:
        row, member = self.view.row, self.view.member
        opens = ("member", {"member": member}) if member else None
        yield from self.fact(_("Customer"), "  ".join(filter(None, (row.name, row.phone, member))), opens=opens)
        tongue = LANGUAGES.get(self.view.language, self.view.language)
        yield from self.fact(_("Speaks"), tongue)
        if row.trouble:
            yield from self.fact(_("Cannot be called"), call_words.standing(row, None), tone="warn")

    def _about(self) -> Iterator[Row]:
        yield from self.fact(_("Purpose"), call_words.purpose(self.view.row.purpose))
        for event in self.view.events:
            told = "  ".join(filter(None, (f"{event.day:%m-%d}", event.subject, event.note)))
            opens = ("complaint", {"complaint": event.subject}) if event.subject.startswith("C") else None
            yield from self.fact("", told, opens=opens)
        for other in self.view.together:
            opens = ("callback_record", {"callback": other})
            yield from self.fact(_("Settled with it"), other, opens=opens)

    def _when(self) -> Iterator[Row]:
        row, now = self.view.row, self.app.doors.now()
        span = f"{words.moment(row.earliest)} - {words.moment(row.latest)}"
        yield from self.fact(_("To be called"), span)
        if row.appointed:
            yield from self.fact(_("Appointment"), words.moment(row.appointed))
        yield from self.fact(_("Stands"), call_words.standing(row, now))
        if row.state in LIVE and not row.trouble:
            yield from self.fact(_("Callable minutes"), words.count(row.left))
        if row.assignee:
            yield from self.fact(_("Clerk"), row.assignee)
        if self.view.settled_at:
            yield from self.fact(_("Over since"), words.moment(self.view.settled_at))

    def _wishes(self, wishes: Any) -> Iterator[Row]:
        for told in call_words.wishes(wishes):
            yield from self.fact(_("Wishes"), told)

    def _calls(self) -> Iterator[Row]:
        for call in self.view.attempts:
            yield from self.fact(_("Call"), call_words.earlier(call))
        if not self.view.attempts:
            yield from self.fact(_("Calls"), _("none yet"), tone="dim")

    # ---- the keys

    def label_of(self, action: str) -> str:
        """The words of a callback."""
        labels = {"do_it": N_("Dial"), "edit": N_("Time"), "void": N_("Cancel")}
        return labels.get(action, "") or super().label_of(action)

    def why_not(self, action: str) -> str:
        """What is over stays as it is."""
        if action in ("do_it", *self.letters):
            if self.view is None:
                return _("There is no callback here.")
            state = self.view.row.state
            return "" if state in LIVE else _("This callback is over: {state}.", state=words.state(state))
        if action == "customer" and self.view is not None and self.view.member:
            return ""
        return super().why_not(action)

    def action_do_it(self) -> None:
        """F9: call."""
        if self.live("do_it"):
            self.app.open("callback", callback=self.number)

    def action_customer(self) -> None:
        """F3: the member who is called."""
        if self.view is not None and self.view.member:
            self.app.go_to_member(self.view.member)
        else:
            super().action_customer()

    def act_edit(self) -> None:
        """e: the time that the customer wants."""
        self.app.open("appoint", callback=self.number)

    def act_void(self) -> None:
        """v: nobody needs to call about this any more."""
        self.app.open("cancel_callback", callback=self.number)

    def open_row(self, row: Row) -> None:
        """Enter: what stands behind the line; a member comes in front first."""
        if isinstance(row.data, tuple) and row.data[0] == "member":
            self.run_worker(self.app.carefully(partial(self._bring, row.data[1]["member"])), exit_on_error=False)
        else:
            super().open_row(row)

    async def _bring(self, member: str) -> None:
        if await self.app.attach(member) is not None:
            self.app.open("member")

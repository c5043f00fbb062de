"""The search line at the top of every screen: scan or type anything, see what it may be, Enter opens it.

Results come as one types; stale answers are dropped. Enter waits for the answer to the text as it stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from deskapp import keys, words
from deskapp.i18n import N_, _
from deskapp.screens import commands
from deskapp.screens.commands import Command
from deskapp.screens.entry import Entry
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.shown import Said

if TYPE_CHECKING:
    from deskapp.screens.frame import Frame

MOST_RESULTS = 20
LONGEST = 200
"""What is longer is no name and no number; it is kept in the line but not looked for."""


class Omnibox(Horizontal):
    """The line itself; its results are a `Listing` laid over the work."""

    def __init__(self) -> None:
        super().__init__(id="omnibox")
        self.entry = Entry(on_go=self._go, id="omnibox-entry", select_on_focus=False)
        self.results = Listing(
            (Column(width=24), Column(), Column(width=16, side="right")), headed=False, follow=True, id="results"
        )
        self.results.can_focus = False
        self.results.empty = N_(
            "Nothing like this is known. A name, a phone, a card, a receipt, a slip, or > for commands."
        )
        self.results.display = False
        self.answered: str | None = None
        self.waiting: str | None = None
        self.several = False
        self.single = False
        self.chosen = ""
        self.scan: str | None = None

    def compose(self) -> ComposeResult:
        """The key, a mark and the line."""
        yield Said(lambda: f" {keys.name('omnibox')} > ", id="omnibox-mark")
        yield self.entry

    @property
    def frame(self) -> Frame:
        """The screen this line belongs to."""
        from deskapp.screens.frame import Frame

        assert isinstance(self.screen, Frame)
        return self.screen

    def begin(self, text: str = "") -> None:
        """Put the cursor here, after this much typed already; without, what stands here gives way to what is typed."""
        if text:
            self.entry.value = text
            self.entry.cursor_position = len(text)
        else:
            self.entry.select_all()
        self.screen.set_focus(self.entry)

    def take_scan(self, text: str) -> None:
        """This was scanned: whatever stood here is gone, and no command is meant. Enter follows."""
        self.scan = text
        self.entry.replace_all(text)
        if self.answered == text and any(isinstance(row.data, Command) for row in self.results.rows):
            self.answered = None
            self.frame.reading(partial(self._look_for, text), group="omnibox")

    def clear(self) -> None:
        """Empty the line and put the results away."""
        self.entry.value = self.chosen = ""
        self.scan = None
        self.put_away()

    def put_away(self) -> None:
        """Nothing is being looked for any more."""
        self._lay_over(False)
        self._release()

    def _lay_over(self, shown: bool) -> None:
        """Results stand where the work stood, which is not drawn meanwhile: its panes would cut wide letters in two."""
        self.results.display = shown
        self.frame.query_one("#work").visible = not shown
        self.frame.show_keys()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the commands meant at once and ask the store for the records."""
        event.stop()
        text = event.value.strip()
        self.answered = None
        if not text:
            self.put_away()
            self.frame.typed_in_omnibox("")
            return
        self.frame.typed_in_omnibox(text)
        if (text.startswith(">") and text != self.scan) or self.frame.app.desk is None or len(text) > LONGEST:
            self.tell(text, ())
        else:
            self.frame.reading(partial(self._look_for, text), group="omnibox")

    async def _look_for(self, text: str) -> None:
        try:
            found = await self.frame.app.read("omnibox.find", text=text)
        except BaseException:
            self._release()
            raise
        if self.is_mounted and text == self.entry.value.strip():
            self.tell(text, found[:MOST_RESULTS])

    def tell(self, text: str, found: Sequence[Any]) -> None:
        """Show what this text may be."""
        called, rows = commands.exact(text), []
        if called:
            rows.append(command_row(called))
        rows += [found_row(one) for one in found]
        listed = text.startswith(">")
        meant = () if text == self.scan else commands.matching(text)
        rows += [command_row(one, grouped=listed) for one in meant if one is not called]
        self.results.show(rows if listed else rows[:MOST_RESULTS], keep=False)
        self.results.styles.height = min(max(len(rows) + len({row.group for row in rows}), 1), 16)
        self._lay_over(self.entry.has_focus or bool(rows))
        self.answered = text
        named = [one for one in found if getattr(one, "exact", False)]
        self.several = not called and sum(one.kind == named[0].kind for one in named) > 1
        self.single = called is not None or bool(named) or len(found) == 1 or not rows
        if self.waiting is not None:
            self._release()
            self._open_if_clear(text, seen=False)

    def _go(self, _entry: Entry, key: str) -> None:
        text = self.entry.value.strip()
        if key != "enter":
            if self.results.display:
                self.chosen = text
                self.results.go(key)
            else:
                self.frame.action_next_pane()
        elif not text:
            self.frame.entered_nothing()
        elif self.answered == text:
            self._open_if_clear(text, seen=text != self.scan)
        elif text != self.scan and (called := commands.exact(text)):
            self._picked(called)
        else:
            self.waiting = text
            self.frame.ready.clear()

    def _open_if_clear(self, text: str, *, seen: bool) -> None:
        """Open what the text names. Two members who share a phone are not told apart by it: one is chosen first.

        What nobody has seen yet is opened only when there is no doubt: an exact number or command, or one record.
        """
        if self.chosen != text and (self.several or not (seen or self.single)):
            self.chosen = text
            self.frame.say(_("More than one is meant: choose with the arrows, then Enter."))
        else:
            self._open_current()

    def _open_current(self) -> None:
        row = self.results.current
        if row is None:
            self.entry.select_all()
            self.frame.say(_("Nothing is known by {text}.", text=self.entry.value.strip()[:60]))
            return
        self._picked(row.data)

    def _picked(self, choice: Any) -> None:
        self.clear()
        self.frame.picked(choice)

    def _release(self) -> None:
        if self.waiting is not None:
            self.waiting = None
            self.frame.ready.set()


def found_row(found: Any) -> Row:
    """A record that was found."""
    first, gap, rest = found.detail.partition("  ")
    cells = (found.title, _detail(found.kind, first) + gap + rest, words.mark(found.mark) if found.mark else "")
    return Row(f"{found.kind}:{found.key}", cells, group=words.kind(found.kind), data=found)


def _detail(kind: str, code: str) -> str:
    """The first word about a record: a code of its subject, or as it is."""
    match kind:
        case "call":
            return words.about(code)
        case "feedback":
            return words.classed("department", code)
        case "knowledge":
            return code
    return words.told(code)


def command_row(command: Command, *, grouped: bool = False) -> Row:
    """A command, with the words that call it; where all are listed, under what it is about."""
    group = _(commands.GROUPS[command.group]) if grouped else _("Commands")
    return Row(
        f"command:{command.opens}", (_(command.label), _(command.help), command.spoken), group=group, data=command
    )

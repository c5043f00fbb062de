"""F1: the keys of the screen one came from, how the work is done there, what to say and what not, and every command.

The keys are there at once; procedures and phrases are read behind them, for they are files that a shop may change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from deskapp import keys
from deskapp.i18n import LANGUAGES, N_, _, language
from deskapp.phrases import Fault, Line, Phrases, Subject, phrases
from deskapp.places import name_of
from deskapp.screens.commands import COMMANDS, GROUPS
from deskapp.screens.entry import Entry
from deskapp.screens.frame import Frame
from deskapp.screens.leaflet import Block, Leaflet, Part
from deskapp.screens.shown import Said, placed
from deskapp.trouble import written_down

KEY, LABEL, SPOKEN = 8, 17, 18
"""Cells before the texts: the key, its word, the words that call a command."""


class Help(Frame):
    """What can be pressed, done, said and typed on a screen, as it is now."""

    heading = N_("Help")
    searches = False
    bar: ClassVar[tuple[str, ...]] = ("next_pane", "filter", "back")

    def __init__(self) -> None:
        super().__init__()
        self.leaflet = Leaflet(id="help")
        self.find = Entry(on_go=self._found, id="filter", select_on_focus=False)
        self.read: Phrases | None = None

    @cached_property
    def about(self) -> Frame:
        """The screen one came from: the one below this."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1]
        assert isinstance(below, Frame)
        return below

    def body(self) -> ComposeResult:
        """Whose help this is, the line to find in it when asked for, the text."""
        yield Said(self._heading, classes="heading")
        with Horizontal(id="filter-line", classes="ask"):
            yield Said(lambda: " / " + _("Find") + ": ", classes="label")
            yield self.find
        yield self.leaflet

    def _heading(self) -> str:
        return f" {_(self.heading)}: {_(self.about.heading)}" if self.about.heading else f" {_(self.heading)}"

    def first_focus(self) -> None:
        """The text."""
        self.set_focus(self.leaflet)

    def on_mount(self) -> None:
        """The keys now, what is in files as soon as it is read."""
        self.query_one("#filter-line").display = False
        self._fill()
        self.reading(self._load)

    async def _load(self) -> None:
        self.read = await asyncio.to_thread(phrases)
        for fault in self.read.faults:
            write_down(fault)
        self._fill()

    def relabelled(self) -> None:
        """In another language now."""
        self._fill()

    def customer_changed(self) -> None:
        """Phrases are for the customer in front."""
        super().customer_changed()
        self._fill()

    def _fill(self, *, keep: bool = True) -> None:
        narrow = self.find.value.strip().casefold()
        parts = list(self._parts())
        if narrow:
            parts = [Part(part.heading, narrowed(part.blocks, narrow)) for part in parts]
            if not any(part.blocks for part in parts):
                parts = [Part(_("Nothing here says {text}.", text=self.find.value.strip()), (Block(""),))]
        self.leaflet.show(parts, keep=keep)

    def _parts(self) -> Iterator[Part]:
        yield Part(_("Keys"), tuple(self._keys()))
        if self.read is not None:
            subjects = self.read.on(name_of(type(self.about)))
            theirs = self.app.customer.language if self.app.customer else ""
            wrong = tuple(
                Block(_("The shop's own phrases were not taken: {fault}", fault=fault), "!", tone="warn")
                for fault in self.read.faults
            )
            yield Part(_("How it is done"), (*wrong, *under_titles(subjects, steps)))
            yield Part(_("What to say"), under_titles(subjects, lambda subject: spoken(subject.say, theirs)))
            yield Part(_("What not to say"), under_titles(subjects, lambda subject: avoided(subject.avoid, theirs)))
        if self.about.searches:
            yield Part(_("Commands, typed in the search line"), tuple(commands()))

    def _keys(self) -> Iterator[Block]:
        there = self.about.live_actions()
        everywhere = ("omnibox", "park", "recall", "call", "commands") if self.about.searches else ()
        for action in dict.fromkeys((*there, *everywhere)):
            key, why = keys.KEYS[action], self.about.why_not(action)
            mark = placed(keys.name(action), KEY) + _(self.about.label_of(action) or key.label)
            told = f"{_(key.help)} ({why})" if why else _(key.help)
            yield Block(told, mark, KEY + LABEL, "dim" if why else "")

    # ---- finding

    def label_of(self, action: str) -> str:
        """F6 and `/` walk and find in the text."""
        return {"next_pane": N_("Next part"), "filter": N_("Find")}.get(action, "")

    def typed(self, text: str) -> None:
        """Whatever is typed finds in the text; `/` only opens the line."""
        self.query_one("#filter-line").display = True
        self.set_focus(self.find)
        if text != keys_sign("filter"):
            self.find.insert_text_at_cursor(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter narrows the text."""
        event.stop()
        self._fill(keep=False)

    def _found(self, _entry: Entry, key: str) -> None:
        self.set_focus(self.leaflet)

    # ---- keys

    def action_next_pane(self) -> None:
        """F6."""
        self.set_focus(self.leaflet)
        self.leaflet.next_part()

    def action_help(self) -> None:
        """F1 again goes back."""
        self.app.back()

    def action_back(self) -> None:
        """Esc takes what is looked for away first."""
        if self.query_one("#filter-line").display:
            self.find.value = ""
            self.query_one("#filter-line").display = False
            self.set_focus(self.leaflet)
        else:
            super().action_back()


def keys_sign(action: str) -> str:
    """The sign that a letter key types."""
    key = keys.key_of(action)
    return {"slash": "/"}.get(key, key)


def narrowed(blocks: Sequence[Block], narrow: str) -> tuple[Block, ...]:
    """The blocks that say this."""
    return tuple(block for block in blocks if narrow in f"{block.mark} {block.text}".casefold())


def under_titles(subjects: Sequence[Subject], told: Callable[[Subject], Iterator[Block]]) -> tuple[Block, ...]:
    """What is told of each subject, under its title where there are several."""
    found: list[Block] = []
    for subject in subjects:
        blocks = list(told(subject))
        if blocks and len(subjects) > 1:
            found.append(Block(subject.title.spoken(language()), tone="bold", hang=0))
        found += blocks
    return tuple(found)


def steps(subject: Subject) -> Iterator[Block]:
    """One after the other."""
    for number, line in enumerate(subject.procedure, 1):
        yield Block(line.spoken(language()), f"{number}.", 4)


def spoken(lines: Sequence[Line], theirs: str) -> Iterator[Block]:
    """For the clerk to understand and, where the customer speaks another language, to say or to show."""
    for line in lines:
        yield Block(line.spoken(language()), "+", 4)
        yield from in_theirs(line.texts.get(theirs, ""), theirs)


def avoided(lines: Sequence[Line], theirs: str) -> Iterator[Block]:
    """What not to say, and what is said instead."""
    for line in lines:
        yield Block(line.spoken(language()), "x", 4)
        if line.instead.texts:
            yield Block(_("Instead: {text}", text=line.instead.spoken(language())), "", 4)
            yield from in_theirs(line.instead.texts.get(theirs, ""), theirs)


def in_theirs(text: str, theirs: str) -> Iterator[Block]:
    """The same in the customer's language, unless it is the clerk's."""
    if text and theirs != language():
        yield Block(f"{LANGUAGES[theirs]}: {text}", "", 4, "bold")


def commands() -> Iterator[Block]:
    """Every command with the words that call it, by what it is about."""
    for group, heading in GROUPS.items():
        yield Block(_(heading), tone="bold", hang=0)
        for each in (command for command in COMMANDS if command.group == group):
            yield Block(f"{_(each.label)}: {_(each.help)}", each.spoken, SPOKEN)


@cache
def write_down(fault: Fault) -> str:
    """Once for each fault, however often F1 is pressed."""
    return written_down(ValueError(str(fault)))

"""The last line of every screen: which key does what here and now. One widget, repainted only when it changed."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content, Span
from textual.widget import Widget

from deskapp import keys
from deskapp.i18n import _

BEHIND = ("slip", "do_it", "shift")
"""Keys that a spare one stands before, as on the keyboard."""


@dataclass(frozen=True)
class Live:
    """A key as it is at this moment. `why_not` says why it would do nothing now; `label` overrides the usual word."""

    action: str
    why_not: str = ""
    label: str = ""
    count: int = 0

    @property
    def words(self) -> str:
        """Key and word: `F9 Redeem`; with a figure, how many wait behind it."""
        told = f"{keys.name(self.action)} {_(self.label or keys.KEYS[self.action].label)}"
        return f"{told} {self.count}" if self.count else told


class KeyBar(Widget):
    """Shows the live keys; those in brackets, which are greyed too, say why when they are pressed."""

    DEFAULT_CSS = "KeyBar { height: 1; width: 100%; }"
    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="keybar")
        self.live: tuple[Live, ...] = ()
        self.spare: Live | None = None
        self._words: tuple[str, ...] = ()

    def show(self, live: tuple[Live, ...], spare: Live | None = None) -> None:
        """Show these keys from now on; the spare one only where there is room for it."""
        words = tuple(one.words for one in (*live, *((spare,) if spare else ())))
        if (live, spare, words) != (self.live, self.spare, self._words):
            self.live, self.spare, self._words = live, spare, words
            self.refresh()

    def render(self) -> Content:
        """As many keys as there is room for, `back` at the right edge."""
        width = self.size.width
        last = [one for one in self.live if one.action == "back"]
        text, spans, room = " ", [], width - sum(cell_len(one.words) + 1 for one in last) - 1
        shown = []
        for one in self.live:
            if one.action != "back" and cell_len(one.words) + 2 <= room:
                shown.append(one)
                room -= cell_len(one.words) + 2
        if self.spare is not None and cell_len(self.spare.words) + 2 <= room:
            shown.insert(next((n for n, one in enumerate(shown) if one.action in BEHIND), len(shown)), self.spare)
            room -= cell_len(self.spare.words) + 2
        for one in (*shown, *last):
            if one in last:
                text += " " * max(room, 0)
            opened, closed = "()" if one.why_not else "  "
            text = text[:-1] + opened
            spans.append(Span(len(text), len(text) + len(one.words.partition(" ")[0]), "bold"))
            if one.why_not:
                spans.append(Span(len(text), len(text) + len(one.words), "dim"))
            text += one.words + closed + " " * (one not in last)
        return Content(text, spans)

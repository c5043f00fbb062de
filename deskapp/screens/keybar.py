"""The last line of every screen: which key does what here and now. One widget, repainted only when it changed."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content, Span
from textual.widget import Widget

from deskapp import keys
from deskapp.i18n import _


@dataclass(frozen=True)
class Live:
    """A key as it is at this moment. `why_not` says why it would do nothing now; `label` overrides the usual word."""

    action: str
    why_not: str = ""
    label: str = ""

    @property
    def words(self) -> str:
        """Key and word: `F9 Redeem`."""
        return f"{keys.name_of(keys.key_of(self.action))} {_(self.label or keys.KEYS[self.action].label)}"


class KeyBar(Widget):
    """Shows the live keys; greyed ones say why when they are pressed."""

    DEFAULT_CSS = "KeyBar { height: 1; width: 100%; }"
    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="keybar")
        self.live: tuple[Live, ...] = ()
        self._words: tuple[str, ...] = ()

    def show(self, live: tuple[Live, ...]) -> None:
        """Show these keys from now on."""
        words = tuple(one.words for one in live)
        if live != self.live or words != self._words:
            self.live, self._words = live, words
            self.refresh()

    def render(self) -> Content:
        """As many keys as there is room for, `back` at the right edge."""
        width = self.size.width
        last = [one for one in self.live if one.action == "back"]
        tail = Content(last[0].words + " ") if last else Content("")
        text, spans, room = " ", [], width - tail.cell_length - 1
        for one in self.live:
            size = cell_len(one.words) + 2
            if one.action == "back" or size > room:
                continue
            key_end = len(text) + len(one.words.partition(" ")[0])
            spans.append(Span(len(text), key_end, "bold"))
            if one.why_not:
                spans.append(Span(len(text), len(text) + len(one.words), "dim"))
            text += one.words + "  "
            room -= size
        return Content(text + " " * max(room, 0), spans) + tail

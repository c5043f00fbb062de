"""The only door by which text reaches the screen: made harmless, cut to its cells, shown as text whatever it holds."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual.content import Content, Span
from textual.style import Style
from textual.widget import Widget

from deskapp.rules.text import clean

LINE = "─"
RULE = LINE
"""What lines are drawn with; `ascii_only` in the settings, or the theme `ascii`, makes it a plain dash."""

CUT = ".."
"""Stands where a text was cut to its place."""

MOST = 4000
"""No single place on a screen shows more characters than this."""


def shown(text: str | Content, width: int | None = None, *, style: str | Style = "", lines: bool = False) -> Content:
    """This text as it stands, controls and direction overrides gone; cut to `width` cells; one line unless `lines`."""
    if isinstance(text, Content):
        return text
    tidy = harmless(text, lines=lines)
    if width is not None:
        tidy = cut(tidy, width)
    return Content(tidy, [Span(0, len(tidy), style)] if style and tidy else None)


def harmless(text: str, *, lines: bool = False) -> str:
    """Text that does nothing to a terminal. Its spaces stay, unless it held something that had to go."""
    text = text[:MOST]
    return text if text.isprintable() else clean(text, multiline=lines)


def cut(text: str, width: int) -> str:
    """As much of the text as fits in this many cells."""
    if len(text) * 2 <= width or cell_len(text) <= width:
        return text
    if width <= len(CUT):
        return CUT[: max(width, 0)]
    room, kept = width - len(CUT), []
    for char in text:
        room -= cell_len(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + CUT


def placed(text: str, width: int, *, right: bool = False) -> str:
    """The text cut and padded to exactly this many cells."""
    short = cut(harmless(text), width)
    space = " " * (width - cell_len(short))
    return space + short if right else short + space


def joined(*parts: str | Content) -> Content:
    """Several texts after one another."""
    return Content("").join([shown(part) for part in parts])


class Said(Widget):
    """A piece of text that can say itself again: in another language, or after what it tells has changed."""

    DEFAULT_CSS = "Said { height: auto; width: auto; }"

    def __init__(self, say: Callable[[], str | Content], *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._say = say
        self._last = shown(say(), lines=True)

    def render(self) -> Content:
        """The text as it was last said."""
        return self._last

    def again(self, *, layout: bool = True) -> None:
        """Say it again; nothing is repainted when nothing has changed."""
        now = shown(self._say(), lines=True)
        if now.is_same(self._last):
            return
        self._last = now
        self.refresh(layout=layout)

    @property
    def text(self) -> str:
        """What stands there, as plain text."""
        return self._last.plain

"""One line to type in: cleans what is pasted, never loses it, and goes on at Enter as a scanner expects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.text import Text
from textual import events
from textual.widgets import Input
from textual.widgets.input import Selection

from deskapp.rules.text import clean
from deskapp.scanner import quick

CEILING = 12_000
"""A line keeps at most this many characters of a paste; every field's own limit is far below and said in words."""


def harmless_line(text: str) -> str:
    """What may stand in a line: as typed, unless it holds something that a terminal would obey."""
    return text[:CEILING] if text.isprintable() else clean(text[:CEILING])


class Entry(Input):
    """An `Input` of one cell row for people and scanners alike.

    `takes_scans`: a scan is what this line asks for; else it is given back what stood here before the scan.
    """

    def __init__(
        self,
        value: str = "",
        *,
        secret: bool = False,
        takes_scans: bool = True,
        on_go: Callable[[Entry, str], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(value, password=secret, compact=True, **kwargs)
        self.on_go = on_go
        self.takes_scans = takes_scans
        self.cursor_blink = False
        self._selects = self.select_on_focus
        self._typed_at = float("-inf")
        self._stood = (value, Selection.cursor(len(value)))

    def go_on_at(self, place: int) -> None:
        """The cursor stands here and nothing is selected when it comes: the next key goes on where typing stopped."""
        self.select_on_focus = False
        self.cursor_position = place

    def on_blur(self) -> None:
        """The next visit selects what stands here, as always."""
        self.select_on_focus = self._selects

    def validate_value(self, value: str) -> str:
        """Nothing that a terminal would obey is ever held."""
        return harmless_line(value)

    def on_paste(self, event: events.Paste) -> None:
        """A paste of several lines comes in whole, on one line."""
        event.stop()
        event.prevent_default()
        if text := harmless_line(" ".join(event.text.splitlines())):
            self.replace(text, *self.selection)

    def on_key(self, event: events.Key) -> None:
        """Enter and the arrows are answered here, before the next key is read: a scanner does not wait."""
        if not event.is_printable or not quick(self._typed_at, event.time):
            self._stood = (self.value, self.selection)
        self._typed_at = event.time if event.is_printable else float("-inf")
        if event.key in ("enter", "up", "down") and self.on_go is not None:
            event.stop()
            event.prevent_default()
            self.on_go(self, event.key)

    def give_back(self) -> None:
        """What stood here before the scan that has just been typed into it."""
        self.value, self.selection = self._stood

    def replace_all(self, text: str) -> None:
        """This and nothing else stands here now."""
        self.value = text
        self.cursor_position = len(self.value)

    @property
    def _value(self) -> Text:
        """The stock bullet is two cells wide on some consoles."""
        if self.password:
            return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")
        return super()._value

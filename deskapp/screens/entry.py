"""One line to type in: cleans what is pasted, never loses it, and goes on at Enter as a scanner expects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.text import Text
from textual import events
from textual.widgets import Input

from deskapp.rules.text import clean

CEILING = 12_000
"""A line keeps at most this many characters of a paste; every field's own limit is far below and said in words."""


def harmless_line(text: str) -> str:
    """What may stand in a line: as typed, unless it holds something that a terminal would obey."""
    return text[:CEILING] if text.isprintable() else clean(text[:CEILING])


class Entry(Input):
    """An `Input` of one cell row for people and scanners alike."""

    def __init__(
        self, value: str = "", *, secret: bool = False, on_go: Callable[[Entry, str], None] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(value, password=secret, compact=True, **kwargs)
        self.on_go = on_go
        self.cursor_blink = False

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
        if event.key in ("enter", "up", "down") and self.on_go is not None:
            event.stop()
            event.prevent_default()
            self.on_go(self, event.key)

    @property
    def _value(self) -> Text:
        """The stock bullet is two cells wide on some consoles."""
        if self.password:
            return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")
        return super()._value

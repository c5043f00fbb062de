"""The least that Textual can do with a key: one line to type in, and nothing else."""

from __future__ import annotations

import os

os.environ.setdefault("TEXTUAL_FPS", "200")

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class Line(App[None]):
    """An app with one line to type in."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """The line; its cursor is still, as the desk's is."""
        line = Input(compact=True)
        line.cursor_blink = False
        yield line
        yield Static("one line")


if __name__ == "__main__":
    Line().run()

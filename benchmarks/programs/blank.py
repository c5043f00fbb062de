"""The least that Textual can paint: one line of text in an empty app."""

from __future__ import annotations

import os

os.environ.setdefault("TEXTUAL_FPS", "200")

from textual.app import App, ComposeResult
from textual.widgets import Static


class Blank(App[None]):
    """An app with nothing in it."""

    ENABLE_COMMAND_PALETTE = False

    CSS = "Static { dock: bottom; }"

    def compose(self) -> ComposeResult:
        """One line, the last."""
        yield Static("blank app")


if __name__ == "__main__":
    Blank().run()

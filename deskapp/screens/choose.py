"""A small question laid over the work: a few answers, each by its letter or by arrows and Enter; Esc answers none."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from deskapp.i18n import LANGUAGES, N_, _, language
from deskapp.screens.fields import Choice
from deskapp.screens.frame import Frame
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.shown import Said


class Choose(ModalScreen[str | None]):
    """The question. It closes with the value chosen, or with None."""

    CSS_PATH = Frame.CSS_PATH
    BINDINGS = [Binding("escape", "dismiss", priority=True)]  # noqa: RUF012

    def __init__(self, question: str, choices: Sequence[Choice], current: str = "") -> None:
        super().__init__()
        self.question, self.choices = question, tuple(choices)
        self.listing = Listing((Column(width=3), Column()), headed=False)
        self.listing.cursor = next((n for n, choice in enumerate(choices) if choice.value == current), 0)

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        with Vertical(id="choose"):
            yield Said(lambda: _(self.question), classes="heading")
            yield self.listing

    def on_mount(self) -> None:
        """Fit to the answers."""
        self.listing.show([Row(choice.value, (choice.key, _(choice.label))) for choice in self.choices])
        self.listing.styles.height = len(self.choices)
        self.listing.focus()

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter on an answer."""
        event.stop()
        self.dismiss(event.row.key)

    def on_key(self, event: events.Key) -> None:
        """An answer by its letter."""
        for choice in self.choices:
            if event.character and event.character.casefold() == choice.key:
                event.stop()
                self.dismiss(choice.value)
                return


def languages() -> Choose:
    """Which language to speak; each is named in itself."""
    letters = dict(zip(LANGUAGES, "stke", strict=True))
    return Choose(
        N_("Language"), [Choice(letters[code], code, name) for code, name in LANGUAGES.items()], current=language()
    )


def locking() -> Choose:
    """Leave the desk for a moment or for good."""
    return Choose(
        N_("Leaving the desk"),
        [
            Choice("l", "lock", N_("Lock: everything stays as it is")),
            Choice("o", "off", N_("Sign off: this person goes")),
        ],
    )


def leaving() -> Choose:
    """What becomes of a form that is not saved."""
    return Choose(
        N_("This is not saved yet"),
        [Choice("k", "keep", N_("Keep editing")), Choice("d", "discard", N_("Discard what is typed"))],
    )

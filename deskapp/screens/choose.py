"""A small question laid over the work: a few answers, each by its letter or by arrows and Enter; Esc answers none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from deskapp.i18n import LANGUAGES, N_, _, language
from deskapp.screens import shown as drawing
from deskapp.screens.fields import Choice
from deskapp.screens.frame import Frame, bindings
from deskapp.screens.keybar import KeyBar, Live
from deskapp.screens.listing import Column, Listing, Row
from deskapp.screens.shown import Said

if TYPE_CHECKING:
    from deskapp.app import DeskApp


class Choose(ModalScreen[str | None]):
    """The question. It closes with the value chosen, or with None. `asked` names the `ask_...` of the screen beneath
    that puts it, so that a parked question can be put again after a crash; without, it is no part of the work."""

    CSS_PATH = Frame.CSS_PATH
    BINDINGS = bindings("park", "recall", "call", "shift", "back")
    columns: ClassVar[tuple[Column, ...]] = (Column(width=3), Column())
    app: DeskApp

    def __init__(
        self, question: str | Callable[[], str], choices: Sequence[Choice], current: str = "", *, asked: str = ""
    ) -> None:
        super().__init__()
        self.question, self.choices, self.asked = question, tuple(choices), asked
        self.listing = Listing(self.columns, headed=False)
        self.listing.cursor = next((n for n, choice in enumerate(choices) if choice.value == current), 0)

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        with Vertical(id="choose"):
            yield Said(lambda: self.question() if callable(self.question) else _(self.question), classes="heading")
            yield self.listing
        yield KeyBar()

    def on_mount(self) -> None:
        """Fit to the answers."""
        self.listing.show(self.rows())
        self.listing.styles.height = len(self.choices)
        box = self.query_one("#choose")
        box.styles.width = self.width()
        box.set_class(drawing.RULE != drawing.LINE, "-ascii")
        aside = ("park", "recall") if self.asked else ()
        self.query_one(KeyBar).show(tuple(Live(action) for action in (*aside, "shift", "back")))
        self.listing.focus()

    def width(self) -> int:
        """As wide as the longest answer asks for."""
        longest = max((cell_len(_(choice.label)) for choice in self.choices), default=0)
        return min(max(longest + 12, 50), 78)

    def rows(self) -> list[Row]:
        """Each answer behind its letter."""
        return [Row(choice.value, (choice.key, _(choice.label))) for choice in self.choices]

    def action_back(self) -> None:
        """Esc: no answer."""
        self.dismiss(None)

    def action_park(self) -> None:
        """F4: the question is parked with the work it is about."""
        if self.asked:
            self.app.park()

    def action_recall(self) -> None:
        """F5: to other work; the question stays with its own."""
        if self.asked:
            self.app.recall()

    def action_call(self) -> None:
        """F7: the question is parked with the work it is about; one that is no part of it is left unanswered."""
        if not self.asked and not self.app.why_not_call():
            self.dismiss(None)
        self.app.call()

    def action_shift(self) -> None:
        """F12: the desk is locked at once; the question waits for its person."""
        self.app.lock()

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


def themes(labels: Mapping[str, str], current: str) -> Choose:
    """How the desk looks, by a digit."""
    choices = [Choice(str(number), name, label) for number, (name, label) in enumerate(labels.items(), 1)]
    return Choose(N_("Colours and lines"), choices, current=current)


def leaving() -> Choose:
    """What becomes of a form that is not saved."""
    return Choose(
        N_("This is not saved yet"),
        [
            Choice("k", "keep", N_("Keep editing")),
            Choice("p", "park", N_("Park it, and serve another")),
            Choice("d", "discard", N_("Discard what is typed")),
        ],
        asked="leave",
    )


def past_building() -> Choose:
    """What becomes of parked work whose screens cannot be built again."""
    return Choose(
        N_("This work cannot be brought back"),
        [Choice("k", "keep", N_("Keep it, and try again later")), Choice("d", "discard", N_("Discard what is typed"))],
    )


def unkept() -> Choose:
    """What becomes of work that the store does not take, when the program is closed."""
    return Choose(
        N_("The store does not take what is not finished"),
        [Choice("s", "stay", N_("Stay, and try again")), Choice("c", "close", N_("Close: it is lost"))],
    )


def unfinished(count: int, going: str) -> Choose:
    """What becomes of work that is not finished when its person goes, or the program is closed."""
    return Choose(
        lambda: _("Not finished: {count}", count=count),
        [Choice("s", "stay", N_("Stay, and finish it")), Choice("k", "keep", going)],
    )

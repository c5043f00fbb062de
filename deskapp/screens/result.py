"""What stands there after F9: the number in large, what to hand over, what to say to the customer, and what is next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from deskapp.i18n import _
from deskapp.screens.shown import shown

if TYPE_CHECKING:
    from deskapp.screens.form import Form


@dataclass(frozen=True)
class Outcome:
    """What is shown after F9: what was done, the number in large, what to hand over, what to say, what is next."""

    title: str
    big: str = ""
    hand_over: tuple[str, ...] = ()
    say: str = ""
    """A sentence for the customer, in the customer's language (`i18n.said_in`)."""
    next: str = ""
    slip: str = ""
    """Number of the slip that F8 shows."""
    facts: tuple[tuple[str, str], ...] = field(default=())


def in_large(text: str) -> list[Content]:
    """A number that is read across the counter: spaced out, on a plate three lines high."""
    spaced = f"   {' '.join(shown(text).plain)}   "
    blank = shown(" " * cell_len(spaced), style="reverse")
    return [blank, shown(spaced, style="bold reverse"), blank]


class Result(Widget, can_focus=True):
    """The result pane of a form. Enter goes home."""

    DEFAULT_CSS = "Result { height: 1fr; width: 100%; padding: 1 2; }"

    def __init__(self, form: Form) -> None:
        super().__init__(id="result")
        self.form = form

    def again(self) -> None:
        """Say it again."""
        self.refresh(layout=True)

    def render(self) -> Content:
        """Everything one needs now, from large to small."""
        result = self.form.result
        if result is None:
            return Content("")
        lines: list[Content] = [shown(f"+ {result.title}", style="bold")]
        if result.big:
            lines += [Content(""), *in_large(result.big), Content("")]
        lines += [shown(f"{name}: {value}") for name, value in result.facts]
        lines += [shown(_("Hand over: {what}", what=what)) for what in result.hand_over]
        if result.say:
            lines += [Content(""), shown(_("Say: {what}", what=result.say), style="bold")]
        lines += [Content(""), shown(result.next or _("Enter: back to the desk, ready for the next customer."))]
        return Content("\n").join(lines)

    def on_key(self, event: events.Key) -> None:
        """Enter: on to the next customer."""
        if event.key == "enter":
            event.stop()
            self.form.go_on()

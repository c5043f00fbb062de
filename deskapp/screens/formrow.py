"""One question of a form on the screen: its label, the line to type in, what may be typed, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, ScrollableContainer, Vertical
from textual.content import Content
from textual.widgets import Input

from deskapp import words
from deskapp.i18n import _
from deskapp.rules import members
from deskapp.rules.decisions import No
from deskapp.screens.entry import Entry
from deskapp.screens.fields import Field, matching, spelled, understand
from deskapp.screens.shown import Said, shown

if TYPE_CHECKING:
    from deskapp.screens.form import Form

ROOM = 50
"""Cells beside a choice at 80 columns."""
BELOW = 20
"""Cells that what stands below a field is indented by."""


def packed(parts: Iterable[str], width: int) -> Iterator[str]:
    """Parts in lines of this many cells, two spaces between them: a letter stays with its word."""
    line = ""
    for part in parts:
        if line and cell_len(line) + 2 + cell_len(part) > width:
            yield line
            line = part
        else:
            line = f"{line}  {part}" if line else part
    yield line


def _shape(field: Field) -> str:
    """How much room the line needs."""
    if field.options:
        return "-choice"
    return "-long" if field.most > 60 else ""


class FormRow(Vertical):
    """A field of a form. `value` is what was meant; `fault` stands under it until it is mended."""

    def __init__(self, field: Field, form: Form) -> None:
        super().__init__(id=f"row-{field.name}", classes=f"row {_shape(field)}")
        self.field, self.form = field, form
        self.fault: No | None = None
        self.begun_with = spelled(field, field.default, exponent=words.house().exponent)
        self.entry = Entry(
            self.begun_with,
            secret=field.kind == "pin",
            takes_scans=field.kind in ("code", "digits"),
            on_go=self._go,
            id=f"field-{field.name}",
        )

    def compose(self) -> ComposeResult:
        """Label, line, hint; the fault below."""
        with Horizontal(classes="ask"):
            yield Said(self._label, classes="label")
            yield self.entry
            yield Said(self._hint, classes="hint")
        if self.field.options:
            below = Said(self._options, classes="options")
            below.display = False
            yield below
        yield Said(self._fault, classes="fault")

    def _label(self) -> Content:
        mark = ">" if self.entry.has_focus else " "
        return shown(mark + _(self.field.label) + (" *" if self.field.required else "") + " ")

    def _hint(self) -> Content:
        if self.field.options:
            chosen = matching(self.field, self.entry.value)
            if chosen is not None:
                return shown(f" = {chosen.said}", style="bold")
            return shown("" if self._too_many() else " " + self._told())
        return shown(" " + _(self.field.help)) if self.field.help else Content("")

    def _each(self) -> list[str]:
        return [f"{choice.key} {choice.said}" for choice in self.field.options]

    def _told(self) -> str:
        return "  ".join(self._each())

    def _too_many(self) -> bool:
        return cell_len(self._told()) > ROOM

    def _options(self) -> Content:
        """What can be typed, below the field while it is asked, where it is too much to stand beside it."""
        wanted = self.entry.has_focus and self._too_many() and matching(self.field, self.entry.value) is None
        width = self.app.size.width - BELOW
        return Content("\n").join(shown(line) for line in packed(self._each(), width)) if wanted else Content("")

    def _fault(self) -> Content:
        return shown(f"! {words.sentence(self.fault)}", lines=True) if self.fault else Content("")

    # ---- what it holds

    @property
    def value(self) -> Any:
        """What was meant by what is typed, or a No. What the house has chosen from before may stay as it stood."""
        app = self.form.app
        meant = understand(
            self.field, self.entry.value, exponent=words.house().exponent, today=app.today(), now=app.doors.now()
        )
        stays = isinstance(meant, No) and self.field.kind == "choice" and self.begun_with and not self.changed
        return self.begun_with if stays else meant

    @property
    def changed(self) -> bool:
        """Whether the clerk has typed something here."""
        return self.entry.value != self.begun_with

    @property
    def named(self) -> str:
        """What is typed, as it stands in the list of parked work: a phone in the place of a card is masked."""
        typed = self.entry.value
        is_phone = self.field.name == self.form.customer_field and members.may_be_phone(typed)
        return members.mask_phone(typed) if is_phone else typed

    def fill(self, value: Any, *, as_begun: bool = False) -> None:
        """Put a value in, as if it were typed; `as_begun`: as if it had stood there from the beginning."""
        text = spelled(self.field, value, exponent=words.house().exponent)
        self.entry.value = text
        self.entry.cursor_position = len(text)
        if as_begun:
            self.begun_with = text

    def check(self) -> bool:
        """Look at what is typed; say under it what is wrong. Money and choices are put in their usual spelling."""
        value = self.value
        self.blame(value if isinstance(value, No) else None)
        return not isinstance(value, No)

    def blame(self, fault: No | None) -> None:
        """Say this under the field, or nothing any more."""
        self.fault = fault
        self.set_class(fault is not None, "-wrong")
        for said in self.query(".fault").results(Said):
            said.again()

    # ---- what is typed

    def on_descendant_focus(self) -> None:
        """The cursor is here: a mark before the label says so where no colour does."""
        self._marked()

    def on_descendant_blur(self) -> None:
        """The cursor has gone on."""
        self._marked()

    def _marked(self) -> None:
        self.query_one(".label", Said).again(layout=False)
        self._offer()

    def _offer(self) -> None:
        for said in self.query(".options").results(Said):
            said.again()
            said.display = bool(said.text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Typing mends a fault, shows the choice meant, and makes the consequence be thought over again."""
        event.stop()
        if self.fault is not None:
            self.blame(None)
        if self.field.options:
            self.query_one(".hint", Said).again(layout=False)
            self._offer()
        self.form.field_changed(self)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Left: looked at, unless nothing was typed yet."""
        event.stop()
        if self.entry.value:
            self.check()

    def _go(self, _entry: Entry, key: str) -> None:
        self.form.went(self, key)


class Fields(ScrollableContainer):
    """The rows of a form. However their room changes, the one with the cursor is in sight, and what stands below it."""

    def on_mount(self) -> None:
        """A row that grows or comes changes what is to be scrolled over, not the room for it."""
        self.watch(self, "virtual_size", self._changed, init=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Something above or below has come or gone."""
        self._changed()

    def _changed(self) -> None:
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        here = self.screen.focused if self.is_attached else None
        row = next((each for each in here.ancestors if isinstance(each, FormRow)), None) if here else None
        if row is not None and self in row.ancestors:
            self.scroll_to_widget(row, animate=False)

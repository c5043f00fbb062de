"""F1: the keys that live on the screen one came from, then every command word, from the lists the keys work by."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from deskapp import keys
from deskapp.i18n import N_, _
from deskapp.screens.commands import COMMANDS
from deskapp.screens.frame import Frame
from deskapp.screens.listing import Column, Listing, Row


class Help(Frame):
    """What can be pressed and typed, as it is now."""

    heading = N_("Help")
    searches = False
    bar: ClassVar[tuple[str, ...]] = ("back",)

    def __init__(self, about: Frame) -> None:
        super().__init__()
        self.about = about
        self.listing = Listing((Column(width=14), Column(width=18), Column()), headed=False, id="help")

    def body(self) -> ComposeResult:
        """One list."""
        yield self.listing

    def first_focus(self) -> None:
        """The list."""
        self.listing.focus()

    def on_mount(self) -> None:
        """Fill it."""
        self._fill()

    def relabelled(self) -> None:
        """In another language now."""
        self._fill()

    def _fill(self) -> None:
        rows = [self._key(action) for action in self.about.live_actions()]
        seen = {row.key for row in rows}
        rows += [row for action in ("omnibox", "commands") if (row := self._key(action)).key not in seen]
        group = _("Commands, typed in the search line")
        if self.about.searches:
            rows += [
                Row(f"command:{each.opens}", (" ".join(each.aliases[:2]), _(each.label), _(each.help)), group=group)
                for each in COMMANDS
            ]
        self.listing.show(rows)

    def _key(self, action: str) -> Row:
        key = keys.KEYS[action]
        label = _(self.about.label_of(action) or key.label)
        why = self.about.why_not(action)
        told = f"{_(key.help)} ({why})" if why else _(key.help)
        group = _("Keys: {screen}", screen=_(self.about.heading)) if self.about.heading else _("Keys")
        return Row(
            f"key:{action}", (keys.name_of(keys.key_of(action)), label, told), tone="dim" if why else "", group=group
        )

    def action_help(self) -> None:
        """F1 again goes back."""
        self.app.back()

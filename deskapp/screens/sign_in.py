"""The door of the desk: staff number and PIN. What is typed while the store is still opening waits for it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from deskapp import keys
from deskapp.i18n import N_, _
from deskapp.rules import text
from deskapp.rules.decisions import No
from deskapp.screens.entry import Entry
from deskapp.screens.frame import Frame
from deskapp.screens.shown import Said


class SignIn(Frame):
    """The first screen, and the one in front of a locked desk."""

    CSS_PATH: ClassVar[Path | None] = None
    searches = False
    heading = N_("Sign in")
    bar: ClassVar[tuple[str, ...]] = ("help", "do_it")

    def __init__(self) -> None:
        super().__init__()
        self.number = Entry(on_go=self._go, id="number")
        self.pin = Entry(secret=True, on_go=self._go, id="pin")
        self.ahead = Entry(on_go=self._go, id="ahead")
        self.entered = False
        self.busy = False

    def body(self) -> ComposeResult:
        """Two lines to type in."""
        with Vertical(id="sign-in"):
            yield Said(lambda: _("Who is at the desk?"), classes="heading")
            with Horizontal(classes="ask"):
                yield Said(lambda: _("Staff number"), classes="label")
                yield self.number
            with Horizontal(classes="ask"):
                yield Said(lambda: _("PIN"), classes="label")
                yield self.pin
            yield Said(self._waiting, id="waiting", classes="hint")
            yield self.ahead

    def _waiting(self) -> str:
        if self.app.trouble_opening is not None:
            return why_closed(self.app.trouble_opening)
        if self.app.desks:
            return _("Locked: whoever signs in finds their own work again.")
        return "" if self.app.house else _("The store is opening; type on, nothing is lost.")

    def on_mount(self) -> None:
        """Nothing is typed ahead yet."""
        self.ahead.display = False

    def first_focus(self) -> None:
        """The number first."""
        self.set_focus(self.number)

    def on_screen_resume(self) -> None:
        """Somebody has locked the desk: nothing of the last PIN is left."""
        self.pin.value = ""
        if self.ready.is_set():
            self.first_focus()

    def _go(self, entry: Entry, key: str) -> None:
        if entry is self.number and key != "up":
            self.set_focus(self.pin)
        elif entry is self.pin and key == "up":
            self.set_focus(self.number)
        elif entry is self.pin and key == "enter":
            self.action_do_it()
        elif entry is self.ahead:
            self.entered = key == "enter"

    def label_of(self, action: str) -> str:
        """F9 signs in here."""
        return N_("Sign in") if action == "do_it" else ""

    def why_not(self, action: str) -> str:
        """Nothing but signing in is done at the door."""
        if action == "do_it":
            return _("Wait: the PIN is being checked.") if self.busy else ""
        return _("Sign in first.") if action in ("customer", "shift", "slip") else ""

    def action_do_it(self) -> None:
        """Sign in with what is typed."""
        if self.live("do_it"):
            self._wait(True)
            number = text.digits(self.number.value) or self.number.value.strip()
            self.writing(partial(self._sign_in, number, self.pin.value))

    async def _sign_in(self, number: str, pin: str) -> None:
        try:
            if self.app.trouble_opening is not None:
                self.app.opened.clear()
                self.app.open_store()
            await self.app.opened.wait()
            if self.app.house is None:
                self.say(self._waiting(), "no")
                return
            answer = await self.app.sign_in(number, text.code(pin))
        finally:
            self._wait(False)
        if isinstance(answer, No):
            self._refused(answer)
            return
        ahead, self.ahead.value = self.ahead.value, ""
        self.say("")
        self.number.value = self.pin.value = ""
        self.app.signed_in(answer)
        if ahead:
            await self.app.type_ahead(ahead, entered=self.entered)

    def _wait(self, busy: bool) -> None:
        """While the PIN is checked, what is typed is for the search line behind the door: the next card, a name."""
        self.busy = busy
        self.ahead.display = busy
        self.set_focus(self.ahead if busy else self.pin)
        self.show_keys()

    def _refused(self, reason: No) -> None:
        self.say(reason)
        field = self.number if reason.field == "number" else self.pin
        self.pin.value = ""
        self.set_focus(field)

    def action_back(self) -> None:
        """There is nothing behind the door."""
        self.first_focus()


def why_closed(error: Exception) -> str:
    """What a person can do about a store that does not open."""
    match type(error).__name__:
        case "StoreMissing":
            return _(
                "There is no store here yet. `deskapp demo` or `deskapp init` makes one; then {key}.",
                key=keys.name("do_it"),
            )
        case "StoreIsNewer":
            return _("This store was made by a newer deskapp: update the program on this counter first.")
        case "NotAStore":
            return _("What is there is not a store of deskapp. Look at the address in the settings.")
    why = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return _("The store cannot be opened ({why}). {key} tries again.", key=keys.name("do_it"), why=why[:200])

"""The desk's program: paints first, opens the store second; knows every screen, who is signed in and who is in front.

Whatever a screen wants of the store goes through `ask` and `read`, off the event loop. Each person's work is a mode of
its own, so that a locked desk can serve somebody else and nothing of the first person's is lost.
"""

from __future__ import annotations

import gc
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events

from deskapp import keys, words
from deskapp.i18n import _, language, set_language
from deskapp.looks import Looks, looks
from deskapp.places import FOUND, OF_A_MEMBER, SCREENS
from deskapp.rules.decisions import No
from deskapp.screens import shown as drawing
from deskapp.screens.asking import Asking
from deskapp.screens.doors import Doors, House, StoreDoors
from deskapp.screens.frame import Frame
from deskapp.screens.sign_in import SignIn
from deskapp.trouble import written_down

if TYPE_CHECKING:
    from deskapp.screens.customer import InFront

T = TypeVar("T")

DOOR = "door"


class DeskApp(Asking):
    """One counter of the store in one terminal."""

    CSS_PATH = Path(__file__).parent / "screens" / "door.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = ""
    DEFAULT_MODE = DOOR

    def __init__(
        self,
        url: str = "",
        *,
        counter: str = "A",
        doors: Doors | None = None,
        given: Looks | None = None,
        clock: Any = None,
    ) -> None:
        super().__init__(doors or StoreDoors(url, counter, clock))
        self.looks = given or looks()
        set_language(self.looks.language)
        self.unknown_keys = keys.remap(self.looks.keys)
        drawing.RULE = "-" if self.looks.ascii_only else "─"
        self.house: House | None = None
        self.trouble_opening: Exception | None = None
        self.desks: dict[str, Any] = {}
        self.customers: dict[str, InFront | None] = {}
        self.languages: dict[str, str] = {}

    # ---- starting and stopping

    def get_default_screen(self) -> SignIn:
        """The door. Were it a mode from the start, every style would be read twice before the first picture."""
        return SignIn()

    def on_mount(self) -> None:
        """The first picture stands: now open the store behind it."""
        self.add_mode(DOOR, SignIn)
        self.set_keymap(keys.given())
        if self.looks.theme in self.available_themes:
            self.theme = self.looks.theme
        self.call_after_refresh(self.open_store)
        self.set_interval(1.0, self._tick)

    def open_store(self) -> None:
        """Open the store in the background; what is typed meanwhile stays where it is typed."""
        self.run_worker(self.carefully(self._open_store), group="open", exit_on_error=False)

    async def _open_store(self) -> None:
        try:
            self.house = await self.in_turn(self._import_and_open)
        except Exception as error:
            written_down(error)
            self.trouble_opening = error
        else:
            words.of_house(words.House(self.house.currency, self.house.zone, self.house.tiers))
            self.trouble_opening = None
        self.opened.set()
        self._tell_again()
        gc.freeze()

    def _import_and_open(self) -> House:
        """In another thread: what home needs, then the store."""
        import_module("deskapp.screens.home")
        return self.doors.open()

    # ---- who, where, when

    def place(self) -> str:
        """Store, counter, and who is signed in."""
        if self.house is None:
            return _("Opening the store ...") if self.trouble_opening is None else _("The store is closed")
        names = self.house.names
        name = names.get(language()) or next(iter(names.values()), "")
        who = f"   {self.desk.staff.name} {self.desk.staff.number}" if self.desk and self.desk.staff else ""
        demo = " (" + _("demo") + ")" if self.house.is_demo else ""
        return f"{name}{demo}  {self.house.counter}{who}"

    def moment(self) -> str:
        """Date and time by the store's clock."""
        return words.moment(self.doors.now())

    def today(self) -> date:
        """The business date."""
        return self.doors.today()

    @property
    def customer(self) -> InFront | None:
        """The customer in front of the person now signed in."""
        return self.customers.get(self.current_mode)

    def put_in_front(self, customer: InFront | None) -> None:
        """This customer, or nobody, is in front from now on."""
        self.customers[self.current_mode] = customer
        for screen in self.screen_stack:
            if isinstance(screen, Frame) and screen.is_mounted:
                screen.customer_changed()

    async def attach(self, member: str) -> InFront | None:
        """Bring a member in front, by member number or card; None (and said why) when there is no such member."""
        view = await self.read("members.show", member=member)
        if isinstance(view, No):
            self.say(view)
            return None
        from deskapp.screens.customer import in_front

        self.put_in_front(in_front(view))
        return self.customer

    def release(self) -> None:
        """The customer in front has gone."""
        self.put_in_front(None)

    # ---- screens

    @property
    def top(self) -> Frame | None:
        """The screen on top, unless it is a question or the program is closing."""
        stack = self.screen_stack
        return stack[-1] if stack and isinstance(stack[-1], Frame) else None

    def open(self, name: str, **context: Any) -> None:
        """Open a screen by its name. Its module is imported now, if it was not before."""
        module, _colon, made = SCREENS[name].partition(":")
        self.push_screen(getattr(import_module(module), made)(**context))

    def back(self) -> None:
        """Leave the screen on top; home is never left."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def go_home(self) -> None:
        """Leave what is done, back to home with the search line ready; work that is not saved yet is not left."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
            if self.top is not None and self.top.unsaved():
                self.say(_("This was still open, and is not saved yet."))
                return
        if self.top is not None and self.top.searches:
            self.top.omnibox.clear()
            self.top.first_focus()

    def go(self, choice: Any) -> None:
        """Go where a choice in the search line leads: a command, a member, another record."""
        from deskapp.screens.commands import Command

        if isinstance(choice, Command):
            self.command(choice.opens)
        elif choice.kind in ("member", "card"):
            self.go_to_member(choice.key)
        elif choice.kind in FOUND:
            name, takes = FOUND[choice.kind]
            self.open(name, **{takes: choice.key})

    def go_to_member(self, key: str) -> None:
        """Bring a member in front, by number or card, and open them."""
        work = self.carefully(partial(self._go_to_member, key))
        self.run_worker(work, group="go", exclusive=True, exit_on_error=False)

    async def _go_to_member(self, key: str) -> None:
        customer = await self.attach(key)
        if customer is not None:
            self.open("member")
            for card in getattr(customer.view, "cards", ()):
                if card.number == key and card.state in ("lost", "replaced"):
                    self.say(No(f"card_{card.state}", {"card": key, "replaced_by": card.replaced_by}), "no")

    def command(self, name: str) -> None:
        """Do what a command word says: an act of the frame, or a screen to open."""
        acts = {
            "quit": self.ask_to_quit, "lock": self.ask_to_lock, "language": self.ask_language, "release": self.release,
        }  # fmt: skip
        if act := acts.get(name):
            act()
        elif name in OF_A_MEMBER and (self.customer is None or not self.customer.number):
            self.say(_("No customer is in front: find one in the search line."), "no")
        else:
            if self.top is not None and self.top.finished():
                self.pop_screen()
            self.open(name)

    def say(self, message: Any, tone: str = "") -> None:
        """Say this on the screen on top."""
        if self.top is not None:
            self.top.say(message, tone)

    # ---- language, lock, leaving

    def ask_language(self) -> None:
        """Offer the four languages, each by its own name."""
        from deskapp.screens.choose import languages

        self.push_screen(languages(), lambda code: self.speak(code) if code else None)

    def speak(self, code: str) -> None:
        """Speak this language from now on."""
        set_language(code)
        self.languages[self.current_mode] = code
        self._tell_again()

    def _tell_again(self) -> None:
        for screen in (*self.screen_stack,):
            if isinstance(screen, Frame) and screen.is_mounted:
                screen.tell_again()

    def ask_to_lock(self) -> None:
        """Lock, or sign off."""
        from deskapp.screens.choose import locking

        if self.desk is not None:
            acts = {"lock": self.lock, "off": self.sign_off}
            self.push_screen(locking(), lambda choice: acts[choice]() if choice else None)

    def lock(self) -> None:
        """Put the door in front of everything. The screens behind it stay as they are."""
        if self.desk is not None:
            self.desk = None
            self.switch_mode(DOOR)

    def unfinished(self) -> Frame | None:
        """The first open work that has something typed in it, anywhere."""
        stacks = [self.get_screen_stack(mode) for mode in self.desks if mode in self._screen_stacks]
        return next((s for stack in stacks for s in stack if isinstance(s, Frame) and s.unsaved()), None)

    def sign_off(self) -> None:
        """The person at the desk goes; unsaved work is asked about first."""
        if any(isinstance(screen, Frame) and screen.unsaved() for screen in self.screen_stack):
            self.say(_("Something here is not saved yet: save or discard it first, or lock the desk."), "no")
            return
        mode = self.current_mode
        self.lock()
        self.desks.pop(mode, None)
        self.customers.pop(mode, None)
        self.remove_mode(mode)

    def ask_to_quit(self) -> None:
        """Close the program, unless something typed would be lost."""
        if self.unfinished():
            self.say(_("Something here is not saved yet: save or discard it first, or lock the desk."), "no")
        else:
            self.exit()

    async def action_quit(self) -> None:
        """Ctrl+Q."""
        self.ask_to_quit()

    def signed_in(self, desk: Any) -> None:
        """Somebody has signed in: back to their own screens, or to a fresh home."""
        from deskapp.screens.home import Home

        self.touched = monotonic()
        mode = f"desk-{desk.staff.number}"
        if mode not in self.desks:
            self.add_mode(mode, Home)
        self.desks[mode] = self.desk = desk
        set_language(self.languages.get(mode, self.looks.language))
        self.switch_mode(mode)

    async def type_ahead(self, text: str, *, entered: bool) -> None:
        """Put into the search line what was typed while the door was still closed."""
        home = self.top
        if home is not None and home.searches:
            await home.ready.wait()
            home.omnibox.begin(text + home.omnibox.entry.value)
            if entered:
                self.post_message(events.Key("enter", "\r"))

    # ---- keys and time

    def _tick(self) -> None:
        """Once a second: the minute, and the lock when nobody has touched a key for long."""
        if self.desk is not None and self.house and monotonic() - self.touched > self.house.idle_minutes * 60:
            self.lock()
        if self.top is not None:
            self.top.minute()

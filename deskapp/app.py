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
from typing import Any, TypeVar

from rich.cells import cell_len
from textual import events

from deskapp import keys, scanner, words
from deskapp.i18n import N_, _, set_language
from deskapp.looks import Looks, looks
from deskapp.places import FOUND, OF_A_MEMBER
from deskapp.rules.decisions import No
from deskapp.scanner import Burst
from deskapp.screens.choose import languages, unfinished, unkept
from deskapp.screens.doors import Doors, House, StoreDoors
from deskapp.screens.frame import Frame
from deskapp.screens.keeping import EVERY
from deskapp.screens.on_duty import OnDuty
from deskapp.screens.parking import made
from deskapp.screens.sign_in import SignIn
from deskapp.screens.works import frames
from deskapp.trouble import written_down

T = TypeVar("T")

DOOR = "door"


class DeskApp(OnDuty):
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
        self.refused_keys = keys.remap(self.looks.keys)
        self.burst = Burst(scanner.read(self.looks.scanner))
        self.dress(self.looks)
        self.house: House | None = None
        self.trouble_opening: Exception | None = None
        self.languages: dict[str, str] = {}

    # ---- starting and stopping

    def get_default_screen(self) -> SignIn:
        """The door. Were it a mode from the start, every style would be read twice before the first picture."""
        return SignIn()

    def on_mount(self) -> None:
        """The first picture stands: now open the store behind it."""
        self.add_mode(DOOR, SignIn)
        self.set_keymap(keys.given())
        self.call_after_refresh(self.open_store)
        self.call_after_refresh(self._say_settings)
        self.set_interval(1.0, self._tick)
        self.set_interval(EVERY, self.keep_all)

    def _say_settings(self) -> None:
        """Say what of the settings was not taken."""
        keys_refused = [each.said for each in self.refused_keys]
        if faults := [*keys_refused, *scanner.faults(self.looks.scanner), *self.theme_faults]:
            self.say(_("Not taken from the settings: {faults}", faults=" ".join(faults)), "no")

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
            house = self.house
            words.of_house(words.House(house.currency, house.zone, house.tiers, house.classes))
            self.trouble_opening = None
        self.opened.set()
        self._tell_again()
        gc.freeze()

    def _import_and_open(self) -> House:
        """In another thread: what home needs, then the store."""
        import_module("deskapp.screens.home")
        return self.doors.open()

    # ---- who, where, when

    def place(self, room: int = 0) -> str:
        """Store, counter, the shift that is open, and who is signed in; where there is no room, not the store."""
        if self.house is None:
            return _("Opening the store ...") if self.trouble_opening is None else _("The store is closed")
        name, counter = words.called(self.house.names), words.called(self.house.counter)
        who = f"   {self.desk.staff.name} {self.desk.staff.number}" if self.desk and self.desk.staff else ""
        demo = " (" + _("demo") + ")" if self.house.is_demo else ""
        shift = f"   {self.shift_called()}" if who and self.shift is not None else ""
        whole = f"{name}{demo}  {counter}{shift}{who}"
        return f"{counter}{demo}{shift}{who}" if shift and cell_len(whole) > room > 0 else whole

    def moment(self) -> str:
        """Date and time by the store's clock."""
        return words.moment(self.doors.now())

    def today(self) -> date:
        """The business date."""
        return self.doors.today()

    # ---- screens

    def open(self, name: str, /, **context: Any) -> None:
        """Open a screen by its name."""
        self.push_screen(made(name, context))

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

    def served(self) -> None:
        """Home from a result. Nobody is in front any more, lest the next customer's work be done for this one."""
        self.go_home()
        if self.customer is not None and len(self.screen_stack) == 1:
            key, who = keys.name("customer"), self.customer.name
            self.say(_("{who} is served. {key} brings them back.", who=who, key=key) if self.customer.number else "")
            self.release()

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
            "quit": self.ask_to_quit, "lock": self.lock, "sign_off": self.sign_off, "language": self.ask_language,
            "release": self.release,
            "park": self.park, "recall": self.recall, "theme": self.ask_theme, "help": self.help,
            "call": self.call, "shift": self.ask_shift, "count_shift": self.count_shift,
        }  # fmt: skip
        if act := acts.get(name):
            act()
        elif name in OF_A_MEMBER and (self.customer is None or not self.customer.number):
            self.say(_("No customer is in front: find one in the search line."), "no")
        else:
            if self.top is not None and self.top.finished():
                self.pop_screen()
            self.open(name)

    def help(self) -> None:
        """How the work on this screen is done."""
        if self.top is not None:
            self.top.action_help()

    def say(self, message: Any, tone: str = "") -> None:
        """Say this on the screen on top, beneath a question that lies over it."""
        if self.ground is not None:
            self.ground.say(message, tone)

    # ---- language, lock, leaving

    def ask_language(self) -> None:
        """Offer the four languages, each by its own name."""
        self.push_screen(languages(), lambda code: self.speak(code) if code else None)

    def speak(self, code: str) -> None:
        """Speak this language from now on."""
        set_language(code)
        if self.desk is not None:
            self.languages[self.desk.staff.number] = code
        self._tell_again()

    def _tell_again(self) -> None:
        for screen in (*self.screen_stack,):
            if isinstance(screen, Frame) and screen.is_mounted:
                screen.tell_again()

    def lock(self) -> None:
        """Put the door in front of everything. The screens behind it stay as they are."""
        if self.desk is not None:
            for screen in frames(self.screen_stack):
                screen.put_aside()
            self.keep_all()
            self.desk = None
            self.switch_mode(DOOR)

    def sign_off(self) -> None:
        """The person at the desk goes. What they have not finished is never lost without a word."""
        if self.posting():
            self.say(_("Wait: this is being posted."), "no")
        elif left := self.unfinished(self.desk.staff.number):
            going = N_("Sign off: it is offered when you are back")
            self.push_screen(unfinished(len(left), going), lambda choice: self._off() if choice == "keep" else None)
        else:
            self._off()

    def _off(self) -> None:
        staff = self.desk.staff.number
        self.lock()
        self.lay_to_sleep(staff)
        self.languages.pop(staff, None)
        self.desks.pop(staff, None)

    def ask_to_quit(self) -> None:
        """Close the program. What is not finished is kept for the next start, and that is said first."""
        if self.posting():
            self.say(_("Wait: this is being posted."), "no")
        elif left := self.unfinished():
            going = N_("Close: it is offered at the next sign-in")
            self.push_screen(unfinished(len(left), going), lambda choice: self._close() if choice == "keep" else None)
        else:
            self._close()

    def _close(self) -> None:
        self.run_worker(self.carefully(self._close_when_kept), exit_on_error=False)

    async def _close_when_kept(self) -> None:
        if await self.all_kept():
            self.exit()
        else:
            self.push_screen(unkept(), lambda choice: self.exit() if choice == "close" else None)

    async def action_quit(self) -> None:
        """Ctrl+Q."""
        self.ask_to_quit()

    def signed_in(self, desk: Any) -> None:
        """Somebody has signed in: back to their own screens, or to a fresh home."""
        self.touched = monotonic()
        staff = desk.staff.number
        self.desks[staff] = self.desk = desk
        set_language(self.languages.get(staff, self.looks.language))
        self.begin(desk)

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

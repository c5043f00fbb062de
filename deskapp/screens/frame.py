"""The frame that every screen shares: who and when at the top, the search line, the work, a message, the keys.

What a key does here is one method; why it would do nothing now is another, and the clerk hears it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from deskapp import keys, words
from deskapp.i18n import _, language
from deskapp.rules.decisions import No
from deskapp.screens import shown as drawing
from deskapp.screens.entry import Entry
from deskapp.screens.keybar import KeyBar, Live
from deskapp.screens.shown import Said, placed, shown
from deskapp.screens.standing import Standing

FRAME_KEYS = (
    "help", "omnibox", "customer", "park", "recall", "next_pane", "call", "slip", "do_it", "shift", "back", "commands",
)  # fmt: skip


def bindings(*actions: str) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Bindings for these actions of `keys.KEYS`. They come before the focused field: no field can swallow them."""
    return [Binding(keys.KEYS[a].key, a, keys.KEYS[a].label, id=a, priority=True) for a in actions]


class Rule(Widget):
    """A line across the screen."""

    DEFAULT_CSS = "Rule { height: 1; width: 100%; }"

    def render(self) -> Content:
        """Drawn with the one sign that the settings allow."""
        return Content(drawing.RULE * self.size.width)


class Frame(Standing):
    """The base of every screen. A subject gives `heading`, `body()`, and what its keys do.

    Handlers named `on_*` run for the subclass and then for this class, by themselves: they never call `super()`.
    """

    BINDINGS = bindings(*FRAME_KEYS)
    AUTO_FOCUS = ""
    CSS_PATH: ClassVar[Path | None] = Path(__file__).parent / "desk.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (100, "-wide"),
    ]

    heading: ClassVar[str] = ""
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "shift", "back")
    """The keys in the KeyBar, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.spoken = language()

    # ---- what stands where

    def compose(self) -> ComposeResult:
        """Top line, search line, customer, work, message, keys."""
        yield Said(self._top, id="top")
        if self.searches:
            from deskapp.screens.omnibox import Omnibox

            omnibox = Omnibox()
            yield omnibox
            yield omnibox.results
        yield Rule()
        if self.searches:
            yield Said(self._strip, id="strip")
        with Container(id="work"):
            yield from self.body()
        yield Said(self._message, id="message")
        yield Rule()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """The work itself."""
        yield from ()

    def first_focus(self) -> None:
        """Put the cursor where one types first."""
        if self.searches:
            self.omnibox.begin()

    def _top(self) -> Content:
        now = self.app.moment()
        room = max(self.size.width - cell_len(now) - 3, 0)
        return shown(f" {placed(self.app.place(room), room)} {now} ")

    def _strip(self) -> Content:
        from deskapp.screens.customer import strip

        return strip(self.app.customer, self.size.width)

    def _message(self) -> Content:
        if not self.message:
            return Content("")
        said = words.sentence(self.message) if isinstance(self.message, No) else self.message
        mark = {"no": "!", "done": "+"}.get(self.tone, "*")
        return shown(f" {mark} {said}", lines=True)

    # ---- what happens to it

    def on_mount(self) -> None:
        """Everything is in its place: take the keys that were typed meanwhile."""
        self.tell_again()
        self.first_focus()
        self.built = True
        self.ready.set()

    def on_screen_resume(self) -> None:
        """Back on top: the language, the customer and the time may have changed meanwhile."""
        self.tell_again()
        if self.is_mounted and self.ready.is_set() and self.focused is None:
            self.first_focus()

    def on_resize(self) -> None:
        """The one-line texts are cut anew."""
        self.call_after_refresh(self.tell_again)

    def tell_again(self) -> None:
        """Say every text again; what has not changed is not repainted."""
        relabel = self.spoken != language()
        self.spoken = language()
        for said in self.query(Said):
            said.again()
        for strip_line in self.query("#strip"):
            strip_line.display = self.app.customer is not None
        self.show_keys()
        if relabel:
            self.relabelled()

    def relabelled(self) -> None:
        """The language has changed: what is no `Said` says itself again."""
        self.query("Listing").refresh()

    def show_keys(self) -> None:
        """Show which keys live now."""
        spare = self._live("call") if self.app.desk is not None else None
        for bar in self.query(KeyBar):
            bar.show(tuple(self._live(action) for action in self.in_bar()), spare)

    def _live(self, action: str) -> Live:
        count = len(self.app.parked) if action == "recall" else 0
        return Live(action, self.why_not(action), self.label_of(action), count)

    def in_bar(self) -> tuple[str, ...]:
        """The keys in the bar: those of the screen, and behind the customer's F4, and F5 once something is parked."""
        mine = self.live_actions()
        if not self.searches or self.app.desk is None:
            return mine
        aside = ("park", *(("recall",) if self.app.parked else ()))
        place = mine.index("customer") + 1 if "customer" in mine else 1
        return (*mine[:place], *aside, *mine[place:])

    def live_actions(self) -> tuple[str, ...]:
        """The keys in the bar at this moment."""
        return self.bar

    def label_of(self, action: str) -> str:
        """Another word for a key here (marked with N_), or nothing for the usual one."""
        return ""

    def why_not(self, action: str) -> str:
        """Why this key would do nothing now, or nothing if it would."""
        if action == "customer" and self.app.customer is None and not (self.app.work and self.app.work.before):
            return _("No customer is in front: find one in the search line.")
        if action == "park":
            return self.app.why_not_park()
        if action == "recall":
            return self.app.why_not_recall()
        if action == "do_it" and self.searches and self.omnibox.results.display:
            return _(
                "What was found lies over the work: choose from it, or put it away with {key}.", key=keys.name("back")
            )
        if action == "call":
            return self.app.why_not_call()
        if (action == "do_it" and type(self).action_do_it is Frame.action_do_it) or (
            action == "slip" and type(self).action_slip is Frame.action_slip
        ):
            return _("There is nothing here to do with this key.")
        return ""

    def say(self, message: str | No, tone: str = "") -> None:
        """Say this in the message line: a sentence, or a refusal in words. It stands until the next one."""
        self.message, self.tone = message, tone or ("no" if isinstance(message, No) else "")
        for line in self.query("#message").results(Said):
            line.set_class(self.tone == "no", "-no")
            line.again()

    def reading(self, work: Callable[[], Awaitable[None]], *, group: str = "read") -> None:
        """Do this in the background; a newer one of the same group takes its place. A screen that was closed while it
        was writing has nothing left to show it on."""
        if self.display:
            self.run_worker(self.app.carefully(work), group=group, exclusive=True, exit_on_error=False)

    def writing(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do this in the background to its end: never taken back, never doubled."""
        self.app.run_worker(self.app.carefully(work), group="write", exit_on_error=False)

    def minute(self) -> None:
        """Time goes on; nothing is repainted while something is being typed, which would disturb an input method."""
        if not (isinstance(self.focused, Entry) and self.focused.value):
            self.tell_top()

    def tell_top(self) -> None:
        """Say the top line again; what has not changed is not repainted."""
        for top in self.query("#top").results(Said):
            top.again()

    # ---- what the search line and the customer in front ask of a screen

    def picked(self, choice: Any) -> None:
        """A record or a command was chosen in the search line."""
        self.app.go(choice)

    def typed_in_omnibox(self, text: str) -> None:
        """The search line holds this now: what was said about the work before is over."""
        if text:
            self.say("")

    def entered_nothing(self) -> None:
        """Enter in an empty search line: on to the work."""
        self.action_next_pane()

    def customer_changed(self) -> None:
        """Somebody else, or nobody, is in front now."""
        self.tell_again()

    def parked_changed(self) -> None:
        """More or less is parked than before."""
        self.show_keys()

    # ---- the keys

    def live(self, action: str) -> bool:
        """Whether the key does something now; if not, the clerk hears why."""
        if why := self.why_not(action):
            self.say(why, "no")
        return not why

    def action_help(self) -> None:
        """F1."""
        self.app.open("help")

    def action_omnibox(self) -> None:
        """F2."""
        if self.searches:
            self.omnibox.begin()

    def action_commands(self) -> None:
        """Ctrl+P."""
        if self.searches:
            self.omnibox.begin(">")

    def action_customer(self) -> None:
        """F3: who is in front, else who was before."""
        if not self.live("customer"):
            return
        if self.app.customer is None and self.app.work is not None:
            self.app.go_to_member(self.app.work.before)
        else:
            self.app.open("member")

    def action_park(self) -> None:
        """F4."""
        self.app.park()

    def action_recall(self) -> None:
        """F5."""
        self.app.recall()

    def action_call(self) -> None:
        """F7."""
        self.app.call()

    def panes(self) -> list[Widget]:
        """The parts that F6 walks through."""
        inside = [w for w in self.query("#work Listing, #work .pane") if w.focusable]
        return [*([self.omnibox.entry] if self.searches else []), *inside]

    def action_next_pane(self) -> None:
        """F6."""
        if self.searches:
            self.omnibox.put_away()
        panes = self.panes()
        here = next((n for n, pane in enumerate(panes) if pane is self.focused), -1)
        if panes:
            self.set_focus(panes[(here + 1) % len(panes)])

    def action_slip(self) -> None:
        """F8: nothing, unless a screen knows better."""
        self.live("slip")

    def action_do_it(self) -> None:
        """F9: nothing, unless a screen knows better."""
        self.live("do_it")

    def action_shift(self) -> None:
        """F12."""
        self.app.ask_shift()

    def action_back(self) -> None:
        """Esc: first the search line is put away, then the screen is left."""
        if self.searches and self.omnibox.entry.value:
            self.omnibox.clear()
            self.first_focus()
        else:
            self.leave()

    def leave(self) -> None:
        """One step back."""
        self.app.back()

    def on_key(self, event: events.Key) -> None:
        """What no part of the screen took: typed text goes to the search line, so that nothing typed is lost."""
        if event.is_printable and event.character:
            event.stop()
            self.typed(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """A scanner that pastes, while a list has the keys."""
        self.typed(" ".join(event.text.split()))

    def typed(self, text: str) -> None:
        """Take in what was typed where nothing takes text: into the field with the cursor, else the search line."""
        if isinstance(self.focused, Entry):
            self.focused.insert_text_at_cursor(text)
        elif self.searches:
            self.omnibox.begin(self.omnibox.entry.value + text)

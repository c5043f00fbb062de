"""What the terminal makes of a key: its name, sign and time, whether a scanner typed it, what it does here."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.content import Content

from deskapp import keys
from deskapp.i18n import N_, _
from deskapp.scanner import Burst, Scanner, quick
from deskapp.screens.shown import Said, placed, shown

ESCAPE = "escape"
LEAVE = 1.0
"""Esc twice within so many seconds leaves."""
MOST = 200
HEADS = (N_("Key"), N_("Sign"), N_("Code points"), N_("ms"), N_("Typed by"), N_("What it does"))
WIDTHS = (13, 4, 14, 6, 8, 22)
TYPED_BY = 4
RULE = "-" * 79


class TryKeys(App[None]):
    """A list of the keys pressed, the newest on top, over the table of all keys."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding("ctrl+q", "quit", priority=True)]  # noqa: RUF012
    CSS = """
    #pressed { height: 1fr; scrollbar-size: 0 0; }
    #said { height: auto; max-height: 50%; width: 100%; }
    .head { text-style: bold; height: auto; }
    #known { height: 1fr; scrollbar-size: 0 0; }
    Screen { overflow: hidden; }
    """

    def __init__(self, table: Sequence[str], how: Scanner) -> None:
        super().__init__()
        self.table, self.burst = tuple(table), Burst(how)
        self.pressed: list[list[str]] = []
        self.scanned = ""
        self._last = float("-inf")
        self._escaped = float("-inf")

    def compose(self) -> ComposeResult:
        """The table, what was pressed, how to leave."""
        with ScrollableContainer(id="known", can_focus=False):
            yield Said(lambda: lines(self.table))
        yield Said(self._head, classes="head")
        with ScrollableContainer(id="pressed", can_focus=False):
            yield Said(lambda: lines([_line(cells) for cells in self.pressed]))
        yield Said(self._foot, id="said")

    def _head(self) -> Content:
        return lines([RULE, _line([_(head) for head in HEADS])])

    def _foot(self) -> Content:
        scanned = [" " + _("Scanned: {text}", text=self.scanned)] if self.scanned else []
        leave = keys.name_of(ESCAPE)
        told = _(
            "Press a key or scan something. What does not appear here does not arrive. {key} twice leaves.", key=leave
        )
        return lines([RULE, *scanned, " " + told])

    async def on_event(self, event: events.Event) -> None:
        """Nothing is hidden from the list: keys are told of before anything else has them."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._told(event)
            if event.key == ESCAPE:
                if event.time - self._escaped <= LEAVE:
                    self.exit()
                self._escaped = event.time
            elif event.key in ("pageup", "pagedown"):
                known = self.query_one("#known")
                known.scroll_relative(y=known.size.height * (1 if event.key == "pagedown" else -1), animate=False)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            self._tell(_("Pasted"), "", points(event.text), "", "", event.text)
        await super().on_event(event)

    def _told(self, event: events.Key) -> None:
        gap = event.time - self._last
        burst = quick(self._last, event.time)
        self._last = event.time
        if scan := self.burst.key(event.key, event.character, event.time):
            self.scanned = scan.text
        if burst and self.pressed:
            self.pressed[0][TYPED_BY] = _("scanner")
        sign = event.character if event.character and event.is_printable else ""
        ms = f"{gap * 1000:.0f}" if gap < 100 else ""
        who = _("scanner") if burst else ""
        self._tell(event.key, sign, points(event.character or ""), ms, who, does(event.key))

    def _tell(self, *cells: str) -> None:
        self.pressed.insert(0, [*cells])
        del self.pressed[MOST:]
        for said in self.query(Said):
            said.again()


def lines(texts: Sequence[str]) -> Content:
    """These lines, each with its columns as they are."""
    return Content("\n").join([shown(text) for text in texts])


def _line(cells: Sequence[str]) -> str:
    return " " + "  ".join(placed(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


def points(text: str) -> str:
    """The code points of the first signs."""
    return " ".join(f"U+{ord(char):04X}" for char in text[:2]) + (" .." if len(text) > 2 else "")


def does(key: str) -> str:
    """What this key does on the desk."""
    told = [_(keys.KEYS[action].label) for action in (keys.action_of(key, in_lists=False),) if action]
    letter = keys.action_of(key, in_lists=True)
    if letter:
        told.append(_("in lists: {word}", word=_(keys.KEYS[letter].label)))
    if key == "enter":
        told.append(_("goes on, or opens"))
    if not told and key in keys.NEVER and not key.isdigit():
        told.append(_("never bound"))
    return ", ".join(told)

"""The keys of the desk, each with its word and what it does. KeyBar, help and key docs all read this one list.

A shop can give an action another key in its settings; digits, and keys that terminals or scanners spoil, are never
bound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from deskapp.i18n import N_, _


@dataclass(frozen=True)
class Key:
    """One action and its key. `label` stands in the KeyBar, `help` in the help."""

    action: str
    key: str
    label: str
    help: str
    in_lists: bool = False
    in_bar: bool = True


KEYS: dict[str, Key] = {
    key.action: key
    for key in (
        Key("help", "f1", N_("Help"), N_("This screen's keys and how the work is done")),
        Key("omnibox", "f2", N_("Find"), N_("To the search line: scan or type anything, or a command"), in_bar=False),
        Key("customer", "f3", N_("Customer"), N_("Open the customer in front")),
        Key("park", "f4", N_("Park"), N_("Put this customer aside with everything open, and serve another")),
        Key("recall", "f5", N_("Recall"), N_("Bring back what was put aside: 1 to 9 picks")),
        Key("next_pane", "f6", N_("Next pane"), N_("Go to the next part of the screen")),
        Key("call", "f7", N_("Call"), N_("The phone rings: put aside what is open, and note the call"), in_bar=False),
        Key("slip", "f8", N_("Slip"), N_("Show the slip of this work")),
        Key("do_it", "f9", N_("Do it"), N_("Save, post, settle: never Enter, because scanners end with Enter")),
        Key("shift", "f12", N_("Shift"), N_("Shift: open, count, hand over; lock the desk or sign off")),
        Key("back", "escape", N_("Back"), N_("One step back; unsaved work is asked about")),
        Key("commands", "ctrl+p", N_("Commands"), N_("List every command"), in_bar=False),
        Key("new", "n", N_("New"), N_("Make a new one"), in_lists=True),
        Key("edit", "e", N_("Edit"), N_("Change this one"), in_lists=True),
        Key("done", "d", N_("Done"), N_("Mark this one done"), in_lists=True),
        Key("void", "v", N_("Void"), N_("Void this one"), in_lists=True),
        Key("print", "p", N_("Print"), N_("Show or print the slip of this one"), in_lists=True),
        Key("which", "w", N_("Which"), N_("Choose which ones are listed"), in_lists=True),
        Key("days", "t", N_("Days"), N_("Choose the days that the figures are of"), in_lists=True),
        Key("filter", "slash", N_("Filter"), N_("Narrow this list"), in_lists=True),
    )
}
"""Action to key, in the order of the KeyBar."""

NEVER = frozenset(
    {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+b", "ctrl+a", "ctrl+z", "ctrl+enter", "f10", "f11"}
    | {str(digit) for digit in range(10)}
    | {f"alt+{digit}" for digit in range(10)}
    | {f"shift+f{number}" for number in range(1, 13)}
)
"""Keys that are never bound: digits are typed, the others do not arrive everywhere or belong to the window."""

LINE = frozenset(
    {"enter", "tab", "shift+tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"}
    | {"up", "down", "left", "right"}
    | {f"ctrl+{letter}" for letter in "acdefkuvwxq"}
)
"""Keys that a line needs to be typed in and moved in, and the one that leaves the program."""

NAMES = {
    "escape": "Esc", "slash": "/", "enter": "Enter", "space": "Space", "tab": "Tab", "backspace": "Backspace",
    "pageup": "PgUp", "pagedown": "PgDn",
}  # fmt: skip

_FRAME = re.compile(r"escape|f([1-9]|1\d|2[0-4])|(ctrl|alt)\+[a-z]")
_LETTER = re.compile(r"[a-zA-Z]|slash")

_ACTION = re.compile(r"\{(" + "|".join(KEYS) + r")\}")

_given: dict[str, str] = {}


@dataclass(frozen=True)
class Refused:
    """A key of the shop's settings that was not taken, and why (an English text, marked with N_)."""

    action: str
    key: str
    why: str
    other: str = ""

    @property
    def said(self) -> str:
        """The whole of it, as a sentence."""
        other = _(KEYS[self.other].label) if self.other else ""
        return f"keys.{self.action}: " + _(self.why).format(key=name_of(self.key), other=other)


def remap(given: Mapping[str, str]) -> list[Refused]:
    """Give actions the keys of the shop's settings. Returns what was not taken; there the usual key stays."""
    wrong = refused(given)
    _given.clear()
    _given.update({action: key for action, key in given.items() if action not in {each.action for each in wrong}})
    return wrong


def refused(given: Mapping[str, str]) -> list[Refused]:
    """The keys of these that cannot be given."""
    wrong = [Refused(action, key, why) for action, key in given.items() if (why := _unfit(action, key))]
    while clash := _clash({a: k for a, k in given.items() if a not in {each.action for each in wrong}}):
        wrong.append(clash)
    return wrong


def _unfit(action: str, key: str) -> str:
    if action not in KEYS:
        return N_("There is no such action.")
    if key.isdigit() or key in NEVER:
        return N_("{key} is never bound: it is typed, or does not arrive everywhere, or belongs to the window.")
    if key in LINE:
        return N_("{key} is needed to type and to move about.")
    if KEYS[action].in_lists:
        return "" if _LETTER.fullmatch(key) else N_("{key} is not a letter; in lists a letter acts.")
    return "" if _FRAME.fullmatch(key) else N_("{key} is not a key such as f7, ctrl+o or alt+o.")


def _clash(given: Mapping[str, str]) -> Refused | None:
    """The first of these whose key does something else already, which it would have to give up."""
    for action, key in given.items():
        for other, known in KEYS.items():
            if other != action and known.in_lists == KEYS[action].in_lists and given.get(other, known.key) == key:
                later = other if other in given and list(given).index(other) > list(given).index(action) else action
                kept = action if later == other else other
                return Refused(later, key, N_("{key} is {other} already."), kept)
    return None


def given() -> dict[str, str]:
    """The actions whose key the shop has changed."""
    return dict(_given)


def key_of(action: str) -> str:
    """The key of an action as it is now."""
    return _given.get(action, KEYS[action].key)


def name_of(key: str) -> str:
    """A key as it stands on the keyboard: F9, Esc, Ctrl+P, n."""
    *held, last = key.split("+")
    plain = NAMES.get(last, last.upper() if held or (last[:1] == "f" and last[1:].isdigit()) else last)
    return "+".join([*(part.capitalize() for part in held), plain])


def name(action: str) -> str:
    """The key of an action as it stands on the keyboard now."""
    return name_of(key_of(action))


def told(text: str) -> str:
    """A text that names actions in braces, with the keys that they have now: "{do_it} seals it" says F9."""
    return _ACTION.sub(lambda found: name(found[1]), text)


def action_of(key: str, *, in_lists: bool) -> str | None:
    """The action that a key stands for: letters in lists, function keys everywhere."""
    return next((a for a, known in KEYS.items() if known.in_lists == in_lists and key_of(a) == key), None)

"""The keys as a table, as JSON and as a page of the docs, in the language spoken; from the list they work by."""

from __future__ import annotations

import json

from deskapp import keys, scanner
from deskapp.i18n import LANGUAGES, N_, _, language
from deskapp.looks import Looks
from deskapp.outputs.cells import aligned

EVERYWHERE, IN_LISTS = N_("Everywhere"), N_("In lists, by one letter")
HEADS = (N_("Action"), N_("Key"), N_("Word"), N_("What it does"))

NEVER = (
    ("0-9", N_("typed, and picked in questions")),
    ("Enter", N_("goes on; it never does anything, because scanners end with it")),
    ("F10, F11", N_("the window's menu and full screen: often they do not arrive")),
    ("Ctrl+I, Ctrl+M, Ctrl+J, Ctrl+H", N_("arrive as Tab, Enter, a new line and Backspace")),
    ("Ctrl+A, Ctrl+B, Ctrl+Z", N_("belong to terminals in terminals, and stop the program")),
    ("Alt+0-9, Ctrl+Enter, Shift+F1-F12", N_("belong to the window, or arrive as another key")),
)
"""Keys that do nothing here, and why."""


def faults(given: Looks) -> list[str]:
    """Take the settings' keys; what was not taken of them and of the scanner, as sentences."""
    return [*(each.said for each in keys.remap(given.keys)), *scanner.faults(given.scanner)]


def rows(*, in_lists: bool) -> list[tuple[str, str, str, str]]:
    """Action, key as it is now, word and help."""
    return [
        (key.action, keys.name(key.action), _(key.label), _(key.help))
        for key in keys.KEYS.values()
        if key.in_lists == in_lists
    ]


def table() -> list[str]:
    """All of it, line by line."""
    lines: list[str] = []
    both = [tuple(_(head) for head in HEADS), *rows(in_lists=False), *rows(in_lists=True)]
    head, *told = aligned(both, indent=" ")
    split = len(rows(in_lists=False))
    lines += [head, "", _(EVERYWHERE), *told[:split], "", _(IN_LISTS), *told[split:]]
    return [*lines, "", _("Never bound"), *aligned([(name, _(why)) for name, why in NEVER], indent=" ")]


def as_json(given: Looks, wrong: list[str]) -> str:
    """The same for a program."""
    how = scanner.read(given.scanner)
    told = [
        {
            "action": action,
            "key": keys.key_of(action),
            "usual": known.key,
            "in_lists": known.in_lists,
            "word": _(known.label),
            "help": _(known.help),
        }
        for action, known in keys.KEYS.items()
    ]
    scanned = {"prefix": how.prefix, "suffix": how.suffix}
    return json.dumps({"keys": told, "scanner": scanned, "refused": wrong}, ensure_ascii=False, indent=1)


def markdown() -> str:
    """A page of the docs, with the keys as they are now."""
    title, never = _("The keys of the desk"), _("Never bound")
    action, key, word, does = (_(head) for head in HEADS)
    told = _("Made by `deskapp keys --markdown`. A shop can choose other keys in its settings; {key} shows those.",
             key=keys.name("help"))  # fmt: skip
    lines = [f"# {title}", "", told]
    for heading, in_lists in ((EVERYWHERE, False), (IN_LISTS, True)):
        lines += ["", f"## {_(heading)}", "", f"| {key} | {word} | {does} | {action} |", "|---|---|---|---|"]
        lines += [f"| `{row[1]}` | {row[2]} | {row[3]} | `{row[0]}` |" for row in rows(in_lists=in_lists)]
    lines += ["", f"## {never}", "", *(f"* **{name}**: {_(why)}" for name, why in NEVER)]
    others = [f"[{LANGUAGES[code]}]({code}.md)" for code in LANGUAGES if code != language()]
    return "\n".join([*lines, "", " ".join(others), ""])

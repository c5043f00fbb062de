"""How a scanner that types is told from a person: by its speed, by its prefix, and by the key it ends with.

Only the time at which a key was read counts, never the time at which the desk got to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from deskapp import keys
from deskapp.i18n import _

GAP = 0.040
"""Seconds between two keys of a scanner, at most. A quick hand needs 70."""
HOLD = 0.075
"""Seconds that a key which would act waits for a second one; longer than GAP, because reading it takes time too."""
SILENCE = 0.060
"""Seconds without a key that end a scan where the scanner is set to no suffix."""
LEAST = 6
"""Characters that a scan without a prefix has at least."""

ENDS = {"enter": ("enter", "ctrl+j"), "tab": ("tab",), "": ("enter", "ctrl+j")}
"""Suffix in the settings to the keys that may arrive: an Enter comes as CR, as LF, or as both."""

_KEY = re.compile(r"f([1-9]|1\d|2[0-4])|ctrl\+[a-z]")
_SPOILT = frozenset({"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+q", "ctrl+c", "ctrl+x", "ctrl+v", "ctrl+z"})


@dataclass(frozen=True)
class Scanner:
    """How this counter's scanner is set: what it types ahead of a code, and what after it."""

    prefix: str = ""
    """The name of a key ("f2", "ctrl+b"), or characters ("~", "]C1")."""
    suffix: str = "enter"
    """"enter", "tab", or nothing."""

    @property
    def key(self) -> str:
        """The prefix, if it is a key."""
        return self.prefix if _KEY.fullmatch(self.prefix) else ""

    @property
    def mark(self) -> str:
        """The prefix, if it is characters."""
        return "" if self.key else self.prefix


def read(given: Mapping[str, object]) -> Scanner:
    """The `[scanner]` of the settings, as far as it holds."""
    return Scanner(**{part: str(value) for part, value in given.items() if not fault(part, value)})


def faults(given: Mapping[str, object]) -> list[str]:
    """What does not hold in the `[scanner]` of the settings, each with its place, as sentences."""
    return [f"scanner.{part}: {why}" for part, value in given.items() if (why := fault(part, value))]


def fault(part: str, value: object) -> str:
    """What is wrong with `prefix` or `suffix` in the settings, as a sentence; nothing if it can be so."""
    if part not in ("prefix", "suffix"):
        return _("There is no such setting.")
    if not isinstance(value, str):
        return _("This must be text in quotes.")
    if part == "suffix":
        return "" if value in ENDS else _('A suffix is "enter", "tab" or "" for none, not {given}.', given=repr(value))
    if _KEY.fullmatch(value):
        taken = keys.action_of(value, in_lists=False)
        if value in _SPOILT or (taken and taken != "omnibox"):
            return _("{key} does something else already, or does not arrive.", key=keys.name_of(value))
        return ""
    if value and (value.isalnum() or len(value) > 8 or not all(_typed(char) for char in value)):
        return _("A prefix is a key (f2, ctrl+b) or at most 8 characters with a sign among them (~, ]C1).")
    return ""


def _typed(char: str) -> bool:
    """Whether a scanner types this as part of a code: ASCII, and no space."""
    return "!" <= char <= "~"


def quick(before: float, after: float) -> bool:
    """Whether two keys read at these times came at a scanner's speed."""
    return 0 <= after - before <= GAP


@dataclass(frozen=True)
class Scan:
    """A code that was scanned. `marked`: the prefix says that it is for the search line."""

    text: str
    marked: bool = False


class Burst:
    """Takes the keys one after another and says when they were a scan."""

    def __init__(self, scanner: Scanner | None = None) -> None:
        self.scanner = scanner or Scanner()
        self.last = float("-inf")
        self._begin()

    def _begin(self, *, marked: bool = False) -> None:
        self.run, self.marked, self.spoilt = "", marked, False

    def key(self, key: str, character: str | None, at: float) -> Scan | None:
        """Take this key, read at this time. Answers the scan if it is the suffix of one."""
        in_time, self.last = quick(self.last, at), at
        if key in ENDS[self.scanner.suffix]:
            scan = self.scan if in_time else None
            self._begin()
            return scan
        if character is None or not character.isprintable():
            self._begin(marked=key in (self.scanner.key, keys.key_of("omnibox")))
            return None
        if not in_time:
            self._begin()
        self.run += character
        self.spoilt |= not all(_typed(char) for char in character)
        return None

    @property
    def scan(self) -> Scan | None:
        """What was typed so far, if it were to end here and be a scan: long enough, and not one key held down."""
        mark = self.scanner.mark
        if self.spoilt or not self.run:
            return None
        if mark and self.run.startswith(mark) and self.run != mark:
            return Scan(self.run.removeprefix(mark), marked=True)
        if self.marked or (len(self.run) >= LEAST and len(set(self.run)) > 1):
            return Scan(self.run, marked=self.marked)
        return None

    def silent(self) -> Scan | None:
        """Nothing more came: the scan, if this scanner ends with nothing."""
        scan = self.scan if not self.scanner.suffix else None
        if scan:
            self._begin()
        return scan

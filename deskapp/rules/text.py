"""What the desk does with anything typed, scanned, pasted or imported before looking at it.

Escapes, controls and direction overrides go, Unicode is made one spelling, spaces are folded. What is left is
plain text, shown as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from deskapp.rules.decisions import No, no

MAX: Final = {
    "name": 60, "preferred": 40, "phone": 40, "address": 200, "notes": 2000, "note": 300, "reason": 300,
    "receipt": 40, "till": 20, "card": 32, "code": 32, "barcode": 48, "item": 60, "shelf": 40, "id_number": 32,
    "birthday": 32, "search": 60, "staff": 16, "language": 16, "introducer": 40,
}  # fmt: skip
"""Longest text of each field, in characters after cleaning."""

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, screen
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: titles, links, clipboard
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"
)
_JOINERS = "\u200c\u200d"  # needed inside some scripts and emoji
_MARKS_IN_A_ROW = 4
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")


def _kept(char: str) -> str:
    if char in "\n\t":
        return char
    if char in "\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return "\n"
    category = unicodedata.category(char)
    if category in ("Cc", "Cs") or (category == "Cf" and char not in _JOINERS):
        return ""
    point = ord(char)
    return "" if point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF else char


def _few_marks(text: str) -> str:
    """No letter carries a tower of accents over the lines around it."""
    row, kept = 0, []
    for char in text:
        row = row + 1 if unicodedata.combining(char) else 0
        if row <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def clean(text: str, *, multiline: bool = False) -> str:
    """Text of people: names, notes, reasons. NFC, harmless, spaces folded; newlines stay only if `multiline`."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = "".join(map(_kept, _ESCAPES.sub("", text.replace("\r\n", "\n"))))
    text = _few_marks(unicodedata.normalize("NFC", text))
    if not multiline:
        return " ".join(text.split())
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


FORMULA: Final = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""A cell that begins like this would be computed by a spreadsheet instead of shown."""


def for_spreadsheet(text: str) -> str:
    """A text that stays one: a harmless line; what begins like a formula gets an apostrophe ahead."""
    text = clean(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def code(text: str) -> str:
    """Numbers and codes as they are compared: NFKC, upper case, no spaces, one kind of dash."""
    folded = unicodedata.normalize("NFKC", clean(text)).translate(_DASHES).upper()
    return unicodedata.normalize("NFKC", "".join(clean(folded).split()))


def digits(text: str) -> str:
    """Only the digits, whatever script or width they were typed in, as 0–9."""
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    return "".join(str(unicodedata.decimal(char)) for char in text if unicodedata.decimal(char, None) is not None)


def checked(
    text: str, *, field: str, limit: int | None = None, needed: bool = False, multiline: bool = False
) -> str | No:
    """A field's clean text, or why not: `empty`, `too_long`. The limit is in characters, by default the field's own."""
    tidy = clean(text, multiline=multiline)
    most = MAX.get(field, 200) if limit is None else limit
    if needed and not tidy:
        return no("empty", field=field)
    if len(tidy) > most:
        return no("too_long", field=field, limit=most, has=len(tidy))
    return tidy

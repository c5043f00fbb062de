"""A slip in the bytes of a receipt printer (ESC/POS): Chinese and Korean letters in the printer's own code page.

The library's encoder makes `???` of Korean, so the letters are put into bytes here; it only carries them. A letter that
the code page lacks becomes a question mark, and whoever prints is told which ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from deskapp.outputs import qr
from deskapp.outputs.lines import WIDTH, laid
from deskapp.outputs.slips import Copy, Pair

CODECS = {"gb18030": "gb18030", "gbk": "gbk", "big5": "cp950", "cp949": "cp949"}
"""Code page as printers call it to Python's codec."""

SPOKEN = {"zh_Hans": "gb18030", "zh_Hant": "big5", "ko": "cp949", "en": "gb18030"}
"""The code page of a language, where the printer's own is not set."""

LOOKALIKES = {"¥": "\uffe5", "₩": "\uffe6"}
"""Signs that East Asian code pages know in their wide form only."""

START = b"\x1b@\x1c&"  # initialise; two-byte letters on
TALL, PLAIN = b"\x1d!\x01", b"\x1d!\x00"
MIDDLE, LEFT = b"\x1ba\x01", b"\x1ba\x00"
CUT = b"\x1dVB\x03"  # feed to the blade, then cut
DOTS = 6
"""Dots of the printer's head for a module of the QR code: 22 mm in all."""


@dataclass(frozen=True)
class Receipt:
    """What is sent to the printer, and the letters that it cannot print."""

    data: bytes
    lacking: str


def receipt(copies: Sequence[Copy], *, width: int = WIDTH, codepage: str = "auto") -> Receipt:
    """Every copy with its QR code, cut apart."""
    codec = CODECS[SPOKEN[copies[0].language] if codepage == "auto" else codepage]
    lacking: dict[str, None] = {}
    data = b"".join(b"".join(_copy(fitted(copy, codec, lacking), width, codec)) for copy in copies)
    return Receipt(data, "".join(lacking))


def _copy(copy: Copy, width: int, codec: str) -> Iterator[bytes]:
    yield START + MIDDLE + raster(qr.matrix(copy.number[1])) + LEFT
    for line in laid(copy, width, partial(cells, codec)):
        said = line.text.encode(codec) + b"\n"
        yield TALL + said + PLAIN if line.tall else said
    yield CUT


def cells(codec: str, text: str) -> int:
    """How wide the printer draws this: a letter of one byte takes one cell, any other two."""
    return sum(min(len(char.encode(codec)), 2) for char in text)


def fitted(copy: Copy, codec: str, lacking: dict[str, None]) -> Copy:
    """The same copy in letters that the code page has; what it lacks is noted and becomes a question mark."""

    def fit(said: str) -> str:
        return "".join(_letter(char, codec, lacking) for char in said)

    def fit_all(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        return tuple((fit(label), fit(value)) for label, value in pairs)

    return replace(
        copy, store=fit(copy.store), title=fit(copy.title), which=fit(copy.which), marks=tuple(map(fit, copy.marks)),
        number=(fit(copy.number[0]), copy.number[1]), facts=fit_all(copy.facts), figures=fit_all(copy.figures),
        agreement=fit(copy.agreement), signature=fit(copy.signature), signed=fit(copy.signed),
    )  # fmt: skip


def _letter(char: str, codec: str, lacking: dict[str, None]) -> str:
    """This letter, or its wide form where only that has a place of its own in the code page."""
    for candidate in (LOOKALIKES.get(char, char), char):
        try:
            candidate.encode(codec)
        except UnicodeEncodeError:
            continue
        return candidate
    lacking[char] = None
    return "?"


def raster(modules: qr.Matrix) -> bytes:
    """A picture of these modules, dot by dot: printers that know no QR codes print it too."""
    broad = (len(modules[0]) * DOTS + 7) // 8
    rows = b""
    for row in modules:
        dots = "".join(("1" if dark else "0") * DOTS for dark in row).ljust(broad * 8, "0")
        rows += int(dots, 2).to_bytes(broad, "big") * DOTS
    return b"\x1dv0\x00" + broad.to_bytes(2, "little") + (len(modules) * DOTS).to_bytes(2, "little") + rows

"""Asks the terminal itself how wide it draws a sign: writes the sign, then asks where the cursor stands now."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

PATIENCE = 0.4
"""Seconds in which a terminal answers, also over a slow line."""
_AT = re.compile(rb"\x1b\[(\d+);(\d+)R")


def is_here() -> bool:
    """Whether somebody sits at a terminal: it can be written to, and it can answer."""
    streams = (sys.__stdin__, sys.__stdout__)
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)


def widths(signs: Sequence[str]) -> dict[str, int] | None:
    """The cells that each sign takes here, or None where the terminal cannot be asked or does not answer."""
    if not is_here() or os.name == "nt":
        return None
    assert sys.__stdin__ is not None
    assert sys.__stdout__ is not None
    return asked(sys.__stdin__.fileno(), sys.__stdout__.fileno(), signs)


def asked(reads: int, writes: int, signs: Sequence[str]) -> dict[str, int] | None:
    """The same of the terminal behind these two file numbers. What it was set to before is set again."""
    found: dict[str, int] = {}
    with _unbuffered(reads):
        for sign in signs:
            os.write(writes, b"\r" + sign.encode() + b"\x1b[6n")
            answer = _answer(reads)
            os.write(writes, b"\r\x1b[K")
            if answer is None:
                return None
            found[sign] = answer - 1
    return found


@contextmanager
def _unbuffered(reads: int) -> Iterator[None]:
    """Keys and answers come one by one and are not echoed."""
    import termios
    import tty

    before = termios.tcgetattr(reads)
    tty.setcbreak(reads, termios.TCSANOW)
    try:
        yield
    finally:
        termios.tcsetattr(reads, termios.TCSADRAIN, before)


def _answer(reads: int) -> int | None:
    """The column in which the cursor stands, or None when no answer comes in time."""
    told, end = b"", monotonic() + PATIENCE
    while (left := end - monotonic()) > 0:
        if not select.select([reads], [], [], left)[0]:
            return None
        if not (more := os.read(reads, 64)):
            return None
        told += more
        if found := _AT.search(told):
            return int(found[2])
    return None

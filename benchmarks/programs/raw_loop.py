"""The least that a terminal can do with a key: read it, write the line again."""

from __future__ import annotations

import os
import sys
import tty

CLEAR = b"\x15"


def main() -> None:
    """Keys in, the whole line out, until the terminal closes."""
    tty.setraw(sys.stdin.fileno())
    line = b""
    os.write(1, b"raw line")
    while key := os.read(0, 1):
        line = b"" if key == CLEAR else line + key
        os.write(1, b"\r" + line + b"\x1b[K")


if __name__ == "__main__":
    main()

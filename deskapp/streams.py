"""The two streams of the command line: data goes to stdout, narration to stderr."""

from __future__ import annotations

import os
import sys


def say(text: str) -> None:
    """Data, to stdout. Whoever closed the pipe has read enough."""
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def give(data: bytes) -> None:
    """Data that is no text, to stdout."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(text: str) -> None:
    """Narration, to stderr."""
    sys.stderr.write(text + "\n")

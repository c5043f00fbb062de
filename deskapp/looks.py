"""What the desk must know before it paints: language, theme, borders, keys, scanner.

Read straight from the settings file.
A file that cannot be read is passed over here and reported by `settings`, which checks it whole once the desk stands.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deskapp import paths
from deskapp.i18n import LANGUAGES

THEMES = ("desk-dark", "desk-light", "ascii", "plain")
"""Our own themes; the first is the one that is on when nobody asks for another."""


@dataclass(frozen=True)
class Looks:
    """How the desk looks and speaks on this counter."""

    language: str = "zh_Hans"
    theme: str = THEMES[0]
    ascii_only: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    scanner: Mapping[str, object] = field(default_factory=dict)


def looks(file: Path | None = None) -> Looks:
    """The looks in the settings file; what is missing or of the wrong kind stays as it comes."""
    try:
        found = tomllib.loads((file or paths.settings_file()).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        found = {}
    language = os.environ.get("DESKAPP_LANGUAGE") or found.get("language")
    theme = os.environ.get("DESKAPP_THEME") or found.get("theme")
    keys, scanner = found.get("keys"), found.get("scanner")
    return Looks(
        language=language if language in LANGUAGES else "zh_Hans",
        theme=theme if isinstance(theme, str) else THEMES[0],
        ascii_only=found.get("ascii_only") is True or not _draws_lines(),
        keys={str(a): str(k) for a, k in keys.items()} if isinstance(keys, dict) else {},
        scanner=scanner if isinstance(scanner, dict) else {},
    )


def _draws_lines() -> bool:
    """Whether this console can show a line-drawing sign at all."""
    try:
        "─".encode(getattr(sys.__stdout__, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True

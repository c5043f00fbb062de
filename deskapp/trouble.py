"""Writes down what went wrong in the program itself, so that whoever is at the desk reads a sentence instead."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path


def log_file() -> Path:
    """Where it is written down."""
    from platformdirs import user_log_path

    return user_log_path("deskapp", appauthor=False) / "trouble.log"


def written_down(error: BaseException) -> str:
    """Append the error with its traceback to the log file; where, or why it could not be written."""
    file = log_file()
    told = "".join(traceback.format_exception(error))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"--- {datetime.now(UTC).isoformat()}\n{told}\n")
    except OSError as unwritable:
        return f"nothing, for the log cannot be written ({unwritable})"
    return str(file)

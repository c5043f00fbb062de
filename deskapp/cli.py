"""The `deskapp` command: opens the desk at once when nothing else is asked, else loads the commands.

stdout is data, stderr is narration, exit codes are an API (docs/cli.md).
"""

from __future__ import annotations

import os
import sys

from deskapp import opening
from deskapp.opening import BUG, Chosen, Trouble
from deskapp.streams import tell

FPS = "200"
"""Textual paints at most this often; it must be said before Textual is imported. Costs nothing while nobody types."""


def open_desk(choice: Chosen) -> None:
    """Open the desk on the screen. The store is opened behind the first picture."""
    address = opening.quick_url(choice)
    clock = opening.store(choice).clock if choice.now else None
    os.environ.setdefault("TEXTUAL_FPS", FPS)
    from dataclasses import replace

    from deskapp.app import DeskApp
    from deskapp.looks import looks

    if choice.lang:
        opening.speak(choice)
    given = replace(looks(), language=choice.lang) if choice.lang else None
    letter = choice.counter or os.environ.get("DESKAPP_COUNTER", "") or "A"
    DeskApp(address, counter=letter.upper(), given=given, clock=clock).run()


GLOBALS = {"--db": "db", "--now": "now", "--counter": "counter", "--lang": "lang"}


def _only_chosen(arguments: list[str]) -> Chosen | None:
    """What stands ahead of no command at all: then the desk opens at once, without loading the command line."""
    pairs = list(zip(arguments[::2], arguments[1::2], strict=False))
    if len(arguments) % 2 or any(name not in GLOBALS or value.startswith("-") for name, value in pairs):
        return None
    return Chosen(**{GLOBALS[name]: value for name, value in pairs})


def run(arguments: list[str]) -> int:
    """Do what the command line says; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if (choice := _only_chosen(arguments)) is not None:
            open_desk(choice)
            return 0
        from deskapp.commands import app

        code = app(args=arguments, prog_name="deskapp", standalone_mode=False)
        if isinstance(code, Chosen):
            open_desk(code)
        return code if isinstance(code, int) else 0
    except Trouble as trouble:
        tell(trouble.said)
        return trouble.code
    except (KeyboardInterrupt, EOFError):
        tell("stopped")
        return 130
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    if hasattr(error, "format_message"):  # what the command line itself refuses: an unknown option, a missing value
        tell(f"{error.format_message()}  (deskapp --help)")
        return int(getattr(error, "exit_code", opening.BAD_REQUEST))
    if type(error).__name__ == "Abort":
        tell("stopped")
        return 130
    from deskapp.trouble import written_down

    tell(
        f"Something went wrong in deskapp itself ({type(error).__name__}). It is written down in {written_down(error)}."
    )
    return BUG


def main() -> None:
    """The way in."""
    sys.exit(run(sys.argv[1:]))

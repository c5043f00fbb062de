"""Sends a slip or a sheet where this counter prints: into a folder, through a command, to a receipt printer.

It takes as long as it takes, but not longer than is set: call it in a thread. What went wrong is one sentence.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from deskapp import paths
from deskapp.i18n import _
from deskapp.reach import ROLLS, folder, lacking
from deskapp.rules.text import clean

if TYPE_CHECKING:
    from deskapp.outputs.sheets import Sheet
    from deskapp.outputs.slips import Copy
    from deskapp.settings import PrinterSettings

SAVING = ("none", "file")


class NotPrinted(Exception):
    """The paper did not come out; `said` is why, in words."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True)
class Sent:
    """Where the slip went: a file, or else the printer; and the letters that it cannot print."""

    file: str = ""
    lacking: str = ""


def settings() -> PrinterSettings:
    """The printer of this counter. Raises NotPrinted when the settings do not hold."""
    import tomllib

    from pydantic import ValidationError

    from deskapp import settings as settings_file

    try:
        return settings_file.load().printer
    except ValidationError as error:
        fault = "; ".join(settings_file.faults(error))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        fault = str(error)
    raise NotPrinted(_("The settings in {file} do not hold: {why}", file=paths.settings_file(), why=clean(fault)))


def check(printer: PrinterSettings) -> None:
    """Raises NotPrinted when a package is missing, before anything is counted as printed."""
    check_extra("printer" if printer.kind in ROLLS else "pdf")


def check_extra(extra: str) -> None:
    """Raises NotPrinted when one of the packages of this extra is missing."""
    if absent := lacking(extra):
        said = _("This needs more packages ({names}): install {what}.", names=", ".join(absent),
                 what=f"deskapp[{extra}]")  # fmt: skip
        raise NotPrinted(said)


def send(printer: PrinterSettings, copies: Sequence[Copy], times: int) -> Sent:
    """Print the copies of a slip for the `times`-th time. Raises NotPrinted with the cause."""
    return _in_time(printer, lambda: _sent(printer, copies, times))


def send_sheet(printer: PrinterSettings, name: str, drawn: Sheet) -> Sent:
    """Print a sheet of figures, or save it under this name where there is no printer for A4: a receipt roll is too
    narrow for its tables. Raises NotPrinted with the cause."""
    return _in_time(printer, lambda: _sheet_sent(printer, name, drawn))


def save_file(printer: PrinterSettings, name: str, ending: str, data: bytes) -> Sent:
    """Save a file where sheets are saved that go to no printer. Raises NotPrinted with the cause."""
    return _in_time(printer, lambda: Sent(file=str(save(folder(printer), name, 1, data, ending))))


def _in_time(printer: PrinterSettings, send_it: Callable[[], Sent]) -> Sent:
    done: Future[Sent] = Future()

    def work() -> None:
        try:
            done.set_result(send_it())
        except BaseException as error:
            done.set_exception(error)

    # A device that never answers holds up this thread alone; it does not keep the program from ending.
    threading.Thread(target=copy_context().run, args=(work,), name="desk-print", daemon=True).start()
    try:
        return done.result(printer.seconds)
    except (TimeoutError, subprocess.TimeoutExpired):
        said = _("The printer did not answer within {seconds} seconds.", seconds=f"{printer.seconds:g}")
        raise NotPrinted(said) from None
    except NotPrinted:
        raise
    except Exception as error:
        raise NotPrinted(why(error)) from error


def why(error: BaseException) -> str:
    """What the system says is wrong, from as deep as it tells."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return clean(f"{cause.strerror}: {cause.filename}" if cause.filename else cause.strerror)
        cause = cause.__cause__ or cause.__context__
    return clean(str(error)) or type(error).__name__


def _sent(printer: PrinterSettings, copies: Sequence[Copy], times: int) -> Sent:
    if printer.kind in ROLLS:
        from deskapp.outputs.receipt import receipt

        made = receipt(copies, width=printer.width, codepage=printer.codepage)
        with closing(_reached(printer)) as device:
            device._raw(made.data)
        return Sent(lacking=made.lacking)
    from deskapp.outputs import pdf

    paper = pdf.slip(copies, on_page=printer.copies_on_page)
    if printer.kind == "command":
        _run(printer, paper)
        return Sent()
    return Sent(file=str(save(folder(printer), copies[0].number[1], times, paper)))


def _sheet_sent(printer: PrinterSettings, name: str, drawn: Sheet) -> Sent:
    from deskapp.outputs import pdf

    paper = pdf.sheet(drawn)
    if printer.kind == "command":
        _run(printer, paper)
        return Sent()
    return Sent(file=str(save(folder(printer), name, 1, paper)))


def _reached(printer: PrinterSettings) -> Any:
    """The receipt printer, connected."""
    _quieten()
    from escpos import printer as printers

    makes: dict[str, Callable[[], Any]] = {
        "network": lambda: printers.Network(printer.host, printer.port),
        "serial": lambda: printers.Serial(printer.device, printer.baudrate, timeout=printer.seconds),
        "usb": lambda: printers.Usb(printer.vendor, printer.product, timeout=int(printer.seconds * 1000)),
        "device": lambda: printers.File(printer.device),
    }
    device = makes[printer.kind]()
    if printer.kind == "network":  # the library would speak IPv4 only, and leave the socket open when nobody answers
        device.device = socket.create_connection((printer.host, printer.port), timeout=printer.seconds)
    else:
        device.open()
    return device


def _quieten() -> None:
    """Keep the library from logging over the screen and from making a new folder for its cache at every start."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        cache = paths.home() / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = str(cache)


def _run(printer: PrinterSettings, paper: bytes) -> None:
    """Give the PDF to the command: as a file where a word names one, else on its standard input. No shell."""
    with TemporaryDirectory(prefix="deskapp-") as place:
        file = Path(place) / "slip.pdf"
        words = [word.replace("{file}", str(file)) for word in printer.command]
        by_file = words != printer.command
        if by_file:
            file.write_bytes(paper)
        given: dict[str, Any] = {"stdin": subprocess.DEVNULL} if by_file else {"input": paper}
        ended = subprocess.run(words, **given, capture_output=True, timeout=printer.seconds, check=False)
    if ended.returncode:
        told = clean((ended.stderr or ended.stdout).decode("utf-8", "replace"))[-200:]
        raise NotPrinted(_("{command} ended with {code}: {told}", command=words[0], code=ended.returncode, told=told))


def save(place: Path, number: str, times: int, paper: bytes, ending: str = "pdf") -> Path:
    """Write a file of its own for every print: no earlier one is ever written over."""
    place.mkdir(parents=True, exist_ok=True)
    name = "".join(char for char in number if char.isalnum() or char == "-")
    while True:
        file = place / (f"{name}.{ending}" if times <= 1 else f"{name}.{times}.{ending}")
        try:
            with file.open("xb") as out:
                out.write(paper)
        except FileExistsError:
            times += 1
        else:
            return file

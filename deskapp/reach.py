"""Whether what this counter needs can be reached: the packages of an extra, the printer. Nothing is printed."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp import paths
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.settings import PrinterSettings

EXTRAS = {
    "pg": ("psycopg",), "pdf": ("typst", "noto_cjk_sans_otc", "segno"), "printer": ("escpos", "segno", "serial", "usb"),
    "xlsx": ("xlsxwriter",), "parquet": ("pyarrow",),
}  # fmt: skip
"""What can be installed besides, and the packages that it brings."""
ROLLS = ("network", "serial", "usb", "device")
"""Kinds of receipt printers."""


def lacking(extra: str) -> list[str]:
    """The packages of this extra that are not installed."""
    return [name for name in EXTRAS[extra] if find_spec(name) is None]


def folder(printer: PrinterSettings) -> Path:
    """Where slips are saved that go to no printer; made when the first one comes."""
    return Path(printer.folder).expanduser() if printer.kind == "file" else paths.home() / "slips"


def why_no_printer(printer: PrinterSettings) -> str:
    """Why the printer of the settings would not print, or nothing."""
    match printer.kind:
        case "file":
            there = next(place for place in (folder(printer), *folder(printer).parents) if place.exists())
            return "" if there.is_dir() and os.access(there, os.W_OK) else _("Nothing can be written into this folder.")
        case "command":
            return "" if shutil.which(printer.command[0]) else _("There is no such program.")
        case "network":
            return _why_no_answer(printer.host, printer.port)
        case "usb":
            return _why_not_plugged(printer.vendor, printer.product)
    return "" if os.name == "nt" or Path(printer.device).exists() else _("There is no such device.")


def _why_no_answer(host: str, port: int) -> str:
    import socket

    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError as error:
        return _("It does not answer: {why}", why=error)
    return ""


def _why_not_plugged(vendor: int, product: int) -> str:
    import usb.core

    try:
        found = usb.core.find(idVendor=vendor, idProduct=product)
    except (usb.core.USBError, usb.core.NoBackendError) as error:
        return _("It does not answer: {why}", why=error)
    return "" if found is not None else _("It is not plugged in, or this user may not use it.")

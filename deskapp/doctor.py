"""Looks over this counter for whoever sets it up: terminal, widths, fonts, settings, store, machine, printer.

Every finding is a mark and a word beside the colourless text, and says what to do. Nothing is changed by looking.
"""

from __future__ import annotations

import json
import locale
import os
import platform
import shutil
import sqlite3
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from deskapp import __version__, keys, opening, paths, terminal, trouble
from deskapp.i18n import LANGUAGES, N_, _, set_language
from deskapp.looks import looks
from deskapp.reach import EXTRAS, ROLLS, lacking, why_no_printer

if TYPE_CHECKING:
    from deskapp.opening import Chosen
    from deskapp.settings import PrinterSettings

OK, LOOK, BAD = "ok", "look", "bad"
MARKS = {OK: ("+", N_("ok")), LOOK: ("?", N_("look")), BAD: ("!", N_("bad"))}
COLUMNS, LINES = 80, 24
SQLITE_MENDED = (3, 51, 3)
"""Before it two programs that write at one moment could, very rarely, spoil a file in the mode the store uses."""
TIGHT, LITTLE = 200_000_000, 2_000_000_000
"""Bytes free on the disk: below the first nothing is safe, below the second somebody should look."""
WIDE, NARROW, EITHER = ("中", "한"), ("─", "¥", "₩"), ("…", "①")
SAMPLES = {
    "zh_Hans": "积分换礼 商户联 张伟民 ¥1,234.50",
    "zh_Hant": "點數兌換 收執聯 陳淑芬 NT$1,234",
    "ko": "사은품 교환 전표 김민지 ₩12,345",
    "en": "Points for a receipt 0O 1lI ─────",
}
"""A line in each language: every sign must be seen whole, none as a box or a question mark."""
FONTS = {"zh_Hans": "zh-cn", "zh_Hant": "zh-tw", "ko": "ko"}


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, what is to be known of it."""

    name: str
    state: str
    said: str
    more: tuple[str, ...] = ()


def findings(chosen: Chosen) -> list[Finding]:
    """Everything there is to say of this counter."""
    printer, told = _settings()
    return [
        Finding(_("Program"), OK, f"deskapp {__version__}, Python {platform.python_version()}, {platform.system()}"),
        *_terminal(), _widths(), _fonts(), *told, *_own_texts(), *_store(chosen), _sqlite(), _zones(), _disk(), _log(),
        *_extras(), _printer(printer),
    ]  # fmt: skip


def report(chosen: Chosen, *, as_json: bool) -> tuple[int, str]:
    """The exit code, and everything as lines or as one JSON object."""
    here = looks()
    set_language(chosen.lang if chosen.lang in LANGUAGES else here.language)
    found = findings(chosen)
    bad = any(each.state == BAD for each in found)
    if as_json:
        return int(bad), json.dumps({"ok": not bad, "findings": [asdict(each) for each in found]}, ensure_ascii=False)
    return int(bad), "\n".join(_lines(found))


def _lines(found: list[Finding]) -> Iterator[str]:
    """Mark, word, name and text in columns; what is more stands below."""
    from rich.cells import cell_len

    from deskapp.outputs.lines import wrapped

    words = {state: f"{mark} {_(word)}" for state, (mark, word) in MARKS.items()}
    first = max(map(cell_len, words.values())) + 2
    second = max(cell_len(each.name) for each in found) + 2
    room = max(shutil.get_terminal_size().columns, COLUMNS) - first - second
    for each in found:
        texts = [
            p for text in (each.said, *each.more) for p in (wrapped(text, room) if cell_len(text) > room else [text])
        ]
        yield (_padded(words[each.state], first) + _padded(each.name, second) + (texts[0] if texts else "")).rstrip()
        yield from (" " * (first + second) + text for text in texts[1:])


def _padded(text: str, width: int) -> str:
    """The text with spaces up to so many cells."""
    from rich.cells import cell_len

    return text + " " * (width - cell_len(text))


# ---- the terminal


def _terminal() -> Iterator[Finding]:
    name = _("Terminal")
    if not terminal.is_here():
        yield Finding(name, LOOK, _("This is not a terminal: run it where the desk is used, to have it looked at."))
    kind, colours = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
    told = " ".join(filter(None, (kind, colours, *_within())))
    if os.name == "nt" and "WT_SESSION" not in os.environ:
        yield Finding(name, LOOK, _("An old Windows console: Windows Terminal shows Chinese and Korean better."))
    elif kind == "dumb" or (os.name != "nt" and not kind):
        yield Finding(name, BAD, _("TERM is {term}: no screen can be drawn.", term=kind or "-"))
    elif kind == "linux":
        yield Finding(name, BAD, _("The bare Linux console has no Chinese or Korean letters: use a terminal window."))
    else:
        yield Finding(name, OK, told)
    size = shutil.get_terminal_size((0, 0))
    if size.columns:
        enough = size.columns >= COLUMNS and size.lines >= LINES
        yield Finding(_("Size"), OK if enough else BAD, _("{columns} by {lines}; the desk needs {wide} by {high}",
                      columns=size.columns, lines=size.lines, wide=COLUMNS, high=LINES))  # fmt: skip
    encoding = locale.getpreferredencoding(False)
    fits = encoding.replace("-", "").casefold() in ("utf8", "cp65001") or sys.flags.utf8_mode == 1
    yield Finding(_("Encoding"), OK if fits else BAD, encoding if fits else
                  _("{encoding}: set the terminal and LANG to UTF-8", encoding=encoding))  # fmt: skip


def _within() -> Iterator[str]:
    """What stands between the desk and the screen."""
    if "TMUX" in os.environ:
        yield "tmux"
    if "STY" in os.environ:
        yield "screen"
    if "SSH_CONNECTION" in os.environ:
        yield "ssh"


def _widths() -> Finding:
    """How many cells the terminal gives to what the desk draws. What nobody agrees about the desk never draws."""
    name = _("Widths")
    found = terminal.widths((*WIDE, *NARROW, *EITHER))
    if found is None:
        return Finding(name, LOOK, _("The terminal was not asked, or did not answer."))
    told = "  ".join(f"{sign} {cells}" for sign, cells in found.items())
    if found["─"] != 1:
        return Finding(name, BAD, told, (_('Lines are drawn {cells} cells wide: set theme = "ascii".',
                       cells=found["─"]),))  # fmt: skip
    if any(found[sign] != 2 for sign in WIDE) or any(found[sign] != 1 for sign in NARROW):
        return Finding(name, BAD, told, (_("Chinese and Korean must be two cells wide and money signs one."),))
    return Finding(name, OK, told)


def _fonts() -> Finding:
    """Nobody but a person sees whether a letter is a letter."""
    state, missing = LOOK, ""
    if program := shutil.which("fc-list"):
        lacking = [LANGUAGES[code] for code, tongue in FONTS.items() if not _has_font(program, tongue)]
        state = LOOK if lacking else OK
        missing = _("No font for: {languages}.", languages=", ".join(lacking)) if lacking else ""
    said = _("Look at these lines: no sign may be a box or half hidden, and the bars stand in one column.")
    samples = tuple(f"{_padded(SAMPLES[code], 36)}|" for code in LANGUAGES)
    return Finding(_("Fonts"), state, f"{missing} {said}".lstrip(), samples)


def _has_font(program: str, tongue: str) -> bool:
    import subprocess

    try:
        answer = subprocess.run([program, f":lang={tongue}", "family"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(answer.stdout.strip())


# ---- settings and store


def _settings() -> tuple[PrinterSettings | None, list[Finding]]:
    """The printer of the settings, and whether the settings hold."""
    from pydantic import ValidationError

    from deskapp import settings

    file = paths.settings_file()
    place = str(file) if file.exists() else _("{file} (none there: everything is as it comes)", file=file)
    try:
        known = settings.load()
    except ValidationError as error:
        found = Finding(_("Settings"), BAD, place, tuple(settings.faults(error)))
        return None, [found, *_keys()]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, [Finding(_("Settings"), BAD, place, (str(error),))]
    return known.printer, [Finding(_("Settings"), OK, place), *_keys()]


def _keys() -> Iterator[Finding]:
    given = looks().keys
    if refused := keys.refused(given):
        yield Finding(_("Keys"), BAD, _("Not taken; the usual keys stay:"), tuple(each.said for each in refused))
    elif given:
        yield Finding(_("Keys"), OK, ", ".join(f"{action} {keys.name_of(key)}" for action, key in given.items()))


def _own_texts() -> Iterator[Finding]:
    """What the shop has written itself: procedures and phrases, scripts of callbacks. Nothing where it has not."""
    from deskapp import phrases, scripts

    for name, folder, read in (
        (_("Own phrases"), paths.phrases(), phrases.read_folder),
        (_("Own scripts"), paths.scripts(), scripts.read_folder),
    ):
        if faults := tuple(map(str, read(folder).faults)):
            yield Finding(name, BAD, _("{folder}: not taken, ours stand:", folder=folder), faults)
        elif folder.is_dir():
            yield Finding(name, OK, str(folder))


def _store(chosen: Chosen) -> Iterator[Finding]:
    """Whether the store answers. It is not brought up to date by looking at it."""
    name = _("Store")
    try:
        address = opening.quick_url(chosen)
        place = opening.shown(address)
    except opening.Trouble as trouble_said:
        yield Finding(name, BAD, trouble_said.said)
        return
    try:
        version, newest = _version(address)
    except Exception as error:
        yield Finding(name, BAD, str(opening.why_closed(error, address)))
        return
    if version is None:
        yield Finding(name, BAD, _("What is at {place} is not a store.", place=place))
    elif version > newest:
        yield Finding(name, BAD, _("{place} was written by a newer deskapp.", place=place))
    elif version < newest:
        yield Finding(
            name, LOOK, _("{place}: it is brought up to date when the desk opens, after a copy.", place=place)
        )
    else:
        yield Finding(name, OK, place)


def _version(address: str) -> tuple[str | None, str]:
    from deskapp.store import engine as engines
    from deskapp.store import schema

    engine = engines.connect(address)
    try:
        return schema.version_of(engine), schema.VERSION
    finally:
        engine.dispose()


# ---- the machine


def _sqlite() -> Finding:
    if sqlite3.sqlite_version_info >= SQLITE_MENDED:
        return Finding("SQLite", OK, sqlite3.sqlite_version)
    mended = ".".join(map(str, SQLITE_MENDED))
    return Finding("SQLite", LOOK, sqlite3.sqlite_version, (
        _("Before {mended} a file that several programs write to could be spoilt in rare moments:", mended=mended),
        _("one counter for each file, a copy every night; for several counters PostgreSQL."),
    ))  # fmt: skip


def _zones() -> Finding:
    from importlib.metadata import PackageNotFoundError, version
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Taipei"), ZoneInfo("Asia/Seoul")
        return Finding(_("Time zones"), OK, f"tzdata {version('tzdata')}")
    except ZoneInfoNotFoundError as error:
        return Finding(_("Time zones"), BAD, str(error))
    except PackageNotFoundError:
        return Finding(_("Time zones"), OK, _("those of the system"))


def _disk() -> Finding:
    folder = next(place for place in (paths.home(), *paths.home().parents) if place.exists())
    free = shutil.disk_usage(folder).free
    state = BAD if free < TIGHT else LOOK if free < LITTLE else OK
    return Finding(_("Disk"), state, _("{size} GB free in {folder}", size=f"{free / 1e9:.1f}", folder=folder))


def _log() -> Finding:
    file = trouble.log_file()
    if not file.exists():
        return Finding(_("Trouble log"), OK, _("{file} (nothing written yet)", file=file))
    when = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return Finding(_("Trouble log"), LOOK, _("{file}, last on {day}", file=file, day=f"{when:%Y-%m-%d %H:%M}"))


# ---- printer and packages


def _extras() -> Iterator[Finding]:
    for extra in EXTRAS:
        absent = lacking(extra)
        said = _("not installed (only if it is needed: pip install deskapp[{extra}])", extra=extra)
        yield Finding(f"deskapp[{extra}]", OK, said if absent else _("installed"))


def _printer(printer: PrinterSettings | None) -> Finding:
    """Whether the printer of the settings can be reached; nothing is printed."""
    name = _("Printer")
    if printer is None:
        return Finding(name, LOOK, _("Not looked at: the settings do not hold."))
    extra = "printer" if printer.kind in ROLLS else "pdf"
    if printer.kind != "none" and lacking(extra):
        return Finding(name, BAD, _("{kind} needs: pip install deskapp[{extra}]", kind=printer.kind, extra=extra))
    told = {
        "none": "", "file": printer.folder, "command": " ".join(printer.command),
        "network": f"{printer.host}:{printer.port}", "serial": printer.device, "device": printer.device,
        "usb": f"{printer.vendor:04x}:{printer.product:04x}",
    }[printer.kind]  # fmt: skip
    if printer.kind == "none":
        return Finding(name, OK, _("none: slips are saved as files"))
    trouble_said = why_no_printer(printer)
    if trouble_said:
        return Finding(name, BAD, f"{printer.kind} {told}", (trouble_said,))
    return Finding(name, OK, f"{printer.kind} {told}")

"""Attaches a file to a complaint: a photo, a scan, a recording, by its path, typed or dropped on the window. (domain 6)

The file is read when F9 is pressed, never run and never drawn; what it is, and whether it is kept, is told behind the
door by its first bytes.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.complaint_table import Move
from deskapp.rules.decisions import No, no
from deskapp.screens.casework import CaseForm
from deskapp.screens.fields import Field
from deskapp.screens.formrow import FormRow
from deskapp.screens.result import Outcome

LARGEST = 100_000_000
"""Bytes that are read at all; how much the house keeps is less, and decided behind the door."""
KILOBYTE = 1000


class Attach(CaseForm):
    """A file for a case."""

    heading = N_("Attach a file")
    operation = "complaints.attach"
    verb = N_("Attach")
    move = Move.ATTACH

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.found: tuple[Path, int] = (Path(), 0)

    def fields(self) -> list[Field]:
        """Where the file lies, and what it is to be called."""
        return [
            Field("content", N_("File"), required=True, limit=1000, help=N_("path, or drop it here")),
            Field("name", N_("Called"), limit=120, help=N_("empty: its own name")),
        ]

    def known(self) -> Iterator[str]:
        """What the case has already."""
        yield from super().known()
        if kept := ", ".join(each.name for each in self.case.files):
            yield _("Kept already: {files}", files=kept)

    def went(self, row: FormRow, key: str) -> None:
        """Whoever has left the path is told when nothing lies there."""
        super().went(row, key)
        self.field_changed(row)

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """What lies there, looked for off the event loop: it may be a folder of the network. While the path is being
        typed, nothing is said of what is not there yet."""
        row = self.row("content")
        found = await asyncio.to_thread(lying, values["content"])
        if isinstance(found, No):
            if not row.entry.has_focus:
                row.blame(found)
            return ""
        self.found = found
        return await super().consequence(values)

    def told(self, values: Mapping[str, Any]) -> str:
        """The name under which it is kept, and its size."""
        path, size = self.found
        kilobytes = words.count(-(-size // KILOBYTE))
        return _("Keeps {name} ({size} kB).", name=values["name"] or path.name, size=kilobytes)

    async def _post(self, values: dict[str, Any]) -> None:
        """Read the file off the event loop first; what keeps it from being read is said beside its field."""
        read = await asyncio.to_thread(content_of, values["content"])
        if isinstance(read, No):
            self._set_busy(False)
            self.refused(read)
        else:
            name, content = read
            await super()._post({"name": values["name"] or name, "content": content})

    def outcome(self, answer: Any) -> Outcome:
        """What it is, told by its content, and its size."""
        size = _("{size} kB", size=words.count(-(-answer.size // KILOBYTE)))
        return Outcome(
            title=_("The file is kept with the complaint"), facts=((answer.kind, size),),
            next=_("Enter: back to the complaint."),
        )  # fmt: skip


def content_of(typed: str) -> tuple[str, str] | No:
    """The name of the file of this path, and what is in it, in base64."""
    found = lying(typed)
    if isinstance(found, No):
        return found
    try:
        return found[0].name, base64.b64encode(found[0].read_bytes()).decode("ascii")
    except OSError as error:
        return no("file_unread", field="content", why=error.strerror or str(error))


def lying(typed: str) -> tuple[Path, int] | No:
    """The file of this path, with its size. Paths are quoted, escaped, or `file://`, as terminals give what is dropped
    on them."""
    for each in spelled(typed):
        try:
            path = Path(each).expanduser()
            if path.is_file():
                size = path.stat().st_size
                return (path, size) if size <= LARGEST else no("file_large", field="content", has=size, limit=LARGEST)
        except (OSError, ValueError, RuntimeError):
            continue  # too long, no path at all, or the folder of nobody
    return no("file_missing", field="content", path=typed[:80])


def spelled(typed: str) -> Iterator[str]:
    """The ways in which a typed path may be meant, the plainest first."""
    bare = typed.strip()
    yield bare
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
        yield bare[1:-1]
    yield bare.replace("\\ ", " ").replace("\\(", "(").replace("\\)", ")")
    if bare.startswith("file://"):
        yield unquote(urlsplit(bare).path)

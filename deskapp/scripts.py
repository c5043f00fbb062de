"""The scripts of callbacks, one for each purpose: those that come with the program, under those of the shop.

`data/scripts/` has ours; a shop's own file of the same name, in the folder `scripts` beside its store, takes its place.
A file that does not hold is told with its key, and the one that came with the program stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deskapp import paths
from deskapp.rules.scripts import Script, read

OTHERWISE = "member_care"
"""The script of a purpose that has none of its own."""
LARGEST = 200_000
"""Bytes. What is longer was not written by hand."""


@dataclass(frozen=True)
class Talks:
    """All scripts by purpose, and what was not taken."""

    scripts: Mapping[str, Script]
    faults: tuple[str, ...] = ()

    def about(self, purpose: str) -> Script:
        """The script of a purpose, else the general one."""
        return self.scripts.get(purpose) or self.scripts[OTHERWISE]


def talks(own: Path | None = None) -> Talks:
    """Those that came with the program, under those of the shop (`own`, else the platform's folder)."""
    theirs = read_folder(own or paths.scripts())
    return Talks({**shipped().scripts, **theirs.scripts}, theirs.faults)


@cache
def shipped() -> Talks:
    """Those that came with the program."""
    return read_folder(paths.data() / "scripts")


def read_folder(folder: Path) -> Talks:
    """Every `*.toml` in this folder; none if there is no such folder."""
    found: dict[str, Script] = {}
    faults: list[str] = []
    for file in sorted(folder.glob("*.toml")):
        script = _read(file)
        if isinstance(script, Script):
            found[file.stem] = script
        else:
            faults += script
    return Talks(found, tuple(faults))


def _read(file: Path) -> Script | list[str]:
    try:
        if file.stat().st_size > LARGEST:
            return [f"{file.stem}: longer than {LARGEST} bytes"]
        return read(file.stem, file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        return [f"{file.stem}: {error}"]

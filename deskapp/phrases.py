"""Procedures and phrases: what a clerk does, says and does not say on each screen, in four languages.

`data/phrases/` has one file for each subject; a shop's own file of the same name takes its place, or adds to it with
`add = true`. A file that does not hold is told with its key, and the one that came with the program stands.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from deskapp import keys, paths
from deskapp.i18n import LANGUAGES, N_, _
from deskapp.places import EVERYWHERE

PARTS = ("procedure", "say", "avoid")
MOST_LINES = 20
MOST_SIGNS = 400
LARGEST = 200_000
"""Bytes. What is longer was not written by hand."""


@dataclass(frozen=True)
class Text:
    """One text in the languages it is written in."""

    texts: Mapping[str, str]

    def spoken(self, language: str) -> str:
        """In this language, with the keys as they are now; else in the first one that it was written in."""
        return keys.told(self.texts.get(language) or next(iter(self.texts.values()), ""))


@dataclass(frozen=True)
class Line(Text):
    """A step, or a phrase. What is not to be said has what is said instead; `source` names where it comes from."""

    instead: Text = field(default_factory=lambda: Text({}))
    source: str = ""


@dataclass(frozen=True)
class Subject:
    """What one file holds: the screens it is shown on, the steps in order, phrases to use and to avoid."""

    name: str
    screens: tuple[str, ...]
    title: Text
    procedure: tuple[Line, ...] = ()
    say: tuple[Line, ...] = ()
    avoid: tuple[Line, ...] = ()
    add: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file: its name, the key, and why."""

    file: str
    key: str
    why: str
    figures: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        why = _(self.why, **dict(self.figures))
        return ": ".join(filter(None, (self.file, self.key, why)))


@dataclass(frozen=True)
class Phrases:
    """All subjects by name, and what was not taken."""

    subjects: Mapping[str, Subject]
    faults: tuple[Fault, ...] = ()

    def on(self, screen: str) -> list[Subject]:
        """The subjects of this screen, in the order of their names."""
        return [subject for _name, subject in sorted(self.subjects.items()) if screen in subject.screens]


def phrases(own: Path | None = None) -> Phrases:
    """Those that came with the program, under those of the shop (`own`, else the platform's folder)."""
    shipped, theirs = _shipped(), read_folder(own or paths.phrases())
    subjects = dict(shipped.subjects)
    for name, subject in theirs.subjects.items():
        under = subjects.get(name)
        subjects[name] = _added(under, subject) if under and subject.add else subject
    return Phrases(subjects, (*shipped.faults, *theirs.faults))


@cache
def _shipped() -> Phrases:
    return read_folder(paths.data() / "phrases")


def _added(under: Subject, over: Subject) -> Subject:
    return replace(
        under,
        screens=tuple(dict.fromkeys((*under.screens, *over.screens))),
        procedure=under.procedure + over.procedure,
        say=under.say + over.say,
        avoid=under.avoid + over.avoid,
    )


def read_folder(folder: Path) -> Phrases:
    """Every `*.toml` in this folder; none if there is no such folder."""
    subjects: dict[str, Subject] = {}
    faults: list[Fault] = []
    for file in sorted(folder.glob("*.toml")):
        faults += _read(file, subjects)
    return Phrases(subjects, tuple(faults))


def _read(file: Path, into: dict[str, Subject]) -> Iterator[Fault]:
    """Read one file; what is wrong with it, or it stands among the subjects."""
    try:
        if file.stat().st_size > LARGEST:
            yield Fault(file.name, "", N_("longer than {most}"), (("most", LARGEST),))
            return
        said = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        yield Fault(file.name, "", N_("it cannot be read ({why})"), (("why", str(error)),))
        return
    faults = list(_faults(file.name, said))
    yield from faults
    if not faults:
        parts = {part: tuple(map(_line, said.get(part, ()))) for part in PARTS}
        screens, title = tuple(said.get("screens", ())), Text(said["title"])
        into[file.stem] = Subject(file.stem, screens, title, add=said.get("add", False), **parts)


def _line(said: dict[str, Any]) -> Line:
    texts = {code: said[code] for code in LANGUAGES if code in said}
    return Line(texts, Text(said.get("instead", {})), said.get("source", ""))


def _faults(file: str, said: dict[str, Any]) -> Iterator[Fault]:
    for key in said.keys() - {"screens", "title", "add", *PARTS}:
        yield Fault(file, key, N_("there is no such key"))
    screens = said.get("screens")
    if not isinstance(screens, list) or not (screens or said.get("add")):
        yield Fault(file, "screens", N_("a list of screens is needed"))
    else:
        for name in screens:
            if not isinstance(name, str) or name not in EVERYWHERE:
                yield Fault(file, "screens", N_("there is no screen {name}"), (("name", name),))
    if not isinstance(said.get("add", False), bool):
        yield Fault(file, "add", N_("true or false is needed"))
    yield from _wrong_text(file, "title", said.get("title"), set())
    for part in PARTS:
        lines = said.get(part, [])
        if not isinstance(lines, list) or len(lines) > MOST_LINES:
            yield Fault(file, part, N_("at most {most} tables [[{part}]]"), (("most", MOST_LINES), ("part", part)))
            continue
        for number, line in enumerate(lines, 1):
            yield from _wrong_line(file, f"{part} {number}", line, part)


def _wrong_line(file: str, key: str, line: object, part: str) -> Iterator[Fault]:
    yield from _wrong_text(file, key, line, {"source", "instead"} if part == "avoid" else {"source"})
    if isinstance(line, dict):
        if not isinstance(line.get("source", ""), str):
            yield Fault(file, f"{key} source", N_("a text is needed"))
        if part == "avoid" and "instead" in line:
            yield from _wrong_text(file, f"{key} instead", line["instead"], set())


def _wrong_text(file: str, key: str, said: object, besides: set[str]) -> Iterator[Fault]:
    """A table of language and text, in one language at least."""
    if not isinstance(said, dict) or said.keys().isdisjoint(LANGUAGES):
        yield Fault(file, key, N_("a text is needed in one of {languages}"), (("languages", ", ".join(LANGUAGES)),))
        return
    for code, text in said.items():
        if code in LANGUAGES and (not isinstance(text, str) or not text.strip()):
            yield Fault(file, f"{key} {code}", N_("a text is needed"))
        elif code in LANGUAGES and len(text) > MOST_SIGNS:
            yield Fault(file, f"{key} {code}", N_("longer than {most}"), (("most", MOST_SIGNS),))
        elif code not in LANGUAGES and code not in besides:
            yield Fault(file, f"{key} {code}", N_("there is no such key"))

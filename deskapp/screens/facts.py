"""One record as lines of facts: a label, a value whole, and behind some lines another record that Enter opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from deskapp.outputs.lines import wrapped
from deskapp.rules.text import clean
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen

LABEL = 20
Opens = tuple[str, dict[str, Any]]
"""A screen, and what it is opened with."""


class Facts(ListScreen):
    """A subject gives `heading`, `rows()` made of `fact(...)`, and its letters."""

    columns = (Column(width=LABEL), Column())
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "shift", "back")

    def fact(
        self, label: str, value: str, *, opens: tuple[str, dict[str, Any]] | None = None, **more: Any
    ) -> list[Row]:
        """A fact, on as many lines as it takes; `opens` is the screen that Enter leads to."""
        return list(lines_of(label, value, max(self.size.width - LABEL - 5, 10), opens, more))

    def live_actions(self) -> tuple[str, ...]:
        """Nothing is narrowed here."""
        return (*self.bar[:1], *self.letters, *self.bar[1:])

    def act_filter(self) -> None:
        """A slash belongs to what is typed: on to the search line."""
        self.typed("/")

    def open_row(self, row: Row) -> None:
        """Enter: the record behind this line."""
        if isinstance(row.data, tuple):
            name, context = row.data
            self.app.open(name, **context)

    def on_resize(self) -> None:
        """Long values are broken anew."""
        if self.ready.is_set():
            self.load()

    def relabelled(self) -> None:
        """In another language now."""
        self.load()


def lines_of(label: str, value: str, width: int, opens: Opens | None, more: dict[str, Any]) -> Iterator[Row]:
    """The lines of one fact; the label stands before the first."""
    for place, part in enumerate([*wrapped(clean(value), width)] or [""]):
        yield Row(f"{label} {place} {part}", (label if not place else "", part), data=opens, **more)

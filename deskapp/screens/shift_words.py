"""What the screens of a shift say alike: a count beside what was expected, what is counted, the kind of a shift."""

from __future__ import annotations

from typing import Any

from deskapp import words
from deskapp.i18n import _
from deskapp.screens.fields import Field, lettered


def compared(count: Any) -> str:
    """A count beside what the books expected."""
    thing, variance = count.thing, count.variance
    return _(
        "counted {counted}, expected {expected}, difference {variance}",
        counted=words.counted(thing, count.counted),
        expected=words.counted(thing, count.expected),
        variance=words.counted(thing, variance, signed=bool(variance)),
    )


def found_to_differ(count: Any) -> str:
    """What was counted, and how it differs, in one line."""
    return _("{thing}: {told}", thing=words.thing(count.thing), told=compared(count))


def things_said(things: list[str]) -> str:
    """What is counted, in words; many gifts together as a number."""
    items = [thing for thing in things if thing.startswith("item:")]
    told = [words.thing(thing) for thing in things if thing not in items]
    return ", ".join([*told, *([_("gifts: {count}", count=len(items))] if items else [])])


def kind_field(name: str, label: str, likely: str) -> Field:
    """The kind of a shift; the one that works at this hour stands there already."""
    kinds = words.house().classes.get("shift", {})
    return Field(name, label, "choice", choices=lettered(kinds), default=likely if likely in kinds else "")

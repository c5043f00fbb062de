"""The customer in front: who it is, in one line that stays under the search line while any work is open for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len
from textual.content import Content

from deskapp import words
from deskapp.screens.shown import shown


@dataclass(frozen=True)
class InFront:
    """What the strip and the forms need of the customer in front. A customer without membership has no number."""

    name: str
    number: str = ""
    phone: str = ""
    card: str = ""
    tier: str = ""
    points: int | None = None
    language: str = ""
    flags: tuple[str, ...] = ()
    view: Any = field(default=None, compare=False, repr=False)
    """What `members.show` answered, for the screens that show more."""

    @property
    def key(self) -> str:
        """What a form's card field takes: the card, or the member number without one."""
        return self.card or self.number


def in_front(view: Any) -> InFront:
    """The customer of a `members.show` answer."""

    def known(*names: str) -> str:
        return next((str(value) for name in names if (value := getattr(view, name, None))), "")

    points = getattr(view, "points", None)
    return InFront(
        name=known("preferred", "name"),
        number=known("number"),
        phone=known("phone", "phone_masked"),
        card=known("card"),
        tier=known("tier_name", "tier"),
        points=points if isinstance(points, int) else None,
        language=known("language"),
        flags=tuple(getattr(view, "flags", ())),
        view=view,
    )


def strip(customer: InFront | None, width: int) -> Content:
    """The line: name, masked phone, card and tier, points, flags; what does not fit is left out from the end."""
    if customer is None:
        return Content("")
    parts = [f"> {customer.name}", customer.phone, " ".join(filter(None, (customer.card, words.tier(customer.tier))))]
    if customer.points is not None:
        parts.append(words.points(customer.points))
    parts += [f"[{words.flag(flag)}]" for flag in customer.flags]
    line = " "
    for part in filter(None, parts):
        if cell_len(line) + cell_len(part) + 2 > width and line.strip():
            break
        line += part + "   "
    return shown(line.rstrip(), width)

"""A piece of work: one customer with every screen that is open for them, and how it is put down on disk.

What is put down holds no PIN and nothing that was revealed: only what it takes to build the same screens again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from textual.screen import Screen

from deskapp.screens.choose import Choose
from deskapp.screens.frame import Frame

if TYPE_CHECKING:
    from deskapp.screens.customer import InFront

NINE = 9
"""At most so many are parked at a time: 1 to 9 picks one."""


@dataclass(eq=False)
class Work:
    """One piece of work of one person. `key` names its mode in the app and its draft in the store."""

    desk: Any
    """The desk with its person: what is put down is theirs."""
    key: str = field(default_factory=lambda: uuid4().hex)
    customer: InFront | None = None
    before: str = ""
    """The number of the member who was in front and has gone: one key brings them back."""
    parked_at: datetime | None = None
    who: str = ""
    what: str = ""
    """Whose work it is and what is being done, as the list of parked work shows them; `what` is marked with N_."""
    asleep: str | None = None
    """As an earlier run of the program put it down (JSON); its screens are built when it is brought back."""
    wanted: dict[str, Any] | None = None
    """As it should stand on disk: the draft, or None for nothing."""
    written: dict[str, Any] | None = None
    """As it does stand on disk."""
    writing: bool = False
    interrupted: Work | None = None
    """What was put aside for it when the phone rang."""
    waking: bool = False
    """Whether its screens are being built: until all of them stand, what is on disk stays as it was."""

    @property
    def staff(self) -> str:
        """The number of the person whose work it is."""
        return str(self.desk.staff.number)


def frames(stack: Iterable[Screen[Any]]) -> list[Frame]:
    """The screens of a piece of work, without the questions laid over them."""
    return [screen for screen in stack if isinstance(screen, Frame)]


def is_empty(work: Work, stack: Sequence[Screen[Any]]) -> bool:
    """Whether nobody is in front and nothing is open; what stands in the search line is no work."""
    return work.asleep is None and work.customer is None and len(stack) == 1


def worth_keeping(work: Work, stack: Sequence[Screen[Any]]) -> bool:
    """Whether something would be lost without it: it is parked, or something is typed that is not posted."""
    return work.asleep is not None or work.parked_at is not None or any(screen.unsaved() for screen in frames(stack))


def look_at(work: Work, stack: Sequence[Screen[Any]]) -> None:
    """Say of the work whose it is and what is being done, by the screens that are open."""
    open_ones = frames(stack)
    work.who = work.customer.name if work.customer else next(filter(None, (each.concerns() for each in open_ones)), "")
    work.what = next((each.heading for each in reversed(open_ones) if each.heading and each.keeps), "")


def put_down(work: Work, stack: Sequence[Screen[Any]]) -> dict[str, Any] | None:
    """The draft of this piece of work as it stands, or None when there is nothing worth keeping."""
    if not worth_keeping(work, stack):
        return None
    look_at(work, stack)
    member = work.customer.number if work.customer else ""
    content = json.dumps({"customer": member, "screens": standing(stack)}, ensure_ascii=False)
    return {
        "work": work.key, "who": work.who, "what": work.what, "member": member, "parked_at": work.parked_at,
        "content": content,
    }  # fmt: skip


def standing(stack: Iterable[Screen[Any]]) -> list[dict[str, Any]]:
    """Every open screen and question from the desk upwards; what is done, and what is only looked at, is left out."""
    kept: list[dict[str, Any]] = []
    for screen in stack:
        if isinstance(screen, Choose):
            if screen.asked:
                kept.append({"asked": screen.asked, "at": screen.listing.cursor})
        elif not isinstance(screen, Frame) or not screen.keeps or screen.finished():
            break
        else:
            name, given = screen.opened
            kept.append({"screen": name, "given": given, "of": screen.of(), "stood": screen.stood()})
    return kept

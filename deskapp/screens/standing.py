"""A screen that can stand again as it stood: when it is parked, when its person comes back, after a power cut.

What it says of itself are plain values: no PIN, and nothing that was revealed.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual.screen import Screen

from deskapp.rules.decisions import No
from deskapp.screens.entry import Entry

if TYPE_CHECKING:
    from deskapp.app import DeskApp
    from deskapp.screens.omnibox import Omnibox


class Standing(Screen[None]):
    """The part of every screen that is put down on disk and built again. Subjects add to `stood` and `stand`."""

    app: DeskApp
    keeps: ClassVar[bool] = True
    """Whether this screen is part of the work, and is built again after a crash."""
    searches: ClassVar[bool] = True
    """Whether the search line is here."""
    busy: bool = False
    """Whether something is being posted here."""

    def __init__(self) -> None:
        super().__init__()
        self.ready = asyncio.Event()
        """Set while keys may come; cleared while an answer is waited for that decides where they go."""
        self.built = False
        self.opened: tuple[str, dict[str, Any]] = ("", {})
        """By which name, and with what, this screen was opened."""
        self.message: str | No = ""
        self.tone = ""

    @property
    def omnibox(self) -> Omnibox:
        """The search line."""
        from deskapp.screens.omnibox import Omnibox

        return self.query_one(Omnibox)

    def say(self, message: str | No, tone: str = "") -> None:
        """Say this in the message line."""
        raise NotImplementedError

    def finished(self) -> bool:
        """Whether this screen has nothing left to do, and gives way to what is opened next."""
        return False

    def unsaved(self) -> bool:
        """Whether something typed here would be lost if the screen were left."""
        return False

    def put_aside(self) -> None:
        """This screen is left for other work, or for another person: nothing secret stays in it."""

    def concerns(self) -> str:
        """Whom or what this is about, as far as something typed here tells."""
        return ""

    def of(self) -> str:
        """The number of the member whom this screen is about, whoever is in front; nothing when it follows them."""
        return ""

    def stood(self) -> dict[str, Any]:
        """What it takes to stand like this again."""
        line = next((each.value for each in self.query("#omnibox-entry").results(Entry)), "")
        at = self.focused.cursor_position if isinstance(self.focused, Entry) else 0
        focus = self.focused.id if self.focused else None
        return {"line": line, "focus": focus, "at": at}

    def stand(self, stood: dict[str, Any]) -> None:
        """Stand as it stood."""
        if stood["line"]:
            self.omnibox.entry.value = stood["line"]
        for part in self.query(f"#{stood['focus']}") if stood["focus"] else ():
            if isinstance(part, Entry):
                part.go_on_at(stood["at"])
            self.set_focus(part)

    async def ask_again(self, asked: str, at: int) -> None:
        """Put the question again that lay over this screen, with the cursor on the same answer."""
        from deskapp.screens.choose import Choose

        getattr(self, f"ask_{asked}")()
        question = self.app.screen
        if isinstance(question, Choose):
            question.listing.cursor = at

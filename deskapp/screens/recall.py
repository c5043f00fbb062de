"""F5: what is parked: whose, what, since when. 1 to 9 brings it back, or the arrows and Enter; Esc leaves it parked."""

from __future__ import annotations

from collections.abc import Sequence

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.screens.choose import Choose
from deskapp.screens.fields import Choice
from deskapp.screens.listing import Column, Row
from deskapp.screens.works import NINE, Work


class Recall(Choose):
    """The list of parked work."""

    columns = (Column(width=1), Column(), Column(width=24), Column(width=11))

    def __init__(self, parked: Sequence[Work], current: str = "") -> None:
        self.parked = list(parked)
        numbered = [Choice(str(place), work.key, work.who) for place, work in enumerate(self.parked, 1)]
        super().__init__(N_("Parked: bring back which one?"), numbered, current)

    def width(self) -> int:
        """Room for all four columns."""
        return 76

    def rows(self) -> list[Row]:
        """Number, whose, what, since when."""
        return [
            Row(
                work.key,
                (
                    str(place) if place <= NINE else "",
                    work.who or _("Nobody named yet"),
                    _(work.what) if work.what else "",
                    _since(work),
                ),
            )
            for place, work in enumerate(self.parked, 1)
        ]


def _since(work: Work) -> str:
    assert work.parked_at is not None
    return f"{words.local(work.parked_at):%m-%d %H:%M}"

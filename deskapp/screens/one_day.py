"""A list of one business day: today's at first, the days before and after by left and right, any day by the filter."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from textual import events

from deskapp import words
from deskapp.i18n import _
from deskapp.rules.decisions import No
from deskapp.screens import fields
from deskapp.screens.lists import ListScreen


class OfOneDay(ListScreen):
    """A subject reads what it lists of `on()`, and takes its filter through `narrowed()`."""

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.day: date | None = context.get("day")

    def by_day(self) -> bool:
        """Whether days are gone through: not where the list is of one person, whatever the day."""
        return True

    def on(self) -> date:
        """The day that is listed."""
        return self.day or self.app.today()

    def narrowed(self, narrow: str) -> str:
        """The filter without a date in it, such as -1 or 11-20: that day is listed from now on."""
        if not re.fullmatch(r"-\d{1,3}|(\d{4}-)?\d\d?-\d\d?|\d{8}", narrow):
            return narrow
        wanted = fields.day(narrow, self.app.today(), "day")
        self.day = self.day if isinstance(wanted, No) else wanted
        return ""

    def _heading(self) -> str:
        if not self.by_day():
            return super()._heading()
        shown, other = words.short_day(self.on()), _("left and right: other days")
        return f" {_(self.heading)} {shown}   {other}   {self.listing.tally}"

    def stood(self) -> dict[str, Any]:
        """And which day is listed."""
        return {**super().stood(), "day": self.day.isoformat() if self.day else ""}

    def stand(self, stood: dict[str, Any]) -> None:
        """The same day again."""
        self.day = date.fromisoformat(stood["day"]) if stood.get("day") else None
        super().stand(stood)

    def on_key(self, event: events.Key) -> None:
        """Left and right: the day before, the day after."""
        if self.by_day() and self.focused is self.listing and event.key in ("left", "right"):
            event.stop()
            event.prevent_default()
            today = self.app.today()
            self.day = min(self.on() + timedelta(days=1 if event.key == "right" else -1), today)
            self.narrow.value = ""
            self.load()

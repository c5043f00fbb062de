"""Whom to greet and whom to offer a new card: birthdays of today, and tiers reached but not yet held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen


class MembersDue(ListScreen):
    """A list of members; Enter brings one in front and opens them."""

    asked_for: ClassVar[str] = ""
    """The reading that gives the members."""
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "next_pane", "shift", "back")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Those in whose line this text occurs."""
        found = await self.app.read(self.asked_for)
        if isinstance(found, No):
            self.say(found)
            return (), None
        return narrowed((self.row_of(each) for each in found), narrow), None

    def row_of(self, member: Any) -> Row:
        """One member."""
        raise NotImplementedError

    def open_row(self, row: Row) -> None:
        """The member."""
        self.app.open("member", member=row.key)

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self.load()


def narrowed(rows: Iterable[Row], narrow: str) -> list[Row]:
    """The rows in which this text occurs."""
    said = narrow.casefold()
    return [row for row in rows if said in " ".join(row.cells).casefold()]


class Birthdays(MembersDue):
    """Whose birthday it is today."""

    heading = N_("Birthdays today")
    asked_for = "members.birthdays"
    columns = (
        Column(N_("Number"), 13),
        Column(N_("Name")),
        Column(N_("Phone"), 13),
        Column(N_("Tier"), 12),
        Column(N_("Last here"), 12),
    )
    empty = N_("No member has a birthday today. They stand here on the day, by the sun and by the moon.")

    def row_of(self, member: Any) -> Row:
        """With the tier, and whether the day goes by the moon."""
        name = member.name + " (" + _("by the moon") + ")" if member.lunar else member.name
        tier = words.tier(member.tier) if member.tier else ""
        return Row(member.number, (member.number, name, member.phone, tier, last_here(member)))


class Upgrades(MembersDue):
    """Who has reached a tier and does not hold its card yet."""

    heading = N_("Upgrades due")
    asked_for = "members.upgrades"
    columns = (
        Column(N_("Number"), 13),
        Column(N_("Name")),
        Column(N_("Phone"), 13),
        Column(N_("Reached"), 12),
        Column(N_("Spent"), 12, "right"),
    )
    empty = N_("Nobody has reached a new tier. Members stand here until they are given its card.")

    def row_of(self, member: Any) -> Row:
        """With the tier reached, and by what."""
        reached, spent = words.tier(member.reached), words.amount(member.spend_money)
        return Row(member.number, (member.number, member.name, member.phone, reached, spent))


def last_here(member: Any) -> str:
    """The day of the last visit."""
    return f"{words.local(member.last_visit):%Y-%m-%d}"

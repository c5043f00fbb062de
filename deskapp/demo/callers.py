"""Who complains and who calls at the demonstration desk: members with a phone, by the language they speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from deskapp.store.members import MEMBER

if TYPE_CHECKING:
    from deskapp.store.desk import Store

MOST = 80


class Callers:
    """The same place is always the same member."""

    def __init__(self, store: Store) -> None:
        wanted = sa.select(MEMBER.c.number, MEMBER.c.language).where(MEMBER.c.phone != "", MEMBER.c.state == "active")
        with store.engine.connect() as conn:
            rows = conn.execute(wanted.order_by(MEMBER.c.id).limit(MOST * 10)).all()
        self._by_language: dict[str, list[str]] = {"": [row.number for row in rows]}
        for row in rows:
            self._by_language.setdefault(row.language, []).append(row.number)

    def who(self, place: int, language: str = "") -> dict[str, str]:
        """The member at this place as operations take them; somebody without a card where there are no members."""
        listed = self._by_language.get(language) or self._by_language[""]
        if listed:
            return {"member": listed[place % len(listed)]}
        return {"name": "王女士", "phone": f"138001380{place:02}"}

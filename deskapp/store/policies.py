"""Keeps the house rules with the store, so that every counter judges by the same text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.policy import Policies, read
from deskapp.store.tables import Instant, table


class PolicyText(SQLModel, table=True):
    """One adopted text of policy.toml. The newest row governs; dated rules inside it say from when."""

    __tablename__ = "policy_text"
    id: int | None = Field(default=None, primary_key=True)
    adopted_at: datetime = Field(sa_type=Instant)
    text: str = Field(sa_type=sa.Text)


POLICY_TEXT = table(PolicyText)


class BadPolicy(Exception):
    """A policy text that does not hold; `faults` name place and reason."""

    def __init__(self, faults: list[object]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


def parse(text: str) -> Policies:
    """The rules of a text. Raises BadPolicy with every fault and its place."""
    answer = read(text)
    if isinstance(answer, list):
        raise BadPolicy(list(answer))
    return answer


@dataclass
class Source:
    """The policies of one store, read again only when the journal's head names another text."""

    engine: sa.Engine
    _last: tuple[int, Policies] | None = None

    @property
    def current(self) -> Policies:
        """The policies as last read; read now if they never were."""
        if self._last is None:
            with self.engine.connect() as connection:
                return self.refresh(connection, None)
        return self._last[1]

    def refresh(self, connection: sa.Connection, text_id: int | None) -> Policies:
        """The policies of this text id (None: the newest), from memory if they are the ones last read."""
        last = self._last
        if last is None or text_id != last[0]:
            wanted = sa.select(POLICY_TEXT.c.id, POLICY_TEXT.c.text).order_by(POLICY_TEXT.c.id.desc()).limit(1)
            if text_id is not None:
                wanted = wanted.where(POLICY_TEXT.c.id == text_id)
            row = connection.execute(wanted).one()
            self._last = last = (row.id, parse(row.text))
        return last[1]

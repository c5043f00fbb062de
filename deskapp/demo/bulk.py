"""Writes many members in one posting: rows by the thousand, one journal entry, accounts and transfers that add up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from deskapp.store import engine as engines
from deskapp.store import ledger, lots, members, posting
from deskapp.store.cards import CARD
from deskapp.store.ledger import ACCOUNT, ISSUED, POINTS, SPEND, TILL, TRANSFER, holder_of
from deskapp.store.numbers import SERIES

if TYPE_CHECKING:
    from deskapp.demo.members import Rows
    from deskapp.store.desk import Store

OPERATION = "members.import"
SERIAL = ("member", "account", "transfer", "points_lot", "consent")
"""Tables whose next id PostgreSQL must be told after rows came in with ids of their own."""


@dataclass
class Bulk:
    """The posting that takes the members in."""

    post: posting.Posting
    accounts: int = 0

    @classmethod
    @contextmanager
    def begun(cls, store: Store) -> Iterator[Bulk]:
        """Begin the posting; it is recorded when the block ends."""
        from deskapp.rules.decisions import Role
        from deskapp.store.desk import Staff

        desk = store.counter("A").signed_in(Staff("4001", "", Role.MANAGER))
        with engines.writing(store.engine) as conn:
            yield cls(posting.begin(conn, desk, OPERATION))

    @property
    def entry(self) -> int:
        """Number of the journal entry this will be."""
        return self.post.entry

    def write(self, rows: Rows) -> None:
        """Write one batch of members with all that is theirs."""
        conn = self.post.conn
        _insert(conn, members.MEMBER, rows.member)
        _insert(conn, members.MEMBER_KEY, sorted(rows.key, key=lambda row: row["k"]))
        _insert(conn, CARD, rows.card)
        _insert(conn, members.CONSENT, rows.consent)
        _insert(conn, lots.LOT, rows.lot)
        self._give(POINTS, ISSUED, rows.points)
        self._give(SPEND, TILL, rows.spend)

    def _give(self, unit: str, source: str, amounts: dict[int, int]) -> None:
        """What each member brought along, from the counter-party it came from."""
        conn = self.post.conn
        given = {member: amount for member, amount in amounts.items() if amount > 0}
        if not given:
            return
        payer = ledger.account(conn, unit, source)
        first = int(conn.execute(sa.select(sa.func.max(ACCOUNT.c.id))).scalar_one()) + 1
        row = {"unit": unit, "guarded": True}
        opened = [
            {**row, "id": first + place, "holder": holder_of(member), "balance": amount}
            for place, (member, amount) in enumerate(given.items())
        ]
        _insert(conn, ACCOUNT, opened)
        moved = [
            {"entry": self.entry, "source": payer, "target": row["id"], "amount": row["balance"], "reverses": None}
            for row in opened
        ]
        _insert(conn, TRANSFER, moved)
        total = sum(given.values())
        conn.execute(sa.update(ACCOUNT).where(ACCOUNT.c.id == payer).values(balance=ACCOUNT.c.balance - total))
        self._tell_next("account")

    def blank_cards(self, cards: dict[str, list[str]]) -> None:
        """Put blank cards of each class into the drawer."""
        row = {"member_id": None, "state": "blank", "replaced_by": None, "entry": self.entry, "since": None}
        _insert(
            self.post.conn,
            CARD,
            [{**row, "kind": kind, "number": card} for kind, many in cards.items() for card in many],
        )

    def series(self, last: dict[str, int]) -> None:
        """Remember the last member number of each day, so that none is given twice."""
        _insert(self.post.conn, SERIES, [{"key": key, "last": number} for key, number in last.items()])

    def finish(self, count: int) -> None:
        """Write the journal entry."""
        for table in SERIAL:
            self._tell_next(table)
        self.post.done(count, subject="demo", facts={"members": count})
        posting.record(self.post, None, "")

    def _tell_next(self, table: str) -> None:
        if self.post.conn.dialect.name == "postgresql":
            last = f"coalesce((select max(id) from {table}), 0)"
            text = f"select setval(pg_get_serial_sequence('{table}', 'id'), {last} + 1, false)"
            self.post.conn.execute(sa.text(text))


def _insert(conn: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Write rows with the same columns, the fast way of each engine."""
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in rows[0])
    driver: Any = conn.connection.driver_connection
    if conn.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"copy {table.name} ({columns}) from stdin") as copy:
            for row in rows:
                copy.write_row(tuple(row.values()))
    elif table in _PLAIN:
        places = ", ".join("?" * len(rows[0]))
        driver.executemany(
            f"insert into {table.name} ({columns}) values ({places})", map(tuple, map(dict.values, rows))
        )
    else:
        conn.execute(sa.insert(table).inline(), rows)


_PLAIN = (members.MEMBER_KEY, ACCOUNT, TRANSFER)
"""Tables of numbers and texts only, which SQLite takes as they are; instants need the ways of SQLAlchemy."""

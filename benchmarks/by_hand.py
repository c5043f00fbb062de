"""A redemption written by hand for sqlite3: the fewest statements that leave the same rows in the same tables."""

from __future__ import annotations

import json
import sqlite3
from hashlib import sha256
from uuid import uuid4

DAY, AT, COUNTER = "2026-11-23", "2026-11-23 04:00:00.000000", "A"
OPERATION, VERSION = "gifts.redeem", "by hand"


class ByHand:
    """One gift over the counter: points, stock, slip and journal move together or not at all."""

    def __init__(self, connection: sqlite3.Connection, item: str) -> None:
        self.connection, self.item, self.unit = connection, item, f"item:{item}"

    def redeem(self, card: str) -> str:
        """Hand out one piece; the number of its slip."""
        self.connection.execute("begin immediate")
        try:
            slip = self._redeemed(card)
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")
        return slip

    def _redeemed(self, card: str) -> str:
        ask, op = self.connection.execute, uuid4().hex
        last, previous = ask("select number, hash from chain_head").fetchone()
        if ask("select 1 from journal where op = ?", (op,)).fetchone():
            raise LookupError("posted before")
        member, number, language = ask(
            "select m.id, m.number, m.language from card c join member m on m.id = c.member_id"
            " where c.number = ? and c.state = 'active' and m.state = 'active'",
            (card,),
        ).fetchone()
        names, prices = ask("select names, prices from item where code = ?", (self.item,)).fetchone()
        entry, price = last + 1, json.loads(prices)[""]
        left = self._take(entry, member, price)
        self._move(entry, "points", f"member:{member}", "issued", price)
        self._move(entry, self.unit, "desk", f"member:{member}", 1)
        ask("update member set last_visit = ? where id = ?", (AT, member))
        slip = self._slip(entry, member, language, {"item": self.item, "name": names, "points": price, "balance": left})
        payload = json.dumps({"result": {"slip": slip, "member": number, "points": price, "balance": left}})
        digest = sha256(f"{previous}{entry}{payload}".encode()).hexdigest()
        ask(
            "insert into journal (number, at, clock_behind, business_date, counter, shift, actor, operation, kind,"
            " subject, member_id, payload, policy_version, op, previous, hash)"
            " values (?, ?, 0, ?, ?, '', '1001', ?, 'done', ?, ?, ?, ?, ?, ?, ?)",
            (entry, AT, DAY, COUNTER, OPERATION, slip, member, payload, VERSION, op, previous, digest),
        )
        ask("update chain_head set number = ?, hash = ?, at = ?", (entry, digest, AT))
        return slip

    def _take(self, entry: int, member: int, price: int) -> int:
        """Use up lots, soonest expiry first; what is left in all of them."""
        ask, wanted = self.connection.execute, price
        lots = ask(
            "select id, left_over from points_lot where member_id = ? and left_over > 0 and coalesce(expires, ?) >= ?"
            " order by coalesce(expires, '9999'), earned_on, id",
            (member, DAY, DAY),
        ).fetchall()
        for lot, has in lots:
            part = min(has, wanted)
            if part:
                ask("update points_lot set left_over = left_over - ? where id = ?", (part, lot))
                ask("insert into lot_use (lot_id, entry, amount) values (?, ?, ?)", (lot, entry, part))
            wanted -= part
        if wanted:
            raise LookupError("not enough points")
        return sum(int(has) for _, has in lots) - price

    def _move(self, entry: int, unit: str, source: str, target: str, amount: int) -> None:
        ask, balance = self.connection.execute, "balance >= ?" if source != "issued" else "?"
        taken = ask(
            f"update account set balance = balance - ? where unit = ? and holder = ? and {balance} returning id",
            (amount, unit, source, amount),
        ).fetchone()
        given = ask(
            "insert into account (unit, holder, guarded, balance) values (?, ?, 1, ?)"
            " on conflict (unit, holder) do update set balance = balance + excluded.balance returning id",
            (unit, target, amount),
        ).fetchone()
        row = (entry, taken[0], given[0], amount)
        ask("insert into transfer (entry, source, target, amount) values (?, ?, ?, ?)", row)

    def _slip(self, entry: int, member: int, language: str, facts: dict[str, object]) -> str:
        last = self.connection.execute(
            "insert into series (key, last) values ('by hand', 1)"
            " on conflict (key) do update set last = last + 1 returning last"
        ).fetchone()[0]
        slip = f"HAND-{last:05}"
        self.connection.execute(
            "insert into slip (number, kind, entry, member_id, language, copies, state, facts, made_at, prints)"
            " values (?, 'redemption', ?, ?, ?, 2, 'to_sign', ?, ?, 0)",
            (slip, entry, member, language, json.dumps(facts, ensure_ascii=False), AT),
        )
        return slip

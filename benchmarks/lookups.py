"""How long it takes to find somebody among all members, beside sqlite3 finding the same rows in the same file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import bare, stand
from benchmarks.timing import Measure, in_turn, took
from deskapp.store import members, posting, registry
from deskapp.store.desk import Desk
from deskapp.store.finding import Found
from deskapp.store.key_index import TOP

ROW = "m.id, m.number, m.name, m.preferred, m.phone, m.tier, m.state"
CARD = f"select {ROW}, c.number, c.state from card c join member m on m.id = c.member_id where c.number = ?"
JOIN = (
    f"select {ROW} from (select distinct member_id from member_key where k >= :a and k <= :b) s"
    " cross join member m where m.id = s.member_id order by m.last_visit desc, m.id desc limit 20"
)
WALK = f"select {ROW} from member m where instr(m.search, :inside) > 0 order by m.last_visit desc, m.id desc limit 20"
MOST = 20

By = Callable[[], Sequence[Any]]


@dataclass(frozen=True)
class Stage:
    """Keys from `a` to `b`, and the text that stands in the search text of whoever has one."""

    a: str
    b: str
    inside: str


def measure(path: Path, runs: int) -> list[Measure]:
    """A card, then each way of searching."""
    with stand.desk(path) as desk:
        connection = bare.opened(path)
        try:
            return [*_cards(desk, connection, runs), *(_searched(desk, connection, *case, runs) for case in CASES)]
        finally:
            connection.close()


CASES = (
    ("two letters: zw", "zw"),
    ("a spelling: zhangwei", "zhangwei"),
    ("two characters: 伟民", "伟民"),
    ("one character: 伟", "伟"),
    ("last four digits: 1234", "1234"),
)


def _cards(desk: Desk, connection: sqlite3.Connection, runs: int) -> list[Measure]:
    """The holder of a card, as a posting asks for it, and everything that a scanned card may mean."""
    some = "select number from card where state = 'active' order by number limit 1 offset 9"
    card = connection.execute(some).fetchone()[0]

    def by_hand() -> Sequence[Any]:
        return connection.execute(CARD, (card,)).fetchall()

    def scanned() -> Sequence[Found]:
        found: list[Found] = registry.READINGS["omnibox.find"](desk, text=card)
        return found

    with posting.look(desk) as look:
        holder = _compared("the holder of a card", lambda: [members.by_card(look.conn, card)], by_hand, runs, "")
    return [holder, _compared("a card in the search line", scanned, by_hand, runs, "")]


def _searched(desk: Desk, connection: sqlite3.Connection, what: str, typed: str, runs: int) -> Measure:
    statements = [_cheaper(connection, stage) for stage in _stages(typed)]

    def by_hand() -> list[Any]:
        taken: dict[int, Any] = {}
        for statement, given in statements:
            if len(taken) < MOST:
                taken |= {row[0]: row for row in connection.execute(statement, given) if row[0] not in taken}
        return list(taken.values())[:MOST]

    def by_desk() -> Sequence[Found]:
        found: list[Found] = registry.READINGS["omnibox.find"](desk, text=typed)
        return found

    numbers = [row[1] for row in by_hand()]
    same = numbers == [one.key for one in by_desk() if one.kind == "member"][: len(numbers)]
    return _compared(what, by_desk, by_hand, runs, f"{len(numbers)} rows, {'the same' if same else 'NOT THE SAME'}")


def _stages(typed: str) -> list[Stage]:
    """Exactly this key, then what begins with it; a phone by its last digits, its first, any of them."""
    if typed.isdigit():
        ending, whole = "#" + typed, "=" + typed
        return [
            Stage(ending, ending, f"{typed}|"),
            Stage(whole, whole + TOP, f"|={typed}"),
            Stage(ending, ending + TOP, typed),
        ]
    return [Stage(typed, typed, f"|{typed}|"), Stage(typed, typed + TOP, f"|{typed}")]


def _cheaper(connection: sqlite3.Connection, stage: Stage) -> tuple[str, dict[str, str]]:
    """The cheaper of the two statements that a person would write by hand for these keys, known beforehand."""
    ways = [(JOIN, {"a": stage.a, "b": stage.b}), (WALK, {"inside": stage.inside})]

    def cost(way: tuple[str, dict[str, str]]) -> float:
        return min(took(lambda: connection.execute(*way).fetchall()) for _ in range(3))

    return min(ways, key=cost)


def _compared(what: str, by_desk: By, by_hand: By, runs: int, note: str) -> Measure:
    taken = in_turn(runs, {"desk": lambda _: took(by_desk), "bare": lambda _: took(by_hand)})
    return Measure("lookup", what, "sqlite3", taken["desk"], taken["bare"], note=note)

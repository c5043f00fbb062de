"""What handing out a gift costs when the disk must have it: the desk's operation beside the same rows by hand."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from benchmarks import bare, stand
from benchmarks.by_hand import ByHand
from benchmarks.timing import Measure, in_turn, took
from deskapp.rules.decisions import No
from deskapp.store import gifts, stock
from deskapp.store.desk import Desk

ITEM, PIECES = "G001", 5000
HOLDERS = """
select c.number from card c join member m on m.id = c.member_id join account a on a.holder = 'member:' || m.id
where c.state = 'active' and m.state = 'active' and a.unit = 'points' and a.balance >= 500
  and 400 <= (select sum(l.left_over) from points_lot l
              where l.member_id = m.id and (l.expires is null or l.expires > '2027-01-01'))
order by m.id limit ?"""
SPARE = 3
"""Members beside those of the timed runs: one to warm up with, one whose statements are counted on either side."""


def measure(path: Path, runs: int) -> list[Measure]:
    """One gift for each of many members, in two copies of the store, turn by turn."""
    with stand.copies(path, _stocked) as (ours, theirs), stand.desk(ours) as desk:
        connection = bare.opened(theirs)
        try:
            cards = [row[0] for row in connection.execute(HOLDERS, (runs + SPARE,))]
            if len(cards) < runs + SPARE:
                raise LookupError(f"{len(cards)} members have points enough; {runs + SPARE} are needed")
            return [_compared(desk, ByHand(connection, ITEM), cards)]
        finally:
            connection.close()


def _stocked(path: Path) -> None:
    """Enough of the gift on the desk for every run."""
    with stand.desk(path) as desk:
        _done(stock.receive(desk.act(uuid4().hex), item=ITEM, quantity=PIECES, place="desk"))


def _compared(desk: Desk, hand: ByHand, cards: list[str]) -> Measure:
    *timed, first, second, third = cards
    hand.redeem(first)
    with bare.watched(desk.store.engine) as ours:
        _redeem(desk, second)
    _redeem(desk, first)
    theirs = bare.Work()
    theirs.watch(hand.connection)
    hand.redeem(third)
    theirs.unwatch(hand.connection)
    taken = in_turn(
        len(timed),
        {
            "desk": lambda run: took(lambda: _redeem(desk, timed[run])),
            "bare": lambda run: took(lambda: hand.redeem(timed[run])),
        },
    )
    note = f"{ours.told}; by hand {theirs.told}"
    return Measure("posting", "a redemption", "sqlite3, same rows, as durable", taken["desk"], taken["bare"], note=note)


def _redeem(desk: Desk, card: str) -> None:
    _done(gifts.redeem(desk.act(uuid4().hex), card=card, item=ITEM))


def _done(answer: object) -> None:
    if isinstance(answer, No):
        raise LookupError(f"refused: {answer.code} {dict(answer.figures)}")

"""Two counters at once, as two processes on one store: one wins, the other is told."""

from __future__ import annotations

import multiprocessing

from deskapp.store import engine, ledger, points, statements
from deskapp.store.desk import Store
from deskapp.store.members import by_card
from tests.store.conftest import Counter
from tests.store.racer import Attempt, race

ROUNDS = 200


def run(counter: Counter, first: list[Attempt], second: list[Attempt]) -> list[tuple[str, str]]:
    """Both lists of attempts, pair by pair at once; what each was answered."""
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    said = []
    with_queues = [(staff, attempts, spawn.Queue()) for staff, attempts in (("1001", first), ("1002", second))]
    racers = [
        spawn.Process(target=race, args=(counter.store.url, counter.clock.now(), staff, attempts, start, answers))
        for staff, attempts, answers in with_queues
    ]
    for racer in racers:
        racer.start()
    for _, _, answers in with_queues:
        said.append(answers.get(timeout=240))
        answers.close()
    for racer in racers:
        racer.join(30)
        assert racer.exitcode == 0
        racer.close()
    return list(zip(*said, strict=True))


def give(store: Store, cards: list[str], amount: int) -> None:
    """Points for many members in one go; entry 1 stands for the opening balance."""
    from datetime import date

    from deskapp.store import lots

    with engine.writing(store.engine) as conn:
        for card in cards:
            member = by_card(conn, card)
            ledger.move(conn, 1, "points", "adjusted", ledger.holder_of(member.id), amount)  # type: ignore[union-attr]
            lots.add(conn, 1, member.id, amount, earned=date(2026, 7, 1), available=None, expires=None)  # type: ignore[union-attr]


def test_of_two_redemptions_of_60_from_100_points_exactly_one_succeeds(counter: Counter) -> None:
    item = counter.gift(price=60, on_desk=ROUNDS)
    cards = [counter.member() for _ in range(ROUNDS)]
    give(counter.store, cards, 100)
    attempts = [(card, item) for card in cards]
    for pair in run(counter, attempts, attempts):
        assert sorted(pair) == ["done", "points_short {'needs': 60, 'has': 40}"]
    balances = [statements.statement(counter.desk, card=card).usable for card in cards]  # type: ignore[union-attr]
    assert balances == [40] * ROUNDS


def test_the_last_piece_goes_to_one_counter_and_the_others_points_stay(counter: Counter) -> None:
    items = [counter.gift(f"G{which:03}", price=10, on_desk=1) for which in range(20)]
    one, other = counter.member("张伟民"), counter.member("李娜")
    give(counter.store, [one, other], 500)
    said = run(counter, [(one, item) for item in items], [(other, item) for item in items])
    for pair in said:
        assert sorted(pair) == ["done", "stock_short {'needs': 1, 'has': 0, 'place': 'desk'}"]
    for card, which in ((one, 0), (other, 1)):
        won = sum(pair[which] == "done" for pair in said)
        answer = statements.statement(counter.desk, card=card)
        assert answer.usable == 500 - 10 * won  # type: ignore[union-attr]


def test_one_receipt_at_two_counters_earns_once(counter: Counter) -> None:
    from concurrent.futures import ThreadPoolExecutor

    cards = [counter.member(), counter.member()]
    with ThreadPoolExecutor(2) as pool:
        for which in range(20):
            acts = [counter.act("1001"), counter.act("1002", counter="B")]
            answers = list(
                pool.map(
                    lambda pair, receipt=f"R{which}": points.earn(pair[0], card=pair[1], receipt=receipt, amount=2500),
                    zip(acts, cards, strict=True),
                )
            )
            assert sum(isinstance(answer, points.Earned) for answer in answers) == 1

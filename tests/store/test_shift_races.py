"""Two people press at once, each over a connection of their own: one opens or accepts, the other is told who did."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from deskapp.rules.clock import FrozenClock
from deskapp.store import handover, points, shifts
from tests.store.conftest import PIN, Counter
from tests.store.shift_kit import code, figures, good, offered, opened

Opener = Callable[[FrozenClock], Counter]


def both(counter: Counter, open_counter: Opener, *does: Callable[[Counter], Any]) -> list[Any]:
    """What each is answered when all press at once."""
    start = threading.Barrier(len(does))
    desks = [open_counter(FrozenClock(counter.clock.now())) for _ in does]

    def press(which: int) -> Any:
        start.wait(60)
        return does[which](desks[which])

    with ThreadPoolExecutor(len(does)) as pool:
        return list(pool.map(press, range(len(does))))


def test_of_two_who_accept_at_once_one_does_and_the_other_is_told(counter: Counter, open_counter: Opener) -> None:
    opened(counter)
    for which in range(8):
        giver = "1001" if which == 0 else str(shifts.current(counter.desk).shift.clerks[0])  # type: ignore[union-attr]
        number = offered(counter, giver)
        takers = [staff for staff in ("1001", "1002", "2001") if staff != giver]

        def accept(staff: str, number: str = number, which: int = which) -> Callable[[Counter], Any]:
            return lambda desk: handover.accept(desk.at(staff).act(f"accept-{which}-{staff}"), handover=number, pin=PIN)

        answers = both(counter, open_counter, *map(accept, takers))
        won = [staff for staff, answer in zip(takers, answers, strict=True) if isinstance(answer, handover.Accepted)]
        lost = [answer for answer in answers if not isinstance(answer, handover.Accepted)]
        assert (len(won), [code(one) for one in lost]) == (1, ["handover_taken"])
        assert (figures(lost[0])["by"], figures(lost[0])["at"]) == (won[0], counter.clock.now())
        assert shifts.current(counter.desk).shift.clerks == won  # type: ignore[union-attr]
        counter.clock.advance(timedelta(minutes=1))


def test_of_two_who_open_a_shift_at_once_one_does(counter: Counter, open_counter: Opener) -> None:
    def press(staff: str) -> Callable[[Counter], Any]:
        return lambda desk: shifts.open_shift(desk.at(staff).act(f"open-{staff}"), cash={"100": 1})

    answers = both(counter, open_counter, press("1001"), press("1002"))
    assert sorted(isinstance(one, shifts.Opened) for one in answers) == [False, True]
    assert [code(one) for one in answers if not isinstance(one, shifts.Opened)] == ["shift_open"]


def test_a_shift_that_is_closed_while_its_clerk_posts_takes_it_or_says_who_closed_it(
    counter: Counter, open_counter: Opener
) -> None:
    cards = [counter.member() for _ in range(6)]
    for which, card in enumerate(cards):
        shift = opened(counter) if which == 0 else shifts.current(counter.desk).shift.shift  # type: ignore[union-attr]
        answers = both(
            counter,
            open_counter,
            lambda desk, which=which, card=card: points.earn(  # type: ignore[misc]
                desk.at("1001").act(f"earn-{which}"), card=card, receipt=f"R{which}", amount=90_000
            ),
            lambda desk, which=which, shift=shift: handover.close(  # type: ignore[misc]
                desk.at("3001", "B").act(f"close-{which}"), shift=shift, reason="下班忘记交接"
            ),
        )
        closed = good(answers[1])
        if not isinstance(answers[0], points.Earned):
            assert (code(answers[0]), figures(answers[0])["by"]) == ("shift_closed", "3001")
        good(handover.accept(counter.act("1001"), handover=closed.handover, pin=PIN, cash={"100": 1}))

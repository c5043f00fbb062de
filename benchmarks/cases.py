"""What 100,000 complaints cost: the open list, each way of finding one, opening and registering, the year's table; and
the next of 1,000 customers who wait for a call."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks import bare, many_cases, stand
from benchmarks.replay import Recorder, again
from benchmarks.timing import Measure, Taken, in_turn, took
from deskapp.rules import intake, names
from deskapp.rules.decisions import No
from deskapp.store import claims, registry
from deskapp.store import intake as taking
from deskapp.store.complaint_finding import RECEIPT
from deskapp.store.desk import Desk
from deskapp.store.finding import Found
from deskapp.store.key_index import TOP

AFTERNOON = stand.NOON + timedelta(hours=3)
"""When customers may be called: they rest at noon."""
GROUP, FOUND_TARGET, POSTED_TARGET = "cases", 5.0, 6.0
ROW = "c.id, c.number, c.subject, substr(c.what, 1, 80), c.name, c.phone, c.state"
JOIN = (
    f"select {ROW} from (select distinct complaint_id from complaint_key where k >= :a and k <= :b) s"
    " cross join complaint c where c.id = s.complaint_id and instr(c.search, :inside) > 0 order by c.id desc limit 20"
)
WALK = f"select {ROW} from complaint c where instr(c.search, :inside) > 0 order by c.id desc limit 20"
LATE = "due_at is not null and due_at < :now and (held_since is null or due_at < held_since)"
LIST = (
    "select count(*) from complaint where due_at is not null",
    f"select count(*) from complaint where {LATE}",
    "select id, number, version, state, severity, category, department, channel, name, phone, subject, opened_at,"
    " due_at, due_step, held_by, held_since, level, run, assignee from complaint where due_at is not null"
    " order by due_at, id limit 51",
)
YEAR = "select {0}, count(*), sum(founded), sum(answer_minutes), sum(run > 1), sum(feedback = 'satisfied'), sum(cost)"
FIELDS = {"channel": "in_person", "what": "电饭锅第二次使用就漏水", "happened_at": "2026-11-23 09:30", "name": "刘洋",
          "phone": "13800138000", "subject": "电饭锅漏水", "receipt": "R-88", "category": "goods"}  # fmt: skip
By = Callable[[], object]


def measure(store: Path, runs: int) -> list[Measure]:
    """Everything that is read, in the store as it is kept; then what is posted, in copies."""
    path = many_cases.kept(store)
    with stand.desk(path) as desk:
        connection = bare.opened(path)
        try:
            read = [_first_page(desk, connection, runs), *_found(desk, connection, runs), _year(desk, connection)]
        finally:
            connection.close()
    return [
        *read,
        _posted(path, "open and register", _registered, runs),
        _posted(path, "the next of 1,000", _next, runs),
    ]


def _first_page(desk: Desk, connection: sqlite3.Connection, runs: int) -> Measure:
    def by_hand() -> None:
        for statement in LIST:
            connection.execute(statement, {"now": "2026-11-23 04:00:00.000000"}).fetchall()

    return _compared("first page of the open list", lambda: _asked(desk, "complaints.list"), by_hand, runs)


def _found(desk: Desk, connection: sqlite3.Connection, runs: int) -> list[Measure]:
    """As one types: phones, their last four digits, two Chinese characters, receipts; from the first letter on with
    which the desk looks at all."""
    cases = connection.execute("select phone, receipt from complaint where id % 9973 = 777 order by id").fetchall()
    phones = [phone.removeprefix("+86") for phone, _ in cases]
    wanted: tuple[tuple[str, list[str], str, int], ...] = (
        ("a phone, as it is typed", phones, "=", 3),
        ("its last four digits", [phone[-4:] for phone in phones], "#", 3),
        ("two Chinese characters", [fault[:2] for fault in many_cases.FAULTS], intake.MARK, 2),
        ("a receipt, as it is typed", [receipt for _, receipt in cases], RECEIPT, 2),
    )
    return [_search(desk, connection, what, texts, mark, least, runs) for what, texts, mark, least in wanted]


def _search(
    desk: Desk, connection: sqlite3.Connection, what: str, whole: list[str], mark: str, least: int, runs: int
) -> Measure:
    """All that is asked until the last letter; by hand each in whichever of two ways is the faster for it."""
    texts = [text[:n] for text in whole for n in range(least, len(text) + 1)]
    by_hand = {text: _fastest(connection, mark + text, text) for text in texts}

    def desk_takes(typed: list[str]) -> float:
        names.query.cache_clear()  # nobody types the same a second time
        return took(lambda: [_asked(desk, "complaints.find", text=text) for text in typed])

    def hand_takes(typed: list[str]) -> float:
        return took(lambda: [by_hand[text]() for text in typed])

    def in_both(typed: list[str]) -> dict[str, Taken]:
        return in_turn(max(5, runs // 4), {"desk": lambda _: desk_takes(typed), "bare": lambda _: hand_takes(typed)})

    taken, last = in_both(texts), in_both(whole)
    found = sum({row[1] for row in by_hand[text]()} <= {one.key for one in _find_all(desk, text)} for text in whole)
    desk_last, hand_last = (last[who].low / len(whole) * 1000 for who in ("desk", "bare"))
    alone = f"the whole text alone {desk_last / hand_last:.1f} x ({desk_last:.2f} ms against {hand_last:.2f})"
    note = f"{len(texts)} texts until {len(whole)} are whole, {found} of these find the same; {alone}"
    return Measure(GROUP, what, "sqlite3", taken["desk"], taken["bare"], target=FOUND_TARGET, note=note)


def _find_all(desk: Desk, text: str) -> list[Found]:
    found: list[Found] = _asked(desk, "complaints.find", text=text, limit=200)
    return found


def _fastest(connection: sqlite3.Connection, key: str, inside: str) -> Callable[[], list[Any]]:
    """From the keys to the complaints, or through the complaints from the newest on."""
    given = {"a": key, "b": key + TOP, "inside": inside}

    def asked(query: str) -> Callable[[], list[Any]]:
        return lambda: connection.execute(query, given).fetchall()

    return min((asked(JOIN), asked(WALK)), key=lambda way: min(took(way) for _ in range(2)))


def _year(desk: Desk, connection: sqlite3.Connection) -> Measure:
    """The table of the whole year against the fewest sums by hand, one pass for each of its four parts."""
    start, end = stand.NOON.date().replace(year=2025), stand.NOON.date()
    dimensions = ("category", "department", "cause", "channel")

    def by_hand() -> None:
        for name in dimensions:
            sums = f"{YEAR.format(name)} from complaint where registered_on between ? and ? group by {name}"
            connection.execute(sums, (str(start), str(end))).fetchall()

    return _compared(
        "the year's table", lambda: _asked(desk, "complaints.statistics", start=start, end=end), by_hand, 5
    )


def _asked(desk: Desk, name: str, **given: Any) -> Any:
    answer = registry.READINGS[name](desk, **given)
    return _done(answer)


def _compared(what: str, by_desk: By, by_hand: By, runs: int, note: str = "") -> Measure:
    taken = in_turn(runs, {"desk": lambda _: took(by_desk), "bare": lambda _: took(by_hand)})
    return Measure(GROUP, what, "sqlite3", taken["desk"], taken["bare"], target=FOUND_TARGET, note=note)


def _posted(path: Path, what: str, post: Callable[[Desk], object], runs: int) -> Measure:
    """A posting, beside the very statements it asks, with their values, by nothing but sqlite3: three copies of a store
    go the same way, one timed, one listened to, one asked again."""
    with ExitStack() as work:
        ours, heard = work.enter_context(stand.copies(path, lambda _: None))
        theirs, _ = work.enter_context(stand.copies(path, lambda _: None))
        desk, listened = (work.enter_context(stand.desk(copy, at=AFTERNOON)) for copy in (ours, heard))
        connection = work.enter_context(closing(bare.opened(theirs)))
        listener, watch = Recorder(listened.store.engine), Recorder(desk.store.engine)
        held: list[float] = []

        def by_desk(_run: int) -> float:
            time = took(lambda: post(desk))
            held.append(watch.held)
            watch.asked.clear()
            return time

        def by_hand(_run: int) -> float:
            with listener.of() as asked:
                post(listened)
            return took(lambda: again(connection, asked))

        for run in range(3):
            by_desk(run)
            by_hand(run)
        taken = in_turn(runs, {"desk": by_desk, "bare": by_hand})
        with listener.of() as asked:
            post(listened)
    note = f"{len(asked)} statements; the last write lock was held for {min(held) * 1000:.1f} ms at least"
    against = "sqlite3, the same statements"
    return Measure(GROUP, what, against, taken["desk"], taken["bare"], target=POSTED_TARGET, note=note)


def _registered(desk: Desk) -> None:
    draft = _done(taking.open_(desk.act(uuid4().hex)))
    _done(taking.register(desk.act(uuid4().hex), complaint=draft.complaint, version=draft.version, fields=FIELDS))


def _next(desk: Desk) -> None:
    _done(claims.following(desk.act(uuid4().hex)))


def _done(answer: Any) -> Any:
    if isinstance(answer, No):
        raise LookupError(f"refused: {answer.code} {dict(answer.figures)}")
    return answer

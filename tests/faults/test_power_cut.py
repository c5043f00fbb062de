"""What is pulled out under the desk: power, disk, file, server. Nothing answered is lost, nothing is half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
import sqlalchemy as sa

from deskapp.rules.decisions import No
from deskapp.store import engine as engines
from deskapp.store import points, statements, verify
from deskapp.store.desk import open_store
from deskapp.store.schema import NotAStore
from tests.store.conftest import Counter


def whole(counter: Counter) -> None:
    """The store proves itself."""
    assert verify.verify(counter.at("6001")).flaws == []


@pytest.mark.parametrize("answered_before_the_cut", [1, 3, 7])
def test_a_killed_desk_loses_nothing_it_had_answered(counter: Counter, answered_before_the_cut: int) -> None:
    card = counter.member()
    url, at = counter.store.url, counter.clock.now().isoformat()
    command = [sys.executable, "-m", "tests.faults.worker", url, card, at]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        said = [worker.stdout.readline() for _ in range(answered_before_the_cut)]
        os.kill(worker.pid, signal.SIGKILL)
        said += worker.stdout.readlines()
    answered = [line for line in said if line.endswith("Earned\n")]
    statement = statements.statement(counter.desk, card=card)
    assert not isinstance(statement, No)
    assert len(answered) <= statement.usable <= len(answered) + 1  # one may be posted and not yet said
    whole(counter)
    for which in range(len(answered) + 1):  # what was posted is answered again, what was not is posted now
        answer = points.earn(counter.desk.act(f"worker-{which}"), card=card, receipt=f"R{which}", amount=1000)
        assert isinstance(answer, points.Earned)
    assert statements.statement(counter.desk, card=card).usable == len(answered) + 1  # type: ignore[union-attr]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_full_disk_stops_a_posting_whole_and_the_desk_goes_on_when_there_is_room(counter: Counter) -> None:
    card = counter.member()
    engine = counter.store.engine
    engine.dispose()

    def fill(connection: object, _: object) -> None:
        if not room:
            cursor = connection.cursor()  # type: ignore[attr-defined]
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count={pages}")

    room = False
    sa.event.listen(engine, "connect", fill)
    done = -1

    def until_full() -> None:
        nonlocal done
        while True:
            done += 1
            points.earn(counter.desk.act(f"full-{done}"), card=card, receipt=f"R{done}", amount=1000)

    with pytest.raises(sa.exc.OperationalError, match="full"):
        until_full()
    room = True
    engine.dispose()
    whole(counter)
    again = points.earn(counter.desk.act(f"full-{done}"), card=card, receipt=f"R{done}", amount=1000)
    assert isinstance(again, points.Earned)
    assert again.balance == done + 1


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_file_with_a_broken_head_is_named_and_left_alone(counter: Counter) -> None:
    path = engines.sqlite_path(counter.store.url)
    counter.store.engine.dispose()
    broken = b"\0" * 100 + path.read_bytes()[100:]
    path.write_bytes(broken)
    with pytest.raises(NotAStore):
        open_store(counter.store.url)
    assert path.read_bytes() == broken


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_server_that_drops_its_connections_is_found_again(counter: Counter) -> None:
    card = counter.member()
    points.earn(counter.act(), card=card, receipt="R1", amount=1000)
    with sa.create_engine(counter.store.url, poolclass=sa.pool.NullPool).connect() as other:
        others = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        other.exec_driver_sql(f"select pg_terminate_backend(pid) {others}")
    assert isinstance(points.earn(counter.act(), card=card, receipt="R2", amount=1000), points.Earned)
    whole(counter)

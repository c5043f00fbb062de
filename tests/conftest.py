"""What all tests may ask for: a real PostgreSQL server, and a fresh empty store on either engine.

A store is migrated once for each engine and then copied for each test, which takes milliseconds. A test that takes
`store_url` runs on both engines; `-k sqlite` or `-k postgresql` picks one.
"""

import gc
import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from deskapp.i18n import set_language
from tests import postgres

TEMPLATE = "desk_template"
_numbers = itertools.count(1)


def _run(config: pytest.Config) -> str:
    """One name for all workers of this test run."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", f"p{os.getpid()}")[:16]


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.remove(getattr(config, "deskapp_run", _run(config)))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """The process that hands out the work learns the name of the run from its first worker."""
    node.config.deskapp_run = node.workerinput["testrunuid"][:16]  # type: ignore[attr-defined]


def _create(url: str) -> None:
    """Make a store at this address and bring it to the newest version."""
    from deskapp.store import schema

    made = schema.create(url)
    if isinstance(made, sa.Engine):
        made.dispose()


@pytest.fixture(scope="session", autouse=True)
def _not_frozen() -> Iterator[None]:
    """A desk freezes what it has loaded once; hundreds of desks in one process would keep each other for ever."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gc, "freeze", lambda: None)
        yield


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Whatever language the test before spoke."""
    set_language("en")


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> Iterator[sa.URL]:
    with postgres.server(_run(pytestconfig)) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    _create(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: sa.URL) -> str:
    with postgres.maintenance(postgres_server) as connection, postgres.one_at_a_time(connection):
        if not postgres.has_database(connection, TEMPLATE):
            connection.exec_driver_sql(f"CREATE DATABASE {TEMPLATE}")
            _create(_text(postgres_server.set(database=TEMPLATE)))
    return TEMPLATE


@pytest.fixture
def new_database(postgres_server: sa.URL) -> Iterator[Callable[[str], str]]:
    """Makes PostgreSQL databases for one test, empty or from a template; they go when the test ends."""
    made: list[str] = []

    def make(template: str = "template1") -> str:
        name = f"desk_{postgres.process_name()}_{next(_numbers)}"
        with postgres.maintenance(postgres_server) as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        made.append(name)
        return _text(postgres_server.set(database=name))

    yield make
    with postgres.maintenance(postgres_server) as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def blank_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address where no store is yet."""
    if engine_name == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.sqlite'}"
    return str(request.getfixturevalue("new_database")())


@pytest.fixture
def store_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh empty store of the newest version."""
    if engine_name == "postgresql":
        template = request.getfixturevalue("postgres_template")
        return str(request.getfixturevalue("new_database")(template))
    path = tmp_path / "desk.sqlite"
    template = request.getfixturevalue("sqlite_template")
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=WAL")
    return f"sqlite:///{path}"


def _text(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)

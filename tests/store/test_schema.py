"""Making a store and bringing it up to date: whole or not at all, never over another, never by an older program."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from deskapp.store import engine as engines
from deskapp.store import meta, policies, schema, subjects  # noqa: F401
from deskapp.store.desk import open_store
from deskapp.store.journal import JOURNAL

NEXT = '''"""The next step, for a test."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("item", sa.Column("colour", sa.String(), nullable=True))
    {more}
'''


def with_next_step(folder: Path, more: str = "") -> Path:
    """The steps of this program and one more."""
    scripts = folder / "steps"
    shutil.copytree(schema.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "0002_next.py").write_text(NEXT.format(more=more), encoding="utf-8")
    return scripts


def columns(engine: sa.Engine) -> set[str]:
    return {column["name"] for column in sa.inspect(engine).get_columns("item")}


def test_the_steps_lead_to_the_very_tables_of_the_models(store_url: str) -> None:
    engine = engines.connect(store_url)
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    assert schema.version_of(engine) == schema.VERSION
    engine.dispose()


def test_a_store_is_never_made_over_another(store_url: str) -> None:
    with pytest.raises(schema.StoreExists):
        schema.create(store_url)


def test_a_missing_file_is_not_opened_as_an_empty_store(tmp_path: Path) -> None:
    with pytest.raises(engines.StoreMissing):
        open_store(f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert list(tmp_path.iterdir()) == []


def test_something_else_is_not_taken_for_a_store(blank_url: str) -> None:
    if blank_url.startswith("sqlite"):
        engines.sqlite_path(blank_url).write_bytes(b"a letter to the manager")
    with pytest.raises(schema.NotAStore):
        open_store(blank_url)


def test_a_newer_store_is_refused_with_its_version_and_left_as_it_is(store_url: str) -> None:
    engine = engines.connect(store_url)
    with engines.writing(engine) as conn:
        conn.exec_driver_sql("update alembic_version set version_num = '9999'")
    engine.dispose()
    with pytest.raises(schema.StoreIsNewer) as refusal:
        open_store(store_url)
    assert refusal.value.version == "9999"


def test_a_bad_policy_makes_no_store(blank_url: str) -> None:
    with pytest.raises(policies.BadPolicy) as refusal:
        schema.create(blank_url, policy="[store]\nname = 3\n")
    assert refusal.value.faults
    if blank_url.startswith("sqlite"):
        assert list(engines.sqlite_path(blank_url).parent.iterdir()) == []


def test_a_step_that_breaks_half_way_leaves_the_old_store_usable(store_url: str, tmp_path: Path) -> None:
    engine = engines.connect(store_url)
    with pytest.raises(ZeroDivisionError):
        schema.upgrade(engine, scripts=with_next_step(tmp_path, "1 / 0"))
    assert "colour" not in columns(engine)
    assert schema.version_of(engine) == schema.VERSION
    open_store(store_url).engine.dispose()
    engine.dispose()


def test_an_older_store_is_backed_up_and_brought_up_to_date(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = with_next_step(tmp_path)
    engine = engines.connect(store_url)
    said: list[str] = []
    monkeypatch.setattr(schema, "VERSION", "0002")
    monkeypatch.setattr(schema.upgrade, "__kwdefaults__", {"scripts": scripts})
    schema.ensure_current(engine, store_url, said.append)
    assert "colour" in columns(engine)
    assert schema.version_of(engine) == "0002"
    if store_url.startswith("sqlite"):
        copy = engines.connect(f"sqlite:///{said[0]}")
        assert schema.version_of(copy) == "0001"
        copy.dispose()
    engine.dispose()


def test_guards_stand_after_every_step(store_url: str, tmp_path: Path) -> None:
    engine = engines.connect(store_url)
    schema.upgrade(engine, scripts=with_next_step(tmp_path))
    with engines.writing(engine) as conn:
        meta.put(conn, "colour", "red")
        entry = {
            "number": 1,
            "at": datetime.now(UTC),
            "business_date": date(2026, 7, 15),
            "counter": "A",
            "shift": "",
            "actor": "1001",
        }
        entry |= {"operation": "x", "kind": "done", "payload": "{}", "policy_version": "", "previous": "", "hash": ""}
        conn.execute(JOURNAL.insert(), entry | {"clock_behind": 0, "subject": ""})
    with pytest.raises(sa.exc.DBAPIError, match="never taken back"), engines.writing(engine) as conn:
        conn.exec_driver_sql("delete from journal")
    engine.dispose()

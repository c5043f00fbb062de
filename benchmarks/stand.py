"""The store that is measured: made once by the demonstration's builder, kept, and never changed by a measure."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_cache_path

from benchmarks.terminal import ROOT, environment, python
from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import Role
from deskapp.store import migrations, registry
from deskapp.store.desk import Desk, Staff, open_store

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""The instant at which every measured store stands, so that it is the same whenever it is made."""
CLERK, PIN = "1001", "260417"


def kept(members: int) -> Path:
    """The store of this size and of today's schema, made now if it was not before."""
    folder = user_cache_path("deskapp", appauthor=False) / "benchmarks"
    path = folder / f"{schema()}-{members}.sqlite"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made(path, members)
    return path


def schema() -> str:
    """A short name for the tables as they are now: a change of any migration asks for another store."""
    texts = sorted(Path(str(migrations.__file__)).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(text.read_bytes() for text in texts)).hexdigest()[:12]


def made(path: Path, members: int) -> None:
    """Make the store where it is kept; its builder puts it there only when it is whole."""
    sys.stderr.write(f"making a store of {members:,} members, once: {path}\n")
    command = ["-m", "deskapp", "--db", f"sqlite:///{path}", "--now", NOON.isoformat(), "demo"]
    subprocess.run(
        python(*command, "--members", str(members)), env=environment(), cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


@contextmanager
def copies(path: Path, prepared: Callable[[Path], None]) -> Iterator[tuple[Path, Path]]:
    """Two copies to write in, both prepared alike, on the disk on which the store lies; gone afterwards."""
    with TemporaryDirectory(dir=path.parent, prefix="copies-") as folder:
        ours = Path(shutil.copyfile(path, Path(folder) / "ours.sqlite"))
        prepared(ours)
        yield ours, Path(shutil.copyfile(ours, Path(folder) / "theirs.sqlite"))


@contextmanager
def desk(path: Path, role: Role = Role.CLERK, number: str = CLERK, at: datetime = NOON) -> Iterator[Desk]:
    """The desk at this store with somebody signed in, at this instant; closed afterwards."""
    registry.load()
    store = open_store(f"sqlite:///{path}", FrozenClock(at))
    try:
        yield store.counter("A").signed_in(Staff(number, "", role))
    finally:
        store.engine.dispose()


def size(path: Path) -> str:
    """How large the store is, in words."""
    return f"{os.path.getsize(path) / 1e6:,.0f} MB"

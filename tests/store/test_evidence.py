"""Evidence lies beside the store under its hash, once, whole, unreadable to others and never executable."""

from __future__ import annotations

import base64
import hashlib
import stat
from pathlib import Path
from typing import Any

import pytest

from deskapp import paths
from deskapp.rules.decisions import No
from deskapp.store import evidence, intake
from deskapp.store.evidence import Attached, Piece
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import at_hand, refusal, shown
from tests.store.conftest import Counter

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "home", lambda: tmp_path / "home")
    return tmp_path


def attach(counter: Counter, case: Any, content: bytes, name: str = "锅.jpg") -> Any:
    said = base64.b64encode(content).decode()
    return evidence.attach(counter.act(), **at_hand(case), name=name, content=said)


def pieces(counter: Counter, case: Any) -> list[Piece]:
    answer = evidence.evidence(counter.desk, complaint=case.complaint)
    assert not isinstance(answer, No)
    return answer


def test_a_file_is_kept_under_its_hash_and_read_back_whole(counter: Counter, home: Path) -> None:
    case = kit.registered(counter)
    kept = attach(counter, case, JPEG, "..\\..\\etc/锅\x1b[31m.jpg")
    digest = hashlib.sha256(JPEG).hexdigest()
    assert kept == Attached(case.complaint, 3, digest, "jpeg", len(JPEG))
    (piece,) = pieces(counter, case)
    path = Path(piece.path)
    assert (piece.name, piece.intact, path.read_bytes()) == ("锅.jpg", True, JPEG)
    assert path.name == digest
    assert home in path.parents
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [digest]
    assert [file.name for file in shown(counter, case).files] == ["锅.jpg"]


def test_a_file_that_was_changed_or_lost_is_said(counter: Counter) -> None:
    case = kit.registered(counter)
    attach(counter, case, JPEG)
    path = Path(pieces(counter, case)[0].path)
    path.write_bytes(JPEG[::-1])
    assert not pieces(counter, case)[0].intact
    path.unlink()
    assert not pieces(counter, case)[0].intact


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ\x90\x00", "photo.jpg", "file_kind"), (b"#!/bin/sh", "a.pdf", "file_kind"), (b"", "a.jpg", "empty"),
        (b"<svg onload=alert(1)>", "a.png", "file_kind"), (JPEG, "", "empty"), (JPEG, "n" * 121, "too_long"),
        (JPEG + bytes(10_000_000), "big.jpg", "file_large"),
    ],
)  # fmt: skip
def test_what_is_not_kept_leaves_nothing_behind(
    counter: Counter, home: Path, content: bytes, name: str, code: str
) -> None:
    case = kit.registered(counter)
    refusal(attach(counter, case, content, name), code)
    assert pieces(counter, case) == []
    assert not list(home.rglob("*evidence*/*"))


def test_what_is_not_base64_is_no_file(counter: Counter) -> None:
    case = kit.registered(counter)
    for content in ("锅", "a", "%%%%"):
        refusal(evidence.attach(counter.act(), **at_hand(case), name="x", content=content), "content_bad")


def test_one_file_is_kept_once_for_a_case_and_may_serve_two(counter: Counter) -> None:
    case, other = kit.registered(counter), kit.registered(counter)
    first = attach(counter, case, JPEG)
    at_version = {"complaint": case.complaint, "version": first.version}
    case = kit.good(intake.amend(counter.act(), **at_version, changes={"place": "二楼"}))
    assert refusal(attach(counter, case, JPEG, "again.jpg"), "file_there").figures["name"] == "锅.jpg"
    assert isinstance(attach(counter, other, JPEG), Attached)
    assert pieces(counter, case)[0].path == pieces(counter, other)[0].path


def test_a_closed_case_takes_a_late_photo(counter: Counter) -> None:
    case = kit.closed(counter)
    assert isinstance(attach(counter, case, JPEG), Attached)

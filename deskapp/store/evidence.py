"""Evidence of a complaint: files kept beside the database under the hash of what is in them; never run, never drawn.
(domain 6)

The row says what a file is; a file without a row (a posting that was refused after all) harms nobody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlmodel import Field, SQLModel

from deskapp import paths
from deskapp.rules import complaints as rules
from deskapp.rules.complaint_table import Move
from deskapp.rules.decisions import No, no
from deskapp.rules.evidence import may_keep
from deskapp.rules.policy import Policy
from deskapp.rules.text import checked
from deskapp.store import complaints
from deskapp.store.complaints import MOVE_REFUSALS
from deskapp.store.desk import Store
from deskapp.store.engine import sqlite_path
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading
from deskapp.store.tables import Key, owned_by_entry, table

LONGEST_NAME = 120


class ComplaintEvidence(SQLModel, table=True):
    """One file of a case: the hash of its content, under which it lies, the name it came with, and what it is."""

    __tablename__ = "complaint_evidence"
    __table_args__ = (sa.UniqueConstraint("complaint_id", "sha256"),)
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    complaint_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("complaint.id"), nullable=False))
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    sha256: str
    name: str
    kind: str
    size: int = Field(sa_type=Key)


EVIDENCE = table(ComplaintEvidence)


@dataclass(frozen=True)
class Attached:
    """The file as it is kept, and the case's new version."""

    complaint: str
    version: int
    sha256: str
    kind: str
    size: int


@operation(
    "complaints.attach",
    refuses=(
        *MOVE_REFUSALS, "too_long", "content_bad", "file_empty", "file_large", "file_kind", "files_many",
        "file_there",
    ),
)  # fmt: skip
def attach(post: Posting, *, complaint: str, version: int, name: str, content: str) -> Attached | No:
    """Keep a file with a case: `content` in base64. What it is, is told by its first bytes; type, size and number have
    the limits of the house."""
    row = complaints.take(post, complaint, version)
    if isinstance(row, No):
        return row
    called = checked(name.replace("\\", "/").rpartition("/")[2], field="name", limit=LONGEST_NAME)
    if isinstance(called, No):
        return called
    whole = _decoded(content)
    if isinstance(whole, No):
        return whole
    digest = hashlib.sha256(whole).hexdigest()
    here = files(post.conn, row.id)
    kept = may_keep(whole, files=len(here), policy=post.policy.complaints)
    twice = next((each for each in here if each.sha256 == digest), None)
    decision = rules.may(
        Move.ATTACH, complaints.standing(row), complaints.who(post), given={"name": called, "content": content.strip()},
        also=(*kept.objections, no("file_there", field="content", name=twice.name) if twice else None),
    )  # fmt: skip
    if refusal := complaints.refused(post, row, decision):
        return refusal
    _put(path_of(post.desk.store, post.policy, digest), whole)
    kind, size = kept.value, len(whole)
    values = {"complaint_id": row.id, "entry": post.entry, "sha256": digest, "name": called, "kind": kind, "size": size}
    post.conn.execute(sa.insert(EVIDENCE), values)
    after = complaints.move(post, row, Move.ATTACH, decision.value, said={"evidence": called})
    result = Attached(row.number, after.version, digest, kind, size)
    facts = {"move": Move.ATTACH.value, "sha256": digest, "kind": kind, "size": size}
    return post.done(result, subject=row.number, member=row.member_id, facts=facts)


def _decoded(content: str) -> bytes | No:
    try:
        return base64.b64decode(content.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return no("content_bad", field="content")


def folder(store: Store, policy: Policy) -> Path:
    """Where the files lie: the house's own folder, else beside the SQLite file, else in the platform's folder."""
    if policy.complaints.evidence_folder:
        return Path(policy.complaints.evidence_folder)
    url = make_url(store.url)
    if url.get_backend_name() == "sqlite":
        file = sqlite_path(store.url)
        return file.with_name(f"{file.stem}-evidence")
    return paths.home() / f"{url.database}-evidence"


def path_of(store: Store, policy: Policy, digest: str) -> Path:
    """The place of one file: nothing but its hash is in it, so that no name leads anywhere else."""
    return folder(store, policy) / digest[:2] / digest


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable and never executable; what is there already is the same."""
    if path.exists() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beginning = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        handle = os.open(beginning, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beginning.replace(path)
    finally:
        beginning.unlink(missing_ok=True)


def files(conn: sa.Connection, case_id: int) -> list[Any]:
    """The files of a case, in order."""
    return list(conn.execute(sa.select(EVIDENCE).where(EVIDENCE.c.complaint_id == case_id).order_by(EVIDENCE.c.id)))


@dataclass(frozen=True)
class Piece:
    """One file of a case: where it lies, and whether what lies there is still what was attached."""

    name: str
    kind: str
    size: int
    sha256: str
    path: str
    intact: bool


@reading("complaints.evidence")
def evidence(look: Look, *, complaint: str) -> list[Piece] | No:
    """The files of a case with their places, each compared with its hash."""
    row = complaints.of_number(look.conn, complaint)
    if isinstance(row, No):
        return row
    return [_piece(look, each) for each in files(look.conn, row.id)]


def _piece(look: Look, row: Any) -> Piece:
    path = path_of(look.desk.store, look.policy, row.sha256)
    return Piece(row.name, row.kind, row.size, row.sha256, str(path), _intact(path, row.sha256))


def _intact(path: Path, digest: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest

"""What is open when a shift ends, and how often it has been handed on: each thing is in one next handover. (domain 14)

Also the notes that a shift leaves for the next: open until somebody has seen to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules import shifts as rules
from deskapp.rules.decisions import No, no
from deskapp.rules.text import checked
from deskapp.store import duty, numbers
from deskapp.store.callbacks import CALLBACK, IS_LIVE
from deskapp.store.complaints import CASE
from deskapp.store.drafts import DRAFT
from deskapp.store.journal import JOURNAL
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading
from deskapp.store.shift_counts import none_here
from deskapp.store.slips import SLIP, TO_SIGN
from deskapp.store.tables import Instant, owned_by_entry, table

LONGEST_NOTE = 1000
_STANDS = "state <> 'refused'"


class Handover(SQLModel, table=True):
    """One handover of a shift. `content` is what was sealed, in its one spelling; `way` is `remote` for a shift that
    was closed without its clerks. Who refused it stands in `taken_by` too; the shift then goes on as it was."""

    __tablename__ = "handover"
    __table_args__ = (
        sa.CheckConstraint("state in ('prepared', 'offered', 'accepted', 'refused')", name="state"),
        sa.CheckConstraint("way in ('desk', 'remote')", name="way"),
        sa.CheckConstraint("(state = 'prepared') = (seal = '')", name="sealed"),
        sa.CheckConstraint("(state in ('accepted', 'refused')) = (taken_by <> '')", name="taken"),
        sa.Index(
            "uq_handover_standing",
            "shift",
            unique=True,
            sqlite_where=sa.text(_STANDS),
            postgresql_where=sa.text(_STANDS),
        ),
    )
    number: str = Field(primary_key=True)
    shift: str = Field(foreign_key="shift.number", index=True)
    counter: str
    way: str = "desk"
    state: str = "prepared"
    parked: int = 0
    prepared_at: datetime = Field(sa_type=Instant)
    handed_by: str
    handed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    content: str = Field(default="", sa_type=sa.Text)
    seal: str = ""
    seal_entry: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)
    taken_by: str = ""
    taken_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    reason: str = Field(default="", sa_type=sa.Text)
    next_shift: str = ""
    acceptance: str = ""
    taken_entry: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)
    entry: int = Field(sa_column=owned_by_entry(nullable=False))


class HandoverItem(SQLModel, table=True):
    """One thing that was open in a sealed handover, and how often it has been handed on with this one."""

    __tablename__ = "handover_item"
    __table_args__ = (sa.Index("ix_handover_item_thing", "reference", "kind"),)
    handover: str = Field(primary_key=True, foreign_key="handover.number")
    kind: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    hops: int


class ShiftNote(SQLModel, table=True):
    """A note for the next shift. It is carried on until `done_at`."""

    __tablename__ = "shift_note"
    number: str = Field(primary_key=True)
    shift: str = Field(foreign_key="shift.number", index=True)
    counter: str
    text: str = Field(sa_type=sa.Text)
    at: datetime = Field(sa_type=Instant)
    by: str
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    done_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True, index=True)
    done_by: str = ""
    done_entry: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


HANDOVER = table(Handover)
ITEM = table(HandoverItem)
NOTE = table(ShiftNote)


@dataclass(frozen=True)
class OpenItem:
    """Something open: its number, since when, until when if that is known, and a word about it (a state, a purpose, a
    kind of slip, what a draft is for, the text of a note). Never whose it is: that is looked up under the number."""

    kind: str
    reference: str
    since: datetime
    due: datetime | None
    about: str
    hops: int


def gather(view: Look | Posting, counter: str) -> list[OpenItem]:
    """Everything open that the handover of this counter carries: what was opened here, and at counters where nobody
    works now if this is the one that looks after them."""
    live = [row.counter for row in duty.live(view.conn)]
    rows = [row for row in view.conn.execute(_open(view)) if rules.custodian(row.counter, live) == counter]
    before = _handed(view.conn, [row.reference for row in rows])
    return _ordered(_item(row, rules.hops(before.get(_thing(row)))) for row in rows)


def _item(row: Any, hops: int) -> OpenItem:
    return OpenItem(row.kind, row.reference, row.since, row.due, row.about, hops)


def _ordered(items: Iterable[OpenItem]) -> list[OpenItem]:
    return sorted(items, key=lambda one: (rules.KINDS.index(one.kind), one.since, one.reference))


def _thing(row: Any) -> tuple[str, str]:
    """What this is, whatever became of it: unfinished work is parked when its person goes, and stays the same work."""
    return "parked" if row.kind == "draft" else row.kind, row.reference


def _handed(conn: sa.Connection, references: list[str]) -> dict[tuple[str, str], int]:
    """How often each of these has been handed on; a handover that was refused did not happen."""
    wanted = (
        sa.select(ITEM.c.kind, ITEM.c.reference, sa.func.max(ITEM.c.hops).label("hops"))
        .join(HANDOVER, HANDOVER.c.number == ITEM.c.handover)
        .where(HANDOVER.c.state.in_(("offered", "accepted")), ITEM.c.reference.in_(references))
        .group_by(ITEM.c.kind, ITEM.c.reference)
    )
    found: dict[tuple[str, str], int] = {}
    for row in conn.execute(wanted):
        found[_thing(row)] = max(row.hops, found.get(_thing(row), 0))
    return found


def _open(view: Look | Posting) -> sa.CompoundSelect[Any]:
    nothing = sa.cast(sa.null(), Instant).label("due")
    kind = sa.literal
    case = sa.select(
        kind("complaint").label("kind"), CASE.c.number.label("reference"), JOURNAL.c.counter.label("counter"),
        CASE.c.opened_at.label("since"), CASE.c.due_at.label("due"), CASE.c.state.label("about"),
    ).join(JOURNAL, JOURNAL.c.number == CASE.c.entry).where(CASE.c.due_at.is_not(None))  # fmt: skip
    callback = sa.select(
        kind("callback"), CALLBACK.c.number, JOURNAL.c.counter, CALLBACK.c.made_at, CALLBACK.c.latest,
        CALLBACK.c.purpose,
    ).join(JOURNAL, JOURNAL.c.number == CALLBACK.c.entry).where(
        IS_LIVE, CALLBACK.c.earliest <= view.at
    )  # fmt: skip
    slip = sa.select(
        kind("slip"), SLIP.c.number, JOURNAL.c.counter, SLIP.c.made_at, nothing, SLIP.c.kind,
    ).join(JOURNAL, JOURNAL.c.number == SLIP.c.entry).where(SLIP.c.state == TO_SIGN)  # fmt: skip
    put_aside = DRAFT.c.parked_at.is_not(None)
    draft = sa.select(
        sa.case((put_aside, "parked"), else_="draft"), DRAFT.c.work, DRAFT.c.counter,
        sa.func.coalesce(DRAFT.c.parked_at, DRAFT.c.kept_at, type_=Instant()), nothing, DRAFT.c.what,
    ).where(sa.or_(put_aside, ~_in_front(view)))  # fmt: skip
    note = sa.select(
        kind("note"), NOTE.c.number, NOTE.c.counter, NOTE.c.at, nothing, NOTE.c.text
    ).where(NOTE.c.done_at.is_(None))  # fmt: skip
    return sa.union_all(case, callback, slip, draft, note)


def _in_front(view: Look | Posting) -> sa.ColumnElement[bool]:
    """What the person asking has in front of them: that is the handover itself."""
    staff = view.desk.staff.number if view.desk.staff else ""
    return sa.and_(DRAFT.c.staff == staff, DRAFT.c.counter == view.desk.counter)


def by_kind(items: list[OpenItem], parked: int = 0) -> dict[str, int]:
    """How much of each kind is open. `parked` is what the counter's own screen has put aside: a customer of whom
    nothing was typed yet is in no draft."""
    found = Counter(one.kind for one in items)
    found["parked"] = max(found["parked"], parked)
    return {kind: found[kind] for kind in rules.KINDS if found[kind]}


def keep(post: Posting, handover: str, items: list[OpenItem]) -> None:
    """Write what a sealed handover carries."""
    rows = [{"handover": handover, "kind": i.kind, "reference": i.reference, "hops": i.hops} for i in items]
    if rows:
        post.conn.execute(sa.insert(ITEM), rows)


@dataclass(frozen=True)
class Noted:
    """The note that the next shift will read."""

    note: str
    shift: str


@operation("shifts.note", refuses=("shift_none", "shift_closed", "handover_waiting", "empty", "too_long"))
def note(post: Posting, *, text: str) -> Noted | No:
    """Leave a note for the next shift; it is carried on until somebody has seen to it."""
    if not post.shift:
        return none_here(post)
    said = checked(text, field="text", limit=LONGEST_NOTE, needed=True, multiline=True)
    if isinstance(said, No):
        return said
    number = post.number(numbers.NOTE)
    row = {"number": number, "shift": post.shift, "counter": post.desk.counter, "text": said, "at": post.at}
    blank = {"done_at": None, "done_by": "", "done_entry": None}
    post.conn.execute(sa.insert(NOTE), row | blank | {"by": post.actor.number, "entry": post.entry})
    return post.done(Noted(number, post.shift), subject=number)


@operation("shifts.note_done", refuses=("note_unknown", "note_done"))
def note_done(post: Posting, *, note: str) -> Noted | No:
    """Say that a note has been seen to; it is not handed on any more."""
    row = post.conn.execute(sa.select(NOTE).where(NOTE.c.number == note)).one_or_none()
    if row is None:
        return no("note_unknown", field="note", note=note[:40])
    if row.done_at is not None:
        return no("note_done", field="note", by=row.done_by, at=row.done_at)
    done = {"done_at": post.at, "done_by": post.actor.number, "done_entry": post.entry}
    post.conn.execute(sa.update(NOTE).where(NOTE.c.number == note).values(**done))
    return post.done(Noted(note, row.shift), subject=note)


@dataclass(frozen=True)
class Carried:
    """What the shift before left to this counter and is still open, with how often it has been handed on; `handover`
    is the one it came with."""

    handover: str
    shift: str
    handed_by: str
    handed_at: datetime | None
    accepted: bool
    items: list[OpenItem]
    open: dict[str, int]


@reading("shifts.carried")
def carried(look: Look, *, counter: str = "") -> Carried | None:
    """What was carried into the shift at this counter (or is offered to it) and nobody has finished yet."""
    where = counter or look.desk.counter
    sealed = (HANDOVER.c.counter == where, HANDOVER.c.state.in_(("offered", "accepted")))
    last = sa.select(HANDOVER).where(*sealed).order_by(HANDOVER.c.seal_entry.desc()).limit(1)
    row = look.conn.execute(last).one_or_none()
    if row is None:
        return None
    held = look.conn.execute(sa.select(ITEM).where(ITEM.c.handover == row.number))
    hops = {_thing(item): item.hops for item in held}
    rows = [each for each in look.conn.execute(_open(look)) if _thing(each) in hops]
    still = _ordered(_item(each, hops[_thing(each)]) for each in rows)
    return Carried(
        row.number, row.shift, row.handed_by, row.handed_at, row.state == "accepted", still, by_kind(still)
    )  # fmt: skip

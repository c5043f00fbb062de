"""What a customer signs or takes away: numbered, in their language, *to sign* until signed. (domain 1.4)"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, Role, no
from deskapp.rules.journal import canonical
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading
from deskapp.store.tables import Instant, Key, owned_by_entry, table

TO_SIGN, SIGNED, VOIDED, DECLINED = "to_sign", "signed", "voided", "declined"


class Slip(SQLModel, table=True):
    """One slip; `facts` is the JSON that its text is made from, so that a reprint is the same."""

    __tablename__ = "slip"
    __table_args__ = (
        sa.CheckConstraint("state in ('to_sign', 'signed', 'voided', 'declined')", name="state"),
        sa.Index("ix_slip_unsigned", "state", "made_at", sqlite_where=sa.text("state = 'to_sign'")),
    )
    number: str = Field(primary_key=True)
    kind: str
    entry: int = Field(sa_column=owned_by_entry(nullable=False, index=True))
    member_id: int | None = Field(sa_column=sa.Column(Key, sa.ForeignKey("member.id"), nullable=True), default=None)
    language: str
    copies: int
    state: str = TO_SIGN
    facts: str = Field(sa_type=sa.Text)
    made_at: datetime = Field(sa_type=Instant)
    signed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    prints: int = 0


SLIP = table(Slip)
_INSERT = sa.insert(SLIP)


@dataclass(frozen=True)
class SlipRow:
    """A slip as lists and the screen show it."""

    number: str
    kind: str
    state: str
    language: str
    copies: int
    made_at: datetime
    signed_at: datetime | None
    member: str
    facts: dict[str, Any]
    member_number: str = ""
    entry: int = 0
    counter: str = ""
    clerk: str = ""
    clerk_name: str = ""
    prints: int = 0


def make(post: Posting, kind: str, member_id: int | None, language: str, facts: Mapping[str, Any]) -> str:
    """Record a slip to sign for the posting under way; its number carries a check character."""
    number, told = post.number("S"), canonical(facts)
    row = {"number": number, "kind": kind, "entry": post.entry, "member_id": member_id, "language": language}
    row |= {"copies": post.policy.slips.get(kind, 2), "state": TO_SIGN, "facts": told, "made_at": post.at}
    row |= {"prints": 0}
    post.conn.execute(_INSERT, row)
    post.papers[number] = fingerprint(told)
    return number


def fingerprint(facts: str) -> str:
    """What the journal keeps of a slip's facts, so that a slip changed afterwards is found; no personal data."""
    return hashlib.sha256(facts.encode()).hexdigest()[:32]


def void(connection: sa.Connection, of_entry: int) -> None:
    """Mark the slips of an entry as voided; the number is kept."""
    connection.execute(sa.update(SLIP).where(SLIP.c.entry == of_entry).values(state=VOIDED))


def state_of(connection: sa.Connection, number: str) -> str:
    """Whether a slip is still to sign, signed, void or declined; nothing if there is none."""
    return str(connection.execute(sa.select(SLIP.c.state).where(SLIP.c.number == number)).scalar() or "")


def decline(connection: sa.Connection, number: str) -> None:
    """Mark a slip that the customer will not sign: it leaves the list of what is to sign, the number is kept."""
    connection.execute(sa.update(SLIP).where(SLIP.c.number == number, SLIP.c.state == TO_SIGN).values(state=DECLINED))


def offer_again(connection: sa.Connection, number: str) -> None:
    """Put a declined slip back among those to sign: the case that it belongs to goes on after all."""
    connection.execute(sa.update(SLIP).where(SLIP.c.number == number, SLIP.c.state == DECLINED).values(state=TO_SIGN))


def row_of(row: Any) -> SlipRow:
    """A slip from its table row with whom it is for and who made it."""
    return SlipRow(
        row.number, row.kind, row.state, row.language, row.copies, row.made_at, row.signed_at, row.member,
        json.loads(row.facts), row.member_number, row.entry, row.counter, row.clerk, row.clerk_name,
        row.prints,
    )  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """The slip that the customer has signed on paper."""

    slip: str
    kind: str


@operation("slips.sign", refuses=("slip_unknown", "slip_voided", "slip_signed", "slip_declined"))
def sign(post: Posting, *, slip: str) -> Signed | No:
    """Confirm that the customer signed the paper of a slip. (seed: 由客人签字确认)"""
    row = post.conn.execute(sa.select(SLIP).where(SLIP.c.number == slip)).one_or_none()
    if row is None:
        return no("slip_unknown", field="slip", slip=slip)
    if row.state != TO_SIGN:
        return no(f"slip_{row.state}", field="slip", slip=slip, at=row.signed_at)
    post.conn.execute(sa.update(SLIP).where(SLIP.c.number == slip).values(state=SIGNED, signed_at=post.at))
    return post.done(Signed(slip, row.kind), subject=slip, member=row.member_id)


@dataclass(frozen=True)
class Printed:
    """A slip that goes onto paper now: which print of it this is, and its state by then."""

    slip: str
    times: int
    reprint: bool
    state: str


@operation("slips.print", refuses=("slip_unknown",))
def count_print(post: Posting, *, slip: str) -> Printed | No:
    """Record that a slip goes onto paper. Decided here, so that two counters never both print an original."""
    raised = sa.update(SLIP).where(SLIP.c.number == slip).values(prints=SLIP.c.prints + 1)
    row = post.conn.execute(raised.returning(SLIP.c.prints, SLIP.c.state, SLIP.c.member_id)).one_or_none()
    if row is None:
        return no("slip_unknown", field="slip", slip=slip)
    return post.done(Printed(slip, row.prints, row.prints > 1, row.state), subject=slip, member=row.member_id)


@reading("slips.list", by=(Role.CLERK, Role.FINANCE, Role.AUDITOR))
def listed(look: Look, *, state: str = TO_SIGN, limit: int = 200) -> list[SlipRow]:
    """The slips in one state, newest first; the desk's list of what is still to sign."""
    wanted = _with_member().where(SLIP.c.state == state).order_by(SLIP.c.made_at.desc()).limit(limit)
    return [row_of(row) for row in look.conn.execute(wanted)]


@reading("slips.show")
def show(look: Look, *, slip: str) -> SlipRow | None:
    """One slip by its number."""
    row = look.conn.execute(_with_member().where(SLIP.c.number == slip)).one_or_none()
    return row_of(row) if row else None


def _with_member() -> sa.Select[Any]:
    from deskapp.store.journal import JOURNAL
    from deskapp.store.members import MEMBER
    from deskapp.store.people import STAFF

    return (
        sa.select(
            SLIP, sa.func.coalesce(MEMBER.c.name, "").label("member"), JOURNAL.c.counter,
            sa.func.coalesce(MEMBER.c.number, "").label("member_number"), JOURNAL.c.actor.label("clerk"),
            sa.func.coalesce(STAFF.c.name, "").label("clerk_name"),
        )
        .join(JOURNAL, JOURNAL.c.number == SLIP.c.entry)
        .outerjoin(MEMBER, MEMBER.c.id == SLIP.c.member_id)
        .outerjoin(STAFF, STAFF.c.number == JOURNAL.c.actor)
    )  # fmt: skip

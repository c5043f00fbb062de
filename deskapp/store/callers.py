"""Who is on the phone: the member behind a number while it is typed, what is open for them, and what was spoken of.

The first call, the second, and many are met differently. (seed: 负责电话的接听和记录)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from deskapp.rules import members as people
from deskapp.rules import names
from deskapp.rules.decisions import No
from deskapp.rules.text import digits
from deskapp.store import callbacks, calls, finding, members, profiles
from deskapp.store.callbacks import CALLBACK, IS_LIVE, Person
from deskapp.store.calls import CALL, CallRow
from deskapp.store.complaints import CASE
from deskapp.store.finding import Found
from deskapp.store.posting import Look
from deskapp.store.registry import reading

LEAST = 4
"""Digits of a phone that are looked for: the last four are what people say."""
MEANT = 4


@dataclass(frozen=True)
class Caller:
    """Whoever a text means: `person` is empty while it is no whole number; then `meant` are the members it may be.
    `complaints` are their open cases, `callbacks` what they are to be called about; `calls` the latest first."""

    person: str = ""
    member: str = ""
    name: str = ""
    phone: str = ""
    card: str = ""
    tier: str = ""
    points: int | None = None
    language: str = ""
    state: str = ""
    complaints: list[str] = field(default_factory=list)
    callbacks: list[str] = field(default_factory=list)
    no_calls: bool = False
    familiar: str = ""
    calls_in: int = 0
    calls: list[CallRow] = field(default_factory=list)
    meant: list[Found] = field(default_factory=list)


@reading("calls.caller")
def caller(look: Look, *, text: str, limit: int = calls.LISTED) -> Caller:
    """Who it is by a phone, a card or a member number; members whose phone ends or begins so, while it is typed."""
    holder = members.found(look.conn, text)
    number = people.phone(text, look.policy.store.region)
    if holder is not None:
        person = callbacks.person_of(look.conn, member=holder.id)
    else:
        person = None if isinstance(number, No) else callbacks.person_of(look.conn, phone=number)
    if person is None or person.member_id is None:
        meant = _meant(look, text)
        return _known(look, person, limit, meant) if person else Caller(meant=meant)
    return _known(look, person, limit, [])


def _meant(look: Look, text: str) -> list[Found]:
    if len(digits(text)) < LEAST:
        return []
    asked = names.query(text, look.policy.store.region)
    found = finding.rows(look.conn, asked, MEANT)
    return [finding.found(row, look.policy.store.region, exact) for row, exact in found if row.state == "active"]


def _known(look: Look, person: Person, limit: int, meant: list[Found]) -> Caller:
    spoken = calls.spoken_with(look, person, limit)
    open_cases = sa.select(CASE.c.number).where(_theirs(person), CASE.c.due_at.is_not(None)).order_by(CASE.c.id)
    owed = sa.select(CALLBACK.c.number).where(CALLBACK.c.person == person.key, IS_LIVE)
    return Caller(
        person=person.key,
        **_who(look, person),
        complaints=list(look.conn.execute(open_cases).scalars()),
        callbacks=list(look.conn.execute(owed.order_by(CALLBACK.c.latest)).scalars()),
        no_calls=callbacks.wants_no_calls(look.conn, person.key),
        familiar=spoken.familiar,
        calls_in=spoken.calls_in,
        calls=spoken.rows,
        meant=meant,
    )


def _theirs(person: Person) -> sa.ColumnElement[bool]:
    """The cases of a member, and those under a phone that is theirs alone."""
    if person.member_id is not None:
        return CASE.c.member_id == person.member_id
    return sa.and_(CASE.c.phone == person.phone, CASE.c.member_id.is_(None))


def _who(look: Look, person: Person) -> dict[str, Any]:
    """What is known of them: of a member the record, of anybody else the name they gave last."""
    masked = people.mask_phone(person.phone, look.policy.store.region) if person.phone else ""
    if person.member_id is None:
        return {"name": _named(look, person.key), "phone": masked}
    number = look.conn.execute(_NUMBER, {"id": person.member_id}).scalar_one()
    view = profiles.show.function(look, member=number)
    if isinstance(view, No):
        return {"name": person.name, "phone": masked}
    known = {"member": view.number, "name": view.preferred or view.name, "phone": masked, "card": view.card}
    return {**known, "tier": view.tier, "points": view.points, "language": view.language, "state": view.state}


def _named(look: Look, person: str) -> str:
    said = sa.select(CALL.c.name).where(CALL.c.person == person, CALL.c.name != "").order_by(CALL.c.at.desc())
    owed = sa.select(CALLBACK.c.name).where(CALLBACK.c.person == person, CALLBACK.c.name != "")
    complained = sa.select(CASE.c.name).where(CASE.c.phone == person, CASE.c.member_id.is_(None), CASE.c.name != "")
    for wanted in (said, owed.order_by(CALLBACK.c.latest.desc()), complained.order_by(CASE.c.id.desc())):
        if name := look.conn.execute(wanted.limit(1)).scalar():
            return str(name)
    return ""


_NUMBER = sa.select(members.MEMBER.c.number).where(members.MEMBER.c.id == sa.bindparam("id"))

"""How a person wants to be called, or not at all: their own hours, do-not-call, and numbers that are not theirs.

Kept apart from the member's record: it is about calling, and it holds for people who are no members too. (domain 7)
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from deskapp.rules import members as people
from deskapp.rules.calling import own_hours
from deskapp.rules.decisions import No, Role, no
from deskapp.rules.text import checked
from deskapp.store import callbacks, members
from deskapp.store.callbacks import CALLBACK, IS_LIVE, WISH, Person
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading

WHO_REFUSALS = ("member_unknown", "member_blocked", "phone_bad", "whom_to_call")


def put(post: Posting, person: str, kind: str, value: str) -> None:
    """Note a wish; one of the same kind gives way to it."""
    end(post, person, kind)
    row = {"person": person, "kind": kind, "value": value, "at": post.at, "entry": post.entry}
    post.conn.execute(sa.insert(WISH), row)


def end(post: Posting, person: str, kind: str) -> bool:
    """End a standing wish; whether there was one."""
    standing = (WISH.c.person == person, WISH.c.kind == kind, WISH.c.ended_by.is_(None))
    return post.conn.execute(sa.update(WISH).where(*standing).values(ended_by=post.entry)).rowcount > 0


def whom(post: Posting | Look, member: str, phone: str, name: str = "") -> Person | No:
    """The person of a member number or card, or of a phone as typed; else `whom_to_call`."""
    holder = members.of_number(post.conn, member) if member.strip() else None
    if isinstance(holder, No):
        return holder
    e164 = people.phone(phone, post.policy.store.region) if phone.strip() else ""
    if isinstance(e164, No):
        return e164
    found = callbacks.person_of(post.conn, member=holder.id if holder else None, name=name, phone=e164)
    return found or no("whom_to_call", field="phone")


@dataclass(frozen=True)
class Wished:
    """What holds for calling this person now."""

    member: str
    hours: str
    no_calls: bool


@operation("callbacks.hours", refuses=(*WHO_REFUSALS, "hours_bad", "no_change"))
def hours(post: Posting, *, hours: str, member: str = "", phone: str = "") -> Wished | No:
    """Note when a person may be called, such as `10-12, 15-18`; nothing for any time of the shop's."""
    person = whom(post, member, phone)
    if isinstance(person, No):
        return person
    kept = own_hours(hours)
    if isinstance(kept, No):
        return kept
    if kept == (callbacks.wish(post.conn, person.key, "hours") or ""):
        return no("no_change", field="hours")
    if kept:
        put(post, person.key, "hours", kept)
    else:
        end(post, person.key, "hours")
    return _done(post, person, {"hours": kept})


@operation("callbacks.silence", refuses=(*WHO_REFUSALS, "no_change", "too_long"))
def silence(post: Posting, *, member: str = "", phone: str = "", said: str = "") -> Wished | No:
    """Note that a person wants no calls at all; what is open for them is refused."""
    person = whom(post, member, phone)
    if isinstance(person, No):
        return person
    text = checked(said, field="said", limit=300)
    if isinstance(text, No):
        return text
    if callbacks.wants_no_calls(post.conn, person.key):
        return no("no_change")
    put(post, person.key, "no_calls", text)
    values = {"state": "refused", "outcome": "no_calls", "settled_at": post.at, "claimed_by": "", "claimed_until": None}
    theirs = sa.select(CALLBACK.c.number).where(CALLBACK.c.person == person.key, IS_LIVE)
    refused = post.conn.execute(theirs).scalars().all()
    callbacks.change(post, refused, **values)
    return _done(post, person, {"refused": len(refused)})


@operation("callbacks.allow", by=Role.LEAD, refuses=(*WHO_REFUSALS, "no_change", "reason_needed"))
def allow(post: Posting, *, reason: str, member: str = "", phone: str = "") -> Wished | No:
    """Lift a do-not-call or a wrong number again, with the reason: the customer asked for it."""
    person = whom(post, member, phone)
    if isinstance(person, No):
        return person
    text = checked(reason, field="reason")
    if isinstance(text, No) or not text:
        return no("reason_needed", field="reason")
    lifted = [kind for kind in ("no_calls", "wrong_number") if end(post, person.key, kind)]
    if not lifted:
        return no("no_change")
    return _done(post, person, {"lifted": lifted, "reason": text})


def _done(post: Posting, person: Person, facts: dict[str, object]) -> Wished:
    subject = _number(post, person)
    own = callbacks.wish(post.conn, person.key, "hours") or ""
    result = Wished(subject, own, callbacks.wants_no_calls(post.conn, person.key))
    return post.done(result, subject=subject, member=person.member_id, facts=facts)


def _number(post: Posting, person: Person) -> str:
    from deskapp.store.members import MEMBER

    if person.member_id is None:
        return ""
    return str(post.conn.execute(sa.select(MEMBER.c.number).where(MEMBER.c.id == person.member_id)).scalar_one())


@dataclass(frozen=True)
class WishRow:
    """One standing wish; `value` the hours or, masked, the number that is not theirs."""

    kind: str
    value: str


@reading("callbacks.wishes")
def wishes(look: Look, *, member: str = "", phone: str = "") -> list[WishRow] | No:
    """How a person wants to be called, and which numbers are not theirs."""
    person = whom(look, member, phone)
    if isinstance(person, No):
        return person
    wanted = sa.select(WISH.c.kind, WISH.c.value).where(WISH.c.person == person.key, WISH.c.ended_by.is_(None))
    region = look.policy.store.region
    return [
        WishRow(row.kind, people.mask_phone(row.value, region) if row.kind == "wrong_number" else row.value)
        for row in look.conn.execute(wanted.order_by(WISH.c.kind))
    ]

"""Makes somebody a member: terms, duplicate guard, consents and, if it lies ready, the card, in one posting. (domain 2)

`rows_of` is the pure part: it turns a person into the rows under which they are kept and found, for imports too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from deskapp.rules import names
from deskapp.rules.decisions import No, no
from deskapp.rules.members import local_phone
from deskapp.rules.profiles import Profile, birth_day, read
from deskapp.rules.text import digits
from deskapp.store import issuing, members, numbers, twins
from deskapp.store.members import CONSENT, MEMBER, MEMBER_KEY, Holder
from deskapp.store.posting import Posting
from deskapp.store.registry import operation

SHORTEST_RUN = 3
"""Digits of a phone are found from so many on."""
CONSENTS = ("terms", "sms", "phone")


def search_of(person: Profile, region: str) -> str:
    """Everything a person is found under in one text: `|张伟|wei|zw|^zw|#8613800138000|`.

    Name keys stand as they are, those of whole names behind `^` too, behind `#` the phone with its country code,
    behind `=` as it is dialled here."""
    parts = sorted(names.keys(person.name, person.preferred))
    parts += sorted(f"^{key}" for key in names.whole_keys(person.name, person.preferred))
    if person.phone:
        parts += ["#" + digits(person.phone), "=" + digits(local_phone(person.phone, region))]
    return f"|{'|'.join(parts)}|"


def keys_in(search: str) -> list[str]:
    """The keys that belong to such a text. Every ending of a phone is one, so that any run of its digits is the
    beginning of a key; the phone as dialled is one as a whole."""
    keys: set[str] = set()
    for part in filter(None, search.split("|")):
        keys.add(part)
        if part[0] in "#=":
            keys |= {f"#{part[start:]}" for start in range(1, len(part) - SHORTEST_RUN + 1)}
    return sorted(keys)


def rows_of(
    person: Profile, *, number: str, joined: dt.date, last_visit: dt.datetime, region: str
) -> tuple[dict[str, Any], list[str]]:
    """The row of a new member and the keys that belong to it; needs neither database nor clock.

    Write the rows with `sa.insert(MEMBER)` and the keys, beside the member's id, with `sa.insert(MEMBER_KEY)`."""
    search = search_of(person, region)
    row = vars(person) | {
        "number": number, "birth_day": birth_day(person.birthday), "joined": joined, "last_visit": last_visit,
        "search": search, "introducer_id": None, "tier": "", "state": "active", "version": 1,
    }  # fmt: skip
    return row, keys_in(search)


@dataclass(frozen=True)
class Enrolled:
    """The new member (`number` and `member` are the member's number), the slip to sign, and the card if one was given.
    `fee_money` is what went into the drawer."""

    number: str
    member: str
    slip: str
    card: str | None
    tier: str
    fee_money: int


@operation(
    "members.enrol",
    refuses=(
        "empty", "too_long", "phone_bad", "birthday_bad", "id_bad", "kind_bad", "choose_one", "language_bad",
        "terms_needed", "id_not_seen", "introducer_unknown", "member_blocked", "twins", *issuing.ISSUE_REFUSALS,
    ),
)  # fmt: skip
def enrol(
    post: Posting,
    *,
    name: str,
    phone: str = "",
    preferred: str = "",
    gender: str = "",
    birthday: str = "",
    id_type: str = "",
    id_number: str = "",
    address: str = "",
    language: str = "zh_Hans",
    terms: bool = False,
    marketing_sms: bool = False,
    marketing_phone: bool = False,
    introducer: str = "",
    notes: str = "",
    id_seen: bool = False,
    twins_seen: Sequence[int | str] = (),
    card: str = "",
    fee_taken: bool = False,
) -> Enrolled | No:
    """Make somebody a member who has read the terms; a likely twin must have been looked at. (seed: 会员卡的办理)"""
    typed = Profile(name, preferred, phone, gender, birthday, id_type, id_number, address, language, notes)
    person = read(typed, policy=post.policy, today=post.business_date)
    if isinstance(person, No):
        return person
    if refused := _unready(post, terms, id_seen) or twins.guard(post.conn, person, post.policy, twins_seen):
        return refused
    introduced_by = members.of_number(post.conn, introducer, field="introducer") if introducer.strip() else None
    if isinstance(introduced_by, No):
        return _no_introducer(introduced_by)
    holder = _write(post, person, introduced_by)
    _consents(post, holder.id, {"terms": terms, "sms": marketing_sms, "phone": marketing_phone})
    given = issuing.give(post, holder, card, fee_taken=fee_taken) if card.strip() else None
    if isinstance(given, No):
        return given
    fee, got = (given.fee_money, given.card) if given else (0, None)
    facts = {"card": got, "fee_money": fee, "terms": post.policy.members.terms, "twins_seen": list(twins_seen)}
    slip = post.slip("enrolment", holder.id, holder.language, {"member": holder.number, **facts})
    result = Enrolled(holder.number, holder.number, slip, got, given.tier if given else "", fee)
    return post.done(result, subject=holder.number, member=holder.id, facts={**facts, "slip": slip})


def _unready(post: Posting, terms: bool, id_seen: bool) -> No | None:
    if not terms:
        return no("terms_needed", field="terms", clause="客人阅读会员章程,让客人签字")
    if post.policy.members.id_needed and not id_seen:
        return no("id_not_seen", field="id_seen")
    return None


def _no_introducer(refused: No) -> No:
    if refused.code != "member_unknown":
        return refused
    return no("introducer_unknown", field="introducer", introducer=refused.figures["member"])


def _write(post: Posting, person: Profile, introduced_by: Holder | None) -> Holder:
    number = post.number(numbers.MEMBER)
    row, keys = rows_of(
        person, number=number, joined=post.business_date, last_visit=post.at, region=post.policy.store.region
    )
    row["introducer_id"] = introduced_by.id if introduced_by else None
    member_id = int(post.conn.execute(sa.insert(MEMBER).returning(MEMBER.c.id), row).scalar_one())
    put_keys(post.conn, member_id, keys)
    return Holder(member_id, number, person.name, person.language, "", post.business_date, "")


def put_keys(conn: sa.Connection, member_id: int, keys: Sequence[str]) -> None:
    """Let the member be found under these keys too."""
    if keys:
        conn.execute(sa.insert(MEMBER_KEY), [{"k": key, "member_id": member_id} for key in keys])


def _consents(post: Posting, member_id: int, given: dict[str, bool]) -> None:
    for kind, answer in given.items():
        consent(post, member_id, kind, answer)


def consent(post: Posting, member_id: int, kind: str, answer: bool) -> None:
    """Keep what the member agreed to or took back, when, and to which wording."""
    row = {"member_id": member_id, "entry": post.entry, "kind": kind, "given": answer, "at": post.at}
    post.conn.execute(sa.insert(CONSENT), {**row, "wording": post.policy.members.terms})

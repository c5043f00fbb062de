"""Changes what is known of a member. The journal names the fields, never what is in them; old values stand apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from deskapp.rules.decisions import No, no
from deskapp.rules.profiles import FIELDS, Profile, birth_day, read
from deskapp.rules.text import code
from deskapp.store import enrolment, members
from deskapp.store.journal import JOURNAL
from deskapp.store.members import CHANGE, CONSENT, MEMBER, MEMBER_KEY
from deskapp.store.posting import Posting
from deskapp.store.registry import operation

MARKETING = {"marketing_sms": "sms", "marketing_phone": "phone"}
"""Consents that can be given and taken back, beside the fields of the profile."""
INTRODUCER = "introducer"
SOUGHT = frozenset({"name", "preferred", "phone"})
"""What a member is found by."""
CHANGEABLE = (*FIELDS, INTRODUCER, *MARKETING)
YES, NO = ("yes", "true", "1", "y"), ("", "no", "false", "0", "n")


@dataclass(frozen=True)
class Edited:
    """The member's new version, and the fields that are different now."""

    number: str
    member: str
    version: int
    fields: list[str]


@operation(
    "members.edit",
    refuses=(
        "member_unknown", "member_blocked", "stale", "field_unknown", "empty", "too_long", "phone_bad", "birthday_bad",
        "id_bad", "id_taken", "kind_bad", "choose_one", "language_bad", "introducer_unknown", "no_change",
    ),
)  # fmt: skip
def edit(post: Posting, *, member: str, version: int, changes: dict[str, str]) -> Edited | No:
    """Change fields of a member as they stood in `version`; what somebody changed meanwhile is told, not lost."""
    holder = members.of_number(post.conn, member)
    if isinstance(holder, No):
        return holder
    row = post.conn.execute(sa.select(MEMBER).where(MEMBER.c.id == holder.id)).one()
    if unknown := next((field for field in changes if field not in CHANGEABLE), None):
        return No("field_unknown", {"field": unknown[:40]}, field="changes")
    if row.version != version:
        return _stale(post, row, version)
    changed = _changed(post, row, changes)
    if isinstance(changed, No):
        return changed
    if not changed:
        return no("no_change")
    _remember(post, row, changed)
    fields = sorted(changed)
    facts = {"fields": fields, "version": version + 1}
    result = Edited(holder.number, holder.number, version + 1, fields)
    return post.done(result, subject=holder.number, member=holder.id, facts=facts)


def _stale(post: Posting, row: Any, version: int) -> No:
    """What changed since the version that the form was opened with, by whom and when."""
    since = (
        sa.select(CHANGE.c.field, JOURNAL.c.actor, JOURNAL.c.at)
        .join(JOURNAL, JOURNAL.c.number == CHANGE.c.entry)
        .where(CHANGE.c.member_id == row.id, CHANGE.c.version > version)
        .order_by(CHANGE.c.id)
    )
    found = post.conn.execute(since).all()
    fields = ", ".join(sorted({each.field for each in found}))
    by, at = (found[-1].actor, found[-1].at) if found else ("", None)
    return no("stale", field="version", changed=fields, version=row.version, by=by, at=at)


def _changed(post: Posting, row: Any, changes: Mapping[str, str]) -> dict[str, tuple[str, str]] | No:
    """Field → (old value, new value) of what would be different, or the field that does not hold."""
    before = {field: str(getattr(row, field)) for field in FIELDS}
    typed = Profile(**{**before, **{field: text for field, text in changes.items() if field in FIELDS}})
    after = read(typed, policy=post.policy, today=post.business_date)
    if isinstance(after, No):
        return after
    new = {field: getattr(after, field) for field in FIELDS if field in changes}
    if new.get("id_number") and new["id_number"] != row.id_number and (refused := _id_taken(post, row, after)):
        return refused
    introducer = _introducer(post, row, changes)
    consents = _consents(post, row, changes)
    for more in (introducer, consents):
        if isinstance(more, No):
            return more
        before |= {field: old for field, (old, _) in more.items()}
        new |= {field: given for field, (_, given) in more.items()}
    return {field: (before[field], value) for field, value in new.items() if before[field] != value}


def _id_taken(post: Posting, row: Any, after: Profile) -> No | None:
    same = sa.select(MEMBER.c.number).where(MEMBER.c.id_number == after.id_number, MEMBER.c.id != row.id)
    other = post.conn.execute(same.where(MEMBER.c.state.not_in(("merged", "erased")))).scalars().first()
    return no("id_taken", field="id_number", member=other) if other else None


def _introducer(post: Posting, row: Any, changes: Mapping[str, str]) -> dict[str, tuple[str, str]] | No:
    if INTRODUCER not in changes:
        return {}
    old = str(row.introducer_id or "")
    typed = code(changes[INTRODUCER])
    if not typed:
        return {INTRODUCER: (old, "")}
    found = members.of_number(post.conn, typed, field=INTRODUCER)
    if isinstance(found, No) or found.id == row.id:
        return no("introducer_unknown", field=INTRODUCER, introducer=typed[:40])
    return {INTRODUCER: (old, str(found.id))}


def _consents(post: Posting, row: Any, changes: Mapping[str, str]) -> dict[str, tuple[str, str]] | No:
    asked = {field: changes[field].strip().lower() for field in MARKETING if field in changes}
    given = consents_of(post.conn, row.id) if asked else {}
    found: dict[str, tuple[str, str]] = {}
    for field, answer in asked.items():
        if answer not in (*YES, *NO):
            return no("choose_one", field=field)
        old = "yes" if given.get(MARKETING[field]) else "no"
        found[field] = old, "yes" if answer in YES else "no"
    return found


def consents_of(conn: sa.Connection, member_id: int) -> dict[str, bool]:
    """What the member agrees to today, by kind: terms, sms, phone."""
    wanted = sa.select(CONSENT.c.kind, CONSENT.c.given).where(CONSENT.c.member_id == member_id).order_by(CONSENT.c.id)
    return {row.kind: row.given for row in conn.execute(wanted)}


def _remember(post: Posting, row: Any, changed: Mapping[str, tuple[str, str]]) -> None:
    """Write the new values, keep the old ones, and let the member be found by what is known now."""
    old = [
        {"member_id": row.id, "entry": post.entry, "version": row.version + 1, "field": field, "old": was}
        for field, (was, _) in changed.items()
    ]
    post.conn.execute(sa.insert(CHANGE), old)
    values: dict[str, Any] = {field: now for field, (_, now) in changed.items() if field in FIELDS}
    if INTRODUCER in changed:
        values["introducer_id"] = int(changed[INTRODUCER][1]) if changed[INTRODUCER][1] else None
    if "birthday" in changed:
        values["birth_day"] = birth_day(changed["birthday"][1])
    if changed.keys() & SOUGHT:
        values["search"] = _found_anew(post, row, changed)
    for field in changed.keys() & MARKETING:
        enrolment.consent(post, row.id, MARKETING[field], changed[field][1] == "yes")
    post.conn.execute(sa.update(MEMBER).where(MEMBER.c.id == row.id).values(version=row.version + 1, **values))


def _found_anew(post: Posting, row: Any, changed: Mapping[str, tuple[str, str]]) -> str:
    person = Profile(row.name, row.preferred, row.phone)
    person = replace(person, **{field: now for field, (_, now) in changed.items() if field in SOUGHT})
    search = enrolment.search_of(person, post.policy.store.region)
    old, new = set(enrolment.keys_in(row.search)), set(enrolment.keys_in(search))
    gone = sa.delete(MEMBER_KEY).where(MEMBER_KEY.c.member_id == row.id, MEMBER_KEY.c.k.in_(sorted(old - new)))
    if old - new:
        post.conn.execute(gone)
    enrolment.put_keys(post.conn, row.id, sorted(new - old))
    return search

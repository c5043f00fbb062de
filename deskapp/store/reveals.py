"""Shows one masked field of a member for a reason. Who looked, at what and why is in the journal, not what they saw.

(domain 1.9; seed: 如非工作需要,不得翻查客户的任何资料)
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from deskapp.rules.decisions import Decision, No, no, satisfies
from deskapp.rules.members import local_phone
from deskapp.rules.profiles import SECRET
from deskapp.rules.text import checked
from deskapp.store import members
from deskapp.store.members import MEMBER
from deskapp.store.posting import Posting
from deskapp.store.registry import operation


@dataclass(frozen=True)
class Revealed:
    """One field in clear, to be shown until `until`. The journal does not keep `value`: a replay shows nothing."""

    member: str
    field: str
    until: datetime
    value: str = dataclasses.field(metadata={"secret": True}, default="")


@operation("members.reveal", refuses=("member_unknown", "field_unknown", "nothing_there", "reason_needed", "too_long"))
def reveal(post: Posting, *, member: str, field: str, reason: str) -> Revealed | No:
    """Show phone, id_number, address or birthday in clear for some seconds, for a written reason."""
    row = post.conn.execute(sa.select(MEMBER).where(MEMBER.c.id == _id(post, member))).one_or_none()
    if row is None:
        return no("member_unknown", field="member", member=member[:40])
    if field not in SECRET:
        return No("field_unknown", {"field": field[:40]}, field="field")
    if refused := post.refused(_may_reveal(post)):
        return refused
    why = checked(reason, field="reason")
    if isinstance(why, No):
        return why
    if not why:
        return no("reason_needed", field="reason")
    kept = str(getattr(row, field))
    if not kept:
        return no("nothing_there", field="field", name=field)
    value = local_phone(kept, post.policy.store.region) if field == "phone" else kept
    until = post.at + timedelta(seconds=post.policy.privacy.reveal_seconds)
    result = Revealed(row.number, field, until, value)
    return post.done(result, subject=row.number, member=row.id, facts={"field": field, "reason": why})


def _id(post: Posting, member: str) -> int | None:
    holder = members.found(post.conn, member)
    return holder.id if holder else None


def _may_reveal(post: Posting) -> Decision[None]:
    rule = post.policy.privacy
    needed = rule.reveal_by
    if satisfies(post.actor.role, needed):
        return Decision(None)
    refusal = no("approval_needed", approver=needed, clause=rule.clause, role=needed.value, matters=True)
    return Decision(None, (refusal,))

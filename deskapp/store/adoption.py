"""Adopts new house rules: a text of policy.toml that holds becomes the one every counter judges by. (domain 1.7)"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from deskapp.rules.decisions import No, Role, no
from deskapp.rules.policy import read
from deskapp.store.journal import HEAD
from deskapp.store.policies import POLICY_TEXT
from deskapp.store.posting import Posting
from deskapp.store.registry import operation

LONGEST = 200_000


@dataclass(frozen=True)
class Adopted:
    """The version in force today by the new text, and the days from which its rules hold."""

    version: str
    text: int
    holds_from: list[str]


@operation("policy.adopt", by=Role.MANAGER, refuses=("too_long", "policy_bad", "policy_currency", "no_change"))
def adopt(post: Posting, *, text: str) -> Adopted | No:
    """Put a new policy.toml in force; what does not hold is refused with the place of its first fault."""
    if len(text) > LONGEST:
        return no("too_long", field="text", limit=LONGEST, has=len(text))
    answer = read(text)
    if isinstance(answer, list):
        first = answer[0]
        return no("policy_bad", field="text", place=first.place, message=first.message, faults=len(answer))
    if answer.store.currency != post.currency:
        return no("policy_currency", field="text", currency=answer.store.currency, has=post.currency)
    if text == _in_force(post):
        return no("no_change", field="text")
    new = sa.insert(POLICY_TEXT).returning(POLICY_TEXT.c.id)
    text_id = int(post.conn.execute(new, {"adopted_at": post.at, "text": text}).scalar_one())
    post.conn.execute(sa.update(HEAD).values(policy_id=text_id))
    version = answer.on(post.business_date).version
    result = Adopted(version, text_id, [str(one.effective) for one in answer.versions])
    digest = hashlib.sha256(text.encode()).hexdigest()
    return post.done(result, subject=version, facts={"text": text_id, "sha256": digest, "was": post.policy.version})


def _in_force(post: Posting) -> str:
    wanted = sa.select(POLICY_TEXT.c.text).where(POLICY_TEXT.c.id == post.head.policy_id)
    return str(post.conn.execute(wanted).scalar_one())

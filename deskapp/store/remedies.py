"""Step 4 of a complaint: proposals, each with its remedies and their cost, of which exactly one is approved; a customer
who refuses it sends the case back. (domain 6; seed: 处理方案)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules import complaints as rules
from deskapp.rules.complaint_table import Move
from deskapp.rules.decisions import No, no
from deskapp.rules.money import MOST
from deskapp.rules.text import checked
from deskapp.store import complaints, slips
from deskapp.store.complaints import MOVE_REFUSALS, Moved
from deskapp.store.desk import Staff
from deskapp.store.posting import Posting
from deskapp.store.registry import operation
from deskapp.store.tables import Key, owned_by_entry, table

SETTLEMENT, UNSIGNED = "settlement", "unsigned"
"""What the customer signs; and, where they do not, what the witness signs instead."""
LONGEST = 300
MOST_PROPOSALS, MOST_REMEDIES = 9, 9


class ComplaintProposal(SQLModel, table=True):
    """One way to settle a case. Of one round, exactly one can be approved."""

    __tablename__ = "complaint_proposal"
    __table_args__ = (
        sa.UniqueConstraint("complaint_id", "round", "option"),
        sa.Index(
            "uq_complaint_proposal_approved",
            "complaint_id",
            "round",
            unique=True,
            sqlite_where=sa.text("approved_by is not null"),
            postgresql_where=sa.text("approved_by is not null"),
        ),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    complaint_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("complaint.id"), nullable=False))
    round: int
    option: int
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    approved_by: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)


class ComplaintRemedy(SQLModel, table=True):
    """One thing that a proposal gives: kind, detail and cost; once done, what was done or the paper that says so."""

    __tablename__ = "complaint_remedy"
    __table_args__ = (
        sa.UniqueConstraint("proposal_id", "place"),
        sa.CheckConstraint("cost >= 0", name="cost"),
    )
    id: int | None = Field(sa_column=sa.Column(Key, primary_key=True), default=None)
    proposal_id: int = Field(sa_column=sa.Column(Key, sa.ForeignKey("complaint_proposal.id"), nullable=False))
    place: int
    kind: str
    detail: str = Field(default="", sa_type=sa.Text)
    cost: int = Field(sa_type=Key)
    done_by: int | None = Field(sa_column=owned_by_entry(nullable=True), default=None)
    paper: str = ""


PROPOSAL = table(ComplaintProposal)
REMEDY = table(ComplaintRemedy)


@dataclass(frozen=True)
class Remedy:
    """What is offered: a kind of the house's list, in words, and what it costs in minor units."""

    kind: str
    cost_money: int = 0
    detail: str = ""


@dataclass(frozen=True)
class Proposal:
    """One way to settle the case: its remedies."""

    remedies: list[Remedy]


@operation("complaints.propose", refuses=(*MOVE_REFUSALS, "kind_bad", "amount_bad", "too_long", "proposals_many"))
def propose(post: Posting, *, complaint: str, version: int, proposals: list[Proposal], asked: str = "") -> Moved | No:
    """Lay one or more proposals, each with its cost, before the supervisor, beside what the customer asks for."""
    row = complaints.take(post, complaint, version)
    if isinstance(row, No):
        return row
    wish = checked(asked, field="asked", limit=500, multiline=True)
    if isinstance(wish, No):
        return wish
    wish = wish or row.asked
    read = _read(post, proposals)
    if isinstance(read, No):
        return read
    given = {"proposals": [each for each in read if each.remedies], "asked": wish}
    decision = rules.may(Move.PROPOSE, complaints.standing(row), complaints.who(post), given=given)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    round_ = latest_round(post.conn, row.id) + 1
    for option, each in enumerate(read, 1):
        _write(post, row.id, round_, option, each)
    after = complaints.move(
        post, row, Move.PROPOSE, decision.value, {"asked": wish}, said={"proposals": str(len(read))}
    )
    costs = [sum(remedy.cost_money for remedy in each.remedies) for each in read]
    return complaints.done(post, after, Move.PROPOSE, row.state, facts={"round": round_, "costs": costs})


def _read(post: Posting, proposals: Sequence[Proposal]) -> list[Proposal] | No:
    kinds = tuple(one.code for one in post.policy.complaints.remedies)
    if len(proposals) > MOST_PROPOSALS or any(len(each.remedies) > MOST_REMEDIES for each in proposals):
        return no("proposals_many", field="proposals", limit=MOST_PROPOSALS)
    if not all(each.remedies for each in proposals):
        return no("empty", field="proposals")
    read = []
    for proposal in proposals:
        remedies = []
        for remedy in proposal.remedies:
            detail = checked(remedy.detail, field="detail", limit=LONGEST)
            if isinstance(detail, No):
                return detail
            if remedy.kind not in kinds:
                return no("kind_bad", field="kind", kinds=", ".join(kinds))
            if not 0 <= remedy.cost_money <= MOST:
                return no("amount_bad", field="cost")
            remedies.append(Remedy(remedy.kind, remedy.cost_money, detail))
        read.append(Proposal(remedies))
    return read


def _write(post: Posting, case_id: int, round_: int, option: int, proposal: Proposal) -> None:
    row = {"complaint_id": case_id, "round": round_, "option": option, "entry": post.entry, "approved_by": None}
    made = post.conn.execute(sa.insert(PROPOSAL).returning(PROPOSAL.c.id), row).scalar_one()
    rows = [
        {"proposal_id": made, "place": place, "kind": each.kind, "detail": each.detail, "cost": each.cost_money,
         "done_by": None, "paper": ""}
        for place, each in enumerate(proposal.remedies, 1)
    ]  # fmt: skip
    post.conn.execute(sa.insert(REMEDY), rows)


def latest_round(conn: sa.Connection, case_id: int) -> int:
    """How often proposals were laid before the supervisor."""
    last = sa.select(sa.func.max(PROPOSAL.c.round)).where(PROPOSAL.c.complaint_id == case_id)
    return int(conn.execute(last).scalar() or 0)


def of_round(conn: sa.Connection, case_id: int, round_: int) -> list[Any]:
    """The remedies of one round with their proposal's `option` and whether it was approved, in order."""
    wanted = (
        sa.select(REMEDY, PROPOSAL.c.option, PROPOSAL.c.approved_by)
        .join(PROPOSAL, PROPOSAL.c.id == REMEDY.c.proposal_id)
        .where(PROPOSAL.c.complaint_id == case_id, PROPOSAL.c.round == round_)
        .order_by(PROPOSAL.c.option, REMEDY.c.place)
    )
    return list(conn.execute(wanted))


@operation("complaints.approve", refuses=(*MOVE_REFUSALS, "proposal_unknown", "too_long"))
def approve(post: Posting, *, complaint: str, version: int, chosen: int | None = None, reason: str = "") -> Moved | No:
    """Choose exactly one proposal, which makes the paper for the customer to sign; or send them back with a reason."""
    row = complaints.take(post, complaint, version)
    if isinstance(row, No):
        return row
    why = checked(reason, field="reason")
    if isinstance(why, No):
        return why
    case, who = complaints.standing(row), complaints.who(post)
    if chosen is None:
        decision = rules.may(Move.RETURN, case, who, given={"reason": why})
        if refusal := complaints.refused(post, row, decision):
            return refusal
        after = complaints.move(post, row, Move.RETURN, decision.value, said={"reason": why})
        return complaints.done(post, after, Move.RETURN, row.state)
    round_ = latest_round(post.conn, row.id)
    remedies = of_round(post.conn, row.id, round_)
    costs = costs_of(remedies)
    decision = rules.may_approve(case, who, costs=costs, chosen=chosen, policy=post.policy.complaints)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    one = (PROPOSAL.c.complaint_id == row.id, PROPOSAL.c.round == round_, PROPOSAL.c.option == chosen)
    post.conn.execute(sa.update(PROPOSAL).where(*one).values(approved_by=post.entry))
    slip = _settlement(post, row, [each for each in remedies if each.option == chosen])
    values = {"cost": costs[chosen], "slip": slip}
    after = complaints.move(
        post, row, Move.APPROVE, decision.value, values, said={"chosen": str(chosen), "reason": why}
    )
    facts = {"round": round_, "chosen": chosen, "cost_money": costs[chosen], "slip": slip}
    return complaints.done(post, after, Move.APPROVE, row.state, slip=slip, facts=facts)


def costs_of(remedies: Sequence[Any]) -> Mapping[int, int]:
    """What each proposal costs."""
    found: dict[int, int] = {}
    for each in remedies:
        found[each.option] = found.get(each.option, 0) + each.cost
    return found


def _settlement(post: Posting, row: Any, remedies: Sequence[Any], kind: str = SETTLEMENT, **more: str) -> str:
    """What the customer signs: the remedies without what they cost the house; or what the witness signs instead."""
    names = {one.code: one.name for one in post.policy.complaints.remedies}
    told = [{"kind": names.get(each.kind, {}).get(row.language, each.kind), "detail": each.detail} for each in remedies]
    facts = {"complaint": row.number, "name": row.name, "subject": row.subject, "remedies": told}
    return post.slip(kind, row.member_id, row.language, {**facts, **more})


@operation("complaints.accept", refuses=(*MOVE_REFUSALS, "slip_unsigned", "approval_needed", "choose_one", "too_long"))
def accept(post: Posting, *, complaint: str, version: int, answer: str = "signed", said: str = "") -> Moved | No:
    """What the customer does with the offer: `signed`, `refused_to_sign` (a supervisor is the witness) and the case
    goes on, or `declined`, with what they said, and it goes back for other proposals."""
    row = complaints.take(post, complaint, version)
    if isinstance(row, No):
        return row
    word = checked(said, field="said", limit=LONGEST)
    if isinstance(word, No):
        return word
    if answer not in ("signed", "refused_to_sign", "declined"):
        return no("choose_one", field="answer")
    case, who = complaints.standing(row), complaints.who(post)
    if answer == "declined":
        what, decision = Move.DECLINE, rules.may(Move.DECLINE, case, who, given={"said": word})
    else:
        state = slips.state_of(post.conn, row.slip)
        what = Move.ACCEPT
        decision = rules.may_accept(case, who, signed=answer == "signed", slip=row.slip, slip_state=state)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    if answer != "signed":
        set_aside(post, row)
    seen = post.approver if answer == "refused_to_sign" else None
    witness, slip = (seen.number, _unsigned(post, row, seen, word)) if seen else ("", "")
    after = complaints.move(
        post, row, what, decision.value, said={"accepted": answer, "said": word, "witness": witness}
    )
    facts = {"answer": answer, "slip": row.slip, "witness": witness}
    return complaints.done(post, after, what, row.state, slip=slip, facts=facts)


def _unsigned(post: Posting, row: Any, witness: Staff, said: str) -> str:
    """What the witness signs in the place of the customer."""
    approved = [each for each in of_round(post.conn, row.id, latest_round(post.conn, row.id)) if each.approved_by]
    told = {"of": row.slip, "said": said, "witness": f"{witness.name} {witness.number}"}
    return _settlement(post, row, approved, UNSIGNED, **told)


def set_aside(post: Posting, row: Any) -> None:
    """The paper that was made for the customer to sign will not be signed any more."""
    if row.slip:
        slips.decline(post.conn, row.slip)


def implement(post: Posting, row: Any, done: Sequence[str]) -> No | None:
    """Mark every remedy of the approved proposal as done, each with what was done or its paper; or say what is left."""
    approved = [each for each in of_round(post.conn, row.id, latest_round(post.conn, row.id)) if each.approved_by]
    if len(done) < len(approved) or not all(text.strip() for text in done):
        filled = sum(bool(text.strip()) for text in done)
        return no("remedy_left", field="done", needs=len(approved), has=filled)
    for remedy, text in zip(approved, done, strict=False):
        paper = checked(text, field="done", limit=LONGEST)
        if isinstance(paper, No):
            return paper
        post.conn.execute(sa.update(REMEDY).where(REMEDY.c.id == remedy.id).values(done_by=post.entry, paper=paper))
    return None

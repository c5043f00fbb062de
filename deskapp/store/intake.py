"""Step 1 of a complaint: a numbered draft on one key, its registration, and what is put right afterwards. (domain 6)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskapp.rules import complaints as rules
from deskapp.rules import intake
from deskapp.rules.complaint_table import Move, State
from deskapp.rules.decisions import No, Role, no
from deskapp.rules.text import clean, code
from deskapp.store import calls, complaint_finding, complaints, deadlines, members, numbers
from deskapp.store.complaints import CASE, MOVE_REFUSALS, Moved
from deskapp.store.members import MEMBER as MEMBER_ROWS
from deskapp.store.posting import Posting
from deskapp.store.registry import operation

FIELD_REFUSALS = (
    "field_unknown", "too_long", "phone_bad", "kind_bad", "moment_bad", "future", "member_unknown", "member_blocked",
)  # fmt: skip
MEMBER = "member"
"""A field beside those of the intake: card or member number of the complainant."""
CLASSES = ("channel", "category", "department")
IN_PERSON = "in_person"
SLIP = "complaint"


@operation(
    "complaints.open",
    refuses=(*FIELD_REFUSALS, "complaint_unknown", "earlier_other", "call_unknown", "call_has_complaint"),
)
def open_(post: Posting, *, fields: dict[str, str] | None = None, earlier: str = "", call: str = "") -> Moved | No:
    """Open a numbered draft at once, with whatever is known; `earlier` links it to a case that is over, `call` to the
    call in which it was told."""
    linked = complaints.of_number(post.conn, earlier, field="earlier") if earlier.strip() else None
    if isinstance(linked, No):
        return linked
    known = _read(post, fields or {})
    if isinstance(known, No):
        return known
    known = _goes_on(linked, known) if linked is not None else known
    if isinstance(known, No):
        return known
    number = post.number(numbers.COMPLAINT)
    if call.strip() and (refusal := calls.led_to(post, call, number)):
        return refusal
    row: dict[str, Any] = blank() | {"language": post.policy.store.spoken} | known
    row |= {"number": number, "entry": post.entry, "last_entry": post.entry, "opened_at": post.at}
    row |= {"assignee": post.actor.number, "earlier_id": linked.id if linked is not None else None}
    row |= {"due_at": post.at, "due_step": deadlines.STEP[State.DRAFT], "search": ""}
    case_id = post.conn.execute(sa.insert(CASE).returning(CASE.c.id), row).scalar_one()
    deadlines.begin(post, case_id, row["severity"], 1, [deadlines.STEP[State.DRAFT]])
    search, keys = complaint_finding.found_by(row, post.policy.store.region)
    complaint_finding.put_keys(post.conn, case_id, set(), keys)
    values = deadlines.next_due(post.conn, case_id) | {"search": search}
    after = post.conn.execute(sa.update(CASE).where(CASE.c.id == case_id).values(**values).returning(CASE)).one()
    told = {name: str(value) for name, value in known.items() if value and name not in ("version", "state")}
    complaints.note_changes(post, case_id, 1, told, Move.OPEN)
    complaints.trace(post, after)
    return complaints.done(
        post, after, Move.OPEN, None, facts={"earlier": linked.number if linked else "", "call": code(call)}
    )


def blank() -> dict[str, Any]:
    """Every column of a case with what it holds at first."""
    from sqlmodel import SQLModel

    model: type[SQLModel] = complaints.Complaint
    return {
        name: each.default
        for name, each in model.model_fields.items()
        if name not in ("id", "number", "entry", "last_entry", "opened_at")
    }


_PERSON = ("name", "addressed", "phone", "language")


def _goes_on(linked: Any, known: dict[str, Any]) -> dict[str, Any] | No:
    """Who complained before complains again: nobody asks for the name and phone a second time. A member who was not
    known then brings their own; another one than then has a complaint of their own."""
    member = known.get("member_id")
    if member is None:
        known.pop("member_id", None)
        kept: tuple[str, ...] = ("member_id", *_PERSON, "receipt")
    elif linked.member_id in (None, member):
        kept = ("receipt",)
    else:
        return no("earlier_other", field=MEMBER, matters=True, complaint=linked.number)
    return {**{name: getattr(linked, name) for name in kept}, **known}


def _read(post: Posting, typed: Mapping[str, str]) -> dict[str, Any] | No:
    """The typed fields as columns, the member looked up."""
    known = intake.read({name: text for name, text in typed.items() if name != MEMBER}, policy=post.policy, now=post.at)
    if isinstance(known, No):
        return known
    values: dict[str, Any] = dict(known)
    if MEMBER in typed:
        found = _member(post, typed[MEMBER])
        if isinstance(found, No):
            return found
        values = {**found, **{name: value for name, value in values.items() if value or name not in found}}
    return values


def _news(row: Any, typed: Mapping[str, str]) -> dict[str, str]:
    """The typed fields without a class that stands there already: the house may have given it up since."""
    return {name: text for name, text in typed.items() if name not in CLASSES or text != getattr(row, name)}


def _member(post: Posting, typed: str) -> dict[str, Any] | No:
    """A member with what is known of them: the name and phone stay with the case even if they change."""
    if not clean(typed):
        return {"member_id": None}
    holder = members.found(post.conn, typed)
    if holder is None:
        return no("member_unknown", field=MEMBER, member=clean(typed)[:40])
    person = sa.select(MEMBER_ROWS.c.name, MEMBER_ROWS.c.preferred, MEMBER_ROWS.c.phone, MEMBER_ROWS.c.language)
    row = post.conn.execute(person.where(MEMBER_ROWS.c.id == holder.id)).one()
    known = {"name": row.name, "addressed": row.preferred, "phone": row.phone, "language": row.language}
    return {"member_id": holder.id, **known}


@operation("complaints.register", refuses=(*MOVE_REFUSALS, *FIELD_REFUSALS, "complainant_needed"))
def register(post: Posting, *, complaint: str, version: int, fields: dict[str, str] | None = None) -> Moved | No:
    """Register a draft: channel, what happened and when, and who complains; its receipt is printed at the desk."""
    row = complaints.take(post, complaint, version)
    if isinstance(row, No):
        return row
    values = _read(post, _news(row, fields or {}))
    if isinstance(values, No):
        return values
    whole = {**row._mapping, **values}
    person = whole["member_id"] or whole["name"] or whole["phone"]
    given = {**whole, "complainant": person or "-"}
    also = (
        complaints.kept_named(post, row, Move.REGISTER, staff=whole["staff"]),
        None if person else no("complainant_needed", field="name"),
    )
    decision = rules.may(Move.REGISTER, complaints.standing(row), complaints.who(post), given=given, also=also)
    if refusal := complaints.refused(post, row, decision):
        return refusal
    values |= {"registered_at": post.at, "registered_on": post.business_date}
    slip = _receipt(post, row.number, whole) if whole["channel"] == IN_PERSON else ""
    return _written(post, row, Move.REGISTER, decision.value, values, slip)


def _receipt(post: Posting, number: str, case: Mapping[str, Any]) -> str:
    facts = {
        "complaint": number, "subject": case["subject"], "what": case["what"], "asked": case["asked"],
        "name": case["name"], "happened_at": _iso(case["happened_at"]), "place": case["place"],
        "receipt": case["receipt"],
    }  # fmt: skip
    return post.slip(SLIP, case["member_id"], case["language"], facts)


def _iso(at: datetime | None) -> str:
    return at.isoformat(timespec="minutes") if at else ""


@operation("complaints.amend", refuses=(*MOVE_REFUSALS, *FIELD_REFUSALS, "no_change", "complainant_needed"))
def amend(post: Posting, *, complaint: str, version: int, changes: dict[str, str]) -> Moved | No:
    """Put right what was taken down of an open case. A lower severity takes the lead."""
    row = complaints.take(post, complaint, version)
    if isinstance(row, No):
        return row
    values = _read(post, _news(row, changes))
    if isinstance(values, No):
        return values
    values = {name: value for name, value in values.items() if getattr(row, name) != value}
    order = intake.SEVERITIES
    milder = order.index(values.get("severity", row.severity)) < order.index(row.severity)
    whole = {**row._mapping, **values}
    nobody = row.registered_at is not None and not (whole["member_id"] or whole["name"] or whole["phone"])
    decision = rules.may(
        Move.AMEND, complaints.standing(row), complaints.who(post), given={"changes": changes},
        needed=Role.LEAD if milder and row.registered_at else None,
        also=(
            complaints.kept_named(post, row, Move.AMEND, staff=whole["staff"]), None if values else no("no_change"),
            no("complainant_needed", field="name") if nobody else None,
        ),
    )  # fmt: skip
    if refusal := complaints.refused(post, row, decision):
        return refusal
    return _written(post, row, Move.AMEND, decision.value, values)


def _written(post: Posting, row: Any, what: Move, target: State, values: dict[str, Any], slip: str = "") -> Moved:
    """The case with these values, found by what is known now."""
    whole = {**row._mapping, **values}
    if values.keys() & intake.SOUGHT:
        region = post.policy.store.region
        (_, old), (search, new) = (complaint_finding.found_by(each, region) for each in (row._mapping, whole))
        complaint_finding.put_keys(post.conn, row.id, old, new)
        values["search"] = search
    after = complaints.move(post, row, what, target, values)
    fields = sorted(values.keys() - {"search"})
    return complaints.done(post, after, what, row.state, slip=slip, facts={"fields": fields, "slip": slip})

"""A shift is handed over: prepared, sealed with a hash, then accepted or refused by whoever takes it over. (domain 14)

Until somebody has accepted, the drawer is not theirs and nothing is posted at the counter; of two who accept at once
one does, and the other is told.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from deskapp.rules import shifts as rules
from deskapp.rules.decisions import No, Role, no
from deskapp.rules.journal import canonical
from deskapp.rules.people import may_act
from deskapp.rules.shifts import OPEN
from deskapp.rules.text import checked
from deskapp.store import duty, numbers, people, shift_counts, shift_figures, shift_items, taking
from deskapp.store.desk import Act
from deskapp.store.duty import CLERK, SHIFT
from deskapp.store.posting import Posting
from deskapp.store.registry import Secret, operation
from deskapp.store.shift_counts import IN_SHIFT
from deskapp.store.shift_items import HANDOVER

UNREADY = ("count_missing", "difference_open", "count_again", "left_open")
"""What keeps a shift from being handed over."""
OFFERED = ("handover_unknown", "handover_unsealed", "handover_taken", "handover_refused")


@dataclass(frozen=True)
class Prepared:
    """A handover that can be sealed: what it will carry, by kind."""

    handover: str
    shift: str
    open: dict[str, int]


@operation("handover.prepare", refuses=(*IN_SHIFT, *UNREADY, "amount_bad"))
def prepare(post: Posting, *, parked: int = 0) -> Prepared | No:
    """See whether the shift at this counter can be handed over: everything counted and explained, nothing open that the
    policy blocks. `parked` is how many customers the counter's screen has put aside."""
    shift = shift_counts.mine(post)
    if isinstance(shift, No):
        return shift
    if parked < 0:
        return no("amount_bad", field="parked")
    opened = _ready(post, shift, parked)
    if isinstance(opened, No):
        return opened
    number = _draft(post, shift, "desk", parked)
    return post.done(Prepared(number, shift.number, opened), subject=number, facts={"open": opened})


def _draft(post: Posting, shift: Any, way: str, parked: int) -> str:
    """The handover of this shift that is not sealed yet, made if there is none."""
    mine = (HANDOVER.c.shift == shift.number, HANDOVER.c.state == "prepared")
    values = {"way": way, "parked": parked, "prepared_at": post.at, "handed_by": post.actor.number}
    changed = sa.update(HANDOVER).where(*mine).values(**values).returning(HANDOVER.c.number)
    if number := post.conn.execute(changed).scalar():
        return str(number)
    number = post.number(numbers.HANDOVER)
    row = {"number": number, "shift": shift.number, "counter": shift.counter, "state": "prepared", "entry": post.entry}
    blank = {"content": "", "seal": "", "taken_by": "", "reason": "", "next_shift": "", "acceptance": ""}
    post.conn.execute(sa.insert(HANDOVER), row | blank | values)
    return number


def _ready(post: Posting, shift: Any, parked: int) -> dict[str, int] | No:
    """What is open by kind, or the first thing that must be done before the shift can be handed over."""
    counts = shift_counts.newest(post.conn, shift.number)
    done = {one.thing for one in counts}
    missing = [thing for thing in shift_counts.to_count(post, shift.counter) if thing not in done]
    if missing:
        return no("count_missing", things=", ".join(missing))
    if differing := shift_counts.unsettled(post.conn, shift.number):
        one = differing[0]
        return no("difference_open", count=one.count, things=one.thing)
    own = [one for one in counts if not one.thing.startswith(rules.ITEM)]
    for one in own:
        if shift_counts.moved_since(post, one, shift.counter):
            return no("count_again", count=one.count, things=one.thing)
    opened = shift_items.by_kind(shift_items.gather(post, shift.counter), parked)
    if blocked := rules.blocking(opened, post.policy.shifts):
        return no("left_open", clause=post.policy.shifts.clause, matters=True, left_open=blocked[0], has=blocked[1])
    return opened


def _pins(act: Act, arguments: Mapping[str, Any]) -> No | None:
    """The PIN of who hands over, and of who takes over if they stand beside, checked and counted like any other."""
    desk = act.desk
    asked = [("pin", desk.staff.number if desk.staff else "")]
    if arguments.get("to"):
        asked.append(("to_pin", arguments["to"]))
    for field, number in asked:
        checked_pin = people.check_pin(desk, number, arguments[field])
        if isinstance(checked_pin, No):
            who = "to" if checked_pin.field == "number" else field
            return dataclasses.replace(checked_pin, field=who)
    return None


@dataclass(frozen=True)
class Sealed:
    """A sealed handover: its hash, what it carries, and the shift that follows if it was taken over at once."""

    handover: str
    shift: str
    seal: str
    taken_by: str
    next_shift: str
    open: dict[str, int]


@operation(
    "handover.seal",
    refuses=(
        *IN_SHIFT, *UNREADY, "handover_unknown", "handover_own", "kind_unknown", "in_other_shift", "pin_wrong",
        "locked", "staff_unknown", "role_needed", "handover_given",
    ),
    first=_pins,
)  # fmt: skip
def seal(
    post: Posting, *, handover: str, pin: Secret, to: str = "", to_pin: Secret = "", next_kind: str = ""
) -> Sealed | No:
    """Seal the shift of this counter with the PIN of who hands over; with `to` and their PIN it is taken over at once,
    without it waits to be accepted. (seed: 按时交接班)"""
    row = _known(post, handover)
    if row is not None and row.seal:
        return no("handover_given", matters=True, handover=row.number, by=row.handed_by, at=row.handed_at)
    shift = shift_counts.mine(post)
    if isinstance(shift, No):
        return shift
    if row is None or row.shift != shift.number or row.state != "prepared":
        return no("handover_unknown", field="handover", handover=handover[:40])
    opened = _ready(post, shift, row.parked)
    if isinstance(opened, No):
        return opened
    if to and (unfit := _may_take(post, shift, to, post.actor.number, next_kind)):
        return unfit
    sealed = _seal(post, shift, row.number, way="desk", parked=row.parked, taken_by=to)
    after = taking.take(post, _known(post, row.number), to, next_kind) if to else ""
    told = {"seal": sealed, "taken_by": to, "next_shift": after, "acceptance": _known(post, row.number).acceptance}
    told["counts"] = shift_counts.told(shift_counts.of_shift(post.conn, after)) if after else {}
    result = Sealed(row.number, shift.number, sealed, to, after, opened)
    return post.done(result, subject=row.number, facts=told)


def _may_take(post: Posting, shift: Any, taker: str, giver: str, kind: str) -> No | None:
    person = people.role_of(post.conn, taker)
    if person is None:
        return no("staff_unknown", field="to", staff=taker)
    if forbidden := may_act(person, Role.CLERK):
        return forbidden
    if refused := post.refused(rules.may_take(taker=taker, giver=giver, policy=post.policy.shifts)):
        return refused
    return taking.fit(post, taker, shift.counter, kind)


def _seal(
    post: Posting, shift: Any, handover: str, *, way: str, parked: int, taken_by: str = "", reason: str = ""
) -> str:
    """Write what the handover says, once, and end the shift for everybody but those who have not heard of it."""
    by = post.actor.number
    said = shift_figures.content(
        post, shift, handover=handover, way=way, by=by, parked=parked, taken_by=taken_by, reason=reason
    )
    text = canonical(said)
    sealed = rules.seal(text)
    values = {"state": "offered", "handed_by": by, "handed_at": post.at, "content": text, "seal": sealed}
    whole = {**values, "way": way, "seal_entry": post.entry}
    post.conn.execute(sa.update(HANDOVER).where(HANDOVER.c.number == handover).values(**whole))
    shift_items.keep(post, handover, said.items)
    over = {"state": rules.SEALED, "closed_at": post.at, "closed_by": by}
    post.conn.execute(sa.update(SHIFT).where(SHIFT.c.number == shift.number).values(**over))
    if way == "desk":
        on = (CLERK.c.shift == shift.number, CLERK.c.left_at.is_(None))
        post.conn.execute(sa.update(CLERK).where(*on).values(left_at=post.at, left_entry=post.entry))
    return sealed


def _known(post: Posting, handover: str) -> Any:
    return post.conn.execute(sa.select(HANDOVER).where(HANDOVER.c.number == handover)).one_or_none()


def _offered(post: Posting, handover: str) -> Any:
    """A handover that waits for somebody, or who has taken or refused it and when."""
    row = _known(post, handover)
    if row is None:
        return no("handover_unknown", field="handover", handover=handover[:40])
    if row.state == "prepared":
        return no("handover_unsealed", field="handover", handover=row.number)
    if row.state in ("accepted", "refused"):
        code = "handover_taken" if row.state == "accepted" else "handover_refused"
        return no(code, field="handover", matters=True, handover=row.number, by=row.taken_by, at=row.taken_at)
    if row.counter != post.desk.counter:
        return no("handover_elsewhere", field="handover", handover=row.number, counter=row.counter)
    return row


@dataclass(frozen=True)
class Accepted:
    """A handover that was taken over, and the shift that begins with it. `difference_money` is what its cash was found
    to differ by, where it had not been counted before."""

    handover: str
    shift: str
    acceptance: str
    count: str
    difference_money: int


@operation(
    "handover.accept",
    refuses=(
        *OFFERED, "handover_elsewhere", "handover_own", "kind_unknown", "in_other_shift", "denomination_unknown",
        "amount_bad", "cash_differs", "empty", "pin_wrong", "locked",
    ),
    first=_pins,
)  # fmt: skip
def accept(
    post: Posting, *, handover: str, pin: Secret, kind: str = "", cash: dict[str, int] | None = None
) -> Accepted | No:
    """Take over what was handed over, with one's own PIN: the next shift begins. Cash that is counted again must agree;
    what was closed without a count is counted now."""
    row = _offered(post, handover)
    if isinstance(row, No):
        return row
    taker = post.actor.number
    giver = row.handed_by if row.way == "desk" else ""
    if refused := post.refused(rules.may_take(taker=taker, giver=giver, policy=post.policy.shifts)):
        return refused
    if unfit := taking.fit(post, taker, row.counter, kind):
        return unfit
    counted = None if cash is None else shift_counts.money(post, cash)
    if isinstance(counted, No):
        return counted
    found = taking.found(post, row)
    if counted is None and found.counted is None:
        return no("empty", field="cash")
    if counted is not None and found.counted is not None and counted != found.stands:
        return no("cash_differs", field="cash", matters=True, counted_money=counted, handed_money=found.stands)
    number = taking.take(post, row, taker, kind, cash=cash, counted=counted)
    sealed = _known(post, row.number).acceptance
    [count] = shift_counts.of_shift(post.conn, number)
    result = Accepted(row.number, number, sealed, count.count, count.variance)
    told = {"acceptance": sealed, "next_shift": number, "counts": shift_counts.told([count])}
    return post.done(result, subject=row.number, facts=told)


@dataclass(frozen=True)
class GivenBack:
    """A handover that was not accepted: the shift is again its own clerks'."""

    handover: str
    shift: str


@operation("handover.refuse", refuses=(*OFFERED, "handover_elsewhere", "handover_remote", "reason_needed", "too_long"))
def refuse(post: Posting, *, handover: str, reason: str) -> GivenBack | No:
    """Do not take over what was handed over, with the reason: what is unclear stays with who handed over, whose shift
    goes on."""
    row = _offered(post, handover)
    if isinstance(row, No):
        return row
    if row.way == "remote":
        return no("handover_remote", field="handover", handover=row.number)
    said = checked(reason, field="reason")
    if isinstance(said, No) or not said:
        return said or no("reason_needed", field="reason")
    ended: dict[str, Any] = {"state": "refused", "taken_by": post.actor.number, "taken_at": post.at, "reason": said}
    facts = {"by": post.actor.number, "at": post.at, "refused": said}
    ended |= {"acceptance": rules.acceptance(row.seal, facts), "taken_entry": post.entry}
    post.conn.execute(sa.update(HANDOVER).where(HANDOVER.c.number == row.number).values(**ended))
    again = {"state": OPEN, "closed_at": None, "closed_by": ""}
    post.conn.execute(sa.update(SHIFT).where(SHIFT.c.number == row.shift).values(**again))
    left = (CLERK.c.shift == row.shift, CLERK.c.left_entry == row.seal_entry)
    post.conn.execute(sa.update(CLERK).where(*left).values(left_at=None, left_entry=None))
    post.shift = row.shift
    told = {"acceptance": ended["acceptance"], "reason": said}
    return post.done(GivenBack(row.number, row.shift), subject=row.number, facts=told)


@dataclass(frozen=True)
class Waiting:
    """A shift that stays open since nobody came to take it over; supervisors see it in `shifts.alerts`."""

    shift: str


@operation("handover.no_relief", refuses=(*IN_SHIFT, "too_long"))
def no_relief(post: Posting, *, note: str = "") -> Waiting | No:
    """Say that nobody has come to take over: the shift stays open and the supervisor is told."""
    shift = shift_counts.mine(post)
    if isinstance(shift, No):
        return shift
    said = checked(note, field="note")
    if isinstance(said, No):
        return said
    absent = sa.update(SHIFT).where(SHIFT.c.number == shift.number).values(relief_absent_at=post.at)
    post.conn.execute(absent)
    return post.done(Waiting(shift.number), subject=shift.number, facts={"note": said})


@dataclass(frozen=True)
class Closed:
    """A shift that was closed without its clerks. Its handover waits to be accepted at its counter, cash first
    counted there unless it had been."""

    shift: str
    handover: str
    seal: str
    open: dict[str, int]


@operation("shifts.close", refuses=("shift_unknown", "shift_over", "reason_needed", "approval_needed", "too_long"))
def close(post: Posting, *, shift: str, reason: str) -> Closed | No:
    """Close a shift without its clerks, from this or another counter, with a reason. Whoever posts to it afterwards is
    told who did and when; what is open is carried on."""
    row = duty.known(post.conn, shift)
    if row is None:
        return no("shift_unknown", field="shift", shift=shift[:40])
    if row.state != OPEN:
        return no("shift_over", field="shift", shift=row.number, by=row.closed_by, at=row.closed_at)
    said = checked(reason, field="reason")
    if isinstance(said, No):
        return said
    if refused := post.refused(rules.may_close(role=post.actor.role, reason=said, policy=post.policy.shifts)):
        return refused
    number = _draft(post, row, "remote", 0)
    sealed = _seal(post, row, number, way="remote", parked=0, reason=said)
    opened = shift_figures.reader().validate_json(_known(post, number).content).open
    told = {"seal": sealed, "counter": row.counter, "reason": said}
    return post.done(Closed(row.number, number, sealed, opened), subject=row.number, facts=told)

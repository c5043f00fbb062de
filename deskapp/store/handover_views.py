"""One handover as the screen and the paper show it: what was sealed as it was sealed, else as it stands. (domain 14)"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskapp.rules import shifts as rules
from deskapp.rules.decisions import No, no
from deskapp.rules.shifts import ITEM
from deskapp.store import duty, shift_counts, shift_figures
from deskapp.store.posting import Look
from deskapp.store.registry import reading
from deskapp.store.shift_figures import Content
from deskapp.store.shift_items import HANDOVER


@dataclass(frozen=True)
class HandoverView:
    """A handover: its `content` as sealed, or as it would be sealed now. `left_to_count` and `unexplained` (counts) and
    `blocked` (a kind of open work) still keep it from being sealed; `seal` and `acceptance` are its hashes; `names` are
    those of the gifts that are counted."""

    handover: str
    state: str
    way: str
    shift: str
    counter: str
    handed_by: str
    handed_at: datetime | None
    taken_by: str
    taken_at: datetime | None
    reason: str
    next_shift: str
    seal: str
    acceptance: str
    left_to_count: list[str]
    unexplained: list[str]
    blocked: str
    content: Content
    names: dict[str, dict[str, str]]


@reading("handover.show")
def show(look: Look, *, handover: str = "", parked: int = 0) -> HandoverView | No:
    """One handover by its number; without one, that of the shift at this counter. `parked` as for `handover.prepare`.
    What the books expect is told of nothing that was not counted."""
    row = _row(look, handover)
    if row is not None and row.seal:
        return _view(look, row, shift_figures.reader().validate_json(row.content), [], [], "")
    here = duty.at_counter(look.conn, look.desk.counter, "").shift
    shift = duty.known(look.conn, row.shift if row is not None else here)
    if (handover and row is None) or shift is None:
        if handover:
            return no("handover_unknown", field="handover", handover=handover[:40])
        return no("shift_none", counter=look.desk.counter)
    by = look.desk.staff.number if look.desk.staff else ""
    number, aside = (row.number, max(row.parked, parked)) if row is not None else ("", parked)
    content = shift_figures.content(look, shift, handover=number, way="desk", by=by, parked=aside)
    done = {one.thing for one in content.counts if one.moment == "shift"}
    missing = [thing for thing in shift_counts.to_count(look, shift.counter) if thing not in done]
    unexplained = [one.count for one in shift_counts.unsettled(look.conn, shift.number)]
    blocked = rules.blocking(content.open, look.policy.shifts)
    return _view(look, row or _blank(shift), content, missing, unexplained, blocked[0] if blocked else "")


def _row(look: Look, handover: str) -> Any:
    if handover:
        return look.conn.execute(sa.select(HANDOVER).where(HANDOVER.c.number == handover)).one_or_none()
    here = duty.at_counter(look.conn, look.desk.counter, "").here
    mine = (HANDOVER.c.shift == (here.number if here else ""), HANDOVER.c.state != "refused")
    return look.conn.execute(sa.select(HANDOVER).where(*mine)).one_or_none()


@dataclass(frozen=True)
class _Blank:
    """A handover that nobody has prepared yet."""

    shift: str
    counter: str
    number: str = ""
    state: str = ""
    way: str = "desk"
    handed_by: str = ""
    handed_at: datetime | None = None
    taken_by: str = ""
    taken_at: datetime | None = None
    reason: str = ""
    next_shift: str = ""
    seal: str = ""
    acceptance: str = ""


def _blank(shift: Any) -> _Blank:
    return _Blank(shift.number, shift.counter)


def _view(
    look: Look, row: Any, content: Content, missing: list[str], unexplained: list[str], blocked: str
) -> HandoverView:
    names = names_of(look.conn, {*missing, *(one.thing for one in content.counts)})
    return HandoverView(
        row.number, row.state, row.way, row.shift, row.counter, row.handed_by, row.handed_at, row.taken_by,
        row.taken_at, row.reason, row.next_shift, row.seal, row.acceptance, missing, unexplained, blocked, content,
        names,
    )  # fmt: skip


@dataclass(frozen=True)
class ToCount:
    """What is to be counted at this counter, and what of it is done: no figure is told before it is saved. `names` are
    those of gifts, in each language."""

    shift: str
    left: list[str]
    done: list[str]
    denominations_money: list[int]
    names: dict[str, dict[str, str]]


@reading("shifts.to_count")
def still_to_count(look: Look) -> ToCount | None:
    """What the shift at this counter has to count before it is handed over."""
    here = duty.at_counter(look.conn, look.desk.counter, "")
    if not here.shift:
        return None
    wanted = shift_counts.to_count(look, look.desk.counter)
    done = [one.thing for one in shift_counts.newest(look.conn, here.shift)]
    left = [thing for thing in wanted if thing not in done]
    house = look.policy.shifts.notes_and_coins(look.policy.store.currency)
    return ToCount(here.shift, left, done, list(house), names_of(look.conn, wanted))


def names_of(conn: sa.Connection, things: Iterable[str]) -> dict[str, dict[str, str]]:
    """The names of the gifts among these, in each language."""
    from deskapp.store.items import ITEM as ITEMS

    codes = [thing.removeprefix(ITEM) for thing in things if thing.startswith(ITEM)]
    rows = conn.execute(sa.select(ITEMS.c.code, ITEMS.c.names).where(ITEMS.c.code.in_(codes)))
    return {ITEM + row.code: json.loads(row.names) for row in rows}

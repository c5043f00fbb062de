"""Which tables of the store can be exported, with which columns, and what of them is shown masked.

What is not named here does not leave: keys and PIN hashes, half-typed work, names and phones kept for searching.
"""

from __future__ import annotations

from dataclasses import dataclass

INT, BOOL, DAY, INSTANT, TEXT, JSON = "i", "b", "d", "t", "s", "json"
MASKED = ("phone", "person", "id", "address", "birthday")
"""Kinds of columns that are shown masked; `person` is a phone where it is no member."""


@dataclass(frozen=True)
class Column:
    """One column of an export: its name, which stays, and its kind."""

    name: str
    kind: str = TEXT


@dataclass(frozen=True)
class Table:
    """One table: its columns in order, and by which of them its rows belong to a business date: a date of its own,
    or the `entry` of the journal; nothing where rows have none."""

    dated: str
    columns: tuple[Column, ...]

    @property
    def masked(self) -> bool:
        """Whether anything of it is shown masked."""
        return any(column.kind in MASKED for column in self.columns)


def _table(dated: str, columns: str) -> Table:
    """The kind of a column stands after its name: i whole number, b yes or no, d date, t instant; else text."""
    parts = (named.partition(":") for named in columns.split())
    return Table(dated, tuple(Column(name, kind or TEXT) for name, _colon, kind in parts))


TABLES = {
    "account": _table("", "id:i unit holder guarded:b balance:i"),
    "call": _table(
        "entry",
        "number direction at:t day:d person:person member_id:i phone:phone name purpose said passed_to promised "
        "promised_until:t callback complaint rings:i seconds:i by entry:i",
    ),
    "call_wish": _table("entry", "id:i person:person kind value at:t entry:i ended_by:i"),
    "callback": _table(
        "entry",
        "number purpose person:person member_id:i name phone:phone language earliest:t latest:t appointed:t state "
        "assignee claimed_by claimed_until:t upset:b outcome settled_at:t made_at:t entry:i last_entry:i",
    ),
    "callback_attempt": _table("entry", "id:i callback person:person entry:i at:t day:d by outcome reason said led_to"),
    "callback_event": _table("entry", "id:i callback person:person purpose subject occasion note day:d at:t entry:i"),
    "card": _table("entry", "number kind member_id:i state replaced_by entry:i since:t"),
    "complaint": _table(
        "entry",
        "id:i number version:i state before run:i entry:i last_entry:i opened_at:t registered_at:t registered_on:d "
        "channel severity category department member_id:i name addressed phone:phone language subject what "
        "happened_at:t place asked staff receipt invoice hotline assignee founded:b answer promised_at:t cause "
        "product responsible cost:i slip conduct feedback measure held_by held_since:t level merged_into:i "
        "earlier_id:i body reference due_at:t due_step answered_at:t answer_minutes:i implemented_at:t closed_at:t "
        "closed_on:d",
    ),
    "complaint_evidence": _table("entry", "id:i complaint_id:i entry:i sha256:json name kind size:i"),
    "complaint_hold": _table("entry", "id:i complaint_id:i party reason started_at:t ended_at:t entry:i ended_by:i"),
    "complaint_proposal": _table("entry", "id:i complaint_id:i round:i option:i entry:i approved_by:i"),
    "complaint_remedy": _table("", "id:i proposal_id:i place:i kind detail cost:i done_by:i paper"),
    "complaint_run": _table(
        "entry", "id:i complaint_id:i run:i step target started_at:t due_at:t ended_at:t entry:i ended_by:i"
    ),
    "consent": _table("entry", "id:i member_id:i entry:i kind given:b wording at:t"),
    "feedback": _table(
        "entry",
        "number department subject text made_at:t due:t by entry:i answer answered_for answered_at:t answer_entry:i",
    ),
    "handover": _table(
        "entry",
        "number shift counter way state parked:i prepared_at:t handed_by handed_at:t seal:json seal_entry:i taken_by "
        "taken_at:t reason next_shift acceptance:json taken_entry:i entry:i",
    ),
    "handover_item": _table("", "handover kind reference hops:i"),
    "item": _table(
        "",
        "id:i code barcode kind names:json prices:json cash:i per_request:i per_member:i reorder:i shelf "
        "active_from:d active_until:d withdrawn:b",
    ),
    "journal": _table(
        "business_date",
        "number:i at:t clock_behind:i business_date:d counter shift actor approver operation kind subject member_id:i "
        "payload:json policy_version op voids:i previous:json hash:json",
    ),
    "knowledge": _table(
        "entry", "code version:i titles:json answers:json words at:t by entry:i doubted_by doubted_at:t doubt"
    ),
    "lot_use": _table("entry", "id:i lot_id:i entry:i amount:i voided_by:i"),
    "member": _table(
        "joined",
        "id:i number name preferred phone:phone gender birthday:birthday id_type id_number:id address:address "
        "language notes introducer_id:i tier state joined:d last_visit:t version:i",
    ),
    "points_lot": _table(
        "entry", "id:i member_id:i entry:i amount:i left_over:i earned_on:d available_from:d expires:d"
    ),
    "receipt": _table("entry", "id:i till number date:d amount:i excluded:i paid_by_points:i entry:i"),
    "receipt_use": _table("entry", "id:i receipt_id:i benefit member_id:i entry:i voided_by:i"),
    "report_seal": _table("date", "number:i date:d hash:json at:t by entry:i"),
    "shift": _table(
        "business_date",
        "number counter kind state business_date:d opened_at:t opened_by planned_end:t follows relief_absent_at:t "
        "closed_at:t closed_by entry:i",
    ),
    "shift_clerk": _table("entry", "id:i shift staff joined_at:t left_at:t entry:i left_entry:i"),
    "shift_correction": _table("entry", "entry:i of_entry:i shift was:i amount:i reason by"),
    "shift_count": _table("entry", "number shift thing moment counted:i expected:i pieces following at:t by entry:i"),
    "shift_note": _table("entry", "number shift counter text at:t by entry:i done_at:t done_by done_entry:i"),
    "shift_settlement": _table("entry", "count variance:i reason approver at:t by entry:i"),
    "slip": _table("entry", "number kind entry:i member_id:i language copies:i state made_at:t signed_at:t prints:i"),
    "staff": _table("", "number name role language active:b"),
    "stock_count": _table("entry", "number item place counted:i expected:i entry:i settled_by:i"),
    "tally": _table("day", "day:d counter figure of amount:i"),
    "tally_day": _table("day", "day:d counter first:i last:i entries:i"),
    "tally_note": _table("day", "id:i day:d counter entry:i kind code of:d"),
    "transfer": _table("entry", "id:i entry:i source:i target:i amount:i reverses:i"),
}

KEPT_BACK = frozenset(
    {
        "chain_head", "draft", "meta", "member_key", "complaint_key", "member_change", "complaint_change",
        "policy_text", "series",
    }
)  # fmt: skip
"""Tables that nobody exports."""
LEFT_OUT = {
    "complaint": ("search",), "handover": ("content",), "knowledge": ("search",), "member": ("search", "birth_day"),
    "report_seal": ("content",), "slip": ("facts",), "staff": ("pin_hash", "failed", "locks", "locked_until"),
}  # fmt: skip
"""Columns that nobody exports."""

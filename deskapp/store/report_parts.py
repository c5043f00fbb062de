"""What a report holds: its figures, what it names one by one, and its seal. (domain 15)"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from deskapp.rules.reports import Compliance, Kind
from deskapp.store.movements import GiftsGiven, MoneyMoved, PointsMoved, StockMoved
from deskapp.store.outstanding import Cases, Causes, Level, Open, OpenSlip


@dataclass(frozen=True)
class Work:
    """How often an operation was done and refused."""

    operation: str
    done: int
    refused: int


@dataclass(frozen=True)
class Clerk:
    """What one person did; `overrides` they asked for, `approvals` they gave."""

    staff: str
    name: str
    done: int
    refused: int
    overrides: int
    approvals: int


@dataclass(frozen=True)
class Hour:
    """Acts within an hour of the store's day."""

    hour: int
    done: int


@dataclass(frozen=True)
class DayLine:
    """One date of the span: its entries, and what it brought."""

    day: date
    entries: int
    done: int
    enrolled: int
    points_given: int
    points_redeemed: int
    in_time: int = 0
    late: int = 0


@dataclass(frozen=True)
class ShiftWork:
    """What one shift did; in a report of more days all shifts of one kind at a counter together, `shifts` of them and
    `shift` empty. `received_money` of customers, less what they got back, is not told while the drawer of a shift is
    still to be counted blind; `variance_money` is what its counts settled."""

    shift: str
    counter: str
    kind: str
    shifts: int
    done: int
    refused: int
    enrolled: int
    points_given: int
    points_redeemed: int
    gifts: int
    received_money: int | None
    variance_money: int


@dataclass(frozen=True)
class Punctual:
    """How many callbacks were done in their time, or at one that the customer chose, and how many late."""

    in_time: int = 0
    late: int = 0


@dataclass(frozen=True)
class Answers:
    """How often a callback ended in this way."""

    outcome: str
    times: int


@dataclass(frozen=True)
class Refusal:
    """How often it was refused for this reason."""

    code: str
    operation: str
    times: int


@dataclass(frozen=True)
class Override:
    """A refusal that a second person lifted, with the reason."""

    entry: int
    at: datetime
    operation: str
    code: str
    actor: str
    approver: str
    reason: str


@dataclass(frozen=True)
class Late:
    """An act for an earlier day (`receipt_late`), of a day whose report was sealed before it (`after_seal`), or of a PC
    whose clock stood behind (`clock_behind`)."""

    entry: int
    operation: str
    subject: str
    why: str
    of: date


@dataclass(frozen=True)
class Service:
    """Members and cards of these days, less what was taken back."""

    enrolled: int
    activated: int
    reissued: int
    reveals: int


@dataclass(frozen=True)
class Listed:
    """How many there are of what is named one by one."""

    overrides: int
    late: int
    unsigned: int


@dataclass(frozen=True)
class Sealed:
    """The seal of a report: its running number, when and by whom, and the hash of its content."""

    number: int
    at: datetime
    by: str
    name: str
    hash: str


@dataclass(frozen=True)
class Report:
    """The figures of some business dates, both ends included, of the whole store, one counter or one shift; from
    journal entry `first` to `last`. Money in minor units. `open`, `levels` and `compliance` are as of the moment it was
    made; `causes` of the complaints registered are as they were then judged."""

    kind: Kind
    start: date
    end: date
    counter: str
    store: dict[str, str]
    currency: str
    first: int
    last: int
    entries: int
    members: Service
    points: PointsMoved
    work: list[Work]
    clerks: list[Clerk]
    hours: list[Hour]
    days: list[DayLine]
    gifts: list[GiftsGiven]
    stock: list[StockMoved]
    money: list[MoneyMoved]
    complaints: list[Cases]
    answers: list[Answers]
    refusals: list[Refusal]
    overrides: list[Override]
    unsigned: list[OpenSlip]
    late: list[Late]
    listed: Listed
    open: Open
    compliance: Compliance
    sealed: Sealed | None = None
    shift: str = ""
    shifts: list[ShiftWork] = field(default_factory=list)
    punctual: Punctual = Punctual()
    causes: list[Causes] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)

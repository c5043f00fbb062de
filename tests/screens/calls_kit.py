"""Callbacks for screens without a store: one customer claimed, and doors that give them out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from deskapp.store.attempts import Attempted
from deskapp.store.callsheet import Held, PurposeRow, Sheet
from deskapp.store.claims import Appointed, Claimed
from deskapp.store.queue import AttemptRow, CallbackView, EventRow, Queue, QueueRow
from tests.screens.kit import NOON, FakeDoors

FIRST, SECOND, THIRD = "BA261122-0001", "BA261122-0002", "BA261121-0007"
CLAIMED = Claimed(FIRST, [FIRST, SECOND], ["complaint_feedback", "promise"], NOON + timedelta(minutes=13), 140,
                  "zh_Hans", "李娜", "+8613800138000")  # fmt: skip


def row(number: str = FIRST, **more: Any) -> QueueRow:
    """A line of the queue."""
    given: dict[str, Any] = {
        "number": number, "purpose": "complaint_feedback", "state": "open", "standing": "due", "name": "李娜",
        "phone": "138****8000", "earliest": NOON - timedelta(days=1), "latest": NOON + timedelta(hours=8),
        "appointed": None, "next_at": NOON, "left": 140, "late": False, "will_be_late": False, "upset": False,
        "tries": 1, "assignee": "1001", "claimed_by": "", "trouble": "", "outcome": "",
    }  # fmt: skip
    return QueueRow(**{**given, **more})


EVENTS = [EventRow("CA261120-0003", "", NOON.date(), NOON - timedelta(days=1))]
EARLIER = [AttemptRow(datetime.fromisoformat("2026-11-21T07:20:00+00:00"), "1002", "no_answer", "", "", "")]
VIEW = CallbackView(
    row(state="claimed", claimed_by="1001"), "zh_Hans", "M260101-0001", "13800138000", CLAIMED.until, None, EVENTS,
    EARLIER, [SECOND],
)  # fmt: skip
SHEET = Sheet(
    VIEW,
    [
        Held(FIRST, "complaint_feedback", "电饭锅漏水", EVENTS, ["CA261120-0003"], ["CA261120-0003"], False),
        Held(SECOND, "promise", "到货通知", [EventRow("LA261121-0002", "到货通知", NOON.date(), NOON)], [], [], True),
    ],
    EARLIER, 1, 3, False, NOON + timedelta(hours=4), False,
)  # fmt: skip
ANSWERED = Attempted(FIRST, "satisfied", {FIRST: "done", SECOND: "done"}, ["CA261120-0003"], None)
QUEUE = Queue(
    9, 140, 2, 1, 12, 1,
    [
        row(late=True, upset=True, purpose="dissatisfied"),
        row(SECOND, name="김민지", purpose="promise", will_be_late=True, left=4, assignee=""),
        row(THIRD, name="", purpose="member_care", standing="resting", next_at=NOON + timedelta(hours=20), tries=2),
    ],
)  # fmt: skip
PURPOSES = [
    PurposeRow("complaint_feedback", 3, False),
    PurposeRow("promise", 1, False),
    PurposeRow("birthday", 3, True),
]


def call_doors(sheet: Sheet = SHEET, **operations: Any) -> FakeDoors:
    """A store with one customer to be called."""
    return FakeDoors(
        readings={
            "callbacks.sheet": lambda **_given: sheet,
            "callbacks.queue": lambda **_given: QUEUE,
            "callbacks.purposes": lambda **_given: PURPOSES,
            "callbacks.ended": lambda **_given: [],
            "callbacks.appointment": lambda **_given: Appointed(FIRST, [FIRST, SECOND], NOON, False),
        },
        operations={
            "callbacks.next": lambda **_given: CLAIMED,
            "callbacks.claim": lambda **_given: CLAIMED,
            "callbacks.attempt": lambda **_given: ANSWERED,
            "callbacks.let_go": lambda **_given: ANSWERED,
            **operations,
        },
    )

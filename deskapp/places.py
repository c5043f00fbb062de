"""Where everything is: each screen by the name it is opened with, and what a record found in the search line opens."""

from __future__ import annotations

SCREENS: dict[str, str] = {
    "home": "deskapp.screens.home:Home",
    "help": "deskapp.screens.help:Help",
    "choose": "deskapp.screens.choose:Choose",
    "member": "deskapp.screens.members:Member",
    "enrol": "deskapp.screens.enrol:Enrol",
    "edit": "deskapp.screens.editing:Edit",
    "reveal": "deskapp.screens.reveal:Reveal",
    "birthdays": "deskapp.screens.members_due:Birthdays",
    "upgrades": "deskapp.screens.members_due:Upgrades",
    "activate": "deskapp.screens.cards:Activate",
    "reissue": "deskapp.screens.cards:Reissue",
    "lost": "deskapp.screens.cards:ReportLost",
    "points": "deskapp.screens.points:Points",
    "adjust": "deskapp.screens.points:Adjust",
    "statement": "deskapp.screens.statement:Statement",
    "redeem": "deskapp.screens.gifts:Redeem",
    "items": "deskapp.screens.items:Items",
    "item": "deskapp.screens.items:Item",
    "put": "deskapp.screens.items:Put",
    "stock": "deskapp.screens.stock:Stock",
    "receive": "deskapp.screens.stock:Receive",
    "move": "deskapp.screens.stock:Move",
    "count": "deskapp.screens.counting:Count",
    "settle": "deskapp.screens.counting:Settle",
    "counts": "deskapp.screens.counting:Counts",
    "write_off": "deskapp.screens.stock:WriteOff",
    "slips": "deskapp.screens.slips:Slips",
    "slip": "deskapp.screens.slips:Slip",
    "journal": "deskapp.screens.journal:Journal",
    "entry": "deskapp.screens.journal:Entry",
    "void": "deskapp.screens.journal:Void",
    "receipt": "deskapp.screens.receipts:Receipt",
    "complain": "deskapp.screens.intake:Complain",
    "complaints": "deskapp.screens.complaint_lists:Complaints",
    "approvals": "deskapp.screens.complaint_lists:Approvals",
    "callback": "deskapp.screens.calling:Callback",
    "callbacks": "deskapp.screens.callbacks:Callbacks",
    "callback_record": "deskapp.screens.callbacks:CallbackRecord",
    "arrange": "deskapp.screens.arranging:Arrange",
    "appoint": "deskapp.screens.arranging:Appoint",
    "cancel_callback": "deskapp.screens.arranging:Cancel",
    "call_hours": "deskapp.screens.arranging:CallHours",
    "silence": "deskapp.screens.arranging:Silence",
    "allow_calls": "deskapp.screens.arranging:Allow",
    "deal_out": "deskapp.screens.dealing:DealOut",
    "gather": "deskapp.screens.dealing:Gather",
    "complaint": "deskapp.screens.complaint_views:Case",
    "attach": "deskapp.screens.evidence:Attach",
    "call": "deskapp.screens.calls:Call",
    "calls": "deskapp.screens.call_log:Calls",
    "noted_call": "deskapp.screens.call_log:NotedCall",
    "call_figures": "deskapp.screens.call_log:CallFigures",
    "feedback": "deskapp.screens.feedback:Feedback",
    "sent_feedback": "deskapp.screens.feedback:SentFeedback",
    "send_feedback": "deskapp.screens.feedback:SendFeedback",
    "answer_feedback": "deskapp.screens.feedback:AnswerFeedback",
    "knowledge": "deskapp.screens.knowledge:Knowledge",
    "answer": "deskapp.screens.knowledge:Answer",
    "doubt": "deskapp.screens.knowledge:Doubt",
    "write_answer": "deskapp.screens.knowledge:WriteAnswer",
    "judge": "deskapp.screens.handling:Judge",
    "investigate": "deskapp.screens.handling:Investigate",
    "propose": "deskapp.screens.remedies:Propose",
    "approve": "deskapp.screens.remedies:Approve",
    "accept": "deskapp.screens.remedies:Accept",
    "refer": "deskapp.screens.handling:Refer",
    "implement": "deskapp.screens.handling:Implement",
    "case_feedback": "deskapp.screens.closing:CaseFeedback",
    "close": "deskapp.screens.closing:Close",
    "reopen": "deskapp.screens.closing:Reopen",
    "withdraw": "deskapp.screens.closing:Withdraw",
    "restore": "deskapp.screens.closing:Restore",
    "merge": "deskapp.screens.closing:Merge",
    "unmerge": "deskapp.screens.closing:Unmerge",
    "hold": "deskapp.screens.marks:Hold",
    "release": "deskapp.screens.marks:LetGoOn",
    "escalate": "deskapp.screens.marks:Escalate",
    "note": "deskapp.screens.marks:Note",
    "amend": "deskapp.screens.amending:Amend",
    "handover": "deskapp.screens.handover:Handover",
    "take_over": "deskapp.screens.handover:TakeOver",
    "refuse_handover": "deskapp.screens.handover:RefuseHandover",
    "handover_shown": "deskapp.screens.handed_over:HandoverShown",
    "shifts": "deskapp.screens.shift_list:Shifts",
    "shift_shown": "deskapp.screens.shift_list:ShiftShown",
    "correct_shift": "deskapp.screens.shift_list:CorrectShift",
    "open_shift": "deskapp.screens.shifts:OpenShift",
    "cash": "deskapp.screens.shifts:Cash",
    "supply": "deskapp.screens.shifts:Supply",
    "count_shift": "deskapp.screens.shift_counting:CountShift",
    "settle_shift": "deskapp.screens.shift_counting:SettleShift",
    "shift_note": "deskapp.screens.shifts:ShiftNote",
    "no_relief": "deskapp.screens.shifts:NoRelief",
    "close_shift": "deskapp.screens.shifts:CloseShift",
    "statistics": "deskapp.screens.complaint_figures:Statistics",
    "report": "deskapp.screens.reports:Report",
    "callback_summary": "deskapp.screens.coverage:CallbackSummary",
}
"""Every screen by the name it is opened with; its module is imported when it is first opened."""

FOUND: dict[str, tuple[str, str]] = {
    "receipt": ("receipt", "number"),
    "slip": ("slip", "slip"),
    "item": ("item", "code"),
    "entry": ("entry", "entry"),
    "complaint": ("complaint", "complaint"),
    "call": ("noted_call", "call"),
    "feedback": ("sent_feedback", "feedback"),
    "knowledge": ("answer", "entry"),
    "callback": ("callback_record", "callback"),
    "shift": ("shift_shown", "shift"),
    "handover": ("handover_shown", "handover"),
}
"""Kind of a record found in the search line: the screen that shows it, and the name under which it takes the key."""

OF_A_MEMBER = ("member", "statement", "edit", "reveal")
"""Screens that are about the member in front."""

OF_A_CASE = (
    "complaint", "judge", "investigate", "propose", "approve", "accept", "refer", "implement", "case_feedback", "close",
    "reopen", "withdraw", "restore", "merge", "unmerge", "hold", "release", "escalate", "note", "amend",
    "attach",
)  # fmt: skip
"""Screens that are about one complaint: they are opened from it and have no command word."""

EVERYWHERE = frozenset({"sign_in", *SCREENS})
"""Every place where a clerk can be, the door too."""


def name_of(screen: type) -> str:
    """The name of a screen by its class; the door, which is opened by nobody, by its file."""
    where = f"{screen.__module__}:{screen.__name__}"
    return next((name for name, there in SCREENS.items() if there == where), screen.__module__.rpartition(".")[2])

"""What is said about callbacks, calls and feedback: refusals, states, outcomes, purposes. `sentences.py` gathers it."""

from deskapp.i18n import N_

CALL_SENTENCES: dict[str, str] = {
    "callback_unknown": N_("No callback has the number {callback}."),
    "callback_closed": N_("This callback is over: {state}."),
    "callback_claimed": N_("{by} has this customer until {until}."),
    "callback_not_yours": N_("Claim this customer first: only who calls says what came of it."),
    "callback_rests": N_("This customer is not to be called now; next from {next_at}."),
    "callback_apart": N_("The callback {callback} is not one of this customer's that you hold."),
    "queue_empty": N_("Nobody is to be called now; next from {next_at}."),
    "no_calls": N_("This person does not want to be called."),
    "no_phone": N_("There is no phone number that is theirs: ask for one."),
    "whom_to_call": N_("Say whom to call: a member or a phone number."),
    "consent_needed": N_("This person has not agreed to be called with offers."),
    "appointment_past": N_("{at} is over."),
    "appointment_far": N_("{at} is too far ahead; at the latest {furthest}."),
    "appointment_rest": N_("Nobody is called at {at}; next from {next_at}."),
    "times_crossed": N_("It would end at {latest}, before it begins at {earliest}."),
    "moment_typed": N_("This is not a time. Type it like 15:30, 22 15:30, +2h or 2026-11-22 15:30."),
    "moment_bad": N_("This is not a time. Type it like 2026-11-22 15:30."),
    "hours_bad": N_("Hours are typed like 10-12, 15:00-18:00."),
    "skills_bad": N_("Clerks and skills are typed like 1001 5, 1002 3; this is not: {part}."),
    "department_unknown": N_("There is no such department; there are {departments}."),
    "feedback_unknown": N_("No feedback has the number {feedback}."),
    "feedback_answered": N_("The feedback {feedback} was answered at {at}."),
    "day_future": N_("{date} has not come yet; today is {today}."),
    "call_future": N_("{at} has not come yet."),
    "call_unknown": N_("No call has the number {call}."),
    "call_has_complaint": N_("The call {call} belongs to the complaint {complaint} already."),
    "rings_bad": N_("It rings 0 to {limit} times before it is answered."),
    "length_bad": N_("The length of a call is typed in minutes, or like 2:35."),
    "promise_when": N_("Say until when it was promised."),
    "knowledge_unknown": N_("Nothing is written under {entry}."),
    "code_bad": N_("A code is written in small letters, digits and _, like lost_card."),
    "already_doubted": N_("{by} has marked this as out of date already."),
}

CALL_STATES = {
    "open": N_("open"),
    "claimed": N_("claimed"),
    "appointment": N_("appointment"),
    "exhausted": N_("not reached"),
    "cancelled": N_("cancelled"),
    "case_over": N_("complaint is over"),
    "waiting": N_("not yet"),
    "resting": N_("resting"),
    "due": N_("due"),
    "late": N_("late"),
    "unanswered": N_("unanswered"),
    "overdue": N_("overdue"),
    "answered": N_("answered"),
    "doubted": N_("out of date?"),
}

CALL_OPERATIONS = {
    "callbacks.create": N_("Arranged a callback"),
    "callbacks.next": N_("Took the next callback"),
    "callbacks.claim": N_("Took a callback"),
    "callbacks.let_go": N_("Gave a callback back"),
    "callbacks.attempt": N_("Called a customer"),
    "callbacks.appoint": N_("Noted when to call"),
    "callbacks.cancel": N_("Cancelled a callback"),
    "callbacks.deal": N_("Dealt out callbacks"),
    "callbacks.gather": N_("Gathered the day's callbacks"),
    "callbacks.hours": N_("Noted a person's hours"),
    "callbacks.silence": N_("Noted that a person wants no calls"),
    "callbacks.allow": N_("Lifted a do-not-call"),
    "calls.note": N_("Noted a call"),
    "feedback.send": N_("Sent feedback to a department"),
    "feedback.answer": N_("Recorded a department's answer"),
    "knowledge.put": N_("Changed an answer of the knowledge base"),
    "knowledge.doubt": N_("Marked an answer as out of date"),
}

OUTCOMES = {
    "reached": N_("spoken to"),
    "satisfied": N_("satisfied"),
    "fair": N_("fair"),
    "dissatisfied": N_("dissatisfied"),
    "no_answer": N_("no answer"),
    "busy": N_("busy"),
    "wrong_number": N_("wrong number"),
    "refused": N_("wants no calls"),
    "appointment": N_("another time"),
    "no_calls": N_("wants no calls"),
    "cancelled": N_("cancelled"),
    "case_over": N_("complaint is over"),
}

TROUBLES = {
    "no_calls": N_("wants no calls"),
    "wrong_number": N_("wrong number"),
    "no_phone": N_("no phone number"),
}
"""Why somebody cannot be called at all."""

PURPOSES = {
    "complaint_feedback": N_("after a complaint"),
    "dissatisfied": N_("was dissatisfied"),
    "member_care": N_("after a visit"),
    "promise": N_("promised"),
    "birthday": N_("birthday"),
    "expiring": N_("points expire"),
    "overdue_loan": N_("loan overdue"),
}

CALL_REASONS = {
    "goods": N_("goods"),
    "service": N_("service"),
    "price": N_("price"),
    "waiting": N_("waiting time"),
    "surroundings": N_("surroundings"),
    "promise": N_("promise not kept"),
    "other": N_("something else"),
}
"""What a customer who is not content is not content with."""

CALLED_ABOUT = {
    "enquiry": N_("enquiry"),
    "complaint": N_("complaint"),
    "suggestion": N_("suggestion"),
    "praise": N_("praise"),
    "order": N_("reservation or order"),
    "else": N_("something else"),
}
"""What people call about."""

"""What is said about complaints: refusals, states, moves, steps and parties. `sentences.py` gathers it."""

from deskapp.i18n import N_

COMPLAINT_SENTENCES: dict[str, str] = {
    "complaint_unknown": N_("No complaint has the number {complaint}."),
    "complaint_state": N_("Not while the complaint is {state}: {move} is for those that are {states}."),
    "complaint_names_you": N_("This complaint names {staff}: somebody else must do this."),
    "complaint_on_hold": N_("This complaint waits for the {party}: let it go on first."),
    "complainant_needed": N_("Say who complains: a name, a phone or a card."),
    "already_held": N_("This complaint waits for the {party} already."),
    "not_held": N_("This complaint is not on hold."),
    "feedback_needed": N_("Ask the customer first: how content are they?"),
    "tries_few": N_("{needs} tries to reach the customer are needed; {has} are recorded."),
    "reopen_late": N_(
        "Closed {days} days ago; a clerk reopens within {limit}. Open a new complaint that names this one."
    ),
    "proposal_unknown": N_("There is no proposal {chosen}; there are {has}."),
    "proposals_many": N_("Too many: at most {limit}."),
    "remedy_left": N_("Say of each remedy what was done: {has} of {needs}."),
    "slip_unsigned": N_("The slip {slip} is not signed yet."),
    "earlier_other": N_("The complaint {complaint} is of another customer: open one of its own for this customer."),
    "merge_self": N_("A complaint cannot be joined with itself."),
    "merge_target": N_("The complaint {complaint} is {state}: choose the one that goes on."),
    "level_reached": N_("It was escalated so far already: {level}."),
    "content_bad": N_("This is not a file."),
    "file_empty": N_("This file is empty."),
    "file_large": N_("This file is too large: {has} bytes, at most {limit}."),
    "file_kind": N_("Such files are not kept; kept are {kinds}."),
    "files_many": N_("This complaint has {has} files already, the most it can have."),
    "file_missing": N_("There is no file {path}."),
    "file_unread": N_("This file cannot be read: {why}."),
    "file_there": N_("This file is kept already: {name}."),
    "future": N_("{at} has not come yet."),
    "past": N_("{at} is over."),
    "target_bad": N_("A time is written 4h or 90m of opening, 3d, 2wd for working days, or day."),
    "span_backwards": N_("It would end at {end}, before it begins at {start}."),
    "slip_declined": N_("The slip {slip} was not accepted by the customer."),
}

COMPLAINT_STATES = {
    "draft": N_("draft"),
    "registered": N_("registered"),
    "investigating": N_("being looked into"),
    "proposing": N_("proposals wanted"),
    "awaiting_approval": N_("to be approved"),
    "awaiting_customer": N_("offered to the customer"),
    "implementing": N_("being put right"),
    "awaiting_feedback": N_("customer to be asked"),
    "closed": N_("closed"),
    "answered_unfounded": N_("answered, unfounded"),
    "withdrawn": N_("taken back by the customer"),
    "referred": N_("with an outside body"),
    "declined": N_("not accepted"),
}

MOVES = {
    "open": N_("open a complaint"),
    "register": N_("register"),
    "amend": N_("put right"),
    "answer": N_("answer as unfounded"),
    "judge": N_("judge as founded"),
    "investigate": N_("record the cause"),
    "propose": N_("propose remedies"),
    "approve": N_("approve"),
    "return": N_("send back"),
    "accept": N_("customer accepts"),
    "decline": N_("customer declines"),
    "refer": N_("refer to an outside body"),
    "implement": N_("remedies done"),
    "feedback": N_("customer's feedback"),
    "dissatisfied": N_("customer dissatisfied"),
    "close": N_("close"),
    "reopen": N_("reopen"),
    "withdraw": N_("withdraw"),
    "merge": N_("join with another"),
    "restore": N_("take up again"),
    "unmerge": N_("separate again"),
    "hold": N_("put on hold"),
    "release": N_("let go on"),
    "escalate": N_("escalate"),
    "attach": N_("attach a file"),
    "note": N_("write a note"),
}
"""What can be done with a complaint, as a choice."""

PARTIES = {"customer": N_("customer"), "department": N_("department"), "outside": N_("outside body")}
"""For whom a complaint waits."""

LEVELS = {"authority": N_("authority")}
"""To whom a complaint was escalated, beside the roles."""

COMPLAINT_OPERATIONS = {
    "complaints.open": N_("Opened a complaint"),
    "complaints.register": N_("Registered a complaint"),
    "complaints.amend": N_("Put a complaint right"),
    "complaints.judge": N_("Judged a complaint"),
    "complaints.investigate": N_("Looked into a complaint"),
    "complaints.propose": N_("Proposed remedies"),
    "complaints.approve": N_("Decided on remedies"),
    "complaints.accept": N_("Customer answered the offer"),
    "complaints.refer": N_("Referred a complaint"),
    "complaints.implement": N_("Remedies done"),
    "complaints.feedback": N_("Customer's feedback"),
    "complaints.close": N_("Closed a complaint"),
    "complaints.reopen": N_("Reopened a complaint"),
    "complaints.withdraw": N_("Complaint withdrawn"),
    "complaints.merge": N_("Joined complaints"),
    "complaints.unmerge": N_("Separated complaints"),
    "complaints.restore": N_("Took a complaint up again"),
    "complaints.hold": N_("Complaint put on hold"),
    "complaints.release": N_("Complaint goes on"),
    "complaints.escalate": N_("Escalated a complaint"),
    "complaints.attach": N_("Attached a file"),
    "complaints.note": N_("Note on a complaint"),
}

FIELDS = {
    "state": N_("State"),
    "channel": N_("Channel"),
    "severity": N_("Severity"),
    "category": N_("Category"),
    "department": N_("Department"),
    "member": N_("Member"),
    "member_id": N_("Member"),
    "name": N_("Name"),
    "addressed": N_("Addressed as"),
    "phone": N_("Phone"),
    "language": N_("Language"),
    "subject": N_("In a word"),
    "what": N_("What happened"),
    "happened_at": N_("When"),
    "place": N_("Where"),
    "asked": N_("Asked for"),
    "staff": N_("Staff concerned"),
    "receipt": N_("Receipt"),
    "invoice": N_("Invoice"),
    "hotline": N_("Hotline number"),
    "assignee": N_("In whose hands"),
    "founded": N_("Founded"),
    "answer": N_("Answer given"),
    "promised_at": N_("Promised until"),
    "cause": N_("Cause"),
    "product": N_("Product or service"),
    "responsible": N_("Responsible"),
    "finding": N_("What was found"),
    "cost": N_("Cost"),
    "slip": N_("Slip"),
    "conduct": N_("Conduct proposal"),
    "feedback": N_("Customer is"),
    "measure": N_("Improvement"),
    "held_by": N_("Waits for"),
    "level": N_("Escalated to"),
    "merged_into": N_("Joined with"),
    "body": N_("Outside body"),
    "reference": N_("Its reference"),
    "run": N_("Round"),
    "reason": N_("Reason"),
    "note": N_("Note"),
    "said": N_("Customer said"),
    "told": N_("Who was told"),
    "told_by": N_("Told by"),
    "told_at": N_("Told at"),
    "evidence": N_("File"),
    "proposals": N_("Proposals"),
    "chosen": N_("Proposal chosen"),
    "accepted": N_("Accepted"),
    "witness": N_("Witness"),
    "done": N_("Done"),
    "conduct_staff": N_("Proposed for"),
    "conduct_what": N_("What is proposed"),
    "registered_at": N_("Registered"),
    "opened_at": N_("Taken down"),
    "closed_at": N_("Closed"),
}
"""The fields of a complaint and what is said with its moves, as labels."""

CHANNELS = {
    "in_person": N_("in person"),
    "phone": N_("by phone"),
    "hotline": N_("hotline"),
    "letter": N_("letter"),
    "message": N_("message"),
    "website": N_("website"),
}
"""How a complaint came in."""

SEVERITIES = {"ordinary": N_("ordinary"), "serious": N_("serious"), "grave": N_("grave")}
"""How much hangs on it."""

ALLOWED = {"refund": N_("refund"), "exchange": N_("exchange"), "repair": N_("repair")}
"""What the law or the house allows for goods."""

STEPS = {
    "acknowledge": N_("Register"),
    "judge": N_("Judge"),
    "investigate": N_("Find the cause"),
    "propose": N_("Propose remedies"),
    "approve": N_("Approve"),
    "offer": N_("Make the offer"),
    "implement": N_("Put it right"),
    "feedback": N_("Ask the customer"),
    "follow_up": N_("Ask outside body"),
    "answer": N_("Answer customer"),
    "promise": N_("Promised answer"),
}
"""What is to be done next with a complaint."""

TARGETS = {
    "m": N_("minutes of opening: {count}"),
    "h": N_("hours of opening: {count}"),
    "d": N_("calendar days: {count}"),
    "wd": N_("working days: {count}"),
    "day": N_("until closing of the day"),
}
"""How long a step may take."""

WHYS = {
    "open": N_("opening hours"),
    "extra_open": N_("open out of turn"),
    "make_up_day": N_("make-up working day"),
    "working_day": N_("working day"),
    "calendar_day": N_("a day"),
    "closed": N_("closed"),
    "weekly": N_("closed on this weekday"),
    "holiday": N_("public holiday"),
    "weekend": N_("weekend"),
}
"""Why a time counts or does not."""

CONTENT = {
    "satisfied": N_("satisfied"),
    "fair": N_("fair"),
    "dissatisfied": N_("dissatisfied"),
    "unreachable": N_("not reached"),
}
"""What the customer says when asked afterwards."""

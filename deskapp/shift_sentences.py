"""What is said about shifts and handovers: refusals, states, what is open. `sentences.py` gathers it."""

from deskapp.i18n import N_

SHIFT_SENTENCES: dict[str, str] = {
    "shift_closed": N_("Your shift {shift} was closed by {by} at {at}. Join the next one, or leave."),
    "shift_needed": N_("Open the shift of this counter first."),
    "shift_none": N_("No shift is open at counter {counter}."),
    "shift_open": N_("{by} opened the shift {shift} here at {at}: join it."),
    "shift_over": N_("The shift {shift} is over: correct what was posted in it by a new entry."),
    "shift_still_open": N_("The shift {shift} is still open: void the entry instead."),
    "shift_unknown": N_("No shift has the number {shift}."),
    "in_shift": N_("You are in the shift {shift} already."),
    "not_in_shift": N_("You are not in the shift {shift}: join it first."),
    "in_other_shift": N_("The shift {shift} at counter {counter} goes on: leave it first."),
    "last_in_shift": N_("Nobody else is in the shift {shift}: hand it over."),
    "kind_unknown": N_("There is no such kind of shift; there are {kinds}."),
    "denomination_unknown": N_("There is no note or coin of {denomination}."),
    "thing_unknown": N_("{thing} is not counted here."),
    "drawer_short": N_("There is not so much in the drawer."),
    "drawer_uncounted": N_("The drawer at {counters} is still to be counted: its figures are told after that."),
    "not_correctable": N_("This is not corrected here: {operation}."),
    "note_unknown": N_("No note has the number {note}."),
    "note_done": N_("{by} saw to this note at {at}."),
    "count_missing": N_("Still to be counted: {things}."),
    "difference_open": N_("The count {count} ({things}) differs: its reason is needed first."),
    "count_again": N_("Something moved since the count {count} ({things}): count again."),
    "left_open": N_("Still open: {left_open}, {has}. It must be done before the handover."),
    "handover_waiting": N_("{by} handed the shift {shift} over at {at}; nobody has accepted it yet: do so first."),
    "handover_unknown": N_("No handover has the number {handover}."),
    "handover_unsealed": N_("The handover {handover} is not sealed yet."),
    "handover_given": N_("{by} sealed the handover {handover} at {at} already."),
    "handover_taken": N_("{by} accepted the handover {handover} at {at}."),
    "handover_refused": N_("{by} refused the handover {handover} at {at}."),
    "handover_elsewhere": N_("The handover {handover} is accepted at counter {counter}."),
    "handover_own": N_("{by} hands this over: somebody else takes it."),
    "handover_remote": N_("The handover {handover} was closed without its clerks: it can only be accepted."),
    "cash_uncounted": N_("The shift was closed before its cash was counted: count it here first."),
    "cash_differs": N_("Counted {counted_money}, handed over {handed_money}: refuse it, or count again."),
}

SHIFT_STATES = {
    "shift_open": N_("going on"),
    "shift_sealed": N_("handed over"),
    "shift_closed": N_("over"),
    "prepared": N_("prepared"),
    "offered": N_("to be accepted"),
    "accepted": N_("accepted"),
}
"""Of a shift, by `shift_` and its state, and of a handover."""

LEFT_OPEN = {
    "complaint": N_("complaints"),
    "callback": N_("callbacks"),
    "slip": N_("slips to sign"),
    "draft": N_("unfinished work"),
    "parked": N_("parked customers"),
    "note": N_("notes to the next shift"),
}
"""What may be open when a shift ends."""

THINGS = {"cash": N_("cash")}
"""What is counted and has no code of its own."""

SHIFT_OPERATIONS = {
    "shifts.open": N_("Opened a shift"),
    "shifts.join": N_("Joined a shift"),
    "shifts.leave": N_("Left a shift"),
    "shifts.count": N_("Counted blind"),
    "shifts.settle": N_("Explained a difference"),
    "shifts.cash": N_("Cash in or out"),
    "shifts.supply": N_("Cards or forms in or out"),
    "shifts.correct": N_("Corrected a closed shift"),
    "shifts.note": N_("Left a note"),
    "shifts.note_done": N_("Saw to a note"),
    "shifts.close": N_("Closed a shift"),
    "handover.prepare": N_("Prepared a handover"),
    "handover.seal": N_("Sealed a handover"),
    "handover.accept": N_("Accepted a handover"),
    "handover.refuse": N_("Refused a handover"),
    "handover.no_relief": N_("Nobody came to take over"),
}

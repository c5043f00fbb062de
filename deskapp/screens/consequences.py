"""What a move of a complaint leads to, and what somebody else changed meanwhile, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deskapp import complaint_words, words
from deskapp.i18n import N_, _
from deskapp.rules.decisions import No
from deskapp.screens.shown import cut

LONGEST = 60
"""Of a changed field so much is shown, in cells."""
ONLY_A_ROLE = ("role_needed", "approval_needed")
CALLS = {"complaint_feedback": N_("The customer is owed a call that asks how content they are.")}
PAPERS = {
    "settlement": N_("The customer signs a slip."),
    "unsigned": N_("The witness signs a slip in the customer's place."),
}


def stands_against(preview: Any) -> No | None:
    """What stands against a move, unless all it takes is the second person who is asked for already."""
    objection: No | None = preview.objection
    return None if objection is not None and objection.code in ONLY_A_ROLE else objection


def leads_to(preview: Any) -> Iterator[str]:
    """What a move leads to, sentence by sentence."""
    yield _("After this: {state}.", state=words.state(preview.state))
    if preview.due_at is not None:
        told = _("{step}: until {moment}", step=complaint_words.step(preview.due_step),
                 moment=words.moment(preview.due_at))  # fmt: skip
        why = complaint_words.target(preview.why.target) if preview.why is not None else ""
        yield _("{told} ({why}).", told=told, why=why) if why else _("{told}.", told=told)
    if preview.slip:
        yield _(PAPERS[preview.slip])
    if preview.callback:
        yield _(CALLS[preview.callback])
    if preview.approver:
        yield _("A {role} must agree.", role=words.role(preview.approver))


def change_said(event: Any) -> str:
    """One change of a case: when, by whom, what was done, and what stands there since."""
    who = f"{event.by_name} {event.by}".strip()
    told = ((complaint_words.field(name), complaint_words.value(name, value)) for name, value in event.told.items())
    fields = "; ".join(f"{label} {cut(value, LONGEST)}".rstrip() for label, value in told)
    done = f"{words.moment(event.at)}  {who}  {words.operation(event.operation)}"
    return _("{done}: {fields}", done=done, fields=fields) if fields else done

"""Step 6 of a complaint: the customer is heard, the case is closed; and every way out and back. (domain 6)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from deskapp import complaint_words, words
from deskapp.complaint_sentences import CONTENT
from deskapp.i18n import N_, _
from deskapp.rules.complaint_table import Feedback, Move
from deskapp.rules.decisions import No, no
from deskapp.screens.casework import CaseForm, of_house
from deskapp.screens.fields import Choice, Field
from deskapp.screens.result import Outcome

ANSWERS = tuple(Choice(code[0], code, said) for code, said in CONTENT.items())


class CaseFeedback(CaseForm):
    """What the customer says afterwards. *Dissatisfied* goes back to the investigation, and that is said first."""

    heading = N_("Customer's feedback")
    operation = "complaints.feedback"
    verb = N_("Record")
    move = Move.FEEDBACK

    def fields(self) -> list[Field]:
        """How content, in whose words."""
        return [
            Field("answer", N_("Customer is"), "choice", required=True, choices=ANSWERS),
            Field("said", N_("Customer said"), "multiline", limit=1000),
        ]

    def known(self) -> Iterator[str]:
        """What was done for them."""
        yield from done_for(self.case)

    def meant(self, values: Mapping[str, Any]) -> Move:
        """Heard, or sent back."""
        return Move.DISSATISFIED if values["answer"] == Feedback.DISSATISFIED else Move.FEEDBACK

    def deciding(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Unreachable takes tries."""
        return {"answer": values["answer"]}

    def lacking(self, values: Mapping[str, Any]) -> No | None:
        """Who is dissatisfied said with what."""
        unsaid = values["answer"] == Feedback.DISSATISFIED and not values["said"]
        return no("empty", field="said") if unsaid else None

    def told(self, values: Mapping[str, Any]) -> str:
        """That it all begins again."""
        if values["answer"] != Feedback.DISSATISFIED:
            return ""
        return _("This reopens the complaint with a new deadline; the first round is kept.")


class Close(CaseForm):
    """Its class, the root cause, and what is improved; after the customer was heard."""

    heading = N_("Close a complaint")
    operation = "complaints.close"
    verb = N_("Close")
    move = Move.CLOSE
    starts = "measure"

    def fields(self) -> list[Field]:
        """What it is counted by, and what changes in the house."""
        return [
            Field("category", N_("Category"), "choice", required=True, choices=of_house("category")),
            Field("cause", N_("Cause"), "choice", choices=of_house("cause")),
            Field("measure", N_("Improvement"), "multiline", required=True, limit=1000),
            Field("said", N_("Remark"), "multiline", limit=1000),
        ]

    def begins_with(self) -> Mapping[str, Any]:
        """As it was counted so far."""
        return {name: self.case.fields[name] for name in ("category", "cause")}

    def known(self) -> Iterator[str]:
        """What was done, what it cost, what the customer said of it."""
        yield from done_for(self.case)
        heard = complaint_words.value("feedback", self.case.fields["feedback"]) or _("not asked yet")
        yield _("Cost {amount}. Customer: {feedback}.", amount=words.amount(self.case.cost_money), feedback=heard)


class Reopen(CaseForm):
    """Look into a closed case again, with a new deadline."""

    heading = N_("Reopen a complaint")
    operation = "complaints.reopen"
    verb = N_("Reopen")
    move = Move.REOPEN

    def fields(self) -> list[Field]:
        """Why again."""
        return [Field("reason", N_("Reason"), required=True, limit=300)]


class Withdraw(CaseForm):
    """End an open case at the customer's word."""

    heading = N_("Customer takes it back")
    operation = "complaints.withdraw"
    verb = N_("Withdraw")
    move = Move.WITHDRAW

    def fields(self) -> list[Field]:
        """In their words."""
        return [Field("said", N_("Customer said"), "multiline", required=True, limit=1000)]


class Restore(CaseForm):
    """Take a withdrawn case up again where it stood."""

    heading = N_("Take a complaint up again")
    operation = "complaints.restore"
    verb = N_("Take up")
    move = Move.RESTORE

    def fields(self) -> list[Field]:
        """Why."""
        return [Field("reason", N_("Reason"), required=True, limit=300)]


class Merge(CaseForm):
    """Join a duplicate with the case that goes on."""

    heading = N_("Join with another complaint")
    operation = "complaints.merge"
    verb = N_("Join")
    move = Move.MERGE

    def fields(self) -> list[Field]:
        """With which."""
        return [
            Field("into", N_("Join with"), "code", required=True, help=N_("the one that goes on")),
            Field("reason", N_("Reason"), limit=300),
        ]

    def deciding(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Not with itself, nor with one that is over."""
        return {"into": values["into"]}

    def told(self, values: Mapping[str, Any]) -> str:
        """Both numbers stay."""
        return _("{this} goes on as {other} and keeps its number and its record.", this=self.number,
                 other=values["into"])  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """With which."""
        told = super().outcome(answer)
        return replace(told, facts=(*told.facts, (_("Joined with"), self.chosen("into"))))


class Unmerge(CaseForm):
    """Take a case out of the one it was joined with: it goes on where it stood."""

    heading = N_("Separate a complaint again")
    operation = "complaints.unmerge"
    verb = N_("Separate")
    move = Move.UNMERGE

    def fields(self) -> list[Field]:
        """Why."""
        return [Field("reason", N_("Reason"), required=True, limit=300)]


def done_for(case: Any) -> Iterator[str]:
    """What was done for the customer, remedy by remedy."""
    for each in case.offers:
        if each.approved:
            yield f"{words.classed('remedy', each.kind)} {each.detail}: {each.paper}".strip(": ")

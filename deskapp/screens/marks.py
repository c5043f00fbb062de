"""What is noted beside the state of a complaint: for whom it waits, whom it was escalated to, notes. (domain 6)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deskapp import complaint_words, words
from deskapp.complaint_sentences import LEVELS, PARTIES
from deskapp.i18n import N_, _
from deskapp.rules.complaint_table import Level, Move
from deskapp.rules.decisions import No, no
from deskapp.screens.casework import CaseForm
from deskapp.screens.fields import Choice, Field
from deskapp.screens.result import Outcome
from deskapp.sentences import ROLES

WAITED_FOR = tuple(Choice(code[0], code, said) for code, said in PARTIES.items())
CALLED = tuple(Choice(level.value[0], level.value, (ROLES | LEVELS)[level.value]) for level in Level)
OUTSIDE = frozenset({"body", "told"})


class Hold(CaseForm):
    """Wait for somebody: the clock stands still in opening hours."""

    heading = N_("Put a complaint on hold")
    operation = "complaints.hold"
    verb = N_("Hold")
    move = Move.HOLD

    def fields(self) -> list[Field]:
        """For whom, and what is waited for."""
        return [
            Field("party", N_("Waits for"), "choice", required=True, choices=WAITED_FOR),
            Field("reason", N_("Reason"), required=True, limit=300),
        ]

    def following(self, answer: Any) -> str:
        """For whom the clock stands still, and what comes after."""
        held = {"held_by": self.chosen("party"), "held_since": self.app.doors.now()}
        due = {"due_at": answer.due_at, "due_step": answer.due_step}
        return complaint_words.countdown({**held, **due}, self.app.doors.now(), overdue=False)

    def outcome(self, answer: Any) -> Outcome:
        """That it is held, and for whom."""
        told = super().outcome(answer)
        party = complaint_words.value("held_by", self.chosen("party"))
        return replace(told, facts=(*told.facts[:1], (_("Waits for"), party), *told.facts[1:]))


class LetGoOn(CaseForm):
    """Go on with a case that was on hold: what is due moves by the opening time that passed."""

    heading = N_("Let a complaint go on")
    operation = "complaints.release"
    verb = N_("Go on")
    move = Move.RELEASE


class Escalate(CaseForm):
    """Call a higher one; a grave case the authority, with which body and who there was told."""

    heading = N_("Escalate a complaint")
    operation = "complaints.escalate"
    verb = N_("Escalate")
    move = Move.ESCALATE

    def fields(self) -> list[Field]:
        """To whom, why; outside, whom there."""
        return [
            Field("level", N_("Escalate to"), "choice", required=True, choices=CALLED),
            Field("reason", N_("Reason"), required=True, limit=300),
            Field("body", N_("Which authority")),
            Field("told", N_("Who was told")),
        ]

    def wanted(self) -> frozenset[str]:
        """The authority is named."""
        asked = frozenset({"level", "reason"})
        return asked | OUTSIDE if self.chosen("level") == Level.AUTHORITY else asked

    def deciding(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """To whom."""
        return {"level": values["level"]}

    def told(self, values: Mapping[str, Any]) -> str:
        """Where it is seen; an authority sees nothing here."""
        if values["level"] not in ROLES:
            return ""
        return _("Stands on the desk of the {role} from now on.", role=words.role(values["level"]))

    def lacking(self, values: Mapping[str, Any]) -> No | None:
        """Outside, both are needed."""
        if values["level"] != Level.AUTHORITY:
            return None
        return next((no("empty", field=name) for name in ("body", "told") if not values[name]), None)

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """Nothing of an authority that is not called."""
        outside = values["level"] == Level.AUTHORITY
        return {name: value for name, value in values.items() if outside or name not in OUTSIDE}


class Note(CaseForm):
    """What is to be known of a case; for one with an outside body it is the day's follow-up."""

    heading = N_("Note on a complaint")
    operation = "complaints.note"
    verb = N_("Write")
    move = Move.NOTE

    def fields(self) -> list[Field]:
        """The note."""
        return [Field("text", N_("Note"), "multiline", required=True, limit=1000)]

"""Steps 2, 3 and 5 of a complaint: judged, looked into, put right; and passed on to an outside body. (domain 6)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules.complaint_table import Move
from deskapp.rules.decisions import No, no
from deskapp.screens.casework import CaseForm, of_house
from deskapp.screens.fields import Choice, Field

NONE_FOUND = frozenset({"-", "none", "nobody", "无", "無", "没有", "沒有", "无人", "無人", "없음"})
"""Typed in the place of a responsible person: looked for, and none found."""
FOUNDED = frozenset({"founded", "department", "promised_at", "assignee"})
UNFOUNDED = frozenset({"founded", "reason", "answer", "told_at", "told_by"})
CONDUCT = (Choice("y", "yes", N_("Yes")), Choice("n", "no", N_("No")))
PROPOSED = ("conduct_staff", "conduct_what")
MOST_REMEDIES = 9


def missing(values: Mapping[str, Any], *names: str) -> No | None:
    """The first of these that is not typed yet."""
    empty = next((name for name in names if values[name] in ("", None)), None)
    return no("empty", field=empty) if empty else None


class Judge(CaseForm):
    """Founded: who looks into it, and until when the customer has time. Not founded: why, and how it was explained."""

    heading = N_("Judge a complaint")
    operation = "complaints.judge"
    verb = N_("Judge")
    move = Move.JUDGE

    def fields(self) -> list[Field]:
        """Founded or not; then what either takes."""
        here = self.app.desk.staff.name if self.app.desk else ""
        return [
            Field("founded", N_("Founded"), "check", required=True),
            Field("department", N_("Department"), "choice", choices=of_house("department")),
            Field("promised_at", N_("Promised until"), "moment", ahead=True, help=N_("15:30, +2h, 24 10:00")),
            Field("assignee", N_("In whose hands"), "digits", help=N_("staff number")),
            Field("reason", N_("Why not founded"), limit=300),
            Field("answer", N_("Answer given"), "multiline", limit=1000),
            Field("told_at", N_("Told at"), "moment", default=self.app.doors.now(), help=N_("0 is now")),
            Field("told_by", N_("Told by"), default=here),
        ]

    def begins_with(self) -> Mapping[str, Any]:
        """Department and assignee as they were taken down."""
        return {name: self.case.fields[name] for name in ("department", "assignee")}

    def wanted(self) -> frozenset[str]:
        """What the one or the other answer takes."""
        founded = self.chosen("founded")
        return FOUNDED if founded is True else UNFOUNDED if founded is False else frozenset({"founded"})

    def meant(self, values: Mapping[str, Any]) -> Move:
        """Judged, or answered as unfounded."""
        return Move.ANSWER if values["founded"] is False else Move.JUDGE

    def deciding(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What was promised may be due first."""
        return {"promised_at": values["promised_at"] or None} if values["founded"] else {}

    def lacking(self, values: Mapping[str, Any]) -> No | None:
        """What the answer takes."""
        if values["founded"]:
            return missing(values, "department", "promised_at")
        return missing(values, "reason", "answer", "told_at", "told_by")

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """Only what belongs to the answer."""
        return {name: values[name] for name in (FOUNDED if values["founded"] else UNFOUNDED)}


class Investigate(CaseForm):
    """What was found: why it happened, and who is responsible, apart from who handles the case."""

    heading = N_("Record the cause")
    operation = "complaints.investigate"
    verb = N_("Record")
    move = Move.INVESTIGATE

    def fields(self) -> list[Field]:
        """Cause and person; the rest as far as it is known."""
        return [
            Field("cause", N_("Cause"), "choice", required=True, choices=of_house("cause")),
            Field("responsible", N_("Responsible"), required=True, limit=60, help=N_("number or name, - for nobody")),
            Field("department", N_("Department"), "choice", choices=of_house("department")),
            Field("product", N_("Product or service")),
            Field("finding", N_("What was found"), "multiline", limit=1000),
        ]

    def begins_with(self) -> Mapping[str, Any]:
        """What an earlier round found."""
        return {name: self.case.fields[name] for name in ("cause", "department", "product")}

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """Nobody found is an answer too."""
        none_found = values["responsible"].casefold() in NONE_FOUND
        return {**values, "none_found": none_found, "responsible": "" if none_found else values["responsible"]}


class Refer(CaseForm):
    """Pass a case on that the customer will not settle here; it is asked for every day."""

    heading = N_("Refer to an outside body")
    operation = "complaints.refer"
    verb = N_("Refer")
    move = Move.REFER

    def fields(self) -> list[Field]:
        """To whom, under which reference."""
        return [
            Field("body", N_("Outside body"), required=True, help=N_("12315, consumers")),
            Field("reference", N_("Its reference"), required=True),
            Field("said", N_("Customer said"), "multiline", limit=1000),
        ]


class Implement(CaseForm):
    """Every remedy that was promised is done, each with its paper; the conduct proposal is answered."""

    heading = N_("Remedies are done")
    operation = "complaints.implement"
    verb = N_("All done")
    move = Move.IMPLEMENT

    def fields(self) -> list[Field]:
        """A line for each remedy that was approved, then the conduct proposal."""
        numbered = [Field(f"done_{place}", N_("Done"), limit=300) for place in range(1, MOST_REMEDIES + 1)]
        return [
            *numbered,
            Field("conduct", N_("Conduct proposal"), "choice", required=True, choices=CONDUCT),
            Field("conduct_staff", N_("Proposed for"), limit=60, help=N_("number or name")),
            Field("conduct_what", N_("What is proposed"), "multiline", limit=1000),
        ]

    @property
    def approved(self) -> list[Any]:
        """The remedies that were approved."""
        return [each for each in self.case.offers if each.approved] if self.case is not None else []

    def known(self) -> Iterator[str]:
        """Each remedy by its place."""
        for place, each in enumerate(self.approved, 1):
            kind = words.classed("remedy", each.kind)
            yield _("{place}: {remedy}", place=place, remedy=f"{kind} {each.detail}".strip())

    def wanted(self) -> frozenset[str]:
        """As many lines as there are remedies; about whom only when something is proposed."""
        names = {f"done_{place}" for place in range(1, len(self.approved) + 1)} | {"conduct"}
        return frozenset(names | (set(PROPOSED) if self.chosen("conduct") == "yes" else set()))

    def lacking(self, values: Mapping[str, Any]) -> No | None:
        """Each remedy has its paper; who proposes says whom and what."""
        names = [f"done_{place}" for place in range(1, len(self.approved) + 1)]
        return missing(values, *names, *(PROPOSED if values["conduct"] == "yes" else ()))

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """The papers in the order of the remedies."""
        done = [values[f"done_{place}"] for place in range(1, len(self.approved) + 1)]
        return {"done": done, "conduct": values["conduct"], **{name: values.get(name, "") for name in PROPOSED}}

    def refused(self, refusal: No) -> None:
        """What is wrong with a line of what was done stands beside the first."""
        super().refused(No(refusal.code, refusal.figures, "done_1") if refusal.field == "done" else refusal)

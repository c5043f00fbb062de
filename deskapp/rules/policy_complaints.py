"""The shape of the rules for complaints: their classes, how long each step may take, who decides up to which sum."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from deskapp.rules.decisions import No
from deskapp.rules.due import Target, parse
from deskapp.rules.policy_terms import Code, Names, Price, Ruled, Subject

MEGABYTE = 1_000_000
MediaKind = Literal["jpeg", "png", "webp", "gif", "heic", "pdf", "mp3", "wav", "m4a", "mp4"]


def _target(value: object) -> object:
    answer = parse(value) if isinstance(value, str) else None
    if answer is None or isinstance(answer, No):
        raise ValueError('a due time is written "4h" or "90m" (of opening), "3d", "2wd" (working days) or "day"')
    return answer


Due = Annotated[Target, BeforeValidator(_target)]


def _due(text: str) -> Target:
    answer = parse(text)
    assert isinstance(answer, Target)
    return answer


class Class(Subject):
    """One class that complaints are counted by. `code` is what is stored, `name` what is read."""

    code: Code
    name: Names


class Allowance(Subject):
    """What the law or the house allows for goods of a class until so many days after the receipt, and where it says so.
    It holds for complaints of these categories, or of all."""

    goods: Names
    allows: Annotated[list[Literal["refund", "exchange", "repair"]], Field(min_length=1)]
    days: Annotated[int, Field(ge=0, le=3660)]
    article: Names
    categories: list[Code] = []


class StepTimes(Subject):
    """How long each step may take; `answer` is the whole way from the registration to the customer's answer."""

    acknowledge: Due = _due("30m")
    judge: Due = _due("day")
    investigate: Due = _due("1d")
    propose: Due = _due("1d")
    approve: Due = _due("4h")
    offer: Due = _due("1d")
    implement: Due = _due("3d")
    feedback: Due = _due("3d")
    follow_up: Due = _due("1d")
    answer: Due = _due("3d")


class ComplaintPolicy(Ruled):
    categories: list[Class] = []
    causes: list[Class] = []
    remedies: list[Class] = []
    due: dict[Literal["ordinary", "serious", "grave"], StepTimes] = {}
    manager_above: Price | None = None
    clerk_closes_up_to: Price = 0
    reopen_days: Annotated[int, Field(ge=0, le=366)] = 7
    unreachable_tries: Annotated[int, Field(ge=1, le=20)] = 3
    escalate_lead: Annotated[int, Field(ge=1, le=1000)] = 50
    escalate_supervisor: Annotated[int, Field(ge=1, le=1000)] = 80
    escalate_manager: Annotated[int, Field(ge=1, le=1000)] = 100
    evidence_kinds: list[MediaKind] = ["jpeg", "png", "webp", "pdf"]
    evidence_megabytes: Annotated[int, Field(ge=1, le=100)] = 10
    evidence_folder: str = ""
    evidence_files: Annotated[int, Field(ge=1, le=200)] = 20

    @field_validator("categories", "causes", "remedies")
    @classmethod
    def _once(cls, value: list[Class]) -> list[Class]:
        codes = [one.code for one in value]
        if twice := next((code for code in codes if codes.count(code) > 1), None):
            raise ValueError(f"{twice} stands twice")
        return value

    @model_validator(mode="after")
    def _rising(self) -> ComplaintPolicy:
        if not self.escalate_lead <= self.escalate_supervisor <= self.escalate_manager:
            raise ValueError("the lead is called first, then the supervisor, then the manager")
        return self

    def times(self, severity: str) -> StepTimes:
        """How long the steps of a case of this severity may take."""
        return self.due.get(severity) or StepTimes()  # type: ignore[call-overload]

    @property
    def evidence_bytes(self) -> int:
        """The largest file that is kept."""
        return self.evidence_megabytes * MEGABYTE

"""The shape of the rules for calling customers back, and of the list of departments that hear from the desk."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from deskapp.rules.policy_terms import Code, Names, Ruled, Subject

WHOLE_DAY = 24 * 60
OperationName = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+$")]
Days = Annotated[int, Field(ge=0, le=366)]


class Department(Subject):
    """Who answers for a complaint or a suggestion. `code` is what is stored, `name` what is read."""

    code: Code
    name: Names


class Purpose(Subject):
    """What a kind of callback is for: within how many days it is owed, and whether it offers something, which takes
    the customer's own consent."""

    days: Annotated[int, Field(ge=1, le=366)] | None = None
    offer: bool = False


class CallbackPolicy(Ruled):
    days: Annotated[int, Field(ge=1, le=366)] = 3
    tries: Annotated[int, Field(ge=1, le=20)] = 3
    try_days: Annotated[int, Field(ge=1, le=20)] = 2
    gap_minutes: Annotated[int, Field(ge=1, le=WHOLE_DAY)] = 120
    claim_minutes: Annotated[int, Field(ge=1, le=WHOLE_DAY)] = 15
    call_minutes: Annotated[int, Field(ge=1, le=WHOLE_DAY)] = 5
    appointment_days: Annotated[int, Field(ge=1, le=366)] = 30
    answer_days: Annotated[int, Field(ge=1, le=366)] = 3
    birthday_days: Days = 3
    expiring_days: Days = 14
    care: bool = False
    care_after: list[OperationName] = ["points.earn", "gifts.redeem", "members.enrol"]
    purposes: dict[Code, Purpose] = {}

    @model_validator(mode="after")
    def _fits(self) -> CallbackPolicy:
        if self.try_days > self.tries:
            raise ValueError("so few tries cannot be spread over so many days")
        return self

    def within(self, purpose: str) -> int:
        """In how many days a callback of this purpose is owed."""
        own = self.purposes.get(purpose)
        return own.days if own and own.days else self.days

    def offers(self, purpose: str) -> bool:
        """Whether a callback of this purpose offers something, which takes consent of its own."""
        own = self.purposes.get(purpose)
        return bool(own and own.offer)

"""The shape of the house rules: what each subject of policy.toml may say, and what it may not.

Imported only by whoever loads a policy; rules name these types for the type checker alone.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from deskapp.rules.decisions import Role
from deskapp.rules.money import exponent
from deskapp.rules.policy_callbacks import CallbackPolicy, Department
from deskapp.rules.policy_complaints import Allowance, ComplaintPolicy
from deskapp.rules.policy_shifts import ShiftPolicy
from deskapp.rules.policy_terms import Code, Money, Names, Price, Ruled, Span, Subject, Weekday

SPOKEN = {"CN": "zh_Hans", "TW": "zh_Hant", "HK": "zh_Hant", "MO": "zh_Hant", "KR": "ko"}
"""What is spoken in a country, where the store does not say."""
EVERY_YEAR = 4
"""Any leap year, so that 02-29 can be written."""


class Store(Subject):
    name: Names
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    time_zone: str
    language: Literal["", "en", "zh_Hans", "zh_Hant", "ko"] = ""
    phone_region: str = ""
    counters: dict[Annotated[str, Field(pattern=r"^[A-Z]$")], str | Names] = {"A": "Desk A"}
    """Letter to name: one for every language, or the same in all of them."""

    @property
    def exponent(self) -> int:
        return exponent(self.currency)

    @property
    def region(self) -> str:
        """Region of phone numbers written without a country code."""
        return self.phone_region or self.country

    @property
    def spoken(self) -> str:
        """What is spoken with people of whom no language is known."""
        return self.language or SPOKEN.get(self.country, "en")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"there is no time zone {value!r}") from None


class CalendarRules(Subject):
    cutoff: time = time(4)
    hours: dict[Weekday, list[Span]]
    closed: list[date] = []
    extra_open: dict[date, list[Span]] = {}
    closed_on_holidays: bool = False
    holidays: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    working: list[date] = []
    not_working: list[date] = []
    rest: list[Span] = []

    @field_validator("hours")
    @classmethod
    def _some_hours(cls, value: dict[Weekday, list[Span]]) -> dict[Weekday, list[Span]]:
        if not any(value.values()):
            raise ValueError("the store must be open on at least one day of the week")
        return value


class Expiry(Subject):
    months: Annotated[int, Field(ge=1, le=1200)] | None = None
    end: Literal["day", "month", "year"] = "day"


class PointsPolicy(Ruled):
    rates: dict[Code, Annotated[Money, Field(gt=0)]]
    late_days: Annotated[int, Field(ge=0)] = 0
    late_approver: Role = Role.SUPERVISOR
    before_joining: bool = False
    largest_receipt: Annotated[Money, Field(gt=0)] | None = None
    pending_days: Annotated[int, Field(ge=0)] = 0
    expiry: Expiry = Expiry()
    adjust_approver: Role = Role.SUPERVISOR

    def rate(self, tier: str | None) -> int:
        """Minor units per point for a member of this tier."""
        return self.rates.get(tier or "base", self.rates["base"])

    @field_validator("rates")
    @classmethod
    def _base(cls, value: dict[str, int]) -> dict[str, int]:
        if "base" not in value:
            raise ValueError("the rate `base` is missing: it is for members of no tier")
        return value


class Tier(Subject):
    code: Code
    name: Names
    threshold: Annotated[Money, Field(gt=0)]


class CardClass(Subject):
    code: Code
    name: Names
    prefix: Annotated[str, Field(pattern=r"^\d{1,8}$")]
    fee: Price


class CardPolicy(Subject):
    classes: Annotated[list[CardClass], Field(min_length=1)]
    reissue_fee: Price
    length: Annotated[int, Field(ge=6, le=19)] = 12

    @field_validator("classes")
    @classmethod
    def _apart(cls, value: list[CardClass]) -> list[CardClass]:
        for one in value:
            for other in value:
                if one is not other and (one.code == other.code or other.prefix.startswith(one.prefix)):
                    raise ValueError(f"the classes {one.code} and {other.code} cannot be told apart")
        return value


class Window(Subject):
    """Days from–until, both included: every year (`01-01..01-31`) or once (`2026-11-11..2026-11-15`)."""

    start: date
    end: date
    yearly: bool

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split("..")]
        yearly = all(re.fullmatch(r"\d\d-\d\d", part) for part in parts)
        try:
            start, end = (date.fromisoformat(f"{EVERY_YEAR:04d}-{part}" if yearly else part) for part in parts)
        except ValueError:
            raise ValueError('a window is written like "01-01..01-31" or "2026-11-11..2026-11-15"') from None
        if end < start and not yearly:
            raise ValueError("the window ends before it begins")
        return {"start": start, "end": end, "yearly": yearly}

    def _in(self, day: date, year: int) -> date:
        if not self.yearly:
            return day
        leap = (day.month, day.day) == (2, 29) and not (year % 4 == 0 and (year % 100 or year % 400 == 0))
        return day.replace(year=year, day=28) if leap else day.replace(year=year)

    def first_day(self, year: int) -> date:
        """The day on which the window of that year begins."""
        return self._in(self.start, year)

    def last_day(self, year: int) -> date:
        """The last day of the window that begins in that year; it may pass New Year."""
        return self._in(self.end, year + (self.end < self.start))

    @property
    def text(self) -> str:
        return f"{self.start:%m-%d}..{self.end:%m-%d}" if self.yearly else f"{self.start}..{self.end}"


class GiftPolicy(Ruled):
    windows: list[Window] = []
    window_approver: Role = Role.SUPERVISOR
    cards_per_redemption: Annotated[int, Field(ge=1, le=1)] = 1


class StockPolicy(Ruled):
    variance_limit: Annotated[int, Field(ge=0)] = 0
    variance_approver: Role = Role.SUPERVISOR
    write_off_approver: Role | None = Role.SUPERVISOR


class PeoplePolicy(Subject):
    pin_min: Annotated[int, Field(ge=6, le=12)] = 6
    pin_max: Annotated[int, Field(ge=6, le=12)] = 12
    tries: Annotated[int, Field(ge=1, le=20)] = 5
    lock_minutes: Annotated[int, Field(ge=1)] = 5
    longest_lock_minutes: Annotated[int, Field(ge=1)] = 24 * 60
    idle_minutes: Annotated[int, Field(ge=1)] = 5


class VoidRule(Subject):
    by: Role = Role.LEAD
    same_day: bool = True
    late_by: Role | None = None


class MemberPolicy(Subject):
    terms: str = "1"
    id_needed: bool = False
    leap_day: Literal["02-28", "03-01"] = "02-28"
    name_likeness: Annotated[int, Field(ge=50, le=100)] = 80


class PrivacyPolicy(Ruled):
    reveal_seconds: Annotated[int, Field(ge=1, le=600)] = 30
    reveal_by: Role = Role.CLERK


class ReceiptPolicy(Subject):
    barcode: str = ""

    @field_validator("barcode")
    @classmethod
    def _pattern(cls, value: str) -> str:
        try:
            groups = set(re.compile(value).groupindex)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        if value and ("number" not in groups or groups - {"till", "number", "date", "amount"}):
            raise ValueError("the groups are till, number, date and amount; number must be there")
        return value


class RuleSet(Subject):
    """All subjects as they stand from a date on."""

    calendar: CalendarRules
    points: PointsPolicy
    cards: CardPolicy
    tiers: list[Tier] = []
    gifts: GiftPolicy = GiftPolicy()
    stock: StockPolicy = StockPolicy()
    people: PeoplePolicy = PeoplePolicy()
    members: MemberPolicy = MemberPolicy()
    privacy: PrivacyPolicy = PrivacyPolicy()
    receipts: ReceiptPolicy = ReceiptPolicy()
    voids: dict[Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+$")], VoidRule] = {}
    slips: dict[Code, Annotated[int, Field(ge=0, le=9)]] = {}
    departments: list[Department] = []
    callbacks: CallbackPolicy = CallbackPolicy()
    complaints: ComplaintPolicy = ComplaintPolicy()
    allowances: list[Allowance] = []
    shifts: ShiftPolicy = ShiftPolicy()

    @field_validator("departments")
    @classmethod
    def _once(cls, value: list[Department]) -> list[Department]:
        codes = [one.code for one in value]
        if twice := next((code for code in codes if codes.count(code) > 1), None):
            raise ValueError(f"the department {twice} stands twice")
        return value

    @field_validator("tiers")
    @classmethod
    def _distinct(cls, value: list[Tier]) -> list[Tier]:
        for place, one in enumerate(value):
            for other in value[:place]:
                if one.threshold == other.threshold:
                    raise ValueError(f"the tiers {other.code} and {one.code} have one threshold")
                if one.code == other.code:
                    raise ValueError(f"the tier {one.code} stands twice")
        return sorted(value, key=lambda tier: tier.threshold)

"""The members of the demonstration, as if taken over from an older system: one journal entry, many rows.

Names in four scripts, phones written in every messy way, cards in use, lost and replaced, points with their expiries.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from deskapp.demo import DAYS, Plan, Progress, read
from deskapp.rules import cards as card_rules
from deskapp.rules import members as rules
from deskapp.rules import numbers, points
from deskapp.rules.birthdays import Birthday
from deskapp.rules.decisions import No
from deskapp.rules.profiles import Profile
from deskapp.store.enrolment import rows_of

if TYPE_CHECKING:
    from deskapp.rules.policy import Policy
    from deskapp.store.desk import Store

BATCH = 2000
BLANK = 200
FIRST_BLANK = 900_000
"""Blank cards of each class lie in the drawer, with serials from here on."""
YEARS = 6
REGIONS = {"zh_Hans": "CN", "zh_Hant": "TW", "ko": "KR", "en": "CN"}
HEADS = ("133", "135", "136", "137", "138", "139", "150", "158", "159", "180", "186", "189")
TOWNS = ("上海市浦东新区", "上海市徐汇区", "杭州市西湖区", "苏州市姑苏区", "南京市鼓楼区", "宁波市海曙区")


@dataclass
class Rows:
    """Rows of each table that are written together."""

    member: list[dict[str, Any]] = field(default_factory=list)
    key: list[dict[str, Any]] = field(default_factory=list)
    card: list[dict[str, Any]] = field(default_factory=list)
    consent: list[dict[str, Any]] = field(default_factory=list)
    lot: list[dict[str, Any]] = field(default_factory=list)
    spend: dict[int, int] = field(default_factory=dict)
    points: dict[int, int] = field(default_factory=dict)


@dataclass
class Drawing:
    """Draws member after member, each from the seed alone."""

    plan: Plan
    today: date
    policy: Policy
    entry: int
    rng: random.Random = field(init=False)
    series: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = random.Random(f"members:{self.plan.seed}")
        found = read("names.toml")
        self.kinds = [
            {**kind, "family": kind["family"].split(), "given": kind["given"].split()} for kind in found["kind"]
        ]
        self.odd: list[str] = found["odd"]["names"]
        self.shares = [kind["share"] for kind in self.kinds]
        self.start = self.today - timedelta(days=DAYS)

    def member(self, place: int, rows: Rows) -> None:
        """Draw the member with this row id and everything that belongs to them."""
        rng = self.rng
        kind = rng.choices(self.kinds, self.shares)[0]
        name = self.odd[place // 100 % len(self.odd)] if place % 100 == 50 else self._name(kind)
        phone = self._phone(kind["language"])
        joined = self.start - timedelta(days=1 + int(rng.random() ** 1.5 * 365 * YEARS))
        visited = joined + timedelta(days=rng.randrange((self.start - joined).days))
        at = self.policy.calendar.instant(visited, time(rng.randrange(10, 21)))
        tier = rng.choices(("", "gold", "diamond"), (86, 11, 3))[0]
        person = Profile(
            name, phone=phone, gender=rng.choice(("", "female", "female", "male")), birthday=self._birthday(kind),
            address=self._address(), language=kind["language"],
        )  # fmt: skip
        number = self._number(joined)
        row, keys = rows_of(person, number=number, joined=joined, last_visit=at, region=self.policy.store.region)
        introducer = rng.randrange(1, place) if place > 20 and rng.random() < 0.1 else None
        rows.member.append({**row, "id": place, "introducer_id": introducer, "tier": tier})
        rows.key += [{"k": key, "member_id": place} for key in keys]
        rows.card += self._cards(place, tier, at)
        rows.consent += self._consents(place, at)
        self._balances(place, tier, joined, rows)

    def _name(self, kind: dict[str, Any]) -> str:
        rng, language = self.rng, kind["language"]
        family = str(rng.choice(kind["family"]))
        given = "".join(rng.choices(kind["given"], k=2 if language == "ko" or rng.random() < 0.7 else 1))
        return family + given if kind["join"] == 2 else f"{rng.choice(kind['given'])} {family.replace('-', ' ')}"

    def _phone(self, language: str) -> str:
        region = REGIONS[language]
        if region == "CN" and self.rng.random() < 0.8:  # the older system had these clean
            return f"+86{self.rng.choice(HEADS)}{self.rng.randrange(100_000_000):08}"
        parsed = rules.phone(self._written(region), region)
        return "" if isinstance(parsed, No) else parsed

    def _written(self, region: str) -> str:
        """A phone number as somebody wrote it on a form."""
        rng = self.rng
        if region == "KR":
            a, b = f"{rng.randrange(2000, 9999)}", f"{rng.randrange(10000):04}"
            return rng.choice((f"010-{a}-{b}", f"010{a}{b}", f"+82 10 {a} {b}", f"010.{a}.{b}", f"+82-10-{a}-{b}"))
        if region == "TW":
            a, b = f"{rng.randrange(10, 90)}", f"{rng.randrange(1_000_000):06}"
            return rng.choice((f"09{a}-{b[:3]}-{b[3:]}", f"09{a}{b}", f"+886 9{a} {b}", f"(09{a}){b}"))
        if rng.random() < 0.1:
            return f"021-{rng.randrange(50_000_000, 69_999_999)}"
        head = rng.choice(HEADS)
        a, b = f"{rng.randrange(10000):04}", f"{rng.randrange(10000):04}"
        wide = {ord(digit): chr(0xFF10 + int(digit)) for digit in "0123456789"}
        forms = (
            f"{head}{a}{b}", f"{head} {a} {b}", f"{head}-{a}-{b}", f"+86 {head} {a} {b}", f"0086{head}{a}{b}",
            f"(+86){head}{a}{b}", f"{head}{a}{b}".translate(wide), f" {head}.{a}.{b} ", f"86-{head}{a}{b}",
        )  # fmt: skip
        return rng.choice(forms)

    def _address(self) -> str:
        rng = self.rng
        return f"{rng.choice(TOWNS)}{rng.randrange(1, 900)}号" if rng.random() < 0.3 else ""

    def _birthday(self, kind: dict[str, Any]) -> str:
        rng = self.rng
        if rng.random() < 0.12:
            return ""
        if rng.random() < 0.006:
            return str(Birthday(self.today.month, self.today.day, rng.randrange(1950, 2004)))
        lunar = kind["language"] != "en" and rng.random() < 0.08
        year = None if rng.random() < 0.1 else rng.randrange(1945, 2007)
        return str(Birthday(rng.randrange(1, 13), rng.randrange(1, 29), year, lunar=lunar))

    def _number(self, joined: date) -> str:
        letters = sorted(self.policy.store.counters)
        letter = self.rng.choice(letters) if len(letters) > 1 else ""
        key = f"M{letter}{joined:%y%m%d}"
        self.series[key] = self.series.get(key, 0) + 1
        return numbers.make(kind="M", day=joined, sequence=self.series[key], counter=letter)

    def _cards(self, place: int, tier: str, at: datetime) -> Iterator[dict[str, Any]]:
        rng = self.rng
        classes = {kind.code: kind.prefix for kind in self.policy.cards.classes}
        kind = tier if tier in classes else "student" if rng.random() < 0.06 else "member"
        fate = rng.random()
        if fate < 0.05:
            return
        card = self.card(classes[kind], place)
        row = {
            "kind": kind,
            "member_id": place,
            "state": "active",
            "replaced_by": None,
            "entry": self.entry,
            "since": at,
        }
        if fate < 0.08:
            newer = self.card(classes[kind], 500_000 + place)
            yield {**row, "number": card, "state": rng.choice(("lost", "replaced")), "replaced_by": newer}
            card = newer
        yield {**row, "number": card}

    def card(self, prefix: str, serial: int) -> str:
        """The card number with this prefix and serial."""
        return card_rules.number_of(prefix=prefix, serial=serial, length=self.policy.cards.length)

    def _consents(self, place: int, at: datetime) -> Iterator[dict[str, Any]]:
        wording = self.policy.members.terms
        row = {"member_id": place, "entry": self.entry, "wording": wording, "at": at}
        yield {**row, "kind": "terms", "given": True}
        if self.rng.random() < 0.4:
            yield {**row, "kind": "sms", "given": True}

    def _balances(self, place: int, tier: str, joined: date, rows: Rows) -> None:
        rng = self.rng
        steps = {each.code: each.threshold for each in self.policy.tiers}
        least = steps.get(tier, 0)
        rows.spend[place] = least + rng.randrange(1, 900_000) if tier else rng.randrange(1, 990_000)
        total = 0
        for _each in range(rng.choice((0, 1, 1, 2))):
            earned = max(joined, self.start - timedelta(days=rng.randrange(1, 720)))
            amount = int(rng.lognormvariate(4.6 + (1.2 if tier else 0), 1.0)) + 1
            expires = points.expiry(earned, self.policy.points.expiry)
            lot = {"member_id": place, "entry": self.entry, "amount": amount, "left_over": amount}
            rows.lot.append({**lot, "earned_on": earned, "available_from": None, "expires": expires})
            total += amount
        rows.points[place] = total


def enter(store: Store, plan: Plan, today: date, progress: Progress) -> list[str]:
    """Write the members into the store; answers a few blank cards to try."""
    from deskapp.demo.bulk import Bulk
    from deskapp.rules.clock import FrozenClock

    first = store.policies.on(today - timedelta(days=DAYS))
    clock = store.clock
    if isinstance(clock, FrozenClock):
        clock.set(first.calendar.instant(today - timedelta(days=DAYS), time(7)))
    with Bulk.begun(store) as bulk:
        drawing = Drawing(plan, today, first, bulk.entry)
        for start in range(1, plan.members + 1, BATCH):
            rows = Rows()
            last = min(start + BATCH, plan.members + 1)
            for place in range(start, last):
                drawing.member(place, rows)
            bulk.write(rows)
            progress("members", last - start)
        blank = {
            kind.code: [drawing.card(kind.prefix, FIRST_BLANK + n) for n in range(BLANK)]
            for kind in first.cards.classes
        }
        bulk.blank_cards(blank)
        bulk.series(drawing.series)
        bulk.finish(plan.members)
    return blank[first.cards.classes[0].code][-5:]

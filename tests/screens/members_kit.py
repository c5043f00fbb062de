"""A member as the store shows one, and a real store with one member in it, for the tests of the member's screens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from deskapp.rules.cards import number_of
from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import No, Role, no
from deskapp.screens.doors import House
from deskapp.store import engine as engines
from deskapp.store import enrolment, people, points, subjects  # noqa: F401
from deskapp.store.card_terms import CardTerms, ClassTerms
from deskapp.store.desk import Desk, Staff, open_store
from deskapp.store.profiles import CardLine, MemberView, NextTier, SlipLine, Visit
from deskapp.store.reveals import Revealed
from deskapp.store.statements import LotLine, Statement, StatementLine
from tests.screens.kit import NOON, FakeDoors

GOLD = {"en": "Gold", "zh_Hans": "金卡会员", "zh_Hant": "金卡會員", "ko": "골드 회원"}
DIAMOND = {"en": "Diamond", "zh_Hans": "钻石会员", "zh_Hant": "鑽石會員", "ko": "다이아몬드 회원"}
CARD = "610000000018"
HOSTILE = (
    "Lee[/]",
    "[A3]",
    "[@click=app.quit]x[/]",
    "=cmd()",
    "\x1b[2J\x1b]0;owned\x07Lee",
    "\u202egnaw\u202c\u2066x",
    "Z\u0301" * 50,
    "长" * 10_000,
)
"""What people and pranksters put into fields."""


def weimin(**changes: Any) -> MemberView:
    """A gold member with two lots, a slip to sign and two visits."""
    known: dict[str, Any] = {
        "number": "MA251122-0001", "version": 3, "name": "张伟民", "preferred": "", "phone": "138****1234",
        "gender": "male", "birthday": "****-05-**", "id_type": "cn.ric", "id_number": "110***********2X",
        "address": "上海市静安区****", "language": "zh_Hans", "notes": "对坚果过敏", "state": "active",
        "joined": date(2025, 11, 22), "last_visit": NOON, "introducer": "MA250101-0007", "introducer_name": "李强",
        "consents": {"terms": True, "sms": True, "phone": False}, "card": CARD,
        "cards": [CardLine(CARD, "member", "active", None, NOON),
                  CardLine("610000000026", "member", "lost", CARD, NOON)],
        "tier": "gold", "tier_names": GOLD, "next_tier": NextTier("diamond", DIAMOND, 5000000, 3756000, 24),
        "upgrade": "", "spend_money": 1244000, "points": 420, "pending": 20,
        "lots": [LotLine(date(2025, 12, 1), date(2026, 12, 31), None, 400, False),
                 LotLine(date(2026, 11, 1), None, None, 20, False),
                 LotLine(date(2026, 11, 22), date(2028, 11, 30), date(2026, 11, 29), 20, False)],
        "slips": [SlipLine("SA261122-0003K", "redemption", NOON)],
        "visits": [Visit(791, NOON, "points.earn", "SA261122-0001A", {"points": 25, "amount_money": 25000}, False),
                   Visit(640, NOON - timedelta(days=30), "gifts.redeem", "SA261023-0002B",
                         {"points": 60, "item": "G001"}, True)],
        "flags": ["slip"],
    }  # fmt: skip
    return MemberView(**{**known, **changes})


def lines(**_given: Any) -> Statement:
    """What the statement of that member says."""
    earned = StatementLine(791, NOON, "points.earn", "SA261122-0001A", 25, 420, "R123", 25000, 1000,
                           "2026-01-01+3f2a9c1d", date(2028, 11, 30), False, "")  # fmt: skip
    given = StatementLine(12, NOON - timedelta(days=300), "points.adjust", "SA260126-0001C", 395, 395, "", None, None,
                          "2026-01-01+3f2a9c1d", None, False, "积分补登")  # fmt: skip
    return Statement("MA251122-0001", "张伟民", 420, 20, 0, weimin().lots, [earned, given])


def terms(**_given: Any) -> CardTerms:
    """Member cards for 200, gold cards for nothing, a new one for 5."""
    member = ClassTerms("member", {"en": "Member card", "zh_Hans": "会员卡"}, "61", 20000)
    return CardTerms([member, ClassTerms("gold", {"en": "Gold card", "zh_Hans": "金卡"}, "68", 0)], 12, 500)


def shows(**given: Any) -> Any:
    """The member by number or card."""
    asked = given.get("member") or given.get("card")
    return weimin() if asked in (CARD, "MA251122-0001") else no("member_unknown", field="member", member=asked)


def seen(seconds: int = 30, value: str = "13800001234") -> Any:
    """A reveal that is good for so many seconds."""

    def reveal(**given: Any) -> Revealed:
        return Revealed(given["member"], given["field"], NOON + timedelta(seconds=seconds), value)

    return reveal


class MemberDoors(FakeDoors):
    """A store whose tiers have names."""

    def open(self) -> House:
        return replace(super().open(), tiers={"gold": GOLD, "diamond": DIAMOND})


def doors(**operations: Any) -> FakeDoors:
    """A store that knows this one member; operations by name, with an underscore for the dot."""
    return MemberDoors(
        readings={"members.show": shows, "points.statement": lines, "cards.terms": terms},
        operations={name.replace("_", ".", 1): work for name, work in operations.items()},
    )


# ---- a real store

PIN = "260417"
_HASH = people.hashed(PIN)
PERSON: dict[str, Any] = {
    "name": "张伟民",
    "phone": "138 0013 8000",
    "birthday": "1990-11-22",
    "address": "上海市静安区南京西路1号",
    "terms": True,
}


def card(serial: int) -> str:
    """A member card's number."""
    return number_of(prefix="61", serial=serial, length=12)


class Shop:
    """A real store on SQLite with people, and one member who has a card."""

    def __init__(self, url: str, clock: FrozenClock) -> None:
        self.url, self.clock = url, clock
        self.store = open_store(url, clock)
        with engines.writing(self.store.engine) as conn:
            for number, role in (("1001", Role.CLERK), ("1002", Role.CLERK), ("3001", Role.SUPERVISOR)):
                people.put(conn, Staff(number, f"员工{number}", role), PIN, pin_hash=_HASH)
        self.posted = 0
        self.member = self.enrol(**PERSON, card=card(1)).number

    def at(self, staff: str = "1002") -> Desk:
        """The other counter."""
        return Desk(self.store, "B", Staff(staff, f"员工{staff}", Role.CLERK))

    def act(self) -> Any:
        """A fresh attempt there."""
        self.posted += 1
        return self.at().act(f"op-{self.posted:06}")

    def enrol(self, **person: Any) -> enrolment.Enrolled:
        """Enrol somebody at the other counter."""
        answer = enrolment.enrol(self.act(), **{"terms": True, **person})
        assert not isinstance(answer, No), answer
        return answer

    def earn(self, receipt: str, amount: int) -> None:
        """Register a receipt at the other counter."""
        answer = points.earn(self.act(), card=card(1), receipt=receipt, amount=amount)
        assert not isinstance(answer, No), answer


@contextmanager
def shop(template: Path, folder: Path) -> Iterator[Shop]:
    """A fresh store in this folder, copied from the template."""
    path = folder / "desk.sqlite"
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    made = Shop(f"sqlite:///{path}", FrozenClock(datetime(2026, 11, 22, 6, 32, tzinfo=UTC)))
    try:
        yield made
    finally:
        made.store.engine.dispose()

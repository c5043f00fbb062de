"""Home says what is due and what was done today; each figure has its list, and what was voided does not count."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from deskapp import paths
from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import No
from deskapp.store import (
    adoption,
    daybook,
    enrolment,
    feedback,
    gifts,
    home,
    issuing,
    items,
    occasions,
    points,
    slips,
    stock,
    voids,
)
from deskapp.store.home import DueNow
from tests.store.conftest import Counter


def person(counter: Counter, name: str, birthday: str = "") -> str:
    answer = enrolment.enrol(counter.act(), name=name, birthday=birthday, terms=True)
    assert not isinstance(answer, No), answer
    return answer.number


def test_an_empty_desk_has_nothing_due(counter: Counter) -> None:
    assert home.due(counter.desk) == DueNow(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_every_figure_has_its_list(counter: Counter) -> None:
    member = person(counter, "张伟民", "1990-07-15")
    person(counter, "李娜", "1990-07-16")
    card = "610000000014"
    assert not isinstance(issuing.activate(counter.act(), member=member, card=card), No)
    counter.gift("G001", price=60, on_desk=3, reorder=2)
    assert not isinstance(points.earn(counter.act(), card=card, receipt="R1", amount=1000000), No)
    wrong = points.earn(counter.act(), card=card, receipt="R2", amount=2000)
    assert not isinstance(wrong, No)
    entry = daybook.day(counter.desk)[0].entry
    assert not isinstance(voids.void(counter.act(), entry=entry, reason="错扫"), No)
    assert not isinstance(gifts.redeem(counter.act(), card=card, item="G001"), No)
    assert not isinstance(stock.count(counter.act(), item="G001", place="desk", counted=1), No)
    assert not isinstance(feedback.send(counter.act(), department="floor", text="座椅太少"), No)
    due = home.due(counter.desk)
    assert due.unanswered_feedback == len(feedback.listed(counter.desk)) == 1
    assert due.unsigned_slips == len(slips.listed(counter.desk)) == 4
    assert due.birthdays_today == len(occasions.birthdays(counter.desk)) == 1
    assert due.upgrades_due == len(occasions.upgrades(counter.desk)) == 1
    assert due.to_reorder == len(items.reorder(counter.desk)) == 1
    assert due.open_counts == len(stock.open_counts(counter.desk)) == 1
    assert (due.receipts_today, due.points_today, due.points_spent_today) == (1, 1000, 60)
    assert (due.redemptions_today, due.enrolled_today) == (1, 2)


def test_yesterday_does_not_count_as_today(counter: Counter, clock: FrozenClock) -> None:
    person(counter, "张伟民", "1990-07-15")
    clock.set(datetime(2026, 7, 16, 2, 0, tzinfo=UTC))
    due = home.due(counter.desk)
    assert (due.enrolled_today, due.birthdays_today, due.unsigned_slips) == (0, 0, 1)


@pytest.mark.parametrize(
    ("birthday", "kept"),
    [
        ("1990-07-15", date(2026, 7, 15)),
        ("07-15", date(2026, 7, 15)),
        ("1988-02-29", date(2026, 2, 28)),
        ("1988-02-29", date(2028, 2, 29)),
        ("农历1990-06-02", date(2026, 7, 15)),
        ("农历8-15", date(2026, 9, 25)),
    ],
)
def test_a_birthday_by_sun_or_moon_is_on_the_list_of_its_day(counter: Counter, birthday: str, kept: date) -> None:
    number = person(counter, "张伟民", birthday)
    assert [(row.number, row.day) for row in occasions.birthdays(counter.desk, day=kept)] == [(number, kept)]
    whole = occasions.birthdays(counter.desk, day=kept.replace(day=1), month=True)
    assert [(row.number, row.day) for row in whole] == [(number, kept)]
    assert occasions.birthdays(counter.desk, day=kept.replace(month=kept.month + 1, day=3)) == []


def test_who_holds_the_tier_is_not_offered_it_again(counter: Counter) -> None:
    member = person(counter, "张伟民")
    points.earn(counter.act(), card=member, receipt="R1", amount=1000000)
    (row,) = occasions.upgrades(counter.desk)
    assert (row.number, row.tier, row.reached, row.spend_money) == (member, "", "gold", 1000000)
    assert not isinstance(issuing.activate(counter.act(), member=member, card="680000000017"), No)
    assert occasions.upgrades(counter.desk) == []
    points.earn(counter.act(), card=member, receipt="R2", amount=4000000)
    assert [(row.tier, row.reached) for row in occasions.upgrades(counter.desk)] == [("gold", "diamond")]


def policy_text() -> str:
    return (paths.data() / "policy.toml").read_text("utf-8")


def test_a_new_policy_governs_every_counter_from_the_next_posting(counter: Counter, open_counter: object) -> None:
    other = open_counter(counter.clock)  # type: ignore[operator]
    member = person(counter, "张伟民")
    text = policy_text() + "\n[[rules]]\nfrom = 2026-07-01\n[rules.points.rates]\nbase = 5.00\n"
    answer = adoption.adopt(counter.act("4001"), text=text)
    assert not isinstance(answer, No), answer
    assert (answer.holds_from, answer.version[:10]) == (["2020-01-01", "2026-07-01"], "2026-07-01")
    earned = points.earn(other.desk.act("other"), card=member, receipt="R1", amount=1000)
    assert not isinstance(earned, No)
    assert earned.points == 2
    assert daybook.day(counter.desk)[0].policy_version == answer.version


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("[store]\nname =\n", "policy_bad", "line 2"),
        (policy_text().replace("reissue_fee = 5.00", "reissue_fee = -1"), "policy_bad", "rules[1].cards.reissue_fee"),
        (policy_text().replace('currency = "CNY"', 'currency = "KRW"').replace(".00", ""), "policy_currency", ""),
        (policy_text(), "no_change", ""),
        ("#" * 200_001, "too_long", ""),
    ],
)
def test_a_policy_that_does_not_hold_is_refused_with_its_place(
    counter: Counter, text: str, code: str, place: str
) -> None:
    answer = adoption.adopt(counter.act("4001"), text=text)
    assert isinstance(answer, No)
    assert answer.code == code
    assert place in str(answer.figures.get("place", ""))


def test_only_a_manager_adopts_a_policy(counter: Counter) -> None:
    answer = adoption.adopt(counter.act("3001"), text=policy_text() + "\n# neu\n")
    assert isinstance(answer, No)
    assert answer.code == "role_needed"

"""A complaint about goods tells what law and house allow, as far as the date of the receipt is known."""

from __future__ import annotations

from datetime import date

from deskapp.rules.decisions import No
from deskapp.store import points
from tests.store import callers
from tests.store import complaint_kit as kit
from tests.store.conftest import Counter, supervisor


def bought(counter: Counter, day: date, till: str = "") -> None:
    """Points for the receipt that the complaint names."""
    act = counter.act(approval=supervisor())
    answer = points.earn(act, card=counter.member(), receipt="R-88", amount=19900, date=day, till=till)
    assert not isinstance(answer, No), answer


def test_what_is_allowed_is_counted_from_the_receipt_that_the_case_names(counter: Counter) -> None:
    bought(counter, date(2026, 7, 14))
    case = kit.registered(counter)
    view = kit.shown(counter, case)
    assert view.bought == date(2026, 7, 14)
    assert [(each.until.day, each.allows[0]) for each in view.allowed] == [
        (21, "refund"), (21, "refund"), (29, "exchange"),
    ]  # fmt: skip
    assert view.clerk_up_to == 10_000
    callers.later(counter, days=7)
    assert [each.until.day for each in kit.shown(counter, case).allowed] == [29]


def test_an_unknown_receipt_or_one_of_two_dates_tells_nothing(counter: Counter) -> None:
    case = kit.registered(counter)
    assert (kit.shown(counter, case).bought, kit.shown(counter, case).allowed) == (None, [])
    bought(counter, date(2026, 7, 14), "T1")
    assert kit.shown(counter, case).bought == date(2026, 7, 14)
    bought(counter, date(2026, 7, 15), "T2")
    assert kit.shown(counter, case).bought is None


def test_an_old_receipt_is_judged_by_the_rules_of_its_own_day(counter: Counter) -> None:
    bought(counter, date(2026, 7, 14))
    case = kit.registered(counter)
    later = "[[rules]]\nfrom = 2026-07-15\nallowances = []\n"
    callers.adopt(counter, callers.SHIPPED.read_text("utf-8") + later)
    assert len(kit.shown(counter, case).allowed) == 3

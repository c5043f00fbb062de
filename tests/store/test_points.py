"""Points by receipt on a real store: earned once, kept in lots, explained line by line."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from deskapp.rules.decisions import No
from deskapp.store import points, statements
from deskapp.store.points import Earned
from tests.store.conftest import PIN, Counter, supervisor


def earn(counter: Counter, card: str, receipt: str, amount: int, **more: object) -> Earned:
    answer = points.earn(counter.act(), card=card, receipt=receipt, amount=amount, **more)  # type: ignore[arg-type]
    assert isinstance(answer, Earned), answer
    return answer


@pytest.mark.parametrize(("amount", "earned"), [(990, 0), (1000, 1), (1999, 1), (2500, 2)])
def test_a_receipt_earns_whole_points_only(counter: Counter, amount: int, earned: int) -> None:
    assert earn(counter, counter.member(), "R1", amount).points == earned


def test_excluded_amounts_do_not_count(counter: Counter) -> None:
    assert earn(counter, counter.member(), "R1", 50_000, excluded=30_000).points == 20


def test_a_gold_member_earns_at_the_gold_rate(counter: Counter) -> None:
    assert earn(counter, counter.member(tier="gold"), "R1", 8_000).points == 10


def test_the_same_receipt_again_is_refused_naming_who_when_and_where(counter: Counter) -> None:
    first = earn(counter, counter.member(), "R1", 2500, till="03")
    other = counter.member("李娜")
    again = points.earn(counter.act("1002", counter="B"), card=other, receipt="r1", till="03", amount=2500)
    assert isinstance(again, No)
    assert again.code == "receipt_used"
    assert dict(again.figures) == {
        "benefit": "points", "by": "1001", "name": "陈静", "counter": "A", "at": counter.clock.now(),
        "slip": first.slip,
    }  # fmt: skip
    assert statements.statement(counter.desk, card=other).usable == 0  # type: ignore[union-attr]


def test_one_number_on_two_tills_is_two_receipts(counter: Counter) -> None:
    card = counter.member()
    earn(counter, card, "R1", 2500, till="03")
    assert earn(counter, card, "R1", 2500, till="04").balance == 4


def test_yesterdays_receipt_needs_the_supervisor(counter: Counter) -> None:
    card = counter.member()
    late = {"card": card, "receipt": "R1", "amount": 2500, "date": date(2026, 7, 14)}
    refused = points.earn(counter.act(), **late)  # type: ignore[arg-type]
    assert isinstance(refused, No)
    assert (refused.code, refused.approver) == ("receipt_late", "supervisor")
    assert isinstance(points.earn(counter.act(approval=supervisor()), **late), Earned)  # type: ignore[arg-type]


def test_a_receipt_from_tomorrow_is_refused(counter: Counter) -> None:
    answer = points.earn(counter.act(), card=counter.member(), receipt="R1", amount=100, date=date(2026, 7, 16))
    assert isinstance(answer, No)
    assert answer.code == "receipt_future"


def test_a_receipt_from_before_joining_earns_nothing_even_with_the_supervisor(counter: Counter) -> None:
    card = counter.member(joined=date(2026, 7, 15))
    act = counter.act(approval=supervisor())
    answer = points.earn(act, card=card, receipt="R1", amount=2500, date=date(2026, 7, 14))
    assert isinstance(answer, No)
    assert answer.code == "receipt_before_joining"


def test_a_receipt_registered_past_midnight_belongs_to_yesterday(counter: Counter) -> None:
    counter.clock.set(datetime(2026, 7, 15, 17, 30, tzinfo=UTC))  # 01:30 in the store
    card = counter.member()
    earn(counter, card, "R1", 2500, date=date(2026, 7, 15))
    counter.clock.set(datetime(2026, 7, 15, 20, 30, tzinfo=UTC))  # 04:30: the day has turned
    answer = points.earn(counter.act(), card=card, receipt="R2", amount=2500, date=date(2026, 7, 15))
    assert isinstance(answer, No)
    assert answer.code == "receipt_late"


def test_an_adjustment_needs_somebody_else_of_the_role(counter: Counter) -> None:
    card = counter.member()
    alone = points.adjust(counter.act(), card=card, points=10, reason="补录")
    assert isinstance(alone, No)
    assert (alone.code, alone.approver) == ("approval_needed", "supervisor")
    by_clerk = points.adjust(
        counter.act(approval=supervisor().__class__("1002", PIN)), card=card, points=10, reason="补录"
    )
    assert isinstance(by_clerk, No)
    assert by_clerk.code == "approver_role"
    by_self = points.adjust(counter.act("3001", approval=supervisor()), card=card, points=10, reason="补录")
    assert isinstance(by_self, No)
    assert by_self.code == "approver_same"


def test_points_taken_by_hand_never_pass_zero(counter: Counter) -> None:
    card = counter.member()
    counter.points(card, 10)
    answer = points.adjust(counter.act(approval=supervisor()), card=card, points=-11, reason="误录")
    assert isinstance(answer, No)
    assert dict(answer.figures) == {"needs": 11, "has": 10}


def test_points_are_good_through_their_last_day_and_gone_the_day_after(counter: Counter) -> None:
    card = counter.member()
    expires = earn(counter, card, "R1", 50_000).expires
    assert expires == date(2028, 7, 31)
    counter.clock.set(datetime(2028, 7, 31, 13, 0, tzinfo=UTC))
    assert statements.statement(counter.desk, card=card).usable == 50  # type: ignore[union-attr]
    counter.clock.set(datetime(2028, 8, 1, 1, 0, tzinfo=UTC))
    statement = statements.statement(counter.desk, card=card)
    assert not isinstance(statement, No)
    assert (statement.usable, statement.expired) == (0, 50)
    written_off = points.expire(counter.act("2001"))
    assert isinstance(written_off, points.Expired)
    assert (written_off.points, written_off.members) == (50, 1)
    nothing = points.expire(counter.act("2001"))
    assert isinstance(nothing, No)
    assert nothing.code == "nothing_expired"


def test_the_statement_explains_every_line(counter: Counter) -> None:
    card = counter.member()
    earn(counter, card, "R1", 2500)
    counter.points(card, 30)
    statement = statements.statement(counter.desk, card=card)
    assert not isinstance(statement, No)
    newest, oldest = statement.lines
    assert (newest.operation, newest.points, newest.balance, newest.reason) == ("points.adjust", 30, 32, "期初")
    assert (oldest.receipt, oldest.amount_money, oldest.rate, oldest.points) == ("R1", 2500, 1000, 2)
    assert oldest.policy_version.startswith("2020-01-01")
    assert oldest.expires == date(2028, 7, 31)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"amount": 0}, "amount_bad", "amount"),
        ({"amount": 100, "excluded": 101}, "excluded_more_than_amount", "excluded"),
        ({"amount": 100, "receipt": " "}, "empty", "receipt"),
        ({"amount": 100, "card": "999"}, "card_unknown", "card"),
    ],
)
def test_bad_input_names_its_field(counter: Counter, given: dict[str, object], code: str, field: str) -> None:
    whole = {"card": counter.member(), "receipt": "R1", **given}
    answer = points.earn(counter.act(), **whole)  # type: ignore[arg-type]
    assert isinstance(answer, No)
    assert (answer.code, answer.field) == (code, field)


def newer_rules(counter: Counter, more: str) -> None:
    """Adopt rules that change on the clock's own day."""
    from deskapp import paths
    from deskapp.store import adoption

    text = (paths.data() / "policy.toml").read_text("utf-8") + f"\n[[rules]]\nfrom = 2026-07-15\n{more}\n"
    answer = adoption.adopt(counter.act("4001"), text=text)
    assert not isinstance(answer, No), answer


def test_a_late_receipt_is_judged_and_expires_by_the_rules_of_its_own_day(counter: Counter) -> None:
    newer_rules(counter, 'points.rates = { base = 1.00 }\npoints.expiry = { months = 1, end = "day" }')
    card = counter.member()
    late = points.earn(
        counter.act(approval=supervisor()), card=card, receipt="R1", amount=10_000, date=date(2026, 7, 14)
    )
    assert isinstance(late, Earned)
    assert (late.points, late.expires) == (10, date(2028, 7, 31))
    fresh = earn(counter, card, "R2", 10_000)
    assert (fresh.points, fresh.expires) == (100, date(2026, 8, 15))
    statement = statements.statement(counter.desk, card=card)
    assert not isinstance(statement, No)
    assert [line.policy_version[:10] for line in statement.lines] == ["2026-07-15", "2020-01-01"]


def test_what_stands_before_f9_follows_rules_adopted_a_moment_ago(counter: Counter) -> None:
    card = counter.member()
    foretold = {"card": card, "receipt": "R1", "amount": 10_000}
    assert points.preview(counter.desk, **foretold).points == 10  # type: ignore[arg-type, union-attr]
    newer_rules(counter, "points.rates = { base = 1.00 }")
    assert points.preview(counter.desk, **foretold).points == 100  # type: ignore[arg-type, union-attr]


def test_an_absurd_adjustment_is_refused(counter: Counter) -> None:
    answer = points.adjust(counter.act(approval=supervisor()), card=counter.member(), points=3 * 10**12, reason="x")
    assert isinstance(answer, No)
    assert answer.code == "amount_bad"

"""A report is sealed once for each business date, numbered, and never says anything else again."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from deskapp.rules.decisions import No
from deskapp.rules.journal import canonical
from deskapp.store import home, points, reports, seals, slips, verify
from deskapp.store.seals import SealedReport
from tests.store.conftest import Counter, supervisor
from tests.store.test_verify import by_hand

TODAY = date(2026, 7, 15)


def earn(counter: Counter, receipt: str, amount: int = 10_000) -> str:
    earned = points.earn(counter.act(), card=counter.member(), receipt=receipt, amount=amount)
    assert not isinstance(earned, No)
    return earned.slip


def sealed(counter: Counter, day: date | None = None) -> SealedReport:
    answer = seals.seal(counter.act("2001"), date=day)
    assert not isinstance(answer, No), answer
    return answer


def test_a_sealed_report_stands_whatever_comes_later(counter: Counter) -> None:
    slip = earn(counter, "R1")
    seal = sealed(counter)
    then = reports.daily(counter.at("6001"), date=TODAY)
    slips.sign(counter.act(), slip=slip)
    earn(counter, "R2")
    counter.clock.advance(timedelta(days=2))
    now = reports.daily(counter.at("6001"), date=TODAY)
    assert (now, canonical(now)) == (then, canonical(then))
    assert now.points.given == 10
    assert now.sealed is not None
    assert (now.sealed.number, now.sealed.by, now.sealed.hash) == (1, "2001", seal.hash)


def test_an_entry_after_the_seal_is_in_the_next_report_and_marked(counter: Counter) -> None:
    earn(counter, "R1")
    sealed(counter)
    earn(counter, "R2", 20_000)
    counter.clock.advance(timedelta(days=1))
    earn(counter, "R3", 30_000)
    tomorrow = reports.daily(counter.at("6001"))
    assert tomorrow.points.given == 50
    assert [(late.why, late.of) for late in tomorrow.late] == [("after_seal", TODAY)]
    assert verify.verify(counter.at("6001")).holds


def test_a_receipt_typed_later_for_a_sealed_date_is_in_todays_and_marked(counter: Counter) -> None:
    earn(counter, "R1")
    sealed(counter)
    counter.clock.advance(timedelta(days=1))
    points.earn(counter.act(approval=supervisor()), card=counter.member(), receipt="R2", amount=20_000, date=TODAY)
    assert reports.daily(counter.at("6001"), date=TODAY).points.given == 10
    today = reports.daily(counter.at("6001"))
    assert [(late.why, late.of) for late in today.late] == [("receipt_late", TODAY)]


def test_each_seal_has_the_next_number_and_a_date_has_one(counter: Counter) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert [sealed(counter, day).number for day in (TODAY, yesterday)] == [1, 2]
    again = seals.seal(counter.act("2001"), date=yesterday)
    assert isinstance(again, No)
    assert (again.code, dict(again.figures)) == ("report_sealed", {"number": 2, "date": yesterday})
    assert [row.number for row in seals.sealed(counter.at("6001"))] == [1, 2]


def test_a_date_that_has_not_begun_is_not_sealed(counter: Counter) -> None:
    answer = seals.seal(counter.act("2001"), date=TODAY + timedelta(days=1))
    assert isinstance(answer, No)
    assert answer.code == "report_early"


def test_home_names_the_days_without_a_report_to_those_who_seal_them(counter: Counter) -> None:
    def owed(staff: str) -> list[date] | None:
        return home.due(counter.at(staff)).days_without_report

    earn(counter, "R1")
    assert owed("2001") == []  # today is not over
    counter.clock.advance(timedelta(days=2))
    tomorrow = TODAY + timedelta(days=1)
    assert [owed(staff) for staff in ("1001", "6001")] == [None, None]
    assert [owed(staff) for staff in ("2001", "3001", "5001")] == [[TODAY, tomorrow]] * 3
    sealed(counter, TODAY)
    assert owed("2001") == [tomorrow]
    sealed(counter, tomorrow)
    assert owed("2001") == []
    counter.clock.advance(timedelta(days=100))
    assert len(owed("2001") or []) == 31


def test_a_clerk_does_not_seal(counter: Counter) -> None:
    answer = seals.seal(counter.act("1001"))
    assert isinstance(answer, No)
    assert answer.code == "role_needed"


def test_the_same_act_sent_again_gets_the_same_seal(counter: Counter) -> None:
    earn(counter, "R1")
    act = counter.at("2001").act("seal-1")
    first, again = seals.seal(act), seals.seal(act)
    assert first == again
    assert len(seals.sealed(counter.at("6001"))) == 1


def test_of_two_who_seal_at_once_one_does_and_the_other_is_told(counter: Counter) -> None:
    earn(counter, "R1")
    with ThreadPoolExecutor(2) as pool:
        for day in range(6):
            acts = (counter.act("2001"), counter.act("5001"))
            answers = list(pool.map(lambda act: seals.seal(act, date=TODAY - timedelta(days=day)), acts))  # noqa: B023
            assert sorted(type(answer).__name__ for answer in answers) == ["No", "SealedReport"]
    assert [row.number for row in seals.sealed(counter.at("6001"))] == list(range(1, 7))
    assert verify.verify(counter.at("6001")).holds


@pytest.mark.parametrize(
    "change",
    [
        "update report_seal set content = replace(content, 'points.earn', 'points.adjust')",
        "update report_seal set hash = 'f' || substr(hash, 2)",
        "update report_seal set date = '2026-07-14'",
        "delete from report_seal",
    ],
)
def test_a_seal_changed_by_hand_is_found(counter: Counter, change: str) -> None:
    earn(counter, "R1")
    sealed(counter)
    assert verify.verify(counter.at("6001")).holds
    by_hand(counter, change)
    assert "reports are as sealed" in {flaw.check for flaw in verify.verify(counter.at("6001")).flaws}


def test_a_seal_made_anew_over_changed_figures_is_found(counter: Counter) -> None:
    """Content and hash fit each other, but not what the journal saw."""
    earn(counter, "R1")
    sealed(counter)
    with counter.store.engine.connect() as conn:
        content = conn.exec_driver_sql("select content from report_seal").scalar_one()
    forged = canonical({**json.loads(content), "entries": 9})
    told = forged.replace("'", "''").replace(":", "\\:") if counter.store.url.startswith("post") else forged
    by_hand(counter, f"update report_seal set content = '{told}', hash = '{seals.fingerprint(1, forged)}'")
    assert "reports are as sealed" in {flaw.check for flaw in verify.verify(counter.at("6001")).flaws}

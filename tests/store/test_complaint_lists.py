"""Complaints are found as one types and listed by countdown, by indexes alone; the figures equal a recount."""

from __future__ import annotations

import itertools
import random
from collections import Counter as Tally
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from deskapp.rules.complaint_table import ENDED
from deskapp.rules.decisions import No
from deskapp.store import closing, complaint_figures, complaint_finding, complaint_lists, intake, key_index, marks
from deskapp.store.complaint_figures import Figures, Statistics
from deskapp.store.complaint_lists import Caller, Page
from deskapp.store.complaints import CASE
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import LEAD, SUPERVISOR, at_hand, good, refusal
from tests.store.conftest import Counter

PEOPLE = (
    {
        "name": "刘洋",
        "phone": "13800138000",
        "subject": "电饭锅漏水",
        "receipt": "R-88",
        "what": "第二次用就漏,要求换货",
    },
    {"name": "陈伟民", "phone": "139-1234-5678", "subject": "停车收费", "receipt": "A-1009", "what": "票已盖章仍收费"},
    {
        "name": "김하경",
        "phone": "+82 10-1234-5678",
        "subject": "환불 거절",
        "receipt": "",
        "what": "직원이 환불을 거절함",
    },
    {"name": "Kim Ha-eun", "phone": "", "subject": "iPhone15 case", "receipt": "B7", "what": "broken, 退货无人理"},
)


@pytest.fixture
def known(counter: Counter) -> list[str]:
    return [
        kit.registered(counter, hotline="400-77" if not person["phone"] else "", **person).complaint
        for person in PEOPLE
    ]


def found(counter: Counter, text: str) -> list[str]:
    return [one.key for one in complaint_finding.find(counter.desk, text=text)]


TYPED = [
    ("8000", 0), ("13800138000", 0), ("138 0013", 0), ("5678", 2), ("刘洋", 0), ("ly", 0), ("liuy", 0), ("伟民", 1),
    ("ㄱㅎㄱ", 2), ("haeun", 3), ("漏水", 0), ("电饭锅", 0), ("换货", 0), ("盖章", 1), ("환불", 2), ("거절", 2),
    ("iphone15", 3), ("iph", 3), ("退货", 3), ("r-88", 0), ("a-10", 1), ("b7", 3), ("400-77", 3), ("漏,要求", 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "which"), TYPED)
def test_a_few_letters_digits_or_characters_find_the_case(
    counter: Counter, known: list[str], text: str, which: int
) -> None:
    assert found(counter, text)[0] == known[which]


@pytest.mark.parametrize("text", ["", "锅锅", "99999", "xyzzy", "退款", "%", "C260101-0001", "漏水电"])
def test_what_nobody_complained_of_finds_nothing(counter: Counter, known: list[str], text: str) -> None:
    assert found(counter, text) == []


def test_a_number_finds_its_case_exactly_and_shows_a_masked_phone(counter: Counter, known: list[str]) -> None:
    for typed in (known[0], known[0].lower().replace("-", ""), f" {known[0]} "):
        one = complaint_finding.find(counter.desk, text=typed)[0]
        assert (one.kind, one.key, one.title, one.mark, one.exact) == (
            "complaint", known[0], "电饭锅漏水", "registered", True,
        )  # fmt: skip
    assert "138****8000" in one.detail
    assert "00138000" not in one.detail


def test_what_was_put_right_is_found_by_what_is_known_now(counter: Counter) -> None:
    case = kit.registered(counter)
    good(intake.amend(counter.act(), **at_hand(case), changes={"phone": "13655554444", "what": "插头冒烟"}))
    assert [found(counter, text) for text in ("8000", "漏水", "4444", "冒烟")] == [
        [], [case.complaint], [case.complaint], [case.complaint],
    ]  # fmt: skip
    assert found(counter, "第二") == []


def test_what_is_shared_by_many_is_walked_from_the_newest_with_the_same_answers(
    counter: Counter, known: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [text for text, _ in TYPED]
    joined = [found(counter, text) for text in texts]
    monkeypatch.setattr(key_index, "FEW", 1)
    monkeypatch.setattr(key_index, "MOST", 0)
    for walked in (1_000, 1):  # all of them, or only the newest: what the walk misses is joined
        monkeypatch.setattr(key_index, "RECENT", walked)
        assert [found(counter, text) for text in texts] == joined


def plan(counter: Counter, statement: Any) -> str:
    """How the engine goes about a query; PostgreSQL with its sequential scans made dear, since the tables are small."""
    with counter.store.engine.connect() as conn:
        postgresql = conn.dialect.name == "postgresql"
        if postgresql:
            conn.exec_driver_sql("set enable_seqscan = off")
        text = str(statement.compile(conn, compile_kwargs={"literal_binds": True}))
        asked = conn.exec_driver_sql(("explain " if postgresql else "explain query plan ") + text)
        return "\n".join(str(row) for row in asked)


def test_list_and_search_walk_indexes(counter: Counter, known: list[str]) -> None:
    engine = counter.store.engine.dialect.name
    assert "complaint_key" in plan(
        counter, key_index._counts("complaint_key", 1).bindparams(a0="~漏水", b0="~漏水", cap=500)
    )
    span = complaint_finding._JOIN[engine].bindparams(a="#8", b="#9", inside="8", most=20)
    joined = plan(counter, span)
    assert "SCAN c" not in joined
    assert "Seq Scan" not in joined
    page = complaint_lists._asked((), over=False, overdue=False).first.params(most=51)
    assert "ix_complaint_open" in plan(counter, page)
    over = complaint_lists._asked(("state",), over=True, overdue=False).first.params(state="closed", most=51)
    assert "ix_complaint_state" in plan(counter, over)
    ranged = sa.select(sa.func.count()).select_from(CASE).where(CASE.c.registered_on >= date(2026, 7, 1))
    assert "ix_complaint_registered_on" in plan(counter, ranged)


def listed(counter: Counter, staff: str = "1001", **asked: Any) -> Page:
    answer = complaint_lists.listed(counter.at(staff), **asked)
    assert isinstance(answer, Page), answer
    return answer


def test_the_open_ones_stand_by_countdown_with_what_is_left(counter: Counter) -> None:
    ordinary = kit.registered(counter)
    grave = kit.registered(counter, severity="grave")
    draft = kit.drafted(counter)
    over = kit.closed(counter)
    page = listed(counter)
    assert [line.number for line in page.rows] == [draft.complaint, grave.complaint, ordinary.complaint]
    assert [line.minutes_left for line in page.rows] == [30, 60, 690]
    assert (page.total, page.overdue, page.after) == (3, 0, "")
    assert [line.number for line in listed(counter, state="closed").rows] == [over.complaint]
    counter.clock.advance(timedelta(minutes=45))
    late = listed(counter, overdue=True)
    assert ([line.number for line in late.rows], late.total, late.overdue) == ([draft.complaint], 1, 1)
    assert late.rows[0].minutes_left == -15


def test_the_list_is_filtered_by_state_department_severity_and_owner(counter: Counter) -> None:
    mine = kit.registered(counter, severity="serious")
    theirs = good(intake.open_(counter.act("1002"), fields={"department": "security"}))
    assert [line.number for line in listed(counter, mine=True).rows] == [mine.complaint]
    assert [line.number for line in listed(counter, "1002", mine=True).rows] == [theirs.complaint]
    assert [line.number for line in listed(counter, department="security").rows] == [theirs.complaint]
    assert [line.number for line in listed(counter, severity="serious").rows] == [mine.complaint]
    assert [line.number for line in listed(counter, state="draft").rows] == [theirs.complaint]
    refusal(complaint_lists.listed(counter.desk, state="lost"), "choose_one")
    for cursor in ("x", "x|y", "2026|1x", "soon|1"):
        refusal(complaint_lists.listed(counter.desk, after=cursor), "choose_one")


@pytest.mark.parametrize("state", ["", "withdrawn"])
def test_pages_follow_one_another_without_gap_or_repeat(counter: Counter, state: str) -> None:
    cases = [kit.registered(counter, severity="grave" if each % 2 else "ordinary") for each in range(7)]
    if state:
        cases = [good(closing.withdraw(counter.act(), **at_hand(case), said="算了")) for case in cases]
    seen, after = [], ""
    for _ in range(4):
        page = listed(counter, state=state, after=after, limit=2)
        seen += [line.number for line in page.rows]
        assert page.total == 7
        after = page.after
    assert after == ""
    assert sorted(seen) == sorted(case.complaint for case in cases)
    assert seen == [line.number for line in listed(counter, state=state).rows]


def test_a_repeat_caller_is_met_with_the_history(counter: Counter) -> None:
    card = counter.member("刘洋", phone="+8613800138000")

    def calls(**asked: str) -> Caller:
        answer = complaint_lists.of(counter.desk, **asked)  # type: ignore[arg-type]
        assert isinstance(answer, Caller), answer
        return answer

    assert calls(phone="13800138000").calls == "first"
    by_phone = kit.registered(counter)
    assert (calls(member=card).calls, calls(member=card).open) == ("second", 1)
    by_card = kit.registered(counter, member=card, phone="13655554444")
    many = calls(phone="13800138000")
    assert (many.calls, many.total, [line.number for line in many.rows]) == (
        "many", 2, [by_card.complaint, by_phone.complaint],
    )  # fmt: skip
    again = kit.registered(counter)
    good(closing.merge(counter.act(LEAD), **at_hand(again), into=by_phone.complaint))
    assert (calls(member=card).total, len(calls(member=card).rows)) == (2, 3)
    refusal(complaint_lists.of(counter.desk), "complainant_needed")
    refusal(complaint_lists.of(counter.desk, member="99"), "member_unknown")
    refusal(complaint_lists.of(counter.desk, phone="12"), "phone_bad")


# Statistics


def recounted(rows: list[Any]) -> Figures:
    """The figures counted one by one, in the words of the specification."""
    heard = [row.feedback for row in rows if row.feedback in ("satisfied", "fair", "dissatisfied")]
    return Figures(
        total=len(rows), judged=sum(row.founded is not None for row in rows),
        founded=sum(row.founded is True for row in rows),
        answered=sum(row.answered_at is not None for row in rows),
        answer_minutes=sum(
            int((row.answered_at - row.registered_at).total_seconds() // 60) for row in rows if row.answered_at
        ),
        implemented=sum(row.implemented_at is not None for row in rows), reopened=sum(row.run > 1 for row in rows),
        heard=len(heard), satisfied=heard.count("satisfied"), fair=heard.count("fair"),
        unreachable=sum(row.feedback == "unreachable" for row in rows),
        closed=sum(row.state == "closed" for row in rows), withdrawn=sum(row.state == "withdrawn" for row in rows),
        cost_money=sum(row.cost for row in rows),
    )  # fmt: skip


def worked(counter: Counter, chance: random.Random) -> None:
    """Some days of complaints, each brought to some state, some reopened or joined."""
    steps = [*kit.IN_STATE.values(), *(kit.closed,) * 4]
    for _ in range(30):
        counter.clock.advance(timedelta(minutes=chance.randrange(1, 900)))
        case = chance.choice(steps)(counter)
        if case.state == "closed" and chance.random() < 0.6:
            good(closing.reopen(counter.act(SUPERVISOR), **at_hand(case), reason="又坏了"))
        elif case.state not in (*ENDED, "draft"):
            counter.clock.advance(timedelta(minutes=chance.randrange(1, 900)))
            fields = {"channel": chance.choice(("phone", "letter")), "category": chance.choice(("price", "service"))}
            good(intake.amend(counter.act(), **at_hand(case), changes=fields))


def test_the_figures_equal_a_recount_of_the_records(counter: Counter) -> None:
    worked(counter, random.Random(7))
    with counter.store.engine.connect() as conn:
        rows = conn.execute(sa.select(CASE).where(CASE.c.registered_on.is_not(None))).all()
    days = sorted({row.registered_on for row in rows})
    assert len(days) > 5
    for start, end in itertools.combinations([days[0], days[len(days) // 2], days[-1]], 2):
        told = complaint_figures.statistics(counter.desk, start=start, end=end)
        assert isinstance(told, Statistics)
        within = [row for row in rows if start <= row.registered_on <= end]
        counted = [row for row in within if row.state != "merged"]
        assert told.whole == recounted(counted)
        assert told.merged == len(within) - len(counted)
        for name in complaint_figures.DIMENSIONS:
            assert {row.code for row in told.rows[name]} == {getattr(row, name) for row in counted}
            for line in told.rows[name]:
                assert line.figures == recounted([row for row in counted if getattr(row, name) == line.code])
            sums = Tally[str]()
            for line in told.rows[name]:
                sums.update(vars(line.figures))
            assert sums == Tally(vars(told.whole))
    assert isinstance(told, Statistics)
    assert told.whole.reopened
    assert told.whole.founded < told.whole.judged


def test_days_that_end_before_they_begin_are_an_error_and_an_empty_range_is_empty(counter: Counter) -> None:
    kit.registered(counter)
    refusal(complaint_figures.statistics(counter.desk, start=date(2026, 7, 2), end=date(2026, 7, 1)), "span_backwards")
    told = complaint_figures.statistics(counter.desk, start=date(2025, 7, 1), end=date(2025, 7, 2))
    assert not isinstance(told, No)
    assert (told.whole, told.merged) == (Figures(), 0)
    assert not any(told.rows.values())


def test_first_answer_counts_and_a_note_does_not(counter: Counter) -> None:
    case = kit.registered(counter)
    counter.clock.advance(timedelta(minutes=7))
    good(marks.note(counter.act(), **at_hand(case), text="等主管"))
    told = complaint_figures.statistics(counter.desk, start=date(2026, 7, 15), end=date(2026, 7, 15))
    assert isinstance(told, Statistics)
    assert (told.whole.answered, told.whole.answer_minutes) == (0, 0)

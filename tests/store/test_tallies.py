"""The figures that are kept as entries are posted are those of the journal, counted by other means."""

from __future__ import annotations

import json
from collections import Counter as Times
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.rules.decisions import No
from deskapp.store import gifts, people, points, reports, seals, stock, tallies, verify, voids
from deskapp.store.report_parts import Report
from tests.store.conftest import PIN, Counter, supervisor
from tests.store.test_verify import by_hand

TODAY = date(2026, 7, 15)
SOURCES = {"given": ("issued", "member"), "redeemed": ("member", "issued"), "adjusted_up": ("adjusted", "member"),
           "adjusted_down": ("member", "adjusted")}  # fmt: skip


def recount(counter: Counter, start: date, end: date) -> dict[str, Any]:
    """The main figures of some days by plain SQL over journal and transfers, as an auditor would count them."""
    with counter.store.engine.connect() as conn:
        rows = conn.execute(
            sa.text(
                "select operation, kind, actor, approver, payload from journal where business_date between :a and :b"
            ).bindparams(sa.bindparam("a", start, sa.Date()), sa.bindparam("b", end, sa.Date()))
        ).all()
        moved = conn.execute(
            sa.text(
                "select case when s.holder like 'member:%' then 'member' else s.holder end,"
                " case when t.holder like 'member:%' then 'member' else t.holder end, sum(m.amount)"
                " from transfer m join account s on s.id = m.source join account t on t.id = m.target"
                " join journal j on j.number = m.entry where m.reverses is null and s.unit = 'points'"
                " and j.business_date between :a and :b group by 1, 2"
            ).bindparams(sa.bindparam("a", start, sa.Date()), sa.bindparam("b", end, sa.Date()))
        ).all()  # fmt: skip
    flows = {(source, target): int(amount) for source, target, amount in moved}
    mine = [row for row in rows if row.operation != "people.sign_in"]
    return {
        "entries": len(rows),
        "work": Times((row.operation, row.kind) for row in rows),
        "done_by": Times(row.actor for row in mine if row.kind == "done"),
        "refused": Times(json.loads(row.payload)["refused"] for row in rows if row.kind == "refused"),
        "approved": Times(row.approver for row in mine if row.approver),
        **{name: flows.get(way, 0) for name, way in SOURCES.items()},
    }


def told(report: Report) -> dict[str, Any]:
    """The same figures as the report tells them."""
    work = {(w.operation, kind): getattr(w, kind) for w in report.work for kind in ("done", "refused")}
    refused: Times[str] = Times()
    for each in report.refusals:
        refused[each.code] += each.times
    return {
        "entries": report.entries,
        "work": Times({key: times for key, times in work.items() if times}),
        "done_by": Times({clerk.staff: clerk.done for clerk in report.clerks if clerk.done}),
        "refused": refused,
        "approved": Times({clerk.staff: clerk.approvals for clerk in report.clerks if clerk.approvals}),
        **{name: getattr(report.points, name) for name in SOURCES},
    }


def act(counter: Counter, card: str, what: str, number: int) -> None:
    """One act of a day, done or refused."""
    clerk = "1001" if number % 2 else "1002"
    counter_letter = "A" if number % 3 else "B"
    if what == "earn":
        points.earn(counter.act(clerk, counter=counter_letter), card=card, receipt=f"R{number}", amount=1000 * number)
    elif what == "same receipt":
        points.earn(counter.act(clerk), card=card, receipt="R0", amount=9000)
    elif what == "gift":
        gifts.redeem(counter.act(clerk, counter=counter_letter), card=card, item="G001")
    elif what == "by hand":
        points.adjust(counter.act(clerk, supervisor()), card=card, points=number - 3 or 7, reason="更正")
    elif what == "late":
        day = counter.store.policies.business_date(counter.clock.now()) - timedelta(days=1)
        points.earn(counter.act(clerk, supervisor()), card=card, receipt=f"L{number}", amount=5000, date=day)
    elif what == "void":
        with counter.store.engine.connect() as conn:
            last = conn.execute(sa.text("select max(number) from journal where operation = 'points.earn'")).scalar()
        voids.void(counter.act(clerk), entry=last or 1, reason="刷错卡")
    elif what == "pin":
        people.sign_in(counter.at(clerk), clerk, PIN if number % 2 else "000000")
    elif what == "seal":
        seals.seal(counter.act("2001"))
    elif what == "night":
        counter.clock.advance(timedelta(hours=10))


ACTS = ("earn", "same receipt", "gift", "by hand", "late", "void", "pin", "night")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from((*ACTS, "seal")), min_size=5, max_size=25))
def test_whatever_is_done_the_kept_figures_are_a_recount(counter: Counter, acts: list[str]) -> None:
    """The store goes on from one example to the next: what was sealed stays sealed."""
    card = counter.member()
    counter.gift(price=5, on_desk=3)
    for number, what in enumerate(acts):
        act(counter, card, what, number)
    counter.clock.advance(timedelta(days=1))
    answer = verify.verify(counter.at("6001"))
    assert answer.holds, answer.flaws[:3]


def test_a_report_is_what_an_auditor_counts(counter: Counter) -> None:
    card = counter.member()
    counter.gift(price=5, on_desk=3)
    for number, what in enumerate(ACTS * 6):
        act(counter, card, what, number)
    last = counter.store.policies.business_date(counter.clock.now())
    for start, end in ((TODAY, TODAY), (TODAY, last), (TODAY + timedelta(days=1), last)):
        answer = reports.range_(counter.at("6001"), start=start, end=end)
        assert not isinstance(answer, No)
        assert told(answer) == recount(counter, start, end)


@pytest.mark.parametrize(
    "change",
    [
        "update tally set amount = amount + 1 where figure = 'work'",
        "update tally set amount = 0 where figure = 'hour'",
        "update tally_day set entries = entries + 1",
        "delete from tally where figure = 'flow'",
        "update tally set counter = 'B'",
        "delete from tally_note",
    ],
)
def test_a_figure_changed_by_hand_is_found(counter: Counter, change: str) -> None:
    card = counter.member()
    counter.points(card, 50)
    assert verify.verify(counter.at("6001")).holds
    by_hand(counter, change)
    flaws = {flaw.check for flaw in verify.verify(counter.at("6001")).flaws}
    assert flaws == {"figures are those of the entries"}


def test_a_day_without_entries_has_no_figures(counter: Counter) -> None:
    with counter.store.engine.connect() as conn:
        assert tallies.kept(conn, TODAY) == tallies.recount(conn, counter.store.policies, TODAY) == {}


def test_figures_are_of_the_counter_where_it_was_done(counter: Counter) -> None:
    stock.receive(counter.act(counter="B"), item=counter.gift(on_desk=0), quantity=3)
    with counter.store.engine.connect() as conn:
        assert set(tallies.kept(conn, TODAY)) == {"A", "B"}

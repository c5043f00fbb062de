"""What waits: for a supervisor's or a manager's word, at the desk as a figure, and for a member who stands there."""

from __future__ import annotations

from datetime import timedelta

from deskapp.store import approvals, closing, complaint_lists, home, intake, lookup, marks, profiles
from deskapp.store.complaint_lists import Caller, Page
from deskapp.store.profiles import MemberView
from tests.store import callers
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import at_hand, good, refusal
from tests.store.conftest import PEOPLE, Counter

ABOVE = 150_000
"""A cost that only the manager approves."""


def waiting(counter: Counter, staff: str) -> list[str]:
    return [each.case.number for each in approvals.approvals(counter.at(staff))]


def test_who_approves_sees_the_cases_up_to_their_sum_with_what_each_proposal_costs(counter: Counter) -> None:
    small, large = kit.proposed(counter), kit.proposed(counter, cost=ABOVE)
    dear = kit.proposing(counter)
    only = [kit.Proposal([kit.Remedy("refund", ABOVE, "全额退款")])]
    dear = good(kit.remedies.propose(counter.act(), **at_hand(dear), proposals=only))
    kit.offered(counter)
    assert waiting(counter, kit.SUPERVISOR) == [small.complaint, large.complaint]
    assert waiting(counter, kit.MANAGER) == [small.complaint, large.complaint, dear.complaint]
    found = {each.case.number: each for each in approvals.approvals(counter.at(kit.MANAGER))}
    assert (found[large.complaint].costs_money, found[large.complaint].needed) == ([ABOVE, 900], "supervisor")
    assert (found[dear.complaint].costs_money, found[dear.complaint].needed) == ([ABOVE], "manager")
    for staff in ("1001", kit.LEAD, "6001"):
        assert waiting(counter, staff) == []


def test_nobody_is_asked_to_approve_what_names_them_and_a_second_round_counts_anew(counter: Counter) -> None:
    named = kit.proposed(counter, staff=PEOPLE[kit.SUPERVISOR][0])
    assert waiting(counter, kit.SUPERVISOR) == []
    assert waiting(counter, kit.MANAGER) == [named.complaint]
    back = good(kit.remedies.approve(counter.act(kit.MANAGER), **at_hand(named), reason="太少"))
    cheap = [kit.Proposal([kit.Remedy("apology")])]
    good(kit.remedies.propose(counter.act(), **at_hand(back), proposals=cheap))
    (one,) = approvals.approvals(counter.at(kit.MANAGER))
    assert one.costs_money == [0]


def test_what_is_on_hold_still_waits_and_says_so(counter: Counter) -> None:
    case = kit.proposed(counter)
    good(marks.hold(counter.act(), **at_hand(case), party="department", reason="等供应商"))
    (one,) = approvals.approvals(counter.at(kit.SUPERVISOR))
    assert (one.case.number, one.case.held_by) == (case.complaint, "department")


def test_home_counts_what_its_lists_list(counter: Counter) -> None:
    kit.registered(counter, severity="grave")
    kit.proposed(counter)
    kit.closed(counter)
    counter.clock.advance(timedelta(minutes=90))
    due = home.due(counter.desk)
    page = complaint_lists.listed(counter.desk)
    assert isinstance(page, Page)
    assert (due.complaints_open, due.complaints_overdue, due.approvals) == (page.total, page.overdue, None)
    assert (page.total, page.overdue) == (2, 1)
    assert home.due(counter.at(kit.SUPERVISOR)).approvals == len(waiting(counter, kit.SUPERVISOR)) == 1


def test_whom_a_case_was_escalated_to_counts_it_at_home_and_lists_it(counter: Counter) -> None:
    def seen(staff: str) -> tuple[int | None, list[str]]:
        page = complaint_lists.listed(counter.at(staff), escalated=True)
        assert isinstance(page, Page)
        assert page.total == len(page.rows)
        return home.due(counter.at(staff)).complaints_escalated, [line.number for line in page.rows]

    kit.registered(counter)
    assert [seen(staff) for staff in ("1001", kit.LEAD)] == [(None, []), (0, [])]
    called: dict[str, str] = {}
    for level in ("lead", "supervisor", "manager"):
        case = kit.registered(counter)
        case = good(marks.escalate(counter.act(), **at_hand(case), level=level, reason="顾客受伤"))
        called[level] = case.complaint
    outside = good(
        marks.escalate(
            counter.act(kit.SUPERVISOR), **at_hand(kit.registered(counter)), level="authority", reason="受伤",
            body="市监局", told="李科长",
        )
    )  # fmt: skip
    lead, supervisor = [called["lead"]], [called["lead"], called["supervisor"]]
    everything = [*called.values(), outside.complaint]
    assert seen(kit.LEAD) == (1, lead)
    assert seen(kit.SUPERVISOR) == (2, supervisor)
    assert seen(kit.MANAGER) == (4, everything)
    for staff in ("1001", "5001", "6001"):
        assert seen(staff) == (None, [])
    case = kit.shown(counter, outside)
    good(closing.withdraw(counter.act(), complaint=outside.complaint, version=case.fields["version"], said="算了"))
    assert seen(kit.MANAGER) == (3, list(called.values()))


def test_a_member_is_shown_with_their_open_complaints_and_the_callbacks_owed_to_them(counter: Counter) -> None:
    card = counter.member("刘洋", phone="+8613800138000")

    def shown() -> MemberView:
        view = profiles.show(counter.desk, card=card)
        assert isinstance(view, MemberView)
        return view

    assert (shown().flags, shown().complaints, shown().callbacks) == ([], [], [])
    case = kit.registered(counter, member=card, channel="phone")
    callback = callers.owed(counter, member=card, purpose="promise")
    view = shown()
    assert view.flags == ["complaint", "callback"]
    assert [(each.number, each.state, each.subject) for each in view.complaints] == [
        (case.complaint, "registered", "电饭锅漏水")
    ]
    assert [(each.number, each.purpose) for each in view.callbacks] == [(callback, "promise")]
    good(closing.withdraw(counter.act(), **at_hand(case), said="算了"))
    assert shown().flags == ["callback"]


def test_what_is_owed_later_is_no_callback_due(counter: Counter) -> None:
    card = counter.member("刘洋", phone="+8613800138000")
    callers.owed(counter, member=card, earliest="2026-07-16 10:00")
    view = profiles.show(counter.desk, card=card)
    assert isinstance(view, MemberView)
    assert (view.flags, len(view.callbacks)) == ([], 1)


def test_the_search_line_finds_complaints_by_number_phone_and_words_behind_the_members(counter: Counter) -> None:
    case = kit.registered(counter)
    card = counter.member("刘洋")

    def found(text: str) -> list[tuple[str, str, bool]]:
        return [(one.kind, one.key, one.exact) for one in lookup.find(counter.desk, text=text)]

    assert found(case.complaint.lower().replace("-", "")) == [("complaint", case.complaint, True)]
    for text in ("8000", "13800138000", "漏水", "R-88"):
        assert found(text) == [("complaint", case.complaint, False)]
    assert found(card)[0][0] == "card"


def test_the_list_finds_by_a_text_whatever_state_a_case_is_in(counter: Counter) -> None:
    open_, over = kit.registered(counter), kit.closed(counter)
    kit.registered(counter, subject="停车收费", what="重复收费", phone="13655554444", receipt="")
    page = complaint_lists.listed(counter.desk, text="漏水")
    assert isinstance(page, Page)
    assert [(line.number, line.state) for line in page.rows] == [
        (over.complaint, "closed"), (open_.complaint, "registered"),
    ]  # fmt: skip
    assert (page.total, page.after) == (2, "")


def test_what_else_the_customer_of_a_case_complained_of_leaves_the_case_itself_out(counter: Counter) -> None:
    first, second = kit.registered(counter), kit.registered(counter)
    nobody = good(intake.open_(counter.act()))
    told = complaint_lists.of(counter.desk, complaint=second.complaint)
    assert isinstance(told, Caller)
    assert (told.calls, [line.number for line in told.rows]) == ("second", [first.complaint])
    none = complaint_lists.of(counter.desk, complaint=nobody.complaint)
    assert isinstance(none, Caller)
    assert (none.calls, none.rows) == ("first", [])
    refusal(complaint_lists.of(counter.desk, complaint="C1"), "complaint_unknown")

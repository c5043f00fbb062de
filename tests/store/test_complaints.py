"""Complaints on a real store, from the first word to the closed case: every step, every refusal, once each."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from deskapp.rules.complaint_table import ROWS, Move, State
from deskapp.rules.decisions import No, satisfies
from deskapp.store import callbacks, closing, evidence, handling, intake, marks, remedies, slips, verify
from deskapp.store.callbacks import CALLBACK
from deskapp.store.complaints import CASE, Moved
from deskapp.store.journal import JOURNAL
from deskapp.store.registry import OPERATIONS
from deskapp.store.remedies import Proposal, Remedy
from tests.store import complaint_kit as kit
from tests.store.complaint_kit import LEAD, MANAGER, SUPERVISOR, at_hand, by, good, refusal, shown
from tests.store.conftest import PEOPLE, Counter


def journal(counter: Counter) -> list[Any]:
    with counter.store.engine.connect() as conn:
        return list(conn.execute(sa.select(JOURNAL).order_by(JOURNAL.c.number)))


def everything(counter: Counter) -> dict[str, Any]:
    """Every row of every table but those of the journal itself, where each refusal is written down."""
    told = {"journal", "chain_head", "tally", "tally_day", "tally_note"}
    with counter.store.engine.connect() as conn:
        tables = [each for each in SQLModel.metadata.sorted_tables if each.name not in told]
        return {each.name: sorted(map(str, conn.execute(sa.select(each)))) for each in tables}


def test_one_call_opens_a_numbered_draft_that_is_due_at_once(counter: Counter) -> None:
    first, second = kit.drafted(counter), kit.drafted(counter)
    assert (first.complaint, first.state, first.version) == ("CA260715-0001", "draft", 1)
    assert second.complaint == "CA260715-0002"
    assert (first.due_step, first.due_at) == ("acknowledge", counter.clock.now() + timedelta(minutes=30))


def test_the_six_steps_lead_to_a_closed_case_with_its_whole_history(counter: Counter) -> None:
    case = kit.closed(counter)
    view = shown(counter, case)
    assert (view.fields["state"], view.fields["measure"], view.cost_money) == ("closed", "请供应商检查批次", 5_000)
    assert [event.operation.partition(".")[2] for event in view.history] == [
        "open", "register", "judge", "investigate", "propose", "approve", "accept", "implement", "feedback", "close",
    ]  # fmt: skip
    assert view.history[1].told["what"] == kit.FIELDS["what"]
    assert view.history[-2].told == {"feedback": "satisfied", "said": "很好"}
    assert [(run.step, run.run, run.ended_at is not None) for run in view.runs] == [
        (step, 1, True)
        for step in (
            "acknowledge", "judge", "answer", "investigate", "propose", "approve", "offer", "implement", "feedback",
        )
    ]  # fmt: skip
    assert view.why is None
    entries = journal(counter)
    assert len(entries) == 11  # ten moves and the signature
    facts = json.loads(entries[-1].payload)
    assert facts["facts"]["from"] == "awaiting_feedback"
    assert facts["cases"][case.complaint]["state"] == "closed"
    assert verify.verify(counter.at("6001")).flaws == []


def test_the_journal_holds_no_personal_data_of_a_complaint(counter: Counter) -> None:
    kit.closed(counter)
    told = "".join(row.payload for row in journal(counter))
    assert "漏水" not in told
    assert "刘洋" not in told
    assert "13800138000" not in told


MORE: dict[str, dict[str, Any]] = {
    "register": {"fields": kit.FIELDS},
    "amend": {"changes": {"place": "三楼"}},
    "answer": {"founded": False, "reason": "r", "answer": "a", "told_at": None, "told_by": "王芳"},
    "judge": {"founded": True, "department": "floor", "promised_at": None},
    "investigate": {"cause": "defect", "none_found": True},
    "propose": {"proposals": [Proposal([Remedy("apology")])], "asked": "道歉"},
    "approve": {"chosen": 1},
    "return": {"reason": "太贵"},
    "accept": {"answer": "signed"},
    "decline": {"answer": "declined", "said": "不要"},
    "refer": {"body": "消协", "reference": "1"},
    "implement": {"done": ["x"], "conduct": "no"},
    "feedback": {"answer": "fair"},
    "dissatisfied": {"answer": "dissatisfied", "said": "还是坏"},
    "close": {"measure": "m"},
    "reopen": {"reason": "r"},
    "withdraw": {"said": "算了"},
    "restore": {"reason": "r"},
    "unmerge": {"reason": "r"},
    "hold": {"party": "customer", "reason": "等收据"},
    "release": {},
    "escalate": {"level": "lead", "reason": "r"},
    "attach": {"name": "a.pdf", "content": "JVBERi0xLjcK"},
    "note": {"text": "t"},
}
NAMES = {"answer": "judge", "return": "approve", "decline": "accept", "dissatisfied": "feedback"}


@pytest.mark.parametrize("state", State)
def test_what_the_table_does_not_hold_is_refused_journalled_and_changes_nothing(counter: Counter, state: State) -> None:
    other = kit.registered(counter)
    case: Moved = kit.IN_STATE[state.value](counter)
    assert case.state == state
    before, refused = everything(counter), 0
    for move in Move:
        if (move, state) in ROWS or move is Move.OPEN:
            continue
        more: dict[str, Any] = {"into": other.complaint} if move is Move.MERGE else dict(MORE[move.value])
        for name in ("told_at", "promised_at"):
            if name in more:
                more[name] = counter.clock.now() + timedelta(hours=1 if name == "promised_at" else -1)
        operation = OPERATIONS[f"complaints.{NAMES.get(move.value, move.value)}"]
        entries = len(journal(counter))
        no = refusal(operation(counter.act(MANAGER), **at_hand(case), **more), "complaint_state")
        assert (no.figures["state"], no.figures["move"]) == (state.value, move.value)
        assert no.figures["complaint"] == case.complaint
        last = journal(counter)[-1]
        assert (last.number, last.kind, last.operation) == (entries + 1, "refused", operation.name)
        assert json.loads(last.payload)["refused"] == "complaint_state"
        refused += 1
    assert refused
    assert everything(counter) == before


@pytest.mark.parametrize("state", State)
def test_whose_role_is_too_low_is_refused_journalled_and_changes_nothing(counter: Counter, state: State) -> None:
    other, case = kit.drafted(counter).complaint, kit.IN_STATE[state.value](counter)
    before, at = everything(counter), counter.clock.now()
    for (move, source), row in ROWS.items():
        if source is not state or move in (Move.OPEN, Move.RELEASE):
            continue
        more = {"into": other} if move is Move.MERGE else dict(MORE[move.value])
        if "promised_at" in more:
            more["promised_at"] = at + timedelta(hours=1)
        if "told_at" in more:
            more["told_at"] = at - timedelta(minutes=1)
        operation = OPERATIONS[f"complaints.{NAMES.get(move.value, move.value)}"]
        for staff, (_name, role) in PEOPLE.items():
            if satisfies(role, row.by):
                continue
            entries = len(journal(counter))
            refused = refusal(operation(counter.act(staff), **at_hand(case), **more), "role_needed")
            assert refused.figures["has"] == role.value
            last = journal(counter)[-1]
            assert (last.number, last.kind, last.actor) == (entries + 1, "refused", staff), (move, staff)
            assert json.loads(last.payload)["refused"] == "role_needed"
    assert everything(counter) == before


def test_a_clerk_brings_the_role_onto_the_same_form(counter: Counter) -> None:
    case = kit.registered(counter)
    given: dict[str, Any] = {"founded": True, "department": "floor", "promised_at": counter.clock.now() + timedelta(1)}
    alone = refusal(handling.judge(counter.act(), **at_hand(case), **given), "role_needed")
    assert (alone.approver, alone.figures["needed"]) == ("lead", "lead")
    refusal(handling.judge(counter.act(approval=by("1002")), **at_hand(case), **given), "approver_role")
    assert good(handling.judge(counter.act(approval=by(LEAD)), **at_hand(case), **given)).state == "investigating"
    assert journal(counter)[-1].approver == LEAD


@pytest.mark.parametrize("staff", ["5001", "6001"])
def test_finance_and_auditors_read_and_move_nothing(counter: Counter, staff: str) -> None:
    case = kit.registered(counter)
    assert shown(counter, case, staff).fields["state"] == "registered"
    refusal(marks.note(counter.act(staff), **at_hand(case), text="x"), "role_needed")


@pytest.mark.parametrize("field", ["staff", "responsible"])
def test_nobody_approves_or_closes_a_case_that_names_them_not_even_as_the_second_person(
    counter: Counter, field: str
) -> None:
    named = {"staff": "赵敏"} if field == "staff" else {"responsible": "3001"}
    case = kit.proposed(counter, **named)  # type: ignore[arg-type]
    no = refusal(remedies.approve(counter.act(SUPERVISOR), **at_hand(case), chosen=1), "complaint_names_you")
    assert no.approver is None
    refusal(remedies.approve(counter.act(approval=by(SUPERVISOR)), **at_hand(case), chosen=1), "complaint_names_you")
    refusal(remedies.approve(counter.act(SUPERVISOR), **at_hand(case), reason="太贵"), "complaint_names_you")
    refusal(closing.withdraw(counter.act(SUPERVISOR), **at_hand(case), said="算了"), "complaint_names_you")
    assert good(remedies.approve(counter.act(MANAGER), **at_hand(case), chosen=1)).state == "awaiting_customer"


def test_nobody_closes_a_case_that_names_them(counter: Counter) -> None:
    case = kit.heard(counter, answer="fair")
    case = good(intake.amend(counter.act(), **at_hand(case), changes={"staff": "1002, 3001"}))
    before = kit.row(counter, case)
    closes: dict[str, Any] = {**at_hand(case), "measure": "查批次"}
    refusal(closing.close(counter.act(SUPERVISOR), **closes), "complaint_names_you")
    refusal(closing.close(counter.act(approval=by(SUPERVISOR)), **closes), "complaint_names_you")
    assert json.loads(journal(counter)[-1].payload)["refused"] == "complaint_names_you"
    assert kit.row(counter, case) == before
    assert good(closing.close(counter.act(MANAGER), **closes)).state == "closed"


def test_the_named_lead_does_not_judge(counter: Counter) -> None:
    case = kit.registered(counter, staff="1002, 2001")
    until = counter.clock.now() + timedelta(days=1)
    answer = handling.judge(counter.act(LEAD), **at_hand(case), founded=True, department="floor", promised_at=until)
    refusal(answer, "complaint_names_you")


def test_whom_a_case_names_cannot_clear_the_way_for_themselves(counter: Counter) -> None:
    draft = kit.drafted(counter, staff="收银员陈静")
    refusal(intake.register(counter.act(), **at_hand(draft), fields={**kit.FIELDS, "staff": ""}), "complaint_names_you")
    case = kit.investigating(counter, staff="李强、赵敏(3001)")
    before = kit.row(counter, case)
    for act in (counter.act(SUPERVISOR), counter.act(approval=by(SUPERVISOR))):
        refusal(intake.amend(act, **at_hand(case), changes={"staff": "李强"}), "complaint_names_you")
    assert kit.row(counter, case) == before
    case = good(intake.amend(counter.act(SUPERVISOR), **at_hand(case), changes={"staff": "李强，工号3001"}))
    case = good(intake.amend(counter.act("1002"), **at_hand(case), changes={"staff": "1002"}))
    found: dict[str, Any] = {"cause": "conduct", "responsible": "赵敏"}
    case = good(handling.investigate(counter.act(LEAD), **at_hand(case), **found))
    offers = [Proposal([Remedy("apology")])]
    case = good(remedies.propose(counter.act(), **at_hand(case), proposals=offers))
    case = good(remedies.approve(counter.act(MANAGER), **at_hand(case), chosen=1))
    assert not isinstance(slips.sign(counter.act(), slip=case.slip), No)
    case = good(remedies.accept(counter.act(), **at_hand(case)))
    case = good(handling.implement(counter.act(), **at_hand(case), done=["道歉"], conduct="no"))
    case = good(closing.feedback(counter.act(), **at_hand(case), answer="dissatisfied", said="还是不满"))
    none: dict[str, Any] = {"cause": "other", "none_found": True}
    refusal(handling.investigate(counter.act(SUPERVISOR), **at_hand(case), **none), "complaint_names_you")
    assert good(handling.investigate(counter.act(LEAD), **at_hand(case), **none)).state == "proposing"


def test_a_stale_form_is_told_who_changed_what_and_overwrites_nothing(counter: Counter) -> None:
    case = kit.registered(counter)
    changed = good(intake.amend(counter.act("1002"), **at_hand(case), changes={"place": "三楼", "asked": "退款"}))
    before = kit.row(counter, case)
    no = refusal(intake.amend(counter.act(), **at_hand(case), changes={"asked": "换货"}), "stale")
    assert (no.figures["changed"], no.figures["by"], no.figures["version"]) == ("asked, place", "1002", 3)
    assert no.figures["at"] == counter.clock.now()
    assert kit.row(counter, case) == before
    assert journal(counter)[-1].kind == "refused"
    assert good(intake.amend(counter.act(), **at_hand(changed), changes={"asked": "换货"})).version == 4


def test_the_same_posting_twice_moves_once(counter: Counter) -> None:
    case = kit.implemented(counter)
    act = counter.act()
    first = closing.feedback(act, **at_hand(case), answer="dissatisfied", said="还是漏")
    again = closing.feedback(act, **at_hand(case), answer="dissatisfied", said="还是漏")
    assert first == again
    view = shown(counter, case)
    assert (view.fields["state"], view.reopened, view.fields["version"]) == ("investigating", 1, case.version + 1)
    refusal(closing.feedback(counter.act(), **at_hand(case), answer="dissatisfied", said="还是漏"), "stale")
    assert shown(counter, case).reopened == 1


def test_dissatisfied_reopens_with_a_new_deadline_and_keeps_the_first_run(counter: Counter) -> None:
    case = kit.implemented(counter)
    first = {run.step: run for run in shown(counter, case).runs}
    counter.clock.advance(timedelta(days=2))
    again = good(closing.feedback(counter.act(), **at_hand(case), answer="dissatisfied", said="还是漏"))
    runs = shown(counter, case).runs
    assert [run for run in runs if run.run == 1 and run.step != "feedback"] == [
        run for step, run in first.items() if step != "feedback"
    ]
    new = {run.step: run for run in runs if run.run == 2}
    assert set(new) == {"investigate", "answer"}
    assert new["answer"].due_at == first["answer"].due_at + timedelta(days=2)
    assert (again.due_step, again.due_at) == ("investigate", new["investigate"].due_at)
    assert shown(counter, case).fields["feedback"] == "dissatisfied"


def test_two_supervisors_approve_at_once_and_one_is_told(counter: Counter) -> None:
    with ThreadPoolExecutor(2) as pool:
        for _ in range(5):
            case = kit.proposed(counter)
            posted = [
                pool.submit(remedies.approve, act, **at_hand(case), chosen=chosen)
                for act, chosen in ((counter.act(SUPERVISOR), 1), (counter.act(MANAGER, counter="B"), 2))
            ]
            answers = [each.result() for each in posted]
            won = [each for each in answers if isinstance(each, Moved)]
            lost = [each for each in answers if isinstance(each, No)]
            assert (len(won), [each.code for each in lost]) == (1, ["stale"])
            assert lost[0].figures["state"] == "awaiting_customer"
            approved = {offer.option for offer in shown(counter, case).offers if offer.approved}
            assert len(approved) == 1


def test_a_draft_is_registered_with_who_what_and_when(counter: Counter) -> None:
    draft = kit.drafted(counter)
    nobody = {**kit.FIELDS, "name": "", "phone": ""}
    assert (
        refusal(intake.register(counter.act(), **at_hand(draft), fields=nobody), "complainant_needed").field == "name"
    )
    for name in ("channel", "what", "happened_at"):
        no = refusal(intake.register(counter.act(), **at_hand(draft), fields={**kit.FIELDS, name: ""}), "empty")
        assert no.field == name
    refusal(intake.register(counter.act(), **at_hand(draft), fields={**kit.FIELDS, "phone": "12"}), "phone_bad")
    refusal(intake.register(counter.act(), **at_hand(draft), fields={**kit.FIELDS, "member": "99"}), "member_unknown")
    assert kit.row(counter, draft).version == 1


def test_a_known_member_brings_name_phone_and_language(counter: Counter) -> None:
    card = counter.member("김하경", phone="+821012345678", language="ko")
    fields = {"channel": "phone", "what": "불친절", "happened_at": "2026-07-15 09:00", "member": card}
    case = good(intake.register(counter.act(), **at_hand(kit.drafted(counter)), fields=fields))
    view = shown(counter, case)
    assert (view.fields["name"], view.fields["language"], view.member[:1]) == ("김하경", "ko", "M")
    assert "12345678" not in view.phone
    assert case.slip == ""


def test_at_the_desk_the_complainant_signs_a_receipt_with_their_own_words(counter: Counter) -> None:
    case = kit.registered(counter)
    slip = slips.show(counter.desk, slip=case.slip)
    assert slip is not None
    assert (slip.kind, slip.state, slip.facts["what"]) == ("complaint", "to_sign", kit.FIELDS["what"])


def test_unfounded_is_never_just_dropped(counter: Counter) -> None:
    case = kit.registered(counter)
    told = counter.clock.now()
    whole = {"reason": "人为损坏", "answer": "已说明", "told_at": told, "told_by": "王芳"}
    for name in whole:
        less = {**whole, name: None if name == "told_at" else ""}
        no = refusal(handling.judge(counter.act(LEAD), **at_hand(case), founded=False, **less), "empty")  # type: ignore[arg-type]
        assert no.field == name
    later = {**whole, "told_at": told + timedelta(minutes=1)}
    refusal(handling.judge(counter.act(LEAD), **at_hand(case), founded=False, **later), "future")  # type: ignore[arg-type]
    alone = refusal(handling.judge(counter.act(), **at_hand(case), founded=False, **whole), "role_needed")  # type: ignore[arg-type]
    assert alone.approver == "lead"
    done = good(handling.judge(counter.act(approval=by(LEAD)), **at_hand(case), founded=False, **whole))  # type: ignore[arg-type]
    assert (done.state, done.due_at) == ("answered_unfounded", None)
    assert shown(counter, case).fields["answer"] == "已说明"


def test_the_lead_names_a_department_and_a_time_to_come(counter: Counter) -> None:
    case, now = kit.registered(counter), counter.clock.now()
    for department, hours, staff, code in (
        ("moon", 1, "", "kind_bad"), ("floor", -1, "", "past"), ("floor", 1, "9999", "staff_unknown"),
        ("", 1, "", "empty"),
    ):  # fmt: skip
        until = now + timedelta(hours=hours)
        answer = handling.judge(
            counter.act(LEAD), **at_hand(case), founded=True, department=department, promised_at=until, assignee=staff
        )
        refusal(answer, code)
    judged = good(
        handling.judge(
            counter.act(LEAD), **at_hand(case), founded=True, department="floor", promised_at=now + timedelta(hours=1),
            assignee="1002",
        )
    )  # fmt: skip
    assert (judged.due_step, judged.due_at) == ("promise", now + timedelta(hours=1))


def test_the_cause_and_the_responsible_person_or_none_are_recorded(counter: Counter) -> None:
    case = kit.investigating(counter)
    act = counter.act
    refusal(handling.investigate(act(LEAD), **at_hand(case), cause="bad luck", none_found=True), "kind_bad")
    refusal(handling.investigate(act(LEAD), **at_hand(case), cause="defect"), "empty")
    both = handling.investigate(act(LEAD), **at_hand(case), cause="defect", none_found=True, responsible="1002")
    refusal(both, "choose_one")
    found = good(
        handling.investigate(act(LEAD), **at_hand(case), cause="conduct", responsible="1002", finding="见监控")
    )
    view = shown(counter, found)
    assert (view.fields["cause"], view.fields["responsible"], view.fields["assignee"]) == ("conduct", "1002", "1001")
    assert view.history[-1].told["finding"] == "见监控"


def test_a_class_that_the_house_gave_up_stays_with_the_cases_that_have_it(counter: Counter) -> None:
    def given_up(case: Moved, **classes: str) -> dict[str, Any]:
        with counter.store.engine.begin() as conn:
            conn.execute(sa.update(CASE).where(CASE.c.number == case.complaint).values(**classes))
        return at_hand(case)

    lead = counter.act(LEAD)
    case = kit.registered(counter)
    changes = {"category": "fax", "department": "cellar", "channel": "telex", "place": "三楼"}
    old = given_up(case, category="fax", department="cellar", channel="telex")
    good(intake.amend(counter.act(), **old, changes=changes))
    refusal(intake.amend(counter.act(), **at_hand(kit.registered(counter)), changes=changes), "kind_bad")
    case, until = kit.registered(counter), counter.clock.now() + timedelta(days=1)
    old = given_up(case, department="cellar")
    judged = good(handling.judge(lead, **old, founded=True, department="cellar", promised_at=until))
    old = given_up(judged, cause="moon", department="attic")
    good(handling.investigate(counter.act(LEAD), **old, cause="moon", department="attic", none_found=True))
    old = given_up(kit.heard(counter), category="fax", cause="moon")
    good(closing.close(counter.act(), **old, category="fax", cause="moon", measure="查批次"))


@pytest.mark.parametrize(
    ("proposals", "asked", "code"),
    [
        ([], "换货", "empty"), ([Proposal([])], "换货", "empty"), ([Proposal([Remedy("magic")])], "x", "kind_bad"),
        ([Proposal([Remedy("refund", -1)])], "x", "amount_bad"),
        ([Proposal([Remedy("refund", 10**13)])], "x", "amount_bad"),
        ([Proposal([Remedy("refund")])] * 10, "x", "proposals_many"),
        ([Proposal([Remedy("refund", 1, "字" * 301)])], "x", "too_long"),
    ],
)  # fmt: skip
def test_a_proposal_has_remedies_of_the_house_with_their_cost(
    counter: Counter, proposals: list[Proposal], asked: str, code: str
) -> None:
    case = kit.proposing(counter)
    refusal(remedies.propose(counter.act(), **at_hand(case), proposals=proposals, asked=asked), code)
    assert shown(counter, case).offers == []


def test_what_the_customer_asks_for_must_be_known_before_anything_is_proposed(counter: Counter) -> None:
    case = kit.proposing(counter, asked="")
    offer = [Proposal([Remedy("apology")])]
    assert refusal(remedies.propose(counter.act(), **at_hand(case), proposals=offer), "empty").field == "asked"
    assert (
        good(remedies.propose(counter.act(), **at_hand(case), proposals=offer, asked="道歉")).state
        == "awaiting_approval"
    )


def test_a_dear_remedy_waits_for_the_manager_and_a_refused_one_goes_back(counter: Counter) -> None:
    case = kit.proposed(counter, cost=100_001)
    no = refusal(remedies.approve(counter.act(SUPERVISOR), **at_hand(case), chosen=1), "role_needed")
    assert no.approver == "manager"
    refusal(remedies.approve(counter.act(MANAGER), **at_hand(case), chosen=3), "proposal_unknown")
    refusal(remedies.approve(counter.act(SUPERVISOR), **at_hand(case)), "empty")
    back = good(remedies.approve(counter.act(SUPERVISOR), **at_hand(case), reason="太贵,再议"))
    assert back.state == "proposing"
    cheap = [Proposal([Remedy("exchange", 100)])]
    again = good(remedies.propose(counter.act(), **at_hand(back), proposals=cheap))
    assert [offer.cost_money for offer in shown(counter, again).offers] == [100]
    assert good(remedies.approve(counter.act(SUPERVISOR), **at_hand(again), chosen=1)).state == "awaiting_customer"


def test_the_slip_is_signed_before_the_case_goes_on(counter: Counter) -> None:
    case = kit.offered(counter)
    assert refusal(remedies.accept(counter.act(), **at_hand(case)), "slip_unsigned").figures["slip"] == case.slip
    assert not isinstance(slips.sign(counter.act(), slip=case.slip), No)
    assert good(remedies.accept(counter.act(), **at_hand(case))).state == "implementing"


def test_a_refusal_to_sign_has_a_supervisor_as_witness(counter: Counter) -> None:
    case = kit.offered(counter)
    refusal(remedies.accept(counter.act(), **at_hand(case), answer="refused_to_sign"), "approval_needed")
    refusal(remedies.accept(counter.act(approval=by(LEAD)), **at_hand(case), answer="refused_to_sign"), "approver_role")
    seen = good(remedies.accept(counter.act(approval=by(SUPERVISOR)), **at_hand(case), answer="refused_to_sign"))
    assert seen.state == "implementing"
    assert shown(counter, seen).history[-1].told["witness"] == SUPERVISOR
    assert slips.show(counter.desk, slip=case.slip).state == "declined"  # type: ignore[union-attr]
    refusal(slips.sign(counter.act(), slip=case.slip), "slip_declined")


def test_what_the_customer_declines_goes_back_with_their_words(counter: Counter) -> None:
    case = kit.offered(counter)
    refusal(remedies.accept(counter.act(), **at_hand(case), answer="declined"), "empty")
    refusal(remedies.accept(counter.act(), **at_hand(case), answer="perhaps"), "choose_one")
    back = good(remedies.accept(counter.act(), **at_hand(case), answer="declined", said="只要退款"))
    assert back.state == "proposing"
    assert shown(counter, back).history[-1].told["said"] == "只要退款"
    assert slips.listed(counter.desk, state="to_sign")[0].kind == "complaint"


def test_every_remedy_is_done_and_the_conduct_proposal_answered(counter: Counter) -> None:
    case = kit.accepted(counter)
    act = counter.act
    refusal(handling.implement(act(), **at_hand(case), done=["换了"]), "empty")
    refusal(handling.implement(act(), **at_hand(case), done=["换了"], conduct="maybe"), "choose_one")
    refusal(handling.implement(act(), **at_hand(case), done=[" "], conduct="no"), "remedy_left")
    assert refusal(handling.implement(act(), **at_hand(case), done=[], conduct="no"), "empty").field == "done"
    half = handling.implement(act(), **at_hand(case), done=["换了"], conduct="yes", conduct_staff="1002")
    assert refusal(half, "empty").field == "conduct_what"
    done = good(
        handling.implement(
            act(), **at_hand(case), done=["换货单 88"], conduct="yes", conduct_staff="1002", conduct_what="口头警告"
        )
    )
    view = shown(counter, done)
    assert view.fields["conduct"] == "yes"
    assert (view.history[-1].told["conduct_staff"], view.history[-1].told["conduct_what"]) == ("1002", "口头警告")
    assert [(offer.done, offer.paper) for offer in view.offers if offer.approved] == [(True, "换货单 88")]


def test_what_is_put_right_owes_a_feedback_callback_that_a_second_round_joins(counter: Counter) -> None:
    case = kit.implemented(counter)
    with counter.store.engine.connect() as conn:
        owed = callbacks.about(conn, case.complaint, handling.FEEDBACK)
    assert (owed.phone, owed.state, owed.latest) == ("+8613800138000", "open", case.due_at)
    back = good(closing.feedback(counter.act(), **at_hand(case), answer="dissatisfied", said="还是漏"))
    assert back.state == "investigating"
    with counter.store.engine.connect() as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(CALLBACK)).scalar_one() == 1


def test_unreachable_takes_the_recorded_tries(counter: Counter) -> None:
    case = kit.implemented(counter)
    no = refusal(closing.feedback(counter.act(), **at_hand(case), answer="unreachable"), "tries_few")
    assert dict(no.figures) == {"needs": 3, "has": 0, "complaint": case.complaint}
    nobody = kit.implemented(counter, phone="")
    heard = good(closing.feedback(counter.act(), **at_hand(nobody), answer="unreachable"))
    refusal(closing.close(counter.act(), **at_hand(heard), measure="m"), "role_needed")
    assert good(closing.close(counter.act(SUPERVISOR), **at_hand(heard), measure="m")).state == "closed"


def test_a_case_closes_after_the_customer_was_heard(counter: Counter) -> None:
    case = kit.implemented(counter)
    refusal(closing.close(counter.act(MANAGER), **at_hand(case), measure="m"), "feedback_needed")
    heard = good(closing.feedback(counter.act(), **at_hand(case), answer="fair", said="一般"))
    assert refusal(closing.close(counter.act(), **at_hand(heard), measure="m"), "role_needed").approver == "supervisor"
    assert refusal(closing.close(counter.act(SUPERVISOR), **at_hand(heard), measure=""), "empty").field == "measure"
    refusal(closing.close(counter.act(SUPERVISOR), **at_hand(heard), measure="m", category="x"), "kind_bad")
    done = good(closing.close(counter.act(approval=by(SUPERVISOR)), **at_hand(heard), measure="m", category="service"))
    assert (done.state, shown(counter, done).fields["category"]) == ("closed", "service")


def test_a_closed_case_is_reopened_within_the_days_and_later_begins_a_new_one(counter: Counter) -> None:
    case = kit.closed(counter)
    counter.clock.advance(timedelta(days=7))
    again = good(closing.reopen(counter.act(), **at_hand(case), reason="又漏了"))
    assert (again.state, shown(counter, again).reopened) == ("investigating", 1)
    late = kit.closed(counter)
    counter.clock.advance(timedelta(days=8))
    no = refusal(closing.reopen(counter.act(), **at_hand(late), reason="又漏了"), "reopen_late")
    assert dict(no.figures) == {"days": 8, "limit": 7, "complaint": late.complaint}
    new = good(intake.open_(counter.act(), earlier=late.complaint))
    view = shown(counter, new)
    assert (view.earlier, view.fields["name"], view.fields["receipt"]) == (late.complaint, "刘洋", "R-88")
    assert shown(counter, late).later == [new.complaint]
    assert good(closing.reopen(counter.act(SUPERVISOR), **at_hand(late), reason="又漏了")).state == "investigating"
    refusal(intake.open_(counter.act(), earlier="C260101-0001"), "complaint_unknown")


def test_a_case_that_goes_on_is_of_the_same_customer_and_mixes_no_names(counter: Counter) -> None:
    theirs, others = counter.member("张伟民", phone="+8613812345678"), counter.member("李娜", phone="+8613655554444")
    unknown, known = kit.closed(counter), kit.closed(counter, member=theirs, name="", phone="")
    other = intake.open_(counter.act(), fields={"member": others}, earlier=known.complaint)
    assert refusal(other, "earlier_other").field == "member"
    for earlier, member, name, phone in (
        (unknown, "", "刘洋", "138****8000"), (unknown, others, "李娜", "136****4444"),
        (known, "", "张伟民", "138****5678"), (known, theirs, "张伟民", "138****5678"),
    ):  # fmt: skip
        case = good(intake.open_(counter.act(), fields={"member": member}, earlier=earlier.complaint))
        view = shown(counter, case)
        assert (view.fields["name"], view.phone, view.earlier) == (name, phone, earlier.complaint)


def test_what_is_withdrawn_comes_back_as_it_stood(counter: Counter) -> None:
    case = kit.offered(counter)
    gone = good(closing.withdraw(counter.act(), **at_hand(case), said="顾客说算了"))
    assert (gone.state, gone.due_at) == ("withdrawn", None)
    refusal(closing.restore(counter.act(LEAD), **at_hand(gone), reason="误撤"), "role_needed")
    back = good(closing.restore(counter.act(SUPERVISOR), **at_hand(gone), reason="误撤"))
    assert (back.state, back.due_step) == ("awaiting_customer", "offer")
    assert not isinstance(slips.sign(counter.act(), slip=case.slip), No)
    assert good(remedies.accept(counter.act(), **at_hand(back))).state == "implementing"


def test_duplicates_are_joined_without_cycles_and_separated_again(counter: Counter) -> None:
    first, second, third = (kit.registered(counter) for _ in range(3))
    act = counter.act
    refusal(closing.merge(act(LEAD), **at_hand(first), into=first.complaint), "merge_self")
    refusal(closing.merge(act(LEAD), **at_hand(first), into="C260101-0009"), "complaint_unknown")
    joined = good(closing.merge(act(LEAD), **at_hand(second), into=first.complaint, reason="同一件事"))
    refusal(closing.merge(act(LEAD), **at_hand(first), into=second.complaint), "merge_target")
    refusal(closing.merge(act(LEAD), **at_hand(third), into=second.complaint), "merge_target")
    chained = good(closing.merge(act(LEAD), **at_hand(first), into=third.complaint))
    refusal(closing.merge(act(LEAD), **at_hand(third), into=first.complaint), "merge_target")
    assert shown(counter, first).merged == [second.complaint]
    assert shown(counter, joined).merged_into == first.complaint
    refusal(closing.unmerge(act(LEAD), **at_hand(joined), reason="r"), "role_needed")
    apart = good(closing.unmerge(act(SUPERVISOR), **at_hand(joined), reason="不是同一件"))
    assert (apart.state, apart.due_step) == ("registered", "judge")
    assert good(closing.unmerge(act(SUPERVISOR), **at_hand(chained), reason="r")).state == "registered"
    assert verify.verify(counter.at("6001")).flaws == []


def test_what_lies_with_an_outside_body_is_asked_for_daily_until_the_manager_closes_it(counter: Counter) -> None:
    case = kit.offered(counter)
    refusal(handling.refer(counter.act(SUPERVISOR), **at_hand(case), body="消协", reference="7"), "role_needed")
    gone = good(handling.refer(counter.act(MANAGER), **at_hand(case), body="消协", reference="7"))
    assert (gone.due_step, gone.due_at) == ("follow_up", counter.clock.now() + timedelta(days=1))
    counter.clock.advance(timedelta(hours=20))
    asked = good(marks.note(counter.act(), **at_hand(gone), text="已电话跟进"))
    assert asked.due_at > gone.due_at  # type: ignore[operator]
    refusal(closing.close(counter.act(SUPERVISOR), **at_hand(asked), measure="m"), "role_needed")
    assert good(closing.close(counter.act(MANAGER), **at_hand(asked), measure="按调解执行")).state == "closed"


def test_escalation_rises_and_names_who_was_told(counter: Counter) -> None:
    case = kit.registered(counter, severity="grave")
    up = good(marks.escalate(counter.act(), **at_hand(case), level="manager", reason="受伤"))
    refusal(marks.escalate(counter.act(), **at_hand(up), level="lead", reason="x"), "level_reached")
    told = good(
        marks.escalate(
            counter.act(SUPERVISOR), **at_hand(up), level="authority", reason="受伤", body="市监局", told="李科长"
        )
    )
    view = shown(counter, told)
    assert (view.fields["level"], view.history[-1].told["told"]) == ("authority", "李科长")


def test_amending_is_kept_with_who_did_it_and_a_lower_severity_takes_the_lead(counter: Counter) -> None:
    case = kit.registered(counter, severity="serious")
    refusal(intake.amend(counter.act(), **at_hand(case), changes={"severity": "serious"}), "no_change")
    refusal(intake.amend(counter.act(), **at_hand(case), changes={"name": "", "phone": ""}), "complainant_needed")
    refusal(intake.amend(counter.act(), **at_hand(case), changes={"colour": "red"}), "field_unknown")
    refusal(intake.amend(counter.act(), **at_hand(case), changes={"severity": "ordinary"}), "role_needed")
    worse = good(intake.amend(counter.act(), **at_hand(case), changes={"severity": "grave"}))
    assert worse.due_at == counter.clock.now() + timedelta(hours=1)
    milder = good(intake.amend(counter.act(LEAD), **at_hand(worse), changes={"severity": "ordinary"}))
    assert shown(counter, milder).history[-1].told == {"severity": "ordinary"}
    assert milder.due_at is not None
    assert milder.due_at > worse.due_at


def test_what_names_no_complaint_says_so(counter: Counter) -> None:
    refusal(marks.note(counter.act(), complaint="C260101-0009", version=1, text="x"), "complaint_unknown")
    refusal(evidence.evidence(counter.desk, complaint="x"), "complaint_unknown")

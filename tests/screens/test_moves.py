"""Moves of a complaint by keyboard on a real store: every state, every way back, and the form that came too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from deskapp import words
from deskapp.places import OF_A_CASE
from deskapp.screens.casework import CaseForm
from deskapp.screens.remedies import offer_rows
from deskapp.store import closing, complaint_views, intake, marks, points
from deskapp.store.complaints import CASE, Moved
from tests.screens.kit import picture, settled, types
from tests.screens.shop import HOSTILE, PIN, Shop, press
from tests.store import complaint_kit as kit
from tests.store.conftest import supervisor

MOVES = [name for name in OF_A_CASE if name != "complaint"]


async def opened(app: Any, pilot: Any, name: str, case: Moved, version: int | None = None) -> CaseForm:
    """The form of this move, opened as the case's screen does it."""
    app.open(name, complaint=case.complaint, version=version or case.version)
    await settled(pilot)
    form = app.screen
    assert isinstance(form, CaseForm)
    return form


def now(shop: Shop, case: Moved) -> complaint_views.CaseView:
    return kit.shown(shop.counter, case)


def told(app: Any) -> str:
    """What is on the screen, without line breaks."""
    return " ".join(picture(app).split())


async def approved_by(pilot: Any, staff: str, reason: str = "") -> None:
    """The second person's number, PIN and reason, typed where the cursor stands."""
    await types(pilot, f"{staff}\n{PIN}\n{reason}")
    await press(pilot, "f9")


async def test_one_case_goes_through_every_step_by_keyboard_and_ends_closed(shop: Shop) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk() as (app, pilot):
        app.open("complaint", complaint=case.complaint)
        await settled(pilot)
        await press(pilot, "j")
        assert app.screen.version == case.version
        assert f"{case.complaint}  [registered]  刘洋  11 h 30 min left" in picture(app)
        await types(pilot, "y\nf\n+2d\n")
        assert "After this: being looked into. Find the cause: until" in told(app)
        assert "A shift lead must agree." in told(app)
        await press(pilot, "f9")
        await approved_by(pilot, "2001", "属实")
        assert "Judged a complaint" in picture(app)
        await press(pilot, "enter")
        assert app.screen.opened[0] == "complaint"
        assert "being looked into" in picture(app)
        await press(pilot, "i")
        await types(pilot, "d\n-\n\n电饭锅\n密封圈老化")
        await press(pilot, "f9")
        await approved_by(pilot, "2001", "同意")
        assert "Looked into a complaint" in picture(app)
        await press(pilot, "enter", "o")
        await types(pilot, "e\n50\n同款新锅\n")
        await types(pilot, "a\n\n当面道歉")
        assert "Ways to settle it: 1; cost ¥50.00." in told(app)
        await press(pilot, "f9")
        assert "Proposed remedies" in picture(app)
        await press(pilot, "enter", "a")
        assert "同款新锅" in picture(app)
        assert "in all" in picture(app)
        await types(pilot, "1")
        assert "The customer signs a slip. A supervisor must agree." in told(app)
        await press(pilot, "f9")
        await approved_by(pilot, "3001", "合理")
        slip = now(shop, case).fields["slip"]
        assert slip in picture(app)
        await press(pilot, "enter", "a")
        await types(pilot, "s")
        assert f"! The slip {slip} is not signed yet." in told(app)
        await press(pilot, "f8")
        assert slip in picture(app)
        await press(pilot, "f9", "escape")
        assert "The slip" not in told(app), "it is signed now"
        assert "After this: being put right." in told(app)
        await press(pilot, "f9", "enter", "d")
        await types(pilot, "换货单 88\n口头道歉\nn")
        assert "The customer is owed a call" in told(app)
        await press(pilot, "f9")
        assert "Remedies done" in picture(app)
        await press(pilot, "enter", "f")
        await types(pilot, "s\n很满意")
        await press(pilot, "f9", "enter", "d")
        await types(pilot, "请供应商检查批次")
        assert "After this: closed." in told(app)
        await press(pilot, "f9")
        assert "Closed a complaint" in picture(app)
    view = now(shop, case)
    assert (view.fields["state"], view.fields["cause"], view.cost_money) == ("closed", "defect", 5000)
    assert [event.operation.partition(".")[2] for event in view.history] == [
        "open", "register", "judge", "investigate", "propose", "approve", "accept", "implement", "feedback", "close",
    ]  # fmt: skip
    assert [(each.detail, each.paper) for each in view.offers] == [("同款新锅", "换货单 88"), ("当面道歉", "口头道歉")]


async def test_who_is_dissatisfied_reopens_the_case_with_a_new_deadline_and_hears_it_first(shop: Shop) -> None:
    case = kit.implemented(shop.counter)
    async with shop.desk() as (app, pilot):
        await opened(app, pilot, "case_feedback", case)
        await types(pilot, "d")
        assert "This reopens the complaint with a new deadline; the first round is kept." in told(app)
        await press(pilot, "f9")
        assert app.screen.row("said").fault.code == "empty"  # type: ignore[attr-defined]
        await types(pilot, "还是漏水")
        before = told(app)
        await press(pilot, "f9")
        assert "being looked into" in told(app)
        due = now(shop, case).fields["due_at"]
        assert due > shop.counter.clock.now()
        assert f"Find the cause: until {words.moment(due)}" in before
        await press(pilot, "f9")
    view = now(shop, case)
    assert (view.fields["state"], view.reopened, view.fields["run"]) == ("investigating", 1, 2)
    assert [run.step for run in view.runs if run.run == 2] == ["investigate", "answer"]


async def test_a_form_that_came_too_late_shows_what_changed_keeps_what_is_typed_and_is_posted_for_the_new_case(
    shop: Shop,
) -> None:
    case = kit.proposing(shop.counter)
    async with shop.desk() as (app, pilot):
        form = await opened(app, pilot, "propose", case)
        await types(pilot, "e\n50\n同款新锅\n")
        await types(pilot, "a\n\n当面道歉")
        changed = intake.amend(
            shop.counter.act("1002"), **kit.at_hand(case), changes={"place": "三楼家电", "asked": "退款"}
        )
        assert isinstance(changed, Moved)
        before = now(shop, case)
        await press(pilot, "f9")
        assert now(shop, case) == before, "nothing was overwritten"
        seen = told(app)
        assert "! This complaint changed meanwhile:" in seen
        assert "李强 1002 Put a complaint right: Where 三楼家电; Asked for 退款" in seen
        assert (form.chosen("kind"), form.chosen("detail"), len(form.laid)) == ("apology", "当面道歉", 1)  # type: ignore[attr-defined]
        assert form.row("asked").entry.value == "退款", "what nobody typed follows the case"
        await press(pilot, "f9")
        assert "Proposed remedies" in picture(app)
    view = now(shop, case)
    assert (view.fields["state"], view.fields["asked"], view.fields["place"]) == (
        "awaiting_approval",
        "退款",
        "三楼家电",
    )
    assert [each.detail for each in view.offers] == ["同款新锅", "当面道歉"]


async def test_what_was_typed_into_a_field_that_changed_meanwhile_stays_as_typed(shop: Shop) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk() as (app, pilot):
        form = await opened(app, pilot, "amend", case)
        form.row("asked").fill("换一个红色的")
        intake.amend(shop.counter.act("1002"), **kit.at_hand(case), changes={"place": "三楼", "asked": "退款"})
        await press(pilot, "f9")
        assert "Asked for 退款; Where 三楼" in told(app) or "Where 三楼; Asked for 退款" in told(app)
        assert (form.row("asked").entry.value, form.row("place").entry.value) == ("换一个红色的", "三楼")
        await press(pilot, "f9")
    assert (now(shop, case).fields["asked"], now(shop, case).fields["place"]) == ("换一个红色的", "三楼")


async def test_a_class_that_the_house_gave_up_stops_neither_amending_nor_closing(shop: Shop) -> None:
    case, over = kit.registered(shop.counter), kit.heard(shop.counter)
    with shop.counter.store.engine.begin() as conn:
        conn.execute(sa.update(CASE).values(category="fax", department="cellar"))
    async with shop.desk(language="en") as (app, pilot):
        form = await opened(app, pilot, "amend", case)
        form.row("place").fill("三楼")
        await press(pilot, "f9")
        assert "Put a complaint right" in picture(app)
        assert now(shop, case).fields["place"] == "三楼"
        form = await opened(app, pilot, "close", over)
        form.row("measure").fill("查批次")
        form.row("category").fill("telex")
        await press(pilot, "f9")
        assert now(shop, over).fields["state"] == "awaiting_feedback"
        form.row("category").fill("fax")
        await press(pilot, "f9")
    assert (now(shop, over).fields["state"], now(shop, over).fields["category"]) == ("closed", "fax")


async def test_a_case_that_went_on_is_told_when_the_form_opens_and_its_move_is_not_made(shop: Shop) -> None:
    case = kit.registered(shop.counter)
    closing.withdraw(shop.counter.act("1002"), **kit.at_hand(case), said="顾客说算了")
    async with shop.desk() as (app, pilot):
        await opened(app, pilot, "judge", case)
        assert "! This complaint changed meanwhile:" in told(app)
        assert "! Not while the complaint is taken back by the customer" in told(app)
        await types(pilot, "y\nf\n+2d\n")
        await press(pilot, "f9")
        assert "Not while the complaint is taken back" in told(app)
    assert now(shop, case).fields["state"] == "withdrawn"


async def test_unfounded_asks_for_what_the_customer_was_told(shop: Shop) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk(staff="2001") as (app, pilot):
        form = await opened(app, pilot, "judge", case)
        assert [row.field.name for row in form.live_rows] == ["founded"]
        await types(pilot, "n\n人为损坏\n已当面说明\n")
        assert "After this: answered, unfounded." in told(app)
        await press(pilot, "f9")
    view = now(shop, case)
    assert (view.fields["state"], view.fields["answer"]) == ("answered_unfounded", "已当面说明")
    assert view.history[-1].told["told_by"] == "王芳"


async def test_a_supervisor_sends_the_proposals_back_with_a_reason(shop: Shop) -> None:
    case = kit.proposed(shop.counter)
    async with shop.desk(staff="3001") as (app, pilot):
        form = await opened(app, pilot, "approve", case)
        await press(pilot, "f9")
        assert form.row("chosen").fault.code == "empty"  # type: ignore[union-attr]
        await types(pilot, "\n太贵")
        assert "After this: proposals wanted." in told(app)
        await press(pilot, "f9")
    assert now(shop, case).fields["state"] == "proposing"


async def test_above_the_sum_the_manager_must_agree_and_enter_in_the_list_chooses(shop: Shop) -> None:
    case = kit.proposed(shop.counter, 100_001)
    async with shop.desk(staff="3001") as (app, pilot):
        form = await opened(app, pilot, "approve", case)
        form.set_focus(form.offers)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert form.chosen("chosen") == "1"
        assert "A manager must agree." in told(app)
        form.row("chosen").fill("2")
        await settled(pilot)
        assert "must agree" not in told(app)
        form.row("chosen").fill("7")
        await settled(pilot)
        assert "! There is no proposal 7; there are 2." in told(app)


async def test_who_will_not_sign_needs_a_witness_who_signs_instead(shop: Shop) -> None:
    case = kit.offered(shop.counter)
    async with shop.desk() as (app, pilot):
        await opened(app, pilot, "accept", case)
        await types(pilot, "r\n不想签字\n")
        assert "The witness signs a slip in the customer's place. A supervisor must agree." in told(app)
        await press(pilot, "f9")
        await approved_by(pilot, "3001", "在场")
        paper = now(shop, case).papers[-1]
        assert (paper.kind, paper.state) == ("unsigned", "to_sign")
        assert paper.number in picture(app)
        await press(pilot, "f8")
        assert app.screen.opened == ("slip", {"slip": paper.number})
    assert now(shop, case).fields["state"] == "implementing"


async def test_nobody_responsible_is_said_in_every_language(shop: Shop) -> None:
    for said in ("无", "無", "없음", "Nobody", "-"):
        case = kit.investigating(shop.counter)
        async with shop.desk(staff="2001") as (app, pilot):
            form = await opened(app, pilot, "investigate", case)
            form.row("cause").fill("d")
            form.row("responsible").fill(said)
            await press(pilot, "f9")
        assert now(shop, case).fields["responsible"] == "-", said


async def test_a_declined_offer_goes_back_with_what_the_customer_said(shop: Shop) -> None:
    case = kit.offered(shop.counter)
    async with shop.desk() as (app, pilot):
        await opened(app, pilot, "accept", case)
        await types(pilot, "d\n要退款")
        await press(pilot, "f9")
    assert now(shop, case).fields["state"] == "proposing"


async def test_a_case_waits_goes_on_is_escalated_noted_joined_and_separated(shop: Shop) -> None:
    case, other = kit.registered(shop.counter), kit.registered(shop.counter)
    steps = (
        ("hold", "c\n等顾客的小票", "Complaint put on hold"),
        ("release", "", "Complaint goes on"),
        ("escalate", "m\n金额大", "Escalated a complaint"),
        ("note", "顾客下午再来", "Note on a complaint"),
        ("merge", f"{other.complaint}\n同一件事", "Joined complaints"),
        ("unmerge", "不是同一件事", "Separated complaints"),
        ("withdraw", "顾客说算了", "Complaint withdrawn"),
        ("restore", "顾客又来了", "Took a complaint up again"),
    )
    async with shop.desk(staff="4001") as (app, pilot):
        for name, typed, done in steps:
            await opened(app, pilot, name, case, version=now(shop, case).fields["version"])
            await types(pilot, typed)
            assert "After this:" in told(app), name
            await press(pilot, "f9")
            assert done in picture(app), told(app)
            if name == "hold":
                assert "Waits for: customer" in told(app)
                assert "the clock stands still since" in told(app)
            if name == "merge":
                assert f"Joined with: {other.complaint}" in told(app)
            await press(pilot, "enter")
            assert app.screen.opened == ("complaint", {"complaint": case.complaint}), "back to the case"
            app.go_home()
    assert now(shop, case).fields["state"] == "registered"


async def test_the_authority_is_called_with_who_was_told_by_a_supervisor(shop: Shop) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk() as (app, pilot):
        form = await opened(app, pilot, "escalate", case)
        await types(pilot, "l")
        assert [row.field.name for row in form.rows if row.display] == ["level", "reason"]
        form.row("level").fill("authority")
        await settled(pilot)
        await types(pilot, "\n食物中毒\n卫生局\n张科长")
        assert "A supervisor must agree." in told(app)
        await press(pilot, "f9")
        await approved_by(pilot, "3001")
        assert "Escalated a complaint" in picture(app)
    assert now(shop, case).fields["level"] == "authority"


async def test_a_referred_case_is_closed_by_the_manager(shop: Shop) -> None:
    case = kit.offered(shop.counter)
    async with shop.desk(staff="4001") as (app, pilot):
        await opened(app, pilot, "refer", case)
        await types(pilot, "消费者协会\n12315-77\n")
        assert "After this: with an outside body. Ask outside body: until" in told(app)
        await press(pilot, "f9", "enter")
        await opened(app, pilot, "close", case, version=now(shop, case).fields["version"])
        await types(pilot, "以后当场换货")
        await press(pilot, "f9")
    assert now(shop, case).fields["state"] == "closed"


async def test_a_closed_case_is_reopened_late_by_a_supervisor_only(shop: Shop) -> None:
    case = kit.closed(shop.counter)
    shop.counter.clock.advance(timedelta(days=9))
    async with shop.desk() as (app, pilot):
        await opened(app, pilot, "reopen", case)
        await types(pilot, "又坏了")
        assert "! Closed 9 days ago; a clerk reopens within 7." in told(app)
        await press(pilot, "f9")
        await approved_by(pilot, "3001")
        assert "Reopened a complaint" in picture(app)
    assert now(shop, case).reopened == 1


async def test_a_conduct_proposal_names_whom_and_what(shop: Shop) -> None:
    case = kit.accepted(shop.counter)
    async with shop.desk() as (app, pilot):
        form = await opened(app, pilot, "implement", case)
        assert [row.field.name for row in form.live_rows] == ["done_1", "conduct"]
        await types(pilot, "换货单 88\ny\n")
        await press(pilot, "f9")
        assert form.row("conduct_staff").fault.code == "empty"  # type: ignore[union-attr]
        await types(pilot, "1002\n态度培训")
        await press(pilot, "f9")
    told_of = now(shop, case).history[-1].told
    assert (told_of["conduct"], told_of["conduct_staff"], told_of["conduct_what"]) == ("yes", "1002", "态度培训")


async def test_unreachable_takes_the_tries_that_are_recorded(shop: Shop) -> None:
    case = kit.implemented(shop.counter)
    async with shop.desk() as (app, pilot):
        await opened(app, pilot, "case_feedback", case)
        await types(pilot, "u")
        assert "! 3 tries to reach the customer are needed; 0 are recorded." in told(app)
        await press(pilot, "f9")
        assert now(shop, case).fields["feedback"] == ""


async def test_a_remedy_in_the_list_is_taken_back_into_the_fields(shop: Shop) -> None:
    case = kit.proposing(shop.counter)
    async with shop.desk() as (app, pilot):
        form = await opened(app, pilot, "propose", case)
        await types(pilot, "e\n50\n同款\n")
        form.row("way").fill(2)
        await types(pilot, "r\n80\n退款\n")
        assert form.unsaved()
        assert "Ways to settle it: 2; cost ¥50.00 - ¥80.00." in told(app)
        form.set_focus(form.offers)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert (form.chosen("way"), form.chosen("kind"), form.chosen("cost")) == (1, "exchange", 5000)
        assert len(form.laid) == 1  # type: ignore[attr-defined]
        await press(pilot, "f9")
    assert [(each.option, each.cost_money) for each in now(shop, case).offers] == [(1, 5000), (2, 8000)]


async def test_a_half_typed_remedy_is_not_lost_when_another_is_taken_back(shop: Shop) -> None:
    case = kit.proposing(shop.counter)
    async with shop.desk() as (app, pilot):
        form = await opened(app, pilot, "propose", case)
        await types(pilot, "e\n50\n同款\n")
        await types(pilot, "r\n80\n退款")
        form.set_focus(form.offers)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert form.chosen("kind") == "exchange"
        assert [each[1] for each in form.laid] == ["refund"]  # type: ignore[attr-defined]
        form.row("cost").fill("")
        form.row("kind").fill("")
        form.set_focus(form.offers)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert form.row("detail").entry.value == "同款", "what has no remedy yet stays in its field"
        assert len(form.laid) == 1  # type: ignore[attr-defined]


def test_the_sum_of_a_way_stands_behind_all_of_it_though_two_remedies_are_alike() -> None:
    rows = offer_rows([(1, "voucher", "", 500), (1, "voucher", "", 500), (2, "apology", "", 0)])
    assert [row.key for row in rows] == ["0", "1", "sum 1", "2"]


async def test_the_papers_of_a_case_are_shown_by_f8(shop: Shop) -> None:
    case = kit.registered(shop.counter)
    slip = now(shop, case).papers[0].number
    drafted = kit.drafted(shop.counter)
    async with shop.desk() as (app, pilot):
        await opened(app, pilot, "note", case)
        await press(pilot, "f8")
        assert app.screen.opened == ("slip", {"slip": slip})
        app.go_home()
        await opened(app, pilot, "note", drafted)
        await press(pilot, "f8")
        assert "This complaint has no slip yet." in told(app)


async def test_nobody_moves_a_case_that_names_them_and_it_is_said_before_anything_is_typed(shop: Shop) -> None:
    case = kit.registered(shop.counter, staff="王芳")
    async with shop.desk(staff="2001") as (app, pilot):
        await opened(app, pilot, "judge", case)
        assert "! This complaint names" in told(app)


async def test_what_waits_says_so_before_anything_is_typed(shop: Shop) -> None:
    case = kit.investigating(shop.counter)
    held = kit.good(marks.hold(shop.counter.act(), **kit.at_hand(case), party="customer", reason="等小票"))
    async with shop.desk() as (app, pilot):
        await opened(app, pilot, "investigate", held)
        assert "! This complaint waits for the customer: let it go on first." in told(app)


async def test_a_parked_proposal_comes_back_with_its_list(shop: Shop) -> None:
    case = kit.proposing(shop.counter)
    async with shop.desk() as (app, pilot):
        form = await opened(app, pilot, "propose", case)
        await types(pilot, "e\n50\n同款\n")
        stood = form.stood()
        again = await opened(app, pilot, "propose", case)
        again.stand(stood)
        await settled(pilot)
        assert (again.laid, again.op, again.version) == (form.laid, form.op, form.version)  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "Proposed remedies" in picture(app)


async def test_hostile_text_in_any_field_is_shown_or_refused_and_never_runs(shop: Shop) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk(staff="4001") as (app, pilot):
        for place, name in enumerate(MOVES):
            form = await opened(app, pilot, name, case)
            for turn in range(len(HOSTILE) if name == "note" else 1):
                for row_place, row in enumerate(form.rows):
                    row.entry.value = HOSTILE[(place + turn + row_place) % len(HOSTILE)]
                await press(pilot, "f9")
                assert app.is_running
                assert "\x1b" not in picture(app)
            while len(app.screen_stack) > 1:
                app.pop_screen()
            await settled(pilot)


async def test_a_small_terminal_does_not_break_any_of_them(shop: Shop) -> None:
    case = kit.registered(shop.counter)
    async with shop.desk(size=(60, 15)) as (app, pilot):
        for name in MOVES:
            await opened(app, pilot, name, case)
            assert app.is_running
            app.back()


async def test_who_proposes_sees_what_the_law_allows_beside_the_clerks_own_limit(shop: Shop) -> None:
    day = shop.counter.clock.now().date() - timedelta(days=1)
    given = points.earn(
        shop.counter.act(approval=supervisor()), card=shop.counter.member(), receipt="R-88", amount=19900, date=day
    )
    assert isinstance(given, points.Earned), given
    case = kit.proposing(shop.counter)
    async with shop.desk() as (app, pilot):
        await opened(app, pilot, "propose", case)
        seen = told(app)
        assert "until Tue 21 Jul refund (Consumer Protection Law, art. 24)" in seen
        assert "until Wed 29 Jul exchange, repair (Three Guarantees, art. 10)" in seen
        assert "The clerk's own limit: ¥100.00." in seen
        await types(pilot, "e\n50\n同款新锅\n")
        assert "1  Exchange        同款新锅" in picture(app)
        assert "Ways to settle it: 1; cost ¥50.00." in told(app)

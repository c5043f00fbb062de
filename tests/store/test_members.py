"""Members are enrolled once, shown masked, changed without losing anybody's change, and revealed for a reason."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
import sqlalchemy as sa

from deskapp.rules.cards import number_of
from deskapp.rules.decisions import No
from deskapp.rules.profiles import Profile
from deskapp.store import daybook, edits, enrolment, points, profiles, reveals, twins
from deskapp.store.desk import Approval
from deskapp.store.enrolment import Enrolled
from deskapp.store.journal import JOURNAL
from deskapp.store.members import CHANGE, CONSENT, MEMBER, MEMBER_KEY
from tests.store.conftest import MORNING, PIN, Counter

PERSON: dict[str, Any] = {
    "name": "张伟民",
    "phone": "138 0013 8000",
    "birthday": "1990-07-15",
    "address": "上海市静安区南京西路1号",
    "id_type": "cn.ric",
    "id_number": "11010519491231002X",
    "terms": True,
}


def enrolled(counter: Counter, **changes: Any) -> Enrolled:
    answer = enrolment.enrol(counter.act(), **{**PERSON, **changes})
    assert isinstance(answer, Enrolled), answer
    return answer


def refused(answer: object, code: str) -> No:
    assert isinstance(answer, No), answer
    assert answer.code == code, answer
    return answer


def rows(counter: Counter, statement: sa.Executable) -> list[Any]:
    with counter.store.engine.connect() as conn:
        return list(conn.execute(statement).all())


def card(serial: int, prefix: str = "61") -> str:
    return number_of(prefix=prefix, serial=serial, length=12)


def test_a_new_member_has_a_number_a_slip_and_three_consents(counter: Counter) -> None:
    new = enrolled(counter, marketing_sms=True)
    assert new.number == "MA260715-0001"
    (row,) = rows(counter, sa.select(MEMBER))
    assert (row.phone, row.birthday, row.birth_day, row.version) == ("+8613800138000", "1990-07-15", "07-15", 1)
    given = {each.kind: (each.given, each.wording) for each in rows(counter, sa.select(CONSENT))}
    assert given == {"terms": (True, "2020-01"), "sms": (True, "2020-01"), "phone": (False, "2020-01")}
    view = profiles.show(counter.desk, member=new.number)
    assert not isinstance(view, No)
    assert [slip.number for slip in view.slips] == [new.slip]


def test_a_card_that_lies_ready_works_at_once_and_its_fee_is_in_the_drawer(counter: Counter) -> None:
    new = enrolled(counter, card=card(1), fee_taken=True)
    assert (new.card, new.fee_money) == (card(1), 20000)
    assert not isinstance(points.earn(counter.act(), card=card(1), receipt="R1", amount=1000), No)
    held = {(one.unit, one.holder): one.balance for one in daybook.balances(counter.desk, unit="CNY")}
    assert held == {("CNY", "customers"): -20000, ("CNY", "drawer:A"): 20000}


def test_a_bad_card_leaves_no_member_behind(counter: Counter) -> None:
    answer = enrolment.enrol(counter.act(), **PERSON, card="610000000000")
    assert refused(answer, "card_number_bad").field == "card"
    assert rows(counter, sa.select(MEMBER)) == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"terms": False}, "terms_needed", "terms"),
        ({"name": "  "}, "empty", "name"),
        ({"name": "伟" * 61}, "too_long", "name"),
        ({"phone": "12"}, "phone_bad", "phone"),
        ({"birthday": "1990-13-01"}, "birthday_bad", "birthday"),
        ({"id_number": "110105194912310021"}, "id_bad", "id_number"),
        ({"id_type": "library"}, "kind_bad", "id_type"),
        ({"gender": "?"}, "choose_one", "gender"),
        ({"language": "tlh"}, "language_bad", "language"),
        ({"introducer": "MA260715-0099"}, "introducer_unknown", "introducer"),
    ],
)
def test_what_does_not_hold_is_said_beside_its_field(
    counter: Counter, changes: dict[str, Any], code: str, field: str
) -> None:
    answer = refused(enrolment.enrol(counter.act(), **{**PERSON, **changes}), code)
    assert answer.field == field
    assert rows(counter, sa.select(MEMBER)) == []


def test_the_same_operation_id_enrols_once(counter: Counter) -> None:
    act = counter.act()
    first = enrolment.enrol(act, **PERSON)
    assert enrolment.enrol(act, **PERSON) == first
    assert len(rows(counter, sa.select(MEMBER))) == 1
    refused(enrolment.enrol(act, **{**PERSON, "name": "李四"}), "op_reused")


def test_a_likely_twin_is_shown_masked_and_enrolled_only_when_looked_at(counter: Counter) -> None:
    first = enrolled(counter)
    again = {**PERSON, "name": "张伟明", "id_type": "", "id_number": ""}
    told = refused(enrolment.enrol(counter.act(), **again), "twins")
    assert told.figures["twins"] == f"{first.number} 张伟民 138****8000"
    assert "13800138000" not in str(told)
    second = enrolment.enrol(counter.act(), **again, twins_seen=[first.number])
    assert isinstance(second, Enrolled)
    shown = twins.twins(counter.desk, name="张伟民", phone="13800138000", birthday="1990-07-15")
    assert not isinstance(shown, No)
    assert [(row.number, row.why) for row in shown] == [(first.number, "same_phone"), (second.number, "same_phone")]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"phone": "13900139000", "name": "李四"}, "same_id"),
        ({"phone": "13900139000", "id_number": "", "id_type": ""}, "same_name_birthday"),
        ({"phone": "13800138001", "id_number": "", "id_type": "", "birthday": ""}, "alike"),
        ({"phone": "13700138000", "id_number": "", "id_type": "", "birthday": ""}, "alike"),
    ],
)
def test_twins_are_seen_by_document_birthday_or_a_slip_of_the_finger(
    counter: Counter, changes: dict[str, Any], why: str
) -> None:
    enrolled(counter)
    told = refused(enrolment.enrol(counter.act(), **{**PERSON, **changes}), "twins")
    assert told.figures["why"] == why


def test_somebody_else_with_the_same_name_is_no_twin(counter: Counter) -> None:
    enrolled(counter)
    enrolled(counter, phone="13912345678", id_type="", id_number="", birthday="1971-01-02")


def test_the_journal_knows_no_personal_data(counter: Counter) -> None:
    new = enrolled(counter, notes="对花生过敏")
    changes = {"phone": "13912345678", "name": "张卫民"}
    assert not isinstance(edits.edit(counter.act(), member=new.number, version=1, changes=changes), No)
    assert not isinstance(reveals.reveal(counter.act(), member=new.number, field="phone", reason="回访"), No)
    written = json.dumps([list(map(str, row)) for row in rows(counter, sa.select(JOURNAL))], ensure_ascii=False)
    for secret in (
        "张伟民",
        "张卫民",
        "13800138000",
        "13912345678",
        "11010519491231002X",
        "1990-07-15",
        "南京西路",
        "花生",
    ):
        assert secret not in written


def test_two_counters_enrolling_one_person_make_one_member(counter: Counter, open_counter: Any) -> None:
    other = open_counter(counter.clock)
    answers: list[Any] = []
    start = threading.Barrier(2)

    def work(who: Counter, op: str) -> None:
        start.wait()
        answers.append(enrolment.enrol(who.at().act(op), **PERSON))

    threads = [threading.Thread(target=work, args=(who, f"race-{n}")) for n, who in enumerate((counter, other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) == ["Enrolled", "No"]
    assert next(answer for answer in answers if isinstance(answer, No)).code == "twins"
    assert len(rows(counter, sa.select(MEMBER))) == 1


def test_a_member_is_shown_masked_with_what_waits_for_them(counter: Counter) -> None:
    new = enrolled(counter, card=card(1), introducer="")
    points.earn(counter.act(), card=card(1), receipt="R1", amount=999900)
    view = profiles.show(counter.desk, member=new.number)
    assert not isinstance(view, No)
    assert (view.phone, view.birthday, view.address[:4]) == ("138****8000", "****-07-**", "上海市静")
    assert view.id_number == "110*************2X"
    assert (view.card, view.points, view.spend_money, view.tier) == (card(1), 999, 999900, "")
    assert view.next_tier is not None
    assert (view.next_tier.code, view.next_tier.missing_money, view.next_tier.share) == ("gold", 100, 99)
    assert view.flags == ["birthday", "slip"]
    assert [visit.operation for visit in view.visits] == ["points.earn"]
    assert [(lot.left, str(lot.expires)) for lot in view.lots] == [(999, "2028-07-31")]
    assert profiles.show(counter.desk, card=card(1)) == view
    points.earn(counter.act(), card=card(1), receipt="R2", amount=100)
    view = profiles.show(counter.desk, card=card(1))
    assert not isinstance(view, No)
    assert (view.upgrade, view.flags) == ("gold", ["birthday", "upgrade", "slip"])
    assert refused(profiles.show(counter.desk, member="M1"), "member_unknown").field == "member"


def test_an_edit_keeps_the_old_value_and_raises_the_version(counter: Counter) -> None:
    new = enrolled(counter)
    changes = {"phone": "+86 139-1234-5678", "marketing_sms": "yes", "name": "张伟民", "birthday": "农历8-15"}
    answer = edits.edit(counter.act(), member=new.number, version=1, changes=changes)
    assert not isinstance(answer, No)
    assert (answer.version, answer.fields) == (2, ["birthday", "marketing_sms", "phone"])
    old = {row.field: row.old for row in rows(counter, sa.select(CHANGE))}
    assert old == {"birthday": "1990-07-15", "marketing_sms": "no", "phone": "+8613800138000"}
    (row,) = rows(counter, sa.select(MEMBER))
    assert (row.phone, row.birth_day, row.version) == ("+8613912345678", "L08-15", 2)
    view = profiles.show(counter.desk, member=new.number)
    assert not isinstance(view, No)
    assert view.consents == {"terms": True, "sms": True, "phone": False}


def test_after_an_edit_exactly_the_keys_of_the_new_name_and_phone_stand(counter: Counter) -> None:
    new = enrolled(counter)
    edits.edit(counter.act(), member=new.number, version=1, changes={"name": "Kim Ha-eun", "phone": "010-1234-5678"})
    edits.edit(counter.act(), member=new.number, version=2, changes={"name": "김하은", "phone": "+82 10-1234-5678"})
    (row,) = rows(counter, sa.select(MEMBER))
    kept = sorted(each.k for each in rows(counter, sa.select(MEMBER_KEY)))
    assert kept == sorted(enrolment.keys_in(row.search))
    assert {"하은", "ㄱㅎㅇ", "#5678", "#821012345678"} <= set(kept)
    assert not {"伟民", "#8000"} & set(kept)


def test_a_change_over_somebody_elses_is_refused_and_names_it(counter: Counter) -> None:
    new = enrolled(counter)
    edits.edit(counter.act("1002"), member=new.number, version=1, changes={"notes": "喜欢红色", "preferred": "阿伟"})
    told = refused(edits.edit(counter.act(), member=new.number, version=1, changes={"notes": "别的"}), "stale")
    assert told.figures["changed"] == "notes, preferred"
    assert (told.figures["version"], told.figures["by"]) == (2, "1002")
    assert not isinstance(edits.edit(counter.act(), member=new.number, version=2, changes={"notes": "别的"}), No)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "no_change"),
        ({"phone": "138-0013-8000"}, "no_change"),
        ({"name": ""}, "empty"),
        ({"phone": "1"}, "phone_bad"),
        ({"tier": "diamond"}, "field_unknown"),
        ({"introducer": "nobody"}, "introducer_unknown"),
        ({"marketing_sms": "maybe"}, "choose_one"),
    ],
)
def test_an_edit_that_does_not_hold_changes_nothing(counter: Counter, changes: dict[str, str], code: str) -> None:
    new = enrolled(counter)
    refused(edits.edit(counter.act(), member=new.number, version=1, changes=changes), code)
    assert [row.version for row in rows(counter, sa.select(MEMBER))] == [1]


def test_a_document_number_is_nobody_elses(counter: Counter) -> None:
    first = enrolled(counter)
    second = enrolled(counter, name="李四", phone="13912345678", id_number="", id_type="", birthday="")
    changes = {"id_type": "cn.ric", "id_number": PERSON["id_number"]}
    told = refused(edits.edit(counter.act(), member=second.number, version=1, changes=changes), "id_taken")
    assert told.figures["member"] == first.number


def test_a_reveal_needs_a_reason_and_is_journalled_without_what_was_seen(counter: Counter) -> None:
    new = enrolled(counter)
    refused(reveals.reveal(counter.act(), member=new.number, field="phone", reason=" "), "reason_needed")
    refused(reveals.reveal(counter.act(), member=new.number, field="name", reason="x"), "field_unknown")
    act = counter.act()
    seen = reveals.reveal(act, member=new.number, field="phone", reason="通知取货")
    assert not isinstance(seen, No)
    assert (seen.value, (seen.until - counter.clock.now()).total_seconds()) == ("13800138000", 30)
    again = reveals.reveal(act, member=new.number, field="phone", reason="通知取货")
    assert not isinstance(again, No)
    assert again.value == ""
    entry = daybook.day(counter.desk)[0]
    assert (entry.operation, entry.facts) == ("members.reveal", {"field": "phone", "reason": "通知取货"})
    refused(reveals.reveal(counter.act(), member="nobody", field="phone", reason="x"), "member_unknown")


def test_nothing_is_revealed_where_nothing_is_known(counter: Counter) -> None:
    new = enrolled(counter, address="")
    refused(reveals.reveal(counter.act(), member=new.number, field="address", reason="x"), "nothing_there")


def test_an_auditor_reads_and_changes_nothing(counter: Counter) -> None:
    new = enrolled(counter)
    assert not isinstance(profiles.show(counter.at("6001"), member=new.number), No)
    refused(edits.edit(counter.act("6001"), member=new.number, version=1, changes={"notes": "x"}), "role_needed")


def test_a_supervisors_number_does_not_make_a_twin_disappear(counter: Counter) -> None:
    enrolled(counter)
    approved = counter.act(approval=Approval("3001", PIN, "就是别人"))
    refused(enrolment.enrol(approved, **PERSON), "twins")


def test_the_rows_of_a_person_need_neither_database_nor_clock() -> None:
    row, keys = enrolment.rows_of(
        Profile("张伟", phone="+8613800138000", birthday="L1990-08-15"), number="M260715-0001",
        joined=MORNING.date(), last_visit=MORNING, region="CN",
    )  # fmt: skip
    assert (row["birth_day"], row["version"], row["state"], row["introducer_id"]) == ("L08-15", 1, "active", None)
    assert row["search"] == "|wei|zhangwei|zw|伟|张伟|^zhangwei|^zw|^张伟|#8613800138000|=13800138000|"
    assert keys == sorted(keys) == enrolment.keys_in(row["search"])
    assert {"张伟", "zw", "#8000", "#000", "#13800138000", "=13800138000"} <= set(keys)
    assert "#00" not in keys
    assert row.keys() == {column.name for column in MEMBER.columns} - {"id"}

"""Whatever is scanned or typed finds the right record first: names in every script, phones in every spelling."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskapp.rules.cards import number_of
from deskapp.rules.decisions import No
from deskapp.store import calls, enrolment, finding, issuing, key_index, knowledge, lookup, points, receipts
from deskapp.store import engine as engines
from deskapp.store.finding import Found
from deskapp.store.members import visited
from tests.store.conftest import Counter

PEOPLE = (
    ("张伟", "138 0013 8000"),
    ("陈伟民", "139-1234-5678"),
    ("王芳", "13655554444"),
    ("김하경", "+82 10-1234-5678"),
    ("Kim Ha-eun", "+82 10 8765 4321"),
    ("欧阳锋", "021-61234567"),
)
CARD = number_of(prefix="61", serial=1, length=12)


@pytest.fixture
def known(counter: Counter) -> dict[str, str]:
    """Name to member number; 张伟 has a card. Each one enrolled came later than the one before."""
    numbers: dict[str, str] = {}
    for name, phone in PEOPLE:
        counter.clock.set(counter.clock.now() + timedelta(minutes=1))
        answer = enrolment.enrol(counter.act(), name=name, phone=phone, terms=True)
        assert not isinstance(answer, No), answer
        numbers[name] = answer.number
    assert not isinstance(issuing.activate(counter.act(), member=numbers["张伟"], card=CARD), No)
    return numbers


def first(counter: Counter, text: str) -> Found:
    found = lookup.find(counter.desk, text=text)
    assert found, text
    return found[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("zw", "张伟"),
        ("zhangwei", "张伟"),
        ("zhang wei", "张伟"),
        ("ZHANGWEI", "张伟"),
        ("伟", "张伟"),
        ("伟民", "陈伟民"),
        ("weim", "陈伟民"),
        ("ㄱㅎㄱ", "김하경"),
        ("하경", "김하경"),
        ("kim ha", "Kim Ha-eun"),
        ("haeun", "Kim Ha-eun"),
        ("oyf", "欧阳锋"),
        ("8000", "张伟"),
        ("13800", "张伟"),
        ("0138", "张伟"),
        ("5678", "김하경"),
        ("010-1234", "김하경"),
        ("021-6123", "欧阳锋"),
    ],
)
def test_a_few_letters_or_digits_find_the_member(counter: Counter, known: dict[str, str], text: str, name: str) -> None:
    found = first(counter, text)
    assert (found.kind, found.key, found.exact) == ("member", known[name], False)
    assert finding.find(counter.desk, text=text)[0] == found


@pytest.mark.parametrize(
    "text", ["13800138000", "138 0013 8000", "+86 138-0013-8000", "008613800138000", "１３８００１３８０００"]
)
def test_one_phone_in_every_spelling_is_the_same_member(counter: Counter, known: dict[str, str], text: str) -> None:
    found = first(counter, text)
    assert (found.key, found.exact) == (known["张伟"], True)
    assert "138****8000" in found.detail
    assert "13800138000" not in found.detail


def test_a_card_is_found_in_any_state(counter: Counter, known: dict[str, str]) -> None:
    assert first(counter, CARD) == Found("card", CARD, "张伟", f"{CARD}  138****8000  {known['张伟']}", "active", True)
    assert not isinstance(issuing.report_lost(counter.act(), card=CARD), No)
    assert first(counter, f" {CARD[:4]} {CARD[4:8]} {CARD[8:]} ").mark == "lost"


def test_member_slip_receipt_and_entry_are_found_by_number(counter: Counter, known: dict[str, str]) -> None:
    earned = points.earn(counter.act(), card=CARD, receipt="A-1009", amount=2500)
    assert not isinstance(earned, No)
    for typed in (earned.slip, earned.slip.lower(), earned.slip.replace("-", ""), f" {earned.slip} "):
        slip = first(counter, typed)
        assert (slip.kind, slip.key, slip.mark, slip.exact) == ("slip", earned.slip, "to_sign", True)
    receipt = first(counter, "a-1009")
    assert (receipt.kind, receipt.key, receipt.exact) == ("receipt", "A-1009", True)
    member = first(counter, known["王芳"].lower().replace("-", ""))
    assert (member.kind, member.key, member.exact) == ("member", known["王芳"], True)
    noted = calls.note(counter.act(), phone="138 0013 8000", said="问停车", purpose="enquiry", department="floor")
    assert isinstance(noted, calls.Noted)
    call, sent = first(counter, noted.call.lower()), first(counter, noted.feedback)
    assert (call.kind, call.key, call.exact, call.detail.split()[0]) == ("call", noted.call, True, "enquiry")
    assert (sent.kind, sent.key, sent.mark, sent.detail) == ("feedback", noted.feedback, "unanswered", "floor")
    entry = first(counter, "#8")
    assert (entry.kind, entry.key) == ("entry", "8")
    assert "points.earn" in entry.detail
    assert lookup.find(counter.desk, text="#999") == []


def test_a_gift_is_found_by_code_barcode_and_name(counter: Counter, known: dict[str, str]) -> None:
    counter.gift("G001", barcode="6901234567892", on_desk=0)
    for typed, exact in (("g001", True), ("6901234567892", True), ("保温", False)):
        found = first(counter, typed)
        assert (found.kind, found.key, found.title, found.exact) == ("item", "G001", "保温杯", exact)
    assert lookup.find(counter.desk, text="zh_Hans") == []


def test_a_question_finds_an_answer_in_the_search_line(counter: Counter, known: dict[str, str]) -> None:
    titles, answers = {"zh_Hans": "停车", "en": "Parking"}, {"zh_Hans": "满200元免2小时", "en": "2 hours free\nthen 5"}
    knowledge.put(counter.act("2001"), entry="parking", titles=titles, answers=answers, words="停车场 park")
    for typed in ("park", "停车场在哪里", "停车", "where can I park"):
        found = lookup.find(counter.desk, text=typed)[-1]
        assert (found.kind, found.key, found.title, found.exact) == ("knowledge", "parking", "停车", False)
        assert (found.detail, found.mark) == ("满200元免2小时", "")
    for typed in ("pa", "免2小时", "p", "200"):
        assert "knowledge" not in {one.kind for one in lookup.find(counter.desk, text=typed)}
    knowledge.doubt(counter.act(), entry="parking")
    assert lookup.find(counter.desk, text="停车")[-1].mark == "doubted"


def test_those_who_came_last_stand_first(counter: Counter) -> None:
    ids = []
    for number in range(3):
        answer = enrolment.enrol(
            counter.act(), name="李娜", phone=f"1380013800{number}", terms=True, twins_seen=[*range(9)]
        )
        assert not isinstance(answer, No)
        ids.append(answer.number)
    with engines.writing(counter.store.engine) as conn:
        visited(conn, 2, counter.clock.now() + timedelta(hours=1))
    assert [one.key for one in finding.find(counter.desk, text="ln")] == [ids[1], ids[2], ids[0]]
    assert [one.key for one in finding.find(counter.desk, text="ln", limit=1)] == [ids[1]]


def test_what_is_shared_by_many_is_found_among_those_who_came_last(
    counter: Counter, known: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a cap of one, every search walks recent members instead of joining; the answers stay the same."""
    texts = ["zw", "伟", "ㄱㅎㄱ", "kim ha", "8000", "5678", "13800", "138"]
    joined = [finding.find(counter.desk, text=text) for text in texts]
    monkeypatch.setattr(key_index, "FEW", 1)
    monkeypatch.setattr(key_index, "MOST", 0)
    monkeypatch.setattr(key_index, "RECENT", 1_000)
    assert [finding.find(counter.desk, text=text) for text in texts] == joined


def test_what_is_shared_by_many_who_came_long_ago_is_found_behind_those_who_came_last(
    counter: Counter, known: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those who came last only one is walked, and is not who is meant."""
    oldest = next(iter(known))
    wanted = finding.find(counter.desk, text=oldest)
    assert known[oldest] in [one.key for one in wanted]
    monkeypatch.setattr(key_index, "FEW", 1)
    monkeypatch.setattr(key_index, "MOST", 0)
    monkeypatch.setattr(key_index, "RECENT", 1)
    assert finding.find(counter.desk, text=oldest) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "%",
        "_",
        "|",
        "#",
        "=",
        "'",
        '"',
        "\\",
        "\x00",
        "Lee[/]",
        "\x1b[31m",
        "\u202e",
        "9" * 5000,
        "a" * 5000,
    ],
)
def test_strange_text_finds_nothing_and_breaks_nothing(counter: Counter, known: dict[str, str], text: str) -> None:
    assert lookup.find(counter.desk, text=text) == []
    assert finding.find(counter.desk, text=text) == []


def test_a_receipt_shows_who_used_it_for_what(counter: Counter, known: dict[str, str]) -> None:
    points.earn(counter.act(), card=CARD, receipt="R7", till="12", amount=2500)
    points.earn(counter.act(), card=known["王芳"], receipt="R7", till="13", amount=500)
    both: list[Any] = receipts.show(counter.desk, number="r7")
    assert [(one.till, one.amount_money) for one in both] == [("12", 2500), ("13", 500)]
    (one,) = receipts.show(counter.desk, number="R7", till="12")
    assert [(use.benefit, use.by, use.counter, use.voided_by) for use in one.uses] == [("points", "1001", "A", None)]
    assert receipts.show(counter.desk, number="R7", date=one.date + timedelta(days=1)) == []

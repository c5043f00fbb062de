"""The house rules as a file: dated, checked, and every fault said with its place."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.rules.decisions import Role
from deskapp.rules.policy import Fault, Policies, lines, read

SHIPPED = (Path(__file__).parents[2] / "data" / "policy.toml").read_text(encoding="utf-8")
SMALL = """
[store]
name = { en = "Corner" }
country = "CN"
currency = "CNY"
time_zone = "Asia/Shanghai"

[[rules]]
from = 2020-01-01
calendar = { hours = { mon = ["09:00-21:00"] } }
cards = { classes = [{ code = "member", name = { en = "M" }, prefix = "61", fee = 200.00 }], reissue_fee = 5.00 }

[rules.points]
rates = { base = 10.00 }

[[rules]]
from = 2027-01-01

[rules.points]
late_days = 3

[[rules]]
from = 2026-06-01

[rules.points.rates]
base = 20.00
"""


def policies(text: str) -> Policies:
    answer = read(text)
    assert isinstance(answer, Policies), [str(fault) for fault in answer]
    return answer


def faults(text: str) -> list[Fault]:
    answer = read(text)
    assert isinstance(answer, list)
    assert answer
    return answer


def test_the_shipped_policy_holds_what_the_desk_is_said_to_do() -> None:
    policy = policies(SHIPPED).on(date(2026, 11, 22))
    assert policy.points.rate(None) == policy.points.rate("") == 1000
    assert (policy.points.late_days, policy.points.late_approver) == (0, Role.SUPERVISOR)
    assert [window.text for window in policy.gifts.windows] == ["01-01..01-31", "07-01..07-31"]
    assert policy.cards.reissue_fee == 500
    assert {kind.code: kind.fee for kind in policy.cards.classes}["member"] == 20000
    assert policy.calendar.cutoff == time(4)
    assert policy.calendar.rest == ((time(12), time(14)), (time(20, 30), time(9)))
    assert (policy.people.pin_min, policy.people.tries, policy.people.lock_minutes) == (6, 5, 5)
    assert policy.privacy.reveal_seconds == 30
    assert set(policy.store.counters) == {"A", "B"}
    assert policy.voids["gifts.redeem"].by is Role.LEAD
    assert policy.slips["points"] == 2


def test_every_rule_of_the_shipped_policy_names_its_clause() -> None:
    subjects: dict[str, str] = {}
    for paragraph in SHIPPED.split("\n\n"):
        if header := re.search(r"^\[+rules\.(\w+)", paragraph, re.MULTILINE):
            subjects[header[1]] = subjects.get(header[1], "") + paragraph
    assert len(subjects) >= 11
    assert [name for name, text in subjects.items() if "§" not in text and "seed" not in text] == []


def test_the_shipped_policy_says_how_long_each_step_of_a_complaint_may_take() -> None:
    rules = policies(SHIPPED).on(date(2026, 11, 22)).complaints
    assert (str(rules.times("ordinary").judge), str(rules.times("ordinary").answer)) == ("day", "3d")
    assert str(rules.times("grave").judge) == "1h"
    assert str(rules.times("unheard of").answer) == "3d"
    assert (rules.manager_above, rules.clerk_closes_up_to) == (100_000, 10_000)
    assert [one.code for one in rules.categories][:2] == ["goods", "service"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('judge = "1h"', 'judge = "soon"', "a due time is written"),
        ("escalate_lead = 50", "escalate_lead = 90", "the lead is called first"),
        ('code = "refund"', 'code = "repair"', "repair stands twice"),
        ('"heic"', '"exe"', "Input should be"),
    ],
)
def test_a_slip_in_the_rules_of_complaints_is_said_with_its_place(old: str, new: str, told: str) -> None:
    assert SHIPPED.count(old) == 1
    fault = faults(SHIPPED.replace(old, new))[0]
    assert told in fault.message
    assert ".complaints" in fault.path
    assert fault.line


def test_rules_change_on_their_date_and_keep_what_they_do_not_name() -> None:
    rules = policies(SMALL)
    rates = {day: rules.on(day).points.rate(None) for day in (date(2026, 5, 31), date(2026, 6, 1), date(2027, 1, 1))}
    assert list(rates.values()) == [1000, 2000, 2000]
    assert [version.points.late_days for version in rules.versions] == [0, 0, 3]
    assert rules.on(date(1999, 1, 1)).effective == date(2020, 1, 1)


def test_a_version_says_its_date_and_changes_with_the_rules_and_with_nothing_else() -> None:
    version = policies(SMALL).versions[0].version
    assert re.fullmatch(r"2020-01-01\+[0-9a-f]{8}", version)
    assert policies("# remark\n" + SMALL).versions[0].version == version
    assert policies(SMALL.replace("late_days = 3", "late_days = 4")).versions[0].version == version
    assert policies(SMALL.replace("{ base = 10.00 }", "{ base = 9.00 }")).versions[0].version != version


def test_the_business_date_is_by_the_cut_off_of_its_day() -> None:
    rules = policies(SMALL.replace("late_days = 3", "late_days = 3\n[rules.calendar]\ncutoff = '06:00'"))
    assert rules.business_date(datetime(2026, 11, 22, 21, tzinfo=UTC)) == date(2026, 11, 23)
    assert rules.business_date(datetime(2027, 11, 22, 21, tzinfo=UTC)) == date(2027, 11, 22)


def test_amounts_are_exact_in_the_stores_currency() -> None:
    won = policies(SMALL.replace("CNY", "KRW").replace("10.00", "1000").replace("200.00", "3000"))
    assert won.versions[0].points.rate(None) == 1000
    assert won.store.exponent == 0


@pytest.mark.parametrize(
    ("good", "bad", "place", "says"),
    [
        ('currency = "CNY"', 'currency = "yuan"', "store.currency", "pattern"),
        ('"Asia/Shanghai"', '"Asia/Wanlian"', "store.time_zone", "no time zone"),
        ("late_days = 3", "late_day = 3", "rules[2].points.late_day", "not permitted"),
        ("late_days = 3", "late_days = -3", "rules[2].points.late_days", "greater than or equal"),
        ("base = 20.00", "base = 20.001", "rules[3].points.rates.base", "2 digits"),
        ("base = 20.00", "base = 0", "rules[3].points.rates.base", "greater than 0"),
        ("base = 20.00", "gold = 20.00", "rules[3].points.rates.gold", "no tier gold"),
        ("[rules.points.rates]", "[rules.tier]", "rules[3].tier", "not permitted"),
        ("from = 2027-01-01", "since = 2027-01-01", "rules[2].from", "needs a date"),
        ("from = 2027-01-01", "from = 2020-01-01", "rules[2].from", "two [[rules]] begin"),
        ('"09:00-21:00"', '"9-21"', "rules[1].calendar.hours", "hours are written like"),
        ('"09:00-21:00"', '"09:00-25:00"', "rules[1].calendar.hours", "no such time"),
        ('mon = ["09:00-21:00"]', "mon = []", "rules[1].calendar.hours", "at least one day"),
    ],
)
def test_a_fault_is_said_with_its_line_and_key(good: str, bad: str, place: str, says: str) -> None:
    assert SMALL.count(good) == 1
    broken = SMALL.replace(good, bad)
    found = [fault for fault in faults(broken) if fault.path.startswith(place)]
    assert found, [str(fault) for fault in faults(broken)]
    assert says in found[0].message
    line = SMALL[: SMALL.index(good)].count("\n") + 1
    assert found[0].line == (line - 1 if says == "needs a date" else line)


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ('[[rules.tiers]]\ncode = "a"\nname = {en="A"}\nthreshold = 10\n'
         '[[rules.tiers]]\ncode = "b"\nname = {en="B"}\nthreshold = 10.00', "the tiers a and b have one threshold"),
        ('[rules.gifts]\nwindows = ["31 January"]', "a window is written like"),
        ('[rules.gifts]\nwindows = ["2026-02-01..2026-01-01"]', "ends before it begins"),
        ('[rules.receipts]\nbarcode = "(?P<number>["', "not a regular expression"),
        ('[rules.receipts]\nbarcode = "(?P<till>x)"', "number must be there"),
        ("[rules.people]\npin_min = 4", "greater than or equal to 6"),
        ("[rules.people]\npin_min = 10\npin_max = 8", "longest PIN"),
        ("[rules.cards]\nlength = 6\nclasses = [{code='a', name={en='A'}, prefix='61234', fee=0}]", "leaves none"),
        ("[rules.cards]\nclasses = [{code='a', name={en='A'}, prefix='6', fee=0}, {code='b', name={en='B'},"
         " prefix='61', fee=0}]", "cannot be told apart"),
        ('[rules.voids]\n"gifts.redeem" = { by = "boss" }', "Input should be"),
        ('[[rules.departments]]\ncode = "x"\nname = {en="X"}\n[[rules.departments]]\ncode = "x"\nname = {en="Y"}',
         "the department x stands twice"),
        ("[rules.callbacks]\ntries = 2\ntry_days = 3", "cannot be spread"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused(extra: str, says: str) -> None:
    found = faults(SMALL + extra + "\n")
    assert any(says in fault.message for fault in found), [str(fault) for fault in found]
    assert all(fault.line is not None and fault.line > SMALL.count("\n") - 6 for fault in found)


def test_every_fault_is_said_at_once_and_each_once() -> None:
    broken = SMALL.replace('"09:00-21:00"', '"x"').replace("reissue_fee = 5.00", "reissue_fee = -1")
    paths = [fault.path for fault in faults(broken)]
    assert len(paths) == len(set(paths)) == 2


def test_broken_toml_is_a_fault_with_its_line() -> None:
    fault = faults("[store]\nname = \n")[0]
    assert fault.line == 2
    assert str(fault).startswith("line 2: ")


@pytest.mark.parametrize("text", ["", "rules = 1", "x = 1", "[rules]\nfrom=2020-01-01", "\ufeff"])
def test_a_file_without_rules_is_refused(text: str) -> None:
    assert faults(text)


@given(st.text(max_size=200) | st.text("[]rules.store=\n\"'#{}, 01", max_size=200))
def test_any_text_is_judged_and_never_crashes(text: str) -> None:
    lines(text)
    assert isinstance(read(text), list)


def test_the_rules_that_decide_do_not_load_pydantic() -> None:
    code = (
        "import sys; from deskapp.rules import cards, clock, decisions, gifts, journal, members, names, numbers,"
        " people, points, policy, stock, text, tiers, birthdays, money;"
        " heavy = {'pydantic', 'holidays', 'pypinyin', 'phonenumbers', 'rapidfuzz', 'cnlunar', 'sqlalchemy'};"
        " sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_departments_are_named_in_four_languages_and_stand_once() -> None:
    found = policies(SHIPPED).versions[-1].departments
    assert len({one.code for one in found}) == len(found) >= 5
    assert all(set(one.name) == {"en", "zh_Hans", "zh_Hant", "ko"} for one in found)


def test_what_people_choose_from_is_told_with_its_names() -> None:
    found = policies(SHIPPED).versions[-1].classes
    assert set(found) == {"department", "category", "cause", "remedy", "shift", "card", "numbered", "counter"}
    assert found["remedy"]["refund"] == {"zh_Hans": "退货退款", "zh_Hant": "退貨退款", "ko": "환불", "en": "Refund"}
    assert all(set(names) == {"en", "zh_Hans", "zh_Hant", "ko"} for kind in found.values() for names in kind.values())


@pytest.mark.parametrize(
    ("country", "said", "spoken"),
    [("CN", "", "zh_Hans"), ("TW", "", "zh_Hant"), ("KR", "", "ko"), ("FR", "", "en"), ("CN", "ko", "ko")],
)
def test_people_of_whom_no_language_is_known_are_spoken_to_in_that_of_the_store(
    country: str, said: str, spoken: str
) -> None:
    line = f'country = "{country}"\nlanguage = "{said}"'
    assert policies(SMALL.replace('country = "CN"', line)).store.spoken == spoken

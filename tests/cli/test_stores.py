"""Making stores and finding them: init, demo, which one is meant, and what is said when there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskapp import demo as demonstration
from deskapp.rules.complaint_table import State
from tests.cli.conftest import NOW, PINS, Shell, rows

COMPARED = (
    "select number, at, actor, operation, kind, subject, payload, hash from journal order by number",
    "select * from member order by id",
    "select * from card order by number",
    "select * from account order by id",
)


def test_a_demo_is_the_same_for_the_same_seed_and_day(bare: Shell, tmp_path: Path) -> None:
    made = []
    for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        url = f"sqlite:///{tmp_path / name}.sqlite"
        assert bare.run("--now", NOW, "--db", url, "demo", "--members", "30", "--seed", seed).code == 0
        made.append([rows(url, statement) for statement in COMPARED])
    assert made[0] == made[1]
    assert made[0][1] != made[2][1]


def test_a_demo_prints_its_sign_ins_and_everybody_can_sign_in(bare: Shell) -> None:
    made = bare.run("--now", "2026-11-23T07:30", "demo", "--members", "5", "--json")  # a Monday before opening
    assert {each["number"]: each["pin"] for each in made.body["sign_ins"]} == PINS
    assert bare.run("query", "journal.day", "--as", "2001", pin=PINS["2001"]).code == 0


def test_a_demo_is_believable(shell: Shell) -> None:
    kinds = dict(rows(shell.url, "select operation, count(*) from journal group by 1"))
    assert {"points.earn", "gifts.redeem", "slips.sign", "members.enrol", "journal.void", "stock.count"} <= kinds.keys()
    assert rows(shell.url, "select count(*) from journal where kind = 'refused'")[0][0] > 3
    assert {state for (state,) in rows(shell.url, "select distinct state from card")} >= {"active", "blank"}
    assert {language for (language,) in rows(shell.url, "select distinct language from member")} >= {"zh_Hans", "ko"}
    assert all(phone.startswith("+") for (phone,) in rows(shell.url, "select phone from member where phone <> ''"))
    assert shell.run("verify").code == 0


def test_a_demo_has_complaints_in_every_state_and_a_queue_of_calls(shell: Shell) -> None:
    told = dict(rows(shell.url, "select state, count(*) from complaint group by 1"))
    assert told.keys() == set(State)
    assert rows(shell.url, "select count(*) from complaint where due_at < '2026-11-20 03:00:00'")[0][0] > 2
    held = {party for (party,) in rows(shell.url, "select distinct held_by from complaint")}
    assert held == {"", "customer", "outside"}
    assert rows(shell.url, "select max(run) from complaint") == [(2,)]
    assert rows(shell.url, "select count(*) n from complaint group by member_id order by n desc")[0][0] > 3
    called = {state for (state,) in rows(shell.url, "select distinct state from callback")}
    assert called == {"open", "appointment", "done", "exhausted", "refused"}
    for table, least in (("call", 15), ("feedback", 5), ("knowledge", 8), ("callback_attempt", 25)):
        assert rows(shell.url, f"select count(*) from {table}")[0][0] >= least
    refused = rows(shell.url, "select operation, payload from journal where kind = 'refused'")
    assert [each for each in refused if each[0].startswith(("complaints", "callbacks", "calls", "feedback"))] == []


def test_a_demo_has_shifts_that_were_handed_over_and_no_counter_is_blocked(shell: Shell) -> None:
    asked = {"start": "2026-11-01", "end": "2026-11-22"}
    shifts = shell.query("shifts.list", "3001", **asked).body["result"]
    assert len(shifts) > 15
    assert [one["shift"] for one in shifts if one["state"] != "closed"] == [shifts[0]["shift"]]
    assert {one["counter"] for one in shifts} == {"B"}
    usual = shell.ahead
    for counter in ("A", "B"):
        shell.ahead = [*usual, "--counter", counter]
        assert shell.post("feedback.send", "1002", department="floor", text="座椅太少").code == 0
    carried = shell.query("shifts.carried", "1002").body["result"]
    assert max(one["hops"] for one in carried["items"]) > 3
    assert None not in {one["places"]["desk"] for one in shell.query("stock.on_hand").body["result"]}


def test_gifts_can_be_redeemed_in_a_demo_today(shell: Shell) -> None:
    rich = rows(
        shell.url,
        "select c.number from card c join account a on a.holder = 'member:' || c.member_id"
        " where c.state = 'active' and a.unit = 'points' order by a.balance desc limit 1",
    )[0][0]
    assert shell.post("gifts.redeem", card=rich, item="G004").code == 0


@pytest.mark.parametrize("command", [("demo", "--members", "5"), ("init", "--number", "4001", "--name", "孙丽华")])
def test_a_store_is_never_overwritten(shell: Shell, command: tuple[str, ...]) -> None:
    before = rows(shell.url, "select count(*) from journal")
    shell.ahead = []
    answer = shell.run(*command, pin=PINS["4001"])
    assert answer.code == 2
    assert "--db" in answer.err
    assert rows(shell.url, "select count(*) from journal") == before


def test_a_demo_that_fails_leaves_nothing_behind(bare: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("deskapp.demo.history.work", lambda *_all: 1 // 0)
    assert bare.run("demo", "--members", "5").code == 70
    assert not list(tmp_path.glob("new.sqlite*"))


def test_init_makes_an_empty_store_with_its_first_manager(bare: Shell, tmp_path: Path) -> None:
    assert bare.run("init", "--number", "4001", "--name", "孙丽华", pin=PINS["4001"]).code == 0
    added = {"number": "1001", "name": "陈静", "role": "clerk", "pin": PINS["1001"]}
    told = bare.post("people.add", staff="4001", **added)
    assert told.code == 2
    assert "never part of a command" in told.body["error"]
    file = tmp_path / "person.json"
    file.write_text(json.dumps(added), "utf-8")
    asked = ("post", "people.add", "--as", "4001", "--json", f"@{file}")
    assert bare.run(*asked, pin=PINS["4001"]).code == 0
    assert bare.query("journal.day", staff="1001").code == 0
    assert PINS["1001"] not in str(rows(bare.url, "select * from journal"))
    assert bare.run("verify").code == 0


def test_init_refuses_an_easy_pin_and_a_broken_policy(bare: Shell, tmp_path: Path) -> None:
    who = ("--number", "4001", "--name", "孙丽华")
    assert bare.run("init", *who, pin="123456").code == 2
    broken = tmp_path / "policy.toml"
    broken.write_text('[store]\nname = { en = "x" }\n[[rules]]\nfrom = 2020-01-01\n', "utf-8")
    answer = bare.run("init", *who, "--policy", str(broken), pin=PINS["4001"])
    assert answer.code == 2
    assert "store.country" in answer.err
    assert bare.run("verify").code == 2


def test_the_clock_is_set_on_demonstration_stores_only(bare: Shell) -> None:
    bare.run("init", "--number", "4001", "--name", "孙丽华", pin=PINS["4001"])
    bare.ahead = ["--now", NOW]
    answer = bare.query("journal.day", staff="4001")
    assert answer.code == 2
    assert "--now" in answer.body["error"]
    assert bare.run("init", "--number", "4001", "--name", "x", pin=PINS["4001"]).code == 2


def test_a_missing_store_is_said_with_what_makes_one(bare: Shell) -> None:
    answer = bare.query("journal.day")
    assert answer.code == 2
    assert "deskapp init" in answer.body["error"]
    assert bare.run("verify").code == 2


@pytest.mark.parametrize("address", ["mysql://u:secret@h/d", "sqlite://", "postgresql://u:secret@127.0.0.1:9/d"])
def test_an_address_that_is_no_store_is_said_without_its_password(bare: Shell, address: str) -> None:
    answer = bare.run("--db", address, "verify")
    assert answer.code == 2, answer
    assert "secret" not in answer.err + answer.out
    assert "Traceback" not in answer.err


def test_a_file_that_is_no_store_is_said(bare: Shell, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear sir, " * 1000, "utf-8")
    answer = bare.run("--db", str(file), "verify")
    assert answer.code == 2
    assert "letter.txt" in answer.err


def test_the_store_is_the_one_named_ahead_then_the_environment_then_the_settings(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from deskapp import opening, paths

    named = opening.Chosen(db=str(tmp_path / "x.sqlite"))
    assert opening.url(named) == opening.quick_url(named) == f"sqlite:///{tmp_path / 'x.sqlite'}"
    assert opening.url(opening.Chosen()) == opening.quick_url(opening.Chosen()) == shell.url
    monkeypatch.delenv("DESKAPP_DATABASE")
    settings = paths.settings_file()
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('database = "sqlite:////tmp/elsewhere.sqlite"\n', "utf-8")
    assert opening.url(opening.Chosen()) == opening.quick_url(opening.Chosen()) == "sqlite:////tmp/elsewhere.sqlite"
    settings.write_text("", "utf-8")
    assert opening.url(opening.Chosen()) == opening.quick_url(opening.Chosen()) == f"sqlite:///{paths.store_file()}"


def test_settings_that_do_not_hold_are_named(shell: Shell) -> None:
    from deskapp import paths

    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().write_text('langage = "ko"\n', "utf-8")
    answer = shell.run("verify")
    assert answer.code == 2
    assert "langage" in answer.err


def test_policies_are_checked_with_line_and_key(bare: Shell, tmp_path: Path) -> None:
    from deskapp import paths

    assert bare.run("policy", "check", str(paths.data() / "policy.toml")).code == 0
    wrong = tmp_path / "policy.toml"
    text = (paths.data() / "policy.toml").read_text("utf-8").replace("tries = 5", "tries = 500")
    wrong.write_text(text, "utf-8")
    answer = bare.run("policy", "check", str(wrong))
    assert answer.code == 1
    assert "people.tries" in answer.out
    assert "line" in answer.out


def test_the_shops_own_scripts_are_checked_from_the_command_line(bare: Shell, tmp_path: Path) -> None:
    from deskapp import paths

    assert bare.run("scripts", "check", str(paths.data() / "scripts")).code == 0
    (tmp_path / "promise.toml").write_text("[opening]\nko = '{boss}'\n", "utf-8")
    answer = bare.run("scripts", "check", str(tmp_path))
    assert answer.code == 1
    assert "promise: opening ko: there is nothing to put for {boss}" in answer.out
    assert bare.run("scripts", "check", str(tmp_path / "nowhere")).code == 2


def test_the_shops_own_phrases_are_checked_from_the_command_line(bare: Shell, tmp_path: Path) -> None:
    from deskapp import paths

    assert bare.run("phrases", "check", str(paths.data() / "phrases")).code == 0
    (tmp_path / "gifts.toml").write_text('screens = ["gift"]\n[title]\nko = "사은품"\n', "utf-8")
    answer = bare.run("phrases", "check", str(tmp_path))
    assert answer.code == 1
    assert "gifts.toml: screens" in answer.out
    assert bare.run("phrases", "check", str(tmp_path / "nowhere")).code == 2


def test_a_demo_on_a_server_is_the_same_work(new_database: object, bare: Shell) -> None:
    url = new_database()  # type: ignore[operator]
    made = bare.run("--db", url, "--now", NOW, "demo", "--members", "40", "--json")
    assert made.code == 0, made
    assert bare.run("--db", url, "verify").code == 0
    assert bare.run("--db", url, "demo", "--members", "5").code == 2
    more = json.dumps({"name": "王芳", "phone": "13900001111", "terms": True})
    added = bare.run(
        "--db", url, "--now", NOW, "post", "members.enrol", "--as", "1001", "--json", more, pin=PINS["1001"]
    )
    assert added.code == 0, added
    assert demonstration.DAYS == 30

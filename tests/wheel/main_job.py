"""The desk's main job through an installed program, from a folder that is not the checkout: SQLite, then PostgreSQL.

    python -m tests.wheel.main_job /path/to/venv/bin/deskapp

Enrol, activate, earn, redeem, look up, report, verify: each step prints a line; the last line counts them.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import postgres

NOW = "2027-01-12T10:30:00+08:00"  # in the demo policy's January window for gifts
TODAY = NOW[:10]
CARD = "619999999011"
PINS = {"1001": "260417", "1002": "260428", "2001": "271539", "3001": "381642"}
DONE, REFUSED = 0, 3


@dataclass
class Counter:
    """A counter PC that has nothing but the installed program and a store's address."""

    program: Path
    folder: Path
    database: str
    member: str = ""

    def run(self, *arguments: str, expect: int = DONE, pin: str = "") -> str:
        environment = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP") if key in os.environ}
        environment |= {"HOME": str(self.folder), "DESKAPP_DATABASE": self.database, "DESKAPP_PIN": pin}
        command = [str(self.program), "--now", NOW, *arguments]
        ended = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8", timeout=120
        )
        said = f"{' '.join(arguments)} ended with {ended.returncode}\n{ended.stdout}\n{ended.stderr}"
        assert ended.returncode == expect, said
        return ended.stdout

    def post(self, operation: str, *, staff: str = "1001", op: str = "", **values: object) -> Any:
        """What the posted operation answers."""
        given = [operation, "--as", staff, "--json", json.dumps(values, ensure_ascii=False)]
        return json.loads(self.run("post", *given, *(["--op", op] if op else []), pin=PINS[staff]))["result"]

    def refused(self, operation: str, **values: object) -> str:
        """The code with which the operation is refused."""
        given = [operation, "--as", "1001", "--json", json.dumps(values, ensure_ascii=False)]
        return str(json.loads(self.run("post", *given, expect=REFUSED, pin=PINS["1001"]))["refused"]["code"])

    def query(self, reading: str, staff: str = "1001", **values: object) -> Any:
        text = json.dumps(values, ensure_ascii=False)
        return json.loads(self.run("query", reading, "--as", staff, "--json", text, pin=PINS[staff]))["result"]


def a_demo_store_is_made(counter: Counter) -> None:
    sign_ins = counter.run("demo", "--members", "60", "--seed", "7")
    assert all(number in sign_ins for number in PINS)


def the_operations_are_published(counter: Counter) -> None:
    published = {each["name"] for each in json.loads(counter.run("operations", "--json"))["operations"]}
    assert {"members.enrol", "cards.activate", "points.earn", "gifts.redeem", "journal.void"} <= published


def a_member_is_enrolled(counter: Counter) -> None:
    enrolled = counter.post("members.enrol", name="欧阳晓芸", phone="138 0990 8007", terms=True)
    counter.member = enrolled["number"]


def a_card_is_activated(counter: Counter) -> None:
    counter.post("cards.activate", member=counter.member, card=CARD, fee_taken=True)


def receipts_earn_one_point_for_ten(counter: Counter) -> None:
    for receipt, amount, points in (("R1", "9.90", 0), ("R2", "10.00", 1), ("R3", "19.99", 1), ("R4", "25.00", 2)):
        assert counter.post("points.earn", card=CARD, receipt=receipt, amount=amount)["points"] == points


def the_same_receipt_earns_no_more(counter: Counter) -> None:
    assert counter.refused("points.earn", card=CARD, receipt="R4", amount="25.00") == "receipt_used"


def one_operation_posted_three_times_has_one_effect(counter: Counter) -> None:
    big = {"card": CARD, "receipt": "R5", "amount": "90000.00"}
    answers = [counter.post("points.earn", op="three-times", **big) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["balance"] == 9004


def a_gift_is_handed_out(counter: Counter) -> None:
    redeemed = counter.post("gifts.redeem", card=CARD, item="G001")
    assert redeemed["balance"] == 9004 - redeemed["points"] < 9004


def the_member_is_found_by_initials(counter: Counter) -> None:
    assert counter.member in json.dumps(counter.query("members.find", text="oyxy"))


def the_day_is_reported(counter: Counter) -> None:
    assert json.loads(counter.run("report", "daily", "--date", TODAY, "--format", "json"))
    assert counter.run("--lang", "ko", "report", "daily", "--date", TODAY) != counter.run(
        "--lang", "en", "report", "daily", "--date", TODAY
    )


def a_slip_and_the_day_are_set_on_paper(counter: Counter) -> None:
    slip = counter.post("points.earn", card=CARD, receipt="R6", amount="10.00")["slip"]
    for asked in (("slip", slip, "--as", "1001"), ("report", "daily", "--date", TODAY)):
        file = counter.folder / "paper.pdf"
        counter.run(*asked, "--format", "pdf", "--out", str(file), pin=PINS["1001"])
        paper = file.read_bytes()
        assert paper.startswith(b"%PDF-")
        assert b"NotoSansCJK" in paper


def the_store_is_whole(counter: Counter) -> None:
    counter.run("verify")


STEPS: list[Callable[[Counter], None]] = [
    a_demo_store_is_made,
    the_operations_are_published,
    a_member_is_enrolled,
    a_card_is_activated,
    receipts_earn_one_point_for_ten,
    the_same_receipt_earns_no_more,
    one_operation_posted_three_times_has_one_effect,
    a_gift_is_handed_out,
    the_member_is_found_by_initials,
    the_day_is_reported,
    a_slip_and_the_day_are_set_on_paper,
    the_store_is_whole,
]


def morning(counter: Counter, engine: str) -> tuple[int, int]:
    """Do every step; the first that fails ends the morning. How many passed and failed."""
    for number, step in enumerate(STEPS):
        try:
            step(counter)
        except Exception:
            traceback.print_exc()
            print(f"FAILED {engine}: {step.__name__.replace('_', ' ')}")
            return number, 1
        print(f"passed {engine}: {step.__name__.replace('_', ' ')}")
    return len(STEPS), 0


def main() -> int:
    program = Path(sys.argv[1]).absolute()
    run = f"wheel{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        results = [morning(Counter(program, home, f"sqlite:///{home / 'desk.sqlite'}"), "sqlite")]
        with postgres.server(run) as url:
            address = url.render_as_string(hide_password=False)
            results.append(morning(Counter(program, home, address), "postgresql"))
        postgres.remove(run)
    passed, failed = (sum(column) for column in zip(*results, strict=True))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

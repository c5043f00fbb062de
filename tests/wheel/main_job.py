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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import postgres

NOW = "2027-01-12T10:30:00+08:00"  # in the demo policy's January window for gifts
TODAY = NOW[:10]
PINS = {"1001": "260417", "3001": "381642", "5001": "503864", "6001": "614975"}
DONE, REFUSED = 0, 3


@dataclass
class Counter:
    """A counter PC that has nothing but the installed program and a store's address."""

    program: Path
    folder: Path
    database: str
    known: dict[str, Any] = field(default_factory=dict)

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

    def post(self, operation: str, staff: str = "1001", expect: int = DONE, **values: object) -> Any:
        text = json.dumps(values, ensure_ascii=False)
        return json.loads(self.run("post", operation, "--as", staff, "--json", text, expect=expect, pin=PINS[staff]))

    def query(self, reading: str, staff: str = "1001", **values: object) -> Any:
        text = json.dumps(values, ensure_ascii=False)
        return json.loads(self.run("query", reading, "--as", staff, "--json", text, pin=PINS[staff]))


def a_demo_store_is_made(counter: Counter) -> None:
    environment_says = counter.run("demo", "--members", "60", "--seed", "7")
    assert "1001" in environment_says


def a_member_is_enrolled(counter: Counter) -> None:
    enrolled = counter.post("members.enrol", name="张伟民", phone="138 0013 8000", terms=True)
    counter.known["member"] = found(enrolled, "number")


def a_card_is_activated(counter: Counter) -> None:
    card = "8800000000017"
    counter.known["card"] = card
    counter.post("cards.activate", member=counter.known["member"], card=card)


def points_are_earned_on_receipts(counter: Counter) -> None:
    for receipt, amount, points in (
        ("R1", "9.90", 0),
        ("R2", "10.00", 1),
        ("R3", "19.99", 1),
        ("R4", "90000.00", 9000),
    ):
        earned = counter.post("points.earn", card=counter.known["card"], receipt=receipt, amount=amount)
        assert found(earned, "points") == points


def the_same_receipt_is_refused(counter: Counter) -> None:
    counter.post("points.earn", card=counter.known["card"], receipt="R4", amount="90000.00", expect=REFUSED)


def a_gift_is_handed_out(counter: Counter) -> None:
    redeemed = counter.post("gifts.redeem", card=counter.known["card"], item="G001")
    assert found(redeemed, "balance") < 9002


def the_member_is_found_by_initials(counter: Counter) -> None:
    assert counter.known["member"] in json.dumps(counter.query("members.find", text="zwm"))


def the_day_is_reported(counter: Counter) -> None:
    report = json.loads(counter.run("report", "daily", "--date", TODAY, "--format", "json"))
    assert report


def the_store_is_whole(counter: Counter) -> None:
    counter.run("verify")


STEPS: list[Callable[[Counter], None]] = [
    a_demo_store_is_made,
    a_member_is_enrolled,
    a_card_is_activated,
    points_are_earned_on_receipts,
    the_same_receipt_is_refused,
    a_gift_is_handed_out,
    the_member_is_found_by_initials,
    the_day_is_reported,
    the_store_is_whole,
]


def found(answer: Any, name: str) -> Any:
    """A figure of an answer, whether it stands at the top or in the result."""
    return answer[name] if name in answer else answer["result"][name]


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

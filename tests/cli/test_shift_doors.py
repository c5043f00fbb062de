"""A whole shift from outside: opened, counted blind, explained, handed over with both PINs, and read back the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.cli.conftest import PINS, Ran, Shell


def result(ran: Ran) -> Any:
    assert ran.code == 0, ran.out
    return ran.body["result"]


def with_pins(shell: Shell, folder: Path, operation: str, staff: str, **given: Any) -> Ran:
    """Post what holds PINs from a file: they are never part of a command."""
    file = folder / "given.json"
    file.write_text(json.dumps(given), encoding="utf-8")
    return shell.run("post", operation, "--as", staff, "--json", f"@{file}", pin=PINS[staff])


def test_a_shift_is_opened_counted_and_handed_over(shell: Shell, tmp_path: Path) -> None:
    shift = result(shell.post("shifts.open", kind="early", cash={"100": 1}))["shift"]
    result(shell.post("shifts.cash", way="fee", amount="40.00", reason="停车费"))
    result(shell.post("shifts.cash", way="pay_out", amount="5.00", reason="邮票"))
    before = shell.query("handover.show").out + shell.query("shifts.show", shift=shift).out
    before += shell.query("ledger.balances", unit="CNY").out + shell.query("reports.daily", "2001").out
    assert re.search(r"\b13500\b", before) is None
    assert {row["places"]["desk"] for row in result(shell.query("stock.on_hand"))} <= {None, 0}
    shelf = {f"item:{row['code']}": row["places"]["desk"] for row in result(shell.query("stock.on_hand", "5001"))}
    counted = result(shell.post("shifts.count", cash={"100": 1, "10": 1, "5": 1}, things=shelf))
    cash = counted["counts"][0]
    assert (cash["counted"], cash["expected"], cash["variance"], counted["left"]) == (11_500, 13_500, -2000, [])
    given = {"count": cash["count"], "reason": "找错零"}
    assert shell.post("shifts.settle", **given).body["refused"]["code"] == "approval_needed"
    result(shell.post("shifts.settle", approver="3001", **given))
    number = result(shell.post("handover.prepare"))["handover"]
    pins = {"pin": PINS["1001"], "to": "1002", "to_pin": PINS["1002"]}
    assert shell.post("handover.seal", handover=number, **pins).code == 2  # a PIN in a command
    sealed = result(with_pins(shell, tmp_path, "handover.seal", "1001", handover=number, next_kind="late", **pins))
    assert sealed["taken_by"] == "1002"
    once = shell.query("handover.show", handover=number).out
    assert once == shell.query("handover.show", "6001", handover=number).out
    last = json.loads(once)["result"]["content"]["counts"][-1]
    kept = next(one for one in json.loads(once)["result"]["content"]["counts"] if one["count"] == cash["count"])
    assert last["moment"] == "shift"
    assert (kept["counted"], kept["variance"], kept["reason"], kept["approver"]) == (11_500, -2000, "找错零", "3001")
    carried = result(shell.query("shifts.carried", "1002"))
    assert carried["handover"] == number
    assert min(one["hops"] for one in carried["items"]) == 1
    assert not any(PINS[staff] in shell.query("journal.day", "6001").out for staff in ("1001", "1002"))
    assert shell.run("verify").code == 0


def test_the_refusals_of_shifts_are_sentences(shell: Shell) -> None:
    assert (
        shell.post("shifts.cash", way="fee", amount=1, reason="x").body["message"] == "No shift is open at counter A."
    )
    result(shell.post("shifts.open", cash={"100": 1}))
    refused = shell.post("handover.prepare").body
    assert refused["message"].startswith("Still to be counted: cash, G001, ")
    assert shell.post("shifts.cash", way="gift", amount=1, reason="x").code == 2
    assert shell.query("shifts.list", start="2026-11-20", end="2026-11-19").body["refused"]["code"] == "span_backwards"

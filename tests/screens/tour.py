"""A walk over every screen of the desk on a small real store, for what must hold on all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from typing import Any

from textual.pilot import Pilot

from deskapp.app import DeskApp
from deskapp.store import calls, dealing, drawer, gifts, handover, knowledge, points, shifts, stock
from tests.screens.kit import settled, types
from tests.screens.moves_tour import MOVES, furnish_cases
from tests.screens.shop import Shop, press

Step = Callable[[DeskApp, Pilot[None], Shop], Awaitable[None]]


def opens(name: str, typed: str = "", *keys: str, **context: Any) -> Step:
    """Open this screen, type this and press these keys."""

    async def step(app: DeskApp, pilot: Pilot[None], shop: Shop) -> None:
        app.open(name, **{key: value(shop) if callable(value) else value for key, value in context.items()})
        await settled(pilot)
        await types(pilot, typed.format(card=shop.card))
        if keys:
            await press(pilot, *keys)

    return step


def presses(*keys: str) -> Step:
    """Press these keys at home."""

    async def step(app: DeskApp, pilot: Pilot[None], shop: Shop) -> None:
        await press(pilot, *keys)

    return step


def typing(text: str) -> Step:
    """Type this into the search line at home."""

    async def step(app: DeskApp, pilot: Pilot[None], shop: Shop) -> None:
        await types(pilot, text.format(card=shop.card))

    return step


def asks(word: str) -> Step:
    """A question that a command word puts."""

    async def step(app: DeskApp, pilot: Pilot[None], shop: Shop) -> None:
        app.command(word)
        await settled(pilot)

    return step


async def _member(app: DeskApp, pilot: Pilot[None], shop: Shop) -> None:
    app.go_to_member(shop.card)
    await settled(pilot)


async def _parked(app: DeskApp, pilot: Pilot[None], shop: Shop) -> None:
    for word, typed in (("redeem", "G001\n2"), ("points", "R100\n88")):
        await app.attach(shop.card)
        app.command(word)
        await settled(pilot)
        await types(pilot, typed)
        await press(pilot, "f4")
    await press(pilot, "f5")


def shift_that_is_over(shop: Shop) -> str:
    """The number of a shift at another counter that is over, made when it is first asked for."""
    if not hasattr(shop, "shift"):
        opened: Any = shifts.open_shift(shop.counter.act("2001", counter="B"), cash={"100": 1})
        drawer.cash(shop.counter.act("2001", counter="B"), way="pay_out", amount=500, reason="停车费")
        handover.close(shop.counter.act("3001"), shift=opened.shift, reason="先走了")
        shop.shift = opened.shift  # type: ignore[attr-defined]
    return str(shop.shift)


BEFORE: dict[str, Step] = {
    "home": presses(),
    "search": typing("Lee"),
    "commands": typing(">"),
    "help": presses("f1"),
    "choose": asks("theme"),
    "enrol": opens("enrol"),
    "birthdays": opens("birthdays"),
    "upgrades": opens("upgrades"),
    "items": opens("items"),
    "item": opens("item", code="G001"),
    "put": opens("put", "G001\n"),
    "stock": opens("stock"),
    "receive": opens("receive", "G001\n40\n"),
    "move": opens("move", "G001\n2\n"),
    "count": opens("count", "G001\nd\n4\n"),
    "counts": opens("counts"),
    "settle": opens("settle", "K"),
    "write_off": opens("write_off", "G001\n1\n"),
    "slips": opens("slips"),
    "slip": opens("slip", slip=lambda shop: shop.slip),
    "journal": opens("journal"),
    "entry": opens("entry", entry=lambda shop: shop.entry),
    "void": opens("void", entry=lambda shop: shop.entry),
    "receipt": opens("receipt", number="R1"),
    "call": opens("call", "138 1234 5678\n\ns\ntoo few seats\nf\nan answer\n+3h"),
    "call_result": opens("call", "138 1234 5678\n\nc\ntoo few seats\nf\nan answer\n+3h\n", "f9"),
    "calls": opens("calls"),
    "noted_call": opens("noted_call", call=lambda shop: shop.call),
    "call_figures": opens("call_figures"),
    "feedback": opens("feedback"),
    "sent_feedback": opens("sent_feedback", feedback=lambda shop: shop.feedback),
    "send_feedback": opens("send_feedback"),
    "answer_feedback": opens("answer_feedback", feedback=lambda shop: shop.feedback),
    "knowledge": opens("knowledge"),
    "answer": opens("answer", entry="parking"),
    "doubt": opens("doubt", entry="parking"),
    "write_answer": opens("write_answer", entry="parking"),
    "callback": opens("callback", "d\ng\n", callback=lambda shop: shop.callbacks[0]),
    "callback_result": opens("callback", "f\ng\nok\nfloor\n", "f9", callback=lambda shop: shop.callbacks[1]),
    "callbacks": opens("callbacks"),
    "callback_record": opens("callback_record", callback=lambda shop: shop.callbacks[2]),
    "arrange": opens("arrange", "birthday\n"),
    "appoint": opens("appoint", "15:30", callback=lambda shop: shop.callbacks[2]),
    "cancel_callback": opens("cancel_callback", "x", callback=lambda shop: shop.callbacks[2]),
    "call_hours": opens("call_hours"),
    "silence": opens("silence"),
    "allow_calls": opens("allow_calls"),
    "deal_out": opens("deal_out"),
    "gather": opens("gather"),
    "statistics": opens("statistics"),
    "callback_summary": opens("callback_summary"),
    "report": opens("report"),
    "complain": opens("complain", "漏水\n\nh\n"),
    "complain_result": opens("complain", "漏水\n\n\n\n李娜\n", "f9"),
    "complaints": opens("complaints"),
    "approvals": opens("approvals"),
    "complaint": opens("complaint", complaint=lambda shop: shop.cases["awaiting_approval"].complaint),
    "attach": opens("attach", "nowhere.jpg\n", complaint=lambda shop: shop.cases["awaiting_approval"].complaint),
    "recall": _parked,
    "shift_menu": presses("f12"),
    "open_shift": opens("open_shift", "1\n\n1\n"),
    "open_shift_result": opens("open_shift", "1\n\n1\n", "f9"),
    "shift_menu_open": presses("f12"),
    "cash": opens("cash", "o\n5\n"),
    "supply": opens("supply", "\n"),
    "count_shift": presses("f12", "c"),
    "settle_shift": opens("settle_shift", "KA\n"),
    "shift_note": opens("shift_note", "..."),
    "no_relief": opens("no_relief", "..."),
    "close_shift": opens("close_shift"),
    "handover": presses("f12", "h"),
    "take_over": opens("take_over"),
    "refuse_handover": opens("refuse_handover"),
    "handover_shown": opens("handover_shown"),
    "shifts": opens("shifts"),
    "shift_shown": opens("shift_shown", shift=shift_that_is_over),
    "correct_shift": opens("correct_shift", "4\n", shift=shift_that_is_over, entry=1, thing="cash"),
}
"""Screens that need nobody in front, and how to get there from home."""

for _name, (_state, _typed) in MOVES.items():
    BEFORE[_name] = opens(_name, _typed, complaint=lambda shop, state=_state: shop.cases[state].complaint)

IN_FRONT: dict[str, Step] = {
    "member": _member,
    "statement": opens("statement"),
    "edit": opens("edit"),
    "reveal": opens("reveal"),
    "activate": opens("activate"),
    "reissue": opens("reissue"),
    "lost": opens("lost"),
    "adjust": opens("adjust"),
    "wrong": opens("points", "R7\n", "f9"),
    "points": opens("points", "R8\n25.80\n"),
    "points_result": opens("points", "R9\n25.80\n", "f9"),
    "redeem": opens("redeem", "G001\n"),
    "redeem_result": opens("redeem", "G001\n", "f9"),
}
"""Screens with the member in front."""


def furnish(shop: Shop) -> None:
    """Something on every list: a slip to sign, a voided entry, a count that differs."""
    shop.counter.gift("G003", price=20, on_desk=6, reorder=8, shelf="B1")
    stock.count(shop.counter.act(), item="G003", place="desk", counted=2)
    earned: Any = points.earn(shop.counter.act(), card=shop.card, receipt="R1", amount=25850)
    given: Any = gifts.redeem(shop.counter.act(), card=shop.card, item="G001")
    points.earn(shop.counter.act("1002"), card=shop.card, receipt="R1", amount=25850)
    shop.slip = given.slip  # type: ignore[attr-defined]
    noted: Any = calls.note(
        shop.counter.act(), phone="13812345678", said="座椅太少", department="floor", promised="给答复", rings=2,
        promised_until="2026-07-15 17:00", seconds=95, purpose="suggestion",
    )  # fmt: skip
    shop.call, shop.feedback = noted.call, noted.feedback  # type: ignore[attr-defined]
    knowledge.put(
        shop.counter.act("2001"), entry="parking", titles={"en": "Parking", "zh_Hans": "停车"}, words="park",
        answers={"en": "Two hours are free.", "zh_Hans": "免费两小时。"},
    )  # fmt: skip
    whom: dict[str, Any]
    shop.callbacks = []  # type: ignore[attr-defined]
    for whom in ({"member": shop.card}, {"phone": "13900139001"}, {"phone": "13900139002"}):
        made: Any = dealing.create(shop.counter.act(), purpose="member_care", **whom)
        shop.callbacks.append(made.callback)  # type: ignore[attr-defined]
    with closing(sqlite3.connect(shop.url.removeprefix("sqlite:///"))) as file:
        found = file.execute("select number from journal where subject = ?", (earned.slip,)).fetchone()
    shop.entry = found[0]  # type: ignore[attr-defined]
    shop.cases = furnish_cases(shop)  # type: ignore[attr-defined]


async def walk(app: DeskApp, pilot: Pilot[None], shop: Shop, *only: str) -> AsyncIterator[str]:
    """Go to each screen in turn, or to these; its name, when it stands there."""
    for steps in (BEFORE, IN_FRONT):
        for name, step in steps.items():
            if only and name not in (*only, "member"):
                continue
            await step(app, pilot, shop)
            if not only or name in only:
                yield name
            while len(app.screen_stack) > 1:
                app.pop_screen()
            await settled(pilot)
            if app.top is not None:
                app.top.omnibox.clear()
                app.top.first_focus()

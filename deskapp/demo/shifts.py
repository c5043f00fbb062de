"""Ten days of shifts at the demonstration's second counter, each handed over to the next: the lead's in the morning,
the late clerk's until the evening. The first counter has none, so that everything can be tried there."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from deskapp.rules.decisions import No
from deskapp.rules.money import exponent, plain
from deskapp.rules.shifts import CASH
from deskapp.store import registry
from deskapp.store.ledger import ACCOUNT, ON_DESK, drawer

if TYPE_CHECKING:
    from deskapp.demo.history import History
    from deskapp.rules.clock import Instants

DAYS = 10
FLOAT = 50_000
SEEN_AFTER, BESIDE = timedelta(hours=20), timedelta(minutes=10)
EARLY, LATE = "2001", "1002"
MOVED = (
    ("pay_in", 20_000, "财务补零钱"), ("fee", 1000, "停车费"), ("refund", 1500, "退停车费"),
    ("pay_out", 2600, "买邮票"),
)  # fmt: skip
NOTES = (
    "三号扶梯停用到周五，请提醒带婴儿车的客人", "雨伞还剩两把，已请财务补", "VIP 客人明天来取补卡",
    "복사 용지가 곧 떨어집니다", "礼品 G003 包装破了两件，放在柜子右边",
)  # fmt: skip


class Shifts:
    """The shifts under way. PINs are right here and not asked: hashing them would take longer than all the rest."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.rng = random.Random(f"shifts:{history.plan.seed}")
        self.counter = sorted(history.store.policies.store.counters)[-1]
        self.on_duty = self.left_by = ""
        self.waiting = ""
        """The handover that nobody has accepted yet."""

    def plan(self, hours: list[Instants]) -> None:
        """A day's shifts: they begin before the shop opens, and end after it has closed."""
        if not hours:
            return
        self.history.agenda.at(hours[0][0] - BESIDE, self.begin)
        self.history.agenda.at(hours[-1][1] + BESIDE, self.end)

    def begin(self, kind: str = "early") -> None:
        """The lead comes: the first time the float is counted, later the evening's handover is accepted."""
        if self.waiting:
            taker = LATE if self.left_by == EARLY else EARLY  # nobody takes over from themselves
            self._post("handover.accept", taker, handover=self.waiting, pin="", kind=kind)
            self.on_duty, self.waiting = taker, ""
        elif not self.on_duty:
            self._post("shifts.open", EARLY, cash=self._pieces(FLOAT), kind=kind)
            self.on_duty = EARLY

    def change(self) -> None:
        """The late clerk comes, and takes over at once."""
        if self.on_duty == EARLY:
            self._hand_over(to=LATE, next_kind="late")

    def end(self) -> None:
        """The shop closes: what is handed over waits for the morning."""
        if self.on_duty:
            self._hand_over()

    def stand(self) -> None:
        """The present: the lead has the counter, and all is counted, so that no figure is hidden from anybody."""
        if self.waiting:
            self.begin("")
        if self.on_duty == LATE:
            self._hand_over(to=EARLY, next_kind="")
        if self.on_duty:
            self._count()

    def _post(self, operation: str, staff: str, /, **given: Any) -> Any:
        known = registry.OPERATIONS[operation]
        unasked = registry.Operation(known.name, known.function, known.by, known.refuses, None, known.ahead)
        answer = self.history.post(unasked, staff, None, self.counter, **given)
        assert not isinstance(answer, No), (operation, answer)
        return answer

    def _hand_over(self, *, to: str = "", next_kind: str = "") -> None:
        """Something went in or out, a note is left; all is counted, what differs explained, the rest carried on."""
        staff, rng = self.on_duty, self.rng
        if rng.random() < 0.4:
            way, amount, reason = rng.choice(MOVED)
            self._post("shifts.cash", staff, way=way, amount=amount, reason=reason)
        if rng.random() < 0.25:
            noted = self._post("shifts.note", staff, text=rng.choice(NOTES))
            self.history.agenda.at(
                self.history.clock.now() + SEEN_AFTER, lambda: self._post("shifts.note_done", EARLY, note=noted.note)
            )
        self._count(off=rng.choice((0, 0, 0, 0, -100, 50)))
        ready = self._post("handover.prepare", staff)
        pins = {"pin": "", "to": to, "to_pin": "", "next_kind": next_kind}
        self._post("handover.seal", staff, handover=ready.handover, **pins)
        self.left_by, self.on_duty, self.waiting = staff, to, "" if to else ready.handover

    def _count(self, off: int = 0) -> None:
        """Everything that is there; a little change is missing or too much now and then, and its reason is known."""
        things = {thing: held for thing, held in self._held().items() if held}
        cash = max(0, things.pop(CASH, 0) + off)
        counted = self._post("shifts.count", self.on_duty, cash=self._pieces(cash), things=things)
        for one in counted.counts:
            if one.variance:
                self._post("shifts.settle", self.on_duty, count=one.count, reason="找零时算错")

    def _held(self) -> dict[str, int]:
        """What lies in the drawer and on the desk, as whoever counts it sees."""
        currency = self.history.store.policies.store.currency
        places = (drawer(self.counter), ON_DESK)
        wanted = sa.select(ACCOUNT.c.unit, ACCOUNT.c.balance).where(ACCOUNT.c.holder.in_(places))
        with self.history.store.engine.connect() as conn:
            return {CASH if unit == currency else unit: balance for unit, balance in conn.execute(wanted)}

    def _pieces(self, amount: int) -> dict[str, int]:
        """A sum in notes and coins."""
        policy = self.history.store.policies.on(self.history.clock.now().date())
        currency, found = policy.store.currency, {}
        for worth in policy.shifts.notes_and_coins(currency):
            many, amount = divmod(amount, worth)
            if many:
                found[plain(worth, exponent=exponent(currency))] = many
        return found

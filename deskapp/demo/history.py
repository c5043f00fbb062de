"""Thirty days at the demonstration desk, worked through the real operations under a clock that walks through them.

Receipts, gifts, slips, voids, new members, lost cards, counts, and the refusals that a real desk meets; beside them
the complaints and calls of the agenda.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from deskapp.demo import DAYS, Plan, Progress, cases, read, shifts
from deskapp.demo.agenda import Agenda
from deskapp.demo.callers import Callers
from deskapp.demo.phone import Phone
from deskapp.demo.shifts import Shifts
from deskapp.rules import cards as card_rules
from deskapp.rules.clock import FrozenClock
from deskapp.rules.decisions import No, Role
from deskapp.rules.shifts import ITEM
from deskapp.store import registry
from deskapp.store.cards import CARD
from deskapp.store.desk import Approval, Desk, Staff, Store
from deskapp.store.ledger import ACCOUNT, ON_DESK, POINTS, STOCKROOM

if TYPE_CHECKING:
    from deskapp.rules.clock import Calendar

A_DAY = 6
MISTAKES = 2
REGULARS = 400
WEIGHTS = {
    "receipt": 52, "gift": 12, "same_receipt": 3, "points_short": 3, "enrol": 6, "reissue": 2, "void": 3, "adjust": 1,
    "late_receipt": 2, "reveal": 3, "count": 4, "write_off": 1, "wrong_pin": 1, "edit": 3, "refill": 3,
}  # fmt: skip
REASONS = ("客人投诉后补偿", "收银台系统故障,小票补登", "주차 안내 오류 보상", "Till was down, receipt shown")


@dataclass
class History:
    """The desk's days under way: who works, which receipts were shown, which slips wait."""

    store: Store
    plan: Plan
    clock: FrozenClock
    rng: random.Random = field(init=False)
    ops: int = 0
    done: int = 0
    receipts: list[tuple[str, str, int]] = field(default_factory=list)
    earned: list[str] = field(default_factory=list)
    serial: int = 0
    mistakes: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(f"history:{self.plan.seed}")
        people = read("staff.toml")["person"]
        self.pins = {person["number"]: person["pin"] for person in people}
        self.staff = {
            each["number"]: Staff(each["number"], each["name"], Role(each["role"]), each.get("language", "zh_Hans"))
            for each in people
        }
        self.gifts = read("gifts.toml")["gift"]
        self.cards = self._regulars()
        self.names = read("names.toml")["kind"]
        self.agenda = Agenda(self.store.policies.on(self.plan.now.date()).calendar, self.plan.now)
        self.callers, self.phone, self.shifts = Callers(self.store), Phone(self), Shifts(self)
        cases.schedule(self)
        self.phone.schedule()

    def _regulars(self) -> list[str]:
        """The cards of those who come often, some of them with many points."""
        wanted = (
            sa.select(CARD.c.number)
            .join(ACCOUNT, sa.and_(ACCOUNT.c.unit == POINTS, ACCOUNT.c.holder == _holder()), isouter=True)
            .where(CARD.c.state == "active")
            .order_by(sa.func.coalesce(ACCOUNT.c.balance, 0).desc(), CARD.c.number)
            .limit(REGULARS)
        )
        with self.store.engine.connect() as conn:
            return list(conn.execute(wanted).scalars())

    def desk(self, staff: str, counter: str = "") -> Desk:
        """The counter at which this person works: the late clerk at the second one."""
        counters = sorted(self.store.policies.store.counters)
        usual = counters[-1] if staff == "1002" else counters[0]
        return self.store.counter(counter or usual).signed_in(self.staff[staff])

    def post(
        self,
        operation: str | registry.Operation[Any, Any],
        staff: str,
        approval: Approval | None = None,
        counter: str = "",
        /,
        **given: Any,
    ) -> Any:
        """Post an operation under the next operation id."""
        self.ops += 1
        op = hashlib.sha256(f"demo:{self.plan.seed}:{self.ops}".encode()).hexdigest()[:32]
        asked = registry.OPERATIONS[operation] if isinstance(operation, str) else operation
        answer = asked(self.desk(staff, counter).act(op, approval), **given)
        self.done += not isinstance(answer, No)
        return answer

    def approved(self, reason: str = "") -> Approval:
        """The supervisor's approval."""
        return Approval("3001", self.pins["3001"], reason or self.rng.choice(REASONS))

    # What happens at a desk. Each takes the clerk who is there.

    def receipt(self, clerk: str) -> None:
        """Points for a receipt; most customers sign their slip at once."""
        rng = self.rng
        self.serial += 1
        card, number = rng.choice(self.cards), f"R{self.serial:06}"
        amount = max(100, int(rng.lognormvariate(9.6, 1.1)) // 10 * 10)
        excluded = amount // 4 // 100 * 100 if rng.random() < 0.1 else 0
        till = f"T{rng.randrange(1, 9):02}"
        given = {"card": card, "receipt": number, "till": till, "amount": min(amount, 9_000_000), "excluded": excluded}
        answer = self.post("points.earn", clerk, **given)
        if not isinstance(answer, No):
            self.receipts.append((card, till, self.serial))
            self.earned.append(answer.slip)
            self.sign(clerk, answer.slip)

    def sign(self, clerk: str, slip: str) -> None:
        """The customer signs the paper, mostly."""
        if self.rng.random() < 0.93:
            self.post("slips.sign", clerk, slip=slip)

    def gift(self, clerk: str) -> None:
        """A gift for points; often one too dear is asked for first."""
        gift = self.rng.choice(self.gifts)
        answer = self.post("gifts.redeem", clerk, card=self.rng.choice(self.cards), item=gift["code"])
        if not isinstance(answer, No):
            self.sign(clerk, answer.slip)

    def same_receipt(self, clerk: str) -> None:
        """Somebody brings a receipt a second time."""
        if self.receipts:
            card, till, serial = self.receipts[-1]
            self.post("points.earn", clerk, card=card, receipt=f"R{serial:06}", till=till, amount=5000)

    def points_short(self, clerk: str) -> None:
        """Somebody asks for more than the points reach for."""
        self.post("gifts.redeem", clerk, card=self.cards[-1], item="G008", quantity=1)

    def enrol(self, clerk: str) -> None:
        """A new member, with a card from the drawer."""
        rng, kind = self.rng, self.rng.choice(self.names)
        family, given = rng.choice(kind["family"].split()), "".join(rng.choices(kind["given"].split(), k=kind["join"]))
        name = f"{given} {family}" if kind["join"] == 1 else family + given
        self.serial += 1
        phone = f"139{self.plan.seed % 1000:03}{self.serial:05}"
        given_to = {"name": name, "phone": phone, "language": kind["language"], "terms": True, "fee_taken": True}
        answer = self.post("members.enrol", clerk, card=self.new_card("61"), **given_to)
        if not isinstance(answer, No) and answer.card:
            self.cards.append(answer.card)
            self.sign(clerk, answer.slip)

    def new_card(self, prefix: str) -> str:
        """The next card from the drawer."""
        self.serial += 1
        policy = self.store.policies.on(self.plan.now.date())
        return card_rules.number_of(prefix=prefix, serial=800_000 + self.serial, length=policy.cards.length)

    def reissue(self, clerk: str) -> None:
        """A lost card is replaced."""
        place = self.rng.randrange(len(self.cards))
        old = self.cards[place]
        answer = self.post(
            "cards.reissue", clerk, card=old, new_card=self.new_card(old[:2]), reason="lost", fee_taken=True
        )
        if not isinstance(answer, No):
            self.cards[place] = answer.card
            self.sign(clerk, answer.slip)

    def void(self, clerk: str) -> None:
        """The last receipt was for another member: taken back."""
        entries = registry.READINGS["journal.mine"](self.desk(clerk), limit=5)
        last = next((line for line in entries if line.operation == "points.earn" and line.voided_by is None), None)
        if last is not None:
            self.post("journal.void", clerk, entry=last.entry, reason="刷错会员卡")

    def adjust(self, clerk: str) -> None:
        """Points by hand, with the supervisor."""
        reason = self.rng.choice(REASONS)
        points = self.rng.choice((10, 20, 50, -10))
        self.post(
            "points.adjust",
            clerk,
            self.approved(reason),
            card=self.rng.choice(self.cards),
            points=points,
            reason=reason,
        )

    def late_receipt(self, clerk: str) -> None:
        """Yesterday's receipt: the supervisor allows it, or nobody is asked and it is refused."""
        self.serial += 1
        day = self.store.policies.business_date(self.store.clock.now()) - timedelta(days=1)
        approval = self.approved() if self.rng.random() < 0.4 else None
        given = {"card": self.rng.choice(self.cards), "receipt": f"R{self.serial:06}", "till": "T01", "amount": 26_800}
        self.post("points.earn", clerk, approval, date=day, **given)

    def reveal(self, clerk: str) -> None:
        """A phone number is looked at, with the reason."""
        self.post("members.reveal", clerk, member=self.rng.choice(self.cards), field="phone", reason="通知客人领取礼品")

    def edit(self, clerk: str) -> None:
        """A member's notes are kept up to date."""
        view = registry.READINGS["members.show"](self.desk(clerk), member=self.rng.choice(self.cards))
        if not isinstance(view, No):
            note = self.rng.choice(("喜欢靠窗座位", "전화는 오후에", "Prefers English"))
            self.post("members.edit", clerk, member=view.number, version=view.version, changes={"notes": note})

    def count(self, clerk: str) -> None:
        """A shelf is counted, mostly right."""
        code = self.rng.choice(self.gifts)["code"]
        lying = self.lying().get(code, 0)
        off = self.rng.choice((0, 0, 0, 0, -1, 1))
        answer = self.post("stock.count", clerk, item=code, place="desk", counted=max(0, lying + off))
        if not isinstance(answer, No) and answer.variance and self.rng.random() < 0.5:
            self.post("stock.settle", clerk, self.approved("复盘后确认"), count=answer.count, reason="复盘后确认")

    def write_off(self, clerk: str) -> None:
        """Something broke."""
        reason = "搬运时破损"
        given = {"item": "G006", "quantity": 1, "place": "stockroom", "reason": reason}
        self.post("stock.write_off", clerk, self.approved(reason), **given)

    def wrong_pin(self, clerk: str) -> None:
        """Somebody mistypes."""
        from deskapp.store import people

        if self.mistakes < MISTAKES:
            self.mistakes += 1
            people.sign_in(self.desk(clerk), clerk, "000000")

    def refill(self, _clerk: str) -> None:
        """The lead brings gifts from the stockroom where few lie on the desk."""
        lying, behind = self.lying(), self.lying(STOCKROOM)
        low = [code for code in sorted(behind) if lying.get(code, 0) < 5 <= behind[code]]
        for code in low[:1]:
            self.post("stock.move", "2001", item=code, quantity=5, source="stockroom", target="desk")

    def lying(self, place: str = ON_DESK) -> dict[str, int]:
        """How many of each gift lie there, as somebody sees who looks."""
        there = sa.select(ACCOUNT.c.unit, ACCOUNT.c.balance).where(ACCOUNT.c.holder == place)
        with self.store.engine.connect() as conn:
            return {row.unit.removeprefix(ITEM): row.balance for row in conn.execute(there)}

    def stock_up(self) -> None:
        """The first morning: the list of gifts, and what finance handed out."""
        for gift in self.gifts:
            fields = {key: value for key, value in gift.items() if key not in ("stock", "on_desk")}
            self.post("items.put", "3001", **fields)
            self.post("stock.receive", "2001", item=gift["code"], quantity=gift["stock"], note="财务部领取")
            if gift["on_desk"]:
                moved = {"quantity": gift["on_desk"], "source": "stockroom", "target": "desk"}
                self.post("stock.move", "2001", item=gift["code"], **moved)


def _holder() -> Any:
    return sa.literal("member:").concat(sa.cast(CARD.c.member_id, sa.String))


def work(store: Store, plan: Plan, clock: FrozenClock, today: date, progress: Progress) -> int:
    """Work through the days; answers how many acts were done."""
    history = History(store, plan, clock)
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        calendar = store.policies.on(day).calendar
        moments = _moments(calendar, day, history.rng, plan.now)
        if back <= shifts.DAYS:
            history.shifts.plan(calendar.spans(day))
        _a_day(history, moments, first=back == DAYS)
        progress("days", 1)
    history.agenda.until(plan.now, clock)
    history.shifts.stand()
    return history.done


def _a_day(history: History, moments: list[datetime], *, first: bool) -> None:
    if not moments:
        return
    history.agenda.until(moments[0] - timedelta(minutes=20), history.clock)
    for staff in ("1001", "2001") if not first else ("1001", "2001", "3001"):
        _come_in(history, staff)
    if first:
        history.stock_up()
    half = len(moments) // 2
    for place, moment in enumerate(moments):
        history.agenda.until(moment, history.clock)
        if place == half:
            _come_in(history, "1002")
            history.shifts.change()
        act = history.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0] if history.cards else "enrol"
        doing: Callable[[str], None] = getattr(history, act)
        doing("1001" if place < half else "1002")


def _come_in(history: History, staff: str) -> None:
    """Sign in as `people.sign_in` does once the PIN was right."""
    from deskapp.store import engine as engines
    from deskapp.store import posting

    with engines.writing(history.store.engine) as conn:
        post = posting.begin(conn, history.desk(staff), "people.sign_in")
        post.done(staff, subject=staff)
        posting.record(post, None, "")


def _moments(calendar: Calendar, day: date, rng: random.Random, now: datetime) -> list[datetime]:
    """When something happens on a day: at opening times, and never later than now."""
    seconds = [(opens, closes, int((closes - opens).total_seconds())) for opens, closes in calendar.spans(day)]
    drawn = [
        opens + timedelta(seconds=rng.randrange(1800, length - 600))
        for opens, _closes, length in seconds
        for _each in range(round(A_DAY / len(seconds)) + rng.randrange(-3, 4))
        if length > 3600
    ]
    return sorted(moment for moment in drawn if moment < now - timedelta(minutes=1))

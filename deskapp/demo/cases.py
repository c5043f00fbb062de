"""The complaints of the demonstration: each worked step by step to where it stands, by those who would.

Texts and times are in data/demo/complaints.toml. (domain 6)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from deskapp.demo import read
from deskapp.rules.decisions import No
from deskapp.store import callbacks, complaints
from deskapp.store.handling import FEEDBACK
from deskapp.store.remedies import Proposal, Remedy

if TYPE_CHECKING:
    from deskapp.demo.history import History

LEAD, SUPERVISOR, MANAGER = "2001", "3001", "4001"
CLERKS: Final = ("1001", "1002")
STEPS: Final = (
    "draft", "registered", "investigating", "proposing", "awaiting_approval", "awaiting_customer", "implementing",
    "awaiting_feedback", "heard", "closed",
)  # fmt: skip
"""The way of a case, each step named by the state it leads to."""
WRITING: Final = 0.1
"""Hours between the first key and the registration."""
SAID: Final = {"satisfied": "处理得很快,谢谢", "fair": "解决了,就是等得久", "dissatisfied": "说好的没有做到,很失望"}


@dataclass
class Case:
    """One complaint on its way. `plan` is a case of the data file, `story` what it is about."""

    history: History
    clerk: str
    plan: dict[str, Any]
    story: dict[str, Any]
    numbers: dict[str, str]
    number: str = ""
    version: int = 1
    slip: str = ""

    def schedule(self) -> None:
        """Put every step of the way into the agenda."""
        history, last = self.history, self.plan.get("until", "closed")
        way = ("draft", "registered", last) if last == "unfounded" else STEPS[: STEPS.index(last) + 1]
        for ago, step in self._times(way, self.plan["ago"]):
            history.agenda.at(history.agenda.before(ago), getattr(self, step))
        for each in self.plan.get("then", ()):
            more = {name: value for name, value in each.items() if name not in ("ago", "by", "do")}
            act = partial(self._then, each["do"], each.get("by", self.clerk), more)
            history.agenda.at(history.agenda.before(each["ago"]), act)
        if "again" in self.plan:
            for ago, step in self._times(STEPS[3:], self.plan["again"]):
                history.agenda.at(history.agenda.before(ago), getattr(self, step))

    def _times(self, way: tuple[str, ...], ago: float) -> Iterator[tuple[float, str]]:
        for place, step in enumerate(way):
            yield ago - (WRITING if step == "registered" else self.plan.get("pace", 4) * max(0, place - 1)), step

    def _move(self, what: str, staff: str, **given: Any) -> Any:
        """Make a move with the case as it stands now."""
        at_hand = {"complaint": self.number, "version": self.version}
        answer = self.history.post(f"complaints.{what}", staff, **at_hand, **given)
        if not isinstance(answer, No):
            self.version, self.slip = answer.version, answer.slip
        return answer

    def _look_again(self) -> Any:
        """The case as a call has left it."""
        with self.history.store.engine.connect() as conn:
            row = complaints.of_number(conn, self.number)
        self.version = row.version
        return row

    def _then(self, operation: str, staff: str, given: dict[str, Any]) -> None:
        if "into" in given:
            given = {**given, "into": self.numbers[given["into"]]}
        self._move(operation.removeprefix("complaints."), staff, **given)

    # The steps, in their order

    def draft(self) -> None:
        """The customer begins to speak; the clerk has the number already."""
        who = self.history.callers.who(self.plan["caller"], self.story["language"])
        opened = self.history.post("complaints.open", self.clerk, fields={"subject": self.story["subject"], **who})
        self.number = opened.complaint
        self.numbers[self.plan.get("name", self.number)] = self.number

    def registered(self) -> None:
        """What was said is written down."""
        story, calendar = self.story, self.history.agenda.calendar
        happened = calendar.local(self._now() - timedelta(hours=2))
        fields = {name: story[name] for name in ("category", "department", "what", "asked", "place")}
        fields |= {"channel": self.plan.get("channel", "in_person"), "severity": story.get("severity", "ordinary")}
        fields |= {"happened_at": f"{happened:%Y-%m-%d %H:%M}", "staff": story.get("responsible", "")}
        answer = self._move("register", self.clerk, fields=fields)
        if not isinstance(answer, No) and answer.slip:
            self.history.post("slips.sign", self.clerk, slip=answer.slip)

    def unfounded(self) -> None:
        """The lead agrees that there is nothing to it; the customer is told so courteously."""
        told = {"reason": "吊牌已剪,商品无质量问题", "answer": self.story["detail"], "told_by": "林美惠"}
        self._move("judge", LEAD, founded=False, told_at=self._now(), **told)

    def investigating(self) -> None:
        """The lead passes it to a department."""
        promised = self._now() + timedelta(days=2)
        self._move("judge", LEAD, founded=True, department=self.story["department"], promised_at=promised)

    def proposing(self) -> None:
        """The cause is found, and who answers for it."""
        person = self.story.get("responsible", "")
        self._move("investigate", LEAD, cause=self.story["cause"], responsible=person, none_found=not person)

    def awaiting_approval(self) -> None:
        """What the house could do, and what it would rather not pay for."""
        story = self.story
        offers = [Proposal([Remedy(story["remedy"], story["cost"], story["detail"])])]
        if story["cost"]:
            offers.append(Proposal([Remedy("apology", detail=story["subject"])]))
        self._move("propose", self._impartial(), proposals=offers)

    def awaiting_customer(self) -> None:
        """Approved by whoever may spend as much."""
        self._move("approve", MANAGER if self.story["cost"] > 100_000 else SUPERVISOR, chosen=1)

    def implementing(self) -> None:
        """The customer signs."""
        self.history.post("slips.sign", self.clerk, slip=self.slip)
        self._move("accept", self.clerk)

    def awaiting_feedback(self) -> None:
        """Everything promised is done; a callback is owed from here."""
        self._move("implement", self.clerk, done=[self.story["detail"]], conduct="no")

    def heard(self) -> None:
        """The customer is called, or could not be."""
        again = self._look_again().run > 1
        answer = "satisfied" if again else self.plan.get("heard", "satisfied")
        if answer == "unreachable":
            self.history.phone.try_again(self._callback(), self.clerk, self._unreachable)
            return
        more = {"reason": "service", "department": self.story["department"]} if answer != "satisfied" else {}
        self.history.phone.call(self._callback(), self.clerk, outcome=answer, said=SAID[answer], **more)
        self._look_again()

    def closed(self) -> None:
        """What was learnt of it."""
        self._move("close", SUPERVISOR, measure=self.story["measure"])

    def _unreachable(self) -> None:
        self._move("feedback", self.clerk, answer="unreachable")
        self.closed()

    def _callback(self) -> str:
        with self.history.store.engine.connect() as conn:
            return str(callbacks.about(conn, self.number, FEEDBACK).number)

    def _impartial(self) -> str:
        """A clerk whom the case does not name."""
        return next(each for each in CLERKS if each != self.story.get("responsible"))

    def _now(self) -> datetime:
        return self.history.store.clock.now()


def schedule(history: History) -> None:
    """Put the complaints of the data file into the agenda."""
    told = read("complaints.toml")
    stories = {story["code"]: story for story in told["story"]}
    numbers: dict[str, str] = {}
    for place, plan in enumerate(told["case"]):
        Case(history, CLERKS[place % len(CLERKS)], plan, stories[plan["story"]], numbers).schedule()

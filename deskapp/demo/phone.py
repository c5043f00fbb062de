"""The telephone of the demonstration: callbacks in every state, calls, what departments are told, and what customers
ask. Texts and times are in data/demo/calls.toml and knowledge.toml. (domain 7, 8)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from deskapp.demo import DAYS, read
from deskapp.rules.decisions import No
from deskapp.store import numbers

if TYPE_CHECKING:
    from deskapp.demo.history import History

LEAD: Final = "2001"
CLERKS: Final = ("1002", "1001")
RETRY: Final = "retry"


@dataclass
class Phone:
    """Calls that are made and taken."""

    history: History

    def call(self, callback: str, clerk: str, **answer: Any) -> Any:
        """Call a customer: claim them and say what came of it."""
        claimed = self.history.post("callbacks.claim", clerk, callback=callback)
        if isinstance(claimed, No):
            return claimed
        made = self.history.post("callbacks.attempt", clerk, callback=callback, **answer)
        if not isinstance(made, No):
            for number in made.led_to:
                self._answered(number, clerk)
        return made

    def _answered(self, number: str, clerk: str) -> None:
        """What a department was told in passing, it answers the next day."""
        if number.startswith(numbers.FEEDBACK):
            given = {"feedback": number, "answer": "已在晨会讲评,请客人继续监督", "answered_for": "楼层经理"}
            later = self.history.clock.now() + timedelta(days=1)
            self.history.agenda.at(later, partial(self.history.post, "feedback.answer", clerk, **given))

    def try_again(self, callback: str, clerk: str, after: Callable[[], None] = lambda: None) -> None:
        """Call a customer in vain, and again whenever it may be, until the house gives up."""
        answer = self.call(callback, clerk, outcome="no_answer")
        if not isinstance(answer, No) and answer.next_at:
            self.history.agenda.at(answer.next_at, partial(self.try_again, callback, clerk, after))
        elif not isinstance(answer, No):
            after()

    def schedule(self) -> None:
        """Put callbacks, calls and answers of the data files into the agenda."""
        told, agenda = read("calls.toml"), self.history.agenda
        for place, plan in enumerate(told["callback"]):
            agenda.at(agenda.before(plan["ago"]), partial(self._owe, plan, CLERKS[place % len(CLERKS)]))
        for place, plan in enumerate(told["call"]):
            agenda.at(agenda.before(plan["ago"]), partial(self._ring, plan, CLERKS[place % len(CLERKS)]))
        first = agenda.before(0) - timedelta(days=DAYS - 1)
        for plan in read("knowledge.toml")["entry"]:
            agenda.at(first, partial(self.history.post, "knowledge.put", LEAD, **plan))
        doubted = {"entry": "activities", "reason": "会员日改到每月十八号"}
        agenda.at(agenda.before(6), partial(self.history.post, "knowledge.doubt", CLERKS[0], **doubted))

    def _owe(self, plan: dict[str, Any], clerk: str) -> None:
        who = self.history.callers.who(plan["caller"])
        if "hours" in plan:
            self.history.post("callbacks.hours", clerk, hours=plan["hours"], **_without_name(who))
        owed = {"purpose": plan["purpose"], "note": plan.get("note", ""), **who}
        made = self.history.post("callbacks.create", clerk, **owed)
        if isinstance(made, No):
            return
        for each in plan.get("calls", ()):
            answer = {name: value for name, value in each.items() if name != "ago"}
            if "at" in answer:
                answer["at"] = self._ahead(answer["at"])
            act = partial(self.call, made.callback, clerk, **answer)
            if answer["outcome"] == RETRY:
                act = partial(self.try_again, made.callback, clerk)
            self.history.agenda.at(self.history.agenda.before(each["ago"]), act)

    def _ring(self, plan: dict[str, Any], clerk: str) -> None:
        who = {"phone": plan.get("phone", ""), "name": plan.get("person", "")}
        if "caller" in plan:
            who = self.history.callers.who(plan["caller"])
        given: dict[str, Any] = {name: plan[name] for name in KEPT if name in plan}
        if "until" in plan:
            given["promised_until"] = self._ahead(plan["until"])
        noted = self.history.post("calls.note", clerk, **who, **given)
        if "feedback" in plan and not isinstance(noted, No):
            self._pass_on(plan["feedback"], clerk, noted.call, plan["ago"])

    def _pass_on(self, feedback: dict[str, Any], clerk: str, call: str, ago: float) -> None:
        told = {"department": feedback["department"], "text": feedback["text"], "subject": call}
        sent = self.history.post("feedback.send", clerk, **told)
        if "answer" in feedback and not isinstance(sent, No):
            answer = {"feedback": sent.feedback, "answer": feedback["answer"], "answered_for": feedback["by"]}
            act = partial(self.history.post, "feedback.answer", clerk, **answer)
            self.history.agenda.at(self.history.agenda.before(ago - feedback["after"]), act)

    def _ahead(self, hours: float) -> str:
        """An instant as a clerk types it."""
        return f"{self.history.agenda.calendar.local(self.history.agenda.before(hours)):%Y-%m-%d %H:%M}"


KEPT: Final = ("direction", "purpose", "said", "passed_to", "promised", "rings", "seconds")


def _without_name(who: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in who.items() if name != "name"}

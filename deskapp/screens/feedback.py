"""What was passed on to a department: what still waits for its answer, the oldest first; sending, and the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from textual.app import ComposeResult

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.places import FOUND
from deskapp.rules.decisions import No
from deskapp.screens.facts import Facts, Opens
from deskapp.screens.fields import Field, lettered
from deskapp.screens.form import Form
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.result import Outcome
from deskapp.screens.shown import Said, shown

OVERDUE, ANSWERED = "overdue", "answered"
KINDS = {"L": "call", "B": "callback", "C": "complaint"}
"""What the first letter of a number stands for."""


def source(subject: str) -> Opens | None:
    """The record that feedback came from."""
    name, takes = FOUND.get(KINDS.get(subject[:1], ""), ("", ""))
    return (name, {takes: subject}) if name else None


class Feedback(ListScreen):
    """What departments have not answered yet."""

    heading = N_("Feedback to departments")
    columns = (
        Column(N_("Number"), 13),
        Column(N_("Department"), 14),
        Column(N_("What was said")),
        Column(N_("Age"), 6, "right"),
        Column(N_("Answer due"), 13, "right"),
    )
    empty = N_("Nothing waits for an answer. What a call passes to a department comes here until it has answered.")
    letters = ("new", "done")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """The oldest first."""
        found = await self.app.read("feedback.list")
        rows = [self._row(one) for one in found]
        rows = [row for row in rows if narrow.casefold() in "\n".join(row.cells).casefold()]
        return rows, len(rows)

    def _row(self, one: Any) -> Row:
        age = _("{count} d", count=words.count((self.app.doors.now() - one.made_at).days))
        late = one.state == OVERDUE
        due = f"{'! ' if late else ''}{words.local(one.due):%m-%d %H:%M}"
        cells = (one.number, words.classed("department", one.department), one.text, age, due)
        return Row(one.number, cells, tone="warn" if late else "")

    def open_row(self, row: Row) -> None:
        """The whole of it."""
        self.app.open("sent_feedback", feedback=row.key)

    def act_new(self) -> None:
        """Send another."""
        self.app.open("send_feedback")

    def act_done(self) -> None:
        """The department has answered."""
        if self.current is not None:
            self.app.open("answer_feedback", feedback=self.current.key)

    def why_not(self, action: str) -> str:
        """An answer is to something."""
        return _("Nothing is chosen.") if action == "done" and self.current is None else super().why_not(action)


class SentFeedback(Facts):
    """One feedback, and its answer once there is one."""

    heading = N_("Feedback")
    letters = ("done",)

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.state = ""

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """Everything that is known of it."""
        one = await self.app.read("feedback.show", feedback=self.context["feedback"])
        if isinstance(one, No):
            self.say(one)
            return (), None
        self.state = one.state
        return list(self._facts(one)), None

    def _facts(self, one: Any) -> Iterator[Row]:
        told = (
            (_("Number"), f"{one.number}, {words.state(one.state)}", None),
            (_("Department"), words.classed("department", one.department), None),
            (_("What was said"), one.text, None),
            (_("Comes from"), one.subject, source(one.subject)),
            (_("Sent"), f"{words.moment(one.made_at)}, {one.by}", None),
            (_("Answer due"), words.moment(one.due), None),
            (_("Answered"), words.moment(one.answered_at) if one.answered_at else "", None),
            (_("Answered for"), one.answered_for, None),
            (_("Answer"), one.answer, None),
        )
        for label, value, opens in told:
            if value:
                yield from self.fact(label, value, opens=opens, tone="warn" if one.state == OVERDUE else "")

    def why_not(self, action: str) -> str:
        """One answer only."""
        if action == "done" and self.state == ANSWERED:
            return _("It is answered already.")
        return super().why_not(action)

    def act_done(self) -> None:
        """The department has answered."""
        self.app.open("answer_feedback", feedback=self.context["feedback"])


class SendFeedback(Form):
    """What somebody said about a department, sent to it."""

    heading = N_("Feedback to a department")
    operation = "feedback.send"
    verb = N_("Send it")

    def fields(self) -> list[Field]:
        """To whom, what, and from which call or callback."""
        departments = lettered(words.house().classes.get("department", {}))
        return [
            Field("department", N_("Department"), "choice", required=True, choices=departments),
            Field("text", N_("What was said"), "multiline", required=True),
            Field("subject", N_("Comes from"), "code", default=self.context.get("subject", ""), limit=40,
                  help=N_("number of a call or case")),
        ]  # fmt: skip

    def outcome(self, answer: Any) -> Outcome:
        """Its number, and when the answer is due."""
        return Outcome(
            title=_("Feedback sent"), big=answer.feedback,
            facts=(
                (_("Department"), words.classed("department", answer.department)),
                (_("Answer due"), words.moment(answer.due)),
            ),
        )  # fmt: skip


class AnswerFeedback(Form):
    """What the department answers."""

    heading = N_("Answer of a department")
    operation = "feedback.answer"
    verb = N_("Answered")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.about: Any = None

    def fields(self) -> list[Field]:
        """To which feedback, what, and who answers for it."""
        return [
            Field("feedback", N_("Feedback"), "code", required=True, default=self.context.get("feedback", "")),
            Field("answer", N_("Answer"), "multiline", required=True),
            Field("answered_for", N_("Answered for"), limit=60),
        ]

    def above(self) -> ComposeResult:
        """What is being answered."""
        yield Said(self._asked, id="asked", classes="subheading")

    def _asked(self) -> Any:
        if self.about is None:
            return ""
        department = words.classed("department", self.about.department)
        return shown(f"{department}: {self.about.text}", lines=True)

    def field_changed(self, row: Any) -> None:
        """Another number: what was said there?"""
        super().field_changed(row)
        number = self.row("feedback").value
        if (row is None or row.field.name == "feedback") and isinstance(number, str):
            self.reading(partial(self._look_up, number), group="about")

    async def _look_up(self, number: str) -> None:
        found = await self.app.read("feedback.show", feedback=number) if number else None
        self.about = None if isinstance(found, No) else found
        line = self.query_one("#asked", Said)
        line.display = self.about is not None and self.result is None
        line.again()

    def outcome(self, answer: Any) -> Outcome:
        """Whether it came in time."""
        self.query_one("#asked").display = False
        told = _("in time") if answer.in_time else _("late")
        facts = ((_("Department"), words.classed("department", answer.department)), (_("Answer"), told))
        return Outcome(title=_("Answer noted"), big=answer.feedback, facts=facts)

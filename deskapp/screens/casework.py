"""The form for a move of a complaint: the case stands above the fields, what the move leads to above the keys.

It is posted with the version that was read. Where the case changed meanwhile, nothing is overwritten: what changed, by
whom and when stands beside what is typed, and the next F9 is for the case as it is now. (domain 6)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, ClassVar

from textual.app import ComposeResult

from deskapp import complaint_words, keys, words
from deskapp.i18n import _
from deskapp.rules.complaint_table import Move
from deskapp.rules.decisions import No
from deskapp.screens.consequences import change_said, leads_to, stands_against
from deskapp.screens.fields import Choice, lettered
from deskapp.screens.fields import spelled as spelled_in
from deskapp.screens.formrow import FormRow
from deskapp.screens.result import Outcome
from deskapp.screens.serving import ReasonedForm, objected
from deskapp.screens.shown import Said, cut

SHOWN_CHANGES = 4


def of_house(kind: str) -> tuple[Choice, ...]:
    """What the house lets one choose from, each by its letter."""
    return lettered(words.house().classes.get(kind, {}))


class CaseForm(ReasonedForm):
    """A subject gives `move`, `heading`, `operation`, `verb` and `fields()`, and what else differs."""

    move: ClassVar[Move]
    starts: ClassVar[str] = ""
    """The field that is typed first, where it is not the first one."""

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.number = str(context.get("complaint", ""))
        self.version = int(context.get("version") or 0)
        self.case: Any = None
        self.changes: list[Any] = []
        """What was done with the case since the version that was read."""
        self.stands_again = False

    # ---- what a subject says of itself

    def known(self) -> Iterator[str]:
        """Lines about the case that this move is decided by."""
        yield cut(self.case.fields["what"] or self.case.fields["subject"], 2 * self.size.width - 10)

    def begins_with(self) -> Mapping[str, Any]:
        """What stands in the fields, as far as the case tells."""
        return {}

    def wanted(self) -> frozenset[str] | None:
        """The fields that are asked now; None: all of them."""
        return None

    def meant(self, values: Mapping[str, Any]) -> Move:
        """The move that these values make."""
        return self.move

    def deciding(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What of the values decides where the move leads and who must agree."""
        return {}

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the operation is given beside the case."""
        return values

    def lacking(self, values: Mapping[str, Any]) -> No | None:
        """What these answers take besides: asked for at F9, while what they lead to is told before."""
        return None

    def told(self, values: Mapping[str, Any]) -> str:
        """What else F9 will do, in words."""
        return ""

    # ---- what stands where

    def body(self) -> ComposeResult:
        """The heading, the case, what changed meanwhile; then the form."""
        form = super().body()
        yield next(iter(form))
        yield Said(self._head_line, id="head-line")
        yield Said(self._known, id="head-known")
        yield Said(self._changed, id="head-changed")
        yield from form

    def _head_line(self) -> str:
        if self.case is None:
            return f" {self.number}"
        known = self.case.fields
        named = (self.number, f"[{words.state(known['state'])}]", known["name"], self._until())
        return cut(" " + "  ".join(part for part in named if part), self.size.width)

    def _until(self) -> str:
        """How much time is left, or who is waited for."""
        known = self.case.fields
        if known["held_by"]:
            return _("on hold: {party}", party=complaint_words.value("held_by", known["held_by"]))
        if known["due_at"] is None:
            return ""
        left = complaint_words.left((known["due_at"] - self.app.doors.now()) // timedelta(minutes=1))
        return f"! {left}" if self.case.overdue else left

    def _known(self) -> str:
        return "\n".join(line for line in self.known() if line) if self.case is not None else ""

    def _changed(self) -> str:
        told = [_("! This complaint changed meanwhile:")] if self.changes else []
        return "\n".join([*told, *(change_said(each) for each in self.changes[-SHOWN_CHANGES:])])

    def on_mount(self) -> None:
        """Read the case; what decides nothing now is not asked."""
        self._tell_case()
        self._ask_for()
        self.reading(self._load, group="case")

    def on_screen_resume(self) -> None:
        """Back from the slip, or from other work: the case may have gone on."""
        if self.case is not None and self.result is None and not self.busy:
            self.reading(self._load, group="case")

    def first_field(self) -> str:
        """Where one types first."""
        if self.starts and self.rows and not self.row(self.starts).entry.value:
            return self.starts
        return super().first_field()

    # ---- the case

    async def _load(self) -> None:
        view = await self.app.read("complaints.show", complaint=self.number)
        if isinstance(view, No):
            self.say(view)
            return
        if self.result is None:
            self.take(view)

    def take(self, view: Any) -> None:
        """The case as it is now: what changed is shown, what is typed is kept, what is not typed follows the case."""
        newest = view.fields["version"]
        if self.version and newest > self.version:
            self.changes = [each for each in view.history if each.version > self.version]
        if not self.stands_again:
            self.version = newest
        self.case = view
        for name, value in self.begins_with().items():
            row = self.row(name)
            if not row.changed:
                row.fill(value, as_begun=True)
            else:
                row.begun_with = spelled_in(row.field, value, exponent=words.house().exponent)
        self._tell_case()
        self._ask_for()
        self.show_keys()
        self.field_changed(None)

    def _tell_case(self) -> None:
        if self.result is not None:
            return
        for part in ("#head-line", "#head-known", "#head-changed"):
            said = self.query_one(part, Said)
            said.again()
            said.display = bool(said.text)

    def _ask_for(self) -> None:
        wanted = self.wanted()
        for row in self.rows:
            row.display = wanted is None or row.field.name in wanted

    def chosen(self, name: str) -> Any:
        """What is typed in a field, or nothing while it is not right."""
        value = self.row(name).value
        return "" if isinstance(value, No) else value

    def field_changed(self, row: FormRow | None) -> None:
        """Another answer may ask for other fields."""
        if row is not None and row.field.options:
            self._ask_for()
        super().field_changed(row)

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self._tell_case()

    # ---- before it is done

    async def _foretell(self) -> None:
        await super()._foretell()
        if not self.foretold and self.case is not None and self.result is None:
            await self._warn()

    async def _warn(self) -> None:
        """What stands against the move is said before anything is typed, and so is who must agree."""
        asked = {name: value for name, value in self.deciding(self._typed()).items() if value not in ("", None)}
        preview = await self.app.read(
            "complaints.preview", complaint=self.number, move=self.meant(self._typed()), **asked
        )
        if isinstance(preview, No):
            return
        self.expect_approval(preview.approver)
        if (objection := stands_against(preview)) is not None:
            self.foretold = objected("", objection).strip()
            line = self.query_one("#consequence", Said)
            line.display = True
            line.again()

    def _typed(self) -> dict[str, Any]:
        return {row.field.name: self.chosen(row.field.name) for row in self.rows}

    async def consequence(self, values: dict[str, Any]) -> str | No:
        """Where the case will stand, what is due then, until when and why; who must agree, what is owed and signed."""
        if self.case is None:
            return ""
        preview = await self.app.read(
            "complaints.preview", complaint=self.number, move=self.meant(values), **self.deciding(values)
        )
        if isinstance(preview, No):
            return preview
        self.expect_approval(preview.approver)
        return objected(" ".join(filter(None, (self.told(values), *leads_to(preview)))), stands_against(preview))

    def values(self) -> dict[str, Any] | None:
        """Every value, with nothing lacking."""
        values = super().values()
        if values is not None and (refusal := self.lacking(values)):
            self.refused(refusal)
            return None
        return values

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """The case as it was read, and what was typed."""
        return {"complaint": self.number, "version": self.version, **self.given(values)}

    def refused(self, refusal: No) -> None:
        """A case that changed is read again and shown; everything typed stays, and F9 is for what is shown now."""
        if refusal.code != "stale":
            super().refused(refusal)
            return
        self.stands_again = False
        self.say(_("Nothing was overwritten. Look at what changed; {key} does it all the same.",
                   key=keys.name("do_it")), "no")  # fmt: skip
        self.reading(self._load, group="case")

    # ---- after it

    def outcome(self, answer: Any) -> Outcome:
        """Where the case stands now, what is next, and which paper goes with it."""
        facts = [(complaint_words.field("state"), words.state(answer.state))]
        if answer.due_at is not None:
            facts.append((_("Next"), self.following(answer)))
        if answer.slip:
            facts.append((_("Slip"), answer.slip))
        after = _("Enter: back to the complaint.")
        return Outcome(words.operation(self.operation), big=answer.complaint, facts=tuple(facts), next=after,
                       slip=answer.slip)  # fmt: skip

    def following(self, answer: Any) -> str:
        """What is due next, and until when."""
        step, until = complaint_words.step(answer.due_step), words.moment(answer.due_at)
        return _("{step}: until {moment}", step=step, moment=until)

    def _show_result(self) -> None:
        for part in ("#head-line", "#head-known", "#head-changed"):
            self.query_one(part).display = False
        super()._show_result()

    def go_on(self) -> None:
        """From the result back to the case."""
        self.app.back()
        under = self.app.top
        if under is None or under.opened[0] != "complaint":
            self.app.open("complaint", complaint=self.number)

    # ---- its papers

    @property
    def paper(self) -> str:
        """The slip that F8 shows: the one just made, else the last one of the case that still holds."""
        if self.result is not None and self.result.slip:
            return self.result.slip
        papers = [each for each in self.case.papers if each.state != "voided"] if self.case is not None else []
        return papers[-1].number if papers else ""

    def why_not(self, action: str) -> str:
        """F8 as long as the case has a paper; no posting before it is read."""
        if action == "slip":
            return "" if self.paper else _("This complaint has no slip yet.")
        if action == "do_it" and self.case is None:
            return _("There is no complaint here.")
        return super().why_not(action)

    def action_slip(self) -> None:
        """F8: the slip, to print or to sign."""
        if self.live("slip"):
            self.app.open("slip", slip=self.paper)

    # ---- as it stands

    def concerns(self) -> str:
        """Whose complaint it is."""
        return str(self.case.fields["name"] or self.number) if self.case is not None else self.number

    def stood(self) -> dict[str, Any]:
        """What is typed, and the version it was typed for."""
        return {**super().stood(), "version": self.version}

    def stand(self, stood: dict[str, Any]) -> None:
        """As it stood: posted again under the same id it is the same posting, so it keeps its version too."""
        self.version, self.stands_again = stood["version"], True
        super().stand(stood)
        self._ask_for()

"""What clerks are asked: search as one types, an answer to read aloud, writing it in four languages, doubting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult

from deskapp import keys, words
from deskapp.i18n import LANGUAGES, N_, _, language
from deskapp.rules.decisions import No, no
from deskapp.screens.entry import Entry
from deskapp.screens.fields import Field
from deskapp.screens.form import Form
from deskapp.screens.frame import Frame
from deskapp.screens.leaflet import Block, Leaflet, Part
from deskapp.screens.listing import Column, Row
from deskapp.screens.lists import ListScreen
from deskapp.screens.result import Outcome
from deskapp.screens.shown import Said

DOUBTED = "doubted"


class Knowledge(ListScreen):
    """Every answer; what is typed narrows them at once."""

    heading = N_("Answers")
    columns = (Column(N_("Question"), 24), Column(N_("What we answer")), Column("", 13))
    empty = N_("No answer to this. A lead writes one: n in this list.")
    letters = ("new", "edit")

    async def rows(self, narrow: str) -> tuple[Sequence[Row], int | None]:
        """In the language now spoken, the likeliest first."""
        found = await self.app.read("knowledge.search", text=narrow, language=language())
        return [answer_row(one) for one in found], None

    def first_focus(self) -> None:
        """The line to search in, which other lists show only when it is asked for."""
        self.query("#filter-line").set(display=True)
        self.set_focus(self.narrow)

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self.load()

    def _narrowed(self, entry: Entry, key: str) -> None:
        """Enter opens the answer at the top; the arrows choose another."""
        if key == "enter" and self.current is not None:
            self.open_row(self.current)
        elif self.listing.rows:
            self.set_focus(self.listing)

    def action_back(self) -> None:
        """Esc empties the line first; it always stays."""
        if self.narrow.value:
            self.narrow.value = ""
            self.set_focus(self.narrow)
        else:
            Frame.action_back(self)

    def act_filter(self) -> None:
        """Back to the line."""
        self.set_focus(self.narrow)

    def open_row(self, row: Row) -> None:
        """The whole answer."""
        self.app.open("answer", entry=row.key)

    def act_new(self) -> None:
        """Write one."""
        self.app.open("write_answer")

    def act_edit(self) -> None:
        """Write this one anew."""
        if self.current is not None:
            self.app.open("write_answer", entry=self.current.key)

    def panes(self) -> list[Any]:
        """The search line, the line to search answers in, the answers."""
        return [self.omnibox.entry, self.narrow, self.listing]


def answer_row(one: Any) -> Row:
    """One answer of the list."""
    return Row(one.entry, (one.title, one.answer, words.state(DOUBTED) if one.doubted_by else ""))


class Answer(Frame):
    """One answer, to be read aloud: in the clerk's language, then in the customer's if that is another."""

    heading = N_("Question and answer")
    bar: ClassVar[tuple[str, ...]] = ("help", "customer", "next_pane", "do_it", "back")

    def __init__(self, **context: Any) -> None:
        super().__init__()
        self.context = context
        self.leaflet = Leaflet(id="answer")
        self.view: Any = None

    def body(self) -> ComposeResult:
        """The text."""
        yield Said(lambda: " " + _(self.heading), classes="heading")
        yield self.leaflet

    def first_focus(self) -> None:
        """The text."""
        self.set_focus(self.leaflet)

    def on_screen_resume(self) -> None:
        """It may have been doubted, or written anew."""
        self.reading(self._load)

    async def _load(self) -> None:
        view = await self.app.read("knowledge.show", entry=self.context["entry"])
        if isinstance(view, No):
            self.say(view)
            return
        self.view = view
        self._fill()

    def _fill(self) -> None:
        if self.view is None:
            return
        spoken = list(dict.fromkeys(code for code in (language(), *self._theirs(), *self.view.answers) if code))
        there = [code for code in spoken if code in self.view.answers]
        self.leaflet.show([*self._doubt(), *(self._part(code) for code in there), self._written()])
        self.show_keys()

    def _theirs(self) -> tuple[str, ...]:
        return (self.app.customer.language,) if self.app.customer else ()

    def _part(self, code: str) -> Part:
        title = self.view.titles.get(code) or next(iter(self.view.titles.values()))
        heading = title if code == language() else f"{title} ({LANGUAGES[code]})"
        return Part(heading, tuple(Block(line) for line in self.view.answers[code].split("\n")))

    def _doubt(self) -> list[Part]:
        if not self.view.doubted_by:
            return []
        told = _("{by} marked this as out of date.", by=self.view.doubted_by)
        return [Part(f"! {told}", (Block(self.view.doubt or _("Find out before you answer."), tone="warn"),))]

    def _written(self) -> Part:
        told = _("Written by {by}, {day}.", by=self.view.by, day=words.day(words.local(self.view.at).date()))
        return Part("", (Block(told, tone="dim"),))

    def relabelled(self) -> None:
        """In another language now."""
        super().relabelled()
        self._fill()

    def customer_changed(self) -> None:
        """Read in their language."""
        super().customer_changed()
        self._fill()

    def panes(self) -> list[Any]:
        """The search line and the text."""
        return [self.omnibox.entry, self.leaflet]

    def label_of(self, action: str) -> str:
        """What F9 does here."""
        return N_("Out of date") if action == "do_it" else ""

    def why_not(self, action: str) -> str:
        """It is doubted once."""
        if action == "do_it" and self.view is not None and self.view.doubted_by:
            return words.sentence(no("already_doubted", by=self.view.doubted_by))
        return super().why_not(action)

    def action_do_it(self) -> None:
        """It is out of date: say what is wrong with it."""
        if self.live("do_it"):
            self.app.open("doubt", entry=self.context["entry"])


class Doubt(Form):
    """An answer that is out of date, marked so until a lead writes it anew."""

    heading = N_("Mark an answer as out of date")
    operation = "knowledge.doubt"
    verb = N_("Out of date")

    def fields(self) -> list[Field]:
        """Which, and what is wrong."""
        entry = self.context.get("entry", "")
        return [
            Field("entry", N_("Short code"), required=True, default=entry, limit=40),
            Field("reason", N_("What is wrong")),
        ]

    def outcome(self, answer: Any) -> Outcome:
        """Everybody sees it now."""
        return Outcome(title=_("Marked as out of date"), big=answer.entry, next=_("A lead writes it anew."))


class WriteAnswer(Form):
    """An answer in four languages, written or written anew."""

    heading = N_("Write an answer")
    operation = "knowledge.put"
    verb = N_("Write it")

    def __init__(self, **context: Any) -> None:
        super().__init__(**context)
        self.held: dict[str, str] = {}
        """What stands there already, by field, with its lines."""
        self.versions: dict[str, int] = {}
        """By short code, the version of each answer that was shown here: no other is written over."""
        self.is_read = not context.get("entry")
        """Whether what stands there is known: what is not would be written over with nothing."""
        self.meanwhile: list[str] = []
        self.stands_again = False

    def fields(self) -> list[Field]:
        """Title and answer in each language; one is enough."""
        texts = []
        for code, name in LANGUAGES.items():
            texts.append(Field(f"title_{code}", name, limit=80, help=N_("the question")))
            texts.append(Field(f"answer_{code}", name, "multiline", limit=2000, help=N_("the answer")))
        entry = self.context.get("entry", "")
        return [
            Field("entry", N_("Short code"), required=True, default=entry, limit=40, help=N_("like lost_card")),
            *texts,
            Field("words", N_("Found by"), limit=300, help=N_("other words for it")),
        ]

    def on_mount(self) -> None:
        """What stands there already is written over."""
        if self.context.get("entry"):
            self.reading(self._load, group="load")

    async def _load(self) -> None:
        view = await self.app.read("knowledge.show", entry=self.context["entry"])
        self.is_read = True
        if isinstance(view, No):
            self.say(view)
        elif not self.stands_again:
            self._take(view)

    def _take(self, view: Any) -> None:
        """What stands there: what is typed stays too, and goes over it at F9."""
        self.versions[view.entry] = view.version
        self.meanwhile = [_doubt_said(view)] if view.doubted_by else []
        self.held = {"words": view.words}
        for code in LANGUAGES:
            self.held |= {f"title_{code}": view.titles.get(code, ""), f"answer_{code}": view.answers.get(code, "")}
        for name, text in self.held.items():
            row, line = self.row(name), " ".join(text.split("\n"))
            if row.changed:
                row.begun_with = line
            else:
                row.fill(line, as_begun=True)
        self.field_changed(None)

    def why_not(self, action: str) -> str:
        """Nothing is written over what was never seen."""
        if action == "do_it" and not self.is_read:
            return _("What is written there is not read yet.")
        return super().why_not(action)

    async def consequence(self, values: dict[str, Any]) -> str:
        """What was done with it meanwhile; that another answer has this short code already, and would be lost."""
        entry = values["entry"].casefold()
        if self.meanwhile or entry == self.context.get("entry"):
            return "\n".join(self.meanwhile)
        view = await self.app.read("knowledge.show", entry=entry)
        if isinstance(view, No):
            return ""
        self.versions[entry] = view.version
        title = view.titles.get(language()) or next(iter(view.titles.values()))
        return _("! {entry} is written already: {title}. This takes its place in every language.",
                 entry=entry, title=title)  # fmt: skip

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """By language, as far as something is written in it; what was not changed keeps its lines."""
        kept = {name: text for name, text in self.held.items() if not self.row(name).changed}
        written = {**values, **kept}

        def texts(kind: str) -> dict[str, str]:
            return {code: text for code in LANGUAGES if (text := written[f"{kind}_{code}"])}

        entry = values["entry"].casefold()
        known = {"entry": entry, "words": written["words"], "version": self.versions.get(entry, 0)}
        return {**known, "titles": texts("title"), "answers": texts("answer")}

    def refused(self, refusal: No) -> None:
        """Beside the field of the language now spoken. What somebody else wrote meanwhile is read and shown."""
        if refusal.code == "stale":
            self.say(_("What you typed is still here. {key} puts it over theirs.", key=keys.name("do_it")), "no")
            self.reading(partial(self._take_theirs, self.row("entry").entry.value.casefold()), group="load")
            return
        kind = {"titles": "title", "answers": "answer"}.get(refusal.field or "")
        super().refused(replace(refusal, field=f"{kind}_{language()}") if kind else refusal)

    async def _take_theirs(self, entry: str) -> None:
        view = await self.app.read("knowledge.show", entry=entry)
        if isinstance(view, No):
            self.say(view)
            return
        before = self.held
        self._take(view)
        news = [name for name, text in self.held.items() if text != before.get(name, "")]
        when = words.moment(view.at)
        told = _("Meanwhile {by} changed this, {at}: {changed}.", by=view.by, at=when, changed=_fields_said(news))
        theirs = [f"{_field_said(name)}: {self.held[name]}" for name in news if self.row(name).changed]
        self.meanwhile = [*([told] if news else []), *self.meanwhile, *theirs]
        self.field_changed(None)

    def check(self, values: dict[str, Any]) -> No | None:
        """A question and an answer, in one language at least."""
        whole = [code for code in LANGUAGES if values[f"title_{code}"] and values[f"answer_{code}"]]
        return None if whole else no("empty", field=f"answer_{language()}")

    def outcome(self, answer: Any) -> Outcome:
        """It is found from now on."""
        title = _("Answer written") if answer.new else _("Answer written anew")
        return Outcome(title=title, big=answer.entry, next=_("It is found in the search line from now on."))

    # ---- as it stands

    def stood(self) -> dict[str, Any]:
        """What is typed, and over what."""
        return {**super().stood(), "held": self.held, "versions": self.versions}

    def stand(self, stood: dict[str, Any]) -> None:
        """As it was read then: what was written since is found out at F9."""
        self.held, self.versions, self.stands_again = stood["held"], stood["versions"], True
        super().stand(stood)


def _doubt_said(view: Any) -> str:
    told = _("{by} marked this as out of date.", by=view.doubted_by)
    return " ".join(filter(None, (f"! {told}", view.doubt)))


def _field_said(name: str) -> str:
    kind, _underscore, code = name.partition("_")
    if not code:
        return _("Found by")
    return f"{LANGUAGES[code]} ({_('the question') if kind == 'title' else _('the answer')})"


def _fields_said(names: list[str]) -> str:
    return ", ".join(_field_said(name) for name in names)

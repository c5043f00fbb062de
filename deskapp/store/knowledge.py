"""What clerks are asked: activities, floors, parking, facilities, rules, in four languages. (domain 8)

A lead writes it; a clerk who finds it out of date marks it at once, and it is shown so until it is written anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from deskapp.rules.decisions import No, Role, no
from deskapp.rules.journal import canonical
from deskapp.rules.profiles import LANGUAGES
from deskapp.rules.text import checked, clean
from deskapp.store.posting import Look, Posting
from deskapp.store.registry import operation, reading
from deskapp.store.tables import Instant, owned_by_entry, table

LONGEST_ANSWER, LONGEST_TITLE, LONGEST_WORDS = 2000, 80, 300
LISTED = 50
SHORTEST = 3
"""Latin letters from which on the search line offers answers."""
ASKING = frozenset(
    {
        "where",
        "how",
        "when",
        "what",
        "who",
        "哪里",
        "哪裡",
        "在哪",
        "在哪里",
        "在哪裡",
        "哪儿",
        "怎么",
        "怎麼",
        "几点",
        "幾點",
        "多少",
    }
    | {"什么", "什麼", "어디", "언제", "어떻게", "얼마"}
)
"""Words that ask, and do not say about what: an answer that is named by more stands before."""


class Knowledge(SQLModel, table=True):
    """One answer. `titles` and `answers` are JSON, language to text; `search` is all of it in small letters; who
    doubts it, and why, until it is written anew. Both count its `version` on."""

    __tablename__ = "knowledge"
    code: str = Field(primary_key=True)
    version: int = 1
    titles: str = Field(sa_type=sa.Text)
    answers: str = Field(sa_type=sa.Text)
    words: str = ""
    search: str = Field(sa_type=sa.Text)
    at: datetime = Field(sa_type=Instant)
    by: str
    entry: int = Field(sa_column=owned_by_entry(nullable=False))
    doubted_by: str = ""
    doubted_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    doubt: str = ""


KNOWLEDGE = table(Knowledge)


@dataclass(frozen=True)
class Written:
    """An answer that stands."""

    entry: str
    new: bool


@operation(
    "knowledge.put", by=Role.LEAD, refuses=("code_bad", "language_bad", "empty", "too_long", "no_change", "stale")
)
def put(
    post: Posting, *, entry: str, titles: dict[str, str], answers: dict[str, str], words: str = "", version: int = 0
) -> Written | No:
    """Write an answer, or write it anew: titles and answers by language, and words it is found by besides. `version` is
    the one that was read, 0 for a new answer: what somebody else wrote meanwhile is told, not lost."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", entry):
        return no("code_bad", field="entry")
    kept: dict[str, str] = {}
    for field, texts, limit in (("titles", titles, LONGEST_TITLE), ("answers", answers, LONGEST_ANSWER)):
        tidy = _texts(field, texts, limit)
        if isinstance(tidy, No):
            return tidy
        kept[field] = canonical(tidy)
    extra = checked(words, field="words", limit=LONGEST_WORDS)
    if isinstance(extra, No):
        return extra
    before = post.conn.execute(sa.select(KNOWLEDGE).where(KNOWLEDGE.c.code == entry)).one_or_none()
    same = before is not None and (before.titles, before.answers, before.words) == (*kept.values(), extra)
    if same and before is not None and not before.doubted_by:
        return no("no_change")
    if before is not None and before.version != version:
        return _stale(before, {**kept, "words": extra})
    values: dict[str, Any] = {**kept, "words": extra, "search": _search(entry, titles, answers, extra)}
    values |= {
        "at": post.at,
        "by": post.actor.number,
        "entry": post.entry,
        "version": before.version + 1 if before is not None else 1,
    }
    values |= {"doubted_by": "", "doubted_at": None, "doubt": ""}
    if before is None:
        post.conn.execute(sa.insert(KNOWLEDGE), {"code": entry, **values})
    else:
        post.conn.execute(sa.update(KNOWLEDGE).where(KNOWLEDGE.c.code == entry).values(**values))
    return post.done(Written(entry, before is None), subject=entry, facts={"languages": sorted(answers), "same": same})


def _stale(row: Any, wanted: Mapping[str, str]) -> No:
    """Who wrote or doubted an answer since it was read, and what of it would be written over."""
    changed = [name for name, text in wanted.items() if getattr(row, name) != text] + ["doubt"] * bool(row.doubted_by)
    by, at = (row.doubted_by, row.doubted_at) if row.doubted_by else (row.by, row.at)
    return no("stale", field="version", changed=", ".join(changed), version=row.version, by=by, at=at)


def _texts(field: str, texts: dict[str, str], limit: int) -> dict[str, str] | No:
    if not texts:
        return no("empty", field=field)
    kept: dict[str, str] = {}
    for language, text in texts.items():
        if language not in LANGUAGES:
            return no("language_bad", field=field)
        tidy = checked(text, field=field, limit=limit, needed=True, multiline=field == "answers")
        if isinstance(tidy, No):
            return tidy
        kept[language] = tidy
    return kept


def _search(entry: str, titles: dict[str, str], answers: dict[str, str], words: str) -> str:
    return clean("\n".join((entry, *titles.values(), words, *answers.values()))).casefold()


@dataclass(frozen=True)
class Doubted:
    """An answer that is shown as out of date."""

    entry: str
    by: str


@operation("knowledge.doubt", refuses=("knowledge_unknown", "already_doubted", "too_long"))
def doubt(post: Posting, *, entry: str, reason: str = "") -> Doubted | No:
    """Mark an answer as out of date; a lead writes it anew."""
    row = post.conn.execute(sa.select(KNOWLEDGE).where(KNOWLEDGE.c.code == entry)).one_or_none()
    if row is None:
        return no("knowledge_unknown", field="entry", entry=clean(entry)[:40])
    if row.doubted_by:
        return no("already_doubted", field="entry", by=row.doubted_by)
    text = checked(reason, field="reason")
    if isinstance(text, No):
        return text
    values: dict[str, Any] = {"doubted_by": post.actor.number, "doubted_at": post.at, "doubt": text}
    values["version"] = row.version + 1
    post.conn.execute(sa.update(KNOWLEDGE).where(KNOWLEDGE.c.code == entry).values(**values))
    return post.done(Doubted(entry, post.actor.number), subject=entry)


@dataclass(frozen=True)
class KnowledgeRow:
    """One answer in the language asked for, else in the first there is; `doubted_by` if it may be out of date."""

    entry: str
    title: str
    answer: str
    at: datetime
    by: str
    doubted_by: str
    doubt: str


@reading("knowledge.search")
def search(look: Look, *, text: str = "", language: str = "", doubted: bool = False) -> list[KnowledgeRow]:
    """Answers in which every word of the text stands, those first whose title has it; where there are none, those that
    a question names by their title or by one of their words. All of them for no text, or those marked as out of
    date."""
    sought = clean(text).casefold().split()
    wanted = sa.select(KNOWLEDGE).order_by(KNOWLEDGE.c.code)
    if doubted:
        wanted = wanted.where(KNOWLEDGE.c.doubted_by != "")
    whole = wanted
    for word in sought:
        whole = whole.where(KNOWLEDGE.c.search.contains(word, autoescape=True))
    found = sorted(look.conn.execute(whole), key=lambda row: not _in_title(row, sought))
    return [_row(row, _spoken(look, language)) for row in (found or _asked(look, text, wanted))[:LISTED]]


def _spoken(look: Look, language: str) -> str:
    return language or (look.desk.staff.language if look.desk.staff else LANGUAGES[0])


def _in_title(row: Any, sought: Sequence[str]) -> bool:
    titles = [title.casefold() for title in json.loads(row.titles).values()]
    return any(all(word in title for word in sought) for title in titles)


def _asked(look: Look, text: str, wanted: sa.Select[Any]) -> list[Any]:
    """The answers that a question is about: `停车场在哪里` has 停车场 in it, `where can I park` the word park."""
    question = clean(text).casefold()
    if not question:
        return []
    words = set(re.findall(r"[a-z0-9]+", question))
    named = [
        ({term for term in _terms(row) if _names(term, question, words)}, row) for row in look.conn.execute(wanted)
    ]
    likely = sorted(named, key=lambda one: (len(one[0] - ASKING), len(one[0])), reverse=True)
    return [row for terms, row in likely if terms]


def _terms(row: Any) -> set[str]:
    """What an answer is called: its titles, and the words that it is found by besides."""
    titles = (title.casefold() for title in json.loads(row.titles).values())
    return {*titles, *re.split(r"[\s,;，；、]+", row.words.casefold())} - {""}


def _names(term: str, question: str, words: set[str]) -> bool:
    """Whether a question names this: an English word as a word, anything else wherever it stands."""
    return term in words if term.isascii() else len(term) > 1 and term in question


def about(look: Look, text: str, limit: int) -> list[KnowledgeRow]:
    """The answers that the search line offers for a text: those whose title or words begin so, or are asked for."""
    typed = clean(text).casefold()
    if len(typed) < (SHORTEST if typed.isascii() else 2):
        return []
    wanted = sa.select(KNOWLEDGE).order_by(KNOWLEDGE.c.code)
    near = look.conn.execute(wanted.where(KNOWLEDGE.c.search.contains(typed, autoescape=True)))
    found = [row for row in near if any(_begins(term, typed) for term in _terms(row))]
    return [_row(row, _spoken(look, "")) for row in (found or _asked(look, text, wanted))[:limit]]


def _begins(term: str, typed: str) -> bool:
    words = term.split()
    return any(word.startswith(typed) for word in (term, *words)) if term.isascii() else typed in term


def _row(row: Any, language: str) -> KnowledgeRow:
    titles, answers = json.loads(row.titles), json.loads(row.answers)
    title, answer = (said.get(language) or next(iter(said.values())) for said in (titles, answers))
    return KnowledgeRow(row.code, title, answer, row.at, row.by, row.doubted_by, row.doubt)


@dataclass(frozen=True)
class KnowledgeView:
    """One answer in every language it is written in, as a lead writes it anew."""

    entry: str
    version: int
    titles: dict[str, str]
    answers: dict[str, str]
    words: str
    at: datetime
    by: str
    doubted_by: str
    doubted_at: datetime | None
    doubt: str


@reading("knowledge.show")
def show(look: Look, *, entry: str) -> KnowledgeView | No:
    """One answer, whole."""
    row = look.conn.execute(sa.select(KNOWLEDGE).where(KNOWLEDGE.c.code == clean(entry))).one_or_none()
    if row is None:
        return no("knowledge_unknown", field="entry", entry=clean(entry)[:40])
    return KnowledgeView(
        row.code, row.version, json.loads(row.titles), json.loads(row.answers), row.words, row.at, row.by,
        row.doubted_by, row.doubted_at, row.doubt,
    )  # fmt: skip

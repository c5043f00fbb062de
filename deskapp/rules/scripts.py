"""What a clerk says on the phone, line by line, and how the talk branches by the answer. (domain 7)

`data/scripts/` has one file for each purpose; a shop may write its own, in the languages it speaks. Who is satisfied is
asked for suggestions; who is not is asked what was wrong and what to improve, and thanked.
(seed: 【满意】您对我们的服务有什么建议吗?【不满意】能否告诉我)
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from deskapp.rules.callbacks import Outcome
from deskapp.rules.profiles import LANGUAGES

STEPS: Final = ("opening", "question", "no_answer", "refused", "appointment")
"""What is said whatever the answer: first, then asked; and what to say or do in the other cases."""
ANSWERS: Final = (Outcome.REACHED, Outcome.SATISFIED, Outcome.FAIR, Outcome.DISSATISFIED)
PLACES: Final = frozenset({"clerk", "store", "customer", "subject"})
"""What a line may name: who calls, for whom, whom, and about what."""
LONGEST: Final = 300
MOST_LINES: Final = 4

Text = Mapping[str, str]


@dataclass(frozen=True)
class Script:
    """One purpose's talk: the lines of each step, and those of each answer in the order they are said."""

    purpose: str
    steps: Mapping[str, Text]
    answers: Mapping[str, tuple[Text, ...]]

    def said(self, step: str, language: str, **names: str) -> str:
        """A step in a language, with the names in it; nothing where the script has none."""
        return spoken(self.steps.get(step, {}), language, **names)

    def branch(self, outcome: str, language: str, **names: str) -> list[str]:
        """What is said after an answer."""
        return [spoken(line, language, **names) for line in self.answers.get(outcome, ())]


def spoken(text: Text, language: str, **names: str) -> str:
    """A line with its names filled in; a name that is not known is left out. A line that was not written in this
    language is said in the first one that it was written in."""
    line = text.get(language) or next(iter(text.values()), "")
    return line.format(**{place: names.get(place, "") for place in PLACES})


def read(purpose: str, text: str) -> Script | list[str]:
    """A script's file, or everything that is wrong with it, each with its key."""
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [f"{purpose}: {error}"]
    faults = [f"{purpose}: {fault}" for fault in _faults(said)]
    if faults:
        return faults
    answers = {each: tuple(said["answers"][each]) for each in said["answers"]}
    return Script(purpose, {step: said[step] for step in STEPS if step in said}, answers)


def _faults(said: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(said.keys() - {*STEPS, "answers", "source"}):
        yield f"{key}: there is no such key"
    for step in ("opening", "question"):
        if step not in said:
            yield f"{step}: it is missing"
    for step in STEPS:
        if step in said:
            yield from _wrong(step, said[step])
    answers = said.get("answers")
    if not isinstance(answers, dict) or not answers:
        yield "answers: at least one is needed"
        return
    for each, lines in answers.items():
        if each not in tuple(ANSWERS):
            yield f"answers.{each}: there is no such answer"
        elif not isinstance(lines, list) or not 1 <= len(lines) <= MOST_LINES:
            yield f"answers.{each}: one to {MOST_LINES} lines are needed"
        else:
            for number, line in enumerate(lines, 1):
                yield from _wrong(f"answers.{each} {number}", line)


def _wrong(key: str, line: object) -> Iterator[str]:
    """Why this is no line in any language that the desk speaks."""
    if not isinstance(line, dict) or not line or set(line) - set(LANGUAGES):
        yield f"{key}: it is needed in one of {', '.join(LANGUAGES)}"
        return
    for language, text in line.items():
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
            yield f"{key} {language}: one to {LONGEST} characters are needed"
            continue
        try:
            places = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as error:
            yield f"{key} {language}: {error}"
            continue
        for place in sorted(places - PLACES):
            yield f"{key} {language}: there is nothing to put for {{{place}}}"

"""What a form asks for: each field's name, kind and limits, and how what was typed is understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from string import ascii_lowercase
from typing import Any, Literal

from deskapp import words
from deskapp.i18n import N_, _
from deskapp.rules import money, text
from deskapp.rules.decisions import No, no
from deskapp.screens import moments

Kind = Literal["text", "multiline", "code", "digits", "number", "money", "date", "moment", "choice", "check", "pin"]
"""text, multiline: words of people -> str. code: card, receipt -> str folded. digits: -> str. number: -> int.
money: -> int of minor units. date: -> date or None.
moment: -> datetime or None, `ahead` of now or past. choice: -> its value. check: -> bool. pin: -> str, never shown."""

LIMITS = {
    "text": 200,
    "multiline": 2000,
    "code": 48,
    "digits": 32,
    "number": 9,
    "money": 24,
    "date": 24,
    "moment": 24,
    "pin": 64,
}


@dataclass(frozen=True)
class Choice:
    """One thing to choose: the letter typed, the value it stands for, the word shown (English, marked with N_); or the
    house's own `names` for it in each language."""

    key: str
    value: str
    label: str = ""
    names: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def said(self) -> str:
        """The word shown, in the language now spoken."""
        return words.called(self.names) or self.value if not self.label else _(self.label)


def lettered(classes: Mapping[str, Mapping[str, str]]) -> tuple[Choice, ...]:
    """What the house chooses from, each by the first letter of its code that is still free."""
    letters: dict[str, str] = {}
    for code in classes:
        free = (sign for sign in (*code, *ascii_lowercase) if sign in ascii_lowercase and sign not in letters)
        letters[next(free, code)] = code
    return tuple(Choice(letter, code, names=classes[code]) for letter, code in letters.items())


CHECKS = (Choice("y", "yes", N_("Yes")), Choice("n", "no", N_("No")))


@dataclass(frozen=True)
class Field:
    """One question of a form."""

    name: str
    label: str
    kind: Kind = "text"
    required: bool = False
    default: Any = ""
    choices: tuple[Choice, ...] = ()
    help: str = ""
    limit: int | None = None
    signed: bool = False
    ahead: bool = False
    """Whether a moment lies in the future."""
    check: Callable[[str], Any] | None = field(default=None, compare=False)
    """Understands the cleaned text itself: answers the value or a No."""

    @property
    def options(self) -> tuple[Choice, ...]:
        """What can be chosen here, letter by letter."""
        return CHECKS if self.kind == "check" else self.choices

    @property
    def most(self) -> int:
        """The longest text, in characters."""
        return self.limit or text.MAX.get(self.name, 0) or LIMITS.get(self.kind, 200)


def understand(
    field: Field, typed: str, *, exponent: int = 2, today: date | None = None, now: datetime | None = None
) -> Any:
    """The value that was meant, or a No that says what is wrong with it."""
    if field.options:
        return _chosen(field, typed)
    if field.kind == "pin":
        return no("empty", field=field.name) if field.required and not typed else typed
    tidy = text.checked(
        typed, field=field.name, limit=field.most, needed=field.required, multiline=field.kind == "multiline"
    )
    if isinstance(tidy, No):
        return tidy
    if not tidy:
        return _nothing(field)
    if field.check is not None:
        return field.check(tidy)
    if field.kind == "moment":
        return moments.moment(tidy, now or datetime.now(UTC), field.name, ahead=field.ahead)
    return _kinds(field, tidy, exponent, today)


def _kinds(field: Field, tidy: str, exponent: int, today: date | None) -> Any:
    match field.kind:
        case "code":
            return text.code(tidy)
        case "digits":
            folded = text.code(tidy)
            return folded if folded.isdigit() else no("digits_only", field=field.name)
        case "number":
            return _number(field, tidy)
        case "money":
            return money.parse(tidy, exponent=exponent, field=field.name)
        case "date":
            return day(tidy, today or date.min, field.name)
    return tidy


def _nothing(field: Field) -> Any:
    if field.kind in ("number", "money"):
        return 0
    return None if field.kind in ("date", "moment") else ""


def _number(field: Field, tidy: str) -> int | No:
    folded = text.code(tidy).replace(",", "")
    if not folded.lstrip("+-").isdigit() or len(folded) > 12:
        return no("digits_only", field=field.name)
    figure = int(folded)
    return figure if figure >= 0 or field.signed else no("digits_only", field=field.name)


def _chosen(field: Field, typed: str) -> Any:
    choice = matching(field, typed)
    if choice is None:
        if not typed.strip() and not field.required and field.kind != "check":
            return ""
        return no("choose_one", field=field.name) if typed.strip() else no("empty", field=field.name)
    return choice.value == "yes" if field.kind == "check" else choice.value


def matching(field: Field, typed: str) -> Choice | None:
    """The choice whose letter, value or word (in the clerk's language too) was typed."""
    said = text.code(typed).casefold()
    for choice in field.options if said else ():
        if said in (
            choice.key,
            choice.value.casefold(),
            text.code(choice.said).casefold(),
            choice.label.casefold(),
        ):
            return choice
    return None


def day(typed: str, today: date, name: str) -> date | No:
    """A date as clerks type one: 2026-11-22, 20261122, 11-22, 1122, 22, -1 for yesterday; yearless, the last such."""
    folded = text.code(typed).replace("/", "-").replace(".", "-")
    if folded in ("0", "-0") or (folded.startswith("-") and folded[1:].isdigit() and len(folded) <= 4):
        return today - timedelta(days=int(folded[1:] or 0))
    parts = [part for part in folded.split("-") if part]
    if len(parts) == 1 and parts[0].isdigit() and len(parts[0]) in (4, 8):
        whole = parts[0]
        parts = ([whole[:-4]] if whole[:-4] else []) + [whole[-4:-2], whole[-2:]]
    try:
        figures = [int(part) for part in parts]
        if len(figures) == 3:
            return date(*figures)
        month, of_month = figures if len(figures) == 2 else (today.month, *figures)
        return _last(month, of_month, today)
    except (ValueError, TypeError, OverflowError):
        return no("date_bad", field=name)


def _last(month: int, of_month: int, today: date) -> date:
    this_year = date(today.year, month, of_month)
    return this_year if this_year <= today else date(today.year - 1, month, of_month)


def spelled(field: Field, value: Any, *, exponent: int = 2) -> str:
    """A value as it stands in its field."""
    if field.kind == "check":
        return "y" if value is True else "n" if value is False else str(value)
    if field.kind == "choice":
        return next((choice.key for choice in field.choices if choice.value == value), str(value))
    if field.kind == "money" and isinstance(value, int):
        return money.plain(value, exponent=exponent)
    if isinstance(value, datetime):
        return moments.spelled(value)
    return "" if value is None else str(value)

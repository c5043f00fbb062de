"""Says refusals, states, money and days as a colleague would: in words, with the figures, in the language now spoken.

The store answers with codes and figures; screens, command line and slips all get their sentences here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from deskapp.call_sentences import CALLED_ABOUT, OUTCOMES, PURPOSES
from deskapp.complaint_sentences import LEVELS, MOVES, PARTIES
from deskapp.i18n import _, language
from deskapp.refusal_words import REFUSALS
from deskapp.rules import money
from deskapp.rules.decisions import Figure, No
from deskapp.rules.shifts import CASH
from deskapp.sentences import FLAGS, KINDS, OPERATIONS, ROLES, SENTENCES, SLIP_KINDS, STATES, UNITS
from deskapp.shift_sentences import LEFT_OPEN, THINGS


@dataclass(frozen=True)
class House:
    """What the words need to know of the store: its money and its time zone."""

    currency: str = "CNY"
    zone: tzinfo = UTC
    tiers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    classes: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    @property
    def exponent(self) -> int:
        """Digits after the point."""
        return money.exponent(self.currency)


_house = House()

SIGNS = {"CNY": "¥", "JPY": "¥", "KRW": "₩", "TWD": "NT$", "HKD": "HK$", "USD": "$", "SGD": "S$", "GBP": "£"}
WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh_Hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "zh_Hant": ("週一", "週二", "週三", "週四", "週五", "週六", "週日"),
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def of_house(house: House) -> None:
    """Speak of this store's money and time from now on."""
    global _house
    _house = house


def house() -> House:
    """The store whose money and time are spoken of."""
    return _house


def amount(minor: int, *, signed: bool = False) -> str:
    """Money with its sign and grouping: ¥1,200.00."""
    whole, point, rest = money.plain(abs(minor), exponent=_house.exponent).partition(".")
    sign = "-" if minor < 0 else "+" if signed else ""
    return f"{sign}{SIGNS.get(_house.currency, _house.currency + ' ')}{int(whole):,}{point}{rest}"


def count(figure: int, *, signed: bool = False) -> str:
    """A whole number with grouping."""
    return f"{figure:+,}" if signed else f"{figure:,}"


def date_and_time(at: datetime) -> str:
    """Day and time by the store's clock where there is no room for the weekday."""
    when = local(at)
    match language():
        case "en":
            told = f"{when.day} {MONTHS[when.month - 1]}"
        case "ko":
            told = f"{when.month}월 {when.day}일"
        case _:
            told = f"{when.month}月{when.day}日"
    return f"{told} {time(at)}"


def day(when: date) -> str:
    """A date with its year."""
    match language():
        case "en":
            return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
        case "ko":
            return f"{when.year}년 {when.month}월 {when.day}일"
    return f"{when.year}年{when.month}月{when.day}日"


def short_day(when: date) -> str:
    """A date with its weekday, without the year."""
    weekday = WEEKDAYS[language()][when.weekday()]
    match language():
        case "en":
            return f"{weekday} {when.day} {MONTHS[when.month - 1]}"
        case "ko":
            return f"{when.month}월 {when.day}일 ({weekday})"
    return f"{when.month}月{when.day}日 {weekday}"


def local(at: datetime) -> datetime:
    """An instant by the store's clock on the wall."""
    return at.astimezone(_house.zone)


def time(at: datetime) -> str:
    """Hours and minutes by the store's clock."""
    return f"{local(at):%H:%M}"


def moment(at: datetime) -> str:
    """Day and time by the store's clock."""
    return f"{short_day(local(at).date())} {time(at)}"


def called(names: Mapping[str, str], code: str = "") -> str:
    """A thing's name in the language now spoken, else in any that there is, else its code."""
    return names.get(language()) or next(iter(names.values()), code)


def role(code: str) -> str:
    """A role's name."""
    return _(ROLES.get(code, code))


def state(code: str) -> str:
    """The name of a state: active, signed, lost."""
    return _(STATES.get(code, code))


def tier(code: str) -> str:
    """A tier by the name the store gives it."""
    names = _house.tiers.get(code, {})
    return names.get(language()) or next(iter(names.values()), code)


def points(count_: int) -> str:
    """A number of points."""
    return _("1 point") if count_ == 1 else _("{points} points", points=count(count_))


def classed(kind: str, code: str) -> str:
    """A department, category, cause or remedy by the name that the house gives it."""
    return called(_house.classes.get(kind, {}).get(code, {}), code)


def mark(code: str) -> str:
    """The mark beside a record: its tier or its state."""
    return tier(code) if code in _house.tiers else state(code)


def told(code: str) -> str:
    """A code that may be an operation, a state, a kind of slip or a purpose, in words; anything else as it is."""
    return _(OPERATIONS.get(code) or SLIP_KINDS.get(code) or STATES.get(code) or PURPOSES.get(code) or code)


def thing(code: str, names: Mapping[str, str] | None = None) -> str:
    """What is counted in a shift: cash, a class of cards, a numbered thing; a gift by its code and its name."""
    kind, _sign, which = code.partition(":")
    if not which:
        return _(THINGS.get(kind, kind))
    return f"{which} {called(names or {})}".rstrip() if kind == "item" else classed(kind, which)


def counted(code: str, figure: int, *, signed: bool = False) -> str:
    """How much of what is counted: money, or pieces."""
    return amount(figure, signed=signed) if code == CASH else count(figure, signed=signed)


def pieces(figure: int | None) -> str:
    """How many there are; that there are some, where they are still to be counted blind."""
    return _("some") if figure is None else count(figure)


def unit(code: str) -> str:
    """What is counted: points, or pieces of an item."""
    return _(UNITS.get(code, code))


def about(code: str) -> str:
    """What a call was about, ours or theirs."""
    return _(CALLED_ABOUT.get(code) or PURPOSES.get(code) or code)


def outcome(code: str) -> str:
    """What came of calling somebody."""
    return _(OUTCOMES.get(code, code))


def kind(code: str) -> str:
    """What sort of record this is: member, card, slip."""
    return _(KINDS.get(code, code))


def flag(code: str) -> str:
    """What is to be known of a customer in a word."""
    return _(FLAGS.get(code, code))


def operation(name: str) -> str:
    """What was done, as it stands in a list."""
    return _(OPERATIONS.get(name, name))


def sentence(refusal: No) -> str:
    """The refusal as a colleague would say it. A code nobody has words for is said as it is, with its figures."""
    figures = {name: figure(name, value) for name, value in refusal.figures.items()}
    known = SENTENCES.get(refusal.code)
    if known is None:
        told = ", ".join(f"{name} {value}" for name, value in figures.items())
        return _("Refused: {code}. {figures}", code=refusal.code, figures=told).rstrip()
    said = _(known).format_map(_Figures(figures))
    if refusal.approver is not None and refusal.code != "approval_needed":
        said += " " + _("A {role} can allow it with a reason.", role=role(refusal.approver))
    if refusal.clause:
        said += " " + _("(House rule: {clause})", clause=refusal.clause)
    return said


def refused(code: str) -> str:
    """Why something was refused in a few words, without the figures of the case."""
    if code in REFUSALS:
        return _(REFUSALS[code])
    known = SENTENCES.get(code)
    return _(known).format_map(_Gaps()) if known else code


def figure(name: str, value: Figure) -> str:
    """One figure of a refusal: money, a day, a role, a count."""
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case int() if name.endswith("entry"):
            return str(value)
        case int():
            return amount(value) if name.endswith("_money") else count(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
    return _named(name, value)


def _named(name: str, value: str) -> str:
    tables: Mapping[str, Mapping[str, str]] = {
        "needed": ROLES, "has": ROLES, "role": ROLES, "operation": OPERATIONS, "unit": UNITS, "place": STATES,
        "places": STATES, "state": STATES, "states": STATES, "move": MOVES, "party": PARTIES, "level": ROLES | LEVELS,
        "left_open": LEFT_OPEN,
    }  # fmt: skip
    if name == "things":
        return several(thing(part) for part in str(value).split(", "))
    known = tables.get(name, {})
    return several(_(known.get(part, part)) if part else "" for part in str(value).split(", "))


def several(parts: Iterable[str]) -> str:
    """Things of one kind, one after another, as the language sets them apart: 领班、财务; lead, finance."""
    return ("、" if language().startswith("zh") else ", ").join(parts)


class _Gaps(dict[str, str]):
    """A sentence told without its figures."""

    def __missing__(self, name: str) -> str:
        return "..."


class _Figures(dict[str, str]):
    """A figure that a refusal does not carry leaves a gap, not an error, in front of a customer."""

    def __missing__(self, name: str) -> str:
        return "?"

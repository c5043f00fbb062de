"""What is taken down of a complaint: each field read from what was typed, and the words it is found by. (domain 6)"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from deskapp.rules import members
from deskapp.rules.decisions import No, no
from deskapp.rules.profiles import LANGUAGES
from deskapp.rules.text import checked, clean, code

if TYPE_CHECKING:
    from deskapp.rules.policy import Policy

CHANNELS: Final = ("in_person", "phone", "hotline", "letter", "message", "website")
SEVERITIES: Final = ("ordinary", "serious", "grave")
LONGEST: Final = {
    "name": 60, "addressed": 40, "phone": 40, "subject": 80, "what": 4000, "place": 80, "asked": 500, "staff": 80,
    "receipt": 40, "invoice": 40, "hotline": 40, "member": 40,
}  # fmt: skip
"""Longest text of each field, in characters."""
LONG: Final = ("what", "asked")
CODES: Final = ("receipt", "invoice", "hotline")


@dataclass(frozen=True)
class Intake:
    """One complaint as it is taken down. `addressed`: how the customer is to be addressed; `asked`: the remedy they
    ask for; `staff`: who is concerned, by number or name; `hotline`: the group line's own number for it."""

    channel: str = ""
    severity: str = SEVERITIES[0]
    category: str = ""
    department: str = ""
    name: str = ""
    addressed: str = ""
    phone: str = ""
    language: str = LANGUAGES[0]
    subject: str = ""
    what: str = ""
    happened_at: datetime | None = None
    place: str = ""
    asked: str = ""
    staff: str = ""
    receipt: str = ""
    invoice: str = ""
    hotline: str = ""


FIELDS: Final = tuple(Intake.__dataclass_fields__)
SOUGHT: Final = frozenset({"name", "addressed", "phone", "subject", "what", "receipt", "hotline"})
"""What a case is found by."""


def read(typed: Mapping[str, str], *, policy: Policy, now: datetime) -> dict[str, str | datetime | None] | No:
    """The typed fields as they are kept, or the first that does not hold, with why not."""
    kept: dict[str, str | datetime | None] = {}
    for field, text in typed.items():
        if field not in FIELDS:
            return No("field_unknown", {"field": field[:40]}, field=field[:40])
        value = moment(text, field, policy, now) if field == "happened_at" else _field(field, text, policy)
        if isinstance(value, No):
            return value
        kept[field] = value
    return kept


def _field(field: str, text: str, policy: Policy) -> str | No:
    tidy = checked(text, field=field, limit=LONGEST.get(field, 40), multiline=field in LONG)
    if isinstance(tidy, No):
        return tidy
    if field in CODES:
        return code(tidy)
    if field == "phone":
        return members.phone(tidy, policy.store.region) if tidy else ""
    return _choice(field, tidy, policy)


def _choice(field: str, tidy: str, policy: Policy) -> str | No:
    known: dict[str, tuple[str, ...]] = {
        "channel": CHANNELS,
        "severity": SEVERITIES,
        "language": LANGUAGES,
        "category": tuple(one.code for one in policy.complaints.categories),
        "department": tuple(one.code for one in policy.departments),
    }
    needed = field in ("severity", "language")
    if field in known and (tidy or needed) and tidy not in known[field]:
        return no("kind_bad", field=field, kinds=", ".join(known[field]))
    return tidy


def moment(text: str, field: str, policy: Policy, now: datetime) -> datetime | No | None:
    """An instant as typed (`2026-11-22 15:30`, by the store's clock), not in the future; nothing is None."""
    tidy = clean(text)
    if not tidy:
        return None
    try:
        at = datetime.fromisoformat(tidy)
    except ValueError:
        return no("moment_bad", field=field)
    at = aware(at, policy)
    return no("future", field=field, at=at) if at > now else at


def aware(at: datetime, policy: Policy) -> datetime:
    """An instant; what names no zone is by the store's clock."""
    return at.replace(tzinfo=policy.calendar.zone) if at.tzinfo is None else at


# Words

_WORD: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[\uac00-\ud7a3]+|[^\W_]+")
_PAIRED: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
MARK: Final = "~"
"""Stands before the keys of words, apart from those of names and phones."""
LONGEST_WORD: Final = 24


def folded(*texts: str) -> str:
    """Texts as they are searched: one line, small letters."""
    return " ".join(clean(text).casefold() for text in texts if text)


def word_keys(text: str) -> frozenset[str]:
    """Every key that a text is found by: each two neighbours of a Chinese or Korean run, other words whole."""
    return frozenset(MARK + part for part in _parts(folded(text)))


def _parts(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if not _PAIRED.match(word):
            yield word[:LONGEST_WORD]
        elif len(word) == 1:
            yield word
        else:
            yield from (word[start : start + 2] for start in range(len(word) - 1))


@dataclass(frozen=True)
class Sought:
    """What is looked for in the texts: keys, of which each must be there (`begins`: the last only as a beginning), and
    what must stand in the text."""

    keys: tuple[str, ...]
    begins: bool
    inside: str


def sought(text: str) -> Sought | None:
    """A typed text as words to look for, or None if there is too little of it: two characters at least. A character
    that stands alone is no key, since in the text it may have a neighbour."""
    wanted = folded(text)
    keys = tuple(dict.fromkeys(MARK + part for part in _parts(wanted) if len(part) > 1))
    if len(wanted) < 2 or not keys:
        return None
    return Sought(keys, not _PAIRED.match(keys[-1][1:]), wanted)

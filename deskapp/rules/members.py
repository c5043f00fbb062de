"""Members: their phone and ID number as they are kept, how they are masked, and who looks like whom.

Phones are kept in E.164 however they were written. ID numbers are checked by their own check digit. At enrolment
likely twins are shown, so that one person does not get two records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from deskapp.rules.decisions import No, no
from deskapp.rules.text import clean, code

ID_TYPES: Final = ("", "cn.ric", "kr.rrn", "tw.nid", "passport", "other")
"""Chinese resident ID, Korean resident number, Taiwan national ID, and what has no check digit."""

CALLING: Final = {"CN": "86", "KR": "82", "TW": "886", "HK": "852", "MO": "853", "JP": "81", "SG": "65", "MY": "60"}
_TRUNK: Final = frozenset({"KR", "TW", "JP", "MY"})
_TW_AREAS: Final = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_ABROAD: Final = re.compile(r"\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})")
"""The country code of an E.164 number, whole. (ITU-T E.164, list of assigned country codes)"""


def phone(text: str, region: str, *, field: str = "phone") -> str | No:
    """A phone number in E.164, whatever spaces, hyphens, widths and prefixes it was written with; else `phone_bad`.
    `region` is the country of numbers without a country code."""
    import phonenumbers

    bad = no("phone_bad", field=field)
    typed = clean(text)
    if len(typed) > 40:
        return bad
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return bad
    if not phonenumbers.is_valid_number(number):
        return bad
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def local_phone(number: str, region: str) -> str:
    """An E.164 number as it is dialled in the region: `+8613800138000` → `13800138000`; others stay."""
    prefix = "+" + CALLING.get(region, "?")
    if not number.startswith(prefix):
        return number
    rest = number.removeprefix(prefix)
    landline = region == "CN" and not _MOBILE.fullmatch(rest) and not rest.startswith(("400", "800"))
    return "0" + rest if region in _TRUNK or landline else rest


def may_be_phone(typed: str) -> bool:
    """Whether a text typed for a card looks as phones do: then it is shown masked wherever others see it."""
    figures = re.sub(r"[\s()+./-]", "", clean(typed))
    dialled = clean(typed).startswith(("+", "00"))
    return figures.isdigit() and (dialled or 7 <= len(figures) <= 11 or (len(figures) == 13 and figures[:3] == "861"))


def mask_phone(number: str, region: str = "CN") -> str:
    """`138****8000`, from abroad `+886 ****8184`: enough to ask "the one that ends in 8000?"."""
    shown = local_phone(number, region)
    if abroad := _ABROAD.match(shown):
        return f"{abroad[0]} {_ending(shown.removeprefix(abroad[0]))}"
    return f"{shown[:3]}****{shown[-4:]}" if len(shown) >= 9 else "*" * max(0, len(shown) - 2) + shown[-2:]


def _ending(rest: str) -> str:
    return f"****{rest[-4:]}" if len(rest) >= 7 else "*" * max(1, len(rest) - 2) + rest[2:][-2:]


def mask_id(number: str) -> str:
    """`110***********23`: the first three and the last two."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def mask_address(address: str) -> str:
    """The town, not the door."""
    return address[: min(6, len(address) // 2)] + "****" if address else ""


def mask_birthday(birthday: str) -> str:
    """The month, neither year nor day: `****-05-**`."""
    found = re.search(r"-(\d\d)-\d\d$", birthday)
    return f"****-{found[1]}-**" if found else ""


def id_number(kind: str, text: str, *, field: str = "id_number") -> str | No:
    """An ID number as it is kept, checked with its own check digit where its kind has one; else `id_bad`."""
    number = code(text).replace("-", "")
    bad = no("id_bad", field=field, id_type=kind)
    if kind not in ID_TYPES or (kind and not number):
        return bad
    if kind == "cn.ric":
        from stdnum.cn import ric

        return number if ric.is_valid(number) else bad
    if kind == "kr.rrn":
        return number if _kr_valid(number) else bad
    if kind == "tw.nid":
        return number if _tw_valid(number) else bad
    return number if not number or (number.isalnum() and 4 <= len(number) <= 24) else bad


def _kr_valid(number: str) -> bool:
    """Date of birth, then century and sex. Numbers given since 2020-10-05 end in six digits drawn by chance, with
    neither place nor check digit, and no number tells when it was given: babies, people naturalised and people who
    changed theirs hold such ones. Only who was born before 1900 must hold an older one, whose last digit checks it."""
    from stdnum.exceptions import ValidationError
    from stdnum.kr import rrn

    if not re.fullmatch(r"\d{13}", number, re.ASCII):
        return False
    try:
        born = rrn.get_birth_date(number)
    except ValidationError:
        return False
    return born.year >= 1900 or rrn.is_valid(number)


def _tw_valid(number: str) -> bool:
    if not re.fullmatch(r"[A-Z][1289]\d{8}", number):
        return False
    area = _TW_AREAS.index(number[0]) + 10
    weighed = [area // 10, area % 10 * 9]
    weighed += [int(digit) * weight for digit, weight in zip(number[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)]
    return sum(weighed) % 10 == 0


@dataclass(frozen=True)
class Person:
    """What the duplicate guard compares. Phone in E.164, birthday as stored; empty is unknown."""

    id: int
    name: str
    phone: str = ""
    id_number: str = ""
    birthday: str = ""


@dataclass(frozen=True)
class Twin:
    """Somebody who may be the same person: `why` is same_id, same_phone, same_name_birthday or alike; score to 100."""

    id: int
    why: str
    score: int


def twins(candidate: Person, others: Iterable[Person], *, likeness: int = 80) -> list[Twin]:
    """Who among `others` may be the candidate, likeliest first. `likeness` of names from 0 to 100."""
    found = (_twin(candidate, other, likeness) for other in others if other.id != candidate.id)
    return sorted((twin for twin in found if twin), key=lambda twin: (-twin.score, twin.id))


def _twin(one: Person, other: Person, likeness: int) -> Twin | None:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    if one.id_number and one.id_number == other.id_number:
        return Twin(other.id, "same_id", 100)
    if one.phone and one.phone == other.phone:
        return Twin(other.id, "same_phone", 95)
    name, its = (code(person.name).casefold() for person in (one, other))
    if not name or not its:
        return None
    if name == its and one.birthday and one.birthday == other.birthday:
        return Twin(other.id, "same_name_birthday", 90)
    alike = 100 if name == its else round(fuzz.ratio(name, its))
    short = min(len(name), len(its)) <= 4 and OSA.distance(name, its) == 1
    if not one.phone or not other.phone or OSA.distance(one.phone, other.phone, score_cutoff=2) > 2:
        return None
    return Twin(other.id, "alike", min(alike, 89)) if alike >= likeness or short else None

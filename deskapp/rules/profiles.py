"""What the desk knows of a member, field by field: how each is read from what was typed, and how it is masked.

Phone, ID number, address and birthday are masked wherever they are shown; a reveal has its reason. (domain 1.9)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from deskapp.rules import birthdays, members
from deskapp.rules.decisions import No, no
from deskapp.rules.text import checked

if TYPE_CHECKING:
    from deskapp.rules.policy import Policy

LANGUAGES: Final = ("zh_Hans", "zh_Hant", "ko", "en")
GENDERS: Final = ("", "female", "male", "other")
SECRET: Final = ("phone", "id_number", "address", "birthday")
"""The fields that are masked, and revealed one by one."""


@dataclass(frozen=True)
class Profile:
    """One person as they are kept: phone in E.164, birthday as `birthdays.Birthday` writes it, empty where unknown."""

    name: str
    preferred: str = ""
    phone: str = ""
    gender: str = ""
    birthday: str = ""
    id_type: str = ""
    id_number: str = ""
    address: str = ""
    language: str = LANGUAGES[0]
    notes: str = ""


FIELDS: Final = tuple(Profile.__dataclass_fields__)
"""Every field that can be typed and changed."""


def read(typed: Profile, *, policy: Policy, today: date) -> Profile | No:
    """The profile as it is kept, or the first field that does not hold, with why not."""
    kept: dict[str, str] = {}
    for field in FIELDS:
        value = _field(field, getattr(typed, field), kept, policy, today)
        if isinstance(value, No):
            return value
        kept[field] = value
    return Profile(**kept)


def _field(field: str, text: str, before: dict[str, str], policy: Policy, today: date) -> str | No:
    tidy = checked(text, field=field, needed=field == "name", multiline=field == "notes")
    if isinstance(tidy, No) or (not tidy and field != "id_number"):
        return LANGUAGES[0] if field == "language" and not isinstance(tidy, No) else tidy
    if field == "phone":
        return members.phone(tidy, policy.store.region)
    if field == "birthday":
        born = birthdays.parse(tidy, today=today)
        return born if isinstance(born, No) else str(born)
    if field == "id_number":
        return members.id_number(before["id_type"], tidy)
    return _choice(field, tidy)


def _choice(field: str, tidy: str) -> str | No:
    if field == "gender" and tidy not in GENDERS:
        return no("choose_one", field=field)
    if field == "language" and tidy not in LANGUAGES:
        return no("language_bad", field=field)
    if field == "id_type" and tidy not in members.ID_TYPES:
        return no("kind_bad", field=field, kinds=", ".join(filter(None, members.ID_TYPES)))
    return tidy


def masked(profile: Profile, region: str) -> Profile:
    """The profile as it may stand on a screen."""
    return replace(
        profile,
        phone=members.mask_phone(profile.phone, region) if profile.phone else "",
        id_number=members.mask_id(profile.id_number),
        address=members.mask_address(profile.address),
        birthday=members.mask_birthday(profile.birthday),
    )


def birth_day(birthday: str) -> str:
    """The day of the year of a stored birthday, as it is indexed: `05-12`, by the moon `L05-12`; empty if unknown."""
    born = birthdays.parse(birthday) if birthday else None
    if not isinstance(born, birthdays.Birthday):
        return ""
    return f"{'L' if born.lunar else ''}{born.month:02d}-{born.day:02d}"


def birth_days(day: date, *, country: str, leap_day: str, lunar: bool = True) -> tuple[str, ...]:
    """Every `birth_day` that may be kept on that day; `birthdays.falls_on` then says of each person whether it is.
    Without `lunar` the moon is not asked."""
    found = [f"{day:%m-%d}"]
    if f"{day:%m-%d}" == leap_day:
        found.append("02-29")
    if lunar:
        at = birthdays.moon(day, country)
        found += [f"L{at.month:02d}-{at.day:02d}"] + ([f"L{at.month:02d}-30"] if at.day == 29 else [])
    return tuple(found)

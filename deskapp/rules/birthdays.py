"""Birthdays, by the sun or by the moon: how they are typed, kept, and on which day they fall this year.

Lunar dates follow the store's country, since Korea's calendar and China's differ now and then. A lunar month's 30th
falls on its 29th in a short month; a birthday in a leap month is kept in the plain month where the year has no leap.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from deskapp.rules.decisions import No, no
from deskapp.rules.text import code

_LUNAR: Final = re.compile(r"^(LL|LUNARLEAP|农历闰|農曆閏|阴历闰|음력윤|L|LUNAR|农历|農曆|阴历|陰曆|음력)[:.]?(.*)$")
_LEAP: Final = ("LL", "LUNARLEAP", "农历闰", "農曆閏", "阴历闰", "음력윤")
_FORMS: Final = (
    re.compile(r"(?P<y>\d{4})[-./年년](?P<m>\d{1,2})[-./月월](?P<d>\d{1,2})[日일号號]?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"-{0,2}(?P<m>\d{1,2})[-./月월](?P<d>\d{1,2})[日일号號]?"),
    re.compile(r"(?P<m>\d{2})(?P<d>\d{2})"),
)


@dataclass(frozen=True)
class Birthday:
    """A day of the year, with its year if it was told. `leap`: born in a leap month of the moon's year."""

    month: int
    day: int
    year: int | None = None
    lunar: bool = False
    leap: bool = False

    def __str__(self) -> str:
        """As it is stored: `1990-05-01`, `--05-01` without a year, `L…` by the moon, `LL…` in a leap month."""
        mark = "LL" if self.leap else "L" if self.lunar else ""
        return f"{mark}{self.year or '-'}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True)
class Moon:
    """A date of the lunar calendar."""

    year: int
    month: int
    day: int
    leap: bool


def _exists(birthday: Birthday) -> bool:
    if not 1 <= birthday.month <= 12 or birthday.day < 1:
        return False
    if birthday.lunar:
        return birthday.day <= 30
    return birthday.day <= calendar.monthrange(birthday.year or 2000, birthday.month)[1]


def parse(text: str, *, today: date | None = None) -> Birthday | No:
    """A birthday as people type it: `1990-5-1`, `19900501`, `5月1日`, `0501`, `农历5-1`, `음력 5-1`, `LL1990-05-01`.
    `today` refuses one still to come. Else `birthday_bad`."""
    typed = code(text)
    moon = _LUNAR.match(typed)
    for form in _FORMS:
        if found := form.fullmatch(moon[2] if moon else typed):
            parts = found.groupdict()
            year = int(parts["y"]) if parts.get("y") else None
            leap = moon is not None and moon[1] in _LEAP
            read = Birthday(int(parts["m"]), int(parts["d"]), year, moon is not None, leap)
            early = year is not None and year < 1880
            late = today is not None and year is not None and (year, read.month, read.day) > today.timetuple()[:3]
            return no("birthday_bad", field="birthday") if early or late or not _exists(read) else read
    return no("birthday_bad", field="birthday")


@lru_cache(maxsize=4096)
def moon(day: date, country: str) -> Moon:
    """The lunar date of a day, by the calendar of the country."""
    if country in ("KR", "KP"):
        from korean_lunar_calendar import KoreanLunarCalendar

        korean = KoreanLunarCalendar()
        korean.setSolarDate(day.year, day.month, day.day)
        return Moon(korean.lunarYear, korean.lunarMonth, korean.lunarDay, korean.isIntercalation)
    from cnlunar import Lunar

    chinese = Lunar(datetime.combine(day, time(12)))
    return Moon(chinese.lunarYear, chinese.lunarMonth, chinese.lunarDay, bool(chinese.isLunarLeapMonth))


def falls_on(birthday: Birthday, day: date, *, country: str, leap_day: str = "02-28") -> bool:
    """Whether the birthday is kept on that day. `leap_day` says when 29 February is kept in other years."""
    if birthday.lunar:
        return _moon_falls_on(birthday, day, country)
    if (birthday.month, birthday.day) == (2, 29) and not calendar.isleap(day.year):
        return f"{day:%m-%d}" == leap_day
    return (birthday.month, birthday.day) == (day.month, day.day)


def _moon_falls_on(birthday: Birthday, day: date, country: str) -> bool:
    at = moon(day, country)
    if at.month != birthday.month:
        return False
    last_of_short = at.day == 29 and moon(day + timedelta(days=1), country).day == 1
    if at.day != birthday.day and not (birthday.day == 30 and last_of_short):
        return False
    if at.leap or not birthday.leap:
        return at.leap == birthday.leap
    following = moon(day + timedelta(days=31 - at.day), country)
    return not (following.leap and following.month == at.month)


def of_month(birthday: Birthday, first: date, *, country: str, leap_day: str = "02-28") -> date | None:
    """The day in the month that begins on `first` on which the birthday is kept, for the list made on the 1st."""
    for number in range(1, calendar.monthrange(first.year, first.month)[1] + 1):
        if falls_on(birthday, first.replace(day=number), country=country, leap_day=leap_day):
            return first.replace(day=number)
    return None

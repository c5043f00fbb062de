"""How a member is found again by name: the keys a name is stored under, and what a typed text may mean.

Every ending of a name is a key, in its own script and as it sounds, so that a few letters from the start of any part
find it: 张伟民 under 伟民, weimin and wm; 김하경 under 하경, ㄱㅎㄱ and kimhakyung; Kim Ha-kyung under hakyung.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

from deskapp.rules import cards, numbers, readings
from deskapp.rules.members import phone
from deskapp.rules.text import clean, code, digits

LONGEST_KEY: Final = 40
"""Keys are cut to this many characters; so is what is looked up."""

_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`´ʼ"))
_CLUSTERS: Final = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip


class Kind(StrEnum):
    """What a typed text looks like. What looks like a card may be none: then its digits count."""

    EMPTY = "empty"
    NUMBER = "number"  # one of our own record numbers
    CARD = "card"  # digits with a card's check digit
    PHONE = "phone"  # a whole phone number
    DIGITS = "digits"  # the last four of a phone, a receipt, a barcode, a part of anything
    CODE = "code"  # letters and digits: a receipt, an item
    HAN = "han"
    HANGUL = "hangul"
    JAMO = "jamo"
    LATIN = "latin"
    MIXED = "mixed"


@dataclass(frozen=True)
class Query:
    """A typed text, understood. `key` is looked up: a number, an E.164 phone, digits, or the start of a name key.

    `may_be` holds every kind it could be, the likeliest first; `digits` its digits, `phone` its E.164 form, `code` the
    whole as a receipt, item or journal number would be written."""

    kind: Kind
    key: str
    may_be: tuple[Kind, ...] = ()
    digits: str = ""
    phone: str = ""
    code: str = ""


def _script(char: str) -> str:
    if "\u3131" <= char <= "\u318e" or "\u1100" <= char <= "\u11ff":
        return "jamo"
    if readings.is_syllable(char):
        return "hangul"
    if "\u3400" <= char <= "\u9fff" or char in "〇々" or "\U00020000" <= char <= "\U000323af" or "豈" <= char <= "龎":
        return "han"
    return "latin" if char.isalnum() else ""


def _plain(word: str) -> str:
    """Latin without accents: José is found as jose."""
    stripped = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", stripped)


def _folded(text: str) -> str:
    """One spelling for comparing. Compatibility jamo stay what they are, since NFKC would make them conjoining ones."""
    parts = (char if _script(char) == "jamo" else unicodedata.normalize("NFKC", char) for char in clean(text))
    return unicodedata.normalize("NFC", "".join(parts)).casefold().translate(_APOSTROPHES)


def _words(text: str) -> list[tuple[str, str]]:
    """The parts of a name as (script, word); a Chinese or Korean name with a space or dot in it is one word."""
    found: list[tuple[str, str]] = []
    for script, run in groupby(_folded(text), key=_script):
        word = "".join(run)
        if not script:
            continue
        if found and script in ("han", "hangul") and found[-1][0] == script:
            found[-1] = script, found[-1][1] + word
        else:
            found.append((script, _plain(word) if script == "latin" else word))
    return found


def _endings(parts: Iterable[str]) -> Iterator[str]:
    kept = list(parts)
    for start in range(len(kept)):
        yield "".join(kept[start:])


def _han(word: str) -> Iterator[str]:
    yield from _endings(word)
    for syllables in readings.of_chinese(word):
        yield from _endings(syllables)
        yield from _endings(syllable[0] for syllable in syllables)


def _hangul(word: str) -> Iterator[str]:
    yield from _endings(word)
    yield from _endings(readings.initials(word))
    spelt = readings.of_korean(word)
    for surname, given in spelt:
        yield surname + given
        yield given
        yield given + spelt[0][0]


def _latin(words: list[str]) -> Iterator[str]:
    yield from _endings(words)
    yield "".join(word[0] for word in words)
    yield words[-1] + "".join(words[:-1])


def _all_keys(name: str) -> Iterator[str]:
    words = _words(name)
    for script, word in words:
        if script == "han":
            yield from _han(word)
        elif script == "hangul":
            yield from _hangul(word)
        elif script == "jamo":
            yield word
    if latin := [word for script, word in words if script == "latin"]:
        yield from _latin(latin)
    if len({script for script, _ in words}) > 1:
        yield from _endings(word for _, word in words)


def keys(name: str, preferred: str = "") -> frozenset[str]:
    """Every key of a name and of what the member likes to be called. They are looked up by their beginning, so a key
    that another one begins with is left out."""
    made = sorted({key[:LONGEST_KEY] for text in (name, preferred) for key in _all_keys(text) if key})
    return frozenset(key for key, after in pairwise([*made, ""]) if not after.startswith(key))


def whole_keys(name: str, preferred: str = "") -> frozenset[str]:
    """The keys of names from their first letter on, by their usual reading: who types `zw` means 张伟 before 邓泽武."""
    return frozenset(key[:LONGEST_KEY] for text in (name, preferred) for key in _whole(text) if key)


def _whole(name: str) -> Iterator[str]:
    words = _words(name)
    for script, word in words:
        if script == "han":
            usual: tuple[str, ...] = next(iter(readings.of_chinese(word)), ())
            yield from (word, "".join(usual), "".join(syllable[0] for syllable in usual))
        elif script == "hangul":
            yield from (word, readings.initials(word), *("".join(spelt) for spelt in readings.of_korean(word)))
    if latin := [word for script, word in words if script == "latin"]:
        yield from ("".join(latin), "".join(word[0] for word in latin))


def _jamo(text: str) -> str:
    """Initial consonants as typed, also where the input method has joined two, or finished some syllables."""
    spread = "".join(_CLUSTERS.get(char, char) for char in text)
    plain = (readings.INITIALS[ord(char) - 0x1100] if "\u1100" <= char <= "\u1112" else char for char in spread)
    return readings.initials("".join(plain))


@lru_cache(64)
def query(text: str, region: str = "CN") -> Query:
    """What a text typed into the omnibox may be. `region` is that of phone numbers without a country code. Kept for a
    while: members, complaints and all else are looked up by the same text, one after another."""
    typed = clean(text)[:120]
    if not typed:
        return Query(Kind.EMPTY, "")
    whole = code(typed)
    if number := numbers.parse(whole):
        return Query(Kind.NUMBER, str(number), (Kind.NUMBER, Kind.CODE), digits(whole), code=whole)
    if re.fullmatch(r"\+?[\d\-().·/]+", whole) and digits(whole):
        return _figures(typed, whole, region)
    return _name(typed, whole)


def _figures(typed: str, whole: str, region: str) -> Query:
    run = digits(whole)
    parsed = phone(typed, region) if 7 <= len(run) <= 15 else None
    dialled = parsed if isinstance(parsed, str) else ""
    guesses = {
        Kind.CARD: len(run) >= 8 and cards.valid(run) and not whole.startswith("+"),
        Kind.PHONE: bool(dialled),
        Kind.DIGITS: True,
    }
    kinds = tuple(kind for kind, fits in guesses.items() if fits)
    key = dialled if kinds[0] is Kind.PHONE else run
    return Query(kinds[0], key, kinds, run, dialled, whole)


def _name(typed: str, whole: str) -> Query:
    words = _words(typed)
    joined = "".join(word for _, word in words)
    scripts = {script for script, _ in words}
    if "jamo" in scripts and scripts <= {"jamo", "hangul"}:
        return Query(Kind.JAMO, _jamo(joined)[:LONGEST_KEY], (Kind.JAMO,), code=whole)
    if not joined:
        return Query(Kind.MIXED, "", (Kind.MIXED,), code=whole)
    kind = Kind.MIXED if len(scripts) > 1 else Kind(next(iter(scripts)))
    if kind is Kind.LATIN and any(map(str.isdigit, joined)):
        kind = Kind.CODE
    return Query(kind, joined[:LONGEST_KEY], (kind,), digits(typed), code=whole)

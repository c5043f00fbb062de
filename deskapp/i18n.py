"""Says every text in the language of whoever reads it: the clerk's on the screen, the customer's on slips and scripts.

English is the key; a text is looked up when it is drawn, so that the language can change while the desk is running.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from deskapp import paths

LANGUAGES: dict[str, str] = {"zh_Hans": "简体中文", "zh_Hant": "繁體中文", "ko": "한국어", "en": "English"}
"""Language code to its own name; the order is the order of the choice."""

DOMAIN = "deskapp"

_clerk = "zh_Hans"
_customer: ContextVar[str | None] = ContextVar("customer_language", default=None)


def N_(text: str) -> str:
    """Mark a text for the catalogues where it is written down; it is said with `_` where it is drawn."""
    return text


def _(text: str, /, **figures: object) -> str:
    """This text in the language now spoken, with its named figures filled in."""
    said = catalogue(language()).gettext(text) if text else ""
    return said.format(**figures) if figures else said


def set_language(code: str) -> None:
    """Speak this language to the clerk from now on. Raises KeyError for one that is not in the house."""
    global _clerk
    LANGUAGES[code]
    _clerk = code


def language() -> str:
    """The language now spoken."""
    return _customer.get() or _clerk


@contextmanager
def said_in(code: str) -> Iterator[None]:
    """Speak the customer's language inside this block, whatever the clerk's screen speaks."""
    LANGUAGES[code]
    token = _customer.set(code)
    try:
        yield
    finally:
        _customer.reset(token)


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The texts of one language; English, and any text nobody has translated, stay as they are written."""
    if code == "en":
        return gettext.NullTranslations()
    po = paths.data() / "locale" / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    mo = po.with_suffix(".mo")
    if po.exists() and (not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime):
        return _uncompiled(po, mo)
    if not mo.exists():
        return gettext.NullTranslations()
    with mo.open("rb") as file:
        return gettext.GNUTranslations(file)


def _uncompiled(po: Path, mo: Path) -> gettext.NullTranslations:
    """A checkout whose catalogue is newer than its compiled form: compile in memory, if Babel is there."""
    try:
        from io import BytesIO

        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError:
        if not mo.exists():
            return gettext.NullTranslations()
        with mo.open("rb") as file:
            return gettext.GNUTranslations(file)
    with po.open("rb") as file:
        texts = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, texts)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)

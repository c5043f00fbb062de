"""What is asked about a person, when they become a member and when something about them changes: one set of fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from deskapp.i18n import LANGUAGES, N_, _, language
from deskapp.rules import birthdays, members, text
from deskapp.rules.decisions import No, no
from deskapp.screens.fields import Choice, Field, Kind

LABELS = {
    "name": N_("Name"),
    "preferred": N_("Addressed as"),
    "phone": N_("Phone"),
    "gender": N_("Gender"),
    "birthday": N_("Birthday"),
    "id_type": N_("Document"),
    "id_number": N_("Document number"),
    "address": N_("Address"),
    "language": N_("Language"),
    "introducer": N_("Introduced by"),
    "notes": N_("Notes"),
    "offers": N_("Offers"),
    "marketing_sms": N_("Offers by SMS"),
    "marketing_phone": N_("Offers by phone"),
}
"""Everything known of a member, by the names the store has for it."""

GENDERS = (
    Choice("f", "female", N_("Female")),
    Choice("m", "male", N_("Male")),
    Choice("o", "other", N_("Other")),
)
DOCUMENTS = (
    Choice("c", "cn.ric", N_("China")),
    Choice("k", "kr.rrn", N_("Korea")),
    Choice("t", "tw.nid", N_("Taiwan")),
    Choice("p", "passport", N_("Passport")),
    Choice("o", "other", N_("Other")),
)
SPOKEN = tuple(Choice(letter, code, name) for letter, (code, name) in zip("stke", LANGUAGES.items(), strict=True))
OFFERS = (
    Choice("n", "none", N_("None")),
    Choice("s", "sms", N_("SMS")),
    Choice("c", "phone", N_("Phone")),
    Choice("b", "both", N_("Both")),
)
CHOICES = {"gender": GENDERS, "id_type": DOCUMENTS, "language": SPOKEN, "offers": OFFERS}
KINDS: dict[str, Kind] = {"notes": "multiline", "introducer": "code", **dict.fromkeys(CHOICES, "choice")}
CLEAR = "-"
"""Typed over a masked field, it empties it."""


def asked(name: str, *, clears: bool = False, **more: Any) -> Field:
    """The field of this name; with `clears`, a dash is taken as well."""
    check = CHECKS.get(name)
    if clears and check is not None:
        check = partial(_or_dash, check)
    return Field(name, LABELS[name], KINDS.get(name, "text"), choices=CHOICES.get(name, ()), check=check, **more)


def _or_dash(check: Any, typed: str) -> Any:
    return "" if typed == CLEAR else check(typed)


def _phone(typed: str) -> str | No:
    """As it is typed, if it may be a phone at all; the store knows the plans of every country."""
    return typed if len(text.digits(typed)) >= 5 else no("phone_bad", field="phone")


def _birthday(typed: str) -> str | No:
    born = birthdays.parse(typed)
    return born if isinstance(born, No) else str(born)


CHECKS = {"phone": _phone, "birthday": _birthday}


def wrong_document(values: Mapping[str, Any]) -> No | None:
    """A document number that its own check digit does not hold, or one that is missing beside its kind."""
    kind, number = str(values.get("id_type", "")), str(values.get("id_number", ""))
    if not number and not kind:
        return None
    if not number:
        return no("empty", field="id_number")
    checked = members.id_number(kind, number)
    return checked if isinstance(checked, No) else None


def offers(consents: Mapping[str, bool]) -> str:
    """How a member who gave these consents may be sent offers."""
    sms, phone = bool(consents.get("sms")), bool(consents.get("phone"))
    return "both" if sms and phone else "sms" if sms else "phone" if phone else "none"


def consented(chosen: str) -> dict[str, bool]:
    """The consents behind a choice of offers."""
    return {"marketing_sms": chosen in ("sms", "both"), "marketing_phone": chosen in ("phone", "both")}


def said(name: str, value: str) -> str:
    """A value in words: the choice that it stands for, or as it is."""
    choice = next((one for one in CHOICES.get(name, ()) if one.value == value), None)
    return _(choice.label) if choice else value


def labels(names: str) -> str:
    """Names of fields, as the store lists them, in words."""
    return ", ".join(_(LABELS.get(name.strip(), name.strip())) for name in names.split(",") if name.strip())


def named(names: Mapping[str, str] | None, otherwise: str = "") -> str:
    """The one of several names that is in the language now spoken."""
    return (names or {}).get(language(), otherwise)


def spoken(code: str) -> str:
    """A customer's language, or the clerk's where it is not one of ours."""
    return code if code in LANGUAGES else language()

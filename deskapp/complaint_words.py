"""Says what is known of a complaint: its fields, its marks, how much time is left, and why it is due when it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from deskapp import words
from deskapp.complaint_sentences import (
    ALLOWED,
    CHANNELS,
    CONTENT,
    FIELDS,
    LEVELS,
    PARTIES,
    SEVERITIES,
    STEPS,
    TARGETS,
    WHYS,
)
from deskapp.i18n import LANGUAGES, _
from deskapp.rules.decisions import No
from deskapp.sentences import ROLES

HOUR, DAY = 60, 24 * 60
_TABLES = {
    "channel": CHANNELS, "severity": SEVERITIES, "held_by": PARTIES, "level": ROLES | LEVELS, "due_step": STEPS,
    "feedback": CONTENT, "language": LANGUAGES,
}  # fmt: skip
LINKS = ("member_id", "merged_into")
"""Fields that hold no text, but where another record stands."""
OF_HOUSE = ("category", "department", "cause")


def field(name: str) -> str:
    """The label of a field of a case, or of something said with a move."""
    return _(FIELDS.get(name, name))


def fields(names: str) -> str:
    """Names of fields, as the store lists them, in words."""
    return words.several(field(name.strip()) for name in names.split(",") if name.strip())


def said(name: str, given: str) -> str:
    """A field with what was put there."""
    told = value(name, given)
    return _("{field}: {value}", field=field(name), value=told) if told else field(name)


def value(name: str, given: Any) -> str:
    """What a field holds, as it is read; texts of people as they are."""
    if given is None or given == "":
        return ""
    if isinstance(given, bool) or str(given) in ("True", "False"):
        return _("Yes") if str(given) == "True" else _("No")
    if isinstance(given, datetime):
        return words.moment(given)
    if name == "state":
        return words.state(str(given))
    if name in OF_HOUSE:
        return words.classed(name, str(given))
    if name == "cost":
        return words.amount(int(given))
    if name in LINKS:
        return ""
    if name == "conduct":
        return {"yes": _("Yes"), "no": _("No")}.get(given, str(given))
    if name == "responsible" and given == "-":
        return _("none found")
    if name.endswith("_at"):
        return _at(str(given))
    return _(_TABLES.get(name, {}).get(str(given), str(given)))


def _at(text: str) -> str:
    try:
        return words.moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def step(code: str) -> str:
    """What is to be done next."""
    return _(STEPS.get(code, code))


def span(minutes: int) -> str:
    """A length of time in its two largest units."""
    minutes = abs(minutes)
    if minutes >= DAY:
        return _("{days} d {hours} h", days=minutes // DAY, hours=minutes % DAY // HOUR)
    if minutes >= HOUR:
        return _("{hours} h {minutes} min", hours=minutes // HOUR, minutes=minutes % HOUR)
    return _("{minutes} min", minutes=minutes)


def left(minutes: int) -> str:
    """How much time is left, or by how much it is late."""
    if minutes < 0:
        return _("late by {time}", time=span(minutes))
    return _("{time} left", time=span(minutes))


def countdown(known: dict[str, Any], now: datetime, *, overdue: bool) -> str:
    """What is due next and until when, with the time that is left; or for whom the clock stands still."""
    due: datetime | None = known["due_at"]
    if due is None:
        return ""
    told = {"step": step(known["due_step"]), "moment": words.moment(due)}
    if not known["held_by"]:
        return _("{step}: until {moment}, {left}", left=left((due - now) // timedelta(minutes=1)), **told)
    told["since"] = words.moment(known["held_since"])
    if overdue:
        return _("{step}: until {moment}; the clock stands still since {since}, late before that", **told)
    return _("{step}: until {moment}; the clock stands still since {since}", **told)


def why(due: Any) -> list[tuple[str, str]]:
    """Why an instant is what it is: the time given, then day by day what counted and what did not."""
    told = [(_("Time given"), target(due.target)), (_("Begun"), words.moment(due.start))]
    told += [(words.short_day(each.day), _step_said(each)) for each in due.steps]
    if due.held_minutes:
        told.append((_("Moved by waiting"), span(due.held_minutes)))
    return [*told, (_("Due"), words.moment(due.at))]


def _step_said(each: Any) -> str:
    reason = words.several(_(WHYS.get(part) or PARTIES.get(part, part)) for part in each.why.split(", ") if part)
    hours = f"{words.time(each.start)}-{words.time(each.end)}"
    took = f"{hours}  {span(each.minutes)}" if each.minutes else ""
    match each.what:
        case "counted" | "moved":
            return "  ".join(filter(None, (took, reason)))
        case "held":
            return _("{time}: waited for the {party}", time=took or hours, party=reason)
        case "cut":
            return _("cut to closing, {time}", time=words.time(each.start))
    return _("does not count: {reason}", reason=reason)


def target(text: str) -> str:
    """A time of the house rules in words: 4h, 90m, 3d, 2wd, day."""
    unit = text.lstrip("0123456789")
    return _(TARGETS[unit]).format(count=text.removesuffix(unit)) if unit in TARGETS else text


def allowed(each: Any) -> str:
    """What is still allowed, for which goods, and by which article."""
    return _("{allowed}: {goods}", allowed=allowed_by(each), goods=words.called(each.goods))


def allowed_by(each: Any) -> str:
    """What is still allowed by which article, in one line."""
    kinds = words.several(_(ALLOWED[kind]) for kind in each.allows)
    return _("{kinds} ({article})", kinds=kinds, article=words.called(each.article))


def own_limit(amount: int) -> str:
    """Up to which cost the clerk ends a case alone."""
    return _("The clerk's own limit: {amount}.", amount=words.amount(amount))


def caller(told: Any) -> str:
    """How to meet a customer, by how often they complained before."""
    if not told.rows:
        return _("First complaint of this customer: ask everything.")
    last = told.rows[0]
    before = f"{last.number} ({words.state(last.state)}) {last.subject}".rstrip()
    if told.calls == "many":
        return _(
            "{count} complaints before, {open} open: read the history first, then call back. The last: {last}",
            count=told.total, open=told.open, last=before,
        )  # fmt: skip
    return _("Second complaint: greet {name} by name, and refer to {last}", name=last.name or "?", last=before)


def meanwhile(refusal: No) -> str:
    """Who changed a case while it lay open here, when, and what."""
    figures = refusal.figures
    return _(
        "Meanwhile {by} changed this, {at}: {changed}.",
        by=figures.get("by", ""), at=words.figure("at", figures.get("at")),
        changed=fields(str(figures.get("changed", ""))),
    )  # fmt: skip

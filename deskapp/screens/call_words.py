"""How a callback is told: who is called about what, what to say, where an answer leads, how one stands in the queue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.content import Content

from deskapp import keys, words
from deskapp.call_sentences import OUTCOMES, PURPOSES, TROUBLES
from deskapp.i18n import LANGUAGES, _, language
from deskapp.rules.callbacks import JUDGED, MISSED, REACHED, Outcome
from deskapp.rules.scripts import Script
from deskapp.screens.result import Outcome as Told
from deskapp.screens.shown import shown
from deskapp.scripts import Talks

BY_PHONE = 4
"""Digits are dialled in groups of so many."""


def purpose(code: str) -> str:
    """What a callback is about, in a word."""
    return _(PURPOSES.get(code, code))


def outcome(code: str) -> str:
    """What came of a call, in a word."""
    return _(OUTCOMES.get(code, code))


def dialled(phone: str) -> str:
    """A number in groups from its end, as it is read off while dialling: 138 0013 8000."""
    if not phone.isdigit():
        return phone
    first = len(phone) % BY_PHONE
    parts = [phone[:first], *(phone[at : at + BY_PHONE] for at in range(first, len(phone), BY_PHONE))]
    return " ".join(filter(None, parts))


# ---- the call


def head(sheet: Any) -> Content:
    """Who is called about what, until when, and how often it was tried before."""
    view, row = sheet.view, sheet.view.row
    who = "   ".join(filter(None, (row.name or _("(no name)"), dialled(view.dial) or row.phone, view.member)))
    state = words.state("late") if row.late else ""
    held = (
        _("yours until {time}", time=words.time(view.claimed_until)) if view.claimed_until else words.state(row.state)
    )
    lines = [
        shown(f" {row.number}   " + "   ".join(filter(None, (held, state)))),
        shown(f" {who}", style="bold"),
        *(shown(" " + line) for line in _about(sheet)),
        shown(" " + _until(sheet)),
    ]
    if sheet.earlier:
        lines.append(shown(" " + _("Before: {calls}", calls="; ".join(map(earlier, sheet.earlier[:2])))))
    return Content("\n").join(lines)


def _about(sheet: Any) -> Iterator[str]:
    """What the call is about: a line for each purpose."""
    for one in sheet.held:
        subjects = dict.fromkeys(event.subject for event in one.events if event.subject)
        yield "  ".join(filter(None, (_("About: {purpose}", purpose=purpose(one.purpose)), *subjects, one.about)))
    if not sheet.held:
        yield _("About: {purpose}", purpose=purpose(sheet.view.row.purpose))


def _until(sheet: Any) -> str:
    row = sheet.view.row
    tried = _("tried {tries} of {most}", tries=sheet.tries, most=sheet.most)
    if row.appointed:
        return "   ".join((_("Appointment: {at}", at=words.moment(row.appointed)), tried))
    until = _("Until {at}, {minutes} callable minutes", at=words.moment(row.latest), minutes=words.count(row.left))
    return "   ".join((until, tried))


def earlier(call: Any) -> str:
    """An earlier call in a line."""
    at = words.local(call.at)
    return " ".join(filter(None, (f"{at:%m-%d %H:%M}", call.by, outcome(call.outcome), call.said, call.led_to)))


def script(sheet: Any, talks: Talks, answered: str, clerk: str, store: Mapping[str, str]) -> Content:
    """What to say now, in the customer's language: first, or after this answer."""
    tongue = sheet.view.language if sheet.view.language in LANGUAGES else language()
    names = {"clerk": clerk, "store": store.get(tongue) or words.called(store), "customer": sheet.view.row.name}
    said = list(_lines(sheet, talks, answered, tongue, names))
    if not said:
        return shown("")
    whom = _("Do:") if answered in MISSED else _("Say ({language}):", language=LANGUAGES[tongue])
    return Content("\n").join([shown(whom, style="bold"), *map(shown, said)])


def _lines(sheet: Any, talks: Talks, answered: str, tongue: str, names: Mapping[str, str]) -> Iterator[str]:
    first = sheet.held[0]
    talk = talks.about(first.purpose)
    if answered in REACHED:
        yield from talk.branch(answered, tongue, subject=first.about, **names)
    elif answered in MISSED:
        yield from filter(None, (talk.said("no_answer", language(), subject=first.about, **names),))
    elif answered in (Outcome.REFUSED, Outcome.APPOINTMENT):
        yield from filter(None, (talk.said(answered, tongue, subject=first.about, **names),))
    elif not answered:
        yield talk.said("opening", tongue, subject=first.about, **names)
        yield from (_question(talks.about(one.purpose), one.about, tongue, names) for one in sheet.held)


def _question(talk: Script, about: str, tongue: str, names: Mapping[str, str]) -> str:
    return talk.said("question", tongue, subject=about, **names)


def consequence(sheet: Any, given: Mapping[str, Any]) -> str:
    """What this answer leads to, before it is recorded."""
    return " ".join(_leads_to(sheet, given))


def _leads_to(sheet: Any, given: Mapping[str, Any]) -> Iterator[str]:
    answer = given["outcome"]
    if answer in REACHED:
        yield from _settles(sheet, given)
    elif answer in MISSED and sheet.exhausted:
        yield _("Try {number} in vain: it is not called again and goes to the lead.", number=sheet.tries + 1)
    elif answer in MISSED:
        tried = _("Try {number} of {most} in vain.", number=sheet.tries + 1, most=sheet.most)
        yield tried + " " + _next(sheet.next_at)
    elif answer == Outcome.WRONG_NUMBER:
        yield _("Nobody calls this number again; it goes to the lead. Ask for another number at the next visit.")
    elif answer == Outcome.REFUSED and sheet.offers:
        yield _("No more offers by phone; calls about service stay.")
    elif answer == Outcome.REFUSED:
        yield _("Nobody calls this person any more: everything open for them ends as refused.")
    elif answer == Outcome.APPOINTMENT:
        yield _("All that is open for them waits until then.")


def _settles(sheet: Any, given: Mapping[str, Any]) -> Iterator[str]:
    also = given.get("also", [])
    settled = [one for one in sheet.held if one is sheet.held[0] or one.callback in also]
    yield _("Settles: {purposes}.", purposes=", ".join(purpose(one.purpose) for one in settled))
    answer = given["outcome"]
    if answer == Outcome.DISSATISFIED:
        if reopens := ", ".join(number for one in settled for number in one.reopens):
            yield _("Reopens the complaint {complaints}.", complaints=reopens)
        if any(one.opens for one in settled):
            yield _("Opens a complaint.")
    elif answer in JUDGED and (hears := ", ".join(number for one in settled for number in one.hears)):
        yield _("The complaint {complaints} hears it.", complaints=hears)
    if answer == Outcome.FAIR:
        department = words.classed("department", given.get("department", ""))
        yield _("{department} gets it and must answer.", department=department)


def _next(at: Any) -> str:
    return _("Next from {at}.", at=words.moment(at)) if at else _("There is no time left for another.")


def told(answer: Any, sheet: Any) -> Told:
    """What was recorded and what came of it; Enter takes the next customer."""
    facts = [(number, words.state(state)) for number, state in answer.states.items()]
    kinds = {"C": _("Complaint"), "F": _("Feedback")}
    facts += [(kinds.get(number[:1], ""), number) for number in answer.led_to]
    if answer.next_at:
        facts.append((_("Next from"), words.moment(answer.next_at)))
    elif "exhausted" in answer.states.values():
        facts.append((_("To the lead"), _("not reached")))
    title = _("Recorded: {outcome}", outcome=outcome(answer.outcome))
    return Told(title, facts=tuple(facts), next=_("Enter: the next customer. {key}: back.", key=keys.name("back")))


# ---- the queue


def standing(row: Any, now: Any) -> str:
    """How a callback stands, and why it is not called now if it is not."""
    if row.trouble:
        return _(TROUBLES.get(row.trouble, row.trouble))
    if row.claimed_by:
        return _("with {who}", who=row.claimed_by)
    if row.outcome and not row.standing:
        return outcome(row.outcome)
    if row.standing == "due":
        return words.state("late") if row.late else words.state("appointment") if row.appointed else words.state("due")
    if row.next_at is None:
        return _("no time left")
    if row.appointed == row.next_at:
        return words.state("appointment")  # its time stands in the column before
    same = words.local(row.next_at).date() == words.local(now).date()
    at = words.time(row.next_at) if same else f"{words.local(row.next_at):%m-%d %H:%M}"
    return f"{words.state('appointment' if row.appointed else row.standing)} {at}"


def wishes(found: Any) -> Iterator[str]:
    """How a person wishes to be called."""
    for one in found:
        yield {
            "hours": _("hours {hours}", hours=one.value),
            "no_calls": _("wants no calls"),
            "wrong_number": _("{phone} is not theirs", phone=one.value),
        }.get(one.kind, one.kind)

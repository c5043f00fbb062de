"""The door for tills, scripts and people who cannot see a screen: one operation or reading by name, JSON in, JSON out.

It calls the very functions the screens call. Who asks proves it with a PIN, which is never an argument.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp import opening
from deskapp.opening import REFUSED, TRY_AGAIN, Chosen, Trouble

if TYPE_CHECKING:
    from deskapp.rules.decisions import No
    from deskapp.store.desk import Approval, Desk

MOST = 10**15
LONGEST = 10_000
DEEPEST = 20
SIGNED_IN = "DESKAPP_PIN"
APPROVING = "DESKAPP_APPROVER_PIN"


@dataclass(frozen=True)
class Request:
    """What is asked: name, JSON text (or `-`, or `@file`), who asks, and who approves why under which operation id."""

    name: str
    text: str
    staff: str
    approver: str = ""
    reason: str = ""
    op: str = ""


@dataclass(frozen=True)
class Answer:
    """One JSON object for stdout and the exit code that goes with it."""

    code: int
    body: dict[str, Any]

    @property
    def text(self) -> str:
        return json.dumps(self.body, ensure_ascii=False)


def bad(trouble: Trouble) -> Answer:
    """The answer to a request that cannot be done as it stands."""
    return Answer(trouble.code, {"ok": False, "error": trouble.said, "fields": trouble.fields})


def refused(reason: No) -> Answer:
    """The answer that says no: code and figures for machines, the sentence for people."""
    from deskapp import words
    from deskapp.rules.journal import canonical

    told = {
        "code": reason.code,
        "figures": json.loads(canonical(dict(reason.figures))),
        "field": reason.field,
        "approver": reason.approver.value if reason.approver else None,
        "clause": reason.clause,
    }
    return Answer(REFUSED, {"ok": False, "refused": told, "message": words.sentence(reason)})


def post(chosen: Chosen, request: Request) -> Answer:
    """Post an operation by name; the same operation id again has no second effect and gets the same answer."""
    from uuid import uuid4

    from deskapp.rules.decisions import No

    opening.speak(chosen)
    operation = _known("operation", request.name)
    given = read_json(request.text)
    if request.text != "-" and not request.text.startswith("@") and operation.secrets & given.keys():
        raise Trouble(
            "A PIN is never part of a command: give the object by `--json -` or `--json @FILE`.",
            fields=dict.fromkeys(sorted(operation.secrets & given.keys()), "not in a command"),
        )
    op = request.op or uuid4().hex
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,64}", op):
        raise Trouble("--op is 1 to 64 letters, digits and .:_-", fields={"op": "1 to 64 letters, digits and .:_-"})
    with opening.desk(chosen) as desk:
        arguments = _arguments(operation, given, desk)
        signed_in = proven(desk, request.staff)
        if isinstance(signed_in, No):
            return refused(signed_in)
        answer = _asked(lambda: operation(signed_in.act(op, _approval(request)), **arguments))
    if isinstance(answer, No):
        return refused(answer)
    result = operation.result.dump_python(answer, mode="json")
    return Answer(0, {"ok": True, "operation": operation.name, "op": op, "result": result})


def query(chosen: Chosen, request: Request) -> Answer:
    """Answer a reading by name; nothing is changed."""
    from deskapp.rules.decisions import No

    opening.speak(chosen)
    reading = _known("reading", request.name)
    given = read_json(request.text)
    with opening.desk(chosen) as desk:
        arguments = _arguments(reading, given, desk)
        answer = read_as(desk, request.staff, reading, arguments)
    if isinstance(answer, No):
        return refused(answer)
    return Answer(0, {"ok": True, "reading": reading.name, "result": reading.result.dump_python(answer, mode="json")})


def read_as(desk: Desk, staff: str, reading: Any, arguments: dict[str, Any]) -> Any:
    """What a reading answers this person, who proves to be it; or why not."""
    from deskapp.rules.decisions import No

    person = proven(desk, staff)
    return person if isinstance(person, No) else read_by(person, reading, arguments)


def read_by(signed_in: Desk, reading: Any, arguments: dict[str, Any]) -> Any:
    """What a reading answers whoever is signed in; or why they may not ask."""
    from deskapp.rules.decisions import no

    role = signed_in.staff.role if signed_in.staff else None
    if role is None or not reading.may(role):
        return no("role_needed", needed=", ".join(reading.by), has=role)
    return _asked(lambda: reading(signed_in, **arguments))


def _asked(ask: Any) -> Any:
    """Ask the store; when it is lost or busy under way, say that the same request may be sent again."""
    from sqlalchemy.exc import InterfaceError, OperationalError

    try:
        return ask()
    except (OperationalError, InterfaceError) as error:
        said = str(error.orig or error).strip().partition("\n")[0]
        raise Trouble(
            f"The store did not answer ({said}). Send it again with the same --op.", code=TRY_AGAIN
        ) from error


def _known(kind: str, name: str) -> Any:
    from deskapp.store import registry

    registry.load()
    here: dict[str, Any] = dict(registry.OPERATIONS if kind == "operation" else registry.READINGS)
    there: dict[str, Any] = dict(registry.READINGS if kind == "operation" else registry.OPERATIONS)
    if name in here:
        return here[name]
    if name in there:
        right = "query" if kind == "operation" else "post"
        raise Trouble(f"{name} is asked with `deskapp {right}`.", fields={"name": f"use `deskapp {right}`"})
    raise Trouble(
        f"There is no {kind} {name[:60]!r}; `deskapp operations` lists them.", fields={"name": f"no such {kind}"}
    )


def proven(desk: Desk, staff: str) -> Desk | No:
    """The desk with this person at it. The act is journalled under their name; no sign-in is written beside it."""
    from deskapp.rules.decisions import No
    from deskapp.store import people

    number = safe("as", staff)
    person = _asked(lambda: people.check_pin(desk, number, pin(SIGNED_IN, number)))
    return person if isinstance(person, No) else desk.signed_in(person)


def _approval(request: Request) -> Approval | None:
    from deskapp.store.desk import Approval

    if not request.approver:
        return None
    number = safe("approver", request.approver)
    return Approval(number, pin(APPROVING, number), safe("reason", request.reason))


def pin(variable: str, staff: str) -> str:
    """A PIN from the environment, else typed at the terminal without being shown."""
    import os
    from getpass import getpass

    if given := os.environ.get(variable):
        return given
    if not terminal():
        raise Trouble(f"No PIN for {staff}: set {variable}, or type it at a terminal.", fields={"pin": "missing"})
    return getpass(f"PIN of {staff}: ")


def terminal() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    if sys.stdin.isatty():
        return True
    try:
        with open("/dev/tty", "rb"):
            return True
    except OSError:
        return False


def read_json(text: str) -> dict[str, Any]:
    """The JSON object that was given as text, on stdin (`-`) or in a file (`@file`)."""
    if text == "-":
        text = sys.stdin.read()
    elif text.startswith("@"):
        try:
            text = Path(text[1:]).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Trouble(f"--json: {text[1:]} cannot be read: {error}") from error
    try:
        given = json.loads(text, parse_constant=_no_such_number)
    except (ValueError, RecursionError) as error:
        raise Trouble(f"--json is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise Trouble('--json takes one object, such as {"card": "610000000012"}')
    return {str(name): safe(str(name), value) for name, value in given.items()}


def _no_such_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def safe(field: str, value: Any, depth: int = 0) -> Any:
    """A value without controls, escapes and half characters. Raises Trouble for one of an absurd size."""
    from deskapp.rules.text import clean

    if depth > DEEPEST:
        raise Trouble(f"{field}: nested too deep", fields={field: "nested too deep"})
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise Trouble(f"{field}: too long", fields={field: f"at most {LONGEST} characters, this has {len(value)}"})
        return clean(value, multiline=True)
    if isinstance(value, int) and abs(value) > MOST:
        raise Trouble(f"{field}: too large", fields={field: f"at most {MOST}"})
    if isinstance(value, list):
        return [safe(field, each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {clean(str(name)): safe(field, each, depth + 1) for name, each in value.items()}
    return value


def _arguments(callee: Any, given: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """Typed arguments, or Trouble that names what is wrong with each field."""
    from pydantic import ValidationError

    from deskapp.store.registry import Money

    money = {name for name, hint in callee.hints.items() if hint == Money}
    told = 'an amount is minor units (990) or decimal text ("9.90")'
    faults = {name: told for name in money & given.keys() if isinstance(given[name], float | bool)}
    try:
        arguments: dict[str, Any] = callee.from_json(given, desk.store.policies.store.exponent)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = ".".join(str(part) for part in fault["loc"])
            faults.setdefault(place, told if place in money and fault["type"] != "missing" else _plainly(fault))
    if faults:
        said = "; ".join(f"{name}: {fault}" for name, fault in faults.items())
        raise Trouble(f"{callee.name}: {said}", fields=faults)
    return arguments


def _plainly(fault: Any) -> str:
    match fault["type"]:
        case "missing":
            return "is needed"
        case "extra_forbidden":
            return "no such parameter"
    return str(fault["msg"])

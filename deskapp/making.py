"""Makes stores: an empty one with its first manager, or a demonstration; checks house rules before they are used."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp import doors, opening
from deskapp.opening import Chosen, Trouble

if TYPE_CHECKING:
    from deskapp.demo import Made
    from deskapp.rules.policy import Policies


def demo(chosen: Chosen, *, members: int, seed: int, as_json: bool) -> str:
    """Make a demonstration store; answers with who can sign in, as text or JSON."""
    from deskapp import demo as demonstration

    address = opening.url(chosen)
    now = _aware(opening.moment(chosen.now)) if chosen.now else datetime.now(UTC)
    try:
        with _watched(members) as progress:
            made = demonstration.make(address, demonstration.Plan(members, seed, now), progress)
    except Exception as error:
        raise _not_made(error, address) from error
    return _told_as_json(made, address) if as_json else _told(made, address)


def _aware(at: datetime) -> datetime:
    """An instant; without a zone it is the time of the store whose rules come with the program."""
    from deskapp import paths
    from deskapp.store import policies

    if at.tzinfo is not None:
        return at
    rules = policies.parse((paths.data() / "policy.toml").read_text("utf-8"))
    return at.replace(tzinfo=rules.versions[0].calendar.zone)


def _not_made(error: Exception, address: str) -> Exception:
    if type(error).__name__ == "StoreExists":
        return Trouble(
            f"There is a store at {opening.shown(address)} already, and it is never overwritten. "
            "Choose another place: deskapp --db FILE demo"
        )
    return opening.unreachable(error, address)


@contextmanager
def _watched(members: int) -> Iterator[Any]:
    """Progress bars on stderr, for whoever sits at a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from deskapp.demo import DAYS

    with Progress(console=Console(stderr=True), transient=True) as bars:
        tasks = {
            "members": bars.add_task(f"{members} members", total=max(members, 1)),
            "days": bars.add_task(f"{DAYS} days", total=DAYS + 1),
        }
        yield lambda what, done: bars.advance(tasks[what], done)


def _told_as_json(made: Made, address: str) -> str:
    whole = {
        "ok": True, "store": opening.shown(address), "today": made.today.isoformat(), "members": made.members,
        "acts": made.acts, "sign_ins": [asdict(each) for each in made.sign_ins], "blank_cards": made.blank_cards,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False)


def _told(made: Made, address: str) -> str:
    lines = [f"demonstration store: {opening.shown(address)}", f"{made.members} members, today {made.today}", ""]
    lines += [f"{'number':8}{'PIN':8}{'role':12}name"]
    lines += [f"{each.number:8}{each.pin:8}{each.role:12}{each.name}" for each in made.sign_ins]
    return "\n".join([*lines, "", f"blank cards to give out: {' '.join(made.blank_cards)}"])


def init(chosen: Chosen, *, number: str, name: str, policy: str) -> str:
    """Make an empty store with its first manager; answers where it is."""
    from deskapp.rules.people import pin_fault
    from deskapp.store import schema
    from deskapp.words import sentence

    if chosen.now:
        raise Trouble("--now sets the clock of a demonstration store only.")
    address = opening.url(chosen)
    opening.speak(chosen)
    text, rules = _rules(policy)
    number, name = _asked(number, "Staff number of the first manager"), _asked(name, "Name")
    people = rules.on(datetime.now(UTC).date()).people
    pin = _new_pin()
    if weak := pin_fault(pin, minimum=people.pin_min, maximum=people.pin_max, staff=number):
        raise Trouble(sentence(weak), fields={"pin": weak.code})
    try:
        engine = schema.create(address, policy=text)
    except Exception as error:
        raise _not_made(error, address) from error
    engine.dispose()
    _first_manager(chosen, number, name, pin)
    return f"store: {opening.shown(address)}\nmanager: {number} {name}"


def _rules(policy: str) -> tuple[str | None, Policies]:
    from deskapp import paths
    from deskapp.store import policies

    file = Path(policy) if policy else paths.data() / "policy.toml"
    try:
        text = file.read_text("utf-8")
        return (text if policy else None), policies.parse(text)
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{file} cannot be read: {error}") from error
    except policies.BadPolicy as error:
        raise Trouble("\n".join(f"{file}: {fault}" for fault in error.faults)) from error


def _first_manager(chosen: Chosen, number: str, name: str, pin: str) -> None:
    from deskapp.rules.decisions import Role
    from deskapp.store import engine as engines
    from deskapp.store import people, posting
    from deskapp.store.desk import Staff

    with opening.desk(chosen) as desk, engines.writing(desk.store.engine) as conn:
        post = posting.begin(conn, desk, "people.add")
        people.put(conn, Staff(number, name, Role.MANAGER), pin)
        post.done(number, subject=number, facts={"role": Role.MANAGER})
        posting.record(post, None, "")


def _asked(given: str, what: str) -> str:
    from deskapp.rules.text import clean

    if not given and sys.stdin.isatty():
        sys.stderr.write(f"{what}: ")
        sys.stderr.flush()
        given = sys.stdin.readline()
    if not (tidy := clean(given)):
        raise Trouble(f"{what}: give it with --number and --name.")
    return tidy


def _new_pin() -> str:
    if given := os.environ.get(doors.SIGNED_IN):
        return given
    if not doors.terminal():
        raise Trouble(f"No PIN for the first manager: set {doors.SIGNED_IN}, or type it at a terminal.")
    pin = getpass("PIN: ")
    if getpass("PIN again: ") != pin:
        raise Trouble("The two PINs are not the same.")
    return pin


def checked(file: Path) -> tuple[int, str]:
    """How many faults a policy file has, and what they are."""
    from deskapp.rules.policy import read

    try:
        answer = read(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{file} cannot be read: {error}") from error
    if isinstance(answer, list):
        return len(answer), "\n".join(f"{file}: {fault}" for fault in answer)
    return 0, "\n".join(f"{version.version} from {version.effective}" for version in answer.versions)

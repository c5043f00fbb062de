"""People at the desk: which PINs are too easy, how long a wrong one locks, who may approve what for whom.

A PIN has 6 to 12 digits; 5 wrong tries lock it for 5 minutes, the next 5 for 10, and so on. Who approves is never
who acts.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from deskapp.rules.decisions import No, Role, no, satisfies

if TYPE_CHECKING:
    from deskapp.rules.policy_model import PeoplePolicy

COMMON: Final = frozenset(
    (
        "520520", "521521", "520131", "131452", "521314", "5201314", "1314520", "1314521", "7758521", "7758258",
        "147258", "147852", "258369", "258147", "741852", "963852", "852963", "159753", "357159", "159357", "753951",
        "951753", "147369", "369147", "789456", "456123", "123654", "147147", "142536", "112358", "314159", "168888",
        "888168", "666888", "888666", "102938", "102030", "010203", "100200", "110120", "123698", "987456", "696969",
        "232323", "191919", "246810", "135790", "13579246", "24681012", "14789632", "147896325", "123789", "789123",
        "321654", "654123", "110110", "119119", "120120", "100861",
    )
)  # fmt: skip
"""PINs that everybody tries first: love numbers, keypad walks, lucky numbers."""

LONGEST_LOCK: Final = 24 * 60


def _steady(digits: str) -> bool:
    """Each digit the same step from the one before: 123456, 654321, 890123, 135791."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    return len(steps) == 1


def _too_easy(pin: str) -> bool:
    if pin in COMMON or len(set(pin)) <= 2 or _steady(pin):
        return True
    if re.fullmatch(r"(\d{1,4})\1+", pin):  # 121212, 123123
        return True
    runs = re.sub(r"(\d)\1+", r"\1", pin)
    return len(runs) <= len(pin) // 2 and _steady(runs)  # 112233, 111222


def pin_fault(pin: str, *, minimum: int = 6, maximum: int = 12, staff: str = "") -> No | None:
    """Why this PIN is not taken, or None. `staff` is the person's number, which is no secret."""
    weak = no("pin_weak", field="pin", minimum=minimum, maximum=maximum)
    if not (pin.isascii() and pin.isdigit() and minimum <= len(pin) <= maximum):
        return weak
    tells = len(staff) >= 4 and staff in pin
    return weak if tells or _too_easy(pin) else None


def lock_minutes(locks: int, *, first: int = 5, longest: int = LONGEST_LOCK) -> int:
    """How long the next lock lasts, in minutes, after so many earlier ones: 5, 10, 20 …"""
    return min(first << min(locks, 20), max(first, longest))


def wrong_pin(*, staff: str, failures: int, locks: int, at: datetime, policy: PeoplePolicy) -> No:
    """What a wrong PIN is answered with. `failures` in a row with this one, `locks` so far: tries left, or locked."""
    if failures < policy.tries:
        return no("pin_wrong", field="pin", matters=True, staff=staff, left=policy.tries - failures)
    minutes = lock_minutes(locks, first=policy.lock_minutes, longest=policy.longest_lock_minutes)
    return no("locked", field="pin", matters=True, staff=staff, until=at + timedelta(minutes=minutes))


def may_try(*, staff: str, locked_until: datetime | None, now: datetime) -> No | None:
    """Whether a PIN may be tried at all at this instant."""
    if locked_until is not None and now < locked_until:
        return no("locked", field="pin", staff=staff, until=locked_until)
    return None


def may_act(role: Role, needed: Role | tuple[Role, ...]) -> No | None:
    """Whether a role may do an operation meant for `needed`, or for any of them."""
    allowed = (needed,) if isinstance(needed, Role) else needed
    if any(satisfies(role, one) for one in allowed):
        return None
    return no("role_needed", matters=True, needed=allowed[0].value, has=role.value)


def may_approve(*, actor: str, approver: str, approver_role: Role, needed: Role, reason: str) -> No | None:
    """Whether this second person may overrule: somebody else, of the role policy names, with a written reason."""
    if actor == approver:
        return no("approver_same", field="approver", matters=True, staff=approver)
    if not satisfies(approver_role, needed):
        return no("approver_role", field="approver", matters=True, needed=needed.value, has=approver_role.value)
    if not reason.strip():
        return no("reason_needed", field="approval_reason")
    return None

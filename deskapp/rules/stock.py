"""Stock: what may leave a place, when a count's difference needs a second person, and what is written off by whom.

Counts are blind: the expected number is shown only after the count is saved. Below zero nothing goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.rules.decisions import Decision, No, decide, no
from deskapp.rules.money import MOST

if TYPE_CHECKING:
    from deskapp.rules.policy_model import StockPolicy


def may_take(*, quantity: int, on_hand: int, place: str, told: int | None) -> Decision[int]:
    """Take pieces from a place. Over-issue is refused, not clamped; with the figures, unless what is there (`told`) is
    still to be counted blind."""
    short = quantity > on_hand
    return decide(
        quantity,
        [
            no("amount_bad", field="quantity") if not 1 <= quantity <= MOST else None,
            too_few(field="quantity", needs=quantity, told=told, place=place) if short else None,
        ],
    )


def too_few(*, field: str, needs: int, told: int | None, place: str) -> No:
    """That there is not so much; how much there is only where it may be told."""
    if told is None:
        return no("desk_short", field=field, matters=True, needs=needs)
    return no("stock_short", field=field, matters=True, needs=needs, has=told, place=place)


def may_count(*, counted: int) -> Decision[int]:
    """Save a blind count, in pieces: zero is a count, less is a slip of the finger."""
    return decide(counted, [no("amount_bad", field="counted") if not 0 <= counted <= MOST else None])


def may_settle(*, variance: int, reason: str, policy: StockPolicy) -> Decision[int]:
    """Settle a count's variance (counted − expected, in pieces): a reason, and beyond the limit an approver."""
    beyond = abs(variance) > policy.variance_limit
    return decide(
        variance,
        [
            no("no_change", field="count") if variance == 0 else None,
            _unexplained(reason) if variance else None,
            no(
                "approval_needed",
                approver=policy.variance_approver,
                clause=policy.clause,
                matters=True,
                role=policy.variance_approver.value,
                variance=variance,
                limit=policy.variance_limit,
            )
            if beyond
            else None,
        ],
    )


def may_write_off(*, quantity: int, reason: str, policy: StockPolicy) -> Decision[int]:
    """Write pieces off as broken or spoiled: a reason, and the approver whom policy names, if any."""
    by = policy.write_off_approver
    return decide(
        quantity,
        [
            no("amount_bad", field="quantity") if not 1 <= quantity <= MOST else None,
            _unexplained(reason),
            no("approval_needed", approver=by, clause=policy.clause, role=by.value) if by else None,
        ],
    )


def to_reorder(*, on_hand: int, reorder_level: int) -> bool:
    """Whether an item belongs on the reorder list: at its level or below; a level of 0 asks for nothing."""
    return 0 < reorder_level >= on_hand


def _unexplained(reason: str) -> No | None:
    return None if reason.strip() else no("reason_needed", field="reason")

"""Every screen of a shift on terminals of all sizes, with whatever people and shops can type in its texts."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from deskapp import words
from deskapp.i18n import LANGUAGES, _, said_in
from deskapp.screens.home import Home
from tests.screens.kit import NOON, FakeDoors, desk, picture, settled
from tests.screens.shop import HOSTILE, press

SCREENS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("handover", {}), ("take_over", {}), ("refuse_handover", {}), ("handover_shown", {}), ("open_shift", {}),
    ("cash", {}), ("supply", {}), ("settle_shift", {"count": HOSTILE[2]}), ("shift_note", {}), ("no_relief", {}),
    ("close_shift", {"shift": HOSTILE[1]}),
    ("count_shift", {
        "things": ["cash", *(f"item:{text[:40]}" for text in HOSTILE[:3])], "denominations": [10_000, 5000],
        "names": {f"item:{text[:40]}": {"en": text} for text in HOSTILE[:3]},
    }),
)  # fmt: skip


def a_handover() -> Any:
    """A handover as it stands, in which everything anybody could type is typed."""
    counts, items, moved = [], [], []
    for place, text in enumerate(HOSTILE):
        counts.append(
            SimpleNamespace(
                count=f"K{place}", thing=f"item:{text}", moment="shift", counted=1, expected=2, variance=-1,
                reason=text, approver=text,
            )
        )  # fmt: skip
        for kind in ("note", "parked", "slip"):
            items.append(SimpleNamespace(kind=kind, reference=f"{place}", since=NOON, due=NOON, about=text, hops=place))
        moved.append(
            SimpleNamespace(
                entry=place, at=NOON, by=text, thing=f"card:{text}", way="used", amount=1, reason=text, voided=True
            )
        )
    gift = SimpleNamespace(item=HOSTILE[0], names={"en": HOSTILE[2]}, quantity=1)
    figures = SimpleNamespace(
        done=1, refused=1, work=[SimpleNamespace(operation=HOSTILE[1], done=1)],
        points=SimpleNamespace(given=1, redeemed=1), gifts=[gift], in_and_out=moved,
    )  # fmt: skip
    content = SimpleNamespace(
        counts=counts, items=items, open={"note": 1, "parked": 40}, figures=figures, drawer_money=1, reason=HOSTILE[3]
    )
    return SimpleNamespace(
        handover="HA261122-0001", state="refused", content=content, left_to_count=["cash", "item:x", "card:y"],
        unexplained=["K1"], blocked="parked", names={f"item:{HOSTILE[0]}": {"en": HOSTILE[2]}}, seal="0" * 64,
        handed_by=HOSTILE[0], handed_at=NOON, taken_by=HOSTILE[1], taken_at=NOON, reason=HOSTILE[3],
        next_shift=HOSTILE[2],
    )  # fmt: skip


def doors() -> FakeDoors:
    line = SimpleNamespace(
        shift="DA261122-0001", state="sealed", kind=HOSTILE[0], clerks=[HOSTILE[1]], handover="HA261122-0001"
    )
    standing = SimpleNamespace(
        counter="A", required=True, shift=line, closed_over_you=HOSTILE[0], denominations_money=[10_000, 5000],
        likely_kind="", given_back="",
    )  # fmt: skip
    view = a_handover()
    carried = SimpleNamespace(handover=view.handover, items=view.content.items)
    return FakeDoors(
        readings={
            "shifts.current": lambda: standing, "handover.show": lambda **_given: view,
            "shifts.carried": lambda: carried,
        }
    )  # fmt: skip


@pytest.mark.parametrize("size", [(60, 15), (40, 10), (120, 40)])
async def test_every_screen_of_a_shift_stands_on_every_terminal_and_strange_texts_are_only_text(
    size: tuple[int, int],
) -> None:
    async with desk(doors(), size=size) as (app, pilot):
        for name, given in SCREENS:
            app.open(name, **given)
            await settled(pilot)
            for key in ("end", "f12", "escape"):
                await press(pilot, key)
                shown = picture(app)
                assert "\x1b" not in shown, name
                assert "\u202e" not in shown, name
                assert all(len(line) <= size[0] for line in shown.splitlines()), name
            while len(app.screen_stack) > 1:
                app.pop_screen()
            await settled(pilot)
        assert isinstance(app.screen, Home)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_until_when_and_how_often_something_was_handed_on_stand_whole_at_80_columns(language: str) -> None:
    view = a_handover()
    late = datetime(2026, 11, 21, 11, 30, tzinfo=UTC)
    view.content.items = [
        SimpleNamespace(kind="complaint", reference="CA261117-0001", since=NOON, due=late, about="referred", hops=12),
        SimpleNamespace(kind="slip", reference="SA261122-0003Q", since=NOON, due=None, about="points", hops=3),
    ]
    with said_in(language):
        often = [_("handed on {count} times", count=words.count(hops)) for hops in (12, 3)]
        until = _("until {moment}", moment="11-21 19:30")
    shown = doors()
    carried = SimpleNamespace(handover=view.handover, items=view.content.items)
    shown.readings |= {"handover.show": lambda **_given: view, "shifts.carried": lambda: carried}
    async with desk(shown, language=language) as (app, pilot):
        app.open("handover_shown", handover=view.handover)
        await settled(pilot)
        lines = picture(app).splitlines()
        case, slip = (next(line for line in lines if number in line) for number in ("CA261117", "SA261122"))
        assert until in case
        assert [often[0] in case, often[1] in slip] == [True, True]

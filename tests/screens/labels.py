"""Which labels of a screen are cut: fields, hints, keys, column heads, what is due."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from deskapp.app import DeskApp
from deskapp.i18n import _
from deskapp.screens.formrow import FormRow
from deskapp.screens.keybar import KeyBar
from deskapp.screens.listing import Listing
from deskapp.screens.shown import Said


def cut(app: DeskApp) -> Iterator[str]:
    """Every text of the desk's own that is wider than its place on this screen."""
    for row in app.screen.query(FormRow):
        for said in row.query(".ask > Said").results(Said):
            if said.size.width and cell_len(said.text.rstrip()) > said.size.width:
                yield f"{said.text.strip()!r} has {said.size.width}"
    for bar in app.screen.query(KeyBar):
        drawn = str(bar.render())
        yield from (f"key {one.words!r}" for one in bar.live if one.words not in drawn)
    for listing in app.screen.query(Listing):
        if not listing.display or not listing.size.width:
            continue
        for column, width in zip(listing.columns, listing.widths(), strict=True):
            if listing.headed and cell_len(_(column.label)) > width:
                yield f"column {_(column.label)!r} has {width}"
        if listing.id == "due":
            yield from (f"{row.cells[0]!r}" for row in listing.rows if cell_len(row.cells[0]) > listing.widths()[0])
        yield from (f"group {row.group!r}" for row in listing.rows if cell_len(row.group) > listing.size.width - 1)

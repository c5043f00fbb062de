"""The commands behind `deskapp report`: figures of a day, a week, a month or any range, in six forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deskapp import opening
from deskapp.streams import give, say, tell

if TYPE_CHECKING:
    from deskapp.rules.reports import Kind

app = typer.Typer(rich_markup_mode=None, help="Figures from the journal.")

Day = Annotated[str, typer.Option("--date", metavar="D", help="A business date in it, such as 2026-11-22; else today.")]
Previous = Annotated[bool, typer.Option("--previous", help="The one before: yesterday, last week, last month.")]
Only = Annotated[str, typer.Option("--only", metavar="A|B", help="Figures of one counter only.")]
Form = Annotated[str, typer.Option("--format", metavar="text|csv|json|xlsx|html|pdf")]
Out = Annotated[str, typer.Option("--out", metavar="FILE", help="Where to write; - is stdout.")]


@app.command()
def daily(
    ctx: typer.Context,
    date: Day = "",
    previous: Previous = False,
    only: Only = "",
    shift: Annotated[str, typer.Option("--shift", metavar="NUMBER", help="One shift, instead of a date.")] = "",
    form: Form = "text",
    out: Out = "-",
) -> None:
    """A business date: work, points, gifts, stock, money, refusals, what is late and open; or one shift."""
    if shift:
        from deskapp import reporting

        with opening.desk(ctx.obj) as desk:
            made = reporting.of_shift(desk, shift, other=bool(date or previous or only), form=form)
        deliver(made, out)
        return
    _of_day(ctx, "daily", date, previous, only, form, out)


@app.command()
def weekly(
    ctx: typer.Context, date: Day = "", previous: Previous = False, only: Only = "", form: Form = "text", out: Out = "-"
) -> None:
    """A week, Monday to Sunday."""
    _of_day(ctx, "weekly", date, previous, only, form, out)


@app.command()
def monthly(
    ctx: typer.Context, date: Day = "", previous: Previous = False, only: Only = "", form: Form = "text", out: Out = "-"
) -> None:
    """A month."""
    _of_day(ctx, "monthly", date, previous, only, form, out)


def _of_day(ctx: typer.Context, kind: Kind, date: str, previous: bool, only: str, form: str, out: str) -> None:
    from deskapp import reporting

    with opening.desk(ctx.obj) as desk:
        made = reporting.of_day(desk, kind, date, previous=previous, counter=only, form=form)
    deliver(made, out)


@app.command("range")
def range_(
    ctx: typer.Context,
    start: Annotated[str, typer.Option("--from", metavar="D", help="The first business date.")] = "",
    end: Annotated[str, typer.Option("--to", metavar="D", help="The last; before the first is an error.")] = "",
    only: Only = "",
    form: Form = "text",
    out: Out = "-",
) -> None:
    """Any business dates, both ends included."""
    from deskapp import reporting

    with opening.desk(ctx.obj) as desk:
        made = reporting.of_range(desk, start, end, counter=only, form=form)
    deliver(made, out)


def deliver(made: str | bytes, out: str) -> None:
    """Write what was made into a file, whole or not at all, or give it to stdout."""
    if out != "-":
        from deskapp import figures

        figures.write(Path(out), made)
        tell(f"written: {out}")
    elif isinstance(made, str):
        say(made)
    else:
        give(made)

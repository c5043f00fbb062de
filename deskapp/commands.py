"""Every command behind `deskapp`: makes stores, posts and asks from outside, reports, verifies.

Nothing heavy is imported until a command needs it.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from deskapp import __version__, opening
from deskapp.opening import Chosen, Trouble
from deskapp.report_commands import app as report_app
from deskapp.report_commands import deliver
from deskapp.streams import say, tell

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="The service desk of a department store, in a terminal. Without a command it opens the desk.",
)
policy_app = typer.Typer(rich_markup_mode=None, help="The house rules.")
app.add_typer(report_app, name="report")
app.add_typer(policy_app, name="policy")
phrases_app = typer.Typer(rich_markup_mode=None, help="The shop's own procedures and phrases.")
app.add_typer(phrases_app, name="phrases")
scripts_app = typer.Typer(rich_markup_mode=None, help="The shop's own scripts of callbacks.")
app.add_typer(scripts_app, name="scripts")

Db = Annotated[str, typer.Option("--db", metavar="URL", help="sqlite:///FILE, a FILE, or postgresql://…")]
Now = Annotated[str, typer.Option("--now", metavar="ISO", help="Set the clock; on a demonstration store only.")]
Counter = Annotated[str, typer.Option("--counter", metavar="A|B", help="The counter this is.")]
Lang = Annotated[str, typer.Option("--lang", metavar="LANG", help="zh_Hans, zh_Hant, ko or en.")]
As = Annotated[str, typer.Option("--as", metavar="STAFF", help="Who asks; the PIN is in DESKAPP_PIN or typed.")]
Json = Annotated[str, typer.Option("--json", metavar="JSON", help="An object; - reads stdin, @FILE a file.")]
Out = Annotated[str, typer.Option("--out", metavar="FILE", help="Where to write; - is stdout.")]
Days = Annotated[
    str, typer.Option("--days", metavar="DAYS", help="2026, 2026-10, -1 for last month, 2026-10-05..2026-10-20.")
]
Form = Annotated[str, typer.Option("--format", metavar="text|csv|json|pdf")]
AsJson = Annotated[bool, typer.Option("--json", help="As one JSON object.")]


def _version(wanted: bool) -> None:
    if wanted:
        say(f"deskapp {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def chosen(
    ctx: typer.Context,
    db: Db = "",
    now: Now = "",
    counter: Counter = "",
    lang: Lang = "",
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say it.")] = False,
) -> Chosen:
    """The service desk of a department store, in a terminal. Without a command it opens the desk."""
    ctx.obj = meant = Chosen(db, now, counter, lang)
    return meant


@app.command()
def init(
    ctx: typer.Context,
    number: Annotated[str, typer.Option("--number", help="Staff number of the first manager.")] = "",
    name: Annotated[str, typer.Option("--name", help="Name of the first manager.")] = "",
    policy: Annotated[str, typer.Option("--policy", metavar="FILE", help="House rules of your own.")] = "",
) -> None:
    """Make an empty store with its first manager. The PIN is in DESKAPP_PIN or typed twice."""
    from deskapp import making

    made = making.init(ctx.obj, number=number, name=name, policy=policy)
    say(made)


@app.command()
def demo(
    ctx: typer.Context,
    members: Annotated[int, typer.Option("--members", min=0, max=1_000_000, metavar="N")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", metavar="S")] = 1,
    as_json: AsJson = False,
) -> None:
    """Make a believable demonstration store and print who can sign in."""
    from deskapp import making

    say(making.demo(ctx.obj, members=members, seed=seed, as_json=as_json))


@app.command()
def operations(as_json: AsJson = False) -> None:
    """List every operation and reading with parameters, roles and refusal codes."""
    import json

    from deskapp.contract import contract, lines

    whole = contract()
    say(json.dumps(whole, ensure_ascii=False, indent=1) if as_json else "\n".join(lines(whole)))


@app.command()
def post(
    ctx: typer.Context,
    name: str,
    staff: As,
    json_text: Json = "{}",
    approver: Annotated[str, typer.Option("--approver", metavar="STAFF", help="PIN in DESKAPP_APPROVER_PIN.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why it is approved.")] = "",
    op: Annotated[str, typer.Option("--op", metavar="ID", help="Operation id: the same one has one effect.")] = "",
) -> None:
    """Post one operation and print one JSON object. Exit 0 done, 3 refused, 2 bad request."""
    from deskapp import doors

    request = doors.Request(name, json_text, staff, approver, reason, op)
    _answer(doors.post, ctx.obj, request)


@app.command()
def query(ctx: typer.Context, name: str, staff: As, json_text: Json = "{}") -> None:
    """Ask one reading and print one JSON object."""
    from deskapp import doors

    _answer(doors.query, ctx.obj, doors.Request(name, json_text, staff))


def _answer(door: Any, choice: Chosen, request: Any) -> None:
    from deskapp import doors

    try:
        answer = door(choice, request)
    except Trouble as trouble:
        answer = doors.bad(trouble)
    say(answer.text)
    raise typer.Exit(answer.code)


@report_app.command("complaints")
def report_complaints(ctx: typer.Context, staff: As, days: Days = "", form: Form = "text", out: Out = "-") -> None:
    """Complaints by category, department, cause and channel: founded, time to answer, reopened, satisfied."""
    from deskapp import figures

    _report(ctx, figures.complaints, staff, days, form, out)


@report_app.command("callbacks")
def report_callbacks(ctx: typer.Context, staff: As, days: Days = "", form: Form = "text", out: Out = "-") -> None:
    """Who was called back and what came of it, with the numbers that prove that nobody was forgotten."""
    from deskapp import figures

    _report(ctx, figures.callbacks, staff, days, form, out)


def _report(ctx: typer.Context, made_of: Any, staff: str, days: str, form: str, out: str) -> None:
    from deskapp import doors

    with opening.desk(ctx.obj) as desk:
        made = made_of(desk, doors.safe("as", staff), days, form)
    deliver(_or_refused(made), out)


def _or_refused(made: Any) -> Any:
    """What was made; a refusal is answered as JSON, like that of a reading."""
    from deskapp import doors

    if isinstance(made, str | bytes):
        return made
    answer = doors.refused(made)
    say(answer.text)
    raise typer.Exit(answer.code)


@app.command("slip")
def slip_again(
    ctx: typer.Context,
    number: str,
    staff: As,
    form: Annotated[str, typer.Option("--format", metavar="text|pdf")] = "text",
    out: Out = "-",
) -> None:
    """Draw a slip again, marked as a duplicate. It is not counted as a print."""
    from deskapp import doors, figures

    with opening.desk(ctx.obj) as desk:
        made = figures.slip(desk, staff, doors.safe("slip", number), form)
    deliver(_or_refused(made), out)


@app.command()
def export(
    ctx: typer.Context,
    table: str,
    start: Annotated[str, typer.Option("--from", metavar="D", help="The first business date.")] = "",
    end: Annotated[str, typer.Option("--to", metavar="D", help="The last.")] = "",
    form: Annotated[str, typer.Option("--format", metavar="csv|jsonl|parquet")] = "csv",
    out: Out = "-",
    unmasked: Annotated[bool, typer.Option("--unmasked", help="In clear; a manager, with a reason.")] = False,
    staff: Annotated[str, typer.Option("--as", metavar="STAFF", help="Who lets it out in clear.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "",
) -> None:
    """Write one table, row after row: phones, IDs, addresses and birthdays masked."""
    from deskapp import exporting

    count = exporting.export(ctx.obj, exporting.Asked(table, start, end, form, staff, reason, unmasked), out)
    if not isinstance(count, int):
        from deskapp import doors

        answer = doors.refused(count)
        say(answer.text)
        raise typer.Exit(answer.code)
    tell(f"{count} rows")


@app.command("keys")
def keys_told(
    ctx: typer.Context,
    listed: Annotated[bool, typer.Option("--list", help="As text, also on a terminal.")] = False,
    as_json: AsJson = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="As a page of the docs.")] = False,
    usual: Annotated[bool, typer.Option("--usual", help="Keys as they come, whatever the settings say.")] = False,
) -> None:
    """Show what the terminal makes of each key, and what it does. Exit 1 when settings of keys were not taken."""
    from deskapp import i18n, key_docs
    from deskapp.looks import looks

    given = replace(looks(), keys={}, scanner={}) if usual else looks()
    if ctx.obj.lang:
        opening.speak(ctx.obj)
    else:
        i18n.set_language(given.language)
    wrong = key_docs.faults(given)
    if as_json:
        say(key_docs.as_json(given, wrong))
    elif as_markdown:
        say(key_docs.markdown())
        for fault in wrong:
            tell(fault)
    elif listed or not (sys.stdin.isatty() and sys.stdout.isatty()):
        say("\n".join(key_docs.table()))
        for fault in wrong:
            tell(fault)
    else:
        from deskapp.scanner import read
        from deskapp.screens.trying_keys import TryKeys

        TryKeys([*wrong, *key_docs.table()], read(given.scanner)).run()
    raise typer.Exit(1 if wrong else 0)


@app.command()
def verify(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Prove the store: chain whole, ledger even, lots and receipts right. Exit 1 and a list when not."""
    from deskapp import figures

    with opening.desk(ctx.obj) as desk:
        holds, text = figures.verified(desk, as_json)
    say(text)
    raise typer.Exit(0 if holds else 1)


@app.command()
def doctor(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Look over this counter: terminal, widths, fonts, settings, store, printer. Exit 1 when something is bad."""
    from deskapp import doctor as looking

    code, told = looking.report(ctx.obj, as_json=as_json)
    say(told)
    raise typer.Exit(code)


@policy_app.command("check")
def policy_check(file: Path) -> None:
    """Check a policy file: exit 1 and every fault with its line and key when it does not hold."""
    from deskapp import making

    faults, told = making.checked(file)
    say(told)
    raise typer.Exit(1 if faults else 0)


@phrases_app.command("check")
def phrases_check(folder: Path) -> None:
    """Check a folder of the shop's own procedures and phrases: exit 1 and every fault with its file and key."""
    from deskapp.i18n import _
    from deskapp.phrases import read_folder

    if not folder.is_dir():
        raise Trouble(f"{folder} is not a folder")
    read = read_folder(folder)
    say("\n".join(map(str, read.faults)) or _("No fault: {count} files.", count=len(read.subjects)))
    raise typer.Exit(1 if read.faults else 0)


@scripts_app.command("check")
def scripts_check(folder: Path) -> None:
    """Check a folder of the shop's own scripts of callbacks: exit 1 and every fault with its file and key."""
    from deskapp.i18n import _
    from deskapp.scripts import read_folder

    if not folder.is_dir():
        raise Trouble(f"{folder} is not a folder")
    read = read_folder(folder)
    say("\n".join(read.faults) or _("No fault: {count} files.", count=len(read.scripts)))
    raise typer.Exit(1 if read.faults else 0)

"""A sheet of figures as one HTML page that needs nothing else: no script, no font, no picture from anywhere.

What people wrote is text on it, whatever it looks like. The same sheet gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from deskapp.i18n import language
from deskapp.outputs.cells import is_number, plain, said
from deskapp.outputs.sheets import WHOLE, Section, Sheet

SPOKEN = {"zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --faint: #5b6472; --line: #d9dde3; --bar: #3b6ea8; --page: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --faint: #a0a8b4; --line: #3a414c; --bar: #7fb0e6;
  --page: #14181f } }
body { margin: 2rem auto; padding: 0 1.5rem; max-width: 72rem; background: var(--page); color: var(--ink);
  font: 15px/1.45 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "Malgun Gothic", "PingFang SC", sans-serif }
h1 { margin: .2rem 0; font-size: 1.7rem } h2 { margin: 0 0 .4rem; font-size: 1.05rem }
p { margin: .2rem 0; color: var(--faint) }
section { margin: 1.8rem 0; break-inside: avoid }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: anywhere }
th { color: var(--faint); font-weight: normal; font-size: .85rem }
.figure { text-align: right; white-space: nowrap }
.seal { overflow-wrap: anywhere }
svg { display: block; margin: .6rem 0; max-width: 100%; height: auto }
svg text { fill: var(--faint); font-size: 11px } svg rect { fill: var(--bar) } svg line { stroke: var(--line) }
@media print { body { margin: 0; max-width: none; font-size: 11px } }
"""
STEP, HEIGHT, MOST = 46, 150, 40
"""Of a chart: width of a column with its gap, height of the highest, and how many columns are drawn."""


def page(sheet: Sheet) -> str:
    """The page, in the language now spoken."""
    spoken = language()
    return "\n".join([
        "<!doctype html>", f'<html lang="{SPOKEN.get(spoken, spoken)}">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(sheet.title)}</title>", f"<style>{STYLE}</style>", "</head>", "<body>",
        *_head(sheet), *(line for section in sheet.sections for line in _section(section, sheet.none)),
        "</body>", "</html>", "",
    ])  # fmt: skip


def _text(cell: object) -> str:
    return escape(said(cell))


def _head(sheet: Sheet) -> Iterator[str]:
    yield f"<p>{_text(sheet.store)}</p>"
    yield f"<h1>{_text(sheet.title)}</h1>"
    yield from (f"<p>{_text(line)}</p>" for line in (sheet.span, sheet.made) if line)


def _section(section: Section, none: str) -> Iterator[str]:
    yield f"<section>\n<h2>{_text(section.heading)}</h2>"
    if section.bars and len(section.rows) > 1:
        yield from _chart(section)
    if section.rows:
        yield '<div class="wide"><table>'
        if section.columns:
            head = "".join(_cell("th", told, at >= section.texts) for at, told in enumerate(section.columns))
            yield f"<thead><tr>{head}</tr></thead>"
        yield "<tbody>"
        for row in section.rows:
            yield "<tr>" + "".join(_cell("td", cell, is_number(cell)) for cell in row) + "</tr>"
        yield "</tbody></table></div>"
    else:
        yield f"<p>{_text(none)}</p>"
    if section.note:
        yield f"<p>{_text(section.note)}</p>"
    yield "</section>"


def _cell(tag: str, cell: object, figure: bool) -> str:
    return f'<{tag} class="figure">{_text(cell)}</{tag}>' if figure else f"<{tag}>{_text(cell)}</{tag}>"


def _chart(section: Section) -> Iterator[str]:
    """The first figure of each row as columns, with the figure above and the label below."""
    rows = section.rows[:MOST]
    width, foot = STEP * len(rows) + 8, HEIGHT + 22
    size = f'viewBox="0 0 {width} {foot + 22}" width="{width}" height="{foot + 22}"'
    yield f'<svg {size} role="img" aria-label="{_text(section.heading)}">'
    yield f'<line x1="0" y1="{foot}" x2="{width}" y2="{foot}"/>'
    for at, (row, share) in enumerate(zip(rows, section.bars, strict=False)):
        left, high = 6 + at * STEP, share * HEIGHT // WHOLE
        label = _shortened(plain(row[section.texts - 1]))
        yield f'<rect x="{left}" y="{foot - high}" width="{STEP - 12}" height="{high}"/>'
        middle = left + (STEP - 12) // 2
        yield f'<text x="{middle}" y="{foot - high - 5}" text-anchor="middle">{_text(row[section.texts])}</text>'
        yield f'<text x="{middle}" y="{foot + 15}" text-anchor="middle">{escape(label)}</text>'
    yield "</svg>"


def _shortened(label: str) -> str:
    """As much of a label as fits under its column; whole in the table below."""
    from rich.cells import set_cell_size

    return set_cell_size(label, 8).rstrip()

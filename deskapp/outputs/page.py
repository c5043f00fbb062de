"""A sheet of figures as one HTML page that needs nothing else: no script, no font, no picture from anywhere.

What people wrote is text on it, whatever it looks like. The same sheet gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rich.cells import cell_len, set_cell_size

from deskapp.i18n import language
from deskapp.outputs.cells import is_number, said
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
.beside { display: flex; flex-wrap: wrap; align-items: flex-start; column-gap: 2.5rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: anywhere }
th { color: var(--faint); font-weight: normal; font-size: .85rem }
.figure { text-align: right; white-space: nowrap }
.seal { overflow-wrap: anywhere }
svg { display: block; margin: .6rem 0; max-width: 100%; height: auto }
svg text { fill: var(--faint); font-size: 11px } svg rect { fill: var(--bar) } svg line { stroke: var(--line) }
svg .mark { stroke: var(--ink); stroke-width: 2 }
@media print { body { margin: 0; max-width: none; font-size: 11px } }
"""
STEP, HEIGHT, MOST = 46, 150, 40
"""Of a chart: width of a column with its gap, height of the highest, and how many rows are drawn."""
LINE, LONG = 22, 320
"""Height of a lying bar with its gap, length of the longest."""
SHORT, LONGEST = 6, 28
"""Cells of a label that stands under a column, and of the longest beside a bar."""


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
    pictured = bool(section.bars) and len(section.rows) > 1
    if pictured:
        yield '<div class="beside">'
        yield from _chart(section)
    if section.rows:
        yield '<div class="wide"><table>'
        if section.columns:
            head = "".join(_cell("th", told, at >= section.texts) for at, told in enumerate(section.columns))
            yield f"<thead><tr>{head}</tr></thead>"
        yield "<tbody>"
        for row in section.rows:
            yield "<tr>" + "".join(_cell("td", cell, is_number(cell)) for cell in row) + "</tr>"
        yield "</tbody></table></div>" + ("</div>" if pictured else "")
    else:
        yield f"<p>{_text(none)}</p>"
    if section.note:
        yield f"<p>{_text(section.note)}</p>"
    yield "</section>"


def _cell(tag: str, cell: object, figure: bool) -> str:
    return f'<{tag} class="figure">{_text(cell)}</{tag}>' if figure else f"<{tag}>{_text(cell)}</{tag}>"


def _chart(section: Section) -> Iterator[str]:
    """The first figure of each row: as columns where the labels are short, else as bars beside them."""
    labels = [said(row[section.texts - 1]) for row in section.rows[:MOST]]
    figures = [said(row[section.texts]) for row in section.rows[:MOST]]
    draw = _columns if all(cell_len(label) <= SHORT for label in labels) else _lying
    yield from draw(section, labels, figures)


def _columns(section: Section, labels: list[str], figures: list[str]) -> Iterator[str]:
    """Columns with the figure above and the label below."""
    foot = HEIGHT + 22
    yield _canvas(section, width := STEP * len(labels) + 8, foot + 22)
    yield f'<line x1="0" y1="{foot}" x2="{width}" y2="{foot}"/>'
    for at, ((share, mark), label, figure) in enumerate(zip(section.pictures, labels, figures, strict=False)):
        left, high = 6 + at * STEP, share * HEIGHT // WHOLE
        middle = left + (STEP - 12) // 2
        yield f'<rect x="{left}" y="{foot - high}" width="{STEP - 12}" height="{high}"/>'
        yield from _mark(left - 3, foot - mark * HEIGHT // WHOLE, left + STEP - 9, 0) if mark else ()
        yield f'<text x="{middle}" y="{foot - high - 5}" text-anchor="middle">{escape(figure)}</text>'
        yield f'<text x="{middle}" y="{foot + 15}" text-anchor="middle">{escape(label)}</text>'
    yield "</svg>"


def _lying(section: Section, labels: list[str], figures: list[str]) -> Iterator[str]:
    """Bars with the label before and the figure behind."""
    shown = [_shortened(label) for label in labels]
    beside = 7 * max(map(cell_len, shown)) + 10
    yield _canvas(section, beside + LONG + 90, LINE * len(labels) + 6)
    for at, ((share, mark), label, figure) in enumerate(zip(section.pictures, shown, figures, strict=False)):
        top, long = 4 + at * LINE, share * LONG // WHOLE
        end = max(long, mark * LONG // WHOLE)
        yield f'<text x="{beside - 8}" y="{top + 12}" text-anchor="end">{escape(label)}</text>'
        yield f'<rect x="{beside}" y="{top}" width="{long}" height="{LINE - 6}"/>'
        yield from _mark(beside + mark * LONG // WHOLE, top - 2, 0, LINE - 2) if mark else ()
        yield f'<text x="{beside + end + 6}" y="{top + 12}">{escape(figure)}</text>'
    yield "</svg>"


def _canvas(section: Section, width: int, height: int) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg {size} role="img" aria-label="{_text(section.heading)}">'


def _mark(x: int, y: int, right: int, high: int) -> Iterator[str]:
    """A line where the mark is: across a column up to `right`, or across a bar, so `high`."""
    yield f'<line class="mark" x1="{x}" y1="{y}" x2="{right or x}" y2="{y + high}"/>'


def _shortened(label: str) -> str:
    """As much of a label as fits beside its bar; whole in the table below."""
    return set_cell_size(label, LONGEST).rstrip() if cell_len(label) > LONGEST else label

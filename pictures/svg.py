"""A screen of the desk as an SVG that needs nothing from outside: every sign stands in its cell, whatever the font."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

WIDTH, HEIGHT, SIZE, EDGE = 9, 20, 15, 12
"""Of a cell, of the letters, and of the margin, in pixels."""
LINE = "─"
FONTS = {"zh_Hans": "SC", "zh_Hant": "TC", "ko": "KR", "en": "SC"}


def drawn(strips: Iterable[Iterable[Segment]], columns: int, rows: int, language: str, title: str) -> str:
    """The picture. The same screen gives the same bytes."""
    tongue = FONTS[language]
    family = (
        f"'Noto Sans Mono CJK {tongue}','Noto Sans CJK {tongue}','Sarasa Mono {tongue}','Cascadia Mono',Menlo,monospace"
    )
    wide, high = columns * WIDTH + 2 * EDGE, rows * HEIGHT + 2 * EDGE
    lines = [list(strip) for strip in strips]
    ground = next(colours(each.style)[1] for each in lines[-2] if each.style)
    parts = [part for y, line in enumerate(lines) for part in _line(line, y, ground)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'font-family="{family}" font-size="{SIZE}" xml:space="preserve" role="img">'
    )
    frame = f'<rect width="{wide}" height="{high}" rx="8" fill="{ground}"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", frame, *parts, "</svg>", ""])


def _line(segments: Iterable[Segment], row: int, ground: str) -> Iterator[str]:
    column, top = 0, EDGE + row * HEIGHT
    for text, style, _control in segments:
        cells = cell_len(text)
        ink, paper = colours(style)
        if paper != ground:
            yield f'<rect x="{_x(column)}" y="{top}" width="{cells * WIDTH}" height="{HEIGHT}" fill="{paper}"/>'
        if text.strip(LINE + " ") or (style and style.underline):
            yield _text(text, column, top, ink, bold=bool(style and style.bold))
        elif LINE in text:
            middle = top + HEIGHT // 2
            yield f'<path d="M{_x(column)} {middle}h{cells * WIDTH}" stroke="{ink}"/>'
        column += cells


def _text(text: str, column: int, top: int, ink: str, *, bold: bool) -> str:
    """Each sign at the left of its cell; spaces are only skipped."""
    places, signs = [], []
    for sign in text:
        if sign != " ":
            places.append(str(_x(column)))
            signs.append(sign)
        column += cell_len(sign)
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{" ".join(places)}" y="{top + 15}" fill="{ink}"{weight}>{escape("".join(signs))}</text>'


def _x(column: int) -> int:
    return EDGE + column * WIDTH


def colours(style: Style | None) -> tuple[str, str]:
    """Ink and paper, turned round where the style says so."""
    ink = style.color.get_truecolor().hex if style and style.color else "#e8e8e8"
    paper = style.bgcolor.get_truecolor().hex if style and style.bgcolor else "#12171c"
    return (paper, ink) if style and style.reverse else (ink, paper)

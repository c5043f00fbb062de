"""Paper as PDF: slips, two copies on a page, and sheets of figures; with Chinese and Korean letters from a package.

What people wrote goes in as data, never as markup. The same slip gives the same bytes. Typst and the fonts are loaded
when the first paper is set; without them the caller is told which package brings them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from deskapp import paths
from deskapp.i18n import language
from deskapp.outputs import qr
from deskapp.outputs.cells import said

if TYPE_CHECKING:
    from deskapp.outputs.sheets import Sheet
    from deskapp.outputs.slips import Copy

SPEECH = {
    "zh_Hans": ("zh", "cn", "Noto Sans CJK SC"),
    "zh_Hant": ("zh", "tw", "Noto Sans CJK TC"),
    "ko": ("ko", "kr", "Noto Sans CJK KR"),
    "en": ("en", "us", "Noto Sans CJK SC"),
}
"""How typst calls each language and its land, and the font that draws its letters in its own way."""

_UNBROKEN = re.compile(r"[^\s\u2e80-\uffdc]{25}")


def slip(copies: Sequence[Copy], *, on_page: int = 2) -> bytes:
    """The copies of one slip: two on an A4 page to be cut apart, or each on a page of half that size."""
    first = copies[0]
    paper = {"title": first.number[1], "on_page": on_page, "qr": qr.runs(qr.matrix(first.number[1]))}
    return _set("slip", first.language, paper | {"copies": [asdict(copy) for copy in copies]})


def sheet(drawn: Sheet) -> bytes:
    """A sheet of figures, in the language now spoken."""
    sections = [asdict(each) | {"rows": [list(map(said, row)) for row in each.rows]} for each in drawn.sections]
    return _set("sheet", language(), asdict(drawn) | {"sections": sections})


def _set(template: str, spoken: str, paper: dict[str, Any]) -> bytes:
    import typst

    lang, region, font = SPEECH[spoken]
    whole = _breakable(paper | {"lang": lang, "region": region, "font": font})
    given = {"paper": json.dumps(whole, ensure_ascii=False)}
    source = (paths.data() / "paper" / f"{template}.typ").read_bytes()
    made = typst.Compiler(source, font_paths=_fonts(), sys_inputs=given).compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError(f"typst answered with {type(made).__name__} instead of a PDF")
    return made


def _breakable(value: Any) -> Any:
    """The same data, with places to break a line in words too long for it."""
    if isinstance(value, str):
        return _UNBROKEN.sub(lambda word: word[0] + "\u200b", value)
    if isinstance(value, dict):
        return {name: _breakable(each) for name, each in value.items()}
    return [_breakable(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def _fonts() -> Any:
    """The fonts of the package and none of the machine's, so that paper looks alike at every counter."""
    import noto_cjk_sans_otc
    import typst

    folder = str(noto_cjk_sans_otc.FONT_PATH).removesuffix(noto_cjk_sans_otc.FONT_FILE)
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])

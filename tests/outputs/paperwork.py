"""Slips and a store's name for the tests of paper, and how paper is read back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from deskapp.store.slips import SlipRow

NAMES = {"en": "Wanlian", "zh_Hans": "万联百货", "zh_Hant": "萬聯百貨", "ko": "완롄백화점"}
MADE = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)
NUMBER = "SA261122-0001K"
FACTS: dict[str, dict[str, Any]] = {
    "points": {"receipt": "R1", "till": "03", "date": "2026-11-22", "amount_money": 25000, "points": 25, "balance": 345,
               "excluded_money": 500},
    "redemption": {"item": "G001", "name": "保温杯", "quantity": 2, "points": 120, "cash_money": 500, "balance": 80},
    "adjustment": {"points": -20, "balance": 300, "reason": "重复登记" * 12},
    "enrolment": {"member": "M260101-0001", "card": "610000000018", "fee_money": 20000, "terms": "2020-01"},
    "reissue": {"card": "610000000026", "old": "610000000018", "reason": "lost", "fee_money": 500},
    "complaint": {"complaint": "CA261122-0007", "name": "金明", "subject": "上衣不良", "what": "上衣不良\n三日",
                  "happened_at": "2026-11-22T09:30+08:00", "place": "三", "asked": "新品", "receipt": "R-88"},
    "settlement": {"complaint": "CA261122-0007", "name": "金明", "subject": "上衣不良",
                   "remedies": [{"kind": "新品", "detail": "上衣"}, {"kind": "返金", "detail": ""}]},
    "unsigned": {"complaint": "CA261122-0007", "name": "金明", "subject": "上衣不良", "of": "SD261122-0003P",
                 "said": "不可", "witness": "王明 3001", "remedies": [{"kind": "新品", "detail": "上衣"}]},
}  # fmt: skip
HOSTILE = (
    '#panic("x") #read("/etc/passwd") [b] $x$ \\u{41} @ref <label> _a_ *b* `c` // d /* e */ = f',
    '"]}, {"', "#sys.inputs", "\x1b[31mred\x1b]0;title\x07\x00", "\u202egnp.exe\u2066x\u2069", "x" * 2000, "张" * 2000,
    "=cmd()", "[/]", "\ud800", "a\u0301" * 50, "{slip} %s {0}", "'", "😀🇰🇷 עברית ไทย",
)  # fmt: skip


def slip(kind: str, language: str = "zh_Hans", **more: Any) -> SlipRow:
    return SlipRow(**{
        "number": NUMBER, "kind": kind, "state": "to_sign", "language": language, "copies": 2,
        "made_at": MADE, "signed_at": None, "member": "张伟民", "facts": FACTS[kind],
        "member_number": "M260101-0001", "entry": 7, "counter": "A", "clerk": "1001", "clerk_name": "陈静", **more,
    })  # fmt: skip


def pages(paper: bytes) -> list[str]:
    """The text of each page of a PDF."""
    with pypdfium2.PdfDocument(paper) as file:
        return [page.get_textpage().get_text_range() for page in file]


def picture(paper: bytes, page: int = 0, scale: float = 2) -> Image.Image:
    """A page as it comes out of a printer."""
    with pypdfium2.PdfDocument(paper) as file:
        return file[page].render(scale=scale).to_pil().convert("L")


def codes(image: Image.Image) -> list[str]:
    """What a scanner reads on this picture."""
    return [found.text for found in zxingcpp.read_barcodes(image)]


def squeezed(text: str) -> str:
    """The text without the spaces and line breaks that setting it adds."""
    return "".join(text.split()).replace("\u200b", "").replace("\ufffe", "")

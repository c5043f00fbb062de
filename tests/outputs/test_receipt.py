"""What a receipt printer is sent: read back by its commands and its code page, it is the slip, line by line."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import partial

import pytest
from escpos.printer import Dummy
from PIL import Image

from deskapp import words
from deskapp.i18n import LANGUAGES
from deskapp.outputs import lines, slips
from deskapp.outputs.receipt import CODECS, SPOKEN, cells, receipt
from tests.outputs.paperwork import FACTS, HOSTILE, NAMES, NUMBER, codes, slip


@dataclass
class Paper:
    """What came out of the printer, copy by copy."""

    texts: list[str] = field(default_factory=list)
    pictures: list[Image.Image] = field(default_factory=list)
    tall: list[str] = field(default_factory=list)


def printed(data: bytes, codec: str) -> Paper:
    """Do what a printer does with these bytes; an unknown command fails."""
    paper, text, place, tall = Paper(), bytearray(), 0, False
    while place < len(data):
        head = data[place : place + 2]
        if head in (b"\x1b@", b"\x1c&"):
            place += 2
        elif head == b"\x1ba":
            place += 3
        elif head == b"\x1d!":
            tall = data[place + 2] == 1
            place += 3
            begin = len(text)
        elif data[place : place + 4] == b"\x1dv0\x00":
            broad, high = (int.from_bytes(data[place + at : place + at + 2], "little") for at in (4, 6))
            place += 8
            dots = bytes(255 - byte for byte in data[place : place + broad * high])
            paper.pictures.append(Image.frombytes("1", (broad * 8, high), dots).convert("L"))
            place += broad * high
        elif data[place : place + 3] == b"\x1dVB":
            paper.texts.append(text.decode(codec))
            text.clear()
            place += 4
        else:
            assert data[place] >= 0x20 or data[place] == 0x0A, f"a stray control {data[place]:#x}"
            text.append(data[place])
            place += 1
            if tall and text.endswith(b"\n"):
                paper.tall.append(text[begin:].decode(codec).strip())
                begin = len(text)
    assert not text
    return paper


def by_dummy(copies: list[slips.Copy], **how: object) -> tuple[bytes, str]:
    """What the library's printer was given, and what could not be printed."""
    made, device = receipt(copies, **how), Dummy()  # type: ignore[arg-type]
    device._raw(made.data)
    return device.output, made.lacking


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("width", [42, 32])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FACTS)
def test_the_bytes_decode_to_the_text_of_the_slip(kind: str, language: str, width: int) -> None:
    made = slip(kind, language, member="김하경" if language == "ko" else "張" if language == "zh_Hant" else "张伟民",
                clerk_name="陳靜" if language in ("ko", "zh_Hant") else "陈静",
                facts=FACTS[kind] | {"name": "茶", "reason": "lost"})  # fmt: skip
    copies = slips.copies(made, NAMES, marked=slips.REPRINT)
    codec = CODECS[SPOKEN[language]]
    data, lacking = by_dummy(copies, width=width)
    paper = printed(data, codec)
    assert lacking == ""
    assert [folded(text) for text in paper.texts] == [folded(lines.text([copy], width)) for copy in copies]
    assert all(cells(codec, line) <= width for text in paper.texts for line in text.splitlines())
    assert [codes(picture) for picture in paper.pictures] == [[NUMBER], [NUMBER]]
    assert sum(NUMBER in line for line in paper.tall) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_signs_of_money_the_text_is_the_very_same(language: str) -> None:
    copies = slips.copies(slip("adjustment", language, member="M", clerk_name="", facts={"points": 5}), NAMES)
    paper = printed(by_dummy(copies)[0], CODECS[SPOKEN[language]])
    assert paper.texts == [lines.text([copy]) for copy in copies]


def test_a_letter_that_the_printer_lacks_is_a_question_mark_and_is_told() -> None:
    copies = slips.copies(slip("points", "ko", member="张伟民 王", clerk_name="Kim"), NAMES)
    data, lacking = by_dummy(copies)
    assert lacking == "张伟"
    assert "??民 王" in printed(data, "cp949").texts[0]


def test_the_printers_own_code_page_goes_before_the_language() -> None:
    copies = slips.copies(slip("points", "zh_Hans"), NAMES)
    data, lacking = by_dummy(copies, codepage="big5")
    assert "张" in lacking
    assert NUMBER in printed(data, "cp950").texts[0]


@pytest.mark.parametrize("currency", ["CNY", "KRW", "TWD"])
def test_signs_of_money_are_printed_by_every_printer_that_knows_them(
    currency: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_house", words.House(currency))
    for language, codepage in (("zh_Hans", "gbk"), ("zh_Hant", "big5"), ("ko", "cp949")):
        if currency == "KRW" and language != "ko":
            continue
        copies = slips.copies(slip("points", language, member="", clerk_name=""), NAMES)
        assert by_dummy(copies, codepage=codepage)[1] == ""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("codepage", CODECS)
def test_no_text_of_people_becomes_a_command(text: str, codepage: str) -> None:
    hostile = slip("adjustment", "en", facts={"points": 1, "reason": text}, member=text, clerk_name=text)
    codec = CODECS[codepage]
    paper = printed(by_dummy(slips.copies(hostile, {"en": text}), codepage=codepage)[0], codec)
    assert len(paper.texts) == len(paper.pictures) == 2
    width = partial(cells, codec)
    assert all(width(line) <= 42 for line in paper.texts[0].splitlines())

"""Procedures and phrases: every screen has some, in four languages, that fit; a shop's own replace them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len

from deskapp import paths, phrases
from deskapp.i18n import LANGUAGES, set_language
from deskapp.phrases import PARTS, Line, Phrases, Subject, Text
from deskapp.places import EVERYWHERE, SCREENS, name_of
from deskapp.screens.leaflet import Block, broken, laid, pieces

NARROWEST = 58
MOST = 3
"""Lines that one text may take on the narrowest terminal."""

OWN = """
screens = ["points"]
[title]
ko = "적립"
[[procedure]]
ko = "우리 매장의 순서"
"""


@pytest.fixture(scope="module")
def shipped() -> Phrases:
    return phrases.read_folder(paths.data() / "phrases")


def texts(subject: Subject) -> Iterator[tuple[str, Text, str]]:
    """Every text of a subject: where it stands, in its languages, where it comes from."""
    yield f"{subject.name} title", subject.title, "title"
    for part in PARTS:
        for number, line in enumerate(getattr(subject, part), 1):
            yield f"{subject.name} {part} {number}", line, line.source
            if line.instead.texts:
                yield f"{subject.name} {part} {number} instead", line.instead, line.source


def every(found: Phrases) -> Iterator[tuple[str, Text, str]]:
    for subject in found.subjects.values():
        yield from texts(subject)


def test_what_comes_with_the_program_holds(shipped: Phrases) -> None:
    assert shipped.faults == ()
    assert len(shipped.subjects) > 20


def test_every_screen_has_its_procedure_and_its_phrases(shipped: Phrases) -> None:
    questions = {"help", "choose"}
    without = [
        (screen, part)
        for screen in sorted(EVERYWHERE - questions)
        for part in PARTS
        if not any(getattr(subject, part) for subject in shipped.on(screen))
    ]
    assert without == []


def test_a_screen_is_found_by_its_class() -> None:
    for name, where in {**SCREENS, "sign_in": "deskapp.screens.sign_in:SignIn"}.items():
        module, _colon, made = where.partition(":")
        assert name_of(getattr(import_module(module), made)) == name


def test_nothing_is_missing_in_any_language(shipped: Phrases) -> None:
    assert [where for where, text, _source in every(shipped) if set(text.texts) != set(LANGUAGES)] == []


def test_what_is_not_to_be_said_has_what_is_said_instead(shipped: Phrases) -> None:
    lines = [(subject.name, line) for subject in shipped.subjects.values() for line in subject.avoid]
    assert [(name, line.texts["en"]) for name, line in lines if not line.instead.texts] == []


def test_every_text_names_where_it_comes_from(shipped: Phrases) -> None:
    assert [where for where, _text, source in every(shipped) if not source] == []


def test_a_new_clerk_reads_no_more_than_eight_steps_and_six_phrases(shipped: Phrases) -> None:
    most = {"procedure": 8, "say": 6, "avoid": 6}
    long = {
        (subject.name, part): len(getattr(subject, part))
        for subject in shipped.subjects.values()
        for part in PARTS
        if len(getattr(subject, part)) > most[part]
    }
    assert long == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_a_narrow_terminal(shipped: Phrases, language: str) -> None:
    set_language(language)
    too_long = []
    for where, text, _source in every(shipped):
        told = phrases._("Instead: {text}", text=text.spoken(language)) if "instead" in where else text.spoken(language)
        lines = list(laid(Block(told, "+", 4), NARROWEST))
        if len(lines) > MOST or any(cell_len(line) > NARROWEST for line in lines):
            too_long.append((where, len(lines)))
    assert too_long == []


def test_no_text_has_a_sign_that_is_wide_on_one_console_and_narrow_on_another(shipped: Phrases) -> None:
    ambiguous = [
        (where, language, sign)
        for where, text, _source in every(shipped)
        for language, said in text.texts.items()
        for sign in said
        if unicodedata.east_asian_width(sign) == "A" or not sign.isprintable()
    ]
    assert ambiguous == []


def test_chinese_has_its_own_points_and_the_others_theirs(shipped: Phrases) -> None:
    """A half-wide comma between Chinese signs is how a text looks that nobody has read."""
    odd = []
    for where, text, _source in every(shipped):
        for language, said in text.texts.items():
            chinese = language.startswith("zh")
            for before, sign in pairwise(said):
                beside_han = "\u4e00" <= before <= "\u9fff"
                if (chinese and beside_han and sign in ",:;?!") or (not chinese and "\uff01" <= sign <= "\uff1f"):
                    odd.append((where, language, said))
    assert odd == []


# ---- a shop's own


def test_a_file_of_the_shop_takes_the_place_of_the_one_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "points.toml").write_text(OWN, "utf-8")
    found = phrases.phrases(tmp_path)
    (subject,) = found.on("points")
    assert [line.spoken("ko") for line in subject.procedure] == ["우리 매장의 순서"]
    assert subject.say == ()
    assert found.on("redeem") == phrases.phrases(tmp_path / "nothing").on("redeem")


def test_a_text_that_is_not_written_in_a_language_is_shown_in_the_one_it_is_written_in(tmp_path: Path) -> None:
    (tmp_path / "points.toml").write_text(OWN, "utf-8")
    (subject,) = phrases.phrases(tmp_path).on("points")
    assert subject.procedure[0].spoken("en") == "우리 매장의 순서"


def test_a_file_of_the_shop_may_add_to_what_is_there(tmp_path: Path) -> None:
    before = phrases.phrases(tmp_path).on("points")[0]
    (tmp_path / "points.toml").write_text("add = true\n" + OWN.replace('"points"', '"redeem"'), "utf-8")
    found = phrases.phrases(tmp_path)
    (after,) = found.on("points")
    assert after.procedure[:-1] == before.procedure
    assert after.procedure[-1].texts == {"ko": "우리 매장의 순서"}
    assert (after.say, after.title) == (before.say, before.title)
    assert "points" in [subject.name for subject in found.on("redeem")]


def test_a_new_subject_of_the_shop_stands_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "parking.toml").write_text(OWN.replace('"points"', '"home"'), "utf-8")
    assert [subject.name for subject in phrases.phrases(tmp_path).on("home")] == ["desk", "parking", "phone", "upset"]


@pytest.mark.parametrize(
    ("wrong", "place", "why"),
    [
        ("screens = [", "", "cannot be read"),
        ('screens = [["points"]]\n[title]\nen = "x"', "screens", "no screen"),
        ('screens = ["nowhere"]\n[title]\nen = "x"', "screens", "no screen nowhere"),
        ('screens = ["points"]', "title", "text is needed in one of"),
        ('screens = ["points"]\n[title]\nen = 5', "title en", "a text is needed"),
        ('screens = ["points"]\n[title]\nen = "x"\n[[says]]\nen = "x"', "says", "no such key"),
        ('screens = ["points"]\n[title]\nen = "x"\n[[say]]\nen = "x"\n[[say]]\nzh = "x"', "say 2", "in one of"),
        (
            'screens = ["points"]\n[title]\nen = "x"\n[[say]]\nen = "x"\ninstead.en = "y"',
            "say 1 instead",
            "no such key",
        ),
        ('screens = ["points"]\n[title]\nen = "x"\n[[avoid]]\nen = "x"\ninstead = "y"', "avoid 1 instead", "in one of"),
        ('screens = ["points"]\nsay = 3\n[title]\nen = "x"', "say", "at most"),
        (f'screens = ["points"]\n[title]\nen = "{"x" * 500}"', "title en", "longer than 400"),
        ('add = 1\nscreens = ["points"]\n[title]\nen = "x"', "add", "true or false"),
        ("screens = [" * 5000, "", "cannot be read"),
        ("#" * 200_001, "", "longer than"),
    ],
)
def test_a_fault_names_the_file_the_key_and_why(tmp_path: Path, wrong: str, place: str, why: str) -> None:
    set_language("en")
    (tmp_path / "points.toml").write_text(wrong, "utf-8")
    found = phrases.phrases(tmp_path)
    fault = found.faults[0]
    assert (fault.file, fault.key) == ("points.toml", place)
    assert why in str(fault)
    assert found.on("points") == phrases.phrases(tmp_path / "nothing").on("points"), "the shipped one stands"


def test_a_file_in_another_encoding_is_told_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / "points.toml").write_bytes(OWN.encode("utf-16"))
    assert len(phrases.phrases(tmp_path).faults) == 1


def test_the_sample_for_owners_holds(tmp_path: Path) -> None:
    guide = (Path(phrases.__file__).parent.parent / "docs" / "owner.md").read_text("utf-8")
    (sample,) = [block for block in guide.split("```toml\n")[1:] if "[[procedure]]" in block]
    sample = sample.partition("```")[0]
    (tmp_path / "gifts.toml").write_text(sample, "utf-8")
    assert phrases.phrases(tmp_path).faults == ()


# ---- lines


def test_a_chinese_line_never_begins_with_a_point_nor_ends_with_an_open_bracket() -> None:
    text = "请稍等\uff0c我问一下\uff08领班\uff09\u3002好\uff1f"
    for width in range(8, 30):
        lines = broken(text, width)
        assert "".join(lines) == text
        assert not any(line[0] in "\uff0c\uff09\u3002\uff1f" or line[-1] == "\uff08" for line in lines), width


def test_korean_and_english_are_broken_between_words_and_an_endless_word_where_the_line_ends() -> None:
    assert broken("잠시만 기다려 주세요", 13) == ["잠시만 기다려", "주세요"]
    assert broken("one moment please", 11) == ["one moment", "please"]
    assert broken("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
    assert broken("", 10) == [""]
    assert "".join(pieces("您好 hello, 안녕 1.")) == "您好 hello, 안녕 1."


def test_a_line_without_any_text_says_nothing() -> None:
    assert Line({}).spoken("ko") == ""

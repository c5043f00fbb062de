"""What is a scan and what is a person, key by key and millisecond by millisecond."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from deskapp import scanner, settings
from deskapp.looks import looks
from deskapp.scanner import Burst, Scan, Scanner

CODE = "6901234500016"


def fed(text: str, each: float, *, end: float | None = None, how: Scanner | None = None) -> Scan | None:
    """What comes of this text when every key takes `each` milliseconds, and the suffix `end`."""
    burst, at, scan = Burst(how), 100.0, None
    for char in text:
        name = {"\n": "enter", "\t": "tab", "\r": "ctrl+j", "\x1b": "f2", "\x02": "ctrl+b"}.get(char)
        at += (each if end is None or char != text[-1] else end) / 1000
        scan = burst.key(name or char, None if name else char, at)
    return scan


@pytest.mark.parametrize("each", [0, 1, 5, 15, 25, 39.9])
def test_what_comes_at_a_scanners_speed_and_ends_with_enter_is_a_scan(each: float) -> None:
    assert fed(CODE + "\n", each) == Scan(CODE)


@pytest.mark.parametrize("each", [41, 70, 90, 150])
def test_what_comes_at_a_persons_speed_is_none(each: float) -> None:
    assert fed(CODE + "\n", each) is None


def test_an_enter_that_comes_later_is_a_persons() -> None:
    assert fed(CODE + "\n", 1, end=90) is None


@pytest.mark.parametrize("text", ["12345", "1111111111", "66 123456", "张伟民1234567", "123456\u3000", ""])
def test_what_is_short_or_held_down_or_no_code_is_none(text: str) -> None:
    assert fed(text + "\n", 1) is None


def test_only_what_came_quickly_belongs_to_the_scan() -> None:
    burst = Burst()
    for count, char in enumerate("zhang"):
        burst.key(char, char, count * 0.09)
    for count, char in enumerate(CODE):
        burst.key(char, char, 1 + count * 0.01)
    assert burst.key("enter", None, 1.13) == Scan(CODE)
    assert burst.key("enter", None, 1.14) is None


def test_what_an_input_method_gave_does_not_spoil_the_scan_behind_it() -> None:
    burst = Burst()
    burst.key("张", "张", 0.0)
    for count, char in enumerate(CODE):
        burst.key(char, char, 1 + count * 0.01)
    assert burst.key("enter", None, 1.13) == Scan(CODE)


@pytest.mark.parametrize(
    ("how", "typed", "scan"),
    [
        (Scanner("~"), f"~{CODE}\n", Scan(CODE, marked=True)),
        (Scanner("~"), "~61\n", Scan("61", marked=True)),
        (Scanner("~"), f"{CODE}\n", Scan(CODE)),
        (Scanner("~"), "~\n", None),
        (Scanner("]C1"), f"]C1{CODE}\n", Scan(CODE, marked=True)),
        (Scanner("ctrl+b"), "\x0261\n", Scan("61", marked=True)),
        (Scanner(), "\x1b61\n", Scan("61", marked=True)),
        (Scanner(), "61\n", None),
        (Scanner(), f"{CODE}\r", Scan(CODE)),
        (Scanner(), f"{CODE}\t", None),
        (Scanner(suffix="tab"), f"{CODE}\t", Scan(CODE)),
        (Scanner(suffix="tab"), f"{CODE}\n", None),
        (Scanner(suffix=""), f"{CODE}\n", Scan(CODE)),
    ],
)
def test_prefix_and_suffix_are_as_the_scanner_is_set(how: Scanner, typed: str, scan: Scan | None) -> None:
    assert fed(typed, 5, how=how) == scan


def test_silence_ends_a_scan_only_where_the_scanner_has_no_suffix() -> None:
    for suffix, scan in (("", Scan(CODE)), ("enter", None)):
        burst = Burst(Scanner(suffix=suffix))
        for count, char in enumerate(CODE):
            burst.key(char, char, count * 0.01)
        assert burst.silent() == scan
        assert burst.silent() is None


@pytest.mark.parametrize("given", [{}, {"prefix": "f2"}, {"prefix": "ctrl+b", "suffix": "tab"}, {"prefix": "]C1"},
                                   {"prefix": "f13", "suffix": ""}, {"prefix": "~", "suffix": "enter"}])  # fmt: skip
def test_a_scanner_can_be_set_so(given: dict[str, object]) -> None:
    assert scanner.faults(given) == []
    assert scanner.read(given) == Scanner(**given)  # type: ignore[arg-type]


WRONG: tuple[dict[str, object], ...] = (
    {"suffix": "x"}, {"suffix": 13}, {"prefix": "a"}, {"prefix": "007"}, {"prefix": "f9"}, {"prefix": "ctrl+h"},
    {"prefix": "~ "}, {"prefix": "~" * 9}, {"prefix": True}, {"sufix": "tab"},
)  # fmt: skip


@pytest.mark.parametrize("given", WRONG)
def test_a_setting_that_cannot_be_is_named_with_its_place_and_left_out(
    given: dict[str, object], tmp_path: Path
) -> None:
    (part,) = given
    assert scanner.faults(given)[0].startswith(f"scanner.{part}: ")
    assert scanner.read(given) == Scanner()
    file = tmp_path / "settings.toml"
    value = str(given[part]).lower() if isinstance(given[part], int) else f'"{given[part]}"'
    file.write_text(f"[scanner]\n{part} = {value}\n", "utf-8")
    with pytest.raises(ValidationError) as wrong:
        settings.load(file)
    assert settings.faults(wrong.value)[0].startswith(f"scanner.{part}: ")


def test_the_scanner_is_known_before_the_rest_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[scanner]\nprefix = "~"\nsuffix = "tab"\n', "utf-8")
    assert scanner.read(looks(file).scanner) == Scanner("~", "tab")
    assert settings.load(file).scanner.prefix == "~"
    file.write_text("scanner = 7\n", "utf-8")
    assert scanner.read(looks(file).scanner) == Scanner()

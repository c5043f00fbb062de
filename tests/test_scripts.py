"""What is said on the phone: whole in every language for every purpose, and branching by the answer."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest

from deskapp import scripts
from deskapp.rules.policy import Policies
from deskapp.rules.policy import read as read_policy
from deskapp.rules.profiles import LANGUAGES
from deskapp.rules.scripts import Script, read

DATA = Path(__file__).parents[1] / "data"
FILES = sorted((DATA / "scripts").glob("*.toml"))
WHOLE = (DATA / "scripts" / "member_care.toml").read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_script_holds_and_names_where_it_comes_from(file: Path) -> None:
    text = file.read_text("utf-8")
    script = read(file.stem, text)
    assert isinstance(script, Script), script
    lines = [*script.steps.values(), *(line for lines in script.answers.values() for line in lines)]
    assert [line for line in lines if set(line) != set(LANGUAGES)] == []
    assert tomllib.loads(text)["source"]
    assert not {char for char in text if unicodedata.east_asian_width(char) == "A"}


def test_every_purpose_of_the_shipped_policy_has_its_script() -> None:
    policies = read_policy((DATA / "policy.toml").read_text("utf-8"))
    assert isinstance(policies, Policies)
    assert set(policies.versions[-1].callbacks.purposes) == set(scripts.shipped().scripts)
    assert scripts.shipped().about("gossip") == scripts.shipped().about("member_care")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_talk_branches_by_the_answer(language: str) -> None:
    talk = scripts.shipped().about("member_care")
    content, fair, upset = (talk.branch(answer, language) for answer in ("satisfied", "fair", "dissatisfied"))
    assert (len(content), len(fair), len(upset)) == (2, 3, 3)
    assert fair[:2] == upset[:2]
    assert not set(content) & set(fair)
    assert talk.branch("busy", language) == []


def test_names_are_put_in_and_what_is_not_known_is_left_out() -> None:
    talk = scripts.shipped().about("member_care")
    said = talk.said("opening", "en", clerk="{store}", store="Wanlian", customer="Li Na")
    assert "{store} from the service desk of Wanlian" in said
    assert "with Li Na?" in said
    assert "{" not in talk.said("opening", "ko")
    assert talk.said("weather", "en") == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("[opening]", "[greeting]"), "opening: it is missing"),
        (("[opening]", "[greeting]"), "greeting: there is no such key"),
        (("ko = ", "ja = "), "it is needed in one of"),
        (("[[answers.fair]]", "[[answers.happy]]"), "answers.happy: there is no such answer"),
        (("{clerk}", "{boss}"), "nothing to put for {boss}"),
        (("{clerk}", "{clerk"), "opening zh_Hans"),
        (("{clerk}", "x" * 301), "one to 300 characters"),
        (("source = ", "source "), "member_care: "),
        (("[[answers.", "[[replies."), "answers: at least one is needed"),
    ],
)
def test_a_script_that_does_not_hold_is_told_with_its_key(change: tuple[str, str], says: str) -> None:
    faults = read("member_care", WHOLE.replace(*change))
    assert isinstance(faults, list)
    assert [fault for fault in faults if says in fault], faults


def test_every_outcome_purpose_and_reason_has_its_word() -> None:
    from deskapp import call_sentences
    from deskapp.rules.callbacks import REASONS, Outcome, State
    from deskapp.rules.calling import Standing
    from deskapp.sentences import STATES

    assert set(Outcome) <= set(call_sentences.OUTCOMES)
    assert set(REASONS) == set(call_sentences.CALL_REASONS)
    assert set(scripts.shipped().scripts) == set(call_sentences.PURPOSES)
    assert {*State, *Standing} <= set(STATES)


OWN = """
[opening]
ko = "{store}입니다."
[question]
ko = "어떠셨습니까?"
[[answers.satisfied]]
ko = "감사합니다."
"""


def test_a_shops_own_script_takes_the_place_of_ours_in_the_languages_it_is_written_in(tmp_path: Path) -> None:
    (tmp_path / "member_care.toml").write_text(OWN, "utf-8")
    (tmp_path / "anniversary.toml").write_text("\ufeff" + OWN, "utf-8")
    own = scripts.talks(tmp_path)
    assert own.about("member_care").said("opening", "en", store="Wanlian") == "Wanlian입니다."
    assert own.about("anniversary").branch("satisfied", "ko") == ["감사합니다."]
    assert own.about("promise") == scripts.shipped().about("promise")
    assert own.faults == ()


def test_a_script_that_does_not_hold_leaves_ours_standing_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "member_care.toml").write_text(OWN.replace("{store}", "{boss}"), "utf-8")
    (tmp_path / "promise.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "birthday.toml").write_text("x" * (scripts.LARGEST + 1), "utf-8")
    own = scripts.talks(tmp_path)
    assert own.scripts == scripts.shipped().scripts
    told = " | ".join(own.faults)
    assert len(own.faults) == 3
    assert all(part in told for part in ("birthday: longer", "member_care: opening ko", "promise: 'utf-8'"))
    assert scripts.talks(tmp_path / "none").faults == ()

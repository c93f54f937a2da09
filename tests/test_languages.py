"""Which language is spoken: named at the start, set, or the computer's; a half-translated one is not offered."""

from pathlib import Path

import pytest

from balancecoach import languages
from balancecoach.core import words
from balancecoach.core.plan import Units
from balancecoach.core.preferences import Preferences, from_json, to_json
from balancecoach.languages import FILE, Language
from balancecoach.ui.editor_words import plain
from tests.fakes import in_language


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """German, reviewed; Spanish, not; French, half done."""
    for code, name, reviewer, percent in (
        ("de", "Deutsch", "Dr. A. Muster, 2026-11-01", 100),
        ("es", "Español", "", 95),
        ("fr", "Français", "", 94),
    ):
        path = tmp_path / code / FILE
        path.parent.mkdir(parents=True)
        fields = (
            f"Language: {code}",
            f"X-Name: {name}",
            f"X-Clinical-Reviewer: {reviewer}",
            f"X-Translated: {percent}",
        )
        head = "".join(f'"{field}\\n"\n' for field in fields)
        path.write_text(f'msgid ""\nmsgstr ""\n{head}\nmsgid "Start"\nmsgstr "Start {code}"\n', encoding="utf-8")
    return tmp_path


def test_only_what_is_nearly_whole_is_offered(folder: Path) -> None:
    assert languages.offered(folder) == (
        Language("en", "English"),
        Language("de", "Deutsch", "Dr. A. Muster, 2026-11-01"),
        Language("es", "Español"),
    )


def test_a_glossary_may_stand_above_the_head(folder: Path) -> None:
    path = folder / "de" / FILE
    path.write_text("# Glossar\n" * 500 + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "de" in [each.code for each in languages.offered(folder)]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (["de_AT.UTF-8"], "de"),
        (["fr_FR", "es"], "es"),
        (["es-MX@euro"], "es"),
        (["C"], "en"),
        ([""], "en"),
        (["nonsense", "../de"], "en"),
        (["en_GB", "de"], "en"),
    ],
)
def test_the_first_that_is_offered(folder: Path, wanted: list[str], code: str) -> None:
    assert languages.best(wanted, folder) == code


def test_what_the_computer_is_set_to() -> None:
    environ = {"LANG": "es_ES.UTF-8", "LC_MESSAGES": "de_DE", "LANGUAGE": "fr:de"}
    assert languages.of_the_system(environ, "linux") == ["fr", "de"]
    assert languages.of_the_system({"LANG": "es_ES.UTF-8", "LC_ALL": "", "LC_MESSAGES": "de_DE"}, "linux") == ["de_DE"]
    assert languages.of_the_system({}, "linux") == [""]
    assert len(languages.of_the_system({}, "darwin")) == 1
    assert languages.told("", {"BALANCECOACH_LANGUAGE": "de"}) == "de"
    assert languages.told("es", {"BALANCECOACH_LANGUAGE": "de"}) == "es"


def test_speaking(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with in_language(words._current[0]):
        languages.speak("de_DE", folder)
        assert (words.tr("Start"), words.language(), words.unreviewed()) == ("Start de", "de", "")
        languages.speak("es", folder)
        assert (words.tr("Start"), words.unreviewed()) == ("Start es", words.UNREVIEWED)
        languages.speak("en", folder)
        assert (words.tr("Start"), words.language(), words.unreviewed()) == ("Start", "en", "")
        monkeypatch.setenv("LANGUAGE", "de")
        languages.speak("", folder)
        assert words.language() == "de"
        languages.speak("fr", folder)
        assert words.tr("Start") == "Start fr", "by its name it can be looked at before it is offered"
        monkeypatch.setenv("LANGUAGE", "fr")
        languages.speak("", folder)
        assert words.language() == "en"
        languages.speak("pseudo-rtl")
        assert words.right_to_left()


def test_a_language_is_kept() -> None:
    assert from_json(to_json(Preferences(language="de"))).language == "de"
    assert from_json({"language": 3}).language == ""


def test_inside_a_sentence_german_nouns_keep_their_capitals() -> None:
    assert words.inside("Stand still") == "stand still"
    with in_language(words._current[0]):
        languages.speak("de")
        assert words.inside("Beide Füße auf die Trittflächen") == "Beide Füße auf die Trittflächen"
        assert plain("Höchstens 1,5 km/h.", Units.MPH) == "Höchstens 0,93 mph."

"""What the guides name is there: buttons and headings, keys, commands, programmes, links; in sentences one can read."""

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import balancecoach
from balancecoach.commands.options import parser
from balancecoach.core.checkup import TITLES
from balancecoach.core.daily import CALL_HELP, STOP_SIGNS
from balancecoach.core.guide import GUIDES, anchor
from balancecoach.guides import folder, guides, what_is_new
from balancecoach.paths import assets
from balancecoach.plans.library import BUILT_IN, Programmes
from balancecoach.ui.actions import DEFAULTS
from balancecoach.ui.button_names import plain_name
from balancecoach.ui.button_rules import action_words

ROOT = Path(balancecoach.__file__).parents[1]
EVERY = {guide.id: guide for guide in guides()}
each = pytest.mark.parametrize("name", EVERY)
#: Years of school after which a text is read easily (Flesch and Kincaid): 6 is an age of about 11. Physios read more.
GRADE = {"in-clinic": 8.0}
MOST_WORDS = 22


@cache
def shown() -> tuple[re.Pattern[str], ...]:
    """Everything that the window says: each message, with room for what is put into it."""
    found = set()
    for path in (ROOT / "balancecoach").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "trn", "N_"):
                found |= {part.value for part in node.args if isinstance(part, ast.Constant)}
    assert len(found) > 1000
    holes = (re.sub(r"\\\{.*?\\\}", ".*", re.escape(str(text))).replace(r"\ .*", r"\ ?.*") for text in found)
    return tuple(re.compile(text) for text in holes if text.strip(".* ?\\"))


def unknown_labels(text: str) -> list[str]:
    """Bold words that are on no screen. A message that is nearly all holes would fit everything, so it is left out."""
    found = []
    for label in re.findall(r"\*\*(.+?)\*\*", text):
        fits = any(each.fullmatch(label) for each in shown() if len(re.findall(r"[A-Za-z]", each.pattern)) > 2)
        found += [] if fits else [label]
    return found


def keys() -> set[str]:
    """Those that do something: in a session, in a demonstration, and anywhere."""
    window = (ROOT / "balancecoach/ui/window.py").read_text(encoding="utf-8")
    anywhere = set(re.findall(r'QKeySequence\("(\w+)"\)', window))
    return anywhere | {plain_name(int(key)) for row in DEFAULTS.values() for key in row} | {"+", "-", "B", "Esc"}


def wrong_code(text: str) -> Iterator[str]:
    """What stands in ``code`` and is neither a key nor a command with these options."""
    for code in re.findall(r"`([^`]+)`", text):
        if not code.startswith("balancecoach"):
            if code not in keys():
                yield code
            continue
        try:
            parser().parse_args(shlex.split(code)[1:])
        except SystemExit:
            yield code


def broken_links(text: str) -> Iterator[str]:
    """Links to what is not there, or not in the program: a guide, one of its headings, a picture beside it."""
    for target in re.findall(r"\]\(([^)]+)\)", text):
        file, _, part = target.partition("#")
        path = folder() / file
        there = "/" not in target and path.is_file()
        if not there or (part and part not in (anchor(section.heading) for section in EVERY[path.stem].sections)):
            yield target


def syllables(word: str) -> int:
    """About: groups of vowels, without a silent e."""
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower()))))


def grade(sentences: list[list[str]]) -> float:
    """Flesch and Kincaid's grade."""
    words = [word for row in sentences for word in row]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def read(name: str) -> list[list[str]]:
    """The sentences of a guide, as words."""
    rows = (row for section in EVERY[name].sections for row in section.sentences() if "balancecoach" not in row)
    return [found for row in rows if (found := re.findall(r"[A-Za-z']+", row))]


def test_every_file_is_a_guide() -> None:
    assert {path.stem for path in folder().glob("*.md")} == set(GUIDES) == set(EVERY)
    assert all(guide.title and len(guide.sections) > 5 for guide in EVERY.values())


@each
def test_bold_words_are_on_a_screen(name: str) -> None:
    assert unknown_labels(EVERY[name].markdown) == []


@each
def test_keys_and_commands_exist(name: str) -> None:
    assert list(wrong_code(EVERY[name].markdown)) == []


@each
def test_links_lead_somewhere_without_a_network(name: str) -> None:
    assert list(broken_links(EVERY[name].markdown)) == []
    assert "://" not in EVERY[name].markdown


@each
def test_programmes_and_tests_have_their_names(name: str) -> None:
    programmes = Programmes(assets() / "programmes")
    names = {programmes[each].title for each in BUILT_IN} | set(TITLES.values())
    alone = re.sub(r"\*\*.+?\*\*", "", EVERY[name].markdown)
    assert set(re.findall(r"\*(.+?)\*", alone)) <= names


@each
def test_sentences_are_short_and_easy(name: str) -> None:
    rows = read(name)
    assert [" ".join(row) for row in rows if len(row) > MOST_WORDS and " ".join(row) not in CALL_HELP] == []
    assert grade(rows) <= GRADE.get(name, 6.0)


@each
def test_words_are_kind(name: str) -> None:
    text = EVERY[name].markdown.lower()
    assert not re.search(r"\b(elderly|seniors?|simply press|walk faster|go faster\W*!)\b", text)


def test_the_checks_see_what_is_wrong() -> None:
    assert unknown_labels("**Start** and **Begin everything** and **Give to Anna** and **settings**") == [
        "Begin everything",
        "settings",
    ]
    assert list(wrong_code("`Enter` `Q` `balancecoach doctor` `balancecoach doctor --cure` `balancecoach fly`")) == [
        "Q",
        "balancecoach doctor --cure",
        "balancecoach fly",
    ]
    wrong = "[a](in-clinic.md#the-report) [b](in-clinic.md#gone) [c](gone.md) [d](../x.md) ![e](gone.png)"
    assert list(broken_links(wrong)) == ["in-clinic.md#gone", "gone.md", "../x.md", "gone.png"]
    hard = [["considerable", "physiological", "adaptation", "necessitates", "individualised", "supervision"]]
    assert grade(hard) > 20 > 6 > grade([["the", "belt", "is", "still"]])


# -- what must not differ from the rest ------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["first-week"])
def test_the_signs_to_stop_are_those_of_the_check(name: str) -> None:
    section = next(each for each in EVERY[name].sections if each.heading == "Stop at any of these")
    assert section.lines[: len(STOP_SIGNS)] == STOP_SIGNS
    assert CALL_HELP in section.lines


def test_the_table_of_keys_says_what_the_buttons_do() -> None:
    rows = re.findall(r"^\| (`.*?) \| (.*?) \|$", EVERY["standing-by"].markdown, re.MULTILINE)
    action = {plain_name(int(key)): row for row, found in DEFAULTS.items() for key in found}
    assert len(rows) == 5
    for names, words in rows:
        for key in re.findall(r"`(.*?)`", names):
            assert action_words(action[key]).lower() == words


def test_what_is_new_and_the_guides_are_packed() -> None:
    assert what_is_new().startswith(f"## {balancecoach.__version__}")
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert built["wheel"]["force-include"] == {
        "assets": "balancecoach/assets",
        "CHANGELOG.md": "balancecoach/CHANGELOG.md",
    }
    recipe = (ROOT / "packaging/balancecoach.spec").read_text(encoding="utf-8")
    assert '(str(ROOT / "assets"), "balancecoach/assets"), (str(ROOT / "CHANGELOG.md"), "balancecoach")' in recipe


def test_the_readme_leads_to_each() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"(assets/guides/{name}.md)" in readme for name in GUIDES)
    linked = re.findall(r"""(?:\]\(|src=")((?:\w+/)*[\w.-]+)[)#"]""", readme)
    assert len(linked) > 40
    for name in linked:
        assert (ROOT / name).exists(), name

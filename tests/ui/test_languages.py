"""Every screen in the pseudo-language: every word on it is translated, by a message that is in the template, and has
room though it is 40 % longer. A few screens written from right to left. The choice in Settings."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shots_camera import Camera, camera_for
from shots_checkups import stopwatch
from shots_past import past
from shots_samples import fill
from shots_scenes import around_a_session, everyday, mishaps, people, senses, session

from balancecoach.core import words
from balancecoach.core.catalogue import Catalogue, entries
from balancecoach.core.preferences import Theme
from balancecoach.core.pseudo import Pseudo
from balancecoach.languages import Language, offered, speak
from balancecoach.paths import assets
from balancecoach.ui import direction
from balancecoach.ui.before import BeforeScreen
from balancecoach.ui.fields import Field
from tests.fakes import THOROUGH, in_language
from tests.ui.layout_faults import faults
from tests.ui.pixels import cut, ink, likeness, pixels
from tests.ui.test_large_text import PAINTED, PARTS, SIZE
from tests.ui.world import World, anybody, world_of

#: Names of people and files, what somebody typed, and what a record has kept in the language of its day.
OURS = {*("Balance", "Coach", "Margaret", "George", "Elsie", "Harold", "Anna", "Ann", "Ben", "Mine")}
OURS |= {*("OGG", "FLAC", "WAV", "Music", "Week", "cue", "English", "Deutsch", "Español", "Français")}
KEPT = re.compile(
    r"/(tmp|media|home)/\S*|\S*\.balancecoach|Gentle build, week 2|stick$|Felt steady[^⟦]*|New shoes[^⟦]*"
)
TYPED = (QLineEdit, QPlainTextEdit, Field)
#: The message of a sample: what the app would make of several.
SAMPLE = "sample"
#: The guides are English, and so is what a search finds in them.
GUIDES = "help"
#: Painted as shares of the window, and measured in ``test_pictures.py``.
OF_A_SESSION = ("session", "went-wrong-paused", "stopwatch")
#: At 100 % its table stands beside its fields, five columns, in which one word has no room for 40 % more letters. The
#: real languages are measured there, too.
EDITOR = "editor"


class Asked(Pseudo):
    """The pseudo-language, that notes what was asked for and is not in the template: no translator ever sees it."""

    def __init__(self, *, rtl: bool = False) -> None:
        super().__init__(rtl=rtl)
        template = (assets() / "locale" / "balancecoach.pot").read_text(encoding="utf-8")
        self._known = {(each.context, text) for each in entries(template) for text in (each.id, each.plural)}
        self.missing: set[str] = set()

    def gettext(self, message: str) -> str:
        self._look("", message)
        return super().gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        self._look(context, message)
        return "," if context == "decimal sign" else super().gettext(message)

    def _look(self, context: str, message: str) -> None:
        if context != SAMPLE and (context, message) not in self._known:
            self.missing.add(f"{context} {message}".strip())


@contextmanager
def pseudo(*, rtl: bool = False) -> Iterator[Asked]:
    """Everything in the pseudo-language; windows follow its direction."""
    app, asked = QApplication.instance(), Asked(rtl=rtl)
    with in_language(asked):
        direction.follow(app)
        yield asked
    direction.follow(app)


def shown(window: QWidget) -> Iterator[str]:
    """Every text on the screen, and what a screen reader says of it."""
    for made in window.findChildren(QWidget):
        if not made.isVisible():
            continue
        getters = ["accessibleName", "accessibleDescription", "toolTip", "placeholderText", "title", "read_out"]
        getters += [] if isinstance(made, TYPED) else ["text"]
        yield from (str(getattr(made, name)()) for name in getters if callable(getattr(made, name, None)))
        if isinstance(made, QComboBox):
            yield from (made.itemText(number) for number in range(made.count()))
        if isinstance(made, QAbstractItemView):
            yield from cells(made)


def cells(view: QAbstractItemView) -> Iterator[str]:
    """Of the first rows of a table, and its head."""
    model, none = view.model(), QModelIndex()
    columns = range(model.columnCount(none)) if isinstance(view, QTableView) else range(1)
    for row in range(min(model.rowCount(none), 6)):
        yield from (str(model.data(model.index(row, column)) or "") for column in columns)
    if isinstance(view, QTableView):
        yield from (str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns)


def english(text: str) -> list[str]:
    """What in it no translation has been through: words with a plain vowel, and numbers with a point."""
    plain = KEPT.sub("", re.sub(r"<[^>]*>", "", text))
    found = [word for word in re.findall(r"[^\W\d_]{2,}", plain) if re.search("[aeiou]", word, re.IGNORECASE)]
    return [word for word in found if word not in OURS] + re.findall(r"(?<![\d.:])\d+\.\d\b(?!\.)", plain)


def walked(camera: Camera) -> Iterator[str]:
    """Every screen that can be drawn."""
    for part in (*PARTS, senses, session, mishaps, stopwatch):
        for name in part(camera):
            camera.settle()
            yield name


@pytest.mark.parametrize("text_percent", [100, 150] if THOROUGH else [150])
def test_every_word_is_translated_and_has_room(qtbot: QtBot, text_percent: int) -> None:
    wrong, seen = [], set[str]()
    with pseudo() as asked, camera_for(SIZE, Theme.PAPER, text_percent) as camera:
        for name in walked(camera):
            without = (*OF_A_SESSION, EDITOR) if text_percent == 100 else OF_A_SESSION
            if name not in PAINTED and not name.startswith(without):
                wrong += [f"{name}: {fault}" for fault in faults(camera.window)]
            texts = set(shown(camera.window)) - seen
            seen |= texts
            if not name.startswith(GUIDES):
                wrong += [f"{name}: {left} in {text!r}" for text in texts if (left := english(text))]
    assert "\n".join(wrong) == ""
    assert asked.missing == set(), "no tool collects these: mark them with N_ where they stand"
    assert len(seen) > 800, "too little was looked at"


@pytest.mark.parametrize("text_percent", [100, 150, 200] if THOROUGH else [200])
@pytest.mark.parametrize("code", [each.code for each in offered()[1:] if THOROUGH or each.code == "de"])
def test_each_language_has_room(qtbot: QtBot, code: str, text_percent: int) -> None:
    """As it is translated: every screen of each with THOROUGH=1; always some in German, whose words are the longest."""
    wrong = []
    with in_language(words._current[0]):
        speak(code)
        assert words.language() == code
        with camera_for(SIZE, Theme.PAPER, text_percent) as camera:
            fill(camera.store)
            for part in PARTS if THOROUGH else (everyday, past, people, around_a_session):
                for name in part(camera):
                    camera.settle()
                    wrong += [f"{name}: {fault}" for fault in faults(camera.window) if name not in PAINTED]
    assert "\n".join(wrong) == ""


def test_english_is_seen() -> None:
    assert english("⟦Géññtllé⟧ Gentle, 1,5 2.5") == ["Gentle", "2.5"]
    assert english("⟦Göööd mmörrñîîñg⟧, Margaret · 0:40 · MP3") == []
    assert Pseudo().gettext("Turn {0:.1f} && <b>on</b>, 1.5") == "⟦Türrñ {0:.1f} && <b>ööññ</b>, 1,5⟧"
    asked = Asked()
    with in_language(asked):
        words.tr("Never heard of")
        words.trc("hands", "one")
        assert asked.missing == {"Never heard of"}


# -- from right to left --------------------------------------------------------------------------------------------
def test_right_to_left(qtbot: QtBot) -> None:
    """Pages are turned round; the timer, the charts and the way of the arrows are not."""
    with pseudo() as left, camera_for(SIZE) as camera:
        pictures = {name: pixels(camera.picture()) for name in few(camera)}
        assert left.missing == set()
        assert camera.window.nav["today"].mapTo(camera.window, QPoint(0, 0)).x() < SIZE[0] / 4
    with pseudo(rtl=True), camera_for(SIZE) as camera:
        turned = {}
        for name in few(camera):
            turned[name] = pixels(camera.picture())
            wrong = list(faults(camera.window)) if not name.startswith("session") else []
            assert wrong == [], name
            if name == "session-backward":
                assert camera.window.session.timer.text() == "0:22"
        assert camera.window.nav["today"].mapTo(camera.window, QPoint(0, 0)).x() > SIZE[0] / 2
    for name in ("session-backward", "session-turn"):
        for part in (ARROW, TIMER):
            assert likeness(ink(cut(pictures[name], part)), ink(cut(turned[name], part))) > 0.97, name


#: Where the session screen has its arrow and the big digits.
ARROW, TIMER = QRect(0, 0, 110, 100), QRect(100, 180, 1200, 260)


def few(camera: Camera) -> Iterator[str]:
    """Some of each kind: lists, a chart, a table, settings, two moments of a session."""
    fill(camera.store)
    camera.desk.choose_person("margaret")
    for page in ("today", "progress", "plans", "settings"):
        camera.window.nav[page].click()
        camera.settle()
        yield page
    for name in session(camera):
        camera.settle()
        if name in ("session-backward", "session-turn"):
            yield name


# -- choosing ------------------------------------------------------------------------------------------------------
@pytest.fixture
def world(qtbot: QtBot) -> Iterator[World]:
    with world_of(qtbot, anybody()) as made:
        yield made


GERMAN, SPANISH = Language("de", "Deutsch", "Dr. A. Muster"), Language("es", "Español")


def test_one_language_is_no_choice(world: World) -> None:
    world.rooms.settings.languages = (Language("en", "English"),)
    world.go("settings")
    assert not world.window.settings.language.isVisible()


def test_a_language_is_chosen_in_settings(world: World) -> None:
    world.rooms.settings.languages = (Language("en", "English"), GERMAN, SPANISH)
    world.go("settings")
    card = world.window.settings.language
    assert card.isVisible()
    assert [card.row.combo.itemText(n) for n in range(4)] == [
        "The language of the computer",
        "English",
        "Deutsch",
        "Español",
    ]
    assert not card.words.isVisible()
    for number, code, said in ((3, "es", "Español: this translation has not yet"), (2, "de", "from the next start on")):
        card.row.combo.activated.emit(number)
        assert world.store.preferences().language == code
        assert said in card.words.text()
    assert "reviewed" not in card.words.text(), "this one is"
    card.row.combo.activated.emit(0)
    assert (world.store.preferences().language, card.words.text()) == ("", "")


def test_an_unreviewed_translation_says_so_before_a_session(qtbot: QtBot) -> None:
    for reviewer, said in (("", True), ("Dr. A. Muster", False)):
        head = f'msgid ""\nmsgstr "Language: de\\nX-Clinical-Reviewer: {reviewer}\\n"\n'
        with in_language(Catalogue(head)):
            before = BeforeScreen()
            qtbot.addWidget(before)
            assert before.translation.isVisibleTo(before) is said
            assert "not yet been reviewed by a clinician" in before.translation.text() or not said
    plain = BeforeScreen()
    qtbot.addWidget(plain)
    assert not plain.translation.isVisibleTo(plain)


def test_a_language_without_a_voice_is_told_in_settings(world: World) -> None:
    with in_language(Catalogue('msgid ""\nmsgstr "Language: de\\n"\n')):
        world.renderer.voice = False
        world.go("settings")
        assert "no voice for this language" in world.window.settings.language.voice.text()

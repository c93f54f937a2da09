"""Words that go on in the next line, and rows that become columns, where a window is narrow or the letters large."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.ui.fitting import NO_BREAK, Foot, breakable, wrapped
from balancecoach.ui.parts import button, label


def metrics() -> QFontMetrics:
    return QFontMetrics(QApplication.font())


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    """Something to be inside of."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def placed(around: QWidget, made: QWidget, width: int) -> None:
    """Shown as wide as this."""
    if made.parentWidget() is not around:
        made.setParent(around)
        made.show()
    for _ in range(3):  # other lines are another height
        made.resize(width, made.sizeHint().height())
        QApplication.processEvents()


def test_a_button_takes_the_lines_that_it_needs(around: QWidget) -> None:
    made = button("Back to all sessions & plans", "link")
    placed(around, made, made.sizeHint().width())
    one = made.height()
    assert QPushButton.text(made) == "Back to all sessions && plans"
    placed(around, made, made.minimumSizeHint().width())
    assert QPushButton.text(made).count("\n") >= 2
    assert made.height() >= one + 2 * metrics().lineSpacing()
    assert made.text() == "Back to all sessions & plans"


def test_a_button_never_asks_for_less_than_its_longest_word(qtbot: QtBot) -> None:
    made = button("Zu den Einstellungen")
    qtbot.addWidget(made)
    longest = metrics().horizontalAdvance("Einstellungen")
    assert longest < made.minimumSizeHint().width() < made.sizeHint().width()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two", ["one", "two"]),
        (f"one{NO_BREAK}two", [f"one{NO_BREAK}two"]),  # as in French before a question mark
        ("  one", ["one"]),
    ],
)
def test_lines_end_at_spaces_that_may_be_parted(text: str, lines: list[str]) -> None:
    assert wrapped(text, metrics(), 1).split("\n") == lines
    assert wrapped(text, metrics(), 1000) == text


def test_a_long_path_may_be_parted_and_nothing_else(qtbot: QtBot) -> None:
    assert breakable("at 1.0 km/h, 3/10") == "at 1.0 km/h, 3/10"
    path, folders = "/home/margaret/records/copies", ("/", "home/", "margaret/", "records/", "copies")
    assert breakable(f"In {path}.") == "In " + "\u200b".join(folders) + "."
    assert breakable(r"C:\Users\Margaret\Records").count("\u200b") == 3
    made = label(path, "small")
    qtbot.addWidget(made)
    assert made.text() == path
    assert QLabel.text(made) == breakable(path)
    assert made.minimumSizeHint().width() < metrics().horizontalAdvance(path)


def test_the_words_of_a_foot_go_above_its_buttons_and_back(around: QWidget) -> None:
    words = label("Not saved yet.", "small")
    foot = Foot(QPushButton("Back"), words, QPushButton("Save"))
    placed(around, foot, 600)
    assert foot.grid.itemAtPosition(0, 0) is None
    narrow = foot.grid.minimumSize().width() - 40
    placed(around, foot, narrow)
    assert words.geometry().bottom() < min(made.y() for made in foot.findChildren(QPushButton))
    assert words.width() > 0.9 * foot.grid.contentsRect().width()
    placed(around, foot, 600)
    assert foot.grid.itemAtPosition(0, 0) is None

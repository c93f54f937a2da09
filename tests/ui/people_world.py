"""A desk of people in a stack of real screens, a store in memory, and keys that go where the focus is."""

from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMainWindow, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from balancecoach.core.person import Person
from balancecoach.core.screening import QUESTIONS
from balancecoach.desks.people import PeopleDesk
from balancecoach.desks.people_tools import Then
from balancecoach.desks.senses import Senses
from balancecoach.ui.set_up_page import SetUpPage
from tests.fakes import WALL, FakeClock
from tests.people_fakes import FakePaper, MemoryStore, programmes

K = Qt.Key
P = TypeVar("P", bound=SetUpPage)
#: The number of the answer after which nothing stands in the way.
WELL = {question.key: 2 for question in QUESTIONS} | {"heart": 1, "falls": 1, "six_minutes": 1}


class World:
    """A desk in a stack of screens."""

    def __init__(self, qtbot: QtBot, path: Path, senses: Senses | None = None) -> None:
        self.store, self.clock, self.paper = MemoryStore(), FakeClock(), FakePaper(path)
        self.stack, self.window = QStackedWidget(), QMainWindow()
        self.window.setCentralWidget(self.stack)
        self.window.setMinimumSize(800, 500)
        qtbot.addWidget(self.window)
        self.guarded: list[Then] = []
        self.locked = False
        ids = iter("abcdefgh")
        self.desk = PeopleDesk(
            store=self.store,
            clock=self.clock,
            programmes=programmes(),
            show_screen=self.stack.setCurrentWidget,
            guard=self._guard,
            current=lambda: self.store.now_id,
            paper=self.paper.paper(),
            backups="/backups",
            new_id=lambda: next(ids),
            senses=senses,
        )
        for screen in self.desk.screens:
            self.stack.addWidget(screen)
        self.chosen: list[str] = []
        self.changed: list[str] = []
        self.left = 0
        self.desk.chosen.connect(self.chosen.append)
        self.desk.changed.connect(self.changed.append)
        self.desk.left.connect(self._leave)
        self.window.resize(1366, 768)
        self.window.show()
        self.desk.show_people()

    def _guard(self, then: Then) -> None:
        if self.locked:
            self.guarded.append(then)
        else:
            then()

    def _leave(self) -> None:
        self.left += 1

    def page_of(self, kind: type[P]) -> P:
        """The page of the set-up, of this kind."""
        page = self.page
        assert isinstance(page, kind)
        return page

    @property
    def page(self) -> SetUpPage:
        """The page of the set-up."""
        assert self.stack.currentWidget() is self.desk.set_up.screen
        assert self.desk.set_up.screen.page is not None
        return self.desk.set_up.screen.page

    def focus(self) -> QWidget:
        """What has the keyboard."""
        shown = self.stack.currentWidget()
        assert shown is not None
        return shown.focusWidget() or shown

    def press(self, *keys: Qt.Key) -> None:
        """Where the focus is."""
        for key in keys:
            QTest.keyClick(self.focus(), key)

    def type(self, text: str) -> None:
        """Where the focus is, in place of what is there."""
        line = self.focus()
        if text.isascii():
            QTest.keyClicks(line, text)
        else:
            assert isinstance(line, QLineEdit)
            line.insert(text)  # as an input method does

    def add(self, name: str = "Anna") -> None:
        """To the units."""
        self.desk.people.added.emit()
        self.type(name)
        self.press(K.Key_Return, K.Key_Return, K.Key_Return)

    def answer(self, number: int) -> None:
        """Choose by number and go on."""
        self.press(Qt.Key(K.Key_0 + number), K.Key_Return)

    def answer_all(self, **changed: int) -> None:
        """The eighteen questions."""
        for question in QUESTIONS:
            assert self.page.question.text() == question.words
            self.answer({**WELL, **changed}[question.key])

    def to_outcome(self, **changed: int) -> None:
        """From nobody to the outcome."""
        self.add()
        self.answer(1)
        self.answer(1)
        self.answer_all(**changed)

    def person(self, name: str = "Anna", **fields: object) -> Person:
        """One who is there already."""
        made = replace(Person(name[:1].lower(), name), **fields)
        self.store.save_person(made, now=WALL)
        return made


def texts(widget: QWidget) -> list[str]:
    """Every line of text on a screen."""
    return [each.text() for each in widget.findChildren(QLabel)]

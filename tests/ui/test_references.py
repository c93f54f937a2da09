"""PySide6 6.12.0 loses a reference to None on every call on Python 3.11, until the interpreter aborts (ADR 4)."""

import sys

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 60


class Sender(QObject):
    told = Signal(object)


def test_calls_into_qt_lose_no_references(qtbot: QtBot) -> None:
    label, timer, sender = QLabel(), QTimer(), Sender()
    qtbot.addWidget(label)
    sender.told.connect(lambda _: None)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(CALLS):
        label.setText(str(number))
        label.resize(10 + number, 10)
        timer.setInterval(number)
        sender.told.emit(number)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert before[0] - after[0] < CALLS / 2
    assert before[1] - after[1] < CALLS / 2

"""One question that has to be answered first: the safe answer is the one that Enter gives."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, card, label, pad, scrolled


class Question(Struct, frozen=True):
    """What is asked. ``no`` is the safe answer: Enter and Esc give it. ``second``: another way to say yes.

    Without a ``yes`` there is one answer.
    """

    title: str
    words: str
    yes: str
    no: str
    second: str = ""


class AskScreen(QWidget):
    """A title, what it is about, and two or three answers: "yes", "second" and "no"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._then: Callable[[str], None] = lambda answer: None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self.title = label("", "title")
        self._column.addWidget(self.title)
        frame, self._card = card()
        self.words = label("", "body")
        self._card.addWidget(self.words)
        self._column.addWidget(frame)
        self._column.addStretch(1)
        self.yes, self.second, self.no = button("", "danger"), button("", "danger"), button("", "main")
        for made, answer in ((self.yes, "yes"), (self.second, "second"), (self.no, "no")):
            made.clicked.connect(lambda _checked=False, answer=answer: self._answer(answer))
        whole.addWidget(scrolled(inside), 1)
        self._foot = QVBoxLayout()
        self._foot.addWidget(Row(self.yes, self.second, self.no, apart=True))
        whole.addLayout(self._foot)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 80, 34, 18)
        pad(self._card, scale, 34, 22, 12)
        pad(self._foot, scale, 80, 14, 12)

    def ask(self, question: Question, then: Callable[[str], None]) -> None:
        """Ask this; ``then`` gets "yes", "second" or "no"."""
        self._then = then
        self.title.setText(question.title)
        self.words.setText(question.words)
        for made, text in ((self.yes, question.yes), (self.second, question.second), (self.no, question.no)):
            made.setText(text)
        for made in (self.yes, self.second):
            made.setVisible(bool(made.text()))
        self.no.setFocus()

    def _answer(self, answer: str) -> None:
        self._then(answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is the safe answer; arrows move between the two."""
        if event.key() == Qt.Key.Key_Escape:
            self._answer("no")
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            (self.yes if event.key() == Qt.Key.Key_Left and self.yes.text() else self.no).setFocus()
        else:
            super().keyPressEvent(event)


def since_last() -> Question:
    """Asked when nobody ticked that there was no fall: after one the first-time questions come again."""
    return Question(
        tr("Since last time"),
        tr("Was there a fall, an operation or a new injury since the last session?"),
        tr("Yes, a fall"),
        tr("No, neither"),
        tr("Yes, an operation or injury"),
    )


def stop_sign() -> Question:
    """Asked after a session with a stop sign (evidence 5c: seek advice if it lasts into the next day)."""
    words = tr(
        "After the last session you said that there was pain, dizziness or another stop sign. "
        "Has it gone, and if it lasted into the next day, did your GP or physio say that you may walk?"
    )
    return Question(tr("First: how are you since last time?"), words, tr("Yes, it is all right"), tr("Not today"))


def remove_plan(title: str) -> Question:
    """Asked before a plan of one's own goes."""
    words = tr("{0} will be gone. Sessions walked with it stay.").format(title)
    return Question(tr("Remove this plan?"), words, tr("Remove it"), tr("Keep it"))

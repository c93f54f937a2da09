"""What every page of the set-up has in common: one question, keys, and words for what is missing."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.parts import label

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown)
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class SetUpPage(QWidget):
    """One page. It fills ``column``, and emits ``went_on`` with its answer."""

    went_on = Signal(object)
    back = Signal()

    def __init__(self, question: str, help_words: str = "") -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.question = label(question, "headline")
        self.column.addWidget(self.question)
        if help_words:
            self.column.addWidget(label(help_words, "subtitle"))
        self.problem = label("", "problem")
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show_target)
        self._target: QWidget = self.problem
        self.problem.hide()

    @property
    def next_words(self) -> str:
        """What the button that goes on says."""
        return tr("Go on")

    def finish(self) -> None:
        """The page is filled: what is missing comes last, near the button."""
        self.column.addWidget(self.problem)
        self.column.addStretch(1)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self.column.setSpacing(round(14 * scale))

    def focus_first(self) -> None:
        """Where the keyboard starts."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Emit ``went_on``, or say what is missing."""
        raise NotImplementedError

    def enter(self) -> None:
        """Enter was pressed inside the page."""
        self.go_on()

    def say(self, text: str) -> None:
        """What is wrong or missing, "" for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        if text:
            self.show_soon(self.problem)

    def bring(self, widget: QWidget) -> None:
        """Give a widget the focus and scroll to it."""
        widget.setFocus()
        self.show_part(widget)

    def show_soon(self, widget: QWidget) -> None:
        """Scroll to a widget once it has its place."""
        self._target = widget
        self._later.start()

    def _show_target(self) -> None:
        self.show_part(self._target)

    def show_part(self, widget: QWidget) -> None:
        """Scroll to a widget."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back. Here and not in the screen: a scroll area would take some keys first.

        A key that is held down does nothing more: it would run through eighteen questions.
        """
        if event.isAutoRepeat() and event.key() in (*ENTER, Qt.Key.Key_Escape):
            return
        if event.key() in ENTER:
            self.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

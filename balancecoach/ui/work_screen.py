"""Shown while something takes its time: what is being done, and a way out where there is one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from balancecoach.core.words import tr
from balancecoach.ui.parts import button, label, make_stop, pad, scrolling_page


class WorkScreen(QWidget):
    """Nothing is asked here, so it needs no answer."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = scrolling_page(self)
        self.title, self.words = label("", "title"), label("", "subtitle")
        make_stop(self.title)
        self._column.addWidget(self.title)
        self._column.addWidget(self.words)
        self.stop_button = button(tr("Cancel"), "main")
        self.stop_button.clicked.connect(self._stop)
        self._column.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 80, 34, 18)

    def start(self, title: str, *, may_stop: bool) -> None:
        """Begin. ``may_stop``: nothing has been changed before the end."""
        self.title.setText(title)
        self.words.setText("")
        self.stop_button.setText(tr("Cancel"))
        self.stop_button.setVisible(may_stop)
        (self.stop_button if may_stop else self.title).setFocus()

    def tell(self, words: str) -> None:
        """What is being done."""
        self.words.setText(words)

    def _stop(self) -> None:
        self.stop_button.setText(tr("Cancelling…"))
        self.stopped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels, where that can be done."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.stop_button.isHidden():
                self._stop()
        else:
            super().keyPressEvent(event)

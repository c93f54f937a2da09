"""One guide, or what is new: a large text to be read with the arrow keys, and the way back."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from balancecoach.ui.fitting import WrappedButton
from balancecoach.ui.guide_text import GuideText
from balancecoach.ui.parts import pad


class GuideScreen(QWidget):
    """Shows a text."""

    left = Signal()

    def __init__(self, pictures: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self.back = WrappedButton("", "link")
        self.back.clicked.connect(self.left)
        self.text = GuideText(pictures)
        self._column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.text, 1)

    def show_text(self, title: str, markdown: str, back: str) -> None:
        """``back``: the words of the way back."""
        self.back.setText(back)
        self.text.setAccessibleName(title)
        self.text.show_markdown(markdown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 24, 12, 8)

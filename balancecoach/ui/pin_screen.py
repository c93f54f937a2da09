"""The helper's PIN: asked before plans, people and settings, where one is set."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, label, pad, scrolling_page


class PinScreen(QWidget):
    """Asks for the PIN. What is right is decided elsewhere."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = scrolling_page(self)
        self._column.addWidget(label(tr("Helper's PIN"), "title"))
        words = tr(
            "Plans, people and settings are looked after by the helper. Walking, pausing and stopping need no PIN."
        )
        self._column.addWidget(label(words, "subtitle"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(16)
        self.field.setAccessibleName(tr("Helper's PIN"))
        self.field.returnPressed.connect(self._enter)
        self._column.addWidget(self.field)
        self.problem = label("", "problem")
        self._column.addWidget(self.problem)
        forgotten = tr("PIN forgotten? Whoever owns this computer's account types: balancecoach pin --forget")
        self._column.addWidget(label(forgotten, "small"))
        self._column.addStretch(1)
        self.back_button, self.go_button = button(tr("Back to Today"), "link"), button(tr("Go on"), "main")
        self.back_button.clicked.connect(self.left)
        self.go_button.clicked.connect(self._enter)
        self._column.addWidget(Row(self.back_button, self.go_button, apart=True))

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 80, 34, 18)
        self.field.setFixedWidth(round(360 * scale))

    def start(self, problem: str = "") -> None:
        """Ask; ``problem``: why the last try did not do."""
        self.field.clear()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.field.setFocus()

    def _enter(self) -> None:
        if self.field.text():
            self.entered.emit(self.field.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

"""The passphrase of a file that somebody brings in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fields import Field
from balancecoach.ui.fitting import Row, Tick
from balancecoach.ui.parts import button, label, pad, scrolled


class UnlockScreen(QWidget):
    """Asks for it. Whether it is right is seen elsewhere."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.addWidget(label(tr("This file is locked"), "title"))
        self.words = label("", "subtitle")
        self.field = Field(tr("Passphrase"))
        self.field.edit.returnPressed.connect(self._enter)
        self.show_tick = Tick(tr("Show what is typed"))
        self.show_tick.toggled.connect(self._show_letters)
        for made in (self.words, self.field, self.show_tick):
            self._column.addWidget(made)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside), 1)
        self.back_button, self.go_button = button(tr("Leave it")), button(tr("Open the file"), "main")
        self.back_button.clicked.connect(self.left)
        self.go_button.clicked.connect(self._enter)
        self._foot = QVBoxLayout()
        self._foot.addWidget(Row(self.back_button, self.go_button, apart=True))
        whole.addLayout(self._foot)
        self._show_letters()

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 80, 34, 18)
        pad(self._foot, scale, 80, 14, 12)
        self.field.set_scale(scale)

    def start(self, name: str, problem: str = "") -> None:
        """Ask; ``name``: of the file; ``problem``: why the last try did not do."""
        self.words.setText(name)
        self.field.edit.clear()
        self.field.set_problem(problem)
        self.show_tick.setChecked(False)
        self.field.edit.setFocus()

    def _show_letters(self) -> None:
        shown = self.show_tick.isChecked()
        self.field.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _enter(self) -> None:
        typed = self.field.text()
        if typed:
            self.field.edit.clear()
            self.entered.emit(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

"""Deleting a person for ever: asked twice, and the safe answer has the focus."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Tick, plain
from balancecoach.ui.parts import button, label, pad, scrolled


class DeleteScreen(QWidget):
    """First what goes, then a tick that it cannot be undone."""

    kept = Signal()
    deleted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self.title = label("", "title")
        self.goes = label("", "body")
        self.stays = label("", "problem")
        self.understood = QCheckBox(plain(tr("I know that this cannot be undone")))
        self.understood.toggled.connect(self._ticked)
        self.copies = Tick(tr("Take them out of the copies on this computer, too"))
        for made in (self.title, self.goes, self.stays, self.copies, self.understood):
            self._column.addWidget(made)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside), 1)
        self._foot = QHBoxLayout()
        self.delete_button = button("", "danger")
        self.delete_button.clicked.connect(self._delete)
        self.keep_button = button(tr("Keep everything"), "main")
        self.keep_button.clicked.connect(self.kept)
        self._foot.addWidget(self.delete_button)
        self._foot.addStretch(1)
        self._foot.addWidget(self.keep_button)
        whole.addLayout(self._foot)
        self._second = False
        self._name = ""

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 80, 26, 18)
        pad(self._foot, scale, 80, 14, 20)

    def start(self, name: str, goes: tuple[str, ...], stays: str, *, copies: bool = False) -> None:
        """The first question. ``goes``: what is deleted; ``stays``: what is not; ``copies``: whether it can be."""
        self._second, self._name = False, name
        self.title.setText(tr("Delete {0} for ever?").format(name))
        self.goes.setText("\n".join([tr("This goes:"), *(f"•  {line}" for line in goes)]))
        self.tell(stays)
        self.copies.setChecked(False)
        self.copies.setVisible(copies)
        self.understood.setChecked(False)
        self.understood.hide()
        self.delete_button.setText(tr("Delete"))
        self.delete_button.setEnabled(True)
        self.keep_button.setFocus()

    def tell(self, text: str) -> None:
        """What is not deleted, or why nothing could be."""
        self.stays.setText(text)
        self.stays.setVisible(bool(text))

    def _delete(self) -> None:
        if self._second:
            self.deleted.emit()
            return
        self._second = True
        self.title.setText(tr("Really delete {0}?").format(self._name))
        self.understood.show()
        self.delete_button.setText(tr("Delete for ever"))
        self._ticked()
        self.keep_button.setFocus()

    def _ticked(self) -> None:
        self.delete_button.setEnabled(not self._second or self.understood.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps."""
        if event.key() == Qt.Key.Key_Escape:
            self.kept.emit()
        else:
            super().keyPressEvent(event)

"""The check-in once more, to put right what was answered, or to answer what was skipped."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from balancecoach.core.events import CheckedIn
from balancecoach.core.words import tr
from balancecoach.ui.checkin import CheckInScreen

_STUMBLES, _PAIN = ("none", "one", "more"), ("no", "little", "yes")
_REASONS = ("wanted", "unwell", "stumble", "belt")


class CheckInChange(CheckInScreen):
    """``saved`` as there; ``left``: nothing is changed."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.skip_button.setText(tr("Change nothing"))
        self.skip_button.clicked.disconnect()
        self.skip_button.clicked.connect(self.left)

    def correct(self, subtitle: str, said: CheckedIn | None, *, stopped: bool) -> None:
        """Ask again, with what was answered."""
        self.start(tr("Change the answers") if said else tr("Check-in"), subtitle, stopped=stopped)
        if said is None:
            return
        if said.effort is not None:
            _check(self.effort, said.effort)
        for group, answers, answer in (
            (self.stumbles, _STUMBLES, said.stumbles),
            (self.pain, _PAIN, said.pain),
            (self.reason, _REASONS, said.reason),
        ):
            if answer in answers:
                _check(group, answers.index(answer))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc changes nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _check(group: QButtonGroup, number: int) -> None:
    if group.button(number) is not None:
        group.button(number).setChecked(True)

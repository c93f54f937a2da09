"""Weeks, months, or all: one of three buttons is pressed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from balancecoach.core.periods import View
from balancecoach.core.words import N_, tr
from balancecoach.ui.fitting import GAP
from balancecoach.ui.parts import button

_WORDS = {View.WEEKS: N_("Weeks"), View.MONTHS: N_("Months"), View.ALL: N_("All")}


class ViewButtons(QWidget):
    """Which way of looking is chosen; weeks at first."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = View.WEEKS
        self.buttons = {}
        group, row = QButtonGroup(self), QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for view, words in _WORDS.items():
            made = button(tr(words))
            made.setCheckable(True)
            made.setAutoExclusive(True)  # for screen readers a radio button, not a check box
            made.setChecked(view is self.view)
            made.clicked.connect(lambda _checked=False, view=view: self._choose(view))
            group.addButton(made)
            row.addWidget(made)
            self.buttons[view] = made

    def _choose(self, view: View) -> None:
        self.view = view
        self.chosen.emit()

"""The everyday pages, one button each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QVBoxLayout

from balancecoach.core.words import tr
from balancecoach.ui.parts import button


class Sidebar(QFrame):
    """``opened``: a page by its name. ``nav``: the buttons, by the same names."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self._menu = QVBoxLayout(self)
        self._brand = QLabel("Balance\nCoach")
        self._brand.setObjectName("brand")
        self._menu.addWidget(self._brand)
        self._group = QButtonGroup(self)
        self.nav: dict[str, QPushButton] = {}
        rows = (
            ("today", tr("Today")),
            ("progress", tr("Progress")),
            ("plans", tr("Plans")),
            ("people", tr("People")),
            ("settings", tr("Settings")),
            ("help", tr("Help")),
        )
        for name, words in rows:
            made = button(words, "nav")
            made.setCheckable(True)
            made.setAutoExclusive(True)  # for screen readers a radio button, not a check box
            made.clicked.connect(lambda _checked=False, name=name: self.opened.emit(name))
            self._group.addButton(made)
            self._menu.addWidget(made)
            self.nav[name] = made
        self._menu.addStretch(1)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._menu.setContentsMargins(0, round(30 * scale), 0, round(30 * scale))
        self._menu.setSpacing(0)
        self._brand.setContentsMargins(round(26 * scale), 0, 0, round(22 * scale))
        self.widen(scale)

    def widen(self, scale: float) -> None:
        """As wide as its words, in whatever size and language."""
        for made in (self._brand, *self.nav.values()):
            made.ensurePolished()
        wide = max(made.sizeHint().width() for made in (self._brand, *self.nav.values()))
        self.setFixedWidth(max(round(250 * scale), wide + round(10 * scale)))

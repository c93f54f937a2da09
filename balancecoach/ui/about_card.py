"""The part of Settings about the program itself: its version, where everything is kept, the way to what is new."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import label, pad


class AboutCard(QFrame):
    """Says the version, and opens what is new."""

    news = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.version, self.place = label("", "strong"), label("", "small")
        self.button = WrappedButton(tr("What is new"))
        self.button.clicked.connect(self.news)
        for made in (self.version, self.place, Row(self.button)):
            self.column.addWidget(made)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self.column, scale, 30, 20, 12)

    def show_facts(self, version: str, folder: str) -> None:
        """``folder``: where everything is kept."""
        self.version.setText(tr("Balance Coach {0}").format(version))
        self.place.setText(tr("Everything is kept in {0}.").format(folder))

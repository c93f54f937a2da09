"""Settings: on which display sessions are shown, chosen by plain names, and by a number shown on each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.choices import ChoiceRow
from balancecoach.ui.displays import Display, display_words, find, remembered
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, card, clear, label, pad


class DisplayCard(QWidget):
    """What is connected, and which is chosen. ``chosen`` only when a person chose another."""

    chosen = Signal(object)  # id of a display, "" for wherever the window is
    show_me = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._displays: tuple[Display, ...] = ()
        self._value = ""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame, self._column = card()
        whole.addWidget(frame)
        self._column.addWidget(label(tr("Screen for sessions"), "strong"))
        self.words = label("", "body")
        self._column.addWidget(self.words)
        self._place = QVBoxLayout()
        self._column.addLayout(self._place)
        self.show_button = button(tr("Show me which is which"))
        self.show_button.clicked.connect(self.show_me)
        self._column.addWidget(Row(self.show_button))
        self.row: ChoiceRow | None = None
        self._fill()

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 30, 20, 12)

    def show_displays(self, displays: Sequence[Display]) -> None:
        """What is connected now."""
        if tuple(displays) != self._displays:
            self._displays = tuple(displays)
            self._fill()

    def show_value(self, value: object) -> None:
        """What is chosen."""
        self._value = str(value)
        self._fill()

    def _fill(self) -> None:
        """The answers anew; the keyboard stays with them if it was there."""
        had = self.row is not None and self.row.isAncestorOf(self.focusWidget() or self)
        clear(self._place)
        self.row = None
        here, several = find(self._value, self._displays), len(self._displays) > 1
        self.words.setText(self._sentence(here))
        self.show_button.setVisible(several)
        if not several and not self._value:
            return
        self.row = self._row(here)
        self._place.addWidget(self.row)
        if had:
            self.row.focus_chosen()

    def _row(self, here: Display | None) -> ChoiceRow:
        answers: list[tuple[object, str]] = [("", tr("The screen this window is on"))]
        numbered = enumerate(self._displays, 1)
        answers += [(shown.id, tr("{0}: {1}").format(number, display_words(shown))) for number, shown in numbered]
        if self._value and here is None:
            missing = tr("{0} (not connected)").format(display_words(remembered(self._value)))
            answers.append((self._value, missing))
        row = ChoiceRow(tr("Sessions fill this screen"), answers)
        row.show_value(here.id if here else self._value)
        row.chosen.connect(self._choose)
        return row

    def _choose(self, value: object) -> None:
        self._value = str(value)
        self.chosen.emit(value)

    def _sentence(self, here: Display | None) -> str:
        if self._value and here is None:
            return tr("The chosen screen is not connected. Until it is, sessions use the screen this window is on.")
        if len(self._displays) > 1:
            return tr("A large screen, three metres from the treadmill, is best.")
        return tr("Only this screen is connected. When you connect a television, you can choose it here.")

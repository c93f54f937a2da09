"""Settings: the language, where there is more than one, and what has to be known of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from balancecoach.core.words import tr
from balancecoach.ui.choices import ListRow
from balancecoach.ui.parts import label, pad


class LanguageCard(QFrame):
    """Hidden while there is nothing to choose. ``chosen``: a code, "" for the computer's."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        self.row = ListRow(tr("Language"))
        self.row.chosen.connect(self.chosen)
        self.words = label("", "body")
        self._column.addWidget(self.row)
        self.voice = label("", "problem")
        self._column.addWidget(self.words)
        self._column.addWidget(self.voice)
        self.voice.hide()
        self.hide()

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 30, 20, 12)

    def show_languages(self, languages: Sequence[tuple[str, str]], value: str, words: str) -> None:
        """Codes and names; the one that is set; what to know of it, "" for nothing."""
        self.setVisible(len(languages) > 1)
        self.row.set_answers([("", tr("The language of the computer")), *languages])
        self.row.show_value(value)
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def show_voice(self, words: str) -> None:
        """That there is no voice for it, "" for nothing."""
        self.voice.setText(words)
        self.voice.setVisible(bool(words))

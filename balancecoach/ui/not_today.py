"""Not today: a kind word, and what to do when help is needed. Recorded, never scolded."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from balancecoach.core.daily import CALL_HELP
from balancecoach.core.words import tr
from balancecoach.ui.parts import button, card, label, pad, scrolled


class NotTodayScreen(QWidget):
    """Shown after "Not today"."""

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.addWidget(label(tr("Not today. That is a good decision."), "title"))
        words = tr("Nothing is lost. Your plan waits for you, and today counts as looked after.")
        self._column.addWidget(label(words, "subtitle"))
        self.card, self._card = card()
        self._card.addWidget(label(tr("What would help next time"), "kicker"))
        self.reasons = label("", "body")
        self._card.addWidget(self.reasons)
        self._column.addWidget(self.card)
        self.help = label("", "problem")
        self._column.addWidget(self.help)
        self._column.addStretch(1)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self.done_button = button(tr("Back to Today"), "main")
        self.done_button.clicked.connect(self.done)
        self._foot.addWidget(self.done_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(inside), 1)
        whole.addLayout(self._foot)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 80, 34, 18)
        pad(self._card, scale, 34, 22, 12)
        pad(self._foot, scale, 80, 14, 20)

    def show_reasons(self, words: tuple[str, ...], seek_help: bool) -> None:
        """What was not true today, if anything was said; ``seek_help``: one of them may need help now."""
        self.card.setVisible(bool(words))
        self.reasons.setText("\n".join(f"•  {line}" for line in words))
        self.help.setText(tr("Feeling unwell? Tell someone now. {0}").format(tr(CALL_HELP)))
        self.help.setVisible(seek_help)
        self.done_button.setFocus()

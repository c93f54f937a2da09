"""The record as a whole: save everything in one file, bring such a file in, go back to an earlier copy."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fitting import Row, WrappedButton
from balancecoach.ui.parts import button, card, clear, label, make_stop, pad, scrolling_page
from balancecoach.ui.passphrase import PassphraseFields
from balancecoach.ui.records_facts import CopyFacts, RecordsFacts

#: Copies shown at first; a button shows the others.
FIRST = 5


class RecordsScreen(QWidget):
    """Shows ``RecordsFacts``."""

    save = Signal(str)  # the passphrase, "" for none
    bring = Signal()
    go_back = Signal(str)  # a copy's id
    undo = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = scrolling_page(self)
        self._column.addWidget(label(tr("Your records"), "title"))
        self.has = label("", "subtitle")
        self.said, self.undo_words = label("", "body"), label("", "body")
        make_stop(self.said)
        self.undo_button = WrappedButton(tr("Take it out again"))
        self.undo_button.clicked.connect(self.undo)
        for made in (
            self.has,
            self.said,
            self._undo_card(),
            self._save_card(),
            self._bring_card(),
            self._copies_card(),
        ):
            self._column.addWidget(made)
        self.back_button = button(tr("Back to Settings"), "link")
        self.back_button.clicked.connect(self.left)
        self._column.addWidget(Row(self.back_button))
        self._column.addStretch(1)
        self._facts, self._all, self._scale = RecordsFacts(), False, 1.0
        self._back_buttons: list[QPushButton] = []

    def _undo_card(self) -> QFrame:
        self.undo_frame, self._undo = card()
        self._undo.addWidget(self.undo_words)
        self._undo.addWidget(Row(self.undo_button))
        return self.undo_frame

    def _save_card(self) -> QFrame:
        frame, self._save = card()
        self._save.addWidget(label(tr("Save everything"), "strong"))
        words = tr(
            "One file with all people, sessions, check-ups, notes and plans. Keep it on a stick or another disk: it is "
            "what helps when this computer breaks, and what a new computer brings in."
        )
        self._save.addWidget(label(words, "body"))
        self.saved = label("", "body")
        self._save.addWidget(self.saved)
        self.passphrase = PassphraseFields()
        self._save.addWidget(self.passphrase)
        self.save_button = WrappedButton(tr("Choose where, and save"), "main")
        self.save_button.clicked.connect(self._ask_save)
        for field in (self.passphrase.first, self.passphrase.second):
            field.edit.returnPressed.connect(self._ask_save)
        self._save.addWidget(Row(self.save_button))
        return frame

    def _bring_card(self) -> QFrame:
        frame, self._bring = card()
        self._bring.addWidget(label(tr("Bring everything in"), "strong"))
        words = tr(
            "From a file that was saved like this, here or on another computer. You see first what would change. "
            "What is here stays, and nothing is there twice."
        )
        self._bring.addWidget(label(words, "body"))
        self.bring_button = WrappedButton(tr("Choose a file"))
        self.bring_button.clicked.connect(self.bring)
        self._bring.addWidget(Row(self.bring_button))
        return frame

    def _copies_card(self) -> QFrame:
        frame, self._copies = card()
        self._copies.addWidget(label(tr("Go back to an earlier copy"), "strong"))
        self.where, self.trouble = label("", "body"), label("", "problem")
        self._copies.addWidget(self.where)
        self._copies.addWidget(self.trouble)
        self._rows = QVBoxLayout()
        self._copies.addLayout(self._rows)
        self.all_button = WrappedButton("", "link")
        self.all_button.clicked.connect(self._show_all)
        self._copies.addWidget(Row(self.all_button))
        return frame

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        pad(self._column, scale, 40, 24, 16)
        for column in (self._undo, self._save, self._bring, self._copies):
            pad(column, scale, 30, 20, 12)
        self._rows.setSpacing(round(14 * scale))
        self.passphrase.set_scale(scale)

    def show_facts(self, facts: RecordsFacts) -> None:
        """Show these; nothing of a passphrase is left."""
        self._facts, self._all = facts, False
        self.has.setText(facts.has)
        for made, words in ((self.said, facts.said), (self.saved, facts.saved), (self.trouble, facts.trouble)):
            made.setText(words)
            made.setVisible(bool(words))
        self.undo_words.setText(facts.undo)
        self.undo_frame.setVisible(bool(facts.undo))
        self.where.setText(facts.where)
        self.passphrase.start()
        self._fill()

    def focus_first(self) -> None:
        """The first thing to press; or what was just said, so that it is seen and read."""
        (self.said if self._facts.said else self.save_button).setFocus()

    def _fill(self) -> None:
        clear(self._rows)
        self._back_buttons.clear()
        shown = self._facts.copies if self._all else self._facts.copies[:FIRST]
        for copy in shown:
            self._rows.addWidget(self._row(copy))
        more = len(self._facts.copies) - len(shown)
        self.all_button.setText(tr("Show all {0} copies").format(len(self._facts.copies)))
        self.all_button.setVisible(more > 0)

    def _row(self, copy: CopyFacts) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        pad(line, self._scale, 0, 0, 20)
        words = f"{copy.when}\n{copy.holds}" if copy.holds else copy.when
        line.addWidget(label(words, "body"), 1)
        made = WrappedButton(tr("Go back to this"))
        made.setAccessibleName(tr("Go back to the copy of {0}").format(copy.when))
        made.clicked.connect(lambda _checked=False, name=copy.id: self.go_back.emit(name))
        line.addWidget(made)
        self._back_buttons.append(made)
        return row

    def _show_all(self) -> None:
        self._all = True
        self._fill()
        self._back_buttons[FIRST].setFocus()

    def _ask_save(self) -> None:
        passphrase = self.passphrase.read()
        if passphrase is not None:
            self.save.emit(passphrase)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

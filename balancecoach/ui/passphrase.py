"""A passphrase for a file: typed twice, or none and what that means. How strong it is, is told by its length alone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from balancecoach.core.words import tr
from balancecoach.ui.fields import Field
from balancecoach.ui.fitting import Tick
from balancecoach.ui.parts import label, pad

#: Letters: fewer are refused; from so many on it is fair, and strong.
LEAST, FAIR, STRONG = 8, 12, 20


class PassphraseFields(QWidget):
    """``read`` gives the passphrase, "" for none, or ``None`` while something is wrong, which is then shown."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.lock = Tick(tr("Lock the file with a passphrase"))
        self.lock.toggled.connect(self._choose)
        self._column.addWidget(self.lock)
        self.words = label("", "body")
        self._column.addWidget(self.words)
        self.first = Field(tr("Passphrase"), tr("Four or five words that only you would put together are best."))
        self.second = Field(tr("The same once more"))
        self.strength = label("", "body")
        self.show_tick = Tick(tr("Show what is typed"))
        self.show_tick.toggled.connect(self._show_letters)
        for made in (self.first, self.strength, self.second, self.show_tick):
            self._column.addWidget(made)
        for field in (self.first, self.second):
            field.changed.connect(self._typed)
        self._choose()
        self._show_letters()

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 0, 0, 10)
        for field in (self.first, self.second):
            field.set_scale(scale)

    def start(self) -> None:
        """No passphrase, and nothing left of the last one."""
        self.lock.setChecked(False)
        self.show_tick.setChecked(False)
        for field in (self.first, self.second):
            field.edit.clear()
            field.set_problem("")

    def read(self) -> str | None:
        """What is wrong gets the keyboard."""
        if not self.lock.isChecked():
            return ""
        first, second = self.first.text(), self.second.text()
        short = tr("Use at least {0} letters.").format(LEAST) if len(first.strip()) < LEAST else ""
        other = "" if short or first == second else tr("These two are not the same. Type it once more.")
        self.first.set_problem(short)
        self.second.set_problem(other)
        if short or other:
            (self.first if short else self.second).edit.setFocus()
            return None
        return first

    def _choose(self) -> None:
        locked = self.lock.isChecked()
        for made in (self.first, self.second, self.strength, self.show_tick):
            made.setVisible(locked)
        self.words.setText(
            tr("Write the passphrase down and keep it apart from the file. Without it nobody can open the file, not "
               "even we.") if locked
            else tr("Without a passphrase anybody who has the file can read everything in it.")
        )  # fmt: skip
        self._typed()

    def _typed(self) -> None:
        letters = len(self.first.text().strip())
        self.strength.setText(strength(letters))
        self.strength.setVisible(self.lock.isChecked() and letters > 0)
        self.changed.emit()

    def _show_letters(self) -> None:
        mode = QLineEdit.EchoMode.Normal if self.show_tick.isChecked() else QLineEdit.EchoMode.Password
        for field in (self.first, self.second):
            field.edit.setEchoMode(mode)


def strength(letters: int) -> str:
    """What a passphrase of so many letters is worth."""
    if letters < LEAST:
        return tr("{0} letters: too short.").format(letters)
    if letters < FAIR:
        return tr("{0} letters: short, it could be guessed.").format(letters)
    if letters < STRONG:
        return tr("{0} letters: fair. Longer is better.").format(letters)
    return tr("{0} letters: strong.").format(letters)

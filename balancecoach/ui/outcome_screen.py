"""What the answers lead to, why, on paper for the GP or physio; and what a physio may allow instead."""

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from balancecoach.core.safety import Outcome
from balancecoach.core.words import N_, tr
from balancecoach.ui.fields import Field, Pick
from balancecoach.ui.fitting import Row
from balancecoach.ui.parts import button, card, label, make_stop, pad
from balancecoach.ui.set_up_page import SetUpPage

ALLOWS = {
    Outcome.GO: N_("All of it"),
    Outcome.HELPER: N_("With a helper"),
    Outcome.CLINIC: N_("In a clinic"),
}


class OutcomeFacts(Struct, frozen=True):
    """``contradicted``: pairs of a question's key and a sentence. ``allowable``: what a physio may allow instead."""

    title: str
    reasons: tuple[str, ...]
    advice: tuple[str, ...] = ()
    contradicted: tuple[tuple[str, str], ...] = ()
    allowable: tuple[Outcome, ...] = ()
    next_words: str = ""


class OutcomePage(SetUpPage):
    """Shows ``OutcomeFacts``."""

    print_it = Signal()
    save_pdf = Signal()
    answer_again = Signal(str)  # a question's key
    allowed = Signal(str, str, object)  # by whom, why, Outcome | None

    def __init__(self, facts: OutcomeFacts) -> None:
        self._facts = facts
        super().__init__(facts.title)
        make_stop(self.question)
        self._cards: list[QVBoxLayout] = []
        for key, sentence in facts.contradicted:
            self._contradiction(key, sentence)
        self.column.addWidget(self._paper())
        self.physio = self._physio()
        self.physio.hide()
        self.column.addWidget(self.physio)
        if facts.reasons:
            self._list(tr("WHY"), facts.reasons)
        if facts.advice:
            self._list(tr("WHAT TO TALK ABOUT"), facts.advice)
        self.finish()

    @property
    def next_words(self) -> str:
        """Where it goes on."""
        return self._facts.next_words

    def _contradiction(self, key: str, sentence: str) -> None:
        self.column.addWidget(label(sentence, "problem"))
        again = button(tr("Answer it again"))
        again.clicked.connect(lambda: self.answer_again.emit(key))
        row = QHBoxLayout()
        row.addWidget(again)
        row.addStretch(1)
        self.column.addLayout(row)

    def _list(self, kicker: str, lines: tuple[str, ...]) -> None:
        frame, column = card()
        self._cards.append(column)
        column.addWidget(label(kicker, "kicker"))
        for line in lines:
            column.addWidget(label(f"•  {line}", "body"))
        self.column.addWidget(frame)

    def _paper(self) -> QWidget:
        self.print_button, self.pdf_button = button(tr("Print it")), button(tr("Save as PDF"))
        self.print_button.clicked.connect(self.print_it)
        self.pdf_button.clicked.connect(self.save_pdf)
        self.physio_button = button(tr("A physio allows it"))
        self.physio_button.clicked.connect(self._open_physio)
        row = Row(self.print_button, self.pdf_button, self.physio_button)
        self.physio_button.setVisible(bool(self._facts.allowable))  # without a parent it would be a window of its own
        return row

    def _physio(self) -> QFrame:
        frame, column = card()
        self._cards.append(column)
        words = tr("Only a physio or doctor who knows the person. The name and the reason are kept with the answers.")
        column.addWidget(label(words, "small"))
        self.by, self.reason = Field(tr("Name of the physio or doctor")), Field(tr("Reason"))
        self.allows = Pick(tr("What is allowed"), [(each, tr(ALLOWS[each])) for each in self._facts.allowable])
        self.wrong = label("", "problem")
        self.wrong.hide()
        self.record = button(tr("Record it"))
        self.record.clicked.connect(
            lambda: self.allowed.emit(self.by.text().strip(), self.reason.text().strip(), self.allows.value())
        )
        for made in (self.by, self.reason, self.allows, self.wrong):
            column.addWidget(made)
        row = QHBoxLayout()
        row.addWidget(self.record)
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _open_physio(self) -> None:
        self.physio.show()
        self.by.edit.setFocus()
        self.physio_button.setEnabled(False)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        super().set_scale(scale)
        for column in self._cards:
            pad(column, scale, 30, 18, 8)
        for made in (self.by, self.reason, self.allows):
            made.set_scale(scale)

    def show_wrong(self, sentences: tuple[str, ...]) -> None:
        """What is wrong with what a physio allows."""
        self.wrong.setText("\n".join(sentences))
        self.wrong.setVisible(bool(sentences))
        self.show_soon(self.record)

    def enter(self) -> None:
        """In the physio's form Enter goes to the next line, and never past it by accident."""
        lines: list[QWidget] = [self.by.edit, self.reason.edit, self.allows.group.button(0) or self.record]
        here = next((n for n, line in enumerate(lines[:2]) if line is self.focusWidget()), -1)
        if here >= 0:
            self.bring(lines[here + 1])
        else:
            self.go_on()

    def focus_first(self) -> None:
        """Nothing that acts: Enter goes on, Tab reaches the buttons."""
        self.question.setFocus()

    def go_on(self) -> None:
        """On."""
        self.went_on.emit(None)

"""Check-in: three questions, answered with a glance or a key, or skipped."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from balancecoach.core.daily import CALL_HELP
from balancecoach.core.words import tr, trc
from balancecoach.ui.fitting import Answers, WrappedButton
from balancecoach.ui.parts import button, label, pad, scrolled

#: Above this the next session should be easier (evidence 5d: 7 and more ends a session).
HARD_EFFORT = 7


class CheckInScreen(QWidget):
    """Effort 0-10 (our own wording, evidence 5d), stumbles, pain."""

    saved = Signal(object, object, object, object)  # effort int, stumbles, pain, reason to stop: str; each or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._column = QVBoxLayout(inside)
        self.title, self.subtitle = label("", "title"), label("", "subtitle")
        self._stopped, self._scale = False, 1.0
        self._words: list[QLabel] = []  # of the questions
        self._column.addWidget(self.title)
        self._column.addWidget(self.subtitle)
        self.effort = self._question(tr("1. How hard was it?"), [str(number) for number in range(11)])
        self._column.addLayout(self._scale_words())
        number = [trc("stumbles", "None"), trc("stumbles", "One"), trc("stumbles", "Two or more")]
        self.stumbles = self._question(tr("2. Any stumbles?"), number)
        self.pain = self._question(tr("3. Any new pain or dizziness?"), [tr("No"), tr("A little"), tr("Yes")])
        words = [tr("I wanted to"), tr("Felt unwell"), tr("A stumble"), tr("The belt or the room")]
        self.reason = self._question(tr("4. Why did you stop?"), words)
        self.reason_words = self._words[-1]
        self.advice = label("", "problem")
        self._column.addStretch(1)
        whole.addWidget(scrolled(inside, clicker=True), 1)
        self._said = QVBoxLayout()  # beside the buttons: advice must be seen wherever the page is scrolled to
        self._said.addWidget(self.advice)
        whole.addLayout(self._said)
        whole.addWidget(self._buttons())

    def _question(self, words: str, answers: list[str]) -> QButtonGroup:
        self._words.append(label(words, "question"))
        self._column.addWidget(self._words[-1])
        group, choices = QButtonGroup(self), []
        for number, answer in enumerate(answers):
            choice = WrappedButton(answer, "choice")
            choice.setCheckable(True)
            choice.setAutoExclusive(True)  # for screen readers a radio button, not a check box
            choice.setAutoDefault(False)  # Enter goes to keyPressEvent below, and on to the next question
            choice.setAccessibleName(f"{words} {answer}")
            group.addButton(choice, number)
            choices.append(choice)
        group.idToggled.connect(self._advise)
        self._column.addWidget(Answers(*choices))
        return group

    def _scale_words(self) -> QGridLayout:
        grid = QGridLayout()
        words = (tr("0 · resting"), tr("3 · comfortable, chatting"), tr("5 · can talk, not sing"), tr("10 · too hard"))
        for number, (text, place) in enumerate(zip(words, ("left", "center", "center", "right"), strict=True)):
            line = label(text, "small")
            side = {"left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight}
            line.setAlignment(side.get(place, Qt.AlignmentFlag.AlignHCenter))
            grid.addWidget(line, 0, number)
            grid.setColumnStretch(number, len(text))
        return grid

    def _buttons(self) -> QWidget:
        foot = QWidget()
        foot.setObjectName("page")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._foot = QHBoxLayout(foot)
        self.skip_button = button(tr("Skip"), "link")
        self.skip_button.clicked.connect(lambda: self.saved.emit(None, None, None, None))
        self.save_button = button(tr("Save"), "main")
        self.save_button.clicked.connect(self._save)
        self._foot.addWidget(self.skip_button)
        self._foot.addStretch(1)
        self._foot.addWidget(self.save_button)
        return foot

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        self._scale = scale
        self._space()
        pad(self._foot, scale, 80, 10, 20)
        pad(self._said, scale, 80, 0, 0)

    def _space(self) -> None:
        """Four questions fit a small screen without scrolling; three have air between them."""
        pad(self._column, self._scale, 80, *((6, 5) if self._stopped else (22, 13)))

    def start(self, title: str, subtitle: str, *, stopped: bool = False) -> None:
        """A new check-in: nothing is answered for anybody. ``stopped``: ask why, too."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self._stopped = stopped
        self._space()
        for widget in (self.reason_words, *self.reason.buttons()):
            widget.setVisible(stopped)
        for group in (self.effort, self.stumbles, self.pain, self.reason):
            group.setExclusive(False)
            for choice in group.buttons():
                choice.setChecked(False)
            group.setExclusive(True)
        self._advise()
        self.effort.button(0).setFocus()

    def _advise(self) -> None:
        """What a worrying answer should lead to today (evidence 5c and 5d)."""
        if self.pain.checkedId() == 2 or self.reason.checkedId() == 1:
            text = tr("Sit down and tell someone. If it lasts into tomorrow, ask your doctor. {0}").format(
                tr(CALL_HELP)
            )
        elif self.effort.checkedId() >= HARD_EFFORT:
            text = tr("That was too hard. Tell your helper, and choose an easier session next time.")
        elif self.stumbles.checkedId() == 2 or self.reason.checkedId() == 2:
            text = tr("Talk to your helper or physio before the next session.")
        else:
            text = ""
        self.advice.setText(text)
        self.advice.setVisible(bool(text))

    def _save(self) -> None:
        effort = self.effort.checkedId()
        stumbles = ("none", "one", "more")
        pain = ("no", "little", "yes")
        reasons = ("wanted", "unwell", "stumble", "belt")
        self.saved.emit(
            effort if effort >= 0 else None,
            _chosen(self.stumbles, stumbles),
            _chosen(self.pain, pain),
            _chosen(self.reason, reasons),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys 0-9 answer the first question; arrows move inside a row; Enter chooses and goes on."""
        number = event.key() - Qt.Key.Key_0
        focused = self.focusWidget()
        if 0 <= number <= 9 and not event.isAutoRepeat():
            self.effort.button(number).setChecked(True)
            self.effort.button(number).setFocus()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and isinstance(focused, QPushButton):
            self._move(focused, 1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown):
            self._choose(focused)
        else:
            super().keyPressEvent(event)

    def _groups(self) -> tuple[QButtonGroup, ...]:
        asked = (self.effort, self.stumbles, self.pain)
        return (*asked, self.reason) if self._stopped else asked

    def _move(self, focused: QPushButton, step: int) -> None:
        for group in self._groups():
            if focused in group.buttons():
                wanted = group.button((group.id(focused) + step) % len(group.buttons()))
                wanted.setFocus()

    def _choose(self, focused: QWidget | None) -> None:
        groups = self._groups()
        for number, group in enumerate(groups):
            if focused in group.buttons() and isinstance(focused, QPushButton):
                focused.setChecked(True)
                following = groups[number + 1].button(0) if number + 1 < len(groups) else self.save_button
                following.setFocus()
                return
        if isinstance(focused, QPushButton):
            focused.click()


def _chosen(group: QButtonGroup, values: tuple[str, ...]) -> str | None:
    return values[group.checkedId()] if group.checkedId() >= 0 else None

"""Before you walk: the daily check. All true, or not today; nothing in between."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from balancecoach.core.daily import STATEMENTS, Statement
from balancecoach.core.words import tr, unreviewed
from balancecoach.ui.fitting import NO_BREAK, Row, Tick
from balancecoach.ui.notes import Notes
from balancecoach.ui.parts import button, clear, label, pad, press_focused, scrolled


class BeforeScreen(QWidget):
    """The statements of the daily check."""

    KEEPS_AWAKE = True  # the computer (``desks.presence``)
    begin = Signal(tuple)  # keys of the statements, all of them
    not_today = Signal(tuple)  # keys of the statements that are not true
    play_voice = Signal()
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        inside = QWidget()
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._column = QVBoxLayout(inside)
        self._column.addWidget(label(tr("Before you walk"), "title"))
        words = tr("Say each one out loud with your helper. If any is a no, leave it for today.")
        self._column.addWidget(label(words, "subtitle"))
        self.sound = label("", "problem")  # above the lines: those must all be ticked, this must only be seen
        self._column.addWidget(self.sound)
        self.translation = label(unreviewed(), "problem")
        self.translation.setVisible(bool(unreviewed()))
        self._column.addWidget(self.translation)
        self.notes = Notes()
        self._column.addWidget(self.notes)
        self.boxes: dict[str, QCheckBox] = {}
        self._lines = QVBoxLayout()
        self._column.addLayout(self._lines)
        self.show_statements(STATEMENTS)
        self._column.addStretch(1)
        self._whole.addWidget(scrolled(inside, clicker=True), 1)
        self._whole.addWidget(self._buttons())

    def show_statements(self, statements: tuple[Statement, ...]) -> None:
        """Ask these, in order; nothing is ticked."""
        clear(self._lines)
        self.play = button(tr("▶  Play it").replace(" ", NO_BREAK, 2))
        self.play.clicked.connect(self.play_voice)
        self.boxes = {statement.key: self._box(tr(statement.words)) for statement in statements}
        for key, box in self.boxes.items():
            self._lines.addLayout(self._line(key, box))

    def _box(self, words: str) -> QCheckBox:
        box = Tick(words)
        box.toggled.connect(self._ticked)
        return box

    def _line(self, key: str, box: QCheckBox) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(box, 1)
        if key == "hear":
            line.addWidget(self.play, 0, Qt.AlignmentFlag.AlignVCenter)  # else it would hold the line down
        return line

    def _buttons(self) -> QWidget:
        foot = QWidget()
        foot.setObjectName("page")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._foot = QHBoxLayout(foot)
        self.no_button = button(tr("Not today"), "danger")
        self.no_button.clicked.connect(lambda: self.not_today.emit(self._missing()))
        self.begin_button = button(tr("All true. Begin"), "main")
        self.begin_button.clicked.connect(self._begin)
        self._foot.addWidget(Row(self.no_button, self.begin_button, apart=True))
        return foot

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 80, 8, 3)
        self._lines.setSpacing(round(3 * scale))
        pad(self._foot, scale, 80, 14, 20)

    def start(self, sound: str, statements: tuple[Statement, ...] = STATEMENTS) -> None:
        """A new check: nothing is ticked for anybody. ``sound``: what is known of voice and loudspeaker, "" if fine."""
        self.show_statements(statements)
        self.set_sound(sound)
        self._ticked()
        next(iter(self.boxes.values())).setFocus()

    def set_sound(self, words: str) -> None:
        """A line about voice and loudspeaker, "" for none."""
        self.sound.setText(words)
        self.sound.setVisible(bool(words))

    def _missing(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.boxes.items() if not box.isChecked())

    def focus_next(self) -> None:
        """The keyboard goes to the first line that is not ticked, or to Begin."""
        left = [box for box in self.boxes.values() if not box.isChecked()]
        (left[0] if left else self.begin_button).setFocus()

    def _ticked(self) -> None:
        missing = self._missing()
        self.begin_button.setEnabled(not missing)
        self.begin_button.setToolTip(tr("Tick every line first.") if missing else "")

    def _begin(self) -> None:
        if not self._missing():
            self.begin.emit(tuple(self.boxes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Number keys tick the lines, Down and Up move, Enter ticks the line it is on, Esc goes back."""
        boxes = list(self.boxes.values())
        number = event.key() - Qt.Key.Key_1
        here = next((n for n, box in enumerate(boxes) if box is self.focusWidget()), None)
        if 0 <= number < len(boxes):
            boxes[number].toggle()
            boxes[number].setFocus()
        elif event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and here is not None:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            boxes[(here + step) % len(boxes)].setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown) and here is not None:
            self._tick_and_go_on(boxes, here)
        elif not press_focused(self, event):
            super().keyPressEvent(event)

    def _tick_and_go_on(self, boxes: list[QCheckBox], here: int) -> None:
        boxes[here].setChecked(True)
        following = [box for box in boxes[here + 1 :] + boxes[:here] if not box.isChecked()]
        if following:
            following[0].setFocus()
        else:
            self.begin_button.setFocus()

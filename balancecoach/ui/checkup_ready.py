"""Before a check-up: how it goes and when to stop; then what must be true. All true, or not today."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from balancecoach.core.daily import Statement
from balancecoach.core.words import tr
from balancecoach.ui.checkup_facts import ReadyFacts
from balancecoach.ui.fitting import Row, Tick
from balancecoach.ui.parts import button, card, clear, label, pad, press_focused, scrolled


class CheckUpReady(QWidget):
    """Shows ``ReadyFacts``."""

    begin = Signal()
    not_today = Signal(tuple)  # keys of the statements that are not true
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self.title = label("", "title")
        self._column.addWidget(self.title)
        self.ask = label(tr("Say each one out loud with your helper. If any is a no, leave it for today."), "subtitle")
        self._column.addWidget(self.ask)
        self.boxes: dict[str, QCheckBox] = {}
        self._statements: tuple[Statement, ...] = ()
        self.asks = False  # the second step
        self._ticks = QVBoxLayout()
        self._column.addLayout(self._ticks)
        self.about, self._about = card()
        self.lines = label("", "body")
        self._about.addWidget(self.lines)
        self._column.addWidget(self.about)
        self.signs_card, self._card = card()
        self._card.addWidget(label(tr("STOP AND SIT DOWN AT ANY OF THESE"), "kicker"))
        self.signs = label("", "body")
        self._card.addWidget(self.signs)
        self._column.addWidget(self.signs_card)
        self._column.addStretch(1)
        self.no_button, self.go_button = button(tr("Not today"), "danger"), button(tr("All true. Go on"), "main")
        self.no_button.clicked.connect(lambda: self.not_today.emit(self._missing()))
        self.go_button.clicked.connect(self._go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(inside, clicker=True), 1)
        self._foot = QVBoxLayout()
        self._foot.addWidget(Row(self.no_button, self.go_button, apart=True))
        whole.addLayout(self._foot)

    def set_scale(self, scale: float) -> None:
        """Spacing for a window this much larger than the base size."""
        pad(self._column, scale, 80, 12, 12)
        for column in (self._about, self._card):
            pad(column, scale, 30, 18, 8)
        pad(self._foot, scale, 80, 14, 20)
        self._ticks.setSpacing(round(3 * scale))

    def start(self, facts: ReadyFacts) -> None:
        """For this test: how it goes first. Nothing is ticked for anybody."""
        self.title.setText(facts.title)
        self.lines.setText("\n".join(f"•  {words}" for words in facts.lines))
        self.signs.setText("\n".join(f"•  {words}" for words in facts.stop_signs))
        clear(self._ticks)
        self.boxes = {}
        self._statements = facts.statements
        self._step(asks=False)
        self.go_button.setText(tr("Go on"))
        self.go_button.setEnabled(True)
        self.go_button.setFocus()

    def _step(self, *, asks: bool) -> None:
        self.asks = asks
        for made in (self.about, self.signs_card):
            made.setVisible(not asks)
        self.ask.setVisible(asks)

    def _ask(self) -> None:
        self._step(asks=True)
        self.boxes = {each.key: Tick(tr(each.words)) for each in self._statements}
        for box in self.boxes.values():
            box.toggled.connect(self._look)
            self._ticks.addWidget(box)
        self.go_button.setText(tr("All true. Go on"))
        self._look()
        next(iter(self.boxes.values())).setFocus()

    def _missing(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.boxes.items() if not box.isChecked())

    def _look(self) -> None:
        missing = self._missing()
        self.go_button.setEnabled(not missing)
        self.go_button.setToolTip(tr("Tick every line first.") if missing else "")

    def _go(self) -> None:
        if not self.asks:
            self._ask()
        elif not self._missing():
            self.begin.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Number keys tick the lines, Down and Up move, Enter ticks the line it is on, Esc goes back."""
        boxes = list(self.boxes.values())
        number, key = event.key() - Qt.Key.Key_1, event.key()
        here = next((n for n, box in enumerate(boxes) if box is self.focusWidget()), None)
        if 0 <= number < len(boxes):
            boxes[number].toggle()
            boxes[number].setFocus()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and here is not None:
            boxes[(here + (1 if key == Qt.Key.Key_Down else -1)) % len(boxes)].setFocus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown) and here is not None:
            if not event.isAutoRepeat():
                self._tick(boxes, here)
        elif not press_focused(self, event):
            super().keyPressEvent(event)

    def _tick(self, boxes: list[QCheckBox], here: int) -> None:
        boxes[here].setChecked(True)
        following = [box for box in boxes[here + 1 :] + boxes[:here] if not box.isChecked()]
        (following[0] if following else self.go_button).setFocus()
